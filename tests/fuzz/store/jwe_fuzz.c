// SPDX-License-Identifier: EUPL-1.2
/* Any text is refused as a sealed intake, or is the one that was sealed: nobody makes another. */
#include "store/jwe.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

typedef struct {
    Jwk *key;
    char *sealed;
} Sealed;

static gpointer make_sealed(gpointer unused G_GNUC_UNUSED)
{
    Sealed *sealed = g_new0(Sealed, 1);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) plain = g_bytes_new_static("intake", 6);
    g_assert(keys_init(&error));
    sealed->key = jwk_generate(KEY_USE_SEAL, &error);
    g_assert_no_error(error);
    sealed->sealed = jwe_seal(sealed->key, plain, NULL, &error);
    g_assert_no_error(error);
    return sealed;
}

/* The input replaces a piece of the good text: where and how much are its first two bytes. */
static char *spoil(const char *good, const guint8 *data, gsize size)
{
    gsize length = strlen(good);
    gsize at = size > 0 ? data[0] * length / 256 : 0;
    gsize gone = size > 1 ? MIN((gsize)data[1], length - at) : 0;
    GString *text = g_string_new_len(good, (gssize)at);
    if (size > 2) {
        g_string_append_len(text, (const char *)data + 2, (gssize)(size - 2));
    }
    g_string_append(text, good + at + gone);
    return g_string_free(text, FALSE);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static GOnce once = G_ONCE_INIT;
    const Sealed *sealed = g_once(&once, make_sealed, NULL);
    g_autofree char *plain_noise = g_strndup((const char *)data, size);
    g_autofree char *spoilt = spoil(sealed->sealed, data, size);
    const char *texts[] = {plain_noise, spoilt};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) plain = jwe_open(sealed->key, texts[i], NULL, &error);
        g_assert(!plain == (error != NULL));
        g_assert(!plain || g_str_equal(texts[i], sealed->sealed));
    }
    return 0;
}
