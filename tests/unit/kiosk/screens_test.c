// SPDX-License-Identifier: EUPL-1.2
/* Every screen of both packs on every panel, in every language: the norms, mirroring, what must not
 * be missing. */
#include "layout_proof.h"

#include <string.h>

#include "test_pack.h"

/* --- mirroring and completeness ----------------------------------------------------------------
 */

static bool is_mirror(const Rect *a, const Rect *b, int width_px)
{
    return a->x == width_px - b->x - b->w && a->y == b->y && a->w == b->w && a->h == b->h;
}

static bool is_first_screen(const Visit *visit)
{
    return visit->state == VISIT_STATE_LANGUAGES && visit->under == VISIT_STATE_LANGUAGES;
}

/* Where a text's lines end may depend on the direction, and with that how the screen is divided. */
static bool breaks_alike(const Proof *p)
{
    for (gsize i = 0; i < p->scene->n_widgets; i++) {
        const TextLayout *a = p->scene->widgets[i].text;
        const TextLayout *b = i < p->other->n_widgets ? p->other->widgets[i].text : NULL;
        if (a && b && text_extents(a)->height != text_extents(b)->height) {
            return false;
        }
    }
    return true;
}

static bool is_mirrored(const Proof *p, const char **which)
{
    for (gsize i = 0; i < MIN(p->scene->n_widgets, p->other->n_widgets); i++) {
        *which = p->scene->widgets[i].id;
        const Rect *rect = &p->scene->widgets[i].rect;
        if (!is_mirror(rect, &p->other->widgets[i].rect, p->scene->width_px)) {
            return false;
        }
    }
    return p->scene->n_widgets == p->other->n_widgets;
}

typedef struct {
    guint sights, compared, wrong;
} Mirrored;

static void check_mirrored(Proof *p, Content *from_left, const ScreenSight *sight, int language,
                           Mirrored *found)
{
    Content *content = p->content;
    const char *which = NULL;
    Visit visit = sight->visit;
    if (is_first_screen(&visit)) {
        return; /* it belongs to no language */
    }
    visit.language = language;
    visit.is_reach = found->sights++ % 2 == 1;
    visit.text_size = visit.is_reach ? 0 : 1;
    proof_lay_out(p, sight, &visit, p->scene);
    p->content = from_left;
    proof_lay_out(p, sight, &visit, p->other);
    p->content = content;
    g_assert_true(p->scene->is_rtl);
    g_assert_false(p->other->is_rtl);
    if (!breaks_alike(p)) {
        return;
    }
    found->compared++;
    if (!is_mirrored(p, &which)) {
        g_test_message("%s %s, %s: '%s' is not where its mirror image would be", p->scene->screen,
                       p->scene->detail, p->scene->language, which);
        found->wrong++;
    }
}

/* Right to left, every sight is the mirror image of what the same words give from left to right.
 * One in two hundred may be divided otherwise, for the reason above; what a screen does wrong is
 * seen in each of the languages. */
static void test_mirrored(Proof *p, gconstpointer panel)
{
    (void)panel;
    g_autoptr(Content) from_left = test_pack_load_changed(p->panel->pack, "languages.json",
                                                          "\"dir\": \"rtl\"", "\"dir\": \"ltr\"");
    gsize n;
    Mirrored found = {0};
    const Language *languages = content_languages(p->content, &n);
    for (int language = 0; language < (int)n; language++) {
        for (guint i = 0; languages[language].is_rtl && i < p->sights->len; i++) {
            const ScreenSight *sight = &g_array_index(p->sights, ScreenSight, i);
            check_mirrored(p, from_left, sight, language, &found);
        }
        text_setter_forget(p->setter);
    }
    g_assert_cmpuint(found.sights, >, p->sights->len);
    g_assert_cmpuint(found.compared * 10, >, found.sights * 9);
    g_assert_cmpuint(found.wrong * 200, <=, found.compared);
}

/* The first screen's tiles and keys stay where they are while the welcome goes through the
 * languages. */
static void test_still(Proof *p, gconstpointer panel)
{
    (void)panel;
    gsize n;
    content_languages(p->content, &n);
    const ScreenSight *sight = &g_array_index(p->sights, ScreenSight, 0);
    Visit visit = sight->visit;
    g_assert_true(is_first_screen(&visit));
    proof_lay_out(p, sight, &visit, p->scene);
    for (visit.language = 1; visit.language < (int)n; visit.language++) {
        proof_lay_out(p, sight, &visit, p->other);
        for (gsize k = 0; k < p->scene->n_widgets; k++) {
            const Widget *before = &p->scene->widgets[k];
            if (before->is_target) {
                const Widget *now = scene_find(p->other, before->id);
                g_assert_nonnull(now);
                if (memcmp(&now->rect, &before->rect, sizeof now->rect) != 0) {
                    g_test_message("%s moves in %s", before->id, p->other->language);
                }
                g_assert_cmpmem(&now->rect, sizeof now->rect, &before->rect, sizeof before->rect);
            }
        }
    }
}

/* From Dutch to Arabic and back on every screen (getodk/collect#2330): the same as a fresh start.
 */
