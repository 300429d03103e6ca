// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/readiness_judge.h"

#include "kiosk/staff/printer_words.h"

enum { MINUTE_S = 60, HOUR_S = 3600, DAY_S = 24 * HOUR_S, MIB = 1 << 20 };

static const StaffText call_administrator = {"Bel de beheerder.", "Call the administrator."};

static void say(ReadinessResult *result, StaffLight light, StaffText state, StaffText advice)
{
    readiness_result_say(result, light, state, advice);
}

static void say_fine(ReadinessResult *result, StaffText state)
{
    say(result, STAFF_LIGHT_GREEN, state, READINESS_NO_ADVICE);
}

static void say_not_tested(ReadinessResult *result, StaffText why)
{
    say(result, STAFF_LIGHT_NONE, why, READINESS_NO_ADVICE);
}

/* --- the glass ---------------------------------------------------------------------------------
 */

void readiness_judge_touch(ReadinessResult *result, guint32 bits, int n_fields)
{
    int n_missed = 0;
    for (int i = 0; i < n_fields; i++) {
        n_missed += (bits >> i & 1) == 0;
    }
    if (n_missed == 0) {
        say_fine(result,
                 (StaffText){"Het hele scherm voelt aanraken.", "The whole screen feels touches."});
    } else if (n_missed == n_fields) {
        say(result, STAFF_LIGHT_RED,
            (StaffText){"Geen enkel vakje is aangeraakt.", "No field was touched."},
            (StaffText){"Probeer het nog eens. Voelt het scherm niets: bel de beheerder.",
                        "Try again. If the screen feels nothing, call the administrator."});
    } else {
        say(result, STAFF_LIGHT_AMBER,
            (StaffText){"Vakjes die niet zijn aangeraakt: {n}.",
                        "Fields that were not touched: {n}."},
            (StaffText){
                "Maak het scherm schoon en probeer het nog eens. Reageert een vakje dan nog "
                "niet: bel de beheerder.",
                "Clean the screen and try again. If a field still does not react, call the "
                "administrator."});
        readiness_result_fill_number(result, n_missed);
    }
}

/* --- time and disk -----------------------------------------------------------------------------
 */

void readiness_judge_clock(ReadinessResult *result, const SyncReport *report, bool is_trusted)
{
    if (!is_trusted) {
        say(result, STAFF_LIGHT_RED,
            (StaffText){"De kiosk weet niet hoe laat het is.",
                        "The kiosk does not know what time it is."},
            (StaffText){"Kijk of de netwerkkabel vastzit: de kiosk haalt de tijd uit het netwerk.",
                        "Check the network cable: the kiosk gets the time from the network."});
    } else if (report->has_clock_offset) {
        say(result, STAFF_LIGHT_AMBER,
            report->clock_offset_s > 0 ? (StaffText){"De klok loopt {n} min achter op de regio.",
                                                     "The clock is {n} min behind the region."}
                                       : (StaffText){"De klok loopt {n} min voor op de regio.",
                                                     "The clock is {n} min ahead of the region."},
            call_administrator);
        readiness_result_fill_number(result,
                                     (ABS(report->clock_offset_s) + MINUTE_S / 2) / MINUTE_S);
    } else if (report->is_missing || report->last_contact_unix_s == 0) {
        say(result, STAFF_LIGHT_AMBER,
            (StaffText){"De klok loopt, maar is nog niet met de regio vergeleken.",
                        "The clock runs, but was not compared with the region yet."},
            READINESS_NO_ADVICE);
    } else {
        say_fine(result, (StaffText){"De klok loopt gelijk met de regio.",
                                     "The clock agrees with the region."});
    }
}

void readiness_judge_disk(ReadinessResult *result, gint64 free_bytes)
{
    gint64 mib = free_bytes / MIB;
    if (free_bytes < 0) {
        say(result, STAFF_LIGHT_RED,
            (StaffText){"De geheugenkaart is niet te lezen.", "The memory card cannot be read."},
            call_administrator);
    } else if (mib < READINESS_DISK_FULL_MIB) {
        say(result, STAFF_LIGHT_RED,
            (StaffText){"De geheugenkaart is vol: nog {n} MB vrij.",
                        "The memory card is full: {n} MB left."},
            call_administrator);
    } else if (mib < READINESS_DISK_LOW_MIB) {
        say(result, STAFF_LIGHT_AMBER,
            (StaffText){"De geheugenkaart raakt vol: nog {n} MB vrij.",
                        "The memory card is filling up: {n} MB left."},
            (StaffText){"Bel deze week de beheerder.", "Call the administrator this week."});
    } else {
        say_fine(result, (StaffText){"Genoeg ruimte op de geheugenkaart: {n} MB vrij.",
                                     "Enough room on the memory card: {n} MB left."});
    }
    readiness_result_fill_number(result, mib);
}

/* --- region ------------------------------------------------------------------------------------
 */

