// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/screens.h"

#include "kiosk/layout_message.h"

static const LayoutGrid grid = {.columns_landscape = {4, 3, 2, 1},
                                .columns_portrait = {2, 3, 4, 1},
                                .max_row_mm = 40,
                                .has_no_pages = true};

/* Where the message of the day stands, from the tiles. */
typedef enum {
    MESSAGE_ABOVE,
    MESSAGE_BESIDE, /* at their end side; landscape */
    MESSAGE_BELOW,  /* and below the keys, which in portrait leave their second row free */
} MessagePlace;

/* Ways to show it, the best first. */
typedef struct {
    LayoutMessage look;
    MessagePlace place;
} MessageWay;

static const MessageWay ways[] = {
    {{THEME_TYPE_HINT, 1}, MESSAGE_ABOVE},    {{THEME_TYPE_FOOT, 1}, MESSAGE_ABOVE},
    {{THEME_TYPE_HINT, 1}, MESSAGE_BELOW},    {{THEME_TYPE_FOOT, 1}, MESSAGE_BELOW},
    {{THEME_TYPE_FOOT, 1}, MESSAGE_BESIDE},   {{THEME_TYPE_FOOT, 0.9}, MESSAGE_BESIDE},
    {{THEME_TYPE_FOOT, 0.8}, MESSAGE_BESIDE}, {{THEME_TYPE_FOOT, 0.7}, MESSAGE_BESIDE},
    {{THEME_TYPE_FOOT, 0.9}, MESSAGE_BELOW},  {{THEME_TYPE_FOOT, 0.8}, MESSAGE_BELOW},
    {{THEME_TYPE_FOOT, 0.7}, MESSAGE_BELOW},  {{THEME_TYPE_FOOT, 0.6}, MESSAGE_BELOW},
};

/* Where things are: the same whatever language the welcome is in, so that no tile moves while
 * somebody looks for theirs. */
typedef struct {
    Rect tiles;
    const MessageWay *way; /* NULL: no message */
    Rect message;
} Plan;

static gsize make_cells(const Layout *layout, LayoutCell *cells)
{
    gsize n;
    const Language *languages = content_languages(layout->facts->content, &n);
    n = MIN(n, (gsize)LAYOUT_MAX_CELLS);
    bool is_change = layout->facts->visit->under != VISIT_STATE_LANGUAGES;
    for (gsize i = 0; i < n; i++) {
        cells[i] = (LayoutCell){
            .look = WIDGET_LOOK_PLAIN_TILE,
            .role = WIDGET_ROLE_CHOICE,
            .text = languages[i].endonym,
            .language = (int)i,
            .type = THEME_TYPE_ANSWER,
            .is_selected = is_change && (int)i == layout->language_index,
        };
        g_snprintf(cells[i].id, sizeof cells[i].id, "lang.%s", languages[i].code);
    }
    return n;
}

static int measure_line(const Layout *layout, const char *text)
{
    const LayoutText look = {THEME_TYPE_HINT, 400, THEME_COLOUR_INK, TEXT_ALIGN_START};
    return text_extents(layout_set(layout, &look, text, layout->body.w))->height +
           layout_space(layout, THEME_SPACE_GAP) / 2;
}

/* Height that is left below a title of one line in any script. */
static int find_room(const Layout *layout)
{
    const double cap_per_em = 0.7; /* rather more em than the fonts have */
    double cap_px =
        theme_cap_px(&layout->scale, layout->is_tight ? THEME_TYPE_ANSWER : THEME_TYPE_TITLE);
    double line_px = cap_px / cap_per_em * layout->facts->theme->line_height_tall;
    const Widget *title = scene_find(layout->scene, "title");
    int top = title->rect.y + (int)line_px + layout_space(layout, THEME_SPACE_GAP) / 2;
    return MIN(layout->body.h, layout->body.y + layout->body.h - top);
}

/* The lower part of `area`: as much as leaves the welcome its room or, where that is too little
 * for all tiles, no more than they need. Endonyms in small type only where no part would do. False:
 * no part does. */
static bool find_tiles(const Layout *layout, const LayoutCell *cells, gsize n, Rect *area)
{
    enum { COMFORT_PERCENT = 58, STEP_PERCENT = 2 };
    LayoutGrid tried = grid;
    for (int small = 0; small <= 1; small++) {
        tried.has_no_pages = small == 1;
        for (int percent = COMFORT_PERCENT; percent < 100; percent += STEP_PERCENT) {
            LayoutTiles tiles = {cells, n, *area};
            tiles.area.h = MIN(area->h, layout->facts->height_px * percent / 100);
            tiles.area.y += area->h - tiles.area.h;
            if (layout_fits_grid(layout, &tried, &tiles)) {
                *area = tiles.area;
                return true;
            }
        }
    }
    return false;
}

static Rect below_title(const Layout *layout)
{
    int room = find_room(layout);
    Rect area = layout->body;
    area.y += area.h - room;
    area.h = room;
    return area;
}

/* What the keys leave free below them. */
static Rect below_keys(const Layout *layout)
{
    int bottom = 0;
    for (gsize i = 0; i < layout->scene->n_widgets; i++) {
        const Widget *widget = &layout->scene->widgets[i];
        if (widget->look == WIDGET_LOOK_FOOT) {
            bottom = MAX(bottom, widget->rect.y + widget->rect.h);
        }
    }
    int gap = layout_space(layout, THEME_SPACE_GAP);
    Rect area = layout->body;
    area.y = bottom + gap;
    area.h = MAX(0, layout->facts->height_px - gap - area.y);
    return area;
}

