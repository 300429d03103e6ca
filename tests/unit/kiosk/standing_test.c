// SPDX-License-Identifier: EUPL-1.2
/* kiosk/standing, and kiosk/content_source below it. */
#include "kiosk/standing.h"

#include "kiosk/content_source.h"

#include "base/clock.h"
#include "base/kiosk_settings.h"

#include "store/jws.h"
#include "store/region_settings.h"

#include "kiosk_fixture.h"

/* What was told since last asked, a line each; the tests' `user_data` is the same text. */
static GLogWriterOutput listen(GLogLevelFlags level, const GLogField *fields, gsize n_fields,
                               gpointer user_data)
{
    (void)level;
    for (gsize i = 0; i < n_fields; i++) {
        if (g_str_equal(fields[i].key, "MESSAGE")) {
            g_string_append_printf(user_data, "%s\n", (const char *)fields[i].value);
        }
    }
    return G_LOG_WRITER_HANDLED;
}

/* One line was told, with this in it; NULL: nothing was. */
static void assert_told(gconstpointer user_data, const char *what)
{
    GString *told = (GString *)user_data;
    const char *end = strchr(told->str, '\n');
    if (!what) {
        g_assert_cmpstr(told->str, ==, "");
        return;
    }
    g_assert_nonnull(end);
    g_assert_cmpstr(end, ==, "\n");
    g_assert_nonnull(strstr(told->str, what));
    g_string_truncate(told, 0);
}

static void save_identity(const KioskFixture *f)
{
    g_autoptr(GError) why = NULL;
    g_autofree char *state = kiosk_fixture_file(f, "state");
    bool is_fine = kiosk_identity_save(f->identity, state, &why);
    g_assert_no_error(why);
    g_assert_true(is_fine);
}

static ContentSource *open_source(const KioskFixture *f)
{
    g_autoptr(GError) why = NULL;
    ContentSource *source = content_source_new(f->settings, f->identity, &why);
    g_assert_no_error(why);
    return source;
}

static Content *load(ContentSource *source)
{
    g_autoptr(GError) why = NULL;
    Content *content = content_source_load(source, &why);
    g_assert_no_error(why);
    return content;
}

static void spoil(const KioskFixture *f, const char *name)
{
    g_autofree char *text = kiosk_fixture_read(f, name);
    g_autofree char *spoilt = g_strconcat(text, " ", NULL);
    kiosk_fixture_write(f, name, spoilt);
}

static void test_initial(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    g_autoptr(ContentSource) source = open_source(f);
    g_assert_true(content_source_is_changed(source, NULL));
    g_autoptr(Content) content = load(source);
    g_assert_cmpstr(content_version(content), ==, content_version(f->content));
    g_assert_false(content_source_is_changed(source, content));
    g_assert_null(content_source_problem(source));
    g_assert_cmpint(content_source_signed_unix_s(source), >, 0);
}

static void test_initial_spoilt(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    g_autoptr(GError) why = NULL;
    spoil(f, "pack/rules.json");
    g_autoptr(ContentSource) source = open_source(f);
    g_assert_null(content_source_load(source, &why));
    g_assert_nonnull(strstr(why->message, "rules.json"));
}

static void test_newer(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    g_autoptr(ContentSource) source = open_source(f);
    g_autoptr(Content) first = load(source);
    kiosk_fixture_renew_pack(f, "v2", 2);
    kiosk_fixture_install(f);
    g_assert_true(content_source_is_changed(source, first));
    g_autoptr(Content) second = load(source);
    g_assert_cmpstr(content_version(second), ==, "v2");
    g_assert_false(content_source_is_changed(source, second));
}

static void test_damaged_on_disk(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    content_source_free(open_source(f));
    kiosk_fixture_renew_pack(f, "v2", 2);
    kiosk_fixture_install(f);
    spoil(f, "state/content/current/doors.json");
    g_autoptr(ContentSource) source = open_source(f);
    g_autoptr(Content) content = load(source);
    g_assert_cmpstr(content_version(content), ==, content_version(f->content));
    g_assert_nonnull(content_source_problem(source));
}

static void test_not_enrolled(KioskFixture *f, gconstpointer user_data)
{
    g_autoptr(Standing) standing = standing_new(f->settings);
    assert_told(user_data, "not enrolled");
    g_assert_null(standing_identity(standing));
    g_assert_nonnull(standing_content(standing));
    g_assert_false(standing_is_closed(standing));
    /* what is wrong is told once, though folders change all day */
    standing_note_change(standing);
    g_assert_false(standing_refresh(standing));
    assert_told(user_data, NULL);
    save_identity(f);
    standing_note_change(standing);
    g_assert_false(standing_refresh(standing));
    g_assert_cmpuint(standing_identity(standing)->kiosk, ==, 7);
}

