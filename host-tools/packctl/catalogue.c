// SPDX-License-Identifier: EUPL-1.2
#include "packctl/catalogue.h"

#include <stdlib.h>
#include <string.h>

#include <gettext-po.h>

#include "base/file.h"
#include "base/json.h"
#include "intake/text_check.h"

enum { MAX_CATALOGUE_BYTES = 8 << 20 };

G_DEFINE_QUARK(packctl_catalogue_error, catalogue_error)

/* libgettextpo hands its errors to a function without any data of ours, and a fatal one must not
 * return: so every error ends the program here. Nothing was written by then. */
static void stop_at_error(int severity, po_message_t message, const char *file, size_t line,
                          size_t column, int is_multiline, const char *text)
{
    (void)message;
    (void)column;
    (void)is_multiline;
    if (severity == PO_SEVERITY_WARNING) {
        return;
    }
    g_autofree char *first = g_strndup(text, strcspn(text, "\n"));
    if (file && line != (size_t)-1) {
        g_printerr("packctl: %s:%" G_GSIZE_FORMAT ": %s\n", file, line, first);
    } else {
        g_printerr("packctl: %s: %s\n", file ? file : "catalogue", first);
    }
    exit(1);
}

static void stop_at_errors(int severity, po_message_t message1, const char *file1, size_t line1,
                           size_t column1, int is_multiline1, const char *text1,
                           po_message_t message2, const char *file2, size_t line2, size_t column2,
                           int is_multiline2, const char *text2)
{
    (void)message2;
    (void)file2;
    (void)line2;
    (void)column2;
    (void)is_multiline2;
    (void)text2;
    stop_at_error(severity, message1, file1, line1, column1, is_multiline1, text1);
}

static const struct po_xerror_handler stop_handler = {stop_at_error, stop_at_errors};

/* Line of the message `id`, 1 when it is not there: the library tells no lines of messages. */
static int find_line(const char *path, const char *id)
{
    g_autoptr(GBytes) bytes = file_load(path, MAX_CATALOGUE_BYTES, NULL);
    if (!bytes) {
        return 1;
    }
    gsize size;
    const char *text = g_bytes_get_data(bytes, &size);
    g_autofree char *wanted = g_strdup_printf("msgctxt \"%s\"\n", id);
    const char *at = memmem(text, size, wanted, strlen(wanted));
    int line = 1;
    for (const char *c = text; at && c < at; c++) {
        line += *c == '\n';
    }
    return line;
}

static bool refuse(const Catalogue *catalogue, const char *id, const char *reason, GError **error)
{
    g_set_error(error, CATALOGUE_ERROR, CATALOGUE_ERROR_INVALID, "%s:%d: %s: %s", catalogue->path,
                find_line(catalogue->path, id), id, reason);
    return false;
}

static bool take_message(Catalogue *catalogue, po_message_t message, GError **error)
{
    const char *id = po_message_msgctxt(message);
    const char *dutch = po_message_msgid(message);
    const char *text = po_message_msgstr(message);
    if (po_message_is_obsolete(message) || (!id && dutch[0] == 0)) {
        return true;
    }
    if (!id) {
        g_set_error(error, CATALOGUE_ERROR, CATALOGUE_ERROR_INVALID,
                    "%s: the message \"%s\" has no msgctxt, which is its id", catalogue->path,
                    dutch);
        return false;
    }
    if (po_message_msgid_plural(message)) {
        return refuse(catalogue, id, "plural forms are not used", error);
    }
    if (po_message_is_fuzzy(message)) {
        return refuse(catalogue, id, "the translation is marked fuzzy", error);
    }
    if (!text || text[0] == 0) {
        return refuse(catalogue, id, "is not translated", error);
    }
    g_hash_table_insert(catalogue->texts, g_strdup(id), g_strdup(text));
    g_hash_table_insert(catalogue->dutch, g_strdup(id), g_strdup(dutch));
    return true;
}

