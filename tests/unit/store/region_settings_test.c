// SPDX-License-Identifier: EUPL-1.2
#include "store/region_settings.h"

#include <string.h>

#include "base/json.h"
#include "scratch.h"
#include "store/jws.h"

enum { KIOSK = 7 };

static Jwk *make_key(void)
{
    g_autoptr(GError) error = NULL;
    Jwk *key = jwk_generate(KEY_USE_SIGN, &error);
    g_assert_no_error(error);
    return key;
}

static char *sign(const Jwk *key, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) payload = scratch_bytes(text);
    char *jws = jws_sign(key, payload, NULL, &error);
    g_assert_no_error(error);
    return jws;
}

static char *sign_serial(const Jwk *key, int serial, const char *settings)
{
    g_autofree char *text = g_strdup_printf("{\"typ\":\"orders\",\"kiosk\":7,\"serial\":%d,"
                                            "\"time\":\"2026-11-23T13:00:00Z\",\"settings\":%s}",
                                            serial, settings);
    return sign(key, text);
}

static gint64 saved_serial(const Scratch *scratch, const Jwk *key)
{
    g_autoptr(RegionSettings) saved = region_settings_load(scratch->path, key, KIOSK, NULL);
    return saved ? saved->serial : -1;
}

static bool save(const Scratch *scratch, const char *orders, const Jwk *key, GError **error)
{
    g_autoptr(RegionSettings) saved =
        region_settings_save(scratch->path, orders, key, KIOSK, error);
    return saved != NULL;
}

static void test_reads(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) key = make_key();
    g_autofree char *orders =
        sign_serial(key, 3, "{\"closed\":true,\"message\":\"  Morgen\\nopen om 9:00 \"}");
    g_autoptr(RegionSettings) settings = region_settings_read(orders, key, KIOSK, &error);
    g_assert_no_error(error);
    g_assert_cmpint(settings->serial, ==, 3);
    g_assert_cmpint(settings->time_unix_s, ==, 1795438800);
    g_assert_true(settings->closed);
    g_assert_cmpstr(settings->message, ==, "Morgen open om 9:00");
    g_autofree char *none = sign_serial(key, 4, "null");
    g_autoptr(RegionSettings) open = region_settings_read(none, key, KIOSK, &error);
    g_assert_no_error(error);
    g_assert_false(open->closed);
    g_assert_null(open->message);
}

static void test_commands(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(Jwk) key = make_key();
    g_autoptr(Jwk) other = make_key();
    g_assert_null(region_settings_load_command(scratch.path, REGION_COMMAND_UNLOCK, key, KIOSK));
    g_autofree char *orders = sign(
        key, "{\"typ\":\"orders\",\"kiosk\":7,\"serial\":9,\"time\":\"2026-11-23T13:00:00Z\","
             "\"commands\":[{\"id\":\"3\",\"do\":\"unlock\"},{\"id\":\"4\",\"do\":\"restart\"}]}");
    g_assert_true(region_settings_save_command(scratch.path, REGION_COMMAND_UNLOCK, orders, NULL));
    g_autofree char *id =
        region_settings_load_command(scratch.path, REGION_COMMAND_UNLOCK, key, KIOSK);
    g_assert_cmpstr(id, ==, "3");
    g_assert_null(region_settings_load_command(scratch.path, REGION_COMMAND_UNLOCK, other, KIOSK));
    g_assert_null(
        region_settings_load_command(scratch.path, REGION_COMMAND_UNLOCK, key, KIOSK + 1));
    g_assert_null(region_settings_load_command(scratch.path, REGION_COMMAND_RESTART, key, KIOSK));
    g_assert_true(region_settings_save_command(scratch.path, REGION_COMMAND_RESTART, orders, NULL));
    g_autofree char *restart =
        region_settings_load_command(scratch.path, REGION_COMMAND_RESTART, key, KIOSK);
    g_assert_cmpstr(restart, ==, "4");
    g_autofree char *none = sign_serial(key, 10, "null");
    g_assert_true(region_settings_save_command(scratch.path, REGION_COMMAND_UNLOCK, none, NULL));
    g_assert_null(region_settings_load_command(scratch.path, REGION_COMMAND_UNLOCK, key, KIOSK));
}

