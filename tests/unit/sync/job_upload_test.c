// SPDX-License-Identifier: EUPL-1.2
/* What becomes of intakes, of what staff read and of the wait, whatever the region or something in
 * between answers to an upload. The real job on a real outbox; the answer is the test's, and hours
 * pass by moving what the job noted of them. */
#include "sync/job.h"

#include <string.h>

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/kiosk_settings.h"
#include "region/upload.h"
#include "store/jws.h"

enum { KIOSK_NUMBER = 7, HOUR_S = 3600, MINUTE_MS = 60 * 1000, MAX_ID = 40 };

typedef struct {
    char *root;
    Settings *settings;
    Session session;
    Jwk *region, *stranger;
    sqlite3 *rows; /* the outbox, to look at */
} Kiosk;

/* ---- A kiosk with intakes -------------------------------------------------------------------- */

static void remove_tree(const char *path)
{
    GDir *folder = g_dir_open(path, 0, NULL);
    const char *name;
    while (folder && (name = g_dir_read_name(folder))) {
        g_autofree char *inside = g_build_filename(path, name, NULL);
        remove_tree(inside);
    }
    g_clear_pointer(&folder, g_dir_close);
    g_assert_cmpint(g_remove(path), ==, 0);
}

static void set_up(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    kiosk->root = g_dir_make_tmp("wegwijs-upload-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(kiosk->root, "kiosk.ini", NULL);
    g_autofree char *text =
        g_strdup_printf("[kiosk]\nstate_dir=state\nrun_dir=run\nassets_dir=%s\n", kiosk->root);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    kiosk->settings = kiosk_settings_load(path, &error);
    g_assert_no_error(error);
    g_assert_true(session_open(&kiosk->session, kiosk->settings, &error));
    kiosk->region = jwk_generate(KEY_USE_SIGN, &error);
    kiosk->stranger = jwk_generate(KEY_USE_SIGN, &error);
    g_assert_no_error(error);
    g_autofree char *outbox = g_build_filename(kiosk->root, "state", "outbox.sqlite", NULL);
    g_assert_cmpint(sqlite3_open(outbox, &kiosk->rows), ==, SQLITE_OK);
    kiosk->session.identity = g_new0(KioskIdentity, 1);
    kiosk->session.identity->kiosk = KIOSK_NUMBER;
    kiosk->session.identity->receipt = kiosk->region;
}

static void tear_down(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    sqlite3_close(kiosk->rows);
    session_close(&kiosk->session); /* and with its identity the region's key */
    jwk_free(kiosk->stranger);
    settings_free(kiosk->settings);
    remove_tree(kiosk->root);
    g_free(kiosk->root);
}

static void name_intake(char id[MAX_ID], guint number)
{
    g_snprintf(id, MAX_ID, "%08x-0000-4000-8000-000000000000", number);
}

static char *seal_intake(guint number)
{
    return g_strdup_printf("sealed-%u", number);
}

static void visit(Kiosk *kiosk, guint number)
{
    char id[MAX_ID];
    name_intake(id, number);
    g_autofree char *sealed = seal_intake(number);
    g_assert_true(outbox_append(kiosk->session.outbox, id, sealed, clock_unix_s(), NULL));
    g_assert_true(outbox_set_outcome(kiosk->session.outbox, id, OUTBOX_OUTCOME_PRINTED, NULL));
}

/* One number out of the outbox; `what` is SQL. */
static gint64 ask(Kiosk *kiosk, const char *what)
{
    sqlite3_stmt *statement = NULL;
    g_assert_cmpint(sqlite3_prepare_v2(kiosk->rows, what, -1, &statement, NULL), ==, SQLITE_OK);
    gint64 number = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    return number;
}

static void change(Kiosk *kiosk, const char *sql)
{
    g_assert_cmpint(sqlite3_exec(kiosk->rows, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

/* Waiting rows that are untouched but for `attempts`. */
static gint64 count_waiting(Kiosk *kiosk, int attempts)
{
    g_autofree char *sql =
        g_strdup_printf("SELECT count(*) FROM outbox WHERE state = 0 AND attempts = %d AND "
                        "CAST(sealed AS TEXT) LIKE 'sealed-%%'",
                        attempts);
    return ask(kiosk, sql);
}

static gint64 count_set_aside(Kiosk *kiosk)
{
    return ask(kiosk, "SELECT count(*) FROM outbox WHERE state = 1");
}

static void empty_outbox(Kiosk *kiosk)
{
    change(kiosk, "DELETE FROM outbox");
    kiosk->session.batch = UPLOAD_MAX_ROWS;
}

/* One row, as after a visit. */
static void have_one(Kiosk *kiosk)
{
    bool is_there = ask(kiosk, "SELECT count(*) FROM outbox") == 1 && count_waiting(kiosk, 0) == 1;
    if (!is_there) {
        empty_outbox(kiosk);
        visit(kiosk, 1);
    }
}

/* An hour passes for the rows and for the job. */
static void pass_hour(Kiosk *kiosk)
{
    change(kiosk, "UPDATE outbox SET next_try = next_try - 3600 WHERE next_try > 0");
    if (kiosk->session.flowed_mono_ms > 0) {
        kiosk->session.flowed_mono_ms -= HOUR_S * 1000;
    }
}

/* ---- An upload and its answer ---------------------------------------------------------------- */

typedef struct {
    int curl_code, status;
    const char *content_type, *retry_after, *text;
    GBytes *body; /* instead of text */
    bool is_begun, is_cut_short;
} Answer;

/* What an upload came to. */
typedef struct {
    bool is_sent;
    ScheduleResult result;
    SyncState state;
    gint64 least_ms, most_ms; /* until the gate opens */
} Upshot;

static gint64 measure_gate(const Schedule *before, const JobEnd *end, guint32 random)
{
    Schedule schedule = *before;
    ScheduleReport report = {
        .job = SCHEDULE_JOB_UPLOAD, .result = end->result, .retry_after_s = end->retry_after_s};
    schedule.failures = 0;
    schedule_finished(&schedule, &report, 0, random);
    return schedule.gate_ms;
}

static HttpAnswer read_answer(const Answer *given, GBytes *body)
{
    HttpEnd end = {.curl_code = given->curl_code,
                   .status = given->status,
                   .content_type = given->content_type};
    const char *type = given->content_type;
    return (HttpAnswer){
        .outcome = http_classify(&end),
        .status = given->status,
        .curl_code = given->curl_code,
        .is_problem = type && g_str_has_prefix(type, "application/problem+json"),
        .is_begun = given->is_begun,
        .is_cut_short = given->is_cut_short,
        .body = body,
        .retry_after_s = http_read_retry_after(given->retry_after, clock_unix_s()),
        .reason = (char *)(guintptr) "what the region said",
    };
}

static Upshot finish_upload(Kiosk *kiosk, const Answer *given)
{
    g_autoptr(GBytes) text = g_bytes_new(given->text, given->text ? strlen(given->text) : 0);
    HttpAnswer answer = read_answer(given, given->body ? given->body : text);
    JobEnd end = {.retry_after_s = -1};
    job_upload.finish(&kiosk->session, &answer, &end);
    Upshot upshot = {.is_sent = true,
                     .result = end.result,
                     .state = end.state,
                     .least_ms = measure_gate(&kiosk->session.schedule, &end, 0),
                     .most_ms = measure_gate(&kiosk->session.schedule, &end, G_MAXUINT32)};
    job_end_clear(&end);
    return upshot;
}

static bool begin_upload(Kiosk *kiosk)
{
    HttpRequest request = {0};
    JobEnd end = {.retry_after_s = -1};
    bool is_sent = job_upload.start(&kiosk->session, &request, &end);
    g_clear_pointer(&request.body, g_bytes_unref);
    job_end_clear(&end);
    return is_sent;
}

static Upshot upload(Kiosk *kiosk, const Answer *given)
{
    return begin_upload(kiosk) ? finish_upload(kiosk, given) : (Upshot){0};
}

static json_t *name_stored(guint number, const char *sealed)
{
    char id[MAX_ID];
    name_intake(id, number);
    g_autofree char *own = seal_intake(number);
    g_autofree char *sha256 =
        g_compute_checksum_for_string(G_CHECKSUM_SHA256, sealed ? sealed : own, -1);
    return json_pack("{ss ss}", "id", id, "sha256", sha256);
}

/* {"results":…,"receipt":JWS}; takes `stored` and `results` (NULL: none). */
static GBytes *sign_answer(const Jwk *key, int kiosk, json_t *stored, json_t *results)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) payload =
        json_pack("{ss si so}", "typ", "intake-receipt", "kiosk", kiosk, "stored", stored);
    g_autoptr(GBytes) text = json_write(payload);
    g_autofree char *receipt = jws_sign(key, text, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(json_t) answer =
        json_pack("{so ss}", "results", results ? results : json_array(), "receipt", receipt);
    return json_write(answer);
}

static const char plain_type[] = "application/json";
static const char problem_type[] = "application/problem+json";

/* ---- Statuses -------------------------------------------------------------------------------- */

typedef enum { END_PORTAL, END_BUSY, END_REFUSED, END_BATCH } Ending;

static const struct {
    ScheduleResult result;
    SyncState state;
    gint64 least_ms, most_ms;
    int attempts; /* of a row that went alone */
} endings[] = {
    [END_PORTAL] = {SCHEDULE_RESULT_ALARM, SYNC_STATE_CAPTIVE_PORTAL, 5 * MINUTE_MS, 10 * MINUTE_MS,
                    0},
    [END_BUSY] = {SCHEDULE_RESULT_RETRY, SYNC_STATE_BUSY, 1000, 2000, 0},
    [END_REFUSED] = {SCHEDULE_RESULT_ALARM, SYNC_STATE_REFUSED, 5 * MINUTE_MS, 10 * MINUTE_MS, 0},
    [END_BATCH] = {SCHEDULE_RESULT_RETRY, SYNC_STATE_BUSY, 1000, 2000, 1},
};

static bool is_one_of(int status, const int *list, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        if (list[i] == status) {
            return true;
        }
    }
    return false;
}

static Ending end_of_status(int status, const char *type)
{
    static const int later[] = {408, 425, 429};
    static const int about_batch[] = {400, 409, 413, 415, 422};
    if (status >= 200 && status <= 299 && type == plain_type) {
        return END_BUSY; /* there is no receipt in it */
    }
    if (status < 400 || status == 511) {
        return END_PORTAL;
    }
    if (status >= 500 || is_one_of(status, later, G_N_ELEMENTS(later))) {
        return END_BUSY;
    }
    bool is_batch =
        type == problem_type && is_one_of(status, about_batch, G_N_ELEMENTS(about_batch));
    return is_batch ? END_BATCH : END_REFUSED;
}

static void check_ending(Kiosk *kiosk, const Answer *answer, Ending ending)
{
    have_one(kiosk);
    Upshot upshot = upload(kiosk, answer);
    g_test_message("%d %s", answer->status, answer->content_type);
    g_assert_cmpint(upshot.result, ==, endings[ending].result);
    g_assert_cmpint(upshot.state, ==, endings[ending].state);
    g_assert_cmpint(upshot.least_ms, ==, endings[ending].least_ms);
    g_assert_cmpint(upshot.most_ms, ==, endings[ending].most_ms);
    g_assert_cmpint(count_waiting(kiosk, endings[ending].attempts), ==, 1);
}

/* One row, any status, four kinds of bodies: it is always there afterwards. */
static void test_every_status(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    const struct {
        const char *type, *text;
    } kinds[] = {
        {NULL, ""},
        {"text/html", "<html>Log in</html>"},
        {plain_type, "{\"results\":[]}"},
        {problem_type, "{\"title\":\"No\"}"},
    };
    for (int status = 100; status <= 599; status++) {
        for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
            Answer answer = {
                .status = status, .content_type = kinds[i].type, .text = kinds[i].text};
            check_ending(kiosk, &answer, end_of_status(status, kinds[i].type));
        }
    }
}

/* The receipt is in order, the status is not: only 200 says that the region has done its work. */
static void test_only_200(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    for (int status = 100; status <= 599; status++) {
        have_one(kiosk);
        g_autoptr(GBytes) body =
            sign_answer(kiosk->region, KIOSK_NUMBER, json_pack("[o]", name_stored(1, NULL)), NULL);
        Answer answer = {.status = status, .content_type = plain_type, .body = body};
        Upshot upshot = upload(kiosk, &answer);
        g_test_message("%d", status);
        g_assert_cmpint(ask(kiosk, "SELECT count(*) FROM outbox"), ==, status != 200);
        g_assert_cmpint(upshot.result == SCHEDULE_RESULT_FINE, ==, status == 200);
        g_assert_cmpint(upshot.state == SYNC_STATE_OK, ==, status == 200);
    }
}

/* ---- Retry-After ----------------------------------------------------------------------------- */

static void check_wait(Kiosk *kiosk, int status, const char *retry_after, gint64 least_ms,
                       gint64 most_ms)
{
    have_one(kiosk);
    Answer answer = {.status = status, .retry_after = retry_after};
    Upshot upshot = upload(kiosk, &answer);
    g_test_message("%d Retry-After: %s: %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " ms", status,
                   retry_after, upshot.least_ms, upshot.most_ms);
    g_assert_cmpint(upshot.least_ms, ==, least_ms);
    g_assert_cmpint(upshot.most_ms, ==, most_ms);
    g_assert_cmpint(count_waiting(kiosk, 0), ==, 1);
}

static void test_retry_after(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    const struct {
        const char *value;
        gint64 least_ms, most_ms; /* when busy */
        gint64 alarm_least_ms, alarm_most_ms;
    } cases[] = {
        {NULL, 1000, 2000, 300000, 600000},
        {"120", 120000, 132000, 300000, 600000},
        {" 120", 1000, 2000, 300000, 600000}, /* curl hands values over without spaces */
        {"5", 5000, 6000, 300000, 600000},
        {"4", 4000, 5000, 300000, 600000},
        {"0", 1000, 2000, 300000, 600000},
        {"000000000000000000000120", 120000, 132000, 300000, 600000},
        {"3600", 3600000, 3960000, 3600000, 3960000},
        {"3601", 3600000, 3960000, 3600000, 3960000},
        {"18446744073709551616", 3600000, 3960000, 3600000, 3960000},
        {"99999999999999999999999999999999", 3600000, 3960000, 3600000, 3960000},
        {"-1", 1000, 2000, 300000, 600000},
        {"-99999999999999999999", 1000, 2000, 300000, 600000},
        {"+120", 1000, 2000, 300000, 600000},
        {"1e3", 1000, 2000, 300000, 600000},
        {"120.5", 1000, 2000, 300000, 600000},
        {"120, 240", 1000, 2000, 300000, 600000},
        {"0x78", 1000, 2000, 300000, 600000},
        {"", 1000, 2000, 300000, 600000},
        {"soon", 1000, 2000, 300000, 600000},
        {"\xff\xfe", 1000, 2000, 300000, 600000},
        {"Sun, 06 Nov 1994 08:49:37 GMT", 1000, 2000, 300000, 600000},
        {"Sunday, 06-Nov-94 08:49:37 GMT", 1000, 2000, 300000, 600000},
        {"Sun Nov  6 08:49:37 1994", 1000, 2000, 300000, 600000},
        {"Fri, 01 Jan 2100 00:00:00 GMT", 3600000, 3960000, 3600000, 3960000},
        {"Fri, 99 Foo 2100 99:99:99 GMT", 1000, 2000, 300000, 600000},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        check_wait(kiosk, 503, cases[i].value, cases[i].least_ms, cases[i].most_ms);
        check_wait(kiosk, 429, cases[i].value, cases[i].least_ms, cases[i].most_ms);
        check_wait(kiosk, 403, cases[i].value, cases[i].alarm_least_ms, cases[i].alarm_most_ms);
        check_wait(kiosk, 302, cases[i].value, cases[i].alarm_least_ms, cases[i].alarm_most_ms);
    }
}

/* ---- Answers with and without a receipt ------------------------------------------------------ */

/* Rows 1 and 2 were sent, row 3 waits for its hour; of them so many are there, untouched. */
static void send_two(Kiosk *kiosk)
{
    empty_outbox(kiosk);
    visit(kiosk, 1);
    visit(kiosk, 2);
    visit(kiosk, 3);
    char id[MAX_ID];
    name_intake(id, 3);
    g_assert_true(outbox_postpone(kiosk->session.outbox, id, clock_unix_s() + HOUR_S, NULL, NULL));
    change(kiosk, "UPDATE outbox SET attempts = 0");
    g_assert_true(begin_upload(kiosk));
    g_assert_cmpuint(kiosk->session.rows->len, ==, 2);
}

typedef struct {
    const char *name;
    const char *stored;  /* JSON list with %1, %2, %3: what proves a row; %x: of another text */
    const char *results; /* JSON list, %a, %b: ids of the rows that were sent */
    int untouched, postponed, set_aside; /* rows afterwards */
} Receipt;

/* `text` with each "%c" replaced; parsed. */
static json_t *fill_in(const char *text)
{
    g_autoptr(GString) filled = g_string_new(text);
    for (guint i = 1; i <= 3; i++) {
        char id[MAX_ID], mark[] = "%1", id_mark[] = "%a", wrong_mark[] = "%x";
        name_intake(id, i);
        mark[1] = (char)('0' + i);
        id_mark[1] = (char)('a' + i - 1);
        wrong_mark[1] = (char)('x' + i - 1);
        g_autoptr(json_t) right = name_stored(i, NULL);
        g_autoptr(json_t) wrong = name_stored(i, "another text");
        g_autofree char *right_text = json_dumps(right, 0);
        g_autofree char *wrong_text = json_dumps(wrong, 0);
        g_string_replace(filled, mark, right_text, 0);
        g_string_replace(filled, id_mark, id, 0);
        g_string_replace(filled, wrong_mark, wrong_text, 0);
    }
    json_t *value = json_loads(filled->str, 0, NULL);
    g_assert_nonnull(value);
    return value;
}

static void check_rows(Kiosk *kiosk, const Receipt *wanted)
{
    g_test_message("%s", wanted->name);
    g_assert_cmpint(count_waiting(kiosk, 0), ==, wanted->untouched);
    g_assert_cmpint(count_waiting(kiosk, 1), ==, wanted->postponed);
    g_assert_cmpint(count_set_aside(kiosk), ==, wanted->set_aside);
    /* An hour, whichever second it was. */
    gint64 late = ask(kiosk, "SELECT count(*) FROM outbox WHERE attempts = 1 AND state = 0 AND "
                             "abs(next_try - strftime('%s') - 3600) > 600");
    g_assert_cmpint(late, ==, 0);
}

static void test_receipts(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    static const Receipt cases[] = {
        {"both are proven", "[%1,%2]", "[]", 1, 0, 0},
        {"one is proven", "[%1]", "[]", 1, 1, 0},
        {"none is proven", "[]", "[]", 1, 2, 0},
        {"only one that was not sent", "[%3]", "[]", 1, 2, 0},
        {"all, and one that was not sent", "[%1,%2,%3]", "[]", 1, 0, 0},
        {"another text of both", "[%x,%y]", "[]", 1, 2, 0},
        {"another text of one", "[%x,%2]", "[]", 1, 1, 0},
        {"two texts of one", "[%1,%x,%2]", "[]", 1, 1, 0},
        {"the same, the other way round", "[%x,%1,%2]", "[]", 1, 1, 0},
        {"the same text twice", "[%1,%1,%2]", "[]", 1, 0, 0},
        {"ids swapped", "[{\"id\":\"%a\",\"sha256\":\"\"},{\"id\":\"%b\",\"sha256\":\"00\"}]", "[]",
         1, 2, 0},
        {"an id that never was", "[{\"id\":\"x\",\"sha256\":\"00\"},%1,%2]", "[]", 1, 0, 0},
        {"stored is said, not proven", "[]",
         "[{\"id\":\"%a\",\"result\":\"stored\"},{\"id\":\"%b\",\"result\":\"duplicate\"}]", 1, 2,
         0},
        {"one is refused", "[%1]", "[{\"id\":\"%b\",\"result\":\"refused\"}]", 1, 0, 1},
        {"refused, but proven", "[%1,%2]", "[{\"id\":\"%b\",\"result\":\"refused\"}]", 1, 0, 0},
        {"refused, and another text is there", "[%1,%y]",
         "[{\"id\":\"%b\",\"result\":\"refused\",\"problem\":{\"title\":\"Conflict\"}}]", 1, 0, 1},
        {"refused and stored", "[%1]",
         "[{\"id\":\"%b\",\"result\":\"refused\"},{\"id\":\"%b\",\"result\":\"stored\"}]", 1, 1, 0},
        {"one that was not sent is refused", "[%1,%2]", "[{\"id\":\"%c\",\"result\":\"refused\"}]",
         1, 0, 0},
        {"results that are none", "[%1]", "[5,null,{},[],{\"id\":7},{\"id\":\"%b\",\"result\":3}]",
         1, 1, 0},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        send_two(kiosk);
        g_autoptr(GBytes) body = sign_answer(kiosk->region, KIOSK_NUMBER, fill_in(cases[i].stored),
                                             fill_in(cases[i].results));
        Upshot upshot = finish_upload(
            kiosk, &(Answer){.status = 200, .content_type = plain_type, .body = body});
        check_rows(kiosk, &cases[i]);
        /* The region has spoken: nobody waits, and staff read that all is well. */
        g_assert_cmpint(upshot.result, ==, SCHEDULE_RESULT_FINE);
        g_assert_cmpint(upshot.state, ==, SYNC_STATE_OK);
        g_assert_cmpint(upshot.most_ms, ==, 0);
    }
}

/* Nothing is believed; `state` is what staff read. */
static void check_disbelief(Kiosk *kiosk, GBytes *body, SyncState state)
{
    static const Receipt untouched = {.name = "nothing is believed", .untouched = 3};
    Upshot upshot =
        finish_upload(kiosk, &(Answer){.status = 200, .content_type = plain_type, .body = body});
    check_rows(kiosk, &untouched);
    bool is_forged = state == SYNC_STATE_WRONG_CERTIFICATE;
    g_assert_cmpint(upshot.state, ==, state);
    g_assert_cmpint(upshot.result, ==, is_forged ? SCHEDULE_RESULT_ALARM : SCHEDULE_RESULT_RETRY);
    g_assert_cmpint(upshot.least_ms, ==, is_forged ? 5 * MINUTE_MS : 1000);
    g_assert_cmpint(upshot.most_ms, ==, is_forged ? 10 * MINUTE_MS : 2000);
}

static void test_forged(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    const struct {
        const Jwk *signer;
        int kiosk;
    } cases[] = {{kiosk->stranger, KIOSK_NUMBER},
                 {kiosk->region, KIOSK_NUMBER + 1},
                 {kiosk->region, 0},
                 {kiosk->region, -KIOSK_NUMBER}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        send_two(kiosk);
        g_autoptr(GBytes) body =
            sign_answer(cases[i].signer, cases[i].kiosk, fill_in("[%1,%2]"), NULL);
        check_disbelief(kiosk, body, SYNC_STATE_WRONG_CERTIFICATE);
    }
    static const char *const unsigned_ones[] = {
        "", ".", "..", "a.b.c", "eyJhbGciOiJub25lIn0..", "eyJhbGciOiJub25lIn0.e30.",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(unsigned_ones); i++) {
        send_two(kiosk);
        g_autofree char *text =
            g_strdup_printf("{\"results\":[],\"receipt\":\"%s\"}", unsigned_ones[i]);
        g_autoptr(GBytes) body = g_bytes_new(text, strlen(text));
        check_disbelief(kiosk, body, SYNC_STATE_WRONG_CERTIFICATE);
    }
}

/* Whole by its length, but not what was meant: cut at any byte, or of another kind. */
static void test_spoilt(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    g_autoptr(GBytes) whole =
        sign_answer(kiosk->region, KIOSK_NUMBER, fill_in("[%1,%2]"), fill_in("[]"));
    gsize size;
    const char *text = g_bytes_get_data(whole, &size);
    for (gsize length = 0; length < size; length += length < 60 ? 1 : 29) {
        send_two(kiosk);
        g_autoptr(GBytes) body = g_bytes_new(text, length);
        check_disbelief(kiosk, body, SYNC_STATE_BUSY);
    }
    static const char *const others[] = {
        "null",
        "[]",
        "{}",
        "<html>Log in</html>",
        "\xff\xfe\x00",
        "{\"results\":[]}",
        "{\"results\":{},\"receipt\":\"\"}",
        "{\"results\":[],\"receipt\":[]}",
        "{\"results\":[],\"results\":[],\"receipt\":\"a.b.c\"}",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        send_two(kiosk);
        g_autoptr(GBytes) body = g_bytes_new_static(others[i], strlen(others[i]));
        check_disbelief(kiosk, body, SYNC_STATE_BUSY);
    }
    for (int i = 0; i < 3; i++) {
        send_two(kiosk);
        g_autofree char *huge = g_strnfill(UPLOAD_MAX_ANSWER_BYTES, "[{9"[i]);
        g_autoptr(GBytes) body = g_bytes_new(huge, UPLOAD_MAX_ANSWER_BYTES);
        check_disbelief(kiosk, body, SYNC_STATE_BUSY);
    }
}

/* ---- Rows that an upload fails with ---------------------------------------------------------- */

enum { POISON = 5, VISITS_AN_HOUR = 20, MAX_UPLOADS = 100 };

static bool is_under_way(const Kiosk *kiosk, guint number)
{
    char id[MAX_ID];
    name_intake(id, number);
    const GPtrArray *rows = kiosk->session.rows;
    for (guint i = 0; i < rows->len; i++) {
        if (strcmp(((const OutboxRow *)g_ptr_array_index(rows, i))->id, id) == 0) {
            return true;
        }
    }
    return false;
}

/* A region that stores all there is. */
static GBytes *store_all(const Kiosk *kiosk)
{
    json_t *stored = json_array();
    const GPtrArray *rows = kiosk->session.rows;
    for (guint i = 0; i < rows->len; i++) {
        const OutboxRow *row = g_ptr_array_index(rows, i);
        g_autofree char *sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, row->sealed, -1);
        json_array_append_new(stored, json_pack("{ss ss}", "id", row->id, "sha256", sha256));
    }
    return sign_answer(kiosk->region, KIOSK_NUMBER, stored, NULL);
}

