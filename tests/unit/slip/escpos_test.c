// SPDX-License-Identifier: EUPL-1.2
#include "slip/escpos.h"

#include <string.h>

#include "slip/void_band.h"

enum { WIDTH = 576, ROWS = 150, STRIDE = WIDTH / 8 };

static Raster *noise(void)
{
    Raster *raster = raster_new(WIDTH, ROWS);
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    for (int i = 0; i < STRIDE * ROWS; i++) {
        raster->bits[i] = (guint8)g_rand_int_range(random, 0, 256);
    }
    return raster;
}

/* Takes `size` bytes off the front and compares. */
static void expect(const guint8 **at, const void *wanted, gsize size)
{
    g_assert_cmpmem(*at, size, wanted, size);
    *at += size;
}
#define EXPECT(at, ...)                                                                            \
    expect(at, (const guint8[]){__VA_ARGS__}, sizeof((const guint8[]){__VA_ARGS__}))

static void test_job(void)
{
    g_autoptr(Raster) raster = noise();
    EscposJob job = {.id = "0042", .model = printer_model_generic()};
    GByteArray *bytes = escpos_job_write(raster, &job);
    const guint8 *at = bytes->data;
    EXPECT(&at, 0x1B, '@', 0x1D, 'a', 0x0E);
    static const guint8 rows[] = {64, 64, 22};
    for (int band = 0; band < 3; band++) {
        EXPECT(&at, 0x1D, 'v', '0', 0, STRIDE, 0, rows[band], 0);
        expect(&at, raster->bits + band * 64 * STRIDE, (gsize)rows[band] * STRIDE);
    }
    EXPECT(&at, 0x1D, 'V', 66, 24, 0x1D, '(', 'H', 6, 0, 48, 48, '0', '0', '4', '2', 0x1D, 'r', 1);
    g_assert_true(at == bytes->data + bytes->len);
    escpos_job_free(bytes);
}

static void test_job_after_failure(void)
{
    g_autoptr(Raster) raster = noise();
    EscposJob job = {
        .id = "0001", .model = printer_model_generic(), .must_flush = true, .must_cut = true};
    GByteArray *bytes = escpos_job_write(raster, &job);
    int size = 8 + 64 * STRIDE; /* a band and its head */
    for (int i = 0; i < size; i++) {
        g_assert_cmpint(bytes->data[i], ==, 0);
    }
    const guint8 *at = bytes->data + size;
    EXPECT(&at, 0x1B, '@', 0x1D, 'a', 0x0E, 0x1D, 'V', 66, 0, 0x1D, 'v', '0');
    escpos_job_free(bytes);
}

/* A greeting before the picture; a band over what must not be taken for a slip. */
static void test_greeting(void)
{
    EscposJob job = {.hello = "HELO",
                     .id = "0001",
                     .model = printer_model_generic(),
                     .must_cut = true,
                     .must_void = true};
    GByteArray *bytes = escpos_job_write_start(&job);
    const guint8 *at = bytes->data;
    EXPECT(&at, 0x1B, '@', 0x1D, 'a', 0x0E, 0x1D, 'v', '0', 0, STRIDE, 0, 64, 0);
    g_autoptr(Raster) band = void_band_new(WIDTH);
    g_assert_cmpmem(at, STRIDE * 64, band->bits, STRIDE * 64);
    at += STRIDE * 64;
    EXPECT(&at, 0x1D, 'V', 66, 0, 0x1D, '(', 'H', 6, 0, 48, 48, 'H', 'E', 'L', 'O', 0x1D, 'r', 1);
    g_assert_true(at == bytes->data + bytes->len);
    escpos_job_free(bytes);
    job.model.has_process_id = job.model.has_sensor = job.model.has_reports = false;
    job.must_cut = job.must_void = false;
    bytes = escpos_job_write_start(&job);
    g_assert_cmpmem(bytes->data, bytes->len, "\x1B@", 2);
    escpos_job_free(bytes);
}

/* Dots that would be a command to open the drawer, clear the buffer or tell the state. */
static void test_dots_are_no_commands(void)
{
    static const guint8 rows[][3] = {{16, 4, 1}, {16, 5, 2}, {16, 20, 8}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Raster) raster = raster_new(WIDTH, 2);
        memcpy(raster->bits + STRIDE - 1, rows[i], 3);
        EscposJob job = {.model = {0}};
        GByteArray *bytes = escpos_job_write_band(raster, &job, 0);
        const guint8 wanted[] = {16, rows[i][1] | 8, rows[i][2]};
        g_assert_cmpuint(bytes->len, ==, 8 + 2 * STRIDE);
        g_assert_cmpmem(bytes->data + 8 + STRIDE - 1, 3, wanted, 3);
        escpos_job_free(bytes);
    }
}