void readiness_judge_certificate(ReadinessResult *result, const SyncReport *report,
                                 bool is_enrolled, gint64 unix_s)
{
    gint64 left_s = report->certificate_until_unix_s - unix_s;
    if (!is_enrolled) {
        say(result, STAFF_LIGHT_RED,
            (StaffText){"Deze kiosk is nog niet aangemeld bij de regio.",
                        "This kiosk has not been enrolled with the region yet."},
            (StaffText){"Vraag de regio om een aanmeldcode.",
                        "Ask the region for an enrolment code."});
    } else if (report->certificate_until_unix_s == 0 || unix_s == 0) {
        say(result, STAFF_LIGHT_AMBER,
            (StaffText){"Hoe lang het toegangsbewijs van de kiosk nog geldt, is niet bekend.",
                        "How long the kiosk's pass to the region is valid is not known."},
            READINESS_NO_ADVICE);
    } else if (left_s <= 0) {
        say(result, STAFF_LIGHT_RED,
            (StaffText){"Het toegangsbewijs van de kiosk is verlopen: er wordt niets verstuurd.",
                        "The kiosk's pass to the region has expired: nothing is sent."},
            (StaffText){"Vraag de regio om een nieuwe aanmeldcode.",
                        "Ask the region for a new enrolment code."});
    } else if (left_s < (gint64)READINESS_CERTIFICATE_DAYS * DAY_S) {
        say(result, STAFF_LIGHT_AMBER,
            (StaffText){"Het toegangsbewijs van de kiosk is niet verlengd. Dagen over: {n}.",
                        "The kiosk's pass to the region was not renewed. Days left: {n}."},
            call_administrator);
    } else {
        say_fine(result, (StaffText){"Het toegangsbewijs van de kiosk geldt nog {n} dagen.",
                                     "The kiosk's pass to the region is valid for {n} days."});
    }
    readiness_result_fill_number(result, MAX(0, left_s / DAY_S));
}

static void judge_waiting(ReadinessResult *result, const OutboxCounts *counts, gint64 unix_s)
{
    gint64 hours = counts->oldest_hour_unix_s > 0 && unix_s > counts->oldest_hour_unix_s
                       ? (unix_s - counts->oldest_hour_unix_s) / HOUR_S
                       : 0;
    if (counts->waiting == 0) {
        say_fine(result, (StaffText){"Alles is verstuurd.", "Everything was sent."});
    } else if (hours >= READINESS_OLDEST_H) {
        say(result, STAFF_LIGHT_AMBER,
            (StaffText){"Intakes die op verzending wachten: {n}, de oudste al {hours} uur.",
                        "Intakes that wait to be sent: {n}, the oldest for {hours} hours."},
            (StaffText){"Kijk bij Netwerk en wachtrij wat er aan de hand is.",
                        "See under Network and queue what is the matter."});
        g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, hours);
        readiness_result_fill(result, &(ReadinessWord){"hours", {text, text}});
    } else {
        say_fine(result, (StaffText){"Intakes die op verzending wachten: {n}. Dat gaat vanzelf.",
                                     "Intakes that wait to be sent: {n}. That goes by itself."});
    }
    readiness_result_fill_number(result, counts->waiting);
}

void readiness_judge_queue(ReadinessResult *result, const OutboxCounts *counts, gint64 unix_s)
{
    if (!counts) {
        say(result, STAFF_LIGHT_RED,
            (StaffText){"Intakes kunnen niet bewaard worden. Bezoekers gaan met hun briefje naar "
                        "de balie.",
                        "Intakes cannot be kept. Visitors go to the desk with their slip."},
            call_administrator);
    } else if (counts->percent_full >= 100) {
        say(result, STAFF_LIGHT_RED,
            (StaffText){"De wachtrij is vol: nieuwe intakes worden niet bewaard.",
                        "The queue is full: new intakes are not kept."},
            call_administrator);
    } else if (counts->percent_full >= READINESS_QUEUE_FULL_PERCENT) {
        say(result, STAFF_LIGHT_AMBER,
            (StaffText){"De wachtrij is voor {n} procent vol.", "The queue is {n} percent full."},
            call_administrator);
        readiness_result_fill_number(result, counts->percent_full);
    } else if (counts->quarantined > 0) {
        say(result, STAFF_LIGHT_AMBER,
            (StaffText){"Intakes die opzij zijn gezet: {n}. De regio nam ze niet aan.",
                        "Intakes that were set aside: {n}. The region did not take them."},
            (StaffText){"Bel de regio. Ze blijven bewaard.", "Call the region. They are kept."});
        readiness_result_fill_number(result, counts->quarantined);
    } else {
        judge_waiting(result, counts, unix_s);
    }
}

bool readiness_region_answered(const SyncReport *report, gint64 asked_unix_s)
{
    bool is_ok = g_strcmp0(report->state, "ok") == 0;
    return !report->is_missing &&
           (is_ok ? report->last_contact_unix_s >= asked_unix_s
                  : report->last_try_unix_s >= asked_unix_s && !report->is_trying);
}

