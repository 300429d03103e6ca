// SPDX-License-Identifier: EUPL-1.2
/* Contrast measured where it counts, on painted screens (norms: text 7:1, parts and focus 3:1, all
 * 15:1 in high contrast; WCAG 1.4.6, 1.4.11): what the pixels say, whatever the theme promises. */
#include <stdlib.h>
#include <string.h>

#include "layout_proof.h"
#include "ui/look.h"

static const double text_ratio[THEME_CONTRAST_COUNT] = {7, 15};
static const double part_ratio[THEME_CONTRAST_COUNT] = {3, 15};
static const char *const languages[] = {"nl", "ar", "ti"};

typedef struct {
    cairo_surface_t *surface;
    const guint8 *data;
    gsize stride;
    Rect whole;
} Glass;

static Glass paint(const Scene *scene, const char *pressed, const char *focused)
{
    Glass glass = {.whole = {0, 0, scene->width_px, scene->height_px}};
    glass.surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, scene->width_px, scene->height_px);
    cairo_t *cairo = cairo_create(glass.surface);
    scene_paint(scene, cairo, &glass.whole, pressed, focused);
    cairo_destroy(cairo);
    cairo_surface_flush(glass.surface);
    glass.data = cairo_image_surface_get_data(glass.surface);
    glass.stride = (gsize)cairo_image_surface_get_stride(glass.surface);
    return glass;
}

static guint32 pixel_at(const Glass *glass, int x, int y)
{
    guint32 pixel;
    memcpy(&pixel, glass->data + (gsize)y * glass->stride + 4 * (gsize)x, sizeof pixel);
    return pixel & 0xffffff;
}

static Colour colour_of(guint32 pixel)
{
    return (Colour){(pixel >> 16 & 0xff) / 255.0, (pixel >> 8 & 0xff) / 255.0,
                    (pixel & 0xff) / 255.0};
}

static double ratio_of(guint32 a, guint32 b)
{
    return theme_contrast_ratio(colour_of(a), colour_of(b));
}

static int compare_pixels(gconstpointer a, gconstpointer b)
{
    guint32 left = *(const guint32 *)a;
    guint32 right = *(const guint32 *)b;
    return (left > right) - (left < right);
}

typedef struct {
    guint32 pixel;
    guint n;
} Share;

/* The colours of a rectangle with how often each is there. Caller unrefs. */
static GArray *count_colours(const Glass *glass, const Rect *rect)
{
    g_autoptr(GArray) pixels = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (int y = MAX(0, rect->y); y < MIN(glass->whole.h, rect->y + rect->h); y++) {
        for (int x = MAX(0, rect->x); x < MIN(glass->whole.w, rect->x + rect->w); x++) {
            guint32 pixel = pixel_at(glass, x, y);
            g_array_append_val(pixels, pixel);
        }
    }
    g_array_sort(pixels, compare_pixels);
    GArray *shares = g_array_new(FALSE, FALSE, sizeof(Share));
    for (guint i = 0; i < pixels->len; i++) {
        guint32 pixel = g_array_index(pixels, guint32, i);
        if (shares->len == 0 || g_array_index(shares, Share, shares->len - 1).pixel != pixel) {
            const Share share = {pixel, 0};
            g_array_append_val(shares, share);
        }
        g_array_index(shares, Share, shares->len - 1).n++;
    }
    return shares;
}

static int compare_shares(gconstpointer a, gconstpointer b, gpointer ground)
{
    double left = ratio_of(((const Share *)a)->pixel, *(const guint32 *)ground);
    double right = ratio_of(((const Share *)b)->pixel, *(const guint32 *)ground);
    return (left < right) - (left > right);
}

/* How ink stands out from its ground, which is the commonest colour: as much as the twentieth part
 * of what is drawn that stands out most; most of the rest are edges. 1 when nothing is there. */
