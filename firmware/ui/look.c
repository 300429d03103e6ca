// SPDX-License-Identifier: EUPL-1.2
#include "ui/look.h"

#include <math.h>

/* Millimetres of the focus outline: away from the tile, coloured band, ink on both sides of it. */
static const double focus_away_mm = 0.4;
static const double focus_band_mm = 1.2;
static const double focus_edge_mm = 0.3;
static const double miss_radius_mm = 6;
static const double overhang_mm = 1;
/* Of a pressed stop button; in high contrast what is on it keeps 15:1. */
static const double stop_darker[THEME_CONTRAST_COUNT] = {0.3, 0.12};
static const double readable_ratio = 4.5;

static void set_colour(cairo_t *cairo, Colour colour)
{
    cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue);
}

static Colour mix(Colour a, Colour b, double part_of_b)
{
    return (Colour){a.red + (b.red - a.red) * part_of_b, a.green + (b.green - a.green) * part_of_b,
                    a.blue + (b.blue - a.blue) * part_of_b};
}

static Colour colour_of(const Scene *scene, ThemeColour colour)
{
    return theme_colour(&scene->scale, colour);
}

static int space_of(const Scene *scene, ThemeSpace space)
{
    return MAX(theme_space_px(&scene->scale, space), 1);
}

/* The rectangle, `inset` further in on all sides. */
static void trace_rounded(cairo_t *cairo, const Rect *rect, double inset, double radius)
{
    const double left = rect->x + inset;
    const double top = rect->y + inset;
    const double right = rect->x + rect->w - inset;
    const double bottom = rect->y + rect->h - inset;
    const double r = fmax(0, fmin(radius, fmin(right - left, bottom - top) / 2));
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, right - r, top + r, r, -G_PI_2, 0);
    cairo_arc(cairo, right - r, bottom - r, r, 0, G_PI_2);
    cairo_arc(cairo, left + r, bottom - r, r, G_PI_2, G_PI);
    cairo_arc(cairo, left + r, top + r, r, G_PI, 3 * G_PI_2);
    cairo_close_path(cairo);
}

/* A rounded box filled with `fill`, its line wholly inside. `line_px` 0: no line. */
typedef struct {
    Colour fill, line;
    int line_px, corner_px;
} Box;

static void paint_box(cairo_t *cairo, const Rect *rect, const Box *box)
{
    const double half = box->line_px / 2.0;
    trace_rounded(cairo, rect, half, box->corner_px - half);
    set_colour(cairo, box->fill);
    if (box->line_px == 0) {
        cairo_fill(cairo);
        return;
    }
    cairo_fill_preserve(cairo);
    cairo_set_line_width(cairo, box->line_px);
    set_colour(cairo, box->line);
    cairo_stroke(cairo);
}

Colour look_ink_on(const ThemeScale *scale, Colour wanted, Colour ground)
{
    static const ThemeColour inks[] = {THEME_COLOUR_INK, THEME_COLOUR_ON_ACCENT,
                                       THEME_COLOUR_PAPER};
    double best_ratio = theme_contrast_ratio(wanted, ground);
    if (best_ratio >= readable_ratio) {
        return wanted;
    }
    Colour best = wanted;
    for (gsize i = 0; i < G_N_ELEMENTS(inks); i++) {
        const Colour ink = theme_colour(scale, inks[i]);
        const double ratio = theme_contrast_ratio(ink, ground);
        if (ratio > best_ratio) {
            best = ink;
            best_ratio = ratio;
        }
    }
    return best;
}

/* What cannot be chosen keeps readable words and loses its colours. */
static void paint_pictogram(const Widget *widget, double x, double y, Colour ink, cairo_t *cairo)
{
    if (widget->is_enabled) {
        text_paint(widget->pictogram, cairo, x, y, ink);
        return;
    }
    cairo_push_group(cairo);
    text_paint(widget->pictogram, cairo, x, y, ink);
    cairo_pop_group_to_source(cairo);
    cairo_paint_with_alpha(cairo, 0.4);
}

