// SPDX-License-Identifier: EUPL-1.2
#include "store/region_settings.h"

#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "store/jws.h"

G_DEFINE_QUARK(wegwijs_region_settings_error, region_settings_error)

enum { MAX_FILE_BYTES = JWS_MAX_CHARS + 1024, MAX_MESSAGE_CHARS = SITE_TODAY_MESSAGE_CHARS };

static bool refuse(GError **error, const char *reason)
{
    g_set_error(error, REGION_SETTINGS_ERROR, REGION_SETTINGS_ERROR_INVALID,
                "orders of the region: %s", reason);
    return false;
}

void region_settings_free(RegionSettings *settings)
{
    if (settings) {
        g_free(settings->message);
        g_clear_pointer(&settings->orders, json_decref);
        g_free(settings);
    }
}

/* The payload when the region signed it; new reference. */
static json_t *verify(const char *orders_jws, const Jwk *receipt_key, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GBytes) payload = jws_verify(orders_jws, &receipt_key, 1, &cause);
    g_autoptr(json_t) orders = payload ? json_parse(payload, "orders", &cause) : NULL;
    if (!orders) {
        (void)refuse(error, cause->message);
        return NULL;
    }
    return g_steal_pointer(&orders);
}

/* One line of text for a screen; NULL when there is none to show. Regions are told how long it may
 * be: what is longer ends with its last whole word. */
static char *copy_message(const json_t *settings)
{
    const char *text = json_get_string(settings, "message", "");
    g_autofree char *line = g_utf8_make_valid(text, -1);
    for (char *at = line; *at; at = g_utf8_next_char(at)) {
        if (!g_unichar_isprint(g_utf8_get_char(at))) {
            memset(at, ' ', (gsize)(g_utf8_next_char(at) - at));
        }
    }
    g_strstrip(line);
    if (g_utf8_strlen(line, -1) > MAX_MESSAGE_CHARS) {
        char *end = g_utf8_offset_to_pointer(line, MAX_MESSAGE_CHARS);
        char *space = *end == ' ' ? end : g_utf8_strrchr(line, end - line, ' ');
        *(space ? space : end) = '\0';
        g_strchomp(line);
    }
    return *line ? g_steal_pointer(&line) : NULL;
}

static bool read_members(RegionSettings *settings, guint32 kiosk, GError **error)
{
    const json_t *orders = settings->orders;
    if (strcmp(json_get_string(orders, "typ", ""), "orders") != 0) {
        return refuse(error, "the signed text is something else");
    }
    if (json_get_integer(orders, "kiosk", -1) != (gint64)kiosk) {
        return refuse(error, "they are for another kiosk");
    }
    settings->serial = json_get_integer(orders, "serial", -1);
    const char *time = json_get_string(orders, "time", "");
    g_autoptr(GDateTime) date =
        g_str_has_suffix(time, "Z") ? g_date_time_new_from_iso8601(time, NULL) : NULL;
    if (settings->serial < 0 || !date) {
        return refuse(error, "\"serial\" or \"time\" is missing or wrong");
    }
    settings->time_unix_s = g_date_time_to_unix(date);
    const json_t *values = json_object_get(orders, "settings");
    if (values && !json_is_object(values) && !json_is_null(values)) {
        return refuse(error, "\"settings\" is not an object");
    }
    settings->closed = json_get_bool(values, "closed", false);
    settings->closed_reason = site_today_find_reason(json_get_string(values, "closed_reason", ""));
    settings->has_reviewed_only = json_is_boolean(json_object_get(values, "reviewed_only"));
    settings->reviewed_only = json_get_bool(values, "reviewed_only", false);
    settings->message = copy_message(values);
    return true;
}

RegionSettings *region_settings_read(const char *orders_jws, const Jwk *receipt_key, guint32 kiosk,
                                     GError **error)
{
    g_autoptr(RegionSettings) settings = g_new0(RegionSettings, 1);
    settings->orders = verify(orders_jws, receipt_key, error);
    if (!settings->orders || !read_members(settings, kiosk, error)) {
        return NULL;
    }
    return g_steal_pointer(&settings);
}

