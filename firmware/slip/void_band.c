// SPDX-License-Identifier: EUPL-1.2
#include "slip/void_band.h"

#include <string.h>

/* Letters are made of cells of four dots, so that a byte holds two: 0x00, 0x0F, 0xF0 or 0xFF. */
enum {
    CELL_DOTS = 4,
    LETTER_COLUMNS = 5,
    LETTER_ROWS = 7,
    PITCH_COLUMNS = 6,
    LINE_DOTS = 32, /* from line to line */
    TOP_DOTS = 2,
    WHITE_COLUMNS = 4, /* on either side of the words, at least */
};

typedef struct {
    char letter;
    const char *rows[LETTER_ROWS];
} Glyph;

static const Glyph glyphs[] = {
    {'A', {".###.", "#...#", "#...#", "#####", "#...#", "#...#", "#...#"}},
    {'D', {"####.", "#...#", "#...#", "#...#", "#...#", "#...#", "####."}},
    {'E', {"#####", "#....", "#....", "####.", "#....", "#....", "#####"}},
    {'G', {".###.", "#...#", "#....", "#.###", "#...#", "#...#", ".###."}},
    {'I', {".###.", "..#..", "..#..", "..#..", "..#..", "..#..", ".###."}},
    {'L', {"#....", "#....", "#....", "#....", "#....", "#....", "#####"}},
    {'N', {"#...#", "##..#", "#.#.#", "#.#.#", "#..##", "#...#", "#...#"}},
    {'O', {".###.", "#...#", "#...#", "#...#", "#...#", "#...#", ".###."}},
    {'T', {"#####", "..#..", "..#..", "..#..", "..#..", "..#..", "..#.."}},
    {'V', {"#...#", "#...#", "#...#", "#...#", "#...#", ".#.#.", "..#.."}},
    {' ', {".....", ".....", ".....", ".....", ".....", ".....", "....."}},
};

static const char *const lines[] = {"ONGELDIG", "NOT VALID"};

static const Glyph *find_glyph(char letter)
{
    for (gsize i = 0; i < G_N_ELEMENTS(glyphs); i++) {
        if (glyphs[i].letter == letter) {
            return &glyphs[i];
        }
    }
    g_assert_not_reached();
}

/* Diagonal bars over the whole width. */
static void draw_bars(Raster *band)
{
    for (int y = 0; y < band->height_dots; y++) {
        for (int i = 0; i < band->stride_bytes; i++) {
            guint pair = 0xFF00FF00U >> (y % 16);
            band->bits[y * band->stride_bytes + i] = (guint8)(i % 2 ? pair : pair >> 8);
        }
    }
}

static int count_columns(const char *line)
{
    return (int)strlen(line) * PITCH_COLUMNS;
}

/* Whole bytes in the middle of every row. */
static void clear_middle(Raster *band, int columns)
{
    int bytes = MIN((columns + 2 * WHITE_COLUMNS) / 2, band->stride_bytes);
    int first = (band->stride_bytes - bytes) / 2;
    for (int y = 0; y < band->height_dots; y++) {
        memset(band->bits + y * band->stride_bytes + first, 0, (gsize)bytes);
    }
}

static void fill_cell(Raster *band, int column, int top)
{
    guint8 half = column % 2 ? 0x0F : 0xF0;
    for (int y = top; y < top + CELL_DOTS; y++) {
        band->bits[y * band->stride_bytes + column / 2] |= half;
    }
}

static void draw_line(Raster *band, const char *line, int top)
{
    int column = band->stride_bytes - count_columns(line) / 2;
    for (; *line; line++, column += PITCH_COLUMNS) {
        const Glyph *glyph = find_glyph(*line);
        for (int y = 0; y < LETTER_ROWS; y++) {
            for (int x = 0; x < LETTER_COLUMNS; x++) {
                if (glyph->rows[y][x] == '#') {
                    fill_cell(band, column + x, top + y * CELL_DOTS);
                }
            }
        }
    }
}

Raster *void_band_new(int width_dots)
{
    int widest = 0;
    Raster *band = raster_new(width_dots, VOID_BAND_ROWS);
    draw_bars(band);
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        widest = MAX(widest, count_columns(lines[i]));
    }
    g_assert(width_dots % 8 == 0 && widest <= 2 * band->stride_bytes);
    clear_middle(band, widest);
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        draw_line(band, lines[i], TOP_DOTS + (int)i * LINE_DOTS);
    }
    return band;
}
