// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/screens.h"

#include "intake/flow.h"

static const LayoutGrid tiles = {{2, 3, 1}, {1, 2}, 40};
static const LayoutGrid pictures = {{4, 3, 5, 2}, {3, 2}, 48};

enum { MANY_OPTIONS = 9 }; /* from here on pictures with words below */

typedef struct {
    const Question *question;
    guint32 shown;
    bool has_many;
} Asked;

static LayoutCell make_cell(const Layout *layout, const Asked *asked, gsize index)
{
    const QuestionOption *option = &asked->question->options[index];
    const Visit *visit = layout->facts->visit;
    bool is_quiet = option->is_skip || option->is_exclusive;
    LayoutCell cell = {
        .look = is_quiet          ? WIDGET_LOOK_QUIET
                : asked->has_many ? WIDGET_LOOK_PICTURE_TILE
                                  : WIDGET_LOOK_TILE,
        .role = WIDGET_ROLE_CHOICE,
        .text = layout_string(layout, option->text),
        .emoji = option->icon ? content_pictogram(layout->facts->content, option->icon) : NULL,
        .language = layout->language_index,
        .type = asked->has_many || is_quiet ? THEME_TYPE_HINT : THEME_TYPE_ANSWER,
        .is_selected = visit->pending >> index & 1,
    };
    g_snprintf(cell.id, sizeof cell.id, "option.%s.%s", asked->question->id, option->id);
    return cell;
}

/* The way out ("none", "rather not say") beside the button to go on; elsewhere it is the last tile.
 */
static void add_multi_bottom(Layout *layout, const LayoutCell *quiet)
{
    int gap = layout_space(layout, THEME_SPACE_GAP);
    Rect whole = layout->body;
    const LayoutButton next = {"next", layout_string(layout, "ui.btn.next"), WIDGET_LOOK_PRIMARY,
                               SIGN_NEXT};
    layout_bottom_buttons(layout, &next, 1);
    const Widget *button = scene_find(layout->scene, "next");
    Widget *mutable_button = &layout->scene->widgets[button - layout->scene->widgets];
    mutable_button->is_enabled = layout->facts->visit->pending != 0;
    if (!quiet) {
        return;
    }
    if (layout->is_landscape) {
        Rect rect = {whole.x, button->rect.y, button->rect.x - gap - whole.x, button->rect.h};
        layout_add_grid(layout, &(LayoutGrid){{1}, {1}, 100}, quiet, 1, rect);
        return;
    }
    int height = layout_space(layout, THEME_SPACE_TARGET);
    Rect rect = {whole.x, layout->body.y + layout->body.h - height, whole.w, height};
    layout_add_grid(layout, &(LayoutGrid){{1}, {1}, 100}, quiet, 1, rect);
    layout->body.h -= height + gap;
}

static void add_options(Layout *layout, const Asked *asked)
{
    LayoutCell cells[LAYOUT_MAX_CELLS];
    gsize n = 0;
    bool is_multi = asked->question->kind == QUESTION_KIND_MULTI;
    LayoutCell quiet;
    bool has_quiet = false;
    for (gsize i = 0; i < asked->question->n_options; i++) {
        if (!(asked->shown >> i & 1)) {
            continue;
        }
        LayoutCell cell = make_cell(layout, asked, i);
        if (is_multi && cell.look == WIDGET_LOOK_QUIET && !has_quiet) {
            quiet = cell;
            has_quiet = true;
        } else {
            cells[n++] = cell;
        }
    }
    if (is_multi) {
        add_multi_bottom(layout, has_quiet ? &quiet : NULL);
    }
    layout_add_grid(layout, asked->has_many ? &pictures : &tiles, cells, n, layout->body);
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

void screen_question(Layout *layout)
{
    const Visit *visit = layout->facts->visit;
    const Content *content = layout->facts->content;
    gsize n;
    Asked asked = {.question = &content_questions(content, &n)[visit->question]};
    asked.shown = flow_shown_options(content, &visit->answers, visit->question);
    asked.has_many = __builtin_popcount(asked.shown) >= MANY_OPTIONS;
    int done = visit->answers.n_answered;
    int total = done + MAX(1, flow_estimate_remaining(content, &visit->answers));
    layout_frame(layout,
                 layout_string(layout, flow_wording(content, &visit->answers, visit->question)),
                 done + 1, total);
    g_autofree char *hint = make_hint(layout, asked.question);
    if (hint) {
        const LayoutText look = {THEME_TYPE_HINT, 400, THEME_COLOUR_INK_QUIET, TEXT_ALIGN_START};
        layout_stack_text(layout, &look, hint);
    }
    add_options(layout, &asked);
}
