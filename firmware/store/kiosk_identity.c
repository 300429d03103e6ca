// SPDX-License-Identifier: EUPL-1.2
#include "store/kiosk_identity.h"

#include <string.h>

#include <glib/gstdio.h>

#include "base/file.h"
#include "base/json.h"
#include "store/staff_code.h"

enum { MAX_FILE_BYTES = 8192, TAG_CHARS = 16, MAX_NAME_BYTES = 128 };

static const char secret_suffix[] = ".secret";

static void wipe(char *text)
{
    if (text) {
        explicit_bzero(text, strlen(text));
        g_free(text);
    }
}

static bool refuse(GError **error, const char *reason)
{
    g_set_error(error, KEY_ERROR, KEY_ERROR_INVALID, "kiosk.json: %s; enrol again", reason);
    return false;
}

void kiosk_identity_free(KioskIdentity *identity)
{
    if (identity) {
        g_free(identity->region);
        g_free(identity->site);
        jwk_free(identity->sealing);
        jwk_free(identity->receipt);
        jwk_free(identity->slip);
        for (gsize i = 0; i < identity->n_content; i++) {
            jwk_free(identity->content[i]);
        }
        g_clear_pointer(&identity->staff_secret, g_bytes_unref);
        g_free(identity);
    }
}

/* ---- Loading ---------------------------------------------------------------------------------*/

/* "<role>-<tag>.jwk", nothing else: the file is read from keys/ alone. */
static bool is_key_name(const char *name)
{
    return *name && *name != '.' && strlen(name) <= 64 && !strchr(name, '/');
}

static Jwk *load_named_key(const char *state_dir, const char *name, KeyUse use, GError **error)
{
    if (!name || !is_key_name(name)) {
        (void)refuse(error, "a key is missing");
        return NULL;
    }
    g_autofree char *path = g_build_filename(state_dir, "keys", name, NULL);
    Jwk *key = jwk_load(path, use, error);
    /* Missing is for "not enrolled"; an enrolled kiosk without its keys is damaged. */
    if (!key && error && g_error_matches(*error, KEY_ERROR, KEY_ERROR_MISSING)) {
        (*error)->code = KEY_ERROR_INVALID;
    }
    return key;
}

static bool load_keys(KioskIdentity *identity, const json_t *json, const char *state_dir,
                      GError **error)
{
    const json_t *keys = json_object_get(json, "keys");
    identity->sealing =
        load_named_key(state_dir, json_get_string(keys, "sealing", NULL), KEY_USE_SEAL, error);
    identity->receipt =
        identity->sealing
            ? load_named_key(state_dir, json_get_string(keys, "receipt", NULL), KEY_USE_SIGN, error)
            : NULL;
    identity->slip =
        identity->receipt
            ? load_named_key(state_dir, json_get_string(keys, "slip", NULL), KEY_USE_SIGN, error)
            : NULL;
    if (!identity->slip) {
        return false;
    }
    if (!jwk_is_private(identity->slip)) {
        return refuse(error, "the slip key is not a private one");
    }
    const json_t *content = json_object_get(keys, "content");
    gsize n = json_array_size(content);
    if (n == 0 || n > IDENTITY_MAX_CONTENT_KEYS) {
        return refuse(error, "there must be 1 to 4 content keys");
    }
    for (gsize i = 0; i < n; i++) {
        const char *name = json_string_value(json_array_get(content, i));
        identity->content[i] = load_named_key(state_dir, name, KEY_USE_SIGN, error);
        if (!identity->content[i]) {
            return false;
        }
        identity->n_content++;
    }
    return true;
}

/* Visitors are served without it, so that a damaged one is no reason to stop. */
static void load_staff_secret(KioskIdentity *identity, const json_t *json, const char *state_dir)
{
    const char *name = json_get_string(json_object_get(json, "keys"), "staff", NULL);
    if (!name || !is_key_name(name)) {
        return;
    }
    g_autofree char *path = g_build_filename(state_dir, "keys", name, NULL);
    g_autoptr(GBytes) file = file_load(path, MAX_FILE_BYTES, NULL);
    gsize size;
    const char *data = file ? g_bytes_get_data(file, &size) : NULL;
    char *text = data ? g_strndup(data, size) : NULL;
    identity->staff_secret = staff_code_read_secret(text);
    wipe(text);
    if (!identity->staff_secret) {
        g_warning("the secret of codes for staff is damaged: they do not work until this kiosk is "
                  "enrolled again");
    }
}

