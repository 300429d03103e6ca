// SPDX-License-Identifier: EUPL-1.2
#include "sync/session.h"

#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/file.h"
#include "region/upload.h"
#include "store/clock_floor.h"
#include "store/content_store.h"
#include "store/region_settings.h"

enum {
    MAX_PEM_BYTES = 512 * 1024,
    HOUR_S = 3600,
    MIB = 1024 * 1024,
    MAX_CODE_FILE_BYTES = 4096,
};

static const char agent[] = "wegwijs-sync/" WEGWIJS_VERSION;

static bool open_outbox(Session *session, GError **error)
{
    g_autofree char *path = g_build_filename(session->state_dir, "outbox.sqlite", NULL);
    OutboxLimits limits = {
        .max_rows = settings_int(session->settings, "outbox", "max_rows"),
        .max_bytes = settings_int(session->settings, "outbox", "max_mib") * MIB,
    };
    bool was_damaged = false;
    session->outbox = outbox_open(path, &limits, &was_damaged, error);
    if (was_damaged) {
        g_warning("%s was damaged; it was set aside and what could be read was carried over", path);
    }
    return session->outbox != NULL;
}

bool session_reload_identity(Session *session, GError **error)
{
    g_autoptr(GError) inner = NULL;
    KioskIdentity *identity = kiosk_identity_load(session->state_dir, &inner);
    if (!identity && !g_error_matches(inner, KEY_ERROR, KEY_ERROR_MISSING)) {
        g_propagate_error(error, g_steal_pointer(&inner));
        return false;
    }
    kiosk_identity_free(session->identity);
    session->identity = identity;
    session->last_serial = 0;
    if (identity) {
        g_autoptr(RegionSettings) saved =
            region_settings_load(session->state_dir, identity->receipt, identity->kiosk, NULL);
        bool is_known = g_strcmp0(session->memory.orders_key, jwk_kid(identity->receipt)) == 0;
        session->last_serial =
            MAX(saved ? saved->serial : 0, is_known ? session->memory.orders_serial : 0);
    }
    return true;
}

void session_note_re_enrolled(Session *session)
{
    if (!session->re_enrol_id) {
        return;
    }
    sync_memory_add_command(&session->memory, session->re_enrol_id);
    g_clear_pointer(&session->re_enrol_id, g_free);
    g_autoptr(GError) error = NULL;
    if (!sync_memory_save(&session->memory, session->state_dir, &error)) {
        g_warning("%s", error->message);
    }
    schedule_want(&session->schedule, SCHEDULE_JOB_STATUS, clock_monotonic_ms(), 0);
}

/* When the pack in use was signed: the clock cannot be before that. */
static void learn_pack(Session *session)
{
    if (!session->identity) {
        return;
    }
    g_autofree char *root = g_build_filename(session->state_dir, "content", NULL);
    g_autoptr(ContentStore) store = content_store_open(
        root, (const Jwk *const *)session->identity->content, session->identity->n_content, NULL);
    g_autofree char *current = store ? content_store_current(store) : NULL;
    g_autoptr(SignedPack) pack = store ? content_store_load(store, NULL, NULL) : NULL;
    session->is_content_damaged = current && (!pack || strcmp(pack->sha256, current) != 0);
    session->pack_signed_unix_s = pack ? pack->signed_unix_s : 0;
}

static void set_age_clock(Session *session, gint64 unix_s)
{
    session->age_unix_s = unix_s;
    session->age_mono_ms = clock_monotonic_ms();
}

gint64 session_age_clock(const Session *session)
{
    return session->age_unix_s + (clock_monotonic_ms() - session->age_mono_ms) / 1000;
}

/* It is later, or earlier, than was counted: intakes dated by that count move along, to the hour
 * before at most, so that they count as dated before this moment. False when they cannot; then the
 * count goes on as it was. */
static bool move_age_clock(Session *session, gint64 unix_s)
{
    gint64 by_s = unix_s - session_age_clock(session);
    OutboxMove move = {
        .from_unix_s = clock_floor_load(session->state_dir).confirmed_unix_s,
        .by_s = by_s,
        .most_unix_s = unix_s - HOUR_S,
    };
    g_autoptr(GError) error = NULL;
    if (ABS(by_s) >= HOUR_S && outbox_move_hours(session->outbox, &move, &error) < 0) {
        g_warning("%s", error->message);
        return false;
    }
    set_age_clock(session, unix_s);
    return true;
}

static gint64 read_floor(const Session *session)
{
    return clock_floor_read(session->state_dir, session->pack_signed_unix_s);
}

/* New firmware, or a new pack, may know better than what was saved. */
static void start_age_clock(Session *session)
{
    gint64 saved_s = clock_floor_load(session->state_dir).saved_unix_s;
    gint64 floor_s = read_floor(session);
    set_age_clock(session, saved_s > 0 ? saved_s : floor_s);
    (void)move_age_clock(session, floor_s);
}

