// SPDX-License-Identifier: EUPL-1.2
#include "regiond/admin_parts.h"

#include <string.h>

enum { MAX_PARTNERS = 64, MAX_DOOR_BYTES = 60, MAX_TABLE_BYTES = 15, TIME_CHARS = 5 };

#define AWAY "=away"

static bool is_door(const char *text)
{
    gsize length = strlen(text);
    return length > 0 && length <= MAX_DOOR_BYTES &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-") == length;
}

static bool is_table(const char *text)
{
    bool is_fine = text[0] && strlen(text) <= MAX_TABLE_BYTES && g_utf8_validate(text, -1, NULL);
    for (const char *at = text; is_fine && *at; at = g_utf8_next_char(at)) {
        is_fine = g_unichar_isprint(g_utf8_get_char(at)) && !strchr("@=:", *at);
    }
    return is_fine;
}

static bool is_time(const char *text)
{
    return strlen(text) == TIME_CHARS && g_ascii_isdigit(text[0]) && g_ascii_isdigit(text[1]) &&
           text[2] == ':' && g_ascii_isdigit(text[3]) && g_ascii_isdigit(text[4]) &&
           strcmp(text, "00:01") >= 0 && strcmp(text, "23:59") <= 0 && text[3] < '6';
}

/* Cuts "-16:30" off the end; NULL when there is none. */
static const char *cut_time(char *word)
{
    gsize length = strlen(word);
    char *dash = length > TIME_CHARS ? word + length - TIME_CHARS - 1 : NULL;
    if (!dash || *dash != '-' || !is_time(dash + 1)) {
        return NULL;
    }
    *dash = '\0';
    return dash + 1;
}

/* "uwv", "uwv@3", "uwv@3-16:30", "uwv-16:30" or "uwv=away" as kiosks read it; NULL with a usage
 * error. New reference. */
static json_t *read_partner(const char *word, GError **error)
{
    g_autofree char *door = g_strdup(word);
    bool is_away = g_str_has_suffix(door, AWAY);
    if (is_away) {
        door[strlen(door) - strlen(AWAY)] = '\0';
    }
    const char *until = is_away ? NULL : cut_time(door);
    char *table = is_away ? NULL : strchr(door, '@');
    if (table) {
        *table++ = '\0';
    }
    if (!is_door(door) || (table && !is_table(table))) {
        admin_refuse(error,
                     "'%s' is no partner; use DOOR, DOOR@TABLE, DOOR@TABLE-16:30, DOOR-16:30 or "
                     "DOOR" AWAY,
                     word);
        return NULL;
    }
    json_t *row = json_pack("{ss}", "door", door);
    if (is_away) {
        json_object_set_new(row, "away", json_true());
    }
    if (table) {
        json_object_set_new(row, "table", json_string(table));
    }
    if (until) {
        json_object_set_new(row, "until", json_string(until));
    }
    return row;
}

static bool read_partners(char **words, json_t *partners, GError **error)
{
    for (int i = 0; words && words[i]; i++) {
        if (i >= MAX_PARTNERS) {
            return admin_refuse(error, "at most %d partners", MAX_PARTNERS);
        }
        json_t *row = read_partner(words[i], error);
        if (!row) {
            return false;
        }
        json_array_append_new(partners, row);
    }
    return true;
}

/* Where the region says the day begins. Caller owns. */
static char *find_today(const Admin *admin)
{
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(admin->timezone);
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(admin->now_unix_s);
    g_autoptr(GDateTime) now = zone ? g_date_time_to_timezone(utc, zone) : g_date_time_ref(utc);
    return g_date_time_format(now, "%Y-%m-%d");
}

bool admin_presence(Admin *admin, GError **error)
{
    gint64 kiosk = admin_target(admin, error);
    if (kiosk < 0) {
        return false;
    }
    g_autofree char *today = find_today(admin);
    const char *day = admin->options->date ? admin->options->date : today;
    g_autofree char *midnight = g_strconcat(day, "T00:00:00Z", NULL);
    g_autoptr(GDateTime) date = g_date_time_new_from_iso8601(midnight, NULL);
    if (!date || strlen(day) != strlen("2026-11-23")) {
        return admin_refuse(error, "--date '%s' is no date like 2026-11-23", day);
    }
    g_autoptr(json_t) partners = json_array();
    return read_partners(admin->options->rest, partners, error) &&
           admin->storage->class->set_presence(admin->storage, kiosk, day, partners, error);
}
