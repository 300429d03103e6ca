// SPDX-License-Identifier: EUPL-1.2
/* Story 7: every screen in a language twice as long as Dutch, with words of thirty letters. The
 * norms hold as in a real language. What may differ: a word that fits no line is broken, and a list
 * may take more pages. */
#include <string.h>

#include "layout_proof.h"
#include "shared/pseudo_language.h"
#include "test_pack.h"

/* From left to right and from right to left. */
static const char *const stands_for[] = {"en", "fa"};

static void test_words(void)
{
    static const char *const rows[][2] = {
        {"Ja", "Ja Ja"},
        {"Kies er {n}", "Kies er {n} Kies er Kies"},
        {"Nederlands", "Nederlandsnederlandsnederlands"},
        {"Stop (hier)", "Stop (hier) Stop (hier)"},
        {"{d} {month}", "{d} {month} voorbeeld voorbeeld"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *longer = pseudo_language_stretch(rows[i][0]);
        g_assert_cmpstr(longer, ==, rows[i][1]);
    }
    g_autofree char *sentence = pseudo_language_stretch("Vraag een medewerker om hulp.");
    g_assert_nonnull(strstr(sentence, "medewerkermedewerkermedewerker om hulp. Vraag een"));
    g_assert_cmpint(g_utf8_strlen(sentence, -1), >=, 2 * 29);
}

static void check(Proof *p, bool is_reach)
{
    for (gsize i = 0; i < G_N_ELEMENTS(stands_for); i++) {
        proof_init(p, p->panel, test_pack_load_pseudo(p->panel->pack, stands_for[i]));
        p->is_reach = is_reach;
        p->is_pseudo = true;
        proof_check_language(p, content_find_language(p->content, stands_for[i]));
        proof_finish(p);
        proof_clear(p);
    }
}

static void test_screens(Proof *p, gconstpointer panel)
{
    p->panel = panel;
    check(p, false);
}

static void test_low(Proof *p, gconstpointer panel)
{
    p->panel = panel;
    check(p, true);
}

static void add(const Panel *panel, const char *fact, void (*test)(Proof *, gconstpointer))
{
    g_autofree char *name = g_strdup_printf("/story 7/%s, %s on %dx%d", fact, panel->pack,
                                            panel->width_px, panel->height_px);
    g_test_add(name, Proof, panel, NULL, test, NULL);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/story 7/texts are twice as long with words of thirty letters", test_words);
    for (int i = 0; i < PROOF_PANELS; i++) {
        if (!proof_is_todays(i)) {
            continue;
        }
        add(&proof_panels[i], "long words stay in their places", test_screens);
        add(&proof_panels[i], "long words stay in the lower half", test_low);
    }
    return g_test_run();
}
