// SPDX-License-Identifier: EUPL-1.2
/* The keys for the volume, which lie over the lower edge of a screen while a visitor who listens
 * wants them: softer, louder, off, done, and how loud it is. Always above the footer, so in the
 * lower half as well. Main thread. */
#pragma once

#include "kiosk/layout.h"

/* On a scene that is laid out, before it is mirrored. What they cover is taken away: it comes back
 * when the screen is laid out without them. */
void layout_add_volume(const Layout *layout);
