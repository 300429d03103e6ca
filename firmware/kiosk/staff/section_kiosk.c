// SPDX-License-Identifier: EUPL-1.2
/* This kiosk: who it is, how the board is, which versions run; start again and switch off. */
#include "kiosk/staff/readiness_judge.h"
#include "kiosk/staff/sections.h"
#include "kiosk/staff/staff_setting.h"
#include "kiosk/staff/staff_states.h"

#define MIB ((gint64)1 << 20)
#define GB  ((gint64)1000 * 1000 * 1000)

enum { TIME_STEP_S = 15 };
enum { WARM_C = 75, HOT_C = 82, MS_A_SECOND = 1000 };

static StaffLight disk_light(const StaffFacts *facts)
{
    gint64 free_mib = facts->disk_free_bytes / MIB;
    return facts->disk_free_bytes < 0           ? STAFF_LIGHT_NONE
           : free_mib < READINESS_DISK_FULL_MIB ? STAFF_LIGHT_RED
           : free_mib < READINESS_DISK_LOW_MIB  ? STAFF_LIGHT_AMBER
                                                : STAFF_LIGHT_GREEN;
}

static StaffLight temperature_light(const StaffFacts *facts)
{
    return !facts->has_temperature         ? STAFF_LIGHT_NONE
           : facts->temperature_c > HOT_C  ? STAFF_LIGHT_RED
           : facts->temperature_c > WARM_C ? STAFF_LIGHT_AMBER
                                           : STAFF_LIGHT_GREEN;
}

static StaffLight identity_light(const StaffFacts *facts)
{
    return facts->identity ? STAFF_LIGHT_GREEN : STAFF_LIGHT_RED;
}

StaffLight section_kiosk_look(const StaffFacts *facts)
{
    StaffLight light = staff_light_worse(identity_light(facts), disk_light(facts));
    light = staff_light_worse(light, temperature_light(facts));
    light = staff_light_worse(light, staff_clock_look(facts));
    return staff_light_worse(light, staff_certificate_look(facts));
}

static void add_name(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"Kiosk", "Kiosk"};
    static const StaffText number = {"Nummer {number} bij regio {region}",
                                     "Number {number} with region {region}"};
    static const StaffText none = {"Nog niet aangemeld bij de regio.",
                                   "Not enrolled with the region yet."};
    static const StaffText advice = {
        "Vraag de regio om een aanmeldcode. Tot dan wordt niets verstuurd.",
        "Ask the region for an enrolment code. Until then nothing is sent."};
    const KioskIdentity *identity = facts->identity;
    g_autofree char *kiosk = g_strdup_printf("%u", identity ? identity->kiosk : 0);
    g_autofree char *text = identity ? staff_format(facts->language, number, "number", kiosk,
                                                    "region", identity->region, NULL)
                                     : g_strdup(staff_text(facts->language, none));
    (void)staff_page_add_state(page, identity_light(facts), title, text,
                               identity ? identity->site : staff_text(facts->language, advice));
}

static void add_site(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"Plek", "Place"};
    if (facts->content) {
        const Site *site = content_site(facts->content);
        (void)staff_page_add_state(page, STAFF_LIGHT_NONE, title, site->name, site->address);
    }
}

/* "82,5 GB": the decimal sign is the language's. */
static char *format_size(const StaffFacts *facts)
{
    gint64 tenths = facts->disk_free_bytes / (GB / 10);
    return g_strdup_printf("%" G_GINT64_FORMAT "%c%" G_GINT64_FORMAT " GB", tenths / 10,
                           facts->language == STAFF_LANGUAGE_NL ? ',' : '.', tenths % 10);
}

static void add_disk(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"Geheugenkaart", "Memory card"};
    static const StaffText words = {"{size} vrij", "{size} free"};
    static const StaffText advice = {"De geheugenkaart raakt vol. Bel de beheerder.",
                                     "The memory card is filling up. Call the administrator."};
    StaffLight light = disk_light(facts);
    if (light == STAFF_LIGHT_NONE) {
        return;
    }
    g_autofree char *size = format_size(facts);
    g_autofree char *text = staff_format(facts->language, words, "size", size, NULL);
    (void)staff_page_add_state(page, light, title, text,
                               light == STAFF_LIGHT_GREEN ? NULL
                                                          : staff_text(facts->language, advice));
}

static void add_temperature(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"Temperatuur", "Temperature"};
    static const StaffText advice = {
        "De kiosk is warm. Haal weg wat op of tegen de kast ligt en houd hem uit de zon.",
        "The kiosk is warm. Take away what lies on or against its case and keep it out of the "
        "sun."};
    StaffLight light = temperature_light(facts);
    if (light != STAFF_LIGHT_NONE) {
        g_autofree char *text = g_strdup_printf("%.0f °C", facts->temperature_c);
        (void)staff_page_add_state(
            page, light, title, text,
            light == STAFF_LIGHT_GREEN ? NULL : staff_text(facts->language, advice));
    }
}

static void add_versions(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"Versies", "Versions"};
    static const StaffText words = {"Programma {program}, inhoud {content}",
                                    "Program {program}, content {content}"};
    static const StaffText none = {"geen", "none"};
    const char *content =
        facts->content ? content_version(facts->content) : staff_text(facts->language, none);
    g_autofree char *text =
        staff_format(facts->language, words, "program", WEGWIJS_VERSION, "content", content, NULL);
    (void)staff_page_add_state(page, STAFF_LIGHT_NONE, title, text, NULL);
}

