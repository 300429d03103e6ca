// SPDX-License-Identifier: EUPL-1.2
#include "store/site_today.h"

#include <assert.h>
#include <string.h>

#include "base/file.h"

G_DEFINE_QUARK(wegwijs_site_today_error, site_today_error)

enum { MAX_FILE_BYTES = 64 * 1024, DAY_BYTES = sizeof "2026-11-23" };

struct SiteToday {
    char now[DAY_BYTES];        /* the day in use; "": not known */
    char closed_day[DAY_BYTES]; /* "": closed while no day was known */
    bool is_closed;
    SiteTodayReason reason;
    char day[DAY_BYTES]; /* of what follows */
    char *message;
    json_t *presence;
};

static const struct {
    const char *id;
    bool is_of_day; /* cannot be true on another day */
} reasons[] = {
    [SITE_TODAY_REASON_NONE] = {"", false},
    [SITE_TODAY_REASON_BREAK] = {"break", true},
    [SITE_TODAY_REASON_EARLY] = {"early", true},
    [SITE_TODAY_REASON_FAULT] = {"fault", false},
    [SITE_TODAY_REASON_CLEANING] = {"cleaning", false},
    [SITE_TODAY_REASON_EVENT] = {"event", false},
};
static_assert(G_N_ELEMENTS(reasons) == SITE_TODAY_REASON_COUNT, "an id for every reason");

const char *site_today_reason_id(SiteTodayReason reason)
{
    g_assert(reason < SITE_TODAY_REASON_COUNT);
    return reasons[reason].id;
}

SiteTodayReason site_today_find_reason(const char *id)
{
    for (gsize i = 0; i < G_N_ELEMENTS(reasons); i++) {
        if (g_str_equal(reasons[i].id, id)) {
            return (SiteTodayReason)i;
        }
    }
    return SITE_TODAY_REASON_NONE;
}

/* --- whole file --------------------------------------------------------------------------------
 */

static char *find_path(const char *state_dir)
{
    return g_build_filename(state_dir, "today.json", NULL);
}

static bool is_day(const char *text)
{
    static const char form[] = "dddd-dd-dd";
    for (gsize i = 0; i < sizeof form - 1; i++) {
        if (form[i] == 'd' ? !g_ascii_isdigit(text[i]) : text[i] != form[i]) {
            return false;
        }
    }
    return text[sizeof form - 1] == '\0';
}

/* NULL when it is as it was written, else what is wrong. */
static const char *read_closed(SiteToday *today, const json_t *closed)
{
    const char *day = json_get_string(closed, "day", "");
    if (!closed) {
        return NULL;
    }
    if (!json_is_object(closed) || (*day && !is_day(day))) {
        return "\"closed\" is wrong";
    }
    today->is_closed = true;
    today->reason = site_today_find_reason(json_get_string(closed, "reason", ""));
    g_strlcpy(today->closed_day, day, sizeof today->closed_day);
    return NULL;
}

static const char *read_word(SiteToday *today, const json_t *json)
{
    const char *day = json_get_string(json, "day", "");
    const char *message = json_get_string(json, "message", "");
    json_t *presence = json_object_get(json, "presence");
    if (*day && !is_day(day)) {
        return "\"day\" is no date";
    }
    if (*message && !site_today_is_message(message)) {
        return "\"message\" cannot be shown";
    }
    if (presence && !json_is_array(presence)) {
        return "\"presence\" is no list";
    }
    g_strlcpy(today->day, day, sizeof today->day);
    today->message = *message ? g_strdup(message) : NULL;
    today->presence = presence ? json_incref(presence) : NULL;
    return NULL;
}

static void forget_word(SiteToday *today)
{
    today->day[0] = '\0';
    g_clear_pointer(&today->message, g_free);
    g_clear_pointer(&today->presence, json_decref);
}

