// SPDX-License-Identifier: EUPL-1.2
#include "intake/recorded.h"

#include <string.h>

#include "small_pack.h"

static void test_names(void)
{
    static const struct {
        const char *name, *fault;
    } names[] = {
        {"speech/en/q.goal.opus", NULL},
        {"speech/en/endonym.opus", NULL},
        {"speech/nl/o.skip.opus", NULL},
        {"speech/xx/q.goal.opus", "language"},
        {"speech/en/q.gaol.opus", "no such text"},
        {"speech/en/opus", "named"},
        {"speech/en/.opus", "no such text"},
        {"speech/en/q.goal.mp3", "named"},
        {"speech/q.goal.opus", "lies in"},
        {"speech/en/more/q.goal.opus", "lies in"},
        {"sound/en/q.goal.opus", "lies in"},
        {"speech/en/", "named"},
        {"", "lies in"},
    };
    g_autoptr(Content) content = small_pack_cafe();
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        Recorded recorded;
        const char *fault = recorded_find_fault(content, names[i].name, &recorded);
        g_test_message("%s", names[i].name);
        if (names[i].fault) {
            g_assert_nonnull(fault);
            g_assert_nonnull(strstr(fault, names[i].fault));
        } else {
            g_assert_cmpstr(fault, ==, NULL);
            g_assert_cmpstr(recorded_text(content, &recorded), !=, "");
        }
    }
}

static void test_text(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    Recorded recorded;
    gsize n;
    g_assert_null(recorded_find_fault(content, "speech/en/q.goal.opus", &recorded));
    g_assert_cmpstr(recorded.id, ==, "q.goal");
    g_assert_cmpstr(recorded_text(content, &recorded), ==,
                    content_text(content, recorded.language, "q.goal"));
    g_assert_null(recorded_find_fault(content, "speech/en/endonym.opus", &recorded));
    g_assert_cmpstr(recorded_text(content, &recorded), ==,
                    content_languages(content, &n)[recorded.language].endonym);
}

/* What is filled in differs every time; what is for staff is never spoken. */
static void test_needed(void)
{
    g_autoptr(GHashTable) files = small_pack_files();
    small_pack_replace(
        files, "locale/nl.json", "\"q.goal\":",
        "\"slip.valid\": \"Tot {date}\", \"slip.staff\": \"Medewerker\", \"q.goal\":");
    small_pack_replace(files, "locale/en.json", "\"q.goal\":",
                       "\"slip.valid\": \"To {date}\", \"slip.staff\": \"Staff\", \"q.goal\":");
    g_autoptr(Content) plain = small_pack_cafe();
    g_autoptr(Content) content = small_pack_content(files);
    Recorded recorded;
    g_assert_nonnull(recorded_find_fault(content, "speech/en/slip.valid.opus", &recorded));
    g_assert_false(recorded_is_needed(content, "slip.valid"));
    g_assert_false(recorded_is_needed(content, "slip.staff"));
    g_assert_true(recorded_is_needed(content, "q.goal"));
    g_assert_true(recorded_is_needed(content, RECORDED_ENDONYM));
    g_assert_cmpuint(recorded_n_needed(content), ==, recorded_n_needed(plain));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/recorded/knows by its name what a recording says", test_names);
    g_test_add_func("/recorded/is a text of its language or the language's name", test_text);
    g_test_add_func("/recorded/needs what visitors can hear and nothing else", test_needed);
    return g_test_run();
}
