// SPDX-License-Identifier: EUPL-1.2
/* Network and queue: how things are with the region, what waits and why, and sending it now.
 * Nothing of an intake can be read, changed or deleted here. */
#include "kiosk/staff/sections.h"
#include "kiosk/staff/staff_states.h"
#include "kiosk/staff/sync_report.h"

enum {
    DAY_S = 86400,
    NEARLY_FULL_PERCENT = 80,
    WATCH_MS = 5000,
    WATCH_SENDING_MS = 500,
    PATIENCE_MS = 90 * 1000,
};

static const StaffText intakes[] = {{"{n} intake", "{n} intake"}, {"{n} intakes", "{n} intakes"}};

static const struct {
    const char *state;
    StaffLight light;
} lights[] = {
    {"ok", STAFF_LIGHT_GREEN},           {"no-network", STAFF_LIGHT_AMBER},
    {"busy", STAFF_LIGHT_AMBER},         {"not-enrolled", STAFF_LIGHT_RED},
    {"clock", STAFF_LIGHT_RED},          {"wrong-certificate", STAFF_LIGHT_RED},
    {"captive-portal", STAFF_LIGHT_RED}, {"refused", STAFF_LIGHT_RED},
};

/* --- how it is ---------------------------------------------------------------------------------
 */

static bool is_told(const StaffFacts *facts)
{
    return facts->sync && !facts->sync->is_missing && facts->sync->is_running;
}

static StaffLight connection_light(const StaffFacts *facts)
{
    for (gsize i = 0; is_told(facts) && i < G_N_ELEMENTS(lights); i++) {
        if (g_str_equal(lights[i].state, facts->sync->state)) {
            return lights[i].light;
        }
    }
    return STAFF_LIGHT_RED;
}

static StaffLight queue_light(const StaffFacts *facts)
{
    if (!facts->has_outbox || facts->queue.percent_full >= 100) {
        return STAFF_LIGHT_RED;
    }
    bool is_amber =
        facts->queue.percent_full >= NEARLY_FULL_PERCENT || facts->queue.quarantined > 0;
    return is_amber ? STAFF_LIGHT_AMBER : STAFF_LIGHT_GREEN;
}

/* A region that was not reached for a day has not had what waits within its time. A contact of just
 * now is no good news while the connection is lost. */
static StaffLight contact_light(const StaffFacts *facts)
{
    if (!is_told(facts) || !facts->is_clock_trusted || facts->sync->last_contact_unix_s == 0) {
        return STAFF_LIGHT_NONE;
    }
    if (facts->unix_s - facts->sync->last_contact_unix_s > DAY_S) {
        return STAFF_LIGHT_AMBER;
    }
    return connection_light(facts) == STAFF_LIGHT_GREEN ? STAFF_LIGHT_GREEN : STAFF_LIGHT_NONE;
}

StaffLight section_network_look(const StaffFacts *facts)
{
    StaffLight light = staff_light_worse(connection_light(facts), queue_light(facts));
    light = staff_light_worse(light, contact_light(facts));
    return staff_light_worse(light, staff_certificate_look(facts));
}

/* --- its pages ---------------------------------------------------------------------------------
 */

static char *for_administrator(const StaffFacts *facts, const char *reason)
{
    static const StaffText words = {"Voor de beheerder: {reason}",
                                    "For the administrator: {reason}"};
    return reason ? staff_format(facts->language, words, "reason", reason, NULL) : NULL;
}

static void add_connection(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"Verbinding met de regio", "Connection with the region"};
    static const StaffText silent = {
        "Het deel van de kiosk dat verstuurt, werkt niet. Zet de kiosk uit en weer aan. Helpt dat "
        "niet: bel de beheerder. Intakes blijven bewaard.",
        "The part of the kiosk that sends does not work. Switch the kiosk off and on again. If "
        "that does not help: call the administrator. Intakes are kept."};
    if (!is_told(facts)) {
        (void)staff_page_add_state(page, STAFF_LIGHT_RED, title,
                                   staff_text(facts->language, silent), NULL);
        return;
    }
    const SyncReport *sync = facts->sync;
    bool is_english = facts->language == STAFF_LANGUAGE_EN;
    g_autofree char *technical = for_administrator(facts, sync->reason);
    (void)staff_page_add_state(page, connection_light(facts), title,
                               is_english ? sync->message_en : sync->message_nl, technical);
}

static void add_problem(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"Er lukt iets niet", "Something is not working"};
    static const StaffText words = {
        "Het andere gaat door, en de kiosk probeert het opnieuw. Blijft dit zo: bel de beheerder.",
        "The rest goes on, and the kiosk tries again. If it stays so: call the administrator."};
    if (is_told(facts) && facts->sync->problem) {
        g_autofree char *technical = for_administrator(facts, facts->sync->problem);
        (void)staff_page_add_state(page, STAFF_LIGHT_AMBER, title,
                                   staff_text(facts->language, words), technical);
    }
}

