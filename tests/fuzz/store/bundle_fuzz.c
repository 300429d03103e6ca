// SPDX-License-Identifier: EUPL-1.2
/* Any bytes as a bundle are refused with a reason. The same bytes as a signed pack.json, with what
 * follows its first NUL as the files, are refused or make a pack whose files it promised. */
#include "store/signed_pack.h"

#include <string.h>

#include "store/jws.h"
#include "store/signed_pack_manifest.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static gpointer make_key(gpointer unused G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_assert(keys_init(&error));
    Jwk *key = jwk_generate(KEY_USE_SIGN, &error);
    g_assert_no_error(error);
    return key;
}

static void read_bundle(GBytes *bundle, const Jwk *key)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(SignedPack) pack = signed_pack_read_bundle(bundle, &key, 1, &error);
    g_assert(!pack == (error != NULL));
    if (pack) {
        g_assert(g_hash_table_size(pack->files) <= SIGNED_PACK_MAX_FILES + 1);
        g_assert(g_hash_table_contains(pack->files, "pack.json"));
    }
}

/* pack.json and what stands behind it, as a bundle that is rightly signed. */
static GBytes *sign(GBytes *manifest, const guint8 *files, gsize files_size, const Jwk *key)
{
    g_autofree char *jws = jws_sign_detached(key, manifest, NULL);
    g_assert(jws);
    g_autoptr(GByteArray) bundle = g_byte_array_new();
    gsize manifest_size;
    const guint8 *manifest_data = g_bytes_get_data(manifest, &manifest_size);
    g_autofree char *head =
        g_strdup_printf("WEGWIJS-PACK 1\n%" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT "\n%s", strlen(jws),
                        manifest_size, jws);
    g_byte_array_append(bundle, (const guint8 *)head, (guint)strlen(head));
    g_byte_array_append(bundle, manifest_data, (guint)manifest_size);
    g_byte_array_append(bundle, files, (guint)files_size);
    return g_byte_array_free_to_bytes(g_steal_pointer(&bundle));
}

/* Signing is slow: only what can be a manifest gets that far. */
static void read_signed(const guint8 *data, gsize size, const Jwk *key)
{
    const guint8 *end = size > 0 ? memchr(data, 0, size) : NULL;
    gsize manifest_size = end ? (gsize)(end - data) : size;
    g_autoptr(GBytes) text = g_bytes_new(data, manifest_size);
    g_autoptr(GError) error = NULL;
    g_autoptr(PackManifest) manifest = pack_manifest_parse(text, &error);
    g_assert(!manifest == (error != NULL));
    if (manifest) {
        const guint8 *files = end ? end + 1 : data + size;
        g_autoptr(GBytes) bundle = sign(text, files, (gsize)(data + size - files), key);
        read_bundle(bundle, key);
    }
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static GOnce once = G_ONCE_INIT;
    const Jwk *key = g_once(&once, make_key, NULL);
    g_autoptr(GBytes) unsigned_bytes = g_bytes_new(data, size);
    read_bundle(unsigned_bytes, key);
    read_signed(data, size, key);
    return 0;
}
