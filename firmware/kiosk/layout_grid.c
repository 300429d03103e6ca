// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/layout.h"

#include <string.h>

/* How the cells lie with so many columns. Rows have one height where there is room, else each the
 * height it needs; what does not fit goes to further pages of `rows_a_page` equal rows. */
typedef struct {
    int columns; /* 0: no plan */
    int width;   /* of a cell */
    int gap;
    int rows;                       /* for all cells */
    int cell_min[LAYOUT_MAX_CELLS]; /* height each cell needs */
    int row_min[LAYOUT_MAX_CELLS];  /* so that every text of the row fits */
    int highest;                    /* of row_min */
    bool has_more;                  /* pages end in a "more" tile */
    int more_height;
    int most_lines; /* of a cell's words */
    bool is_unfit;  /* some word is wider, or some cell higher, than there is room */
} Plan;

/* More than that, and smaller text is the lesser evil. */
enum { MANY_PAGES = 6, MANY_LINES = 2 };

static const double tight_gap_mm = 3; /* least gap between targets (norms) */

static const TextLayout *set_words(const Layout *layout, const LayoutCell *cell, const char *words,
                                   int width)
{
    bool is_start = cell->look == WIDGET_LOOK_TILE || cell->look == WIDGET_LOOK_QUIET;
    const LayoutText look = {cell->type, cell->look == WIDGET_LOOK_QUIET ? 400 : 600,
                             THEME_COLOUR_INK, is_start ? TEXT_ALIGN_START : TEXT_ALIGN_CENTER};
    int inner = scene_text_width_px(&layout->scale, cell->look, width);
    return cell->look == WIDGET_LOOK_QUIET
               ? layout_set(layout, &look, words, inner)
               : layout_set_in(layout, cell->language, &look, words, inner);
}

static const TextLayout *set_cell(const Layout *layout, const LayoutCell *cell, int width)
{
    const TextLayout *set = set_words(layout, cell, cell->text, width);
    bool is_long = text_extents(set)->n_lines > 1 || text_extents(set)->is_overlong;
    return is_long && cell->short_text ? set_words(layout, cell, cell->short_text, width) : set;
}

static const TextLayout *set_pictogram(const Layout *layout, const LayoutCell *cell)
{
    int side = layout_pictogram_px(&layout->scale, cell->look == WIDGET_LOOK_QUIET
                                                       ? LAYOUT_PICTOGRAM_QUIET
                                                       : LAYOUT_PICTOGRAM_TILE);
    return layout_emoji(layout, cell->emoji, side);
}

int layout_measure_cell(const Layout *layout, const LayoutCell *cell, int width)
{
    return scene_min_height_px(&layout->scale, cell->look, set_cell(layout, cell, width),
                               set_pictogram(layout, cell));
}

static void set_gap(Plan *plan, int width, int gap)
{
    plan->gap = gap;
    plan->width = (width - (plan->columns - 1) * gap) / plan->columns;
}

static Plan plan_columns(const Layout *layout, const LayoutTiles *tiles, int columns)
{
    const LayoutCell *cells = tiles->cells;
    Plan plan = {.columns = columns};
    set_gap(&plan, tiles->area.w, layout_space(layout, THEME_SPACE_GAP));
    plan.rows = ((int)tiles->n + columns - 1) / columns;
    for (int i = 0; i < (int)tiles->n; i++) {
        const TextLayout *set = set_cell(layout, &cells[i], plan.width);
        int height = layout_measure_cell(layout, &cells[i], plan.width);
        plan.is_unfit = plan.is_unfit || text_extents(set)->is_overlong || height > tiles->area.h;
        plan.most_lines = MAX(plan.most_lines, text_extents(set)->n_lines);
        plan.cell_min[i] = height;
        plan.row_min[i / columns] = MAX(plan.row_min[i / columns], height);
        plan.highest = MAX(plan.highest, height);
    }
    return plan;
}

static int sum_rows(const Plan *plan)
{
    int sum = (plan->rows - 1) * plan->gap;
    for (int i = 0; i < plan->rows; i++) {
        sum += plan->row_min[i];
    }
    return sum;
}

/* Height of `shown` cells from `first` on, with a "more" tile after them where the grid has one. */
static int measure_page(const Layout *layout, const Plan *plan, int first, int shown)
{
    int places = shown + (plan->has_more ? 1 : 0);
    int sum = -plan->gap;
    for (int row = 0; row * plan->columns < places; row++) {
        bool is_last = (row + 1) * plan->columns >= places;
        int height = plan->has_more && is_last ? plan->more_height
                                               : layout_space(layout, THEME_SPACE_TARGET);
        for (int i = row * plan->columns; i < MIN(shown, (row + 1) * plan->columns); i++) {
            height = MAX(height, plan->cell_min[first + i]);
        }
        sum += height + plan->gap;
    }
    return sum;
}

