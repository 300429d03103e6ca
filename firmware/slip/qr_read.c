// SPDX-License-Identifier: EUPL-1.2
#include "slip/qr_read.h"

#include <assert.h>
#include <string.h>

G_DEFINE_QUARK(wegwijs_qr_read_error, qr_read_error)

enum {
    FINDER = 7, /* modules a side of the three squares in the corners */
    QUIET = 4,
    MAX_VERSION = 6,
    MAX_SIDE = 17 + 4 * MAX_VERSION,
    MAX_WORDS = 172,
    MIN_MODULE_DOTS = 2,
};

/* How level M divides its code words (ISO/IEC 18004 table 9): blocks of equal size. */
typedef struct {
    int blocks, data, check; /* words of data and of error correction in each block */
} Division;
static const Division divisions[] = {
    {1, 16, 10}, {1, 28, 16}, {1, 44, 26}, {2, 32, 18}, {2, 43, 24}, {4, 27, 16},
};
static_assert(G_N_ELEMENTS(divisions) == MAX_VERSION, "one row a version");

typedef struct {
    const Raster *raster;
    int x, y, dots; /* top left corner, dots a module */
    int version, side;
    int mask;
    bool modules[MAX_SIDE][MAX_SIDE]; /* [row][column], true is black */
    guint8 words[MAX_WORDS];
} Code;

static bool fail(GError **error, QrReadError kind, const char *what)
{
    g_set_error(error, QR_READ_ERROR, (gint)kind, "the QR code %s", what);
    return false;
}

/* --- where it is -------------------------------------------------------------------------------
 */

static bool is_black(const Raster *raster, int x, int y)
{
    return x >= 0 && y >= 0 && x < raster->width_dots && y < raster->height_dots &&
           raster_is_black(raster, x, y);
}

/* Dots of one colour from x on. */
static int measure_run(const Raster *raster, int x, int y)
{
    bool colour = is_black(raster, x, y);
    int end = x;
    while (end < raster->width_dots && is_black(raster, end, y) == colour) {
        end++;
    }
    return end - x;
}

/* Dots a module when a finder square is cut at (x, y) through its middle: 1 1 3 1 1; else 0. */
static int find_finder(const Raster *raster, int x, int y)
{
    static const int parts[] = {1, 1, 3, 1, 1};
    int dots = measure_run(raster, x, y);
    if (!is_black(raster, x, y) || dots < MIN_MODULE_DOTS) {
        return 0;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        int run = measure_run(raster, x, y);
        if (run != parts[i] * dots) {
            return 0;
        }
        x += run;
    }
    return dots;
}

/* A row through the middle of both upper squares gives place and size. What lies between them may
 * look like one: the farthest counts. */
static bool locate_in_row(Code *code, int y)
{
    const Raster *raster = code->raster;
    int x = 0, dots = 0;
    for (; x < raster->width_dots && (dots = find_finder(raster, x, y)) == 0;
         x += measure_run(raster, x, y)) {
    }
    code->side = 0;
    for (int right = x + FINDER * dots; dots > 0 && right < raster->width_dots;
         right += measure_run(raster, right, y)) {
        int across = right + FINDER * dots - x;
        int side = across / dots;
        if (find_finder(raster, right, y) == dots && across % dots == 0 && side % 4 == 1 &&
            side >= 21 && side <= MAX_SIDE) {
            code->side = side;
        }
    }
    code->x = x;
    code->y = y - 2 * dots;
    code->dots = dots;
    code->version = (code->side - 17) / 4;
    return code->side > 0;
}

static bool locate(Code *code, GError **error)
{
    for (int y = 0; y < code->raster->height_dots; y++) {
        if (locate_in_row(code, y)) {
            return true;
        }
    }
    return fail(error, QR_READ_ERROR_NONE, "is not there");
}

/* --- its modules -------------------------------------------------------------------------------
 */

/* All dots of the module must agree. */
static bool sample(const Code *code, int row, int column, bool *out)
{
    int left = code->x + column * code->dots;
    int top = code->y + row * code->dots;
    *out = is_black(code->raster, left, top);
    for (int y = top; y < top + code->dots; y++) {
        for (int x = left; x < left + code->dots; x++) {
            if (is_black(code->raster, x, y) != *out) {
                return false;
            }
        }
    }
    return true;
}

static bool sample_all(Code *code, GError **error)
{
    for (int row = -QUIET; row < code->side + QUIET; row++) {
        for (int column = -QUIET; column < code->side + QUIET; column++) {
            bool is_inside = row >= 0 && column >= 0 && row < code->side && column < code->side;
            bool colour;
            if (!sample(code, row, column, &colour) || (!is_inside && colour)) {
                return fail(error, QR_READ_ERROR_DAMAGED,
                            is_inside ? "has a module of two colours"
                                      : "has no white space around it");
            }
            if (is_inside) {
                code->modules[row][column] = colour;
            }
        }
    }
    return true;
}

