// SPDX-License-Identifier: EUPL-1.2
/* What enrolment gave this kiosk, in `<state>`: kiosk.json, and the keys it names in keys/. A new
 * enrolment writes its keys under new names and then replaces kiosk.json, so that a half-finished
 * one leaves the old. Written by wegwijs-sync, read by both programs. One thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "store/jwk.h"

enum { IDENTITY_MAX_CONTENT_KEYS = 4 };

typedef struct {
    guint32 kiosk;                           /* number the region gave */
    guint16 slip_key;                        /* key id inside slip tokens */
    gint64 epoch;                            /* of the region's keys; only rises */
    char *region;                            /* region's name, as in packs */
    char *site;                              /* the site's name with the region; may be NULL */
    Jwk *sealing;                            /* region's public sealing key */
    Jwk *receipt;                            /* region's public key for receipts and orders */
    Jwk *slip;                               /* this kiosk's private key for slip tokens */
    Jwk *content[IDENTITY_MAX_CONTENT_KEYS]; /* public */
    gsize n_content;                         /* at least one */
    GBytes *staff_secret; /* of one-time codes for staff (store/staff_code); NULL: none given */
} KioskIdentity;

/* KEY_ERROR_MISSING: not enrolled yet. KEY_ERROR_INVALID: damaged, enrol again. Caller frees. */
KioskIdentity *kiosk_identity_load(const char *state_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Durable when it returns true; on failure the identity there was is still in force. Makes the
 * folders. An epoch below the saved one of the same region is refused (KEY_ERROR_INVALID). */
bool kiosk_identity_save(const KioskIdentity *identity, const char *state_dir,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void kiosk_identity_free(KioskIdentity *identity);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KioskIdentity, kiosk_identity_free)
