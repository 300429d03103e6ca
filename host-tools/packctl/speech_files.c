// SPDX-License-Identifier: EUPL-1.2
#include "packctl/speech_files.h"

#include <string.h>

#include "intake/recorded.h"
#include "packctl/opus_file.h"

G_DEFINE_QUARK(packctl_speech_files_error, speech_files_error)

/* Names of the recordings, sorted. Caller owns the list. */
static GList *list_names(GHashTable *files)
{
    GList *names = NULL;
    GHashTableIter iter;
    gpointer name;
    g_hash_table_iter_init(&iter, files);
    while (g_hash_table_iter_next(&iter, &name, NULL)) {
        if (g_str_has_prefix(name, RECORDED_FOLDER "/")) {
            names = g_list_prepend(names, name);
        }
    }
    return g_list_sort(names, (GCompareFunc)strcmp);
}

/* NULL when it is fine. Caller owns. */
static char *find_fault(const Content *content, const char *name, GBytes *file)
{
    Recorded recorded;
    const char *fault = recorded_find_fault(content, name, &recorded);
    if (fault) {
        return g_strdup(fault);
    }
    if (g_bytes_get_size(file) > RECORDED_MAX_FILE_BYTES) {
        return g_strdup_printf("is larger than %d KiB; record it at 24 kbit/s",
                               RECORDED_MAX_FILE_BYTES >> 10);
    }
    double seconds = opus_file_measure(file, &fault);
    if (fault) {
        return g_strdup(fault);
    }
    return seconds > RECORDED_MAX_SECONDS
               ? g_strdup_printf("takes %.0f seconds; at most %d", seconds, RECORDED_MAX_SECONDS)
               : NULL;
}

bool speech_files_check(const Content *content, GHashTable *files, const char *pack, GError **error)
{
    gsize total = 0;
    g_autoptr(GList) names = list_names(files);
    for (const GList *name = names; name; name = name->next) {
        GBytes *file = g_hash_table_lookup(files, name->data);
        g_autofree char *fault = find_fault(content, name->data, file);
        total += g_bytes_get_size(file);
        if (!fault && total > RECORDED_MAX_BYTES) {
            fault = g_strdup_printf("with it all recordings are larger than %d MiB",
                                    RECORDED_MAX_BYTES >> 20);
        }
        if (fault) {
            g_set_error(error, SPEECH_FILES_ERROR, SPEECH_FILES_ERROR_INVALID, "%s/%s: %s", pack,
                        (const char *)name->data, fault);
            return false;
        }
    }
    return true;
}

char *speech_files_describe(const Content *content, GHashTable *files)
{
    gsize n;
    const Language *languages = content_languages(content, &n);
    gsize n_needed = recorded_n_needed(content);
    gsize counts[CONTENT_MAX_LANGUAGES] = {0};
    gsize needed[CONTENT_MAX_LANGUAGES] = {0};
    g_autoptr(GList) names = list_names(files);
    for (const GList *name = names; name; name = name->next) {
        Recorded recorded;
        if (!recorded_find_fault(content, name->data, &recorded)) {
            counts[recorded.language]++;
            needed[recorded.language] += recorded_is_needed(content, recorded.id) ? 1 : 0;
        }
    }
    GString *lines = g_string_new(NULL);
    for (gsize i = 0; i < n; i++) {
        if (counts[i] > 0) {
            bool is_heard = languages[i].voice || needed[i] == n_needed;
            g_string_append_printf(lines,
                                   "%s: %" G_GSIZE_FORMAT " recordings, %" G_GSIZE_FORMAT
                                   " of %" G_GSIZE_FORMAT " needed; %s\n",
                                   languages[i].code, counts[i], needed[i], n_needed,
                                   is_heard ? "can be listened to"
                                            : "has no voice and cannot be listened to yet");
        }
    }
    return g_string_free(lines, FALSE);
}
