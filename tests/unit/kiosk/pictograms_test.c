// SPDX-License-Identifier: EUPL-1.2
/* Every screen of both packs for who cannot read: what can be touched has its own sign. */
#include "layout_proof.h"

#include <string.h>

static bool is_foot(const Widget *widget)
{
    return widget->look == WIDGET_LOOK_FOOT;
}

/* Languages are known by their names and their sound. */
static bool needs_picture(const Widget *widget)
{
    return widget->is_target && !g_str_has_prefix(widget->id, "lang.");
}

static bool has_same(const Widget *a, const Widget *b)
{
    return a->pictogram || b->pictogram ? a->pictogram == b->pictogram : a->sign == b->sign;
}

static void check_scene(const Scene *scene)
{
    for (gsize i = 0; i < scene->n_widgets; i++) {
        const Widget *widget = &scene->widgets[i];
        if (!needs_picture(widget)) {
            continue;
        }
        if (!widget->pictogram && widget->sign == SIGN_NONE) {
            g_test_message("%s %s: %s has no picture", scene->screen, scene->detail, widget->id);
            g_test_fail();
        }
        for (gsize k = 0; k < i; k++) {
            const Widget *other = &scene->widgets[k];
            if (needs_picture(other) && is_foot(other) == is_foot(widget) &&
                has_same(other, widget)) {
                g_test_message("%s %s: %s and %s look the same", scene->screen, scene->detail,
                               other->id, widget->id);
                g_test_fail();
            }
        }
    }
}

/* All pages, in both ways to lay out. */
static void test_pictures(Proof *p, gconstpointer panel)
{
    enum { PAGES = 3 };
    (void)panel;
    for (guint i = 0; i < p->sights->len; i++) {
        const ScreenSight *sight = &g_array_index(p->sights, ScreenSight, i);
        Visit visit = sight->visit;
        visit.language = content_find_language(p->content, "nl");
        for (int way = 0; way < 2 * PAGES; way++) {
            visit.page = way / 2;
            visit.is_reach = way % 2 == 1;
            proof_lay_out(p, sight, &visit, p->scene);
            check_scene(p->scene);
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
    for (gsize i = 0; i < PROOF_PANELS; i++) {
        const Panel *panel = &proof_panels[i];
        g_autofree char *name = g_strdup_printf("/pictograms/every target has its own, %s on %dx%d",
                                                panel->pack, panel->width_px, panel->height_px);
        g_test_add(name, Proof, panel, set_up, test_pictures, tear_down);
    }
    return g_test_run();
}
