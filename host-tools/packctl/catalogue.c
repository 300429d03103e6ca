// SPDX-License-Identifier: EUPL-1.2
#include "packctl/catalogue.h"

#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "intake/text_check.h"
#include "packctl/po_file.h"

enum { MAX_CATALOGUE_BYTES = 8 << 20 };

G_DEFINE_QUARK(packctl_catalogue_error, catalogue_error)

static bool refuse(const Catalogue *catalogue, const PoMessage *message, const char *reason,
                   GError **error)
{
    const char *id = message->context ? message->context : message->id;
    g_set_error(error, CATALOGUE_ERROR, CATALOGUE_ERROR_INVALID, "%s:%d: %s: %s", catalogue->path,
                message->line, id, reason);
    return false;
}

static bool read_header(Catalogue *catalogue, const PoMessage *header, GError **error)
{
    g_autofree char *reviewed = po_file_header_field(header->text, "X-Reviewed");
    catalogue->is_reviewed = g_strcmp0(reviewed, "yes") == 0;
    return catalogue->is_reviewed || g_strcmp0(reviewed, "no") == 0 ||
           refuse(catalogue, header,
                  "the header needs \"X-Reviewed: yes\" (by a native speaker) or \"no\"", error);
}

static bool take_message(Catalogue *catalogue, PoMessage *message, GError **error)
{
    if (!message->context) {
        return message->id[0] == 0
                   ? read_header(catalogue, message, error)
                   : refuse(catalogue, message, "has no msgctxt, which is the text's id", error);
    }
    if (message->is_fuzzy) {
        return refuse(catalogue, message, "the translation is marked fuzzy", error);
    }
    if (message->text[0] == 0) {
        return refuse(catalogue, message, "is not translated", error);
    }
    return g_hash_table_insert(catalogue->by_id, message->context, message) ||
           refuse(catalogue, message, "is there twice", error);
}

Catalogue *catalogue_load(const char *folder, const char *language, GError **error)
{
    g_autoptr(Catalogue) catalogue = g_new0(Catalogue, 1);
    catalogue->path = g_strdup_printf("%s/%s.po", folder, language);
    catalogue->by_id = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GBytes) text = file_load(catalogue->path, MAX_CATALOGUE_BYTES, error);
    catalogue->messages = text ? po_file_parse(text, catalogue->path, error) : NULL;
    if (!catalogue->messages) {
        return NULL;
    }
    PoMessage no_header = {1, NULL, (char *)"", (char *)"", FALSE};
    const PoMessage *first =
        catalogue->messages->len > 0 ? g_ptr_array_index(catalogue->messages, 0) : &no_header;
    if (first->context || first->id[0]) {
        first = &no_header;
    }
    if (!read_header(catalogue, first, error)) {
        return NULL;
    }
    for (guint i = 0; i < catalogue->messages->len; i++) {
        if (!take_message(catalogue, g_ptr_array_index(catalogue->messages, i), error)) {
            return NULL;
        }
    }
    return g_steal_pointer(&catalogue);
}

void catalogue_free(Catalogue *catalogue)
{
    if (!catalogue) {
        return;
    }
    g_hash_table_unref(catalogue->by_id);
    if (catalogue->messages) {
        g_ptr_array_unref(catalogue->messages);
    }
    g_free(catalogue->path);
    g_free(catalogue);
}

static GList *list_ids(const Catalogue *catalogue)
{
    return g_list_sort(g_hash_table_get_keys(catalogue->by_id), (GCompareFunc)strcmp);
}

/* What is wrong with `own`, the translation of `dutch`; NULL when nothing. Caller owns. */
static char *find_fault(const PoMessage *own, const PoMessage *dutch)
{
    if (strcmp(own->id, dutch->text) != 0) {
        return g_strdup("the Dutch text has changed since; translate it anew");
    }
    const char *fault = text_check_find_fault(own->text);
    return fault ? g_strdup(fault) : text_check_compare(own->text, dutch->text);
}

bool catalogue_check(const Catalogue *catalogue, const Catalogue *dutch, GError **error)
{
    g_autoptr(GList) wanted = list_ids(dutch);
    for (const GList *item = wanted; item; item = item->next) {
        const PoMessage *own = g_hash_table_lookup(catalogue->by_id, item->data);
        if (!own) {
            g_set_error(error, CATALOGUE_ERROR, CATALOGUE_ERROR_INVALID, "%s: %s: is missing",
                        catalogue->path, (const char *)item->data);
            return false;
        }
        g_autofree char *fault = find_fault(own, g_hash_table_lookup(dutch->by_id, item->data));
        if (fault) {
            return refuse(catalogue, own, fault, error);
        }
    }
    g_autoptr(GList) ids = list_ids(catalogue);
    for (const GList *item = ids; item; item = item->next) {
        if (!g_hash_table_contains(dutch->by_id, item->data)) {
            return refuse(catalogue, g_hash_table_lookup(catalogue->by_id, item->data),
                          "is not in the Dutch catalogue", error);
        }
    }
    return true;
}

GBytes *catalogue_write(const Catalogue *catalogue, const char *language)
{
    g_autoptr(json_t) texts = json_object();
    g_autoptr(GList) ids = list_ids(catalogue);
    for (const GList *item = ids; item; item = item->next) {
        const PoMessage *message = g_hash_table_lookup(catalogue->by_id, item->data);
        json_object_set_new(texts, item->data, json_string(message->text));
    }
    g_autoptr(json_t) root = json_pack("{s:s,s:b,s:O}", "language", language, "reviewed",
                                       catalogue->is_reviewed, "texts", texts);
    return json_write(root);
}
