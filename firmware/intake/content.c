// SPDX-License-Identifier: EUPL-1.2
#include "intake/content.h"

#include <assert.h>
#include <string.h>

#include "intake/content_private.h"

#define FIRST_STRONG_ISOLATE "\xE2\x81\xA8" /* U+2068 */
#define POP_ISOLATE          "\xE2\x81\xA9" /* U+2069 */

/* The files of a pack in the order of the table below, then the texts of each language. */
typedef enum {
    FILE_PACK,
    FILE_LANGUAGES,
    FILE_SITE,
    FILE_PICTOGRAMS,
    FILE_INTAKE,
    FILE_DOORS,
    FILE_RULES,
    N_FILES
} File;

static const struct {
    const char *name;
    const char *format;
} files[] = {
    [FILE_PACK] = {"pack.json", "pack/1"},
    [FILE_LANGUAGES] = {"languages.json", "languages/1"},
    [FILE_SITE] = {"site.json", "site/1"},
    [FILE_PICTOGRAMS] = {"pictograms.json", "pictograms/1"},
    [FILE_INTAKE] = {"intake.json", "intake/1"},
    [FILE_DOORS] = {"doors.json", "doors/1"},
    [FILE_RULES] = {"rules.json", "rules/1"},
};
static_assert(G_N_ELEMENTS(files) == N_FILES, "one row a file");

/* Opens a part and lets the Content own its document. */
static bool open_part(Content *content, const ContentParts *parts, Part *part, const char *format)
{
    part->pack = parts->name;
    if (!part_open(part, parts->files, format)) {
        return false;
    }
    g_ptr_array_add(content->documents, part->root);
    return true;
}

static bool read_pack(Content *content, const Part *pack)
{
    static const char *const keys[] = {"format",    "name",  "version", "sequence", "region",
                                       "languages", "files", "signed",  NULL};
    Spot root = spot_root(pack);
    content->version = spot_need_version(&root, "version");
    if (!content->version || !spot_check_keys(&root, keys) || !spot_need_text(&root, "name") ||
        !spot_need_text(&root, "region")) {
        return false;
    }
    content->pack_languages = spot_need_list(&root, "languages", CONTENT_MAX_LANGUAGES);
    for (gsize i = 0; i < json_array_size(content->pack_languages); i++) {
        const json_t *code = json_array_get(content->pack_languages, i);
        if (!json_is_string(code) || !spot_is_id(json_string_value(code))) {
            return spot_refuse(&root, "\"languages\" must be a list of codes");
        }
        for (gsize j = 0; j < i; j++) {
            if (json_equal(json_array_get(content->pack_languages, j), code)) {
                return spot_refuse(&root, "\"languages\" has '%s' twice", json_string_value(code));
            }
        }
    }
    content->sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, pack->bytes);
    return content->pack_languages != NULL;
}

/* Dutch first: the other languages are compared with it. */
static bool read_texts(Content *content, const ContentParts *parts, GError **error)
{
    for (gsize step = 0; step <= content->n_languages; step++) {
        gsize language = step == 0 ? (gsize)content->dutch : step - 1;
        if (step > 0 && language == (gsize)content->dutch) {
            continue;
        }
        g_autofree char *name =
            g_strdup_printf("locale/%s.json", content->languages[language].code);
        Part part = {.file = name, .error = error};
        if (!open_part(content, parts, &part, NULL) ||
            !content_read_texts(content, &part, language) ||
            !content_check_texts(content, &part, language)) {
            return false;
        }
    }
    return true;
}

static bool read_all(Content *content, const ContentParts *parts, GError **error)
{
    Part part[N_FILES];
    for (gsize i = 0; i < N_FILES; i++) {
        part[i] = (Part){.file = files[i].name, .error = error};
        if (!open_part(content, parts, &part[i], files[i].format)) {
            return false;
        }
    }
    return read_pack(content, &part[FILE_PACK]) &&
           content_read_languages(content, &part[FILE_LANGUAGES], &part[FILE_SITE]) &&
           read_texts(content, parts, error) &&
           content_read_pictograms(content, &part[FILE_PICTOGRAMS]) &&
           content_read_questions(content, &part[FILE_INTAKE]) &&
           content_read_params(content, &part[FILE_RULES]) &&
           content_read_question_conditions(content, &part[FILE_INTAKE]) &&
           content_read_site(content, &part[FILE_INTAKE], &part[FILE_RULES], &part[FILE_SITE]) &&
           content_read_doors(content, &part[FILE_DOORS]) &&
           content_read_places(content, &part[FILE_DOORS], &part[FILE_SITE]) &&
           content_read_rules(content, &part[FILE_RULES], &part[FILE_DOORS]);
}

