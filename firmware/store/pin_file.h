// SPDX-License-Identifier: EUPL-1.2
/* The staff's PIN as it is kept: `<state>/staff/pin.json` holds PBKDF2-HMAC-SHA256 of it (RFC 8018;
 * through PSA), its salt and its rounds. Plain data; any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum { PIN_SALT_BYTES = 16, PIN_HASH_BYTES = 32, PIN_ROUNDS = 600000 };

typedef struct {
    guint32 rounds;
    guint8 salt[PIN_SALT_BYTES];
    guint8 hash[PIN_HASH_BYTES];
    gint64 changed_unix_s; /* 0: not known */
} PinFile;

/* A fresh salt and PIN_ROUNDS rounds: takes a second or more. Errors: KEY_ERROR. */
bool pin_file_make(const char *digits, gint64 changed_unix_s, PinFile *out,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether it is this PIN; `*is_right` is false on errors. Takes as long for a wrong one. */
bool pin_file_check(const PinFile *file, const char *digits, bool *is_right,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* KEY_ERROR_MISSING: there is none. KEY_ERROR_INVALID: it cannot be read. */
bool pin_file_load(const char *path, PinFile *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Durable when it returns true, mode 0600. */
bool pin_file_save(const char *path, const PinFile *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
