// SPDX-License-Identifier: EUPL-1.2
#include "base/kiosk_settings.h"

static const SettingKey keys[] = {
    {"kiosk", "state_dir", SETTING_PATH,
     .help = "folder that survives a restart: queue, keys, content"},
    {"kiosk", "run_dir", SETTING_PATH,
     .help = "folder for sockets and status, empty after a restart"},
    {"kiosk", "assets_dir", SETTING_PATH,
     .help = "folder with theme.ini, fonts.conf and printers.ini"},
    {"kiosk", "debug", SETTING_BOOL, .fallback = "false",
     .help = "also log what only developers need"},
    {"panel", "width_px", SETTING_INT, .fallback = "1280", .min = 320, .max = 7680,
     .help = "width of the picture as the visitor sees it"},
    {"panel", "height_px", SETTING_INT, .fallback = "800", .min = 320, .max = 7680,
     .help = "height of the picture as the visitor sees it"},
    {"panel", "width_mm", SETTING_INT, .fallback = "217", .min = 80, .max = 2000,
     .help = "width of the lit glass; sizes of text and targets follow from it"},
    {"panel", "fullscreen", SETTING_BOOL, .fallback = "true",
     .help = "false: a window on a desktop"},
    {"panel", "slip_side", SETTING_CHOICE, .fallback = "down", .choices = "down|left|right|up",
     .help = "where the paper comes out, seen from the screen", .layers = SETTING_BY_STAFF},
    {"screen", "brightness", SETTING_INT, .fallback = "0", .min = 0, .max = 100,
     .help = "percent of the brightest, 10 at least; 0: as the board has it",
     .layers = SETTING_BY_STAFF, .staff_min = 10},
    {"screen", "backlight_dir", SETTING_PATH, .fallback = "",
     .help = "folder with what lights the glass; empty: /sys/class/backlight"},
    {"visit", "idle_warn_s", SETTING_INT, .fallback = "60", .min = 1, .max = 600,
     .help = "rest after which the visitor is asked whether they are still there",
     .layers = SETTING_BY_STAFF, .staff_min = 60},
    {"visit", "idle_wipe_s", SETTING_INT, .fallback = "30", .min = 1, .max = 600,
     .help = "countdown after that before everything is wiped", .layers = SETTING_BY_STAFF,
     .staff_min = 30},
    {"printer", "kind", SETTING_CHOICE, .fallback = "none",
     .choices = "none|file|network|usb|serial|cups", .help = "how the slip printer is reached"},
    {"printer", "path", SETTING_PATH, .fallback = "",
     .help = "kind file: folder for jobs; kind serial: device; kind usb: device, when printer.usb "
             "is empty"},
    {"printer", "usb", SETTING_TEXT, .fallback = "",
     .help = "kind usb: VENDOR:PRODUCT or VENDOR:PRODUCT:SERIAL as lsusb shows them"},
    {"printer", "baud", SETTING_INT, .fallback = "115200", .min = 4800, .max = 230400,
     .help = "kind serial: its speed"},
    {"printer", "host", SETTING_TEXT, .fallback = "",
     .help = "kind network: address of the printer"},
    {"printer", "port", SETTING_INT, .fallback = "9100", .min = 1, .max = 65535,
     .help = "kind network: its TCP port"},
    {"printer", "queue", SETTING_TEXT, .fallback = "", .help = "kind cups: name of the queue"},
    {"printer", "width_dots", SETTING_INT, .fallback = "0", .min = 0, .max = 576,
     .help = "dots across the paper, 384 to 576; 0: as the model has it"},
    {"printer", "model", SETTING_TEXT, .fallback = "generic",
     .help = "what kind of receipt printer it is: a group of printers.ini"},
    {"sound", "enabled", SETTING_BOOL, .fallback = "true",
     .help = "false: nothing is read aloud and no warning sounds", .layers = SETTING_BY_STAFF},
    {"sound", "volume", SETTING_INT, .fallback = "3", .min = 1, .max = 5,
     .help =
         "at the start of each visit and after it, in steps of 6 dB; set it to 65 dB(A) at most at "
         "the ear",
     .layers = SETTING_BY_STAFF},
    {"sound", "device", SETTING_TEXT, .fallback = "",
     .help =
         "ALSA name of the output, such as plughw:CARD=Headset; empty: the system's own choice"},
    {"sound", "jack", SETTING_PATH, .fallback = "",
     .help =
         "input device that feels the plug of headphones, or the device of a USB headset: reading "
         "begins when they go in and ends when they go out"},
    {"outbox", "max_rows", SETTING_INT, .fallback = "20000", .min = 1, .max = 10000000,
     .help = "most intakes that wait for the region"},
    {"outbox", "max_mib", SETTING_INT, .fallback = "256", .min = 1, .max = 65536,
     .help = "most room they take on disk"},
    {"outbox", "keep_h", SETTING_INT, .fallback = "168", .min = 1, .max = 168,
     .help = "unsent intakes older than this are removed and counted"},
    {"region", "url", SETTING_TEXT, .fallback = "",
     .help = "https address of the regional backend"},
    {"region", "ca_file", SETTING_PATH, .fallback = "",
     .help = "PEM file with the authority that signed the region's server"},
    {"region", "crl_file", SETTING_PATH, .fallback = "",
     .help = "PEM file with its revocation list"},
    {"region", "tls_min", SETTING_CHOICE, .fallback = "1.3", .choices = "1.2|1.3",
     .help = "oldest TLS version that is spoken"},
    {"region", "code_file", SETTING_PATH, .fallback = "",
     .help = "file with the one-time enrolment code; emptied after use"},
    {"region", "interval_s", SETTING_INT, .fallback = "300", .min = 1, .max = 86400,
     .help = "time between status reports"},
    {"region", "send_delay_s", SETTING_INT, .fallback = "60", .min = 0, .max = 3600,
     .help =
         "an intake waits a random part of this, so that sending does not tell when somebody came;"
         " a start and a network that comes back take up to twice this, so that kiosks do not call "
         "all at once"},
    {"region", "retry_most_s", SETTING_INT, .fallback = "240", .min = 30, .max = 600,
     .help =
         "longest wait between tries while the region cannot be reached; 600 where one region has"
         " more than 4,000 kiosks"},
    {"content", "initial", SETTING_PATH, .fallback = "",
     .help = "signed pack that is installed when there is none yet"},
    {"content", "initial_key", SETTING_PATH, .fallback = "",
     .help = "public content key (JWK) for it before enrolment"},
    {"content", "reviewed_only", SETTING_BOOL, .fallback = "false",
     .help = "offer only languages whose texts a native speaker approved, and Dutch; the region's "
             "word counts before this one",
     .layers = SETTING_BY_REGION},
    {"content", "languages", SETTING_CODES, .fallback = "",
     .help = "order of the languages, such as nl,ar,-ti; with a minus: not offered; those not "
             "named follow as the pack has them",
     .layers = SETTING_BY_STAFF},
    {"staff", "language", SETTING_CHOICE, .fallback = "nl", .choices = "nl|en",
     .help = "of the staff menu", .layers = SETTING_BY_STAFF},
    {"staff", "may_power_off", SETTING_BOOL, .fallback = "false",
     .help = "the staff menu may switch the board off; on a PC that others use: false"},
};

Settings *kiosk_settings_load(const char *path, GError **error)
{
    return settings_load(path, keys, G_N_ELEMENTS(keys), error);
}

char *kiosk_settings_describe(void)
{
    return settings_describe(keys, G_N_ELEMENTS(keys));
}