/* Middle of the one small square of versions 2 to 6. */
static int alignment_at(const Code *code)
{
    return code->side - FINDER;
}

static bool is_in_alignment(const Code *code, int row, int column)
{
    int at = alignment_at(code);
    return code->version > 1 && ABS(row - at) <= 2 && ABS(column - at) <= 2;
}

/* In a corner square with its white edge and the format beside it, the small square, or a timing
 * line: no data. */
static bool is_function(const Code *code, int row, int column)
{
    int far = code->side - FINDER - 1;
    bool is_corner =
        (row <= 8 && column <= 8) || (row <= 8 && column >= far) || (row >= far && column <= 8);
    return is_corner || row == 6 || column == 6 || is_in_alignment(code, row, column);
}

/* Black where a corner square, seen from its top left, is black; the edge around it is white. */
static bool finder_colour(int row, int column)
{
    int ring = MAX(ABS(row - 3), ABS(column - 3));
    return ring == 3 || ring <= 1;
}

static bool has_finder(const Code *code, int top, int left)
{
    for (int row = MAX(0, top - 1); row < MIN(code->side, top + FINDER + 1); row++) {
        for (int column = MAX(0, left - 1); column < MIN(code->side, left + FINDER + 1); column++) {
            if (code->modules[row][column] != finder_colour(row - top, column - left)) {
                return false;
            }
        }
    }
    return true;
}

static bool check_patterns(const Code *code, GError **error)
{
    int far = code->side - FINDER;
    bool is_fine = has_finder(code, 0, 0) && has_finder(code, 0, far) && has_finder(code, far, 0);
    for (int i = FINDER + 1; i < far - 1; i++) {
        is_fine &= code->modules[6][i] == (i % 2 == 0) && code->modules[i][6] == (i % 2 == 0);
    }
    int at = alignment_at(code);
    for (int row = at - 2; row <= at + 2; row++) {
        for (int column = at - 2; column <= at + 2; column++) {
            bool colour = MAX(ABS(row - at), ABS(column - at)) != 1;
            is_fine &= code->version == 1 || code->modules[row][column] == colour;
        }
    }
    return is_fine || fail(error, QR_READ_ERROR_DAMAGED, "has a wrong square or timing line");
}

/* --- its format --------------------------------------------------------------------------------
 */

/* Both copies, most significant bit first (7.9.1). */
static void read_format(const Code *code, guint *first, guint *second)
{
    static const guint8 rows[] = {8, 8, 8, 8, 8, 8, 8, 8, 7, 5, 4, 3, 2, 1, 0};
    static const guint8 columns[] = {0, 1, 2, 3, 4, 5, 7, 8, 8, 8, 8, 8, 8, 8, 8};
    *first = *second = 0;
    for (int i = 0; i < 15; i++) {
        bool is_below = i < 7;
        int row = is_below ? code->side - 1 - i : 8;
        int column = is_below ? 8 : code->side - 15 + i;
        *first = *first << 1 | code->modules[rows[i]][columns[i]];
        *second = *second << 1 | code->modules[row][column];
    }
}

/* What is left of the 15 bits by the generator of the (15,5) code (annex C): 0 when they are right.
 */
static guint divide_format(guint bits)
{
    for (int i = 14; i >= 10; i--) {
        if (bits >> i & 1) {
            bits ^= 0x537U << (i - 10);
        }
    }
    return bits;
}

static bool take_format(Code *code, GError **error)
{
    guint first, second;
    read_format(code, &first, &second);
    guint bits = first ^ 0x5412;
    if (first != second || divide_format(bits) != 0 || !code->modules[code->side - 8][8]) {
        return fail(error, QR_READ_ERROR_DAMAGED, "has a damaged format");
    }
    code->mask = (int)(bits >> 10 & 7);
    return bits >> 13 == 0 || fail(error, QR_READ_ERROR_KIND, "is not of level M");
}

static bool is_masked(int mask, int row, int column)
{
    int product = row * column;
    switch (mask) {
    case 0:
        return (row + column) % 2 == 0;
    case 1:
        return row % 2 == 0;
    case 2:
        return column % 3 == 0;
    case 3:
        return (row + column) % 3 == 0;
    case 4:
        return (row / 2 + column / 3) % 2 == 0;
    case 5:
        return product % 2 + product % 3 == 0;
    case 6:
        return (product % 2 + product % 3) % 2 == 0;
    default:
        return ((row + column) % 2 + product % 3) % 2 == 0;
    }
}

/* --- its words ---------------------------------------------------------------------------------
 */

