// SPDX-License-Identifier: EUPL-1.2
#include "draw/emoji.h"

#include <string.h>

#include "base/json.h"
#include "draw_fixture.h"

enum { SIDE = 83, MAX_BYTES = 64 * 1024 };

static void check_mask(cairo_surface_t *mask)
{
    g_assert_cmpint(cairo_image_surface_get_format(mask), ==, CAIRO_FORMAT_A8);
    const guint8 *data = cairo_image_surface_get_data(mask);
    int stride = cairo_image_surface_get_stride(mask);
    int n_black = 0;
    for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
            guint8 dot = data[y * stride + x];
            g_assert_true(dot == 0 || dot == 255);
            n_black += dot == 255;
        }
    }
    /* Neither an empty square nor a black one. */
    g_assert_cmpint(n_black, >, SIDE * SIDE / 50);
    g_assert_cmpint(n_black, <, SIDE * SIDE * 3 / 4);
}

static void test_every_pictogram(void)
{
    fixture_use_fonts();
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) file = json_load("assets/content/common/pictograms.json", MAX_BYTES, &error);
    g_assert_no_error(error);
    const char *id;
    json_t *value;
    int n = 0;
    json_object_foreach(json_object_get(file, "icons"), id, value)
    {
        const char *emoji = json_string_value(value);
        cairo_surface_t *picture = emoji_render(emoji, SIDE, false);
        cairo_surface_t *mask = emoji_render(emoji, SIDE, true);
        g_test_message("%s", id);
        g_assert_nonnull(picture);
        g_assert_cmpint(cairo_image_surface_get_width(picture), ==, SIDE);
        check_mask(mask);
        cairo_surface_destroy(picture);
        cairo_surface_destroy(mask);
        n++;
    }
    g_assert_cmpint(n, >, 50);
}

static void test_unknown(void)
{
    fixture_use_fonts();
    g_assert_null(emoji_render("አ", SIDE, false));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/emoji/every pictogram of the packs can be drawn and printed",
                    test_every_pictogram);
    g_test_add_func("/emoji/what the font does not have is refused", test_unknown);
    return g_test_run();
}
