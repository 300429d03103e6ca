// SPDX-License-Identifier: EUPL-1.2
/* How bright the glass is, as the settings want it. Main thread. */
#pragma once

#include "base/settings.h"

/* Percent, 0: it cannot be set here. */
int brightness_now(const Settings *settings);
/* At the start, and when the setting changed; 0 leaves it as it is. What fails is logged. */
void brightness_apply(const Settings *settings);