/* Text, pictogram or sign in their places. */
static void paint_contents(const Scene *scene, const Widget *widget, Colour ink, cairo_t *cairo)
{
    LookParts parts;
    look_place(scene, widget, &parts);
    const Rect *figure = &parts.pictogram;
    if (widget->pictogram != NULL) {
        const TextExtents *size = text_extents(widget->pictogram);
        paint_pictogram(widget, figure->x + (figure->w - size->width) / 2.0,
                        figure->y + (figure->h - size->height) / 2.0, ink, cairo);
    } else if (widget->sign != SIGN_NONE && figure->w > 0) {
        const SignPlace place = {widget->sign, figure->x, figure->y, figure->w,
                                 scene->is_rtl && !widget->keeps_side};
        sign_paint(&place, ink, cairo);
    }
    if (widget->text != NULL && !scene->is_wordless) {
        text_paint(widget->text, cairo, parts.text.x, parts.text.y, ink);
    }
}

static void paint_mark(const Scene *scene, const Widget *widget, Colour ground, cairo_t *cairo)
{
    const Colour disc = look_ink_on(&scene->scale, colour_of(scene, THEME_COLOUR_ACCENT), ground);
    const Colour check = look_ink_on(&scene->scale, colour_of(scene, THEME_COLOUR_ON_ACCENT), disc);
    LookParts parts;
    look_place(scene, widget, &parts);
    look_paint_check(&parts.mark, disc, check, cairo);
}

static Box box_of_tile(const Scene *scene, const Widget *widget, bool is_pressed)
{
    Box box = {
        .fill = colour_of(scene, THEME_COLOUR_TILE),
        .line = colour_of(scene, THEME_COLOUR_TILE_LINE),
        .line_px = space_of(scene, THEME_SPACE_LINE),
        .corner_px = space_of(scene, THEME_SPACE_CORNER),
    };
    if (widget->look == WIDGET_LOOK_QUIET || !widget->is_enabled) {
        box.fill = colour_of(scene, THEME_COLOUR_PAPER);
    }
    if (widget->look == WIDGET_LOOK_QUIET && !widget->is_enabled) {
        box.line = colour_of(scene, THEME_COLOUR_TILE_PRESSED); /* no box that asks for a touch */
    }
    if (widget->is_selected) {
        box.fill = colour_of(scene, THEME_COLOUR_TILE_SELECTED);
        box.line = colour_of(scene, THEME_COLOUR_ACCENT);
        box.line_px = space_of(scene, THEME_SPACE_LINE_STRONG);
    }
    if (is_pressed) {
        box.fill = colour_of(scene, THEME_COLOUR_TILE_PRESSED);
        box.line = colour_of(scene, THEME_COLOUR_ACCENT);
        box.line_px = space_of(scene, THEME_SPACE_LINE_STRONG) * 3 / 2;
    }
    return box;
}

static void paint_tile(const Scene *scene, const Widget *widget, bool is_pressed, cairo_t *cairo)
{
    const Box box = box_of_tile(scene, widget, is_pressed);
    const bool is_quiet = widget->look == WIDGET_LOOK_QUIET || !widget->is_enabled;
    const Colour wanted = colour_of(
        scene, is_quiet && widget->ink == THEME_COLOUR_INK ? THEME_COLOUR_INK_QUIET : widget->ink);
    const Colour ink = look_ink_on(&scene->scale, wanted, box.fill);
    paint_box(cairo, &widget->rect, &box);
    paint_contents(scene, widget, ink, cairo);
    if (widget->is_selected && widget->look != WIDGET_LOOK_QUIET) {
        paint_mark(scene, widget, box.fill, cairo);
    }
}

