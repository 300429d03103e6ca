// SPDX-License-Identifier: EUPL-1.2
/* Where the recordings of a content pack lie: found by the text that they say, so that whatever
 * shows a text of the pack word for word is spoken from its recording. Main thread. */
#pragma once

#include "intake/content.h"

typedef struct Recordings Recordings;

/* `folder`: of the installed pack, NULL when there is none. What lies there and is no recording is
 * left out. `content` is borrowed during the call. */
Recordings *recordings_new(const Content *content, const char *folder);
void recordings_free(Recordings *recordings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Recordings, recordings_free)

/* Path of the file that says this, or NULL. Borrowed. */
const char *recordings_find(const Recordings *recordings, int language, const char *text);
/* Whether all that a visitor can meet in this language is recorded (intake/recorded.h). */
bool recordings_are_complete(const Recordings *recordings, int language);
