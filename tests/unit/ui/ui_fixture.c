// SPDX-License-Identifier: EUPL-1.2
#include "ui_fixture.h"

#include <string.h>

#include "draw/fonts.h"

static char *find_asset(const char *name)
{
    const char *build = g_getenv("WEGWIJS_BUILD");
    return g_build_filename(build != NULL ? build : "build/native", "assets", name, NULL);
}

ThemeScale fixture_scale(void)
{
    static gsize once = 0;
    if (g_once_init_enter(&once)) {
        g_autofree char *path = find_asset("theme.ini");
        g_autoptr(GError) error = NULL;
        Theme *theme = theme_load(path, &error);
        g_assert_no_error(error);
        g_once_init_leave(&once, (gsize)theme);
    }
    return (ThemeScale){.theme = (const Theme *)once, .px_per_mm = 6};
}

Scene *fixture_scene(const char *screen)
{
    Scene *scene = scene_new();
    g_strlcpy(scene->screen, screen, sizeof scene->screen);
    g_strlcpy(scene->language, "nl", sizeof scene->language);
    scene->width_px = 1280;
    scene->height_px = 800;
    scene->scale = fixture_scale();
    return scene;
}

Widget *fixture_target(Scene *scene, const char *id, Rect rect)
{
    Widget *widget = scene_add(scene, id, WIDGET_ROLE_CHOICE, WIDGET_LOOK_TILE, rect);
    widget->is_target = true;
    return widget;
}

TextSetter *fixture_setter(void)
{
    g_autofree char *path = find_asset("fonts/fonts.conf");
    g_autoptr(GError) error = NULL;
    if (!fonts_use(path, &error)) {
        g_error("%s", error->message);
    }
    return text_setter_new(200);
}

/* ---- The gallery ---- */

typedef struct {
    TextSetter *setter;
    Scene *scene;
    const char *language;
    bool is_arabic;
} Gallery;

static const TextLayout *set_text(const Gallery *g, WidgetLook look, int width, const char *text)
{
    const bool is_small = look == WIDGET_LOOK_FOOT || look == WIDGET_LOOK_QUIET;
    const ThemeType type = look == WIDGET_LOOK_FOOT    ? THEME_TYPE_FOOT
                           : look == WIDGET_LOOK_QUIET ? THEME_TYPE_HINT
                                                       : THEME_TYPE_ANSWER;
    const bool is_centred = look == WIDGET_LOOK_FOOT || look == WIDGET_LOOK_PICTURE_TILE ||
                            look == WIDGET_LOOK_PLAIN_TILE || look == WIDGET_LOOK_COUNTDOWN;
    const TextStyle style = {
        .language = g->language,
        .is_rtl = g->is_arabic,
        .cap_px = theme_cap_px(&g->scene->scale, type),
        .weight = is_small ? 400 : 600,
        .align = is_centred ? TEXT_ALIGN_CENTER : TEXT_ALIGN_START,
    };
    return text_set(g->setter, &style, text, scene_text_width_px(&g->scene->scale, look, width));
}

static Widget *put(const Gallery *g, const char *id, WidgetLook look, Rect rect)
{
    static const char dutch[] = "Taal";
    static const char arabic[] = "لغة";
    Widget *widget = scene_add(g->scene, id, WIDGET_ROLE_BUTTON, look, rect);
    widget->text = set_text(g, look, rect.w, g->is_arabic ? arabic : dutch);
    widget->is_target = look != WIDGET_LOOK_CARD;
    return widget;
}

static const TextLayout *set_emoji(const Gallery *g, const char *emoji)
{
    const TextStyle style = {
        .cap_px = theme_space_px(&g->scene->scale, THEME_SPACE_PICTOGRAM),
        .is_emoji = true,
    };
    return text_set(g->setter, &style, emoji, 0);
}

static void put_tiles(const Gallery *g)
{
    static const char *const ids[] = {"tile", "pressed", "selected", "disabled"};
    for (int i = 0; i < 4; i++) {
        const Rect beside = {48 + (i % 2) * 420, 108 + (i / 2) * 200, 396, 180};
        Widget *tile = put(g, ids[i], WIDGET_LOOK_TILE, beside);
        tile->pictogram = set_emoji(g, "👷");
        tile->is_selected = i == 2;
        tile->is_enabled = i != 3;
        if (!g->is_arabic && i == 0) {
            tile->text = set_text(g, tile->look, beside.w, "Ik zoek werk");
        }
    }
    Widget *above = put(g, "picture", WIDGET_LOOK_PICTURE_TILE, (Rect){888, 108, 166, 180});
    above->pictogram = set_emoji(g, "🍳");
    above = put(g, "picture.selected", WIDGET_LOOK_PICTURE_TILE, (Rect){1078, 108, 166, 180});
    above->pictogram = set_emoji(g, "🧹");
    above->is_selected = true;
    put(g, "plain", WIDGET_LOOK_PLAIN_TILE, (Rect){888, 308, 166, 180});
    put(g, "plain.selected", WIDGET_LOOK_PLAIN_TILE, (Rect){1078, 308, 166, 180})->is_selected =
        true;
}

