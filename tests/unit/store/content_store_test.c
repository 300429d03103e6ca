// SPDX-License-Identifier: EUPL-1.2
#include "store/content_store.h"

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "pack_maker.h"
#include "scratch.h"

/* A store and the key its packs are signed with. */
typedef struct {
    Scratch scratch;
    Jwk *key;
    char *root;
    ContentStore *store;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    scratch_init(&fixture->scratch);
    fixture->key = jwk_generate(KEY_USE_SIGN, &error);
    g_assert_no_error(error);
    fixture->root = scratch_file(&fixture->scratch, "content");
    const Jwk *keys[] = {fixture->key};
    fixture->store = content_store_open(fixture->root, keys, 1, &error);
    g_assert_no_error(error);
}

static void tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    content_store_close(fixture->store);
    jwk_free(fixture->key);
    g_free(fixture->root);
    scratch_clear(&fixture->scratch);
}

static SignedPack *make_pack(const Fixture *fixture, const PackWish *wish)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = scratch_file(&fixture->scratch, "built");
    pack_maker_write(folder, fixture->key, wish);
    const Jwk *keys[] = {fixture->key};
    SignedPack *pack = signed_pack_load_whole(folder, keys, 1, &error);
    g_assert_no_error(error);
    return pack;
}

/* Installs a pack of this sequence; its hash, caller owns. */
static char *install(const Fixture *fixture, gint64 sequence)
{
    g_autoptr(GError) error = NULL;
    const PackWish wish = {NULL, NULL, sequence};
    g_autoptr(SignedPack) pack = make_pack(fixture, &wish);
    bool ok = content_store_install(fixture->store, pack, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
    return g_strdup(pack->sha256);
}

static void assert_current(const Fixture *fixture, const char *sha256)
{
    g_autofree char *current = content_store_current(fixture->store);
    g_assert_cmpstr(current, ==, sha256);
}

static void assert_install_refused(const Fixture *fixture, const PackWish *wish,
                                   ContentStoreError kind)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *before = content_store_current(fixture->store);
    g_autoptr(SignedPack) pack = make_pack(fixture, wish);
    g_assert_false(content_store_install(fixture->store, pack, &error));
    g_assert_error(error, CONTENT_STORE_ERROR, (gint)kind);
    g_test_message("%s", error->message);
    assert_current(fixture, before);
}

static guint count_packs(const Fixture *fixture)
{
    g_autoptr(GDir) dir = g_dir_open(fixture->root, 0, NULL);
    guint n = 0;
    const char *name;
    while ((name = g_dir_read_name(dir))) {
        n += strlen(name) >= 64;
    }
    return n;
}

static void damage(const Fixture *fixture, const char *sha256)
{
    g_autofree char *folder = content_store_folder(fixture->store, sha256);
    pack_maker_write_file(folder, "intake.json", "{}");
}

static void test_empty(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    assert_current(fixture, NULL);
    g_assert_null(content_store_load(fixture->store, NULL, &error));
    g_assert_error(error, CONTENT_STORE_ERROR, CONTENT_STORE_ERROR_NONE);
    g_clear_error(&error);
    g_assert_false(content_store_roll_back(fixture->store, &error));
    g_assert_error(error, CONTENT_STORE_ERROR, CONTENT_STORE_ERROR_NONE);
}

static void test_install(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *sha256 = install(fixture, 1);
    assert_current(fixture, sha256);
    bool fell_back = true;
    g_autoptr(SignedPack) pack = content_store_load(fixture->store, &fell_back, &error);
    g_assert_no_error(error);
    g_assert_false(fell_back);
    g_assert_cmpstr(pack->sha256, ==, sha256);
    g_autofree char *folder = content_store_folder(fixture->store, sha256);
    g_autofree char *speech = g_build_filename(folder, "speech/nl/hello.opus", NULL);
    g_assert_true(g_file_test(speech, G_FILE_TEST_IS_REGULAR));
}

static void test_refusals(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autofree char *five = install(fixture, 5);
    const PackWish older = {NULL, NULL, 4};
    const PackWish foreign = {NULL, "elders", 6};
    const PackWish renamed = {"meedoenbalie-voorbeeld", NULL, 6};
    assert_install_refused(fixture, &older, CONTENT_STORE_ERROR_OLDER);
    assert_install_refused(fixture, &foreign, CONTENT_STORE_ERROR_FOREIGN);
    assert_install_refused(fixture, &renamed, CONTENT_STORE_ERROR_FOREIGN);
    g_assert_cmpuint(count_packs(fixture), ==, 1);
    g_autofree char *again = install(fixture, 5);
    g_assert_cmpstr(again, ==, five);
}

static void test_only_two_stay(Fixture *fixture, gconstpointer data)
{
    (void)data;
    for (gint64 sequence = 1; sequence <= 4; sequence++) {
        g_autofree char *sha256 = install(fixture, sequence);
        assert_current(fixture, sha256);
    }
    g_assert_cmpuint(count_packs(fixture), ==, 2);
}

static void test_falls_back(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *one = install(fixture, 1);
    g_autofree char *two = install(fixture, 2);
    damage(fixture, two);
    bool fell_back = false;
    g_autoptr(SignedPack) pack = content_store_load(fixture->store, &fell_back, &error);
    g_assert_no_error(error);
    g_assert_true(fell_back);
    g_assert_cmpstr(pack->sha256, ==, one);
    damage(fixture, one);
    g_assert_null(content_store_load(fixture->store, &fell_back, &error));
    g_assert_error(error, SIGNED_PACK_ERROR, SIGNED_PACK_ERROR_DAMAGED);
}

