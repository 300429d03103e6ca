// SPDX-License-Identifier: EUPL-1.2
#include "regiond/api.h"

#include <string.h>

#include "scratch.h"
#include "store/jwe.h"
#include "store/jws.h"

#define ID "0b0ad2f5-4a3e-4a0c-9a57-3a2f3f0a7d11"

typedef struct {
    char *folder;
    Api api;
    ApiResponse response;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    fixture->folder = scratch_folder();
    fixture->api = (Api){
        .region = scratch_region(fixture->folder),
        .storage = scratch_storage(fixture->folder),
        .throttle = throttle_new(),
        .timezone = g_time_zone_new_utc(),
    };
    gint64 kiosk = scratch_kiosk(fixture->api.storage, "one");
    g_autoptr(StorageCertificate) certificate = scratch_certificate(kiosk, "4A");
    fixture->api.storage->class->add_certificate(fixture->api.storage, certificate, &error);
    g_assert_no_error(error);
}

static void tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    api_response_clear(&fixture->response);
    region_free(fixture->api.region);
    storage_close(fixture->api.storage);
    throttle_free(fixture->api.throttle);
    g_time_zone_unref(fixture->api.timezone);
    scratch_remove(fixture->folder);
}

static ApiRequest make_request(const char *method, const char *path)
{
    return (ApiRequest){.method = method,
                        .path = path,
                        .content_type = "application/json; charset=utf-8",
                        .client_verify = "SUCCESS",
                        .client_serial = "4A",
                        .client_subject = "CN=kiosk-1",
                        .now_unix_s = SCRATCH_NOW_UNIX_S};
}

/* Answers `request` with `body`; the answer's JSON, caller frees. */
static json_t *answer(Fixture *fixture, ApiRequest request, const char *body)
{
    g_autoptr(GBytes) bytes = g_bytes_new(body, strlen(body));
    request.body = bytes;
    api_response_clear(&fixture->response);
    api_answer(&fixture->api, &request, &fixture->response);
    g_autoptr(GError) error = NULL;
    json_t *value =
        fixture->response.body ? json_parse(fixture->response.body, "answer", &error) : NULL;
    g_assert_no_error(error);
    return value;
}

static void check_problem(Fixture *fixture, ApiRequest request, const char *body, Problem problem)
{
    g_autoptr(json_t) value = answer(fixture, request, body);
    g_autofree char *type = g_strconcat(PROBLEM_TYPE_BASE, problem_name(problem), NULL);
    g_assert_cmpstr(json_get_string(value, "type", ""), ==, type);
    g_assert_cmpint(fixture->response.status, ==, problem_status(problem));
    g_assert_cmpint(json_get_integer(value, "status", 0), ==, problem_status(problem));
    g_assert_cmpstr(fixture->response.content_type, ==, "application/problem+json");
}

static void test_certificates(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const struct {
        const char *verify, *serial, *subject;
        Problem problem;
    } rows[] = {
        {NULL, "4A", "CN=kiosk-1", PROBLEM_CERTIFICATE_REQUIRED},
        {"NONE", "4A", "CN=kiosk-1", PROBLEM_CERTIFICATE_REQUIRED},
        {"FAILED:expired", "4A", "CN=kiosk-1", PROBLEM_CERTIFICATE_REFUSED},
        {"success", "4A", "CN=kiosk-1", PROBLEM_CERTIFICATE_REFUSED},
        {"SUCCESS", NULL, "CN=kiosk-1", PROBLEM_CERTIFICATE_REFUSED},
        {"SUCCESS", "4B", "CN=kiosk-1", PROBLEM_CERTIFICATE_REFUSED},
        {"SUCCESS", "4A", NULL, PROBLEM_CERTIFICATE_REFUSED},
        {"SUCCESS", "4A", "CN=kiosk-2", PROBLEM_CERTIFICATE_REFUSED},
        {"SUCCESS", "4A", "CN=kiosk-1,O=x", PROBLEM_CERTIFICATE_REFUSED},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        ApiRequest request = make_request("GET", "/v1/kiosks/keys");
        request.client_verify = rows[i].verify;
        request.client_serial = rows[i].serial;
        request.client_subject = rows[i].subject;
        check_problem(fixture, request, "", rows[i].problem);
    }
    g_autoptr(json_t) keys = answer(fixture, make_request("GET", "/v1/kiosks/keys"), "");
    g_assert_cmpint(fixture->response.status, ==, 200);
    g_assert_true(json_is_array(json_object_get(keys, "keys")));
}

