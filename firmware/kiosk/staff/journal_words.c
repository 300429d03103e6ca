// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/journal_words.h"

#include <string.h>

/* Actions; `{result}` is the result in words. */
static const struct {
    const char *action;
    StaffText text;
} actions[] = {
    {"menu.open", {"Menu geopend ({result})", "Menu opened ({result})"}},
    {"pin.changed", {"Pincode veranderd", "PIN changed"}},
    {"pin.wait", {"Verkeerde pincode: {result} wachten", "Wrong PIN: wait of {result}"}},
    {"pin.unlocked", {"Pincode van het slot ({result})", "PIN unlocked ({result})"}},
    {"pin.locked", {"Pincode op slot na te veel pogingen", "PIN locked after too many tries"}},
    {"printer.test-slip", {"Proefbon gevraagd", "Test slip asked for"}},
    {"printer.paper-changed",
     {"Papier vervangen, printer: {result}", "Paper changed, printer: {result}"}},
    {"check.start", {"Controle gestart", "Readiness check started"}},
    {"check.print", {"Controle op papier: {result}", "Check on paper: {result}"}},
    {"today.closed", {"Kiosk gesloten: {result}", "Kiosk closed: {result}"}},
    {"today.opened", {"Kiosk geopend", "Kiosk opened"}},
    {"today.message", {"Bericht van de dag: {result}", "Message of the day: {result}"}},
    {"today.partner", {"Partner {result}", "Partner {result}"}},
    {"network.send-now", {"Nu versturen gevraagd", "Send now asked for"}},
    {"kiosk.restart", {"Opnieuw starten gevraagd", "Start again asked for"}},
    {"shut-down", {"Uitzetten: {result}", "Switch off: {result}"}},
    {"content-roll-back",
     {"Terug naar de inhoud ervoor: {result}", "Back to the content before: {result}"}},
    {"setting.panel.slip_side",
     {"Waar het briefje uitkomt: {result}", "Where the slip comes out: {result}"}},
    {"setting.visit.idle_warn_s",
     {"Wachttijd tot de vraag: {result}", "Rest until the question: {result}"}},
    {"setting.visit.idle_wipe_s",
     {"Aftellen tot wissen: {result}", "Countdown to wiping: {result}"}},
    {"setting.sound.enabled", {"Geluid: {result}", "Sound: {result}"}},
    {"setting.sound.volume", {"Geluidssterkte: {result}", "Volume: {result}"}},
    {"setting.screen.brightness", {"Helderheid: {result}", "Brightness: {result}"}},
    {"setting.content.languages", {"Talen: {result}", "Languages: {result}"}},
    {"setting.staff.language", {"Taal van dit menu: {result}", "Language of this menu: {result}"}},
    {"state.started", {"Programma gestart, versie {result}", "Program started, version {result}"}},
    {"state.open", {"Kiosk open", "Kiosk open"}},
    {"state.closed", {"Kiosk dicht ({result})", "Kiosk closed ({result})"}},
    {"state.printer", {"Printer: {result}", "Printer: {result}"}},
    {"state.content", {"Inhoud: {result}", "Content: {result}"}},
    {"state.region", {"Regio: {result}", "Region: {result}"}},
};

static const struct {
    const char *result;
    StaffText text;
} results[] = {
    {"ok", {"gelukt", "done"}},
    {"failed", {"mislukt", "failed"}},
    {"refused", {"geweigerd", "refused"}},
    {"asked", {"gevraagd", "asked for"}},
    {"put-back", {"teruggezet", "put back"}},
    {"true", {"aan", "on"}},
    {"false", {"uit", "off"}},
    {"pin", {"pincode", "PIN"}},
    {"code", {"code van de regio", "code from the region"}},
    {"none", {"geen", "none"}},
    {"staff", {"door een medewerker", "by staff"}},
    {"region", {"door de regio", "by the region"}},
    {"content", {"geen bruikbare inhoud", "no usable content"}},
    {"ready", {"in orde", "fine"}},
    {"near-end", {"papier bijna op", "paper nearly out"}},
    {"paper-out", {"geen papier", "no paper"}},
    {"cover-open", {"deksel open", "cover open"}},
    {"offline", {"printte niet", "did not print"}},
    {"unreachable", {"niet te bereiken", "not to be reached"}},
    {"unknown", {"onduidelijk", "not clear"}},
    {"break", {"pauze", "break"}},
    {"early", {"vandaag eerder dicht", "closed early today"}},
    {"fault", {"iets werkt niet", "something does not work"}},
    {"cleaning", {"schoonmaak", "cleaning"}},
    {"event", {"bijeenkomst of te druk", "gathering or too full"}},
    {"set", {"geschreven", "written"}},
    {"busy", {"printer was bezig", "printer was busy"}},
    {"no-reason", {"zonder reden", "without a reason"}},
    {"down", {"onder het scherm", "below the screen"}},
    {"left", {"links", "left"}},
    {"right", {"rechts", "right"}},
    {"up", {"boven het scherm", "above the screen"}},
    {"missed", {"al een dag niet bereikt", "not reached for a day"}},
    {"reached", {"weer bereikt", "reached again"}},
};

