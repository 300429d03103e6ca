// SPDX-License-Identifier: EUPL-1.2
#include "regiond/sealed.h"

#include <string.h>

#include "base/encoding.h"
#include "base/json.h"
#include "store/jwe.h"

#define ID "0b0ad2f5-4a3e-4a0c-9a57-3a2f3f0a7d11"

static char *seal(gint64 kiosk, const char *id, gint64 version, char **kid)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(keys_init(&error));
    g_autoptr(Jwk) key = jwk_generate(KEY_USE_SEAL, &error);
    g_autoptr(GBytes) plain = g_bytes_new_static("{}", 2);
    g_autoptr(json_t) header =
        json_pack("{ss sI sI}", "iid", id, "kio", (json_int_t)kiosk, "ver", (json_int_t)version);
    char *text = jwe_seal(key, plain, header, &error);
    g_assert_no_error(error);
    *kid = g_strdup(jwk_kid(key));
    return text;
}

static Problem check(const char *text, const char *kid)
{
    const char *kids[] = {"older", kid, NULL};
    SealedExpectation expected = {.kids = kids, .kiosk = 7, .id = ID};
    Problem problem = PROBLEM_INTERNAL;
    return sealed_check(text, &expected, &problem) ? PROBLEM_N : problem;
}

static void test_headers(void)
{
    static const struct {
        gint64 kiosk;
        const char *id;
        gint64 version;
        Problem problem;
    } rows[] = {
        {7, ID, 1, PROBLEM_N},
        {8, ID, 1, PROBLEM_FOREIGN_KIOSK},
        {7, "another", 1, PROBLEM_FOREIGN_ID},
        {7, ID, 2, PROBLEM_UNKNOWN_VERSION},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *kid = NULL;
        g_autofree char *text = seal(rows[i].kiosk, rows[i].id, rows[i].version, &kid);
        g_assert_cmpint(check(text, kid), ==, rows[i].problem);
        g_assert_cmpint(check(text, "another key"), ==, PROBLEM_UNKNOWN_KEY);
    }
}

/* Replaces the header of a good text by one made of `from` with `key` set to `value`. */
static char *with_header(const char *text, const char *key, json_t *value)
{
    g_auto(GStrv) parts = g_strsplit(text, ".", 2);
    g_autoptr(GBytes) bytes = encoding_base64url_decode(parts[0], -1);
    g_autoptr(json_t) header = json_parse(bytes, "header", NULL);
    json_object_set_new(header, key, value);
    g_autoptr(GBytes) written = json_write(header);
    g_autofree char *encoded =
        encoding_base64url(g_bytes_get_data(written, NULL), g_bytes_get_size(written));
    return g_strconcat(encoded, ".", parts[1], NULL);
}

static void test_not_as_agreed(void)
{
    g_autofree char *kid = NULL;
    g_autofree char *text = seal(7, ID, 1, &kid);
    g_autoptr(json_t) changes =
        json_pack("{s:s, s:s, s:s, s:[s], s:{s:s}, s:n}", "alg", "dir", "enc", "A128GCM", "zip",
                  "DEF", "crit", "x", "epk", "kty", "EC", "kio");
    const char *key;
    json_t *value;
    json_object_foreach(changes, key, value)
    {
        g_autofree char *changed = with_header(text, key, json_incref(value));
        g_assert_cmpint(check(changed, kid), ==,
                        g_str_equal(key, "kio") ? PROBLEM_FOREIGN_KIOSK : PROBLEM_NOT_SEALED);
    }
}

static void test_not_sealed(void)
{
    g_autofree char *kid = NULL;
    g_autofree char *text = seal(7, ID, 1, &kid);
    g_autofree char *longer = g_strconcat(text, ".AAAA", NULL);
    g_autofree char *dirty = g_strconcat(text, "=", NULL);
    g_autofree char *cut = g_strndup(text, strlen(text) - 4);
    const char *const texts[] = {"", ".", "....", "a.b.c.d.e", "{}", longer, dirty, cut};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_assert_cmpint(check(texts[i], kid), ==, PROBLEM_NOT_SEALED);
    }
    g_autofree char *huge = g_strnfill(SEALED_MAX_CHARS + 1, 'A');
    g_assert_cmpint(check(huge, kid), ==, PROBLEM_INTAKE_TOO_LARGE);
}

static void test_ids(void)
{
    g_assert_true(sealed_is_id(ID));
    g_assert_false(sealed_is_id("0B0AD2F5-4A3E-4A0C-9A57-3A2F3F0A7D11"));
    g_assert_false(sealed_is_id("0b0ad2f5-4a3e-4a0c-9a57-3a2f3f0a7d1"));
    g_assert_false(sealed_is_id("0b0ad2f5-4a3e-4a0c-9a57-3a2f3f0a7d112"));
    g_assert_false(sealed_is_id("0b0ad2f5a4a3e-4a0c-9a57-3a2f3f0a7d11"));
    g_assert_false(sealed_is_id(""));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sealed/holds kiosk, id, key and version to what is expected", test_headers);
    g_test_add_func("/sealed/refuses another way of sealing", test_not_as_agreed);
    g_test_add_func("/sealed/refuses what is no sealed text", test_not_sealed);
    g_test_add_func("/sealed/knows an id", test_ids);
    return g_test_run();
}
