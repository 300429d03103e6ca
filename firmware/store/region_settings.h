// SPDX-License-Identifier: EUPL-1.2
/* What the region last ordered, in `<state>/region-settings.json` as the signed text itself
 * (compact JWS by the region's receipt key), so that each reader verifies it again. wegwijs-sync
 * saves it, wegwijs-kiosk reads it. Serials only rise: an old answer played back is refused.
 *
 * Payload: {"typ":"orders","kiosk","serial","time","content":{…}|null,"settings":{"closed",
 * "closed_reason","message","reviewed_only"}|null,"presence":[{"door","table","until","away"}],
 * "commands":[…]}; unknown members are left alone. Presence is of the day on which the region
 * signed it; its rows: intake/presence.h. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/json.h"

#include "store/jwk.h"
#include "store/site_today.h"

#define REGION_SETTINGS_ERROR region_settings_error_quark()
GQuark region_settings_error_quark(void);
typedef enum {
    REGION_SETTINGS_ERROR_INVALID, /* not signed by the region, not for this kiosk, or ill-formed */
    REGION_SETTINGS_ERROR_OLDER,   /* serial not above the saved one */
    REGION_SETTINGS_ERROR_NONE,    /* nothing saved yet */
} RegionSettingsError;

typedef struct {
    gint64 serial;
    gint64 time_unix_s;            /* when the region signed it */
    bool closed;                   /* the region closes this kiosk */
    SiteTodayReason closed_reason; /* and why */
    bool has_reviewed_only;        /* the region says whether: */
    bool reviewed_only;            /* only languages that a native speaker approved */
    char *message;                 /* message of the day, NULL when none */
    json_t *orders;                /* the whole payload; owned */
} RegionSettings;
void region_settings_free(RegionSettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RegionSettings, region_settings_free)

/* Verifies and reads the orders in an answer; saves nothing. */
RegionSettings *region_settings_read(const char *orders_jws, const Jwk *receipt_key, guint32 kiosk,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef enum { REGION_COMMAND_UNLOCK, REGION_COMMAND_RESTART } RegionCommand;

/* The last orders with that command for wegwijs-kiosk ("unlock" the staff menu, "restart"), in
 * `<state>/region-<command>.json`: apart, because the next orders come at once and no longer name
 * it, and wegwijs-kiosk may be busy or off meanwhile. The text is not verified here. Durable when
 * it returns true. */
bool region_settings_save_command(const char *state_dir, RegionCommand command,
                                  const char *orders_jws, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The id of that command; NULL when there is none, or it is not the region's or for another kiosk.
 * Caller owns. */
char *region_settings_load_command(const char *state_dir, RegionCommand command,
                                   const Jwk *receipt_key, guint32 kiosk);

/* The saved ones, verified again. */
RegionSettings *region_settings_load(const char *state_dir, const Jwk *receipt_key, guint32 kiosk,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Verifies and saves durably; returns what was saved. OLDER: what was saved stays. The very text
 * that is saved already is returned again. A saved file that does not verify (another region's
 * after a new enrolment) does not count. */
RegionSettings *region_settings_save(const char *state_dir, const char *orders_jws,
                                     const Jwk *receipt_key, guint32 kiosk,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
