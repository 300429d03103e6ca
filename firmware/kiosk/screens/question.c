// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/screens.h"

#include "intake/flow.h"

static const LayoutGrid tiles = {
    .columns_landscape = {2, 3, 1}, .columns_portrait = {1, 2}, .max_row_mm = 40};
static const LayoutGrid pictures = {
    .columns_landscape = {4, 3, 5, 2}, .columns_portrait = {3, 2}, .max_row_mm = 48};

enum { MANY_OPTIONS = 9 }; /* from here on pictures with words below */

typedef struct {
    const Question *question;
    guint32 shown;
    bool has_many;
} Asked;

/* A name without a picture, such as a town's, gets as many dots as its place in the list. */
static LayoutCell make_cell(const Layout *layout, const Asked *asked, gsize index)
{
    const QuestionOption *option = &asked->question->options[index];
    const Visit *visit = layout->facts->visit;
    bool is_quiet = option->is_skip || option->is_exclusive;
    const char *emoji = content_pictogram(layout->facts->content, option->icon);
    LayoutCell cell = {
        .look = is_quiet          ? WIDGET_LOOK_QUIET
                : asked->has_many ? WIDGET_LOOK_PICTURE_TILE
                                  : WIDGET_LOOK_TILE,
        .role = WIDGET_ROLE_CHOICE,
        .text = layout_string(layout, option->text),
        .emoji = emoji,
        .sign = emoji ? SIGN_NONE : sign_of_dots((int)index + 1),
        .language = layout->language_index,
        .type = asked->has_many || is_quiet ? THEME_TYPE_HINT : THEME_TYPE_ANSWER,
        .is_selected = visit->pending >> index & 1,
    };
    g_snprintf(cell.id, sizeof cell.id, "option.%s.%s", asked->question->id, option->id);
    return cell;
}

/* Many options are pictures with words below where they all fit, else tiles, which take less room.
 */
static bool use_pictures(const Layout *layout, LayoutCell *cells, gsize n)
{
    bool fits = layout_fits_grid(layout, &pictures, &(LayoutTiles){cells, n, layout->body});
    for (gsize i = 0; i < n && !fits; i++) {
        if (cells[i].look == WIDGET_LOOK_PICTURE_TILE) {
            cells[i].look = WIDGET_LOOK_TILE;
        }
    }
    return fits;
}

/* Below the options of a multi question: the way out ("none", "rather not say"), "more" where there
 * are pages, and "next". In portrait "next" has a row of its own, or shares it with "more" where
 * the way out would be narrow for its words. */
typedef struct {
    Rect quiet, more, next;
    bool is_quiet_alone;
} Bottom;

static bool is_cell_overlong(const Layout *layout, const LayoutCell *cell, int width)
{
    const LayoutText look = {cell->type, 400, THEME_COLOUR_INK, TEXT_ALIGN_START};
    int inner = scene_text_width_px(&layout->scale, cell->look, width);
    return text_extents(layout_set(layout, &look, cell->text, inner))->is_overlong;
}

static void put_next_beside_more(Layout *layout, Bottom *bottom)
{
    int gap = layout_space(layout, THEME_SPACE_GAP);
    bottom->quiet.w = layout->body.w;
    bottom->more.x = layout->body.x;
    bottom->more.y = bottom->next.y;
    bottom->more.h = bottom->next.h;
    bottom->next.x = bottom->more.x + bottom->more.w + gap;
    bottom->next.w = bottom->more.w;
}

static Bottom divide_bottom(Layout *layout, const LayoutCell *quiet)
{
    int gap = layout_space(layout, THEME_SPACE_GAP);
    int whole = layout->body.w;
    int target = layout_space(layout, THEME_SPACE_TARGET);
    int parts = layout->is_landscape ? 3 : 2;
    int more_w = (whole - (parts - 1) * gap) / parts;
    Bottom bottom = {.quiet = layout->body};
    bottom.quiet.w = more_w;
    char label[64];
    LayoutCell more = layout_more_cell(layout, 1, label);
    bottom.quiet.h =
        MAX(layout_measure_cell(layout, quiet, more_w), layout_measure_cell(layout, &more, more_w));
    int alone_h = layout_measure_cell(layout, quiet, whole);
    int shared_h = MAX(target, layout_measure_cell(layout, &more, more_w));
    bottom.is_quiet_alone = !layout->is_landscape && (is_cell_overlong(layout, quiet, more_w) ||
                                                      alone_h + shared_h < bottom.quiet.h + target);
    if (bottom.is_quiet_alone) {
        target = shared_h;
        bottom.quiet.h = alone_h;
    }
    int height = bottom.quiet.h + (layout->is_landscape ? 0 : gap + target);
    bottom.quiet.y += layout->body.h - height;
    bottom.more = bottom.quiet;
    bottom.more.x += bottom.quiet.w + gap;
    bottom.more.w = more_w;
    bottom.next = bottom.more;
    bottom.next.x += more_w + gap;
    bottom.next.w = layout->body.x + whole - bottom.next.x;
    if (!layout->is_landscape) {
        bottom.next = (Rect){layout->body.x, bottom.quiet.y + bottom.quiet.h + gap, whole, target};
    }
    layout->body.h -= height + gap;
    return bottom;
}

