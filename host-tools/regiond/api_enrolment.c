// SPDX-License-Identifier: EUPL-1.2
#include "regiond/api_parts.h"

#include <string.h>

#include "base/json.h"
#include "regiond/enrolment_code.h"
#include "store/staff_code.h"

enum { MAX_CODE_CHARS = 64 };

/* What a kiosk asks with its code. Texts are borrowed from the body, the key is ours. */
typedef struct {
    const char *code;
    const char *csr;
    char *slip_key; /* public JWK as JSON text */
    char *hash;     /* of csr and slip key: the same question asked again gets the same answer */
} Asked;

static void asked_clear(Asked *asked)
{
    g_free(asked->slip_key);
    g_free(asked->hash);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Asked, asked_clear)

static char *read_slip_key(const json_t *body, GError **error)
{
    json_t *object = json_need_object(body, "slip_key", "body", error);
    g_autoptr(Jwk) key = object ? jwk_from_json(object, KEY_USE_SIGN, error) : NULL;
    if (!key) {
        return NULL;
    }
    if (jwk_is_private(key)) {
        g_set_error(error, JSON_ERROR, JSON_ERROR_SHAPE,
                    "body: \"slip_key\" is a private key; send its public part and make a new one");
        return NULL;
    }
    g_autoptr(json_t) public_key = jwk_public_json(key);
    g_autoptr(GBytes) text = json_write(public_key);
    return g_strndup(g_bytes_get_data(text, NULL), g_bytes_get_size(text));
}

static bool read_asked(const json_t *body, Asked *asked, GError **error)
{
    asked->code = json_need_string(body, "code", "body", error);
    asked->csr = asked->code ? json_need_string(body, "csr", "body", error) : NULL;
    asked->slip_key = asked->csr ? read_slip_key(body, error) : NULL;
    if (!asked->slip_key) {
        return false;
    }
    g_autofree char *both = g_strconcat(asked->csr, "\n", asked->slip_key, NULL);
    asked->hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, both, -1);
    return true;
}

/* The code as kept, if it may be used for this question; NULL after answering with a problem. */
static StorageCode *find_code(const ApiCall *call, const Asked *asked, ApiResponse *response)
{
    Storage *storage = call->api->storage;
    g_autofree char *bare =
        strlen(asked->code) <= MAX_CODE_CHARS ? enrolment_code_normalise(asked->code) : NULL;
    g_autofree char *hash = enrolment_code_hash(bare ? bare : "");
    g_autoptr(GError) error = NULL;
    g_autoptr(StorageCode) code = storage->class->find_code(storage, hash, &error);
    if (!code && !g_error_matches(error, STORAGE_ERROR, STORAGE_ERROR_NOT_FOUND)) {
        api_respond_storage_failed(response, error);
        return NULL;
    }
    bool is_good = code && code->expires_unix_s > call->request->now_unix_s &&
                   (!code->request_hash || g_str_equal(code->request_hash, asked->hash));
    if (!is_good) {
        const char *source = call->request->client_address;
        throttle_count(call->api->throttle, source ? source : "", call->request->now_monotonic_s);
        api_respond_problem(response, PROBLEM_CODE_REFUSED, NULL);
        return NULL;
    }
    return g_steal_pointer(&code);
}

/* Signs the request, or answers with a problem. */
static StorageCertificate *sign_request(const ApiCall *call, const char *csr, gint64 kiosk,
                                        ApiResponse *response)
{
    g_autoptr(GError) error = NULL;
    StorageCertificate *certificate = certificate_authority_sign(
        call->api->region->authority, csr, kiosk, call->request->now_unix_s, &error);
    if (!certificate && g_error_matches(error, CERTIFICATES_ERROR, CERTIFICATES_ERROR_REQUEST)) {
        api_respond_problem(response, PROBLEM_REQUEST_REFUSED, error->message);
    } else if (!certificate) {
        g_warning("%s", error->message);
        api_respond_problem(response, PROBLEM_INTERNAL, NULL);
    }
    return certificate;
}

static StorageCertificate *enrol(const ApiCall *call, const Asked *asked, StorageCode *code,
                                 ApiResponse *response)
{
    g_autoptr(StorageCertificate) certificate =
        sign_request(call, asked->csr, code->kiosk, response);
    if (!certificate) {
        return NULL;
    }
    g_autoptr(GBytes) secret = staff_code_new_secret();
    char *staff_secret = staff_code_write_secret(secret);
    StorageEnrolment enrolment = {
        .code_hash = code->hash,
        .request_hash = asked->hash,
        .certificate = certificate,
        .slip_key = asked->slip_key,
        .staff_secret = staff_secret,
        .now_unix_s = call->request->now_unix_s,
    };
    Storage *storage = call->api->storage;
    g_autoptr(GError) error = NULL;
    const bool is_kept = storage->class->enrol(storage, &enrolment, &code->slip_key, &error);
    explicit_bzero(staff_secret, strlen(staff_secret));
    g_free(staff_secret);
    if (!is_kept) {
        if (g_error_matches(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT)) {
            api_respond_problem(response, PROBLEM_CODE_REFUSED, NULL);
        } else {
            api_respond_storage_failed(response, error);
        }
        return NULL;
    }
    return g_steal_pointer(&certificate);
}

