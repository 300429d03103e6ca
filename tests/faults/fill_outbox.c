// SPDX-License-Identifier: EUPL-1.2
/* fill_outbox STATE COUNT [SPOILT]: appends COUNT sealed intakes of an enrolled kiosk to its
 * outbox, all with outcome "printed", and prints their ids. The one with number SPOILT (from 1) is
 * sealed under another id than it bears: a region refuses it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "store/jwe.h"
#include "store/kiosk_identity.h"
#include "store/outbox.h"

enum { PLAIN_BYTES = 1024 };

static GBytes *write_record(const char *id, guint32 kiosk)
{
    g_autoptr(json_t) record = json_pack(
        "{si ss ss si ss ss ss s[s] si ss ss ss}", "v", 1, "id", id, "ref", "ABCD-EFGH-J", "kiosk",
        (int)kiosk, "site", "1", "hour", "2026-11-23T13:00:00Z", "lang", "nl", "doors", "werk",
        "path_len", 3, "secs", "0-60", "content", "voorbeeld-1", "content_sha256", "00");
    g_autoptr(GBytes) text = json_write(record);
    char *padded = g_strnfill(PLAIN_BYTES, ' ');
    memcpy(padded, g_bytes_get_data(text, NULL), g_bytes_get_size(text));
    return g_bytes_new_take(padded, PLAIN_BYTES);
}

static bool append(Outbox *outbox, const KioskIdentity *identity, bool is_spoilt, GError **error)
{
    g_autofree char *id = g_uuid_string_random();
    g_autofree char *other = g_uuid_string_random();
    g_autoptr(GBytes) plain = write_record(id, identity->kiosk);
    g_autoptr(json_t) header = json_pack("{ss si si}", "iid", is_spoilt ? other : id, "kio",
                                         (int)identity->kiosk, "ver", 1);
    g_autofree char *sealed = jwe_seal(identity->sealing, plain, header, error);
    gint64 now_s = clock_unix_s();
    if (!sealed || !outbox_append(outbox, id, sealed, now_s, error) ||
        !outbox_set_outcome(outbox, id, OUTBOX_OUTCOME_PRINTED, error)) {
        return false;
    }
    puts(id);
    return true;
}

static bool fill(const char *state_dir, int count, int spoilt, GError **error)
{
    g_autofree char *path = g_build_filename(state_dir, "outbox.sqlite", NULL);
    OutboxLimits limits = {.max_rows = 100000, .max_bytes = G_GINT64_CONSTANT(1) << 30};
    if (!keys_init(error)) {
        return false;
    }
    g_autoptr(KioskIdentity) identity = kiosk_identity_load(state_dir, error);
    g_autoptr(Outbox) outbox = identity ? outbox_open(path, &limits, NULL, error) : NULL;
    bool ok = outbox != NULL;
    for (int i = 1; ok && i <= count; i++) {
        ok = append(outbox, identity, i == spoilt, error);
    }
    return ok;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("use: fill_outbox STATE COUNT [SPOILT]\n", stderr);
        return 2;
    }
    g_autoptr(GError) error = NULL;
    if (!fill(argv[1], atoi(argv[2]), argc > 3 ? atoi(argv[3]) : 0, &error)) {
        fprintf(stderr, "fill_outbox: %s\n", error->message);
        return 1;
    }
    return 0;
}
