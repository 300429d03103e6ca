// SPDX-License-Identifier: EUPL-1.2
/* Signed content packs on disk: `<state>/content/<sha256>/` with the links `current` and
 * `previous`, shared by both programs (each opens its own; a lock file orders them). A new pack is
 * written beside the others and switched to by one rename; what neither link names is removed. */
#pragma once

#include "store/signed_pack.h"

#define CONTENT_STORE_ERROR content_store_error_quark()
GQuark content_store_error_quark(void);
typedef enum {
    CONTENT_STORE_ERROR_FOREIGN, /* signed, but for another region or of another name */
    CONTENT_STORE_ERROR_OLDER,   /* sequence not above the one in use */
    CONTENT_STORE_ERROR_REFUSED, /* rolled back before by this version of the program */
    CONTENT_STORE_ERROR_NONE,    /* nothing installed, or nothing to go back to */
    CONTENT_STORE_ERROR_IO,
} ContentStoreError;

typedef struct ContentStore ContentStore;

/* `root` is `<state>/content`, made when missing. The keys are borrowed and must outlive it; the
 * array is copied. */
ContentStore *content_store_open(const char *root, const Jwk *const *content_keys, gsize n_keys,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void content_store_close(ContentStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ContentStore, content_store_close)

/* SHA-256 of the pack that `current` points at, NULL when none. Cheap (readlink): asked before
 * every visit. Caller owns. */
char *content_store_current(const ContentStore *store);
/* Folder of an installed pack, for files that are not kept in memory. Caller owns. */
char *content_store_folder(const ContentStore *store, const char *sha256);

/* A pack as its link names it, for staff. */
typedef struct {
    char *sha256, *name, *version;
    gint64 since_unix_s; /* when the link was made */
} ContentStoreEntry;
void content_store_entry_free(ContentStoreEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ContentStoreEntry, content_store_entry_free)
/* The pack in use, or the one before it; NULL: none, or its pack.json is not the one that was
 * signed. Caller frees. */
ContentStoreEntry *content_store_describe(const ContentStore *store, bool is_previous);

/* Loads the current pack; when it does not verify, the previous one (and *fell_back is set, may be
 * NULL). The error of the current one is returned when neither does (SIGNED_PACK_ERROR, or
 * CONTENT_STORE_ERROR_NONE). */
SignedPack *content_store_load(const ContentStore *store, bool *fell_back,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes a verified pack (from signed_pack_read_bundle or signed_pack_load_whole) and switches to
 * it in one step. Refuses FOREIGN and OLDER against the one in use and REFUSED; then all is as it
 * was. The pack that is current already: true, nothing is written. A damaged current pack is
 * replaced, also by itself. */
bool content_store_install(ContentStore *store, const SignedPack *pack,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The program found the pack unusable, or staff want the one before: back to the previous pack. The
 * one left is not installed again by this version of the program. NONE: no other pack. */
bool content_store_roll_back(ContentStore *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
