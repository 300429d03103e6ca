// SPDX-License-Identifier: EUPL-1.2
#include "store/signed_pack.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "store/jws.h"
#include "store/signed_pack_manifest.h"

G_DEFINE_QUARK(wegwijs_signed_pack_error, signed_pack_error)

enum { MAX_JWS_CHARS = 4096, MAX_DEPTH = 3 };

static const char magic[] = "WEGWIJS-PACK 1\n";

static bool refuse(GError **error, SignedPackError kind, const char *what, const char *reason)
{
    g_set_error(error, SIGNED_PACK_ERROR, (gint)kind, "%s: %s", what, reason);
    return false;
}

void signed_pack_free(SignedPack *pack)
{
    if (pack) {
        g_free(pack->name);
        g_free(pack->version);
        g_free(pack->region);
        g_free(pack->sha256);
        g_free(pack->jws);
        g_clear_pointer(&pack->files, g_hash_table_unref);
        g_free(pack);
    }
}

static void unref_bytes(gpointer bytes)
{
    g_bytes_unref(bytes);
}

/* A pack of what the manifest says, with pack.json as its only file. */
static SignedPack *make_pack(const PackManifest *manifest, GBytes *manifest_text, const char *jws)
{
    SignedPack *pack = g_new0(SignedPack, 1);
    pack->name = g_strdup(manifest->name);
    pack->version = g_strdup(manifest->version);
    pack->region = g_strdup(manifest->region);
    pack->sequence = manifest->sequence;
    pack->signed_unix_s = manifest->signed_unix_s;
    pack->sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, manifest_text);
    pack->jws = g_strdup(jws);
    pack->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref_bytes);
    g_hash_table_insert(pack->files, g_strdup("pack.json"), g_bytes_ref(manifest_text));
    return pack;
}

static bool verify(const char *jws, GBytes *manifest_text, const Jwk *const *keys, gsize n_keys,
                   GError **error)
{
    g_autoptr(GError) cause = NULL;
    return jws_verify_detached(jws, manifest_text, keys, n_keys, &cause) ||
           refuse(error, SIGNED_PACK_ERROR_UNSIGNED, "pack.jws", cause->message);
}

/* ---- Folders ---------------------------------------------------------------------------------*/

static GBytes *load_file(const char *folder, const char *name, gsize max_bytes, GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GError) cause = NULL;
    GBytes *bytes = file_load(path, max_bytes, &cause);
    if (!bytes) {
        (void)refuse(error, SIGNED_PACK_ERROR_DAMAGED, folder, cause->message);
    }
    return bytes;
}

static char *load_signature(const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename(folder, "pack.jws", NULL);
    g_autoptr(GBytes) bytes = file_load(path, MAX_JWS_CHARS, NULL);
    if (!bytes) {
        (void)refuse(error, SIGNED_PACK_ERROR_UNSIGNED, folder, "it has no signature (pack.jws)");
        return NULL;
    }
    gsize size;
    const char *data = g_bytes_get_data(bytes, &size);
    return g_strchomp(g_strndup(data ? data : "", size));
}

/* That every entry below `folder` is a file of the manifest or a folder on the way to one. `inside`
 * is the path within the pack, "" at the top. */
static bool check_entries(const char *folder, const char *inside, const PackManifest *manifest,
                          int depth, GError **error)
{
    g_autofree char *path = g_build_filename(folder, inside, NULL);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    if (!dir) {
        return refuse(error, SIGNED_PACK_ERROR_DAMAGED, path, "cannot be read");
    }
    const char *entry;
    while ((entry = g_dir_read_name(dir))) {
        g_autofree char *name = *inside ? g_build_filename(inside, entry, NULL) : g_strdup(entry);
        g_autofree char *entry_path = g_build_filename(folder, name, NULL);
        struct stat st;
        if (lstat(entry_path, &st) != 0) {
            return refuse(error, SIGNED_PACK_ERROR_DAMAGED, folder, g_strerror(errno));
        }
        bool is_known = g_hash_table_contains(manifest->rows, name) ||
                        strcmp(name, "pack.json") == 0 || strcmp(name, "pack.jws") == 0;
        bool is_folder = S_ISDIR(st.st_mode) && depth < MAX_DEPTH;
        if (!(S_ISREG(st.st_mode) && is_known) && !is_folder) {
            g_autofree char *shown = g_strescape(name, NULL);
            return refuse(error, SIGNED_PACK_ERROR_DAMAGED, shown, "is not part of the pack");
        }
        if (is_folder && !check_entries(folder, name, manifest, depth + 1, error)) {
            return false;
        }
    }
    return true;
}