static void test_shapes(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const struct {
        const char *method, *path, *body;
        Problem problem;
    } rows[] = {
        {"GET", "/v1/nothing", "", PROBLEM_NOT_FOUND},
        {"GET", "/v1/content-packs/", "", PROBLEM_NOT_FOUND},
        {"GET", "/v1/content-packs/a/b", "", PROBLEM_NOT_FOUND},
        {"GET", "/v1/content-packs/..", "", PROBLEM_NOT_FOUND},
        {"GET", "/v1/intakes", "", PROBLEM_METHOD_NOT_ALLOWED},
        {"POST", "/v1/intakes", "", PROBLEM_MALFORMED},
        {"POST", "/v1/intakes", "[]", PROBLEM_MALFORMED},
        {"POST", "/v1/intakes", "{}", PROBLEM_MALFORMED},
        {"POST", "/v1/intakes", "{\"intakes\":[]}", PROBLEM_MALFORMED},
        {"POST", "/v1/intakes", "{\"intakes\":[1]}", PROBLEM_MALFORMED},
        {"POST", "/v1/intakes", "{\"intakes\":[{\"id\":1}]}", PROBLEM_MALFORMED},
        {"POST", "/v1/intakes", "{\"intakes\":[],\"intakes\":[]}", PROBLEM_MALFORMED},
        {"POST", "/v1/certificates", "{\"csr\":null}", PROBLEM_MALFORMED},
        {"POST", "/v1/certificates", "{\"csr\":\"\"}", PROBLEM_REQUEST_REFUSED},
        {"POST", "/v1/enrolments", "{\"code\":\"A\",\"csr\":\"\"}", PROBLEM_MALFORMED},
        {"PUT", "/v1/kiosks/self/status", "{}", PROBLEM_MALFORMED},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        check_problem(fixture, make_request(rows[i].method, rows[i].path), rows[i].body,
                      rows[i].problem);
    }
    ApiRequest large = make_request("POST", "/v1/intakes");
    large.is_too_large = true;
    check_problem(fixture, large, "", PROBLEM_TOO_LARGE);
    ApiRequest text = make_request("POST", "/v1/intakes");
    text.content_type = "text/json";
    check_problem(fixture, text, "{}", PROBLEM_UNSUPPORTED_MEDIA_TYPE);
    text.content_type = NULL;
    check_problem(fixture, text, "{}", PROBLEM_UNSUPPORTED_MEDIA_TYPE);
}

static char *make_batch(Fixture *fixture, int copies)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) plain = g_bytes_new_static("{}", 2);
    g_autoptr(json_t) header = json_pack("{ss si si}", "iid", ID, "kio", 1, "ver", 1);
    g_autofree char *sealed = jwe_seal(fixture->api.region->sealing, plain, header, &error);
    g_assert_no_error(error);
    GString *batch = g_string_new("{\"intakes\":[");
    for (int i = 0; i < copies; i++) {
        g_string_append_printf(batch,
                               "%s{\"id\":\"" ID "\",\"outcome\":\"shown\",\"sealed\":\"%s\"}",
                               i > 0 ? "," : "", sealed);
    }
    g_string_append(batch, "]}");
    return g_string_free(batch, FALSE);
}

