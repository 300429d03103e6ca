// SPDX-License-Identifier: EUPL-1.2
#include "slip/test_slip.h"

#include "slip/qr_read.h"
#include "slip_fixture.h"

static const int widths[] = {384, 576};

static const TestSlipRow rows[] = {
    {TEST_SLIP_GOOD, "Klok", "De klok loopt gelijk met de regio.", NULL},
    {TEST_SLIP_ATTENTION, "Papier", "Het papier is bijna op.", "Leg een nieuwe rol klaar."},
    {TEST_SLIP_BAD, "Regio", "De regio is niet te bereiken.", "Kijk of de netwerkkabel vastzit."},
    {TEST_SLIP_NOT_TESTED, "Aanraken", "Er staat niemand bij het scherm.", NULL},
};

static const TestSlipFacts whole = {
    .title = "Controle",
    .place = "Voorbeeld",
    .kiosk = "Kiosk 12",
    .local_unix_s = 1795442700,
    .is_clock_trusted = true,
    .rows = rows,
    .n_rows = G_N_ELEMENTS(rows),
    .end = "Geen witte strepen in de balk? Dan is de printkop goed.",
    .qr_text = "HTTPS://W.EXAMPLE/#ABCDEFGH",
};

static Raster *draw(const TestSlipFacts *facts, int width)
{
    g_autoptr(TextSetter) setter = text_setter_new(100);
    return test_slip_draw(facts, setter, width);
}

static void keep(const Raster *raster, const char *name)
{
    const char *folder = g_getenv("WEGWIJS_PICTURES");
    if (folder) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_assert_true(raster_save_png(raster, path, NULL));
    }
}

static void test_code(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(widths); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Raster) raster = draw(&whole, widths[i]);
        g_autofree char *read = qr_read(raster, &error);
        g_autofree char *name = g_strdup_printf("test-slip-%d.png", widths[i]);
        keep(raster, name);
        g_assert_no_error(error);
        g_assert_cmpstr(read, ==, whole.qr_text);
        g_assert_cmpint(raster->width_dots, ==, widths[i]);
    }
}

/* Each column of dots is printed somewhere. */
static void test_every_element(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(widths); i++) {
        const TestSlipFacts bare = {.title = "Proefbon"};
        g_autoptr(Raster) raster = draw(&bare, widths[i]);
        for (int x = 0; x < raster->width_dots; x++) {
            int n = 0;
            for (int y = 0; y < raster->height_dots; y++) {
                n += raster_is_black(raster, x, y);
            }
            g_assert_cmpint(n, >=, 20);
        }
    }
}

static void test_marks_differ(void)
{
    for (int a = TEST_SLIP_NOT_TESTED; a <= TEST_SLIP_BAD; a++) {
        for (int b = a + 1; b <= TEST_SLIP_BAD; b++) {
            TestSlipRow row_a = {(TestSlipMark)a, "A", NULL, NULL};
            TestSlipRow row_b = {(TestSlipMark)b, "A", NULL, NULL};
            const TestSlipFacts facts_a = {.title = "T", .rows = &row_a, .n_rows = 1};
            const TestSlipFacts facts_b = {.title = "T", .rows = &row_b, .n_rows = 1};
            g_autoptr(Raster) one = draw(&facts_a, 576);
            g_autoptr(Raster) other = draw(&facts_b, 576);
            int n_sign = 0;
            for (int y = 0; y < MIN(one->height_dots, other->height_dots); y++) {
                for (int x = 0; x < 36; x++) {
                    n_sign += raster_is_black(one, x, y) != raster_is_black(other, x, y);
                }
            }
            g_assert_cmpint(n_sign, >, 20); /* not by words alone */
        }
    }
}

static void test_time(void)
{
    TestSlipFacts unsure = whole;
    unsure.is_clock_trusted = false;
    g_autoptr(Raster) one = draw(&whole, 384);
    g_autoptr(Raster) other = draw(&unsure, 384);
    unsure.local_unix_s = 0;
    g_autoptr(Raster) same = draw(&unsure, 384);
    g_assert_cmpint(other->height_dots, ==, same->height_dots);
    g_assert_cmpmem(other->bits, (gsize)other->stride_bytes * (gsize)other->height_dots, same->bits,
                    (gsize)same->stride_bytes * (gsize)same->height_dots);
    g_assert_false(
        one->height_dots == other->height_dots &&
        memcmp(one->bits, other->bits, (gsize)one->stride_bytes * (gsize)one->height_dots) == 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    fixture_use_fonts();
    g_test_add_func("/test_slip/its code reads back", test_code);
    g_test_add_func("/test_slip/every heating element prints", test_every_element);
    g_test_add_func("/test_slip/each mark has its own sign", test_marks_differ);
    g_test_add_func("/test_slip/a time that is not trusted is not printed", test_time);
    return g_test_run();
}
