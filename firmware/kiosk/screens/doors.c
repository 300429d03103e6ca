// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/screens.h"

static const LayoutGrid others = {
    .columns_landscape = {1}, .columns_portrait = {1}, .max_row_mm = 28};

typedef struct {
    Layout *layout;
    Rect at; /* what is left of the card's inside */
} Card;

static void add_line(Card *card, Sign sign, const char *text, bool is_strong)
{
    Layout *layout = card->layout;
    int side = theme_mm_px(&layout->scale, 8);
    int gap = layout_space(layout, THEME_SPACE_GAP);
    const LayoutText look = {THEME_TYPE_HINT, is_strong ? 600 : 400, THEME_COLOUR_INK,
                             TEXT_ALIGN_START};
    Rect at = {card->at.x + side + gap, card->at.y, card->at.w - side - gap, 0};
    const TextExtents *extents = text_extents(layout_set(layout, &look, text, at.w));
    if (extents->height > card->at.h) {
        return;
    }
    layout_add_text(layout, NULL, &look, text, at);
    if (sign != SIGN_NONE) {
        int line = extents->height / MAX(1, extents->n_lines);
        Rect rect = {card->at.x, card->at.y + (line - side) / 2, side, side};
        Widget *picture =
            scene_add(layout->scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_SIGN, rect);
        picture->sign = sign;
        picture->ink = THEME_COLOUR_ACCENT;
    }
    card->at.y += extents->height + gap / 2;
    card->at.h -= extents->height + gap / 2;
}

static char *join_bring(const Layout *layout, const Door *door)
{
    GString *text = g_string_new(NULL);
    for (gsize i = 0; door->bring && door->bring[i]; i++) {
        g_string_append_printf(text, "%s%s", i > 0 ? "\n" : "",
                               layout_string(layout, door->bring[i]));
    }
    return g_string_free(text, FALSE);
}

/* The place in the site's own words before the door's general ones. */
static const char *say_where(const Layout *layout, const Door *door, const Place *place)
{
    return place && place->where ? place->where : layout_string(layout, door->where);
}

static void add_heading(Card *card, const Door *door, const char *over)
{
    Layout *layout = card->layout;
    int side = layout_space(layout, THEME_SPACE_PICTOGRAM);
    int gap = layout_space(layout, THEME_SPACE_GAP);
    const char *emoji = content_pictogram(layout->facts->content, door->icon);
    Rect text = card->at;
    if (emoji && !door->is_quiet) {
        Rect rect = {card->at.x, card->at.y, side, side};
        Widget *picture =
            scene_add(layout->scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_EMOJI, rect);
        picture->pictogram = layout_emoji(layout, emoji, side);
        text.x += side + gap;
        text.w -= side + gap;
    }
    const LayoutText small = {THEME_TYPE_HINT, 400, THEME_COLOUR_ACCENT, TEXT_ALIGN_START};
    int height = layout_add_text(layout, NULL, &small, over, text);
    text.y += height;
    const LayoutText big = {THEME_TYPE_ANSWER, 600, THEME_COLOUR_INK, TEXT_ALIGN_START};
    const char *title = layout_string(layout, door->title);
    height += layout_add_text(layout, "card.title", &big, title, text);
    layout->is_overfull = layout->is_overfull || height > card->at.h ||
                          text_extents(layout_set(layout, &big, title, text.w))->is_overlong;
    height = MAX(height, side) + gap / 2;
    card->at.y += height;
    card->at.h -= height;
}

