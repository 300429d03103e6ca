// SPDX-License-Identifier: EUPL-1.2
/* What the jobs of wegwijs-sync share: settings, outbox, identity, the connection to the region and
 * the schedule. One for the life of the program, main thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/settings.h"
#include "region/client_credentials.h"
#include "region/content_download.h"
#include "region/http.h"
#include "region/orders.h"
#include "store/kiosk_identity.h"
#include "store/outbox.h"
#include "sync/schedule.h"
#include "sync/sync_memory.h"
#include "sync/sync_state.h"

/* By which a file that was replaced is known; all-zero: not there. */
typedef struct {
    guint64 inode;
    gint64 size_bytes, changed_ns;
} FileStamp;

typedef struct {
    const Settings *settings;
    const char *state_dir, *run_dir; /* of settings */
    Outbox *outbox;
    ClientCredentials *credentials;
    SyncMemory memory;
    Schedule schedule;

    /* From enrolment; NULL and zero before it. */
    KioskIdentity *identity;
    TlsCertificate certificate;
    gint64 last_serial; /* of the region's orders */

    /* How the region is reached; NULL while it cannot be. */
    TlsPolicy *policy;
    HttpClient *http;
    bool has_own_certificate;    /* the connection shows it */
    FileStamp ca_file, crl_file; /* as the connection has read them */

    /* Of the jobs. */
    char *code;            /* one-time enrolment code from the command line; wiped after use */
    guint batch;           /* rows in the next upload */
    bool is_region_well;   /* something else succeeded since the last upload that failed */
    gint64 flowed_mono_ms; /* when intakes last arrived; 0: not since the start */
    GPtrArray *rows;       /* OutboxRow*, on their way */
    OrdersContent wanted;
    ContentDownload *download;
    char *refused_bundle;    /* SHA-256 of a pack that failed its checks */
    char *restarted_bundle;  /* and of one whose download began anew because it came out wrong */
    char *content_problem;   /* and why */
    char *wishes;            /* SHA-256 of what the last orders want, whenever they were signed */
    char *re_enrol_id;       /* of the order to re-enrol that is not done yet */
    bool is_content_damaged; /* the pack in use: it must come again */
    bool is_restart_ordered; /* the program ends and is started again */

    /* Time. */
    gint64 noted_contact_unix_s; /* last contact, as memory has it on disk */
    bool has_region_time;
    gint64 region_unix_s, region_mono_ms; /* the region's clock at the last contact */
    gint64 age_unix_s, age_mono_ms;       /* of session_age_clock, at some moment */
    gint64 pack_signed_unix_s;            /* of the content in use, 0: none */
} Session;

/* Opens outbox, credentials and identity; one that is damaged counts as none. Errors name the file
 * and what to do. Caller closes. */
bool session_open(Session *session, const Settings *settings,
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void session_close(Session *session);

bool session_is_enrolled(const Session *session);
/* The one-time code as somebody gave it, on the command line or in region.code_file, unless it was
 * used or refused before: a file that cannot be emptied would be tried for ever. NULL with an error
 * that says what to do. Caller wipes and frees. */
char *session_find_code(const Session *session, GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool session_has_code(const Session *session);
/* A code works once: it is wiped, its file is emptied, and it is not found again. */
void session_forget_code(Session *session);
/* Not enrolled, or somebody wants it enrolled anew. */
bool session_wants_enrolment(const Session *session);

/* Makes them unless they are there, of the same kind, from the files as they are now: the region's
 * authority and its revocation list are replaced while the program runs. */
bool session_ensure_connection(Session *session, bool enrolled,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (Re)makes the connection's means: with the own certificate when there is one and `enrolled`,
 * without to enrol. On an error there is no connection. */
bool session_connect(Session *session, bool enrolled, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The identity was written by enrolment: reads it again. */
bool session_reload_identity(Session *session, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The order to re-enrol, if there is one, was carried out: it is remembered and reported. */
void session_note_re_enrolled(Session *session);

/* The region said what time it is. */
void session_take_region_time(Session *session, gint64 region_unix_s);
/* The wall clock is not before the newest of build, last saved time and signed pack. */
bool session_is_clock_plausible(const Session *session);
/* The region's time, carried on by the monotonic clock. False: it has not said it since the start.
 */
bool session_region_time(const Session *session, gint64 *unix_s);

/* The region's time minus the wall clock's as it is now; 0: not known. A jump since the last
 * contact is in it. */
gint64 session_clock_offset_s(const Session *session);

/* The clock by which intakes grow old: what the region said last, now or before the start, and the
 * time that this program ran since. It may be behind, since nobody counts while the kiosk is off;
 * it never is ahead, whatever happens to the wall clock: a clock that is wrong by days still looks
 * plausible, and intakes are removed for their age. */
gint64 session_age_clock(const Session *session);
/* Dates intakes that have no hour or one that is yet to come, removes those that are too old. To be
 * called every hour. Logs what it removed. */
void session_age_intakes(Session *session);

/* 32 random bits. */
guint32 session_random(void);
