// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/screens.h"

static const LayoutGrid grid = {
    .columns_landscape = {2, 1}, .columns_portrait = {1}, .max_row_mm = 34};

static LayoutCell make_cell(const Layout *layout, const char *text, WidgetLook look)
{
    return (LayoutCell){
        .look = look,
        .role = WIDGET_ROLE_CHOICE,
        .text = text,
        .language = layout->language_index,
        .type = THEME_TYPE_ANSWER,
    };
}

/* Names have no picture: each gets as many dots as its place in the list. */
void screen_provider(Layout *layout)
{
    const Visit *visit = layout->facts->visit;
    gsize n_doors;
    const Door *doors = content_doors(layout->facts->content, &n_doors);
    const Door *door = &doors[visit->result.doors[visit->provider_door].door];
    layout_frame(layout, layout_string(layout, door->title), 0, 0);
    const LayoutText look = {THEME_TYPE_HINT, 400, THEME_COLOUR_INK, TEXT_ALIGN_START};
    layout_stack_text(layout, &look, layout_string(layout, "ui.provider.text"));
    layout_keep_low(layout);
    LayoutCell cells[VISIT_MAX_PROVIDERS + 1];
    gsize n = 0;
    for (; n < visit->n_providers; n++) {
        const Provider *provider = &door->providers[visit->providers[n]];
        cells[n] = make_cell(layout, provider->name, WIDGET_LOOK_TILE);
        cells[n].sign = sign_of_dots((int)n + 1);
        g_snprintf(cells[n].id, sizeof cells[n].id, "provider.%s", provider->id);
    }
    cells[n] = make_cell(layout, layout_string(layout, "ui.provider.any"), WIDGET_LOOK_QUIET);
    cells[n].emoji = content_pictogram(layout->facts->content, "ui_any");
    g_strlcpy(cells[n].id, "provider.any", sizeof cells[n].id);
    n++;
    layout_add_grid(layout, &grid, &(LayoutTiles){cells, n, layout->body});
}
