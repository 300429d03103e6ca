// SPDX-License-Identifier: EUPL-1.2
#include "store/signed_pack_manifest.h"

#include <string.h>

#include "base/json.h"

enum { MAX_NAME_CHARS = 128, MAX_NAME_PARTS = 3, MAX_LABEL_CHARS = 64, SHA256_CHARS = 64 };

static bool refuse(GError **error, const char *reason)
{
    g_set_error(error, SIGNED_PACK_ERROR, SIGNED_PACK_ERROR_DAMAGED, "pack.json: %s", reason);
    return false;
}

static bool consists_of(const char *text, const char *alphabet)
{
    return *text && text[strspn(text, alphabet)] == 0;
}

#define LOWER  "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

bool signed_pack_is_name(const char *name)
{
    if (strlen(name) > MAX_NAME_CHARS) {
        return false;
    }
    g_auto(GStrv) parts = g_strsplit(name, "/", -1);
    guint n_parts = g_strv_length(parts);
    for (guint i = 0; i < n_parts; i++) {
        if (!consists_of(parts[i], LOWER DIGITS "_.-") || parts[i][0] == '.') {
            return false;
        }
    }
    return n_parts >= 1 && n_parts <= MAX_NAME_PARTS;
}

static void clear_file(gpointer data)
{
    ManifestFile *file = data;
    g_free(file->name);
    g_free(file->sha256);
}

void pack_manifest_free(PackManifest *manifest)
{
    if (manifest) {
        g_free(manifest->name);
        g_free(manifest->version);
        g_free(manifest->region);
        g_clear_pointer(&manifest->rows, g_hash_table_unref);
        g_clear_pointer(&manifest->files, g_array_unref);
        g_free(manifest);
    }
}

static char *copy_label(const json_t *json, const char *key, const char *alphabet, GError **error)
{
    const char *text = json_get_string(json, key, "");
    if (strlen(text) > MAX_LABEL_CHARS || !consists_of(text, alphabet)) {
        g_autofree char *reason =
            g_strdup_printf("\"%s\" must be 1 to 64 characters of %s", key, alphabet);
        (void)refuse(error, reason);
        return NULL;
    }
    return g_strdup(text);
}

static bool read_labels(PackManifest *manifest, const json_t *json, GError **error)
{
    if (strcmp(json_get_string(json, "format", ""), "pack/1") != 0) {
        return refuse(error, "\"format\" must be \"pack/1\"; a newer program made this pack");
    }
    manifest->name = copy_label(json, "name", LOWER DIGITS "-", error);
    manifest->region = manifest->name ? copy_label(json, "region", LOWER DIGITS "-", error) : NULL;
    manifest->version =
        manifest->region ? copy_label(json, "version", LOWER DIGITS "._+-", error) : NULL;
    return manifest->version != NULL;
}

static bool read_numbers(PackManifest *manifest, const json_t *json, GError **error)
{
    manifest->sequence = json_get_integer(json, "sequence", -1);
    if (manifest->sequence < 0 || manifest->sequence > G_MAXINT32) {
        return refuse(error, "\"sequence\" must be a whole number from 0 to 2147483647");
    }
    const char *text = json_get_string(json, "signed", "");
    g_autoptr(GDateTime) date =
        g_str_has_suffix(text, "Z") ? g_date_time_new_from_iso8601(text, NULL) : NULL;
    if (!date || g_date_time_to_unix(date) <= 0) {
        return refuse(error, "\"signed\" must be a date as 2026-11-23T13:00:00Z");
    }
    manifest->signed_unix_s = g_date_time_to_unix(date);
    return true;
}

static bool read_file(PackManifest *manifest, const json_t *row, gsize *total, GError **error)
{
    const char *name = json_get_string(row, "name", "");
    const char *sha256 = json_get_string(row, "sha256", "");
    gint64 size = json_get_integer(row, "size", -1);
    if (!signed_pack_is_name(name) || strcmp(name, "pack.json") == 0 ||
        strcmp(name, "pack.jws") == 0) {
        return refuse(error, "\"files\" has a name that is not allowed");
    }
    if (strlen(sha256) != SHA256_CHARS || !consists_of(sha256, DIGITS "abcdef")) {
        return refuse(error, "\"files\" has a \"sha256\" that is not 64 hexadecimal digits");
    }
    if (size < 0 || size > SIGNED_PACK_MAX_FILE_BYTES ||
        (*total += (gsize)size) > SIGNED_PACK_MAX_BYTES) {
        return refuse(error, "\"files\" is too large: at most 64 MiB each and 256 MiB in all");
    }
    ManifestFile file = {g_strdup(name), (gsize)size, g_strdup(sha256)};
    g_array_append_val(manifest->files, file);
    return true;
}

/* The same name twice, or a name that is another's folder. */
static bool index_files(PackManifest *manifest, GError **error)
{
    for (guint i = 0; i < manifest->files->len; i++) {
        ManifestFile *file = &g_array_index(manifest->files, ManifestFile, i);
        if (!g_hash_table_insert(manifest->rows, file->name, file)) {
            return refuse(error, "\"files\" has a name twice");
        }
    }
    for (guint i = 0; i < manifest->files->len; i++) {
        g_autofree char *folder =
            g_path_get_dirname(g_array_index(manifest->files, ManifestFile, i).name);
        while (strcmp(folder, ".") != 0) {
            if (g_hash_table_contains(manifest->rows, folder)) {
                return refuse(error, "\"files\" has a file and a folder of the same name");
            }
            char *parent = g_path_get_dirname(folder);
            g_free(folder);
            folder = parent;
        }
    }
    return true;
}

static bool read_files(PackManifest *manifest, const json_t *json, GError **error)
{
    const json_t *rows = json_object_get(json, "files");
    gsize n = json_array_size(rows);
    if (n == 0 || n > SIGNED_PACK_MAX_FILES) {
        return refuse(error, "\"files\" must be a list of 1 to 6000 files");
    }
    gsize total = 0;
    for (gsize i = 0; i < n; i++) {
        if (!read_file(manifest, json_array_get(rows, i), &total, error)) {
            return false;
        }
    }
    return index_files(manifest, error);
}

PackManifest *pack_manifest_parse(GBytes *text, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(json_t) json = json_parse(text, "pack.json", &cause);
    if (!json) {
        g_set_error_literal(error, SIGNED_PACK_ERROR, SIGNED_PACK_ERROR_DAMAGED, cause->message);
        return NULL;
    }
    g_autoptr(PackManifest) manifest = g_new0(PackManifest, 1);
    manifest->files = g_array_new(FALSE, TRUE, sizeof(ManifestFile));
    g_array_set_clear_func(manifest->files, clear_file);
    manifest->rows = g_hash_table_new(g_str_hash, g_str_equal);
    if (!read_labels(manifest, json, error) || !read_numbers(manifest, json, error) ||
        !read_files(manifest, json, error)) {
        return NULL;
    }
    return g_steal_pointer(&manifest);
}

bool pack_manifest_check_file(const ManifestFile *file, GBytes *bytes, GError **error)
{
    g_autofree char *sha256 = NULL;
    if (g_bytes_get_size(bytes) == file->size_bytes) {
        sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
    }
    if (g_strcmp0(sha256, file->sha256) != 0) {
        g_set_error(error, SIGNED_PACK_ERROR, SIGNED_PACK_ERROR_DAMAGED,
                    "%s is not the file that was signed (%s)", file->name,
                    sha256 ? "its content was changed" : "it has another size");
        return false;
    }
    return true;
}