/* The last bytes of a job for other models. */
static void test_models(void)
{
    static const struct {
        PrinterModel model;
        guint8 end[8];
        int n_end;
    } rows[] = {
        {{.cut = PRINTER_CUT_PARTIAL, .feed_dots = 24}, {0x1D, 'V', 66, 24}, 4},
        {{.cut = PRINTER_CUT_FULL, .feed_dots = 40}, {0x1D, 'V', 65, 40}, 4},
        {{.cut = PRINTER_CUT_NONE, .feed_dots = 160}, {0x1B, 'J', 160}, 3},
        {{.cut = PRINTER_CUT_FULL, .feed_dots = 24, .cutter_dots = 150},
         {0x1B, 'J', 24, 0x1B, 'J', 150, 0x1B, 'i'},
         8},
        {{.cut = PRINTER_CUT_PARTIAL, .feed_dots = 24, .cutter_dots = 150},
         {0x1B, 'J', 24, 0x1B, 'J', 150, 0x1B, 'm'},
         8},
        {{.cut = PRINTER_CUT_NONE, .feed_dots = 99, .cutter_dots = 150}, {0x1B, 'J', 99}, 3},
    };
    g_autoptr(Raster) raster = noise();
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        EscposJob job = {.id = "0001", .model = rows[i].model};
        GByteArray *bytes = escpos_job_write(raster, &job);
        int n = rows[i].n_end;
        g_assert_cmpmem(bytes->data + bytes->len - n, n, rows[i].end, n);
        const guint8 *at = bytes->data;
        EXPECT(&at, 0x1B, '@', 0x1D, 'v', '0');
        escpos_job_free(bytes);
    }
}

static void test_questions(void)
{
    EscposReader reader = {0};
    GByteArray *out = g_byte_array_new();
    escpos_ask(&reader, 15, out);
    static const guint8 wanted[] = {16, 4, 1, 16, 4, 2, 16, 4, 3, 16, 4, 4};
    g_assert_cmpmem(out->data, out->len, wanted, sizeof wanted);
    g_byte_array_unref(out);
}

/* What the four answers make of the state. */
static void test_answers(void)
{
    static const struct {
        guint8 answers[4];
        PrinterState state;
    } rows[] = {
        {{0x12, 0x12, 0x12, 0x12}, PRINTER_STATE_READY},
        {{0x16, 0x12, 0x12, 0x12}, PRINTER_STATE_READY}, /* drawer pin */
        {{0x12, 0x12, 0x12, 0x1E}, PRINTER_STATE_NEAR_END},
        {{0x1A, 0x32, 0x12, 0x7E}, PRINTER_STATE_PAPER_OUT},
        {{0x12, 0x12, 0x12, 0x72}, PRINTER_STATE_PAPER_OUT},
        {{0x1A, 0x16, 0x12, 0x12}, PRINTER_STATE_COVER_OPEN},
        {{0x1A, 0x36, 0x12, 0x72}, PRINTER_STATE_COVER_OPEN},
        {{0x1A, 0x12, 0x12, 0x12}, PRINTER_STATE_OFFLINE},
        {{0x12, 0x52, 0x12, 0x12}, PRINTER_STATE_OFFLINE},
        {{0x12, 0x12, 0x1A, 0x12}, PRINTER_STATE_OFFLINE}, /* cutter */
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        EscposReader reader = {0};
        GByteArray *out = g_byte_array_new();
        escpos_ask(&reader, 15, out);
        g_assert_cmpint(escpos_state(&reader), ==, PRINTER_STATE_UNKNOWN);
        escpos_read(&reader, rows[i].answers, 3);
        g_assert_false(escpos_is_answered(&reader));
        escpos_read(&reader, rows[i].answers + 3, 1);
        g_assert_true(escpos_is_answered(&reader));
        g_assert_cmpint(escpos_state(&reader), ==, rows[i].state);
        g_byte_array_unref(out);
    }
}

/* A model that answers fewer questions is known by these, and bad news of the two others passes. */
static void test_fewer_questions(void)
{
    EscposReader reader = {0};
    GByteArray *out = g_byte_array_new();
    escpos_ask(&reader, 9, out);
    static const guint8 wanted[] = {16, 4, 1, 16, 4, 4};
    g_assert_cmpmem(out->data, out->len, wanted, sizeof wanted);
    escpos_read(&reader, (const guint8 *)"\x12\x72", 2);
    g_assert_true(escpos_is_answered(&reader));
    g_assert_cmpint(escpos_state(&reader), ==, PRINTER_STATE_PAPER_OUT);
    escpos_ask(&reader, 9, out);
    escpos_read(&reader, (const guint8 *)"\x12\x12", 2);
    g_assert_cmpint(escpos_state(&reader), ==, PRINTER_STATE_READY);
    escpos_ask(&reader, 0, out);
    g_assert_false(escpos_is_answered(&reader));
    g_assert_cmpint(escpos_state(&reader), ==, PRINTER_STATE_UNKNOWN);
    g_byte_array_unref(out);
}

