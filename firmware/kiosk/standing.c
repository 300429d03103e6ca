// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/standing.h"

#include "base/clock.h"
#include "base/json.h"

#include "intake/program_texts.h"

#include "store/clock_floor.h"
#include "store/region_settings.h"

#include "kiosk/content_source.h"

typedef enum {
    TOLD_IDENTITY,
    TOLD_SOURCE,
    TOLD_CONTENT,
    TOLD_PROBLEM,
    TOLD_TEXT,
    TOLD_ROWS,
    TOLD_COUNT
} Told;

enum { SYNC_STATUS_MAX_BYTES = 64 * 1024, SMALL_OFFSET_S = 60, LARGE_OFFSET_S = 15 * 60 };

struct Standing {
    Settings *settings;
    KioskIdentity *identity;
    ContentSource *source;
    Content *content;
    Content *retired; /* the one before, until the next refresh */
    GTimeZone *zone;  /* the site's, so that GLib keeps its rules: reading them takes a frame */
    char *restart_id; /* of the region's last order to restart that is known, or NULL */
    bool wants_restart;
    RegionSettings *orders; /* that count; NULL: none */
    SiteToday *today;
    StandingWord word;
    bool has_change;        /* on disk */
    char *told[TOLD_COUNT]; /* said last about each; said again only when it is another thing */
};

static const char *state_dir(const Standing *standing)
{
    return settings_text(standing->settings, "kiosk", "state_dir");
}

/* Folders change all day while a fault stays: it is told once. NULL: all is well. */
static void tell(Standing *standing, Told about, const char *before, const char *what)
{
    if (what && g_strcmp0(what, standing->told[about]) != 0) {
        g_warning("%s%s", before, what);
    }
    g_free(standing->told[about]);
    standing->told[about] = g_strdup(what);
}

/* The source borrows the identity's keys, so both are made anew together. */
static void load_identity(Standing *standing)
{
    g_autoptr(GError) why = NULL;
    KioskIdentity *identity = kiosk_identity_load(state_dir(standing), &why);
    tell(standing, TOLD_IDENTITY, "", identity ? NULL : why->message);
    g_clear_error(&why);
    ContentSource *source = content_source_new(standing->settings, identity, &why);
    tell(standing, TOLD_SOURCE, "", source ? NULL : why->message);
    content_source_free(standing->source);
    kiosk_identity_free(standing->identity);
    standing->identity = identity;
    standing->source = source;
}

static bool load_content(Standing *standing)
{
    if (!standing->source) {
        return false;
    }
    const Settings *settings = standing->settings;
    content_source_use_languages(standing->source, settings_text(settings, "content", "languages"),
                                 settings_bool(settings, "content", "reviewed_only"));
    if (!content_source_is_changed(standing->source, standing->content)) {
        return false;
    }
    g_autoptr(GError) why = NULL;
    Content *content = content_source_load(standing->source, &why);
    const char *problem = content_source_problem(standing->source);
    bool is_same = why && g_strcmp0(problem, why->message) == 0;
    tell(standing, TOLD_CONTENT,
         "no usable content, the kiosk stays closed: ", content ? NULL : why->message);
    tell(standing, TOLD_PROBLEM, "", is_same ? NULL : problem);
    tell(standing, TOLD_TEXT, "the content is older than this program and lacks a text: ",
         content ? program_texts_find_missing(content) : NULL);
    if (!content && !standing->content) {
        return false;
    }
    standing->retired = standing->content;
    standing->content = content;
    g_clear_pointer(&standing->zone, g_time_zone_unref);
    standing->zone = content ? g_time_zone_new_identifier(content_site(content)->timezone) : NULL;
    return true;
}

/* Caller owns; NULL: there is none. */
static char *find_command(const Standing *standing, RegionCommand command)
{
    return standing->identity ? region_settings_load_command(state_dir(standing), command,
                                                             standing->identity->receipt,
                                                             standing->identity->kiosk)
                              : NULL;
}

static void note_restart(Standing *standing)
{
    char *id = find_command(standing, REGION_COMMAND_RESTART);
    standing->wants_restart =
        standing->wants_restart || (id && g_strcmp0(id, standing->restart_id) != 0);
    g_free(standing->restart_id);
    standing->restart_id = id;
}

/* The region's layer of the settings is what its orders say now. */
static void take_settings(Standing *standing, const RegionSettings *orders)
{
    static const char *const group = "content", *const key = "reviewed_only";
    if (!orders || !orders->has_reviewed_only) {
        settings_drop(standing->settings, SETTING_LAYER_REGION, group, key);
        return;
    }
    const SettingValue value = {group, key, orders->reviewed_only ? "true" : "false"};
    bool is_put = settings_put(standing->settings, SETTING_LAYER_REGION, &value, NULL);
    g_assert(is_put);
}

/* Caller frees; NULL when there are none. */
static RegionSettings *load_orders(const Standing *standing)
{
    return standing->identity
               ? region_settings_load(state_dir(standing), standing->identity->receipt,
                                      standing->identity->kiosk, NULL)
               : NULL;
}

static void take_over_orders(Standing *standing)
{
    region_settings_free(standing->orders);
    standing->orders = load_orders(standing);
    take_settings(standing, standing->orders);
}

bool standing_refresh(Standing *standing)
{
    g_clear_pointer(&standing->retired, content_free);
    if (standing->has_change) {
        load_identity(standing);
    }
    standing->has_change = false;
    note_restart(standing);
    take_over_orders(standing);
    return load_content(standing);
}