static void add_card(Layout *layout, Rect rect)
{
    const Visit *visit = layout->facts->visit;
    const Content *content = layout->facts->content;
    gsize n;
    const TriagedDoor *triaged = &visit->result.doors[visit->door_shown];
    const Door *door = &content_doors(content, &n)[triaged->door];
    const Place *place = triage_place(content, &visit->answers, triaged->door);
    int pad = layout_space(layout, THEME_SPACE_PAD);
    g_autofree char *id = g_strdup_printf("door.%s", door->id);
    Widget *panel = scene_add(layout->scene, id, WIDGET_ROLE_PICTURE, WIDGET_LOOK_CARD, rect);
    widget_set_label(panel, layout_string(layout, door->title));
    Card card = {layout, {rect.x + pad, rect.y + pad, rect.w - 2 * pad, rect.h - 2 * pad}};
    add_heading(
        &card, door,
        layout_string(layout, visit->door_shown == 0 ? "ui.result.first" : "ui.result.also"));
    add_line(&card, SIGN_PLACE, say_where(layout, door, place), true);
    if (place && place->address) {
        add_line(&card, SIGN_NONE, place->address, false);
    }
    if (door->is_urgent) {
        add_line(&card, SIGN_STAFF, layout_string(layout, "ui.sos"), true);
    }
    g_autofree char *bring = join_bring(layout, door);
    if (bring[0]) {
        add_line(&card, SIGN_BRING, bring, false);
    }
    add_line(&card, SIGN_CHECK, layout_string(layout, door->next), false);
    for (gsize i = 0; triaged->notes[i]; i++) {
        add_line(&card, SIGN_NEXT, layout_string(layout, triaged->notes[i]), false);
    }
    add_line(&card, SIGN_STAFF, layout_string(layout, "ui.result.wrong"), false);
}

/* The doors that are not on the card; touching one changes places with it. Returns the pages of the
 * list. */
static void add_others(Layout *layout, Rect area)
{
    const Visit *visit = layout->facts->visit;
    const Content *content = layout->facts->content;
    gsize n_doors;
    const Door *doors = content_doors(content, &n_doors);
    LayoutCell cells[LAYOUT_MAX_CELLS];
    gsize n = 0;
    for (gsize i = 0; i < visit->result.n_doors && n < LAYOUT_MAX_CELLS; i++) {
        const Door *door = &doors[visit->result.doors[i].door];
        if ((int)i == visit->door_shown) {
            continue;
        }
        LayoutCell *cell = &cells[n++];
        *cell = (LayoutCell){
            .look = WIDGET_LOOK_QUIET,
            .role = WIDGET_ROLE_BUTTON,
            .text = layout_string(layout, door->title),
            .emoji = door->is_quiet ? NULL : content_pictogram(content, door->icon),
            .language = layout->language_index,
            .type = THEME_TYPE_HINT,
        };
        g_snprintf(cell->id, sizeof cell->id, "door.%s", door->id);
    }
    layout_add_grid(layout, &others, &(LayoutTiles){cells, n, area});
}

/* In landscape the card has the whole height and the list and the one button stand at its end side;
 * in portrait they follow below. */
static void divide(Layout *layout, Rect *card, Rect *list, Rect *button)
{
    int gap = layout_space(layout, THEME_SPACE_GAP);
    Rect whole = layout->body;
    *card = whole;
    *list = whole;
    *button = whole;
    button->h = layout_space(layout, THEME_SPACE_TARGET);
    button->y = whole.y + whole.h - button->h;
    if (layout->is_landscape) {
        card->w = (whole.w - gap) / 2;
        list->x = card->x + card->w + gap;
        list->w = whole.w - card->w - gap;
        button->x = list->x;
        button->w = list->w;
        list->h = button->y - gap - list->y;
        return;
    }
    int rest = button->y - gap - whole.y;
    int n_others = (int)layout->facts->visit->result.n_doors - 1;
    int wanted = n_others * (layout_space(layout, THEME_SPACE_TARGET) + gap);
    card->h = MAX((rest - gap) / 2, rest - wanted);
    list->y = card->y + card->h + gap;
    list->h = rest - card->h - gap;
}

/* All doors as a list, the one that is looked at as a card; one button: print. */
void screen_doors(Layout *layout)
{
    layout_frame(layout, layout_string(layout, "ui.result.title"), 0, 0);
    Rect card;
    Rect list;
    Rect at;
    divide(layout, &card, &list, &at);
    const LayoutButton print = {"print", layout_string(layout, "ui.btn.print"), WIDGET_LOOK_PRIMARY,
                                SIGN_PRINT};
    add_card(layout, card);
    add_others(layout, list);
    layout_add_button(layout, &print, at);
}
