// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/preview.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"

#include "draw/fonts.h"
#include "draw/png.h"

#include "kiosk/content_source.h"
#include "kiosk/preview_slips.h"
#include "kiosk/read_aloud.h"
#include "kiosk/screen.h"
#include "kiosk/screen_walk.h"

#include "slip/qr.h"

enum { MAX_LAYOUTS = 1024, QR_PIXELS_A_MODULE = 1 };

typedef struct {
    int width_px, height_px, width_mm;
} Panel;

static const Panel panels[] = {
    {1280, 800, 217},
    {800, 1280, 136},
    {1920, 1080, 344},
    {1080, 1920, 194},
};

/* Text size and contrast of a picture; the first variant of every screen is as a visitor meets it.
 */
static const struct {
    const char *name;
    int text_size;
    bool is_high_contrast;
    bool is_reach;
} variants[] = {
    {"", 0, false, false},
    {"-largest", 2, false, false},
    {"-contrast", 0, true, false},
    {"-low", 0, false, true},
};

typedef struct {
    const char *folder;
    const Content *content;
    const Theme *theme;
    TextSetter *setter;
    cairo_surface_t *qr;
    Scene *scene;
    GString *html;
    const Panel *panel;
    int language;
    GError *error; /* the first one stops the rest */
} Preview;

static const char *language_code(const Preview *preview)
{
    gsize n;
    return content_languages(preview->content, &n)[preview->language].code;
}

/* A Tuesday at ten. */
static const gint64 example_local_unix_s = 1767693600;

static void write_picture(Preview *preview, const char *name)
{
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, preview->panel->width_px, preview->panel->height_px);
    cairo_t *cairo = cairo_create(surface);
    const Rect whole = {0, 0, preview->panel->width_px, preview->panel->height_px};
    scene_paint(preview->scene, cairo, &whole, NULL, NULL);
    cairo_destroy(cairo);
    g_autofree char *path = g_build_filename(preview->folder, name, NULL);
    g_autoptr(GBytes) png = png_write(surface);
    cairo_surface_destroy(surface);
    gsize n;
    const char *data = g_bytes_get_data(png, &n);
    if (!preview->error) { /* no file_save: pictures need not outlive a power cut */
        g_file_set_contents_full(path, data, (gssize)n, G_FILE_SET_CONTENTS_NONE, 0644,
                                 &preview->error);
    }
}

/* One screen as the visitor meets it, in the largest text, in high contrast and in the lower half.
 */
static void show(Preview *preview, const ScreenSight *sight)
{
    Visit seen = sight->visit;
    seen.language = preview->language;
    if (preview->error) {
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(variants); i++) {
        seen.text_size = variants[i].text_size;
        seen.is_high_contrast = variants[i].is_high_contrast;
        seen.is_reach = variants[i].is_reach;
        ScreenFacts facts = {
            .content = preview->content,
            .visit = &seen,
            .setter = preview->setter,
            .theme = preview->theme,
            .width_px = preview->panel->width_px,
            .height_px = preview->panel->height_px,
            .px_per_mm = preview->panel->width_px / (double)preview->panel->width_mm,
            .qr = seen.qr_text[0] ? preview->qr : NULL,
            .now_ms = sight->now_ms,
            .local_unix_s = example_local_unix_s,
            .is_clock_trusted = true,
            .greeting = preview->language,
            .spoken_languages = read_aloud_voices(preview->content),
        };
        screen_sight_tell(sight, &facts);
        screen_lay_out(&facts, preview->scene);
        g_autofree char *name = g_strdup_printf(
            "%s%s%s-%s-%dx%d%s.png", preview->scene->screen, preview->scene->detail[0] ? "-" : "",
            preview->scene->detail[0] ? preview->scene->detail : sight->suffix,
            language_code(preview), preview->panel->width_px, preview->panel->height_px,
            variants[i].name);
        write_picture(preview, name);
        g_string_append_printf(preview->html,
                               "<figure><img loading=\"lazy\" src=\"%s\" "
                               "alt=\"\"><figcaption>%s</figcaption></figure>\n",
                               name, name);
    }
    text_setter_forget(preview->setter);
}

static void show_language(Preview *preview, const GArray *sights)
{
    for (guint i = 0; i < sights->len; i++) {
        const ScreenSight *sight = &g_array_index(sights, ScreenSight, i);
        if (!sight->is_variant) {
            show(preview, sight);
        }
    }
}

static bool is_wanted(const char *languages, const char *code)
{
    if (!languages) {
        return true;
    }
    g_auto(GStrv) list = g_strsplit(languages, ",", -1);
    return g_strv_contains((const char *const *)list, code);
}

