// SPDX-License-Identifier: EUPL-1.2
/* Any bytes as a key file: refused, or a key whose public half is read again as the same key. */
#include "store/jwk.h"

#include "base/json.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static gpointer start(gpointer unused G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_assert(keys_init(&error));
    return NULL;
}

static void read_as(const json_t *object, KeyUse use)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) key = jwk_from_json(object, use, &error);
    g_assert(!key == (error != NULL));
    if (key) {
        g_autoptr(GError) none = NULL;
        g_autoptr(json_t) public_half = jwk_public_json(key);
        g_autoptr(Jwk) again = jwk_from_json(public_half, use, &none);
        g_assert_no_error(none);
        g_assert(g_str_equal(jwk_kid(key), jwk_kid(again)));
        g_assert(!jwk_is_private(again));
    }
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static GOnce once = G_ONCE_INIT;
    (void)g_once(&once, start, NULL);
    g_autoptr(GBytes) text = g_bytes_new(data, size);
    g_autoptr(json_t) object = json_parse(text, "input", NULL);
    if (object) {
        read_as(object, KEY_USE_SIGN);
        read_as(object, KEY_USE_SEAL);
    }
    return 0;
}
