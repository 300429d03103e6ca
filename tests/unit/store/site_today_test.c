// SPDX-License-Identifier: EUPL-1.2
#include "store/site_today.h"

#include <string.h>

#include "base/file.h"
#include "scratch.h"

static void save(const SiteToday *today, const Scratch *scratch)
{
    g_autoptr(GError) error = NULL;
    bool ok = site_today_save(today, scratch->path, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
}

/* As it comes from the disk, on `day`. */
static SiteToday *load(const Scratch *scratch, const char *day)
{
    g_autoptr(GError) error = NULL;
    SiteToday *today = site_today_load(scratch->path, &error);
    g_assert_no_error(error);
    site_today_use_day(today, day);
    return today;
}

/* A Monday's word with everything in it. */
static void save_monday(const Scratch *scratch, SiteTodayReason reason)
{
    g_autoptr(SiteToday) today = load(scratch, "2026-11-23");
    g_autoptr(json_t) rows = json_pack("[{ss ss}]", "door", "uwv", "table", "3");
    site_today_close(today, reason);
    g_assert_true(site_today_set_message(today, "Koffie om half elf"));
    g_assert_true(site_today_set_presence(today, rows));
    save(today, scratch);
}

static void test_kept(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    save_monday(&scratch, SITE_TODAY_REASON_BREAK);
    g_autoptr(SiteToday) today = load(&scratch, "2026-11-23");
    g_assert_true(site_today_is_closed(today));
    g_assert_cmpint(site_today_reason(today), ==, SITE_TODAY_REASON_BREAK);
    g_assert_cmpstr(site_today_message(today), ==, "Koffie om half elf");
    const json_t *row = json_array_get(site_today_presence(today), 0);
    g_assert_cmpstr(json_get_string(row, "table", ""), ==, "3");
}

static void test_nothing(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(SiteToday) today = load(&scratch, "2026-11-23");
    g_assert_false(site_today_is_closed(today));
    g_assert_cmpint(site_today_reason(today), ==, SITE_TODAY_REASON_NONE);
    g_assert_null(site_today_message(today));
    g_assert_null(site_today_presence(today));
}

static void test_next_day(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    save_monday(&scratch, SITE_TODAY_REASON_EARLY);
    g_autoptr(SiteToday) today = load(&scratch, "2026-11-24");
    g_assert_null(site_today_message(today));
    g_assert_null(site_today_presence(today));
    g_assert_true(site_today_is_closed(today));
    g_assert_cmpint(site_today_reason(today), ==, SITE_TODAY_REASON_NONE); /* today is past */
    save(today, &scratch);
    g_autoptr(SiteToday) back = load(&scratch, "2026-11-23");
    g_assert_null(site_today_message(back));
    g_assert_true(site_today_is_closed(back));
}

/* At midnight, without a restart. */
static void test_midnight(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    save_monday(&scratch, SITE_TODAY_REASON_FAULT);
    g_autoptr(SiteToday) today = load(&scratch, "2026-11-23");
    site_today_use_day(today, "2026-11-24");
    g_assert_null(site_today_message(today));
    g_assert_true(site_today_is_closed(today));
    g_assert_cmpint(site_today_reason(today), ==, SITE_TODAY_REASON_FAULT); /* still true */
    site_today_open(today);
    g_assert_false(site_today_is_closed(today));
    g_assert_cmpint(site_today_reason(today), ==, SITE_TODAY_REASON_NONE);
}

static void test_unknown_day(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    save_monday(&scratch, SITE_TODAY_REASON_BREAK);
    g_autoptr(SiteToday) today = load(&scratch, NULL);
    g_assert_true(site_today_is_closed(today));
    g_assert_cmpint(site_today_reason(today), ==, SITE_TODAY_REASON_BREAK);
    g_assert_null(site_today_message(today));
    g_assert_null(site_today_presence(today));
    g_assert_false(site_today_set_message(today, "x"));
    g_assert_false(site_today_set_presence(today, NULL));
    site_today_close(today, SITE_TODAY_REASON_EARLY);
    save(today, &scratch);
    g_autoptr(SiteToday) known = load(&scratch, "2026-11-23");
    g_assert_cmpstr(site_today_message(known), ==, "Koffie om half elf");
    g_assert_cmpint(site_today_reason(known), ==, SITE_TODAY_REASON_EARLY);
}

static void test_messages(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(SiteToday) today = load(&scratch, "2026-11-23");
    g_autofree char *longest = g_strnfill(SITE_TODAY_MESSAGE_CHARS, 'w');
    g_autofree char *longer = g_strnfill(SITE_TODAY_MESSAGE_CHARS + 1, 'w');
    g_autoptr(GString) two_bytes = g_string_new(NULL);
    for (int i = 0; i < SITE_TODAY_MESSAGE_CHARS; i++) {
        g_string_append(two_bytes, "\xC3\xAB");
    }
    const char *const wrong[] = {longer,
                                 "a\nb",
                                 "a\tb",
                                 "\xFF",
                                 "a\xE2\x80\xAE"
                                 "b",
                                 "\x7F"};
    g_assert_true(site_today_set_message(today, longest));
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_assert_false(site_today_set_message(today, wrong[i]));
        g_assert_cmpstr(site_today_message(today), ==, longest);
    }
    g_assert_true(site_today_set_message(today, two_bytes->str));
    g_assert_true(site_today_set_message(today, ""));
    g_assert_null(site_today_message(today));
}

