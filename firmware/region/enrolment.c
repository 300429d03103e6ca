// SPDX-License-Identifier: EUPL-1.2
#include "region/enrolment.h"

#include <string.h>

#include "base/json.h"
#include "store/staff_code.h"

G_DEFINE_QUARK(wegwijs_enrolment_error, enrolment_error)

enum { MIN_CODE_CHARS = 6, MAX_CODE_CHARS = 64, MAX_NAME_BYTES = 200 };

static const char where[] = "the region's answer to enrolment";

char *enrolment_clean_code(const char *typed, GError **error)
{
    g_autoptr(GString) code = g_string_new(NULL);
    bool is_wrong = false;
    for (const char *at = typed; *at; at++) {
        if (g_ascii_isspace(*at) || *at == '-') {
            continue;
        }
        is_wrong |= !g_ascii_isalnum(*at);
        g_string_append_c(code, g_ascii_toupper(*at));
    }
    if (is_wrong || code->len < MIN_CODE_CHARS || code->len > MAX_CODE_CHARS) {
        explicit_bzero(code->str, code->len);
        g_set_error(error, ENROLMENT_ERROR, ENROLMENT_ERROR_CODE,
                    "the enrolment code must be %d to %d letters and digits; ask the region for "
                    "one",
                    MIN_CODE_CHARS, MAX_CODE_CHARS);
        return NULL;
    }
    return g_string_free(g_steal_pointer(&code), FALSE);
}

GBytes *enrolment_write_request(const char *code, const char *csr_pem, const Jwk *slip)
{
    g_autoptr(json_t) request = json_object();
    json_object_set_new(request, "code", json_string(code));
    json_object_set_new(request, "csr", json_string(csr_pem));
    json_object_set_new(request, "slip_key", jwk_public_json(slip));
    return json_write(request);
}

void enrolment_clear(Enrolment *enrolment)
{
    kiosk_identity_free(enrolment->identity);
    g_free(enrolment->certificate_chain);
    g_free(enrolment->site);
    *enrolment = (Enrolment){0};
}

static bool refuse(GError **error, const char *what)
{
    g_set_error(error, ENROLMENT_ERROR, ENROLMENT_ERROR_ANSWER, "%s: %s", where, what);
    return false;
}

static bool read_number(const json_t *answer, const char *key, gint64 max, gint64 *out,
                        GError **error)
{
    if (!json_need_integer(answer, key, where, out, error)) {
        return false;
    }
    if (*out < 0 || *out > max) {
        g_set_error(error, ENROLMENT_ERROR, ENROLMENT_ERROR_ANSWER,
                    "%s: \"%s\" is out of its bounds", where, key);
        return false;
    }
    return true;
}

static bool read_numbers(const json_t *answer, KioskIdentity *identity, GError **error)
{
    gint64 kiosk, slip_key, epoch;
    /* Two bytes each inside a slip's token. */
    if (!read_number(answer, "kiosk", G_MAXUINT16, &kiosk, error) ||
        !read_number(answer, "slip_key_id", G_MAXUINT16, &slip_key, error) ||
        !read_number(answer, "epoch", G_MAXINT32, &epoch, error)) {
        return false;
    }
    identity->kiosk = (guint32)kiosk;
    identity->slip_key = (guint16)slip_key;
    identity->epoch = epoch;
    return true;
}

static Jwk *read_key(const json_t *answer, const char *key, KeyUse use, GError **error)
{
    json_t *object = json_need_object(answer, key, where, error);
    return object ? jwk_from_json(object, use, error) : NULL;
}

static bool read_keys(const json_t *answer, KioskIdentity *identity, GError **error)
{
    identity->sealing = read_key(answer, "sealing_key", KEY_USE_SEAL, error);
    if (!identity->sealing) {
        return false;
    }
    identity->receipt = read_key(answer, "receipt_key", KEY_USE_SIGN, error);
    json_t *keys = identity->receipt ? json_need_array(answer, "content_keys", where, error) : NULL;
    if (!keys) {
        return false;
    }
    gsize n = json_array_size(keys);
    if (n < 1 || n > IDENTITY_MAX_CONTENT_KEYS) {
        return refuse(error,
                      "it must name 1 to 4 content keys; the region must first be given one");
    }
    for (gsize i = 0; i < n; i++) {
        identity->content[i] = jwk_from_json(json_array_get(keys, i), KEY_USE_SIGN, error);
        if (!identity->content[i]) {
            return false;
        }
        identity->n_content = i + 1;
    }
    return true;
}

/* A region that hands out private keys has made a mistake that must not go unseen. */
static bool are_public(const KioskIdentity *identity)
{
    bool is_private = jwk_is_private(identity->sealing) || jwk_is_private(identity->receipt);
    for (gsize i = 0; i < identity->n_content; i++) {
        is_private |= jwk_is_private(identity->content[i]);
    }
    return !is_private;
}

/* A region that is older than these codes gives none. */
static bool read_staff_secret(const json_t *answer, KioskIdentity *identity, GError **error)
{
    if (!json_object_get(answer, "staff_secret")) {
        return true;
    }
    identity->staff_secret = staff_code_read_secret(json_get_string(answer, "staff_secret", NULL));
    return identity->staff_secret != NULL ||
           refuse(error, "\"staff_secret\" is not 32 bytes in base64url");
}

static char *read_name(const json_t *answer, const char *key, GError **error)
{
    const char *text = json_need_string(answer, key, where, error);
    if (!text) {
        return NULL;
    }
    if (!*text || strlen(text) > MAX_NAME_BYTES) {
        refuse(error, "a name is empty or too long");
        return NULL;
    }
    return g_strdup(text);
}

static bool read_all(const json_t *answer, const EnrolmentCheck *check, Enrolment *out,
                     GError **error)
{
    const char *chain = json_need_string(answer, "certificate_chain", where, error);
    if (!chain || !read_numbers(answer, out->identity, error)) {
        return false;
    }
    if (out->identity->epoch < check->oldest_epoch) {
        return refuse(error, "its keys are older than those this kiosk had; nothing was changed");
    }
    out->identity->region = read_name(answer, "region", error);
    out->site = out->identity->region ? read_name(answer, "site", error) : NULL;
    if (!out->site || !read_keys(answer, out->identity, error)) {
        return false;
    }
    if (!read_staff_secret(answer, out->identity, error)) {
        return false;
    }
    if (!are_public(out->identity)) {
        return refuse(error, "it holds private keys; the region must make new ones");
    }
    TlsCertificate certificate;
    if (!tls_certificate_check(chain, check->key_pem, &certificate, error)) {
        return false;
    }
    out->certificate_chain = g_strdup(chain);
    return true;
}

bool enrolment_read_answer(GBytes *body, const EnrolmentCheck *check, Enrolment *out,
                           GError **error)
{
    g_autoptr(json_t) answer = json_parse(body, where, error);
    if (!answer) {
        return false;
    }
    Enrolment made = {.identity = g_new0(KioskIdentity, 1)};
    if (!read_all(answer, check, &made, error)) {
        enrolment_clear(&made);
        return false;
    }
    *out = made;
    return true;
}
