// SPDX-License-Identifier: EUPL-1.2
#include "intake/record.h"

#include <string.h>

#include "base/json.h"
#include "small_pack.h"

static const RecordFacts plain_facts = {
    .id = "0b8e6b0e-6a39-4f0e-8d1d-2c7f6a1b9c55",
    .reference = "ABCD-EFGH-J",
    .kiosk = 7,
    .unix_s = 1795442096, /* 2026-11-23T13:54:56Z */
    .is_clock_trusted = true,
    .language = 0,
    .duration_s = 61,
};

static GBytes *write_record(const Content *content, const Answers *answers,
                            const RecordFacts *facts)
{
    TriageResult result;
    triage_run(content, answers, G_MININT64, &result);
    return record_write(content, answers, &result, facts);
}

/* The record as text without its padding. Caller owns. */
static char *write_text(const Content *content, const Answers *answers, const RecordFacts *facts)
{
    GBytes *record = write_record(content, answers, facts);
    gsize size;
    const char *data = g_bytes_get_data(record, &size);
    char *text = g_strchomp(g_strndup(data, size));
    record_free(record);
    return text;
}

static void test_whole(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers = small_pack_answer(content, "goal", "work", "papers", "eu", "tasks", "a,c",
                                        "town", "gouda", NULL);
    g_autofree char *text = write_text(content, &answers, &plain_facts);
    g_autofree char *expected = g_strdup_printf(
        "{\"v\":1,\"id\":\"0b8e6b0e-6a39-4f0e-8d1d-2c7f6a1b9c55\",\"ref\":\"ABCD-EFGH-J\","
        "\"kiosk\":7,\"site\":\"small-cafe\",\"hour\":\"2026-11-23T13:00:00Z\",\"lang\":\"en\","
        "\"goal\":\"work\",\"tasks\":[\"a\",\"c\"],\"doors\":[\"town_hall\",\"agency\",\"help\"],"
        "\"path_len\":4,\"secs\":\"61-120\",\"content\":\"2026-01-02.3\",\"content_sha256\":"
        "\"%s\"}",
        content_sha256(content));
    g_assert_cmpstr(text, ==, expected);
}

static void test_never(void)
{
    static const char *const secret[] = {"papers", "waited", "town", "asylum", "m3", "zuidplas"};
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers = small_pack_answer(content, "goal", "work", "papers", "asylum", "waited", "m3",
                                        "tasks", "b", "town", "zuidplas", NULL);
    g_autofree char *text = write_text(content, &answers, &plain_facts);
    for (gsize i = 0; i < G_N_ELEMENTS(secret); i++) {
        g_assert_null(strstr(text, secret[i]));
    }
}

static void test_padding(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Answers small = small_pack_answer(content, "goal", "skip", "tasks", "none", NULL);
    Answers large = small_pack_answer(content, "goal", "work", "papers", "eu", "tasks", "a,c",
                                      "town", "gouda", NULL);
    GBytes *one = write_record(content, &small, &plain_facts);
    GBytes *other = write_record(content, &large, &plain_facts);
    g_assert_cmpint(g_bytes_get_size(one), ==, RECORD_STEP_BYTES);
    g_assert_cmpint(g_bytes_get_size(other), ==, RECORD_STEP_BYTES);
    g_autoptr(json_t) json = json_parse(other, "record", NULL);
    g_assert_nonnull(json);
    record_free(one);
    record_free(other);
}

static void test_clock(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers = small_pack_answer(content, "goal", "skip", NULL);
    RecordFacts facts = plain_facts;
    facts.is_clock_trusted = false;
    g_autofree char *untrusted = write_text(content, &answers, &facts);
    g_assert_nonnull(strstr(untrusted, "\"hour\":null,\"lang\""));
    facts.is_clock_trusted = true;
    facts.clock_offset_s = -42;
    g_autofree char *corrected = write_text(content, &answers, &facts);
    g_assert_nonnull(strstr(corrected, "\"clock_offset_s\":-42,"));
}

static void test_buckets(void)
{
    static const struct {
        int duration_s;
        const char *bucket;
    } cases[] = {
        {0, "0-60"},      {60, "0-60"},     {61, "61-120"}, {120, "61-120"},
        {121, "121-240"}, {240, "121-240"}, {241, "241+"},  {G_MAXINT, "241+"},
    };
    g_autoptr(Content) content = small_pack_cafe();
    Answers answers = small_pack_answer(content, "goal", "skip", NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        RecordFacts facts = plain_facts;
        facts.duration_s = cases[i].duration_s;
        g_autofree char *text = write_text(content, &answers, &facts);
        g_autofree char *member = g_strdup_printf("\"secs\":\"%s\"", cases[i].bucket);
        g_assert_nonnull(strstr(text, member));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/record/holds what the region may know, quiet doors under one name",
                    test_whole);
    g_test_add_func("/record/holds nothing of class never", test_never);
    g_test_add_func("/record/has the same length whatever was said", test_padding);
    g_test_add_func("/record/says no hour that nobody knows", test_clock);
    g_test_add_func("/record/tells how long only roughly", test_buckets);
    return g_test_run();
}
