// SPDX-License-Identifier: EUPL-1.2
/* Typing on kiosk/staff/staff_keyboard, and its keys on every panel. */
#include "kiosk/staff/staff_keyboard.h"

#include <string.h>

#include "kiosk_fixture.h"
#include "layout_proof.h"

enum { TEXT_BYTES = 64, MAX_CHARS = 8 };

typedef struct {
    char text[TEXT_BYTES];
    guint32 bits;
} Typed;

/* Keys divided by spaces, one after another. */
static void press(Typed *typed, const char *keys)
{
    const StaffTyping typing = {typed->text, sizeof typed->text, MAX_CHARS, &typed->bits};
    g_auto(GStrv) each = g_strsplit(keys, " ", -1);
    for (int i = 0; each[i]; i++) {
        g_assert_true(staff_keyboard_take(&typing, each[i]));
    }
}

static void test_types(void)
{
    Typed typed = {.bits = staff_keyboard_begin("")};
    press(&typed, "type.C type.a type.f type.é space type.9");
    g_assert_cmpstr(typed.text, ==, "Café 9");
    press(&typed, "erase erase erase");
    g_assert_cmpstr(typed.text, ==, "Caf");
    press(&typed, "clear");
    g_assert_cmpstr(typed.text, ==, "");
    press(&typed, "erase");
    g_assert_cmpstr(typed.text, ==, "");
}

static void test_capitals(void)
{
    Typed typed = {.bits = staff_keyboard_begin("")};
    g_assert_cmphex(typed.bits, ==, STAFF_KEYBOARD_SHIFT);
    press(&typed, "type.A");
    g_assert_cmphex(typed.bits, ==, 0);
    press(&typed, "shift");
    g_assert_cmphex(typed.bits, ==, STAFF_KEYBOARD_SHIFT);
    press(&typed, "shift type.b type.. space");
    g_assert_cmphex(typed.bits, ==, STAFF_KEYBOARD_SHIFT);
    g_assert_cmphex(staff_keyboard_begin("Om 9."), ==, 0);
}

static void test_layers(void)
{
    Typed typed = {.text = "x"};
    press(&typed, "accents");
    g_assert_cmphex(typed.bits, ==, STAFF_KEYBOARD_ACCENTS);
    press(&typed, "type.ë");
    g_assert_cmphex(typed.bits, ==, 0); /* letters come back */
    press(&typed, "signs type.1");
    g_assert_cmphex(typed.bits, ==, STAFF_KEYBOARD_SIGNS); /* digits stay */
    press(&typed, "accents");
    g_assert_cmphex(typed.bits, ==, STAFF_KEYBOARD_ACCENTS);
    press(&typed, "accents");
    g_assert_cmphex(typed.bits, ==, 0);
}

static void test_full(void)
{
    Typed typed = {.text = "ëëëëëëë"};
    press(&typed, "type.a type.b space");
    g_assert_cmpstr(typed.text, ==, "ëëëëëëëa");
    Typed narrow = {.text = "ab"};
    const StaffTyping typing = {narrow.text, strlen("ab") + 1, MAX_CHARS, &narrow.bits};
    g_assert_true(staff_keyboard_take(&typing, "type.c"));
    g_assert_cmpstr(narrow.text, ==, "ab");
}

static void test_unknown(void)
{
    static const char *const keys[] = {"accept", "", "type", "fly"};
    Typed typed = {.text = "ab"};
    const StaffTyping typing = {typed.text, sizeof typed.text, MAX_CHARS, &typed.bits};
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_assert_false(staff_keyboard_take(&typing, keys[i]));
    }
    g_assert_true(staff_keyboard_take(&typing, "type.ab")); /* no such key: nothing is typed */
    g_assert_true(staff_keyboard_take(&typing, "type."));
    g_assert_cmpstr(typed.text, ==, "ab");
}

/* --- on the glass ------------------------------------------------------------------------------
 */

