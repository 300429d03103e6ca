// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/brightness.h"

#include "machine/backlight.h"

/* NULL: the system's own. */
static const char *folder_of(const Settings *settings)
{
    const char *folder = settings_text(settings, "screen", "backlight_dir");
    return folder[0] ? folder : NULL;
}

int brightness_now(const Settings *settings)
{
    int percent;
    return backlight_read(folder_of(settings), &percent, NULL) ? MAX(percent, 1) : 0;
}

void brightness_apply(const Settings *settings)
{
    gint64 wanted = settings_int(settings, "screen", "brightness");
    g_autoptr(GError) why = NULL;
    if (wanted > 0 && !backlight_set(folder_of(settings), (int)wanted, &why)) {
        g_warning("%s", why->message);
    }
}