static bool load_numbers(KioskIdentity *identity, const json_t *json, GError **error)
{
    gint64 kiosk = json_get_integer(json, "kiosk", -1);
    gint64 slip_key = json_get_integer(json, "slip_key_id", -1);
    const char *region = json_get_string(json, "region", "");
    const char *site = json_get_string(json, "site", NULL);
    identity->epoch = json_get_integer(json, "epoch", -1);
    if (strcmp(json_get_string(json, "format", ""), "kiosk/1") != 0 || kiosk < 0 ||
        kiosk > G_MAXUINT32 || slip_key < 0 || slip_key > G_MAXUINT16 || identity->epoch < 0 ||
        !*region || strlen(region) > MAX_NAME_BYTES || (site && strlen(site) > MAX_NAME_BYTES)) {
        return refuse(error, "a number or name is missing or wrong");
    }
    identity->kiosk = (guint32)kiosk;
    identity->slip_key = (guint16)slip_key;
    identity->region = g_strdup(region);
    identity->site = g_strdup(site);
    return true;
}

KioskIdentity *kiosk_identity_load(const char *state_dir, GError **error)
{
    g_autofree char *path = g_build_filename(state_dir, "kiosk.json", NULL);
    g_autoptr(GError) cause = NULL;
    g_autoptr(json_t) json = json_load(path, MAX_FILE_BYTES, &cause);
    if (g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
        g_set_error(error, KEY_ERROR, KEY_ERROR_MISSING,
                    "this kiosk is not enrolled with a region yet (%s is missing)", path);
        return NULL;
    }
    if (!json) {
        (void)refuse(error, cause->message);
        return NULL;
    }
    g_autoptr(KioskIdentity) identity = g_new0(KioskIdentity, 1);
    g_autoptr(GError) why = NULL;
    if (!load_numbers(identity, json, &why) || !load_keys(identity, json, state_dir, &why)) {
        g_propagate_error(error, g_steal_pointer(&why));
        return NULL;
    }
    load_staff_secret(identity, json, state_dir);
    return g_steal_pointer(&identity);
}

/* ---- Saving ----------------------------------------------------------------------------------*/

/* Saves under a name of its own, so that the key in force is never overwritten; the name is added
 * to `names`, which owns it. NULL on error. */
static const char *save_named_key(const Jwk *key, const char *role, const char *keys_dir,
                                  GPtrArray *names, GError **error)
{
    g_autofree char *thumbprint = jwk_thumbprint(key);
    g_autofree char *name = g_strdup_printf("%s-%.*s.jwk", role, TAG_CHARS, thumbprint);
    g_autofree char *path = g_build_filename(keys_dir, name, NULL);
    if (!jwk_save(key, path, error)) {
        return NULL;
    }
    g_ptr_array_add(names, g_steal_pointer(&name));
    return g_ptr_array_index(names, names->len - 1);
}

/* {"sealing","receipt","slip","content":[…]} with the names of the files; new reference. */
static json_t *save_keys(const KioskIdentity *identity, const char *keys_dir, GPtrArray *names,
                         GError **error)
{
    const struct {
        const char *role;
        const Jwk *key;
    } rows[] = {
        {"sealing", identity->sealing}, {"receipt", identity->receipt}, {"slip", identity->slip}};
    g_autoptr(json_t) keys = json_object();
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *name = save_named_key(rows[i].key, rows[i].role, keys_dir, names, error);
        if (!name) {
            return NULL;
        }
        json_object_set_new(keys, rows[i].role, json_string(name));
    }
    json_t *content = json_array();
    json_object_set_new(keys, "content", content);
    for (gsize i = 0; i < identity->n_content; i++) {
        const char *name = save_named_key(identity->content[i], "content", keys_dir, names, error);
        if (!name) {
            return NULL;
        }
        json_array_append_new(content, json_string(name));
    }
    return g_steal_pointer(&keys);
}

