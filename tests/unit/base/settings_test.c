// SPDX-License-Identifier: EUPL-1.2
#include "base/settings.h"

#include <string.h>

#include "scratch_folder.h"

static const SettingKey keys[] = {
    {"place", "name", SETTING_TEXT, .help = "what it is called"},
    {"place", "folder", SETTING_PATH, .fallback = "", .help = "where it keeps things"},
    {"printer", "port", SETTING_INT, .fallback = "9100", .min = 1, .max = 65535,
     .help = "its port"},
    {"printer", "kind", SETTING_CHOICE, .fallback = "none", .choices = "none|usb", .help = "which"},
    {"printer", "cut", SETTING_BOOL, .fallback = "true", .help = "cut the paper"},
};

static Settings *load(const ScratchFolder *folder, const char *text, GError **error)
{
    g_autofree char *path = scratch_folder_write(folder, "kiosk.ini", text);
    return settings_load(path, keys, G_N_ELEMENTS(keys), error);
}

static void test_values(void)
{
    g_autoptr(ScratchFolder) folder = scratch_folder_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(Settings) settings = load(folder,
                                        "# a comment\n[place]\nname =  Balie 1 \nfolder=state\n"
                                        "[printer]\nport=1\nkind=usb\ncut=false\n",
                                        &error);
    g_assert_no_error(error);
    g_autofree char *state = scratch_folder_path(folder, "state");
    g_assert_cmpstr(settings_text(settings, "place", "name"), ==, "Balie 1");
    g_assert_cmpstr(settings_text(settings, "place", "folder"), ==, state);
    g_assert_cmpint(settings_int(settings, "printer", "port"), ==, 1);
    g_assert_cmpstr(settings_text(settings, "printer", "kind"), ==, "usb");
    g_assert_false(settings_bool(settings, "printer", "cut"));
}

static void test_fallbacks(void)
{
    g_autoptr(ScratchFolder) folder = scratch_folder_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(Settings) settings = load(folder, "[place]\nname=x\n", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(settings_text(settings, "place", "folder"), ==, "");
    g_assert_cmpint(settings_int(settings, "printer", "port"), ==, 9100);
    g_assert_true(settings_bool(settings, "printer", "cut"));
    g_autoptr(Settings) none = settings_load(NULL, keys + 1, G_N_ELEMENTS(keys) - 1, &error);
    g_assert_no_error(error);
    g_assert_cmpint(settings_int(none, "printer", "port"), ==, 9100);
}

static void test_paths(void)
{
    g_autoptr(ScratchFolder) folder = scratch_folder_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(Settings) settings = load(folder, "[place]\nname=x\nfolder=/var/lib\n", &error);
    g_assert_cmpstr(settings_text(settings, "place", "folder"), ==, "/var/lib");
}

static void test_refused(void)
{
    static const struct {
        const char *text;
        int code;
        const char *says;
    } cases[] = {
        {"[place]\nname=x\nnmae=y\n", SETTINGS_ERROR_KEY,
         "kiosk.ini:3: unknown setting place.nmae"},
        {"[place]\nname=x\n\n[plaec]\nname=y\n", SETTINGS_ERROR_KEY,
         "kiosk.ini:5: unknown setting plaec.name"},
        {"[printer]\nport=1\n", SETTINGS_ERROR_KEY, "setting place.name is missing"},
        {"[place]\nname=x\n[printer]\nport=0\n", SETTINGS_ERROR_VALUE,
         "kiosk.ini:4: printer.port is '0', must be a whole number from 1 to 65535"},
        {"[place]\nname=x\n[printer]\nport=65536\n", SETTINGS_ERROR_VALUE, "kiosk.ini:4: "},
        {"[place]\nname=x\n[printer]\nport=9100x\n", SETTINGS_ERROR_VALUE, "kiosk.ini:4: "},
        {"[place]\nname=x\n[printer]\nport=\n", SETTINGS_ERROR_VALUE, "kiosk.ini:4: "},
        {"[place]\nname=x\n[printer]\nkind=us\n", SETTINGS_ERROR_VALUE, "must be one of none|usb"},
        {"[place]\nname=x\n[printer]\nkind=none|usb\n", SETTINGS_ERROR_VALUE, "must be one of"},
        {"[place]\nname=x\n[printer]\ncut=yes\n", SETTINGS_ERROR_VALUE, "must be true or false"},
        {"name=x\n", SETTINGS_ERROR_FILE, "kiosk.ini: "},
        {"[place\n", SETTINGS_ERROR_FILE, "kiosk.ini: "},
    };
    g_autoptr(ScratchFolder) folder = scratch_folder_new();
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(load(folder, cases[i].text, &error));
        g_assert_error(error, SETTINGS_ERROR, cases[i].code);
        if (!strstr(error->message, cases[i].says)) {
            g_error("'%s' must say '%s'", error->message, cases[i].says);
        }
    }
}

