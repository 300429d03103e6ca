// SPDX-License-Identifier: EUPL-1.2
#include "store/staff_pin.h"

#include <string.h>

#include "base/file.h"
#include "store/jwk.h"
#include "store/pin_file.h"
#include "store/staff_code.h"
#include "store/staff_codes.h"
#include "store/staff_tries.h"

typedef enum { JOB_KEEP, JOB_TRY, JOB_CODE, JOB_CHOOSE, JOB_REFUSE } JobKind;

/* What a worker gets and gives back; it shares nothing with the main thread meanwhile. */
typedef struct {
    JobKind kind;
    char digits[PIN_MAX_DIGITS + 1];
    gint64 now_ms, unix_s;
    StaffTries tries;  /* to be kept: of KEEP and TRY at once, of the others when it is right */
    StaffTries before; /* of TRY: what counts again when this one could not be counted */
    PinFile file;      /* TRY: to look at; CHOOSE: what was made */
    StaffCodes *codes; /* CODE: lent */
    char *folder, *tries_path, *pin_path; /* borrowed */
    StaffPinResult result;
    char *reason;
    StaffPinDone done;
    gpointer user_data;
} Job;

struct StaffPin {
    char *folder, *tries_path, *pin_path;
    bool has_pin;
    PinFile file;
    StaffTries tries; /* as they count; what is left of the wait goes down here */
    gint64 saved_wait_ms;
    gint64 counted_ms; /* the wait was counted until then */
    bool is_counting;
    bool must_save;
    bool is_saving;
    bool is_busy;
    StaffCodes *codes; /* a worker's while a code is being looked at */
    bool are_codes_lent;
    GBytes *secret; /* to be used by `codes` */
    bool is_secret_new;
    GThreadPool *worker; /* of one thread: in order */
    GAsyncQueue *finished;
};

/* ---- In the worker ----------------------------------------------------------------------------*/

static void explain(Job *job, const GError *why)
{
    g_free(job->reason);
    job->reason = g_strdup(why ? why->message : NULL);
}

static bool keep_tries(Job *job, const StaffTries *tries)
{
    g_autoptr(GError) why = NULL;
    if (file_make_folder(job->folder, &why) && staff_tries_save(job->tries_path, tries, &why)) {
        return true;
    }
    explain(job, why);
    return false;
}

/* A right PIN stays right when the disk fails now: the counter there is only higher. */
static void clear_tries(Job *job)
{
    StaffTries clear = job->tries;
    clear.wrong = 0;
    clear.wait_ms = 0;
    (void)keep_tries(job, &clear);
}

static StaffPinResult work_on_try(Job *job)
{
    bool is_right = false;
    g_autoptr(GError) why = NULL;
    if (!keep_tries(job, &job->tries)) {
        return STAFF_PIN_RESULT_FAILED;
    }
    if (!pin_file_check(&job->file, job->digits, &is_right, &why)) {
        explain(job, why);
        return STAFF_PIN_RESULT_WRONG; /* it was counted */
    }
    if (is_right) {
        clear_tries(job);
    }
    return is_right ? STAFF_PIN_RESULT_RIGHT : STAFF_PIN_RESULT_WRONG;
}

static StaffPinResult work_on_code(Job *job)
{
    static const StaffPinResult results[] = {
        [STAFF_CODES_RIGHT] = STAFF_PIN_RESULT_RIGHT,
        [STAFF_CODES_WRONG] = STAFF_PIN_RESULT_WRONG,
        [STAFF_CODES_REFUSED] = STAFF_PIN_RESULT_REFUSED,
        [STAFF_CODES_FAILED] = STAFF_PIN_RESULT_FAILED,
    };
    g_autoptr(GError) why = NULL;
    const StaffCodesResult result = staff_codes_try(job->codes, job->digits, job->now_ms, &why);
    explain(job, why);
    if (result == STAFF_CODES_RIGHT) {
        clear_tries(job);
    }
    return results[result];
}

/* The counter first: a PIN without one means the longest wait. */
static StaffPinResult work_on_choice(Job *job)
{
    g_autoptr(GError) why = NULL;
    if (pin_file_make(job->digits, job->unix_s, &job->file, &why) &&
        file_make_folder(job->folder, &why) &&
        staff_tries_save(job->tries_path, &job->tries, &why) &&
        pin_file_save(job->pin_path, &job->file, &why)) {
        return STAFF_PIN_RESULT_RIGHT;
    }
    explain(job, why);
    return STAFF_PIN_RESULT_FAILED;
}

