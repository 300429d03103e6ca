// SPDX-License-Identifier: EUPL-1.2
/* Whatever a scanner reads: no text is taken for a token of ours, a reference that is read is
 * written as it would be printed and read again as the same. */
#include "slip/token.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static gpointer make_key(gpointer unused G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_assert(keys_init(&error));
    Jwk *key = jwk_generate(KEY_USE_SIGN, &error);
    g_assert_no_error(error);
    return key;
}

static void read_as_reference(const char *text)
{
    guint8 bytes[REFERENCE_BYTES];
    guint8 again[REFERENCE_BYTES];
    char printed[REFERENCE_CHARS + 1];
    if (reference_read(text, bytes)) {
        reference_write(bytes, printed);
        g_assert(reference_read(printed, again));
        g_assert_cmpmem(bytes, sizeof bytes, again, sizeof again);
    }
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static GOnce once = G_ONCE_INIT;
    const Jwk *key = g_once(&once, make_key, NULL);
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autoptr(GError) refused = NULL;
    g_autoptr(GError) unread = NULL;
    TokenFacts facts = {.kiosk = 7};
    g_assert(!token_read(text, key, &facts, &refused) && refused && facts.kiosk == 7);
    bool is_token = token_peek(text, &facts, &unread);
    g_assert(is_token == (unread == NULL));
    g_autofree char *jws = token_to_jws(text);
    g_assert(is_token == (jws != NULL));
    read_as_reference(text);
    return 0;
}
