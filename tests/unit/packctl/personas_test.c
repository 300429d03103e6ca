// SPDX-License-Identifier: EUPL-1.2
/* The people of tests/visit/personas.json get the questions, doors and notes written there, from
 * either pack. */
#include "packctl/cases.h"

#include <string.h>

#include "pack_fixture.h"

enum { MAX_PERSONAS_BYTES = 1 << 20 };

static json_t *load_personas(void)
{
    g_autoptr(GError) error = NULL;
    json_t *personas = json_load("tests/visit/personas.json", MAX_PERSONAS_BYTES, &error);
    g_assert_no_error(error);
    return personas;
}

/* Members of a JSON list of texts, joined by spaces. Caller owns. */
static char *join(const json_t *list)
{
    GString *text = g_string_new(NULL);
    gsize i;
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        g_string_append_printf(text, "%s%s", i > 0 ? " " : "", json_string_value(item));
    }
    return g_string_free(text, FALSE);
}

/* The result of a case as packctl prints it. Caller owns. */
static json_t *run(Pack *pack, const json_t *persona)
{
    g_autoptr(GError) error = NULL;
    Case visitor;
    TriageResult result;
    bool ok = case_read(persona, pack, &visitor, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
    triage_run(visitor.content, &visitor.answers, G_MININT64, &result);
    g_autoptr(GString) text = g_string_new(NULL);
    case_write_result(&visitor, &result, text);
    g_autoptr(GBytes) bytes = g_bytes_new(text->str, text->len);
    json_t *json = json_parse(bytes, "result", &error);
    g_assert_no_error(error);
    return json;
}

static void check_list(const json_t *persona, const char *expected_key, const json_t *found)
{
    g_autofree char *expected = join(json_object_get(persona, expected_key));
    g_autofree char *got = join(found);
    if (strcmp(expected, got) != 0) {
        g_error("%s: %s must be '%s', is '%s'", json_get_string(persona, "id", "?"), expected_key,
                expected, got);
    }
}

static void check_notes(const json_t *persona, json_t *notes)
{
    gsize i;
    const json_t *wanted;
    json_array_foreach(json_object_get(persona, "must_have_notes"), i, wanted)
    {
        bool is_there = false;
        const char *door;
        const json_t *list;
        json_object_foreach(notes, door, list)
        {
            g_autofree char *found = join(list);
            g_auto(GStrv) ids = g_strsplit(found, " ", -1);
            is_there |= g_strv_contains((const char *const *)ids, json_string_value(wanted));
        }
        if (!is_there) {
            g_error("%s: no door has %s", json_get_string(persona, "id", "?"),
                    json_string_value(wanted));
        }
    }
}

static void check_persona(Pack *pack, const json_t *persona)
{
    g_autoptr(json_t) result = run(pack, persona);
    check_list(persona, "path", json_object_get(result, "path"));
    check_list(persona, "doors", json_object_get(result, "doors"));
    check_notes(persona, json_object_get(result, "notes"));
    if (json_object_get(persona, "doors_if_twv_wait_3")) {
        g_autoptr(json_t) sooner = json_deep_copy(persona);
        json_object_set_new(sooner, "params", json_pack("{s:i}", "twv_wait_months", 3));
        g_autoptr(json_t) other = run(pack, sooner);
        check_list(persona, "doors_if_twv_wait_3", json_object_get(other, "doors"));
    }
}

static void check_all(gconstpointer folder)
{
    static const char *const lists[] = {"personas", "edge_cases"};
    static const gsize sizes[] = {20, 10};
    g_autoptr(json_t) personas = load_personas();
    g_autoptr(Pack) pack = pack_fixture_load(folder);
    for (gsize l = 0; l < G_N_ELEMENTS(lists); l++) {
        const json_t *list = json_object_get(personas, lists[l]);
        gsize i;
        const json_t *persona;
        g_assert_cmpuint(json_array_size(list), >=, sizes[l]);
        json_array_foreach(list, i, persona)
        {
            check_persona(pack, persona);
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_data_func("/personas/are led right by the pack of a Werkcafé", PACK_CAFE, check_all);
    g_test_add_data_func("/personas/are led right by the pack of a Meedoenbalie", PACK_AZC,
                         check_all);
    return g_test_run();
}
