// SPDX-License-Identifier: EUPL-1.2
#include "slip/token.h"

#include <string.h>

#include "base/encoding.h"
#include "store/jws.h"

enum {
    SIGNATURE_BYTES = 64,
    TOKEN_BYTES = TOKEN_PAYLOAD_BYTES + SIGNATURE_BYTES,
};

/* 2020-01-01T00:00:00Z */
static const gint64 EPOCH_UNIX_S = 1577836800;

static const char HEADER[] = "{\"alg\":\"ES256\"}";

guint32 token_minutes(gint64 unix_s)
{
    gint64 minutes = (unix_s - EPOCH_UNIX_S) / 60;
    return (guint32)CLAMP(minutes, 0, G_MAXUINT32);
}

static void put_number(guint8 **at, guint32 number, int n_bytes)
{
    for (int i = n_bytes - 1; i >= 0; i--) {
        *(*at)++ = (guint8)(number >> 8 * i);
    }
}

static guint32 take_number(const guint8 **at, int n_bytes)
{
    guint32 number = 0;
    for (int i = 0; i < n_bytes; i++) {
        number = number << 8 | *(*at)++;
    }
    return number;
}

static void write_payload(const TokenFacts *facts, guint8 out[TOKEN_PAYLOAD_BYTES])
{
    guint8 *at = out;
    put_number(&at, TOKEN_VERSION, 1);
    put_number(&at, facts->key_id, 2);
    put_number(&at, facts->kiosk, 2);
    put_number(&at, facts->minutes, 4);
    put_number(&at, facts->site, 2);
    put_number(&at, 0, 1);
    memcpy(at, facts->reference, REFERENCE_BYTES);
}

/* Caller owns the text. */
static char *signing_input(const guint8 payload[TOKEN_PAYLOAD_BYTES])
{
    g_autofree char *header = encoding_base64url((const guint8 *)HEADER, strlen(HEADER));
    g_autofree char *body = encoding_base64url(payload, TOKEN_PAYLOAD_BYTES);
    return g_strconcat(header, ".", body, NULL);
}

char *token_write_url(const TokenFacts *facts, const char *host, const Jwk *slip_key,
                      GError **error)
{
    guint8 bytes[TOKEN_BYTES];
    write_payload(facts, bytes);
    g_autofree char *input = signing_input(bytes);
    if (!jws_sign_raw(slip_key, (const guint8 *)input, strlen(input), bytes + TOKEN_PAYLOAD_BYTES,
                      error)) {
        return NULL;
    }
    g_autofree char *upper = g_ascii_strup(host, -1);
    g_autofree char *token = encoding_base32(bytes, sizeof bytes);
    return g_strconcat("HTTPS://", upper, "/#", token, NULL);
}

/* The 81 bytes of a token of our version, alone or behind an address. Caller owns. */
static GBytes *decode(const char *text, GError **error)
{
    const char *hash = strrchr(text, '#');
    text = hash ? hash + 1 : text;
    g_autoptr(GBytes) bytes =
        strlen(text) == TOKEN_CHARS ? encoding_base32_decode(text, TOKEN_CHARS) : NULL;
    if (!bytes || g_bytes_get_size(bytes) != TOKEN_BYTES) {
        g_set_error(error, KEY_ERROR, KEY_ERROR_INVALID,
                    "this is not a slip's token (%d characters A-Z and 2-7)", TOKEN_CHARS);
        return NULL;
    }
    const guint8 *data = g_bytes_get_data(bytes, NULL);
    if (data[0] != TOKEN_VERSION) {
        g_set_error(error, KEY_ERROR, KEY_ERROR_INVALID,
                    "the token is of version %d; this program knows version %d", data[0],
                    TOKEN_VERSION);
        return NULL;
    }
    return g_steal_pointer(&bytes);
}

static void read_payload(GBytes *bytes, TokenFacts *out)
{
    const guint8 *at = g_bytes_get_data(bytes, NULL);
    (void)take_number(&at, 1);
    out->key_id = (guint16)take_number(&at, 2);
    out->kiosk = (guint16)take_number(&at, 2);
    out->minutes = take_number(&at, 4);
    out->site = (guint16)take_number(&at, 2);
    (void)take_number(&at, 1);
    memcpy(out->reference, at, REFERENCE_BYTES);
}

bool token_peek(const char *text, TokenFacts *out, GError **error)
{
    g_autoptr(GBytes) bytes = decode(text, error);
    if (!bytes) {
        return false;
    }
    read_payload(bytes, out);
    return true;
}

bool token_read(const char *text, const Jwk *slip_public, TokenFacts *out, GError **error)
{
    g_autoptr(GBytes) bytes = decode(text, error);
    if (!bytes) {
        return false;
    }
    const guint8 *data = g_bytes_get_data(bytes, NULL);
    g_autofree char *input = signing_input(data);
    if (!jws_verify_raw(slip_public, (const guint8 *)input, strlen(input),
                        data + TOKEN_PAYLOAD_BYTES)) {
        g_set_error(error, KEY_ERROR, KEY_ERROR_INVALID,
                    "the token was changed or not signed by this key");
        return false;
    }
    read_payload(bytes, out);
    return true;
}

char *token_to_jws(const char *text)
{
    g_autoptr(GBytes) bytes = decode(text, NULL);
    if (!bytes) {
        return NULL;
    }
    const guint8 *data = g_bytes_get_data(bytes, NULL);
    g_autofree char *input = signing_input(data);
    g_autofree char *signature = encoding_base64url(data + TOKEN_PAYLOAD_BYTES, SIGNATURE_BYTES);
    return g_strconcat(input, ".", signature, NULL);
}