static double measure_ink(const Glass *glass, const Rect *rect)
{
    g_autoptr(GArray) shares = count_colours(glass, rect);
    Share ground = {0, 0};
    guint n_drawn = 0;
    guint n_seen = 0;
    for (guint i = 0; i < shares->len; i++) {
        const Share *share = &g_array_index(shares, Share, i);
        ground = share->n > ground.n ? *share : ground;
        n_drawn += share->n;
    }
    n_drawn -= ground.n;
    g_array_sort_with_data(shares, compare_shares, &ground.pixel);
    for (guint i = 0; i < shares->len && n_drawn > 0; i++) {
        n_seen += g_array_index(shares, Share, i).n;
        if (n_seen * 20 >= n_drawn) {
            return ratio_of(g_array_index(shares, Share, i).pixel, ground.pixel);
        }
    }
    return 1;
}

/* --- what is measured --------------------------------------------------------------------------
 */

typedef struct {
    const Scene *scene;
    const Widget *widget;
    const Glass *glass;
    const char *state; /* "at rest", "pressed" */
    int n;             /* measured */
    int n_low;
} Measure;

static void expect(Measure *m, const char *what, double ratio, double least)
{
    m->n++;
    if (ratio < least) {
        m->n_low++;
        g_test_message("%s %s, %s: %s ‘%s’ %s: %s has %.2f:1, not %.0f:1", m->scene->screen,
                       m->scene->detail, m->scene->language, m->widget->id,
                       m->widget->label ? m->widget->label : "", m->state, what, ratio, least);
    }
}

static void measure_words(Measure *m)
{
    LookParts parts;
    look_place(m->scene, m->widget, &parts);
    ThemeContrast contrast = m->scene->scale.contrast;
    if (m->widget->text && m->widget->label && m->widget->label[0]) {
        expect(m, "text", measure_ink(m->glass, &parts.text), text_ratio[contrast]);
    }
    if (m->widget->sign != SIGN_NONE && !m->widget->pictogram && parts.pictogram.w > 0) {
        expect(m, "sign", measure_ink(m->glass, &parts.pictogram), part_ratio[contrast]);
    }
}

static bool has_box(const Widget *widget)
{
    switch (widget->look) {
    case WIDGET_LOOK_TILE:
    case WIDGET_LOOK_PICTURE_TILE:
    case WIDGET_LOOK_PLAIN_TILE:
    case WIDGET_LOOK_QUIET:
    case WIDGET_LOOK_PRIMARY:
    case WIDGET_LOOK_STOP:
        return true;
    case WIDGET_LOOK_TEXT:
    case WIDGET_LOOK_FOOT:
    case WIDGET_LOOK_CARD:
    case WIDGET_LOOK_DOTS:
    case WIDGET_LOOK_SIGN:
    case WIDGET_LOOK_EMOJI:
    case WIDGET_LOOK_IMAGE:
    case WIDGET_LOOK_RULE:
    case WIDGET_LOOK_PANEL:
    case WIDGET_LOOK_COUNTDOWN:
    case WIDGET_LOOK_LIGHT:
    case WIDGET_LOOK_COLOUR:
        return false;
    }
    return false;
}

/* The edge of what can be touched against what is around it, halfway down its side. */
static void measure_edge(Measure *m)
{
    const Rect *rect = &m->widget->rect;
    int y = rect->y + rect->h / 2;
    if (!m->widget->is_target || !has_box(m->widget) || rect->x < 3) {
        return;
    }
    guint32 outside = pixel_at(m->glass, rect->x - 2, y);
    double best = 1;
    for (int x = rect->x; x < rect->x + 6; x++) {
        best = MAX(best, ratio_of(pixel_at(m->glass, x, y), outside));
    }
    expect(m, "edge", best, part_ratio[m->scene->scale.contrast]);
}

/* Halfway down the side of a focused target: what it paints over is at least three pixels wide, and
 * three pixels of it or more stand out from what was there. */
static void measure_focus(Measure *m, const Glass *rest, const Glass *focused)
{
    const Rect bounds = look_bounds(m->scene, m->widget);
    int y = m->widget->rect.y + m->widget->rect.h / 2;
    int n_changed = 0;
    int n_seen = 0;
    double best = 1;
    for (int x = MAX(0, bounds.x); x < m->widget->rect.x + m->widget->rect.w / 2; x++) {
        guint32 before = pixel_at(rest, x, y);
        guint32 now = pixel_at(focused, x, y);
        double ratio = ratio_of(before, now);
        n_changed += before != now ? 1 : 0;
        n_seen += ratio >= 3 ? 1 : 0;
        best = MAX(best, ratio);
    }
    expect(m, "focus", n_changed >= 3 && n_seen >= 3 ? best : 1, 3);
}

