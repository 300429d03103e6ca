// SPDX-License-Identifier: EUPL-1.2
/* The kiosk's side of staff's one-time codes (store/staff_code): which were used, and how fast they
 * may be tried. `<state>/staff/codes.json` holds the number of the next one, and
 * `<run>/staff-codes.json` a copy that lasts until the board is switched off.
 *
 * A code counts when it is one of the next STAFF_CODES_WINDOW: it and the older ones are then dead,
 * durably, before it is accepted. When the disk refuses, the copy must hold it: a code is never
 * accepted twice while the board is on. Codes that were made and not used may take the region
 * further ahead, and a damaged file loses the number: then two codes in a row, of the next
 * STAFF_CODES_FAR, bring both in step again (RFC 4226 7.4), which is what happens by itself when
 * somebody asks for another one.
 *
 * After wrong ones there is a pause that grows to STAFF_CODES_MAX_PAUSE_MS and never locks. Calls
 * that read or write files block. One thread at a time. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum {
    STAFF_CODES_WINDOW = 10,
    STAFF_CODES_FAR = 10000,
    STAFF_CODES_FIRST_PAUSE_MS = 1000,
    STAFF_CODES_MAX_PAUSE_MS = 10 * 1000,
};

typedef struct StaffCodes StaffCodes;

/* Caller frees. */
StaffCodes *staff_codes_new(const char *state_dir, const char *run_dir);
void staff_codes_free(StaffCodes *codes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StaffCodes, staff_codes_free)

/* Takes over a secret (keeps a reference) and reads how far it was used; NULL: none. `is_first`: no
 * code can have been used on this kiosk, so that a missing file is not a lost one. */
void staff_codes_use_secret(StaffCodes *codes, GBytes *secret, bool is_first);
bool staff_codes_has_secret(const StaffCodes *codes);

/* Before a code may be tried. */
gint64 staff_codes_wait_ms(const StaffCodes *codes, gint64 now_ms);

typedef enum {
    STAFF_CODES_RIGHT,
    STAFF_CODES_WRONG,
    STAFF_CODES_REFUSED, /* not looked at: no secret, or too soon */
    STAFF_CODES_FAILED,  /* its use cannot be kept, so it was not accepted */
} StaffCodesResult;
/* With FAILED, or RIGHT that the disk did not keep, `*error` says why. */
StaffCodesResult staff_codes_try(StaffCodes *codes, const char *digits, gint64 now_ms,
                                 GError **error);
