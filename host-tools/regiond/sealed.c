// SPDX-License-Identifier: EUPL-1.2
#include "regiond/sealed.h"

#include <string.h>

#include "base/encoding.h"
#include "base/json.h"

enum { PARTS = 5, IV_BYTES = 12, TAG_BYTES = 16, COORDINATE_BYTES = 32 };

static bool has_size(const char *text, gsize min_bytes, gsize max_bytes)
{
    g_autoptr(GBytes) bytes = text ? encoding_base64url_decode(text, -1) : NULL;
    return bytes && g_bytes_get_size(bytes) >= min_bytes && g_bytes_get_size(bytes) <= max_bytes;
}

static bool is_text(const json_t *object, const char *key, const char *value)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text && g_str_equal(text, value);
}

/* The ephemeral key is a point of P-256 (RFC 7518 6.2.1). */
static bool is_point(const json_t *key)
{
    return json_is_object(key) && is_text(key, "kty", "EC") && is_text(key, "crv", "P-256") &&
           !json_object_get(key, "d") &&
           has_size(json_get_string(key, "x", NULL), COORDINATE_BYTES, COORDINATE_BYTES) &&
           has_size(json_get_string(key, "y", NULL), COORDINATE_BYTES, COORDINATE_BYTES);
}

/* The protected header of a well-formed text, or NULL. ECDH-ES has no encrypted key: the second
 * part is empty (RFC 7518 4.6). */
static json_t *read_header(const char *compact)
{
    g_auto(GStrv) parts = g_strsplit(compact, ".", PARTS + 1);
    if (g_strv_length(parts) != PARTS || parts[1][0] || !has_size(parts[2], IV_BYTES, IV_BYTES) ||
        !has_size(parts[3], 1, SEALED_MAX_CHARS) || !has_size(parts[4], TAG_BYTES, TAG_BYTES)) {
        return NULL;
    }
    g_autoptr(GBytes) text = encoding_base64url_decode(parts[0], -1);
    g_autoptr(json_t) header = text ? json_parse(text, "header", NULL) : NULL;
    bool ok = json_is_object(header) && is_text(header, "alg", "ECDH-ES") &&
              is_text(header, "enc", "A256GCM") && !json_object_get(header, "zip") &&
              !json_object_get(header, "crit") && is_point(json_object_get(header, "epk"));
    return ok ? g_steal_pointer(&header) : NULL;
}

static bool is_integer(const json_t *object, const char *key, gint64 value)
{
    const json_t *member = json_object_get(object, key);
    return json_is_integer(member) && json_integer_value(member) == value;
}

bool sealed_check(const char *compact, const SealedExpectation *expected, Problem *problem)
{
    if (strlen(compact) > SEALED_MAX_CHARS) {
        *problem = PROBLEM_INTAKE_TOO_LARGE;
        return false;
    }
    g_autoptr(json_t) header = read_header(compact);
    if (!header) {
        *problem = PROBLEM_NOT_SEALED;
        return false;
    }
    const char *kid = json_get_string(header, "kid", "");
    if (!g_strv_contains(expected->kids, kid)) {
        *problem = PROBLEM_UNKNOWN_KEY;
    } else if (!is_integer(header, "ver", SEALED_VERSION)) {
        *problem = PROBLEM_UNKNOWN_VERSION;
    } else if (!is_integer(header, "kio", expected->kiosk)) {
        *problem = PROBLEM_FOREIGN_KIOSK;
    } else if (!is_text(header, "iid", expected->id)) {
        *problem = PROBLEM_FOREIGN_ID;
    } else {
        return true;
    }
    return false;
}

bool sealed_is_id(const char *text)
{
    static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    if (strlen(text) != sizeof form - 1) {
        return false;
    }
    for (gsize i = 0; form[i]; i++) {
        bool is_digit = (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f');
        if (form[i] == '-' ? text[i] != '-' : !is_digit) {
            return false;
        }
    }
    return true;
}
