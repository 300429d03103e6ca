// SPDX-License-Identifier: EUPL-1.2
#include "store/signed_pack.h"

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "pack_maker.h"
#include "scratch.h"

static const PackWish plain = {NULL, NULL, 1};

static Jwk *make_key(void)
{
    g_autoptr(GError) error = NULL;
    Jwk *key = jwk_generate(KEY_USE_SIGN, &error);
    g_assert_no_error(error);
    return key;
}

/* Whether the folder is refused as `kind`, with a message that names `named`. */
static void assert_refused(const char *folder, const Jwk *key, SignedPackError kind,
                           const char *named)
{
    g_autoptr(GError) error = NULL;
    const Jwk *keys[] = {key};
    g_autoptr(SignedPack) pack = signed_pack_load(folder, keys, 1, &error);
    g_assert_null(pack);
    g_assert_error(error, SIGNED_PACK_ERROR, (gint)kind);
    g_test_message("%s", error->message);
    g_assert_nonnull(strstr(error->message, named));
}

static void test_loads(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(Jwk) key = make_key();
    const Jwk *keys[] = {key};
    pack_maker_write(scratch.path, key, &plain);
    g_autoptr(GError) error = NULL;
    g_autoptr(SignedPack) pack = signed_pack_load(scratch.path, keys, 1, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(pack->name, ==, "werkcafe-voorbeeld");
    g_assert_cmpstr(pack->region, ==, "voorbeeld");
    g_assert_cmpint(pack->sequence, ==, 1);
    g_assert_cmpint(pack->signed_unix_s, ==, 1795438800);
    g_assert_cmpuint(strlen(pack->sha256), ==, 64);
    g_assert_true(g_hash_table_contains(pack->files, "pack.json"));
    g_assert_true(g_hash_table_contains(pack->files, "locale/nl.json"));
    g_assert_false(g_hash_table_contains(pack->files, "speech/nl/hello.opus"));
    g_autoptr(SignedPack) whole = signed_pack_load_whole(scratch.path, keys, 1, &error);
    g_assert_no_error(error);
    g_assert_true(g_hash_table_contains(whole->files, "speech/nl/hello.opus"));
}

static void test_damage(void)
{
    static const struct {
        const char *name, *text; /* text NULL: removed */
        SignedPackError kind;
        const char *named;
    } rows[] = {
        {"intake.json", "{\"questions\":[1]}", SIGNED_PACK_ERROR_DAMAGED, "intake.json"},
        {"intake.json", "{\"questions\":[}", SIGNED_PACK_ERROR_DAMAGED, "intake.json"},
        {"intake.json", NULL, SIGNED_PACK_ERROR_DAMAGED, "intake.json"},
        {"speech/nl/hello.opus", "not really a RECORDING", SIGNED_PACK_ERROR_DAMAGED, "hello.opus"},
        {"extra.json", "{}", SIGNED_PACK_ERROR_DAMAGED, "extra.json"},
        {"locale/nl/deeper/x.json", "{}", SIGNED_PACK_ERROR_DAMAGED, "locale/nl/deeper"},
        {"pack.json", "{}", SIGNED_PACK_ERROR_UNSIGNED, "signature"},
        {"pack.json", NULL, SIGNED_PACK_ERROR_DAMAGED, "pack.json"},
        {"pack.jws", NULL, SIGNED_PACK_ERROR_UNSIGNED, "pack.jws"},
        {"pack.jws", "", SIGNED_PACK_ERROR_UNSIGNED, "signature"},
        {"pack.jws", "a..b", SIGNED_PACK_ERROR_UNSIGNED, "signature"},
    };
    g_autoptr(Jwk) key = make_key();
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(Scratch) scratch = {0};
        scratch_init(&scratch);
        pack_maker_write(scratch.path, key, &plain);
        if (rows[i].text) {
            pack_maker_write_file(scratch.path, rows[i].name, rows[i].text);
        } else {
            g_autofree char *path = scratch_file(&scratch, rows[i].name);
            g_assert_cmpint(g_unlink(path), ==, 0);
        }
        assert_refused(scratch.path, key, rows[i].kind, rows[i].named);
    }
}

static void test_foreign_key(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(Jwk) key = make_key();
    g_autoptr(Jwk) other = make_key();
    pack_maker_write(scratch.path, key, &plain);
    assert_refused(scratch.path, other, SIGNED_PACK_ERROR_UNSIGNED, "signature");
}

static void test_links_are_refused(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(Jwk) key = make_key();
    pack_maker_write(scratch.path, key, &plain);
    g_autofree char *path = scratch_file(&scratch, "intake.json");
    g_assert_cmpint(g_unlink(path), ==, 0);
    g_assert_cmpint(symlink("/etc/hostname", path), ==, 0);
    assert_refused(scratch.path, key, SIGNED_PACK_ERROR_DAMAGED, "intake.json");
}

