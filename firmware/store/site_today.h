// SPDX-License-Identifier: EUPL-1.2
/* Staff's word for one day at this site, in `<state>/today.json`: whether the kiosk is closed and
 * why, the message of the day, and which partners are here. wegwijs-kiosk alone reads and writes
 * it.
 *
 * It is the word of one local day: on another day it counts as empty, but for `closed`: what staff
 * closed stays closed until staff open it, and says its reason as long as that can be true. While
 * the clock is not trusted nobody knows which day it is: then `closed` counts alone, the rest is
 * neither told nor changed, and counts again when the clock is known to be of its day. Main
 * thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/json.h"

#define SITE_TODAY_ERROR site_today_error_quark()
GQuark site_today_error_quark(void);
typedef enum {
    SITE_TODAY_ERROR_DAMAGED, /* the file is there and is no word of staff */
} SiteTodayError;

enum { SITE_TODAY_MESSAGE_CHARS = 110, SITE_TODAY_MAX_ROWS = 64 };

/* Why the kiosk is closed, told to visitors in their language. */
typedef enum {
    SITE_TODAY_REASON_NONE,  /* not said */
    SITE_TODAY_REASON_BREAK, /* back soon; of the day */
    SITE_TODAY_REASON_EARLY, /* today earlier than usual; of the day */
    SITE_TODAY_REASON_FAULT, /* something does not work */
    SITE_TODAY_REASON_CLEANING,
    SITE_TODAY_REASON_EVENT, /* a gathering, or it is too full */
    SITE_TODAY_REASON_COUNT,
} SiteTodayReason;
/* "break"; "" for NONE. */
const char *site_today_reason_id(SiteTodayReason reason);
/* NONE when there is no such id. */
SiteTodayReason site_today_find_reason(const char *id);

typedef struct SiteToday SiteToday;

/* What was saved; empty when there is nothing. Never NULL: when the file cannot be read or is
 * damaged, `problem` says so (may be NULL) and it is empty. Its day is not known yet. Caller
 * frees. */
SiteToday *site_today_load(const char *state_dir, GError **problem);
void site_today_free(SiteToday *today);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SiteToday, site_today_free)

/* Durable when true. What is of another day than the one in use is no longer in it. */
bool site_today_save(const SiteToday *today, const char *state_dir,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Which day it is now ("2026-11-23"), or NULL while the clock is not trusted. */
void site_today_use_day(SiteToday *today, const char *day);
/* Whether the day is known: message and presence can be told and set. */
bool site_today_has_day(const SiteToday *today);

bool site_today_is_closed(const SiteToday *today);
SiteTodayReason site_today_reason(const SiteToday *today); /* NONE when it is open */
void site_today_close(SiteToday *today, SiteTodayReason reason);
void site_today_open(SiteToday *today);

/* NULL: none. Borrowed until it changes. */
const char *site_today_message(const SiteToday *today);
/* One line of UTF-8; "" or NULL: none. False, and nothing is changed, when it has more than
 * SITE_TODAY_MESSAGE_CHARS characters or a control character, or while no day is known. */
bool site_today_set_message(SiteToday *today, const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* Whether it could be a message. */
bool site_today_is_message(const char *text);

/* Rows as intake/presence.h has them, of staff alone; NULL: none. Borrowed until they change. */
const json_t *site_today_presence(const SiteToday *today);
/* Copies the list. False, and nothing is changed, when there are too many rows or while no day is
 * known. */
bool site_today_set_presence(SiteToday *today, const json_t *rows) G_GNUC_WARN_UNUSED_RESULT;
