// SPDX-License-Identifier: EUPL-1.2
#include "slip/sheet.h"

#include <math.h>
#include <string.h>

static const Colour BLACK = {0, 0, 0};

struct Sheet {
    TextSetter *setter;
    int width, y, pad;
    const char *bcp47;
    bool is_rtl, is_tight;
    GArray *items;
};

static void clear_item(gpointer data)
{
    SheetItem *item = data;
    if (item->text) {
        explicit_bzero(item->text, strlen(item->text));
        g_clear_pointer(&item->text, g_free);
    }
    g_clear_pointer(&item->picture, cairo_surface_destroy);
}

Sheet *sheet_new(TextSetter *setter, int width_dots)
{
    Sheet *sheet = g_new0(Sheet, 1);
    sheet->setter = setter;
    sheet->width = width_dots;
    sheet->bcp47 = "nl";
    sheet->items = g_array_new(FALSE, FALSE, sizeof(SheetItem));
    g_array_set_clear_func(sheet->items, clear_item);
    return sheet;
}

void sheet_free(Sheet *sheet)
{
    if (sheet) {
        g_array_free(sheet->items, TRUE);
        g_free(sheet);
    }
}

void sheet_use_language(Sheet *sheet, const char *bcp47, bool is_rtl)
{
    sheet->bcp47 = bcp47;
    sheet->is_rtl = is_rtl;
}

void sheet_set_tight(Sheet *sheet, bool is_tight)
{
    sheet->is_tight = is_tight;
}

int sheet_y(const Sheet *sheet)
{
    return sheet->y;
}

void sheet_move_to(Sheet *sheet, int y)
{
    sheet->y = y;
}

void sheet_skip(Sheet *sheet, int dots)
{
    sheet->y += dots;
}

int sheet_width(const Sheet *sheet)
{
    return sheet->width - 2 * sheet->pad;
}

void sheet_set_pad(Sheet *sheet, int dots)
{
    sheet->pad = dots;
}

/* Paper is short: lines stand closer than on the screen. */
static double line_factor(const Sheet *sheet)
{
    bool is_tall = sheet->is_rtl || g_str_equal(sheet->bcp47, "ti");
    return (is_tall ? 1.36 : 1.22) - (sheet->is_tight ? 0.08 : 0);
}

int sheet_line(const Sheet *sheet, int cap)
{
    return (int)lround(line_factor(sheet) * cap / 0.714);
}

/* A new item at sheet_y; borrowed until the next. */
static SheetItem *add(Sheet *sheet, SheetKind kind, int start, int width, int height)
{
    SheetItem item = {.kind = kind,
                      .x = sheet->is_rtl ? sheet->width - sheet->pad - start - width
                                         : sheet->pad + start,
                      .y = sheet->y,
                      .w = width,
                      .h = height,
                      .is_rtl = sheet->is_rtl};
    g_array_append_val(sheet->items, item);
    return &g_array_index(sheet->items, SheetItem, sheet->items->len - 1);
}

/* Sets the text, smaller or broken within a word when it does not fit. Returns its height. */
static int fit_text(const Sheet *sheet, const SheetText *how, const char *text, TextStyle *style)
{
    *style = (TextStyle){.language = sheet->bcp47,
                         .is_rtl = sheet->is_rtl && !how->is_ltr,
                         .cap_px = how->cap,
                         .weight = how->weight,
                         .line_height = line_factor(sheet),
                         .align = how->is_ltr && sheet->is_rtl ? TEXT_ALIGN_END : TEXT_ALIGN_START,
                         .is_mono_paper = true};
    const TextExtents *extents = text_extents(text_set(sheet->setter, style, text, how->width));
    while (extents->is_overlong && style->cap_px > SHEET_MIN_CAP) {
        style->cap_px = MAX(style->cap_px - 2, SHEET_MIN_CAP);
        extents = text_extents(text_set(sheet->setter, style, text, how->width));
    }
    if (extents->is_overlong) {
        style->may_break_words = true;
        extents = text_extents(text_set(sheet->setter, style, text, how->width));
    }
    return extents->height;
}

/* The first paragraph of `text` and what is left of it: more than one only where a pack joins more
 * than can be set at once. Caller owns. */
