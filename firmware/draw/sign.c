// SPDX-License-Identifier: EUPL-1.2
#include "draw/sign.h"

#include <assert.h>
#include <glib.h>
#include <math.h>

/* Every sign is drawn on a grid of 24 units with margins of 2, one stroke of 2.2, round ends. */
static const double GRID = 24;
static const double STROKE = 2.2;

/* On the grid, from the top left corner. */
typedef struct {
    double x, y;
} Point;

static void trace(cairo_t *cairo, const Point *points, gsize n)
{
    cairo_new_sub_path(cairo);
    for (gsize i = 0; i < n; i++) {
        cairo_line_to(cairo, points[i].x, points[i].y);
    }
}

#define TRACE(cairo, ...)                                                                          \
    trace(cairo, (const Point[]){__VA_ARGS__}, sizeof((const Point[]){__VA_ARGS__}) / sizeof(Point))

static void stroke_circle(cairo_t *cairo, double x, double y, double radius)
{
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, x, y, radius, 0, 2 * G_PI);
    cairo_stroke(cairo);
}

static void fill_circle(cairo_t *cairo, double x, double y, double radius)
{
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, x, y, radius, 0, 2 * G_PI);
    cairo_fill(cairo);
}

static void trace_box(cairo_t *cairo, Point from, Point to, double radius)
{
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, to.x - radius, from.y + radius, radius, -G_PI_2, 0);
    cairo_arc(cairo, to.x - radius, to.y - radius, radius, 0, G_PI_2);
    cairo_arc(cairo, from.x + radius, to.y - radius, radius, G_PI_2, G_PI);
    cairo_arc(cairo, from.x + radius, from.y + radius, radius, G_PI, 3 * G_PI_2);
    cairo_close_path(cairo);
}

static void draw_nothing(cairo_t *cairo)
{
    (void)cairo;
}

static void draw_arrow_left(cairo_t *cairo)
{
    TRACE(cairo, {20.5, 12}, {4, 12});
    TRACE(cairo, {10.5, 5}, {3.5, 12}, {10.5, 19});
    cairo_stroke(cairo);
}

static void draw_arrow_right(cairo_t *cairo)
{
    TRACE(cairo, {3.5, 12}, {20, 12});
    TRACE(cairo, {13.5, 5}, {20.5, 12}, {13.5, 19});
    cairo_stroke(cairo);
}

static void draw_arrow_down(cairo_t *cairo)
{
    TRACE(cairo, {12, 3.5}, {12, 20});
    TRACE(cairo, {5, 13.5}, {12, 20.5}, {19, 13.5});
    cairo_stroke(cairo);
}

static void draw_arrow_up(cairo_t *cairo)
{
    TRACE(cairo, {12, 20.5}, {12, 4});
    TRACE(cairo, {5, 10.5}, {12, 3.5}, {19, 10.5});
    cairo_stroke(cairo);
}

static void draw_loudspeaker(cairo_t *cairo)
{
    TRACE(cairo, {3.3, 9.3}, {6.8, 9.3}, {11.2, 5.2}, {11.2, 18.8}, {6.8, 14.7}, {3.3, 14.7});
    cairo_close_path(cairo);
    cairo_fill_preserve(cairo);
    cairo_stroke(cairo);
}

static void draw_listen(cairo_t *cairo)
{
    draw_loudspeaker(cairo);
    cairo_arc(cairo, 11.2, 12, 4.9, -G_PI / 5.2, G_PI / 5.2);
    cairo_stroke(cairo);
    cairo_arc(cairo, 11.2, 12, 9.2, -G_PI / 4.2, G_PI / 4.2);
    cairo_stroke(cairo);
}

static void draw_softer(cairo_t *cairo)
{
    draw_loudspeaker(cairo);
    TRACE(cairo, {14.8, 12}, {21.2, 12});
    cairo_stroke(cairo);
}

static void draw_louder(cairo_t *cairo)
{
    draw_softer(cairo);
    TRACE(cairo, {18, 8.8}, {18, 15.2});
    cairo_stroke(cairo);
}

static void draw_silent(cairo_t *cairo)
{
    draw_loudspeaker(cairo);
    TRACE(cairo, {15.2, 9.2}, {20.8, 14.8});
    TRACE(cairo, {20.8, 9.2}, {15.2, 14.8});
    cairo_stroke(cairo);
}

