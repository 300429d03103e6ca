// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/screens.h"

static const LayoutGrid others = {
    .columns_landscape = {1}, .columns_portrait = {1}, .max_row_mm = 28};

static const double line_sign_mm = 8;

typedef struct {
    Layout *layout;
    Rect at; /* what is left of the card's inside */
} Card;

/* The door on the card. */
typedef struct {
    const TriagedDoor *triaged;
    const Door *door;
    const Place *place;
    const char *over; /* above the title, or NULL */
    const char *title, *where;
    const char *emoji; /* beside the title, or NULL */
    ThemeType type;    /* of the title */
} Shown;

/* With the space below it. */
static int measure_line(const Layout *layout, const char *text, bool is_strong, int width)
{
    int side = theme_mm_px(&layout->scale, line_sign_mm);
    int gap = layout_space(layout, THEME_SPACE_GAP);
    const LayoutText look = {THEME_TYPE_HINT, is_strong ? 600 : 400, THEME_COLOUR_INK,
                             TEXT_ALIGN_START};
    return text_extents(layout_set(layout, &look, text, width - side - gap))->height + gap / 2;
}

static void add_line(Card *card, Sign sign, const char *text, bool is_strong)
{
    Layout *layout = card->layout;
    int side = theme_mm_px(&layout->scale, line_sign_mm);
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

static LayoutText look_of_over(void)
{
    return (LayoutText){THEME_TYPE_HINT, 400, THEME_COLOUR_ACCENT, TEXT_ALIGN_START};
}

static LayoutText look_of_title(ThemeType type)
{
    return (LayoutText){type, 600, THEME_COLOUR_INK, TEXT_ALIGN_START};
}

/* Beside the heading, as the door's tile has it. */
static const char *find_emoji(const Layout *layout, const Door *door)
{
    return door->is_quiet ? NULL : content_pictogram(layout->facts->content, door->icon);
}

/* Width of the title beside its pictogram. */
static int title_width(const Layout *layout, const Shown *shown, int width)
{
    int side = layout_space(layout, THEME_SPACE_PICTOGRAM);
    return width - (shown->emoji ? side + layout_space(layout, THEME_SPACE_GAP) : 0);
}

static int measure_heading(const Layout *layout, const Shown *shown, int width)
{
    int side = shown->emoji ? layout_space(layout, THEME_SPACE_PICTOGRAM) : 0;
    const LayoutText over = look_of_over();
    const LayoutText title = look_of_title(shown->type);
    width = title_width(layout, shown, width);
    int height = text_extents(layout_set(layout, &title, shown->title, width))->height;
    if (shown->over) {
        height += text_extents(layout_set(layout, &over, shown->over, width))->height;
    }
    return MAX(height, side) + layout_space(layout, THEME_SPACE_GAP) / 2;
}

/* Height of what a card in this width must say: which door, where, and whom to call when it cannot
 * wait. */
static int measure_card(const Layout *layout, const Shown *shown, int width)
{
    int inner = width - 2 * layout_space(layout, THEME_SPACE_PAD);
    int sos = shown->door->is_urgent
                  ? measure_line(layout, layout_string(layout, "ui.sos"), true, inner)
                  : 0;
    return 2 * layout_space(layout, THEME_SPACE_PAD) + measure_heading(layout, shown, inner) +
           measure_line(layout, shown->where, true, inner) + sos;
}

static bool fits_card(const Layout *layout, const Shown *shown, Rect rect)
{
    int inner = rect.w - 2 * layout_space(layout, THEME_SPACE_PAD);
    const LayoutText title = look_of_title(shown->type);
    const TextLayout *set =
        layout_set(layout, &title, shown->title, title_width(layout, shown, inner));
    return measure_card(layout, shown, rect.w) <= rect.h && !text_extents(set)->is_overlong;
}

/* Where the card would leave out something needed: a smaller title, then no picture beside it, then
 * no words above it. */
static Shown make_fit(Layout *layout, const Shown *shown, Rect rect)
{
    Shown fitting = *shown;
    if (!fits_card(layout, &fitting, rect)) {
        fitting.type = THEME_TYPE_HINT;
    }
    if (!fits_card(layout, &fitting, rect)) {
        fitting.emoji = NULL;
    }
    if (!fits_card(layout, &fitting, rect)) {
        fitting.over = NULL;
    }
    layout->is_overfull = layout->is_overfull || !fits_card(layout, &fitting, rect);
    return fitting;
}

static void add_heading(Card *card, const Shown *shown)
{
    Layout *layout = card->layout;
    int side = layout_space(layout, THEME_SPACE_PICTOGRAM);
    Rect text = card->at;
    text.w = title_width(layout, shown, card->at.w);
    text.x += card->at.w - text.w;
    if (shown->emoji) {
        Rect rect = {card->at.x, card->at.y, side, side};
        Widget *picture =
            scene_add(layout->scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_EMOJI, rect);
        picture->pictogram = layout_emoji(layout, shown->emoji, side);
    }
    const LayoutText small = look_of_over();
    const LayoutText big = look_of_title(shown->type);
    int height = measure_heading(layout, shown, card->at.w);
    if (shown->over) {
        text.y += layout_add_text(layout, NULL, &small, shown->over, text);
    }
    layout_add_text(layout, "card.title", &big, shown->title, text);
    card->at.y += height;
    card->at.h -= height;
}

static Shown find_shown(const Layout *layout)
{
    const Visit *visit = layout->facts->visit;
    const Content *content = layout->facts->content;
    gsize n;
    Shown shown = {.triaged = &visit->result.doors[visit->door_shown]};
    shown.door = &content_doors(content, &n)[shown.triaged->door];
    shown.place = triage_place(content, &visit->answers, shown.triaged->door);
    shown.over =
        layout_string(layout, visit->door_shown == 0 ? "ui.result.first" : "ui.result.also");
    shown.title = layout_string(layout, shown.door->title);
    shown.where = say_where(layout, shown.door, shown.place);
    shown.emoji = find_emoji(layout, shown.door);
    shown.type = THEME_TYPE_ANSWER;
    return shown;
}

/* What matters most comes first; lines that find no room are on the slip. */
static void add_card(Layout *layout, const Shown *wanted, Rect rect)
{
    const Shown fitting = make_fit(layout, wanted, rect);
    const Shown *shown = &fitting;
    const Door *door = shown->door;
    int pad = layout_space(layout, THEME_SPACE_PAD);
    g_autofree char *id = g_strdup_printf("door.%s", door->id);
    Widget *panel = scene_add(layout->scene, id, WIDGET_ROLE_PICTURE, WIDGET_LOOK_CARD, rect);
    widget_set_label(panel, shown->title);
    Card card = {layout, {rect.x + pad, rect.y + pad, rect.w - 2 * pad, rect.h - 2 * pad}};
    add_heading(&card, shown);
    if (door->is_urgent) {
        add_line(&card, SIGN_STAFF, layout_string(layout, "ui.sos"), true);
    }
    add_line(&card, SIGN_PLACE, shown->where, true);
    if (shown->place && shown->place->address) {
        add_line(&card, SIGN_NONE, shown->place->address, false);
    }
    g_autofree char *bring = join_bring(layout, door);
    if (bring[0]) {
        add_line(&card, SIGN_BRING, bring, false);
    }
    add_line(&card, SIGN_CHECK, layout_string(layout, door->next), false);
    for (gsize i = 0; shown->triaged->notes[i]; i++) {
        add_line(&card, SIGN_NEXT, layout_string(layout, shown->triaged->notes[i]), false);
    }
    add_line(&card, SIGN_STAFF, layout_string(layout, "ui.result.wrong"), false);
}

/* The doors that are not on the card; touching one changes places with it. */
static gsize make_others(const Layout *layout, LayoutCell *cells)
{
    const Visit *visit = layout->facts->visit;
    const Content *content = layout->facts->content;
    gsize n_doors;
    const Door *doors = content_doors(content, &n_doors);
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
            .emoji = find_emoji(layout, door),
            .language = layout->language_index,
            .type = THEME_TYPE_HINT,
        };
        g_snprintf(cell->id, sizeof cell->id, "door.%s", door->id);
    }
    return n;
}

