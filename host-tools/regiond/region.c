// SPDX-License-Identifier: EUPL-1.2
#include "regiond/region.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"

enum { MAX_FILE_BYTES = 16 * 1024, MAX_NAME_CHARS = 40 };

G_DEFINE_QUARK(wegwijs_region_error, region_error)

static char *path_of(const char *folder, const char *name)
{
    return g_build_filename(folder, name, NULL);
}

/* As packs write it, and fit for a certificate's name. */
static bool is_name(const char *name)
{
    gsize length = strlen(name);
    return length > 0 && length <= MAX_NAME_CHARS &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

static bool make_folders(const char *folder, GError **error)
{
    static const char *const names[] = {"", "private", "sealing", "content-keys", "packs"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = path_of(folder, names[i]);
        if (!file_make_folder(path, error)) {
            return false;
        }
    }
    return true;
}

static bool save_json(const char *folder, const char *name, json_t *value, GError **error)
{
    g_autofree char *path = path_of(folder, name);
    g_autoptr(GBytes) text = json_write(value);
    return file_save(path, text, 0644, error);
}

/* A new pair: the private key in `private_folder` (NULL: private/), the public in sealing/.
 * region.json comes last and makes it the current one. */
static bool make_sealing_key(const Region *about_it, const char *private_folder, gint64 epoch,
                             GError **error)
{
    const char *folder = about_it->folder;
    const char *name = about_it->name;
    g_autofree char *own = path_of(folder, "private");
    const char *into = private_folder ? private_folder : own;
    if (!g_file_test(into, G_FILE_TEST_IS_DIR)) {
        g_set_error(error, REGION_ERROR, REGION_ERROR_MISSING,
                    "there is no folder %s for the new private key; use --keys FOLDER", into);
        return false;
    }
    g_autoptr(Jwk) key = jwk_generate(KEY_USE_SEAL, error);
    if (!key) {
        return false;
    }
    g_autofree char *file = g_strconcat(jwk_kid(key), ".jwk", NULL);
    g_autofree char *private_path = g_build_filename(into, file, NULL);
    g_autofree char *public_name = g_build_filename("sealing", file, NULL);
    g_autoptr(json_t) public_key = jwk_public_json(key);
    g_autoptr(json_t) about = json_pack("{ss sI ss}", "region", name, "epoch", (json_int_t)epoch,
                                        "sealing_kid", jwk_kid(key));
    return jwk_save(key, private_path, error) &&
           save_json(folder, public_name, public_key, error) &&
           save_json(folder, "region.json", about, error);
}

bool region_make(const char *folder, const char *name, gint64 now_unix_s, GError **error)
{
    if (!is_name(name)) {
        g_set_error(error, REGION_ERROR, REGION_ERROR_INVALID,
                    "'%s' is no name for a region; use small letters, digits and hyphens", name);
        return false;
    }
    g_autofree char *about = path_of(folder, "region.json");
    if (g_file_test(about, G_FILE_TEST_EXISTS)) {
        g_set_error(error, REGION_ERROR, REGION_ERROR_EXISTS,
                    "%s is a region's data folder already; nothing was changed", folder);
        return false;
    }
    g_autofree char *ca_key = path_of(folder, "device-ca.key");
    g_autofree char *ca = path_of(folder, "device-ca.pem");
    g_autofree char *receipt_path = path_of(folder, "receipt.jwk");
    g_autoptr(Jwk) receipt = jwk_generate(KEY_USE_SIGN, error);
    return receipt && make_folders(folder, error) &&
           certificates_make_authority(name, ca_key, ca, now_unix_s, error) &&
           jwk_save(receipt, receipt_path, error) &&
           make_sealing_key(
               &(Region){.folder = (char *)(guintptr)folder, .name = (char *)(guintptr)name}, NULL,
               1, error);
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Calls jwk_load for every *.jwk in `folder`, in the order of their names. */
static GPtrArray *load_keys(const char *folder, KeyUse use, GError **error)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, error);
    if (!dir) {
        return NULL;
    }
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
        if (g_str_has_suffix(name, ".jwk")) {
            g_ptr_array_add(names, path_of(folder, name));
        }
    }
    g_ptr_array_sort(names, compare_names);
    g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func((GDestroyNotify)jwk_free);
    for (guint i = 0; i < names->len; i++) {
        Jwk *key = jwk_load(g_ptr_array_index(names, i), use, error);
        if (!key) {
            return NULL;
        }
        g_ptr_array_add(keys, key);
    }
    return g_steal_pointer(&keys);
}

