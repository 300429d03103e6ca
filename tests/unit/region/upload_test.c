// SPDX-License-Identifier: EUPL-1.2
#include "region/upload.h"

#include <string.h>

#include "base/json.h"
#include "region_keys.h"

/* Rows with ids "id-0", "id-1", … and the text "sealed-<n>". */
static GPtrArray *make_rows(guint n)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)outbox_row_free);
    for (guint i = 0; i < n; i++) {
        OutboxRow *row = g_new0(OutboxRow, 1);
        row->id = g_strdup_printf("id-%u", i);
        row->sealed = g_strdup_printf("sealed-%u", i);
        row->outcome = OUTBOX_OUTCOME_SHOWN;
        g_ptr_array_add(rows, row);
    }
    return rows;
}

static json_t *stored(guint i, const char *sealed)
{
    g_autofree char *id = g_strdup_printf("id-%u", i);
    g_autofree char *sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, sealed, -1);
    return json_pack("{ss ss}", "id", id, "sha256", sha256);
}

/* {"typ","kiosk","stored":[…]}; takes `list`. */
static json_t *receipt(const char *typ, int kiosk, json_t *list)
{
    return json_pack("{ss si so}", "typ", typ, "kiosk", kiosk, "stored", list);
}

static json_t *no_results(void)
{
    return json_pack("{s[]}", "results");
}

static void test_request(void)
{
    g_autoptr(GPtrArray) rows = make_rows(2);
    g_autoptr(GBytes) body = upload_write_request(rows);
    g_autofree char *text = g_strndup(g_bytes_get_data(body, NULL), g_bytes_get_size(body));
    g_assert_cmpstr(text, ==,
                    "{\"intakes\":[{\"id\":\"id-0\",\"outcome\":\"shown\",\"sealed\":\"sealed-0\"},"
                    "{\"id\":\"id-1\",\"outcome\":\"shown\",\"sealed\":\"sealed-1\"}]}");
}

static void test_verdicts(void)
{
    g_autoptr(Jwk) key = region_keys_new();
    g_autoptr(GPtrArray) rows = make_rows(4);
    json_t *list = json_array();
    json_array_append_new(list, stored(0, "sealed-0"));
    json_array_append_new(list, stored(1, "another text"));
    g_autoptr(json_t) results =
        json_pack("{s[{ss ss}{ss ss s{ss}}{ss ss}]}", "results", "id", "id-1", "result", "stored",
                  "id", "id-2", "result", "refused", "problem", "title", "Too old", "id", "id-3",
                  "result", "stored");
    g_autoptr(GBytes) body = region_keys_answer(
        key, "receipt", receipt("intake-receipt", REGION_KEYS_KIOSK, list), results);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) verdicts = upload_read_answer(body, rows, REGION_KEYS_KIOSK, key, &error);
    g_assert_no_error(error);
    const UploadVerdict wanted[] = {UPLOAD_VERDICT_ARRIVED, UPLOAD_VERDICT_UNCONFIRMED,
                                    UPLOAD_VERDICT_REFUSED, UPLOAD_VERDICT_UNCONFIRMED};
    g_assert_cmpuint(verdicts->len, ==, 4);
    for (guint i = 0; i < 4; i++) {
        const UploadResult *result = g_ptr_array_index(verdicts, i);
        g_assert_cmpint(result->verdict, ==, wanted[i]);
        g_assert_cmpint(result->reason == NULL, ==, wanted[i] == UPLOAD_VERDICT_ARRIVED);
    }
    g_assert_cmpstr(((UploadResult *)g_ptr_array_index(verdicts, 2))->reason, ==, "Too old");
}

/* What is said twice, in two ways, is not said; the receipt names what it proves. */
static void test_named_twice(void)
{
    g_autoptr(Jwk) key = region_keys_new();
    g_autoptr(GPtrArray) rows = make_rows(5);
    json_t *list = json_array();
    json_array_append_new(list, stored(0, "sealed-0"));
    json_array_append_new(list, stored(0, "another text"));
    json_array_append_new(list, stored(1, "another text"));
    json_array_append_new(list, stored(1, "sealed-1"));
    json_array_append_new(list, stored(2, "sealed-2"));
    json_array_append_new(list, stored(2, "sealed-2"));
    json_array_append_new(list, stored(9, "sealed-3"));
    g_autoptr(json_t) results =
        json_pack("{s[{ss ss}{ss ss}{ss ss}{ss ss}]}", "results", "id", "id-3", "result", "refused",
                  "id", "id-3", "result", "stored", "id", "id-4", "result", "refused", "id", "id-2",
                  "result", "refused");
    g_autoptr(GBytes) body = region_keys_answer(
        key, "receipt", receipt("intake-receipt", REGION_KEYS_KIOSK, list), results);
    g_autoptr(GPtrArray) verdicts = upload_read_answer(body, rows, REGION_KEYS_KIOSK, key, NULL);
    const UploadVerdict wanted[] = {UPLOAD_VERDICT_UNCONFIRMED, UPLOAD_VERDICT_UNCONFIRMED,
                                    UPLOAD_VERDICT_ARRIVED, UPLOAD_VERDICT_UNCONFIRMED,
                                    UPLOAD_VERDICT_REFUSED};
    for (guint i = 0; i < G_N_ELEMENTS(wanted); i++) {
        g_test_message("row %u", i);
        g_assert_cmpint(((UploadResult *)g_ptr_array_index(verdicts, i))->verdict, ==, wanted[i]);
    }
}

