// SPDX-License-Identifier: EUPL-1.2
/* POST /v1/enrolments: a one-time code becomes an identity. Pure; sending is http's. */
#pragma once

#include "region/tls_policy.h"
#include "store/kiosk_identity.h"

#define ENROLMENT_ERROR enrolment_error_quark()
GQuark enrolment_error_quark(void);
typedef enum { ENROLMENT_ERROR_CODE, ENROLMENT_ERROR_ANSWER } EnrolmentError;

enum { ENROLMENT_MAX_ANSWER_BYTES = 64 * 1024 };

/* The code as a person typed it: blanks and dashes removed, letters upper case. CODE when it has
 * other characters than letters and digits, or not 6 to 64 of them. Caller owns; it is a secret. */
char *enrolment_clean_code(const char *typed, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Body of the request. `slip` private or public; only its public half is sent. Caller owns. */
GBytes *enrolment_write_request(const char *code, const char *csr_pem, const Jwk *slip);

typedef struct {
    KioskIdentity *identity; /* without `slip`: the caller adds the private key */
    char *certificate_chain; /* PEM */
    char *site;
} Enrolment;
void enrolment_clear(Enrolment *enrolment);

/* `key_pem`: the certificate must fit it. `oldest_epoch`: an answer with a lower
 * one is refused (a region's keys never go back). */
typedef struct {
    const char *key_pem;
    gint64 oldest_epoch;
} EnrolmentCheck;
bool enrolment_read_answer(GBytes *body, const EnrolmentCheck *check, Enrolment *out,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