static bool read_header(Catalogue *catalogue, po_file_t file, GError **error)
{
    const char *header = po_file_domain_header(file, NULL);
    char *field = header ? po_header_field(header, "X-Reviewed") : NULL;
    bool is_known = field && (strcmp(field, "yes") == 0 || strcmp(field, "no") == 0);
    catalogue->is_reviewed = is_known && strcmp(field, "yes") == 0;
    free(field);
    if (!is_known) {
        g_set_error(error, CATALOGUE_ERROR, CATALOGUE_ERROR_INVALID,
                    "%s:1: the header needs \"X-Reviewed: yes\" (by a native speaker) or \"no\"",
                    catalogue->path);
    }
    return is_known;
}

Catalogue *catalogue_load(const char *folder, const char *language, GError **error)
{
    g_autoptr(Catalogue) catalogue = g_new0(Catalogue, 1);
    catalogue->path = g_strdup_printf("%s/%s.po", folder, language);
    catalogue->texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    catalogue->dutch = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GBytes) probe = file_load(catalogue->path, MAX_CATALOGUE_BYTES, error);
    if (!probe) {
        return NULL;
    }
    po_file_t file = po_file_read(catalogue->path, &stop_handler);
    bool ok = read_header(catalogue, file, error);
    po_message_iterator_t messages = po_message_iterator(file, NULL);
    for (po_message_t message; ok && (message = po_next_message(messages)) != NULL;) {
        ok = take_message(catalogue, message, error);
    }
    po_message_iterator_free(messages);
    po_file_free(file);
    return ok ? g_steal_pointer(&catalogue) : NULL;
}

void catalogue_free(Catalogue *catalogue)
{
    if (!catalogue) {
        return;
    }
    g_hash_table_unref(catalogue->texts);
    g_hash_table_unref(catalogue->dutch);
    g_free(catalogue->path);
    g_free(catalogue);
}

static GList *list_ids(const Catalogue *catalogue)
{
    return g_list_sort(g_hash_table_get_keys(catalogue->texts), (GCompareFunc)strcmp);
}

/* What is wrong with the text `id`, which both catalogues know by now; NULL when nothing. */
static char *find_fault(const Catalogue *catalogue, const Catalogue *dutch, const char *id)
{
    const char *text = g_hash_table_lookup(catalogue->texts, id);
    const char *dutch_text = g_hash_table_lookup(dutch->texts, id);
    const char *translated_from = g_hash_table_lookup(catalogue->dutch, id);
    if (strcmp(dutch_text, translated_from) != 0) {
        return g_strdup("the Dutch text has changed since; translate it anew");
    }
    const char *fault = text_check_find_fault(text);
    return fault ? g_strdup(fault) : text_check_compare(text, dutch_text);
}

bool catalogue_check(const Catalogue *catalogue, const Catalogue *dutch, GError **error)
{
    g_autoptr(GList) wanted = list_ids(dutch);
    for (const GList *item = wanted; item; item = item->next) {
        if (!g_hash_table_contains(catalogue->texts, item->data)) {
            return refuse(catalogue, item->data, "is missing", error);
        }
        g_autofree char *fault = find_fault(catalogue, dutch, item->data);
        if (fault) {
            return refuse(catalogue, item->data, fault, error);
        }
    }
    g_autoptr(GList) own = list_ids(catalogue);
    for (const GList *item = own; item; item = item->next) {
        if (!g_hash_table_contains(dutch->texts, item->data)) {
            return refuse(catalogue, item->data, "is not in the Dutch catalogue", error);
        }
    }
    return true;
}

GBytes *catalogue_write(const Catalogue *catalogue, const char *language)
{
    g_autoptr(json_t) texts = json_object();
    g_autoptr(GList) ids = list_ids(catalogue);
    for (const GList *item = ids; item; item = item->next) {
        json_object_set_new(texts, item->data,
                            json_string(g_hash_table_lookup(catalogue->texts, item->data)));
    }
    g_autoptr(json_t) root = json_pack("{s:s,s:b,s:O}", "language", language, "reviewed",
                                       catalogue->is_reviewed, "texts", texts);
    return json_write(root);
}
