// SPDX-License-Identifier: EUPL-1.2
#include "fleet/real_kiosk.h"

#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "store/jwe.h"
#include "store/kiosk_identity.h"
#include "store/outbox.h"

enum { PLAIN_BYTES = 1024 };

char *real_run(const char *const *arguments, GError **error)
{
    g_autoptr(GSubprocess) process =
        g_subprocess_newv(arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE, error);
    g_autofree char *said = NULL;
    if (!process || !g_subprocess_communicate_utf8(process, NULL, NULL, &said, NULL, error)) {
        return NULL;
    }
    if (!g_subprocess_get_successful(process)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s failed; it said why", arguments[0]);
        return NULL;
    }
    return g_steal_pointer(&said);
}

/* ---- Making one ---- */

static bool write_text(const char *path, const char *text, GError **error)
{
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    return file_save(path, bytes, 0600, error);
}

static bool write_settings(const RealKiosk *kiosk, const RealPlace *place, GError **error)
{
    g_autofree char *url_file = g_build_filename(place->region_dir, "url", NULL);
    g_autofree char *url = NULL;
    if (!g_file_get_contents(url_file, &url, NULL, error)) {
        return false;
    }
    g_autofree char *text =
        g_strdup_printf("[kiosk]\nstate_dir = state\nrun_dir = run\nassets_dir = assets\n"
                        "debug = true\n[outbox]\nmax_rows = 10000000\nmax_mib = 65536\n[region]\n"
                        "url = %s\nca_file = %s/tls/server-ca.pem\ncode_file = code\n"
                        "interval_s = %d\nsend_delay_s = %d\nretry_most_s = %d\n",
                        g_strstrip(url), place->region_dir, place->interval_s, place->send_delay_s,
                        place->retry_most_s);
    return write_text(kiosk->settings, text, error);
}

static bool enrol(const RealKiosk *kiosk, const RealPlace *place, const char *name, GError **error)
{
    g_autofree char *regiond = g_build_filename(place->programs, "regiond", NULL);
    g_autofree char *config = g_build_filename(place->region_dir, "regiond.ini", NULL);
    const char *add[] = {regiond,   "admin", "add-kiosk", "--config", config,
                         "--kiosk", name,    "--site",    "1",        NULL};
    g_autofree char *code = real_run(add, error);
    g_autofree char *code_file = g_build_filename(kiosk->folder, "code", NULL);
    g_autofree char *sync = g_build_filename(place->programs, "wegwijs-sync", NULL);
    const char *once[] = {
        "/usr/bin/env", "G_MESSAGES_DEBUG=", sync, "--config", kiosk->settings, "--once", NULL};
    if (!code || !write_text(code_file, code, error)) {
        return false;
    }
    g_autoptr(GSubprocess) process = g_subprocess_newv(once, G_SUBPROCESS_FLAGS_STDERR_PIPE, error);
    g_autofree char *said = NULL;
    if (!process || !g_subprocess_communicate_utf8(process, NULL, NULL, NULL, &said, error)) {
        return false;
    }
    if (!g_subprocess_get_successful(process)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s could not enrol: %s", name, said);
        return false;
    }
    return true;
}

bool real_kiosk_make(RealKiosk *kiosk, const RealPlace *place, const char *name, GError **error)
{
    *kiosk = (RealKiosk){.folder = g_build_filename(place->work_dir, name, NULL)};
    kiosk->settings = g_build_filename(kiosk->folder, "kiosk.ini", NULL);
    return file_make_folder(kiosk->folder, error) && write_settings(kiosk, place, error) &&
           enrol(kiosk, place, name, error);
}

/* ---- Intakes ---- */

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

static bool append(Outbox *outbox, const KioskIdentity *identity, const char *id, GError **error)
{
    g_autoptr(GBytes) plain = write_record(id, identity->kiosk);
    g_autoptr(json_t) header =
        json_pack("{ss si si}", "iid", id, "kio", (int)identity->kiosk, "ver", 1);
    g_autofree char *sealed = jwe_seal(identity->sealing, plain, header, error);
    return sealed && outbox_append(outbox, id, sealed, clock_unix_s(), error) &&
           outbox_set_outcome(outbox, id, OUTBOX_OUTCOME_PRINTED, error);
}

bool real_kiosk_fill(const RealKiosk *kiosk, guint intakes, GHashTable *ids, GError **error)
{
    g_autofree char *state = g_build_filename(kiosk->folder, "state", NULL);
    g_autofree char *path = g_build_filename(state, "outbox.sqlite", NULL);
    OutboxLimits limits = {.max_rows = 10000000, .max_bytes = G_GINT64_CONSTANT(1) << 36};
    if (!keys_init(error)) {
        return false;
    }
    g_autoptr(KioskIdentity) identity = kiosk_identity_load(state, error);
    g_autoptr(Outbox) outbox = identity ? outbox_open(path, &limits, NULL, error) : NULL;
    bool ok = outbox != NULL;
    for (guint i = 0; ok && i < intakes; i++) {
        g_autofree char *id = g_uuid_string_random();
        ok = append(outbox, identity, id, error);
        g_hash_table_add(ids, g_steal_pointer(&id));
    }
    return ok;
}

/* ---- The process ---- */

bool real_kiosk_start(RealKiosk *kiosk, const RealPlace *place, GError **error)
{
    g_autofree char *sync = g_build_filename(place->programs, "wegwijs-sync", NULL);
    const char *arguments[] = {sync, "--config", kiosk->settings, NULL};
    kiosk->process = g_subprocess_newv(arguments, G_SUBPROCESS_FLAGS_STDERR_PIPE, error);
    return kiosk->process != NULL;
}

void real_kiosk_stop(RealKiosk *kiosk)
{
    if (kiosk->process) {
        g_subprocess_send_signal(kiosk->process, SIGTERM);
        (void)g_subprocess_wait(kiosk->process, NULL, NULL);
        g_clear_object(&kiosk->process);
    }
}

static char *proc_file(const RealKiosk *kiosk, const char *name)
{
    const char *pid = kiosk->process ? g_subprocess_get_identifier(kiosk->process) : NULL;
    return g_strdup_printf("/proc/%s/%s", pid ? pid : "0", name);
}

static gint64 read_kib(const RealKiosk *kiosk, const char *key)
{
    g_autofree char *path = proc_file(kiosk, "status");
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL)) {
        return 0;
    }
    const char *at = strstr(text, key);
    return at ? g_ascii_strtoll(at + strlen(key), NULL, 10) : 0;
}

void real_kiosk_note_memory(RealKiosk *kiosk)
{
    g_autofree char *path = proc_file(kiosk, "clear_refs");
    FILE *forget = fopen(path, "we");
    if (forget) {
        fputs("5", forget); /* proc(5): the most there was is what there is */
        fclose(forget);
    }
    kiosk->rss_kib = read_kib(kiosk, "\nVmRSS:");
}

gint64 real_kiosk_memory_growth_kib(const RealKiosk *kiosk)
{
    return read_kib(kiosk, "\nVmHWM:") - kiosk->rss_kib;
}

void real_kiosk_clear(RealKiosk *kiosk)
{
    real_kiosk_stop(kiosk);
    g_free(kiosk->folder);
    g_free(kiosk->settings);
    *kiosk = (RealKiosk){0};
}