/* Uploads until nothing is due. With POISON or the one after it among the rows `failure` happens;
 * in between the status report goes well when `is_well`. Returns how many uploads that took. */
static int drain(Kiosk *kiosk, const Answer *failure, bool is_well)
{
    int uploads = 0;
    while (uploads < MAX_UPLOADS && begin_upload(kiosk)) {
        uploads++;
        kiosk->session.is_region_well = is_well;
        if (is_under_way(kiosk, POISON) || is_under_way(kiosk, POISON + 1)) {
            (void)finish_upload(kiosk, failure);
        } else {
            g_autoptr(GBytes) body = store_all(kiosk);
            (void)finish_upload(kiosk,
                                &(Answer){.status = 200, .content_type = plain_type, .body = body});
        }
    }
    return uploads;
}

static const Answer failures[] = {
    {.status = 422, .content_type = problem_type, .text = "{\"title\":\"No\"}"},
    {.status = 413, .content_type = problem_type, .text = "{\"title\":\"No\"}"},
    {.status = 500, .content_type = "text/html"},
    {.status = 502, .content_type = "text/html"},
    {.curl_code = 52, .is_begun = true},                       /* nothing came back */
    {.curl_code = 56, .is_begun = true, .is_cut_short = true}, /* a reset */
};

/* Hour by hour: both are tried alone each hour, at the third time set aside; others come and go. */
static void test_poison(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    for (gsize i = 0; i < G_N_ELEMENTS(failures); i++) {
        g_test_message("failure %" G_GSIZE_FORMAT, i);
        empty_outbox(kiosk);
        kiosk->session.flowed_mono_ms = 0;
        guint number = 1;
        for (int hour = 1; hour <= 5; hour++) {
            for (int visits = 0; visits < VISITS_AN_HOUR; visits++) {
                visit(kiosk, number++);
            }
            g_assert_cmpint(drain(kiosk, &failures[i], true), <, MAX_UPLOADS / 2);
            int waiting = hour < 3 ? 2 : 0;
            g_assert_cmpint(count_waiting(kiosk, hour), ==, waiting);
            g_assert_cmpint(count_set_aside(kiosk), ==, 2 - waiting);
            g_assert_cmpint(ask(kiosk, "SELECT count(*) FROM outbox"), ==, 2);
            pass_hour(kiosk);
        }
        g_assert_cmpint(ask(kiosk, "SELECT count(*) FROM outbox WHERE state = 1 AND CAST(sealed AS "
                                   "TEXT) LIKE 'sealed-%' "
                                   "AND reason = 'what the region said'"),
                        ==, 2);
    }
}

