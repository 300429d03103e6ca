// SPDX-License-Identifier: EUPL-1.2
#include "regiond/api.h"

#include <string.h>

#include "base/json.h"
#include "regiond/api_parts.h"
#include "store/jws.h"

#define STORAGE_RETRY_S "30"

typedef struct {
    const char *method;
    const char *path; /* may end in a part in braces */
    bool is_open;     /* needs no client certificate */
    bool takes_json;
    ApiHandler handler;
} Route;

static const Route routes[] = {
    {"POST", "/v1/enrolments", true, true, api_post_enrolment},
    {"POST", "/v1/certificates", false, true, api_post_certificate},
    {"POST", "/v1/intakes", false, true, api_post_intakes},
    {"PUT", "/v1/kiosks/self/status", false, true, api_put_status},
    {"GET", "/v1/kiosks/keys", false, false, api_get_keys},
    {"GET", "/v1/content-packs/{bundle_sha256}", false, false, api_get_content_pack},
};

/* Whether `path` is the route's; *parameter is then the part that stands for braces, or NULL. */
static bool is_path(const Route *route, const char *path, const char **parameter)
{
    const char *brace = strchr(route->path, '{');
    if (!brace) {
        *parameter = NULL;
        return g_str_equal(route->path, path);
    }
    gsize length = (gsize)(brace - route->path);
    if (strncmp(route->path, path, length) != 0 || !path[length] || strchr(path + length, '/')) {
        return false;
    }
    *parameter = path + length;
    return true;
}

static bool is_method(const Route *route, const char *method)
{
    return g_str_equal(route->method, method) ||
           (g_str_equal(method, "HEAD") && g_str_equal(route->method, "GET"));
}

static const Route *find_route(const ApiRequest *request, const char **parameter,
                               ApiResponse *response)
{
    const Route *other = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(routes); i++) {
        if (is_path(&routes[i], request->path, parameter)) {
            if (is_method(&routes[i], request->method)) {
                return &routes[i];
            }
            other = &routes[i];
        }
    }
    if (other) {
        api_respond_problem(response, PROBLEM_METHOD_NOT_ALLOWED, NULL);
        api_add_header(response, "Allow",
                       g_str_equal(other->method, "GET") ? "GET, HEAD" : other->method);
    } else {
        api_respond_problem(response, PROBLEM_NOT_FOUND, NULL);
    }
    return NULL;
}

/* The kiosk a certificate names, if the region gave it and still stands by it. */
static StorageKiosk *authenticate(Api *api, const ApiRequest *request, ApiResponse *response)
{
    if (g_strcmp0(request->client_verify, "SUCCESS") != 0) {
        bool is_missing = !request->client_verify || g_str_equal(request->client_verify, "NONE");
        api_respond_problem(response,
                            is_missing ? PROBLEM_CERTIFICATE_REQUIRED : PROBLEM_CERTIFICATE_REFUSED,
                            NULL);
        return NULL;
    }
    g_autoptr(GError) error = NULL;
    const char *serial = request->client_serial ? request->client_serial : "";
    g_autoptr(StorageCertificate) certificate =
        api->storage->class->find_certificate(api->storage, serial, &error);
    g_autoptr(StorageKiosk) kiosk =
        certificate ? api->storage->class->find_kiosk(api->storage, certificate->kiosk, &error)
                    : NULL;
    if (!kiosk && g_error_matches(error, STORAGE_ERROR, STORAGE_ERROR_NOT_FOUND)) {
        api_respond_problem(response, PROBLEM_CERTIFICATE_REFUSED, NULL);
        return NULL;
    }
    if (!kiosk) {
        api_respond_storage_failed(response, error);
        return NULL;
    }
    g_autofree char *subject = g_strdup_printf("CN=kiosk-%" G_GINT64_FORMAT, kiosk->number);
    if (g_strcmp0(request->client_subject, subject) != 0) {
        api_respond_problem(response, PROBLEM_CERTIFICATE_REFUSED, NULL);
        return NULL;
    }
    if (kiosk->is_revoked || certificate->revoked_unix_s) {
        api_respond_problem(response, PROBLEM_REVOKED, NULL);
        return NULL;
    }
    return g_steal_pointer(&kiosk);
}