static void test_receipt(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *batch = make_batch(fixture, 2);
    g_autoptr(json_t) value = answer(fixture, make_request("POST", "/v1/intakes"), batch);
    const json_t *results = json_object_get(value, "results");
    g_assert_cmpstr(json_get_string(json_array_get(results, 0), "result", ""), ==, "stored");
    g_assert_cmpstr(json_get_string(json_array_get(results, 1), "result", ""), ==, "duplicate");
    const Jwk *keys[] = {fixture->api.region->receipt};
    g_autoptr(GBytes) payload = jws_verify(json_get_string(value, "receipt", ""), keys, 1, &error);
    g_assert_no_error(error);
    g_autoptr(json_t) receipt = json_parse(payload, "receipt", &error);
    g_assert_cmpstr(json_get_string(receipt, "typ", ""), ==, "intake-receipt");
    g_assert_cmpint(json_get_integer(receipt, "kiosk", 0), ==, 1);
    const json_t *stored = json_array_get(json_object_get(receipt, "stored"), 0);
    g_assert_cmpstr(json_get_string(stored, "sha256", ""), ==,
                    json_get_string(json_array_get(results, 0), "sha256", "-"));
}

/* A database that refuses to write. */
static bool fail_to_store(Storage *self, const StorageBatch *batch, GError **error)
{
    (void)self;
    (void)batch;
    g_set_error(error, STORAGE_ERROR, STORAGE_ERROR_IO, "disk full");
    return false;
}

static void test_storage_fails(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autofree char *batch = make_batch(fixture, 1);
    const StorageClass *real = fixture->api.storage->class;
    StorageClass broken = *real;
    broken.store_intakes = fail_to_store;
    fixture->api.storage->class = &broken;
    check_problem(fixture, make_request("POST", "/v1/intakes"), batch, PROBLEM_UNAVAILABLE);
    fixture->api.storage->class = real;
    g_assert_cmpstr(g_ptr_array_index(fixture->response.headers, 0), ==, "Retry-After");
}

static void test_pace(Fixture *fixture, gconstpointer data)
{
    (void)data;
    pace_init(&fixture->api.pace, 1);
    for (int i = 0; i < 3; i++) {
        json_decref(answer(fixture, make_request("GET", "/v1/kiosks/keys"), ""));
    }
    g_assert_cmpint(fixture->response.status, ==, 503);
    g_assert_cmpstr(g_ptr_array_index(fixture->response.headers, 0), ==, "Retry-After");
    g_assert_cmpint(g_ascii_strtoll(g_ptr_array_index(fixture->response.headers, 1), NULL, 10), >=,
                    5);
}

static void test_throttle(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const char body[] =
        "{\"code\":\"wrong\",\"csr\":\"x\",\"slip_key\":{\"kty\":\"EC\",\"crv\":\"P-256\","
        "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
        "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}}";
    ApiRequest request = make_request("POST", "/v1/enrolments");
    request.client_address = "192.0.2.1";
    for (int i = 0; i < THROTTLE_PER_SOURCE; i++) {
        check_problem(fixture, request, body, PROBLEM_CODE_REFUSED);
    }
    check_problem(fixture, request, body, PROBLEM_TOO_MANY_TRIES);
    request.client_address = "192.0.2.2";
    check_problem(fixture, request, body, PROBLEM_CODE_REFUSED);
}

/* The failing database is logged; here that is meant to be. */
static GLogWriterOutput keep_quiet(GLogLevelFlags level, const GLogField *fields, gsize n_fields,
                                   gpointer data)
{
    (void)data;
    if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL)) {
        return g_log_writer_default(level, fields, n_fields, data);
    }
    return G_LOG_WRITER_HANDLED;
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_log_set_always_fatal(G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
    g_log_set_writer_func(keep_quiet, NULL, NULL);
#define ADD(fact, function) g_test_add("/api/" fact, Fixture, NULL, set_up, function, tear_down)
    ADD("believes only what the web server verified", test_certificates);
    ADD("refuses every wrong shape with its problem", test_shapes);
    ADD("names in a signed receipt what it has", test_receipt);
    ADD("promises nothing when the database fails", test_storage_fails);
    ADD("says when to come back when more come than it can do", test_pace);
    ADD("lets a source that is wrong too often wait", test_throttle);
#undef ADD
    return g_test_run();
}
