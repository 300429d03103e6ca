// SPDX-License-Identifier: EUPL-1.2
#include "packctl/pack.h"

#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "intake/program_texts.h"
#include "packctl/source.h"
#include "packctl/speech_files.h"
#include "store/signed_pack.h"

G_DEFINE_QUARK(packctl_pack_error, pack_error)

static void free_bytes(gpointer bytes)
{
    g_bytes_unref(bytes);
}

static bool add_listed_file(GHashTable *files, const char *folder, const json_t *row,
                            GError **error)
{
    const char *name = json_get_string(row, "name", "");
    g_autofree char *path = g_build_filename(folder, name, NULL);
    if (!signed_pack_is_name(name)) {
        g_set_error(error, PACK_ERROR, PACK_ERROR_INVALID,
                    "%s/pack.json: \"files\" has no fit name '%s'", folder, name);
        return false;
    }
    GBytes *bytes = file_load(path, SIGNED_PACK_MAX_FILE_BYTES, error);
    if (!bytes) {
        return false;
    }
    g_hash_table_insert(files, g_strdup(name), bytes);
    g_autofree char *sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
    if ((json_int_t)g_bytes_get_size(bytes) != json_get_integer(row, "size", -1) ||
        strcmp(sha256, json_get_string(row, "sha256", "")) != 0) {
        g_set_error(error, PACK_ERROR, PACK_ERROR_INVALID, "%s: is not as pack.json lists it",
                    path);
        return false;
    }
    return true;
}

static GHashTable *load_built(const char *folder, GBytes *manifest, const json_t *rows,
                              GError **error)
{
    g_autoptr(GHashTable) files =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_bytes);
    g_hash_table_insert(files, g_strdup("pack.json"), g_bytes_ref(manifest));
    gsize i;
    const json_t *row;
    json_array_foreach(rows, i, row)
    {
        if (!add_listed_file(files, folder, row, error)) {
            return NULL;
        }
    }
    return g_steal_pointer(&files);
}

static GHashTable *load_files(const char *folder, const char *locale, gint64 signed_unix_s,
                              GError **error)
{
    g_autofree char *path = g_build_filename(folder, "pack.json", NULL);
    g_autoptr(GBytes) text = file_load(path, SIGNED_PACK_MAX_MANIFEST_BYTES, error);
    g_autoptr(json_t) manifest = text ? json_parse(text, path, error) : NULL;
    if (!manifest) {
        return NULL;
    }
    const json_t *rows = json_object_get(manifest, "files");
    return rows ? load_built(folder, text, rows, error)
                : source_load(folder, locale, signed_unix_s, error);
}

Pack *pack_load(const char *folder, const char *locale, gint64 signed_unix_s, GError **error)
{
    g_autoptr(Pack) pack = g_new0(Pack, 1);
    pack->name = g_path_get_basename(folder);
    pack->files = load_files(folder, locale, signed_unix_s, error);
    if (!pack->files) {
        return NULL;
    }
    ContentParts parts = {.name = pack->name, .files = pack->files};
    pack->content = content_new(&parts, error);
    const char *missing = pack->content ? program_texts_find_missing(pack->content) : NULL;
    if (missing) {
        g_set_error(error, PACK_ERROR, PACK_ERROR_INVALID,
                    "%s: text '%s' is missing: the kiosk's own screens and slips say it", folder,
                    missing);
        return NULL;
    }
    if (!pack->content || !speech_files_check(pack->content, pack->files, pack->name, error)) {
        return NULL;
    }
    return g_steal_pointer(&pack);
}

void pack_free(Pack *pack)
{
    if (!pack) {
        return;
    }
    for (gsize i = 0; i < CONTENT_MAX_KINDS; i++) {
        content_free(pack->others[i]);
    }
    content_free(pack->content);
    if (pack->files) {
        g_hash_table_unref(pack->files);
    }
    g_free(pack->name);
    g_free(pack);
}

static json_t *parse_part(const Pack *pack, const char *name)
{
    json_t *json = json_parse(g_hash_table_lookup(pack->files, name), name, NULL);
    g_assert(json);
    return json;
}

/* What an imagined site says of one door: open, with one provider if the door needs any. */
static json_t *imagine_door(const json_t *door)
{
    const json_t *quality = json_object_get(door, "quality");
    if (!quality) {
        return json_object();
    }
    return json_pack("{s:[{s:s,s:s,s:{s:O,s:s,s:s}}]}", "providers", "id", "voorbeeld", "name",
                     "Voorbeeld", "quality", "scheme", json_object_get(quality, "scheme"), "record",
                     "voorbeeld", "valid_until", "9999-12-31");
}

static bool is_site_of(const json_t *door, const char *kind)
{
    gsize i;
    const json_t *item;
    json_array_foreach(json_object_get(door, "sites"), i, item)
    {
        if (g_strcmp0(json_string_value(item), kind) == 0) {
            return true;
        }
    }
    return false;
}

static GBytes *imagine_site(const Pack *pack, const char *kind)
{
    g_autoptr(json_t) intake = parse_part(pack, "intake.json");
    g_autoptr(json_t) doors = parse_part(pack, "doors.json");
    g_autoptr(json_t) site = parse_part(pack, "site.json");
    const json_t *facts = json_object_get(json_object_get(intake, "sites"), kind);
    const json_t *ask_town = json_array_get(json_object_get(facts, "ask_town"), 0);
    json_object_set_new(site, "kind", json_string(kind));
    json_object_set_new(site, "ask_town", json_integer(json_integer_value(ask_town)));
    json_t *settings = json_object();
    gsize i;
    const json_t *door;
    json_array_foreach(json_object_get(doors, "doors"), i, door)
    {
        if (is_site_of(door, kind)) {
            json_object_set_new(settings, json_get_string(door, "id", ""), imagine_door(door));
        }
    }
    json_object_set_new(site, "doors", settings);
    return json_write(site);
}

static Content *make_content_for(const Pack *pack, const char *kind, GError **error)
{
    g_autoptr(GHashTable) files = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTableIter iter;
    gpointer name, bytes;
    g_hash_table_iter_init(&iter, pack->files);
    while (g_hash_table_iter_next(&iter, &name, &bytes)) {
        g_hash_table_insert(files, name, bytes);
    }
    g_autoptr(GBytes) site = imagine_site(pack, kind);
    g_hash_table_insert(files, (gpointer) "site.json", site);
    g_autofree char *title = g_strdup_printf("%s at a %s", pack->name, kind);
    ContentParts parts = {.name = title, .files = files};
    return content_new(&parts, error);
}

const Content *pack_content_for(Pack *pack, const char *kind, GError **error)
{
    int index = content_find_kind(pack->content, kind);
    if (index < 0) {
        g_set_error(error, PACK_ERROR, PACK_ERROR_INVALID, "site kind '%s' does not exist", kind);
        return NULL;
    }
    if (index == content_site_kind(pack->content)) {
        return pack->content;
    }
    if (!pack->others[index]) {
        pack->others[index] = make_content_for(pack, kind, error);
    }
    return pack->others[index];
}
