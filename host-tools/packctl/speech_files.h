// SPDX-License-Identifier: EUPL-1.2
/* The recordings of a pack, checked before it is built or signed: each says a text of the pack in
 * one of its languages, is whole, short and small enough (intake/recorded.h). */
#pragma once

#include "intake/content.h"

#define SPEECH_FILES_ERROR speech_files_error_quark()
GQuark speech_files_error_quark(void);
typedef enum { SPEECH_FILES_ERROR_INVALID } SpeechFilesError;

/* `files`: of the pack, char* -> GBytes*. The first fault by name is the error. */
bool speech_files_check(const Content *content, GHashTable *files, const char *pack,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A line for each language that has recordings, "" when none has: how many, and whether it can be
 * listened to for them. Caller owns. */
char *speech_files_describe(const Content *content, GHashTable *files);