/* Nothing else goes well either: no row is to blame, however long it lasts. */
static void test_nobody_to_blame(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    static const Answer unwell[] = {
        {.status = 500, .content_type = "text/html"},
        {.status = 503, .content_type = plain_type},
        {.status = 403, .content_type = problem_type, .text = "{\"title\":\"No\"}"},
        {.status = 200, .content_type = "text/html", .text = "<html>Log in</html>"},
        {.status = 200, .content_type = plain_type, .text = "{\"results\":[]}"},
        {.status = 400, .content_type = "text/html", .text = "<html>Bad</html>"},
        {.curl_code = 6},
        {.curl_code = 52, .is_begun = true},
        {.curl_code = 60},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(unwell); i++) {
        g_test_message("trouble %" G_GSIZE_FORMAT, i);
        empty_outbox(kiosk);
        visit(kiosk, 1);
        visit(kiosk, 2);
        for (int hour = 0; hour < 48; hour++) {
            (void)upload(kiosk, &unwell[i]);
            pass_hour(kiosk);
        }
        g_assert_cmpint(count_waiting(kiosk, 0), ==, 2);
    }
}

/* A single row that fails, and no other came through in that hour: it waits, and is not judged. */
static void test_no_witness(Kiosk *kiosk, gconstpointer data)
{
    (void)data;
    empty_outbox(kiosk);
    kiosk->session.flowed_mono_ms = 0;
    visit(kiosk, POISON);
    for (int hour = 1; hour <= 10; hour++) {
        kiosk->session.is_region_well = true;
        (void)upload(kiosk, &(Answer){.status = 500, .content_type = "text/html"});
        g_assert_cmpint(count_waiting(kiosk, hour), ==, 1);
        g_assert_false(begin_upload(kiosk));
        pass_hour(kiosk);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_log_set_always_fatal(G_LOG_FATAL_MASK); /* warnings are part of it */
    g_assert_true(keys_init(NULL));
    static const struct {
        const char *fact;
        void (*test)(Kiosk *kiosk, gconstpointer data);
    } tests[] = {
        {"each status has one meaning, and no intake is lost by it", test_every_status},
        {"a receipt counts with status 200 only", test_only_200},
        {"each kind of Retry-After leads to the right wait", test_retry_after},
        {"only what the receipt proves is removed", test_receipts},
        {"a forged receipt is an alarm, and proves nothing", test_forged},
        {"a spoilt answer proves nothing", test_spoilt},
        {"rows that fail are set aside at the third hour, others flow", test_poison},
        {"a region that is unwell makes no row guilty", test_nobody_to_blame},
        {"a row that fails alone waits for others to come through", test_no_witness},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *name = g_strconcat("/upload job/", tests[i].fact, NULL);
        g_test_add(name, Kiosk, NULL, set_up, tests[i].test, tear_down);
    }
    return g_test_run();
}
