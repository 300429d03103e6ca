// SPDX-License-Identifier: EUPL-1.2
#include "region/client_credentials.h"

#include <sys/stat.h>

#include <glib/gstdio.h>

typedef struct {
    char *state, *tls;
} Folder;

static void set_up(Folder *folder, gconstpointer data)
{
    (void)data;
    folder->state = g_dir_make_tmp("wegwijs-tls-XXXXXX", NULL);
    folder->tls = g_build_filename(folder->state, "tls", NULL);
    g_assert_cmpint(g_mkdir(folder->tls, 0700), ==, 0);
}

static void tear_down(Folder *folder, gconstpointer data)
{
    (void)data;
    g_autoptr(GDir) dir = g_dir_open(folder->tls, 0, NULL);
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
        g_autofree char *path = g_build_filename(folder->tls, name, NULL);
        g_assert_cmpint(g_unlink(path), ==, 0);
    }
    g_assert_cmpint(g_rmdir(folder->tls), ==, 0);
    g_assert_cmpint(g_rmdir(folder->state), ==, 0);
    g_free(folder->tls);
    g_free(folder->state);
}

static void leave(const Folder *folder, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(folder->tls, name, NULL);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void check(const Folder *folder, const char *name, const char *wanted)
{
    g_autofree char *path = g_build_filename(folder->tls, name, NULL);
    g_autofree char *text = NULL;
    (void)g_file_get_contents(path, &text, NULL, NULL);
    g_assert_cmpstr(text, ==, wanted);
}

static ClientCredentials *open_credentials(const Folder *folder)
{
    g_autoptr(GError) error = NULL;
    ClientCredentials *credentials = client_credentials_open(folder->state, &error);
    g_assert_no_error(error);
    return credentials;
}

static void test_switch(Folder *folder, gconstpointer data)
{
    (void)data;
    leave(folder, "client.key", "old key");
    leave(folder, "client.pem", "old chain");
    g_autoptr(ClientCredentials) credentials = open_credentials(folder);
    g_assert_null(client_credentials_pending_key(credentials, NULL));
    g_assert_true(client_credentials_save_pending_key(credentials, "new key", NULL));
    g_autofree char *pending = client_credentials_pending_key(credentials, NULL);
    g_assert_cmpstr(pending, ==, "new key");
    check(folder, "client.key", "old key");
    g_assert_true(client_credentials_switch(credentials, "new chain", NULL));
    check(folder, "client.key", "new key");
    check(folder, "client.pem", "new chain");
    check(folder, "next.key", NULL);
    check(folder, "next.pem", NULL);
    struct stat st;
    g_assert_cmpint(g_stat(client_credentials_key_file(credentials), &st), ==, 0);
    g_assert_cmpint(st.st_mode & 0777, ==, 0600);
}

/* Every state a power cut during the switch can leave. */
static void test_cut(Folder *folder, gconstpointer data)
{
    (void)data;
    const struct {
        const char *key, *chain, *next_key, *next_chain;
        const char *wanted_key, *wanted_chain;
    } cuts[] = {
        {"old key", "old chain", "new key", NULL, "old key", "old chain"},
        {"old key", "old chain", "new key", "new chain", "new key", "new chain"},
        {"new key", "old chain", NULL, "new chain", "new key", "new chain"},
        {"new key", "new chain", NULL, NULL, "new key", "new chain"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cuts); i++) {
        leave(folder, "client.key", cuts[i].key);
        leave(folder, "client.pem", cuts[i].chain);
        if (cuts[i].next_key) {
            leave(folder, "next.key", cuts[i].next_key);
        }
        if (cuts[i].next_chain) {
            leave(folder, "next.pem", cuts[i].next_chain);
        }
        g_autoptr(ClientCredentials) credentials = open_credentials(folder);
        g_assert_true(client_credentials_exist(credentials));
        check(folder, "client.key", cuts[i].wanted_key);
        check(folder, "client.pem", cuts[i].wanted_chain);
        check(folder, "next.pem", NULL);
    }
}

/* A disk that fails in the middle of a switch, and a program that goes on: the key of the next
 * renewal must not meet the certificate of this one. */
static void test_failed_switch(Folder *folder, gconstpointer data)
{
    (void)data;
    leave(folder, "client.key", "old key");
    g_autofree char *chain = g_build_filename(folder->tls, "client.pem", NULL);
    g_assert_cmpint(g_mkdir(chain, 0700), ==, 0);
    g_autoptr(ClientCredentials) credentials = open_credentials(folder);
    g_assert_true(client_credentials_save_pending_key(credentials, "new key", NULL));
    g_assert_false(client_credentials_switch(credentials, "new chain", NULL));
    g_assert_false(client_credentials_settle(credentials, NULL));
    g_assert_null(client_credentials_pending_key(credentials, NULL));
    g_assert_false(client_credentials_save_pending_key(credentials, "newer key", NULL));
    g_assert_cmpint(g_rmdir(chain), ==, 0);
    g_assert_true(client_credentials_save_pending_key(credentials, "newer key", NULL));
    check(folder, "client.key", "new key");
    check(folder, "client.pem", "new chain");
    check(folder, "next.key", "newer key");
    check(folder, "next.pem", NULL);
}

static void test_take_back(Folder *folder, gconstpointer data)
{
    (void)data;
    leave(folder, "client.key", "key");
    g_autoptr(ClientCredentials) credentials = open_credentials(folder);
    g_assert_false(client_credentials_exist(credentials));
    g_assert_true(client_credentials_take_back_key(credentials, NULL));
    check(folder, "next.key", "key");
    leave(folder, "next.key", "another");
    g_assert_true(client_credentials_take_back_key(credentials, NULL));
    check(folder, "next.key", "another");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/client credentials/the pending pair takes over", Folder, NULL, set_up, test_switch,
               tear_down);
    g_test_add("/client credentials/a power cut leaves a pair that fits", Folder, NULL, set_up,
               test_cut, tear_down);
    g_test_add("/client credentials/the key of an enrolment that was cut off is asked for again",
               Folder, NULL, set_up, test_take_back, tear_down);
    g_test_add("/client credentials/a switch that failed is finished before another key comes",
               Folder, NULL, set_up, test_failed_switch, tear_down);
    return g_test_run();
}