/* Adds "staff" to `keys`. */
static bool save_staff_secret(GBytes *secret, const char *keys_dir, json_t *keys, GPtrArray *names,
                              GError **error)
{
    g_autofree char *tag = staff_code_secret_tag(secret);
    g_autofree char *name = g_strconcat("staff-", tag, secret_suffix, NULL);
    g_autofree char *path = g_build_filename(keys_dir, name, NULL);
    char *text = staff_code_write_secret(secret);
    GBytes *file = g_bytes_new_static(text, strlen(text));
    bool ok = file_save(path, file, 0600, error);
    g_bytes_unref(file);
    wipe(text);
    json_object_set_new(keys, "staff", json_string(name));
    g_ptr_array_add(names, g_steal_pointer(&name));
    return ok;
}

static bool save_json(const KioskIdentity *identity, const char *state_dir, json_t *keys,
                      GError **error)
{
    g_autofree char *path = g_build_filename(state_dir, "kiosk.json", NULL);
    g_autoptr(json_t) json =
        json_pack("{sssIsIsIsssO}", "format", "kiosk/1", "kiosk", (json_int_t)identity->kiosk,
                  "slip_key_id", (json_int_t)identity->slip_key, "epoch",
                  (json_int_t)identity->epoch, "region", identity->region, "keys", keys);
    g_assert(json);
    if (identity->site) {
        json_object_set_new(json, "site", json_string(identity->site));
    }
    g_autoptr(GBytes) text = json_write(json);
    return file_save(path, text, 0600, error);
}

/* Keys of an enrolment that is no longer in force; what cannot be removed does no harm. */
static void remove_other_keys(const char *keys_dir, const GPtrArray *names)
{
    g_autoptr(GDir) dir = g_dir_open(keys_dir, 0, NULL);
    const char *entry;
    while (dir && (entry = g_dir_read_name(dir))) {
        bool is_kept = !g_str_has_suffix(entry, ".jwk") && !g_str_has_suffix(entry, secret_suffix);
        for (guint i = 0; i < names->len; i++) {
            is_kept = is_kept || strcmp(entry, g_ptr_array_index(names, i)) == 0;
        }
        if (!is_kept) {
            g_autofree char *path = g_build_filename(keys_dir, entry, NULL);
            (void)g_unlink(path);
        }
    }
}

static bool check_epoch(const KioskIdentity *identity, const char *state_dir, GError **error)
{
    g_autoptr(KioskIdentity) saved = kiosk_identity_load(state_dir, NULL);
    if (saved && strcmp(saved->region, identity->region) == 0 && identity->epoch < saved->epoch) {
        g_set_error(error, KEY_ERROR, KEY_ERROR_INVALID,
                    "the region's keys are of epoch %" G_GINT64_FORMAT
                    ", older than %" G_GINT64_FORMAT " in use; check that this is the right region",
                    identity->epoch, saved->epoch);
        return false;
    }
    return true;
}

bool kiosk_identity_save(const KioskIdentity *identity, const char *state_dir, GError **error)
{
    g_assert(identity->n_content > 0 && identity->n_content <= IDENTITY_MAX_CONTENT_KEYS);
    g_assert(identity->region && jwk_is_private(identity->slip));
    g_autofree char *keys_dir = g_build_filename(state_dir, "keys", NULL);
    if (!file_make_folder(keys_dir, error) || !check_epoch(identity, state_dir, error)) {
        return false;
    }
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(json_t) keys = save_keys(identity, keys_dir, names, error);
    if (keys && identity->staff_secret &&
        !save_staff_secret(identity->staff_secret, keys_dir, keys, names, error)) {
        return false;
    }
    if (!keys || !save_json(identity, state_dir, keys, error)) {
        return false;
    }
    remove_other_keys(keys_dir, names);
    return true;
}
