// SPDX-License-Identifier: EUPL-1.2
#include "intake/program_texts.h"

#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "small_pack.h"

/* Folders whose programs speak to visitors, and where this table itself stands. */
static const char *const speakers[] = {"firmware/kiosk", "firmware/kiosk/screens", "firmware/slip",
                                       "firmware/ui"};
static const char catalogue[] = "assets/locale/nl.po";

static char *load(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = file_load(path, 8 << 20, &error);
    g_assert_no_error(error);
    gsize size;
    const char *data = g_bytes_get_data(bytes, &size);
    return g_strndup(data, size);
}

/* Adds what `pattern` finds between quotes in `text`. */
static void add_found(GHashTable *found, const char *text, const char *pattern)
{
    g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_MULTILINE, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    g_regex_match(regex, text, 0, &match);
    for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
        g_hash_table_add(found, g_match_info_fetch(match, 1));
    }
}

static GHashTable *find_literals(void)
{
    GHashTable *found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(speakers); i++) {
        g_autoptr(GDir) dir = g_dir_open(speakers[i], 0, NULL);
        g_assert_nonnull(dir);
        const char *name;
        while ((name = g_dir_read_name(dir)) != NULL) {
            g_autofree char *path = g_build_filename(speakers[i], name, NULL);
            g_autofree char *text = g_str_has_suffix(name, ".c") ? load(path) : NULL;
            if (text) {
                add_found(found, text,
                          "\"((?:ui|slip|day|date|month|hours|list)\\.[a-z0-9_.]*[a-z0-9])\"");
            }
        }
    }
    return found;
}

/* Texts of doors, questions and rules are named by the pack; all others by the programs alone.
 * What the programs say is what the table has: no text is forgotten, none is asked in vain. */
static void test_table(void)
{
    g_autoptr(GHashTable) literals = find_literals();
    g_autoptr(GHashTable) texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *dutch = load(catalogue);
    add_found(texts, dutch, "^msgctxt \"(.*)\"$");
    const char *const *ids = program_texts_list();
    g_assert_cmpuint(g_strv_length((char **)ids), >, 60);
    for (gsize i = 0; ids[i]; i++) {
        if (!g_hash_table_contains(literals, ids[i])) {
            g_error("no program says '%s'", ids[i]);
        }
        g_assert_true(i == 0 || strcmp(ids[i - 1], ids[i]) < 0);
    }
    GHashTableIter at;
    gpointer id;
    g_hash_table_iter_init(&at, literals);
    while (g_hash_table_iter_next(&at, &id, NULL)) {
        if (g_hash_table_contains(texts, id) && !g_strv_contains(ids, id)) {
            g_error("a program says '%s', which is not in the table", (char *)id);
        }
    }
}

/* The first one that is not there is named, and nothing when all are. */
static void test_missing(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    g_assert_cmpstr(program_texts_find_missing(content), ==, program_texts_list()[0]);
    g_autoptr(GHashTable) files = small_pack_files();
    g_autoptr(json_t) locale = json_parse(g_hash_table_lookup(files, "locale/nl.json"), "nl", NULL);
    for (const char *const *id = program_texts_list(); *id; id++) {
        json_object_set_new(json_object_get(locale, "texts"), *id, json_string("Tekst"));
    }
    g_hash_table_insert(files, g_strdup("locale/nl.json"), json_write(locale));
    g_autoptr(json_t) english =
        json_parse(g_hash_table_lookup(files, "locale/en.json"), "en", NULL);
    json_object_update_missing(json_object_get(english, "texts"), json_object_get(locale, "texts"));
    g_hash_table_insert(files, g_strdup("locale/en.json"), json_write(english));
    g_autoptr(Content) whole = small_pack_content(files);
    g_assert_null(program_texts_find_missing(whole));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/program-texts/are those the programs say", test_table);
    g_test_add_func("/program-texts/the first one missing is named", test_missing);
    return g_test_run();
}
