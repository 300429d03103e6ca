// SPDX-License-Identifier: EUPL-1.2
#include "store/staff_settings.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/file.h"
#include "base/kiosk_settings.h"

#include "scratch.h"

static int n_warnings;

static GLogWriterOutput count_warnings(GLogLevelFlags level, const GLogField *fields,
                                       gsize n_fields, gpointer data)
{
    if (!(level & G_LOG_LEVEL_WARNING)) {
        return g_log_writer_default(level, fields, n_fields, data);
    }
    n_warnings++;
    return G_LOG_WRITER_HANDLED;
}

static Settings *load_image(const Scratch *scratch)
{
    g_autofree char *path = scratch_write(
        scratch, "kiosk.ini", "[kiosk]\nstate_dir=.\nrun_dir=r\nassets_dir=a\n[sound]\nvolume=2\n");
    g_autoptr(GError) error = NULL;
    Settings *settings = kiosk_settings_load(path, &error);
    g_assert_no_error(error);
    return settings;
}

static void put(Settings *settings, const Scratch *scratch, const char *key, const char *value)
{
    g_autoptr(GError) error = NULL;
    const SettingValue word = {"sound", key, value};
    g_assert_true(staff_settings_put(settings, scratch->path, &word, &error));
    g_assert_no_error(error);
}

static void test_keeps(void)
{
    g_auto(Scratch) scratch;
    scratch_init(&scratch);
    g_autoptr(Settings) settings = load_image(&scratch);
    g_assert_cmpuint(staff_settings_load(settings, scratch.path), ==, 0);
    put(settings, &scratch, "volume", "5");
    put(settings, &scratch, "enabled", "false");
    g_autoptr(Settings) again = load_image(&scratch);
    g_assert_cmpuint(staff_settings_load(again, scratch.path), ==, 2);
    g_assert_cmpint(settings_int(again, "sound", "volume"), ==, 5);
    g_assert_false(settings_bool(again, "sound", "enabled"));
    g_autoptr(GError) error = NULL;
    g_assert_true(staff_settings_drop(again, scratch.path, "sound", "volume", &error));
    g_assert_cmpint(settings_int(again, "sound", "volume"), ==, 2);
    g_autoptr(Settings) third = load_image(&scratch);
    g_assert_cmpuint(staff_settings_load(third, scratch.path), ==, 1);
    g_assert_cmpint(settings_layer_of(third, "sound", "volume"), ==, SETTING_LAYER_IMAGE);
    g_autofree char *path = scratch_file(&scratch, "staff-settings.ini");
    struct stat st;
    g_assert_cmpint(g_stat(path, &st), ==, 0);
    g_assert_cmpuint(st.st_mode & 0777, ==, 0600);
}

/* A kiosk starts with whatever is in the file; what fits counts. */
static void test_leaves_out(void)
{
    g_auto(Scratch) scratch;
    scratch_init(&scratch);
    g_autoptr(Settings) settings = load_image(&scratch);
    scratch_put(&scratch, "staff-settings.ini",
                "[sound]\nvolume=9\nvolme=3\nenabled=false\ndevice=x\n[visit]\nidle_warn_s=10\n"
                "[nowhere]\na=b\n");
    n_warnings = 0;
    g_assert_cmpuint(staff_settings_load(settings, scratch.path), ==, 1);
    g_assert_cmpint(n_warnings, ==, 5);
    g_assert_false(settings_bool(settings, "sound", "enabled"));
    g_assert_cmpint(settings_int(settings, "sound", "volume"), ==, 2);
    g_assert_cmpint(settings_int(settings, "visit", "idle_warn_s"), ==, 60);
    g_assert_cmpstr(settings_text(settings, "sound", "device"), ==, "");
}

static void test_damaged(void)
{
    static const char *const texts[] = {"\x01\x02 no settings", "[sound\nvolume=1", "volume=5\n"};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_auto(Scratch) scratch;
        scratch_init(&scratch);
        g_autoptr(Settings) settings = load_image(&scratch);
        scratch_put(&scratch, "staff-settings.ini", texts[i]);
        n_warnings = 0;
        g_assert_cmpuint(staff_settings_load(settings, scratch.path), ==, 0);
        g_assert_cmpint(n_warnings, ==, 1);
        g_autofree char *aside = scratch_file(&scratch, "staff-settings.ini.damaged");
        g_assert_cmpint(access(aside, F_OK), ==, 0);
        put(settings, &scratch, "volume", "4");
        g_autoptr(Settings) again = load_image(&scratch);
        g_assert_cmpuint(staff_settings_load(again, scratch.path), ==, 1);
    }
}

static void test_refused(void)
{
    static const struct {
        SettingValue value;
        int code;
    } cases[] = {
        {{"sound", "volume", "0"}, SETTINGS_ERROR_VALUE},
        {{"visit", "idle_warn_s", "59"}, SETTINGS_ERROR_VALUE},
        {{"visit", "idle_wipe_s", "29"}, SETTINGS_ERROR_VALUE},
        {{"content", "reviewed_only", "true"}, SETTINGS_ERROR_KEY},
        {{"region", "url", "https://elsewhere.example"}, SETTINGS_ERROR_KEY},
        {{"kiosk", "run_dir", "/"}, SETTINGS_ERROR_KEY},
        {{"no", "such", "thing"}, SETTINGS_ERROR_KEY},
    };
    g_auto(Scratch) scratch;
    scratch_init(&scratch);
    g_autoptr(Settings) settings = load_image(&scratch);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_false(staff_settings_put(settings, scratch.path, &cases[i].value, &error));
        g_assert_error(error, SETTINGS_ERROR, cases[i].code);
    }
    g_autofree char *path = scratch_file(&scratch, "staff-settings.ini");
    g_assert_cmpint(access(path, F_OK), !=, 0);
}

/* What cannot be kept does not count either: a restart would take it back unseen. */
static void test_not_kept(void)
{
    g_auto(Scratch) scratch;
    scratch_init(&scratch);
    g_autoptr(Settings) settings = load_image(&scratch);
    put(settings, &scratch, "volume", "4");
    g_autofree char *gone = scratch_file(&scratch, "gone");
    g_autoptr(GError) error = NULL;
    const SettingValue value = {"sound", "volume", "5"};
    g_assert_false(staff_settings_put(settings, gone, &value, &error));
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
    g_clear_error(&error);
    g_assert_false(staff_settings_drop(settings, gone, "sound", "volume", &error));
    g_assert_cmpint(settings_int(settings, "sound", "volume"), ==, 4);
}

static void add_tests(void)
{
    g_test_add_func("/staff settings/outlive a restart and can be put back", test_keeps);
    g_test_add_func("/staff settings/leave out what does not fit", test_leaves_out);
    g_test_add_func("/staff settings/set a damaged file aside", test_damaged);
    g_test_add_func("/staff settings/refuse what staff may not set", test_refused);
    g_test_add_func("/staff settings/that cannot be kept do not count", test_not_kept);
}

int main(int argc, char **argv)
{
    g_log_set_writer_func(count_warnings, NULL, NULL);
    return scratch_main(argc, argv, add_tests);
}