static gboolean take_finished(gpointer data);

static void work(gpointer data, gpointer user_data)
{
    Job *job = data;
    StaffPin *pin = user_data;
    switch (job->kind) {
    case JOB_KEEP:
        job->result =
            keep_tries(job, &job->tries) ? STAFF_PIN_RESULT_RIGHT : STAFF_PIN_RESULT_FAILED;
        break;
    case JOB_TRY:
        job->result = work_on_try(job);
        break;
    case JOB_CODE:
        job->result = work_on_code(job);
        break;
    case JOB_CHOOSE:
        job->result = work_on_choice(job);
        break;
    case JOB_REFUSE:
        job->result = STAFF_PIN_RESULT_REFUSED;
        break;
    }
    explicit_bzero(job->digits, sizeof job->digits);
    g_async_queue_push(pin->finished, job);
    g_idle_add_full(G_PRIORITY_DEFAULT, take_finished, pin, NULL);
}

/* ---- In the main loop -------------------------------------------------------------------------*/

static void free_job(Job *job)
{
    explicit_bzero(job->digits, sizeof job->digits);
    g_free(job->reason);
    g_free(job);
}

static Job *make_job(const StaffPin *pin, JobKind kind)
{
    Job *job = g_new0(Job, 1);
    job->kind = kind;
    job->tries = pin->tries;
    job->folder = pin->folder;
    job->tries_path = pin->tries_path;
    job->pin_path = pin->pin_path;
    return job;
}

static void start(StaffPin *pin, Job *job)
{
    g_thread_pool_push(pin->worker, job, NULL); /* one thread, made when the pool was */
}

static void keep_now(StaffPin *pin)
{
    pin->is_saving = true;
    pin->must_save = false;
    start(pin, make_job(pin, JOB_KEEP));
}

static void finish_keep(StaffPin *pin, const Job *job)
{
    pin->is_saving = false;
    if (job->result == STAFF_PIN_RESULT_RIGHT) {
        pin->saved_wait_ms = job->tries.wait_ms;
    } else {
        g_warning("the count of wrong PINs cannot be kept: %s", job->reason);
    }
}

/* After right ones, or by the region's word. */
static void forget_tries(StaffPin *pin)
{
    pin->tries.wrong = 0;
    pin->tries.wait_ms = 0;
    pin->saved_wait_ms = 0;
    pin->is_counting = false;
}

static void finish_try(StaffPin *pin, const Job *job)
{
    if (job->result == STAFF_PIN_RESULT_RIGHT) {
        forget_tries(pin);
        pin->must_save |= job->reason != NULL;
    } else if (job->result == STAFF_PIN_RESULT_FAILED) {
        pin->tries.wrong = MIN(pin->tries.wrong, job->before.wrong);
        pin->tries.wait_ms = MIN(pin->tries.wait_ms, job->before.wait_ms);
    } else {
        pin->saved_wait_ms = pin->tries.wait_ms;
        pin->is_counting = false;
    }
}

static void finish_code(StaffPin *pin, const Job *job)
{
    pin->are_codes_lent = false;
    if (pin->is_secret_new) {
        pin->is_secret_new = false;
        staff_codes_use_secret(pin->codes, pin->secret, !pin->has_pin);
    }
    if (job->result == STAFF_PIN_RESULT_RIGHT) {
        forget_tries(pin);
        pin->must_save |= job->reason != NULL;
    }
}

static void finish_choice(StaffPin *pin, const Job *job)
{
    if (job->result == STAFF_PIN_RESULT_RIGHT) {
        pin->has_pin = true;
        pin->file = job->file;
        forget_tries(pin);
    }
}

static void finish(StaffPin *pin, Job *job)
{
    switch (job->kind) {
    case JOB_KEEP:
        finish_keep(pin, job);
        return;
    case JOB_TRY:
        finish_try(pin, job);
        break;
    case JOB_CODE:
        finish_code(pin, job);
        break;
    case JOB_CHOOSE:
        finish_choice(pin, job);
        break;
    case JOB_REFUSE:
        job->done(job->result, NULL, job->user_data);
        return;
    }
    pin->is_busy = false;
    job->done(job->result, job->reason, job->user_data);
}

