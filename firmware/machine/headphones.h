// SPDX-License-Identifier: EUPL-1.2
/* Tells when headphones go in and out. What is watched is a file that need not be there yet:
 *
 *   an input device with the switch "headphone insert" (a jack that feels its plug): what it says;
 *   a pipe that carries the same records (linux/input.h): what they say, out when its writer is
 * gone; anything else (the sound device of a USB headset, e.g. /dev/snd/by-id/...): in while it is
 * there.
 *
 * By inotify and by reading: nothing polls. Main thread, on the default main context. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Headphones Headphones;

typedef void (*HeadphonesChanged)(bool are_in, gpointer user_data);

/* `path` is absolute. `changed` is called for every change from now on, not for how it is now.
 * Caller frees. G_FILE_ERROR when the system can watch nothing more. */
Headphones *headphones_watch(const char *path, HeadphonesChanged changed, gpointer user_data,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void headphones_free(Headphones *headphones);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Headphones, headphones_free)

bool headphones_are_in(const Headphones *headphones);