static void test_no_content(KioskFixture *f, gconstpointer user_data)
{
    save_identity(f);
    spoil(f, "pack/intake.json");
    g_autoptr(Standing) standing = standing_new(f->settings);
    assert_told(user_data, "no usable content, the kiosk stays closed: ");
    g_assert_null(standing_content(standing));
    g_assert_true(standing_is_closed(standing));
    standing_note_change(standing);
    g_assert_false(standing_refresh(standing));
    g_assert_true(standing_is_closed(standing));
    assert_told(user_data, NULL);
}

/* Story 6: a pack made for an older program serves, and its gap is told once. */
static void test_missing_text(KioskFixture *f, gconstpointer user_data)
{
    save_identity(f);
    kiosk_fixture_drop_text(f, "ui.foot.back");
    g_autoptr(Standing) standing = standing_new(f->settings);
    assert_told(user_data, "lacks a text: ui.foot.back");
    g_assert_false(standing_is_closed(standing));
    standing_note_change(standing);
    g_assert_false(standing_refresh(standing));
    assert_told(user_data, NULL);
}

static void test_refresh(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    save_identity(f);
    g_autoptr(Standing) standing = standing_new(f->settings);
    const Content *before = standing_content(standing);
    g_assert_false(standing_refresh(standing));
    g_assert_true(standing_content(standing) == before);
    kiosk_fixture_renew_pack(f, "v2", 2);
    kiosk_fixture_install(f);
    g_assert_true(standing_refresh(standing));
    g_assert_cmpstr(content_version(standing_content(standing)), ==, "v2");
    /* pointers into the one before still hold */
    g_assert_cmpstr(content_version(before), ==, content_version(f->content));
    g_assert_false(standing_refresh(standing));
}

/* Orders of the region as wegwijs-sync saves them. */
static void save_orders(const KioskFixture *f, int serial, const char *settings)
{
    g_autoptr(GError) why = NULL;
    g_autofree char *text = g_strdup_printf("{\"typ\":\"orders\",\"kiosk\":7,\"serial\":%d,"
                                            "\"time\":\"2026-11-23T13:00:00Z\",\"settings\":%s}",
                                            serial, settings);
    g_autoptr(GBytes) payload = g_bytes_new(text, strlen(text));
    g_autofree char *orders = jws_sign(f->receipt_key, payload, NULL, &why);
    g_assert_no_error(why);
    g_autofree char *state = kiosk_fixture_file(f, "state");
    g_autoptr(RegionSettings) saved = region_settings_save(state, orders, f->receipt_key, 7, &why);
    g_assert_no_error(why);
    g_assert_nonnull(saved);
}

/* Presence of the region, signed at this time (ISO 8601). */
static void save_presence(const KioskFixture *f, int serial, gint64 unix_s, const char *rows)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(unix_s);
    g_autofree char *time = g_date_time_format(date, "%Y-%m-%dT%H:%M:%SZ");
    g_autofree char *text =
        g_strdup_printf("{\"typ\":\"orders\",\"kiosk\":7,\"serial\":%d,\"time\":\"%s\","
                        "\"settings\":{\"message\":\"of the region\",\"closed_reason\":\"event\"},"
                        "\"presence\":%s}",
                        serial, time, rows);
    g_autoptr(GBytes) payload = g_bytes_new(text, strlen(text));
    g_autofree char *orders = jws_sign(f->receipt_key, payload, NULL, &why);
    g_assert_no_error(why);
    g_autofree char *state = kiosk_fixture_file(f, "state");
    g_autoptr(RegionSettings) saved = region_settings_save(state, orders, f->receipt_key, 7, &why);
    g_assert_no_error(why);
    g_assert_nonnull(saved);
}

static PresenceKind kind_of(const Standing *standing, const Presence *presence, const char *door)
{
    return presence->doors[content_find_door(standing_content(standing), door)].kind;
}

