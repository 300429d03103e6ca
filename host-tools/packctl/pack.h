// SPDX-License-Identifier: EUPL-1.2
/* A pack that a command works on: a source folder or a built pack, and its content as the kiosk
 * would read it. */
#pragma once

#include "intake/content.h"

#define PACK_ERROR pack_error_quark()
GQuark pack_error_quark(void);
typedef enum { PACK_ERROR_INVALID } PackError;

typedef struct {
    char *name;                         /* before messages: the folder's name */
    GHashTable *files;                  /* char* -> GBytes* */
    Content *content;                   /* of its own site */
    Content *others[CONTENT_MAX_KINDS]; /* made by pack_content_for, by kind index */
} Pack;

/* Reads and checks `folder`. A source folder is built in memory, with `locale` as in source.h; a
 * built one must have the sizes and hashes that its pack.json says (its signature is not looked
 * at). Caller frees. */
Pack *pack_load(const char *folder, const char *locale, gint64 signed_unix_s,
                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void pack_free(Pack *pack);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pack, pack_free)

/* The content of a site of `kind`: the pack's own, or for another kind the same questions, doors
 * and rules at an imagined site where every door of that kind is open. NULL when the pack knows no
 * such kind. Borrowed. */
const Content *pack_content_for(Pack *pack, const char *kind,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
