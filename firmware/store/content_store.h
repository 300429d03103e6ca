// SPDX-License-Identifier: EUPL-1.2
/* Signed content packs on disk: `<state>/content/<sha256>/…` with the links `current` and
 * `previous`. A pack is verified whole (signature over pack.json by a content key, then size and
 * SHA-256 of every file) before anything of it is used; one that fails leaves all as it was.
 *
 * A bundle (one file, what the region serves) is: "WEGWIJS-PACK 1\n", "<jws length> <pack.json
 * length>\n", the detached JWS, pack.json, then every file's bytes in the order and of the size
 * pack.json lists. Nothing in it is believed before the signature. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "store/jwk.h"

#define CONTENT_STORE_ERROR content_store_error_quark()
GQuark content_store_error_quark(void);
typedef enum {
    CONTENT_STORE_ERROR_DAMAGED,  /* a file is missing, changed, too large, or one too many */
    CONTENT_STORE_ERROR_UNSIGNED, /* no signature, or not by a key we know */
    CONTENT_STORE_ERROR_FOREIGN,  /* signed, but for another region or pack name */
    CONTENT_STORE_ERROR_OLDER,    /* sequence not above the one in use */
    CONTENT_STORE_ERROR_NONE,     /* nothing installed */
    CONTENT_STORE_ERROR_IO,
} ContentStoreError;

/* What a signed pack says of itself, and its files. */
typedef struct {
    char *name, *version, *region;
    char *sha256;    /* of pack.json, hex: the pack's identity */
    gint64 sequence; /* only rises */
    gint64 signed_unix_s;
    GHashTable *files; /* name inside the pack (char*) -> GBytes*, "pack.json" included */
} SignedPack;
void signed_pack_free(SignedPack *pack);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SignedPack, signed_pack_free)

/* Verifies and reads a built pack folder. */
SignedPack *signed_pack_load(const char *folder, const Jwk *const *content_keys, gsize n_keys,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same from a bundle's bytes. */
SignedPack *signed_pack_read_bundle(GBytes *bundle, const Jwk *const *content_keys, gsize n_keys,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A verified folder as a bundle. Caller owns. */
GBytes *signed_pack_write_bundle(const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct ContentStore ContentStore;

/* `root` is `<state>/content`. `region` and `name` may be NULL: anything signed is taken (first
 * installation). Keys are borrowed and must outlive it. */
ContentStore *content_store_open(const char *root, const Jwk *const *content_keys, gsize n_keys,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void content_store_close(ContentStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ContentStore, content_store_close)

/* SHA-256 of the pack that `current` points at, NULL when none. Cheap (readlink): asked before
 * every visit. Caller owns. */
char *content_store_current(const ContentStore *store);
/* Loads the current pack; when it does not verify, the previous one (and *fell_back is set, may be
 * NULL). */
SignedPack *content_store_load(const ContentStore *store, bool *fell_back,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Writes the verified pack and switches to it in one step. `expected_sha256` may be NULL. Refuses
 * OLDER and FOREIGN against the current one. */
bool content_store_install(ContentStore *store, const SignedPack *pack, const char *jws,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The kiosk found the pack unusable (intake/content refused it): back to the previous one. */
bool content_store_roll_back(ContentStore *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