static bool load_files(SignedPack *pack, const PackManifest *manifest, const char *folder,
                       bool keep_all, GError **error)
{
    for (guint i = 0; i < manifest->files->len; i++) {
        const ManifestFile *file = &g_array_index(manifest->files, ManifestFile, i);
        g_autoptr(GBytes) bytes = load_file(folder, file->name, file->size_bytes, error);
        if (!bytes || !pack_manifest_check_file(file, bytes, error)) {
            return false;
        }
        if (keep_all || !g_str_has_prefix(file->name, "speech/")) {
            g_hash_table_insert(pack->files, g_strdup(file->name), g_bytes_ref(bytes));
        }
    }
    return true;
}

static SignedPack *load_folder(const char *folder, const Jwk *const *keys, gsize n_keys,
                               bool keep_all, GError **error)
{
    g_autoptr(GBytes) text = load_file(folder, "pack.json", SIGNED_PACK_MAX_MANIFEST_BYTES, error);
    g_autofree char *jws = text ? load_signature(folder, error) : NULL;
    if (!jws || !verify(jws, text, keys, n_keys, error)) {
        return NULL;
    }
    g_autoptr(PackManifest) manifest = pack_manifest_parse(text, error);
    if (!manifest || !check_entries(folder, "", manifest, 1, error)) {
        return NULL;
    }
    g_autoptr(SignedPack) pack = make_pack(manifest, text, jws);
    return load_files(pack, manifest, folder, keep_all, error) ? g_steal_pointer(&pack) : NULL;
}

SignedPack *signed_pack_load(const char *folder, const Jwk *const *content_keys, gsize n_keys,
                             GError **error)
{
    return load_folder(folder, content_keys, n_keys, false, error);
}

SignedPack *signed_pack_load_whole(const char *folder, const Jwk *const *content_keys, gsize n_keys,
                                   GError **error)
{
    return load_folder(folder, content_keys, n_keys, true, error);
}

/* ---- Bundles ---------------------------------------------------------------------------------*/

/* Reads a bundle from its front. */
typedef struct {
    GBytes *bytes;
    gsize at;
} Reader;

/* The next `size` bytes, sharing the bundle's memory; NULL when there are fewer. */
static GBytes *read_part(Reader *reader, gsize size)
{
    if (size > g_bytes_get_size(reader->bytes) - reader->at) {
        return NULL;
    }
    GBytes *part = g_bytes_new_from_bytes(reader->bytes, reader->at, size);
    reader->at += size;
    return part;
}

/* A decimal number of at most seven digits and the character behind it. */
static bool read_number(Reader *reader, char end, gsize *out)
{
    gsize size;
    const char *data = g_bytes_get_data(reader->bytes, &size);
    gsize value = 0;
    gsize start = reader->at;
    while (reader->at < size && g_ascii_isdigit(data[reader->at]) && reader->at - start < 7) {
        value = value * 10 + (gsize)(data[reader->at++] - '0');
    }
    if (reader->at == start || reader->at >= size || data[reader->at] != end) {
        return false;
    }
    reader->at++;
    *out = value;
    return true;
}

typedef struct {
    char *jws;
    GBytes *manifest;
} BundleHead;

