// SPDX-License-Identifier: EUPL-1.2
#include "pack_fixture.h"

#include <string.h>

#include "base/json.h"

Pack *pack_fixture_load(const char *folder)
{
    g_autoptr(GError) error = NULL;
    Pack *pack = pack_load(folder, NULL, 0, &error);
    g_assert_no_error(error);
    return pack;
}

Content *pack_fixture_change(const Pack *pack, const char *settings)
{
    g_autoptr(GBytes) text = g_bytes_new_static(settings, strlen(settings));
    g_autoptr(json_t) changes = json_parse(text, "settings", NULL);
    g_autoptr(json_t) site =
        json_parse(g_hash_table_lookup(pack->files, "site.json"), "site.json", NULL);
    g_assert_nonnull(changes);
    json_object_update(json_object_get(site, "doors"), changes);
    g_autoptr(GHashTable) files = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTableIter iter;
    gpointer name, bytes;
    g_hash_table_iter_init(&iter, pack->files);
    while (g_hash_table_iter_next(&iter, &name, &bytes)) {
        g_hash_table_insert(files, name, bytes);
    }
    g_autoptr(GBytes) changed = json_write(site);
    g_hash_table_insert(files, (gpointer) "site.json", changed);
    g_autoptr(GError) error = NULL;
    ContentParts parts = {.name = pack->name, .files = files};
    Content *content = content_new(&parts, &error);
    g_assert_no_error(error);
    return content;
}

char *pack_fixture_close_doors(const Content *content, int only)
{
    gsize n;
    const Door *doors = content_doors(content, &n);
    GString *text = g_string_new("{");
    for (gsize i = 0; i < n; i++) {
        bool is_wanted = only < 0 || (gsize)only == i;
        if (is_wanted && doors[i].is_allowed && doors[i].fallback >= 0) {
            g_string_append_printf(text, "%s\"%s\":{\"enabled\":false}", text->len > 1 ? "," : "",
                                   doors[i].id);
        }
    }
    g_string_append_c(text, '}');
    bool is_none = strcmp(text->str, "{}") == 0;
    char *settings = g_string_free(text, FALSE);
    if (is_none) {
        g_clear_pointer(&settings, g_free);
    }
    return settings;
}
