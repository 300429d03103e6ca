// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/journal_words.h"

#include <string.h>

static char *words_of(const char *action, const char *result)
{
    g_autofree char *told = g_strdup(result);
    JournalLine line = {.unix_s = 1795442400, .result = told};
    g_strlcpy(line.action, action, sizeof line.action);
    char *words = journal_words(STAFF_LANGUAGE_NL, &line);
    char *plain = g_strdup("");
    for (const char *at = words; *at; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);
        if (letter < 0x2066 || letter > 0x2069) { /* isolates around what was put in */
            g_autofree char *before = plain;
            plain = g_strdup_printf("%s%.*s", before, (int)(g_utf8_next_char(at) - at), at);
        }
    }
    g_free(words);
    return plain;
}

static void expect(const char *action, const char *result, const char *words)
{
    g_autofree char *found = words_of(action, result);
    g_assert_cmpstr(found, ==, words);
}

/* All that the menu and the way in write down. */
static void test_known(void)
{
    static const char *const actions[] = {
        "menu.open",
        "pin.changed",
        "pin.wait",
        "pin.locked",
        "pin.unlocked",
        "today.closed",
        "today.opened",
        "today.message",
        "today.partner",
        "printer.test-slip",
        "printer.paper-changed",
        "check.start",
        "check.print",
        "network.send-now",
        "kiosk.restart",
        "shut-down",
        "content-roll-back",
        "setting.panel.slip_side",
        "setting.sound.enabled",
        "setting.sound.volume",
        "setting.screen.brightness",
        "setting.content.languages",
        "state.started",
        "state.open",
        "state.closed",
        "state.printer",
        "state.content",
        "state.region",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
        g_test_message("%s", actions[i]);
        g_assert_true(journal_knows(actions[i]));
    }
}

static void test_results(void)
{
    expect("pin.wait", "15 s", "Verkeerde pincode: 15 s wachten");
    expect("pin.unlocked", "region", "Pincode van het slot (door de regio)");
    expect("today.closed", "no-reason", "Kiosk gesloten: zonder reden");
    expect("check.print", "busy", "Controle op papier: printer was bezig");
    expect("printer.paper-changed", "paper-out", "Papier vervangen, printer: geen papier");
    expect("setting.panel.slip_side", "left", "Waar het briefje uitkomt: links");
}

static void test_partners(void)
{
    expect("today.partner", "uwv here 3 16:30", "Partner uwv: hier, tafel 3, tot 16:30");
    expect("today.partner", "uwv here  16:30", "Partner uwv: hier, tot 16:30");
    expect("today.partner", "uwv away", "Partner uwv: vandaag niet hier");
    expect("today.partner", "uwv usual", "Partner uwv: gewone tijden");
    expect("today.partner", "", "Partner ");
}

static void test_unknown(void)
{
    expect("something.new", "ok", "something.new: gelukt");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/journal words/every action has words", test_known);
    g_test_add_func("/journal words/results are words, not codes", test_results);
    g_test_add_func("/journal words/a partner of today in words", test_partners);
    g_test_add_func("/journal words/what is unknown is shown as it is", test_unknown);
    return g_test_run();
}
