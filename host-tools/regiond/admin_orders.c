// SPDX-License-Identifier: EUPL-1.2
#include "regiond/admin_parts.h"

#include <string.h>

enum {
    MAX_MESSAGE_CHARS = 110,
    COMMAND_LIFE_S = 3600,
};

bool admin_trust_content_key(Admin *admin, GError **error)
{
    return region_add_content_key(admin->region, admin->options->rest[0], error);
}

#define USABLE  "use closed, closed_reason, message or reviewed_only"
#define REASONS "break", "early", "fault", "cleaning", "event"

/* One line that fits every screen. */
static bool is_message(const char *text)
{
    bool is_fine = g_utf8_validate(text, -1, NULL) && g_utf8_strlen(text, -1) <= MAX_MESSAGE_CHARS;
    for (const char *at = text; is_fine && *at; at = g_utf8_next_char(at)) {
        is_fine = g_unichar_isprint(g_utf8_get_char(at));
    }
    return is_fine;
}

/* The value as kiosks take it; NULL with a usage error. New reference. */
static json_t *read_setting(const char *key, const char *value, GError **error)
{
    if (g_str_equal(key, "closed") || g_str_equal(key, "reviewed_only")) {
        if (g_str_equal(value, "true") || g_str_equal(value, "false")) {
            return json_boolean(value[0] == 't');
        }
        admin_refuse(error, "%s is true or false, not '%s'", key, value);
        return NULL;
    }
    if (g_str_equal(key, "message")) {
        json_t *text = is_message(value) ? json_string(value) : NULL;
        if (!text) {
            admin_refuse(error, "message is one line of at most %d characters in UTF-8",
                         MAX_MESSAGE_CHARS);
        }
        return text;
    }
    if (g_str_equal(key, "closed_reason")) {
        static const char *const known[] = {REASONS, NULL};
        if (g_strv_contains(known, value)) {
            return json_string(value);
        }
        admin_refuse(
            error, "closed_reason is one of break, early, fault, cleaning, event, not '%s'", value);
        return NULL;
    }
    admin_refuse(error, "there is no setting '%s'; " USABLE, key);
    return NULL;
}

bool admin_set(Admin *admin, GError **error)
{
    char **rest = admin->options->rest;
    gint64 kiosk = admin_target(admin, error);
    g_autoptr(json_t) value = kiosk >= 0 ? read_setting(rest[0], rest[1], error) : NULL;
    return value &&
           admin->storage->class->set_setting(admin->storage, kiosk, rest[0], value, error);
}

bool admin_unset(Admin *admin, GError **error)
{
    static const char *const known[] = {"closed", "closed_reason", "message", "reviewed_only",
                                        NULL};
    if (!g_strv_contains(known, admin->options->rest[0])) {
        return admin_refuse(error, "there is no setting '%s'; " USABLE, admin->options->rest[0]);
    }
    gint64 kiosk = admin_target(admin, error);
    return kiosk >= 0 && admin->storage->class->set_setting(admin->storage, kiosk,
                                                            admin->options->rest[0], NULL, error);
}

bool admin_command(Admin *admin, GError **error)
{
    static const char *const known[] = {"restart", "re-enrol", "unlock", NULL};
    const char *what = admin->options->rest[0];
    if (!g_strv_contains(known, what)) {
        return admin_refuse(
            error, "'%s' is no command for a kiosk; use restart, re-enrol or unlock", what);
    }
    g_autoptr(StorageKiosk) kiosk = admin_find_kiosk(admin, admin->options->kiosk, error);
    return kiosk && admin->storage->class->add_command(admin->storage, kiosk->number, what,
                                                       admin->now_unix_s + COMMAND_LIFE_S, error);
}
