// SPDX-License-Identifier: EUPL-1.2
#include "region_keys.h"

#include <string.h>

#include "store/jws.h"

Jwk *region_keys_new(void)
{
    g_autoptr(GError) error = NULL;
    Jwk *key = jwk_generate(KEY_USE_SIGN, &error);
    g_assert_no_error(error);
    return key;
}

GBytes *region_keys_answer(const Jwk *key, const char *member, json_t *payload,
                           const json_t *others)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) taken = payload;
    g_autoptr(GBytes) text = json_write(taken);
    g_autofree char *compact = jws_sign(key, text, NULL, &error);
    g_assert_no_error(error);
    g_autoptr(json_t) answer = others ? json_deep_copy(others) : json_object();
    json_object_set_new(answer, member, json_string(compact));
    return json_write(answer);
}

GBytes *region_keys_text(const char *text)
{
    return g_bytes_new(text, strlen(text));
}
