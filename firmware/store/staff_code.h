// SPDX-License-Identifier: EUPL-1.2
/* One-time codes for staff, that need no network: HOTP (RFC 4226) with HMAC-SHA-256 in place of
 * SHA-1, as RFC 6238 1.2 has it (this build has no SHA-1), and 9 digits. Region and kiosk share the
 * secret since the enrolment. PSA must be started. Any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum { STAFF_SECRET_BYTES = 32, STAFF_CODE_DIGITS = 9 };

/* From the system's generator; wiped when the last reference goes. */
GBytes *staff_code_new_secret(void);
/* As base64url without padding, and back; NULL for anything else than STAFF_SECRET_BYTES. Caller
 * owns, and wipes the text. */
char *staff_code_write_secret(GBytes *secret);
GBytes *staff_code_read_secret(const char *text);
/* 16 characters that name a secret and tell nothing of it. Caller owns. */
char *staff_code_secret_tag(GBytes *secret);

/* A secret in use by PSA. */
typedef struct StaffCodeKey StaffCodeKey;
StaffCodeKey *staff_code_key_new(GBytes *secret, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void staff_code_key_free(StaffCodeKey *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StaffCodeKey, staff_code_key_free)

/* Code number `counter`, as digits and a NUL. The caller wipes it. */
bool staff_code_make(const StaffCodeKey *key, guint64 counter, char code[STAFF_CODE_DIGITS + 1],
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Takes as long for any two codes of STAFF_CODE_DIGITS. */
bool staff_code_equals(const char *a, const char *b);
/* "123 456 789". Caller owns, and wipes it. */
char *staff_code_group(const char *code);
