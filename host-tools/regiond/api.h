// SPDX-License-Identifier: EUPL-1.2
/* The region's API without HTTP's machinery: a request in, an answer out. The document is
 * openapi.yaml; api_routes is the same list for the check that both agree. Everything a call needs
 * is in Api and ApiRequest; time is an argument. One thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "regiond/pace.h"
#include "regiond/problem.h"
#include "regiond/region.h"
#include "regiond/storage.h"
#include "regiond/throttle.h"

#define API_VERSION "1.0.0"
enum { API_MAX_BODY_BYTES = 1024 * 1024 };

typedef struct {
    Storage *storage;
    Region *region;
    Throttle *throttle;
    Pace pace;           /* all-zero: everything is taken on */
    GTimeZone *timezone; /* of the region: presence is of a day */
} Api;

/* Borrowed texts; NULL where the header was not sent. The client_ ones come from the web server in
 * front, which is why the socket is private. */
typedef struct {
    const char *method;
    const char *path;
    const char *content_type;
    const char *range;
    const char *if_range;
    const char *if_none_match;
    const char *client_verify;  /* SUCCESS, NONE or FAILED:reason */
    const char *client_serial;  /* as StorageCertificate */
    const char *client_subject; /* CN=kiosk-7 */
    const char *client_address;
    GBytes *body;      /* NULL when there was none */
    bool is_too_large; /* the body was longer than API_MAX_BODY_BYTES and was dropped */
    gint64 now_unix_s;
    gint64 now_monotonic_s, now_monotonic_ms;
    gint64 waited_s; /* since the web server had it */
} ApiRequest;

typedef struct {
    int status;
    const char *content_type;
    GBytes *body; /* NULL when `file` is sent, or nothing */
    char *file;   /* path, with the part of it that is sent */
    gint64 file_from, file_bytes;
    GPtrArray *headers; /* further ones: name, value, name, value, … of char* */
} ApiResponse;
void api_response_clear(ApiResponse *response);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ApiResponse, api_response_clear)

/* Fills `response`, whatever the request is. Caller clears. */
void api_answer(Api *api, const ApiRequest *request, ApiResponse *response);

/* "GET /v1/kiosks/keys\n", one route a line. Caller owns. */
char *api_routes(void);
