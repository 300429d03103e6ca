// SPDX-License-Identifier: EUPL-1.2
#include "staff_proof.h"

#include "draw/fonts.h"
#include "layout_proof.h"

static const double least_target_mm = 12;

static const struct {
    int width_px, height_px, width_mm;
} panels[STAFF_PROOF_PANELS] = {
    {1280, 800, 217}, {800, 1280, 136}, {1920, 1080, 344}, {1080, 1920, 194}};

static char *find_asset(const char *name)
{
    const char *build = g_getenv("WEGWIJS_BUILD");
    return g_build_filename(build ? build : "build/native", "assets", name, NULL);
}

void staff_proof_init(StaffProof *proof, int panel)
{
    g_autoptr(GError) why = NULL;
    g_autofree char *fonts = find_asset("fonts/fonts.conf");
    g_autofree char *theme = find_asset("theme.ini");
    bool is_fine = fonts_use(fonts, &why);
    g_assert_no_error(why);
    g_assert_true(is_fine);
    proof->theme = theme_load(theme, &why);
    g_assert_no_error(why);
    proof->setter = text_setter_new(4096);
    text_setter_use_theme(proof->setter, proof->theme);
    proof->scene = scene_new();
    proof->n_faults = 0;
    proof->surface = (StaffSurface){
        .setter = proof->setter,
        .scale = {.theme = proof->theme,
                  .px_per_mm = panels[panel].width_px / (double)panels[panel].width_mm},
        .width_px = panels[panel].width_px,
        .height_px = panels[panel].height_px,
    };
}

void staff_proof_clear(StaffProof *proof)
{
    scene_free(proof->scene);
    text_setter_free(proof->setter);
    theme_free(proof->theme);
}

static void complain(StaffProof *proof, const Widget *widget, const char *what)
{
    g_test_message("%s %s, %s, %dx%d: '%s' %s", proof->scene->screen, proof->scene->detail,
                   proof->scene->language, proof->scene->width_px, proof->scene->height_px,
                   widget->label ? widget->label : widget->id, what);
    proof->n_faults++;
}

static bool overlap(const Rect *a, const Rect *b)
{
    return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

static bool contains(const Rect *outer, const Rect *inner)
{
    return inner->x >= outer->x && inner->y >= outer->y &&
           inner->x + inner->w <= outer->x + outer->w && inner->y + inner->h <= outer->y + outer->h;
}

static void check_words(StaffProof *proof, const Widget *widget)
{
    if (!widget->text) {
        return;
    }
    const TextExtents *extents = text_extents(widget->text);
    int width = scene_text_width_px(&proof->scene->scale, widget->look, widget->rect.w);
    if (extents->is_overlong || extents->width > width + 1) {
        complain(proof, widget, "is wider than its place");
    }
    if (extents->height > widget->rect.h) {
        complain(proof, widget, "is higher than its place");
    }
    if (extents->unknown_glyphs > 0) {
        complain(proof, widget, "has a character without a glyph");
    }
}

static void check_place(StaffProof *proof, const Widget *widget)
{
    const Rect glass = {0, 0, proof->scene->width_px, proof->scene->height_px};
    double least = least_target_mm * proof->surface.scale.px_per_mm - 1;
    if (!contains(&glass, &widget->rect)) {
        complain(proof, widget, "is not whole on the glass");
    }
    if (widget->is_target && (widget->rect.w < least || widget->rect.h < least)) {
        complain(proof, widget, "is too small to touch");
    }
}

/* Boxes hold what lies on them whole; nothing else lies on anything. */
static void check_neighbours(StaffProof *proof)
{
    const Scene *scene = proof->scene;
    for (gsize i = 0; i < scene->n_widgets; i++) {
        for (gsize k = i + 1; k < scene->n_widgets; k++) {
            const Widget *below = &scene->widgets[i];
            const Widget *above = &scene->widgets[k];
            bool is_box = below->look == WIDGET_LOOK_CARD || below->look == WIDGET_LOOK_PANEL ||
                          (below->look == WIDGET_LOOK_PLAIN_TILE && !below->text);
            if (!overlap(&below->rect, &above->rect) ||
                (is_box && contains(&below->rect, &above->rect))) {
                continue;
            }
            complain(proof, above, "lies over something");
            complain(proof, below, "is what it lies over");
        }
    }
}

static void leave_picture(const StaffProof *proof, const char *name)
{
    g_autofree char *file = g_strdup_printf("%s-%s-%dx%d.png", name, proof->scene->language,
                                            proof->scene->width_px, proof->scene->height_px);
    g_autofree char *path = g_build_filename("build/log/staff", file, NULL);
    g_assert_cmpint(g_mkdir_with_parents("build/log/staff", 0755), ==, 0);
    cairo_surface_t *surface = proof_paint(proof->scene);
    g_assert_cmpint(cairo_surface_write_to_png(surface, path), ==, CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(surface);
}

void staff_proof_check(StaffProof *proof, const char *name)
{
    for (gsize i = 0; i < proof->scene->n_widgets; i++) {
        check_words(proof, &proof->scene->widgets[i]);
        check_place(proof, &proof->scene->widgets[i]);
    }
    check_neighbours(proof);
    leave_picture(proof, name);
}

void staff_proof_finish(const StaffProof *proof)
{
    g_assert_cmpint(proof->n_faults, ==, 0);
}