static bool load_about(Region *region, char **current_kid, GError **error)
{
    g_autofree char *path = path_of(region->folder, "region.json");
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_set_error(error, REGION_ERROR, REGION_ERROR_MISSING,
                    "%s is no region's data folder; make one with: regiond admin init --data %s "
                    "--region NAME",
                    region->folder, region->folder);
        return false;
    }
    g_autoptr(json_t) about = json_load(path, MAX_FILE_BYTES, error);
    const char *name = about ? json_need_string(about, "region", path, error) : NULL;
    const char *kid = name ? json_need_string(about, "sealing_kid", path, error) : NULL;
    if (!kid || !json_need_integer(about, "epoch", path, &region->epoch, error)) {
        return false;
    }
    region->name = g_strdup(name);
    *current_kid = g_strdup(kid);
    return true;
}

static bool load_sealing(Region *region, const char *current_kid, GError **error)
{
    g_autofree char *folder = path_of(region->folder, "sealing");
    g_autoptr(GPtrArray) keys = load_keys(folder, KEY_USE_SEAL, error);
    if (!keys) {
        return false;
    }
    region->kids = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < keys->len; i++) {
        Jwk *key = g_ptr_array_index(keys, i);
        g_ptr_array_add(region->kids, g_strdup(jwk_kid(key)));
        if (g_str_equal(jwk_kid(key), current_kid)) {
            g_ptr_array_index(keys, i) = NULL;
            region->sealing = key;
        }
    }
    g_ptr_array_add(region->kids, NULL);
    if (!region->sealing) {
        g_set_error(error, REGION_ERROR, REGION_ERROR_INVALID,
                    "%s: the current sealing key %s is not there; restore it from the back-up",
                    folder, current_kid);
    }
    return region->sealing != NULL;
}

Region *region_load(const char *folder, GError **error)
{
    g_autoptr(Region) region = g_new0(Region, 1);
    region->folder = g_strdup(folder);
    g_autofree char *current_kid = NULL;
    g_autofree char *ca_key = path_of(folder, "device-ca.key");
    g_autofree char *ca = path_of(folder, "device-ca.pem");
    g_autofree char *receipt = path_of(folder, "receipt.jwk");
    g_autofree char *content_keys = path_of(folder, "content-keys");
    bool ok = load_about(region, &current_kid, error) && load_sealing(region, current_kid, error) &&
              (region->receipt = jwk_load(receipt, KEY_USE_SIGN, error)) &&
              (region->content_keys = load_keys(content_keys, KEY_USE_SIGN, error)) &&
              (region->authority = certificate_authority_load(ca_key, ca, error));
    return ok ? g_steal_pointer(&region) : NULL;
}

void region_free(Region *region)
{
    if (!region) {
        return;
    }
    g_free(region->folder);
    g_free(region->name);
    jwk_free(region->sealing);
    jwk_free(region->receipt);
    g_clear_pointer(&region->kids, g_ptr_array_unref);
    g_clear_pointer(&region->content_keys, g_ptr_array_unref);
    certificate_authority_free(region->authority);
    g_free(region);
}