/* A reading glass with a plus: no letter of any one script. */
static void draw_larger(cairo_t *cairo)
{
    stroke_circle(cairo, 10.3, 10.3, 7.2);
    TRACE(cairo, {15.6, 15.6}, {21, 21});
    TRACE(cairo, {10.3, 7}, {10.3, 13.6});
    TRACE(cairo, {7, 10.3}, {13.6, 10.3});
    cairo_stroke(cairo);
}

static void draw_contrast(cairo_t *cairo)
{
    stroke_circle(cairo, 12, 12, 8.9);
    cairo_arc(cairo, 12, 12, 8.9, -G_PI_2, G_PI_2);
    cairo_close_path(cairo);
    cairo_fill(cairo);
}

/* A standing panel: all that is on it goes to the lower half. */
static void draw_reach(cairo_t *cairo)
{
    trace_box(cairo, (Point){4.6, 2.6}, (Point){19.4, 21.4}, 2.4);
    TRACE(cairo, {12, 5.6}, {12, 10});
    TRACE(cairo, {9.3, 7.9}, {12, 10.5}, {14.7, 7.9});
    cairo_stroke(cairo);
    trace_box(cairo, (Point){7.4, 13.4}, (Point){16.6, 18.7}, 0.8);
    cairo_fill(cairo);
}

static void draw_language(cairo_t *cairo)
{
    stroke_circle(cairo, 12, 12, 8.9);
    cairo_save(cairo);
    cairo_translate(cairo, 12, 12);
    cairo_scale(cairo, 0.45, 1);
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, 0, 0, 8.9, 0, 2 * G_PI);
    cairo_restore(cairo);
    TRACE(cairo, {3.1, 12}, {20.9, 12});
    cairo_stroke(cairo);
}

static void draw_stop(cairo_t *cairo)
{
    TRACE(cairo, {5.5, 5.5}, {18.5, 18.5});
    TRACE(cairo, {18.5, 5.5}, {5.5, 18.5});
    cairo_stroke(cairo);
}

static void draw_check(cairo_t *cairo)
{
    TRACE(cairo, {4.5, 12.8}, {9.8, 18}, {19.5, 6.5});
    cairo_stroke(cairo);
}

static void draw_staff(cairo_t *cairo)
{
    stroke_circle(cairo, 12, 6.3, 3.4);
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, 12, 16.3, 5.6, G_PI, 2 * G_PI);
    TRACE(cairo, {2.5, 16.8}, {21.5, 16.8});
    TRACE(cairo, {4.8, 16.8}, {4.8, 21.3});
    TRACE(cairo, {19.2, 16.8}, {19.2, 21.3});
    cairo_stroke(cairo);
}

static void draw_print(cairo_t *cairo)
{
    TRACE(cairo, {6.5, 9.6}, {4.6, 9.6}, {3, 8}, {3, 4.4}, {4.6, 2.9});
    TRACE(cairo, {4.6, 2.9}, {19.4, 2.9}, {21, 4.4}, {21, 8}, {19.4, 9.6}, {17.5, 9.6});
    TRACE(cairo, {6.5, 6.4}, {6.5, 21.2}, {9.3, 18.9}, {12, 21.2}, {14.7, 18.9}, {17.5, 21.2},
          {17.5, 6.4});
    cairo_close_path(cairo);
    TRACE(cairo, {10.2, 10.6}, {13.8, 10.6});
    TRACE(cairo, {10.2, 14.5}, {13.8, 14.5});
    cairo_stroke(cairo);
}

static void draw_place(cairo_t *cairo)
{
    cairo_arc(cairo, 12, 9.6, 7, G_PI * 0.83, G_PI * 0.17);
    cairo_line_to(cairo, 12, 21.4);
    cairo_close_path(cairo);
    cairo_stroke(cairo);
    fill_circle(cairo, 12, 9.6, 2.5);
}

static void draw_time(cairo_t *cairo)
{
    stroke_circle(cairo, 12, 12, 8.9);
    TRACE(cairo, {12, 6.8}, {12, 12}, {15.6, 14.2});
    cairo_stroke(cairo);
}

