// SPDX-License-Identifier: EUPL-1.2
#include "store/content_store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/file.h"
#include "base/json.h"

G_DEFINE_QUARK(wegwijs_content_store_error, content_store_error)

enum {
    SHA256_CHARS = 64,
    MAX_MARK_BYTES = 256,
    MAX_MANIFEST_BYTES = SIGNED_PACK_MAX_MANIFEST_BYTES
};

struct ContentStore {
    char *root;
    const Jwk **keys;
    gsize n_keys;
    int lock;
};

static bool fail(GError **error, ContentStoreError kind, const char *what, const char *reason)
{
    g_set_error(error, CONTENT_STORE_ERROR, (gint)kind, "%s: %s", what, reason);
    return false;
}

static bool fail_io(GError **error, const char *what, const char *path)
{
    int saved = errno;
    g_set_error(error, CONTENT_STORE_ERROR, CONTENT_STORE_ERROR_IO, "cannot %s %s: %s", what, path,
                g_strerror(saved));
    return false;
}

/* An error of base/file as ours. */
static bool pass_io(GError **error, GError *cause)
{
    g_set_error_literal(error, CONTENT_STORE_ERROR, CONTENT_STORE_ERROR_IO, cause->message);
    g_error_free(cause);
    return false;
}

static char *path_in(const ContentStore *store, const char *name)
{
    return g_build_filename(store->root, name, NULL);
}

/* ---- Lock ------------------------------------------------------------------------------------*/

static void lock_store(const ContentStore *store, int how)
{
    int result;
    do {
        result = flock(store->lock, how);
    } while (result != 0 && errno == EINTR);
}

static void unlock_store(const ContentStore *store)
{
    lock_store(store, LOCK_UN);
}

ContentStore *content_store_open(const char *root, const Jwk *const *content_keys, gsize n_keys,
                                 GError **error)
{
    GError *cause = NULL;
    if (!file_make_folder(root, &cause)) {
        (void)pass_io(error, cause);
        return NULL;
    }
    g_autoptr(ContentStore) store = g_new0(ContentStore, 1);
    store->root = g_strdup(root);
    store->keys = g_new0(const Jwk *, n_keys + 1);
    store->n_keys = n_keys;
    for (gsize i = 0; i < n_keys; i++) {
        store->keys[i] = content_keys[i];
    }
    g_autofree char *path = path_in(store, ".lock");
    store->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (store->lock < 0) {
        (void)fail_io(error, "make", path);
        return NULL;
    }
    return g_steal_pointer(&store);
}

void content_store_close(ContentStore *store)
{
    if (store) {
        if (store->lock >= 0) {
            close(store->lock);
        }
        g_free(store->keys);
        g_free(store->root);
        g_free(store);
    }
}

/* ---- Links -----------------------------------------------------------------------------------*/

static bool is_sha256(const char *text)
{
    return strlen(text) == SHA256_CHARS && strspn(text, "0123456789abcdef") == SHA256_CHARS;
}

/* What a link names; NULL when it is missing or names no pack. Caller owns. */
static char *read_link(const ContentStore *store, const char *link)
{
    g_autofree char *path = path_in(store, link);
    char target[SHA256_CHARS + 2];
    gssize size = readlink(path, target, sizeof target - 1);
    if (size != SHA256_CHARS) {
        return NULL;
    }
    target[size] = 0;
    return is_sha256(target) ? g_strdup(target) : NULL;
}

static bool switch_link(const ContentStore *store, const char *link, const char *sha256,
                        GError **error)
{
    g_autofree char *path = path_in(store, link);
    GError *cause = NULL;
    return file_switch_link(path, sha256, &cause) || pass_io(error, cause);
}

char *content_store_current(const ContentStore *store)
{
    return read_link(store, "current");
}

char *content_store_folder(const ContentStore *store, const char *sha256)
{
    return path_in(store, sha256);
}