static void add_contact(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"Laatste contact", "Last contact"};
    static const StaffText next = {"Volgende poging over {time}.", "Next try in {time}."};
    static const StaffText soon = {"Volgende poging binnen een minuut.",
                                   "Next try within a minute."};
    if (!facts->sync || facts->sync->is_missing) {
        return;
    }
    const SyncReport *sync = facts->sync;
    g_autofree char *moment = staff_format_moment(
        facts->language, staff_local(facts, sync->last_contact_unix_s), facts->local_unix_s);
    gint64 wait_s = sync->next_try_unix_s - facts->unix_s;
    g_autofree char *time = staff_duration(facts->language, MAX(wait_s, 0));
    g_autofree char *again =
        !is_told(facts) || sync->next_try_unix_s == 0 ||
                connection_light(facts) == STAFF_LIGHT_GREEN
            ? NULL
            : staff_format(facts->language, wait_s < 60 ? soon : next, "time", time, NULL);
    (void)staff_page_add_state(page, contact_light(facts), title, moment, again);
}

static char *describe_waiting(const StaffFacts *facts)
{
    static const StaffText none = {"Er wacht niets.", "Nothing waits."};
    static const StaffText some = {"{n}. De oudste: {oldest}.", "{n}. The oldest: {oldest}."};
    gint64 hour_unix_s = 0;
    if (facts->queue.waiting == 0) {
        return g_strdup(staff_text(facts->language, none));
    }
    if (!facts->outbox || !outbox_oldest_waiting(facts->outbox, &hour_unix_s, NULL)) {
        hour_unix_s = 0;
    }
    static const StaffText unknown = {"tijd niet bekend", "time not known"};
    g_autofree char *n = staff_count(facts->language, facts->queue.waiting, intakes[0], intakes[1]);
    g_autofree char *oldest = hour_unix_s > 0 ? staff_hour(facts, hour_unix_s)
                                              : g_strdup(staff_text(facts->language, unknown));
    return staff_format(facts->language, some, "n", n, "oldest", oldest, NULL);
}

static void add_queue(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"Wacht op verzending", "Waits to be sent"};
    static const StaffText broken = {
        "Intakes kunnen niet worden bewaard. Bezoekers krijgen hun briefje en horen dat zij naar "
        "de "
        "balie moeten. Bel de beheerder.",
        "Intakes cannot be kept. Visitors get their slip and are told to go to the desk. Call the "
        "administrator."};
    static const StaffText full = {
        "De wachtrij is voor {percent}% vol. Is hij vol, dan wordt niets meer bewaard. Zie "
        "hierboven bij Verbinding.",
        "The queue is {percent}% full. Once it is full nothing is kept any more. See "
        "Connection above."};
    if (!facts->has_outbox) {
        (void)staff_page_add_state(page, STAFF_LIGHT_RED, title,
                                   staff_text(facts->language, broken), NULL);
        return;
    }
    gint64 percent = facts->queue.percent_full;
    StaffLight light = percent >= 100                   ? STAFF_LIGHT_RED
                       : percent >= NEARLY_FULL_PERCENT ? STAFF_LIGHT_AMBER
                                                        : STAFF_LIGHT_GREEN;
    g_autofree char *waiting = describe_waiting(facts);
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, percent);
    g_autofree char *advice = light == STAFF_LIGHT_GREEN
                                  ? NULL
                                  : staff_format(facts->language, full, "percent", number, NULL);
    (void)staff_page_add_state(page, light, title, waiting, advice);
}

static void add_lost(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"Te laat", "Too late"};
    static const StaffText words[] = {
        {"{n} intake kon niet binnen 7 dagen worden verstuurd en is verwijderd.",
         "{n} intake could not be sent within 7 days and was removed."},
        {"{n} intakes konden niet binnen 7 dagen worden verstuurd en zijn verwijderd.",
         "{n} intakes could not be sent within 7 days and were removed."}};
    static const StaffText advice = {"De regio weet dit ook.", "The region knows this too."};
    if (facts->has_outbox && facts->queue.expired_total > 0) {
        g_autofree char *text =
            staff_count(facts->language, facts->queue.expired_total, words[0], words[1]);
        (void)staff_page_add_state(page, STAFF_LIGHT_AMBER, title, text,
                                   staff_text(facts->language, advice));
    }
}

static void add_aside(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText label = {"Apart gezet", "Set aside"};
    if (facts->has_outbox && facts->queue.quarantined > 0) {
        g_autofree char *n =
            staff_count(facts->language, facts->queue.quarantined, intakes[0], intakes[1]);
        StaffItem *item = staff_page_add_link(page, "aside", staff_text(facts->language, label), n);
        item->light = STAFF_LIGHT_AMBER;
    }
}

/* --- sending -----------------------------------------------------------------------------------
 */

/* Asked on this page: scratch.step is 1, .bits the second and .since_ms the moment of it. */
static bool is_sending(const StaffFacts *facts)
{
    const SyncReport *sync = facts->sync;
    return facts->scratch->step == 1 && is_told(facts) &&
           (sync->is_trying || sync->last_try_unix_s < (gint64)facts->scratch->bits) &&
           facts->now_ms - facts->scratch->since_ms < PATIENCE_MS;
}