static void free_document(gpointer document)
{
    json_decref(document);
}

static void free_condition(gpointer condition)
{
    condition_free(condition);
}

Content *content_new(const ContentParts *parts, GError **error)
{
    g_autoptr(Content) content = g_new0(Content, 1);
    content->documents = g_ptr_array_new_with_free_func(free_document);
    content->owned = g_ptr_array_new_with_free_func(g_free);
    content->conditions = g_ptr_array_new_with_free_func(free_condition);
    if (!read_all(content, parts, error)) {
        return NULL;
    }
    content_choose_languages(content, parts);
    return g_steal_pointer(&content);
}

void content_free(Content *content)
{
    if (!content) {
        return;
    }
    g_ptr_array_unref(content->conditions);
    g_ptr_array_unref(content->owned);
    g_ptr_array_unref(content->documents);
    g_free(content->sha256);
    g_free(content);
}

gpointer content_allocate(Content *content, gsize n, gsize size_bytes)
{
    gpointer memory = g_malloc0_n(MAX(n, 1), size_bytes);
    g_ptr_array_add(content->owned, memory);
    return memory;
}

const char *content_need_text_id(const Content *content, const Spot *spot, const char *key)
{
    const char *id = spot_need_text(spot, key);
    if (id && !json_object_get(content->texts[content->dutch], id)) {
        spot_refuse(spot, "\"%s\": text '%s' does not exist", key, id);
        return NULL;
    }
    return id;
}

bool content_take_text_id(const Content *content, const Spot *spot, const char *key,
                          const char **out)
{
    const json_t *value = json_object_get(spot->value, key);
    if (!value || json_is_null(value)) {
        return true;
    }
    *out = content_need_text_id(content, spot, key);
    return *out != NULL;
}

bool content_take_icon(const Content *content, const Spot *spot, const char **out)
{
    if (!spot_take_text(spot, "icon", out)) {
        return false;
    }
    return !*out || json_object_get(content->icons, *out) ||
           spot_refuse(spot, "pictogram '%s' does not exist", *out);
}

const char *const *content_take_text_ids(Content *content, const Spot *spot, const char *key)
{
    const json_t *list = json_object_get(spot->value, key);
    if (list && !json_is_array(list)) {
        spot_refuse(spot, "\"%s\" must be a list of texts", key);
        return NULL;
    }
    const char **ids = content_allocate(content, json_array_size(list) + 1, sizeof(char *));
    gsize i;
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        ids[i] = json_string_value(item);
        if (!ids[i] || !json_object_get(content->texts[content->dutch], ids[i])) {
            spot_refuse(spot, "\"%s\": text '%s' does not exist", key, ids[i] ? ids[i] : "?");
            return NULL;
        }
    }
    return ids;
}

bool content_take_condition(Content *content, const Spot *spot, const char *key,
                            const Condition **out)
{
    const json_t *json = json_object_get(spot->value, key);
    if (!json) {
        return true;
    }
    ConditionNames names = {content->questions, content->n_questions, content->kinds,
                            content->param_names};
    g_autofree char *fault = NULL;
    Condition *condition = condition_compile(json, &names, &fault);
    if (!condition) {
        return spot_refuse(spot, "\"%s\": %s", key, fault);
    }
    g_ptr_array_add(content->conditions, condition);
    *out = condition;
    return true;
}

const char *content_version(const Content *content)
{
    return content->version;
}

const char *content_sha256(const Content *content)
{
    return content->sha256;
}

const Site *content_site(const Content *content)
{
    return &content->site;
}

const Question *content_questions(const Content *content, gsize *n)
{
    *n = content->n_questions;
    return content->questions;
}

const Door *content_doors(const Content *content, gsize *n)
{
    *n = content->n_doors;
    return content->doors;
}

