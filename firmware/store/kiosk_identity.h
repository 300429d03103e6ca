// SPDX-License-Identifier: EUPL-1.2
/* What enrolment gave this kiosk, in `<state>`: kiosk.json and keys/. Written by wegwijs-sync, read
 * by both programs. One thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "store/jwk.h"

enum { IDENTITY_MAX_CONTENT_KEYS = 4 };

typedef struct {
    guint32 kiosk;    /* number the region gave */
    guint16 slip_key; /* key id inside slip tokens */
    gint64 epoch;     /* of the region's keys; only rises */
    char *region;     /* region's name, as in packs */
    Jwk *sealing;     /* region's public sealing key: keys/sealing.jwk */
    Jwk *receipt;     /* region's public key for receipts and orders: keys/receipt.jwk */
    Jwk *slip;        /* this kiosk's private key for slip tokens: keys/slip.jwk */
    Jwk *content[IDENTITY_MAX_CONTENT_KEYS]; /* public: keys/content-<n>.jwk */
    gsize n_content;
} KioskIdentity;

/* KEY_ERROR_MISSING: not enrolled yet. Caller frees. */
KioskIdentity *kiosk_identity_load(const char *state_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Durable; kiosk.json is written last, so that a half-finished enrolment counts as none. */
bool kiosk_identity_save(const KioskIdentity *identity, const char *state_dir,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void kiosk_identity_free(KioskIdentity *identity);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KioskIdentity, kiosk_identity_free)
