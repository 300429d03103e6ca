// SPDX-License-Identifier: EUPL-1.2
/* Inside store only: pack.json, read and bounded. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "store/signed_pack.h"

typedef struct {
    char *name;
    gsize size_bytes;
    char *sha256; /* hex */
} ManifestFile;

typedef struct {
    char *name, *version, *region;
    gint64 sequence, signed_unix_s;
    GArray *files;    /* ManifestFile, in pack.json's order */
    GHashTable *rows; /* name -> its ManifestFile*, borrowed from `files` */
} PackManifest;

/* SIGNED_PACK_ERROR_DAMAGED: not what signed_pack.h describes. Caller frees. */
PackManifest *pack_manifest_parse(GBytes *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void pack_manifest_free(PackManifest *manifest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PackManifest, pack_manifest_free)

/* Whether these are the bytes the row promises; DAMAGED names the file. */
bool pack_manifest_check_file(const ManifestFile *file, GBytes *bytes, GError **error);
