// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/way_in_texts.h"

typedef struct {
    StaffLight light;
    StaffText text;
} Message;

static const StaffText titles[] = {
    [WAY_IN_STEP_PIN] = {"Pincode", "PIN"},
    [WAY_IN_STEP_CODE] = {"Code van de regio", "Code from the region"},
    [WAY_IN_STEP_NEW] = {"Nieuwe pincode", "New PIN"},
    [WAY_IN_STEP_AGAIN] = {"Nog een keer", "Once more"},
};

static const StaffText others[] = {
    [WAY_IN_STEP_PIN] = {"Met een code", "With a code"},
    [WAY_IN_STEP_CODE] = {"Met pincode", "With a PIN"},
    [WAY_IN_STEP_NEW] = {"Zonder pincode", "Without a PIN"},
    [WAY_IN_STEP_AGAIN] = {"Andere pincode", "Another PIN"},
};

static const StaffText weaknesses[] = {
    [PIN_WEAKNESS_NONE] = {"", ""},
    [PIN_WEAKNESS_SHORT] = {"Neem minstens 6 cijfers.", "Use at least 6 digits."},
    [PIN_WEAKNESS_LONG] = {"Neem hooguit 12 cijfers.", "Use 12 digits at most."},
    [PIN_WEAKNESS_FEW] = {"Te makkelijk: neem minstens 3 verschillende cijfers.",
                          "Too easy: use at least 3 different digits."},
    [PIN_WEAKNESS_RUN] = {"Te makkelijk: geen rij zoals 123456.",
                          "Too easy: no sequence such as 123456."},
    [PIN_WEAKNESS_REPEAT] = {"Te makkelijk: niet steeds dezelfde cijfers, zoals 482482.",
                             "Too easy: no digits again and again, such as 482482."},
    [PIN_WEAKNESS_LINE] = {"Te makkelijk: geen rechte lijnen op de toetsen, zoals 147258.",
                           "Too easy: no straight lines on the keys, such as 147258."},
    [PIN_WEAKNESS_DATE] = {"Te makkelijk: geen datum en geen jaartal.",
                           "Too easy: no date and no year."},
    [PIN_WEAKNESS_SITE] = {"Te makkelijk: niet het nummer van deze plek of kiosk.",
                           "Too easy: not the number of this place or kiosk."},
};
G_STATIC_ASSERT(G_N_ELEMENTS(weaknesses) == PIN_WEAKNESS_COUNT);

static const Message busy = {STAFF_LIGHT_BUSY, {"Even geduld…", "One moment…"}};

static const Message not_kept = {
    STAFF_LIGHT_RED,
    {"De kiosk kan niets opslaan: de geheugenkaart is vol of stuk. Bel de regio.",
     "The kiosk cannot store anything: the memory card is full or broken. Call the region."}};

static Message say_pin(const WayInWords *words)
{
    static const Message plain = {STAFF_LIGHT_NONE,
                                  {"Alleen voor medewerkers. Typ de pincode en raak OK aan.",
                                   "For staff only. Type the PIN and touch OK."}};
    static const Message wait = {STAFF_LIGHT_AMBER,
                                 {"Te veel foute pincodes. Wacht {time}. Of gebruik een code van "
                                  "de regio.",
                                  "Too many wrong PINs. Wait {time}. Or use a code from the "
                                  "region."}};
    static const Message wrong = {
        STAFF_LIGHT_RED,
        {"De pincode klopt niet. Nog {n} pogingen.", "The PIN is wrong. {n} tries left."}};
    static const Message one = {STAFF_LIGHT_RED,
                                {"De pincode klopt niet. Nog 1 poging, dan moet je wachten.",
                                 "The PIN is wrong. 1 try left, then you must wait."}};
    static const Message next = {
        STAFF_LIGHT_AMBER,
        {"Nog 1 poging, dan moet je langer wachten.", "1 try left, then you must wait longer."}};
    static const Message last = {
        STAFF_LIGHT_AMBER,
        {"Nog 1 poging, dan gaat de pincode op slot.", "1 try left, then the PIN is locked."}};
    static const Message not_counted = {
        STAFF_LIGHT_RED,
        {"De kiosk kan niets opslaan, daarom werkt de pincode nu niet. Vraag de regio om een code.",
         "The kiosk cannot store anything, so the PIN does not work now. Ask the region for a "
         "code."}};
    const StaffPinLook *look = words->look;
    if (words->wait_ms > 0) {
        return wait;
    }
    if (words->news == WAY_IN_NEWS_NOT_COUNTED) {
        return not_counted;
    }
    if (look->is_last) {
        return last;
    }
    if (look->has_waited) {
        return next;
    }
    if (words->news == WAY_IN_NEWS_WRONG) {
        return look->tries_left > 1 ? wrong : one;
    }
    return plain;
}

