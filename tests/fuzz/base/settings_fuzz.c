// SPDX-License-Identifier: EUPL-1.2
/* Any settings file is taken or refused with a reason that names the file. */
#include "base/settings.h"

#include <glib/gstdio.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static const SettingKey keys[] = {
    {"a", "text", SETTING_TEXT, .fallback = "", .help = "a text"},
    {"a", "path", SETTING_PATH, .fallback = "", .help = "a path"},
    {"a", "number", SETTING_INT, .fallback = "1", .min = -5, .max = 5, .help = "a number"},
    {"b", "yes", SETTING_BOOL, .fallback = "false", .help = "yes or no"},
    {"b", "choice", SETTING_CHOICE, .fallback = "x", .choices = "x|y", .help = "x or y"},
};

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree char *path = g_strdup_printf("%s/settings-%d", g_get_tmp_dir(), (int)getpid());
    g_autoptr(GError) error = NULL;
    gboolean written = g_file_set_contents_full(path, (const char *)data, (gssize)size,
                                                G_FILE_SET_CONTENTS_NONE, 0600, &error);
    g_assert(written);
    g_autoptr(Settings) settings = settings_load(path, keys, G_N_ELEMENTS(keys), &error);
    g_assert((settings != NULL) != (error != NULL));
    if (settings) {
        gint64 number = settings_int(settings, "a", "number");
        g_assert(number >= -5 && number <= 5);
        settings_bool(settings, "b", "yes");
        g_assert(settings_text(settings, "b", "choice"));
    } else {
        g_assert(g_str_has_prefix(error->message, path));
    }
    g_unlink(path);
    return 0;
}