static void test_damaged_is_replaced(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *one = install(fixture, 1);
    g_autofree char *two = install(fixture, 2);
    damage(fixture, two);
    g_free(install(fixture, 2));
    bool fell_back = true;
    g_autoptr(SignedPack) pack = content_store_load(fixture->store, &fell_back, &error);
    g_assert_no_error(error);
    g_assert_false(fell_back);
    g_assert_cmpstr(pack->sha256, ==, two);
    g_assert_true(content_store_roll_back(fixture->store, &error));
    assert_current(fixture, one);
}

static void test_roll_back(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *one = install(fixture, 1);
    g_free(install(fixture, 2));
    g_assert_true(content_store_roll_back(fixture->store, &error));
    assert_current(fixture, one);
    const PackWish same = {NULL, NULL, 2};
    assert_install_refused(fixture, &same, CONTENT_STORE_ERROR_REFUSED);
    g_assert_false(content_store_roll_back(fixture->store, &error));
    g_assert_error(error, CONTENT_STORE_ERROR, CONTENT_STORE_ERROR_NONE);
    g_autofree char *three = install(fixture, 3);
    assert_current(fixture, three);
}

/* A pack that was read without its recordings cannot be installed by mistake. */
static void test_parts_are_not_installed(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = scratch_file(&fixture->scratch, "built");
    const PackWish wish = {NULL, NULL, 1};
    pack_maker_write(folder, fixture->key, &wish);
    const Jwk *keys[] = {fixture->key};
    g_autoptr(SignedPack) pack = signed_pack_load(folder, keys, 1, &error);
    g_assert_false(content_store_install(fixture->store, pack, &error));
    g_assert_error(error, SIGNED_PACK_ERROR, SIGNED_PACK_ERROR_DAMAGED);
    assert_current(fixture, NULL);
    g_assert_cmpuint(count_packs(fixture), ==, 0);
}

static void test_half_written_is_removed(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autofree char *half = g_strnfill(64, 'a');
    g_autofree char *name = g_strconcat("new-", half, "/intake.json", NULL);
    pack_maker_write_file(fixture->root, name, "{");
    g_autofree char *one = install(fixture, 1);
    g_assert_cmpuint(count_packs(fixture), ==, 1);
    assert_current(fixture, one);
}

static void test_wrong_link(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *link = g_build_filename(fixture->root, "current", NULL);
    g_assert_cmpint(symlink("../../elsewhere", link), ==, 0);
    assert_current(fixture, NULL);
    g_assert_null(content_store_load(fixture->store, NULL, &error));
    g_assert_error(error, CONTENT_STORE_ERROR, CONTENT_STORE_ERROR_NONE);
}

/* For staff: what is in use and what can be gone back to. */
static void test_describe(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_assert_null(content_store_describe(fixture->store, false));
    g_autofree char *one = install(fixture, 1);
    g_assert_null(content_store_describe(fixture->store, true));
    g_autofree char *two = install(fixture, 2);
    g_autoptr(ContentStoreEntry) current = content_store_describe(fixture->store, false);
    g_autoptr(ContentStoreEntry) previous = content_store_describe(fixture->store, true);
    g_assert_cmpstr(current->sha256, ==, two);
    g_assert_cmpstr(previous->sha256, ==, one);
    g_assert_cmpstr(current->name, !=, "");
    g_assert_cmpstr(current->version, !=, "");
    g_assert_cmpint(ABS(current->since_unix_s - g_get_real_time() / G_USEC_PER_SEC), <, 600);
    g_assert_true(content_store_roll_back(fixture->store, NULL));
    g_autoptr(ContentStoreEntry) back = content_store_describe(fixture->store, false);
    g_assert_cmpstr(back->sha256, ==, one);
    g_assert_null(content_store_describe(fixture->store, true));
    g_autofree char *name = g_strconcat(one, "/pack.json", NULL);
    pack_maker_write_file(fixture->root, name, "{}");
    g_assert_null(content_store_describe(fixture->store, false));
}

#define ADD(path, function) g_test_add(path, Fixture, NULL, set_up, function, tear_down)

static void add_tests(void)
{
    ADD("/content store/an empty store says so", test_empty);
    ADD("/content store/an installed pack is current and loads", test_install);
    ADD("/content store/an older or foreign pack is refused", test_refusals);
    ADD("/content store/only the current and the previous pack stay", test_only_two_stay);
    ADD("/content store/a damaged pack gives way to the one before", test_falls_back);
    ADD("/content store/a damaged pack can be installed again", test_damaged_is_replaced);
    ADD("/content store/a pack rolled back is not taken again", test_roll_back);
    ADD("/content store/a pack without its recordings is not installed",
        test_parts_are_not_installed);
    ADD("/content store/a half-written pack is removed", test_half_written_is_removed);
    ADD("/content store/tells what it has and had", test_describe);
    ADD("/content store/a link to elsewhere is not followed", test_wrong_link);
}

int main(int argc, char **argv)
{
    return scratch_main(argc, argv, add_tests);
}