/* Primary and stop: solid; pressed is darker with a line inside it. */
static void paint_button(const Scene *scene, const Widget *widget, bool is_pressed, cairo_t *cairo)
{
    const bool is_stop = widget->look == WIDGET_LOOK_STOP;
    const Colour solid = colour_of(scene, is_stop ? THEME_COLOUR_STOP : THEME_COLOUR_ACCENT);
    const Colour darker = is_stop ? mix(solid, (Colour){0}, stop_darker[scene->scale.contrast])
                                  : colour_of(scene, THEME_COLOUR_ACCENT_PRESSED);
    const Colour on = colour_of(scene, is_stop ? THEME_COLOUR_ON_STOP : THEME_COLOUR_ON_ACCENT);
    Box box = {.fill = is_pressed ? darker : solid,
               .corner_px = space_of(scene, THEME_SPACE_CORNER)};
    if (!widget->is_enabled) {
        paint_tile(scene, widget, false, cairo);
        return;
    }
    paint_box(cairo, &widget->rect, &box);
    const Colour ink = look_ink_on(&scene->scale, on, box.fill);
    if (is_pressed) {
        const int inset = space_of(scene, THEME_SPACE_LINE_STRONG);
        const Rect inner = rect_grown(&widget->rect, -inset);
        box.line = ink;
        box.line_px = inset;
        box.corner_px -= inset;
        paint_box(cairo, &inner, &box);
    }
    paint_contents(scene, widget, ink, cairo);
}

static void paint_foot(const Scene *scene, const Widget *widget, bool is_pressed, cairo_t *cairo)
{
    Colour ground = colour_of(scene, THEME_COLOUR_PAPER);
    if (is_pressed || widget->is_selected) {
        Box box = box_of_tile(scene, widget, is_pressed);
        Rect inner = rect_grown(&widget->rect, -theme_mm_px(&scene->scale, 0.75));
        if (!is_pressed) { /* it stays: the word keeps its distance */
            inner = widget->rect;
            box.line_px = space_of(scene, THEME_SPACE_LINE);
        }
        paint_box(cairo, &inner, &box);
        ground = box.fill;
    }
    const Colour wanted =
        colour_of(scene, widget->is_enabled ? widget->ink : THEME_COLOUR_TILE_LINE);
    paint_contents(scene, widget, look_ink_on(&scene->scale, wanted, ground), cairo);
}

static void paint_card(const Scene *scene, const Widget *widget, cairo_t *cairo)
{
    const Box box = {
        .fill = colour_of(scene, THEME_COLOUR_TILE),
        .line = colour_of(scene, THEME_COLOUR_TILE_LINE),
        .line_px = space_of(scene, THEME_SPACE_LINE),
        .corner_px = space_of(scene, THEME_SPACE_CORNER),
    };
    paint_box(cairo, &widget->rect, &box);
    paint_contents(scene, widget, colour_of(scene, widget->ink), cairo);
}

static void paint_plain(const Scene *scene, const Widget *widget, cairo_t *cairo)
{
    paint_contents(scene, widget, colour_of(scene, widget->ink), cairo);
}

static void paint_fill(const Scene *scene, const Widget *widget, cairo_t *cairo)
{
    const Rect *rect = &widget->rect;
    set_colour(cairo, colour_of(scene, widget->ink));
    cairo_rectangle(cairo, rect->x, rect->y, rect->w, rect->h);
    cairo_fill(cairo);
}

static void paint_colour(const Widget *widget, cairo_t *cairo)
{
    const Rect *rect = &widget->rect;
    const int steps = MAX(widget->total, 1);
    const double red = (widget->value >> 16 & 0xFF) / 255.0;
    const double green = (widget->value >> 8 & 0xFF) / 255.0;
    const double blue = (widget->value & 0xFF) / 255.0;
    for (int i = 0; i < steps; i++) {
        const double part = steps > 1 ? (double)i / (steps - 1) : 1;
        const int left = rect->w * i / steps;
        cairo_set_source_rgb(cairo, red * part, green * part, blue * part);
        cairo_rectangle(cairo, rect->x + left, rect->y, rect->w * (i + 1) / steps - left, rect->h);
        cairo_fill(cairo);
    }
}

