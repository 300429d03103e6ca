// SPDX-License-Identifier: EUPL-1.2
/* A region that signs anything at all: a row counts as arrived only when the signed text holds its
 * id and the hash of what was sent. */
#include <string.h>

#include "base/json.h"
#include "region/upload.h"
#include "store/jws.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static gpointer make_key(gpointer unused G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_assert(keys_init(&error));
    Jwk *key = jwk_generate(KEY_USE_SIGN, &error);
    g_assert_no_error(error);
    return key;
}

static GBytes *sign(const Jwk *key, const guint8 *data, gsize size)
{
    g_autoptr(GBytes) payload = g_bytes_new(data, size);
    g_autofree char *compact = jws_sign(key, payload, NULL, NULL);
    g_assert(compact);
    g_autoptr(json_t) answer = json_pack("{s[] ss}", "results", "receipt", compact);
    return json_write(answer);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static GOnce once = G_ONCE_INIT;
    const Jwk *key = g_once(&once, make_key, NULL);
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autofree char *sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, "sealed", -1);
    char id[] = "id", sealed[] = "sealed";
    OutboxRow row = {.id = id, .sealed = sealed};
    g_autoptr(GPtrArray) rows = g_ptr_array_new();
    g_ptr_array_add(rows, &row);
    g_autoptr(GBytes) body = sign(key, data, size);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) results = upload_read_answer(body, rows, 7, key, &error);
    g_assert(!results == (error != NULL));
    if (results) {
        const UploadResult *result = g_ptr_array_index(results, 0);
        bool is_named = strstr(text, "id") && strcasestr(text, sha256);
        g_assert(result->verdict != UPLOAD_VERDICT_ARRIVED || is_named || strchr(text, '\\'));
    }
    return 0;
}