static const StaffText months[] = {
    {"januari", "January"}, {"februari", "February"}, {"maart", "March"},
    {"april", "April"},     {"mei", "May"},           {"juni", "June"},
    {"juli", "July"},       {"augustus", "August"},   {"september", "September"},
    {"oktober", "October"}, {"november", "November"}, {"december", "December"},
};

static const char *result_words(StaffLanguage language, const char *result)
{
    for (gsize i = 0; i < G_N_ELEMENTS(results); i++) {
        if (g_str_equal(results[i].result, result)) {
            return staff_text(language, results[i].text);
        }
    }
    return result;
}

static const StaffText *find_action(const char *action)
{
    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
        if (g_str_equal(actions[i].action, action)) {
            return &actions[i].text;
        }
    }
    return NULL;
}

bool journal_knows(const char *action)
{
    return find_action(action) != NULL;
}

/* "uwv here 3 16:30" or "uwv here 16:30": the door, how, its table, until when. Caller owns. */
static char *partner_words(StaffLanguage language, const char *result)
{
    static const struct {
        const char *kind;
        StaffText text;
    } kinds[] = {
        {"here", {"hier", "here"}},
        {"away", {"vandaag niet hier", "not here today"}},
        {"usual", {"gewone tijden", "usual hours"}},
    };
    static const StaffText table = {"tafel {word}", "table {word}"};
    static const StaffText until = {"tot {word}", "until {word}"};
    g_auto(GStrv) words = g_strsplit(result, " ", -1);
    GString *text = g_string_new(words[0]);
    for (gsize i = 1; words[0] && words[i]; i++) {
        const char *kind = NULL;
        for (gsize k = 0; i == 1 && k < G_N_ELEMENTS(kinds); k++) {
            kind =
                g_str_equal(words[i], kinds[k].kind) ? staff_text(language, kinds[k].text) : kind;
        }
        StaffText shape = strchr(words[i], ':') ? until : table;
        g_autofree char *word =
            kind ? g_strdup(kind) : staff_format(language, shape, "word", words[i], NULL);
        g_string_append_printf(text, "%s%s", words[i][0] ? (i == 1 ? ": " : ", ") : "",
                               words[i][0] ? word : "");
    }
    return g_string_free(text, FALSE);
}

char *journal_words(StaffLanguage language, const JournalLine *line)
{
    const StaffText *text = find_action(line->action);
    bool is_partner = g_str_equal(line->action, "today.partner");
    g_autofree char *partner = is_partner ? partner_words(language, line->result) : NULL;
    const char *result = partner ? partner : result_words(language, line->result);
    if (!text) {
        return g_strjoin(line->result[0] ? ": " : NULL, line->action,
                         line->result[0] ? result : NULL, NULL);
    }
    return staff_format(language, *text, "result", result, NULL);
}

char *journal_moment(StaffLanguage language, const JournalLine *line, gint64 local_unix_s)
{
    static const StaffText unknown = {"tijd niet bekend", "time not known"};
    static const StaffText exact = {"{day} {month}, {hour}:{minute}",
                                    "{day} {month}, {hour}:{minute}"};
    static const StaffText by_hour = {"{day} {month}, tussen {hour} en {next} uur",
                                      "{day} {month}, between {hour} and {next} o'clock"};
    g_autoptr(GDateTime) then =
        line->unix_s > 0 ? g_date_time_new_from_unix_utc(local_unix_s) : NULL;
    if (!then) {
        return g_strdup(staff_text(language, unknown));
    }
    bool is_state = g_str_has_prefix(line->action, JOURNAL_STATE_PREFIX);
    int at = g_date_time_get_hour(then);
    g_autofree char *day = g_strdup_printf("%d", g_date_time_get_day_of_month(then));
    g_autofree char *hour = g_strdup_printf(is_state ? "%d" : "%02d", at);
    g_autofree char *next = g_strdup_printf("%d", at + 1);
    g_autofree char *minute = g_strdup_printf("%02d", g_date_time_get_minute(then));
    const char *month = staff_text(language, months[g_date_time_get_month(then) - 1]);
    return staff_format(language, is_state ? by_hour : exact, "day", day, "month", month, "hour",
                        hour, "next", next, "minute", minute, NULL);
}