static void draw_bring(cairo_t *cairo)
{
    TRACE(cairo, {4.8, 8.4}, {19.2, 8.4}, {20.6, 20.6}, {3.4, 20.6});
    cairo_close_path(cairo);
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, 12, 7, 3.7, G_PI, 2 * G_PI);
    TRACE(cairo, {8.3, 7}, {8.3, 11.6});
    TRACE(cairo, {15.7, 7}, {15.7, 11.6});
    cairo_stroke(cairo);
}

static void draw_phone(cairo_t *cairo)
{
    trace_box(cairo, (Point){6.4, 2.6}, (Point){17.6, 21.4}, 2.4);
    TRACE(cairo, {10.6, 17.8}, {13.4, 17.8});
    cairo_stroke(cairo);
}

static void draw_network(cairo_t *cairo)
{
    TRACE(cairo, {7.5, 20}, {7.5, 4.5});
    TRACE(cairo, {3.2, 8.8}, {7.5, 4.2}, {11.8, 8.8});
    TRACE(cairo, {16.5, 4}, {16.5, 19.5});
    TRACE(cairo, {12.2, 15.2}, {16.5, 19.8}, {20.8, 15.2});
    cairo_stroke(cairo);
}

static void draw_book(cairo_t *cairo)
{
    TRACE(cairo, {12, 6.5}, {12, 20});
    TRACE(cairo, {12, 6.5}, {9, 4.5}, {3.2, 4.5}, {3.2, 17.8}, {9, 17.8}, {12, 20}, {15, 17.8},
          {20.8, 17.8}, {20.8, 4.5}, {15, 4.5});
    cairo_close_path(cairo);
    cairo_stroke(cairo);
}

static void draw_panel(cairo_t *cairo)
{
    trace_box(cairo, (Point){3.2, 3.5}, (Point){20.8, 15.5}, 1.6);
    TRACE(cairo, {12, 15.5}, {12, 20.5});
    TRACE(cairo, {7.5, 20.5}, {16.5, 20.5});
    cairo_stroke(cairo);
}

static void draw_list(cairo_t *cairo)
{
    static const double rows[] = {5.5, 12, 18.5};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        TRACE(cairo, {9, rows[i]}, {20.5, rows[i]});
        cairo_stroke(cairo);
        fill_circle(cairo, 4.5, rows[i], 1.6);
    }
}

static void draw_key(cairo_t *cairo)
{
    stroke_circle(cairo, 7.5, 12, 4.2);
    TRACE(cairo, {11.7, 12}, {20.5, 12}, {20.5, 16});
    TRACE(cairo, {16.5, 12}, {16.5, 15});
    cairo_stroke(cairo);
}

static void draw_screen(cairo_t *cairo)
{
    stroke_circle(cairo, 12, 12, 4);
    for (int i = 0; i < 8; i++) {
        double x = cos(i * G_PI_4);
        double y = sin(i * G_PI_4);
        TRACE(cairo, {12 + 7.2 * x, 12 + 7.2 * y}, {12 + 9.2 * x, 12 + 9.2 * y});
    }
    cairo_stroke(cairo);
}

static void draw_minus(cairo_t *cairo)
{
    TRACE(cairo, {4, 12}, {20, 12});
    cairo_stroke(cairo);
}

static void draw_plus(cairo_t *cairo)
{
    TRACE(cairo, {4, 12}, {20, 12});
    TRACE(cairo, {12, 4}, {12, 20});
    cairo_stroke(cairo);
}

static void draw_put_back(cairo_t *cairo)
{
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, 12, 13, 7.2, -G_PI * 0.75, G_PI * 0.75);
    TRACE(cairo, {6.2, 3.2}, {6.2, 8.2}, {11.2, 8.2});
    cairo_stroke(cairo);
}

static void draw_exclamation(cairo_t *cairo)
{
    TRACE(cairo, {12, 3.5}, {12, 14});
    cairo_stroke(cairo);
    fill_circle(cairo, 12, 19.5, 1.9);
}

static void draw_more(cairo_t *cairo)
{
    for (int i = 0; i < 3; i++) {
        fill_circle(cairo, 5 + 7 * i, 12, 2.6);
    }
}

/* Where the dots of a die lie on its grid of three by three. */
static const guint16 die_dots[] = {
    [1] = 0020, [2] = 0104, [3] = 0124, [4] = 0505, [5] = 0525,
    [6] = 0555, [7] = 0575, [8] = 0757, [9] = 0777,
};

