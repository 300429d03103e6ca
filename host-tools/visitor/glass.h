// SPDX-License-Identifier: EUPL-1.2
/* The kiosk's glass as the visitor sees it: the tree of what is shown, and hands to touch it. */
#pragma once

#include "visitor/client.h"

typedef struct {
    Client *client; /* borrowed */
    json_t *tree;   /* owned; as of the last look */
    bool by_keys;   /* the keypad's arrows and select instead of a finger */
} Glass;

void glass_clear(Glass *glass);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Glass, glass_clear)

/* Looks again. */
bool glass_look(Glass *glass, GError **error) G_GNUC_WARN_UNUSED_RESULT;
const char *glass_screen(const Glass *glass);
const char *glass_detail(const Glass *glass);
/* The widget, or NULL. Borrowed until the next look. */
const json_t *glass_find(const Glass *glass, const char *id);
/* Its words, or its id when it has none. */
const char *glass_label(const Glass *glass, const char *id);

/* Where the keys are, or NULL. Borrowed until the next look. */
const json_t *glass_focused(const Glass *glass);

/* Touches a widget, turning the pages of a list until it is there, and looks again. Fails when it
 * is nowhere, or when nothing came of the touch. */
bool glass_touch(Glass *glass, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Waits for one of the screens ("a|b"), then looks. */
bool glass_wait(Glass *glass, const char *screens, int limit_ms,
                GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool glass_advance_clock(Glass *glass, gint64 ms, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the kiosk paints text. */
bool glass_paint_text(Glass *glass, bool is_painted, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool glass_save_picture(Glass *glass, const char *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