static void check_refused(GBytes *body, const Jwk *key, UploadError code)
{
    g_autoptr(GPtrArray) rows = make_rows(1);
    g_autoptr(GError) error = NULL;
    g_assert_null(upload_read_answer(body, rows, REGION_KEYS_KIOSK, key, &error));
    g_assert_nonnull(error);
    if (code == UPLOAD_ERROR_RECEIPT) {
        g_assert_error(error, UPLOAD_ERROR, UPLOAD_ERROR_RECEIPT);
    } else {
        g_assert_false(g_error_matches(error, UPLOAD_ERROR, UPLOAD_ERROR_RECEIPT));
    }
}

static void test_forged(void)
{
    g_autoptr(Jwk) key = region_keys_new();
    g_autoptr(Jwk) other = region_keys_new();
    const struct {
        const Jwk *signer;
        const char *typ;
        int kiosk;
    } forged[] = {
        {other, "intake-receipt", REGION_KEYS_KIOSK},
        {key, "intake-receipt", REGION_KEYS_KIOSK + 1},
        {key, "orders", REGION_KEYS_KIOSK},
    };
    g_autoptr(json_t) results = no_results();
    for (gsize i = 0; i < G_N_ELEMENTS(forged); i++) {
        json_t *list = json_pack("[o]", stored(0, "sealed-0"));
        g_autoptr(GBytes) body = region_keys_answer(
            forged[i].signer, "receipt", receipt(forged[i].typ, forged[i].kiosk, list), results);
        check_refused(body, key, UPLOAD_ERROR_RECEIPT);
    }
}

static void test_changed_byte(void)
{
    g_autoptr(Jwk) key = region_keys_new();
    g_autoptr(json_t) results = no_results();
    json_t *list = json_pack("[o]", stored(0, "sealed-0"));
    g_autoptr(GBytes) body = region_keys_answer(
        key, "receipt", receipt("intake-receipt", REGION_KEYS_KIOSK, list), results);
    gsize size;
    const guint8 *data = g_bytes_get_data(body, &size);
    g_autoptr(GPtrArray) rows = make_rows(1);
    guint believed = 0;
    for (gsize at = 0; at < size; at += 3) {
        g_autofree guint8 *copy = g_memdup2(data, size);
        copy[at] ^= 1;
        g_autoptr(GBytes) changed = g_bytes_new(copy, size);
        g_autoptr(GPtrArray) verdicts =
            upload_read_answer(changed, rows, REGION_KEYS_KIOSK, key, NULL);
        believed += verdicts != NULL;
    }
    g_assert_cmpuint(believed, ==, 0);
}

static void test_malformed(void)
{
    static const char *const bodies[] = {
        "",
        "{}",
        "[]",
        "<html>",
        "null",
        "{\"results\":[]}",
        "{\"results\":5,\"receipt\":\"\"}",
        "{\"results\":[],\"receipt\":7}",
    };
    g_autoptr(Jwk) key = region_keys_new();
    for (gsize i = 0; i < G_N_ELEMENTS(bodies); i++) {
        g_autoptr(GBytes) body = region_keys_text(bodies[i]);
        check_refused(body, key, UPLOAD_ERROR_ANSWER);
    }
    g_autoptr(GBytes) no_signature = region_keys_text("{\"results\":[],\"receipt\":\"a.b.c\"}");
    check_refused(no_signature, key, UPLOAD_ERROR_RECEIPT);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(keys_init(NULL));
    g_test_add_func("/upload/a batch names ids, outcomes and sealed texts", test_request);
    g_test_add_func("/upload/only what the receipt proves has arrived", test_verdicts);
    g_test_add_func("/upload/what is named twice in two ways counts as not named",
                    test_named_twice);
    g_test_add_func("/upload/a receipt of another signer, kiosk or kind is refused", test_forged);
    g_test_add_func("/upload/a changed byte anywhere is refused", test_changed_byte);
    g_test_add_func("/upload/what is not an answer is refused", test_malformed);
    return g_test_run();
}
