// SPDX-License-Identifier: EUPL-1.2
/* The program's join: holds what a kiosk needs (glass, content, outbox, printer), feeds touches and
 * time to the visit and performs the effects it returns. Everything on one main loop. Main thread.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/settings.h"

typedef struct Kiosk Kiosk;

/* Opens the glass and shows the first frame. The rest (outbox, printer, watch on the state folder)
 * is opened right after it, so that the screen is there first. What is missing degrades: no content
 * shows `closed`, no outbox or printer sends visitors to the desk. Fails only without display,
 * fonts or theme. `settings` is borrowed for its life; `loop` is quit when the window is closed.
 * Caller frees. */
Kiosk *kiosk_new(Settings *settings, GMainLoop *loop, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Ends the visit under way (its intake counts as abandoned), closes everything. */
void kiosk_free(Kiosk *kiosk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Kiosk, kiosk_free)
