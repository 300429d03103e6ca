// SPDX-License-Identifier: EUPL-1.2
#include "draw/emoji.h"

#include <math.h>
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

static PangoLayout *lay_out(PangoContext *context, const char *emoji)
{
    PangoLayout *layout = pango_layout_new(context);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, "Noto Color Emoji");
    pango_font_description_set_absolute_size(font, STRIKE_PX * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
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
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_BEST);
    cairo_paint(cairo);
    cairo_destroy(cairo);
    return surface;
}

/* Red, green and blue of a pixel as white paper would show it; outside the picture is paper. */
static void read_pixel(cairo_surface_t *picture, int x, int y, int rgb[3])
{
    int side = cairo_image_surface_get_width(picture);
    rgb[0] = rgb[1] = rgb[2] = 255;
    if (x < 0 || y < 0 || x >= side || y >= side) {
        return;
    }
    const guint8 *row =
        cairo_image_surface_get_data(picture) + y * cairo_image_surface_get_stride(picture);
    guint32 pixel;
    memcpy(&pixel, row + 4 * x, sizeof pixel);
    int paper = 255 - (int)(pixel >> 24);
    rgb[0] = (int)(pixel >> 16 & 255) + paper;
    rgb[1] = (int)(pixel >> 8 & 255) + paper;
    rgb[2] = (int)(pixel & 255) + paper;
}

static bool is_printed(cairo_surface_t *picture, int x, int y)
{
    int here[3], right[3], below[3];
    read_pixel(picture, x, y, here);
    read_pixel(picture, x + 1, y, right);
    read_pixel(picture, x, y + 1, below);
    int luma = (299 * here[0] + 587 * here[1] + 114 * here[2]) / 1000;
    int edge = 0;
    for (int i = 0; i < 3; i++) {
        edge = MAX(edge, abs(here[i] - right[i]));
        edge = MAX(edge, abs(here[i] - below[i]));
    }
    return luma < DARK_BELOW || edge > EDGE_ABOVE;
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

cairo_surface_t *emoji_render(PangoContext *context, const char *emoji, int side_px,
                              bool is_mono_paper)
{
    g_assert(side_px >= PICTURE_MIN_PX && side_px <= PICTURE_MAX_PX);
    g_autoptr(PangoLayout) layout = lay_out(context, emoji);
    if (pango_layout_get_unknown_glyphs_count(layout) > 0) {
        return NULL;
    }
    int strike_px;
    cairo_surface_t *strike = draw_strike(layout, &strike_px);
    cairo_surface_t *picture = scale_picture(strike, strike_px, side_px);
    cairo_surface_destroy(strike);
    if (!is_mono_paper) {
        return picture;
    }
    cairo_surface_t *mask = draw_outline(picture);
    cairo_surface_destroy(picture);
    return mask;
}
