// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/staff_keyboard.h"

#include <string.h>

enum { COLUMNS = 10, LETTER_ROWS = 3, ROWS = LETTER_ROWS + 1, CHAR_BYTES = 8 };

static const double edge_mm = 2;  /* beside the keys: ten of 12 mm go on the smallest panel */
static const double gap_mm = 1.2; /* between them */
static const double key_max_w_mm = 19;
static const double key_max_h_mm = 17;
static const double key_min_h_mm = 12; /* norms */
static const double pad_mm = 3;

static const char type_prefix[] = "type.";

/* --- typing ------------------------------------------------------------------------------------
 */

static bool begins_sentence(const char *text)
{
    g_autofree char *words = g_strchomp(g_strdup(text));
    gsize n = strlen(words);
    return n == 0 || (n < strlen(text) && strchr(".!?", words[n - 1]));
}

guint32 staff_keyboard_begin(const char *text)
{
    return begins_sentence(text) ? STAFF_KEYBOARD_SHIFT : 0;
}

/* Letters come back by themselves after one with an accent; digits stay until they are sent away.
 */
static void follow(const StaffTyping *typing)
{
    guint32 kept = *typing->bits & STAFF_KEYBOARD_SIGNS;
    *typing->bits = kept | staff_keyboard_begin(typing->text);
}

static void type(const StaffTyping *typing, const char *character)
{
    bool has_room = g_utf8_strlen(typing->text, -1) < typing->max_chars &&
                    strlen(typing->text) + strlen(character) < typing->size;
    if (has_room && g_utf8_strlen(character, -1) == 1) {
        g_strlcat(typing->text, character, typing->size);
        follow(typing);
    }
}

static void erase(const StaffTyping *typing)
{
    char *last = g_utf8_find_prev_char(typing->text, typing->text + strlen(typing->text));
    if (last) {
        *last = '\0';
    }
    follow(typing);
}

static void show_layer(const StaffTyping *typing, guint32 layer)
{
    bool is_shown = (*typing->bits & layer) != 0;
    guint32 shift = *typing->bits & STAFF_KEYBOARD_SHIFT;
    *typing->bits = shift | (is_shown ? 0 : layer);
}

bool staff_keyboard_take(const StaffTyping *typing, const char *key)
{
    if (g_str_has_prefix(key, type_prefix)) {
        type(typing, key + strlen(type_prefix));
    } else if (g_str_equal(key, "space")) {
        type(typing, " ");
    } else if (g_str_equal(key, "erase")) {
        erase(typing);
    } else if (g_str_equal(key, "clear")) {
        typing->text[0] = '\0';
        follow(typing);
    } else if (g_str_equal(key, "shift")) {
        *typing->bits ^= STAFF_KEYBOARD_SHIFT;
    } else if (g_str_equal(key, "accents")) {
        show_layer(typing, STAFF_KEYBOARD_ACCENTS);
    } else if (g_str_equal(key, "signs")) {
        show_layer(typing, STAFF_KEYBOARD_SIGNS);
    } else {
        return false;
    }
    return true;
}

/* --- keys --------------------------------------------------------------------------------------
 */

/* One character a column; the third row stands between shift and erase. */
static const char *const letters[LETTER_ROWS] = {"qwertyuiop", "asdfghjkl'", "zxcvbnm"};
static const char *const accents[LETTER_ROWS] = {"áàäâéèëêíï", "óòöôúùüûçñ", "ìîßæœøå"};
static const char *const signs[LETTER_ROWS] = {"1234567890", "-/:;()&@€+", ".,?!'\"%"};

/* Where the keys stand; half columns count. */
typedef struct {
    StaffLayout *layout;
    const StaffPage *page;
    int x, y, w, h, gap;
} Board;

typedef struct {
    const char *id;
    const char *text;
    int half_columns, half_wide; /* of columns, from the left */
    int row;
    bool is_disabled, is_selected;
} Key;