/* The monotonic clock counts from the board's start. */
static void add_uptime(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"Staat aan", "Switched on for"};
    g_autofree char *text = staff_duration(facts->language, facts->now_ms / MS_A_SECOND);
    (void)staff_page_add_state(page, STAFF_LIGHT_NONE, title, text, NULL);
}

static bool may_power_off(const StaffFacts *facts)
{
    return settings_bool(facts->settings, "staff", "may_power_off");
}

static void add_keys(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText restart = {"Opnieuw starten", "Start again"};
    static const StaffText sure_restart = {
        "Opnieuw starten? Dat duurt een paar seconden. Er gaat niets verloren.",
        "Start again? It takes a few seconds. Nothing is lost."};
    static const StaffText off = {"Uitzetten", "Switch off"};
    static const StaffText sure_off = {
        "Uitzetten? Daarna gaat de kiosk pas weer aan met de stroomschakelaar.",
        "Switch off? After that the kiosk comes on again only by its power switch."};
    static const StaffText never = {
        "Uitzetten kan niet vanaf dit scherm. De stroom mag eraf: er gaat niets verloren.",
        "It cannot be switched off from this screen. The power may be cut: nothing is lost."};
    staff_page_add_key(page, "restart", restart, SIGN_PUT_BACK)->confirm = &sure_restart;
    if (may_power_off(facts)) {
        staff_page_add_key(page, "power-off", off, SIGN_STOP)->confirm = &sure_off;
    } else {
        (void)staff_page_add_note(page, staff_text(facts->language, never));
    }
}

/* --- times -------------------------------------------------------------------------------------
 */

static const struct {
    const char *key; /* in the group visit */
    const char *name;
    StaffText title;
    const char *advice_nl, *advice_en;
} times[] = {
    {"idle_warn_s",
     "visit.idle_warn_s",
     {"Rust tot de vraag: bent u er nog?", "Rest until the question: are you still there?"},
     "Langer is rustiger voor wie veel tijd nodig heeft.",
     "Longer is calmer for who needs much time."},
    {"idle_wipe_s",
     "visit.idle_wipe_s",
     {"Daarna aftellen tot alles is gewist", "Countdown after that until all is wiped"},
     "Korter is beter voor wie wegloopt, langer voor wie nadenkt.",
     "Shorter is better for who walks away, longer for who thinks."},
};

static void fill_times(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText seconds = {"{n} seconden", "{n} seconds"};
    for (gsize i = 0; i < G_N_ELEMENTS(times); i++) {
        gint64 min, max, now_s = settings_int(facts->settings, "visit", times[i].key);
        settings_staff_bounds(settings_find_key(facts->settings, "visit", times[i].key), &min,
                              &max);
        g_autofree char *value = staff_count(facts->language, now_s, seconds, seconds);
        StaffItem *item = staff_page_add_stepper(page, times[i].key, times[i].title, value);
        const StaffText advice = {times[i].advice_nl, times[i].advice_en};
        item->advice = g_strdup(staff_text(facts->language, advice));
        item->can_less = now_s > min;
        item->can_more = now_s < max;
        staff_setting_show(facts, item, times[i].name);
    }
}

static void act_times(StaffDesk *desk, const char *key)
{
    for (gsize i = 0; i < G_N_ELEMENTS(times); i++) {
        gint64 min, max, now_s = settings_int(desk->settings, "visit", times[i].key);
        settings_staff_bounds(settings_find_key(desk->settings, "visit", times[i].key), &min, &max);
        g_autofree char *less = g_strconcat(times[i].key, ".less", NULL);
        g_autofree char *more = g_strconcat(times[i].key, ".more", NULL);
        int step = g_str_equal(key, more) ? TIME_STEP_S : g_str_equal(key, less) ? -TIME_STEP_S : 0;
        gint64 wanted_s = CLAMP(now_s + step, min, max);
        if (staff_setting_take_reset(desk, key, times[i].name)) {
            return;
        }
        if (step != 0 && wanted_s != now_s) {
            g_autofree char *value = g_strdup_printf("%" G_GINT64_FORMAT, wanted_s);
            (void)staff_setting_put(desk, times[i].name, value);
        }
    }
}

void section_kiosk_fill(const StaffFacts *facts, const char *place, StaffPage *page)
{
    static const StaffText link = {"Wachttijden voor bezoekers", "Times visitors have"};
    if (g_str_equal(place, "times")) {
        fill_times(facts, page);
        return;
    }
    add_name(facts, page);
    add_site(facts, page);
    staff_clock_add(facts, page);
    staff_certificate_add(facts, page);
    add_disk(facts, page);
    add_temperature(facts, page);
    add_versions(facts, page);
    add_uptime(facts, page);
    (void)staff_page_add_link(page, "times", staff_text(facts->language, link), NULL);
    add_keys(facts, page);
}

void section_kiosk_act(StaffDesk *desk, const char *place, const char *key)
{
    if (g_str_equal(place, "times")) {
        act_times(desk, key);
    } else if (g_str_equal(key, "restart")) {
        desk->note("kiosk.restart", "asked", desk->user_data);
        desk->request(STAFF_REQUEST_RESTART, desk->user_data);
    } else if (g_str_equal(key, "power-off") && may_power_off(desk->facts)) {
        desk->request(STAFF_REQUEST_SHUT_DOWN, desk->user_data);
    }
}
