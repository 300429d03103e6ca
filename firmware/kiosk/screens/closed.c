// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/screens.h"

#include <assert.h>

#include "kiosk/layout_message.h"

/* What stands there in the place of "this screen is not working now". */
static const char *const reasons[] = {
    [SITE_TODAY_REASON_NONE] = "ui.closed.title",
    [SITE_TODAY_REASON_BREAK] = "ui.closed.reason.break",
    [SITE_TODAY_REASON_EARLY] = "ui.closed.reason.early",
    [SITE_TODAY_REASON_FAULT] = "ui.closed.reason.fault",
    [SITE_TODAY_REASON_CLEANING] = "ui.closed.reason.cleaning",
    [SITE_TODAY_REASON_EVENT] = "ui.closed.reason.event",
};
static_assert(G_N_ELEMENTS(reasons) == SITE_TODAY_REASON_COUNT, "a text for every reason");

/* An older content has no words for the reasons. */
static const char *say_why(const Layout *layout, int language)
{
    const Content *content = layout->facts->content;
    const char *why = content_text(content, language, reasons[layout->facts->closed_reason]);
    return why[0] ? why : content_text(content, language, reasons[SITE_TODAY_REASON_NONE]);
}

/* Without content there are no texts but these: Dutch and English, the languages every desk can
 * explain. */
static void add_without_content(Layout *layout)
{
    static const char *const lines[] = {
        "Dit scherm werkt nu niet. Vraag een medewerker om hulp.",
        "This screen is not working now. Please ask a member of staff."};
    int margin = layout_space(layout, THEME_SPACE_MARGIN);
    TextStyle style = {
        .language = "nl", .cap_px = theme_cap_px(&layout->scale, THEME_TYPE_TITLE), .weight = 600};
    int y = layout->facts->height_px / 4;
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        const TextLayout *set =
            text_set(layout->facts->setter, &style, lines[i], layout->facts->width_px - 2 * margin);
        Rect rect = {margin, y, layout->facts->width_px - 2 * margin, text_extents(set)->height};
        Widget *widget = scene_add(layout->scene, i == 0 ? "title" : NULL, WIDGET_ROLE_TITLE,
                                   WIDGET_LOOK_TEXT, rect);
        widget->text = set;
        widget->ink = THEME_COLOUR_INK;
        widget_set_label(widget, lines[i]);
        y += rect.h + 2 * layout_space(layout, THEME_SPACE_GAP);
    }
}

/* One line of the list: the sentence in language index `language`. */
static const TextLayout *set_line(const Layout *layout, int language, ThemeType type, int width)
{
    const LayoutText look = {type, 400, THEME_COLOUR_INK_QUIET, TEXT_ALIGN_START};
    return layout_set_in(layout, language, &look, say_why(layout, language), width);
}

/* The other languages in columns of `width`. */
typedef struct {
    int columns, width;
    ThemeType type;
    int half; /* where the second column begins */
} Others;

static Others divide_others(const Layout *layout, int columns, ThemeType type)
{
    gsize n;
    Others others = {.columns = columns, .type = type, .half = G_MAXINT};
    int gap = layout_space(layout, THEME_SPACE_GAP);
    int whole = 0;
    others.width = (layout->body.w - (columns - 1) * gap) / columns;
    content_languages(layout->facts->content, &n);
    for (int i = 0; i < (int)n && columns > 1; i++) {
        const TextLayout *set = set_line(layout, i, type, others.width);
        whole += i == layout->language_index ? 0 : text_extents(set)->height;
        others.half = whole / columns;
    }
    return others;
}

static void add_line(Layout *layout, const TextLayout *set, int language, Rect rect)
{
    Widget *widget = scene_add(layout->scene, NULL, WIDGET_ROLE_TEXT, WIDGET_LOOK_TEXT, rect);
    widget->text = set;
    widget->ink = THEME_COLOUR_INK_QUIET;
    widget_set_label(widget, say_why(layout, language));
}

/* Each line as high as its words need; false when they do not fit. */
static bool add_others(Layout *layout, const Others *others, bool is_adding)
{
    gsize n;
    content_languages(layout->facts->content, &n);
    Rect at = {layout->body.x, layout->body.y, others->width, 0};
    int end = layout->body.y + layout->body.h;
    bool fits = true;
    for (int i = 0; i < (int)n; i++) {
        if (i == layout->language_index) {
            continue;
        }
        const TextLayout *set = set_line(layout, i, others->type, at.w);
        at.h = text_extents(set)->height;
        if (at.x == layout->body.x && at.y + at.h / 2 - layout->body.y > others->half) {
            at.x += at.w + layout_space(layout, THEME_SPACE_GAP);
            at.y = layout->body.y;
        }
        fits = fits && at.y + at.h <= end && !text_extents(set)->is_overlong;
        if (is_adding && at.y + at.h <= end) {
            add_line(layout, set, i, at);
        }
        at.y += at.h;
    }
    return fits;
}

/* Nobody has chosen a language here: the sentence, why if that is known, stands in all of them, the
 * site's first one largest. */
void screen_closed(Layout *layout)
{
    static const ThemeType types[] = {THEME_TYPE_HINT, THEME_TYPE_FOOT};
    if (!layout->facts->content) {
        add_without_content(layout);
        return;
    }
    layout_frame(layout, say_why(layout, layout->language_index), 0, 0);
    const LayoutText look = {layout->is_tight ? THEME_TYPE_HINT : THEME_TYPE_ANSWER, 400,
                             THEME_COLOUR_INK, TEXT_ALIGN_START};
    if (!layout->is_tight || !layout->facts->message) { /* what staff say today matters more */
        layout_stack_text(layout, &look, layout_string(layout, "ui.closed.text"));
    }
    layout_stack_message(layout, &layout_message_usual);
    Others others = {0};
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++) {
        for (int columns = 1; columns <= 2; columns++) {
            others = divide_others(layout, columns, types[i]);
            if (add_others(layout, &others, false)) {
                (void)add_others(layout, &others, true);
                return;
            }
        }
    }
    layout->is_overfull = true;
    (void)add_others(layout, &others, true);
}
