// SPDX-License-Identifier: EUPL-1.2
#include "kiosk_fixture.h"

#include <string.h>

#include <glib/gstdio.h>

#include "base/file.h"
#include "base/kiosk_settings.h"

#include "store/content_store.h"
#include "store/jws.h"

#include "test_pack.h"

enum { MAX_BYTES = 1 << 20 };

static const char pack_name[] = "meedoenbalie-almere";

char *kiosk_fixture_file(const KioskFixture *f, const char *name)
{
    return g_build_filename(f->path, name, NULL);
}

void kiosk_fixture_write(const KioskFixture *f, const char *name, const char *text)
{
    g_autoptr(GError) why = NULL;
    g_autofree char *path = kiosk_fixture_file(f, name);
    g_autofree char *folder = g_path_get_dirname(path);
    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    g_file_set_contents(path, text, -1, &why);
    g_assert_no_error(why);
}

char *kiosk_fixture_read(const KioskFixture *f, const char *name)
{
    g_autofree char *path = kiosk_fixture_file(f, name);
    char *text = NULL;
    g_file_get_contents(path, &text, NULL, NULL);
    return text;
}

/* --- pack --------------------------------------------------------------------------------------
 */

static void sign_pack(const KioskFixture *f)
{
    g_autoptr(GError) why = NULL;
    g_autofree char *path = kiosk_fixture_file(f, "pack/pack.json");
    g_autoptr(GBytes) payload = file_load(path, MAX_BYTES, &why);
    g_assert_no_error(why);
    g_autofree char *jws = jws_sign_detached(f->content_key, payload, &why);
    g_assert_no_error(why);
    kiosk_fixture_write(f, "pack/pack.jws", jws);
}

static void copy_pack_file(const KioskFixture *f, const char *name)
{
    g_autofree char *from = g_build_filename("build", "packs", pack_name, name, NULL);
    g_autofree char *to = g_build_filename("pack", name, NULL);
    g_autofree char *text = NULL;
    g_autoptr(GError) why = NULL;
    g_file_get_contents(from, &text, NULL, &why);
    g_assert_no_error(why);
    kiosk_fixture_write(f, to, text);
}

static void copy_pack(const KioskFixture *f)
{
    copy_pack_file(f, "pack.json");
    g_autofree char *text = kiosk_fixture_read(f, "pack/pack.json");
    g_autoptr(json_t) pack = json_loads(text, 0, NULL);
    gsize i;
    json_t *file;
    json_array_foreach(json_object_get(pack, "files"), i, file)
    {
        copy_pack_file(f, json_get_string(file, "name", ""));
    }
    sign_pack(f);
}

void kiosk_fixture_renew_pack(const KioskFixture *f, const char *version, int sequence)
{
    g_autofree char *before = kiosk_fixture_read(f, "pack/pack.json");
    g_autoptr(json_t) pack = json_loads(before, 0, NULL);
    json_object_set_new(pack, "version", json_string(version));
    json_object_set_new(pack, "sequence", json_integer(sequence));
    char *after = json_dumps(pack, JSON_COMPACT);
    kiosk_fixture_write(f, "pack/pack.json", after);
    free(after);
    sign_pack(f);
}

/* Takes the text out of a locale's file, and gives its new size and hash to pack.json. */
static void drop_text(const KioskFixture *f, json_t *row, const char *id)
{
    g_autofree char *name = g_build_filename("pack", json_get_string(row, "name", ""), NULL);
    g_autofree char *before = kiosk_fixture_read(f, name);
    g_autoptr(json_t) locale = json_loads(before, 0, NULL);
    g_assert_cmpint(json_object_del(json_object_get(locale, "texts"), id), ==, 0);
    char *after = json_dumps(locale, JSON_COMPACT);
    kiosk_fixture_write(f, name, after);
    g_autofree char *sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, after, -1);
    json_object_set_new(row, "size", json_integer((json_int_t)strlen(after)));
    json_object_set_new(row, "sha256", json_string(sha256));
    free(after);
}

void kiosk_fixture_drop_text(const KioskFixture *f, const char *id)
{
    g_autofree char *before = kiosk_fixture_read(f, "pack/pack.json");
    g_autoptr(json_t) pack = json_loads(before, 0, NULL);
    gsize i;
    json_t *row;
    json_array_foreach(json_object_get(pack, "files"), i, row)
    {
        if (g_str_has_prefix(json_get_string(row, "name", ""), "locale/")) {
            drop_text(f, row, id);
        }
    }
    char *after = json_dumps(pack, JSON_COMPACT);
    kiosk_fixture_write(f, "pack/pack.json", after);
    free(after);
    sign_pack(f);
}

void kiosk_fixture_install(const KioskFixture *f)
{
    g_autoptr(GError) why = NULL;
    const Jwk *keys[] = {f->content_key};
    g_autofree char *root = kiosk_fixture_file(f, "state/content");
    g_autofree char *folder = kiosk_fixture_file(f, "pack");
    g_autoptr(ContentStore) store = content_store_open(root, keys, 1, &why);
    g_assert_no_error(why);
    g_autoptr(SignedPack) pack = signed_pack_load_whole(folder, keys, 1, &why);
    g_assert_no_error(why);
    bool is_fine = content_store_install(store, pack, &why);
    g_assert_no_error(why);
    g_assert_true(is_fine);
}

