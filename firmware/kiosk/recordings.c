// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/recordings.h"

#include "intake/recorded.h"

struct Recordings {
    GHashTable *paths[CONTENT_MAX_LANGUAGES]; /* text -> path, both owned */
    bool are_complete[CONTENT_MAX_LANGUAGES];
};

static void add_language(Recordings *recordings, const Content *content, const char *folder,
                         int language)
{
    gsize n;
    const char *code = content_languages(content, &n)[language].code;
    g_autofree char *path = g_build_filename(folder, RECORDED_FOLDER, code, NULL);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *entry;
    gsize n_needed = 0;
    while (dir && (entry = g_dir_read_name(dir))) {
        g_autofree char *name = g_strdup_printf("%s/%s/%s", RECORDED_FOLDER, code, entry);
        Recorded recorded;
        if (!recorded_find_fault(content, name, &recorded)) {
            g_hash_table_replace(recordings->paths[language],
                                 g_strdup(recorded_text(content, &recorded)),
                                 g_build_filename(path, entry, NULL));
            n_needed += recorded_is_needed(content, recorded.id) ? 1 : 0;
        }
    }
    recordings->are_complete[language] = dir && n_needed == recorded_n_needed(content);
}

Recordings *recordings_new(const Content *content, const char *folder)
{
    Recordings *recordings = g_new0(Recordings, 1);
    gsize n = 0;
    if (content) {
        content_languages(content, &n);
    }
    for (gsize i = 0; i < n; i++) {
        recordings->paths[i] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
        if (folder) {
            add_language(recordings, content, folder, (int)i);
        }
    }
    return recordings;
}

void recordings_free(Recordings *recordings)
{
    if (!recordings) {
        return;
    }
    for (gsize i = 0; i < CONTENT_MAX_LANGUAGES; i++) {
        g_clear_pointer(&recordings->paths[i], g_hash_table_unref);
    }
    g_free(recordings);
}

const char *recordings_find(const Recordings *recordings, int language, const char *text)
{
    g_assert(language >= 0 && language < CONTENT_MAX_LANGUAGES);
    GHashTable *paths = recordings->paths[language];
    return paths ? g_hash_table_lookup(paths, text) : NULL;
}

bool recordings_are_complete(const Recordings *recordings, int language)
{
    g_assert(language >= 0 && language < CONTENT_MAX_LANGUAGES);
    return recordings->are_complete[language];
}
