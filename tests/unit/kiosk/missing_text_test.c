// SPDX-License-Identifier: EUPL-1.2
/* Story 6: a text that is missing at run time all the same (getodk/build#268: the form crashed, or
 * another language stood on the paper in silence). No pack can lack one, so it is taken out of the
 * content's memory here. */
#include <string.h>

#include "base/file.h"

#include "intake/content_private.h"
#include "intake/program_texts.h"

#include "kiosk_fixture.h"
#include "layout_proof.h"
#include "test_pack.h"

#include "slip/slip_layout.h"

static const char somewhere[] = "ar";

static void drop(const Content *content, int language, const char *id)
{
    json_t *texts = (json_t *)content->texts[language];
    g_assert_cmpint(json_object_del(texts, id), ==, 0);
}

static void drop_all(const Content *content, int language)
{
    json_object_clear((json_t *)content->texts[language]);
}

static void test_content(void)
{
    g_autoptr(Content) content = test_pack_load(proof_panels[0].pack);
    int dutch = content_find_language(content, "nl");
    int other = content_find_language(content, somewhere);
    g_autofree char *before = g_strdup(content_text(content, other, "ui.stop.title"));
    drop(content, other, "ui.stop.text");
    g_assert_cmpstr(content_text(content, other, "ui.stop.text"), ==,
                    content_text(content, dutch, "ui.stop.text"));
    g_assert_cmpstr(content_text(content, other, "ui.stop.title"), ==, before);
    g_assert_cmpstr(content_text(content, other, "ui.unheard.of"), ==, "");
}

/* What a language without any text says is, word for word, what Dutch says. */
static void check_dutch(Proof *p, const ScreenSight *sight, int language)
{
    Visit visit = sight->visit;
    visit.language = content_find_language(p->content, "nl");
    proof_lay_out(p, sight, &visit, p->other);
    visit.language = language;
    proof_lay_out(p, sight, &visit, p->scene);
    for (gsize i = 0; i < p->scene->n_widgets; i++) {
        const Widget *widget = &p->scene->widgets[i];
        const Widget *dutch = widget->id[0] ? scene_find(p->other, widget->id) : NULL;
        bool is_page = g_str_equal(widget->id, "more"); /* lines are higher, pages may be more */
        if (dutch && !is_page) {
            g_assert_cmpstr(widget->label, ==, dutch->label);
            g_assert_true(widget->pictogram == dutch->pictogram);
            g_assert_cmpint(widget->sign, ==, dutch->sign);
        }
    }
}

/* Every screen keeps the norms in Dutch words and with its pictures, in the direction of the
 * language. */
static void test_screens(Proof *p, gconstpointer panel)
{
    (void)panel;
    int language = content_find_language(p->content, somewhere);
    drop_all(p->content, language);
    for (guint i = 1; i < p->sights->len; i++) {
        check_dutch(p, &g_array_index(p->sights, ScreenSight, i), language);
    }
    proof_check_language(p, language);
    proof_finish(p);
}

/* Texts that no language has, as in a pack older than the program, all of them at once: the screens
 * stand, and every target keeps its picture; but for "no matter which", a word among names. */
static void test_unknown(Proof *p, gconstpointer panel)
{
    (void)panel;
    gsize n;
    content_languages(p->content, &n);
    for (const char *const *id = program_texts_list(); *id; id++) {
        for (int i = 0; i < (int)n; i++) {
            drop(p->content, i, *id);
        }
    }
    g_assert_cmpstr(program_texts_find_missing(p->content), ==, program_texts_list()[0]);
    for (guint i = 0; i < p->sights->len; i++) {
        const ScreenSight *sight = &g_array_index(p->sights, ScreenSight, i);
        proof_lay_out(p, sight, &sight->visit, p->scene);
        g_assert_cmpuint(p->scene->n_widgets, >, 0);
        cairo_surface_destroy(proof_paint(p->scene));
        for (gsize k = 0; k < p->scene->n_widgets; k++) {
            const Widget *widget = &p->scene->widgets[k];
            bool is_seen = widget->sign != SIGN_NONE || widget->pictogram ||
                           (widget->label && widget->label[0]) ||
                           g_str_equal(widget->id, "provider.any");
            if (widget->is_target && !is_seen) {
                g_error("%s: %s shows nothing", p->scene->screen, widget->id);
            }
        }
    }
}

static void give_paper(KioskFixture *f, SlipFacts *facts)
{
    *facts = (SlipFacts){.content = f->content,
                         .answers = &f->visit.answers,
                         .result = &f->visit.result,
                         .language = f->visit.language,
                         .reference = "04HM-ASW9-X",
                         .local_unix_s = 1767693600,
                         .is_clock_trusted = true};
}

/* All words of a slip, in order. Caller owns. */
static char *read_slip(const SlipFacts *facts, TextSetter *setter)
{
    GString *words = g_string_new(NULL);
    for (int width = 384; width <= 576; width += 192) {
        g_autoptr(Sheet) sheet = slip_lay_out(facts, setter, width, SLIP_TRIM_NOTHING);
        gsize n;
        const SheetItem *items = sheet_items(sheet, &n);
        for (gsize i = 0; i < n; i++) {
            g_string_append_printf(words, "%s\n", items[i].text ? items[i].text : "");
        }
        g_autoptr(Slip) slip = slip_new(facts, setter, width);
        g_autoptr(Raster) raster = raster_from_slip(slip);
        g_assert_cmpint(raster->height_dots, >, 100 * SLIP_DOTS_PER_MM);
    }
    return g_string_free(words, FALSE);
}

/* The visitor's part in Dutch, and staff still read which language to speak. */
static void test_slip(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    SlipFacts facts;
    g_autoptr(TextSetter) setter = text_setter_new(512);
    give_paper(f, &facts);
    int dutch = content_find_language(f->content, "nl");
    g_assert_cmpint(facts.language, !=, dutch);
    drop_all(f->content, facts.language);
    g_autofree char *said = read_slip(&facts, setter);
    g_assert_nonnull(strstr(said, content_text(f->content, dutch, "slip.go")));
    g_assert_nonnull(strstr(said, "Arabisch"));
    for (const char *const *id = program_texts_list(); *id; id++) {
        drop(f->content, dutch, *id);
    }
    g_autofree char *rest = read_slip(&facts, setter);
    g_assert_nonnull(strstr(rest, "ASW9-\xE2\x81\xA0X"));
    g_assert_null(strstr(rest, "slip."));
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

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/story 6/a missing text is the Dutch one", test_content);
    for (gsize i = 0; i < 2; i++) {
        const Panel *panel = &proof_panels[1 + 3 * i];
        g_autofree char *dutch =
            g_strdup_printf("/story 6/screens stand in Dutch and pictures on %d", panel->width_px);
        g_test_add(dutch, Proof, panel, set_up, test_screens, tear_down);
        g_autofree char *none =
            g_strdup_printf("/story 6/screens stand without a text on %d", panel->width_px);
        g_test_add(none, Proof, panel, set_up, test_unknown, tear_down);
    }
    g_test_add("/story 6/the slip comes in Dutch", KioskFixture, NULL, kiosk_fixture_set_up,
               test_slip, kiosk_fixture_tear_down);
    return g_test_run();
}
