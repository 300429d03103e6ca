// SPDX-License-Identifier: EUPL-1.2
/* Content: which pack visitors see, since when, why not a newer one, and going back to the one
 * before. */
#include "kiosk/staff/sections.h"
#include "kiosk/staff/staff_states.h"

enum { GROUP_CHARS = 4, N_GROUPS = 4 };

StaffLight section_content_look(const StaffFacts *facts)
{
    return !facts->content          ? STAFF_LIGHT_RED
           : facts->content_problem ? STAFF_LIGHT_AMBER
                                    : STAFF_LIGHT_GREEN;
}

/* The beginning of a hash, to be read over the telephone: "3f2a 91bc 0d4e 77aa". */
static char *group_hash(const char *sha256)
{
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < GROUP_CHARS * N_GROUPS && sha256[i]; i++) {
        g_string_append_printf(text, "%s%c", i > 0 && i % GROUP_CHARS == 0 ? " " : "", sha256[i]);
    }
    return g_string_free(text, FALSE);
}

static char *describe_mark(const StaffFacts *facts, const char *sha256, gint64 since_unix_s)
{
    static const StaffText since = {"Sinds: {moment}. Kenmerk: {hash}",
                                    "Since: {moment}. Mark: {hash}"};
    static const StaffText mark = {"Kenmerk: {hash}", "Mark: {hash}"};
    g_autofree char *hash = group_hash(sha256);
    g_autofree char *moment =
        staff_format_moment(facts->language, staff_local(facts, since_unix_s), facts->local_unix_s);
    return staff_format(facts->language, since_unix_s > 0 ? since : mark, "moment", moment, "hash",
                        hash, NULL);
}

static void add_in_use(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"In gebruik", "In use"};
    static const StaffText none = {"Er is geen bruikbare inhoud: de kiosk blijft dicht.",
                                   "There is no usable content: the kiosk stays closed."};
    static const StaffText advice = {
        "Zodra de regio te bereiken is, komt er nieuwe inhoud. Gebeurt dat niet: bel de regio.",
        "New content comes once the region can be reached. If it does not: call the region."};
    if (!facts->content) {
        (void)staff_page_add_state(page, STAFF_LIGHT_RED, title, staff_text(facts->language, none),
                                   staff_text(facts->language, advice));
        return;
    }
    const char *sha256 = content_sha256(facts->content);
    const ContentStoreEntry *entry = facts->content_entry;
    bool is_it = entry && g_str_equal(entry->sha256, sha256);
    g_autofree char *text =
        g_strjoin(is_it && entry->name[0] ? ", " : NULL,
                  is_it && entry->name[0] ? entry->name : content_version(facts->content),
                  is_it && entry->name[0] ? content_version(facts->content) : NULL, NULL);
    g_autofree char *mark = describe_mark(facts, sha256, is_it ? entry->since_unix_s : 0);
    (void)staff_page_add_state(page, STAFF_LIGHT_GREEN, title, text, mark);
}

static void add_problem(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"Nieuwere inhoud", "Newer content"};
    static const StaffText words = {
        "Er is nieuwere inhoud die deze kiosk niet kan gebruiken. De inhoud ervoor blijft. Bel de "
        "regio.",
        "There is newer content that this kiosk cannot use. The content before it stays. Call the "
        "region."};
    static const StaffText reason = {"Voor de beheerder: {reason}",
                                     "For the administrator: {reason}"};
    if (facts->content_problem) {
        g_autofree char *technical =
            staff_format(facts->language, reason, "reason", facts->content_problem, NULL);
        (void)staff_page_add_state(page, STAFF_LIGHT_AMBER, title,
                                   staff_text(facts->language, words), technical);
    }
}

static void add_previous(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"De inhoud ervoor", "The content before"};
    static const StaffText none = {"Er is geen andere inhoud om naar terug te gaan.",
                                   "There is no other content to go back to."};
    static const StaffText key = {"Terug naar de inhoud ervoor", "Back to the content before"};
    static const StaffText sure = {
        "Terug naar de inhoud ervoor? Bezoekers krijgen dan de oude vragen en deuren. De inhoud "
        "van nu komt op deze kiosk niet meer terug; pas als de regio weer nieuwe stuurt.",
        "Back to the content before? Visitors then get the old questions and doors. The content of "
        "now does not come back to this kiosk; only when the region sends new content again."};
    const ContentStoreEntry *entry = facts->previous_entry;
    if (!entry) {
        (void)staff_page_add_note(page, staff_text(facts->language, none));
        return;
    }
    g_autofree char *mark = describe_mark(facts, entry->sha256, 0);
    (void)staff_page_add_state(page, STAFF_LIGHT_NONE, title, entry->version, mark);
    staff_page_add_key(page, "roll-back", key, SIGN_PUT_BACK)->confirm = &sure;
}

void section_content_fill(const StaffFacts *facts, const char *place, StaffPage *page)
{
    (void)place;
    add_in_use(facts, page);
    add_problem(facts, page);
    add_previous(facts, page);
}

void section_content_act(StaffDesk *desk, const char *place, const char *key)
{
    (void)place;
    if (g_str_equal(key, "roll-back") && desk->facts->previous_entry) {
        desk->request(STAFF_REQUEST_ROLL_BACK, desk->user_data);
    }
}