/* --- keys and settings -------------------------------------------------------------------------
 */

static Jwk *make_key(KeyUse use)
{
    g_autoptr(GError) why = NULL;
    Jwk *key = jwk_generate(use, &why);
    g_assert_no_error(why);
    return key;
}

static Jwk *public_half(const Jwk *key, KeyUse use)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(json_t) json = jwk_public_json(key);
    Jwk *half = jwk_from_json(json, use, &why);
    g_assert_no_error(why);
    return half;
}

static KioskIdentity *make_identity(const KioskFixture *f)
{
    KioskIdentity *identity = g_new0(KioskIdentity, 1);
    identity->kiosk = 7;
    identity->slip_key = 70;
    identity->epoch = 1;
    identity->region = g_strdup("flevoland");
    identity->site = g_strdup("voorbeeld");
    identity->sealing = public_half(f->sealing_key, KEY_USE_SEAL);
    identity->receipt = public_half(f->receipt_key, KEY_USE_SIGN);
    identity->slip = make_key(KEY_USE_SIGN);
    identity->content[0] = public_half(f->content_key, KEY_USE_SIGN);
    identity->n_content = 1;
    return identity;
}

static Settings *write_settings(const KioskFixture *f)
{
    g_autoptr(GError) why = NULL;
    g_autofree char *path = kiosk_fixture_file(f, "kiosk.ini");
    g_autofree char *key_path = kiosk_fixture_file(f, "content.pub.jwk");
    g_autoptr(Jwk) key = public_half(f->content_key, KEY_USE_SIGN);
    bool is_fine = jwk_save(key, key_path, &why);
    g_assert_no_error(why);
    g_assert_true(is_fine);
    kiosk_fixture_write(f, "kiosk.ini",
                        "[kiosk]\nstate_dir = state\nrun_dir = run\nassets_dir = assets\n"
                        "[content]\ninitial = pack\ninitial_key = content.pub.jwk\n");
    Settings *settings = kiosk_settings_load(path, &why);
    g_assert_no_error(why);
    return settings;
}

/* --- visit -------------------------------------------------------------------------------------
 */

VisitEffects kiosk_fixture_step(KioskFixture *f, VisitEventKind kind, int value)
{
    const VisitEvent event = {kind, value, 1000};
    return visit_step(&f->visit, &event);
}

static void go_to_doors(KioskFixture *f)
{
    const VisitTimes times = {.idle_warn_ms = 60000, .idle_wipe_ms = 30000};
    visit_init(&f->visit, f->content, &times);
    kiosk_fixture_step(f, VISIT_EVENT_LANGUAGE, content_find_language(f->content, "ar"));
    kiosk_fixture_step(f, VISIT_EVENT_START, 0);
    kiosk_fixture_step(f, VISIT_EVENT_OPTION, test_pack_option(f->content, "goal", "problem"));
    kiosk_fixture_step(f, VISIT_EVENT_OPTION, test_pack_option(f->content, "support", "mind"));
    kiosk_fixture_step(f, VISIT_EVENT_NEXT, 0);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_DOORS);
}

void kiosk_fixture_set_up(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    g_autoptr(GError) why = NULL;
    bool is_fine = keys_init(&why);
    g_assert_no_error(why);
    g_assert_true(is_fine);
    f->path = g_dir_make_tmp("wegwijs-kiosk-XXXXXX", &why);
    g_assert_no_error(why);
    f->content_key = make_key(KEY_USE_SIGN);
    f->sealing_key = make_key(KEY_USE_SEAL);
    f->receipt_key = make_key(KEY_USE_SIGN);
    f->identity = make_identity(f);
    f->settings = write_settings(f);
    kiosk_fixture_write(f, "run/here", "");
    kiosk_fixture_write(f, "state/here", "");
    copy_pack(f);
    f->content = test_pack_load(pack_name);
    go_to_doors(f);
}

static void remove_all(const char *path)
{
    g_autoptr(GDir) entries = g_dir_open(path, 0, NULL);
    const char *name;
    while (entries && (name = g_dir_read_name(entries))) {
        g_autofree char *entry = g_build_filename(path, name, NULL);
        if (g_file_test(entry, G_FILE_TEST_IS_DIR) && !g_file_test(entry, G_FILE_TEST_IS_SYMLINK)) {
            remove_all(entry);
        } else {
            g_unlink(entry);
        }
    }
    g_rmdir(path);
}

void kiosk_fixture_tear_down(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    content_free(f->content);
    settings_free(f->settings);
    kiosk_identity_free(f->identity);
    jwk_free(f->receipt_key);
    jwk_free(f->sealing_key);
    jwk_free(f->content_key);
    remove_all(f->path);
    g_free(f->path);
}
