// SPDX-License-Identifier: EUPL-1.2
/* Between api.c and the files with the calls, api_*.c. Included by those only. */
#pragma once

#include "regiond/api.h"

/* One authenticated, routed call. `kiosk` is NULL where the route needs none; `parameter` is the
 * part of the path in braces; `body` the parsed JSON where the route takes one. */
typedef struct {
    Api *api;
    const ApiRequest *request;
    const StorageKiosk *kiosk;
    const char *parameter;
    const json_t *body;
} ApiCall;
typedef void (*ApiHandler)(const ApiCall *call, ApiResponse *response);

void api_post_enrolment(const ApiCall *call, ApiResponse *response);
void api_post_certificate(const ApiCall *call, ApiResponse *response);
void api_post_intakes(const ApiCall *call, ApiResponse *response);
void api_put_status(const ApiCall *call, ApiResponse *response);
void api_get_keys(const ApiCall *call, ApiResponse *response);
void api_get_content_pack(const ApiCall *call, ApiResponse *response);

/* Answers with `value`, whose reference is taken. */
void api_respond_json(ApiResponse *response, int status, json_t *value);
void api_respond_problem(ApiResponse *response, Problem problem, const char *detail);
/* STORAGE_UNAVAILABLE with Retry-After, and a line in the log. */
void api_respond_storage_failed(ApiResponse *response, const GError *error);
void api_add_header(ApiResponse *response, const char *name, const char *value);

/* "2026-11-23T13:00:00Z". Caller owns. */
char *api_format_time(gint64 unix_s);
/* Compact JWS of `payload` by the region's receipt key, or NULL after answering with a problem. */
char *api_sign(const ApiCall *call, json_t *payload, const char *type, ApiResponse *response);