static gboolean take_finished(gpointer data)
{
    StaffPin *pin = data;
    Job *job = g_async_queue_try_pop(pin->finished);
    if (job) {
        finish(pin, job);
        free_job(job);
    }
    return G_SOURCE_REMOVE;
}

/* ---- From outside -----------------------------------------------------------------------------*/

/* A PIN whose counter is lost: nobody gets tries out of that. */
static void load_tries(StaffPin *pin)
{
    const StaffTriesLoad load = staff_tries_load(pin->tries_path, &pin->tries);
    pin->saved_wait_ms = pin->tries.wait_ms;
    if (pin->has_pin && load != STAFF_TRIES_LOADED) {
        g_warning("the count of wrong PINs in %s is %s: the longest wait counts", pin->tries_path,
                  load == STAFF_TRIES_MISSING ? "missing" : "damaged");
        pin->tries = staff_tries_worst();
        keep_now(pin);
    }
}

StaffPin *staff_pin_new(const char *state_dir, const char *run_dir)
{
    StaffPin *pin = g_new0(StaffPin, 1);
    g_autoptr(GError) why = NULL;
    pin->folder = g_build_filename(state_dir, "staff", NULL);
    pin->tries_path = g_build_filename(pin->folder, "tries.json", NULL);
    pin->pin_path = g_build_filename(pin->folder, "pin.json", NULL);
    pin->codes = staff_codes_new(state_dir, run_dir);
    pin->finished = g_async_queue_new();
    pin->worker = g_thread_pool_new(work, pin, 1, TRUE, &why);
    g_assert_no_error(why);
    pin->has_pin = pin_file_load(pin->pin_path, &pin->file, &why);
    if (!pin->has_pin && !g_error_matches(why, KEY_ERROR, KEY_ERROR_MISSING)) {
        g_warning("%s", why->message);
    }
    load_tries(pin);
    return pin;
}

void staff_pin_free(StaffPin *pin)
{
    if (!pin) {
        return;
    }
    g_thread_pool_free(pin->worker, FALSE, TRUE);
    while (g_source_remove_by_user_data(pin)) {
    }
    for (Job *job; (job = g_async_queue_try_pop(pin->finished));) {
        free_job(job);
    }
    g_async_queue_unref(pin->finished);
    staff_codes_free(pin->codes);
    g_clear_pointer(&pin->secret, g_bytes_unref);
    g_free(pin->folder);
    g_free(pin->tries_path);
    g_free(pin->pin_path);
    explicit_bzero(pin, sizeof *pin);
    g_free(pin);
}

void staff_pin_use_secret(StaffPin *pin, GBytes *secret)
{
    GBytes *before = pin->secret;
    pin->secret = secret ? g_bytes_ref(secret) : NULL;
    if (before) {
        g_bytes_unref(before);
    }
    pin->is_secret_new = pin->are_codes_lent;
    if (!pin->are_codes_lent) {
        staff_codes_use_secret(pin->codes, secret, !pin->has_pin);
    }
}

static void count_time(StaffPin *pin, gint64 now_ms)
{
    if (pin->is_counting && !pin->is_busy) {
        const gint64 passed_ms = MAX(now_ms - pin->counted_ms, 0);
        pin->tries.wait_ms = MAX(pin->tries.wait_ms - passed_ms, 0);
    }
    pin->counted_ms = now_ms;
    pin->is_counting = pin->tries.wait_ms > 0 && !pin->is_busy;
}

static StaffPinState find_state(const StaffPin *pin)
{
    if (!pin->has_pin) {
        return STAFF_PIN_STATE_NONE;
    }
    if (pin->tries.wrong >= STAFF_TRIES_LOCK) {
        return STAFF_PIN_STATE_LOCKED;
    }
    return pin->tries.wait_ms > 0 ? STAFF_PIN_STATE_WAITING : STAFF_PIN_STATE_READY;
}

