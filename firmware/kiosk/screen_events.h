// SPDX-License-Identifier: EUPL-1.2
/* From touched widgets to events of the visit: ids of widgets and what they mean. Pure. */
#pragma once

#include "kiosk/visit.h"

/* What touching widget `id` means now. False: it means nothing. */
bool screen_find_event(const Visit *visit, const char *id, VisitEvent *event);
