// SPDX-License-Identifier: EUPL-1.2
#include "slipview/paper.h"

#include <string.h>

#include "slipview/glyphs.h"

enum { COLUMN_ROWS = 24 };

struct Paper {
    int width_bytes, cutter_dots;
    GByteArray *rows; /* since the last cut */
    gint64 total_rows;
    guint8 *line;  /* COLUMN_ROWS rows: graphics and text waiting for a line feed */
    int line_dots; /* filled from the left */
    int spacing_units, align;
    int units_per_inch; /* 0: a unit is a dot */
};

Paper *paper_new(int width_dots, int cutter_dots)
{
    g_assert(width_dots > 0 && width_dots % 8 == 0 && cutter_dots >= 0);
    Paper *paper = g_new0(Paper, 1);
    paper->width_bytes = width_dots / 8;
    paper->cutter_dots = cutter_dots;
    paper->rows = g_byte_array_new();
    paper->line = g_malloc0((gsize)paper->width_bytes * COLUMN_ROWS);
    paper->spacing_units = -1;
    return paper;
}

void paper_free(Paper *paper)
{
    if (paper) {
        g_byte_array_unref(paper->rows);
        g_free(paper->line);
        g_free(paper);
    }
}

void paper_piece_clear(PaperPiece *piece)
{
    g_clear_pointer(&piece->rows, g_free);
}

static int count_rows(const Paper *paper)
{
    return (int)(paper->rows->len / (guint)paper->width_bytes);
}

static bool is_black(const guint8 *row, int x)
{
    return row[x / 8] >> (7 - x % 8) & 1;
}

static void blacken(guint8 *row, int x)
{
    row[x / 8] |= (guint8)(0x80 >> x % 8);
}

static int to_dots(const Paper *paper, int units)
{
    return paper->units_per_inch > 0 ? units * PAPER_DOTS_PER_INCH / paper->units_per_inch : units;
}

/* Adds an empty row and returns it; NULL when the roll is full. Valid until the next call. */
static guint8 *add_row(Paper *paper)
{
    paper->total_rows++;
    if (count_rows(paper) >= PAPER_MAX_ROWS) {
        return NULL;
    }
    guint at = paper->rows->len;
    g_byte_array_set_size(paper->rows, at + (guint)paper->width_bytes);
    memset(paper->rows->data + at, 0, (gsize)paper->width_bytes);
    return paper->rows->data + at;
}

static void feed(Paper *paper, int dots)
{
    for (int i = 0; i < dots; i++) {
        add_row(paper);
    }
}

static int align_offset(const Paper *paper, int dots)
{
    int room = paper->width_bytes * 8 - dots;
    return room <= 0 ? 0 : room * paper->align / 2;
}

/* Paints `dots` bits of `from`, each `scale` wide, into `row`, aligned; what is too wide is lost.
 */
static void paint_bits(const Paper *paper, guint8 *row, const guint8 *from, int dots, int scale)
{
    int start = align_offset(paper, dots * scale);
    int width = paper->width_bytes * 8;
    for (int x = 0; row && x < dots * scale && start + x < width; x++) {
        if (is_black(from, x / scale)) {
            blacken(row, start + x);
        }
    }
}

static void print_raster_row(Paper *paper, const DecoderEvent *event)
{
    bool is_plain = event->scale_x == 1 && event->scale_y == 1 &&
                    event->size_bytes == (gsize)paper->width_bytes;
    if (is_plain) {
        guint8 *row = add_row(paper);
        if (row) {
            memcpy(row, event->data, event->size_bytes);
        }
        return;
    }
    for (int i = 0; i < event->scale_y; i++) {
        paint_bits(paper, add_row(paper), event->data, (int)event->size_bytes * 8, event->scale_x);
    }
}

/* Prints what is in the line, if anything, then feeds so that `advance` dots are passed in all. */
static void print_line(Paper *paper, int advance)
{
    int used = 0;
    if (paper->line_dots > 0) {
        for (int y = 0; y < COLUMN_ROWS; y++) {
            paint_bits(paper, add_row(paper), paper->line + y * paper->width_bytes,
                       paper->line_dots, 1);
        }
        used = COLUMN_ROWS;
        memset(paper->line, 0, (gsize)paper->width_bytes * COLUMN_ROWS);
        paper->line_dots = 0;
    }
    feed(paper, advance - used);
}

/* Makes room for `dots` in the line; a full line is printed and a new one begun. */
static void make_room(Paper *paper, int dots)
{
    if (paper->line_dots > 0 && paper->line_dots + dots > paper->width_bytes * 8) {
        print_line(paper, COLUMN_ROWS);
    }
}

