// SPDX-License-Identifier: EUPL-1.2
/* Where a visitor without touch is: one enabled target at a time, moved by the keys of a keypad (EN
 * 301 549 5.1.6). Not shown until a key is used, gone at the next touch, never trapped: where there
 * is no neighbour, it goes on in reading order and round. Pure; main thread. */
#pragma once

#include "ui/scene.h"

typedef enum {
    FOCUS_MOVE_UP,
    FOCUS_MOVE_DOWN,
    FOCUS_MOVE_LEFT,
    FOCUS_MOVE_RIGHT,
    FOCUS_MOVE_NEXT, /* reading order */
    FOCUS_MOVE_PREVIOUS,
} FocusMove;

/* All-zero: nowhere, not shown. */
typedef struct {
    char id[WIDGET_ID_BYTES];
    bool is_shown;
} Focus;

/* The first key shows the focus, where it was or on what is chosen or else on the first target that
 * is not in the footer; the next ones move it. */
void focus_move(Focus *focus, const Scene *scene, FocusMove move);

/* Another scene came: stays on the same target if it is still there, else starts anew. */
void focus_follow(Focus *focus, const Scene *scene);
void focus_hide(Focus *focus);

/* The id to paint the outline on and to act on, or NULL. Borrowed. */
const char *focus_shown(const Focus *focus);
