// SPDX-License-Identifier: EUPL-1.2
#include "region/upload.h"

#include <string.h>

#include "base/json.h"
#include "region/problem.h"
#include "store/jws.h"

G_DEFINE_QUARK(wegwijs_upload_error, upload_error)

static const char where[] = "the region's answer to an upload";
static const char receipt_where[] = "the region's receipt";

GBytes *upload_write_request(const GPtrArray *rows)
{
    g_assert(rows->len >= 1 && rows->len <= UPLOAD_MAX_ROWS);
    g_autoptr(json_t) request = json_object();
    json_t *intakes = json_array();
    json_object_set_new(request, "intakes", intakes);
    for (guint i = 0; i < rows->len; i++) {
        const OutboxRow *row = g_ptr_array_index(rows, i);
        json_t *intake = json_object();
        json_object_set_new(intake, "id", json_string(row->id));
        json_object_set_new(intake, "outcome", json_string(outbox_outcome_name(row->outcome)));
        json_object_set_new(intake, "sealed", json_string(row->sealed));
        json_array_append_new(intakes, intake);
    }
    return json_write(request);
}

void upload_result_free(UploadResult *result)
{
    if (result) {
        g_free(result->reason);
        g_free(result);
    }
}

/* id -> SHA-256 (hex) of every row the receipt names; texts are borrowed from `payload`. */
static GHashTable *read_stored(const json_t *payload, GError **error)
{
    json_t *stored = json_need_array(payload, "stored", receipt_where, error);
    if (!stored) {
        return NULL;
    }
    g_autoptr(GHashTable) named = g_hash_table_new(g_str_hash, g_str_equal);
    gsize i;
    json_t *one;
    json_array_foreach(stored, i, one)
    {
        const char *id = json_need_string(one, "id", receipt_where, error);
        const char *sha256 = id ? json_need_string(one, "sha256", receipt_where, error) : NULL;
        if (!sha256) {
            return NULL;
        }
        /* Named twice with different texts it proves neither. */
        const char *before = g_hash_table_lookup(named, id);
        bool is_other = before && g_ascii_strcasecmp(before, sha256) != 0;
        g_hash_table_insert(named, (gpointer)id, (gpointer)(is_other ? "" : sha256));
    }
    return g_steal_pointer(&named);
}

/* The receipt's payload when the region signed it for this kiosk. */
static json_t *open_receipt(const json_t *answer, guint32 kiosk, const Jwk *key, GError **error)
{
    const char *compact = json_need_string(answer, "receipt", where, error);
    g_autoptr(GError) inner = NULL;
    g_autoptr(GBytes) text = compact ? jws_verify(compact, &key, 1, &inner) : NULL;
    if (!text) {
        if (compact) {
            g_set_error(error, UPLOAD_ERROR, UPLOAD_ERROR_RECEIPT, "%s is not signed by it: %s",
                        receipt_where, inner->message);
        }
        return NULL;
    }
    g_autoptr(json_t) payload = json_parse(text, receipt_where, error);
    if (!payload) {
        return NULL;
    }
    gint64 for_kiosk = json_get_integer(payload, "kiosk", -1);
    if (strcmp(json_get_string(payload, "typ", ""), "intake-receipt") != 0 ||
        for_kiosk != (gint64)kiosk) {
        g_set_error(error, UPLOAD_ERROR, UPLOAD_ERROR_RECEIPT,
                    "%s is of another kind or for another kiosk", receipt_where);
        return NULL;
    }
    return g_steal_pointer(&payload);
}

/* What is said of this row, once; NULL when nothing is, or more than one thing. */
static const json_t *find_result(const json_t *results, const char *id)
{
    const json_t *found = NULL;
    gsize i;
    json_t *one;
    json_array_foreach(results, i, one)
    {
        bool is_it = strcmp(json_get_string(one, "id", ""), id) == 0;
        if (is_it && found) {
            return NULL;
        }
        found = is_it ? one : found;
    }
    return found;
}

static UploadResult *judge_row(const OutboxRow *row, const json_t *results, GHashTable *receipt)
{
    UploadResult *result = g_new0(UploadResult, 1);
    g_autofree char *sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, row->sealed, -1);
    const char *stored = g_hash_table_lookup(receipt, row->id);
    if (stored && g_ascii_strcasecmp(stored, sha256) == 0) {
        result->verdict = UPLOAD_VERDICT_ARRIVED;
        return result;
    }
    const json_t *said = find_result(results, row->id);
    if (said && strcmp(json_get_string(said, "result", ""), "refused") == 0) {
        result->verdict = UPLOAD_VERDICT_REFUSED;
        result->reason =
            problem_describe_object(json_object_get(said, "problem"), "refused without a reason");
        return result;
    }
    result->reason = g_strdup(stored ? "the region stored another text under this id"
                                     : "the region's receipt does not name it");
    return result;
}

GPtrArray *upload_read_answer(GBytes *body, const GPtrArray *rows, guint32 kiosk,
                              const Jwk *receipt_key, GError **error)
{
    g_autoptr(json_t) answer = json_parse(body, where, error);
    json_t *results = answer ? json_need_array(answer, "results", where, error) : NULL;
    g_autoptr(json_t) payload = results ? open_receipt(answer, kiosk, receipt_key, error) : NULL;
    g_autoptr(GHashTable) receipt = payload ? read_stored(payload, error) : NULL;
    if (!receipt) {
        return NULL;
    }
    GPtrArray *verdicts = g_ptr_array_new_with_free_func((GDestroyNotify)upload_result_free);
    for (guint i = 0; i < rows->len; i++) {
        g_ptr_array_add(verdicts, judge_row(g_ptr_array_index(rows, i), results, receipt));
    }
    return verdicts;
}
