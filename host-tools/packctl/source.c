// SPDX-License-Identifier: EUPL-1.2
#include "packctl/source.h"

#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "packctl/catalogue.h"
#include "store/signed_pack.h"

G_DEFINE_QUARK(packctl_source_error, source_error)

static void free_bytes(gpointer bytes)
{
    g_bytes_unref(bytes);
}

static bool refuse(const char *path, GError **error, const char *format, ...) G_GNUC_PRINTF(3, 4);

static bool refuse(const char *path, GError **error, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    g_autofree char *reason = g_strdup_vprintf(format, values);
    va_end(values);
    g_set_error(error, SOURCE_ERROR, SOURCE_ERROR_INVALID, "%s: %s", path, reason);
    return false;
}

/* Adds the file at `path` under `name`. */
static bool add_file(GHashTable *files, const char *name, const char *path, GError **error)
{
    if (!signed_pack_is_name(name)) {
        return refuse(path, error, "a pack cannot have a file named '%s'", name);
    }
    if (g_hash_table_contains(files, name)) {
        return refuse(path, error, "the pack has a file '%s' already", name);
    }
    GBytes *bytes = file_load(path, SIGNED_PACK_MAX_FILE_BYTES, error);
    if (!bytes) {
        return false;
    }
    g_hash_table_insert(files, g_strdup(name), bytes);
    return true;
}

/* Adds what lies in `folder`/`prefix`, folders too; pack.json is made anew. */
static bool add_folder(GHashTable *files, const char *folder, const char *prefix, GError **error)
{
    g_autofree char *path = g_build_filename(folder, prefix, NULL);
    g_autoptr(GDir) entries = g_dir_open(path, 0, error);
    if (!entries) {
        return false;
    }
    const char *entry;
    while ((entry = g_dir_read_name(entries)) != NULL) {
        g_autofree char *name = prefix[0] ? g_strconcat(prefix, "/", entry, NULL) : g_strdup(entry);
        g_autofree char *full = g_build_filename(folder, name, NULL);
        if (strcmp(name, "pack.json") == 0 || entry[0] == '.') {
            continue;
        }
        bool ok = g_file_test(full, G_FILE_TEST_IS_DIR) ? add_folder(files, folder, name, error)
                                                        : add_file(files, name, full, error);
        if (!ok) {
            return false;
        }
    }
    return true;
}

static bool add_includes(GHashTable *files, const char *folder, const json_t *source,
                         GError **error)
{
    gsize i;
    const json_t *item;
    json_array_foreach(json_object_get(source, "include"), i, item)
    {
        const char *path = json_string_value(item);
        if (!path || g_path_is_absolute(path)) {
            g_autofree char *where = g_strdup_printf("%s/pack.json", folder);
            return refuse(where, error, "\"include\" must be a list of paths from this folder");
        }
        g_autofree char *full = g_build_filename(folder, path, NULL);
        g_autofree char *name = g_path_get_basename(path);
        if (!add_file(files, name, full, error)) {
            return false;
        }
    }
    return true;
}

static bool add_locales(GHashTable *files, const char *locale, const json_t *languages,
                        GError **error)
{
    g_autoptr(Catalogue) dutch = catalogue_load(locale, "nl", error);
    if (!dutch || !catalogue_check(dutch, dutch, error)) {
        return false;
    }
    gsize i;
    const json_t *item;
    json_array_foreach(languages, i, item)
    {
        const char *code = json_string_value(item);
        g_autofree char *name = g_strdup_printf("locale/%s.json", code ? code : "");
        if (!code || !signed_pack_is_name(name)) {
            return refuse(locale, error, "\"languages\" of pack.json must be a list of codes");
        }
        g_autoptr(Catalogue) own = catalogue_load(locale, code, error);
        if (!own || !catalogue_check(own, dutch, error)) {
            return false;
        }
        g_hash_table_insert(files, g_strdup(name), catalogue_write(own, code));
    }
    return true;
}

static json_t *list_files(GHashTable *files)
{
    json_t *list = json_array();
    g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(files), (GCompareFunc)strcmp);
    for (const GList *name = names; name; name = name->next) {
        GBytes *bytes = g_hash_table_lookup(files, name->data);
        g_autofree char *sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
        json_array_append_new(list,
                              json_pack("{s:s,s:I,s:s}", "name", name->data, "size",
                                        (json_int_t)g_bytes_get_size(bytes), "sha256", sha256));
    }
    return list;
}

/* pack.json of the built pack from that of the source. */
static bool add_manifest(GHashTable *files, const char *folder, const json_t *source,
                         gint64 signed_unix_s, GError **error)
{
    g_autofree char *where = g_build_filename(folder, "pack.json", NULL);
    gint64 sequence;
    const char *name, *version, *region;
    const json_t *languages;
    if (!(name = json_need_string(source, "name", where, error)) ||
        !(version = json_need_string(source, "version", where, error)) ||
        !(region = json_need_string(source, "region", where, error)) ||
        !(languages = json_need_array(source, "languages", where, error)) ||
        !json_need_integer(source, "sequence", where, &sequence, error)) {
        return false;
    }
    g_autoptr(GDateTime) moment = g_date_time_new_from_unix_utc(signed_unix_s);
    g_autofree char *date = moment ? g_date_time_format(moment, "%Y-%m-%dT%H:%M:%SZ") : NULL;
    if (!date) {
        return refuse(where, error, "the date is beyond what a calendar has");
    }
    g_autoptr(json_t) manifest =
        json_pack("{s:s,s:s,s:s,s:s,s:I,s:s,s:O,s:o}", "format", "pack/1", "name", name, "version",
                  version, "region", region, "sequence", (json_int_t)sequence, "signed", date,
                  "languages", languages, "files", list_files(files));
    GBytes *text = json_write(manifest);
    g_hash_table_insert(files, g_strdup("pack.json"), text);
    if (g_hash_table_size(files) > SIGNED_PACK_MAX_FILES ||
        g_bytes_get_size(text) > SIGNED_PACK_MAX_MANIFEST_BYTES) {
        return refuse(where, error, "the pack has %u files; a kiosk takes %d at most",
                      g_hash_table_size(files), SIGNED_PACK_MAX_FILES);
    }
    return true;
}

GHashTable *source_load(const char *folder, const char *locale, gint64 signed_unix_s,
                        GError **error)
{
    g_autofree char *path = g_build_filename(folder, "pack.json", NULL);
    g_autofree char *beside = g_build_filename(folder, "..", "..", "locale", NULL);
    g_autoptr(json_t) source = json_load(path, SIGNED_PACK_MAX_MANIFEST_BYTES, error);
    if (!source) {
        return NULL;
    }
    g_autoptr(GHashTable) files =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_bytes);
    const json_t *languages = json_need_array(source, "languages", path, error);
    if (!languages || !add_folder(files, folder, "", error) ||
        !add_includes(files, folder, source, error) ||
        !add_locales(files, locale ? locale : beside, languages, error) ||
        !add_manifest(files, folder, source, signed_unix_s, error)) {
        return NULL;
    }
    return g_steal_pointer(&files);
}