/* Any one of them, and below it the key to the next page when there are more. */
static int measure_least_list(const Layout *layout, const LayoutTiles *tiles)
{
    int highest = 0;
    for (gsize i = 0; i < tiles->n; i++) {
        highest = MAX(highest, layout_measure_cell(layout, &tiles->cells[i], tiles->area.w));
    }
    int more = layout_space(layout, THEME_SPACE_TARGET) + layout_space(layout, THEME_SPACE_GAP);
    return highest + (tiles->n > 1 ? more : 0);
}

/* Card and list above each other: the card takes half at least, more where its words need that or
 * the list leaves it. */
static void divide_portrait(const Layout *layout, const Shown *shown, LayoutTiles *tiles,
                            Rect *card)
{
    int gap = layout_space(layout, THEME_SPACE_GAP);
    int rest = card->h;
    if (tiles->n == 0) {
        return;
    }
    int wanted = (int)tiles->n * (layout_space(layout, THEME_SPACE_TARGET) + gap);
    int least = measure_least_list(layout, tiles);
    card->h = MAX((rest - gap) / 2, rest - wanted);
    card->h = MAX(card->h, measure_card(layout, shown, card->w));
    card->h = MIN(card->h, rest - gap - least);
    tiles->area.y = card->y + card->h + gap;
    tiles->area.h = rest - card->h - gap;
}

/* All doors as a list, the one that is looked at as a card; one button: print. In landscape the
 * card has the whole height and list and button stand at its end side; in portrait they follow
 * below. */
void screen_doors(Layout *layout)
{
    layout_frame(layout, layout_string(layout, "ui.result.title"), 0, 0);
    const LayoutButton print = {"print", layout_string(layout, "ui.btn.print"), WIDGET_LOOK_PRIMARY,
                                SIGN_PRINT};
    const Shown shown = find_shown(layout);
    int gap = layout_space(layout, THEME_SPACE_GAP);
    Rect card = layout->body;
    Rect at = layout->body;
    if (layout->is_landscape) {
        card.w = (layout->body.w - gap) / 2;
        at.x += card.w + gap;
        at.w -= card.w + gap;
    }
    at.h = layout_measure_button(layout, &print, at.w);
    at.y += layout->body.h - at.h;
    LayoutCell cells[LAYOUT_MAX_CELLS];
    LayoutTiles tiles = {cells, make_others(layout, cells), at};
    tiles.area.y = layout->body.y;
    tiles.area.h = at.y - gap - layout->body.y;
    if (!layout->is_landscape) {
        card.h = tiles.area.h;
        divide_portrait(layout, &shown, &tiles, &card);
    }
    add_card(layout, &shown, card);
    layout_add_grid(layout, &others, &tiles);
    layout_add_button(layout, &print, at);
}