static void set_dot(Paper *paper, int x, int y)
{
    if (x < paper->width_bytes * 8 && y < COLUMN_ROWS) {
        blacken(paper->line + y * paper->width_bytes, x);
    }
}

/* ESC * at 203 dots an inch: 24-dot modes have one dot a bit, 8-dot modes three; single density
 * doubles a column. */
static void add_columns(Paper *paper, const DecoderEvent *event)
{
    int per_column = event->value >= 32 ? 3 : 1;
    int high = per_column == 3 ? 1 : 3;
    int wide = event->value == 0 || event->value == 32 ? 2 : 1;
    int n = (int)event->size_bytes / per_column;
    for (int c = 0; c < n; c++) {
        for (int bit = 0; bit < per_column * 8; bit++) {
            if (!is_black(event->data + c * per_column, bit)) {
                continue;
            }
            for (int i = 0; i < wide * high; i++) {
                set_dot(paper, paper->line_dots + c * wide + i % wide, bit * high + i / wide);
            }
        }
    }
    paper->line_dots = MIN(paper->line_dots + n * wide, paper->width_bytes * 8);
}

static void add_character(Paper *paper, guint8 character)
{
    guint8 glyph[GLYPH_ROWS][GLYPH_ROW_BYTES];
    glyphs_draw(character, glyph);
    make_room(paper, GLYPH_DOTS);
    for (int y = 0; y < GLYPH_ROWS; y++) {
        for (int x = 0; x < GLYPH_DOTS; x++) {
            if (is_black(glyph[y], x)) {
                set_dot(paper, paper->line_dots + x, y);
            }
        }
    }
    paper->line_dots = MIN(paper->line_dots + GLYPH_DOTS, paper->width_bytes * 8);
}

static int spacing_dots(const Paper *paper)
{
    return paper->spacing_units < 0 ? PAPER_OWN_SPACING_DOTS : to_dots(paper, paper->spacing_units);
}

static void reset(Paper *paper)
{
    memset(paper->line, 0, (gsize)paper->width_bytes * COLUMN_ROWS);
    paper->line_dots = 0;
    paper->spacing_units = -1;
    paper->align = 0;
    paper->units_per_inch = 0;
}

void paper_take(Paper *paper, const DecoderEvent *event)
{
    switch (event->kind) {
    case DECODER_INIT:
        reset(paper);
        return;
    case DECODER_TEXT:
        add_character(paper, event->data[0]);
        return;
    case DECODER_LINE:
        print_line(paper, event->value * spacing_dots(paper));
        return;
    case DECODER_FEED:
        print_line(paper, to_dots(paper, event->value));
        return;
    case DECODER_SPACING:
        paper->spacing_units = event->value;
        return;
    case DECODER_VERTICAL_UNIT:
        paper->units_per_inch = event->value;
        return;
    case DECODER_ALIGN:
        paper->align = event->value;
        return;
    case DECODER_ROW:
        print_raster_row(paper, event);
        return;
    case DECODER_COLUMNS:
        add_columns(paper, event);
        return;
    case DECODER_CUT:
    case DECODER_STATUS:
    case DECODER_SENSOR:
    case DECODER_AUTO_STATUS:
    case DECODER_PROCESS_ID:
    case DECODER_CLEAR:
    case DECODER_IDENTIFY:
    case DECODER_WITHOUT_EFFECT:
    case DECODER_UNKNOWN:
        return;
    }
}

static bool take_off(Paper *paper, int n_rows, PaperPiece *out)
{
    n_rows = MIN(n_rows, count_rows(paper));
    if (n_rows <= 0) {
        return false;
    }
    guint size = (guint)(n_rows * paper->width_bytes);
    out->rows = g_memdup2(paper->rows->data, size);
    out->width_bytes = paper->width_bytes;
    out->n_rows = n_rows;
    g_byte_array_remove_range(paper->rows, 0, size);
    return true;
}

bool paper_cut(Paper *paper, int feed_units, PaperPiece *out)
{
    print_line(paper, 0);
    if (feed_units >= 0) {
        feed(paper, paper->cutter_dots + to_dots(paper, feed_units));
    }
    return take_off(paper, count_rows(paper) - paper->cutter_dots, out);
}

bool paper_tear(Paper *paper, PaperPiece *out)
{
    print_line(paper, 0);
    return take_off(paper, count_rows(paper), out);
}

gint64 paper_total_rows(const Paper *paper)
{
    return paper->total_rows;
}
