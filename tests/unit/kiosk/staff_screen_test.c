// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/staff_screen.h"

#include "staff_proof.h"

static const char long_word[] = "Vreemdelingenbewaringsvoorzieningenoverzicht";
static const StaffText sure = {"Weet je het zeker?", "Are you sure?"};
static const StaffText paper = {"Papier", "Paper"};
static const char advice[] = "Open het deksel, leg een nieuwe rol erin en sluit het deksel weer.";

/* One of everything, with long and short words. */
static void fill(StaffPage *page)
{
    staff_page_set_title(page, "Printer");
    staff_page_add_state(page, STAFF_LIGHT_GREEN, (StaffText){"Printer", "Printer"},
                         "Alles in orde", NULL);
    staff_page_add_state(page, STAFF_LIGHT_AMBER, paper, "Bijna op", advice);
    staff_page_add_state(page, STAFF_LIGHT_RED, paper, "Op", advice);
    staff_page_add_state(page, STAFF_LIGHT_BUSY, paper, long_word, long_word)->origin =
        g_strdup("Ingesteld: hier");
    staff_page_add_note(page, advice);
    staff_page_add_key(page, "test", (StaffText){"Proefbon printen", "Print a test slip"},
                       SIGN_PRINT)
        ->confirm = &sure;
    staff_page_add_key(page, "off", (StaffText){"Uit", "Off"}, SIGN_STOP)->is_enabled = false;
    for (int i = 0; i < 7; i++) {
        g_autofree char *key = g_strdup_printf("choice%d", i);
        staff_page_add_choice(page, key, i % 2 ? "Ja" : long_word, i == 1);
    }
    staff_page_add_link(page, "uwv", "UWV", "Nu hier, aan tafel 3, tot 16:30")->light =
        STAFF_LIGHT_GREEN;
    staff_page_add_link(page, "wsp", long_word, NULL);
    StaffItem *volume =
        staff_page_add_stepper(page, "volume", (StaffText){"Geluid", "Volume"}, "3 van 5");
    volume->origin = g_strdup("Ingesteld: hier");
    volume->reset_key = "sound.volume";
    staff_page_add_stepper(page, "bright", (StaffText){"Helderheid", "Brightness"}, "80 %");
}

static int count(const Scene *scene, const char *prefix)
{
    int n = 0;
    for (gsize i = 0; i < scene->n_widgets; i++) {
        n += g_str_has_prefix(scene->widgets[i].id, prefix) ? 1 : 0;
    }
    return n;
}

static void test_page(gconstpointer data)
{
    StaffProof p;
    staff_proof_init(&p, GPOINTER_TO_INT(data));
    for (StaffLanguage language = 0; language < STAFF_LANGUAGE_COUNT; language++) {
        p.surface.language = language;
        g_autoptr(StaffPage) page = staff_page_new(language);
        fill(page);
        int n_keys = 0;
        int pages = 1;
        for (int i = 0; i < pages; i++) {
            g_autofree char *name = g_strdup_printf("everything-%d", i);
            const StaffFrame frame = {"staff-test", "", i, STAFF_LIGHT_GREEN,
                                      i == 0 ? "De proefbon is geprint." : NULL};
            pages = staff_screen_lay_out(&p.surface, &frame, page, p.scene);
            staff_proof_check(&p, name);
            n_keys += count(p.scene, "staff.do.");
        }
        /* a banner may move an item to the next page: then none is shown twice, none is lost */
        g_assert_cmpint(n_keys, >=, 2 + 7 + 4);
    }
    staff_proof_finish(&p);
    staff_proof_clear(&p);
}

static void test_question(gconstpointer data)
{
    StaffProof p;
    staff_proof_init(&p, GPOINTER_TO_INT(data));
    const StaffFrame frame = {"staff-test", "", 0, STAFF_LIGHT_NONE, NULL};
    staff_screen_lay_out_question(&p.surface, &frame, sure.nl, p.scene);
    staff_proof_check(&p, "question");
    g_assert_nonnull(scene_find(p.scene, "staff.confirm.yes"));
    g_assert_nonnull(scene_find(p.scene, "staff.confirm.no"));
    staff_proof_finish(&p);
    staff_proof_clear(&p);
}

static void add(const char *what, int panel, GTestDataFunc test)
{
    g_autofree char *name = g_strdup_printf("/staff screen/%s, panel %d", what, panel);
    g_test_add_data_func(name, GINT_TO_POINTER(panel), test);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (int panel = 0; panel < STAFF_PROOF_PANELS; panel++) {
        add("a page of everything is whole and legible", panel, test_page);
        add("a question is asked with yes and no", panel, test_question);
    }
    return g_test_run();
}