/* What is longer than a screen takes ends with its last whole word. */
static void test_long_message(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) key = make_key();
    g_autofree char *word = g_strnfill(SITE_TODAY_MESSAGE_CHARS - 4, 'w');
    g_autofree char *text = g_strdup_printf("{\"message\":\"%s a\xC3\xAB bcd\"}", word);
    g_autofree char *shown = g_strconcat(word, " a\xC3\xAB", NULL);
    g_autofree char *orders = sign_serial(key, 3, text);
    g_autoptr(RegionSettings) settings = region_settings_read(orders, key, KIOSK, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(settings->message, ==, shown);
    g_autofree char *one = g_strnfill(SITE_TODAY_MESSAGE_CHARS + 1, 'w');
    g_autofree char *one_text = g_strdup_printf("{\"message\":\"%s\"}", one);
    g_autofree char *one_orders = sign_serial(key, 4, one_text);
    g_autoptr(RegionSettings) cut = region_settings_read(one_orders, key, KIOSK, &error);
    g_assert_cmpuint(strlen(cut->message), ==, SITE_TODAY_MESSAGE_CHARS);
}

static void test_closed_reason(void)
{
    static const struct {
        const char *settings;
        SiteTodayReason reason;
    } rows[] = {
        {"{\"closed\":true,\"closed_reason\":\"event\"}", SITE_TODAY_REASON_EVENT},
        {"{\"closed\":true,\"closed_reason\":\"flood\"}", SITE_TODAY_REASON_NONE},
        {"{\"closed\":true,\"closed_reason\":7}", SITE_TODAY_REASON_NONE},
        {"{\"closed\":true}", SITE_TODAY_REASON_NONE},
    };
    g_autoptr(Jwk) key = make_key();
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *orders = sign_serial(key, 3, rows[i].settings);
        g_autoptr(RegionSettings) settings = region_settings_read(orders, key, KIOSK, &error);
        g_assert_no_error(error);
        g_assert_cmpint(settings->closed_reason, ==, rows[i].reason);
    }
}

/* What the region does not say is left to the kiosk's own setting. */
static void test_reviewed_only(void)
{
    static const struct {
        const char *settings;
        bool has, is;
    } rows[] = {
        {"{\"reviewed_only\":true}", true, true},
        {"{\"reviewed_only\":false}", true, false},
        {"{\"reviewed_only\":\"yes\"}", false, false},
        {"{}", false, false},
        {"null", false, false},
    };
    g_autoptr(Jwk) key = make_key();
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *orders = sign_serial(key, 1, rows[i].settings);
        g_autoptr(RegionSettings) settings = region_settings_read(orders, key, KIOSK, &error);
        g_assert_no_error(error);
        g_assert_cmpint(settings->has_reviewed_only, ==, rows[i].has);
        g_assert_cmpint(settings->reviewed_only, ==, rows[i].is);
    }
}

#define ORDERS_OF_7 "{\"typ\":\"orders\",\"kiosk\":7,\"serial\":1,\"time\":\"2026-11-23T13:00:00Z\""

