// SPDX-License-Identifier: EUPL-1.2
#include "scratch.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "regiond/database.h"
#include "regiond/pg.h"
#include "regiond/sql.h"
#include "store/jwk.h"

char *scratch_folder(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(keys_init(&error));
    char *folder = g_dir_make_tmp("wegwijs-test-XXXXXX", &error);
    g_assert_no_error(error);
    return folder;
}

static void remove_tree(const char *path)
{
    GDir *dir = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
    for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
        g_autofree char *inside = g_build_filename(path, name, NULL);
        remove_tree(inside);
    }
    g_clear_pointer(&dir, g_dir_close);
    g_remove(path);
}

void scratch_remove(char *folder)
{
    remove_tree(folder);
    g_free(folder);
}

Storage *scratch_storage(const char *folder)
{
    g_autoptr(GError) error = NULL;
    Storage *storage = database_open(NULL, folder, &error);
    g_assert_no_error(error);
    return storage;
}

#define SERVER "host-tools/regiond/postgres.sh"

/* A test that fails is aborted: so another process looks after the server's end. */
static void remove_at_end(const char *folder)
{
    g_autofree char *script = g_strdup_printf(
        "exec >/dev/null 2>&1; tail --pid=%d -s 0.2 -f /dev/null; " SERVER " remove --dir '%s';"
        " rm -rf '%s'",
        (int)getpid(), folder, folder);
    const char *const argv[] = {"setsid", "sh", "-c", script, NULL};
    g_autoptr(GError) error = NULL;
    g_spawn_async(NULL, (char **)argv, NULL,
                  G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                  NULL, NULL, NULL, &error);
    g_assert_no_error(error);
}

bool scratch_start_server(char **folder_out, char **url_out)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = scratch_folder();
    g_assert_cmpint(chmod(folder, 0711), ==, 0); /* root runs it as another user */
    remove_at_end(folder);
    g_autofree char *command = g_strdup_printf(SERVER " start --dir %s", folder);
    g_autofree char *url = NULL;
    int status = 0;
    g_spawn_command_line_sync(command, &url, NULL, &status, &error);
    g_assert_no_error(error);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 3) {
        return false;
    }
    g_assert_cmpint(status, ==, 0);
    *folder_out = g_steal_pointer(&folder);
    *url_out = g_strdup(g_strstrip(url));
    return true;
}

void scratch_tell_server(const ScratchStore *store, const char *what)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *command = g_strdup_printf(SERVER " %s --dir %s", what, store->folder);
    g_autofree char *said = NULL;
    int status = 0;
    g_spawn_command_line_sync(command, &said, NULL, &status, &error);
    g_assert_no_error(error);
    g_assert_cmpint(status, ==, 0);
}

/* In PostgreSQL a schema for each folder: quicker than a database, and a way regions may use. */
char *scratch_url(const ScratchStore *store, const char *folder)
{
    if (!store->server) {
        return g_strdup_printf("sqlite:%s/region.sqlite", folder);
    }
    g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, folder, -1);
    g_autofree char *make = g_strdup_printf("CREATE SCHEMA IF NOT EXISTS t%.12s", digest);
    scratch_execute(store->server, make);
    return g_strdup_printf("%s&options=-csearch_path%%3Dt%.12s", store->server, digest);
}

Storage *scratch_open(const char *url)
{
    g_autoptr(GError) error = NULL;
    Storage *storage = database_open(url, NULL, &error);
    g_assert_no_error(error);
    return storage;
}

void scratch_execute(const char *url, const char *statement)
{
    g_autoptr(GError) error = NULL;
    if (g_str_has_prefix(url, "sqlite:")) {
        sqlite3 *db = sql_open(url + strlen("sqlite:"), &error);
        g_assert_no_error(error);
        g_assert_true(sql_run(db, &error, statement, ""));
        sqlite3_close(db);
    } else {
        g_autoptr(Pg) pg = pg_open(url, &error);
        g_assert_no_error(error);
        g_assert_true(pg_run(pg, &error, statement, ""));
    }
}

Region *scratch_region(const char *folder)
{
    g_autoptr(GError) error = NULL;
    if (!region_make(folder, "voorbeeld", SCRATCH_NOW_UNIX_S, &error)) {
        g_assert_error(error, REGION_ERROR, REGION_ERROR_EXISTS);
        g_clear_error(&error);
    }
    Region *region = region_load(folder, &error);
    g_assert_no_error(error);
    return region;
}

gint64 scratch_kiosk(Storage *storage, const char *name)
{
    g_autoptr(GError) error = NULL;
    gint64 number = 0;
    storage->class->add_kiosk(storage, name, 1, &number, &error);
    g_assert_no_error(error);
    return number;
}

StorageCertificate *scratch_certificate(gint64 kiosk, const char *serial)
{
    StorageCertificate *certificate = g_new0(StorageCertificate, 1);
    certificate->kiosk = kiosk;
    certificate->serial = g_strdup(serial);
    certificate->pem = g_strdup("pem");
    certificate->not_after_unix_s = SCRATCH_NOW_UNIX_S + 1000;
    return certificate;
}

void scratch_code(Storage *storage, gint64 kiosk, const char *hash)
{
    g_autoptr(GError) error = NULL;
    StorageCode code = {
        .hash = (char *)hash, .kiosk = kiosk, .expires_unix_s = SCRATCH_NOW_UNIX_S + 900};
    storage->class->add_code(storage, &code, &error);
    g_assert_no_error(error);
}