static void test_no_file(void)
{
    g_autoptr(ScratchFolder) folder = scratch_folder_new();
    g_autofree char *path = scratch_folder_path(folder, "none.ini");
    g_autoptr(GError) error = NULL;
    g_assert_null(settings_load(path, keys, G_N_ELEMENTS(keys), &error));
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void test_describe(void)
{
    g_autofree char *text = settings_describe(keys, G_N_ELEMENTS(keys));
    g_assert_cmpstr(text, ==,
                    "  place.name (text, required): what it is called\n"
                    "  place.folder (path, default empty): where it keeps things\n"
                    "  printer.port (number, default 9100): its port\n"
                    "  printer.kind (none|usb, default none): which\n"
                    "  printer.cut (true|false, default true): cut the paper\n");
}

static void test_unknown_key_is_our_mistake(void)
{
    if (g_test_subprocess()) {
        g_autoptr(Settings) settings = settings_load(NULL, keys + 1, G_N_ELEMENTS(keys) - 1, NULL);
        settings_text(settings, "printer", "colour");
        return;
    }
    g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_failed();
    g_test_trap_assert_stderr("*settings*assertion failed*");
}

static void put(Settings *settings, SettingLayer layer, const char *key, const char *value)
{
    g_autoptr(GError) error = NULL;
    bool is_put = settings_put(settings, layer, &(const SettingValue){"sound", key, value}, &error);
    g_assert_no_error(error);
    g_assert_true(is_put);
}

static const SettingKey layered[] = {
    {"sound", "volume", SETTING_INT, .fallback = "3", .min = 1, .max = 5, .help = "how loud",
     .layers = SETTING_BY_REGION | SETTING_BY_STAFF, .staff_min = 2},
    {"sound", "voices", SETTING_CODES, .fallback = "", .help = "which", .layers = SETTING_BY_STAFF},
    {"sound", "device", SETTING_TEXT, .fallback = "", .help = "where"},
};

static void test_layers(void)
{
    g_autoptr(Settings) s = settings_load(NULL, layered, G_N_ELEMENTS(layered), NULL);
    g_assert_cmpint(settings_layer_of(s, "sound", "volume"), ==, SETTING_LAYER_IMAGE);
    put(s, SETTING_LAYER_STAFF, "volume", "5");
    put(s, SETTING_LAYER_REGION, "volume", "1");
    g_assert_cmpint(settings_int(s, "sound", "volume"), ==, 5);
    g_assert_cmpint(settings_layer_of(s, "sound", "volume"), ==, SETTING_LAYER_STAFF);
    g_assert_cmpstr(settings_word(s, SETTING_LAYER_REGION, "sound", "volume"), ==, "1");
    settings_drop(s, SETTING_LAYER_STAFF, "sound", "volume");
    g_assert_cmpint(settings_int(s, "sound", "volume"), ==, 1);
    settings_drop(s, SETTING_LAYER_REGION, "sound", "volume");
    g_assert_cmpint(settings_int(s, "sound", "volume"), ==, 3);
    g_assert_null(settings_word(s, SETTING_LAYER_STAFF, "sound", "volume"));
}

static void test_layers_refuse(void)
{
    static const struct {
        SettingLayer layer;
        SettingValue value;
        int code;
    } cases[] = {
        {SETTING_LAYER_STAFF, {"sound", "volume", "1"}, SETTINGS_ERROR_VALUE},
        {SETTING_LAYER_STAFF, {"sound", "volume", "6"}, SETTINGS_ERROR_VALUE},
        {SETTING_LAYER_STAFF, {"sound", "volume", ""}, SETTINGS_ERROR_VALUE},
        {SETTING_LAYER_STAFF, {"sound", "voices", "nl,-nl"}, SETTINGS_ERROR_VALUE},
        {SETTING_LAYER_STAFF, {"sound", "voices", "nl,,ar"}, SETTINGS_ERROR_VALUE},
        {SETTING_LAYER_STAFF, {"sound", "voices", "nl;ar"}, SETTINGS_ERROR_VALUE},
        {SETTING_LAYER_REGION, {"sound", "voices", "nl"}, SETTINGS_ERROR_KEY},
        {SETTING_LAYER_STAFF, {"sound", "device", "x"}, SETTINGS_ERROR_KEY},
        {SETTING_LAYER_IMAGE, {"sound", "volume", "2"}, SETTINGS_ERROR_KEY},
        {SETTING_LAYER_STAFF, {"sound", "colour", "2"}, SETTINGS_ERROR_KEY},
    };
    g_autoptr(Settings) s = settings_load(NULL, layered, G_N_ELEMENTS(layered), NULL);
    put(s, SETTING_LAYER_STAFF, "volume", "4");
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_false(settings_put(s, cases[i].layer, &cases[i].value, &error));
        g_assert_error(error, SETTINGS_ERROR, cases[i].code);
        g_assert_cmpint(settings_int(s, "sound", "volume"), ==, 4);
        g_assert_cmpstr(settings_text(s, "sound", "voices"), ==, "");
    }
    put(s, SETTING_LAYER_STAFF, "voices", "nl,ar,-kmr");
    put(s, SETTING_LAYER_STAFF, "voices", "");
}

static void test_bounds(void)
{
    gint64 min, max;
    settings_staff_bounds(&layered[0], &min, &max);
    g_assert_cmpint(min, ==, 2);
    g_assert_cmpint(max, ==, 5);
    settings_staff_bounds(&keys[2], &min, &max);
    g_assert_cmpint(min, ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/settings/are read from their file", test_values);
    g_test_add_func("/settings/that are not given have their fallback", test_fallbacks);
    g_test_add_func("/settings/absolute paths stay", test_paths);
    g_test_add_func("/settings/that are wrong are told with file and line", test_refused);
    g_test_add_func("/settings/need their file", test_no_file);
    g_test_add_func("/settings/describe themselves", test_describe);
    g_test_add_func("/settings/asking for one that is none aborts",
                    test_unknown_key_is_our_mistake);
    g_test_add_func("/settings/the highest layer that spoke counts", test_layers);
    g_test_add_func("/settings/a layer says what it may and what fits", test_layers_refuse);
    g_test_add_func("/settings/staff have bounds of their own", test_bounds);
    return g_test_run();
}
