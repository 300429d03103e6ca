// SPDX-License-Identifier: EUPL-1.2
/* Languages: which visitors can choose, and in what order. */
#include "kiosk/staff/sections.h"
#include "kiosk/staff/staff_setting.h"

#include <string.h>

static const char order_name[] = "content.languages";

/* All languages of the pack in the order that counts, those that are not offered included. */
typedef struct {
    const Language *language;
    bool is_wanted;  /* by the setting */
    bool is_offered; /* and by what else decides */
} Choice;

typedef struct {
    Choice items[CONTENT_MAX_LANGUAGES];
    gsize n;
} Choices;

static bool has_code(const Language *language, const char *code)
{
    return g_str_equal(language->code, code);
}

static bool is_dutch(const Language *language)
{
    return has_code(language, "nl");
}

static gssize find_choice(const Choices *choices, const char *code)
{
    for (gsize i = 0; i < choices->n; i++) {
        if (has_code(choices->items[i].language, code)) {
            return (gssize)i;
        }
    }
    return -1;
}

static void add_choice(Choices *choices, const Content *content, const Language *language,
                       bool is_wanted)
{
    if (find_choice(choices, language->code) >= 0) {
        return;
    }
    choices->items[choices->n++] = (Choice){
        .language = language,
        .is_wanted = is_wanted || is_dutch(language),
        .is_offered = content_find_language(content, language->code) >= 0,
    };
}

static Choices read_choices(const StaffFacts *facts)
{
    Choices choices = {.n = 0};
    gsize n;
    const Language *all = content_all_languages(facts->content, &n);
    g_auto(GStrv) codes =
        g_strsplit(settings_text(facts->settings, "content", "languages"), ",", -1);
    for (gsize i = 0; codes[i]; i++) {
        bool is_wanted = codes[i][0] != '-';
        for (gsize j = 0; j < n; j++) {
            if (has_code(&all[j], codes[i] + (is_wanted ? 0 : 1))) {
                add_choice(&choices, facts->content, &all[j], is_wanted);
            }
        }
    }
    for (gsize j = 0; j < n; j++) {
        add_choice(&choices, facts->content, &all[j], true);
    }
    return choices;
}

static char *write_choices(const Choices *choices)
{
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < choices->n; i++) {
        const Choice *choice = &choices->items[i];
        g_string_append_printf(text, "%s%s%s", i > 0 ? "," : "", choice->is_wanted ? "" : "-",
                               choice->language->code);
    }
    return g_string_free(text, FALSE);
}

/* The next one that visitors see, before or after `at`; -1: none. */
static gssize find_neighbour(const Choices *choices, gssize at, int step)
{
    for (gssize i = at + step; i >= 0 && i < (gssize)choices->n; i += step) {
        if (choices->items[i].is_offered) {
            return i;
        }
    }
    return -1;
}

static void move_choice(Choices *choices, gssize from, gssize to)
{
    Choice moved = choices->items[from];
    for (gssize i = from; i != to; i += to > from ? 1 : -1) {
        choices->items[i] = choices->items[i + (to > from ? 1 : -1)];
    }
    choices->items[to] = moved;
}

/* --- pages -------------------------------------------------------------------------------------
 */

StaffLight section_languages_look(const StaffFacts *facts)
{
    return facts->content ? STAFF_LIGHT_NONE : STAFF_LIGHT_RED;
}

static bool is_spoken(const StaffFacts *facts, const Choice *choice)
{
    int at = content_find_language(facts->content, choice->language->code);
    return at >= 0 ? (facts->spoken_languages >> at & 1) == 1 : choice->language->voice != NULL;
}

static char *describe(const StaffFacts *facts, const Choice *choice)
{
    static const StaffText on = {"aan", "on"}, off = {"uit", "off"};
    static const StaffText unseen = {"niet aan: nog niet nagekeken", "not on: not checked yet"};
    static const StaffText spoken = {"leest voor", "reads aloud"};
    static const StaffText silent = {"leest niet voor", "does not read aloud"};
    static const StaffText checked = {"nagekeken", "checked"};
    static const StaffText unchecked = {"niet nagekeken", "not checked"};
    StaffText state = choice->is_offered ? on : choice->is_wanted ? unseen : off;
    if (!choice->is_offered && choice->is_wanted) {
        return g_strdup(staff_text(facts->language, state));
    }
    return g_strjoin(
        ", ", staff_text(facts->language, state),
        staff_text(facts->language, choice->language->is_reviewed ? checked : unchecked),
        staff_text(facts->language, is_spoken(facts, choice) ? spoken : silent), NULL);
}

static char *name_of(const Language *language)
{
    return g_str_equal(language->dutch, language->endonym)
               ? g_strdup(language->endonym)
               : g_strdup_printf("%s – %s", language->dutch, language->endonym);
}

static void add_order(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"Volgorde en keuze", "Order and choice"};
    static const StaffText words = {"Raak een taal aan om haar te verplaatsen of uit te zetten.",
                                    "Touch a language to move it or to switch it off."};
    StaffItem *item = staff_page_add_state(page, STAFF_LIGHT_NONE, title,
                                           staff_text(facts->language, words), NULL);
    staff_setting_show(facts, item, order_name);
}

