// SPDX-License-Identifier: EUPL-1.2
#include "region/client_credentials.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

enum { MAX_KEY_BYTES = 16 * 1024 };

struct ClientCredentials {
    char *folder;
    char *key, *chain;           /* in use */
    char *next_key, *next_chain; /* about to be */
};

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

static bool move(const char *from, const char *to, GError **error)
{
    if (rename(from, to) != 0) {
        int saved = errno;
        g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(saved),
                    "cannot replace %s: %s", to, g_strerror(saved));
        return false;
    }
    return true;
}

/* next.pem is written last and moved last: while it is there, the switch was decided, and the key
 * may or may not have moved already. */
static bool finish_switch(const ClientCredentials *credentials, GError **error)
{
    if (!is_there(credentials->next_chain)) {
        return true;
    }
    if (is_there(credentials->next_key) && !move(credentials->next_key, credentials->key, error)) {
        return false;
    }
    return file_sync_folder(credentials->folder, error) &&
           move(credentials->next_chain, credentials->chain, error) &&
           file_sync_folder(credentials->folder, error);
}

ClientCredentials *client_credentials_open(const char *state_dir, GError **error)
{
    g_autoptr(ClientCredentials) credentials = g_new0(ClientCredentials, 1);
    credentials->folder = g_build_filename(state_dir, "tls", NULL);
    credentials->key = g_build_filename(credentials->folder, "client.key", NULL);
    credentials->chain = g_build_filename(credentials->folder, "client.pem", NULL);
    credentials->next_key = g_build_filename(credentials->folder, "next.key", NULL);
    credentials->next_chain = g_build_filename(credentials->folder, "next.pem", NULL);
    if (!file_make_folder(credentials->folder, error) || !finish_switch(credentials, error)) {
        return NULL;
    }
    return g_steal_pointer(&credentials);
}

void client_credentials_free(ClientCredentials *credentials)
{
    if (credentials) {
        g_free(credentials->folder);
        g_free(credentials->key);
        g_free(credentials->chain);
        g_free(credentials->next_key);
        g_free(credentials->next_chain);
        g_free(credentials);
    }
}

bool client_credentials_exist(const ClientCredentials *credentials)
{
    return is_there(credentials->key) && is_there(credentials->chain);
}

const char *client_credentials_key_file(const ClientCredentials *credentials)
{
    return credentials->key;
}

const char *client_credentials_chain_file(const ClientCredentials *credentials)
{
    return credentials->chain;
}

bool client_credentials_settle(const ClientCredentials *credentials, GError **error)
{
    return finish_switch(credentials, error);
}

char *client_credentials_pending_key(const ClientCredentials *credentials, GError **error)
{
    if (!finish_switch(credentials, error)) {
        return NULL;
    }
    if (!is_there(credentials->next_key)) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s: no key is pending",
                    credentials->next_key);
        return NULL;
    }
    g_autoptr(GBytes) bytes = file_load(credentials->next_key, MAX_KEY_BYTES, error);
    if (!bytes) {
        return NULL;
    }
    gsize size;
    const char *data = g_bytes_get_data(bytes, &size);
    return g_strndup(data ? data : "", size);
}

bool client_credentials_save_pending_key(const ClientCredentials *credentials, const char *key_pem,
                                         GError **error)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static(key_pem, strlen(key_pem));
    return finish_switch(credentials, error) &&
           file_save(credentials->next_key, bytes, 0600, error);
}

bool client_credentials_take_back_key(const ClientCredentials *credentials, GError **error)
{
    if (!finish_switch(credentials, error)) {
        return false;
    }
    if (!is_there(credentials->key) || is_there(credentials->next_key)) {
        return true;
    }
    g_autoptr(GBytes) bytes = file_load(credentials->key, MAX_KEY_BYTES, error);
    return bytes && file_save(credentials->next_key, bytes, 0600, error);
}

bool client_credentials_switch(const ClientCredentials *credentials, const char *chain_pem,
                               GError **error)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static(chain_pem, strlen(chain_pem));
    return file_save(credentials->next_chain, bytes, 0644, error) &&
           finish_switch(credentials, error);
}
