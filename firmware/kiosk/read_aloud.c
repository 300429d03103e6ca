// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/read_aloud.h"

#include <string.h>

#include "kiosk/read_slip.h"

/* --- widgets -----------------------------------------------------------------------------------
 */

#define LANGUAGE_PREFIX "lang."

static bool is_language(const Widget *widget)
{
    return g_str_has_prefix(widget->id, LANGUAGE_PREFIX);
}

/* A language's own name is said in that language, and what staff typed in theirs. */
static int language_of(const Visit *visit, const Scene *scene, const Widget *widget)
{
    const char *code = is_language(widget)                  ? widget->id + strlen(LANGUAGE_PREFIX)
                       : g_str_equal(widget->id, "message") ? "nl"
                                                            : scene->language;
    return content_find_language(visit->content, code);
}

static void read_widget(const Visit *visit, const Scene *scene, const Widget *widget,
                        const Spoken *to)
{
    int language = language_of(visit, scene, widget);
    if (language < 0 || !widget->label) {
        return;
    }
    spoken_say(to, language, widget->label);
    if (widget->is_selected && !is_language(widget)) {
        spoken_say(to, language, content_text(visit->content, language, "ui.selected"));
    }
}

/* The card of a door is a frame; what stands on it is read by itself. The reference is read with
 * the slip. */
static bool is_read(const Widget *widget)
{
    return widget->look != WIDGET_LOOK_FOOT && widget->look != WIDGET_LOOK_CARD &&
           widget->role != WIDGET_ROLE_PROGRESS && widget->is_enabled &&
           !g_str_equal(widget->id, "slip.reference");
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

static void read_words(const Visit *visit, const Scene *scene, const Spoken *to)
{
    for (gsize i = 0; i < scene->n_widgets; i++) {
        const Widget *widget = &scene->widgets[i];
        if (is_read(widget) && !widget->is_target) {
            read_widget(visit, scene, widget, to);
        }
    }
}

/* In order; the languages begin with that of the welcome and go round. */
static void read_choices(const Visit *visit, const Scene *scene, const Spoken *to)
{
    g_autofree char *first_id = g_strconcat(LANGUAGE_PREFIX, scene->language, NULL);
    const Widget *first = scene_find(scene, first_id);
    gsize start = first ? (gsize)(first - scene->widgets) : 0;
    for (gsize i = 0; i < scene->n_widgets; i++) {
        const Widget *widget = &scene->widgets[(start + i) % scene->n_widgets];
        if (is_read(widget) && widget->is_target) {
            read_widget(visit, scene, widget, to);
        }
    }
}

void read_aloud_screen(const Visit *visit, const Scene *scene, const Spoken *to)
{
    if (!can_read(visit, scene)) {
        return;
    }
    read_words(visit, scene, to);
    read_choices(visit, scene, to);
    if (visit->state == VISIT_STATE_SLIP) {
        read_slip(visit, to);
    }
}

void read_aloud_widget(const Visit *visit, const Scene *scene, const char *id, const Spoken *to)
{
    const Widget *widget = can_read(visit, scene) ? scene_find(scene, id) : NULL;
    if (widget) {
        read_widget(visit, scene, widget, to);
    }
}

guint32 read_aloud_voices(const Content *content)
{
    gsize n = 0;
    guint32 voices = 0;
    const Language *languages = content ? content_languages(content, &n) : NULL;
    for (gsize i = 0; i < n; i++) {
        voices |= languages[i].voice ? 1U << i : 0;
    }
    return voices;
}