/* ---- For staff -------------------------------------------------------------------------------*/

void content_store_entry_free(ContentStoreEntry *entry)
{
    if (entry) {
        g_free(entry->sha256);
        g_free(entry->name);
        g_free(entry->version);
        g_free(entry);
    }
}

/* pack.json of a pack, when it is the one its folder is named for; new reference. */
static json_t *read_manifest(const ContentStore *store, const char *sha256)
{
    g_autofree char *folder = path_in(store, sha256);
    g_autofree char *path = g_build_filename(folder, "pack.json", NULL);
    g_autoptr(GBytes) bytes = file_load(path, MAX_MANIFEST_BYTES, NULL);
    if (!bytes) {
        return NULL;
    }
    g_autofree char *sum = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
    return g_str_equal(sum, sha256) ? json_parse(bytes, path, NULL) : NULL;
}

ContentStoreEntry *content_store_describe(const ContentStore *store, bool is_previous)
{
    const char *link = is_previous ? "previous" : "current";
    g_autofree char *sha256 = read_link(store, link);
    g_autoptr(json_t) manifest = sha256 ? read_manifest(store, sha256) : NULL;
    g_autofree char *path = path_in(store, link);
    struct stat st;
    g_autofree char *current = is_previous ? read_link(store, "current") : NULL;
    if (!manifest || g_strcmp0(current, sha256) == 0 || lstat(path, &st) != 0) {
        return NULL;
    }
    ContentStoreEntry *entry = g_new0(ContentStoreEntry, 1);
    entry->sha256 = g_steal_pointer(&sha256);
    entry->name = g_strdup(json_get_string(manifest, "name", ""));
    entry->version = g_strdup(json_get_string(manifest, "version", ""));
    entry->since_unix_s = st.st_mtime;
    return entry;
}

/* ---- Loading ---------------------------------------------------------------------------------*/

/* The pack a link names, verified, and with the hash the link says. */
static SignedPack *load_link(const ContentStore *store, const char *link, GError **error)
{
    g_autofree char *sha256 = read_link(store, link);
    if (!sha256) {
        (void)fail(error, CONTENT_STORE_ERROR_NONE, store->root, "no content pack is installed");
        return NULL;
    }
    g_autofree char *folder = path_in(store, sha256);
    g_autoptr(SignedPack) pack = signed_pack_load(folder, store->keys, store->n_keys, error);
    if (pack && strcmp(pack->sha256, sha256) != 0) {
        g_set_error(error, SIGNED_PACK_ERROR, SIGNED_PACK_ERROR_DAMAGED,
                    "%s: another pack stands in its folder", folder);
        return NULL;
    }
    return g_steal_pointer(&pack);
}

static SignedPack *load_either(const ContentStore *store, bool *fell_back, GError **error)
{
    SignedPack *pack = load_link(store, "current", error);
    *fell_back = false;
    if (!pack) {
        pack = load_link(store, "previous", NULL);
        *fell_back = pack != NULL;
    }
    return pack;
}

SignedPack *content_store_load(const ContentStore *store, bool *fell_back, GError **error)
{
    GError *cause = NULL;
    bool is_previous = false;
    lock_store(store, LOCK_SH);
    SignedPack *pack = load_either(store, &is_previous, &cause);
    unlock_store(store);
    if (pack) {
        g_clear_error(&cause);
    } else {
        g_propagate_error(error, cause);
    }
    if (pack && fell_back) {
        *fell_back = is_previous;
    }
    return pack;
}

/* ---- Removing --------------------------------------------------------------------------------*/

/* Best effort: what cannot be removed now is tried again at the next switch. */
static void remove_tree(const char *path)
{
    struct stat st;
    if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
        g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
        const char *name;
        while (dir && (name = g_dir_read_name(dir))) {
            g_autofree char *child = g_build_filename(path, name, NULL);
            remove_tree(child);
        }
    }
    (void)g_remove(path);
}

