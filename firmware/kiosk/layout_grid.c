// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/layout.h"

#include <string.h>

/* How the cells would lie with so many columns. */
typedef struct {
    int columns;
    int width;      /* of a cell */
    int min_height; /* so that every text fits */
    int rows;       /* for all cells */
    int gap;
    bool is_overlong; /* some word is wider than its cell */
} Plan;

static const TextLayout *set_cell(const Layout *layout, const LayoutCell *cell, int width)
{
    bool is_start = cell->look == WIDGET_LOOK_TILE || cell->look == WIDGET_LOOK_QUIET;
    const LayoutText look = {cell->type, cell->look == WIDGET_LOOK_QUIET ? 400 : 600,
                             THEME_COLOUR_INK, is_start ? TEXT_ALIGN_START : TEXT_ALIGN_CENTER};
    return layout_set_in(layout, cell->language, &look, cell->text,
                         scene_text_width_px(&layout->scale, cell->look, width));
}

static const TextLayout *set_pictogram(const Layout *layout, const LayoutCell *cell)
{
    return layout_emoji(layout, cell->emoji, layout_space(layout, THEME_SPACE_PICTOGRAM));
}

static Plan plan_columns(const Layout *layout, const LayoutCell *cells, gsize n, Rect area,
                         int columns)
{
    Plan plan = {.columns = columns, .gap = layout_space(layout, THEME_SPACE_GAP)};
    plan.width = (area.w - (columns - 1) * plan.gap) / columns;
    plan.rows = ((int)n + columns - 1) / columns;
    plan.min_height = layout_space(layout, THEME_SPACE_TARGET);
    for (gsize i = 0; i < n; i++) {
        const TextLayout *set = set_cell(layout, &cells[i], plan.width);
        plan.is_overlong = plan.is_overlong || text_extents(set)->is_overlong;
        plan.min_height =
            MAX(plan.min_height, scene_min_height_px(&layout->scale, cells[i].look, set,
                                                     set_pictogram(layout, &cells[i])));
    }
    return plan;
}

static int height_of(const Plan *plan, int rows, int row_height)
{
    return rows * row_height + (rows - 1) * plan->gap;
}

/* First by liking with room to breathe, then tight, then the one that shows most on a page. */
static Plan choose_plan(const Layout *layout, const LayoutGrid *grid, const LayoutCell *cells,
                        gsize n, Rect area)
{
    const int *liking = layout->is_landscape ? grid->columns_landscape : grid->columns_portrait;
    int roomy = layout_space(layout, THEME_SPACE_TILE);
    Plan tight = {0};
    Plan paged = {0};
    int paged_cells = 0;
    Plan last = {0};
    for (int i = 0; i < 4 && liking[i] > 0; i++) {
        Plan plan = plan_columns(layout, cells, n, area, liking[i]);
        last = plan;
        if (plan.is_overlong) {
            continue;
        }
        if (height_of(&plan, plan.rows, MAX(plan.min_height, roomy)) <= area.h) {
            return plan;
        }
        if (tight.columns == 0 && height_of(&plan, plan.rows, plan.min_height) <= area.h) {
            tight = plan;
        }
        int shown = (area.h + plan.gap) / (plan.min_height + plan.gap) * plan.columns;
        if (shown > paged_cells) {
            paged = plan;
            paged_cells = shown;
        }
    }
    return tight.columns ? tight : paged.columns ? paged : last;
}

static void add_cell(Layout *layout, const LayoutCell *cell, Rect rect)
{
    Widget *widget = scene_add(layout->scene, cell->id, cell->role, cell->look, rect);
    widget->text = set_cell(layout, cell, rect.w);
    widget->pictogram = set_pictogram(layout, cell);
    widget->is_target = !cell->is_inert;
    widget->is_selected = cell->is_selected;
    widget_set_label(widget, cell->text);
}

static LayoutCell make_more_cell(const Layout *layout)
{
    LayoutCell cell = {
        .look = WIDGET_LOOK_QUIET,
        .role = WIDGET_ROLE_BUTTON,
        .text = layout_string(layout, "ui.btn.more"),
        .language = layout->language_index,
        .type = THEME_TYPE_ANSWER,
    };
    g_strlcpy(cell.id, "more", sizeof cell.id);
    return cell;
}

void layout_add_grid(Layout *layout, const LayoutGrid *grid, const LayoutCell *cells, gsize n,
                     Rect area)
{
    Plan plan = choose_plan(layout, grid, cells, n, area);
    int rows = MIN(plan.rows, MAX(1, (area.h + plan.gap) / (plan.min_height + plan.gap)));
    int places = rows * plan.columns;
    bool is_paged = (int)n > places;
    LayoutCell more = make_more_cell(layout);
    int per_page = is_paged ? MAX(1, places - 1) : (int)n;
    int pages = ((int)n + per_page - 1) / per_page;
    int first = layout->facts->visit->page % pages * per_page;
    int shown = MIN(per_page, (int)n - first);
    int max_height = theme_mm_px(&layout->scale, grid->max_row_mm);
    int height = (area.h - (rows - 1) * plan.gap) / rows;
    height = MAX(plan.min_height, MIN(height, max_height));
    for (int i = 0; i < shown + (is_paged ? 1 : 0); i++) {
        int place = i < shown ? i : places - 1;
        Rect rect = {area.x + place % plan.columns * (plan.width + plan.gap),
                     area.y + place / plan.columns * (height + plan.gap), plan.width, height};
        add_cell(layout, i < shown ? &cells[first + i] : &more, rect);
    }
}
