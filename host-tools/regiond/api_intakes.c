// SPDX-License-Identifier: EUPL-1.2
#include "regiond/api_parts.h"

#include <string.h>

#include "base/json.h"
#include "regiond/sealed.h"

/* A batch on its way: what was asked, in order, and which of it goes to the database. */
typedef struct {
    gsize n, n_good;
    const char *ids[STORAGE_MAX_BATCH];
    char *sha256[STORAGE_MAX_BATCH];
    Problem problems[STORAGE_MAX_BATCH]; /* PROBLEM_N: none */
    gsize good_index[STORAGE_MAX_BATCH]; /* of good[i] among all */
    StorageIntake good[STORAGE_MAX_BATCH];
    StorageIntakeResult results[STORAGE_MAX_BATCH];
} Batch;

static void batch_clear(Batch *batch)
{
    for (gsize i = 0; i < batch->n; i++) {
        g_free(batch->sha256[i]);
    }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Batch, batch_clear)

static bool is_outcome(const char *text)
{
    static const char *const outcomes[] = {"printed", "shown", "abandoned", "unknown", NULL};
    return g_strv_contains(outcomes, text);
}

static Problem check(const ApiCall *call, const StorageIntake *intake)
{
    SealedExpectation expected = {
        .kids = (const char *const *)call->api->region->kids->pdata,
        .kiosk = call->kiosk->number,
        .id = intake->id,
    };
    Problem problem = PROBLEM_N;
    if (!sealed_is_id(intake->id)) {
        return PROBLEM_INVALID_ID;
    }
    if (!is_outcome(intake->outcome)) {
        return PROBLEM_INVALID_OUTCOME;
    }
    return sealed_check(intake->sealed, &expected, &problem) ? PROBLEM_N : problem;
}

/* False with the shape's error when the entry cannot even be answered by its id. */
static bool add(const ApiCall *call, Batch *batch, const json_t *entry, GError **error)
{
    g_autofree char *where = g_strdup_printf("body: intakes[%" G_GSIZE_FORMAT "]", batch->n);
    const char *id = json_need_string(entry, "id", where, error);
    const char *outcome = id ? json_need_string(entry, "outcome", where, error) : NULL;
    const char *sealed = outcome ? json_need_string(entry, "sealed", where, error) : NULL;
    if (!sealed) {
        return false;
    }
    gsize at = batch->n++;
    batch->ids[at] = id;
    batch->sha256[at] = g_compute_checksum_for_string(G_CHECKSUM_SHA256, sealed, -1);
    StorageIntake intake = {
        .id = id, .outcome = outcome, .sealed = sealed, .sha256 = batch->sha256[at]};
    batch->problems[at] = check(call, &intake);
    if (batch->problems[at] == PROBLEM_N) {
        batch->good_index[batch->n_good] = at;
        batch->good[batch->n_good++] = intake;
    }
    return true;
}

static bool read_batch(const ApiCall *call, Batch *batch, ApiResponse *response)
{
    g_autoptr(GError) error = NULL;
    json_t *intakes = json_need_array(call->body, "intakes", "body", &error);
    if (intakes && json_array_size(intakes) == 0) {
        g_set_error(&error, JSON_ERROR, JSON_ERROR_SHAPE, "body: \"intakes\" is empty");
    }
    if (intakes && json_array_size(intakes) > STORAGE_MAX_BATCH) {
        api_respond_problem(response, PROBLEM_TOO_MANY_INTAKES, NULL);
        return false;
    }
    size_t i;
    json_t *entry;
    json_array_foreach(intakes, i, entry)
    {
        if (!add(call, batch, entry, &error)) {
            break;
        }
    }
    if (error) {
        api_respond_problem(response, PROBLEM_MALFORMED, error->message);
    }
    return !error;
}

static json_t *describe_refused(const Batch *batch, gsize at)
{
    return json_pack("{ss ss ss so}", "id", batch->ids[at], "result", "refused", "sha256",
                     batch->sha256[at], "problem", problem_json(batch->problems[at], NULL));
}

static json_t *describe_kept(const Batch *batch, gsize at, StorageIntakeResult result)
{
    return json_pack("{ss ss ss}", "id", batch->ids[at], "result",
                     result == STORAGE_INTAKE_STORED ? "stored" : "duplicate", "sha256",
                     batch->sha256[at]);
}

/* Results in the order of the request, and what the receipt names. */
static void describe(Batch *batch, json_t *results, json_t *kept)
{
    gsize next_good = 0;
    for (gsize at = 0; at < batch->n; at++) {
        bool is_good = batch->problems[at] == PROBLEM_N;
        StorageIntakeResult result = STORAGE_INTAKE_CONFLICT;
        if (is_good) {
            g_assert(batch->good_index[next_good] == at);
            result = batch->results[next_good++];
        }
        if (is_good && result == STORAGE_INTAKE_CONFLICT) {
            batch->problems[at] = PROBLEM_CONFLICT;
            is_good = false;
        }
        json_array_append_new(results, is_good ? describe_kept(batch, at, result)
                                               : describe_refused(batch, at));
        if (is_good) {
            json_array_append_new(
                kept, json_pack("{ss ss}", "id", batch->ids[at], "sha256", batch->sha256[at]));
        }
    }
}

void api_post_intakes(const ApiCall *call, ApiResponse *response)
{
    g_auto(Batch) batch = {0};
    if (!read_batch(call, &batch, response)) {
        return;
    }
    Storage *storage = call->api->storage;
    g_autoptr(GError) error = NULL;
    StorageBatch stored = {
        .kiosk = call->kiosk->number,
        .intakes = batch.good,
        .n = batch.n_good,
        .now_unix_s = call->request->now_unix_s,
        .results = batch.results,
    };
    if (batch.n_good > 0 && !storage->class->store_intakes(storage, &stored, &error)) {
        api_respond_storage_failed(response, error);
        return;
    }
    g_autoptr(json_t) results = json_array();
    g_autoptr(json_t) kept = json_array();
    describe(&batch, results, kept);
    g_autofree char *at = api_format_time(call->request->now_unix_s);
    g_autoptr(json_t) receipt =
        json_pack("{ss sI sO ss}", "typ", "intake-receipt", "kiosk",
                  (json_int_t)call->kiosk->number, "stored", kept, "at", at);
    g_autofree char *jws = api_sign(call, receipt, "intake-receipt", response);
    if (jws) {
        api_respond_json(response, 200, json_pack("{sO ss}", "results", results, "receipt", jws));
    }
}
