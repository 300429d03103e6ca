// SPDX-License-Identifier: EUPL-1.2
/* What is on the glass: a flat list of widgets with their places. A screen builds a fresh Scene
 * whenever something changed; the Stage compares it with the one before and repaints only what
 * differs. Screens are laid out left to right; `scene_mirror` turns a whole scene for right-to-left
 * languages. Main thread. */
#pragma once

#include <cairo.h>
#include <glib.h>
#include <stdbool.h>

#include "draw/sign.h"
#include "draw/text.h"
#include "draw/theme.h"
#include "ui/rect.h"

enum { SCENE_MAX_WIDGETS = 96, WIDGET_ID_BYTES = 64 };

/* What a widget is, for focus order, speech, inspector and press rules. */
typedef enum {
    WIDGET_ROLE_TEXT,
    WIDGET_ROLE_TITLE,
    WIDGET_ROLE_BUTTON,
    WIDGET_ROLE_CHOICE, /* one of several, or a toggle of a multi question */
    WIDGET_ROLE_PICTURE,
    WIDGET_ROLE_PROGRESS,
} WidgetRole;

/* How it is painted; each look is one function in ui/look.c. */
typedef enum {
    WIDGET_LOOK_TEXT,         /* paragraph alone */
    WIDGET_LOOK_TILE,         /* pictogram at the start side, text beside it */
    WIDGET_LOOK_PICTURE_TILE, /* pictogram above centred text */
    WIDGET_LOOK_PLAIN_TILE,   /* text only, in the middle: endonyms, providers */
    WIDGET_LOOK_QUIET,        /* skip option and secondary actions: line only, hint type */
    WIDGET_LOOK_PRIMARY,      /* the one thing to do next */
    WIDGET_LOOK_STOP,         /* final, red */
    WIDGET_LOOK_FOOT,         /* footer key: sign above word */
    WIDGET_LOOK_CARD,         /* large panel others lie on; not a target */
    WIDGET_LOOK_DOTS,         /* progress: value of total */
    WIDGET_LOOK_SIGN,         /* vector sign alone */
    WIDGET_LOOK_EMOJI,        /* pictogram alone */
    WIDGET_LOOK_IMAGE,        /* a surface (QR), nearest-neighbour scaled */
    WIDGET_LOOK_RULE,         /* thin line */
    WIDGET_LOOK_PANEL,        /* full-width band (header, footer) in a colour */
    WIDGET_LOOK_COUNTDOWN,    /* ring with seconds */
} WidgetLook;

typedef struct {
    char id[WIDGET_ID_BYTES]; /* "" for what has no name */
    WidgetRole role;
    WidgetLook look;
    Rect rect;
    const TextLayout *text;      /* borrowed from the TextSetter, or NULL */
    const TextLayout *pictogram; /* emoji layout or NULL */
    Sign sign;
    ThemeColour ink;        /* of text and sign; the fill of a PANEL */
    cairo_surface_t *image; /* WIDGET_LOOK_IMAGE: borrowed, outlives the scene */
    int value, total;       /* progress, countdown */
    bool is_target;         /* can be touched */
    bool is_enabled, is_selected;
    bool keeps_side; /* not mirrored: QR, arrows to the paper */
    char *label;     /* what it says, for inspector and speech; owned by the scene */
} Widget;

typedef struct {
    char screen[24];   /* "languages", "question", … */
    char detail[40];   /* question id, or "" */
    char language[16]; /* code */
    bool is_rtl;
    int width_px, height_px;
    ThemeScale scale;
    Widget widgets[SCENE_MAX_WIDGETS];
    gsize n_widgets;
} Scene;

Scene *scene_new(void);
void scene_free(Scene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scene, scene_free)
/* Empties it for the next layout; labels are wiped before they are freed. */
void scene_clear(Scene *scene);

/* A new widget at the end, zeroed but for id, look, rect, role, is_enabled and ink (INK; PAPER for
 * a PANEL); NULL id is "". Aborts when the scene is full. Borrowed. */
Widget *scene_add(Scene *scene, const char *id, WidgetRole role, WidgetLook look, Rect rect);
void widget_set_label(Widget *widget, const char *label);

/* Turns the scene for right-to-left (sets is_rtl): every rectangle is mirrored; keeps_side ones
 * keep their distance from the left of the CARD they lie in, or else of the panel. */
void scene_mirror(Scene *scene);

/* The target at a point, or NULL. */
const Widget *scene_find_target(const Scene *scene, int x, int y);
const Widget *scene_find(const Scene *scene, const char *id);

/* Paints the whole scene clipped to `clip`; `pressed_id` and `focused_id` may be NULL. */
void scene_paint(const Scene *scene, cairo_t *cairo, const Rect *clip, const char *pressed_id,
                 const char *focused_id);

/* Rectangles that differ between two scenes, merged, at most `max`; the whole panel when they
 * differ in size, theme or screen. */
gsize scene_diff(const Scene *before, const Scene *after, Rect *changed, gsize max);

/* Room inside the looks, so that a screen can measure before it places. A widget's text must be set
 * to exactly the width this gives for its rectangle (0 at least); the look then puts the block
 * where it belongs, in the vertical middle unless said otherwise. By look: TILE          START;
 * beside a pictogram column; a place for the check mark is kept at the end side PICTURE_TILE  set
 * CENTER; pictogram above, check mark in the corner PLAIN_TILE    START or CENTER; if one can be
 * chosen by name, its check mark sits in the corner QUIET         START; a sign or small pictogram
 * before it when there is one PRIMARY STOP  START; SIGN_NEXT at the end side, any other sign before
 * the text FOOT          CENTER; sign above CARD          START; at the top, inside the padding
 *   COUNTDOWN     CENTER; inside the ring
 *   others        the whole width, at the top */
int scene_text_width_px(const ThemeScale *scale, WidgetLook look, int rect_w);

/* The least height of a rectangle of this look, targets' least sizes included. `text`, `pictogram`
 * may be NULL. */
int scene_min_height_px(const ThemeScale *scale, WidgetLook look, const TextLayout *text,
                        const TextLayout *pictogram);
