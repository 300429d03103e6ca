// SPDX-License-Identifier: EUPL-1.2
/* One layout function a screen; each stands in the file of its name. Called by kiosk/screen only.
 */
#pragma once

#include "kiosk/layout.h"

void screen_languages(Layout *layout);
void screen_privacy(Layout *layout);
void screen_question(Layout *layout);
void screen_doors(Layout *layout);
void screen_provider(Layout *layout);
void screen_printing(Layout *layout);
void screen_slip(Layout *layout);
void screen_stop(Layout *layout);
void screen_staff(Layout *layout);
void screen_idle(Layout *layout);
void screen_closed(Layout *layout);
