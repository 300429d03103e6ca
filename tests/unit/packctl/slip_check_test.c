// SPDX-License-Identifier: EUPL-1.2
/* What a region's own words do to slips, and that packctl sees it. all_slips_test compares what it
 * finds with all slips there can be. */
#include "packctl/slip_check.h"

#include <string.h>

#include "draw/fonts.h"
#include "pack_fixture.h"
#include "packctl/slips.h"
#include "slip/slip_layout.h"

enum { MAX_DOTS = SLIP_MAX_MM * SLIP_DOTS_PER_MM };

static void use_fonts(void)
{
    const char *build = g_getenv("WEGWIJS_BUILD");
    g_autofree char *path =
        g_build_filename(build ? build : "build/native", "assets/fonts/fonts.conf", NULL);
    g_autoptr(GError) error = NULL;
    if (!fonts_use(path, &error)) {
        g_error("%s", error->message);
    }
}

static const char *door_name(const Content *content, int door)
{
    gsize n;
    return content_doors(content, &n)[door].id;
}

static void test_fine(void)
{
    g_autoptr(Pack) pack = pack_fixture_load(PACK_AZC);
    g_auto(SlipCheckReport) report;
    slip_check_run(pack->content, false, &report);
    g_autofree char *fault = slip_check_describe_fault(pack->content, &report);
    g_assert_cmpstr(fault, ==, NULL);
    g_assert_cmpint(report.height_dots, <=, MAX_DOTS);
    g_assert_cmpint(report.height_dots, >, MAX_DOTS / 2);
    g_assert_cmpuint(report.n_also, ==, 0);
}

/* A place with very many words: the door that has it is named, with them. */
static void test_long_place(void)
{
    g_autoptr(Pack) pack = pack_fixture_load(PACK_AZC);
    g_autofree char *words = g_strnfill(700, 'o');
    for (gsize i = 5; i < 700; i += 6) {
        words[i] = ' ';
    }
    g_autofree char *settings = g_strdup_printf("{\"inburgering\":{\"where\":\"%s\"}}", words);
    g_autoptr(Content) content = pack_fixture_change(pack, settings);
    g_auto(SlipCheckReport) report;
    slip_check_run(content, false, &report);
    g_assert_cmpint(report.height_dots, >, MAX_DOTS);
    g_assert_cmpstr(door_name(content, report.door), ==, "inburgering");
    g_assert_nonnull(strstr(report.longest_text, words));
    g_autofree char *fault = slip_check_describe_fault(content, &report);
    g_assert_nonnull(strstr(fault, "slip of door 'inburgering' in '"));
    g_assert_nonnull(strstr(fault, words));
}

/* Words for one town, that no rule tells from another. */
static void test_long_town(void)
{
    g_autoptr(Pack) pack = pack_fixture_load(PACK_CAFE);
    g_autofree char *words = g_strnfill(700, 'o');
    for (gsize i = 5; i < 700; i += 6) {
        words[i] = ' ';
    }
    g_autofree char *settings =
        g_strdup_printf("{\"inburgering\":{\"towns\":{\"zuidplas\":{\"where\":\"%s\"}}}}", words);
    g_autoptr(Content) content = pack_fixture_change(pack, settings);
    g_auto(SlipCheckReport) report;
    slip_check_run(content, false, &report);
    g_assert_cmpint(report.height_dots, >, MAX_DOTS);
    g_assert_cmpstr(door_name(content, report.door), ==, "inburgering");
}

/* The day when records ran out: the fallback of a door with providers is on slips as well. */
static void test_last_day(void)
{
    g_autoptr(Pack) pack = pack_fixture_load(PACK_CAFE);
    g_autoptr(GArray) slips = slips_list(pack->content, true);
    g_autofree PreparedSlip *prepared = g_new0(PreparedSlip, 1);
    guint n_stand_ins = 0;
    for (guint i = 0; i < slips->len; i++) {
        slips_prepare(pack->content, &g_array_index(slips, PossibleSlip, i), prepared);
        n_stand_ins += prepared->result.doors[0].replaced_door >= 0;
    }
    g_assert_cmpuint(n_stand_ins, >, 0);
}

/* Whether a line of the slip of `door` is this number and no more. */
static bool has_phone_line(const Content *content, const char *door, const char *phone)
{
    gsize n;
    Answers answers;
    answers_init(&answers, content);
    g_autofree PreparedSlip *slip = g_new0(PreparedSlip, 1);
    *slip = (PreparedSlip){.content = content, .answers = &answers};
    slip->result.n_doors = 1;
    slip->result.doors[0] = (TriagedDoor){.door = content_find_door(content, door)};
    const SlipFacts facts = slips_facts(slip, content_find_language(content, "nl"));
    g_autoptr(TextSetter) setter = text_setter_new(256);
    g_autoptr(Sheet) sheet = slip_lay_out(&facts, setter, 576, SLIP_TRIM_NOTHING);
    const SheetItem *items = sheet_items(sheet, &n);
    bool is_there = false;
    for (gsize i = 0; i < n; i++) {
        is_there = is_there || g_strcmp0(items[i].text, phone) == 0;
    }
    return is_there;
}

static void test_phone(void)
{
    g_autoptr(Pack) pack = pack_fixture_load(PACK_CAFE);
    g_autoptr(Content) content =
        pack_fixture_change(pack, "{\"schuldhulp\":{\"phone\":\"0182-000000\"}}");
    g_assert_true(has_phone_line(content, "schuldhulp", "0182-000000"));
    g_assert_false(has_phone_line(pack->content, "schuldhulp", "0800-8115"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    use_fonts();
    g_test_add_func("/slip check/a pack that ships is fine", test_fine);
    g_test_add_func("/slip check/many words for a place are too long", test_long_place);
    g_test_add_func("/slip check/many words for one town are too long", test_long_town);
    g_test_add_func("/slip check/stand-ins for doors without providers count", test_last_day);
    g_test_add_func("/slip check/a region's phone is printed, once", test_phone);
    return g_test_run();
}