void look_paint(const Scene *scene, const Widget *widget, bool is_pressed, cairo_t *cairo)
{
    switch (widget->look) {
    case WIDGET_LOOK_TILE:
    case WIDGET_LOOK_PICTURE_TILE:
    case WIDGET_LOOK_PLAIN_TILE:
    case WIDGET_LOOK_QUIET:
        paint_tile(scene, widget, is_pressed, cairo);
        break;
    case WIDGET_LOOK_PRIMARY:
    case WIDGET_LOOK_STOP:
        paint_button(scene, widget, is_pressed, cairo);
        break;
    case WIDGET_LOOK_FOOT:
        paint_foot(scene, widget, is_pressed, cairo);
        break;
    case WIDGET_LOOK_CARD:
        paint_card(scene, widget, cairo);
        break;
    case WIDGET_LOOK_DOTS:
        look_paint_dots(scene, widget, cairo);
        break;
    case WIDGET_LOOK_COUNTDOWN:
        look_paint_countdown(scene, widget, cairo);
        paint_plain(scene, widget, cairo);
        break;
    case WIDGET_LOOK_LIGHT:
        look_paint_light(scene, widget, cairo);
        break;
    case WIDGET_LOOK_COLOUR:
        paint_colour(widget, cairo);
        break;
    case WIDGET_LOOK_IMAGE:
        look_paint_image(widget, cairo);
        break;
    case WIDGET_LOOK_RULE:
    case WIDGET_LOOK_PANEL:
        paint_fill(scene, widget, cairo);
        break;
    case WIDGET_LOOK_TEXT:
    case WIDGET_LOOK_SIGN:
    case WIDGET_LOOK_EMOJI:
        paint_plain(scene, widget, cairo);
        break;
    }
}

static bool has_inner_focus(const Widget *widget)
{
    return widget->look == WIDGET_LOOK_FOOT;
}

static int focus_extent_px(const ThemeScale *scale)
{
    return theme_mm_px(scale, focus_away_mm + focus_band_mm + 2 * focus_edge_mm) + 2;
}

void look_paint_focus(const Scene *scene, const Widget *widget, cairo_t *cairo)
{
    const ThemeScale *scale = &scene->scale;
    const double edge = fmax(1, focus_edge_mm * scale->px_per_mm);
    const double band = fmax(3, focus_band_mm * scale->px_per_mm);
    const double whole = band + 2 * edge;
    const double away =
        has_inner_focus(widget) ? -whole - edge : fmax(1, focus_away_mm * scale->px_per_mm);
    const double out = away + whole / 2; /* from the widget's edge to the middle of the band */
    const double corner = space_of(scene, THEME_SPACE_CORNER) + out;
    trace_rounded(cairo, &widget->rect, -out, corner);
    cairo_set_line_width(cairo, whole);
    set_colour(cairo, colour_of(scene, THEME_COLOUR_INK));
    cairo_stroke_preserve(cairo);
    cairo_set_line_width(cairo, band);
    set_colour(cairo, colour_of(scene, THEME_COLOUR_MARK));
    cairo_stroke(cairo);
}

void look_paint_miss(const ThemeScale *scale, int x, int y, cairo_t *cairo)
{
    const double width = fmax(2, theme_space_px(scale, THEME_SPACE_LINE_STRONG));
    const Colour ink = theme_colour(scale, THEME_COLOUR_TILE_LINE);
    cairo_new_path(cairo);
    cairo_arc(cairo, x, y, miss_radius_mm * scale->px_per_mm - width, 0, 2 * G_PI);
    cairo_set_line_width(cairo, width);
    set_colour(cairo, ink);
    cairo_stroke(cairo);
}

Rect look_miss_bounds(const ThemeScale *scale, int x, int y)
{
    const int radius = theme_mm_px(scale, miss_radius_mm) + 1;
    return (Rect){x - radius, y - radius, 2 * radius, 2 * radius};
}

/* Letters may hang over the edge of their block by a little. */
Rect look_bounds(const Scene *scene, const Widget *widget)
{
    if (widget->is_target) {
        return rect_grown(&widget->rect, focus_extent_px(&scene->scale));
    }
    return widget->text != NULL ? rect_grown(&widget->rect, theme_mm_px(&scene->scale, overhang_mm))
                                : widget->rect;
}