/* How many cells the page that begins at `first` can show; at least one. A page of less than a row
 * is overfull. */
static int fill_page(const Layout *layout, const Plan *plan, const LayoutTiles *tiles, int first)
{
    int shown = (int)tiles->n - first;
    while (shown > 1 && measure_page(layout, plan, first, shown) > tiles->area.h) {
        shown--;
    }
    return shown;
}

static bool is_roomy(const Layout *layout, const Plan *plan, Rect area)
{
    int row = MAX(plan->highest, layout_space(layout, THEME_SPACE_TILE));
    return plan->rows * (row + plan->gap) - plan->gap <= area.h;
}

/* The first by liking that leaves room to breathe, else the first that fits; columns 0 when none
 * does. `*paged`: the one that shows most on a page. */
static Plan find_whole(const Layout *layout, const LayoutGrid *grid, const LayoutTiles *tiles,
                       Plan *paged)
{
    const int *liking = layout->is_landscape ? grid->columns_landscape : grid->columns_portrait;
    Plan tight = {0};
    int most = 0;
    *paged = (Plan){0};
    for (int i = 0; i < 4 && liking[i] > 0; i++) {
        Plan plan = plan_columns(layout, tiles, liking[i]);
        plan.has_more = !grid->has_more_elsewhere;
        plan.more_height = layout_measure_more(layout, plan.width);
        plan.more_height = MIN(plan.more_height, tiles->area.h);
        if (plan.is_unfit && paged->columns != 0) {
            continue;
        }
        bool is_good = !plan.is_unfit && is_roomy(layout, &plan, tiles->area);
        if (is_good && plan.most_lines <= MANY_LINES) {
            return plan;
        }
        if (is_good && tight.columns == 0) {
            tight = plan;
        }
        set_gap(&plan, tiles->area.w, MIN(plan.gap, theme_mm_px(&layout->scale, tight_gap_mm)));
        if (!plan.is_unfit && tight.columns == 0 && sum_rows(&plan) <= tiles->area.h) {
            tight = plan;
        }
        int shown = fill_page(layout, &plan, tiles, 0);
        if (paged->columns == 0 || paged->is_unfit || shown > most) {
            *paged = plan;
            most = shown;
        }
    }
    return tight;
}

/* All cells on one page: equal rows if that fits, else every row as high as it needs with the rest
 * shared out. */
static void place_whole(Layout *layout, const LayoutGrid *grid, const LayoutTiles *tiles,
                        const Plan *plan)
{
    Rect area = tiles->area;
    int max = theme_mm_px(&layout->scale, grid->max_row_mm);
    int even = (area.h - (plan->rows - 1) * plan->gap) / plan->rows;
    bool is_even = even >= plan->highest;
    int spare = MAX(0, area.h - sum_rows(plan)) / plan->rows;
    int y = area.y;
    for (int row = 0; row < plan->rows; row++) {
        int height = is_even ? MAX(plan->highest, MIN(even, max)) : plan->row_min[row] + spare;
        for (int i = row * plan->columns; i < MIN((int)tiles->n, (row + 1) * plan->columns); i++) {
            Rect rect = {area.x + i % plan->columns * (plan->width + plan->gap), y, plan->width,
                         height};
            layout_add_cell(layout, &tiles->cells[i], rect);
        }
        y += height + plan->gap;
    }
}

typedef struct {
    int first, shown, pages;
    bool is_long;
    bool is_overfull; /* this page or another: all pages of a list are laid out alike */
} Page;

static Page find_page(const Layout *layout, const Plan *plan, const LayoutTiles *tiles)
{
    int starts[LAYOUT_MAX_CELLS + 1];
    int pages = 0;
    bool is_overfull = plan->is_unfit;
    for (int first = 0; first < (int)tiles->n;) {
        int shown = fill_page(layout, plan, tiles, first);
        is_overfull = is_overfull || measure_page(layout, plan, first, shown) > tiles->area.h;
        starts[pages++] = first;
        first += shown;
    }
    starts[pages] = (int)tiles->n;
    int at = layout->facts->visit->page % pages;
    return (Page){starts[at], starts[at + 1] - starts[at], pages, pages > MANY_PAGES, is_overfull};
}