bool region_rotate_sealing(Region *region, const char *private_folder, GError **error)
{
    if (!make_sealing_key(region, private_folder, region->epoch + 1, error)) {
        return false;
    }
    g_autoptr(Region) fresh = region_load(region->folder, error);
    if (!fresh) {
        return false;
    }
    Region old = *region;
    *region = *fresh;
    *fresh = old;
    return true;
}

bool region_add_content_key(Region *region, const char *path, GError **error)
{
    g_autoptr(Jwk) key = jwk_load(path, KEY_USE_SIGN, error);
    if (!key) {
        return false;
    }
    for (guint i = 0; i < region->content_keys->len; i++) {
        if (g_str_equal(jwk_kid(g_ptr_array_index(region->content_keys, i)), jwk_kid(key))) {
            return true;
        }
    }
    if (region->content_keys->len >= REGION_MAX_CONTENT_KEYS) {
        g_set_error(error, REGION_ERROR, REGION_ERROR_INVALID,
                    "%s/content-keys has %d keys already, which is all a kiosk takes; remove one",
                    region->folder, REGION_MAX_CONTENT_KEYS);
        return false;
    }
    g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, jwk_kid(key), -1);
    digest[16] = 0;
    g_autofree char *name = g_strdup_printf("content-keys/%s.jwk", digest);
    g_autoptr(json_t) public_key = jwk_public_json(key);
    if (!save_json(region->folder, name, public_key, error)) {
        return false;
    }
    g_ptr_array_add(region->content_keys, g_steal_pointer(&key));
    return true;
}

GPtrArray *region_load_private(const Region *region, const char *folder, GError **error)
{
    g_autofree char *own = path_of(region->folder, "private");
    const char *from = folder ? folder : own;
    g_autoptr(GPtrArray) keys =
        g_file_test(from, G_FILE_TEST_IS_DIR) ? load_keys(from, KEY_USE_SEAL, error) : NULL;
    if (error && *error) {
        return NULL;
    }
    for (guint i = 0; keys && i < keys->len; i++) {
        if (!jwk_is_private(g_ptr_array_index(keys, i))) {
            g_set_error(error, REGION_ERROR, REGION_ERROR_INVALID,
                        "%s holds public keys; the private ones open intakes", from);
            return NULL;
        }
    }
    if (!keys || keys->len == 0) {
        g_set_error(error, REGION_ERROR, REGION_ERROR_MISSING,
                    "there are no private keys (*.jwk) in %s; use --keys FOLDER", from);
        return NULL;
    }
    return g_steal_pointer(&keys);
}

static bool write_crl(Region *region, Storage *storage, gint64 now_unix_s, GError **error)
{
    g_autoptr(GPtrArray) revoked = storage->class->list_revoked(storage, now_unix_s, error);
    g_autoptr(GBytes) crl =
        revoked ? certificate_authority_write_crl(region->authority, revoked, now_unix_s, error)
                : NULL;
    g_autofree char *path = path_of(region->folder, "device-crl.pem");
    return crl && file_save(path, crl, 0644, error);
}

/* Several instances and `regiond admin revoke` may write at once. From looking to writing it is one
 * at a time: else one could put back a list on which the last revoked kiosk is not yet. */
bool region_write_crl(Region *region, Storage *storage, gint64 now_unix_s, GError **error)
{
    g_autofree char *path = path_of(region->folder, "device-crl.lock");
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    int result = fd < 0 ? -1 : flock(fd, LOCK_EX);
    while (fd >= 0 && result != 0 && errno == EINTR) {
        result = flock(fd, LOCK_EX);
    }
    if (result != 0) {
        int saved = errno;
        g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(saved), "cannot lock %s: %s",
                    path, g_strerror(saved));
    }
    bool ok = result == 0 && write_crl(region, storage, now_unix_s, error);
    if (fd >= 0) {
        close(fd);
    }
    return ok;
}

char *region_pack_path(const Region *region, const char *bundle_sha256)
{
    return g_build_filename(region->folder, "packs", bundle_sha256, NULL);
}
