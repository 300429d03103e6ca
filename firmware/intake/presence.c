// SPDX-License-Identifier: EUPL-1.2
#include "intake/presence.h"

#include <string.h>

enum { DAY_MINUTES = 24 * 60, TIME_CHARS = 5 };

bool presence_is_table(const char *table)
{
    if (strlen(table) >= PRESENCE_TABLE_BYTES || !g_utf8_validate(table, -1, NULL)) {
        return false;
    }
    for (const char *at = table; *at; at = g_utf8_next_char(at)) {
        if (!g_unichar_isprint(g_utf8_get_char(at))) {
            return false;
        }
    }
    return true;
}

int presence_parse_time(const char *text)
{
    static const char form[] = "dd:dd";
    if (strlen(text) != TIME_CHARS) {
        return -1;
    }
    for (int i = 0; i < TIME_CHARS; i++) {
        if (form[i] == 'd' ? !g_ascii_isdigit(text[i]) : text[i] != form[i]) {
            return -1;
        }
    }
    int hours = g_ascii_digit_value(text[0]) * 10 + g_ascii_digit_value(text[1]);
    int minutes = g_ascii_digit_value(text[3]) * 10 + g_ascii_digit_value(text[4]);
    int time = hours * 60 + minutes;
    return minutes < 60 && time > 0 && time < DAY_MINUTES ? time : -1;
}

/* A member that is missing is fine, one of another kind is not. */
static bool read_text(const json_t *row, const char *key, const char **out)
{
    const json_t *value = json_object_get(row, key);
    *out = json_string_value(value);
    return !value || (*out && strlen(*out) == json_string_length(value));
}

/* False: the row is wrong. */
static bool read_row(const json_t *row, const Content *content, int *door, PresenceOfDoor *out)
{
    const char *id;
    const char *table;
    const char *until;
    const json_t *away = json_object_get(row, "away");
    if (!read_text(row, "door", &id) || !read_text(row, "table", &table) ||
        !read_text(row, "until", &until) || (away && !json_is_boolean(away))) {
        return false;
    }
    *door = id ? content_find_door(content, id) : -1;
    *out = (PresenceOfDoor){.kind = json_is_true(away) ? PRESENCE_AWAY : PRESENCE_HERE};
    if (*door < 0 || (table && !presence_is_table(table))) {
        return false;
    }
    if (out->kind == PRESENCE_AWAY) {
        return !table && !until;
    }
    g_strlcpy(out->table, table ? table : "", sizeof out->table);
    out->until_min = until ? presence_parse_time(until) : 0;
    return out->until_min >= 0;
}

guint presence_apply(Presence *presence, const Content *content, const json_t *rows)
{
    guint left_out = 0;
    gsize n = json_array_size(rows);
    for (gsize i = 0; i < MIN(n, (gsize)PRESENCE_MAX); i++) {
        int door;
        PresenceOfDoor read;
        if (read_row(json_array_get(rows, i), content, &door, &read)) {
            presence->doors[door] = read;
        } else {
            left_out++;
        }
    }
    return left_out + (n > PRESENCE_MAX ? (guint)(n - PRESENCE_MAX) : 0);
}

json_t *presence_write(const Presence *presence, const Content *content)
{
    gsize n;
    const Door *doors = content_doors(content, &n);
    json_t *rows = json_array();
    for (gsize i = 0; i < n; i++) {
        const PresenceOfDoor *of = &presence->doors[i];
        if (of->kind == PRESENCE_UNKNOWN) {
            continue;
        }
        json_t *row = json_pack("{ss}", "door", doors[i].id);
        if (of->kind == PRESENCE_AWAY) {
            json_object_set_new(row, "away", json_true());
        }
        if (of->table[0]) {
            json_object_set_new(row, "table", json_string(of->table));
        }
        if (of->until_min > 0) {
            g_autofree char *until =
                g_strdup_printf("%02d:%02d", of->until_min / 60, of->until_min % 60);
            json_object_set_new(row, "until", json_string(until));
        }
        json_array_append_new(rows, row);
    }
    return rows;
}

PresenceKind presence_at(const PresenceOfDoor *door, int minute)
{
    bool is_over = door->kind == PRESENCE_HERE && door->until_min > 0 && minute >= door->until_min;
    return is_over ? PRESENCE_UNKNOWN : door->kind;
}