/* One page of several; returns how many there are. */
static int place_page(Layout *layout, const LayoutGrid *grid, const LayoutTiles *tiles,
                      const Plan *plan)
{
    Page page = find_page(layout, plan, tiles);
    char label[64];
    LayoutCell shown[LAYOUT_MAX_CELLS + 1];
    LayoutTiles part_of = {shown, (gsize)page.shown, tiles->area};
    memcpy(shown, &tiles->cells[page.first], part_of.n * sizeof *shown);
    Plan part = plan_columns(layout, &part_of, plan->columns);
    set_gap(&part, tiles->area.w, plan->gap);
    if (plan->has_more) {
        shown[part_of.n++] = layout_more_cell(layout, page.pages, label);
        int row = page.shown / part.columns;
        part.row_min[row] = MAX(part.row_min[row], plan->more_height);
        part.rows = row + 1;
    }
    int max = theme_mm_px(&layout->scale, grid->max_row_mm) * part.rows;
    int needed = sum_rows(&part);
    layout->is_overfull = layout->is_overfull || page.is_overfull;
    layout->is_long = layout->is_long || page.is_long;
    part_of.area.h = MIN(tiles->area.h, MAX(max, needed));
    place_whole(layout, grid, &part_of, &part);
    layout->pages = page.pages;
    return page.pages;
}

/* The same cells in the hint's type, where they are larger. */
static void make_smaller(LayoutCell *to, const LayoutTiles *tiles, ThemeType type)
{
    memcpy(to, tiles->cells, tiles->n * sizeof *to);
    for (gsize i = 0; i < tiles->n; i++) {
        to[i].type = type;
    }
}

int layout_add_grid(Layout *layout, const LayoutGrid *grid, const LayoutTiles *tiles)
{
    g_assert(tiles->n <= LAYOUT_MAX_CELLS);
    LayoutCell cells[LAYOUT_MAX_CELLS];
    LayoutTiles smaller = {cells, tiles->n, tiles->area};
    Plan paged;
    if (tiles->n == 0) {
        return 1;
    }
    Plan plan = find_whole(layout, grid, tiles, &paged);
    if (plan.columns == 0 || plan.most_lines > MANY_LINES) {
        make_smaller(cells, tiles, THEME_TYPE_HINT);
        tiles = &smaller;
        plan = find_whole(layout, grid, tiles, &paged);
    }
    if (plan.columns == 0 && grid->has_no_pages && layout->is_tight) {
        make_smaller(cells, tiles, THEME_TYPE_FOOT);
        plan = find_whole(layout, grid, tiles, &paged);
    }
    if (plan.columns == 0) {
        return place_page(layout, grid, tiles, &paged);
    }
    place_whole(layout, grid, tiles, &plan);
    return 1;
}

bool layout_fits_grid(const Layout *layout, const LayoutGrid *grid, const LayoutTiles *tiles)
{
    LayoutCell cells[LAYOUT_MAX_CELLS];
    const LayoutTiles smaller = {cells, tiles->n, tiles->area};
    Plan paged;
    bool may_be_small = grid->has_no_pages && layout->is_tight;
    make_smaller(cells, tiles, may_be_small ? THEME_TYPE_FOOT : THEME_TYPE_HINT);
    return find_whole(layout, grid, &smaller, &paged).columns != 0;
}

bool layout_fits_column(const Layout *layout, const LayoutTiles *tiles)
{
    return !plan_columns(layout, tiles, 1).is_unfit;
}

static LayoutCell make_more(const Layout *layout, int page, int pages, char label[64])
{
    const char *word = layout_string(layout, "ui.btn.more");
    g_snprintf(label, 64, "%s  %d/%d", word, page, pages);
    return (LayoutCell){
        .id = "more",
        .look = WIDGET_LOOK_QUIET,
        .role = WIDGET_ROLE_BUTTON,
        .text = label,
        .short_text = label + strlen(word) + 2,
        .language = layout->language_index,
        .type = THEME_TYPE_HINT,
        .sign = SIGN_MORE,
    };
}

LayoutCell layout_more_cell(const Layout *layout, int pages, char label[64])
{
    return make_more(layout, layout->facts->visit->page % MAX(1, pages) + 1, pages, label);
}

int layout_measure_more(const Layout *layout, int width)
{
    char label[64];
    const LayoutCell widest = make_more(layout, 99, 99, label);
    return text_extents(set_cell(layout, &widest, width))->is_overlong
               ? G_MAXINT
               : layout_measure_cell(layout, &widest, width);
}

void layout_add_cell(Layout *layout, const LayoutCell *cell, Rect rect)
{
    Widget *widget = scene_add(layout->scene, cell->id, cell->role, cell->look, rect);
    widget->text = set_cell(layout, cell, rect.w);
    widget->pictogram = set_pictogram(layout, cell);
    widget->sign = cell->sign;
    widget->is_target = true;
    widget->is_selected = cell->is_selected;
    widget_set_label(widget, cell->text);
}

/* All pages are laid out alike: the key must have room for its longest number. */
void layout_add_more(Layout *layout, int pages, Rect rect)
{
    char label[64];
    if (pages > 1 && rect.h > 0) {
        LayoutCell more = layout_more_cell(layout, pages, label);
        layout->is_overfull = layout->is_overfull || layout_measure_more(layout, rect.w) > rect.h;
        layout_add_cell(layout, &more, rect);
    }
}
