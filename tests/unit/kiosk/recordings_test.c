// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/recordings.h"

#include <glib/gstdio.h>

#include "intake/recorded.h"
#include "test_pack.h"

typedef struct {
    Content *content;
    char *folder;
    int language; /* without a voice */
} Fixture;

static void set_up(Fixture *f, gconstpointer pack)
{
    f->content = test_pack_load(pack);
    f->folder = g_dir_make_tmp("wegwijs-test.XXXXXX", NULL);
    f->language = content_find_language(f->content, "ti");
}

static char *speech_folder(const Fixture *f)
{
    return g_build_filename(f->folder, "speech", "ti", NULL);
}

static void tear_down(Fixture *f, gconstpointer pack)
{
    (void)pack;
    g_autofree char *speech = speech_folder(f);
    g_autofree char *parent = g_build_filename(f->folder, "speech", NULL);
    g_autoptr(GDir) dir = g_dir_open(speech, 0, NULL);
    const char *entry;
    while (dir && (entry = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(speech, entry, NULL);
        g_unlink(path);
    }
    g_rmdir(speech);
    g_rmdir(parent);
    g_rmdir(f->folder);
    g_free(f->folder);
    content_free(f->content);
}

static void put(const Fixture *f, const char *name)
{
    g_autofree char *folder = speech_folder(f);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    g_assert_true(g_file_set_contents(path, "OggS", -1, NULL));
}

static void put_all_but(const Fixture *f, const char *left_out)
{
    gsize n;
    g_autofree const char **ids = content_list_texts(f->content, &n);
    put(f, "endonym.opus");
    for (gsize i = 0; i < n; i++) {
        g_autofree char *name = g_strconcat(ids[i], ".opus", NULL);
        if (recorded_is_needed(f->content, ids[i]) && g_strcmp0(ids[i], left_out) != 0) {
            put(f, name);
        }
    }
}

static void test_found(Fixture *f, gconstpointer pack)
{
    (void)pack;
    gsize n;
    const Language *languages = content_languages(f->content, &n);
    put(f, "ui.start.title.opus");
    put(f, "endonym.opus");
    put(f, "no.such.text.opus");
    put(f, "ui.start.what.wav");
    g_autoptr(Recordings) recordings = recordings_new(f->content, f->folder);
    const char *title = content_text(f->content, f->language, "ui.start.title");
    const char *what = content_text(f->content, f->language, "ui.start.what");
    const char *path = recordings_find(recordings, f->language, title);
    g_assert_nonnull(path);
    g_assert_true(g_str_has_suffix(path, "/speech/ti/ui.start.title.opus"));
    g_assert_nonnull(recordings_find(recordings, f->language, languages[f->language].endonym));
    g_assert_null(recordings_find(recordings, f->language, what));
    g_assert_null(recordings_find(recordings, content_find_language(f->content, "nl"), title));
}

static void test_complete(Fixture *f, gconstpointer pack)
{
    (void)pack;
    put_all_but(f, "q.goal");
    g_autoptr(Recordings) but_one = recordings_new(f->content, f->folder);
    g_assert_false(recordings_are_complete(but_one, f->language));
    put(f, "q.goal.opus");
    g_autoptr(Recordings) all = recordings_new(f->content, f->folder);
    g_assert_true(recordings_are_complete(all, f->language));
    g_assert_false(recordings_are_complete(all, content_find_language(f->content, "so")));
}

static void test_none(Fixture *f, gconstpointer pack)
{
    (void)pack;
    g_autoptr(Recordings) no_folder = recordings_new(f->content, NULL);
    g_autoptr(Recordings) no_content = recordings_new(NULL, NULL);
    g_autoptr(Recordings) empty = recordings_new(f->content, f->folder);
    const Recordings *all[] = {no_folder, no_content, empty};
    for (gsize i = 0; i < G_N_ELEMENTS(all); i++) {
        g_assert_null(recordings_find(all[i], f->language, "x"));
        g_assert_false(recordings_are_complete(all[i], f->language));
    }
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*test)(Fixture *, gconstpointer);
    } tests[] = {
        {"are found by the text that they say", test_found},
        {"make a language heard when all of it is there", test_complete},
        {"may be missing altogether", test_none},
    };
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *name = g_strdup_printf("/recordings/%s", tests[i].name);
        g_test_add(name, Fixture, "werkcafe-midden-holland", set_up, tests[i].test, tear_down);
    }
    return g_test_run();
}