static bool is_json_type(const char *content_type)
{
    if (!content_type) {
        return false;
    }
    g_auto(GStrv) parts = g_strsplit(content_type, ";", 2);
    return parts[0] && g_ascii_strcasecmp(g_strstrip(parts[0]), "application/json") == 0;
}

/* The body as an object; NULL after answering with a problem. */
static json_t *read_body(const ApiRequest *request, ApiResponse *response)
{
    if (request->is_too_large) {
        api_respond_problem(response, PROBLEM_TOO_LARGE, "at most 1 MiB");
        return NULL;
    }
    if (!is_json_type(request->content_type)) {
        api_respond_problem(response, PROBLEM_UNSUPPORTED_MEDIA_TYPE, NULL);
        return NULL;
    }
    g_autoptr(GBytes) nothing = g_bytes_new(NULL, 0);
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) body = json_parse(request->body ? request->body : nothing, "body", &error);
    if (!body) {
        api_respond_problem(response, PROBLEM_MALFORMED, error->message);
        return NULL;
    }
    if (!json_is_object(body)) {
        api_respond_problem(response, PROBLEM_MALFORMED, "body: must be an object");
        return NULL;
    }
    return g_steal_pointer(&body);
}

/* False after telling when there may be time. */
static bool has_time(Api *api, const ApiRequest *request, ApiResponse *response)
{
    gint64 wait_s = pace_wait_s(&api->pace, request->now_monotonic_ms * 1000,
                                request->waited_s * G_USEC_PER_SEC);
    if (wait_s > 0) {
        g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, wait_s);
        api_respond_problem(response, PROBLEM_UNAVAILABLE, "more requests than can be done");
        api_add_header(response, "Retry-After", text);
    }
    return wait_s == 0;
}

void api_answer(Api *api, const ApiRequest *request, ApiResponse *response)
{
    *response = (ApiResponse){.headers = g_ptr_array_new_with_free_func(g_free)};
    if (!has_time(api, request, response)) {
        return;
    }
    ApiCall call = {.api = api, .request = request};
    const Route *route = find_route(request, &call.parameter, response);
    if (!route) {
        return;
    }
    g_autoptr(StorageKiosk) kiosk = route->is_open ? NULL : authenticate(api, request, response);
    if (!kiosk && !route->is_open) {
        return;
    }
    g_autoptr(json_t) body = route->takes_json ? read_body(request, response) : NULL;
    if (!body && route->takes_json) {
        return;
    }
    call.kiosk = kiosk;
    call.body = body;
    route->handler(&call, response);
}

char *api_routes(void)
{
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(routes); i++) {
        g_string_append_printf(text, "%s %s\n", routes[i].method, routes[i].path);
    }
    return g_string_free(text, FALSE);
}

void api_response_clear(ApiResponse *response)
{
    g_clear_pointer(&response->body, g_bytes_unref);
    g_clear_pointer(&response->file, g_free);
    g_clear_pointer(&response->headers, g_ptr_array_unref);
}

void api_add_header(ApiResponse *response, const char *name, const char *value)
{
    g_ptr_array_add(response->headers, g_strdup(name));
    g_ptr_array_add(response->headers, g_strdup(value));
}

void api_respond_json(ApiResponse *response, int status, json_t *value)
{
    g_clear_pointer(&response->body, g_bytes_unref);
    response->status = status;
    response->content_type = status < 400 ? "application/json" : "application/problem+json";
    response->body = json_write(value);
    json_decref(value);
}

void api_respond_problem(ApiResponse *response, Problem problem, const char *detail)
{
    api_respond_json(response, problem_status(problem), problem_json(problem, detail));
}

void api_respond_storage_failed(ApiResponse *response, const GError *error)
{
    g_warning("%s", error->message);
    api_respond_problem(response, PROBLEM_UNAVAILABLE, NULL);
    api_add_header(response, "Retry-After", STORAGE_RETRY_S);
}

char *api_format_time(gint64 unix_s)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(unix_s);
    return g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ");
}

char *api_sign(const ApiCall *call, json_t *payload, const char *type, ApiResponse *response)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) text = json_write(payload);
    g_autoptr(json_t) header = json_pack("{ss}", "typ", type);
    char *jws = jws_sign(call->api->region->receipt, text, header, &error);
    if (!jws) {
        g_warning("cannot sign %s: %s", type, error->message);
        api_respond_problem(response, PROBLEM_INTERNAL, NULL);
    }
    return jws;
}