static void test_too_many_rows(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(SiteToday) today = load(&scratch, "2026-11-23");
    g_autoptr(json_t) rows = json_array();
    for (int i = 0; i <= SITE_TODAY_MAX_ROWS; i++) {
        json_array_append_new(rows, json_object());
    }
    g_assert_false(site_today_set_presence(today, rows));
    g_assert_null(site_today_presence(today));
    json_array_remove(rows, 0);
    g_assert_true(site_today_set_presence(today, rows));
}

static void test_damaged(void)
{
    static const char *const texts[] = {
        "",
        "{",
        "[]",
        "null",
        "{\"closed\":true}",
        "{\"closed\":{\"day\":\"today\"}}",
        "{\"closed\":{\"day\":\"\"},\"day\":\"23-11-2026\"}",
        "{\"closed\":{\"day\":\"\"},\"day\":\"2026-11-23\",\"message\":\"a\\nb\"}",
        "{\"day\":\"2026-11-23\",\"presence\":{}}",
        "{\"day\":\"2026-11-23\",\"day\":\"2026-11-23\"}",
    };
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) problem = NULL;
        scratch_put(&scratch, "today.json", texts[i]);
        g_autoptr(SiteToday) today = site_today_load(scratch.path, &problem);
        g_assert_error(problem, SITE_TODAY_ERROR, SITE_TODAY_ERROR_DAMAGED);
        g_assert_nonnull(strstr(problem->message, "today.json"));
        site_today_use_day(today, "2026-11-23");
        g_assert_false(site_today_is_closed(today));
        g_assert_null(site_today_message(today));
        g_assert_null(site_today_presence(today));
    }
}

/* A newer program's reason is no reason here. */
static void test_unknown_reason(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    scratch_put(&scratch, "today.json", "{\"closed\":{\"day\":\"\",\"reason\":\"flood\"}}");
    g_autoptr(SiteToday) today = load(&scratch, "2026-11-23");
    g_assert_true(site_today_is_closed(today));
    g_assert_cmpint(site_today_reason(today), ==, SITE_TODAY_REASON_NONE);
}

static void test_not_saved(void)
{
    g_autoptr(GError) error = NULL;
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(SiteToday) today = load(&scratch, "2026-11-23");
    site_today_close(today, SITE_TODAY_REASON_NONE);
    g_assert_false(site_today_save(today, "/nonexistent", &error));
    g_assert_nonnull(error);
    g_assert_true(site_today_is_closed(today));
}

static void add_tests(void)
{
    g_test_add_func("/today/is kept", test_kept);
    g_test_add_func("/today/is empty at first", test_nothing);
    g_test_add_func("/today/is gone the next day, but for a closed kiosk", test_next_day);
    g_test_add_func("/today/is gone at midnight, but for a closed kiosk", test_midnight);
    g_test_add_func("/today/waits while nobody knows the day", test_unknown_day);
    g_test_add_func("/today/a message is one line that can be shown", test_messages);
    g_test_add_func("/today/rows have an end", test_too_many_rows);
    g_test_add_func("/today/a damaged file is told and empty", test_damaged);
    g_test_add_func("/today/an unknown reason is none", test_unknown_reason);
    g_test_add_func("/today/counts though it cannot be saved", test_not_saved);
}

int main(int argc, char **argv)
{
    return scratch_main(argc, argv, add_tests);
}
