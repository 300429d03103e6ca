// SPDX-License-Identifier: EUPL-1.2
#include "store/kiosk_identity.h"

#include <string.h>

#include <glib/gstdio.h>

#include "base/json.h"
#include "scratch.h"
#include "store/staff_code.h"

static Jwk *make_public(KeyUse use)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) key = jwk_generate(use, &error);
    g_assert_no_error(error);
    g_autoptr(json_t) json = jwk_public_json(key);
    Jwk *half = jwk_from_json(json, use, &error);
    g_assert_no_error(error);
    return half;
}

static KioskIdentity *make_identity(gint64 epoch)
{
    g_autoptr(GError) error = NULL;
    KioskIdentity *identity = g_new0(KioskIdentity, 1);
    identity->kiosk = 7;
    identity->slip_key = 70;
    identity->epoch = epoch;
    identity->region = g_strdup("voorbeeld");
    identity->site = g_strdup("werkcafe-voorbeeld");
    identity->sealing = make_public(KEY_USE_SEAL);
    identity->receipt = make_public(KEY_USE_SIGN);
    identity->slip = jwk_generate(KEY_USE_SIGN, &error);
    g_assert_no_error(error);
    identity->content[0] = make_public(KEY_USE_SIGN);
    identity->content[1] = make_public(KEY_USE_SIGN);
    identity->n_content = 2;
    identity->staff_secret = staff_code_new_secret();
    return identity;
}

static void assert_same(const KioskIdentity *a, const KioskIdentity *b)
{
    g_assert_cmpuint(a->kiosk, ==, b->kiosk);
    g_assert_cmpuint(a->slip_key, ==, b->slip_key);
    g_assert_cmpint(a->epoch, ==, b->epoch);
    g_assert_cmpstr(a->region, ==, b->region);
    g_assert_cmpstr(a->site, ==, b->site);
    g_assert_cmpstr(jwk_kid(a->sealing), ==, jwk_kid(b->sealing));
    g_assert_cmpstr(jwk_kid(a->receipt), ==, jwk_kid(b->receipt));
    g_assert_cmpstr(jwk_kid(a->slip), ==, jwk_kid(b->slip));
    g_assert_true(g_bytes_equal(a->staff_secret, b->staff_secret));
    g_assert_cmpuint(a->n_content, ==, b->n_content);
    for (gsize i = 0; i < a->n_content; i++) {
        g_assert_cmpstr(jwk_kid(a->content[i]), ==, jwk_kid(b->content[i]));
    }
}

