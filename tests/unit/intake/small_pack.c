// SPDX-License-Identifier: EUPL-1.2
#include "small_pack.h"

#include <string.h>

#include "base/file.h"

#define PACK_FILE "tests/unit/intake/small_pack.txt"

static void free_bytes(gpointer bytes)
{
    g_bytes_unref(bytes);
}

GHashTable *small_pack_files(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) all = file_load(PACK_FILE, 1 << 20, &error);
    g_assert_no_error(error);
    gsize size;
    const char *data = g_bytes_get_data(all, &size);
    g_autofree char *text = g_strndup(data, size);
    g_auto(GStrv) parts = g_strsplit(text, "=== ", -1);
    GHashTable *files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_bytes);
    for (gsize i = 1; parts[i]; i++) {
        char *body = strchr(parts[i], '\n') + 1;
        g_hash_table_insert(files, g_strndup(parts[i], (gsize)(body - parts[i] - 1)),
                            g_bytes_new(body, strlen(body)));
    }
    return files;
}

void small_pack_replace(GHashTable *files, const char *file, const char *what, const char *with)
{
    gsize size;
    const char *data = g_bytes_get_data(g_hash_table_lookup(files, file), &size);
    g_autofree char *text = g_strndup(data, size);
    char *at = strstr(text, what);
    g_assert_nonnull(at);
    g_assert_null(strstr(at + 1, what));
    g_autofree char *changed =
        g_strdup_printf("%.*s%s%s", (int)(at - text), text, with, at + strlen(what));
    g_hash_table_insert(files, g_strdup(file), g_bytes_new(changed, strlen(changed)));
}

Content *small_pack_content(GHashTable *files)
{
    g_autoptr(GError) error = NULL;
    ContentParts parts = {.name = "small", .files = files};
    Content *content = content_new(&parts, &error);
    g_assert_no_error(error);
    return content;
}

Content *small_pack_cafe(void)
{
    g_autoptr(GHashTable) files = small_pack_files();
    return small_pack_content(files);
}

Content *small_pack_camp(void)
{
    g_autoptr(GHashTable) files = small_pack_files();
    static const char site[] =
        "{\"format\": \"site/1\", \"kind\": \"camp\", \"number\": 8, \"id\": \"small-camp\","
        "\"name\": \"Voorbeeld\", \"timezone\": \"Europe/Amsterdam\", \"qr_host\": \"w.example\","
        "\"ask_town\": 0, \"doors\": {\"doctor\": {}, \"camp_desk\": {}}}";
    g_hash_table_insert(files, g_strdup("site.json"), g_bytes_new_static(site, strlen(site)));
    return small_pack_content(files);
}

static void answer(Answers *answers, const Content *content, const char *question,
                   const char *options)
{
    gsize n;
    int index = content_find_question(content, question);
    g_assert_cmpint(index, >=, 0);
    const Question *asked = &content_questions(content, &n)[index];
    g_auto(GStrv) ids = g_strsplit(options, ",", -1);
    guint32 chosen = 0;
    for (gsize i = 0; ids[i]; i++) {
        int option = content_find_option(asked, ids[i]);
        g_assert_cmpint(option, >=, 0);
        chosen |= 1U << option;
    }
    g_assert_true(answers_set(answers, content, index, chosen));
}

Answers small_pack_answer(const Content *content, ...)
{
    Answers answers;
    answers_init(&answers, content);
    va_list pairs;
    va_start(pairs, content);
    const char *question;
    while ((question = va_arg(pairs, const char *)) != NULL) {
        answer(&answers, content, question, va_arg(pairs, const char *));
    }
    va_end(pairs);
    return answers;
}
