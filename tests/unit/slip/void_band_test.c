// SPDX-License-Identifier: EUPL-1.2
#include "slip/void_band.h"

#include <string.h>

static const int widths[] = {384, 416, 576, 640, 832};

/* The words as they are printed, a character for four by four dots. Caller owns. */
static char *read_middle(const Raster *band, int columns)
{
    GString *text = g_string_new(NULL);
    int first = (band->width_dots / 4 - columns) / 2;
    for (int y = 4; y < VOID_BAND_ROWS; y += 4) {
        for (int x = first; x < first + columns; x++) {
            g_string_append_c(text, raster_is_black(band, 4 * x + 1, y) ? '#' : '.');
        }
        g_string_append_c(text, '\n');
    }
    return g_string_free(text, FALSE);
}

static void test_words(void)
{
    static const char words[] = "....###..#...#..###..#####.#.....####...###...###.....\n"
                                "...#...#.##..#.#...#.#.....#.....#...#...#...#...#....\n"
                                "...#...#.#.#.#.#.....#.....#.....#...#...#...#........\n"
                                "...#...#.#.#.#.#.###.####..#.....#...#...#...#.###....\n"
                                "...#...#.#..##.#...#.#.....#.....#...#...#...#...#....\n"
                                "...#...#.#...#.#...#.#.....#.....#...#...#...#...#....\n"
                                "....###..#...#..###..#####.#####.####...###...###.....\n"
                                "......................................................\n"
                                "#...#..###..#####.......#...#..###..#......###..####..\n"
                                "##..#.#...#...#.........#...#.#...#.#.......#...#...#.\n"
                                "#.#.#.#...#...#.........#...#.#...#.#.......#...#...#.\n"
                                "#.#.#.#...#...#.........#...#.#####.#.......#...#...#.\n"
                                "#..##.#...#...#.........#...#.#...#.#.......#...#...#.\n"
                                "#...#.#...#...#..........#.#..#...#.#.......#...#...#.\n"
                                "#...#..###....#...........#...#...#.#####..###..####..\n";
    for (gsize i = 0; i < G_N_ELEMENTS(widths); i++) {
        g_autoptr(Raster) band = void_band_new(widths[i]);
        g_autofree char *seen = read_middle(band, 54);
        g_test_message("%d dots", widths[i]);
        g_assert_cmpstr(seen, ==, words);
    }
}

/* What a printer might obey that missed the command before. */
static void test_no_commands(void)
{
    static const guint8 commands[] = {0x10, 0x14, 0x18, 0x1B, 0x1C, 0x1D, 0x1E};
    for (gsize i = 0; i < G_N_ELEMENTS(widths); i++) {
        g_autoptr(Raster) band = void_band_new(widths[i]);
        gsize size = (gsize)band->stride_bytes * VOID_BAND_ROWS;
        for (gsize k = 0; k < G_N_ELEMENTS(commands); k++) {
            g_assert_null(memchr(band->bits, commands[k], size));
        }
    }
}

/* Bars on both sides, from edge to edge of the paper. */
static void test_bars(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(widths); i++) {
        g_autoptr(Raster) band = void_band_new(widths[i]);
        int left = 0, right = 0;
        for (int y = 0; y < VOID_BAND_ROWS; y++) {
            left += raster_is_black(band, 0, y);
            right += raster_is_black(band, widths[i] - 1, y);
        }
        g_assert_cmpint(left, ==, VOID_BAND_ROWS / 2);
        g_assert_cmpint(right, ==, VOID_BAND_ROWS / 2);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/void band/says in Dutch and English that it is not valid", test_words);
    g_test_add_func("/void band/none of its bytes begins a command", test_no_commands);
    g_test_add_func("/void band/bars reach both edges", test_bars);
    return g_test_run();
}
