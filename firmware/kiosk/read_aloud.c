// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/read_aloud.h"

#include <string.h>

/* Says `text` without the marks that only tell how it is set (UAX #9: U+200E, U+200F, U+2066 to
 * U+2069), which synthesisers stumble over. */
static void say(const ReadAloud *to, const char *voice, const char *text)
{
    if (!voice || !text || !text[0]) {
        return;
    }
    g_autoptr(GString) plain = g_string_sized_new(strlen(text));
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (c != 0x200E && c != 0x200F && (c < 0x2066 || c > 0x2069)) {
            g_string_append_unichar(plain, c);
        }
    }
    to->say(voice, plain->str, to->user_data);
    explicit_bzero(plain->str, plain->len);
}

static const Language *find_language(const Visit *visit, const char *code)
{
    gsize n;
    int index = visit->content ? content_find_language(visit->content, code) : -1;
    return index < 0 ? NULL : &content_languages(visit->content, &n)[index];
}

const char *read_aloud_voice(const Visit *visit, const Scene *scene)
{
    const Language *language = find_language(visit, scene->language);
    return language ? language->voice : NULL;
}

/* A language's own name is said in that language. */
static const char *voice_of(const Visit *visit, const Scene *scene, const Widget *widget)
{
    if (g_str_has_prefix(widget->id, "lang.")) {
        const Language *language = find_language(visit, widget->id + strlen("lang."));
        return language ? language->voice : NULL;
    }
    return read_aloud_voice(visit, scene);
}

/* "ABCD-EFGH-J" sign by sign. */
static void spell(const ReadAloud *to, const char *voice, const char *reference)
{
    g_autoptr(GString) spelled = g_string_new(NULL);
    for (const char *at = reference; *at; at++) {
        g_string_append_printf(spelled, "%c%s", *at == '-' ? ',' : *at, " ");
    }
    say(to, voice, spelled->str);
    explicit_bzero(spelled->str, spelled->len);
}

static void read_widget(const Visit *visit, const Scene *scene, const Widget *widget,
                        const ReadAloud *to)
{
    const char *voice = voice_of(visit, scene, widget);
    if (!voice || !widget->label) {
        return;
    }
    if (g_str_equal(widget->id, "slip.reference")) {
        spell(to, voice, widget->label);
        return;
    }
    say(to, voice, widget->label);
    if (widget->is_selected && !g_str_has_prefix(widget->id, "lang.")) {
        say(to, voice, content_text(visit->content, visit->language, "ui.selected"));
    }
}

/* The card of a door is a frame; what stands on it is read by itself. */
static bool is_read(const Widget *widget)
{
    return widget->look != WIDGET_LOOK_FOOT && widget->look != WIDGET_LOOK_CARD &&
           widget->role != WIDGET_ROLE_PROGRESS && widget->is_enabled;
}

/* --- what is on paper --------------------------------------------------------------------------
 */

typedef struct {
    const Visit *visit;
    const char *voice;
    const ReadAloud *to;
} Paper;

static void read_text(const Paper *paper, const char *id)
{
    say(paper->to, paper->voice, content_text(paper->visit->content, paper->visit->language, id));
}

static void read_place(const Paper *paper, const Door *door, const Place *place)
{
    if (!place || !place->where) {
        read_text(paper, door->where);
    }
    if (place) {
        say(paper->to, paper->voice, place->where);
        say(paper->to, paper->voice, place->address);
        say(paper->to, paper->voice, place->phone);
    }
}

static void read_door(const Paper *paper, const TriagedDoor *triaged)
{
    gsize n;
    const Door *door = &content_doors(paper->visit->content, &n)[triaged->door];
    read_text(paper, door->title);
    read_place(paper, door,
               triage_place(paper->visit->content, &paper->visit->answers, triaged->door));
    for (gsize i = 0; door->bring && door->bring[i]; i++) {
        read_text(paper, door->bring[i]);
    }
    read_text(paper, door->next);
    for (gsize i = 0; triaged->notes[i]; i++) {
        read_text(paper, triaged->notes[i]);
    }
}

static void read_slip(const Visit *visit, const char *voice, const ReadAloud *to)
{
    const Paper paper = {visit, voice, to};
    for (gsize i = 0; voice && i < visit->result.n_doors; i++) {
        read_text(&paper, i == 0 ? "ui.result.first" : "ui.result.also");
        read_door(&paper, &visit->result.doors[i]);
    }
}

/* --- screens -----------------------------------------------------------------------------------
 */

/* Closed, nobody chose a language. */
static bool is_for_visitors(VisitState state)
{
    switch (state) {
    case VISIT_STATE_LANGUAGES:
    case VISIT_STATE_PRIVACY:
    case VISIT_STATE_QUESTION:
    case VISIT_STATE_DOORS:
    case VISIT_STATE_PROVIDER:
    case VISIT_STATE_PRINTING:
    case VISIT_STATE_SLIP:
    case VISIT_STATE_STOP:
    case VISIT_STATE_STAFF:
    case VISIT_STATE_IDLE:
        return true;
    case VISIT_STATE_CLOSED:
    case VISIT_STATE_COUNT:
        return false;
    }
    g_assert_not_reached();
}

static bool can_read(const Visit *visit, const Scene *scene)
{
    return visit->content && is_for_visitors(visit->state) &&
           g_str_equal(scene->screen, visit_state_name(visit->state));
}

void read_aloud_screen(const Visit *visit, const Scene *scene, const ReadAloud *to)
{
    if (!can_read(visit, scene)) {
        return;
    }
    for (int pass = 0; pass < 2; pass++) {
        for (gsize i = 0; i < scene->n_widgets; i++) {
            const Widget *widget = &scene->widgets[i];
            if (is_read(widget) && widget->is_target == (pass == 1)) {
                read_widget(visit, scene, widget, to);
            }
        }
    }
    if (visit->state == VISIT_STATE_SLIP) {
        read_slip(visit, read_aloud_voice(visit, scene), to);
    }
}

void read_aloud_widget(const Visit *visit, const Scene *scene, const char *id, const ReadAloud *to)
{
    const Widget *widget = can_read(visit, scene) ? scene_find(scene, id) : NULL;
    if (widget) {
        read_widget(visit, scene, widget, to);
    }
}
