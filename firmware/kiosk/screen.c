// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screen.h"

#include <assert.h>

#include "kiosk/layout.h"
#include "kiosk/layout_volume.h"
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
    bool fits;  /* as a visitor should have it */
    bool holds; /* all of it is there, though on very many pages */
    int pages;  /* of the list on the screen */
} Try;

/* A way to lay a screen out. */
typedef struct {
    int text_size;
    bool is_tight, may_break_words;
    double shrink;
} Way;

static Try try_way(const ScreenFacts *facts, Scene *scene, const Way *way)
{
    const Visit *visit = facts->visit;
    scene_clear(scene);
    name_scene(facts, scene);
    scene->scale = (ThemeScale){
        .theme = facts->theme,
        .px_per_mm = facts->px_per_mm,
        .text_size = way->text_size,
        .shrink = way->shrink,
        .contrast = visit->is_high_contrast ? THEME_CONTRAST_HIGH : THEME_CONTRAST_NORMAL,
    };
    Layout layout = {
        .facts = facts,
        .scene = scene,
        .scale = scene->scale,
        .language_index = choose_language(facts),
        .is_tight = way->is_tight,
        .may_break_words = way->may_break_words,
        .is_landscape = facts->width_px >= facts->height_px,
    };
    if (facts->content) {
        gsize n;
        layout.language = &content_languages(facts->content, &n)[layout.language_index];
        g_strlcpy(scene->language, layout.language->code, sizeof scene->language);
    }
    screens[visit->state](&layout);
    if (facts->volume_shown > 0) {
        layout_add_volume(&layout);
    }
    if (is_mirrored(&layout)) {
        scene_mirror(scene);
    }
    return (Try){!layout.is_overfull && !layout.is_long, !layout.is_overfull, layout.pages};
}

static Try try_size(const ScreenFacts *facts, Scene *scene, int text_size, bool is_tight)
{
    return try_way(facts, scene, &(Way){text_size, is_tight, false, 0});
}

/* A text longer than any panel has room for (a translation nobody laid out): words are broken, then
 * type goes below the norms. Small is better than lost. */
static void lay_out_somehow(const ScreenFacts *facts, Scene *scene)
{
    static const double shrinks[] = {0, 0.85, 0.72, 0.61, 0.52, 0.44};
    for (gsize i = 0; i < G_N_ELEMENTS(shrinks); i++) {
        const Way way = {0, true, true, shrinks[i]};
        if (try_way(facts, scene, &way).holds) {
            return;
        }
    }
}

/* The text size is the visitor's wish; a small panel gives as much of it as fits. A list of many
 * pages is laid out tightly if that saves pages. */
void screen_lay_out(const ScreenFacts *facts, Scene *scene)
{
    enum { MANY_PAGES = 4 };
    bool holds = false;
    for (int text_size = facts->visit->text_size; text_size >= 0; text_size--) {
        Try loose = try_size(facts, scene, text_size, false);
        if (loose.fits && loose.pages < MANY_PAGES) {
            return;
        }
        Try tight = try_size(facts, scene, text_size, true);
        holds = tight.holds;
        if (tight.fits && (!loose.fits || tight.pages < loose.pages)) {
            return;
        }
        if (loose.fits) {
            (void)try_size(facts, scene, text_size, false);
            return;
        }
    }
    if (!holds) {
        lay_out_somehow(facts, scene);
    }
}
