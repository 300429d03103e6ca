// SPDX-License-Identifier: EUPL-1.2
#include "packctl/cases.h"

#include <string.h>

#include "pack_fixture.h"

static bool read_case(Pack *pack, const char *text, Case *visitor, GError **error)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
    g_autoptr(GError) why = NULL;
    g_autoptr(json_t) json = json_parse(bytes, "case", &why);
    g_assert_no_error(why);
    return case_read(json, pack, visitor, error);
}

static void test_result(void)
{
    g_autoptr(Pack) pack = pack_fixture_load(PACK_CAFE);
    g_autoptr(GError) error = NULL;
    Case visitor;
    TriageResult result;
    bool ok = read_case(pack,
                        "{\"answers\":{\"goal\":\"learn\",\"papers\":\"status\",\"learn_what\":"
                        "\"dutch\",\"support\":[\"unsafe\"],\"town\":\"gouda\"},\"story\":\"x\"}",
                        &visitor, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
    triage_run(visitor.content, &visitor.answers, G_MININT64, &result);
    g_autoptr(GString) text = g_string_new(NULL);
    case_write_result(&visitor, &result, text);
    g_assert_cmpstr(text->str, ==,
                    "{\"path\":[\"goal\",\"papers\",\"learn_what\",\"support\",\"town\"],"
                    "\"doors\":[\"veilig\",\"inburgering\",\"taalles\"],"
                    "\"notes\":{\"veilig\":[\"note.private_talk\"],\"inburgering\":[],"
                    "\"taalles\":[]},\"rules\":{\"veilig\":[\"safe.now\"],"
                    "\"inburgering\":[\"learn.dutch.status\"],"
                    "\"taalles\":[\"learn.dutch.cafe\"]}}");
}

static void test_refused(void)
{
    static const char *const cases[][2] = {
        {"[]", "an object with \"answers\""},
        {"{\"answers\":[]}", "an object with \"answers\""},
        {"{\"answers\":{}}", "question 'goal' is asked, but has no answer"},
        {"{\"answers\":{\"goal\":\"wrok\"}}", "question 'goal' has no option 'wrok'"},
        {"{\"answers\":{\"goal\":7}}", "question 'goal' has no option '?'"},
        {"{\"answers\":{\"goal\":[]}}", "question 'goal' has an empty answer"},
        {"{\"answers\":{\"goal\":[\"work\",\"learn\"]}}", "at most 1 options, 2 were given"},
        {"{\"answers\":{\"goal\":\"employer\",\"emp_need\":\"staff\",\"papers\":\"eu\"}}",
         "question 'papers' is not asked"},
        {"{\"answers\":{\"goal\":\"employer\",\"emp_need\":\"staff\",\"color\":\"red\"}}",
         "question 'color' does not exist"},
        {"{\"answers\":{\"goal\":\"problem\",\"support\":[\"none\",\"mind\"]}}",
         "goes with no other"},
        {"{\"answers\":{\"goal\":\"problem\",\"support\":[\"mind\",\"sick\",\"money\",\"home\","
         "\"other\"]}}",
         "at most 4 options, 5 were given"},
        {"{\"site\":{\"kind\":\"meedoenbalie\"},\"answers\":{\"goal\":\"work\",\"papers\":\"eu\"}}",
         "does not show option 'eu'"},
        {"{\"site\":{\"kind\":\"shop\"},\"answers\":{}}", "site kind 'shop'"},
        {"{\"site\":{\"ask_town\":\"yes\"},\"answers\":{}}", "\"ask_town\" must be"},
        {"{\"params\":{\"wait\":1},\"answers\":{}}", "parameter 'wait' does not exist"},
        {"{\"params\":{\"twv_wait_months\":1e9},\"answers\":{}}", "small whole number"},
    };
    g_autoptr(Pack) pack = pack_fixture_load(PACK_CAFE);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        Case visitor;
        g_assert_false(read_case(pack, cases[i][0], &visitor, &error));
        g_assert_nonnull(error);
        if (!strstr(error->message, cases[i][1])) {
            g_error("'%s' must say '%s'", error->message, cases[i][1]);
        }
    }
}

static void test_other_kind(void)
{
    g_autoptr(Pack) pack = pack_fixture_load(PACK_CAFE);
    g_autoptr(GError) error = NULL;
    gsize n;
    const Content *azc = pack_content_for(pack, "meedoenbalie", &error);
    g_assert_no_error(error);
    g_assert_true(azc == pack_content_for(pack, "meedoenbalie", &error));
    g_assert_true(pack->content == pack_content_for(pack, "werkcafe", &error));
    const Door *doors = content_doors(azc, &n);
    for (gsize i = 0; i < n; i++) {
        g_assert_true(doors[i].is_enabled == doors[i].is_allowed);
        g_assert_true(!doors[i].is_allowed || !doors[i].needs_provider || doors[i].n_providers > 0);
    }
    g_assert_null(pack_content_for(pack, "shop", &error));
    g_assert_error(error, PACK_ERROR, PACK_ERROR_INVALID);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cases/give path, doors, notes and rules", test_result);
    g_test_add_func("/cases/that no kiosk would take are refused by name", test_refused);
    g_test_add_func("/cases/of another kind of site find all its doors open", test_other_kind);
    return g_test_run();
}