static Rect place_key(const Board *board, const Key *key)
{
    int step = board->w + board->gap;
    int from = key->half_columns * step / 2;
    int to = (key->half_columns + key->half_wide) * step / 2;
    return (Rect){board->x + from, board->y + key->row * (board->h + board->gap),
                  to - from - board->gap, board->h};
}

static void add_key(const Board *board, const Key *key)
{
    const StaffSurface *surface = board->layout->surface;
    const Rect rect = place_key(board, key);
    bool is_character = g_utf8_strlen(key->text, -1) == 1;
    const TextStyle style = {
        .language = staff_language_code(surface->language),
        .cap_px = theme_cap_px(&surface->scale, is_character ? THEME_TYPE_HINT : THEME_TYPE_FOOT),
        .weight = is_character ? 600 : 400,
        .align = TEXT_ALIGN_CENTER,
        .may_break_words = true,
    };
    Widget *widget =
        scene_add(board->layout->scene, key->id, WIDGET_ROLE_BUTTON, WIDGET_LOOK_PLAIN_TILE, rect);
    widget->text = text_set(surface->setter, &style, key->text,
                            scene_text_width_px(&surface->scale, WIDGET_LOOK_PLAIN_TILE, rect.w));
    widget->is_target = true;
    widget->is_typed = true;
    widget->is_enabled = !key->is_disabled;
    widget->is_selected = key->is_selected;
    widget_set_label(widget, key->text);
}

static bool is_full(const StaffPage *page)
{
    return g_utf8_strlen(page->text, -1) >= page->max_chars;
}

static void add_characters(const Board *board, const char *const rows[LETTER_ROWS])
{
    enum { SHIFT_HALVES = 3 };
    bool is_upper = (board->page->bits & STAFF_KEYBOARD_SHIFT) != 0 && rows != signs;
    for (int row = 0; row < LETTER_ROWS; row++) {
        int at = row == LETTER_ROWS - 1 ? SHIFT_HALVES : 0;
        for (const char *c = rows[row]; *c; c = g_utf8_next_char(c), at += 2) {
            char text[CHAR_BYTES] = {0};
            gunichar shown = g_utf8_get_char(c);
            g_unichar_to_utf8(is_upper ? g_unichar_toupper(shown) : shown, text);
            g_autofree char *id = g_strconcat("staff.do.", type_prefix, text, NULL);
            add_key(board, &(Key){id, text, at, 2, row, is_full(board->page), false});
        }
    }
}

static const char *say(const Board *board, const char *nl, const char *en)
{
    return staff_text(board->layout->surface->language, (StaffText){nl, en});
}

static void add_others(const Board *board)
{
    const StaffPage *page = board->page;
    bool is_shift = (page->bits & STAFF_KEYBOARD_SHIFT) != 0;
    bool is_accents = (page->bits & STAFF_KEYBOARD_ACCENTS) != 0;
    bool is_signs = (page->bits & STAFF_KEYBOARD_SIGNS) != 0;
    const Key keys[] = {
        {"staff.do.shift", "Aa", 0, 3, 2, is_signs, is_shift && !is_signs},
        {"staff.do.erase", say(board, "Wis", "Erase"), 17, 3, 2, !page->text[0], false},
        {"staff.do.accents", is_accents ? "abc" : "é ë", 0, 3, 3, false, false},
        {"staff.do.signs", is_signs ? "abc" : "123", 3, 3, 3, false, false},
        {"staff.do.type.,", ",", 6, 2, 3, is_full(page), false},
        {"staff.do.space", say(board, "spatie", "space"), 8, 8, 3, is_full(page), false},
        {"staff.do.type..", ".", 16, 2, 3, is_full(page), false},
        {"staff.do.type.!", "!", 18, 2, 3, is_full(page), false},
    };
    for (gsize i = is_signs ? 1 : 0; i < G_N_ELEMENTS(keys); i++) {
        bool is_twice = is_signs && g_utf8_strlen(keys[i].text, -1) == 1;
        if (!is_twice) {
            add_key(board, &keys[i]);
        }
    }
}

