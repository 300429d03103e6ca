// SPDX-License-Identifier: EUPL-1.2
/* What the inspector is asked and answers, as JSON. Main thread. */
#pragma once

#include "base/json.h"
#include "ui/inspector.h"

/* What a client waits for; all-zero is fulfilled at once. */
typedef struct {
    char screens[128]; /* names between '|', or "" for any */
    char detail[40];   /* or "" for any */
    gint64 after_frame;
    gint64 timeout_ms;
} InspectorWait;

typedef struct {
    Stage *stage;
    InspectorHandlers handlers;
    gint64 last_tap_ms;
    bool has_tapped;
} InspectorHands;

/* Does what one line asks. The answer is the caller's; NULL: `wait` is filled in, the answer comes
 * when it is fulfilled. */
json_t *inspector_answer(InspectorHands *hands, GBytes *line, InspectorWait *wait);

bool inspector_is_fulfilled(const Stage *stage, const InspectorWait *wait);
/* For a wait that is fulfilled, and for one whose time is up. Caller owns. */
json_t *inspector_describe_place(const Stage *stage);
json_t *inspector_describe_timeout(const Stage *stage, const InspectorWait *wait);
