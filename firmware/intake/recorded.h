// SPDX-License-Identifier: EUPL-1.2
/* Which texts of a pack may be recorded. `speech/<language>/<text id>.opus` says that text,
 * `speech/<language>/endonym.opus` the language's own name. Texts with places ({date}) have no
 * recording: what stands there differs. Pure; any thread. */
#pragma once

#include "intake/content.h"

#define RECORDED_FOLDER  "speech"
#define RECORDED_ENDONYM "endonym"

enum {
    RECORDED_MAX_FILE_BYTES = 256 << 10,
    RECORDED_MAX_SECONDS = 60,
    RECORDED_MAX_BYTES = 48 << 20, /* all of a pack: it is downloaded whole */
};

typedef struct {
    int language; /* index */
    char id[96];  /* of the text, or RECORDED_ENDONYM */
} Recorded;

/* Takes a file's name inside the pack apart. NULL and `*out` filled when it may be a recording,
 * else why not: a reason for whoever made the pack. Static. */
const char *recorded_find_fault(const Content *content, const char *name, Recorded *out);
/* What it says. Borrowed. */
const char *recorded_text(const Content *content, const Recorded *recorded);

/* Whether visitors can meet this text, on a screen or on paper. A language without a voice can be
 * listened to when all of these are recorded, and its name: one that falls silent half-way through
 * the questions would leave people alone who were told that they could listen. */
bool recorded_is_needed(const Content *content, const char *id);
/* How many those are, the name included. */
gsize recorded_n_needed(const Content *content);
