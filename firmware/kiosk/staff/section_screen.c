// SPDX-License-Identifier: EUPL-1.2
/* Screen and sound: cleaning without touching anything, trying touch and colours, brightness,
 * volume, where the paper comes out. */
#include <string.h>

#include "kiosk/brightness.h"
#include "kiosk/staff/readiness_judge.h"
#include "kiosk/staff/sections.h"
#include "kiosk/staff/staff_glass.h"
#include "kiosk/staff/staff_setting.h"

enum {
    COUNTDOWN_MS = 500,
    BRIGHTNESS_STEP = 10,
    BRIGHTNESS_MIN = 10,
    ALL_FIELDS = (1 << READINESS_TOUCH_FIELDS) - 1,
};

static const char *const names[] = {"screen.brightness", "sound.volume", "sound.enabled",
                                    "panel.slip_side"};

static const struct {
    const char *value;
    StaffText label;
    Sign sign;
} sides[] = {
    {"down", {"Onder het scherm", "Below the screen"}, SIGN_ARROW_DOWN},
    {"left", {"Links", "Left"}, SIGN_ARROW_LEFT},
    {"right", {"Rechts", "Right"}, SIGN_ARROW_RIGHT},
    {"up", {"Boven het scherm", "Above the screen"}, SIGN_ARROW_UP},
};

static const char *say(const StaffFacts *facts, StaffText text)
{
    return staff_text(facts->language, text);
}

/* --- settings ----------------------------------------------------------------------------------
 */

static void add_brightness(const StaffFacts *facts, StaffPage *page)
{
    int now = brightness_now(facts->settings);
    g_autofree char *value = now > 0 ? g_strdup_printf("%d %%", now)
                                     : g_strdup(say(facts, (StaffText){"vast", "fixed"}));
    StaffItem *item = staff_page_add_stepper(page, "screen.brightness",
                                             (StaffText){"Helderheid", "Brightness"}, value);
    item->sign = SIGN_SCREEN;
    item->can_less = now > BRIGHTNESS_MIN;
    item->can_more = now > 0 && now < 100;
    if (now == 0) {
        item->is_enabled = false;
        item->advice = g_strdup(say(facts, (StaffText){"Dit scherm kan hier niet worden ingesteld.",
                                                       "This screen cannot be set here."}));
    } else {
        staff_setting_show(facts, item, "screen.brightness");
    }
}

static void add_volume(const StaffFacts *facts, StaffPage *page)
{
    gint64 least, most;
    gint64 now = settings_int(facts->settings, "sound", "volume");
    settings_staff_bounds(settings_find_key(facts->settings, "sound", "volume"), &least, &most);
    g_autofree char *value = g_strdup_printf("%" G_GINT64_FORMAT " / %" G_GINT64_FORMAT, now, most);
    StaffItem *item =
        staff_page_add_stepper(page, "sound.volume", (StaffText){"Volume", "Volume"}, value);
    item->sign = SIGN_LISTEN;
    item->is_enabled = settings_bool(facts->settings, "sound", "enabled");
    item->can_less = now > least;
    item->can_more = now < most;
    staff_setting_show(facts, item, "sound.volume");
}

static void add_sound(const StaffFacts *facts, StaffPage *page)
{
    const StaffText on = {"Het geluid staat aan.", "The sound is on."};
    const StaffText off = {"Het geluid staat uit: niets wordt voorgelezen.",
                           "The sound is off: nothing is read aloud."};
    bool is_on = settings_bool(facts->settings, "sound", "enabled");
    StaffItem *state =
        staff_page_add_state(page, is_on ? STAFF_LIGHT_GREEN : STAFF_LIGHT_AMBER,
                             (StaffText){"Geluid", "Sound"}, say(facts, is_on ? on : off), NULL);
    staff_setting_show(facts, state, "sound.enabled");
    staff_page_add_choice(page, "sound.on", say(facts, (StaffText){"Geluid aan", "Sound on"}),
                          is_on)
        ->sign = SIGN_LISTEN;
    staff_page_add_choice(page, "sound.off", say(facts, (StaffText){"Geluid uit", "Sound off"}),
                          !is_on)
        ->sign = SIGN_SILENT;
}