static void lay_out(Proof *p, guint32 bits, StaffLanguage language)
{
    const StaffSurface surface = {
        .setter = p->setter,
        .scale = {.theme = p->theme, .px_per_mm = p->panel->width_px / (double)p->panel->width_mm},
        .width_px = p->panel->width_px,
        .height_px = p->panel->height_px,
        .language = language,
    };
    const StaffFrame frame = {.screen = "staff-today", .detail = "message"};
    g_autoptr(StaffPage) page = staff_page_new(language);
    staff_page_set_title(page, "Bericht van vandaag");
    page->kind = STAFF_PAGE_KEYBOARD;
    page->text = g_strnfill(109, 'W');
    page->max_chars = 110;
    page->bits = bits;
    staff_keyboard_lay_out(&surface, &frame, page, p->scene);
}

static int gap_between(const Rect *a, const Rect *b)
{
    int x = MAX(a->x - b->x - b->w, b->x - a->x - a->w);
    int y = MAX(a->y - b->y - b->h, b->y - a->y - a->h);
    return MAX(x, y);
}

static void check_keys(const Proof *p)
{
    static const double least_mm = 12;
    double px_per_mm = p->panel->width_px / (double)p->panel->width_mm;
    for (gsize i = 0; i < p->scene->n_widgets; i++) {
        const Widget *key = &p->scene->widgets[i];
        g_assert_cmpint(key->rect.x, >=, 0);
        g_assert_cmpint(key->rect.x + key->rect.w, <=, p->scene->width_px);
        g_assert_cmpint(key->rect.y + key->rect.h, <=, p->scene->height_px);
        if (!key->is_target) {
            continue;
        }
        g_assert_cmpint(MIN(key->rect.w, key->rect.h) + 1, >=, (int)(least_mm * px_per_mm));
        g_assert_false(text_extents(key->text)->is_overlong);
        for (gsize k = 0; k < i; k++) {
            const Widget *other = &p->scene->widgets[k];
            if (other->is_target) {
                g_assert_cmpint(gap_between(&key->rect, &other->rect), >=, (int)px_per_mm);
                g_assert_cmpstr(key->id, !=, other->id);
            }
        }
    }
}

/* What is typed stays above the keys, also at its longest. */
static void check_text(const Proof *p)
{
    const Widget *typed = scene_find(p->scene, "staff.typed");
    const Widget *key = scene_find(p->scene, "staff.do.space");
    g_assert_nonnull(typed);
    g_assert_cmpint(typed->rect.y + typed->rect.h, <=, key->rect.y);
}

static void test_panel(Proof *p, gconstpointer panel)
{
    static const guint32 layers[] = {0, STAFF_KEYBOARD_SHIFT, STAFF_KEYBOARD_ACCENTS,
                                     STAFF_KEYBOARD_ACCENTS | STAFF_KEYBOARD_SHIFT,
                                     STAFF_KEYBOARD_SIGNS};
    (void)panel;
    for (gsize i = 0; i < G_N_ELEMENTS(layers); i++) {
        for (int language = 0; language < STAFF_LANGUAGE_COUNT; language++) {
            lay_out(p, layers[i], (StaffLanguage)language);
            check_keys(p);
            check_text(p);
        }
    }
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
    g_test_add_func("/keyboard/types and erases", test_types);
    g_test_add_func("/keyboard/a sentence begins with a capital", test_capitals);
    g_test_add_func("/keyboard/letters come back, digits stay", test_layers);
    g_test_add_func("/keyboard/what finds no room is not typed", test_full);
    g_test_add_func("/keyboard/knows its own keys alone", test_unknown);
    for (gsize i = 0; i < PROOF_PANELS / 2; i++) {
        const Panel *panel = &proof_panels[i];
        g_autofree char *name = g_strdup_printf("/keyboard/keys are 12 mm at least on %dx%d",
                                                panel->width_px, panel->height_px);
        g_test_add(name, Proof, panel, set_up, test_panel, tear_down);
    }
    return g_test_run();
}
