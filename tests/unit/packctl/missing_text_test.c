// SPDX-License-Identifier: EUPL-1.2
/* Story 6: drop any one string and the pack is refused when built, with language and id
 * (getodk/build#268: it crashed, or another language stood on the paper). */
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "intake/program_texts.h"
#include "pack_fixture.h"
#include "packctl/catalogue.h"
#include "packctl/po_file.h"

static const char locale[] = "assets/locale";

static Catalogue *load_catalogue(const char *code)
{
    g_autoptr(GError) error = NULL;
    Catalogue *catalogue = catalogue_load(locale, code, &error);
    g_assert_no_error(error);
    return catalogue;
}

/* Each text of a language in turn is taken out of its catalogue. */
static guint drop_each(Catalogue *own, const Catalogue *dutch)
{
    g_autoptr(GList) ids = g_hash_table_get_keys(own->by_id);
    for (const GList *item = ids; item; item = item->next) {
        g_autoptr(GError) error = NULL;
        PoMessage *message = g_hash_table_lookup(own->by_id, item->data);
        g_hash_table_remove(own->by_id, item->data);
        if (catalogue_check(own, dutch, &error)) {
            g_error("%s is taken without %s", own->path, (const char *)item->data);
        }
        g_assert_error(error, CATALOGUE_ERROR, CATALOGUE_ERROR_INVALID);
        g_assert_nonnull(strstr(error->message, item->data));
        g_assert_nonnull(strstr(error->message, own->path));
        g_hash_table_insert(own->by_id, message->context, message);
    }
    g_autoptr(GError) error = NULL;
    g_assert_true(catalogue_check(own, dutch, &error));
    return g_list_length(ids);
}

static void test_catalogues(void)
{
    g_autoptr(Pack) pack = pack_fixture_load(PACK_CAFE);
    g_autoptr(Catalogue) dutch = load_catalogue("nl");
    gsize n;
    const Language *languages = content_languages(pack->content, &n);
    g_assert_cmpuint(n, ==, 16);
    for (gsize i = 0; i < n; i++) {
        if (!g_str_equal(languages[i].code, "nl")) {
            g_autoptr(Catalogue) own = load_catalogue(languages[i].code);
            g_assert_cmpuint(drop_each(own, dutch), ==, g_hash_table_size(dutch->by_id));
        }
    }
}

/* The files of a pack with Dutch and one other language only, so that it is read quickly. */
static GHashTable *shorten(const Pack *pack, const char *other)
{
    GHashTable *files =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
    GHashTableIter iter;
    gpointer name, bytes;
    g_hash_table_iter_init(&iter, pack->files);
    while (g_hash_table_iter_next(&iter, &name, &bytes)) {
        g_hash_table_insert(files, g_strdup(name), g_bytes_ref(bytes));
    }
    static const char *const lists[] = {"pack.json", "site.json"};
    for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
        g_autoptr(json_t) json = json_parse(g_hash_table_lookup(files, lists[i]), lists[i], NULL);
        json_object_set_new(json, "languages", json_pack("[s,s]", "nl", other));
        g_hash_table_insert(files, g_strdup(lists[i]), json_write(json));
    }
    return files;
}

static json_t *parse_texts(GHashTable *files, const char *name)
{
    json_t *json = json_parse(g_hash_table_lookup(files, name), name, NULL);
    g_assert_nonnull(json);
    return json;
}

static Content *try_content(GHashTable *files, GError **error)
{
    const ContentParts parts = {.name = "cafe", .files = files};
    return content_new(&parts, error);
}

/* `files` with one text less in one language. */
static void check_dropped(GHashTable *files, const char *name, json_t *json, const char *id)
{
    json_t *texts = json_object_get(json, "texts");
    json_t *text = json_incref(json_object_get(texts, id));
    g_autoptr(GError) error = NULL;
    json_object_del(texts, id);
    g_hash_table_insert(files, g_strdup(name), json_write(json));
    if (try_content(files, &error)) {
        g_error("the pack is taken without %s in %s", id, name);
    }
    g_assert_error(error, CONTENT_ERROR, CONTENT_ERROR_INVALID);
    g_assert_nonnull(strstr(error->message, id));
    json_object_set_new(texts, id, text);
}

/* Every so manieth text; all of them take a second for each language. */
static gsize step(void)
{
    return g_strcmp0(g_getenv("WEGWIJS_SAMPLE"), "1") == 0 ? 37 : 5;
}

static char **list_ids(const json_t *json)
{
    g_autoptr(GStrvBuilder) ids = g_strv_builder_new();
    const char *id;
    const json_t *text;
    json_object_foreach(json_object_get(json, "texts"), id, text)
    {
        g_strv_builder_add(ids, id);
    }
    return g_strv_builder_end(ids);
}

/* A pack made by something else than packctl's catalogues: the reader of the kiosk itself. Every
 * text is dropped in one language or another. */
static void test_packs(void)
{
    g_autoptr(Pack) pack = pack_fixture_load(PACK_CAFE);
    gsize n;
    const Language *languages = content_languages(pack->content, &n);
    for (gsize i = 0; i < n; i++) {
        const char *code = languages[i].code;
        g_autoptr(GHashTable) files = shorten(pack, g_str_equal(code, "nl") ? "en" : code);
        g_autofree char *name = g_strdup_printf("locale/%s.json", code);
        g_autoptr(json_t) json = parse_texts(files, name);
        g_auto(GStrv) ids = list_ids(json);
        for (gsize k = i % step(); k < g_strv_length(ids); k += step()) {
            check_dropped(files, name, json, ids[k]);
        }
    }
}