static Message say_code(const WayInWords *words)
{
    static const Message no_secret = {
        STAFF_LIGHT_RED,
        {"Deze kiosk is nog niet aangemeld bij de regio. Vraag de regio om een aanmeldcode en "
         "meld de kiosk aan. Daarna geeft de regio een code voor dit menu.",
         "This kiosk is not enrolled with the region yet. Ask the region for an enrolment code "
         "and enrol the kiosk. The region then gives a code for this menu."}};
    static const Message wait = {STAFF_LIGHT_AMBER, {"Wacht {time}.", "Wait {time}."}};
    static const Message wrong = {STAFF_LIGHT_RED,
                                  {"De code klopt niet. Vraag de regio om een nieuwe code.",
                                   "The code is wrong. Ask the region for a new one."}};
    static const Message wrong_wait = {
        STAFF_LIGHT_RED,
        {"De code klopt niet. Wacht {time} en vraag de regio om een nieuwe code.",
         "The code is wrong. Wait {time} and ask the region for a new one."}};
    static const Message locked = {
        STAFF_LIGHT_AMBER,
        {"Op slot door te veel foute pincodes. Bel de regio en vraag om een code van 9 cijfers.",
         "Locked after too many wrong PINs. Call the region and ask for a code of 9 digits."}};
    static const Message first = {
        STAFF_LIGHT_NONE,
        {"Er is nog geen pincode. Bel de regio en vraag om een code van 9 cijfers.",
         "There is no PIN yet. Call the region and ask for a code of 9 digits."}};
    static const Message plain = {STAFF_LIGHT_NONE,
                                  {"Bel de regio en vraag om een code van 9 cijfers.",
                                   "Call the region and ask for a code of 9 digits."}};
    const StaffPinLook *look = words->look;
    if (!look->has_secret) {
        return no_secret;
    }
    if (words->news == WAY_IN_NEWS_NOT_KEPT) {
        return not_kept;
    }
    if (words->news == WAY_IN_NEWS_WRONG) {
        return words->wait_ms > 0 ? wrong_wait : wrong;
    }
    if (words->wait_ms > 0) {
        return wait;
    }
    if (look->state == STAFF_PIN_STATE_LOCKED) {
        return locked;
    }
    return look->state == STAFF_PIN_STATE_NONE ? first : plain;
}

static Message say_new(const WayInWords *words)
{
    static const Message plain = {
        STAFF_LIGHT_NONE,
        {"Kies minstens 6 cijfers. Geen datum, geen rij zoals 123456.",
         "Choose at least 6 digits. No date, no sequence such as 123456."}};
    static const Message first = {
        STAFF_LIGHT_GREEN,
        {"De code klopt. Kies nu zelf een pincode van minstens 6 cijfers.",
         "The code is right. Now choose a PIN of at least 6 digits."}};
    static const Message different = {STAFF_LIGHT_RED,
                                      {"Dat was niet twee keer dezelfde pincode. Begin opnieuw.",
                                       "That was not the same PIN twice. Start again."}};
    switch (words->news) {
    case WAY_IN_NEWS_FIRST:
        return first;
    case WAY_IN_NEWS_WEAK:
        return (Message){STAFF_LIGHT_AMBER, weaknesses[words->weakness]};
    case WAY_IN_NEWS_DIFFERENT:
        return different;
    case WAY_IN_NEWS_NOT_KEPT:
    case WAY_IN_NEWS_NOT_COUNTED:
        return not_kept;
    case WAY_IN_NEWS_NONE:
    case WAY_IN_NEWS_WRONG:
        return plain;
    }
    g_assert_not_reached();
}

static Message choose(const WayInWords *words)
{
    static const Message again = {
        STAFF_LIGHT_NONE, {"Typ dezelfde pincode nog een keer.", "Type the same PIN once more."}};
    if (words->look->is_busy) {
        return busy;
    }
    switch (words->step) {
    case WAY_IN_STEP_PIN:
        return say_pin(words);
    case WAY_IN_STEP_CODE:
        return say_code(words);
    case WAY_IN_STEP_NEW:
        return say_new(words);
    case WAY_IN_STEP_AGAIN:
        return again;
    }
    g_assert_not_reached();
}

/* "15 seconden", "4 minuten", "2 uur en 8 minuten": never less than it is. Caller owns. */
static char *say_time(StaffLanguage language, gint64 wait_ms)
{
    const gint64 seconds = (wait_ms + 999) / 1000;
    const gint64 minutes = (seconds + 59) / 60;
    g_autofree char *s = g_strdup_printf("%" G_GINT64_FORMAT, seconds);
    g_autofree char *m = g_strdup_printf("%" G_GINT64_FORMAT, minutes % 60);
    g_autofree char *h = g_strdup_printf("%" G_GINT64_FORMAT, minutes / 60);
    if (seconds == 1) {
        return g_strdup(staff_text(language, (StaffText){"1 seconde", "1 second"}));
    }
    if (seconds < 60) {
        return staff_format(language, (StaffText){"{s} seconden", "{s} seconds"}, "s", s, NULL);
    }
    if (minutes == 1) {
        return g_strdup(staff_text(language, (StaffText){"1 minuut", "1 minute"}));
    }
    if (minutes < 60) {
        return staff_format(language, (StaffText){"{m} minuten", "{m} minutes"}, "m", m, NULL);
    }
    return staff_format(language, (StaffText){"{h} uur en {m} minuten", "{h} h {m} min"}, "h", h,
                        "m", m, NULL);
}

void way_in_say(const WayInWords *words, WayInView *out)
{
    const Message message = choose(words);
    g_autofree char *time = say_time(words->language, words->wait_ms);
    g_autofree char *n = g_strdup_printf("%d", words->look->tries_left);
    g_autofree char *text = staff_format(words->language, message.text, "time", time, "n", n, NULL);
    out->light = message.light;
    g_strlcpy(out->title, staff_text(words->language, titles[words->step]), sizeof out->title);
    g_strlcpy(out->message, text, sizeof out->message);
    g_strlcpy(out->other, staff_text(words->language, others[words->step]), sizeof out->other);
}