/* Staff's word door by door before the region's, both of today alone. */
static void test_today(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    save_identity(f);
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    save_presence(f, 1, now, "[{\"door\":\"uwv\",\"table\":\"7\"},{\"door\":\"rwc\"}]");
    g_autoptr(Standing) standing = standing_new(f->settings);
    const StandingWord *word = standing_word(standing);
    g_assert_true(word->time.is_trusted);
    g_assert_cmpint(kind_of(standing, &word->presence, "uwv"), ==, PRESENCE_HERE);
    g_assert_cmpstr(word->message, ==, "of the region");
    g_autoptr(json_t) rows = json_pack("[{sssb}]", "door", "uwv", "away", 1);
    SiteToday *today = standing_today(standing);
    g_assert_true(site_today_set_presence(today, rows));
    g_assert_true(site_today_set_message(today, "of staff"));
    word = standing_word(standing);
    g_assert_cmpint(kind_of(standing, &word->presence, "uwv"), ==, PRESENCE_AWAY);
    g_assert_cmpint(kind_of(standing, &word->region_presence, "uwv"), ==, PRESENCE_HERE);
    g_assert_cmpint(kind_of(standing, &word->presence, "rwc"), ==, PRESENCE_HERE);
    g_assert_cmpstr(word->message, ==, "of staff");
    g_assert_cmpstr(word->region_message, ==, "of the region");
    save_presence(f, 2, now - 24 * 3600, "[{\"door\":\"rwc\"}]");
    standing_refresh(standing);
    word = standing_word(standing);
    g_assert_cmpint(kind_of(standing, &word->presence, "rwc"), ==, PRESENCE_UNKNOWN);
}

static void test_closed_by_staff(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    save_identity(f);
    g_autoptr(Standing) standing = standing_new(f->settings);
    g_assert_false(standing_is_closed(standing));
    site_today_close(standing_today(standing), SITE_TODAY_REASON_CLEANING);
    g_assert_true(standing_is_closed(standing));
    g_assert_false(standing_is_closed_by_region(standing));
    g_assert_cmpint(standing_word(standing)->closed_reason, ==, SITE_TODAY_REASON_CLEANING);
    save_orders(f, 1, "{\"closed\":true,\"closed_reason\":\"event\"}");
    standing_refresh(standing);
    g_assert_true(standing_is_closed_by_region(standing));
    g_assert_cmpint(standing_word(standing)->closed_reason, ==, SITE_TODAY_REASON_CLEANING);
    site_today_open(standing_today(standing));
    g_assert_true(standing_is_closed(standing));
    g_assert_cmpint(standing_word(standing)->closed_reason, ==, SITE_TODAY_REASON_EVENT);
}

/* Told once, however often it is looked at. */
static void test_today_damaged(KioskFixture *f, gconstpointer told)
{
    save_identity(f);
    kiosk_fixture_write(f, "state/today.json", "{\"closed\":");
    g_string_truncate((GString *)told, 0);
    g_autoptr(Standing) standing = standing_new(f->settings);
    standing_refresh(standing);
    assert_told(told, "today.json");
    g_assert_false(standing_is_closed(standing));
}

static gsize count_languages(const Standing *standing)
{
    gsize n;
    content_languages(standing_content(standing), &n);
    return n;
}

/* The region's word before the image's setting; nothing changes before a refresh. */
static void test_reviewed_only(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    gsize all;
    save_identity(f);
    content_languages(f->content, &all);
    g_autoptr(Standing) standing = standing_new(f->settings);
    g_assert_cmpuint(count_languages(standing), ==, all);
    save_orders(f, 1, "{\"reviewed_only\":true}");
    standing_note_change(standing);
    g_assert_cmpuint(count_languages(standing), ==, all);
    g_assert_true(standing_refresh(standing));
    g_assert_cmpuint(count_languages(standing), <, all);
    g_assert_cmpint(content_find_language(standing_content(standing), "nl"), >=, 0);
    g_assert_false(standing_refresh(standing));
    save_orders(f, 2, "{}");
    g_assert_true(standing_refresh(standing));
    g_assert_cmpuint(count_languages(standing), ==, all);
}

static void test_reviewed_only_by_image(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    gsize all;
    g_autoptr(GError) why = NULL;
    save_identity(f);
    content_languages(f->content, &all);
    kiosk_fixture_write(f, "kiosk.ini",
                        "[kiosk]\nstate_dir = state\nrun_dir = run\nassets_dir = assets\n"
                        "[content]\ninitial = pack\ninitial_key = content.pub.jwk\n"
                        "reviewed_only = true\n");
    g_autofree char *path = kiosk_fixture_file(f, "kiosk.ini");
    g_autoptr(Settings) settings = kiosk_settings_load(path, &why);
    g_assert_no_error(why);
    g_autoptr(Standing) careful = standing_new(settings);
    g_assert_cmpuint(count_languages(careful), <, all);
    save_orders(f, 1, "{\"reviewed_only\":false}");
    g_assert_true(standing_refresh(careful));
    g_assert_cmpint(settings_layer_of(settings, "content", "reviewed_only"), ==,
                    SETTING_LAYER_REGION);
    g_assert_cmpuint(count_languages(careful), ==, all);
}

