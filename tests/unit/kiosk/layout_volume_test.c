// SPDX-License-Identifier: EUPL-1.2
/* The keys for the volume over every screen: on every panel, in every language,
 * high and low, with the proof of the screens. */
#include "kiosk/layout_volume.h"

#include "kiosk/screen.h"
#include "layout_proof.h"

static const char *const ids[] = {"volume.softer", "volume.louder", "volume.off", "volume.done"};

static void lay_out(Proof *p, const ScreenSight *sight, const Visit *visit)
{
    const ScreenFacts facts = {
        .content = p->content,
        .visit = visit,
        .setter = p->setter,
        .theme = p->theme,
        .width_px = p->panel->width_px,
        .height_px = p->panel->height_px,
        .px_per_mm = p->panel->width_px / (double)p->panel->width_mm,
        .qr = visit->qr_text[0] ? p->qr : NULL,
        .now_ms = sight->now_ms,
        .local_unix_s = 1795442400,
        .is_clock_trusted = true,
        .greeting = visit->language,
        .spoken_languages = G_MAXUINT32,
        .volume_shown = 3,
    };
    screen_lay_out(&facts, p->scene);
}

static Rect place_of(const Proof *p, const char *id)
{
    const Widget *widget = scene_find(p->scene, id);
    g_assert_nonnull(widget);
    return widget->rect;
}

/* They stand in one order, from the side where reading begins. */
static void check_order(const Proof *p)
{
    for (gsize i = 1; i < G_N_ELEMENTS(ids); i++) {
        Rect before = place_of(p, ids[i - 1]);
        Rect after = place_of(p, ids[i]);
        g_assert_cmpint(after.y, ==, before.y);
        g_assert_true(p->scene->is_rtl ? after.x < before.x : after.x > before.x);
    }
}

/* Where they are on the first screen that is seen is where they are on all of them. */
static void check_place(const Proof *p, bool is_first, Rect first[])
{
    for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
        Rect rect = place_of(p, ids[i]);
        if (is_first) {
            first[i] = rect;
        }
        g_assert_cmpint(rect.x, ==, first[i].x);
        g_assert_cmpint(rect.y, ==, first[i].y);
        g_assert_cmpint(rect.w, ==, first[i].w);
        g_assert_cmpint(2 * rect.y, >=, p->scene->height_px);
    }
}

static bool may_have_keys(const Visit *visit)
{
    return visit->state != VISIT_STATE_IDLE && visit->state != VISIT_STATE_CLOSED &&
           (visit->state != VISIT_STATE_LANGUAGES || visit->under != VISIT_STATE_LANGUAGES);
}

static void check_language(Proof *p, int language, bool is_reach, int text_size)
{
    Rect first[G_N_ELEMENTS(ids)];
    bool is_first = true;
    for (guint i = 0; i < p->sights->len; i++) {
        const ScreenSight *sight = &g_array_index(p->sights, ScreenSight, i);
        Visit visit = sight->visit;
        visit.language = language;
        visit.is_reach = is_reach;
        visit.text_size = text_size;
        if (sight->is_variant || !may_have_keys(&visit)) {
            continue;
        }
        lay_out(p, sight, &visit);
        proof_check_scene(p, &visit);
        check_order(p);
        check_place(p, is_first, first);
        is_first = false;
    }
    text_setter_forget(p->setter);
}

static void test_panel(gconstpointer panel)
{
    Proof p;
    gsize n;
    proof_init(&p, panel, NULL);
    content_languages(p.content, &n);
    for (gsize i = 0; i < n; i++) {
        for (int way = 0; way < 4; way++) {
            check_language(&p, (int)i, way & 1, way & 2);
        }
    }
    proof_finish(&p);
    proof_clear(&p);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < PROOF_PANELS; i++) {
        const Panel *panel = &proof_panels[i];
        g_autofree char *name =
            g_strdup_printf("/volume/keys keep the norms and their place: %s %dx%d", panel->pack,
                            panel->width_px, panel->height_px);
        g_test_add_data_func(name, panel, test_panel);
    }
    return g_test_run();
}
