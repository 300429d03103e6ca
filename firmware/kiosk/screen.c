// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screen.h"

#include <assert.h>

#include "kiosk/layout.h"
#include "kiosk/screens/screens.h"

typedef void (*LayOut)(Layout *layout);

static const LayOut screens[] = {
    [VISIT_STATE_LANGUAGES] = screen_languages, [VISIT_STATE_PRIVACY] = screen_privacy,
    [VISIT_STATE_QUESTION] = screen_question,   [VISIT_STATE_DOORS] = screen_doors,
    [VISIT_STATE_PROVIDER] = screen_provider,   [VISIT_STATE_PRINTING] = screen_printing,
    [VISIT_STATE_SLIP] = screen_slip,           [VISIT_STATE_STOP] = screen_stop,
    [VISIT_STATE_STAFF] = screen_staff,         [VISIT_STATE_IDLE] = screen_idle,
    [VISIT_STATE_CLOSED] = screen_closed,
};
static_assert(G_N_ELEMENTS(screens) == VISIT_STATE_COUNT, "a screen for every state");

static bool is_first(const Visit *visit)
{
    return visit->state == VISIT_STATE_LANGUAGES && visit->under == VISIT_STATE_LANGUAGES;
}

/* The first screen greets in one language after another; every other one speaks the visitor's. */
static int choose_language(const ScreenFacts *facts)
{
    return is_first(facts->visit) ? facts->greeting : facts->visit->language;
}

/* The first screen is nobody's yet: its tiles stay where they are while the greeting changes, or
 * they would run away from the finger. */
static bool is_mirrored(const Layout *layout)
{
    return layout->language && layout->language->is_rtl && !is_first(layout->facts->visit);
}

static void name_scene(const ScreenFacts *facts, Scene *scene)
{
    const Visit *visit = facts->visit;
    scene->width_px = facts->width_px;
    scene->height_px = facts->height_px;
    g_strlcpy(scene->screen, visit_state_name(visit->state), sizeof scene->screen);
    if (visit->state == VISIT_STATE_QUESTION) {
        gsize n;
        g_strlcpy(scene->detail, content_questions(facts->content, &n)[visit->question].id,
                  sizeof scene->detail);
    }
}

/* How one try went. */
typedef struct {
    bool fits;
    int pages; /* of the list on the screen */
} Try;

static Try try_size(const ScreenFacts *facts, Scene *scene, int text_size, bool is_tight)
{
    const Visit *visit = facts->visit;
    scene_clear(scene);
    name_scene(facts, scene);
    scene->scale = (ThemeScale){
        .theme = facts->theme,
        .px_per_mm = facts->px_per_mm,
        .text_size = text_size,
        .contrast = visit->is_high_contrast ? THEME_CONTRAST_HIGH : THEME_CONTRAST_NORMAL,
    };
    Layout layout = {
        .facts = facts,
        .scene = scene,
        .scale = scene->scale,
        .language_index = choose_language(facts),
        .is_tight = is_tight,
        .is_landscape = facts->width_px >= facts->height_px,
    };
    if (facts->content) {
        gsize n;
        layout.language = &content_languages(facts->content, &n)[layout.language_index];
        g_strlcpy(scene->language, layout.language->code, sizeof scene->language);
    }
    screens[visit->state](&layout);
    if (is_mirrored(&layout)) {
        scene_mirror(scene);
    }
    return (Try){!layout.is_overfull, layout.pages};
}

/* The text size is the visitor's wish; a small panel gives as much of it as fits. A list of many
 * pages is laid out tightly if that saves pages. */
void screen_lay_out(const ScreenFacts *facts, Scene *scene)
{
    enum { MANY_PAGES = 4 };
    for (int text_size = facts->visit->text_size; text_size >= 0; text_size--) {
        Try loose = try_size(facts, scene, text_size, false);
        if (loose.fits && loose.pages < MANY_PAGES) {
            return;
        }
        Try tight = try_size(facts, scene, text_size, true);
        if (tight.fits && (!loose.fits || tight.pages < loose.pages)) {
            return;
        }
        if (loose.fits) {
            (void)try_size(facts, scene, text_size, false);
            return;
        }
    }
}
