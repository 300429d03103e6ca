// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/printer_setup.h"

Printer *printer_setup_open(const Settings *settings, GError **error)
{
    const char *assets = settings_text(settings, "kiosk", "assets_dir");
    g_autofree char *models = g_build_filename(assets, "printers.ini", NULL);
    const PrinterOptions options = {
        .kind = settings_text(settings, "printer", "kind"),
        .models_path = models,
        .model = settings_text(settings, "printer", "model"),
        .path = settings_text(settings, "printer", "path"),
        .usb = settings_text(settings, "printer", "usb"),
        .baud = (int)settings_int(settings, "printer", "baud"),
        .host = settings_text(settings, "printer", "host"),
        .queue = settings_text(settings, "printer", "queue"),
        .port = (int)settings_int(settings, "printer", "port"),
        .width_dots = (int)settings_int(settings, "printer", "width_dots"),
    };
    return g_str_equal(options.kind, "none") ? NULL : printer_open(&options, error);
}
