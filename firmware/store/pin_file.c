// SPDX-License-Identifier: EUPL-1.2
#include "store/pin_file.h"

#include <string.h>

#include "base/encoding.h"
#include "base/file.h"
#include "base/json.h"
#include "store/jwk_psa.h"

enum { MAX_FILE_BYTES = 1024, MAX_ROUNDS = 10 * 1000 * 1000 };

static const char kdf[] = "pbkdf2-hmac-sha256";

static psa_status_t feed(psa_key_derivation_operation_t *operation, const PinFile *file,
                         const char *digits)
{
    psa_status_t status = psa_key_derivation_setup(operation, PSA_ALG_PBKDF2_HMAC(PSA_ALG_SHA_256));
    if (status == PSA_SUCCESS) {
        status = psa_key_derivation_input_integer(operation, PSA_KEY_DERIVATION_INPUT_COST,
                                                  file->rounds);
    }
    if (status == PSA_SUCCESS) {
        status = psa_key_derivation_input_bytes(operation, PSA_KEY_DERIVATION_INPUT_SALT,
                                                file->salt, sizeof file->salt);
    }
    if (status == PSA_SUCCESS) {
        status = psa_key_derivation_input_bytes(operation, PSA_KEY_DERIVATION_INPUT_PASSWORD,
                                                (const guint8 *)digits, strlen(digits));
    }
    return status;
}

static bool derive(const PinFile *file, const char *digits, guint8 hash[PIN_HASH_BYTES],
                   GError **error)
{
    psa_key_derivation_operation_t operation = PSA_KEY_DERIVATION_OPERATION_INIT;
    psa_status_t status = feed(&operation, file, digits);
    if (status == PSA_SUCCESS) {
        status = psa_key_derivation_output_bytes(&operation, hash, PIN_HASH_BYTES);
    }
    (void)psa_key_derivation_abort(&operation);
    return jwk_psa_check(status, "look at a PIN", error);
}

bool pin_file_make(const char *digits, gint64 changed_unix_s, PinFile *out, GError **error)
{
    PinFile file = {.rounds = PIN_ROUNDS, .changed_unix_s = changed_unix_s};
    keys_random(file.salt, sizeof file.salt);
    if (!derive(&file, digits, file.hash, error)) {
        return false;
    }
    *out = file;
    return true;
}

bool pin_file_check(const PinFile *file, const char *digits, bool *is_right, GError **error)
{
    guint8 hash[PIN_HASH_BYTES] = {0};
    volatile guint8 difference = 0;
    *is_right = false;
    if (!derive(file, digits, hash, error)) {
        return false;
    }
    for (gsize i = 0; i < sizeof hash; i++) {
        difference |= hash[i] ^ file->hash[i];
    }
    explicit_bzero(hash, sizeof hash);
    *is_right = difference == 0;
    return true;
}

/* ---- The file --------------------------------------------------------------------------------*/

static bool read_bytes(const json_t *json, const char *key, guint8 *out, gsize size)
{
    const char *text = json_get_string(json, key, NULL);
    g_autoptr(GBytes) bytes = text ? encoding_base64url_decode(text, -1) : NULL;
    if (!bytes || g_bytes_get_size(bytes) != size) {
        return false;
    }
    memcpy(out, g_bytes_get_data(bytes, NULL), size);
    return true;
}

static bool read_members(const json_t *json, PinFile *out)
{
    const gint64 rounds = json_get_integer(json, "rounds", 0);
    out->changed_unix_s = json_get_integer(json, "changed_unix_s", 0);
    out->rounds = (guint32)CLAMP(rounds, 0, MAX_ROUNDS);
    return strcmp(json_get_string(json, "format", ""), "staff-pin/1") == 0 &&
           strcmp(json_get_string(json, "kdf", ""), kdf) == 0 && rounds >= 1 &&
           rounds <= MAX_ROUNDS && out->changed_unix_s >= 0 &&
           read_bytes(json, "salt", out->salt, sizeof out->salt) &&
           read_bytes(json, "hash", out->hash, sizeof out->hash);
}

bool pin_file_load(const char *path, PinFile *out, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(json_t) json = json_load(path, MAX_FILE_BYTES, &why);
    if (g_error_matches(why, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
        g_set_error(error, KEY_ERROR, KEY_ERROR_MISSING, "no PIN was chosen yet");
        return false;
    }
    PinFile file = {0};
    if (!json || !read_members(json, &file)) {
        g_set_error(error, KEY_ERROR, KEY_ERROR_INVALID,
                    "the staff's PIN in %s cannot be read; ask the region for a code and choose a "
                    "new one",
                    path);
        return false;
    }
    *out = file;
    return true;
}

bool pin_file_save(const char *path, const PinFile *file, GError **error)
{
    g_autofree char *salt = encoding_base64url(file->salt, sizeof file->salt);
    g_autofree char *hash = encoding_base64url(file->hash, sizeof file->hash);
    g_autoptr(json_t) json = json_pack("{sssssIsssssI}", "format", "staff-pin/1", "kdf", kdf,
                                       "rounds", (json_int_t)file->rounds, "salt", salt, "hash",
                                       hash, "changed_unix_s", (json_int_t)file->changed_unix_s);
    g_assert(json);
    g_autoptr(GBytes) text = json_write(json);
    return file_save(path, text, 0600, error);
}
