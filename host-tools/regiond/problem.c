// SPDX-License-Identifier: EUPL-1.2
#include "regiond/problem.h"

#include <assert.h>
#include <glib.h>

typedef struct {
    const char *name;
    const char *title;
    int status;
} Row;

static const Row rows[] = {
    [PROBLEM_MALFORMED] = {"malformed", "The request is not what was asked for", 400},
    [PROBLEM_TOO_MANY_INTAKES] = {"too-many-intakes", "More than 50 intakes in one call", 400},
    [PROBLEM_CERTIFICATE_REQUIRED] = {"certificate-required", "A client certificate is needed",
                                      403},
    [PROBLEM_CERTIFICATE_REFUSED] = {"certificate-refused",
                                     "The client certificate is not of a kiosk of this region",
                                     403},
    [PROBLEM_REVOKED] = {"revoked", "This kiosk was revoked", 403},
    [PROBLEM_CODE_REFUSED] = {"code-refused", "The enrolment code is wrong, was used or is too old",
                              403},
    [PROBLEM_REQUEST_REFUSED] = {"request-refused", "The certificate request cannot be signed",
                                 400},
    [PROBLEM_NOT_FOUND] = {"not-found", "There is nothing here", 404},
    [PROBLEM_METHOD_NOT_ALLOWED] = {"method-not-allowed", "This cannot be done here", 405},
    [PROBLEM_TOO_LARGE] = {"too-large", "The request is too large", 413},
    [PROBLEM_UNSUPPORTED_MEDIA_TYPE] = {"unsupported-media-type",
                                        "The body must be application/json", 415},
    [PROBLEM_RANGE_NOT_SATISFIABLE] = {"range-not-satisfiable", "The range is outside the file",
                                       416},
    [PROBLEM_TOO_MANY_TRIES] = {"too-many-tries", "Too many wrong codes; wait", 429},
    [PROBLEM_UNAVAILABLE] = {"unavailable", "The region cannot store at the moment", 503},
    [PROBLEM_INTERNAL] = {"internal", "The region made a mistake", 500},
    [PROBLEM_INVALID_ID] = {"invalid-id", "The id is not a UUID in lower case", 400},
    [PROBLEM_INVALID_OUTCOME] = {"invalid-outcome", "The outcome is not one of those known", 400},
    [PROBLEM_NOT_SEALED] = {"not-sealed", "The sealed text is not a compact JWE as agreed", 400},
    [PROBLEM_UNKNOWN_KEY] = {"unknown-key", "Sealed to a key that is not this region's", 400},
    [PROBLEM_FOREIGN_KIOSK] = {"foreign-kiosk", "Sealed by another kiosk than the one that sends",
                               403},
    [PROBLEM_FOREIGN_ID] = {"foreign-id", "Sealed under another id than the one that is sent", 400},
    [PROBLEM_UNKNOWN_VERSION] = {"unknown-version", "The record's version is not known here", 400},
    [PROBLEM_INTAKE_TOO_LARGE] = {"intake-too-large", "The sealed text is too long", 413},
    [PROBLEM_CONFLICT] = {"conflict", "Another intake was stored under this id before", 409},
};
static_assert(G_N_ELEMENTS(rows) == PROBLEM_N, "a row for every problem");

int problem_status(Problem problem)
{
    return rows[problem].status;
}

const char *problem_name(Problem problem)
{
    return rows[problem].name;
}

json_t *problem_json(Problem problem, const char *detail)
{
    const Row *row = &rows[problem];
    g_autofree char *type = g_strconcat(PROBLEM_TYPE_BASE, row->name, NULL);
    json_t *object =
        json_pack("{ss ss si}", "type", type, "title", row->title, "status", row->status);
    if (detail) {
        json_object_set_new(object, "detail", json_string(detail));
    }
    return object;
}