const Rule *content_rules(const Content *content, gsize *n)
{
    *n = content->n_rules;
    return content->rules;
}

const Language *content_languages(const Content *content, gsize *n)
{
    *n = content->n_languages;
    return content->languages;
}

/* Index of the item whose first member, a text, is `id`; the items are `size_bytes` apart. */
static int find_item(gconstpointer items, gsize n, gsize size_bytes, const char *id)
{
    for (gsize i = 0; i < n; i++) {
        const char *const *item = (gconstpointer)((const char *)items + i * size_bytes);
        if (strcmp(*item, id) == 0) {
            return (int)i;
        }
    }
    return -1;
}

int content_find_question(const Content *content, const char *id)
{
    return find_item(content->questions, content->n_questions, sizeof(Question), id);
}

int content_find_door(const Content *content, const char *id)
{
    return find_item(content->doors, content->n_doors, sizeof(Door), id);
}

int content_find_language(const Content *content, const char *code)
{
    return find_item(content->languages, content->n_languages, sizeof(Language), code);
}

int content_find_option(const Question *question, const char *id)
{
    return find_item(question->options, question->n_options, sizeof(QuestionOption), id);
}

int content_find_kind(const Content *content, const char *kind)
{
    return find_item(content->kinds, g_strv_length((char **)content->kinds), sizeof(char *), kind);
}

int content_find_param(const Content *content, const char *name)
{
    return find_item(content->param_names, content->n_params, sizeof(char *), name);
}

int content_site_kind(const Content *content)
{
    return content->site_kind;
}

int content_ask_town(const Content *content)
{
    return content->ask_town;
}

const gint32 *content_params(const Content *content, gsize *n)
{
    *n = content->n_params;
    return content->params;
}

const char *content_text(const Content *content, int language, const char *id)
{
    g_assert(language >= 0 && (gsize)language < content->n_languages);
    const char *text = json_string_value(json_object_get(content->texts[language], id));
    if (!text) {
        text = json_string_value(json_object_get(content->texts[content->dutch], id));
    }
    return text ? text : "";
}

bool content_is_translated(const Content *content, int language, const char *id)
{
    g_assert(language >= 0 && (gsize)language < content->n_languages);
    return json_object_get(content->texts[language], id) != NULL;
}

const char **content_list_texts(const Content *content, gsize *n)
{
    json_t *texts = (json_t *)content->texts[content->dutch];
    const char **ids = g_new0(const char *, json_object_size(texts) + 1);
    const char *id;
    json_t *text;
    *n = 0;
    json_object_foreach(texts, id, text)
    {
        ids[(*n)++] = id;
    }
    return ids;
}

/* The value given for the place "{name}" at `at`, NULL when none was. */
static const char *find_value(const char *at, gsize length, GPtrArray *pairs)
{
    for (guint i = 0; i + 1 < pairs->len; i += 2) {
        const char *name = g_ptr_array_index(pairs, i);
        if (strlen(name) == length && strncmp(name, at, length) == 0) {
            return g_ptr_array_index(pairs, i + 1);
        }
    }
    return NULL;
}

static char *fill_places(const char *text, GPtrArray *pairs)
{
    GString *filled = g_string_new(NULL);
    for (const char *at = text; *at; at++) {
        const char *end = *at == '{' ? strchr(at, '}') : NULL;
        const char *value = end ? find_value(at + 1, (gsize)(end - at - 1), pairs) : NULL;
        if (!value) {
            g_string_append_c(filled, *at);
            continue;
        }
        g_string_append_printf(filled, FIRST_STRONG_ISOLATE "%s" POP_ISOLATE, value);
        at = end;
    }
    return g_string_free(filled, FALSE);
}

char *content_format(const Content *content, int language, const char *id, ...)
{
    g_autoptr(GPtrArray) pairs = g_ptr_array_new();
    va_list values;
    va_start(values, id);
    for (char *next = va_arg(values, char *); next; next = va_arg(values, char *)) {
        g_ptr_array_add(pairs, next);
    }
    va_end(values);
    g_assert(pairs->len % 2 == 0);
    return fill_places(content_text(content, language, id), pairs);
}

const char *content_pictogram(const Content *content, const char *icon)
{
    return icon ? json_string_value(json_object_get(content->icons, icon)) : NULL;
}