static void put_buttons(const Gallery *g)
{
    Widget *quiet = put(g, "quiet", WIDGET_LOOK_QUIET, (Rect){48, 508, 396, 120});
    quiet->sign = SIGN_STAFF;
    put(g, "primary", WIDGET_LOOK_PRIMARY, (Rect){468, 508, 396, 120})->sign = SIGN_NEXT;
    put(g, "print", WIDGET_LOOK_PRIMARY, (Rect){888, 508, 166, 120})->sign = SIGN_NONE;
    put(g, "stop", WIDGET_LOOK_STOP, (Rect){1078, 508, 166, 120})->sign = SIGN_NONE;
}

static void put_frame(const Gallery *g)
{
    static const Sign signs[] = {SIGN_BACK,  SIGN_LISTEN,   SIGN_LARGER, SIGN_CONTRAST,
                                 SIGN_REACH, SIGN_LANGUAGE, SIGN_STOP};
    Widget *dots =
        scene_add(g->scene, "", WIDGET_ROLE_PROGRESS, WIDGET_LOOK_DOTS, (Rect){48, 36, 400, 24});
    dots->value = 3;
    dots->total = 6;
    scene_add(g->scene, "", WIDGET_ROLE_PICTURE, WIDGET_LOOK_RULE, (Rect){0, 662, 1280, 3});
    for (int i = 0; i < 7; i++) {
        const Rect rect = {48 + i * 170, 665, 164, 135};
        char id[16];
        g_snprintf(id, sizeof id, "foot.%d", i);
        Widget *key = put(g, id, WIDGET_LOOK_FOOT, rect);
        key->sign = signs[i];
        key->is_selected = i == 3;
        key->ink = i == 6 ? THEME_COLOUR_STOP : THEME_COLOUR_INK;
    }
}

static void put_figures(const Gallery *g)
{
    Widget *ring = put(g, "ring", WIDGET_LOOK_COUNTDOWN, (Rect){1160, 8, 92, 92});
    ring->text = NULL;
    ring->is_target = false;
    ring->value = 20;
    ring->total = 30;
    Widget *card = put(g, "card", WIDGET_LOOK_CARD, (Rect){500, 8, 300, 90});
    card->role = WIDGET_ROLE_TEXT;
    Widget *sign =
        scene_add(g->scene, "", WIDGET_ROLE_PICTURE, WIDGET_LOOK_SIGN, (Rect){840, 20, 60, 60});
    sign->sign = SIGN_PRINT;
    Widget *emoji =
        scene_add(g->scene, "", WIDGET_ROLE_PICTURE, WIDGET_LOOK_EMOJI, (Rect){930, 8, 90, 90});
    emoji->pictogram = set_emoji(g, "📍");
}

Scene *fixture_gallery(TextSetter *setter, const ThemeScale *scale, const char *language)
{
    Scene *scene = fixture_scene("gallery");
    const Gallery g = {setter, scene, language, g_str_equal(language, "ar")};
    scene->scale = *scale;
    put_frame(&g);
    put_figures(&g);
    put_tiles(&g);
    put_buttons(&g);
    if (g.is_arabic) {
        scene_mirror(scene);
    }
    return scene;
}

cairo_surface_t *fixture_paint(const Scene *scene, const char *pressed, const char *focused)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, scene->width_px, scene->height_px);
    cairo_t *cairo = cairo_create(surface);
    const Rect all = {0, 0, scene->width_px, scene->height_px};
    scene_paint(scene, cairo, &all, pressed, focused);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    return surface;
}

bool fixture_is_same(cairo_surface_t *a, cairo_surface_t *b)
{
    const gsize height = (gsize)cairo_image_surface_get_height(a);
    const gsize stride = (gsize)cairo_image_surface_get_stride(a);
    return height == (gsize)cairo_image_surface_get_height(b) &&
           stride == (gsize)cairo_image_surface_get_stride(b) &&
           memcmp(cairo_image_surface_get_data(a), cairo_image_surface_get_data(b),
                  height * stride) == 0;
}
