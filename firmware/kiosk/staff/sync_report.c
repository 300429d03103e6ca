// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/sync_report.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/json.h"

enum { MAX_FILE_BYTES = 64 * 1024, MAX_TEXT_BYTES = 1000 };

/* A member as one line of bounded length; NULL when it is none. */
static char *copy_text(const json_t *status, const char *key)
{
    const char *text = json_get_string(status, key, NULL);
    if (!text) {
        return NULL;
    }
    g_autofree char *start = g_strndup(text, MAX_TEXT_BYTES);
    char *valid = g_utf8_make_valid(start, -1);
    for (char *at = valid; *at; at++) {
        *at = g_ascii_iscntrl(*at) ? ' ' : *at;
    }
    return valid;
}

static char *need_text(const json_t *status, const char *key)
{
    char *text = copy_text(status, key);
    return text ? text : g_strdup("");
}

static gint64 take_moment(const json_t *status, const char *key)
{
    return MAX(json_get_integer(status, key, 0), 0);
}

/* Connects to the datagram socket of wegwijs-sync: refused unless somebody holds it. */
static int reach(const char *run_dir)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_autofree char *path = g_build_filename(run_dir, "wake.sock", NULL);
    if (strlen(path) >= sizeof address.sun_path) {
        return -1;
    }
    g_strlcpy(address.sun_path, path, sizeof address.sun_path);
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static bool is_listening(const char *run_dir)
{
    int fd = reach(run_dir);
    if (fd >= 0) {
        close(fd);
    }
    return fd >= 0;
}

bool sync_report_send_now(const char *run_dir)
{
    int fd = reach(run_dir);
    if (fd < 0) {
        return false;
    }
    /* A full socket holds wishes enough. */
    bool is_sent = send(fd, "n", 1, MSG_DONTWAIT | MSG_NOSIGNAL) == 1 || errno == EAGAIN;
    close(fd);
    return is_sent;
}

SyncReport *sync_report_read(const char *run_dir)
{
    SyncReport *report = g_new0(SyncReport, 1);
    g_autofree char *path = g_build_filename(run_dir, "sync-status.json", NULL);
    g_autoptr(json_t) status = json_load(path, MAX_FILE_BYTES, NULL);
    report->is_running = is_listening(run_dir);
    report->is_missing = !json_is_object(status) || !json_get_string(status, "state", NULL);
    const json_t *read = report->is_missing ? NULL : status;
    report->state = need_text(read, "state");
    report->message_nl = need_text(read, "message_nl");
    report->message_en = need_text(read, "message_en");
    report->reason = copy_text(read, "reason");
    report->problem = copy_text(read, "problem");
    report->last_contact_unix_s = take_moment(read, "last_contact_unix_s");
    report->last_try_unix_s = take_moment(read, "last_try_unix_s");
    report->next_try_unix_s = take_moment(read, "next_try_unix_s");
    report->certificate_until_unix_s = take_moment(read, "certificate_until_unix_s");
    report->is_trying = report->is_running && json_get_bool(read, "is_trying", false);
    report->has_clock_offset = json_is_integer(json_object_get(read, "clock_offset_s"));
    report->clock_offset_s = json_get_integer(read, "clock_offset_s", 0);
    return report;
}

void sync_report_free(SyncReport *report)
{
    if (report) {
        g_free(report->state);
        g_free(report->message_nl);
        g_free(report->message_en);
        g_free(report->reason);
        g_free(report->problem);
        g_free(report);
    }
}
