// SPDX-License-Identifier: EUPL-1.2
/* The parts every screen is made of: frame (progress, title, footer), paragraphs, buttons and grids
 * of tiles that choose their own columns and turn into pages when they do not fit. All lengths in
 * pixels. Main thread, used only while one scene is laid out. */
#pragma once

#include "kiosk/screen_facts.h"

/* A layout under way. `body` is what is left between title and footer; parts are cut off it from
 * the top or the bottom. */
typedef struct {
    const ScreenFacts *facts;
    Scene *scene;
    ThemeScale scale;
    const Language *language;
    int language_index;
    bool is_landscape;
    bool is_overfull; /* something found no room: the screen is laid out again in smaller text */
    bool is_long;     /* a list of very many pages: smaller text, down to the norms, is better */
    bool is_tight;    /* title and buttons in the smallest type that the norms allow, no hint */
    bool may_break_words; /* one that is wider than its place: the last resort, where no size and
                             no arrangement has room for it */
    int pages;            /* of the list, 0 or 1: it is shown whole */
    Rect body;
} Layout;

typedef struct {
    ThemeType type;
    int weight; /* 400 or 600 */
    ThemeColour ink;
    TextAlign align;
} LayoutText;

/* Text of the visit's language by its id. */
const char *layout_string(const Layout *layout, const char *id);
int layout_space(const Layout *layout, ThemeSpace space);

/* A set paragraph in the visit's language; where a word is too long for the width, in the largest
 * text size below the visitor's that takes it. */
const TextLayout *layout_set(const Layout *layout, const LayoutText *look, const char *text,
                             int width_px);
/* In language index `language`, in the visitor's text size whatever the width. */
const TextLayout *layout_set_in(const Layout *layout, int language, const LayoutText *look,
                                const char *text, int width_px);
/* Sides of pictograms; they do not grow with the text. */
typedef enum {
    LAYOUT_PICTOGRAM_TILE,
    LAYOUT_PICTOGRAM_QUIET,
    LAYOUT_PICTOGRAM_FACT, /* beside a sentence */
    LAYOUT_PICTOGRAM_COUNT,
} LayoutPictogram;
int layout_pictogram_px(const ThemeScale *scale, LayoutPictogram which);
const TextLayout *layout_emoji(const Layout *layout, const char *emoji, int side_px);

/* Adds a paragraph at (x, y); returns its height. `id` may be NULL. */
int layout_add_text(Layout *layout, const char *id, const LayoutText *look, const char *text,
                    Rect at);
/* The same, cut off the top of the body, with half a gap below. */
void layout_stack_text(Layout *layout, const LayoutText *look, const char *text);
/* For what may be left out: false, and nothing is added, when there is no room. */
bool layout_stack_text_if_room(Layout *layout, const LayoutText *look, const char *text);

/* The keys that every screen has, at the bottom of the glass; returns their top. */
int layout_add_footer(Layout *layout);

/* Footer, then title (or NULL) with progress above it (`total` 0: no dots); leaves the body. */
void layout_frame(Layout *layout, const char *title, int value, int total);
/* On the first screen, right after layout_frame: a text on the title's line, at the end side.
 * False, and nothing is added, where they do not both fit on one line. */
bool layout_add_beside_title(Layout *layout, const LayoutText *look, const char *text);

/* A button over the whole width of `at` or, when at.w is 0, as wide as its text; cut to the theme's
 * target height at least. Returns it. */
typedef struct {
    const char *id;
    const char *text;
    WidgetLook look;
    Sign sign;
} LayoutButton;
Widget *layout_add_button(Layout *layout, const LayoutButton *button, Rect at);
int layout_measure_button(const Layout *layout, const LayoutButton *button, int width);
/* Cuts a row of at most two buttons off the bottom of the body: the last one is at the end side. */
void layout_bottom_buttons(Layout *layout, const LayoutButton *buttons, gsize n);

/* Where the visitor asked for it, what follows lies in the lower half of the glass (EN 301
 * 549 8.3). */
void layout_keep_low(Layout *layout);
/* In the lower half room is short: the key to the next page and the one thing to do stand at
 * the end side of the list, in portrait below it. */
typedef struct {
    Rect more; /* without height: it finds no room there and must be one of the tiles */
    Rect primary;
} LayoutKeys;
LayoutKeys layout_cut_keys(Layout *layout, const LayoutButton *primary);

/* One tile of a grid. */
typedef struct {
    char id[WIDGET_ID_BYTES];
    WidgetLook look;
    WidgetRole role;
    const char *text;
    const char *short_text; /* or NULL: what is shown where the text takes more than a line */
    const char *emoji;      /* or NULL */
    Sign sign;              /* in its place: TILE and QUIET only */
    int language;           /* index; text is set in it */
    ThemeType type;
    bool is_selected;
} LayoutCell;

enum { LAYOUT_MAX_CELLS = 40 };

typedef struct {
    int columns_landscape[4]; /* in order of liking, 0 ends */
    int columns_portrait[4];
    double max_row_mm;
    bool has_more_elsewhere; /* the caller places the "more" key */
    bool has_no_pages;       /* all on one page matters more than type: also in the footer's */
} LayoutGrid;

/* What goes into a grid and where; borrowed for the call. */
typedef struct {
    const LayoutCell *cells;
    gsize n;
    Rect area;
} LayoutTiles;

/* Fills the area with the cells in their own type or, where that does not fit on one page or breaks
 * their words into many lines, in the hint's; what still does not fit turns into pages (by
 * visit->page) with a "more" tile last. Returns the number of pages. */
int layout_add_grid(Layout *layout, const LayoutGrid *grid, const LayoutTiles *tiles);

/* Whether they all fit on one page. */
bool layout_fits_grid(const Layout *layout, const LayoutGrid *grid, const LayoutTiles *tiles);

/* Whether each of them finds room for its words when they stand in one column. */
bool layout_fits_column(const Layout *layout, const LayoutTiles *tiles);

/* The "more" key of a list in `pages` pages, for layout_add_cell. The text is kept in `label`. */
LayoutCell layout_more_cell(const Layout *layout, int pages, char label[64]);
/* Height of that key on the page with the longest number; G_MAXINT where its word is too wide. */
int layout_measure_more(const Layout *layout, int width);
/* It in its place, when there is more than one page. */
void layout_add_more(Layout *layout, int pages, Rect rect);
/* One tile in its place. */
void layout_add_cell(Layout *layout, const LayoutCell *cell, Rect rect);
/* Least height of the cell when it is so wide. */
int layout_measure_cell(const Layout *layout, const LayoutCell *cell, int width);