void readiness_judge_region(ReadinessResult *result, const SyncReport *report, gint64 asked_unix_s)
{
    bool is_ok = g_strcmp0(report->state, "ok") == 0;
    if (!report->is_running) {
        say(result, STAFF_LIGHT_RED,
            (StaffText){"Er wordt niets verstuurd: dat deel van de kiosk draait niet.",
                        "Nothing is sent: that part of the kiosk does not run."},
            (StaffText){"Zet de kiosk uit en weer aan. Helpt dat niet: bel de beheerder.",
                        "Switch the kiosk off and on again. If that does not help, call the "
                        "administrator."});
    } else if (is_ok && report->last_contact_unix_s >= asked_unix_s) {
        say_fine(result, (StaffText){"De regio antwoordt.", "The region answers."});
    } else if (is_ok || report->is_missing) {
        say(result, STAFF_LIGHT_AMBER,
            (StaffText){"De regio antwoordde nu niet. Intakes blijven bewaard.",
                        "The region did not answer just now. Intakes are kept."},
            (StaffText){"Probeer het over een paar minuten nog eens.",
                        "Try again in a few minutes."});
    } else {
        say(result, STAFF_LIGHT_RED, (StaffText){report->message_nl, report->message_en},
            READINESS_NO_ADVICE);
    }
    result->detail = g_strdup(report->reason);
}

/* --- sound and paper ---------------------------------------------------------------------------
 */

void readiness_judge_speech(ReadinessResult *result, int n, StaffText silent)
{
    if (n == 0) {
        say_not_tested(
            result, (StaffText){"Geen taal heeft hier een stem.", "No language has a voice here."});
    } else if (!silent.nl[0]) {
        say_fine(result,
                 (StaffText){"Alle stemmen maken geluid ({n}).", "All voices make sound ({n})."});
    } else {
        say(result, STAFF_LIGHT_RED,
            (StaffText){"Deze talen kunnen niet voorlezen: {names}.",
                        "These languages cannot be read aloud: {names}."},
            call_administrator);
        readiness_result_fill(result, &(ReadinessWord){"names", silent});
    }
    readiness_result_fill_number(result, n);
}

void readiness_judge_printer(ReadinessResult *result, PrinterResult printed, PrinterState state)
{
    PrinterWords words = printer_words(state);
    switch (printed) {
    case PRINTER_RESULT_PRINTED:
        say_fine(result, (StaffText){"De bon is geprint en afgesneden.",
                                     "The slip was printed and cut off."});
        return;
    case PRINTER_RESULT_SENT:
        say(result, STAFF_LIGHT_AMBER,
            (StaffText){"De bon is naar de printer gestuurd. Deze printer zegt niet of hij eruit "
                        "kwam.",
                        "The slip was sent to the printer. This printer does not say whether it "
                        "came out."},
            (StaffText){"Kijk of de bon er is.", "See whether the slip is there."});
        return;
    case PRINTER_RESULT_UNKNOWN:
        say(result, STAFF_LIGHT_AMBER,
            (StaffText){"De printer zei niet of de bon eruit kwam.",
                        "The printer did not say whether the slip came out."},
            (StaffText){
                "Kijk of de hele bon er is. Zo niet: zet de printer uit, wacht tien seconden "
                "en zet hem weer aan.",
                "See whether the whole slip is there. If not, switch the printer off, wait "
                "ten seconds and switch it on again."});
        return;
    case PRINTER_RESULT_FAILED:
        break;
    }
    if (words.light == STAFF_LIGHT_RED || state == PRINTER_STATE_NONE) {
        say(result, words.light, words.state, words.advice);
    } else {
        say(result, STAFF_LIGHT_RED,
            (StaffText){"De bon kwam er niet uit.", "The slip did not come out."},
            (StaffText){
                "Kijk of er papier vastzit. Zet de printer uit en weer aan en begin opnieuw.",
                "See whether paper is stuck. Switch the printer off and on and start "
                "again."});
    }
}

void readiness_judge_paper(ReadinessResult *result, PrinterState state)
{
    PrinterWords words = printer_words(state);
    switch (state) {
    case PRINTER_STATE_READY:
        say_fine(result, (StaffText){"Er is genoeg papier.", "There is enough paper."});
        return;
    case PRINTER_STATE_NEAR_END:
    case PRINTER_STATE_PAPER_OUT:
        say(result, words.light, words.state, words.advice);
        return;
    case PRINTER_STATE_NONE:
    case PRINTER_STATE_COVER_OPEN:
    case PRINTER_STATE_OFFLINE:
    case PRINTER_STATE_UNREACHABLE:
    case PRINTER_STATE_UNKNOWN:
        say_not_tested(result, (StaffText){"De printer zegt niets over zijn papier.",
                                           "The printer says nothing of its paper."});
        return;
    }
    g_assert_not_reached();
}
