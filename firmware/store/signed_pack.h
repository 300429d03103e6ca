// SPDX-License-Identifier: EUPL-1.2
/* A signed content pack, as a folder or as one file (bundle). It is verified whole (signature over
 * pack.json by a content key, then size and SHA-256 of every file, and no file beside them) before
 * anything of it is handed out. Any thread, given keys of its own.
 *
 * pack.json: {"format":"pack/1", "name", "version", "region", "sequence": whole number,
 * "signed":"2026-11-23T13:00:00Z", "languages":[…], "files":[{"name","size","sha256"}…]}.
 * pack.jws: detached JWS over pack.json. Names of files are at most three parts of [a-z0-9_.-].
 *
 * A bundle is: "WEGWIJS-PACK 1\n", "<jws length> <pack.json length>\n", the detached JWS,
 * pack.json, then every file's bytes in the order and of the size pack.json lists. Nothing in it is
 * believed before the signature. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "store/jwk.h"

#define SIGNED_PACK_ERROR signed_pack_error_quark()
GQuark signed_pack_error_quark(void);
typedef enum {
    SIGNED_PACK_ERROR_DAMAGED,  /* a file is missing, changed, too large, or one too many */
    SIGNED_PACK_ERROR_UNSIGNED, /* no signature, or not by a key we know */
} SignedPackError;

enum {
    SIGNED_PACK_MAX_FILES = 6000,
    SIGNED_PACK_MAX_FILE_BYTES = 64 << 20,
    SIGNED_PACK_MAX_BYTES = 256 << 20,
    SIGNED_PACK_MAX_MANIFEST_BYTES = 1 << 20,
};

/* What a signed pack says of itself, and its files. */
typedef struct {
    char *name, *version, *region;
    char *sha256;    /* of pack.json, hex: the pack's identity */
    char *jws;       /* pack.jws */
    gint64 sequence; /* only rises */
    gint64 signed_unix_s;
    GHashTable *files; /* name inside the pack (char*) -> GBytes*, "pack.json" included */
} SignedPack;
void signed_pack_free(SignedPack *pack);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SignedPack, signed_pack_free)

/* Verifies and reads a built pack folder. Files under "speech/" are verified but not kept: they are
 * large and played from the folder. */
SignedPack *signed_pack_load(const char *folder, const Jwk *const *content_keys, gsize n_keys,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same with all files kept, for content_store_install. */
SignedPack *signed_pack_load_whole(const char *folder, const Jwk *const *content_keys, gsize n_keys,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same from a bundle's bytes. The files' bytes are parts of `bundle`, which stays referenced.
 */
SignedPack *signed_pack_read_bundle(GBytes *bundle, const Jwk *const *content_keys, gsize n_keys,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A signed folder as a bundle; sizes and hashes are checked, the signature is the caller's to
 * check. Caller owns. */
GBytes *signed_pack_write_bundle(const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a pack may hold a file of this name. */
bool signed_pack_is_name(const char *name);