static void add_sides(const StaffFacts *facts, StaffPage *page)
{
    const char *side = settings_text(facts->settings, "panel", "slip_side");
    StaffItem *state = staff_page_add_state(
        page, STAFF_LIGHT_NONE,
        (StaffText){"Waar komt het briefje uit?", "Where does the slip come out?"},
        say(facts, (StaffText){"De pijl op het scherm wijst daarheen.",
                               "The arrow on the screen points there."}),
        NULL);
    staff_setting_show(facts, state, "panel.slip_side");
    for (gsize i = 0; i < G_N_ELEMENTS(sides); i++) {
        g_autofree char *key = g_strconcat("side.", sides[i].value, NULL);
        staff_page_add_choice(page, key, say(facts, sides[i].label),
                              g_str_equal(side, sides[i].value))
            ->sign = sides[i].sign;
    }
}

static void fill_first(const StaffFacts *facts, StaffPage *page)
{
    staff_page_add_link(page, "cleaning",
                        say(facts, (StaffText){"Scherm schoonmaken", "Clean the screen"}),
                        say(facts, (StaffText){"30 seconden lang doet aanraken niets",
                                               "for 30 seconds touching does nothing"}));
    staff_page_add_link(page, "touch", say(facts, (StaffText){"Aanraken testen", "Try touch"}),
                        say(facts, (StaffText){"voelt elke plek?", "does every spot feel?"}));
    staff_page_add_link(
        page, "colours", say(facts, (StaffText){"Kleuren bekijken", "See colours"}),
        say(facts, (StaffText){"vlekken, strepen, stippen", "spots, stripes, dots"}));
    add_brightness(facts, page);
    add_volume(facts, page);
    add_sound(facts, page);
    add_sides(facts, page);
}

/* --- the glass ---------------------------------------------------------------------------------
 */

/* Of a page that lasts `whole_s`. */
static int left_s(const StaffFacts *facts, int whole_s)
{
    gint64 gone_ms = facts->now_ms - facts->scratch->since_ms;
    return (int)CLAMP(whole_s - gone_ms / 1000, 0, whole_s);
}

static void fill_cleaning(const StaffFacts *facts, StaffPage *page)
{
    page->step = left_s(facts, STAFF_GLASS_CLEANING_S);
    if (page->step > 0) {
        page->kind = STAFF_PAGE_CLEANING;
        page->keeps_open = true;
        page->refresh_ms = COUNTDOWN_MS;
        return;
    }
    staff_page_add_state(page, STAFF_LIGHT_GREEN,
                         (StaffText){"Scherm schoonmaken", "Clean the screen"},
                         say(facts, (StaffText){"Klaar: het scherm reageert weer.",
                                                "Done: the screen reacts again."}),
                         NULL);
    staff_page_add_key(page, "again", (StaffText){"Nog 30 seconden", "30 more seconds"}, SIGN_TIME);
}

static void fill_touch(const StaffFacts *facts, StaffPage *page)
{
    guint32 bits = facts->scratch->bits;
    page->step = left_s(facts, STAFF_GLASS_TOUCH_S);
    if (page->step > 0 && bits != ALL_FIELDS) {
        page->kind = STAFF_PAGE_TOUCH;
        page->bits = bits;
        page->keeps_open = true;
        page->refresh_ms = COUNTDOWN_MS;
        return;
    }
    g_auto(ReadinessResult) result = {0};
    readiness_judge_touch(&result, bits, READINESS_TOUCH_FIELDS);
    staff_page_add_state(page, result.light, (StaffText){"Aanraken", "Touch"},
                         result.state[facts->language], result.advice[facts->language]);
    staff_page_add_key(page, "again", (StaffText){"Nog eens", "Once more"}, SIGN_CHECK);
}

