// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/preview.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"

#include "draw/fonts.h"

#include "kiosk/content_source.h"
#include "kiosk/screen.h"

#include "slip/qr.h"

enum { MAX_LAYOUTS = 1024, QR_PIXELS_A_MODULE = 1, PREVIEW_MINUTE_MS = 60000 };

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
} variants[] = {
    {"", 0, false},
    {"-largest", 2, false},
    {"-contrast", 0, true},
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
    guint64 asked; /* questions shown already, a bit each */
    bool has_doors, has_provider;
    GError *error; /* the first one stops the rest */
} Preview;

static const char *language_code(const Preview *preview)
{
    gsize n;
    return content_languages(preview->content, &n)[preview->language].code;
}

static void write_picture(Preview *preview, const char *name)
{
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, preview->panel->width_px, preview->panel->height_px);
    cairo_t *cairo = cairo_create(surface);
    const Rect whole = {0, 0, preview->panel->width_px, preview->panel->height_px};
    scene_paint(preview->scene, cairo, &whole, NULL, NULL);
    cairo_destroy(cairo);
    g_autofree char *path = g_build_filename(preview->folder, name, NULL);
    cairo_status_t status = cairo_surface_write_to_png(surface, path);
    cairo_surface_destroy(surface);
    if (status != CAIRO_STATUS_SUCCESS && !preview->error) {
        g_set_error(&preview->error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "cannot write %s: %s", path,
                    cairo_status_to_string(status));
    }
}

/* One screen as the visitor meets it, and in the largest text and high contrast. */
static void show(Preview *preview, const Visit *visit, const char *suffix)
{
    Visit seen = *visit;
    if (preview->error) {
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(variants); i++) {
        seen.text_size = variants[i].text_size;
        seen.is_high_contrast = variants[i].is_high_contrast;
        const ScreenFacts facts = {
            .content = preview->content,
            .visit = &seen,
            .setter = preview->setter,
            .theme = preview->theme,
            .width_px = preview->panel->width_px,
            .height_px = preview->panel->height_px,
            .px_per_mm = preview->panel->width_px / (double)preview->panel->width_mm,
            .qr = preview->qr,
            .now_ms = seen.state == VISIT_STATE_IDLE ? seen.touched_ms + PREVIEW_MINUTE_MS + 8000
                                                     : seen.touched_ms,
            .greeting = preview->language,
        };
        screen_lay_out(&facts, preview->scene);
        g_autofree char *name = g_strdup_printf(
            "%s%s%s-%s-%dx%d%s.png", preview->scene->screen, preview->scene->detail[0] ? "-" : "",
            preview->scene->detail[0] ? preview->scene->detail : suffix, language_code(preview),
            preview->panel->width_px, preview->panel->height_px, variants[i].name);
        write_picture(preview, name);
        g_string_append_printf(preview->html,
                               "<figure><img loading=\"lazy\" src=\"%s\" "
                               "alt=\"\"><figcaption>%s</figcaption></figure>\n",
                               name, name);
    }
    text_setter_forget(preview->setter);
}

static void send(Visit *visit, VisitEventKind kind, int value)
{
    const VisitEvent event = {kind, value, 0};
    visit_step(visit, &event);
}

/* --- from the doors to the end -----------------------------------------------------------------
 */

static void show_ends(Preview *preview, Visit visit)
{
    static const struct {
        VisitPaper paper;
        const char *suffix;
    } ends[] = {{VISIT_PAPER_PRINTED, ""},
                {VISIT_PAPER_UNCONFIRMED, "-word"},
                {VISIT_PAPER_FAILED, "-photo"}};
    g_strlcpy(visit.reference, "7K3M-9QXD-W", sizeof visit.reference);
    send(&visit, VISIT_EVENT_RECORDED, 1);
    show(preview, &visit, "");
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        Visit end = visit;
        send(&end, VISIT_EVENT_PAPER, (int)ends[i].paper);
        show(preview, &end, ends[i].suffix);
    }
}

static void show_doors(Preview *preview, Visit visit)
{
    if (!preview->has_doors) {
        preview->has_doors = true;
        show(preview, &visit, "");
    }
    send(&visit, VISIT_EVENT_PRINT, 0);
    if (visit.state == VISIT_STATE_PROVIDER && !preview->has_provider) {
        preview->has_provider = true;
        show(preview, &visit, "");
        send(&visit, VISIT_EVENT_PROVIDER, -1);
        show_ends(preview, visit);
    }
}

