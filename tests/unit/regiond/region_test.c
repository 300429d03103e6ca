// SPDX-License-Identifier: EUPL-1.2
#include "regiond/region.h"

#include <string.h>

#include <glib/gstdio.h>

#include "scratch.h"

typedef struct {
    char *folder;
    Region *region;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->folder = scratch_folder();
    fixture->region = scratch_region(fixture->folder);
}

static void tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    region_free(fixture->region);
    scratch_remove(fixture->folder);
}

static void test_made_once(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *kid = g_strdup(jwk_kid(fixture->region->sealing));
    g_assert_false(region_make(fixture->folder, "another", SCRATCH_NOW_UNIX_S, &error));
    g_assert_error(error, REGION_ERROR, REGION_ERROR_EXISTS);
    g_autoptr(Region) again = scratch_region(fixture->folder);
    g_assert_cmpstr(again->name, ==, "voorbeeld");
    g_assert_cmpstr(jwk_kid(again->sealing), ==, kid);
}

static void test_names(void)
{
    static const char *const names[] = {
        "", "Midden", "a b", "a/b", "..", "a,CN=x", "a-name-that-is-longer-than-forty-characters"};
    g_autofree char *folder = scratch_folder();
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_false(region_make(folder, names[i], SCRATCH_NOW_UNIX_S, &error));
        g_assert_error(error, REGION_ERROR, REGION_ERROR_INVALID);
    }
    scratch_remove(g_steal_pointer(&folder));
}

static void test_server_cannot_open(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_assert_false(jwk_is_private(fixture->region->sealing));
    g_autoptr(GPtrArray) keys = region_load_private(fixture->region, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(keys->len, ==, 1);
    g_assert_true(jwk_is_private(g_ptr_array_index(keys, 0)));
    g_assert_cmpstr(jwk_kid(g_ptr_array_index(keys, 0)), ==, jwk_kid(fixture->region->sealing));
}

static void test_serves_without_private(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *inside = g_build_filename(fixture->folder, "private", NULL);
    g_autofree char *elsewhere = g_build_filename(fixture->folder, "elsewhere", NULL);
    g_assert_cmpint(g_rename(inside, elsewhere), ==, 0);
    g_autoptr(Region) again = scratch_region(fixture->folder);
    g_assert_null(region_load_private(again, NULL, &error));
    g_clear_error(&error);
    g_autoptr(GPtrArray) keys = region_load_private(again, elsewhere, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(keys->len, ==, 1);
}

static void test_rotation(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    Region *region = fixture->region;
    g_autofree char *old = g_strdup(jwk_kid(region->sealing));
    g_assert_true(region_rotate_sealing(region, NULL, &error));
    g_assert_cmpint(region->epoch, ==, 2);
    g_assert_cmpstr(jwk_kid(region->sealing), !=, old);
    const char *const *kids = (const char *const *)region->kids->pdata;
    g_assert_true(g_strv_contains(kids, old));
    g_assert_true(g_strv_contains(kids, jwk_kid(region->sealing)));
    g_autoptr(Region) again = scratch_region(fixture->folder);
    g_assert_cmpint(again->epoch, ==, 2);
    g_assert_cmpstr(jwk_kid(again->sealing), ==, jwk_kid(region->sealing));
}

static void test_content_keys(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(fixture->folder, "key.jwk", NULL);
    for (int i = 0; i <= REGION_MAX_CONTENT_KEYS; i++) {
        g_autoptr(Jwk) key = jwk_generate(KEY_USE_SIGN, &error);
        g_assert_true(jwk_save(key, path, &error));
        bool ok = region_add_content_key(fixture->region, path, &error);
        g_assert_cmpint(ok, ==, i < REGION_MAX_CONTENT_KEYS);
        g_assert_cmpint(ok && !region_add_content_key(fixture->region, path, &error), ==, 0);
    }
    g_assert_error(error, REGION_ERROR, REGION_ERROR_INVALID);
    g_autoptr(Region) again = scratch_region(fixture->folder);
    g_assert_cmpuint(again->content_keys->len, ==, REGION_MAX_CONTENT_KEYS);
    for (guint i = 0; i < again->content_keys->len; i++) {
        g_assert_false(jwk_is_private(g_ptr_array_index(again->content_keys, i)));
    }
}

static void test_damaged(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const char *const files[] = {"receipt.jwk", "device-ca.pem", "device-ca.key",
                                        "region.json"};
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *path = g_build_filename(fixture->folder, files[i], NULL);
        g_autofree char *kept = NULL;
        g_assert_true(g_file_get_contents(path, &kept, NULL, &error));
        g_assert_true(g_file_set_contents(path, "{}", -1, &error));
        g_assert_null(region_load(fixture->folder, &error));
        g_assert_nonnull(strstr(error->message, files[i]));
        g_clear_error(&error);
        g_assert_true(g_file_set_contents(path, kept, -1, &error));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(fact, function) g_test_add("/region/" fact, Fixture, NULL, set_up, function, tear_down)
    ADD("is made once", test_made_once);
    ADD("keeps what opens intakes apart", test_server_cannot_open);
    ADD("serves without it, and finds it elsewhere", test_serves_without_private);
    ADD("knows its older sealing keys", test_rotation);
    ADD("trusts no more content keys than a kiosk takes", test_content_keys);
    ADD("names the file that is damaged", test_damaged);
#undef ADD
    g_test_add_func("/region/has a name that certificates and files bear", test_names);
    return g_test_run();
}