/* The answer to a wish to clear is no confirmation, and none of GS r. */
static void test_cleared(void)
{
    EscposReader reader = {0};
    escpos_read(&reader, (const guint8 *)"\x37\x25\x00", 3);
    g_assert_true(reader.is_cleared && !reader.is_garbled);
    g_assert_cmpuint(reader.n_paper_answers, ==, 0);
    g_assert_cmpstr(reader.echo, ==, "");
}

static EscposReader answered(void)
{
    EscposReader reader = {0};
    GByteArray *out = g_byte_array_new();
    escpos_ask(&reader, 15, out);
    escpos_read(&reader, (const guint8 *)"\x12\x12\x12\x12", 4);
    g_byte_array_unref(out);
    return reader;
}

/* Reports come by themselves, in any pieces, also between the bytes of nothing else. */
static void test_reports(void)
{
    static const struct {
        guint8 report[4];
        PrinterState state;
    } rows[] = {
        {{0x10, 0, 0, 0x0F}, PRINTER_STATE_READY},
        {{0x10, 0, 0x03, 0x0F}, PRINTER_STATE_NEAR_END},
        {{0x18, 0, 0x0C, 0x0F}, PRINTER_STATE_PAPER_OUT},
        {{0x38, 0, 0, 0x0F}, PRINTER_STATE_COVER_OPEN},
        {{0x18, 0x08, 0, 0x0F}, PRINTER_STATE_OFFLINE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        EscposReader whole = answered();
        EscposReader pieces = answered();
        escpos_read(&whole, rows[i].report, 4);
        for (int k = 0; k < 4; k++) {
            escpos_read(&pieces, rows[i].report + k, 1);
        }
        g_assert_cmpint(escpos_state(&whole), ==, rows[i].state);
        g_assert_cmpint(escpos_state(&pieces), ==, rows[i].state);
    }
}

static void test_confirmation(void)
{
    EscposReader reader = answered();
    escpos_read(&reader,
                (const guint8 *)"\x37\x22"
                                "00",
                4);
    g_assert_cmpstr(reader.echo, ==, "");
    escpos_read(&reader, (const guint8 *)"42\0", 3);
    g_assert_cmpstr(reader.echo, ==, "0042");
    g_assert_cmpuint(reader.n_paper_answers, ==, 0);
    escpos_read(&reader, (const guint8 *)"\x00", 1);
    g_assert_cmpuint(reader.n_paper_answers, ==, 1);
    g_assert_cmpint(escpos_state(&reader), ==, PRINTER_STATE_READY);
}

/* Something else lives at that address: its text is never taken for a printer that is fine. */
static void test_garbage(void)
{
    static const char *const texts[] = {"HTTP/1.1 400 Bad Request\r\n\r\n",
                                        "\xFF\xFF\xFF\xFF",
                                        "SSH-2.0-x\r\n",
                                        "\x12\x12\x12",
                                        "\x12\x12\x12\x12\x12",
                                        "\x37\x22zz"};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        EscposReader reader = {0};
        GByteArray *out = g_byte_array_new();
        escpos_ask(&reader, 15, out);
        escpos_read(&reader, (const guint8 *)texts[i], strlen(texts[i]));
        PrinterState state = escpos_state(&reader);
        g_assert_true(state != PRINTER_STATE_READY && state != PRINTER_STATE_NEAR_END);
        g_byte_array_unref(out);
    }
}

/* No bytes, however mad, break the reader, and a right answer afterwards is understood. */
static void test_noise(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(3);
    EscposReader reader = {0};
    for (int i = 0; i < 100000; i++) {
        guint8 byte = (guint8)g_rand_int_range(random, 0, 256);
        escpos_read(&reader, &byte, 1);
        g_assert_cmpint(reader.n_part, <, 8);
    }
    EscposReader fresh = answered();
    g_assert_cmpint(escpos_state(&fresh), ==, PRINTER_STATE_READY);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/escpos/a job is start, bands, cut and a wish for confirmation", test_job);
    g_test_add_func("/escpos/after a failure comes a flush and a cut", test_job_after_failure);
    g_test_add_func("/escpos/a greeting comes before the picture", test_greeting);
    g_test_add_func("/escpos/fewer questions are fewer answers", test_fewer_questions);
    g_test_add_func("/escpos/cleared is not printed", test_cleared);
    g_test_add_func("/escpos/dots are no commands", test_dots_are_no_commands);
    g_test_add_func("/escpos/models differ in cut, feed and answers", test_models);
    g_test_add_func("/escpos/asks the four questions", test_questions);
    g_test_add_func("/escpos/answers tell the state", test_answers);
    g_test_add_func("/escpos/reports tell the state", test_reports);
    g_test_add_func("/escpos/confirmation is understood in pieces", test_confirmation);
    g_test_add_func("/escpos/garbage is never taken for fine", test_garbage);
    g_test_add_func("/escpos/noise breaks nothing", test_noise);
    return g_test_run();
}
