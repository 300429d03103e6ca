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

/* The table in firmware/README.md says who may set what: "name image region staff", as the code's
 * rows do. */
static GHashTable *read_page(void)
{
    g_autofree char *page = NULL;
    g_assert_true(g_file_get_contents("firmware/README.md", &page, NULL, NULL));
    const char *start = strstr(page, "\n## Whose word counts\n");
    g_assert_nonnull(start);
    g_auto(GStrv) lines = g_strsplit(start, "\n", -1);
    GHashTable *rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (gsize i = 2; lines[i] && !g_str_has_prefix(lines[i], "## "); i++) {
        g_auto(GStrv) cells = g_strsplit(lines[i], " | ", -1);
        if (g_strv_length(cells) == 5 && g_str_has_prefix(cells[0], "| `")) {
            char *name = g_strndup(cells[0] + strlen("| `"), strlen(cells[0]) - strlen("| ``"));
            g_hash_table_insert(rows, name,
                                g_strdup_printf("%s %s %s", cells[1], cells[2], cells[3]));
        }
    }
    return rows;
}

static void test_whose_word(void)
{
    g_autoptr(ScratchFolder) folder = scratch_folder_new();
    g_autofree char *path = scratch_folder_write(folder, "kiosk.ini",
                                                 "[kiosk]\nstate_dir=s\nrun_dir=r\nassets_dir=a\n");
    g_autoptr(Settings) settings = kiosk_settings_load(path, NULL);
    g_autoptr(GHashTable) page = read_page();
    gsize n, told = 0;
    const SettingKey *rows = settings_keys(settings, &n);
    for (gsize i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf("%s.%s", rows[i].group, rows[i].key);
        g_autofree char *code =
            g_strdup_printf("yes %s %s", rows[i].layers & SETTING_BY_REGION ? "yes" : "-",
                            rows[i].layers & SETTING_BY_STAFF ? "yes" : "-");
        const char *says = g_hash_table_lookup(page, name);
        g_test_message("%s: %s", name, code);
        g_assert_cmpstr(says ? says : "yes - -", ==, code);
        told += says ? 1 : 0;
    }
    g_assert_cmpuint(g_hash_table_size(page), ==, told);
    g_assert_cmpuint(told, >, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/kiosk settings/need three folders only", test_least);
    g_test_add_func("/kiosk settings/cannot keep intakes beyond a week", test_keep_is_bounded);
    g_test_add_func("/kiosk settings/are all described", test_describe);
    g_test_add_func("/kiosk settings/whose word counts is in one table", test_whose_word);
    return g_test_run();
}