bool session_open(Session *session, const Settings *settings, GError **error)
{
    *session = (Session){.settings = settings, .batch = UPLOAD_MAX_ROWS};
    session->state_dir = settings_text(settings, "kiosk", "state_dir");
    session->run_dir = settings_text(settings, "kiosk", "run_dir");
    ScheduleLimits limits = {
        .interval_ms = settings_int(settings, "region", "interval_s") * 1000,
        .send_delay_ms = settings_int(settings, "region", "send_delay_s") * 1000,
        .retry_most_ms = settings_int(settings, "region", "retry_most_s") * 1000,
    };
    schedule_init(&session->schedule, &limits);
    if (!file_make_folder(session->state_dir, error) ||
        !file_make_folder(session->run_dir, error) || !open_outbox(session, error)) {
        return false;
    }
    sync_memory_load(&session->memory, session->state_dir);
    session->noted_contact_unix_s = session->memory.last_contact_unix_s;
    session->credentials = client_credentials_open(session->state_dir, error);
    if (!session->credentials) {
        return false;
    }
    g_autoptr(GError) damaged = NULL;
    if (!session_reload_identity(session, &damaged)) {
        g_warning("%s; the kiosk must be enrolled again", damaged->message);
    }
    learn_pack(session);
    start_age_clock(session);
    return true;
}

static void disconnect(Session *session)
{
    g_clear_pointer(&session->http, http_client_free);
    g_clear_pointer(&session->policy, tls_policy_free);
}

void session_close(Session *session)
{
    disconnect(session);
    g_clear_pointer(&session->download, content_download_free);
    g_clear_pointer(&session->rows, g_ptr_array_unref);
    kiosk_identity_free(session->identity);
    client_credentials_free(session->credentials);
    outbox_close(session->outbox);
    sync_memory_clear(&session->memory);
    if (session->code) {
        explicit_bzero(session->code, strlen(session->code));
    }
    g_free(session->code);
    g_free(session->wanted.version);
    g_free(session->refused_bundle);
    g_free(session->restarted_bundle);
    g_free(session->content_problem);
    g_free(session->wishes);
    g_free(session->re_enrol_id);
    *session = (Session){0};
}

bool session_is_enrolled(const Session *session)
{
    return session->identity && client_credentials_exist(session->credentials);
}

static const char *code_file(const Session *session)
{
    return settings_text(session->settings, "region", "code_file");
}

static void wipe(char *text)
{
    if (text) {
        explicit_bzero(text, strlen(text));
        g_free(text);
    }
}

/* What stands in region.code_file; NULL with an error, or without one when nothing does. */
static char *read_code_file(const Session *session, GError **error)
{
    const char *path = code_file(session);
    g_autoptr(GError) cause = NULL;
    g_autoptr(GBytes) text = *path ? file_load(path, MAX_CODE_FILE_BYTES, &cause) : NULL;
    if (cause && !g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
        g_propagate_prefixed_error(error, g_steal_pointer(&cause), "region.code_file: ");
    }
    return text ? g_strstrip(g_strndup(g_bytes_get_data(text, NULL), g_bytes_get_size(text)))
                : NULL;
}

static bool is_spent(const Session *session, const char *code)
{
    g_autofree char *sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, code, -1);
    return g_strcmp0(sha256, session->memory.spent_code) == 0;
}

char *session_find_code(const Session *session, GError **error)
{
    g_autoptr(GError) cause = NULL;
    char *code = session->code ? g_strdup(session->code) : read_code_file(session, &cause);
    if (cause) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return NULL;
    }
    if (!code || !*code || is_spent(session, code)) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                    "no enrolment code; ask the region for one (--enrol, or region.code_file)");
        wipe(g_steal_pointer(&code));
    }
    return code;
}

bool session_has_code(const Session *session)
{
    char *code = session_find_code(session, NULL);
    bool has_code = code != NULL;
    wipe(code);
    return has_code;
}

static void remember_spent(Session *session)
{
    char *code = session_find_code(session, NULL);
    if (!code) {
        return;
    }
    g_free(session->memory.spent_code);
    session->memory.spent_code = g_compute_checksum_for_string(G_CHECKSUM_SHA256, code, -1);
    wipe(code);
    g_autoptr(GError) error = NULL;
    if (!sync_memory_save(&session->memory, session->state_dir, &error)) {
        g_warning("%s", error->message);
    }
}

void session_forget_code(Session *session)
{
    remember_spent(session);
    wipe(g_steal_pointer(&session->code));
    const char *path = code_file(session);
    struct stat st;
    if (!*path || stat(path, &st) != 0 || st.st_size == 0) {
        return;
    }
    g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);
    g_autoptr(GError) error = NULL;
    if (!file_save(path, nothing, (int)(st.st_mode & 0777), &error)) {
        g_warning("the enrolment code was used but cannot be removed: %s", error->message);
    }
}

bool session_wants_enrolment(const Session *session)
{
    return !session_is_enrolled(session) || session_has_code(session);
}