static void test_back_and_forth(Proof *p, gconstpointer panel)
{
    (void)panel;
    int dutch = content_find_language(p->content, "nl");
    for (guint i = 0; i < p->sights->len; i++) {
        const ScreenSight *sight = &g_array_index(p->sights, ScreenSight, i);
        Visit visit = sight->visit;
        visit.language = dutch;
        proof_lay_out(p, sight, &visit, p->scene);
        visit.language = content_find_language(p->content, "ar");
        proof_lay_out(p, sight, &visit, p->other);
        visit.language = dutch;
        proof_lay_out(p, sight, &visit, p->other);
        Rect changed;
        g_assert_cmpuint(scene_diff(p->scene, p->other, &changed, 1), ==, 0);
    }
}

/* The proof covers the pack: each question, and each door that a visitor can be sent to. */
static void test_whole(Proof *p, gconstpointer panel)
{
    gsize n_questions;
    gsize n_doors;
    guint64 questions = 0;
    guint64 doors = 0;
    (void)panel;
    for (guint i = 0; i < p->sights->len; i++) {
        const Visit *visit = &g_array_index(p->sights, ScreenSight, i).visit;
        if (visit->state == VISIT_STATE_QUESTION) {
            questions |= G_GUINT64_CONSTANT(1) << visit->question;
        } else if (visit->state == VISIT_STATE_DOORS) {
            doors |= G_GUINT64_CONSTANT(1) << visit->result.doors[visit->door_shown].door;
        }
    }
    const Question *asked = content_questions(p->content, &n_questions);
    const bool is_azc = g_str_equal(p->panel->pack, "meedoenbalie-almere");
    for (gsize i = 0; i < n_questions; i++) {
        /* at a Meedoenbalie nobody is asked for benefits or the town */
        bool is_left_out =
            is_azc && (g_str_equal(asked[i].id, "income") || g_str_equal(asked[i].id, "town"));
        g_assert_cmpint(questions >> i & 1, ==, !is_left_out);
    }
    const Door *list = content_doors(p->content, &n_doors);
    for (gsize i = 0; i < n_doors; i++) {
        if (list[i].is_allowed && list[i].is_enabled && !(doors >> i & 1)) {
            g_test_message("no visitor is sent to %s", list[i].id);
            g_test_fail();
        }
    }
}

/* --- the norms ---------------------------------------------------------------------------------
 */

static void check_languages(Proof *p, bool is_reach)
{
    gsize n;
    p->is_reach = is_reach;
    const Language *languages = content_languages(p->content, &n);
    g_autoptr(GString) proved = g_string_new("languages:");
    for (int language = 0; language < (int)n; language++) {
        const char *code = languages[language].code;
        if (g_str_equal(code, "nl") || proof_is_todays(language)) {
            g_string_append_printf(proved, " %s", code);
            proof_check_language(p, language);
        }
    }
    g_test_message("%s", proved->str);
    proof_finish(p);
}

static void test_norms(Proof *p, gconstpointer panel)
{
    (void)panel;
    check_languages(p, false);
}

static void test_low(Proof *p, gconstpointer panel)
{
    (void)panel;
    check_languages(p, true);
}

/* The rule catches what it is for. */
static void test_technical_words(void)
{
    g_autoptr(GRegex) words = g_regex_new(proof_technical_words, G_REGEX_CASELESS, 0, NULL);
    static const char *const bad[] = {"Unable to resolve host", "Er is een Error.", "{n} over",
                                      "ui.btn.more", "Сервер не відповідає"};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_assert_true(g_regex_match(words, bad[i], 0, NULL));
    }
    g_assert_false(g_regex_match(words, "Vraag een medewerker om hulp.", 0, NULL));
}

/* Without any content there is one screen. */
static void test_without_content(Proof *p, gconstpointer panel)
{
    (void)panel;
    const VisitTimes times = {60000, 30000};
    Visit visit;
    visit_init(&visit, NULL, &times);
    g_clear_pointer(&p->content, content_free);
    const ScreenSight sight = {.visit = visit};
    proof_lay_out(p, &sight, &visit, p->scene);
    g_assert_cmpstr(p->scene->screen, ==, "closed");
    proof_check_scene(p, &visit);
    proof_finish(p);
}

static void set_up(Proof *p, gconstpointer panel)
{
    proof_init(p, panel, NULL);
}

static void tear_down(Proof *p, gconstpointer panel)
{
    (void)panel;
    proof_clear(p);
}

static void add(const Panel *panel, const char *fact, void (*test)(Proof *, gconstpointer))
{
    g_autofree char *name = g_strdup_printf("/screens/%s, %s on %dx%d", fact, panel->pack,
                                            panel->width_px, panel->height_px);
    g_test_add(name, Proof, panel, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/screens/a technical word is found (story 20)", test_technical_words);
    for (gsize i = 0; i < PROOF_PANELS; i++) {
        add(&proof_panels[i], "keep the norms", test_norms);
        add(&proof_panels[i], "are all walked to", test_whole);
        if (!proof_is_todays((int)i)) {
            continue;
        }
        add(&proof_panels[i], "have no technical word without content", test_without_content);
        add(&proof_panels[i], "keep them in the lower half", test_low);
        add(&proof_panels[i], "are mirrored from right to left", test_mirrored);
        add(&proof_panels[i], "hold the first tiles still", test_still);
        add(&proof_panels[i], "come back from another language", test_back_and_forth);
    }
    return g_test_run();
}