/* Up to nine as on a die; more fill the rows of a wider grid. */
static void draw_dots(cairo_t *cairo, int n)
{
    const int side = n <= 9 ? 3 : n <= 16 ? 4 : 5;
    const double step = 16.2 / side;
    const double first = GRID / 2 - step * (side - 1) / 2;
    trace_box(cairo, (Point){2.2, 2.2}, (Point){21.8, 21.8}, 3);
    cairo_set_line_width(cairo, STROKE * 0.75);
    cairo_stroke(cairo);
    for (int i = 0; i < side * side; i++) {
        if (n <= 9 ? die_dots[n] >> i & 1 : i < n) {
            fill_circle(cairo, first + i % side * step, first + i / side * step, step * 0.38);
        }
    }
}

typedef struct {
    void (*draw)(cairo_t *cairo);
    bool has_direction; /* follows the direction of reading */
} SignRow;

static const SignRow signs[] = {
    [SIGN_NONE] = {draw_nothing, false},
    [SIGN_BACK] = {draw_arrow_left, true},
    [SIGN_NEXT] = {draw_arrow_right, true},
    [SIGN_LISTEN] = {draw_listen, true},
    [SIGN_SOFTER] = {draw_softer, true},
    [SIGN_LOUDER] = {draw_louder, true},
    [SIGN_SILENT] = {draw_silent, true},
    [SIGN_LARGER] = {draw_larger, false},
    [SIGN_CONTRAST] = {draw_contrast, false},
    [SIGN_REACH] = {draw_reach, false},
    [SIGN_LANGUAGE] = {draw_language, false},
    [SIGN_STOP] = {draw_stop, false},
    [SIGN_CHECK] = {draw_check, false},
    [SIGN_STAFF] = {draw_staff, false},
    [SIGN_PRINT] = {draw_print, false},
    [SIGN_PLACE] = {draw_place, false},
    [SIGN_TIME] = {draw_time, false},
    [SIGN_BRING] = {draw_bring, false},
    [SIGN_PHONE] = {draw_phone, false},
    [SIGN_ARROW_DOWN] = {draw_arrow_down, false},
    [SIGN_ARROW_UP] = {draw_arrow_up, false},
    [SIGN_ARROW_LEFT] = {draw_arrow_left, false},
    [SIGN_ARROW_RIGHT] = {draw_arrow_right, false},
    [SIGN_NETWORK] = {draw_network, false},
    [SIGN_BOOK] = {draw_book, false},
    [SIGN_PANEL] = {draw_panel, false},
    [SIGN_LIST] = {draw_list, false},
    [SIGN_KEY] = {draw_key, false},
    [SIGN_SCREEN] = {draw_screen, false},
    [SIGN_MINUS] = {draw_minus, false},
    [SIGN_PLUS] = {draw_plus, false},
    [SIGN_PUT_BACK] = {draw_put_back, false},
    [SIGN_EXCLAMATION] = {draw_exclamation, false},
    [SIGN_MORE] = {draw_more, false},
};
static_assert(G_N_ELEMENTS(signs) == SIGN_DOTS_1, "every other sign has its drawing");

Sign sign_of_dots(int n)
{
    return n >= 1 && n <= SIGN_MAX_DOTS ? (Sign)(SIGN_DOTS_1 + n - 1) : SIGN_NONE;
}

void sign_paint(const SignPlace *place, Colour colour, cairo_t *cairo)
{
    g_assert(place->sign < SIGN_COUNT);
    const bool has_dots = place->sign >= SIGN_DOTS_1;
    const SignRow *row = &signs[has_dots ? SIGN_NONE : place->sign];
    double scale = place->side / GRID;
    cairo_save(cairo);
    if (row->has_direction && place->is_rtl) {
        cairo_translate(cairo, place->x + place->side, place->y);
        cairo_scale(cairo, -scale, scale);
    } else {
        cairo_translate(cairo, place->x, place->y);
        cairo_scale(cairo, scale, scale);
    }
    cairo_new_path(cairo);
    cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue);
    cairo_set_line_width(cairo, STROKE);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    row->draw(cairo);
    if (has_dots) {
        draw_dots(cairo, (int)(place->sign - SIGN_DOTS_1) + 1);
    }
    cairo_restore(cairo);
}
