// SPDX-License-Identifier: EUPL-1.2
/* Shared by the tests of store: makes small signed packs. */
#pragma once

#include <glib.h>

#include "store/jwk.h"

typedef struct {
    const char *name, *region; /* NULL: "werkcafe-voorbeeld", "voorbeeld" */
    gint64 sequence;
} PackWish;

/* Writes a signed pack (intake.json, locale/nl.json, speech/nl/hello.opus) into `folder`. */
void pack_maker_write(const char *folder, const Jwk *key, const PackWish *wish);
/* Signs whatever pack.json says. */
void pack_maker_sign(const char *folder, const Jwk *key);
/* Writes a file below `folder`, making its folders. */
void pack_maker_write_file(const char *folder, const char *name, const char *text);