static void add_sent(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"Nu versturen", "Send now"};
    static const StaffText busy = {"Bezig met versturen.", "Sending."};
    static const StaffText late = {"Er kwam geen antwoord. De kiosk probeert het vanzelf opnieuw.",
                                   "No answer came. The kiosk tries again by itself."};
    static const StaffText done = {"Alles is verstuurd.", "Everything was sent."};
    static const StaffText some = {"De regio is bereikt. Wat nog wacht, gaat over een uur opnieuw.",
                                   "The region was reached. What still waits is sent in an hour."};
    static const StaffText failed = {"Het is niet gelukt. Zie hierboven waarom.",
                                     "It did not work. See above why."};
    if (facts->scratch->step != 1) {
        return;
    }
    StaffLight light = STAFF_LIGHT_BUSY;
    StaffText text = busy;
    bool is_answered = is_told(facts) && facts->sync->last_try_unix_s >= facts->scratch->bits;
    if (!is_sending(facts)) {
        bool is_well = is_answered && connection_light(facts) == STAFF_LIGHT_GREEN;
        bool is_empty = facts->has_outbox && facts->queue.waiting == 0;
        light = is_well ? STAFF_LIGHT_GREEN : STAFF_LIGHT_AMBER;
        text = !is_told(facts) ? failed
               : !is_answered  ? late
               : !is_well      ? failed
               : is_empty      ? done
                               : some;
    }
    (void)staff_page_add_state(page, light, title, staff_text(facts->language, text), NULL);
}

static void fill_first(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText send = {"Nu versturen", "Send now"};
    add_connection(facts, page);
    if (staff_clock_look(facts) != STAFF_LIGHT_GREEN) {
        staff_clock_add(facts, page); /* what is wrong comes before what is usual */
    }
    add_contact(facts, page);
    StaffItem *key = staff_page_add_key(page, "send-now", send, SIGN_NETWORK);
    key->is_enabled = is_told(facts) && !is_sending(facts);
    add_sent(facts, page);
    add_queue(facts, page);
    add_aside(facts, page);
    add_problem(facts, page);
    add_lost(facts, page);
    staff_certificate_add(facts, page);
    page->refresh_ms = facts->scratch->step == 1 ? WATCH_SENDING_MS : WATCH_MS;
}

static void add_group(const StaffFacts *facts, const OutboxSetAside *group, StaffPage *page)
{
    static const StaffText other = {"andere redenen", "other reasons"};
    static const StaffText why = {"Reden: {reason}", "Reason: {reason}"};
    static const StaffText oldest = {"De oudste: {hour}", "The oldest: {hour}"};
    const char *reason = group->reason[0] ? group->reason : staff_text(facts->language, other);
    g_autofree char *n = staff_count(facts->language, group->rows, intakes[0], intakes[1]);
    g_autofree char *text = staff_format(facts->language, why, "reason", reason, NULL);
    g_autofree char *hour = staff_hour(facts, group->oldest_hour_unix_s);
    g_autofree char *since = group->oldest_hour_unix_s > 0
                                 ? staff_format(facts->language, oldest, "hour", hour, NULL)
                                 : NULL;
    (void)staff_page_add_state(page, STAFF_LIGHT_AMBER, (StaffText){n, n}, text, since);
}

static void fill_aside(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText words = {
        "De regio heeft deze intakes niet aangenomen. Ze blijven nog op deze kiosk, tot ze zeven "
        "dagen oud zijn. De bezoekers hebben hun briefje gekregen. Bel de regio en noem de reden.",
        "The region did not take these intakes. They stay on this kiosk until they are seven days "
        "old. The visitors got their slips. Call the region and tell them the reason."};
    static const StaffText unread = {"De lijst kan nu niet worden gelezen. Probeer het later.",
                                     "The list cannot be read now. Try again later."};
    g_autoptr(GPtrArray) groups = facts->outbox ? outbox_list_set_aside(facts->outbox, NULL) : NULL;
    (void)staff_page_add_note(page, staff_text(facts->language, groups ? words : unread));
    for (guint i = 0; groups && i < groups->len; i++) {
        add_group(facts, g_ptr_array_index(groups, i), page);
    }
}

void section_network_fill(const StaffFacts *facts, const char *place, StaffPage *page)
{
    if (g_str_equal(place, "aside")) {
        fill_aside(facts, page);
    } else {
        fill_first(facts, page);
    }
}

void section_network_act(StaffDesk *desk, const char *place, const char *key)
{
    (void)place;
    if (g_str_equal(key, "send-now")) {
        desk->scratch->step = 1;
        desk->scratch->bits = (guint32)desk->facts->unix_s;
        desk->scratch->since_ms = desk->facts->now_ms;
        desk->note("network.send-now", "asked", desk->user_data);
        desk->request(STAFF_REQUEST_SEND_NOW, desk->user_data);
    }
}
