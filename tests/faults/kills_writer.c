// SPDX-License-Identifier: EUPL-1.2
/* kills_writer STATE RUN LEDGER STOP: in a kiosk's place, appends sealed intakes to the outbox of
 * an enrolled kiosk without a pause, gives each an outcome and wakes wegwijs-sync, until the file
 * STOP is there. What it did is in LEDGER, a line for each step, written right after the step:
 *
 *   T id outcome sealed    it begins to append this intake, which is to get this outcome
 *   A id                   the outbox has acknowledged it
 *   O id                   and its outcome
 *
 * Each line begins with a line's end, so that one that was cut off spoils none. At its start it
 * settles what was left, as wegwijs-kiosk does. */
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "store/jwe.h"
#include "store/kiosk_identity.h"
#include "store/outbox.h"

enum { PLAIN_BYTES = 1024, MOST_WAITING = 150, PAUSE_MS = 10, WAKE_EVERY = 8 };

typedef struct {
    Outbox *outbox;
    KioskIdentity *identity;
    const char *wake_path;
    int ledger, wake;
} Writer;

static void note(const Writer *writer, const char *line)
{
    g_autofree char *text = g_strconcat("\n", line, "\n", NULL);
    ssize_t n = write(writer->ledger, text, strlen(text));
    g_assert_cmpint(n, ==, (ssize_t)strlen(text));
}

static void wake(const Writer *writer, char what)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_strlcpy(address.sun_path, writer->wake_path, sizeof address.sun_path);
    (void)sendto(writer->wake, &what, 1, MSG_DONTWAIT, (struct sockaddr *)&address, sizeof address);
}

static char *seal(const Writer *writer, const char *id, GError **error)
{
    g_autoptr(json_t) record =
        json_pack("{si ss ss si ss ss ss s[s] si ss ss ss}", "v", 1, "id", id, "ref", "ABCD-EFGH-J",
                  "kiosk", (int)writer->identity->kiosk, "site", "1", "hour",
                  "2026-11-23T13:00:00Z", "lang", "nl", "doors", "werk", "path_len", 3, "secs",
                  "0-60", "content", "voorbeeld-1", "content_sha256", "00");
    g_autoptr(GBytes) text = json_write(record);
    g_autofree char *padded = g_strnfill(PLAIN_BYTES, ' ');
    memcpy(padded, g_bytes_get_data(text, NULL), g_bytes_get_size(text));
    g_autoptr(GBytes) plain = g_bytes_new(padded, PLAIN_BYTES);
    g_autoptr(json_t) header =
        json_pack("{ss si si}", "iid", id, "kio", (int)writer->identity->kiosk, "ver", 1);
    return jwe_seal(writer->identity->sealing, plain, header, error);
}

static bool add_one(const Writer *writer, guint number, GError **error)
{
    static const OutboxOutcome outcomes[] = {OUTBOX_OUTCOME_PRINTED, OUTBOX_OUTCOME_SHOWN,
                                             OUTBOX_OUTCOME_ABANDONED};
    OutboxOutcome outcome = outcomes[number % G_N_ELEMENTS(outcomes)];
    g_autofree char *id = g_uuid_string_random();
    g_autofree char *sealed = seal(writer, id, error);
    if (!sealed) {
        return false;
    }
    g_autofree char *tries =
        g_strdup_printf("T %s %s %s", id, outbox_outcome_name(outcome), sealed);
    g_autofree char *acknowledged = g_strconcat("A ", id, NULL);
    g_autofree char *finished = g_strconcat("O ", id, NULL);
    note(writer, tries);
    if (!outbox_append(writer->outbox, id, sealed, clock_unix_s(), error)) {
        return false;
    }
    note(writer, acknowledged);
    if (!outbox_set_outcome(writer->outbox, id, outcome, error)) {
        return false;
    }
    note(writer, finished);
    return true;
}

/* A little at a time, so that there is always something to send and never much. */
static bool rest(const Writer *writer, GError **error)
{
    for (;;) {
        OutboxCounts counts;
        if (!outbox_count(writer->outbox, &counts, error)) {
            return false;
        }
        if (counts.waiting < MOST_WAITING) {
            return true;
        }
        wake(writer, 'n');
        poll(NULL, 0, PAUSE_MS);
    }
}

static bool work(const Writer *writer, const char *stop, GError **error)
{
    if (outbox_settle_prepared(writer->outbox, error) < 0) {
        return false;
    }
    for (guint i = 0; access(stop, F_OK) != 0; i++) {
        if (!add_one(writer, i, error)) {
            return false;
        }
        if (i % WAKE_EVERY == 0) {
            wake(writer, 'w');
            if (!rest(writer, error)) {
                return false;
            }
        }
    }
    wake(writer, 'n');
    return true;
}

static bool run(char **argv, GError **error)
{
    g_autofree char *path = g_build_filename(argv[1], "outbox.sqlite", NULL);
    g_autofree char *wake_path = g_build_filename(argv[2], "wake.sock", NULL);
    OutboxLimits limits = {.max_rows = 100000, .max_bytes = G_GINT64_CONSTANT(1) << 30};
    Writer writer = {.wake_path = wake_path};
    if (!keys_init(error)) {
        return false;
    }
    writer.identity = kiosk_identity_load(argv[1], error);
    writer.outbox = writer.identity ? outbox_open(path, &limits, NULL, error) : NULL;
    writer.ledger = open(argv[3], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    writer.wake = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    bool ok = writer.outbox && writer.ledger >= 0 && work(&writer, argv[4], error);
    outbox_close(writer.outbox);
    kiosk_identity_free(writer.identity);
    return ok;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fputs("use: kills_writer STATE RUN LEDGER STOP\n", stderr);
        return 2;
    }
    g_autoptr(GError) error = NULL;
    if (!run(argv, &error)) {
        fprintf(stderr, "kills_writer: %s\n", error ? error->message : "no ledger");
        return 1;
    }
    return 0;
}