/* PEM of the own certificate and key, to learn when it ends. */
static bool read_own_certificate(Session *session, GError **error)
{
    const char *key_file = client_credentials_key_file(session->credentials);
    const char *chain_file = client_credentials_chain_file(session->credentials);
    g_autoptr(GBytes) key = file_load(key_file, MAX_PEM_BYTES, error);
    g_autoptr(GBytes) chain = key ? file_load(chain_file, MAX_PEM_BYTES, error) : NULL;
    if (!chain) {
        return false;
    }
    char *key_pem = g_strndup(g_bytes_get_data(key, NULL), g_bytes_get_size(key));
    g_autofree char *chain_pem = g_strndup(g_bytes_get_data(chain, NULL), g_bytes_get_size(chain));
    bool ok = tls_certificate_check(chain_pem, key_pem, &session->certificate, error);
    explicit_bzero(key_pem, strlen(key_pem));
    g_free(key_pem);
    return ok;
}

static FileStamp read_stamp(const Session *session, const char *key)
{
    struct stat st;
    if (stat(settings_text(session->settings, "region", key), &st) != 0) {
        return (FileStamp){0};
    }
    gint64 changed_ns = (gint64)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    return (FileStamp){st.st_ino, st.st_size, changed_ns};
}

static bool is_same(const FileStamp *a, const FileStamp *b)
{
    return a->inode == b->inode && a->size_bytes == b->size_bytes && a->changed_ns == b->changed_ns;
}

static bool are_files_as_read(const Session *session)
{
    FileStamp ca = read_stamp(session, "ca_file");
    FileStamp crl = read_stamp(session, "crl_file");
    return is_same(&ca, &session->ca_file) && is_same(&crl, &session->crl_file);
}

bool session_connect(Session *session, bool enrolled, GError **error)
{
    disconnect(session);
    session->ca_file = read_stamp(session, "ca_file");
    session->crl_file = read_stamp(session, "crl_file");
    const char *url = settings_text(session->settings, "region", "url");
    const char *ca_file = settings_text(session->settings, "region", "ca_file");
    if (!*url || !*ca_file) {
        g_set_error(error, HTTP_ERROR, HTTP_ERROR_ADDRESS,
                    "no region is set: region.url and region.ca_file are needed");
        return false;
    }
    bool with_own = enrolled && session_is_enrolled(session);
    if (with_own && (!client_credentials_settle(session->credentials, error) ||
                     !read_own_certificate(session, error))) {
        return false;
    }
    TlsPolicyFiles files = {
        .ca_file = ca_file,
        .crl_file = settings_text(session->settings, "region", "crl_file"),
        .key_file = with_own ? client_credentials_key_file(session->credentials) : NULL,
        .chain_file = with_own ? client_credentials_chain_file(session->credentials) : NULL,
        .allow_tls12 = strcmp(settings_text(session->settings, "region", "tls_min"), "1.2") == 0,
    };
    session->policy = tls_policy_load(&files, error);
    if (!session->policy) {
        return false;
    }
    session->http = http_client_new(url, session->policy, agent, error);
    session->has_own_certificate = with_own;
    return session->http != NULL;
}

bool session_ensure_connection(Session *session, bool enrolled, GError **error)
{
    bool is_there = session->http && session->has_own_certificate == enrolled;
    return (is_there && are_files_as_read(session)) || session_connect(session, enrolled, error);
}

/* ---- Time ---- */

void session_take_region_time(Session *session, gint64 region_unix_s)
{
    session->has_region_time = true;
    session->region_unix_s = region_unix_s;
    session->region_mono_ms = clock_monotonic_ms();
    g_autoptr(GError) error = NULL;
    bool can_be = clock_is_plausible(region_unix_s, clock_build_unix_s());
    if (can_be && move_age_clock(session, region_unix_s) &&
        !clock_floor_correct(session->state_dir, region_unix_s, &error)) {
        g_warning("%s", error->message);
    }
}

bool session_is_clock_plausible(const Session *session)
{
    return clock_is_plausible(clock_unix_s(), read_floor(session));
}

bool session_region_time(const Session *session, gint64 *unix_s)
{
    if (session->has_region_time) {
        gint64 passed_ms = clock_monotonic_ms() - session->region_mono_ms;
        *unix_s = session->region_unix_s + passed_ms / 1000;
    }
    return session->has_region_time;
}

gint64 session_clock_offset_s(const Session *session)
{
    gint64 unix_s;
    return session_region_time(session, &unix_s) ? unix_s - clock_unix_s() : 0;
}

void session_age_intakes(Session *session)
{
    gint64 now_s = session_age_clock(session);
    gint64 keep_s = settings_int(session->settings, "outbox", "keep_h") * HOUR_S;
    g_autoptr(GError) error = NULL;
    if (!clock_floor_save(session->state_dir, now_s, &error)) {
        g_warning("%s", error->message);
        g_clear_error(&error);
    }
    gint64 gone = outbox_date_undated(session->outbox, now_s, &error) < 0
                      ? -1
                      : outbox_expire(session->outbox, now_s - keep_s, &error);
    if (gone < 0) {
        g_warning("%s", error->message);
    } else if (gone > 0) {
        g_warning("%" G_GINT64_FORMAT " intakes could not be sent in time and were removed", gone);
    }
}

guint32 session_random(void)
{
    guint32 value;
    keys_random((guint8 *)&value, sizeof value);
    return value;
}