static void fill_colours(const StaffFacts *facts, StaffPage *page)
{
    if (facts->scratch->step < READINESS_COLOUR_STEPS) {
        page->kind = STAFF_PAGE_COLOURS;
        page->step = facts->scratch->step;
        return;
    }
    staff_page_add_note(
        page, say(facts, (StaffText){"Vlekken of strepen gezien? Maak het scherm schoon. Helpt dat "
                                     "niet: bel de beheerder.",
                                     "Did you see spots or stripes? Clean the screen. If that does "
                                     "not help, call the administrator."}));
    staff_page_add_key(page, "again", (StaffText){"Nog eens", "Once more"}, SIGN_CHECK);
}

/* --- what the table names ----------------------------------------------------------------------
 */

StaffLight section_screen_look(const StaffFacts *facts)
{
    return settings_bool(facts->settings, "sound", "enabled") ? STAFF_LIGHT_NONE
                                                              : STAFF_LIGHT_AMBER;
}

void section_screen_fill(const StaffFacts *facts, const char *place, StaffPage *page)
{
    if (g_str_equal(place, "cleaning")) {
        fill_cleaning(facts, page);
    } else if (g_str_equal(place, "touch")) {
        fill_touch(facts, page);
    } else if (g_str_equal(place, "colours")) {
        fill_colours(facts, page);
    } else {
        fill_first(facts, page);
    }
}

static void step_brightness(StaffDesk *desk, int step)
{
    int now = brightness_now(desk->settings);
    int wanted = CLAMP((now + step + BRIGHTNESS_STEP / 2) / BRIGHTNESS_STEP * BRIGHTNESS_STEP,
                       BRIGHTNESS_MIN, 100);
    g_autofree char *value = g_strdup_printf("%d", wanted);
    if (now > 0 && staff_setting_put(desk, "screen.brightness", value)) {
        brightness_apply(desk->settings);
    }
}

static void step_volume(StaffDesk *desk, int step)
{
    gint64 now = settings_int(desk->settings, "sound", "volume");
    g_autofree char *value = g_strdup_printf("%" G_GINT64_FORMAT, now + step);
    (void)staff_setting_put(desk, "sound.volume", value);
}

static void begin_again(StaffDesk *desk)
{
    *desk->scratch = (StaffScratch){.since_ms = desk->facts->now_ms};
}

static void act_on_glass(StaffDesk *desk, const char *key)
{
    gint64 field;
    if (g_str_has_prefix(key, "touch.") &&
        g_ascii_string_to_signed(key + strlen("touch."), 10, 0, READINESS_TOUCH_FIELDS - 1, &field,
                                 NULL)) {
        desk->scratch->bits |= 1U << field;
    } else if (g_str_equal(key, "next")) {
        desk->scratch->step++;
    } else if (g_str_equal(key, "again")) {
        begin_again(desk);
    }
}

static bool take_reset(StaffDesk *desk, const char *key)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (staff_setting_take_reset(desk, key, names[i])) {
            brightness_apply(desk->settings);
            return true;
        }
    }
    return false;
}

void section_screen_act(StaffDesk *desk, const char *place, const char *key)
{
    if (place[0]) {
        act_on_glass(desk, key);
    } else if (take_reset(desk, key)) {
        return;
    } else if (g_str_equal(key, "screen.brightness.less")) {
        step_brightness(desk, -BRIGHTNESS_STEP);
    } else if (g_str_equal(key, "screen.brightness.more")) {
        step_brightness(desk, BRIGHTNESS_STEP);
    } else if (g_str_equal(key, "sound.volume.less")) {
        step_volume(desk, -1);
    } else if (g_str_equal(key, "sound.volume.more")) {
        step_volume(desk, 1);
    } else if (g_str_equal(key, "sound.on") || g_str_equal(key, "sound.off")) {
        (void)staff_setting_put(desk, "sound.enabled",
                                g_str_equal(key, "sound.on") ? "true" : "false");
    } else if (g_str_has_prefix(key, "side.")) {
        (void)staff_setting_put(desk, "panel.slip_side", key + strlen("side."));
    }
}
