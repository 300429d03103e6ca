// SPDX-License-Identifier: EUPL-1.2
/* The layout proof: everything a visitor can come to see of one pack on one panel, measured against
 * the norms. Shared by the tests of the screens. What fails is told with screen, language and text,
 * and its picture is left in build/log/screens. */
#pragma once

#include "intake/content.h"

#include "kiosk/screen_walk.h"

#include "ui/scene.h"

/* What no visitor may read, as a regular expression. */
extern const char proof_technical_words[];

typedef struct {
    const char *pack;
    int width_px, height_px, width_mm;
} Panel;

enum { PROOF_PANELS = 8 };
extern const Panel proof_panels[PROOF_PANELS];

typedef struct {
    const Panel *panel;
    Content *content;
    GArray *sights;
    Theme *theme;
    TextSetter *setter;
    cairo_surface_t *qr;
    Scene *scene, *other;
    GRegex *technical;
    GHashTable *told; /* faults that were told: each once */
    int n_scenes, n_faults;
    bool is_reach;  /* controls in the lower half */
    bool is_pseudo; /* no real language: type may be smaller than the norms, pages may be many */
} Proof;

/* The rotating sample: always, but with WEGWIJS_SAMPLE=1 (the slow builds) for every fourth index,
 * other ones every day, so that in four days each had its turn. WEGWIJS_DAY chooses the day. */
bool proof_is_todays(int index);

/* With `content`, which it takes over, or the panel's pack. */
void proof_init(Proof *proof, const Panel *panel, Content *content);
void proof_clear(Proof *proof);

void proof_lay_out(Proof *proof, const ScreenSight *sight, const Visit *visit, Scene *scene);
/* The scene last laid out in proof->scene. */
void proof_check_scene(Proof *proof, const Visit *visit);
/* Every page of every screen in language index `language`, in every text size and both contrasts.
 */
void proof_check_language(Proof *proof, int language);
/* Fails the test when there were faults. */
void proof_finish(Proof *proof);

/* The scene as it is shown; caller destroys. */
cairo_surface_t *proof_paint(const Scene *scene);