/* Removes packs that neither link names, and half-written ones. */
static void remove_unused(const ContentStore *store)
{
    g_autofree char *current = read_link(store, "current");
    g_autofree char *previous = read_link(store, "previous");
    g_autoptr(GDir) dir = g_dir_open(store->root, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        bool is_half = g_str_has_prefix(name, "new-") || g_str_has_prefix(name, "old-");
        bool is_unused =
            is_sha256(name) && g_strcmp0(name, current) != 0 && g_strcmp0(name, previous) != 0;
        if (is_half || is_unused) {
            g_autofree char *path = path_in(store, name);
            remove_tree(path);
        }
    }
}

/* ---- The mark on a pack that was rolled back -------------------------------------------------*/

static bool save_mark(const ContentStore *store, const char *sha256, GError **error)
{
    g_autofree char *path = path_in(store, "refused");
    g_autofree char *text = g_strconcat(sha256, " ", WEGWIJS_VERSION, "\n", NULL);
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    GError *cause = NULL;
    return file_save(path, bytes, 0600, &cause) || pass_io(error, cause);
}

/* Another version of the program may be able to use it. */
static bool is_marked(const ContentStore *store, const char *sha256)
{
    g_autofree char *path = path_in(store, "refused");
    g_autofree char *expected = g_strconcat(sha256, " ", WEGWIJS_VERSION, "\n", NULL);
    g_autoptr(GBytes) bytes = file_load(path, MAX_MARK_BYTES, NULL);
    gsize size = 0;
    const char *text = bytes ? g_bytes_get_data(bytes, &size) : NULL;
    return text && size == strlen(expected) && memcmp(text, expected, size) == 0;
}

/* ---- Installing ------------------------------------------------------------------------------*/

static bool check_may_follow(const SignedPack *pack, const SignedPack *in_use, GError **error)
{
    if (strcmp(pack->region, in_use->region) != 0 || strcmp(pack->name, in_use->name) != 0) {
        g_set_error(error, CONTENT_STORE_ERROR, CONTENT_STORE_ERROR_FOREIGN,
                    "content pack %s of region %s cannot replace %s of region %s", pack->name,
                    pack->region, in_use->name, in_use->region);
        return false;
    }
    if (pack->sequence <= in_use->sequence) {
        g_set_error(error, CONTENT_STORE_ERROR, CONTENT_STORE_ERROR_OLDER,
                    "content pack %s %s has sequence %" G_GINT64_FORMAT
                    ", not above %" G_GINT64_FORMAT " of the one in use",
                    pack->name, pack->version, pack->sequence, in_use->sequence);
        return false;
    }
    return true;
}

static bool write_file(const char *folder, const char *name, const char *data, gsize size,
                       GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *parent = g_path_get_dirname(path);
    GError *cause = NULL;
    if (g_mkdir_with_parents(parent, 0700) != 0) {
        return fail_io(error, "make folder", parent);
    }
    return g_file_set_contents_full(path, data ? data : "", (gssize)size, G_FILE_SET_CONTENTS_NONE,
                                    0600, &cause) ||
           pass_io(error, cause);
}

static bool write_files(const SignedPack *pack, const char *folder, GError **error)
{
    GHashTableIter iter;
    gpointer name;
    gpointer bytes;
    g_hash_table_iter_init(&iter, pack->files);
    while (g_hash_table_iter_next(&iter, &name, &bytes)) {
        gsize size;
        const char *data = g_bytes_get_data(bytes, &size);
        if (!write_file(folder, name, data, size, error)) {
            return false;
        }
    }
    return write_file(folder, "pack.jws", pack->jws, strlen(pack->jws), error);
}

/* One sync for all files: two for each of a thousand recordings would take minutes on a card. */
static bool sync_all(const ContentStore *store, GError **error)
{
    return syncfs(store->lock) == 0 || fail_io(error, "sync", store->root);
}

