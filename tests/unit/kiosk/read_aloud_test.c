// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/read_aloud.h"

#include <string.h>

#include "slip/sheet.h"
#include "slip/slip_layout.h"
#include "test_pack.h"

static const gint64 local_unix_s = 1795442400; /* Monday 23-11-2026 14:00 */

typedef struct {
    Content *content;
    Visit visit;
    Scene *scene;
    GString *heard; /* "language: text" a line */
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

static void hear(int language, const char *text, gpointer user_data)
{
    Fixture *f = user_data;
    gsize n;
    g_string_append_printf(f->heard, "%s: %s\n", content_languages(f->content, &n)[language].code,
                           text);
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
    read_aloud_screen(&f->visit, f->scene, &(Spoken){hear, f, local_unix_s, true, NULL});
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
    read_aloud_widget(&f->visit, f->scene, "foot.back",
                      &(Spoken){hear, f, local_unix_s, true, NULL});
    read_aloud_widget(&f->visit, f->scene, "gone", &(Spoken){hear, f, local_unix_s, true, NULL});
    g_assert_cmpstr(f->heard->str, ==, "nl: Terug\n");
}

/* That of the welcome first, then round; each names itself. */
static void test_languages(Fixture *f, gconstpointer pack)
{
    (void)pack;
    gsize n;
    const Language *languages = content_languages(f->content, &n);
    const int welcome = 2;
    g_autoptr(GString) wanted = g_string_new(NULL);
    set_scene(f, VISIT_STATE_LANGUAGES, languages[welcome].code);
    add(f, "title", WIDGET_LOOK_TEXT, "Welkom");
    g_string_append_printf(wanted, "%s: Welkom\n", languages[welcome].code);
    for (gsize i = 0; i < n; i++) {
        g_autofree char *id = g_strdup_printf("lang.%s", languages[i].code);
        const Language *next = &languages[(i + welcome) % n];
        add(f, id, WIDGET_LOOK_TILE, languages[i].endonym);
        g_string_append_printf(wanted, "%s: %s\n", next->code, next->endonym);
    }
    g_assert_cmpstr(read_screen(f), ==, wanted->str);
}

static void test_voices(Fixture *f, gconstpointer pack)
{
    (void)pack;
    gsize n;
    const Language *languages = content_languages(f->content, &n);
    guint32 voices = read_aloud_voices(f->content);
    g_assert_cmpuint(voices, !=, 0);
    g_assert_cmpuint(voices, !=, (1U << n) - 1);
    for (gsize i = 0; i < n; i++) {
        g_assert_cmpint(voices >> i & 1, ==, languages[i].voice != NULL);
    }
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

/* --- the slip ----------------------------------------------------------------------------------
 */

/* All options of all questions, and all doors with all notes, so that everything that can be on
 * paper is. */
static void fill_slip(Fixture *f)
{
    gsize n_questions, n_doors, n_rules;
    const Question *questions = content_questions(f->content, &n_questions);
    const Door *doors = content_doors(f->content, &n_doors);
    const Rule *rules = content_rules(f->content, &n_rules);
    int tasks = content_find_question(f->content, "tasks");
    TriageResult *result = &f->visit.result;
    g_assert_cmpint(tasks, >=, 0);
    f->visit.answers.chosen[tasks] = (1U << questions[tasks].n_options) - 1;
    for (gsize i = 0; i < n_doors && result->n_doors < SLIP_FULL_DOORS + SLIP_ALSO_DOORS; i++) {
        if (!doors[i].is_enabled) {
            continue;
        }
        TriagedDoor *triaged = &result->doors[result->n_doors++];
        triaged->door = (int)i;
        const char *const *notes = rules[i % n_rules].notes;
        for (; notes && notes[triaged->n_notes] && triaged->n_notes < 2; triaged->n_notes++) {
            triaged->notes[triaged->n_notes] = notes[triaged->n_notes];
        }
    }
    g_assert_cmpuint(result->n_doors, ==, SLIP_FULL_DOORS + SLIP_ALSO_DOORS);
    g_strlcpy(f->visit.reference, "ABCD-EFGH-J", sizeof f->visit.reference);
    g_strlcpy(f->visit.qr_text, "HTTPS://W.EXAMPLE/#AA", sizeof f->visit.qr_text);
}

/* What is compared: letters and digits alone, because paper joins texts with dots and dashes. */
static char *keep_words(const char *text)
{
    GString *words = g_string_new(NULL);
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (g_unichar_isalnum(c) || g_unichar_ismark(c)) {
            g_string_append_unichar(words, c);
        }
    }
    return g_string_free(words, FALSE);
}

/* Everything said, as words, without the language before each line. */
static char *said_words(const Fixture *f, const char *code)
{
    g_autofree char *prefix = g_strconcat(code, ": ", NULL);
    g_auto(GStrv) lines = g_strsplit(f->heard->str, "\n", -1);
    g_autoptr(GString) said = g_string_new(NULL);
    for (gsize i = 0; lines[i] && lines[i][0]; i++) {
        g_assert_true(g_str_has_prefix(lines[i], prefix));
        g_autofree char *words = keep_words(lines[i] + strlen(prefix));
        g_string_append_printf(said, "%s", words);
    }
    return g_string_free(g_steal_pointer(&said), FALSE);
}

/* Each text on the sheet down to the block for staff; texts that the paper joins are compared one
 * by one. */
static void assert_said(const Fixture *f, const SheetItem *item, const char *said)
{
    g_auto(GStrv) parts = g_strsplit(item->text, " \xC2\xB7 ", -1);
    for (gsize i = 0; parts[i]; i++) {
        g_autofree char *words = keep_words(parts[i]);
        if (!strstr(said, words)) {
            g_test_message("%s: on paper and not said: %s", f->scene->language, parts[i]);
            g_test_fail();
        }
    }
}

static void check_slip(Fixture *f, const char *code, TextSetter *setter)
{
    const char *staff =
        content_text(f->content, content_find_language(f->content, "nl"), "slip.staff");
    set_scene(f, VISIT_STATE_SLIP, code);
    g_string_truncate(f->heard, 0);
    read_screen(f);
    g_autofree char *said = said_words(f, code);
    const SlipFacts facts = {.content = f->content,
                             .answers = &f->visit.answers,
                             .result = &f->visit.result,
                             .language = f->visit.language,
                             .reference = f->visit.reference,
                             .qr_text = f->visit.qr_text,
                             .local_unix_s = local_unix_s,
                             .is_clock_trusted = true};
    g_autoptr(Sheet) sheet = slip_lay_out(&facts, setter, 576, SLIP_TRIM_NOTHING);
    gsize n;
    gsize n_texts = 0;
    const SheetItem *items = sheet_items(sheet, &n);
    for (gsize i = 0; i < n; i++) {
        if (items[i].kind == SHEET_TEXT && g_str_equal(items[i].text, staff)) {
            break;
        }
        if (items[i].kind == SHEET_TEXT) {
            assert_said(f, &items[i], said);
            n_texts++;
        }
    }
    g_assert_cmpuint(n_texts, >, 30);
}

static void test_slip(Fixture *f, gconstpointer pack)
{
    (void)pack;
    gsize n;
    const Language *languages = content_languages(f->content, &n);
    g_autoptr(TextSetter) setter = text_setter_new(1024);
    fill_slip(f);
    for (gsize i = 0; i < n; i++) {
        check_slip(f, languages[i].code, setter);
    }
}

/* In the paper's order: place, date, first door, its bring list, the others, code, valid. */
static void test_slip_order(Fixture *f, gconstpointer pack)
{
    (void)pack;
    static const char *const ids[] = {"day.mon",   "slip.go",     "slip.bring", "bring.slip",
                                      "slip.next", "slip.also",   "slip.tasks", "slip.code",
                                      "slip.scan", "slip.noname", "slip.free"};
    fill_slip(f);
    set_scene(f, VISIT_STATE_SLIP, "nl");
    add(f, "slip.reference", WIDGET_LOOK_TEXT, "ABCD-EFGH-J");
    const char *at = read_screen(f);
    for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
        g_autofree char *line =
            g_strdup_printf("nl: %s\n", content_text(f->content, f->visit.language, ids[i]));
        g_test_message("%s", ids[i]);
        at = strstr(at, line);
        g_assert_nonnull(at);
    }
    const char *spelled = strstr(f->heard->str, "nl: A B C D , E F G H , J \n");
    g_assert_nonnull(spelled);
    g_assert_null(strstr(spelled + strlen("nl: A"), "A B C D ,"));
    g_assert_nonnull(strstr(f->heard->str, "23-12-2026"));
}

