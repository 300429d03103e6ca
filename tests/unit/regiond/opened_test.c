// SPDX-License-Identifier: EUPL-1.2
#include "regiond/opened.h"

#include <string.h>

#include "scratch.h"
#include "store/jwe.h"

#define ID "0b0ad2f5-4a3e-4a0c-9a57-3a2f3f0a7d11"

static Jwk *make_key(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(keys_init(&error));
    Jwk *key = jwk_generate(KEY_USE_SEAL, &error);
    g_assert_no_error(error);
    return key;
}

static json_t *open_record(const char *record, Jwk *sealed_to, Jwk *opened_with, GError **error)
{
    g_autoptr(GPtrArray) keys = g_ptr_array_new();
    if (opened_with) {
        g_ptr_array_add(keys, opened_with);
    }
    g_autoptr(GBytes) plain = g_bytes_new(record, strlen(record));
    g_autoptr(json_t) header = json_object();
    g_autofree char *sealed = jwe_seal(sealed_to, plain, header, error);
    StorageIntakeRow row = {.id = ID,
                            .outcome = "shown",
                            .sealed = sealed,
                            .kiosk = 7,
                            .received_hour_unix_s = SCRATCH_NOW_UNIX_S};
    return opened_read(&row, keys, error);
}

static void test_opens(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) key = make_key();
    g_autoptr(json_t) intake =
        open_record("{\"id\":\"" ID "\",\"kiosk\":7,\"outcome\":\"a lie\"}    ", key, key, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(json_get_string(intake, "outcome", ""), ==, "shown");
    g_assert_cmpstr(json_get_string(intake, "received", ""), ==, "2026-11-23T13:00:00Z");
}

static void test_refuses(void)
{
    g_autoptr(Jwk) key = make_key();
    g_autoptr(Jwk) other = make_key();
    const struct {
        const char *record;
        Jwk *opened_with;
    } rows[] = {
        {"{\"id\":\"" ID "\",\"kiosk\":7}", other},
        {"{\"id\":\"" ID "\",\"kiosk\":7}", NULL},
        {"{\"id\":\"" ID "\",\"kiosk\":8}", key},
        {"{\"id\":\"another\",\"kiosk\":7}", key},
        {"{\"kiosk\":7}", key},
        {"[1]", key},
        {"no json", key},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(open_record(rows[i].record, key, rows[i].opened_with, &error));
        g_assert_nonnull(error);
    }
}

static void count_languages(OpenedCounts *counts, const char *lang, int n)
{
    for (int i = 0; i < n; i++) {
        g_autoptr(json_t) intake = json_pack("{ss ss ss s[s]}", "outcome", "printed", "lang", lang,
                                             "hour", "2026-11-23T13:00:00Z", "doors", "rwc");
        opened_count(counts, intake);
    }
}

static void test_small_cells(void)
{
    g_autoptr(OpenedCounts) counts = opened_counts_new();
    count_languages(counts, "nl", 9);
    count_languages(counts, "ti", 1);
    g_autofree char *text = opened_counts_describe(counts);
    g_assert_cmpstr(text, ==,
                    "what\tvalue\tcount\nday\t2026-11-23\t10\ndoor\trwc\t10\nlanguage\tnl\thidden\n"
                    "language\tti\thidden\noutcome\tprinted\t10\n");
}

/* 71 in all, less 40 and 30, would be the one. */
static void test_differences(void)
{
    g_autoptr(OpenedCounts) counts = opened_counts_new();
    count_languages(counts, "nl", 40);
    count_languages(counts, "ar", 30);
    count_languages(counts, "ti", 1);
    g_autofree char *text = opened_counts_describe(counts);
    g_assert_nonnull(strstr(text, "language\tnl\t40\n"));
    g_assert_nonnull(strstr(text, "language\tar\thidden\n"));
    g_assert_nonnull(strstr(text, "language\tti\thidden\n"));
    g_assert_nonnull(strstr(text, "outcome\tprinted\t71\n"));
}

static void test_differences_of_two(void)
{
    g_autoptr(OpenedCounts) counts = opened_counts_new();
    count_languages(counts, "nl", 40);
    count_languages(counts, "ti", 1);
    count_languages(counts, "uk", 1);
    g_autofree char *text = opened_counts_describe(counts);
    g_assert_null(strstr(text, "language\tnl\t40\n"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/opened/tells the outcome that was stored", test_opens);
    g_test_add_func("/opened/refuses a record of something else", test_refuses);
    g_test_add_func("/opened/hides counts under ten", test_small_cells);
    g_test_add_func("/opened/hides what would give a small count away", test_differences);
    g_test_add_func("/opened/two small counts do not hide each other", test_differences_of_two);
    return g_test_run();
}
