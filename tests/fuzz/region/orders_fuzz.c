// SPDX-License-Identifier: EUPL-1.2
/* A region that signs anything at all: what is taken as orders is within its bounds. */
#include <string.h>

#include "base/json.h"
#include "region/orders.h"
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

static void check_content(const OrdersContent *content)
{
    gsize length = strlen(content->bundle_sha256);
    g_assert(length == 0 || length == 64);
    g_assert(strspn(content->bundle_sha256, "0123456789abcdef") == length);
    g_assert(length == 0 || (content->size_bytes > 0 && content->version));
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static GOnce once = G_ONCE_INIT;
    const Jwk *key = g_once(&once, make_key, NULL);
    g_autoptr(GBytes) payload = g_bytes_new(data, size);
    g_autofree char *compact = jws_sign(key, payload, NULL, NULL);
    g_autoptr(json_t) answer = json_pack("{ss}", "orders", compact);
    g_autoptr(GBytes) body = json_write(answer);
    OrdersCheck check = {.kiosk = 7, .receipt_key = key, .last_serial = 3};
    g_autoptr(GError) error = NULL;
    g_autoptr(Orders) orders = orders_read_answer(body, &check, &error);
    g_assert(!orders == (error != NULL));
    if (orders) {
        g_assert(orders->serial >= 3 && orders->commands->len <= ORDERS_MAX_COMMANDS);
        check_content(&orders->content);
    }
    return 0;
}
