// SPDX-License-Identifier: EUPL-1.2
#include "packctl/commands.h"

#include <string.h>

#include "base/file.h"
#include "packctl/pack.h"
#include "store/jws.h"
#include "store/signed_pack.h"

static bool need(const void *value, const char *option, GError **error)
{
    if (!value) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "needs %s", option);
    }
    return value != NULL;
}

/* Writes the private key to FILE and the public one to FILE with ".pub" before its ending. */
bool command_keygen(const Arguments *arguments, GError **error)
{
    const char *path = arguments->operands[0];
    if (g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_EXIST,
                    "%s: is there already; a key is never overwritten", path);
        return false;
    }
    g_autofree char *stem =
        g_str_has_suffix(path, ".jwk") ? g_strndup(path, strlen(path) - 4) : g_strdup(path);
    g_autofree char *public_path = g_strconcat(stem, ".pub.jwk", NULL);
    g_autoptr(Jwk) key = keys_init(error) ? jwk_generate(KEY_USE_SIGN, error) : NULL;
    if (!key || !jwk_save(key, path, error)) {
        return false;
    }
    g_autoptr(json_t) public_json = jwk_public_json(key);
    g_autoptr(GBytes) text = json_write(public_json);
    return file_save(public_path, text, 0644, error);
}

bool command_sign(const Arguments *arguments, GError **error)
{
    const char *folder = arguments->operands[0];
    g_autofree char *manifest = g_build_filename(folder, "pack.json", NULL);
    g_autofree char *signature = g_build_filename(folder, "pack.jws", NULL);
    if (!need(arguments->key, "--key FILE", error)) {
        return false;
    }
    g_autoptr(Pack) pack = pack_load(folder, NULL, arguments->now_unix_s, error);
    g_autoptr(GBytes) payload =
        pack ? file_load(manifest, SIGNED_PACK_MAX_MANIFEST_BYTES, error) : NULL;
    g_autoptr(json_t) json = payload ? json_parse(payload, manifest, error) : NULL;
    if (!json) {
        return false;
    }
    if (!json_object_get(json, "files")) {
        g_set_error(error, PACK_ERROR, PACK_ERROR_INVALID,
                    "%s: is a source folder; sign what 'packctl build' made of it", folder);
        return false;
    }
    g_autoptr(Jwk) key = keys_init(error) ? jwk_load(arguments->key, KEY_USE_SIGN, error) : NULL;
    if (key && !jwk_is_private(key)) {
        g_set_error(error, KEY_ERROR, KEY_ERROR_INVALID,
                    "%s: is a public key; sign with the private one", arguments->key);
        return false;
    }
    g_autofree char *jws = key ? jws_sign_detached(key, payload, error) : NULL;
    g_autoptr(GBytes) text = jws ? g_bytes_new(jws, strlen(jws)) : NULL;
    return text && file_save(signature, text, 0644, error);
}

static void free_key(gpointer key)
{
    jwk_free(key);
}

static GPtrArray *load_keys(char **paths, GError **error)
{
    g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(free_key);
    if (!keys_init(error)) {
        return NULL;
    }
    for (gsize i = 0; paths[i]; i++) {
        Jwk *key = jwk_load(paths[i], KEY_USE_SIGN, error);
        if (!key) {
            return NULL;
        }
        g_ptr_array_add(keys, key);
    }
    return g_steal_pointer(&keys);
}

/* The signature and hashes by the kiosk's own reader, then the content by the kiosk's own checks.
 */
bool command_verify(const Arguments *arguments, GError **error)
{
    const char *folder = arguments->operands[0];
    g_autoptr(GPtrArray) keys =
        need(arguments->keys, "--keys FILE", error) ? load_keys(arguments->keys, error) : NULL;
    g_autoptr(SignedPack) pack =
        keys ? signed_pack_load_whole(folder, (const Jwk *const *)keys->pdata, keys->len, error)
             : NULL;
    if (!pack) {
        return false;
    }
    if (pack->sequence <= arguments->newer_than) {
        g_set_error(error, PACK_ERROR, PACK_ERROR_INVALID,
                    "%s/pack.json: sequence %" G_GINT64_FORMAT " is not above %" G_GINT64_FORMAT
                    "; kiosks would keep what they have",
                    folder, pack->sequence, arguments->newer_than);
        return false;
    }
    ContentParts parts = {.name = folder, .files = pack->files};
    g_autoptr(Content) content = content_new(&parts, error);
    if (!content) {
        return false;
    }
    g_print("%s: fine. %s %s, region %s, sequence %" G_GINT64_FORMAT ", sha256 %s\n", folder,
            pack->name, pack->version, pack->region, pack->sequence, pack->sha256);
    return true;
}

bool command_bundle(const Arguments *arguments, GError **error)
{
    g_autoptr(GBytes) bundle = signed_pack_write_bundle(arguments->operands[0], error);
    return bundle && file_save(arguments->operands[1], bundle, 0644, error);
}