static void save(const KioskIdentity *identity, const Scratch *scratch)
{
    g_autoptr(GError) error = NULL;
    bool ok = kiosk_identity_save(identity, scratch->path, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
}

static KioskIdentity *load(const Scratch *scratch)
{
    g_autoptr(GError) error = NULL;
    KioskIdentity *identity = kiosk_identity_load(scratch->path, &error);
    g_assert_no_error(error);
    return identity;
}

static guint count_keys(const Scratch *scratch)
{
    g_autofree char *path = scratch_file(scratch, "keys");
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    guint n = 0;
    while (g_dir_read_name(dir)) {
        n++;
    }
    return n;
}

static void test_round_trip(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(KioskIdentity) made = make_identity(1);
    save(made, &scratch);
    g_autoptr(KioskIdentity) loaded = load(&scratch);
    assert_same(made, loaded);
    g_assert_true(jwk_is_private(loaded->slip));
}

static void test_not_enrolled(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(GError) error = NULL;
    g_assert_null(kiosk_identity_load(scratch.path, &error));
    g_assert_error(error, KEY_ERROR, KEY_ERROR_MISSING);
}

static void test_new_enrolment_replaces(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(KioskIdentity) first = make_identity(1);
    g_autoptr(KioskIdentity) second = make_identity(2);
    save(first, &scratch);
    save(second, &scratch);
    g_autoptr(KioskIdentity) loaded = load(&scratch);
    assert_same(second, loaded);
    g_assert_cmpuint(count_keys(&scratch), ==, 6);
}

/* The new keys are there, kiosk.json is still the old one: as after a power cut. */
static void test_half_finished_leaves_the_old(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(KioskIdentity) first = make_identity(1);
    g_autoptr(KioskIdentity) second = make_identity(2);
    save(first, &scratch);
    g_autofree char *in_the_way = scratch_file(&scratch, "kiosk.json.new");
    g_assert_cmpint(g_mkdir(in_the_way, 0700), ==, 0);
    g_assert_false(kiosk_identity_save(second, scratch.path, NULL));
    g_autoptr(KioskIdentity) loaded = load(&scratch);
    assert_same(first, loaded);
}

static void test_epoch_only_rises(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(GError) error = NULL;
    g_autoptr(KioskIdentity) newer = make_identity(5);
    g_autoptr(KioskIdentity) older = make_identity(4);
    save(newer, &scratch);
    g_assert_false(kiosk_identity_save(older, scratch.path, &error));
    g_assert_error(error, KEY_ERROR, KEY_ERROR_INVALID);
    g_free(older->region);
    older->region = g_strdup("elders");
    save(older, &scratch);
}

static void test_damage(void)
{
    static const char *const texts[] = {
        "",
        "{}",
        "{\"format\":\"kiosk/1\"}",
        "{\"format\":\"kiosk/1\",\"kiosk\":7,\"slip_key_id\":70000,\"epoch\":1,\"region\":\"r\"}",
        "{\"format\":\"kiosk/1\",\"kiosk\":7,\"slip_key_id\":7,\"epoch\":1,\"region\":\"r\"}",
        "{\"format\":\"kiosk/1\",\"kiosk\":7,\"slip_key_id\":7,\"epoch\":1,\"region\":\"r\","
        "\"keys\":{\"sealing\":\"../../x.jwk\"}}",
        "{\"format\":\"kiosk/1\",\"kiosk\":7,\"slip_key_id\":7,\"epoch\":1,\"region\":\"r\","
        "\"keys\":{\"sealing\":\"missing.jwk\"}}",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_auto(Scratch) scratch = {0};
        scratch_init(&scratch);
        g_autoptr(GError) error = NULL;
        scratch_put(&scratch, "kiosk.json", texts[i]);
        g_assert_null(kiosk_identity_load(scratch.path, &error));
        g_assert_error(error, KEY_ERROR, KEY_ERROR_INVALID);
    }
}

/* As versions before these codes wrote it, and with the secret's file damaged. */
static void test_without_staff_secret(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(KioskIdentity) made = make_identity(1);
    g_autofree char *tag = staff_code_secret_tag(made->staff_secret);
    g_autofree char *name = g_strdup_printf("keys/staff-%s.secret", tag);
    save(made, &scratch);
    g_autofree char *path = scratch_file(&scratch, name);
    GStatBuf seen;
    g_assert_cmpint(g_stat(path, &seen), ==, 0);
    g_assert_cmpuint(seen.st_mode & 0777, ==, 0600);
    scratch_put(&scratch, name, "AAAA");
    g_autoptr(KioskIdentity) damaged = load(&scratch);
    g_assert_null(damaged->staff_secret);
    g_clear_pointer(&made->staff_secret, g_bytes_unref);
    save(made, &scratch);
    g_assert_cmpint(g_stat(path, &seen), !=, 0);
    g_autoptr(KioskIdentity) old = load(&scratch);
    g_assert_null(old->staff_secret);
    g_assert_cmpuint(old->kiosk, ==, 7);
}

static GLogWriterOutput keep_quiet(GLogLevelFlags level, const GLogField *fields, gsize n,
                                   gpointer data)
{
    (void)level;
    (void)fields;
    (void)n;
    (void)data;
    return G_LOG_WRITER_HANDLED;
}

static void add_tests(void)
{
    g_log_set_always_fatal(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
    g_log_set_writer_func(keep_quiet, NULL, NULL);
    g_test_add_func("/kiosk identity/is loaded as it was saved", test_round_trip);
    g_test_add_func("/kiosk identity/a kiosk without one is not enrolled", test_not_enrolled);
    g_test_add_func("/kiosk identity/a new enrolment replaces the old and its keys",
                    test_new_enrolment_replaces);
    g_test_add_func("/kiosk identity/a half-finished enrolment leaves the old in force",
                    test_half_finished_leaves_the_old);
    g_test_add_func("/kiosk identity/the epoch of one region only rises", test_epoch_only_rises);
    g_test_add_func("/kiosk identity/an enrolment without staff's secret still counts",
                    test_without_staff_secret);
    g_test_add_func("/kiosk identity/a damaged file or key is refused", test_damage);
}

int main(int argc, char **argv)
{
    return scratch_main(argc, argv, add_tests);
}