static bool has(const char *const *ids, const char *id)
{
    return ids && g_strv_contains(ids, id);
}

static bool is_asked(const Content *content, const char *id)
{
    gsize n;
    const Question *questions = content_questions(content, &n);
    for (gsize i = 0; i < n; i++) {
        const Question *question = &questions[i];
        bool is_said = g_str_equal(question->text, id) || g_strcmp0(question->hint, id) == 0;
        for (gsize k = 0; k < question->n_wordings; k++) {
            is_said = is_said || g_str_equal(question->wordings[k].text, id);
        }
        for (gsize k = 0; k < question->n_options; k++) {
            const QuestionOption *option = &question->options[k];
            is_said = is_said || g_str_equal(option->text, id) || has(option->skills, id);
        }
        if (is_said) {
            return true;
        }
    }
    return false;
}

/* Something that a visitor may come to see says it. */
static bool is_used(const Content *content, const char *id)
{
    gsize n;
    const Door *doors = content_doors(content, &n);
    for (gsize i = 0; i < n; i++) {
        const char *const texts[] = {doors[i].title, doors[i].what, doors[i].where,
                                     doors[i].next,  doors[i].when, NULL};
        if (has(texts, id) || has(doors[i].bring, id)) {
            return true;
        }
    }
    const Rule *rules = content_rules(content, &n);
    for (gsize i = 0; i < n; i++) {
        if (has(rules[i].notes, id)) {
            return true;
        }
    }
    return has(program_texts_list(), id) || is_asked(content, id);
}

static void drop_in(GHashTable *files, const char *name, const char *id)
{
    g_autoptr(json_t) json = parse_texts(files, name);
    json_object_del(json_object_get(json, "texts"), id);
    g_hash_table_insert(files, g_strdup(name), json_write(json));
}

/* Dropped from all languages at once, Dutch too: refused by whatever says it. */
static void test_everywhere(void)
{
    g_autoptr(Pack) pack = pack_fixture_load(PACK_CAFE);
    g_autoptr(GHashTable) whole = shorten(pack, "en");
    g_autoptr(json_t) json = parse_texts(whole, "locale/nl.json");
    g_auto(GStrv) ids = list_ids(json);
    gsize n_used = 0;
    for (gsize i = 0; i < g_strv_length(ids); i += MAX(step() / 5, 1)) {
        g_autoptr(GHashTable) files = shorten(pack, "en");
        g_autoptr(GError) error = NULL;
        drop_in(files, "locale/nl.json", ids[i]);
        drop_in(files, "locale/en.json", ids[i]);
        g_autoptr(Content) content = try_content(files, &error);
        bool is_taken = content && !program_texts_find_missing(content);
        if (is_taken && is_used(pack->content, ids[i])) {
            g_error("nobody misses %s", ids[i]);
        }
        n_used += is_taken ? 0 : 1;
    }
    g_assert_cmpuint(n_used, >=, g_strv_length(ids) / MAX(step() / 5, 1) * 3 / 4);
}

/* The whole way of `packctl build`, for one of the programs' own texts. */
static void test_program_text(void)
{
    g_autoptr(Pack) pack = pack_fixture_load(PACK_CAFE);
    g_autoptr(GHashTable) files = shorten(pack, "en");
    drop_in(files, "locale/nl.json", "ui.foot.back");
    drop_in(files, "locale/en.json", "ui.foot.back");
    g_autofree char *folder = g_dir_make_tmp("wegwijs-pack-XXXXXX", NULL);
    GHashTableIter iter;
    gpointer name, bytes;
    g_autoptr(json_t) list = json_array();
    g_hash_table_iter_init(&iter, files);
    while (g_hash_table_iter_next(&iter, &name, &bytes)) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *parent = g_path_get_dirname(path);
        g_autofree char *sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
        g_autoptr(GError) error = NULL;
        bool is_manifest = g_str_equal(name, "pack.json");
        g_assert_true(is_manifest ||
                      (file_make_folder(parent, &error) && file_save(path, bytes, 0644, &error)));
        if (!is_manifest) {
            json_array_append_new(list,
                                  json_pack("{s:s,s:I,s:s}", "name", name, "size",
                                            (json_int_t)g_bytes_get_size(bytes), "sha256", sha256));
        }
    }
    g_autoptr(json_t) manifest = parse_texts(files, "pack.json");
    json_object_set(manifest, "files", list);
    g_autoptr(GBytes) text = json_write(manifest);
    g_autofree char *path = g_build_filename(folder, "pack.json", NULL);
    g_autoptr(GError) error = NULL;
    g_assert_true(file_save(path, text, 0644, &error));
    g_autoptr(Pack) taken = pack_load(folder, NULL, 0, &error);
    g_assert_null(taken);
    g_assert_nonnull(strstr(error->message, "'ui.foot.back' is missing"));
    const char *const remove[] = {"rm", "-r", folder, NULL};
    g_assert_true(g_spawn_sync(NULL, (char **)remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/story 6/no language's catalogue may lack any text", test_catalogues);
    g_test_add_func("/story 6/no pack may lack any text", test_packs);
    g_test_add_func("/story 6/what is said must be there in some language", test_everywhere);
    g_test_add_func("/story 6/packctl refuses what the programs would miss", test_program_text);
    return g_test_run();
}
