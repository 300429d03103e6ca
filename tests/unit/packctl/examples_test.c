// SPDX-License-Identifier: EUPL-1.2
#include "packctl/examples.h"

#include <string.h>

#include "packctl/cases.h"
#include "packctl/walk.h"
#include "pack_fixture.h"

/* Doors that no visitor of the packs that ship is sent to, though they are open: none. */
static void check_pack(const char *folder, gsize n_expected)
{
    gsize n;
    g_autoptr(Pack) pack = pack_fixture_load(folder);
    g_autoptr(json_t) examples = examples_find(pack->content);
    const json_t *personas = json_object_get(examples, "personas");
    const Door *doors = content_doors(pack->content, &n);
    gsize n_open = 0;
    for (gsize i = 0; i < n; i++) {
        n_open += doors[i].is_allowed && doors[i].is_enabled;
    }
    g_assert_cmpuint(json_array_size(personas), ==, n_open);
    g_assert_cmpuint(n_open, ==, n_expected);
}

static void test_every_door(void)
{
    check_pack(PACK_CAFE, 28);
    check_pack(PACK_AZC, 12);
}

static bool has_id(const json_t *list, const char *id)
{
    for (gsize i = 0; i < json_array_size(list); i++) {
        if (strcmp(json_string_value(json_array_get(list, i)), id) == 0) {
            return true;
        }
    }
    return false;
}

/* What is given as an example holds: triage of its answers gives that path and those doors. */
static void test_examples_hold(void)
{
    g_autoptr(Pack) pack = pack_fixture_load(PACK_CAFE);
    g_autoptr(json_t) examples = examples_find(pack->content);
    const json_t *personas = json_object_get(examples, "personas");
    for (gsize i = 0; i < json_array_size(personas); i++) {
        g_autoptr(GError) why = NULL;
        g_autoptr(GString) text = g_string_new(NULL);
        const json_t *persona = json_array_get(personas, i);
        Case visitor;
        TriageResult result;
        g_assert_true(case_read(persona, pack, &visitor, &why));
        g_assert_no_error(why);
        triage_run(visitor.content, &visitor.answers, G_MININT64, &result);
        case_write_result(&visitor, &result, text);
        g_autoptr(GBytes) bytes = g_bytes_new(text->str, text->len);
        g_autoptr(json_t) said = json_parse(bytes, "result", &why);
        g_assert_true(json_equal(json_object_get(said, "path"), json_object_get(persona, "path")));
        g_assert_true(
            json_equal(json_object_get(said, "doors"), json_object_get(persona, "doors")));
        g_assert_true(
            has_id(json_object_get(persona, "doors"), json_get_string(persona, "id", "")));
    }
}

/* Whoever cannot read tells doors by their pictures, quiet ones by their place. */
static void check_pictures(const Answers *answers, guint64 n_alike, gpointer data)
{
    const Content *content = data;
    TriageResult result;
    gsize n;
    const Door *doors = content_doors(content, &n);
    (void)n_alike;
    triage_run(content, answers, G_MININT64, &result);
    for (gsize i = 0; i < result.n_doors; i++) {
        const Door *door = &doors[result.doors[i].door];
        for (gsize k = 0; k < i; k++) {
            const Door *other = &doors[result.doors[k].door];
            if (!door->is_quiet && !other->is_quiet && strcmp(door->icon, other->icon) == 0) {
                g_test_message("%s and %s: %s", other->id, door->id, door->icon);
                g_test_fail();
            }
        }
    }
}

static void test_doors_differ(void)
{
    static const char *const folders[] = {PACK_CAFE, PACK_AZC};
    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autoptr(Pack) pack = pack_fixture_load(folders[i]);
        Answers start;
        answers_init(&start, pack->content);
        walk_each(pack->content, &start, check_pictures, pack->content);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/examples/there is one for every door that is open", test_every_door);
    g_test_add_func("/examples/their answers lead to what they say", test_examples_hold);
    g_test_add_func("/examples/no two doors of a visit have the same picture", test_doors_differ);
    return g_test_run();
}