static void test_provider(Fixture *f, gconstpointer pack)
{
    (void)pack;
    gsize n;
    const Door *doors = content_doors(f->content, &n);
    gsize door = 0;
    while (door < n && doors[door].n_providers == 0) {
        door++;
    }
    g_assert_cmpuint(door, <, n);
    f->visit.result.n_doors = 1;
    f->visit.result.doors[0].door = (int)door;
    f->visit.provider_door = 0;
    f->visit.provider_chosen = (int)doors[door].n_providers - 1;
    set_scene(f, VISIT_STATE_SLIP, "nl");
    read_screen(f);
    g_assert_nonnull(
        strstr(f->heard->str, doors[door].providers[doors[door].n_providers - 1].name));
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*test)(Fixture *, gconstpointer);
    } tests[] = {
        {"title, words and options in order, without the footer", test_order},
        {"what has the focus", test_focus},
        {"each language in itself, that of the welcome first", test_languages},
        {"in which languages there are voices", test_voices},
        {"nothing that is for staff", test_staff},
        {"all that is on paper, in every language", test_slip},
        {"the slip in its order, its reference spelled once", test_slip_order},
        {"the provider that was chosen", test_provider},
    };
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *name = g_strdup_printf("/read aloud/%s", tests[i].name);
        g_test_add(name, Fixture, "werkcafe-midden-holland", set_up, tests[i].test, tear_down);
    }
    return g_test_run();
}
