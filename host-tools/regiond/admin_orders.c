// SPDX-License-Identifier: EUPL-1.2
#include "regiond/admin_parts.h"

#include <string.h>

enum {
    MAX_MESSAGE_BYTES = 400,
    COMMAND_LIFE_S = 3600,
    MAX_PARTNERS = 50,
    MAX_PARTNER_BYTES = 60,
};

bool admin_trust_content_key(Admin *admin, GError **error)
{
    return region_add_content_key(admin->region, admin->options->rest[0], error);
}

#define USABLE "use closed, message or reviewed_only"

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
        json_t *text = strlen(value) <= MAX_MESSAGE_BYTES ? json_string(value) : NULL;
        if (!text) {
            admin_refuse(error, "message is a text of at most %d bytes in UTF-8",
                         MAX_MESSAGE_BYTES);
        }
        return text;
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
    static const char *const known[] = {"closed", "message", "reviewed_only", NULL};
    if (!g_strv_contains(known, admin->options->rest[0])) {
        return admin_refuse(error, "there is no setting '%s'; " USABLE, admin->options->rest[0]);
    }
    gint64 kiosk = admin_target(admin, error);
    return kiosk >= 0 && admin->storage->class->set_setting(admin->storage, kiosk,
                                                            admin->options->rest[0], NULL, error);
}

bool admin_presence(Admin *admin, GError **error)
{
    gint64 kiosk = admin_target(admin, error);
    if (kiosk < 0) {
        return false;
    }
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(REGION_TIMEZONE);
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(admin->now_unix_s);
    g_autoptr(GDateTime) now = zone ? g_date_time_to_timezone(utc, zone) : g_date_time_ref(utc);
    g_autofree char *today = g_date_time_format(now, "%Y-%m-%d");
    const char *day = admin->options->date ? admin->options->date : today;
    g_autofree char *midnight = g_strconcat(day, "T00:00:00Z", NULL);
    g_autoptr(GDateTime) date = g_date_time_new_from_iso8601(midnight, NULL);
    if (!date || strlen(day) != strlen("2026-11-23")) {
        return admin_refuse(error, "--date '%s' is no date like 2026-11-23", day);
    }
    g_autoptr(json_t) partners = json_array();
    for (int i = 0; admin->options->rest && admin->options->rest[i]; i++) {
        const char *partner = admin->options->rest[i];
        json_t *text = strlen(partner) <= MAX_PARTNER_BYTES ? json_string(partner) : NULL;
        if (!text || i >= MAX_PARTNERS) {
            json_decref(text);
            return admin_refuse(error, "at most %d partners of at most %d bytes in UTF-8",
                                MAX_PARTNERS, MAX_PARTNER_BYTES);
        }
        json_array_append_new(partners, text);
    }
    return admin->storage->class->set_presence(admin->storage, kiosk, day, partners, error);
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