static void add_reviewed(const StaffFacts *facts, StaffPage *page)
{
    static const StaffText title = {"Alleen nagekeken talen", "Checked languages only"};
    static const StaffText on = {"Aan: andere talen zien bezoekers niet.",
                                 "On: visitors do not see other languages."};
    static const StaffText off = {"Uit: bezoekers zien alle talen.",
                                  "Off: visitors see all languages."};
    bool is_on = content_is_reviewed_only(facts->content);
    StaffItem *item = staff_page_add_state(page, STAFF_LIGHT_NONE, title,
                                           staff_text(facts->language, is_on ? on : off), NULL);
    staff_setting_show(facts, item, "content.reviewed_only");
}

static void fill_all(const StaffFacts *facts, StaffPage *page)
{
    const Choices choices = read_choices(facts);
    add_order(facts, page);
    add_reviewed(facts, page);
    for (gsize i = 0; i < choices.n; i++) {
        const Choice *choice = &choices.items[i];
        g_autofree char *name = name_of(choice->language);
        g_autofree char *state = describe(facts, choice);
        StaffItem *item = staff_page_add_link(page, choice->language->code, name, state);
        item->light = choice->is_offered ? STAFF_LIGHT_GREEN : STAFF_LIGHT_NONE;
    }
}

static void add_keys(const StaffFacts *facts, const Choices *choices, gssize at, StaffPage *page)
{
    static const StaffText earlier = {"Eerder", "Earlier"}, later = {"Later", "Later"};
    static const StaffText on = {"Aan", "On"}, off = {"Uit", "Off"};
    static const StaffText always = {"Nederlands staat altijd aan.", "Dutch is always on."};
    const Choice *choice = &choices->items[at];
    if (is_dutch(choice->language)) {
        (void)staff_page_add_note(page, staff_text(facts->language, always));
    } else {
        (void)staff_page_add_choice(page, "on", staff_text(facts->language, on), choice->is_wanted);
        (void)staff_page_add_choice(page, "off", staff_text(facts->language, off),
                                    !choice->is_wanted);
    }
    StaffItem *up = staff_page_add_key(page, "earlier", earlier, SIGN_ARROW_UP);
    up->is_enabled = choice->is_offered && find_neighbour(choices, at, -1) >= 0;
    StaffItem *down = staff_page_add_key(page, "later", later, SIGN_ARROW_DOWN);
    down->is_enabled = choice->is_offered && find_neighbour(choices, at, 1) >= 0;
}

static char *describe_rank(const StaffFacts *facts, const Choice *choice)
{
    static const StaffText words = {"Plaats {at} van {n}", "Place {at} of {n}"};
    gsize n;
    int at = content_find_language(facts->content, choice->language->code);
    (void)content_languages(facts->content, &n);
    g_autofree char *place = g_strdup_printf("%d", at + 1);
    g_autofree char *all = g_strdup_printf("%" G_GSIZE_FORMAT, n);
    return at >= 0 ? staff_format(facts->language, words, "at", place, "n", all, NULL) : NULL;
}

static void fill_one(const StaffFacts *facts, const char *code, StaffPage *page)
{
    const Choices choices = read_choices(facts);
    gssize at = find_choice(&choices, code);
    if (at < 0) {
        return;
    }
    const Choice *choice = &choices.items[at];
    g_autofree char *name = name_of(choice->language);
    g_autofree char *state = describe(facts, choice);
    g_autofree char *rank = describe_rank(facts, choice);
    (void)staff_page_add_state(page, choice->is_offered ? STAFF_LIGHT_GREEN : STAFF_LIGHT_NONE,
                               (StaffText){name, name}, state, rank);
    add_keys(facts, &choices, at, page);
}

void section_languages_fill(const StaffFacts *facts, const char *place, StaffPage *page)
{
    static const StaffText none = {"Zonder inhoud zijn er geen talen. Zie het deel Inhoud.",
                                   "Without content there are no languages. See Content."};
    if (!facts->content) {
        (void)staff_page_add_note(page, staff_text(facts->language, none));
    } else if (place[0]) {
        fill_one(facts, place, page);
    } else {
        fill_all(facts, page);
    }
}

/* --- what staff do -----------------------------------------------------------------------------
 */

/* False: nothing to do. */
static bool change(Choices *choices, gssize at, const char *key)
{
    Choice *choice = &choices->items[at];
    if (g_str_equal(key, "on") || g_str_equal(key, "off")) {
        bool is_wanted = g_str_equal(key, "on");
        bool is_news = choice->is_wanted != is_wanted && !is_dutch(choice->language);
        choice->is_wanted = is_wanted || is_dutch(choice->language);
        return is_news;
    }
    int step = g_str_equal(key, "earlier") ? -1 : g_str_equal(key, "later") ? 1 : 0;
    gssize to = step != 0 && choice->is_offered ? find_neighbour(choices, at, step) : -1;
    if (to >= 0) {
        move_choice(choices, at, to);
    }
    return to >= 0;
}

void section_languages_act(StaffDesk *desk, const char *place, const char *key)
{
    if (!desk->facts->content || staff_setting_take_reset(desk, key, order_name)) {
        return;
    }
    Choices choices = read_choices(desk->facts);
    gssize at = find_choice(&choices, place);
    if (at >= 0 && change(&choices, at, key)) {
        g_autofree char *value = write_choices(&choices);
        (void)staff_setting_put(desk, order_name, value);
    }
}
