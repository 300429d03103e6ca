// SPDX-License-Identifier: EUPL-1.2
/* What one page of the staff menu shows, as data: sections fill it, kiosk/staff/staff_screen lays
 * it out and turns what does not fit into pages. Pure. */
#pragma once

#include <stdbool.h>

#include "draw/sign.h"
#include "kiosk/staff/staff_text.h"

/* Never told by colour alone: each has its own sign. */
typedef enum {
    STAFF_LIGHT_NONE,
    STAFF_LIGHT_GREEN, /* fine */
    STAFF_LIGHT_AMBER, /* works, and somebody should do something */
    STAFF_LIGHT_RED,   /* does not work */
    STAFF_LIGHT_BUSY,  /* being looked at */
} StaffLight;
StaffLight staff_light_worse(StaffLight a, StaffLight b);

typedef enum {
    STAFF_ITEM_STATE,   /* light, title, how it is, what to do */
    STAFF_ITEM_NOTE,    /* a paragraph */
    STAFF_ITEM_KEY,     /* does something */
    STAFF_ITEM_LINK,    /* goes to another page; with light and value */
    STAFF_ITEM_CHOICE,  /* one of several, or a toggle */
    STAFF_ITEM_STEPPER, /* a value between a key for less and a key for more */
} StaffItemKind;

enum { STAFF_KEY_BYTES = 56 };

/* Texts are owned by the page, any may be NULL. */
typedef struct {
    StaffItemKind kind;
    char key[STAFF_KEY_BYTES]; /* what `act` is told; a stepper adds ".less" and ".more" */
    StaffLight light;
    Sign sign; /* before the words; SIGN_NONE: none */
    bool is_enabled, is_selected;
    bool can_less, can_more;  /* STEPPER */
    char *title, *text;       /* text: state or value */
    char *advice;             /* what to do about it */
    char *origin;             /* who set it: image, region, staff */
    const char *reset_key;    /* a key beside it puts it back to where it came from, or NULL */
    const StaffText *confirm; /* asked before `act` is told; or NULL */
} StaffItem;

/* How a page is laid out. */
typedef enum {
    STAFF_PAGE_LIST,
    STAFF_PAGE_KEYBOARD, /* `text` is being typed */
    STAFF_PAGE_TOUCH,    /* fields to touch, `bits` were */
    STAFF_PAGE_COLOURS,  /* one colour over the whole glass, number `step` */
    STAFF_PAGE_CLEANING, /* nothing can be touched; `step` seconds are left */
    STAFF_PAGE_COUNT,
} StaffPageKind;

typedef struct StaffPage {
    StaffPageKind kind;
    StaffLanguage language;
    char *title;
    GPtrArray *items; /* of StaffItem* */
    char *text;
    int max_chars; /* of `text` */
    guint32 bits;
    int step;
    int refresh_ms;  /* it is filled again after so long; 0: when something happens */
    bool keeps_open; /* the menu does not close by itself meanwhile */
} StaffPage;

StaffPage *staff_page_new(StaffLanguage language);
void staff_page_free(StaffPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StaffPage, staff_page_free)

void staff_page_set_title(StaffPage *page, const char *title);

/* Each returns the new item, enabled, borrowed, for what is seldom set. Texts are copied. */
StaffItem *staff_page_add_state(StaffPage *page, StaffLight light, StaffText title,
                                const char *state, const char *advice);
StaffItem *staff_page_add_note(StaffPage *page, const char *text);
StaffItem *staff_page_add_key(StaffPage *page, const char *key, StaffText label, Sign sign);
/* To the page `place` of the same section. */
StaffItem *staff_page_add_link(StaffPage *page, const char *place, const char *label,
                               const char *value);
StaffItem *staff_page_add_choice(StaffPage *page, const char *key, const char *label,
                                 bool is_selected);
StaffItem *staff_page_add_stepper(StaffPage *page, const char *key, StaffText title,
                                  const char *value);