static char *take_paragraph(const char **text)
{
    gsize size = strlen(*text);
    if (size > TEXT_MAX_BYTES) {
        const char *space = g_strrstr_len(*text, TEXT_MAX_BYTES, " ");
        size = space ? (gsize)(space + 1 - *text)
                     : (gsize)(g_utf8_find_prev_char(*text, *text + TEXT_MAX_BYTES) - *text);
    }
    char *paragraph = g_strndup(*text, size);
    *text += size;
    return paragraph;
}

int sheet_measure_text(const Sheet *sheet, const SheetText *how, const char *text)
{
    TextStyle style;
    int height = 0;
    while (*text) {
        g_autofree char *paragraph = take_paragraph(&text);
        height += fit_text(sheet, how, paragraph, &style);
        explicit_bzero(paragraph, strlen(paragraph));
    }
    return height;
}

void sheet_add_text(Sheet *sheet, const SheetText *how, const char *text)
{
    while (*text) {
        TextStyle style;
        char *paragraph = take_paragraph(&text);
        int height = fit_text(sheet, how, paragraph, &style);
        SheetItem *item = add(sheet, SHEET_TEXT, how->start, how->width, height);
        item->style = style;
        item->text = paragraph;
        sheet->y += height;
    }
}

void sheet_add_pictogram(Sheet *sheet, int start, int side, const char *emoji)
{
    SheetItem *item = add(sheet, SHEET_PICTOGRAM, start, side, side);
    item->style = (TextStyle){.cap_px = side, .is_emoji = true, .is_mono_paper = true};
    item->text = g_strdup(emoji);
}

void sheet_add_sign(Sheet *sheet, int start, int side, Sign sign)
{
    add(sheet, SHEET_SIGN, start, side, side)->sign = sign;
}

void sheet_add_bar(Sheet *sheet, int start, int width, int height)
{
    (void)add(sheet, SHEET_BAR, start, width, height);
}

void sheet_add_mark(Sheet *sheet, int start, int cap)
{
    int side = cap / 3;
    int y = sheet->y;
    sheet->y += (sheet_line(sheet, cap) - side) / 2;
    (void)add(sheet, SHEET_BAR, start, side, side);
    sheet->y = y;
}

void sheet_add_frame(Sheet *sheet, int from_y, int thickness)
{
    SheetItem *item = add(sheet, SHEET_FRAME, 0, sheet_width(sheet), sheet->y - from_y);
    item->y = from_y;
    item->style.weight = thickness;
}

void sheet_add_picture_take(Sheet *sheet, int start, cairo_surface_t *picture)
{
    SheetItem *item = add(sheet, SHEET_PICTURE, start, cairo_image_surface_get_width(picture),
                          cairo_image_surface_get_height(picture));
    item->picture = picture;
}

const SheetItem *sheet_items(const Sheet *sheet, gsize *n)
{
    *n = sheet->items->len;
    return (const SheetItem *)(gpointer)sheet->items->data;
}

static void paint_frame(const SheetItem *item, cairo_t *cairo)
{
    double thickness = item->style.weight;
    cairo_set_line_width(cairo, thickness);
    cairo_rectangle(cairo, item->x + thickness / 2, item->y + thickness / 2, item->w - thickness,
                    item->h - thickness);
    cairo_stroke(cairo);
}

static void paint_item(const Sheet *sheet, const SheetItem *item, cairo_t *cairo)
{
    cairo_set_source_rgb(cairo, 0, 0, 0);
    switch (item->kind) {
    case SHEET_TEXT:
    case SHEET_PICTOGRAM:
        text_paint(text_set(sheet->setter, &item->style, item->text,
                            item->kind == SHEET_TEXT ? item->w : 0),
                   cairo, item->x, item->y, BLACK);
        break;
    case SHEET_SIGN:
        sign_paint(&(SignPlace){item->sign, item->x, item->y, item->w, item->is_rtl}, BLACK, cairo);
        break;
    case SHEET_BAR:
        cairo_rectangle(cairo, item->x, item->y, item->w, item->h);
        cairo_fill(cairo);
        break;
    case SHEET_FRAME:
        paint_frame(item, cairo);
        break;
    case SHEET_PICTURE:
        cairo_set_source_surface(cairo, item->picture, item->x, item->y);
        cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_NEAREST);
        cairo_paint(cairo);
        break;
    }
}

void sheet_paint(const Sheet *sheet, cairo_t *cairo)
{
    for (guint i = 0; i < sheet->items->len; i++) {
        paint_item(sheet, &g_array_index(sheet->items, SheetItem, i), cairo);
    }
}