/* Puts the written folder in its place, and what stood there (damaged) out of it. */
static bool put_in_place(const ContentStore *store, const char *fresh, const char *sha256,
                         GError **error)
{
    g_autofree char *path = path_in(store, sha256);
    g_autofree char *old_name = g_strconcat("old-", sha256, NULL);
    g_autofree char *old = path_in(store, old_name);
    remove_tree(old);
    if (rename(path, old) != 0 && errno != ENOENT) {
        return fail_io(error, "replace", path);
    }
    if (rename(fresh, path) != 0) {
        return fail_io(error, "put in place", path);
    }
    GError *cause = NULL;
    return file_sync_folder(store->root, &cause) || pass_io(error, cause);
}

/* What was written is what can be loaded again. */
static bool check_written(const ContentStore *store, const char *folder, GError **error)
{
    g_autoptr(SignedPack) pack = signed_pack_load(folder, store->keys, store->n_keys, error);
    return pack != NULL;
}

static bool write_pack(const ContentStore *store, const SignedPack *pack, GError **error)
{
    g_autofree char *fresh_name = g_strconcat("new-", pack->sha256, NULL);
    g_autofree char *fresh = path_in(store, fresh_name);
    remove_tree(fresh);
    bool ok = write_files(pack, fresh, error) && check_written(store, fresh, error) &&
              sync_all(store, error) && put_in_place(store, fresh, pack->sha256, error);
    if (!ok) {
        remove_tree(fresh);
    }
    return ok;
}

/* `previous` first: a power cut between the two leaves both at the pack in use. */
static bool switch_to(const ContentStore *store, const char *sha256, const SignedPack *in_use,
                      GError **error)
{
    return (!in_use || strcmp(in_use->sha256, sha256) == 0 ||
            switch_link(store, "previous", in_use->sha256, error)) &&
           switch_link(store, "current", sha256, error);
}

static bool install(const ContentStore *store, const SignedPack *pack, GError **error)
{
    bool fell_back = false;
    g_autoptr(SignedPack) in_use = load_either(store, &fell_back, NULL);
    if (in_use && !fell_back && strcmp(in_use->sha256, pack->sha256) == 0) {
        return true;
    }
    if (is_marked(store, pack->sha256)) {
        return fail(error, CONTENT_STORE_ERROR_REFUSED, pack->name,
                    "this pack was found unusable here before");
    }
    if ((in_use && !check_may_follow(pack, in_use, error)) || !write_pack(store, pack, error) ||
        !switch_to(store, pack->sha256, in_use, error)) {
        return false;
    }
    g_autofree char *mark = path_in(store, "refused");
    (void)unlink(mark);
    remove_unused(store);
    return true;
}

bool content_store_install(ContentStore *store, const SignedPack *pack, GError **error)
{
    g_assert(is_sha256(pack->sha256));
    lock_store(store, LOCK_EX);
    bool ok = install(store, pack, error);
    unlock_store(store);
    return ok;
}

/* ---- Rolling back ----------------------------------------------------------------------------*/

static bool roll_back(const ContentStore *store, GError **error)
{
    g_autofree char *current = read_link(store, "current");
    g_autofree char *previous = read_link(store, "previous");
    if (!current || !previous || strcmp(current, previous) == 0) {
        return fail(error, CONTENT_STORE_ERROR_NONE, store->root,
                    "there is no other content pack to go back to");
    }
    g_autoptr(SignedPack) pack = load_link(store, "previous", error);
    if (!pack || !save_mark(store, current, error) ||
        !switch_link(store, "current", previous, error)) {
        return false;
    }
    remove_unused(store);
    return true;
}

bool content_store_roll_back(ContentStore *store, GError **error)
{
    lock_store(store, LOCK_EX);
    bool ok = roll_back(store, error);
    unlock_store(store);
    return ok;
}
