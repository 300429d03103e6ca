// SPDX-License-Identifier: EUPL-1.2
#include "test_pack.h"

#include <string.h>

#include "base/file.h"
#include "base/json.h"

#include "shared/pseudo_language.h"

enum { MAX_BYTES = 16 << 20 };

static GBytes *load(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GError) why = NULL;
    GBytes *bytes = file_load(path, MAX_BYTES, &why);
    g_assert_no_error(why);
    return bytes;
}

static GHashTable *load_files(const char *name)
{
    g_autofree char *folder = g_build_filename("build", "packs", name, NULL);
    GHashTable *files =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
    g_autoptr(GError) why = NULL;
    GBytes *manifest = load(folder, "pack.json");
    g_hash_table_insert(files, g_strdup("pack.json"), manifest);
    g_autoptr(json_t) pack = json_parse(manifest, "pack.json", &why);
    g_assert_no_error(why);
    gsize i;
    json_t *file;
    json_array_foreach(json_object_get(pack, "files"), i, file)
    {
        const char *at = json_get_string(file, "name", "");
        g_hash_table_insert(files, g_strdup(at), load(folder, at));
    }
    return files;
}

static Content *make(const char *name, GHashTable *files)
{
    g_autoptr(GError) why = NULL;
    const ContentParts parts = {.name = name, .files = files};
    Content *content = content_new(&parts, &why);
    g_assert_no_error(why);
    return content;
}

Content *test_pack_load(const char *name)
{
    g_autoptr(GHashTable) files = load_files(name);
    return make(name, files);
}

Content *test_pack_load_changed(const char *name, const char *file, const char *from,
                                const char *to)
{
    g_autoptr(GHashTable) files = load_files(name);
    GBytes *bytes = g_hash_table_lookup(files, file);
    g_assert_nonnull(bytes);
    gsize size;
    const char *data = g_bytes_get_data(bytes, &size);
    g_autofree char *text = g_strndup(data, size);
    g_auto(GStrv) parts = g_strsplit(text, from, -1);
    g_assert_cmpuint(g_strv_length(parts), >, 1);
    char *changed = g_strjoinv(to, parts);
    g_hash_table_insert(files, g_strdup(file), g_bytes_new_take(changed, strlen(changed)));
    return make(name, files);
}

Content *test_pack_load_pseudo(const char *name, const char *code)
{
    g_autoptr(GHashTable) files = load_files(name);
    pseudo_language_put(files, code);
    return make(name, files);
}

int test_pack_option(const Content *content, const char *question, const char *option)
{
    gsize n;
    const Question *questions = content_questions(content, &n);
    int at = content_find_question(content, question);
    g_assert_cmpint(at, >=, 0);
    int index = content_find_option(&questions[at], option);
    g_assert_cmpint(index, >=, 0);
    return index;
}
