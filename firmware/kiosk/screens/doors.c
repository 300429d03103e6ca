// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/screens.h"

#include "slip/slip_hours.h"

static const LayoutGrid others = {
    .columns_landscape = {1}, .columns_portrait = {1}, .max_row_mm = 28};
static const LayoutGrid low_others = {
    .columns_landscape = {2, 1}, .columns_portrait = {1}, .max_row_mm = 28};
/* In portrait its key to the next page stands beside the button. */
static const LayoutGrid others_portrait = {.columns_landscape = {1},
                                           .columns_portrait = {1},
                                           .max_row_mm = 28,
                                           .has_more_elsewhere = true};

static const double line_sign_mm = 8;
static const double dense_sign_mm = 5;
static const double tight_gap_mm = 3; /* least gap between targets (norms) */

typedef struct {
    Layout *layout;
    Rect at; /* what is left of the card's inside */
    int sign_side, indent, line_gap;
} Card;

/* The door on the card. */
typedef struct {
    const TriagedDoor *triaged;
    const Door *door;
    const Place *place;
    const char *over; /* above the title, or NULL */
    const char *title, *where;
    const char *address; /* when it is not the kiosk's own, else NULL */
    const char *when;
    const char *emoji; /* beside the title, or NULL */
    ThemeType type;    /* of the title */
    bool is_dense;     /* smaller signs, less room around words */
} Shown;

/* Without its sign and the space below it. */
static int measure_line(const Layout *layout, const char *text, bool is_strong, int width)
{
    const LayoutText look = {THEME_TYPE_HINT, is_strong ? 600 : 400, THEME_COLOUR_INK,
                             TEXT_ALIGN_START};
    return text_extents(layout_set(layout, &look, text, width))->height;
}

static void add_line(Card *card, Sign sign, const char *text, bool is_strong)
{
    Layout *layout = card->layout;
    int side = card->sign_side;
    const LayoutText look = {THEME_TYPE_HINT, is_strong ? 600 : 400, THEME_COLOUR_INK,
                             TEXT_ALIGN_START};
    Rect at = {card->at.x + card->indent, card->at.y, card->at.w - card->indent, 0};
    const TextExtents *extents = text_extents(layout_set(layout, &look, text, at.w));
    if (extents->height > card->at.h) {
        return;
    }
    layout_add_text(layout, NULL, &look, text, at);
    if (sign != SIGN_NONE) {
        int line = extents->height / MAX(1, extents->n_lines);
        side = MIN(side, line);
        Rect rect = {card->at.x, card->at.y + (line - side) / 2, side, side};
        Widget *picture =
            scene_add(layout->scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_SIGN, rect);
        picture->sign = sign;
        picture->ink = THEME_COLOUR_ACCENT;
    }
    card->at.y += extents->height + card->line_gap;
    card->at.h -= extents->height + card->line_gap;
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

static int find_line_gap(const Layout *layout, const Shown *shown)
{
    return layout_space(layout, THEME_SPACE_GAP) / (shown->is_dense ? 8 : 2);
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
    return MAX(height, side) + find_line_gap(layout, shown);
}

static int find_sign_side(const Layout *layout, const Shown *shown)
{
    return theme_mm_px(&layout->scale, shown->is_dense ? dense_sign_mm : line_sign_mm);
}

/* Of the words beside a line's sign. */
static int find_indent(const Layout *layout, const Shown *shown)
{
    int gap = layout_space(layout, THEME_SPACE_GAP) / (shown->is_dense ? 2 : 1);
    return find_sign_side(layout, shown) + gap;
}

static int find_pad(const Layout *layout, const Shown *shown)
{
    return layout_space(layout, THEME_SPACE_PAD) / (shown->is_dense ? 2 : 1);
}

/* Height of what a card in this width must say: which door, where and when, and whom to call when
 * it cannot wait. */
static int measure_card(const Layout *layout, const Shown *shown, int width)
{
    int inner = width - 2 * find_pad(layout, shown);
    int line_gap = find_line_gap(layout, shown);
    int words = inner - find_indent(layout, shown);
    int height = 2 * find_pad(layout, shown) + measure_heading(layout, shown, inner) +
                 measure_line(layout, shown->where, true, words) + line_gap +
                 measure_line(layout, shown->when, false, words);
    if (shown->address) {
        height += measure_line(layout, shown->address, false, words) + line_gap;
    }
    if (shown->door->is_urgent) {
        height += measure_line(layout, layout_string(layout, "ui.sos"), true, words) + line_gap;
    }
    return height;
}

static bool fits_card(const Layout *layout, const Shown *shown, Rect rect)
{
    int inner = rect.w - 2 * find_pad(layout, shown);
    const LayoutText title = look_of_title(shown->type);
    const TextLayout *set =
        layout_set(layout, &title, shown->title, title_width(layout, shown, inner));
    return measure_card(layout, shown, rect.w) <= rect.h && !text_extents(set)->is_overlong;
}

/* Where the card would leave out something needed: a smaller title, then lines closer together, no
 * picture beside the title and no words above it. */
static Shown make_fit(Layout *layout, const Shown *shown, Rect rect)
{
    Shown fitting = *shown;
    if (!fits_card(layout, &fitting, rect)) {
        fitting.type = THEME_TYPE_HINT;
    }
    fitting.is_dense = !fits_card(layout, &fitting, rect);
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

/* The kiosk's own address is where the visitor stands: it need not be said. */
static const char *find_address(const Layout *layout, const Place *place)
{
    const char *address = place ? place->address : NULL;
    const char *here = content_site(layout->facts->content)->address;
    return g_strcmp0(address, here) != 0 ? address : NULL;
}

static char *say_when(const Layout *layout, const TriagedDoor *triaged)
{
    const ScreenFacts *facts = layout->facts;
    const SlipMoment moment = {facts->presence, facts->local_unix_s, facts->is_clock_trusted};
    return slip_hours_door(facts->content, layout->language_index, triaged->door, &moment);
}

/* Its `when` is the caller's to add. */
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
    shown.address = find_address(layout, shown.place);
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
    int pad = find_pad(layout, shown);
    g_autofree char *id = g_strdup_printf("door.%s", door->id);
    Widget *panel = scene_add(layout->scene, id, WIDGET_ROLE_PICTURE, WIDGET_LOOK_CARD, rect);
    widget_set_label(panel, shown->title);
    Card card = {
        .layout = layout,
        .at = {rect.x + pad, rect.y + pad, rect.w - 2 * pad, rect.h - 2 * pad},
        .sign_side = find_sign_side(layout, shown),
        .indent = find_indent(layout, shown),
        .line_gap = find_line_gap(layout, shown),
    };
    add_heading(&card, shown);
    if (door->is_urgent) {
        add_line(&card, SIGN_STAFF, layout_string(layout, "ui.sos"), true);
    }
    add_line(&card, SIGN_PLACE, shown->where, true);
    if (shown->address) {
        add_line(&card, SIGN_NONE, shown->address, false);
    }
    add_line(&card, SIGN_TIME, shown->when, false);
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

/* The doors that are not on the card; touching one changes places with it. A quiet one, whose
 * picture would tell from afar what it is about, has as many dots as its place. */
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
            .sign = find_emoji(layout, door) ? SIGN_NONE : sign_of_dots((int)i + 1),
            .language = layout->language_index,
            .type = THEME_TYPE_HINT,
        };
        g_snprintf(cell->id, sizeof cell->id, "door.%s", door->id);
    }
    return n;
}