/* Each language that was asked for is one of the pack's. */
static bool check_wanted(const Preview *preview, const char *languages, GError **error)
{
    g_auto(GStrv) list = g_strsplit(languages ? languages : "", ",", -1);
    for (gsize i = 0; list[i]; i++) {
        if (content_find_language(preview->content, list[i]) < 0) {
            g_set_error(error, CONTENT_ERROR, CONTENT_ERROR_INVALID,
                        "the content has no language '%s'; give codes such as nl,en", list[i]);
            return false;
        }
    }
    return true;
}

static void show_all(Preview *preview, const char *languages)
{
    gsize n;
    content_languages(preview->content, &n);
    g_autoptr(GArray) sights = screen_walk(preview->content);
    for (gsize p = 0; p < G_N_ELEMENTS(panels); p++) {
        preview->panel = &panels[p];
        for (preview->language = 0; preview->language < (int)n; preview->language++) {
            if (!is_wanted(languages, language_code(preview))) {
                continue;
            }
            fprintf(stderr, "preview: %s %dx%d\n", language_code(preview), preview->panel->width_px,
                    preview->panel->height_px);
            g_string_append_printf(preview->html, "<h2>%s, %d x %d</h2>\n", language_code(preview),
                                   preview->panel->width_px, preview->panel->height_px);
            show_language(preview, sights);
        }
    }
}

/* What comes out of the printer. */
static void show_slips(Preview *preview, const char *languages)
{
    gsize n;
    content_languages(preview->content, &n);
    for (preview->language = 0; preview->language < (int)n; preview->language++) {
        if (preview->error || !is_wanted(languages, language_code(preview))) {
            continue;
        }
        const PreviewSlips slips = {
            .content = preview->content,
            .setter = preview->setter,
            .folder = preview->folder,
            .language = preview->language,
            .local_unix_s = example_local_unix_s,
        };
        fprintf(stderr, "preview: %s slips\n", language_code(preview));
        g_string_append_printf(preview->html, "<h2>%s, slips</h2>\n", language_code(preview));
        if (!preview_slips_write(&slips, preview->html, &preview->error)) {
            return;
        }
    }
}

static const char page_head[] =
    "<!doctype html><meta charset=\"utf-8\"><title>Wegwijs: screens</title>\n"
    "<style>body{font:16px "
    "sans-serif;margin:2em;background:#eee}figure{display:inline-block;margin:8px;"
    "vertical-align:top}img{max-width:420px;max-height:420px;border:1px solid #999;display:block}"
    "figcaption{font-size:12px;max-width:420px}.slip "
    "img{max-width:none;max-height:none}</style>\n<h1>Wegwijs: every screen</h1>\n";

static bool write_page(Preview *preview, GError **error)
{
    g_autofree char *path = g_build_filename(preview->folder, "index.html", NULL);
    g_autoptr(GBytes) page = g_bytes_new(preview->html->str, preview->html->len);
    if (preview->error) {
        g_propagate_error(error, g_steal_pointer(&preview->error));
        return false;
    }
    if (!file_save(path, page, 0644, error)) {
        return false;
    }
    printf("%s\n", path);
    return true;
}

bool preview_write(const Settings *settings, const char *folder, const char *languages,
                   GError **error)
{
    const char *assets = settings_text(settings, "kiosk", "assets_dir");
    g_autofree char *fonts = g_build_filename(assets, "fonts", "fonts.conf", NULL);
    g_autofree char *theme_path = g_build_filename(assets, "theme.ini", NULL);
    if (!fonts_use(fonts, error) || !file_make_folder(folder, error)) {
        return false;
    }
    g_autoptr(Theme) theme = theme_load(theme_path, error);
    g_autoptr(KioskIdentity) identity =
        kiosk_identity_load(settings_text(settings, "kiosk", "state_dir"), NULL);
    g_autoptr(ContentSource) source = theme ? content_source_new(settings, identity, error) : NULL;
    g_autoptr(Content) content = source ? content_source_load(source, error) : NULL;
    if (!content) {
        return false;
    }
    g_autoptr(TextSetter) setter = text_setter_new(MAX_LAYOUTS);
    text_setter_use_theme(setter, theme);
    g_autoptr(Scene) scene = scene_new();
    Preview preview = {
        .folder = folder,
        .content = content,
        .theme = theme,
        .setter = setter,
        .scene = scene,
        .html = g_string_new(page_head),
        .qr = qr_draw("HTTPS://WEGWIJS.EXAMPLE/#VOORBEELD", QR_PIXELS_A_MODULE, error),
    };
    bool is_fine = preview.qr && check_wanted(&preview, languages, error);
    if (is_fine) {
        show_all(&preview, languages);
        show_slips(&preview, languages);
        is_fine = write_page(&preview, error);
    }
    cairo_surface_destroy(preview.qr);
    g_string_free(preview.html, TRUE);
    return is_fine;
}