SiteToday *site_today_load(const char *state_dir, GError **problem)
{
    SiteToday *today = g_new0(SiteToday, 1);
    g_autofree char *path = find_path(state_dir);
    g_autoptr(GError) why = NULL;
    g_autoptr(json_t) json = json_load(path, MAX_FILE_BYTES, &why);
    if (g_error_matches(why, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
        return today;
    }
    const char *wrong = NULL;
    if (json) {
        wrong = json_is_object(json) ? read_closed(today, json_object_get(json, "closed"))
                                     : "it is no object";
        wrong = wrong ? wrong : read_word(today, json);
    }
    if (!json || wrong) {
        g_set_error(problem, SITE_TODAY_ERROR, SITE_TODAY_ERROR_DAMAGED,
                    "staff's word for today is damaged and counts as empty; set it again: %s%s%s",
                    wrong ? path : "", wrong ? ": " : "", wrong ? wrong : why->message);
        today->is_closed = false;
        forget_word(today);
    }
    return today;
}

void site_today_free(SiteToday *today)
{
    if (today) {
        forget_word(today);
        g_free(today);
    }
}

bool site_today_save(const SiteToday *today, const char *state_dir, GError **error)
{
    g_autofree char *path = find_path(state_dir);
    g_autoptr(json_t) json = json_object();
    if (today->is_closed) {
        json_object_set_new(json, "closed",
                            json_pack("{ssss}", "day", today->closed_day, "reason",
                                      site_today_reason_id(today->reason)));
    }
    json_object_set_new(json, "day", json_string(today->day));
    if (today->message) {
        json_object_set_new(json, "message", json_string(today->message));
    }
    if (today->presence) {
        json_object_set(json, "presence", today->presence);
    }
    g_autoptr(GBytes) text = json_write(json);
    return file_save(path, text, 0600, error);
}

/* --- the day -----------------------------------------------------------------------------------
 */

void site_today_use_day(SiteToday *today, const char *day)
{
    g_assert(!day || is_day(day));
    g_strlcpy(today->now, day ? day : "", sizeof today->now);
    if (day && !g_str_equal(today->day, day)) {
        forget_word(today);
        g_strlcpy(today->day, day, sizeof today->day);
    }
}

bool site_today_has_day(const SiteToday *today)
{
    return today->now[0] != '\0';
}

/* --- closed ------------------------------------------------------------------------------------
 */

bool site_today_is_closed(const SiteToday *today)
{
    return today->is_closed;
}

SiteTodayReason site_today_reason(const SiteToday *today)
{
    bool is_other_day =
        today->now[0] && today->closed_day[0] && !g_str_equal(today->now, today->closed_day);
    bool is_past = reasons[today->reason].is_of_day && is_other_day;
    return today->is_closed && !is_past ? today->reason : SITE_TODAY_REASON_NONE;
}

void site_today_close(SiteToday *today, SiteTodayReason reason)
{
    g_assert(reason < SITE_TODAY_REASON_COUNT);
    today->is_closed = true;
    today->reason = reason;
    g_strlcpy(today->closed_day, today->now, sizeof today->closed_day);
}

void site_today_open(SiteToday *today)
{
    today->is_closed = false;
    today->reason = SITE_TODAY_REASON_NONE;
    today->closed_day[0] = '\0';
}

/* --- message and presence ----------------------------------------------------------------------
 */

bool site_today_is_message(const char *text)
{
    if (!g_utf8_validate(text, -1, NULL) || g_utf8_strlen(text, -1) > SITE_TODAY_MESSAGE_CHARS) {
        return false;
    }
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        if (!g_unichar_isprint(g_utf8_get_char(at))) {
            return false;
        }
    }
    return true;
}

const char *site_today_message(const SiteToday *today)
{
    return site_today_has_day(today) ? today->message : NULL;
}

bool site_today_set_message(SiteToday *today, const char *text)
{
    if (!site_today_has_day(today) || (text && !site_today_is_message(text))) {
        return false;
    }
    g_free(today->message);
    today->message = text && *text ? g_strdup(text) : NULL;
    return true;
}

const json_t *site_today_presence(const SiteToday *today)
{
    return site_today_has_day(today) ? today->presence : NULL;
}

bool site_today_set_presence(SiteToday *today, const json_t *rows)
{
    if (!site_today_has_day(today) || json_array_size(rows) > SITE_TODAY_MAX_ROWS) {
        return false;
    }
    g_clear_pointer(&today->presence, json_decref);
    today->presence = rows ? json_deep_copy(rows) : NULL;
    return true;
}
