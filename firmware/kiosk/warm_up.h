// SPDX-License-Identifier: EUPL-1.2
/* Draws every pictogram of the content once in idle time, at every size of screen and paper: the
 * first visitor does not wait for them, and what is kept of pictures says nothing of who came. Main
 * thread. */
#pragma once

#include "kiosk/screen_facts.h"

typedef struct WarmUp WarmUp;

/* `setter` and `content` are borrowed until warm_up_stop; `scale` is copied. Ends by itself when
 * all is drawn. Caller frees with warm_up_stop. */
WarmUp *warm_up_start(const Content *content, TextSetter *setter, const ThemeScale *scale,
                      int paper_width_dots);
void warm_up_stop(WarmUp *warm_up);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WarmUp, warm_up_stop)
