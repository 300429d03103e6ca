// SPDX-License-Identifier: EUPL-1.2
/* Any bytes as the files of the staff's PIN: refused, or values within their bounds that come back
 * when they are saved. Of the counter nothing passes that was not written by us. */
#include "store/staff_tries.h"

#include <stdlib.h>
#include <unistd.h>

#include "store/pin_file.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static gpointer make_folder(gpointer unused G_GNUC_UNUSED)
{
    return g_dir_make_tmp("wegwijs-fuzz-XXXXXX", NULL);
}

static void read_pin(const char *path)
{
    PinFile file = {0};
    PinFile again = {0};
    g_autoptr(GError) error = NULL;
    if (pin_file_load(path, &file, &error)) {
        g_assert(file.rounds >= 1 && file.rounds <= 10000000 && file.changed_unix_s >= 0);
        g_assert(pin_file_save(path, &file, NULL) && pin_file_load(path, &again, NULL));
        g_assert(again.rounds == file.rounds);
    } else {
        g_assert(error && file.rounds == 0);
    }
}

static void read_tries(const char *path)
{
    StaffTries tries = {.wrong = -1};
    if (staff_tries_load(path, &tries) == STAFF_TRIES_LOADED) {
        g_assert(tries.wrong >= 0 && tries.wrong <= STAFF_TRIES_LOCK);
        g_assert(tries.wait_ms >= 0 && tries.wait_ms <= staff_tries_worst().wait_ms);
    } else {
        g_assert(tries.wrong == -1);
    }
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static GOnce once = G_ONCE_INIT;
    const char *folder = g_once(&once, make_folder, NULL);
    g_autofree char *path = g_build_filename(folder, "file.json", NULL);
    if (g_file_set_contents_full(path, (const char *)data, (gssize)size, G_FILE_SET_CONTENTS_NONE,
                                 0600, NULL)) {
        read_tries(path);
        read_pin(path);
        (void)unlink(path);
    }
    return 0;
}
