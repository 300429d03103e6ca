// SPDX-License-Identifier: EUPL-1.2
/* What can be wrong with a call, as RFC 9457 says it. One row a kind; the type's last part is the
 * name clients compare. Pure. */
#pragma once

#include "base/json.h"

#define PROBLEM_TYPE_BASE "https://wegwijs.example/problems/"

typedef enum {
    PROBLEM_MALFORMED,        /* not the JSON, or not the shape, that was asked for */
    PROBLEM_TOO_MANY_INTAKES, /* more than 50 in a call */
    PROBLEM_CERTIFICATE_REQUIRED,
    PROBLEM_CERTIFICATE_REFUSED, /* unknown to the region, or not of the kiosk it names */
    PROBLEM_REVOKED,
    PROBLEM_CODE_REFUSED,    /* wrong, used or too old: the answer does not say which */
    PROBLEM_REQUEST_REFUSED, /* the certificate request */
    PROBLEM_NOT_FOUND,
    PROBLEM_METHOD_NOT_ALLOWED,
    PROBLEM_TOO_LARGE,
    PROBLEM_UNSUPPORTED_MEDIA_TYPE,
    PROBLEM_RANGE_NOT_SATISFIABLE,
    PROBLEM_TOO_MANY_TRIES,
    PROBLEM_UNAVAILABLE,
    PROBLEM_INTERNAL,
    /* of one intake in a batch */
    PROBLEM_INVALID_ID,
    PROBLEM_INVALID_OUTCOME,
    PROBLEM_NOT_SEALED,
    PROBLEM_UNKNOWN_KEY,
    PROBLEM_FOREIGN_KIOSK,
    PROBLEM_FOREIGN_ID,
    PROBLEM_UNKNOWN_VERSION,
    PROBLEM_INTAKE_TOO_LARGE,
    PROBLEM_CONFLICT,
    PROBLEM_N,
} Problem;

int problem_status(Problem problem);
const char *problem_name(Problem problem);
/* {"type","title","status","detail"}; `detail` may be NULL. New reference. */
json_t *problem_json(Problem problem, const char *detail);