/* The kiosk's first answer was lost on the way: it gets the same one again. */
static StorageCertificate *find_given(const ApiCall *call, const StorageCode *code,
                                      ApiResponse *response)
{
    Storage *storage = call->api->storage;
    g_autoptr(GError) error = NULL;
    StorageCertificate *given = storage->class->find_certificate(storage, code->serial, &error);
    if (!given) {
        api_respond_storage_failed(response, error);
    }
    return given;
}

static json_t *describe(const Region *region, const StorageKiosk *kiosk,
                        const StorageCertificate *certificate, gint64 slip_key)
{
    json_t *content_keys = json_array();
    for (guint i = 0; i < region->content_keys->len; i++) {
        json_array_append_new(content_keys,
                              jwk_public_json(g_ptr_array_index(region->content_keys, i)));
    }
    g_autofree char *site = g_strdup_printf("%" G_GINT64_FORMAT, kiosk->site);
    json_t *answer =
        json_pack("{sI sI ss ss ss sI so so so}", "kiosk", (json_int_t)kiosk->number, "slip_key_id",
                  (json_int_t)slip_key, "site", site, "certificate_chain", certificate->pem,
                  "region", region->name, "epoch", (json_int_t)region->epoch, "sealing_key",
                  jwk_public_json(region->sealing), "receipt_key", jwk_public_json(region->receipt),
                  "content_keys", content_keys);
    if (kiosk->staff_secret) {
        json_object_set_new(answer, "staff_secret", json_string(kiosk->staff_secret));
    }
    return answer;
}

void api_post_enrolment(const ApiCall *call, ApiResponse *response)
{
    const char *source = call->request->client_address ? call->request->client_address : "";
    gint64 wait_s = throttle_wait_s(call->api->throttle, source, call->request->now_monotonic_s);
    if (wait_s > 0) {
        g_autofree char *seconds = g_strdup_printf("%" G_GINT64_FORMAT, wait_s);
        api_respond_problem(response, PROBLEM_TOO_MANY_TRIES, NULL);
        api_add_header(response, "Retry-After", seconds);
        return;
    }
    g_autoptr(GError) error = NULL;
    g_auto(Asked) asked = {0};
    if (!read_asked(call->body, &asked, &error)) {
        api_respond_problem(response, PROBLEM_MALFORMED, error->message);
        return;
    }
    g_autoptr(StorageCode) code = find_code(call, &asked, response);
    if (!code) {
        return;
    }
    g_autoptr(StorageCertificate) certificate =
        code->request_hash ? find_given(call, code, response) : enrol(call, &asked, code, response);
    if (!certificate) {
        return;
    }
    Storage *storage = call->api->storage;
    g_autoptr(StorageKiosk) kiosk = storage->class->find_kiosk(storage, code->kiosk, &error);
    if (!kiosk) {
        api_respond_storage_failed(response, error);
        return;
    }
    g_message("kiosk %" G_GINT64_FORMAT " enrolled", kiosk->number);
    api_respond_json(response, 201,
                     describe(call->api->region, kiosk, certificate, code->slip_key));
}

void api_post_certificate(const ApiCall *call, ApiResponse *response)
{
    g_autoptr(GError) error = NULL;
    const char *csr = json_need_string(call->body, "csr", "body", &error);
    if (!csr) {
        api_respond_problem(response, PROBLEM_MALFORMED, error->message);
        return;
    }
    g_autoptr(StorageCertificate) certificate =
        sign_request(call, csr, call->kiosk->number, response);
    if (!certificate) {
        return;
    }
    Storage *storage = call->api->storage;
    if (!storage->class->add_certificate(storage, certificate, &error)) {
        if (g_error_matches(error, STORAGE_ERROR, STORAGE_ERROR_CONFLICT)) {
            api_respond_problem(response, PROBLEM_REVOKED, NULL);
            return;
        }
        api_respond_storage_failed(response, error);
        return;
    }
    api_respond_json(response, 201, json_pack("{ss}", "certificate_chain", certificate->pem));
}
