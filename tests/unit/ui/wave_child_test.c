// SPDX-License-Identifier: EUPL-1.2
/* Children that sing, and children that do everything else: shell scripts in the place of a
 * synthesiser. */
#include "ui/wave_child.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { LIMIT_MS = 60000, SHORT_MS = 300 };

/* A WAV with three samples, as a shell prints it. */
#define WAV                                                                                        \
    "printf 'RIFF\\044\\360\\377\\177WAVEfmt \\020\\0\\0\\0\\001\\0\\001\\0\\042\\126\\0\\0"       \
    "\\104\\254\\0\\0\\002\\0\\020\\0data\\0\\360\\377\\177'; printf "                             \
    "'\\001\\0\\002\\0\\003\\0';"

typedef struct {
    bool is_done;
    gsize n;
    char *problem;
} Outcome;

static void take(const Wave *wave, const char *problem, gpointer user_data)
{
    Outcome *outcome = user_data;
    g_assert_false(outcome->is_done);
    outcome->is_done = true;
    outcome->n = wave ? wave->n : 0;
    outcome->problem = g_strdup(problem);
    g_assert_true((wave == NULL) == (problem != NULL));
}

static WaveChild *start(const char *script, int limit_ms, Outcome *outcome)
{
    const char *const argv[] = {"/bin/sh", "-c", script, NULL};
    const WaveChildOrder order = {argv, -1, limit_ms};
    g_autoptr(GError) why = NULL;
    WaveChild *child = wave_child_start(&order, take, outcome, &why);
    g_assert_no_error(why);
    return child;
}

static gboolean give_up(gpointer data)
{
    (void)data;
    g_error("nothing was heard of the child");
    return G_SOURCE_REMOVE;
}

static void await(const Outcome *outcome)
{
    guint limit = g_timeout_add(LIMIT_MS, give_up, NULL);
    while (!outcome->is_done) {
        g_main_context_iteration(NULL, TRUE);
    }
    g_source_remove(limit);
    while (g_main_context_iteration(NULL, FALSE)) {
    }
}

static void test_sound(void)
{
    Outcome outcome = {0};
    start(WAV, LIMIT_MS, &outcome);
    await(&outcome);
    g_assert_cmpstr(outcome.problem, ==, NULL);
    g_assert_cmpuint(outcome.n, ==, 3);
}

static void test_faults(void)
{
    static const struct {
        const char *what, *script, *problem;
        int limit_ms;
    } faults[] = {
        {"nothing", "exit 0", "no WAV", LIMIT_MS},
        {"rubbish", "echo Segmentation fault", "no WAV", LIMIT_MS},
        {"a failure after the sound", WAV "exit 1", "it failed", LIMIT_MS},
        {"a crash in the middle", WAV "kill -SEGV $$", "it failed", LIMIT_MS},
        {"sound without end", WAV "exec cat /dev/zero", "does not stop", LIMIT_MS},
        {"a hang before the sound", "exec tail -f /dev/null", "too long", SHORT_MS},
        {"a hang in the middle", WAV "exec tail -f /dev/null", "too long", SHORT_MS},
        {"a hang after the sound", WAV "exec >/dev/null; exec tail -f /dev/null", "too long",
         SHORT_MS},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
        Outcome outcome = {0};
        g_test_message("%s", faults[i].what);
        start(faults[i].script, faults[i].limit_ms, &outcome);
        await(&outcome);
        g_assert_nonnull(outcome.problem);
        g_assert_nonnull(strstr(outcome.problem, faults[i].problem));
        g_free(outcome.problem);
    }
}

static void test_missing(void)
{
    const char *const argv[] = {"/wegwijs/no-such-program", NULL};
    const WaveChildOrder order = {argv, open("/dev/null", O_RDONLY | O_CLOEXEC), LIMIT_MS};
    g_autoptr(GError) why = NULL;
    Outcome outcome = {0};
    g_assert_null(wave_child_start(&order, take, &outcome, &why));
    g_assert_nonnull(why);
    g_assert_false(outcome.is_done);
}

/* What it was told to read is what it reads. */
static void test_input(void)
{
    const char *const argv[] = {"/bin/sh", "-c", "exec cat", NULL};
    Outcome outcome = {0};
    g_autoptr(GError) why = NULL;
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp("wegwijs-test.XXXXXX", &path, &why);
    g_assert_no_error(why);
    g_assert_cmpint(unlink(path), ==, 0);
    static const char head[44] = "RIFF\x24\xF0\xFF\x7FWAVEfmt \x10\0\0\0\1\0\1\0\x22\x56\0\0\x44"
                                 "\xAC\0\0\2\0\x10\0data\0\xF0\xFF\x7F";
    g_assert_cmpint(write(fd, head, sizeof head), ==, sizeof head);
    g_assert_cmpint(write(fd, head, sizeof head), ==, sizeof head);
    g_assert_cmpint(lseek(fd, 0, SEEK_SET), ==, 0);
    const WaveChildOrder order = {argv, fd, LIMIT_MS};
    g_assert_nonnull(wave_child_start(&order, take, &outcome, &why));
    await(&outcome);
    g_assert_cmpstr(outcome.problem, ==, NULL);
    g_assert_cmpuint(outcome.n, ==, sizeof head / 2);
}

static bool is_alive(pid_t pid)
{
    return kill(pid, 0) == 0;
}

/* It tells its number by the name of a folder. */
static void test_stop(void)
{
    g_autofree char *folder = g_dir_make_tmp("wegwijs-test.XXXXXX", NULL);
    g_autofree char *script = g_strdup_printf("mkdir '%s'/$$; exec tail -f /dev/null", folder);
    Outcome outcome = {0};
    WaveChild *child = start(script, LIMIT_MS, &outcome);
    const gint64 limit_us = g_get_monotonic_time() + LIMIT_MS * G_TIME_SPAN_MILLISECOND;
    pid_t pid = 0;
    while (pid == 0) {
        g_assert_cmpint(g_get_monotonic_time(), <, limit_us);
        g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
        const char *name = g_dir_read_name(dir);
        pid = name ? (pid_t)g_ascii_strtoll(name, NULL, 10) : 0;
    }
    g_assert_true(is_alive(pid));
    wave_child_stop(child);
    while (is_alive(pid)) {
        g_assert_cmpint(g_get_monotonic_time(), <, limit_us);
        g_main_context_iteration(NULL, FALSE);
    }
    g_assert_false(outcome.is_done);
    g_autofree char *name = g_strdup_printf("%s/%d", folder, (int)pid);
    g_assert_cmpint(rmdir(name), ==, 0);
    g_assert_cmpint(rmdir(folder), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/wave child/hands out what it wrote", test_sound);
    g_test_add_func("/wave child/is given up when it does anything else", test_faults);
    g_test_add_func("/wave child/that is not there is an error at once", test_missing);
    g_test_add_func("/wave child/reads what it is given", test_input);
    g_test_add_func("/wave child/is gone when it was stopped, and silent", test_stop);
    return g_test_run();
}