static void add_multi(Layout *layout, const Asked *asked, LayoutCell *cells, gsize n,
                      const LayoutCell *quiet)
{
    const LayoutButton next = {"next", layout_string(layout, "ui.btn.next"), WIDGET_LOOK_PRIMARY,
                               SIGN_NEXT};
    Bottom bottom = divide_bottom(layout, quiet);
    bool has_pictures = asked->has_many && use_pictures(layout, cells, n);
    LayoutGrid grid = has_pictures ? pictures : tiles;
    grid.has_more_elsewhere = true;
    int pages = layout_add_grid(layout, &grid, &(LayoutTiles){cells, n, layout->body});
    if (pages > 1) {
        char label[64];
        if (bottom.is_quiet_alone) {
            put_next_beside_more(layout, &bottom);
        }
        LayoutCell more = layout_more_cell(layout, pages, label);
        layout_add_cell(layout, quiet, bottom.quiet);
        layout_add_cell(layout, &more, bottom.more);
    } else {
        bottom.quiet.w = bottom.more.x + bottom.more.w - bottom.quiet.x;
        layout_add_cell(layout, quiet, bottom.quiet);
    }
    layout_add_button(layout, &next, bottom.next)->is_enabled = layout->facts->visit->pending != 0;
}

/* In the lower half the way out is one of the tiles. */
static void add_low_multi(Layout *layout, const Asked *asked, LayoutCell *cells, gsize n)
{
    const LayoutButton next = {"next", layout_string(layout, "ui.btn.next"), WIDGET_LOOK_PRIMARY,
                               SIGN_NEXT};
    LayoutKeys keys = layout_cut_keys(layout, &next);
    bool has_pictures = asked->has_many && use_pictures(layout, cells, n);
    LayoutGrid grid = has_pictures ? pictures : tiles;
    grid.has_more_elsewhere = keys.more.h > 0;
    int pages = layout_add_grid(layout, &grid, &(LayoutTiles){cells, n, layout->body});
    layout_add_more(layout, pages, keys.more);
    layout_add_button(layout, &next, keys.primary)->is_enabled = layout->facts->visit->pending != 0;
}

static void add_options(Layout *layout, const Asked *asked)
{
    LayoutCell cells[LAYOUT_MAX_CELLS];
    gsize n = 0;
    bool is_multi = asked->question->kind == QUESTION_KIND_MULTI;
    LayoutCell quiet = {0};
    for (gsize i = 0; i < asked->question->n_options; i++) {
        if (!(asked->shown >> i & 1)) {
            continue;
        }
        LayoutCell cell = make_cell(layout, asked, i);
        if (is_multi && cell.look == WIDGET_LOOK_QUIET) {
            quiet = cell;
        } else {
            cells[n++] = cell;
        }
    }
    if (is_multi && layout->facts->visit->is_reach) {
        cells[n++] = quiet;
        add_low_multi(layout, asked, cells, n);
    } else if (is_multi) {
        add_multi(layout, asked, cells, n, &quiet);
    } else {
        layout_add_grid(layout, asked->has_many ? &pictures : &tiles,
                        &(LayoutTiles){cells, n, layout->body});
    }
}

/* "You have chosen 3. That is enough." instead of the hint, once no more can be chosen. */
static char *make_hint(const Layout *layout, const Question *question)
{
    const Visit *visit = layout->facts->visit;
    int chosen = __builtin_popcount(visit->pending);
    if (question->kind == QUESTION_KIND_MULTI && question->max_chosen > 1 &&
        chosen >= question->max_chosen) {
        g_autofree char *number = g_strdup_printf("%d", chosen);
        return content_format(layout->facts->content, layout->language_index, "ui.select.max", "n",
                              number, NULL);
    }
    return question->hint ? g_strdup(layout_string(layout, question->hint)) : NULL;
}

static bool has_pictograms(const Content *content, const Asked *asked)
{
    for (gsize i = 0; i < asked->question->n_options; i++) {
        const char *icon = asked->question->options[i].icon;
        if (asked->shown >> i & 1 && !content_pictogram(content, icon)) {
            return false;
        }
    }
    return true;
}

void screen_question(Layout *layout)
{
    const Visit *visit = layout->facts->visit;
    const Content *content = layout->facts->content;
    gsize n;
    Asked asked = {.question = &content_questions(content, &n)[visit->question]};
    asked.shown = flow_shown_options(content, &visit->answers, visit->question);
    asked.has_many =
        __builtin_popcount(asked.shown) >= MANY_OPTIONS && has_pictograms(content, &asked);
    int done = visit->answers.n_answered;
    int total = done + MAX(1, flow_estimate_remaining(content, &visit->answers));
    layout_frame(layout,
                 layout_string(layout, flow_wording(content, &visit->answers, visit->question)),
                 done + 1, total);
    g_autofree char *hint = make_hint(layout, asked.question);
    if (hint && !layout->is_tight) {
        const LayoutText look = {THEME_TYPE_HINT, 400, THEME_COLOUR_INK_QUIET, TEXT_ALIGN_START};
        layout_stack_text(layout, &look, hint);
    }
    layout_keep_low(layout);
    add_options(layout, &asked);
}