static void test_refusals(void)
{
    static const char *const refused[] = {
        "[]",
        "garbage",
        "{\"typ\":\"intake-receipt\",\"kiosk\":7,\"serial\":1,\"time\":\"2026-11-23T13:00:00Z\"}",
        "{\"typ\":\"orders\",\"kiosk\":8,\"serial\":1,\"time\":\"2026-11-23T13:00:00Z\"}",
        "{\"typ\":\"orders\",\"serial\":1,\"time\":\"2026-11-23T13:00:00Z\"}",
        "{\"typ\":\"orders\",\"kiosk\":7,\"time\":\"2026-11-23T13:00:00Z\"}",
        "{\"typ\":\"orders\",\"kiosk\":7,\"serial\":-1,\"time\":\"2026-11-23T13:00:00Z\"}",
        "{\"typ\":\"orders\",\"kiosk\":7,\"serial\":1}",
        "{\"typ\":\"orders\",\"kiosk\":7,\"serial\":1,\"time\":\"now\"}",
        ORDERS_OF_7 ",\"settings\":[]}",
    };
    g_autoptr(Jwk) key = make_key();
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *orders = sign(key, refused[i]);
        g_autoptr(RegionSettings) settings = region_settings_read(orders, key, KIOSK, &error);
        g_assert_null(settings);
        g_assert_error(error, REGION_SETTINGS_ERROR, REGION_SETTINGS_ERROR_INVALID);
    }
}

static void test_serial_only_rises(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) key = make_key();
    g_autofree char *two = sign_serial(key, 2, "null");
    g_autofree char *one = sign_serial(key, 1, "{\"closed\":true}");
    g_autofree char *other_two = sign_serial(key, 2, "{\"closed\":true}");
    g_autofree char *three = sign_serial(key, 3, "null");
    g_assert_true(save(&scratch, two, key, &error));
    g_assert_true(save(&scratch, two, key, &error));
    g_assert_no_error(error);
    g_assert_false(save(&scratch, one, key, &error));
    g_assert_error(error, REGION_SETTINGS_ERROR, REGION_SETTINGS_ERROR_OLDER);
    g_clear_error(&error);
    g_assert_false(save(&scratch, other_two, key, &error));
    g_assert_error(error, REGION_SETTINGS_ERROR, REGION_SETTINGS_ERROR_OLDER);
    g_assert_cmpint(saved_serial(&scratch, key), ==, 2);
    g_assert_true(save(&scratch, three, key, NULL));
    g_assert_cmpint(saved_serial(&scratch, key), ==, 3);
}

static void test_file_is_verified_again(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) key = make_key();
    g_autoptr(Jwk) other = make_key();
    g_assert_null(region_settings_load(scratch.path, key, KIOSK, &error));
    g_assert_error(error, REGION_SETTINGS_ERROR, REGION_SETTINGS_ERROR_NONE);
    g_clear_error(&error);
    g_autofree char *nine = sign_serial(key, 9, "{\"closed\":true}");
    g_assert_true(save(&scratch, nine, key, &error));
    g_assert_null(region_settings_load(scratch.path, other, KIOSK, &error));
    g_assert_error(error, REGION_SETTINGS_ERROR, REGION_SETTINGS_ERROR_INVALID);
    g_autofree char *first = sign_serial(other, 1, "null");
    g_assert_true(save(&scratch, first, other, NULL));
    g_assert_cmpint(saved_serial(&scratch, other), ==, 1);
    scratch_put(&scratch, "region-settings.json", "{\"orders\":");
    g_assert_cmpint(saved_serial(&scratch, other), ==, -1);
    g_assert_true(save(&scratch, first, other, NULL));
}

static void add_tests(void)
{
    g_test_add_func("/region settings/signed orders are read", test_reads);
    g_test_add_func("/region settings/a long message ends with a whole word", test_long_message);
    g_test_add_func("/region settings/why it is closed is one of a few reasons",
                    test_closed_reason);
    g_test_add_func("/region settings/reviewed languages only, or not, or not said",
                    test_reviewed_only);
    g_test_add_func("/region settings/orders of another kind or kiosk are refused", test_refusals);
    g_test_add_func("/region settings/an old answer played back is refused",
                    test_serial_only_rises);
    g_test_add_func("/region settings/orders for the kiosk are kept apart", test_commands);
    g_test_add_func("/region settings/what is saved is verified again",
                    test_file_is_verified_again);
}

int main(int argc, char **argv)
{
    return scratch_main(argc, argv, add_tests);
}
