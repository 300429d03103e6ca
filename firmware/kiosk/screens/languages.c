// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/screens.h"

#include "kiosk/layout_message.h"

static const LayoutGrid grid = {.columns_landscape = {4, 3, 2, 1},
                                .columns_portrait = {2, 3, 4, 1},
                                .max_row_mm = 40,
                                .has_no_pages = true};

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

/* Height that is left below a title of one line in any script and the message of the day. */
static int find_room(const Layout *layout)
{
    const double cap_per_em = 0.7; /* rather more em than the fonts have */
    double cap_px =
        theme_cap_px(&layout->scale, layout->is_tight ? THEME_TYPE_ANSWER : THEME_TYPE_TITLE);
    double line_px = cap_px / cap_per_em * layout->facts->theme->line_height_tall;
    const Widget *title = scene_find(layout->scene, "title");
    int top = title->rect.y + (int)line_px + layout_space(layout, THEME_SPACE_GAP) / 2;
    return MIN(layout->body.h, layout->body.y + layout->body.h - top) -
           layout_measure_message(layout, layout->body.w);
}

/* The lower part of the glass: as much as leaves the welcome its room or, where that is too little
 * for all tiles, no more than they need. The same part whatever language the welcome is in, so that
 * no tile moves while somebody looks for theirs. Endonyms in small type only where no part would
 * do. */
static Rect find_tiles_area(const Layout *layout, const LayoutCell *cells, gsize n)
{
    enum { COMFORT_PERCENT = 58, STEP_PERCENT = 2 };
    LayoutGrid tried = grid;
    int room = find_room(layout);
    for (int small = 0; small <= 1; small++) {
        tried.has_no_pages = small == 1;
        for (int percent = COMFORT_PERCENT; percent < 100; percent += STEP_PERCENT) {
            LayoutTiles tiles = {cells, n, layout->body};
            tiles.area.h = MIN(room, layout->facts->height_px * percent / 100);
            tiles.area.y += layout->body.h - tiles.area.h;
            if (layout_fits_grid(layout, &tried, &tiles)) {
                return tiles.area;
            }
        }
    }
    Rect rest = layout->body;
    rest.y += layout_measure_message(layout, rest.w);
    rest.h -= rest.y - layout->body.y;
    return rest;
}

/* What staff say today, then what this is for and that one may walk in: below the title, or beside
 * it, as far as the tiles leave room. */
static void add_welcome(Layout *layout, Rect tiles)
{
    const LayoutText strong = {THEME_TYPE_HINT, 400, THEME_COLOUR_INK, TEXT_ALIGN_START};
    const LayoutText quiet = {THEME_TYPE_HINT, 400, THEME_COLOUR_INK_QUIET, TEXT_ALIGN_START};
    const char *what = layout_string(layout, "ui.start.what");
    const char *no_appointment = layout_string(layout, "ui.start.noappt");
    int room = tiles.y - layout->body.y - layout_measure_message(layout, layout->body.w);
    bool is_all_below = measure_line(layout, what) + measure_line(layout, no_appointment) <= room;
    if (!is_all_below) {
        (void)layout_add_beside_title(layout, &quiet, no_appointment);
    }
    layout_stack_message(layout);
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
    layout_frame(layout, layout_string(layout, is_change ? "ui.lang.title" : "ui.start.title"), 0,
                 0);
    LayoutCell cells[LAYOUT_MAX_CELLS];
    gsize n = make_cells(layout, cells);
    LayoutGrid low = grid;
    low.has_no_pages = !visit->is_reach;
    Rect area = layout->body;
    if (visit->is_reach) {
        if (!is_change) {
            layout_stack_message(layout);
        }
        layout_keep_low(layout);
        area = layout->body;
    } else if (!is_change) {
        area = find_tiles_area(layout, cells, n);
        add_welcome(layout, area);
    }
    int pages = layout_add_grid(layout, &low, &(LayoutTiles){cells, n, area});
    bool may_shrink = layout->scale.text_size > 0 || !layout->is_tight;
    layout->is_overfull = layout->is_overfull || (pages > 1 && may_shrink && !visit->is_reach);
}
