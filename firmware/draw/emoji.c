// SPDX-License-Identifier: EUPL-1.2
#include "draw/emoji.h"

#include <glib.h>
#include <pango/pangocairo.h>
#include <string.h>

/* The font holds one bitmap a pictogram, 136 x 128 pixels, at this size. */
static const double STRIKE_PX = 109;

enum {
    PICTURE_MIN_PX = 8,
    PICTURE_MAX_PX = 512,
    /* On paper, of 255: what is darker is printed whole; where neighbours differ more runs a line.
     */
    DARK_BELOW = 96,
    EDGE_ABOVE = 40,
};

static PangoLayout *lay_out(const char *emoji)
{
    PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    PangoLayout *layout = pango_layout_new(context);
    g_object_unref(context);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, "Noto Color Emoji");
    pango_font_description_set_absolute_size(font, STRIKE_PX * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    /* Without fallback a sequence of characters stays one run, so that the font can join it. */
    PangoAttrList *attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_fallback_new(FALSE));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_text(layout, emoji, -1);
    return layout;
}

/* The bitmap as the font has it, in the middle of a square. */
static cairo_surface_t *draw_strike(PangoLayout *layout, int *side)
{
    PangoRectangle ink, logical;
    pango_layout_get_pixel_extents(layout, &ink, &logical);
    *side = MAX(MAX(logical.width, ink.height), 1);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, *side, *side);
    cairo_t *cairo = cairo_create(surface);
    cairo_move_to(cairo, (*side - logical.width) / 2.0 - logical.x,
                  (*side - ink.height) / 2.0 - ink.y);
    pango_cairo_show_layout(cairo, layout);
    cairo_destroy(cairo);
    return surface;
}

static cairo_surface_t *scale_picture(cairo_surface_t *strike, int strike_px, int side_px)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, side_px, side_px);
    cairo_t *cairo = cairo_create(surface);
    double scale = (double)side_px / strike_px;
    cairo_scale(cairo, scale, scale);
    cairo_set_source_surface(cairo, strike, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_GOOD);
    cairo_paint(cairo);
    cairo_destroy(cairo);
    return surface;
}

/* A pixel as white paper would show it, and how much of it is picture (0 to 255). */
typedef struct {
    int red, green, blue, cover;
} PaperPixel;

/* What lies outside the picture is paper. */
static PaperPixel read_pixel(cairo_surface_t *picture, int x, int y)
{
    int side = cairo_image_surface_get_width(picture);
    if (x < 0 || y < 0 || x >= side || y >= side) {
        return (PaperPixel){255, 255, 255, 0};
    }
    const guint8 *row =
        cairo_image_surface_get_data(picture) + y * cairo_image_surface_get_stride(picture);
    guint32 pixel;
    memcpy(&pixel, row + 4 * x, sizeof pixel);
    int cover = (int)(pixel >> 24);
    return (PaperPixel){(int)(pixel >> 16 & 255) + 255 - cover,
                        (int)(pixel >> 8 & 255) + 255 - cover, (int)(pixel & 255) + 255 - cover,
                        cover};
}

static bool is_edge(PaperPixel a, PaperPixel b)
{
    return abs(a.red - b.red) > EDGE_ABOVE || abs(a.green - b.green) > EDGE_ABOVE ||
           abs(a.blue - b.blue) > EDGE_ABOVE;
}

static bool is_printed(cairo_surface_t *picture, int x, int y)
{
    PaperPixel here = read_pixel(picture, x, y);
    PaperPixel left = read_pixel(picture, x - 1, y);
    PaperPixel above = read_pixel(picture, x, y - 1);
    PaperPixel right = read_pixel(picture, x + 1, y);
    PaperPixel below = read_pixel(picture, x, y + 1);
    bool is_inside = here.cover >= 128;
    /* The rim, however pale the picture is. */
    if (is_inside &&
        (left.cover < 128 || above.cover < 128 || right.cover < 128 || below.cover < 128)) {
        return true;
    }
    int luma = (299 * here.red + 587 * here.green + 114 * here.blue) / 1000;
    return luma < DARK_BELOW || is_edge(here, right) || is_edge(here, below);
}

static cairo_surface_t *draw_outline(cairo_surface_t *picture)
{
    int side = cairo_image_surface_get_width(picture);
    cairo_surface_t *mask = cairo_image_surface_create(CAIRO_FORMAT_A8, side, side);
    cairo_surface_flush(mask);
    guint8 *data = cairo_image_surface_get_data(mask);
    int stride = cairo_image_surface_get_stride(mask);
    for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
            data[y * stride + x] = is_printed(picture, x, y) ? 255 : 0;
        }
    }
    cairo_surface_mark_dirty(mask);
    return mask;
}

cairo_surface_t *emoji_render(const char *emoji, int side_px, bool is_mono_paper)
{
    g_assert(side_px >= PICTURE_MIN_PX && side_px <= PICTURE_MAX_PX);
    PangoLayout *layout = lay_out(emoji);
    if (pango_layout_get_unknown_glyphs_count(layout) > 0) {
        g_object_unref(layout);
        return NULL;
    }
    int strike_px;
    cairo_surface_t *strike = draw_strike(layout, &strike_px);
    g_object_unref(layout);
    cairo_surface_t *picture = scale_picture(strike, strike_px, side_px);
    cairo_surface_destroy(strike);
    if (!is_mono_paper) {
        return picture;
    }
    cairo_surface_t *mask = draw_outline(picture);
    cairo_surface_destroy(picture);
    return mask;
}
