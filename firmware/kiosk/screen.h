// SPDX-License-Identifier: EUPL-1.2
/* From the state of a visit to what is on the glass: one layout function a screen, chosen by a
 * table. Screens are pure: they read the visit and the content and add widgets; they keep nothing.
 * Laid out left to right in pixels that follow from millimetres, mirrored whole at the end for
 * right-to-left languages. Main thread. */
#pragma once

#include "kiosk/screen_events.h"
#include "kiosk/screen_facts.h"

/* Lays out the visit's screen into `scene` (cleared first). */
void screen_lay_out(const ScreenFacts *facts, Scene *scene);