/* Cut off the bottom of the body, as wide as the glass. */
static void add_board(StaffLayout *layout, const StaffPage *page)
{
    int edge = staff_layout_mm(layout, edge_mm);
    int gap = staff_layout_mm(layout, gap_mm);
    int whole = layout->surface->width_px - 2 * edge;
    Board board = {.layout = layout, .page = page, .gap = gap};
    board.w = MIN((whole - (COLUMNS - 1) * gap) / COLUMNS, staff_layout_mm(layout, key_max_w_mm));
    board.h = CLAMP((layout->body.h * 3 / 5 - (ROWS - 1) * gap) / ROWS,
                    staff_layout_mm(layout, key_min_h_mm), staff_layout_mm(layout, key_max_h_mm));
    int height = ROWS * board.h + (ROWS - 1) * gap;
    board.x = (layout->surface->width_px - COLUMNS * board.w - (COLUMNS - 1) * gap) / 2;
    board.y = layout->body.y + layout->body.h - height;
    layout->body.h -= height + staff_layout_gap(layout);
    add_characters(&board, (page->bits & STAFF_KEYBOARD_ACCENTS) != 0 ? accents
                           : (page->bits & STAFF_KEYBOARD_SIGNS) != 0 ? signs
                                                                      : letters);
    add_others(&board);
}

/* --- around them -------------------------------------------------------------------------------
 */

static void add_bar(StaffLayout *layout, const StaffPage *page)
{
    const StaffLanguage language = layout->surface->language;
    const StaffButton bar[] = {
        {.id = "staff.back",
         .text = staff_text(language, (StaffText){"Terug", "Back"}),
         .sign = SIGN_BACK,
         .look = WIDGET_LOOK_QUIET},
        {.id = "staff.do.clear",
         .text = staff_text(language, (StaffText){"Alles wissen", "Erase all"}),
         .sign = SIGN_STOP,
         .look = WIDGET_LOOK_QUIET,
         .is_disabled = !page->text[0]},
        {.id = "staff.do.accept",
         .text = staff_text(language, (StaffText){"Bewaren", "Save"}),
         .sign = SIGN_CHECK,
         .look = WIDGET_LOOK_PRIMARY},
    };
    staff_layout_add_bar(layout, bar, G_N_ELEMENTS(bar));
}

/* What is typed, with how much room is left. */
static void add_text(StaffLayout *layout, const StaffPage *page)
{
    int pad = staff_layout_mm(layout, pad_mm);
    Rect box = layout->body;
    g_autofree char *count =
        g_strdup_printf("%ld / %d", g_utf8_strlen(page->text, -1), page->max_chars);
    g_autofree char *typed = g_strconcat(page->text, "\xE2\x81\xA0|", NULL); /* not on its own */
    scene_add(layout->scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_CARD, box);
    Rect words = {box.x + pad, box.y + pad, box.w - 2 * pad, 0};
    int line = staff_layout_measure(layout, &staff_look_quiet, count, words.w);
    staff_layout_add_text(layout, "staff.typed", &staff_look_plain, typed, words);
    words.y = box.y + box.h - pad - line;
    staff_layout_add_text(layout, "staff.count", &staff_look_quiet, count, words);
}

void staff_keyboard_lay_out(const StaffSurface *surface, const StaffFrame *frame,
                            const StaffPage *page, Scene *scene)
{
    StaffLayout layout;
    staff_layout_init(&layout, surface, scene, frame->screen);
    g_strlcpy(scene->detail, frame->detail ? frame->detail : "", sizeof scene->detail);
    staff_layout_add_title(&layout, frame->banner ? frame->banner : page->title);
    add_bar(&layout, page);
    add_board(&layout, page);
    add_text(&layout, page);
}
