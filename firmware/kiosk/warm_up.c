// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/warm_up.h"

#include "kiosk/layout.h"

#include "slip/slip.h"

struct WarmUp {
    const Content *content;
    TextSetter *setter;
    ThemeScale scale;
    int paper_width_dots;
    GPtrArray *icons; /* ids, borrowed from content */
    guint next;       /* icon and size that come next */
    guint source;
};

enum { SIZES = LAYOUT_PICTOGRAM_COUNT + 1 }; /* the last one is paper's */

static void collect(WarmUp *warm_up)
{
    static const char *const of_screens[] = {"ui_noname", "ui_skip", "ui_wipe", "ui_count"};
    gsize n_questions;
    gsize n_doors;
    const Question *questions = content_questions(warm_up->content, &n_questions);
    const Door *doors = content_doors(warm_up->content, &n_doors);
    for (gsize i = 0; i < n_questions; i++) {
        for (gsize o = 0; o < questions[i].n_options; o++) {
            g_ptr_array_add(warm_up->icons, (gpointer)questions[i].options[o].icon);
        }
    }
    for (gsize i = 0; i < n_doors; i++) {
        g_ptr_array_add(warm_up->icons, (gpointer)doors[i].icon);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(of_screens); i++) {
        g_ptr_array_add(warm_up->icons, (gpointer)of_screens[i]);
    }
}

static void draw(const WarmUp *warm_up, const char *emoji, int size)
{
    bool is_paper = size == LAYOUT_PICTOGRAM_COUNT;
    const TextStyle style = {
        .cap_px = is_paper ? slip_pictogram_dots(warm_up->paper_width_dots)
                           : layout_pictogram_px(&warm_up->scale, (LayoutPictogram)size),
        .is_emoji = true,
        .is_mono_paper = is_paper,
    };
    (void)text_set(warm_up->setter, &style, emoji, 0);
}

/* One picture each time, below a millisecond: a touch never waits for it. */
static gboolean draw_next(gpointer user_data)
{
    WarmUp *warm_up = user_data;
    if (warm_up->next >= warm_up->icons->len * SIZES) {
        warm_up->source = 0;
        return G_SOURCE_REMOVE;
    }
    const char *icon = g_ptr_array_index(warm_up->icons, warm_up->next / SIZES);
    const char *emoji = icon ? content_pictogram(warm_up->content, icon) : NULL;
    if (emoji) {
        draw(warm_up, emoji, (int)(warm_up->next % SIZES));
    }
    warm_up->next++;
    return G_SOURCE_CONTINUE;
}

WarmUp *warm_up_start(const Content *content, TextSetter *setter, const ThemeScale *scale,
                      int paper_width_dots)
{
    WarmUp *warm_up = g_new0(WarmUp, 1);
    warm_up->content = content;
    warm_up->setter = setter;
    warm_up->scale = *scale;
    warm_up->paper_width_dots = paper_width_dots;
    warm_up->icons = g_ptr_array_new();
    collect(warm_up);
    warm_up->source = g_idle_add_full(G_PRIORITY_LOW, draw_next, warm_up, NULL);
    return warm_up;
}

void warm_up_stop(WarmUp *warm_up)
{
    if (!warm_up) {
        return;
    }
    g_clear_handle_id(&warm_up->source, g_source_remove);
    g_ptr_array_unref(warm_up->icons);
    g_free(warm_up);
}