void staff_pin_look(StaffPin *pin, gint64 now_ms, StaffPinLook *out)
{
    count_time(pin, now_ms);
    const int wrong = pin->tries.wrong;
    const StaffPinState state = find_state(pin);
    *out = (StaffPinLook){
        .state = state,
        .is_busy = pin->is_busy,
        .has_waited = wrong >= STAFF_TRIES_FREE,
        .is_last = wrong == STAFF_TRIES_LOCK - 1,
        .wait_ms = state == STAFF_PIN_STATE_WAITING ? pin->tries.wait_ms : 0,
        .has_secret = pin->secret != NULL,
        .code_wait_ms = pin->are_codes_lent ? 0 : staff_codes_wait_ms(pin->codes, now_ms),
        .changed_unix_s = pin->has_pin ? pin->file.changed_unix_s : 0,
    };
    if (state == STAFF_PIN_STATE_READY) {
        out->tries_left = wrong < STAFF_TRIES_FREE ? STAFF_TRIES_FREE - wrong : 1;
    }
}

gint64 staff_pin_tick(StaffPin *pin, gint64 now_ms)
{
    count_time(pin, now_ms);
    const gint64 left_ms = pin->tries.wait_ms;
    const gint64 run_ms = pin->saved_wait_ms - left_ms; /* since it was saved */
    const bool is_due = run_ms >= STAFF_PIN_SAVE_MS || (left_ms == 0 && run_ms > 0);
    if (pin->is_busy || pin->is_saving) {
        return left_ms > 0 ? STAFF_PIN_SAVE_MS : -1;
    }
    if (pin->must_save || is_due) {
        pin->saved_wait_ms = left_ms; /* tried once; a disk that refuses is asked again later */
        keep_now(pin);
    }
    return left_ms > 0 ? MIN(left_ms, STAFF_PIN_SAVE_MS) : -1;
}

static Job *begin(StaffPin *pin, JobKind kind, StaffPinDone done, gpointer user_data)
{
    Job *job = make_job(pin, kind);
    job->done = done;
    job->user_data = user_data;
    pin->is_busy |= kind != JOB_REFUSE;
    return job;
}

void staff_pin_try(StaffPin *pin, const char *digits, gint64 now_ms, StaffPinDone done,
                   gpointer user_data)
{
    StaffPinLook look;
    staff_pin_look(pin, now_ms, &look);
    if (pin->is_busy || look.state != STAFF_PIN_STATE_READY || strlen(digits) > PIN_MAX_DIGITS) {
        start(pin, begin(pin, JOB_REFUSE, done, user_data));
        return;
    }
    const StaffTries before = pin->tries;
    pin->tries.wrong++;
    pin->tries.wait_ms = staff_tries_wait_ms(pin->tries.wrong);
    Job *job = begin(pin, JOB_TRY, done, user_data);
    g_strlcpy(job->digits, digits, sizeof job->digits);
    job->before = before;
    job->file = pin->file;
    start(pin, job);
}

void staff_pin_try_code(StaffPin *pin, const char *digits, gint64 now_ms, StaffPinDone done,
                        gpointer user_data)
{
    if (pin->is_busy || strlen(digits) > PIN_MAX_DIGITS) {
        start(pin, begin(pin, JOB_REFUSE, done, user_data));
        return;
    }
    count_time(pin, now_ms);
    Job *job = begin(pin, JOB_CODE, done, user_data);
    g_strlcpy(job->digits, digits, sizeof job->digits);
    job->now_ms = now_ms;
    job->codes = pin->codes;
    pin->are_codes_lent = true;
    start(pin, job);
}

void staff_pin_choose(StaffPin *pin, const char *digits, gint64 unix_s, StaffPinDone done,
                      gpointer user_data)
{
    if (pin->is_busy || pin_strength_check(digits, NULL) != PIN_WEAKNESS_NONE) {
        start(pin, begin(pin, JOB_REFUSE, done, user_data));
        return;
    }
    Job *job = begin(pin, JOB_CHOOSE, done, user_data);
    g_strlcpy(job->digits, digits, sizeof job->digits);
    job->unix_s = MAX(unix_s, 0);
    job->tries.wrong = 0;
    job->tries.wait_ms = 0;
    start(pin, job);
}

bool staff_pin_unlock(StaffPin *pin, const char *id)
{
    g_autofree char *tag = pin->secret ? staff_code_secret_tag(pin->secret) : g_strdup("");
    g_autofree char *text = g_strconcat(tag, ":", id, NULL);
    g_autofree char *order = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
    if (strcmp(order, pin->tries.order) == 0) {
        return false;
    }
    forget_tries(pin);
    g_strlcpy(pin->tries.order, order, sizeof pin->tries.order);
    keep_now(pin);
    return true;
}
