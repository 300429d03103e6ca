// SPDX-License-Identifier: EUPL-1.2
#include "packctl/preview.h"

#include <string.h>

#include "base/json.h"

typedef struct {
    const Content *content;
    int language;
    int dutch;
    GString *text;
    GHashTable *shown; /* ids that were printed already */
} Preview;

static void show(Preview *preview, const char *id, const char *indent)
{
    if (!id || !g_hash_table_add(preview->shown, (gpointer)id)) {
        return;
    }
    const char *own = content_text(preview->content, preview->language, id);
    const char *dutch = content_text(preview->content, preview->dutch, id);
    g_string_append_printf(preview->text, "%s%s\n%s    %s\n", indent, own, indent, id);
    if (preview->language != preview->dutch) {
        g_string_append_printf(preview->text, "%s    %s\n", indent, dutch);
    }
}

static void show_list(Preview *preview, const char *const *ids)
{
    for (; *ids; ids++) {
        show(preview, *ids, "  ");
    }
}

static void begin(Preview *preview, const char *title)
{
    g_string_append_printf(preview->text, "\n== %s\n", title);
}

static void show_prefix(Preview *preview, GList *ids, const char *prefix)
{
    for (; ids; ids = ids->next) {
        if (g_str_has_prefix(ids->data, prefix)) {
            show(preview, ids->data, "");
        }
    }
}

static void show_questions(Preview *preview)
{
    gsize n;
    const Question *questions = content_questions(preview->content, &n);
    for (gsize i = 0; i < n; i++) {
        const Question *question = &questions[i];
        begin(preview, question->id);
        show(preview, question->text, "");
        for (gsize w = 0; w < question->n_wordings; w++) {
            show(preview, question->wordings[w].text, "");
        }
        show(preview, question->hint, "");
        for (gsize o = 0; o < question->n_options; o++) {
            show(preview, question->options[o].text, "  ");
        }
    }
}

static void show_doors(Preview *preview)
{
    gsize n;
    const Door *doors = content_doors(preview->content, &n);
    for (gsize i = 0; i < n; i++) {
        begin(preview, doors[i].id);
        show(preview, doors[i].title, "");
        show(preview, doors[i].what, "");
        show(preview, doors[i].where, "");
        show(preview, doors[i].when, "");
        show(preview, doors[i].next, "");
        show_list(preview, doors[i].bring);
    }
}

static GList *list_ids(GHashTable *files, json_t **document)
{
    GList *ids = NULL;
    *document = json_parse(g_hash_table_lookup(files, "locale/nl.json"), "nl", NULL);
    const char *id;
    const json_t *text;
    json_object_foreach(json_object_get(*document, "texts"), id, text)
    {
        ids = g_list_prepend(ids, (gpointer)id);
    }
    return g_list_sort(ids, (GCompareFunc)strcmp);
}

char *preview_texts(const Content *content, int language, GHashTable *files)
{
    static const char *const before[] = {"ui.start.", "ui.lang.", "ui.privacy."};
    static const char *const after[] = {"ui.doors.", "note.", "slip.", ""};
    g_autoptr(json_t) document = NULL;
    g_autoptr(GList) ids = list_ids(files, &document);
    g_autoptr(GHashTable) shown = g_hash_table_new(g_str_hash, g_str_equal);
    gsize n;
    const Language *own = &content_languages(content, &n)[language];
    Preview preview = {content, language, content_find_language(content, "nl"), g_string_new(NULL),
                       shown};
    g_string_append_printf(preview.text, "%s (%s)%s\n", own->endonym, own->code,
                           own->is_reviewed ? "" : ", not reviewed by a native speaker");
    for (gsize i = 0; i < G_N_ELEMENTS(before); i++) {
        begin(&preview, before[i]);
        show_prefix(&preview, ids, before[i]);
    }
    show_questions(&preview);
    show_doors(&preview);
    for (gsize i = 0; i < G_N_ELEMENTS(after); i++) {
        begin(&preview, after[i][0] ? after[i] : "…");
        show_prefix(&preview, ids, after[i]);
    }
    return g_string_free(preview.text, FALSE);
}
