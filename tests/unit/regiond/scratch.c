// SPDX-License-Identifier: EUPL-1.2
#include "scratch.h"

#include <glib/gstdio.h>

#include "regiond/database.h"
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
