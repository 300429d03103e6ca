// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/intake_writer.h"

#include <string.h>

#include "intake/record.h"

#include "store/jwe.h"

#include "slip/token.h"

enum { TOKEN_EPOCH_UNIX_S = 1577836800 }; /* 2020-01-01 00:00 UTC */

/* Random (version 4) and so without a time in it; from the same generator as the keys. */
static void make_id(char id[INTAKE_ID_BYTES])
{
    guint8 b[16];
    keys_random(b, sizeof b);
    b[6] = (guint8)((b[6] & 0x0F) | 0x40);
    b[8] = (guint8)((b[8] & 0x3F) | 0x80);
    g_snprintf(id, INTAKE_ID_BYTES,
               "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1],
               b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14],
               b[15]);
}

static bool write_reference(const IntakeFacts *facts, Visit *visit, GError **error)
{
    TokenFacts token = {.site = content_site(visit->content)->number};
    keys_random(token.reference, sizeof token.reference);
    reference_make_readable(token.reference);
    reference_write(token.reference, visit->reference);
    visit->qr_text[0] = 0;
    if (!facts->identity) {
        return true;
    }
    token.kiosk = (guint16)facts->identity->kiosk;
    token.key_id = facts->identity->slip_key;
    if (facts->is_clock_trusted) {
        gint64 unix_s = facts->unix_s + facts->clock_offset_s;
        token.minutes = (guint32)((unix_s - TOKEN_EPOCH_UNIX_S) / 60);
    }
    g_autofree char *url = token_write_url(&token, content_site(visit->content)->qr_host,
                                           facts->identity->slip, error);
    if (!url) {
        return false;
    }
    g_strlcpy(visit->qr_text, url, sizeof visit->qr_text);
    explicit_bzero(url, strlen(url));
    return true;
}

static char *seal(const IntakeFacts *facts, const Visit *visit, const char *id, GError **error)
{
    const RecordFacts record_facts = {
        .id = id,
        .reference = visit->reference,
        .kiosk = facts->identity->kiosk,
        .unix_s = facts->unix_s,
        .is_clock_trusted = facts->is_clock_trusted,
        .clock_offset_s = facts->clock_offset_s,
        .language = visit->language,
        .duration_s = (int)((facts->now_ms - visit->started_ms) / 1000),
    };
    GBytes *record = record_write(visit->content, &visit->answers, &visit->result, &record_facts);
    g_autoptr(json_t) header = json_pack("{s:s,s:I,s:i}", "iid", id, "kio",
                                         (json_int_t)facts->identity->kiosk, "ver", RECORD_VERSION);
    char *sealed = jwe_seal(facts->identity->sealing, record, header, error);
    record_free(record);
    return sealed;
}

bool intake_write(const IntakeFacts *facts, Visit *visit, char id[INTAKE_ID_BYTES], GError **error)
{
    make_id(id);
    if (!write_reference(facts, visit, error)) {
        return false;
    }
    if (!facts->identity) {
        g_set_error(
            error, KEY_ERROR, KEY_ERROR_MISSING,
            "cannot keep an intake: this kiosk is not enrolled; run wegwijs-sync --enrol CODE");
        return false;
    }
    if (!facts->outbox) {
        g_set_error(error, OUTBOX_ERROR, OUTBOX_ERROR_IO, "cannot keep an intake: no outbox");
        return false;
    }
    g_autofree char *sealed = seal(facts, visit, id, error);
    gint64 hour = facts->is_clock_trusted ? facts->unix_s / 3600 * 3600 : 0;
    return sealed && outbox_append(facts->outbox, id, sealed, hour, error);
}
