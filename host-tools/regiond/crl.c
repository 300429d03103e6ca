// SPDX-License-Identifier: EUPL-1.2
#include "regiond/crl.h"

#include <string.h>

#include "base/encoding.h"
#include "regiond/storage.h"

enum {
    DER_INTEGER = 0x02,
    DER_BIT_STRING = 0x03,
    DER_OCTET_STRING = 0x04,
    DER_OID = 0x06,
    DER_UTC_TIME = 0x17,
    DER_GENERALIZED_TIME = 0x18,
    DER_SEQUENCE = 0x30,
    DER_CONTEXT_0 = 0x80,
    DER_CONTEXT_0_EXPLICIT = 0xa0,
};

static const guint8 oid_ecdsa_sha256[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02};
static const guint8 oid_authority_key_id[] = {0x55, 0x1d, 0x23};
static const guint8 oid_crl_number[] = {0x55, 0x1d, 0x14};

/* Appends one value: tag, length in the shortest form, content. */
static void add(GByteArray *into, guint8 tag, const guint8 *content, gsize size)
{
    guint8 head[6] = {tag};
    guint n = 2;
    if (size < 0x80) {
        head[1] = (guint8)size;
    } else {
        guint bytes = 1;
        while (size >> (8 * bytes)) {
            bytes++;
        }
        head[1] = (guint8)(0x80 | bytes);
        for (guint i = 0; i < bytes; i++) {
            head[2 + i] = (guint8)(size >> (8 * (bytes - 1 - i)));
        }
        n += bytes;
    }
    g_assert(size < G_MAXUINT32 && n <= sizeof head);
    g_byte_array_append(into, head, n);
    g_byte_array_append(into, content, (guint)size);
}

/* The same, with what is in `content`, which is freed. */
static void add_take(GByteArray *into, guint8 tag, GByteArray *content)
{
    add(into, tag, content->data, content->len);
    g_byte_array_unref(content);
}

/* Unsigned, big-endian; a zero byte is put before a first bit that would make it negative. */
static void add_integer(GByteArray *into, const guint8 *value, gsize size)
{
    while (size > 1 && value[0] == 0) {
        value++;
        size--;
    }
    GByteArray *content = g_byte_array_new();
    if (value[0] & 0x80) {
        g_byte_array_append(content, (const guint8 *)"", 1);
    }
    g_byte_array_append(content, value, (guint)size);
    add_take(into, DER_INTEGER, content);
}

/* UTCTime up to 2049, GeneralizedTime after (RFC 5280 5.1.2.4). */
static void add_time(GByteArray *into, gint64 unix_s)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(unix_s);
    bool is_late = g_date_time_get_year(time) >= 2050;
    g_autofree char *text = g_date_time_format(time, is_late ? "%Y%m%d%H%M%SZ" : "%y%m%d%H%M%SZ");
    add(into, is_late ? DER_GENERALIZED_TIME : DER_UTC_TIME, (const guint8 *)text, strlen(text));
}

static void add_algorithm(GByteArray *into)
{
    GByteArray *algorithm = g_byte_array_new();
    add(algorithm, DER_OID, oid_ecdsa_sha256, sizeof oid_ecdsa_sha256);
    add_take(into, DER_SEQUENCE, algorithm);
}

static void add_extension(GByteArray *into, const guint8 oid[3], GByteArray *value)
{
    GByteArray *extension = g_byte_array_new();
    add(extension, DER_OID, oid, 3);
    add_take(extension, DER_OCTET_STRING, value);
    add_take(into, DER_SEQUENCE, extension);
}

static void add_extensions(GByteArray *into, const CrlFacts *facts)
{
    GByteArray *key_id = g_byte_array_new();
    add(key_id, DER_CONTEXT_0, facts->key_id, facts->key_id_bytes);
    GByteArray *key_id_value = g_byte_array_new();
    add_take(key_id_value, DER_SEQUENCE, key_id);

    guint64 number = GUINT64_TO_BE((guint64)facts->now_unix_s);
    GByteArray *number_value = g_byte_array_new();
    add_integer(number_value, (const guint8 *)&number, sizeof number);

    GByteArray *list = g_byte_array_new();
    add_extension(list, oid_authority_key_id, key_id_value);
    add_extension(list, oid_crl_number, number_value);
    GByteArray *sequence = g_byte_array_new();
    add_take(sequence, DER_SEQUENCE, list);
    add_take(into, DER_CONTEXT_0_EXPLICIT, sequence);
}

static void add_revoked(GByteArray *into, const GPtrArray *revoked)
{
    if (revoked->len == 0) {
        return; /* the list is left out when empty (RFC 5280 5.1.2.6) */
    }
    GByteArray *list = g_byte_array_new();
    for (guint i = 0; i < revoked->len; i++) {
        const StorageCertificate *certificate = g_ptr_array_index(revoked, i);
        g_autofree char *lower = g_ascii_strdown(certificate->serial, -1);
        g_autoptr(GBytes) serial = encoding_hex_decode(lower, -1);
        g_assert(serial && g_bytes_get_size(serial) > 0);
        GByteArray *entry = g_byte_array_new();
        add_integer(entry, g_bytes_get_data(serial, NULL), g_bytes_get_size(serial));
        add_time(entry, certificate->revoked_unix_s);
        add_take(list, DER_SEQUENCE, entry);
    }
    add_take(into, DER_SEQUENCE, list);
}

GByteArray *crl_write_tbs(const CrlFacts *facts, const GPtrArray *revoked)
{
    static const guint8 version_2 = 1;
    GByteArray *tbs = g_byte_array_new();
    add_integer(tbs, &version_2, 1);
    add_algorithm(tbs);
    g_byte_array_append(tbs, facts->issuer_der, (guint)facts->issuer_bytes);
    add_time(tbs, facts->now_unix_s);
    add_time(tbs, facts->now_unix_s + CRL_LIFE_S);
    add_revoked(tbs, revoked);
    add_extensions(tbs, facts);
    GByteArray *whole = g_byte_array_new();
    add_take(whole, DER_SEQUENCE, tbs);
    return whole;
}

GByteArray *crl_finish(const GByteArray *tbs, const guint8 *signature, gsize signature_bytes)
{
    GByteArray *list = g_byte_array_new();
    g_byte_array_append(list, tbs->data, tbs->len);
    add_algorithm(list);
    GByteArray *bits = g_byte_array_new();
    g_byte_array_append(bits, (const guint8 *)"", 1); /* no unused bits */
    g_byte_array_append(bits, signature, (guint)signature_bytes);
    add_take(list, DER_BIT_STRING, bits);
    GByteArray *whole = g_byte_array_new();
    add_take(whole, DER_SEQUENCE, list);
    return whole;
}