/* Well signed, and still not believed. */
static void test_manifests(void)
{
#define FILE_ROW(name, size)                                                                       \
    "{\"name\":\"" name "\",\"size\":" size                                                        \
    ",\"sha256\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}"
#define HEAD "{\"format\":\"pack/1\",\"name\":\"a\",\"version\":\"1\",\"region\":\"r\","
#define MANIFEST(rows)                                                                             \
    HEAD "\"sequence\":1,\"signed\":\"2026-11-23T13:00:00Z\",\"files\":[" rows "]}"
    static const char *const refused[] = {
        "",
        "[]",
        "{\"format\":\"pack/2\"}",
        MANIFEST(""),
        MANIFEST(FILE_ROW("../outside", "0")),
        MANIFEST(FILE_ROW("/etc/passwd", "0")),
        MANIFEST(FILE_ROW("a/./b", "0")),
        MANIFEST(FILE_ROW("a//b", "0")),
        MANIFEST(FILE_ROW(".hidden", "0")),
        MANIFEST(FILE_ROW("a/b/c/d", "0")),
        MANIFEST(FILE_ROW("Upper.json", "0")),
        MANIFEST(FILE_ROW("pack.json", "0")),
        MANIFEST(FILE_ROW("pack.jws", "0")),
        MANIFEST(FILE_ROW("", "0")),
        MANIFEST(FILE_ROW("x", "-1")),
        MANIFEST(FILE_ROW("x", "67108865")),
        MANIFEST(FILE_ROW("x", "\"0\"")),
        MANIFEST(FILE_ROW("x", "0") "," FILE_ROW("x", "0")),
        MANIFEST(FILE_ROW("x", "0") "," FILE_ROW("x/y", "0")),
        MANIFEST("{\"name\":\"x\",\"size\":0,\"sha256\":\"E3\"}"),
        HEAD "\"sequence\":-1,\"signed\":\"2026-11-23T13:00:00Z\",\"files\":[]}",
        HEAD "\"sequence\":1,\"signed\":\"yesterday\",\"files\":[]}",
        HEAD "\"sequence\":1,\"signed\":\"2026-11-23T13:00:00+01:00\",\"files\":[]}",
    };
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(Jwk) key = make_key();
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        pack_maker_write_file(scratch.path, "pack.json", refused[i]);
        pack_maker_sign(scratch.path, key);
        assert_refused(scratch.path, key, SIGNED_PACK_ERROR_DAMAGED, "pack.json");
    }
    pack_maker_write_file(scratch.path, "x", "");
    pack_maker_write_file(scratch.path, "pack.json", MANIFEST(FILE_ROW("x", "0")));
    pack_maker_sign(scratch.path, key);
    const Jwk *keys[] = {key};
    g_autoptr(GError) error = NULL;
    g_autoptr(SignedPack) pack = signed_pack_load(scratch.path, keys, 1, &error);
    g_assert_no_error(error);
    g_assert_nonnull(pack);
}

static void test_bundle(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(Jwk) key = make_key();
    const Jwk *keys[] = {key};
    pack_maker_write(scratch.path, key, &plain);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bundle = signed_pack_write_bundle(scratch.path, &error);
    g_assert_no_error(error);
    g_autoptr(SignedPack) from_folder = signed_pack_load_whole(scratch.path, keys, 1, &error);
    g_autoptr(SignedPack) pack = signed_pack_read_bundle(bundle, keys, 1, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(pack->sha256, ==, from_folder->sha256);
    g_assert_cmpuint(g_hash_table_size(pack->files), ==, g_hash_table_size(from_folder->files));
    g_assert_true(g_bytes_equal(g_hash_table_lookup(pack->files, "speech/nl/hello.opus"),
                                g_hash_table_lookup(from_folder->files, "speech/nl/hello.opus")));
}

static bool is_bundle_refused(const guint8 *data, gsize size, const Jwk *key)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bundle = g_bytes_new(data, size);
    g_autoptr(SignedPack) pack = signed_pack_read_bundle(bundle, &key, 1, &error);
    g_assert_true(pack || error->domain == SIGNED_PACK_ERROR);
    return pack == NULL;
}

static void test_changed_bundle(void)
{
    g_auto(Scratch) scratch = {0};
    scratch_init(&scratch);
    g_autoptr(Jwk) key = make_key();
    pack_maker_write(scratch.path, key, &plain);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bundle = signed_pack_write_bundle(scratch.path, &error);
    g_assert_no_error(error);
    gsize size;
    const guint8 *data = g_bytes_get_data(bundle, &size);
    g_autofree guint8 *copy = g_malloc(size + 1);
    memcpy(copy, data, size);
    for (gsize i = 0; i < size; i++) {
        copy[i] ^= 1;
        g_assert_true(is_bundle_refused(copy, size, key));
        copy[i] ^= 1;
        g_assert_true(is_bundle_refused(copy, i, key));
    }
    copy[size] = 0;
    g_assert_true(is_bundle_refused(copy, size + 1, key));
    g_assert_false(is_bundle_refused(copy, size, key));
}

static void add_tests(void)
{
    g_test_add_func("/signed pack/a signed folder is read, recordings stay on disk", test_loads);
    g_test_add_func("/signed pack/a changed, missing or added file is named and refused",
                    test_damage);
    g_test_add_func("/signed pack/only known keys count", test_foreign_key);
    g_test_add_func("/signed pack/a link is refused", test_links_are_refused);
    g_test_add_func("/signed pack/an ill-formed manifest is refused even signed", test_manifests);
    g_test_add_func("/signed pack/a bundle holds the same as its folder", test_bundle);
    g_test_add_func("/signed pack/a bundle changed or cut anywhere is refused",
                    test_changed_bundle);
}

int main(int argc, char **argv)
{
    return scratch_main(argc, argv, add_tests);
}
