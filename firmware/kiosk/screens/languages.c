// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/screens.h"

static const LayoutGrid grid = {
    .columns_landscape = {4, 3, 2, 1}, .columns_portrait = {2, 1}, .max_row_mm = 40};

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

/* The lower part of the glass, as far as the tiles fit there: the same part whatever language the
 * welcome is in, so that no tile moves while somebody looks for theirs. */
static Rect find_tiles_area(const Layout *layout, const LayoutCell *cells, gsize n)
{
    const int percent = layout->is_landscape ? 36 : 46;
    Rect area = layout->body;
    area.h = layout->facts->height_px * percent / 100;
    area.y = layout->body.y + layout->body.h - area.h;
    const LayoutTiles tiles = {cells, n, area};
    return area.h < layout->body.h && layout_fits_grid(layout, &grid, &tiles) ? area : layout->body;
}

/* Few languages make few rows: they are kept near the welcome, not stretched over the glass. */
void screen_languages(Layout *layout)
{
    bool is_change = layout->facts->visit->under != VISIT_STATE_LANGUAGES;
    layout_frame(layout, layout_string(layout, is_change ? "ui.lang.title" : "ui.start.title"), 0,
                 0);
    if (!is_change) {
        const LayoutText what = {THEME_TYPE_HINT, 400, THEME_COLOUR_INK, TEXT_ALIGN_START};
        layout_stack_text(layout, &what, layout_string(layout, "ui.start.what"));
        const LayoutText quiet = {THEME_TYPE_HINT, 400, THEME_COLOUR_INK_QUIET, TEXT_ALIGN_START};
        layout_stack_text(layout, &quiet, layout_string(layout, "ui.start.noappt"));
    }
    layout_keep_low(layout);
    LayoutCell cells[LAYOUT_MAX_CELLS];
    gsize n = make_cells(layout, cells);
    Rect area = is_change ? layout->body : find_tiles_area(layout, cells, n);
    layout_add_grid(layout, &grid, &(LayoutTiles){cells, n, area});
}
