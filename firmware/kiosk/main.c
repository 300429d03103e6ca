// SPDX-License-Identifier: EUPL-1.2
// wegwijs-kiosk: draws, asks, prints and writes the outbox. It reaches no network but a network
// printer.
#include <glib-unix.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <fcntl.h>

#include "base/file.h"
#include "base/kiosk_settings.h"
#include "base/log.h"

#include "store/jwk.h"
#include "store/staff_settings.h"

#include "machine/private_memory.h"
#include "machine/watchdog.h"

#include "kiosk/brightness.h"
#include "kiosk/kiosk.h"
#include "kiosk/preview.h"
#include "kiosk/selftest.h"

static const char program[] = "wegwijs-kiosk";

typedef struct {
    char *config;
    char *preview;
    char *languages;
    gboolean is_selftest;
    gboolean is_version;
} Arguments;

static void clear_arguments(Arguments *arguments)
{
    g_free(arguments->config);
    g_free(arguments->preview);
    g_free(arguments->languages);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Arguments, clear_arguments)

static bool parse_arguments(int argc, char **argv, Arguments *arguments)
{
    const GOptionEntry entries[] = {
        {"config", 'c', 0, G_OPTION_ARG_FILENAME, &arguments->config, "settings file", "FILE"},
        {"preview", 0, 0, G_OPTION_ARG_FILENAME, &arguments->preview,
         "write every screen as PNG and one HTML page into DIR, and end", "DIR"},
        {"languages", 0, 0, G_OPTION_ARG_STRING, &arguments->languages,
         "with --preview: only these, e.g. nl,ar", "LIST"},
        {"selftest", 0, 0, G_OPTION_ARG_NONE, &arguments->is_selftest,
         "try everything that needs nobody at the glass, print a slip, write the results as JSON, "
         "and end: 0 ready, 1 not ready or a kiosk is running",
         NULL},
        {"version", 0, 0, G_OPTION_ARG_NONE, &arguments->is_version, "print the version", NULL},
        G_OPTION_ENTRY_NULL,
    };
    g_autofree char *keys = kiosk_settings_describe();
    g_autofree char *about = g_strdup_printf("Settings in FILE:\n%s", keys);
    GOptionContext *context = g_option_context_new("- the kiosk's screen and printer");
    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_set_description(context, about);
    g_autoptr(GError) why = NULL;
    bool is_fine = g_option_context_parse(context, &argc, &argv, &why);
    g_option_context_free(context);
    if (is_fine && argc > 1) {
        is_fine = false;
        fprintf(stderr, "%s: '%s' is not an option; --help lists them\n", program, argv[1]);
    } else if (!is_fine) {
        fprintf(stderr, "%s: %s; --help lists the options\n", program, why->message);
    } else if (!arguments->is_version && !arguments->config) {
        is_fine = false;
        fprintf(stderr, "%s: which settings? give --config FILE\n", program);
    }
    return is_fine;
}

/* One kiosk a run folder; the lock goes with the process. */
static bool lock_run_folder(const char *run_dir, GError **error)
{
    g_autofree char *path = g_build_filename(run_dir, "kiosk.lock", NULL);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                    "cannot lock %s: is another kiosk running with the same run_dir?", path);
        return false;
    }
    return true;
}

static gboolean quit(gpointer user_data)
{
    g_main_loop_quit(user_data);
    return G_SOURCE_CONTINUE;
}

static bool serve(Settings *settings, GError **error)
{
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    g_unix_signal_add(SIGTERM, quit, loop);
    g_unix_signal_add(SIGINT, quit, loop);
    g_autoptr(Kiosk) kiosk = kiosk_new(settings, loop, error);
    if (!kiosk) {
        return false;
    }
    brightness_apply(settings);
    Watchdog *watchdog = watchdog_start();
    watchdog_ready();
    g_main_loop_run(loop);
    watchdog_stopping();
    watchdog_stop(watchdog);
    return true;
}

static bool run(Settings *settings, const Arguments *arguments, GError **error)
{
    log_start(program, settings_bool(settings, "kiosk", "debug"));
    if (!keys_init(error)) {
        return false;
    }
    if (arguments->preview) {
        return preview_write(settings, arguments->preview, arguments->languages, error);
    }
    (void)staff_settings_load(settings, settings_text(settings, "kiosk", "state_dir"));
    const char *run_dir = settings_text(settings, "kiosk", "run_dir");
    return file_make_folder(run_dir, error) && lock_run_folder(run_dir, error) &&
           (arguments->is_selftest ? selftest_run(settings, error) : serve(settings, error));
}

int main(int argc, char **argv)
{
    g_auto(Arguments) arguments = {0};
    (void)private_memory_start(); /* without the lock it serves as well */
    if (!parse_arguments(argc, argv, &arguments)) {
        return 2;
    }
    if (arguments.is_version) {
        printf("%s %s\n", program, WEGWIJS_VERSION);
        return EXIT_SUCCESS;
    }
    g_autoptr(GError) why = NULL;
    g_autoptr(Settings) settings = kiosk_settings_load(arguments.config, &why);
    if (!settings || !run(settings, &arguments, &why)) {
        fprintf(stderr, "%s: %s\n", program, why->message);
        return settings ? EXIT_FAILURE : 2;
    }
    return EXIT_SUCCESS;
}
