// SPDX-License-Identifier: EUPL-1.2
/* The widgets of a scene as plain data; see ui/scene.h. */
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
    WIDGET_LOOK_LIGHT,        /* how something is, for staff: value is a WidgetLight */
    WIDGET_LOOK_COLOUR,       /* to look at the glass itself: `total` even steps from black to the
                                 colour `value` (0xRRGGBB), from left to right; 0: that alone */
} WidgetLook;

/* Each with its own colour, shape and sign. */
typedef enum {
    WIDGET_LIGHT_FINE,
    WIDGET_LIGHT_ATTENTION,
    WIDGET_LIGHT_BAD,
    WIDGET_LIGHT_BUSY
} WidgetLight;

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
    bool is_typed;    /* a key that is typed on: another press soon is no bounce */
    bool is_discreet; /* a press does not show: others look on */
    bool is_default;  /* the select key acts on it while no focus is shown */
    bool keeps_side;  /* not mirrored: QR, arrows to the paper */
    char *label;      /* what it says, for inspector and speech; owned by the scene */
} Widget;

typedef struct {
    char screen[24];   /* "languages", "question", … */
    char detail[40];   /* question id, or "" */
    char language[16]; /* code */
    bool is_rtl;
    bool is_wordless; /* text is laid out and not painted: the look at it of who cannot read */
    int width_px, height_px;
    ThemeScale scale;
    Widget widgets[SCENE_MAX_WIDGETS];
    gsize n_widgets;
} Scene;
