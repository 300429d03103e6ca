// SPDX-License-Identifier: EUPL-1.2
#include "base/kiosk_settings.h"

#include <string.h>

#include "scratch_folder.h"

static void test_least(void)
{
    g_autoptr(ScratchFolder) folder = scratch_folder_new();
    g_autofree char *path = scratch_folder_write(
        folder, "kiosk.ini", "[kiosk]\nstate_dir=state\nrun_dir=run\nassets_dir=/usr/share/w\n");
    g_autoptr(GError) error = NULL;
    g_autoptr(Settings) settings = kiosk_settings_load(path, &error);
    g_assert_no_error(error);
    g_autofree char *state = scratch_folder_path(folder, "state");
    g_assert_cmpstr(settings_text(settings, "kiosk", "state_dir"), ==, state);
    g_assert_cmpstr(settings_text(settings, "printer", "kind"), ==, "none");
    g_assert_cmpstr(settings_text(settings, "region", "tls_min"), ==, "1.3");
    g_assert_cmpint(settings_int(settings, "visit", "idle_warn_s"), ==, 60);
    g_assert_cmpint(settings_int(settings, "outbox", "keep_h"), ==, 168);
}

/* Personal data is not kept for longer than a week, whatever the file says. */
static void test_keep_is_bounded(void)
{
    g_autoptr(ScratchFolder) folder = scratch_folder_new();
    g_autofree char *path = scratch_folder_write(
        folder, "kiosk.ini",
        "[kiosk]\nstate_dir=s\nrun_dir=r\nassets_dir=a\n[outbox]\nkeep_h=169\n");
    g_autoptr(GError) error = NULL;
    g_assert_null(kiosk_settings_load(path, &error));
    g_assert_error(error, SETTINGS_ERROR, SETTINGS_ERROR_VALUE);
}

static void test_describe(void)
{
    g_autofree char *text = kiosk_settings_describe();
    g_assert_nonnull(strstr(text, "  kiosk.state_dir (path, required): "));
    g_assert_nonnull(strstr(text, "  printer.port (number, default 9100): "));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/kiosk settings/need three folders only", test_least);
    g_test_add_func("/kiosk settings/cannot keep intakes beyond a week", test_keep_is_bounded);
    g_test_add_func("/kiosk settings/are all described", test_describe);
    return g_test_run();
}