static void bundle_head_clear(BundleHead *head)
{
    g_clear_pointer(&head->jws, g_free);
    g_clear_pointer(&head->manifest, g_bytes_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BundleHead, bundle_head_clear)

static bool read_head(Reader *reader, BundleHead *head, GError **error)
{
    const gsize magic_size = sizeof magic - 1;
    gsize jws_size;
    gsize manifest_size;
    g_autoptr(GBytes) start = read_part(reader, magic_size);
    if (!start || memcmp(g_bytes_get_data(start, NULL), magic, magic_size) != 0) {
        return refuse(error, SIGNED_PACK_ERROR_DAMAGED, "bundle", "is not a content pack");
    }
    if (!read_number(reader, ' ', &jws_size) || !read_number(reader, '\n', &manifest_size) ||
        jws_size == 0 || jws_size > MAX_JWS_CHARS ||
        manifest_size > SIGNED_PACK_MAX_MANIFEST_BYTES) {
        return refuse(error, SIGNED_PACK_ERROR_DAMAGED, "bundle", "its second line is wrong");
    }
    g_autoptr(GBytes) jws = read_part(reader, jws_size);
    head->manifest = jws ? read_part(reader, manifest_size) : NULL;
    if (!head->manifest) {
        return refuse(error, SIGNED_PACK_ERROR_DAMAGED, "bundle", "it is cut off");
    }
    head->jws = g_strndup(g_bytes_get_data(jws, NULL), jws_size);
    return true;
}

static bool read_files(Reader *reader, SignedPack *pack, const PackManifest *manifest,
                       GError **error)
{
    for (guint i = 0; i < manifest->files->len; i++) {
        const ManifestFile *file = &g_array_index(manifest->files, ManifestFile, i);
        g_autoptr(GBytes) bytes = read_part(reader, file->size_bytes);
        if (!bytes) {
            return refuse(error, SIGNED_PACK_ERROR_DAMAGED, file->name, "the bundle is cut off");
        }
        if (!pack_manifest_check_file(file, bytes, error)) {
            return false;
        }
        g_hash_table_insert(pack->files, g_strdup(file->name), g_bytes_ref(bytes));
    }
    return reader->at == g_bytes_get_size(reader->bytes) ||
           refuse(error, SIGNED_PACK_ERROR_DAMAGED, "bundle", "something follows its last file");
}

SignedPack *signed_pack_read_bundle(GBytes *bundle, const Jwk *const *content_keys, gsize n_keys,
                                    GError **error)
{
    Reader reader = {bundle, 0};
    g_auto(BundleHead) head = {0};
    if (!read_head(&reader, &head, error) ||
        !verify(head.jws, head.manifest, content_keys, n_keys, error)) {
        return NULL;
    }
    g_autoptr(PackManifest) manifest = pack_manifest_parse(head.manifest, error);
    if (!manifest) {
        return NULL;
    }
    g_autoptr(SignedPack) pack = make_pack(manifest, head.manifest, head.jws);
    return read_files(&reader, pack, manifest, error) ? g_steal_pointer(&pack) : NULL;
}

static void append_bytes(GByteArray *to, GBytes *bytes)
{
    gsize size;
    const guint8 *data = g_bytes_get_data(bytes, &size);
    g_byte_array_append(to, data, (guint)size);
}

GBytes *signed_pack_write_bundle(const char *folder, GError **error)
{
    g_autoptr(GBytes) text = load_file(folder, "pack.json", SIGNED_PACK_MAX_MANIFEST_BYTES, error);
    g_autofree char *jws = text ? load_signature(folder, error) : NULL;
    g_autoptr(PackManifest) manifest = jws ? pack_manifest_parse(text, error) : NULL;
    if (!manifest || !check_entries(folder, "", manifest, 1, error)) {
        return NULL;
    }
    g_autoptr(GByteArray) bundle = g_byte_array_new();
    g_autofree char *head = g_strdup_printf("%s%" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT "\n%s", magic,
                                            strlen(jws), g_bytes_get_size(text), jws);
    g_byte_array_append(bundle, (const guint8 *)head, (guint)strlen(head));
    append_bytes(bundle, text);
    for (guint i = 0; i < manifest->files->len; i++) {
        const ManifestFile *file = &g_array_index(manifest->files, ManifestFile, i);
        g_autoptr(GBytes) bytes = load_file(folder, file->name, file->size_bytes, error);
        if (!bytes || !pack_manifest_check_file(file, bytes, error)) {
            return NULL;
        }
        append_bytes(bundle, bytes);
    }
    return g_byte_array_free_to_bytes(g_steal_pointer(&bundle));
}
