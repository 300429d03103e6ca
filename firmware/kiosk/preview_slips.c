// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/preview_slips.h"

#include "kiosk/screen_walk.h"

#include "slip/slip.h"
#include "slip/token.h"

static const int widths_dots[] = {384, 576};

/* The first visit to come to its doors, and the first of those with the most. */
static void choose_visits(const GArray *sights, const Visit *visits[2])
{
    for (guint i = 0; i < sights->len; i++) {
        const Visit *visit = &g_array_index(sights, ScreenSight, i).visit;
        if (visit->state != VISIT_STATE_DOORS) {
            continue;
        }
        visits[0] = visits[0] ? visits[0] : visit;
        bool is_more = !visits[1] || visit->result.n_doors > visits[1]->result.n_doors;
        visits[1] = is_more ? visit : visits[1];
    }
}

static bool write_slip(const PreviewSlips *slips, const Visit *visit, int width_dots,
                       const char *name, GError **error)
{
    g_autofree char *token = g_strnfill(TOKEN_CHARS, 'W');
    g_autofree char *qr_text = g_strconcat("HTTPS://W.EXAMPLE/#", token, NULL);
    const SlipFacts facts = {
        .content = slips->content,
        .answers = &visit->answers,
        .result = &visit->result,
        .language = slips->language,
        .reference = "7K3M-9QXD-W",
        .qr_text = qr_text,
        .local_unix_s = slips->local_unix_s,
        .is_clock_trusted = true,
    };
    g_autofree char *path = g_build_filename(slips->folder, name, NULL);
    g_autoptr(Slip) slip = slip_new(&facts, slips->setter, width_dots);
    g_autoptr(Raster) raster = raster_from_slip(slip);
    g_autoptr(GBytes) png = raster_to_png(raster);
    gsize n;
    const char *data = g_bytes_get_data(png, &n);
    /* no file_save: pictures need not outlive a power cut */
    return g_file_set_contents_full(path, data, (gssize)n, G_FILE_SET_CONTENTS_NONE, 0644, error);
}

bool preview_slips_write(const PreviewSlips *slips, GString *html, GError **error)
{
    gsize n;
    const Visit *visits[2] = {NULL};
    g_autoptr(GArray) sights = screen_walk(slips->content);
    const char *code = content_languages(slips->content, &n)[slips->language].code;
    choose_visits(sights, visits);
    for (gsize i = 0; i < G_N_ELEMENTS(visits) * G_N_ELEMENTS(widths_dots); i++) {
        bool is_most = i >= G_N_ELEMENTS(widths_dots);
        int width_dots = widths_dots[i % G_N_ELEMENTS(widths_dots)];
        g_autofree char *name =
            g_strdup_printf("paper%s-%s-%d.png", is_most ? "-most" : "", code, width_dots);
        if (visits[is_most] && !write_slip(slips, visits[is_most], width_dots, name, error)) {
            return false;
        }
        g_string_append_printf(
            html,
            "<figure class=\"slip\"><img loading=\"lazy\" src=\"%s\" alt=\"\"><figcaption>%s"
            "</figcaption></figure>\n",
            name, name);
    }
    text_setter_forget(slips->setter);
    return true;
}
