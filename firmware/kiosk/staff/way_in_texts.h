// SPDX-License-Identifier: EUPL-1.2
/* What the pad before the staff menu says. Pure. */
#pragma once

#include "kiosk/staff/way_in.h"

/* What happened last. */
typedef enum {
    WAY_IN_NEWS_NONE,
    WAY_IN_NEWS_WRONG,
    WAY_IN_NEWS_NOT_COUNTED, /* the disk cannot count the try, so it was not looked at */
    WAY_IN_NEWS_NOT_KEPT,    /* the disk does not keep the code's use or the new PIN */
    WAY_IN_NEWS_FIRST,       /* the first PIN is to be chosen */
    WAY_IN_NEWS_WEAK,
    WAY_IN_NEWS_DIFFERENT, /* the second time another one */
} WayInNews;

typedef struct {
    StaffLanguage language;
    WayInStep step;
    WayInNews news;
    PinWeakness weakness;
    const StaffPinLook *look;
    gint64 wait_ms;
} WayInWords;

/* Fills title, message, light and other. */
void way_in_say(const WayInWords *words, WayInView *out);