/* Divides what is below the title among tiles and message. */
static void divide(const Layout *layout, Plan *plan)
{
    enum { BESIDE_PERCENT = 17 };
    int gap = layout_space(layout, THEME_SPACE_GAP);
    Rect area = below_title(layout);
    Rect message = area;
    switch (plan->way->place) {
    case MESSAGE_ABOVE:
        message.h = MIN(layout_measure_message(layout, &plan->way->look, area.w), area.h);
        area.y += message.h;
        area.h -= message.h;
        break;
    case MESSAGE_BESIDE:
        message.w = area.w * BESIDE_PERCENT / 100;
        message.x += area.w - message.w;
        area.w -= message.w + gap;
        break;
    case MESSAGE_BELOW:
        message = below_keys(layout);
        break;
    }
    plan->tiles = area;
    plan->message = message;
}

/* False: the tiles do not fit then, or the message does not. */
static bool try_message(const Layout *layout, const LayoutCell *cells, gsize n, Plan *plan)
{
    divide(layout, plan);
    if (!find_tiles(layout, cells, n, &plan->tiles)) {
        return false;
    }
    if (plan->way->place == MESSAGE_BESIDE) { /* the welcome goes above both */
        plan->message.y = plan->tiles.y;
        plan->message.h = plan->tiles.h;
    }
    int height = layout_measure_message(layout, &plan->way->look, plan->message.w) -
                 layout_space(layout, THEME_SPACE_GAP);
    return height <= plan->message.h;
}

static Plan make_plan(const Layout *layout, const LayoutCell *cells, gsize n)
{
    bool may_shrink = layout->scale.text_size == 0 && layout->is_tight;
    Plan plan = {0};
    for (gsize i = 0; layout->facts->message && i < G_N_ELEMENTS(ways); i++) {
        bool is_fair = (layout->is_landscape || ways[i].place != MESSAGE_BESIDE) &&
                       (may_shrink || ways[i].look.factor == 1);
        plan.way = &ways[i];
        if (is_fair && try_message(layout, cells, n, &plan)) {
            return plan;
        }
    }
    plan = (Plan){.tiles = below_title(layout)};
    if (!find_tiles(layout, cells, n, &plan.tiles)) {
        plan.tiles = layout->body;
    }
    return plan;
}

/* What staff say today, then what this is for and that one may walk in: below the title, or beside
 * it, as far as the tiles leave room. */
static void add_welcome(Layout *layout, const Plan *plan)
{
    bool is_above = plan->way && plan->way->place == MESSAGE_ABOVE;
    int message = is_above ? layout_measure_message(layout, &plan->way->look, layout->body.w) : 0;
    const LayoutText strong = {THEME_TYPE_HINT, 400, THEME_COLOUR_INK, TEXT_ALIGN_START};
    const LayoutText quiet = {THEME_TYPE_HINT, 400, THEME_COLOUR_INK_QUIET, TEXT_ALIGN_START};
    const char *what = layout_string(layout, "ui.start.what");
    const char *no_appointment = layout_string(layout, "ui.start.noappt");
    int room = plan->tiles.y - layout->body.y - message;
    bool is_all_below = measure_line(layout, what) + measure_line(layout, no_appointment) <= room;
    if (!is_all_below) {
        (void)layout_add_beside_title(layout, &quiet, no_appointment);
    }
    if (is_above) {
        layout_stack_message(layout, &plan->way->look);
    }
    if (measure_line(layout, what) <= room) {
        layout_stack_text(layout, &strong, what);
    }
    if (is_all_below) {
        layout_stack_text(layout, &quiet, no_appointment);
    }
}

/* All languages at once, in smaller text if need be; pages only where even that is too little, or
 * where the visitor wants everything low. */
void screen_languages(Layout *layout)
{
    const Visit *visit = layout->facts->visit;
    bool is_change = visit->under != VISIT_STATE_LANGUAGES;
    bool may_shrink = layout->scale.text_size > 0 || !layout->is_tight;
    layout_frame(layout, layout_string(layout, is_change ? "ui.lang.title" : "ui.start.title"), 0,
                 0);
    LayoutCell cells[LAYOUT_MAX_CELLS];
    gsize n = make_cells(layout, cells);
    LayoutGrid low = grid;
    low.has_no_pages = !visit->is_reach;
    Rect area = layout->body;
    if (visit->is_reach) {
        if (!is_change) {
            layout_stack_message(layout, &layout_message_usual);
        }
        layout_keep_low(layout);
        area = layout->body;
    } else if (!is_change) {
        Plan plan = make_plan(layout, cells, n);
        area = plan.tiles;
        add_welcome(layout, &plan);
        if (plan.way && plan.way->place != MESSAGE_ABOVE) {
            layout_add_message(layout, &plan.way->look, plan.message);
        }
        bool is_lost = layout->facts->message && !plan.way;
        layout->is_overfull = layout->is_overfull || (is_lost && may_shrink);
    }
    int pages = layout_add_grid(layout, &low, &(LayoutTiles){cells, n, area});
    layout->is_overfull = layout->is_overfull || (pages > 1 && may_shrink && !visit->is_reach);
}