/* --- questions ---------------------------------------------------------------------------------
 */

/* Answers with every option of single questions and the first two of multi ones, until every
 * question was seen; Visit is plain data, so a copy is a way back. */
static void ask(Preview *preview, const Visit *visit)
{
    if (visit->state == VISIT_STATE_DOORS) {
        show_doors(preview, *visit);
        return;
    }
    gsize n;
    const Question *question = &content_questions(preview->content, &n)[visit->question];
    guint64 bit = G_GUINT64_CONSTANT(1) << visit->question;
    bool is_new = !(preview->asked & bit);
    bool is_multi = question->kind == QUESTION_KIND_MULTI;
    preview->asked |= bit;
    if (is_new && !is_multi) {
        show(preview, visit, "");
    }
    for (gsize i = 0; i < question->n_options; i++) {
        Visit next = *visit;
        send(&next, VISIT_EVENT_OPTION, (int)i);
        if (is_multi && next.pending != 0) {
            send(&next, VISIT_EVENT_OPTION, (int)i + 1);
            if (is_new) {
                show(preview, &next, "");
                is_new = false;
            }
            send(&next, VISIT_EVENT_NEXT, 0);
        }
        if (memcmp(&next.answers, &visit->answers, sizeof next.answers) != 0) {
            ask(preview, &next);
        }
        if (is_multi) {
            return;
        }
    }
}

static void show_overlays(Preview *preview, const Visit *visit)
{
    static const VisitEventKind overlays[] = {VISIT_EVENT_STOP, VISIT_EVENT_STAFF};
    for (gsize i = 0; i < G_N_ELEMENTS(overlays); i++) {
        Visit over = *visit;
        send(&over, overlays[i], 0);
        show(preview, &over, "");
    }
    Visit other = *visit;
    send(&other, VISIT_EVENT_OTHER_LANGUAGE, 0);
    show(preview, &other, "-change");
    Visit idle = *visit;
    const VisitEvent late = {VISIT_EVENT_TIME, 0, PREVIEW_MINUTE_MS + 1};
    visit_step(&idle, &late);
    show(preview, &idle, "");
    Visit closed = *visit;
    send(&closed, VISIT_EVENT_CLOSE, 0);
    show(preview, &closed, "");
}

static void show_language(Preview *preview)
{
    const VisitTimes times = {.idle_warn_ms = PREVIEW_MINUTE_MS, .idle_wipe_ms = 30000};
    Visit visit;
    preview->asked = 0;
    preview->has_doors = false;
    preview->has_provider = false;
    visit_init(&visit, preview->content, &times);
    show(preview, &visit, "");
    send(&visit, VISIT_EVENT_LANGUAGE, preview->language);
    show(preview, &visit, "");
    send(&visit, VISIT_EVENT_START, 0);
    show_overlays(preview, &visit);
    ask(preview, &visit);
}

static bool is_wanted(const char *languages, const char *code)
{
    if (!languages) {
        return true;
    }
    g_auto(GStrv) list = g_strsplit(languages, ",", -1);
    return g_strv_contains((const char *const *)list, code);
}

static void show_all(Preview *preview, const char *languages)
{
    gsize n;
    content_languages(preview->content, &n);
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
            show_language(preview);
        }
    }
}

static const char page_head[] =
    "<!doctype html><meta charset=\"utf-8\"><title>Wegwijs: screens</title>\n"
    "<style>body{font:16px "
    "sans-serif;margin:2em;background:#eee}figure{display:inline-block;margin:8px;"
    "vertical-align:top}img{max-width:420px;max-height:420px;border:1px solid #999;display:block}"
    "figcaption{font-size:12px;max-width:420px}</style>\n<h1>Wegwijs: every screen</h1>\n";

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
    bool is_fine = preview.qr != NULL;
    if (is_fine) {
        show_all(&preview, languages);
        is_fine = write_page(&preview, error);
        cairo_surface_destroy(preview.qr);
    }
    g_string_free(preview.html, TRUE);
    return is_fine;
}