/* Any one of them. */
static int measure_one(const Layout *layout, const LayoutTiles *tiles)
{
    int highest = 0;
    for (gsize i = 0; i < tiles->n; i++) {
        highest = MAX(highest, layout_measure_cell(layout, &tiles->cells[i], tiles->area.w));
    }
    return highest;
}

/* Between card, list and button. */
static int find_gap(const Layout *layout)
{
    return layout->is_tight ? theme_mm_px(&layout->scale, tight_gap_mm)
                            : layout_space(layout, THEME_SPACE_GAP);
}

/* Card and list above each other: the card takes half at least, more where its words need that or
 * the list leaves it. */
static void divide_portrait(const Layout *layout, const Shown *shown, LayoutTiles *tiles,
                            Rect *card)
{
    int gap = find_gap(layout);
    int rest = card->h;
    if (tiles->n == 0) {
        return;
    }
    int wanted = (int)tiles->n * (layout_space(layout, THEME_SPACE_TARGET) + gap);
    int least = measure_one(layout, tiles);
    card->h = MAX((rest - gap) / 2, rest - wanted);
    card->h = MAX(card->h, measure_card(layout, shown, card->w));
    card->h = MIN(card->h, rest - gap - least);
    tiles->area.y = card->y + card->h + gap;
    tiles->area.h = rest - card->h - gap;
}

/* What stands beside or below the card. */
typedef struct {
    LayoutTiles tiles;
    LayoutButton print;
    Rect button;
} Beside;

enum { PAGES_GUESSED = 8 }; /* as wide as any number of pages */

