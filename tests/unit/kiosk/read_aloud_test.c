// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/read_aloud.h"

#include <string.h>

#include "test_pack.h"

typedef struct {
    Content *content;
    Visit visit;
    Scene *scene;
    GString *heard; /* "voice: text" a line */
} Fixture;

static void set_up(Fixture *f, gconstpointer pack)
{
    static const VisitTimes times = {60000, 30000};
    f->content = test_pack_load(pack);
    visit_init(&f->visit, f->content, &times);
    f->scene = scene_new();
    f->heard = g_string_new(NULL);
}

static void tear_down(Fixture *f, gconstpointer pack)
{
    (void)pack;
    g_string_free(f->heard, TRUE);
    scene_free(f->scene);
    content_free(f->content);
}

static void hear(const char *voice, const char *text, gpointer user_data)
{
    g_string_append_printf(user_data, "%s: %s\n", voice, text);
}

static void set_scene(Fixture *f, VisitState state, const char *language)
{
    f->visit.state = state;
    f->visit.language = content_find_language(f->content, language);
    g_strlcpy(f->scene->screen, visit_state_name(state), sizeof f->scene->screen);
    g_strlcpy(f->scene->language, language, sizeof f->scene->language);
}

static Widget *add(Fixture *f, const char *id, WidgetLook look, const char *label)
{
    Widget *widget = scene_add(f->scene, id, WIDGET_ROLE_TEXT, look, (Rect){0, 0, 9, 9});
    widget->is_target = look == WIDGET_LOOK_TILE || look == WIDGET_LOOK_FOOT;
    widget_set_label(widget, label);
    return widget;
}

static const char *read_screen(Fixture *f)
{
    read_aloud_screen(&f->visit, f->scene, &(ReadAloud){hear, f->heard});
    return f->heard->str;
}

static void add_question(Fixture *f)
{
    add(f, "foot.back", WIDGET_LOOK_FOOT, "Terug");
    add(f, "title", WIDGET_LOOK_TEXT, "Wat wilt u?");
    add(f, "a", WIDGET_LOOK_TILE, "Werk");
    add(f, "", WIDGET_LOOK_TEXT, "Kies er één.");
    add(f, "b", WIDGET_LOOK_TILE,
        "Taal\xE2\x81\xA8"
        "1\xE2\x81\xA9")
        ->is_selected = true;
}

static void test_order(Fixture *f, gconstpointer pack)
{
    (void)pack;
    set_scene(f, VISIT_STATE_QUESTION, "nl");
    add_question(f);
    g_autofree char *wanted =
        g_strdup_printf("nl: Wat wilt u?\nnl: Kies er één.\nnl: Werk\nnl: Taal1\nnl: %s\n",
                        content_text(f->content, f->visit.language, "ui.selected"));
    g_assert_cmpstr(read_screen(f), ==, wanted);
}

static void test_focus(Fixture *f, gconstpointer pack)
{
    (void)pack;
    set_scene(f, VISIT_STATE_QUESTION, "nl");
    add_question(f);
    read_aloud_widget(&f->visit, f->scene, "foot.back", &(ReadAloud){hear, f->heard});
    read_aloud_widget(&f->visit, f->scene, "gone", &(ReadAloud){hear, f->heard});
    g_assert_cmpstr(f->heard->str, ==, "nl: Terug\n");
}

/* Each language by its own voice or by none. */
static void test_languages(Fixture *f, gconstpointer pack)
{
    (void)pack;
    gsize n;
    const Language *languages = content_languages(f->content, &n);
    g_autoptr(GString) wanted = g_string_new("nl: Welkom\n");
    set_scene(f, VISIT_STATE_LANGUAGES, "nl");
    add(f, "title", WIDGET_LOOK_TEXT, "Welkom");
    gsize n_mute = 0;
    for (gsize i = 0; i < n; i++) {
        g_autofree char *id = g_strdup_printf("lang.%s", languages[i].code);
        add(f, id, WIDGET_LOOK_TILE, languages[i].endonym);
        n_mute += languages[i].voice ? 0 : 1;
        if (languages[i].voice) {
            g_string_append_printf(wanted, "%s: %s\n", languages[i].voice, languages[i].endonym);
        }
    }
    g_assert_cmpuint(n_mute, >, 0);
    g_assert_cmpstr(read_screen(f), ==, wanted->str);
}

static void test_mute(Fixture *f, gconstpointer pack)
{
    (void)pack;
    set_scene(f, VISIT_STATE_QUESTION, "ti");
    add(f, "title", WIDGET_LOOK_TEXT, "ሰላም");
    g_assert_null(read_aloud_voice(&f->visit, f->scene));
    g_assert_cmpstr(read_screen(f), ==, "");
}

/* votingworks/vxsuite#1478: speech read what was for staff. */
static void test_staff(Fixture *f, gconstpointer pack)
{
    (void)pack;
    set_scene(f, VISIT_STATE_LANGUAGES, "nl");
    g_strlcpy(f->scene->screen, "menu", sizeof f->scene->screen);
    add(f, "pin", WIDGET_LOOK_TEXT, "Voer de pincode in");
    g_assert_cmpstr(read_screen(f), ==, "");
    set_scene(f, VISIT_STATE_CLOSED, "nl");
    g_assert_cmpstr(read_screen(f), ==, "");
}

static void assert_says(const Fixture *f, const char *id)
{
    const char *text = content_text(f->content, f->visit.language, id);
    g_autofree char *line = g_strdup_printf("nl: %s\n", text);
    if (text[0] && !strstr(f->heard->str, line)) {
        g_test_message("does not say '%s'", text);
        g_test_fail();
    }
}

static void test_slip(Fixture *f, gconstpointer pack)
{
    (void)pack;
    gsize n;
    const Door *doors = content_doors(f->content, &n);
    triage_run(f->content, &f->visit.answers, G_MININT64, &f->visit.result);
    set_scene(f, VISIT_STATE_SLIP, "nl");
    add(f, "slip.reference", WIDGET_LOOK_TEXT, "ABCD-EFGH-J");
    read_screen(f);
    g_assert_true(g_str_has_prefix(f->heard->str, "nl: A B C D , E F G H , J \n"));
    for (gsize i = 0; i < f->visit.result.n_doors; i++) {
        const Door *door = &doors[f->visit.result.doors[i].door];
        assert_says(f, door->title);
        assert_says(f, door->next);
        for (gsize k = 0; door->bring && door->bring[k]; k++) {
            assert_says(f, door->bring[k]);
        }
    }
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*test)(Fixture *, gconstpointer);
    } tests[] = {
        {"title, words and options in order, without the footer", test_order},
        {"what has the focus", test_focus},
        {"each language in its own voice", test_languages},
        {"nothing in a language without a voice", test_mute},
        {"nothing that is for staff", test_staff},
        {"the whole slip", test_slip},
    };
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *name = g_strdup_printf("/read aloud/%s", tests[i].name);
        g_test_add(name, Fixture, "werkcafe-midden-holland", set_up, tests[i].test, tear_down);
    }
    return g_test_run();
}