Standing *standing_new(Settings *settings)
{
    Standing *standing = g_new0(Standing, 1);
    standing->settings = settings;
    standing->has_change = true;
    g_autoptr(GError) why = NULL;
    standing->today = site_today_load(state_dir(standing), &why);
    if (why) {
        g_warning("%s", why->message);
    }
    standing_refresh(standing);
    standing->wants_restart = false;
    return standing;
}

void standing_free(Standing *standing)
{
    if (!standing) {
        return;
    }
    g_free(standing->restart_id);
    content_free(standing->content);
    g_clear_pointer(&standing->zone, g_time_zone_unref);
    content_free(standing->retired);
    content_source_free(standing->source);
    kiosk_identity_free(standing->identity);
    region_settings_free(standing->orders);
    site_today_free(standing->today);
    for (gsize i = 0; i < TOLD_COUNT; i++) {
        g_free(standing->told[i]);
    }
    g_free(standing);
}

void standing_note_change(Standing *standing)
{
    standing->has_change = true;
}

const Content *standing_content(const Standing *standing)
{
    return standing->content;
}

const KioskIdentity *standing_identity(const Standing *standing)
{
    return standing->identity;
}

char *standing_content_folder(const Standing *standing)
{
    return standing->source && standing->content
               ? content_source_folder(standing->source, standing->content)
               : NULL;
}

const char *standing_content_problem(const Standing *standing)
{
    return standing->source ? content_source_problem(standing->source) : NULL;
}

bool standing_is_closed(const Standing *standing)
{
    return !standing->content || standing_is_closed_by_region(standing) ||
           site_today_is_closed(standing->today);
}

bool standing_is_closed_by_region(const Standing *standing)
{
    return standing->orders && standing->orders->closed;
}

bool standing_wants_restart(const Standing *standing)
{
    return standing->wants_restart;
}

char *standing_unlock_id(const Standing *standing)
{
    return find_command(standing, REGION_COMMAND_UNLOCK);
}

gint64 standing_clock_offset_s(const Standing *standing)
{
    g_autofree char *path = g_build_filename(settings_text(standing->settings, "kiosk", "run_dir"),
                                             "sync-status.json", NULL);
    g_autoptr(json_t) status = json_load(path, SYNC_STATUS_MAX_BYTES, NULL);
    gint64 at_zero_ms = status ? json_get_integer(status, "region_clock_ms", 0) : 0;
    if (at_zero_ms <= 0 || at_zero_ms > G_MAXINT64 / 2) {
        return 0;
    }
    gint64 offset_s = (at_zero_ms + clock_monotonic_ms()) / 1000 - clock_unix_s();
    return ABS(offset_s) > SMALL_OFFSET_S ? offset_s : 0;
}

SiteTime standing_time(const Standing *standing)
{
    gint64 signed_s = standing->source ? content_source_signed_unix_s(standing->source) : 0;
    const char *zone = standing->content ? content_site(standing->content)->timezone : "UTC";
    SiteTime time =
        site_time_at(clock_unix_s(), zone, clock_floor_read(state_dir(standing), signed_s));
    bool is_wrong = ABS(standing_clock_offset_s(standing)) > LARGE_OFFSET_S;
    time.is_trusted = time.is_plausible && !is_wrong;
    return time;
}

/* --- today -------------------------------------------------------------------------------------
 */

SiteToday *standing_today(Standing *standing)
{
    SiteTime time = standing_time(standing);
    g_autoptr(GDateTime) date =
        time.is_trusted ? g_date_time_new_from_unix_utc(time.local_unix_s) : NULL;
    g_autofree char *day = date ? g_date_time_format(date, "%Y-%m-%d") : NULL;
    site_today_use_day(standing->today, day);
    return standing->today;
}

/* Rows of the region are of the day on which it signed them. */
static void gather_region_presence(Standing *standing)
{
    const StandingWord *word = &standing->word;
    const RegionSettings *orders = standing->orders;
    const Content *content = standing->content;
    if (!orders || !content || !word->time.is_trusted ||
        site_time_at(orders->time_unix_s, content_site(content)->timezone, 0).today !=
            word->time.today) {
        return;
    }
    guint wrong = presence_apply(&standing->word.region_presence, content,
                                 json_object_get(orders->orders, "presence"));
    g_autofree char *told =
        wrong > 0 ? g_strdup_printf("%u of the region's partners present are unknown here or "
                                    "wrongly said and are left out",
                                    wrong)
                  : NULL;
    tell(standing, TOLD_ROWS, "", told);
}

const StandingWord *standing_word(Standing *standing)
{
    StandingWord *word = &standing->word;
    const RegionSettings *orders = standing->orders;
    const SiteToday *today = standing_today(standing);
    *word = (StandingWord){.time = standing_time(standing)};
    gather_region_presence(standing);
    word->presence = word->region_presence;
    if (standing->content) {
        (void)presence_apply(&word->presence, standing->content, site_today_presence(today));
    }
    word->region_message = orders ? orders->message : NULL;
    word->message = site_today_message(today);
    word->message = word->message ? word->message : word->region_message;
    word->closed_reason = site_today_reason(today);
    if (!site_today_is_closed(today) && standing_is_closed_by_region(standing)) {
        word->closed_reason = orders->closed_reason;
    }
    return word;
}

/* --- for staff ---------------------------------------------------------------------------------
 */

ContentStoreEntry *standing_describe_content(const Standing *standing, bool is_previous)
{
    return standing->source ? content_source_describe(standing->source, is_previous) : NULL;
}

bool standing_roll_back(Standing *standing, GError **error)
{
    if (!standing->source) {
        g_set_error(error, CONTENT_STORE_ERROR, CONTENT_STORE_ERROR_NONE,
                    "no content can be read; see the problem told before");
        return false;
    }
    return content_source_roll_back(standing->source, error);
}