static void measure_states(const Scene *scene, const Glass *rest, Measure *all)
{
    for (gsize i = 0; i < scene->n_widgets; i++) {
        Measure m = {
            .scene = scene, .widget = &scene->widgets[i], .glass = rest, .state = "at rest"};
        measure_words(&m);
        measure_edge(&m);
        if (m.widget->is_target && m.widget->is_enabled) {
            Glass pressed = paint(scene, m.widget->id, NULL);
            Glass focused = paint(scene, NULL, m.widget->id);
            measure_focus(&m, rest, &focused);
            m.glass = &pressed;
            m.state = "pressed";
            measure_words(&m);
            cairo_surface_destroy(pressed.surface);
            cairo_surface_destroy(focused.surface);
        }
        all->n += m.n;
        all->n_low += m.n_low;
    }
}

static void measure_sight(Proof *p, const ScreenSight *sight, int language, Measure *all)
{
    for (int contrast = 0; contrast < THEME_CONTRAST_COUNT; contrast++) {
        Visit visit = sight->visit;
        visit.language = language;
        visit.is_high_contrast = contrast == THEME_CONTRAST_HIGH;
        proof_lay_out(p, sight, &visit, p->scene);
        Glass rest = paint(p->scene, NULL, NULL);
        measure_states(p->scene, &rest, all);
        cairo_surface_destroy(rest.surface);
    }
}

static void test_screens(gconstpointer code)
{
    Proof p;
    Measure all = {0};
    proof_init(&p, &proof_panels[0], NULL);
    int language = content_find_language(p.content, code);
    for (guint i = 0; i < p.sights->len; i++) {
        const ScreenSight *sight = &g_array_index(p.sights, ScreenSight, i);
        if (!sight->is_variant) {
            measure_sight(&p, sight, language, &all);
        }
    }
    g_test_message("%d measured", all.n);
    g_assert_cmpint(all.n, >, 1000);
    g_assert_cmpint(all.n_low, ==, 0);
    proof_clear(&p);
}

/* --- that it is measured -----------------------------------------------------------------------
 */

static int count_low(ThemeColour which, Colour colour)
{
    Proof p;
    Measure all = {0};
    proof_init(&p, &proof_panels[0], NULL);
    p.theme->colours[THEME_CONTRAST_NORMAL][which] = colour;
    for (guint i = 0; i < p.sights->len; i++) {
        const ScreenSight *sight = &g_array_index(p.sights, ScreenSight, i);
        if (sight->visit.state == VISIT_STATE_QUESTION) {
            proof_lay_out(&p, sight, &sight->visit, p.scene);
            Glass rest = paint(p.scene, NULL, NULL);
            measure_states(p.scene, &rest, &all);
            cairo_surface_destroy(rest.surface);
            break;
        }
    }
    proof_clear(&p);
    return all.n_low;
}

/* A theme with one colour too pale is found out, by the words, the edges, the focus. */
static void test_pale(void)
{
    static const struct {
        ThemeColour which;
        Colour colour;
    } rows[] = {
        {THEME_COLOUR_INK, {0.45, 0.45, 0.45}},
        {THEME_COLOUR_INK_QUIET, {0.42, 0.42, 0.42}},
        {THEME_COLOUR_TILE_LINE, {0.8, 0.8, 0.8}},
        {THEME_COLOUR_TILE_PRESSED, {0.6, 0.6, 0.6}},
    };
    g_assert_cmpint(count_low(THEME_COLOUR_INK, (Colour){0, 0, 0}), ==, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_assert_cmpint(count_low(rows[i].which, rows[i].colour), >, 0);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/contrast/what is too pale is found out", test_pale);
    for (gsize i = 0; i < G_N_ELEMENTS(languages); i++) {
        g_autofree char *name =
            g_strdup_printf("/contrast/of every screen in %s, as painted", languages[i]);
        g_test_add_data_func(name, languages[i], test_screens);
    }
    return g_test_run();
}
