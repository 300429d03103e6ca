// SPDX-License-Identifier: EUPL-1.2
#include "ui/look.h"

#include <math.h>

static const double dot_mm = 2.8;
static const double here_mm = 4.4;
static const double dot_step_mm = 6.5;
static const double line_mm = 0.6;
static const double ring_mm = 2.5;

static void set_colour(cairo_t *cairo, Colour colour)
{
    cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue);
}

static void trace_disc(cairo_t *cairo, double x, double y, double diameter)
{
    cairo_new_path(cairo);
    cairo_arc(cairo, x, y, diameter / 2, 0, 2 * G_PI);
}

/* Where the dots go, `unit` pixels a millimetre of theirs. */
typedef struct {
    const ThemeScale *scale;
    cairo_t *cairo;
    double unit, y;
} Dots;

/* Done: filled in the accent. Here: the mark colour in a ring of ink. To come: an open ring. */
static void paint_dot(const Dots *dots, double x, int to_go)
{
    const double line = fmax(1, dots->unit * line_mm);
    const bool is_here = to_go == 0;
    if (to_go < 0) {
        trace_disc(dots->cairo, x, dots->y, dot_mm * dots->unit);
        set_colour(dots->cairo, theme_colour(dots->scale, THEME_COLOUR_ACCENT));
        cairo_fill(dots->cairo);
        return;
    }
    trace_disc(dots->cairo, x, dots->y, (is_here ? here_mm : dot_mm) * dots->unit - line);
    set_colour(dots->cairo,
               theme_colour(dots->scale, is_here ? THEME_COLOUR_MARK : THEME_COLOUR_PAPER));
    cairo_fill_preserve(dots->cairo);
    cairo_set_line_width(dots->cairo, line);
    set_colour(dots->cairo,
               theme_colour(dots->scale, is_here ? THEME_COLOUR_INK : THEME_COLOUR_TILE_LINE));
    cairo_stroke(dots->cairo);
}

void look_paint_dots(const Scene *scene, const Widget *widget, cairo_t *cairo)
{
    const Rect *box = &widget->rect;
    const Dots dots = {
        .scale = &scene->scale,
        .cairo = cairo,
        .unit = fmin(scene->scale.px_per_mm, (box->h - 1) / here_mm),
        .y = box->y + box->h / 2.0,
    };
    const double first = here_mm * dots.unit / 2 + 0.5;
    double step = dot_step_mm * dots.unit;
    if (widget->total > 1) {
        step = fmin(step, (box->w - 2 * first) / (widget->total - 1));
    }
    for (int i = 0; i < widget->total; i++) {
        const double from_start = first + i * step;
        const double x = scene->is_rtl ? box->x + box->w - from_start : box->x + from_start;
        paint_dot(&dots, x, i + 1 - widget->value);
    }
}

void look_paint_countdown(const Scene *scene, const Widget *widget, cairo_t *cairo)
{
    const ThemeScale *scale = &scene->scale;
    const Rect *box = &widget->rect;
    const double width = ring_mm * scale->px_per_mm;
    const double radius = (MIN(box->w, box->h) - width) / 2.0;
    const double x = box->x + box->w / 2.0;
    const double y = box->y + box->h / 2.0;
    const double part = widget->total > 0 ? CLAMP((double)widget->value / widget->total, 0, 1) : 0;
    const double thin = fmax(1, theme_space_px(scale, THEME_SPACE_LINE));
    cairo_new_path(cairo);
    cairo_arc(cairo, x, y, radius, 0, 2 * G_PI);
    cairo_set_line_width(cairo, thin);
    set_colour(cairo, theme_colour(scale, THEME_COLOUR_TILE_LINE));
    cairo_stroke(cairo);
    if (part > 0) {
        cairo_save(cairo);
        cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
        cairo_set_line_width(cairo, width);
        cairo_arc(cairo, x, y, radius, -G_PI_2, -G_PI_2 + part * 2 * G_PI);
        set_colour(cairo, theme_colour(scale, THEME_COLOUR_ACCENT));
        cairo_stroke(cairo);
        cairo_restore(cairo);
    }
}

