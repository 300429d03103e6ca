// SPDX-License-Identifier: EUPL-1.2
/* The look as data: assets/theme.ini has a named scale of space, type and colour (design 11). Sizes
 * are millimetres on the glass or on paper; a ThemeScale turns them into pixels once for a panel.
 * Main thread; immutable once loaded. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define THEME_ERROR theme_error_quark()
GQuark theme_error_quark(void);
typedef enum { THEME_ERROR_FILE, THEME_ERROR_VALUE } ThemeError;

/* [space] of theme.ini, millimetres */
typedef enum {
    THEME_SPACE_MARGIN,      /* edge of the glass to what is on it */
    THEME_SPACE_GAP,         /* between neighbours that can be touched */
    THEME_SPACE_PAD,         /* inside a tile or card */
    THEME_SPACE_CORNER,      /* radius */
    THEME_SPACE_LINE,        /* thickness of a tile's line */
    THEME_SPACE_LINE_STRONG, /* selected, focus */
    THEME_SPACE_HEADER,
    THEME_SPACE_FOOTER,
    THEME_SPACE_TARGET,    /* least side of a touch target */
    THEME_SPACE_TILE,      /* least height of a tile */
    THEME_SPACE_PICTOGRAM, /* least side */
    THEME_SPACE_COUNT,
} ThemeSpace;

/* [type]: height of a capital H, millimetres, at normal size; larger sizes multiply it */
typedef enum {
    THEME_TYPE_TITLE,
    THEME_TYPE_ANSWER,
    THEME_TYPE_HINT,
    THEME_TYPE_FOOT,
    THEME_TYPE_HUGE, /* the reference on the slip screen, a countdown */
    THEME_TYPE_COUNT,
} ThemeType;

typedef enum {
    THEME_COLOUR_PAPER,
    THEME_COLOUR_TILE,
    THEME_COLOUR_TILE_LINE,
    THEME_COLOUR_TILE_PRESSED,
    THEME_COLOUR_TILE_SELECTED,
    THEME_COLOUR_INK,
    THEME_COLOUR_INK_QUIET,
    THEME_COLOUR_ACCENT,
    THEME_COLOUR_ACCENT_PRESSED,
    THEME_COLOUR_ON_ACCENT,
    THEME_COLOUR_MARK, /* focus and "you are here" */
    THEME_COLOUR_STOP,
    THEME_COLOUR_ON_STOP,
    THEME_COLOUR_COUNT,
} ThemeColour;

typedef struct {
    double red, green, blue; /* 0 to 1 */
} Colour;

typedef enum { THEME_CONTRAST_NORMAL, THEME_CONTRAST_HIGH, THEME_CONTRAST_COUNT } ThemeContrast;

enum { THEME_TEXT_SIZES = 3 }; /* normal, large, largest */

typedef struct {
    double space_mm[THEME_SPACE_COUNT];
    double cap_mm[THEME_TYPE_COUNT];
    double text_size[THEME_TEXT_SIZES]; /* factors: 1, 1.25, 1.5 */
    Colour colours[THEME_CONTRAST_COUNT][THEME_COLOUR_COUNT];
    double line_height_latin; /* also Cyrillic */
    double line_height_tall;  /* Arabic, Ethiopic */
} Theme;

/* Unknown or missing names, bad numbers and colours are refused with file, group and key. Caller
 * frees with theme_free. */
Theme *theme_load(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void theme_free(Theme *theme);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Theme, theme_free)

/* A theme on one panel for one visitor's choices. Plain data, copied freely; `theme` is borrowed.
 */
typedef struct {
    const Theme *theme;
    double px_per_mm;
    int text_size; /* 0 .. THEME_TEXT_SIZES-1 */
    double shrink; /* 0: none; otherwise below 1: type is smaller than the norms allow, because it
                      would be lost otherwise */
    ThemeContrast contrast;
} ThemeScale;

int theme_space_px(const ThemeScale *scale, ThemeSpace space);
double theme_cap_px(const ThemeScale *scale, ThemeType type); /* text size applied */
int theme_mm_px(const ThemeScale *scale, double mm);
Colour theme_colour(const ThemeScale *scale, ThemeColour colour);

/* WCAG 2 contrast ratio, 1 to 21. */
double theme_contrast_ratio(Colour a, Colour b);