/* List and button in a column so wide at the end side, the button at the bottom. */
static void place_column(const Layout *layout, Beside *beside, int width)
{
    int gap = find_gap(layout);
    Rect at = layout->body;
    at.x += at.w - width;
    at.w = width;
    beside->tiles.area = at;
    /* in portrait the key to the next page may stand beside it */
    if (layout->is_landscape || beside->tiles.n < 2) {
        at.h = layout_measure_button(layout, &beside->print, width);
    } else {
        char label[64];
        const LayoutCell more = layout_more_cell(layout, PAGES_GUESSED, label);
        at.h = MAX(layout_measure_button(layout, &beside->print, (width - gap) * 3 / 5),
                   layout_measure_cell(layout, &more, (width - gap) * 2 / 5));
    }
    at.y += layout->body.h - at.h;
    beside->button = at;
    beside->tiles.area.h = at.y - gap - layout->body.y;
}

/* Any one door and, when there are more, the key to them. */
static bool fits_column(const Layout *layout, const Beside *beside)
{
    const LayoutTiles *tiles = &beside->tiles;
    int more = layout_space(layout, THEME_SPACE_TARGET) + layout_space(layout, THEME_SPACE_GAP);
    int least = measure_one(layout, tiles) + (tiles->n > 1 ? more : 0);
    return tiles->n == 0 || (layout_fits_column(layout, tiles) && least <= tiles->area.h);
}

/* Card beside the list: half of the width, more where its words need that and the list's leave it.
 */
static void divide_landscape(const Layout *layout, const Shown *shown, Beside *beside, Rect *card)
{
    enum { LEAST_PERCENT = 50, MOST_PERCENT = 62, STEP_PERCENT = 3 };
    int whole = layout->body.w - layout_space(layout, THEME_SPACE_GAP);
    card->w = whole * LEAST_PERCENT / 100;
    place_column(layout, beside, whole - card->w);
    for (int percent = LEAST_PERCENT; percent <= MOST_PERCENT; percent += STEP_PERCENT) {
        Rect wider = *card;
        Beside narrower = *beside;
        wider.w = whole * percent / 100;
        place_column(layout, &narrower, whole - wider.w);
        if (fits_card(layout, shown, *card) || !fits_column(layout, &narrower)) {
            return;
        }
        *card = wider;
        *beside = narrower;
    }
}

/* The list, and what it needs to page; the button is as wide as that leaves it. */
static void add_beside(Layout *layout, Beside *beside)
{
    const LayoutGrid *grid = layout->is_landscape ? &others : &others_portrait;
    int pages = layout_add_grid(layout, grid, &beside->tiles);
    if (pages > 1 && grid->has_more_elsewhere) {
        char label[64];
        LayoutCell more = layout_more_cell(layout, pages, label);
        Rect at = beside->button;
        int gap = layout_space(layout, THEME_SPACE_GAP);
        at.w = (at.w - gap) * 2 / 5;
        layout_add_cell(layout, &more, at);
        beside->button.x += at.w + gap;
        beside->button.w -= at.w + gap;
    }
    layout_add_button(layout, &beside->print, beside->button);
}

/* The card in the upper half, everything that can be touched in the lower. */
static void add_low(Layout *layout, const Shown *shown, Beside *beside)
{
    Rect card = layout->body;
    layout_keep_low(layout);
    card.h = layout->body.y - find_gap(layout) - card.y;
    add_card(layout, shown, card);
    LayoutKeys keys = layout_cut_keys(layout, &beside->print);
    LayoutGrid grid = low_others;
    grid.has_more_elsewhere = keys.more.h > 0;
    beside->tiles.area = layout->body;
    int pages = layout_add_grid(layout, &grid, &beside->tiles);
    layout_add_more(layout, pages, keys.more);
    layout_add_button(layout, &beside->print, keys.primary);
}

/* All doors as a list, the one that is looked at as a card; one button: print. In landscape the
 * card has the whole height and list and button stand at its end side; in portrait they follow
 * below. */
void screen_doors(Layout *layout)
{
    /* where the card has the upper half only, its heading is title enough */
    bool is_reach = layout->facts->visit->is_reach;
    bool has_title = !is_reach || !layout->is_tight;
    layout_frame(layout, has_title ? layout_string(layout, "ui.result.title") : NULL, 0, 0);
    Shown shown = find_shown(layout);
    g_autofree char *when = say_when(layout, shown.triaged);
    shown.when = when;
    LayoutCell cells[LAYOUT_MAX_CELLS];
    Rect card = layout->body;
    Beside beside = {
        .tiles = {cells, make_others(layout, cells), {0}},
        .print = {"print", layout_string(layout, "ui.btn.print"), WIDGET_LOOK_PRIMARY, SIGN_PRINT},
    };
    if (is_reach) {
        add_low(layout, &shown, &beside);
        return;
    }
    if (layout->is_landscape) {
        divide_landscape(layout, &shown, &beside, &card);
    } else {
        place_column(layout, &beside, layout->body.w);
        card.h = beside.tiles.area.h;
        divide_portrait(layout, &shown, &beside.tiles, &card);
    }
    add_card(layout, &shown, card);
    add_beside(layout, &beside);
}