/* What staff chose is there from the next refresh on. */
static void test_order_of_languages(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    gsize n;
    g_autoptr(Standing) standing = standing_new(f->settings);
    const SettingValue value = {"content", "languages", "ar,-en"};
    g_assert_true(settings_put(f->settings, SETTING_LAYER_STAFF, &value, NULL));
    g_assert_cmpstr(content_languages(standing_content(standing), &n)[0].code, !=, "ar");
    g_assert_true(standing_refresh(standing));
    g_assert_cmpstr(content_languages(standing_content(standing), &n)[0].code, ==, "ar");
    g_assert_cmpint(content_find_language(standing_content(standing), "en"), ==, -1);
    g_assert_false(standing_refresh(standing));
    settings_drop(f->settings, SETTING_LAYER_STAFF, "content", "languages");
    g_assert_true(standing_refresh(standing));
    g_assert_cmpint(content_find_language(standing_content(standing), "en"), >=, 0);
}

static void say_region_clock(const KioskFixture *f, gint64 ahead_s)
{
    gint64 at_zero_ms = (clock_unix_s() + ahead_s) * 1000 - clock_monotonic_ms();
    g_autofree char *text =
        g_strdup_printf("{\"region_clock_ms\":%" G_GINT64_FORMAT "}", at_zero_ms);
    kiosk_fixture_write(f, "run/sync-status.json", text);
}

static void test_region_clock(KioskFixture *f, gconstpointer told)
{
    static const struct {
        gint64 ahead_s;
        bool is_told, is_trusted;
    } clocks[] = {{20, false, true},       {-30, false, true},  {300, true, true},
                  {-600, true, true},      {3600, true, false}, {-3600, true, false},
                  {300000000, true, false}};
    (void)told;
    g_autoptr(Standing) standing = standing_new(f->settings);
    g_assert_cmpint(standing_clock_offset_s(standing), ==, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(clocks); i++) {
        say_region_clock(f, clocks[i].ahead_s);
        gint64 offset_s = standing_clock_offset_s(standing);
        gint64 wanted_s = clocks[i].is_told ? clocks[i].ahead_s : 0;
        g_assert_cmpint(ABS(offset_s - wanted_s), <=, 2);
        g_assert_true(standing_time(standing).is_plausible);
        g_assert_true(standing_time(standing).is_trusted == clocks[i].is_trusted);
    }
    const char *const odd[] = {"{}", "[", "{\"region_clock_ms\":null}", "{\"region_clock_ms\":-5}",
                               "{\"region_clock_ms\":9223372036854775807}"};
    for (gsize i = 0; i < G_N_ELEMENTS(odd); i++) {
        kiosk_fixture_write(f, "run/sync-status.json", odd[i]);
        g_assert_cmpint(standing_clock_offset_s(standing), ==, 0);
    }
}

static void add(const char *name, const GString *told, void (*test)(KioskFixture *, gconstpointer))
{
    g_test_add(name, KioskFixture, told, kiosk_fixture_set_up, test, kiosk_fixture_tear_down);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    GString *told = g_string_new(NULL);
    g_log_set_writer_func(listen, told, NULL);
    add("/content source/the image's pack is installed when there is none", told, test_initial);
    add("/content source/a spoilt one is refused by its file", told, test_initial_spoilt);
    add("/content source/a newer pack is noticed and loaded", told, test_newer);
    add("/content source/a pack damaged on disk gives way to the one before", told,
        test_damaged_on_disk);
    add("/standing/a kiosk serves before it is enrolled, and notices when it is", told,
        test_not_enrolled);
    add("/standing/without content it is closed, and says so once", told, test_no_content);
    add("/standing/story 6: a text that is missing is told once", told, test_missing_text);
    add("/standing/new content is taken over, the one before holds a while", told, test_refresh);
    add("/standing/reviewed languages only, when the region says so", told, test_reviewed_only);
    add("/standing/reviewed languages only, when the image says so and the region nothing", told,
        test_reviewed_only_by_image);
    add("/standing/languages in the order staff chose", told, test_order_of_languages);
    add("/standing/staff's word for today comes before the region's", told, test_today);
    add("/standing/staff close and open, and so does the region", told, test_closed_by_staff);
    add("/standing/a clock that the region contradicts is not trusted", told, test_region_clock);
    add("/standing/a damaged word for today is empty and told once", told, test_today_damaged);
    int status = g_test_run();
    g_string_free(told, TRUE);
    return status;
}