/* Two columns at a time from the right, up and down in turn, without the timing column (7.7.3). */
static void collect_words(Code *code, int n_words)
{
    int bit = 0;
    bool is_up = true;
    for (int right = code->side - 1; right > 0; right -= right == 8 ? 3 : 2, is_up = !is_up) {
        for (int i = 0; i < 2 * code->side; i++) {
            int row = is_up ? code->side - 1 - i / 2 : i / 2;
            int column = right - i % 2;
            if (is_function(code, row, column) || bit >= 8 * n_words) {
                continue;
            }
            bool value = code->modules[row][column] != is_masked(code->mask, row, column);
            code->words[bit / 8] = (guint8)(code->words[bit / 8] << 1 | value);
            bit++;
        }
    }
}

/* Times two in the field of 256 with 0x11D. */
static guint8 twice(guint8 a)
{
    return (guint8)(a << 1 ^ (a & 0x80 ? 0x1D : 0));
}

static guint8 multiply(guint8 a, guint8 b)
{
    guint8 product = 0;
    for (; b; b >>= 1, a = twice(a)) {
        product ^= b & 1 ? a : 0;
    }
    return product;
}

/* A right block is zero at every root of the generator (Reed and Solomon). */
static bool is_right(const guint8 *block, int n_words, int n_check)
{
    guint8 root = 1;
    for (int i = 0; i < n_check; i++, root = twice(root)) {
        guint8 sum = 0;
        for (int j = 0; j < n_words; j++) {
            sum = multiply(sum, root) ^ block[j];
        }
        if (sum != 0) {
            return false;
        }
    }
    return true;
}

/* Words of the blocks take turns; the data ends up at the front of `words`, in order. */
static bool put_in_order(Code *code, GError **error)
{
    const Division *d = &divisions[code->version - 1];
    guint8 data[MAX_WORDS];
    for (int block = 0; block < d->blocks; block++) {
        guint8 words[MAX_WORDS];
        for (int i = 0; i < d->data + d->check; i++) {
            words[i] = code->words[i * d->blocks + block];
        }
        if (!is_right(words, d->data + d->check, d->check)) {
            return fail(error, QR_READ_ERROR_DAMAGED, "has wrong code words");
        }
        memcpy(data + block * d->data, words, (gsize)d->data);
    }
    memcpy(code->words, data, (gsize)(d->blocks * d->data));
    return true;
}

/* --- its text ----------------------------------------------------------------------------------
 */

typedef struct {
    const guint8 *words;
    int at, end; /* bits */
} Bits;

/* The next `n` bits; ones that are not there are 0. */
static guint take_bits(Bits *bits, int n)
{
    guint value = 0;
    for (; n > 0; n--, bits->at++) {
        guint bit = bits->at < bits->end ? bits->words[bits->at / 8] >> (7 - bits->at % 8) & 1 : 0;
        value = value << 1 | bit;
    }
    return value;
}

static void take_letters(Bits *bits, int n, GString *text)
{
    static const char set[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    const guint size = sizeof set - 1;
    for (; n > 1; n -= 2) {
        guint pair = take_bits(bits, 11);
        g_string_append_c(text, set[MIN(pair / size, size - 1)]);
        g_string_append_c(text, set[pair % size]);
    }
    if (n == 1) {
        g_string_append_c(text, set[take_bits(bits, 6) % size]);
    }
}

static char *read_text(const Code *code, GError **error)
{
    enum { MODE_END = 0, MODE_LETTERS = 2, MODE_BYTES = 4 };
    const Division *d = &divisions[code->version - 1];
    Bits bits = {code->words, 0, 8 * d->blocks * d->data};
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint mode; (mode = take_bits(&bits, 4)) != MODE_END;) {
        int n = (int)take_bits(&bits, mode == MODE_LETTERS ? 9 : 8);
        if (mode == MODE_LETTERS) {
            take_letters(&bits, n, text);
        } else if (mode == MODE_BYTES) {
            for (; n > 0; n--) {
                g_string_append_c(text, (char)take_bits(&bits, 8));
            }
        } else {
            fail(error, QR_READ_ERROR_KIND, "has a mode that this program does not write");
            return NULL;
        }
    }
    if (bits.at > bits.end + 4 || strlen(text->str) != text->len) {
        fail(error, QR_READ_ERROR_DAMAGED, "says more than it has room for");
        return NULL;
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

char *qr_read(const Raster *raster, GError **error)
{
    Code code = {.raster = raster};
    if (!locate(&code, error) || !sample_all(&code, error) || !check_patterns(&code, error) ||
        !take_format(&code, error)) {
        return NULL;
    }
    const Division *d = &divisions[code.version - 1];
    collect_words(&code, d->blocks * (d->data + d->check));
    return put_in_order(&code, error) ? read_text(&code, error) : NULL;
}
