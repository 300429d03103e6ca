// SPDX-License-Identifier: EUPL-1.2
/* Any text is refused as a signature of ours, with a reason; a JWK is taken or refused. */
#include "store/jws.h"

#include "base/json.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static gpointer make_key(gpointer unused G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_assert(keys_init(&error));
    Jwk *key = jwk_generate(KEY_USE_SIGN, &error);
    g_assert_no_error(error);
    return key;
}

static void read_as_key(const guint8 *data, gsize size)
{
    g_autoptr(GBytes) text = g_bytes_new(data, size);
    g_autoptr(json_t) object = json_parse(text, "input", NULL);
    if (object) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Jwk) key = jwk_from_json(object, KEY_USE_SIGN, &error);
        g_assert(!key == (error != NULL));
    }
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static GOnce once = G_ONCE_INIT;
    const Jwk *key = g_once(&once, make_key, NULL);
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autoptr(GError) attached = NULL;
    g_autoptr(GError) detached = NULL;
    g_autoptr(GBytes) payload = jws_verify(text, &key, 1, &attached);
    g_assert(!payload && attached);
    g_autoptr(GBytes) anything = g_bytes_new(data, size);
    g_assert(!jws_verify_detached(text, anything, &key, 1, &detached) && detached);
    read_as_key(data, size);
    return 0;
}