/* By whole factors where it fits, so that the modules of a QR code stay square. */
void look_paint_image(const Widget *widget, cairo_t *cairo)
{
    if (widget->image == NULL) {
        return;
    }
    const Rect *box = &widget->rect;
    const int width = cairo_image_surface_get_width(widget->image);
    const int height = cairo_image_surface_get_height(widget->image);
    if (width <= 0 || height <= 0) {
        return;
    }
    const double fit = fmin((double)box->w / width, (double)box->h / height);
    const double factor = fit >= 1 ? floor(fit) : fit;
    cairo_save(cairo);
    cairo_translate(cairo, floor(box->x + (box->w - width * factor) / 2),
                    floor(box->y + (box->h - height * factor) / 2));
    cairo_scale(cairo, factor, factor);
    cairo_set_source_surface(cairo, widget->image, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo),
                             fit >= 1 ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD);
    cairo_rectangle(cairo, 0, 0, width, height);
    cairo_fill(cairo);
    cairo_restore(cairo);
}

void look_paint_check(const Rect *box, Colour disc, Colour check, cairo_t *cairo)
{
    const double side = box->w;
    trace_disc(cairo, box->x + side / 2, box->y + side / 2, side);
    set_colour(cairo, disc);
    cairo_fill(cairo);
    cairo_save(cairo);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_width(cairo, fmax(2, side * 0.13));
    cairo_move_to(cairo, box->x + side * 0.28, box->y + side * 0.53);
    cairo_line_to(cairo, box->x + side * 0.44, box->y + side * 0.68);
    cairo_line_to(cairo, box->x + side * 0.73, box->y + side * 0.34);
    set_colour(cairo, check);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}

/* The shape alone tells it too: disc, triangle, octagon, open ring. */
static void trace_light(const Rect *box, WidgetLight light, double line, cairo_t *cairo)
{
    const double side = MIN(box->w, box->h) - line;
    const double x = box->x + box->w / 2.0;
    const double y = box->y + box->h / 2.0;
    const double radius = side / 2;
    cairo_new_path(cairo);
    if (light == WIDGET_LIGHT_ATTENTION) {
        cairo_move_to(cairo, x, y - radius * 0.95);
        cairo_line_to(cairo, x + radius, y + radius * 0.8);
        cairo_line_to(cairo, x - radius, y + radius * 0.8);
    } else if (light == WIDGET_LIGHT_BAD) {
        for (int i = 0; i < 8; i++) {
            cairo_line_to(cairo, x + radius * cos(G_PI / 8 + i * G_PI_4),
                          y + radius * sin(G_PI / 8 + i * G_PI_4));
        }
    } else {
        cairo_arc(cairo, x, y, radius, 0, 2 * G_PI);
    }
    cairo_close_path(cairo);
}

void look_paint_light(const Scene *scene, const Widget *widget, cairo_t *cairo)
{
    static const struct {
        ThemeColour fill, line, ink;
        Sign sign;
        double part; /* of the box that the sign takes */
    } looks[] = {
        [WIDGET_LIGHT_FINE] = {THEME_COLOUR_ACCENT, THEME_COLOUR_ACCENT, THEME_COLOUR_ON_ACCENT,
                               SIGN_CHECK, 0.72},
        [WIDGET_LIGHT_ATTENTION] = {THEME_COLOUR_MARK, THEME_COLOUR_INK, THEME_COLOUR_INK,
                                    SIGN_EXCLAMATION, 0.6},
        [WIDGET_LIGHT_BAD] = {THEME_COLOUR_STOP, THEME_COLOUR_STOP, THEME_COLOUR_ON_STOP, SIGN_STOP,
                              0.72},
        [WIDGET_LIGHT_BUSY] = {THEME_COLOUR_PAPER, THEME_COLOUR_TILE_LINE, THEME_COLOUR_INK_QUIET,
                               SIGN_MORE, 0.72},
    };
    const ThemeScale *scale = &scene->scale;
    const Rect *box = &widget->rect;
    const WidgetLight light = (WidgetLight)CLAMP(widget->value, 0, WIDGET_LIGHT_BUSY);
    const double line = fmax(1, line_mm * scale->px_per_mm);
    const Colour fill = theme_colour(scale, looks[light].fill);
    trace_light(box, light, line, cairo);
    set_colour(cairo, fill);
    cairo_fill_preserve(cairo);
    cairo_set_line_width(cairo, line);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    set_colour(cairo, theme_colour(scale, looks[light].line));
    cairo_stroke(cairo);
    const double side = MIN(box->w, box->h) * looks[light].part;
    const double lower = light == WIDGET_LIGHT_ATTENTION ? side * 0.15 : 0;
    const SignPlace place = {looks[light].sign, box->x + (box->w - side) / 2,
                             box->y + (box->h - side) / 2 + lower, side, false};
    sign_paint(&place, look_ink_on(scale, theme_colour(scale, looks[light].ink), fill), cairo);
}
