// SPDX-License-Identifier: EUPL-1.2
#include "intake/content_private.h"

#include <string.h>

#include "intake/content.h"

enum { MINUTES_A_DAY = 24 * 60, DAYS_TO_1970 = 719163 };

/* "HH:MM" as minutes since midnight, 24:00 allowed; -1 when it is none. */
static int read_time(const json_t *value)
{
    const char *text = json_string_value(value);
    if (!text || strlen(text) != 5 || text[2] != ':' || !g_ascii_isdigit(text[0]) ||
        !g_ascii_isdigit(text[1]) || !g_ascii_isdigit(text[3]) || !g_ascii_isdigit(text[4])) {
        return -1;
    }
    int minute = (text[3] - '0') * 10 + text[4] - '0';
    int time_min = ((text[0] - '0') * 10 + text[1] - '0') * 60 + minute;
    return minute < 60 && time_min <= MINUTES_A_DAY ? time_min : -1;
}

static bool read_day(const Spot *spot, OpenSpan spans[CONTENT_MAX_SPANS])
{
    gsize n = json_array_size(spot->value);
    if (n < 1 || n > CONTENT_MAX_SPANS) {
        return spot_refuse(spot, "must be a list of 1 to %d times [\"from\",\"until\"]",
                           CONTENT_MAX_SPANS);
    }
    int before = -1;
    for (gsize i = 0; i < n; i++) {
        const json_t *pair = json_array_get(spot->value, i);
        int from = read_time(json_array_get(pair, 0));
        int until = read_time(json_array_get(pair, 1));
        if (json_array_size(pair) != 2 || from < 0 || until <= from || from <= before) {
            return spot_refuse(spot, "times are [\"HH:MM\",\"HH:MM\"], one after the other");
        }
        spans[i] = (OpenSpan){from, until};
        before = until;
    }
    return true;
}

bool content_read_hours(const Spot *spot, OpeningHours *hours)
{
    static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL};
    json_t *value = json_object_get(spot->value, "hours");
    if (!value) {
        return true;
    }
    Spot all = spot_member(spot, "", "hours", value);
    if (!spot_check_keys(&all, days)) {
        return false;
    }
    for (gsize day = 0; days[day]; day++) {
        const json_t *list = json_object_get(value, days[day]);
        Spot one = spot_member(&all, "", days[day], list);
        if (list && !read_day(&one, hours->spans[day])) {
            return false;
        }
    }
    hours->is_known = true;
    return true;
}

bool content_read_day(const Spot *spot, const char *key, gint64 *days)
{
    const char *text = spot_need_text(spot, key);
    if (!text) {
        return false;
    }
    int year, month, day;
    char rest;
    if (strlen(text) != strlen("YYYY-MM-DD") ||
        sscanf(text, "%4d-%2d-%2d%c", &year, &month, &day, &rest) != 3 || year < 1970 ||
        month < 1 || month > 12 || day < 1 ||
        !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year)) {
        return spot_refuse(spot, "\"%s\" must be a date YYYY-MM-DD", key);
    }
    GDate date;
    g_date_clear(&date, 1);
    g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
    *days = (gint64)g_date_get_julian(&date) - DAYS_TO_1970;
    return true;
}

/* The kind must be one of intake.json's, ask_town a value it allows there. */
static bool read_kind(Content *content, const Part *intake, const Spot *root)
{
    static const int bounds[2] = {-1000, 1000};
    content->site.kind = spot_need_id(root, "kind");
    if (!content->site.kind || !spot_need_number(root, "ask_town", bounds, &content->ask_town)) {
        return false;
    }
    content->site_kind = content_find_kind(content, content->site.kind);
    if (content->site_kind < 0) {
        return spot_refuse(root, "site kind '%s' does not exist", content->site.kind);
    }
    const json_t *facts =
        json_object_get(json_object_get(intake->root, "sites"), content->site.kind);
    gsize i;
    const json_t *value;
    json_array_foreach(json_object_get(facts, "ask_town"), i, value)
    {
        if (json_is_integer(value) && json_integer_value(value) == content->ask_town) {
            return true;
        }
    }
    return spot_refuse(root, "\"ask_town\" %d is not allowed for '%s'", content->ask_town,
                       content->site.kind);
}

static bool read_params(Content *content, const Part *rules, const Spot *root)
{
    json_t *params = json_object_get(root->value, "params");
    if (params && !json_is_object(params)) {
        return spot_refuse(root, "\"params\" must be an object");
    }
    Spot spot = spot_member(root, "", "params", params);
    const char *name;
    const json_t *value;
    json_object_foreach(params, name, value)
    {
        int at = content_find_param(content, name);
        if (at < 0) {
            return spot_refuse(&spot, "parameter '%s' does not exist", name);
        }
        const json_t *known = json_object_get(json_object_get(rules->root, "params"), name);
        int bounds[2] = {(int)json_integer_value(json_object_get(known, "min")),
                         (int)json_integer_value(json_object_get(known, "max"))};
        int number;
        if (!spot_need_number(&spot, name, bounds, &number)) {
            return false;
        }
        content->params[at] = number;
    }
    return true;
}

static bool is_host(const char *text)
{
    return strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789.-") == strlen(text) &&
           strlen(text) <= CONTENT_MAX_HOST_CHARS && g_ascii_isalnum(text[0]);
}

static bool is_timezone(const char *text)
{
    for (const char *c = text; *c; c++) {
        if (!g_ascii_isalnum(*c) && !strchr("/_+-", *c)) {
            return false;
        }
    }
    return text[0] != '/';
}

bool content_read_site(Content *content, const Part *intake, const Part *rules, const Part *part)
{
    static const char *const keys[] = {"format",  "kind",      "number",  "id",       "name",
                                       "address", "timezone",  "qr_host", "ask_town", "towns",
                                       "params",  "languages", "hours",   "doors",    NULL};
    static const int numbers[2] = {1, G_MAXUINT16};
    Spot root = spot_root(part);
    Site *site = &content->site;
    int number;
    if (!spot_check_keys(&root, keys) || !read_kind(content, intake, &root) ||
        !read_params(content, rules, &root) ||
        !spot_need_number(&root, "number", numbers, &number) ||
        !(site->id = spot_need_id(&root, "id")) || !(site->name = spot_need_text(&root, "name")) ||
        !spot_take_text(&root, "address", &site->address) ||
        !(site->timezone = spot_need_text(&root, "timezone")) ||
        !(site->qr_host = spot_need_text(&root, "qr_host")) ||
        !content_read_hours(&root, &site->hours)) {
        return false;
    }
    site->number = (guint16)number;
    if (!is_timezone(site->timezone)) {
        return spot_refuse(&root, "\"timezone\" must be a name like Europe/Amsterdam");
    }
    return is_host(site->qr_host) ||
           spot_refuse(&root, "\"qr_host\" must be a host name in small letters, at most %d",
                       CONTENT_MAX_HOST_CHARS);
}