static const char settings_file[] = "region-settings.json";

static const struct {
    const char *word, *file;
} commands[] = {
    [REGION_COMMAND_UNLOCK] = {"unlock", "region-unlock.json"},
    [REGION_COMMAND_RESTART] = {"restart", "region-restart.json"},
};

/* The saved text; NULL with NONE or INVALID. Caller owns. */
static char *load_text(const char *state_dir, const char *name, GError **error)
{
    g_autofree char *path = g_build_filename(state_dir, name, NULL);
    g_autoptr(GError) cause = NULL;
    g_autoptr(json_t) json = json_load(path, MAX_FILE_BYTES, &cause);
    if (g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
        g_set_error(error, REGION_SETTINGS_ERROR, REGION_SETTINGS_ERROR_NONE,
                    "the region has sent no settings yet");
        return NULL;
    }
    const char *orders = json_get_string(json, "orders", NULL);
    if (!orders) {
        (void)refuse(error, cause ? cause->message : "the saved file is damaged");
        return NULL;
    }
    return g_strdup(orders);
}

RegionSettings *region_settings_load(const char *state_dir, const Jwk *receipt_key, guint32 kiosk,
                                     GError **error)
{
    g_autofree char *orders = load_text(state_dir, settings_file, error);
    return orders ? region_settings_read(orders, receipt_key, kiosk, error) : NULL;
}

static bool save_text(const char *state_dir, const char *name, const char *orders_jws,
                      GError **error)
{
    g_autofree char *path = g_build_filename(state_dir, name, NULL);
    g_autoptr(json_t) json =
        json_pack("{ssss}", "format", "region-settings/1", "orders", orders_jws);
    g_assert(json);
    g_autoptr(GBytes) text = json_write(json);
    return file_save(path, text, 0600, error);
}

RegionSettings *region_settings_save(const char *state_dir, const char *orders_jws,
                                     const Jwk *receipt_key, guint32 kiosk, GError **error)
{
    g_autoptr(RegionSettings) fresh = region_settings_read(orders_jws, receipt_key, kiosk, error);
    if (!fresh) {
        return NULL;
    }
    g_autofree char *saved_text = load_text(state_dir, settings_file, NULL);
    g_autoptr(RegionSettings) saved =
        saved_text ? region_settings_read(saved_text, receipt_key, kiosk, NULL) : NULL;
    if (saved && strcmp(saved_text, orders_jws) == 0) {
        return g_steal_pointer(&saved);
    }
    if (saved && fresh->serial <= saved->serial) {
        g_set_error(error, REGION_SETTINGS_ERROR, REGION_SETTINGS_ERROR_OLDER,
                    "orders of the region have serial %" G_GINT64_FORMAT
                    ", not above %" G_GINT64_FORMAT " of the saved ones",
                    fresh->serial, saved->serial);
        return NULL;
    }
    return save_text(state_dir, settings_file, orders_jws, error) ? g_steal_pointer(&fresh) : NULL;
}

bool region_settings_save_command(const char *state_dir, RegionCommand command,
                                  const char *orders_jws, GError **error)
{
    return save_text(state_dir, commands[command].file, orders_jws, error);
}

char *region_settings_load_command(const char *state_dir, RegionCommand command,
                                   const Jwk *receipt_key, guint32 kiosk)
{
    g_autofree char *text = load_text(state_dir, commands[command].file, NULL);
    g_autoptr(RegionSettings) orders =
        text ? region_settings_read(text, receipt_key, kiosk, NULL) : NULL;
    const json_t *list = orders ? json_object_get(orders->orders, "commands") : NULL;
    const char *id = NULL;
    gsize i;
    json_t *one;
    json_array_foreach(list, i, one)
    {
        if (strcmp(json_get_string(one, "do", ""), commands[command].word) == 0) {
            id = json_get_string(one, "id", id);
        }
    }
    return g_strdup(id);
}
