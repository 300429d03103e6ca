// SPDX-License-Identifier: EUPL-1.2
/* A device that comes and goes is a file that does; a jack with a switch is a pipe with the records
 * of an input device. */
#include "machine/headphones.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/input.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LIMIT_MS = 30000 };

typedef struct {
    char *folder, *deep, *path;
    Headphones *headphones;
    bool are_in; /* as told last */
    int told;
} Fixture;

static void note(bool are_in, gpointer user_data)
{
    Fixture *f = user_data;
    f->are_in = are_in;
    f->told++;
    g_assert_cmpint(are_in, ==, headphones_are_in(f->headphones));
}

static void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    f->folder = g_dir_make_tmp("wegwijs-test.XXXXXX", NULL);
    f->deep = g_build_filename(f->folder, "by-id", NULL);
    f->path = g_build_filename(f->deep, "headset", NULL);
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    headphones_free(f->headphones);
    g_unlink(f->path);
    g_rmdir(f->deep);
    g_rmdir(f->folder);
    g_free(f->folder);
    g_free(f->deep);
    g_free(f->path);
}

static void make_folder(const Fixture *f)
{
    g_assert_cmpint(g_mkdir(f->deep, 0700), ==, 0);
}

static void make_file(const Fixture *f)
{
    g_assert_true(g_file_set_contents_full(f->path, "", 0, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static int make_pipe(const Fixture *f)
{
    g_assert_cmpint(mkfifo(f->path, 0600), ==, 0);
    int writer = open(f->path, O_RDWR | O_CLOEXEC);
    g_assert_cmpint(writer, >=, 0);
    return writer;
}

static void begin(Fixture *f)
{
    g_autoptr(GError) why = NULL;
    f->headphones = headphones_watch(f->path, note, f, &why);
    g_assert_no_error(why);
}

static gboolean give_up(gpointer data)
{
    (void)data;
    g_error("nothing was told of the headphones");
    return G_SOURCE_REMOVE;
}

static void await(const Fixture *f, bool are_in)
{
    guint limit = g_timeout_add(LIMIT_MS, give_up, NULL);
    while (headphones_are_in(f->headphones) != are_in) {
        g_main_context_iteration(NULL, TRUE);
    }
    g_source_remove(limit);
    g_assert_cmpint(f->are_in, ==, are_in);
}

static void settle(void)
{
    while (g_main_context_iteration(NULL, FALSE)) {
    }
}

static void turn(int writer, unsigned short type, unsigned short code, int value)
{
    const struct input_event record = {.type = type, .code = code, .value = value};
    g_assert_cmpint(write(writer, &record, sizeof record), ==, sizeof record);
}

static void test_presence(Fixture *f, gconstpointer data)
{
    (void)data;
    make_folder(f);
    begin(f);
    g_assert_false(headphones_are_in(f->headphones));
    for (int i = 0; i < 3; i++) {
        make_file(f);
        await(f, true);
        g_unlink(f->path);
        await(f, false);
    }
    g_assert_cmpint(f->told, ==, 6);
}

/* As /dev/snd/by-id, which is there only while a card is. */
static void test_folder(Fixture *f, gconstpointer data)
{
    (void)data;
    begin(f);
    for (int i = 0; i < 3; i++) {
        make_folder(f);
        settle();
        make_file(f);
        await(f, true);
        g_unlink(f->path);
        g_rmdir(f->deep);
        await(f, false);
    }
    g_assert_cmpint(f->told, ==, 6);
}

static void test_at_start(Fixture *f, gconstpointer data)
{
    (void)data;
    make_folder(f);
    make_file(f);
    begin(f);
    settle();
    g_assert_true(headphones_are_in(f->headphones));
    g_assert_cmpint(f->told, ==, 0);
}

static void test_switch(Fixture *f, gconstpointer data)
{
    (void)data;
    make_folder(f);
    begin(f);
    int writer = make_pipe(f);
    settle();
    g_assert_false(headphones_are_in(f->headphones));
    turn(writer, EV_SW, SW_MICROPHONE_INSERT, 1);
    turn(writer, EV_KEY, SW_HEADPHONE_INSERT, 1);
    turn(writer, EV_SYN, SYN_REPORT, 0);
    settle();
    g_assert_false(headphones_are_in(f->headphones));
    turn(writer, EV_SW, SW_HEADPHONE_INSERT, 1);
    await(f, true);
    turn(writer, EV_SW, SW_HEADPHONE_INSERT, 1);
    settle();
    turn(writer, EV_SW, SW_HEADPHONE_INSERT, 0);
    await(f, false);
    g_assert_cmpint(f->told, ==, 2);
    close(writer);
}

/* Nobody listens on through a loudspeaker because a cable came loose behind the wall. */
static void test_switch_gone(Fixture *f, gconstpointer data)
{
    (void)data;
    make_folder(f);
    g_assert_cmpint(mkfifo(f->path, 0600), ==, 0);
    begin(f);
    for (int i = 0; i < 3; i++) {
        int writer = open(f->path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
        g_assert_cmpint(writer, >=, 0);
        turn(writer, EV_SW, SW_HEADPHONE_INSERT, 1);
        await(f, true);
        close(writer);
        await(f, false);
    }
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*test)(Fixture *, gconstpointer);
    } tests[] = {
        {"are in while their device is there", test_presence},
        {"may bring the folder of their device", test_folder},
        {"that are in at the start are no change", test_at_start},
        {"are in when their switch says so", test_switch},
        {"are out when their switch is gone", test_switch_gone},
    };
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *name = g_strdup_printf("/headphones/%s", tests[i].name);
        g_test_add(name, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
    return g_test_run();
}
