// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/way_in.h"

#include <string.h>

#include "kiosk/staff/way_in_texts.h"
#include "store/staff_code.h"

struct WayIn {
    StaffPin *pin;
    WayInHandlers handlers;
    PinKnown known;
    bool is_open;
    bool is_inside; /* a new PIN is asked for in the menu */
    WayInStep step;
    WayInNews news;
    PinWeakness weakness; /* with NEWS_WEAK */
    bool is_awaiting; /* an answer; one that was asked for before it was closed counts no more */
    bool may_go_on;   /* came in by a code, and the disk does not keep a PIN */
    char typed[PIN_MAX_DIGITS + 1];
    char first[PIN_MAX_DIGITS + 1]; /* the new PIN as typed the first time */
    StaffPinLook look;
    gint64 now_ms;
    gint64 shown_s; /* of the wait */
    StaffPinState shown_state;
};

WayIn *way_in_new(StaffPin *pin, const WayInHandlers *handlers)
{
    WayIn *way_in = g_new0(WayIn, 1);
    way_in->pin = pin;
    way_in->handlers = *handlers;
    return way_in;
}

static void wipe(WayIn *way_in)
{
    explicit_bzero(way_in->typed, sizeof way_in->typed);
    explicit_bzero(way_in->first, sizeof way_in->first);
}

void way_in_free(WayIn *way_in)
{
    if (way_in) {
        wipe(way_in);
        g_free(way_in);
    }
}

void way_in_know(WayIn *way_in, const PinKnown *known)
{
    way_in->known = *known;
}

bool way_in_is_open(const WayIn *way_in)
{
    return way_in->is_open;
}

/* ---- Steps ------------------------------------------------------------------------------------*/

static void refresh(WayIn *way_in, gint64 now_ms)
{
    way_in->now_ms = now_ms;
    staff_pin_look(way_in->pin, now_ms, &way_in->look);
}

static void tell_changed(WayIn *way_in)
{
    refresh(way_in, way_in->now_ms);
    way_in->handlers.changed(way_in->handlers.user_data);
}

static void go(WayIn *way_in, WayInStep step, WayInNews news)
{
    explicit_bzero(way_in->typed, sizeof way_in->typed);
    if (step != WAY_IN_STEP_AGAIN) {
        explicit_bzero(way_in->first, sizeof way_in->first);
    }
    way_in->step = step;
    way_in->news = news;
}

static void note(WayIn *way_in, const char *action, const char *result)
{
    way_in->handlers.note(action, result, way_in->handlers.user_data);
}

static void begin(WayIn *way_in, bool is_inside, gint64 now_ms)
{
    wipe(way_in);
    way_in->is_open = true;
    way_in->is_inside = is_inside;
    way_in->is_awaiting = false;
    way_in->may_go_on = false;
    refresh(way_in, now_ms);
}

/* Where the PIN is of no use, the code is asked for at once. */
void way_in_open(WayIn *way_in, gint64 now_ms)
{
    begin(way_in, false, now_ms);
    const bool has_use = way_in->look.state == STAFF_PIN_STATE_READY ||
                         way_in->look.state == STAFF_PIN_STATE_WAITING;
    go(way_in, has_use ? WAY_IN_STEP_PIN : WAY_IN_STEP_CODE, WAY_IN_NEWS_NONE);
    tell_changed(way_in);
}

void way_in_choose(WayIn *way_in, gint64 now_ms)
{
    begin(way_in, true, now_ms);
    go(way_in, WAY_IN_STEP_NEW, WAY_IN_NEWS_NONE);
    tell_changed(way_in);
}

void way_in_close(WayIn *way_in)
{
    wipe(way_in);
    way_in->is_open = false;
    way_in->is_awaiting = false;
}

static void grant(WayIn *way_in)
{
    way_in_close(way_in);
    way_in->handlers.granted(way_in->handlers.user_data);
}

static void leave(WayIn *way_in)
{
    way_in_close(way_in);
    way_in->handlers.left(way_in->handlers.user_data);
}

/* ---- Answers ----------------------------------------------------------------------------------*/

/* What went wrong is for the log; what was typed is in no reason. */
static void log_reason(const char *reason)
{
    if (reason) {
        g_warning("staff menu: %s", reason);
    }
}

/* False: whoever asked has gone. Who stands there now asked nothing and gets nothing. */
static bool take_answer(WayIn *way_in, const char *reason)
{
    const bool is_awaited = way_in->is_open && way_in->is_awaiting;
    log_reason(reason);
    way_in->is_awaiting = false;
    refresh(way_in, way_in->now_ms);
    if (way_in->is_open && !is_awaited) {
        tell_changed(way_in);
    }
    return is_awaited;
}

/* Nobody reads the journal of a visitor's idle typing: only what has a consequence is noted. */
static void note_wrong(WayIn *way_in)
{
    if (way_in->look.state == STAFF_PIN_STATE_LOCKED) {
        note(way_in, "pin.locked", "");
    } else if (way_in->look.state == STAFF_PIN_STATE_WAITING) {
        g_autofree char *seconds =
            g_strdup_printf("%" G_GINT64_FORMAT " s", way_in->look.wait_ms / 1000);
        note(way_in, "pin.wait", seconds);
    }
}

static void take_pin_answer(StaffPinResult result, const char *reason, gpointer user_data)
{
    WayIn *way_in = user_data;
    const bool is_awaited = take_answer(way_in, reason);
    if (result == STAFF_PIN_RESULT_WRONG) {
        note_wrong(way_in);
    }
    if (!is_awaited) {
        return;
    }
    if (result == STAFF_PIN_RESULT_RIGHT) {
        note(way_in, "menu.open", "pin");
        grant(way_in);
        return;
    }
    const bool is_locked = way_in->look.state == STAFF_PIN_STATE_LOCKED;
    go(way_in, is_locked ? WAY_IN_STEP_CODE : WAY_IN_STEP_PIN,
       result == STAFF_PIN_RESULT_FAILED  ? WAY_IN_NEWS_NOT_COUNTED
       : result == STAFF_PIN_RESULT_WRONG ? WAY_IN_NEWS_WRONG
                                          : WAY_IN_NEWS_NONE);
    if (is_locked) {
        way_in->news = WAY_IN_NEWS_NONE;
    }
    tell_changed(way_in);
}

static void take_code_answer(StaffPinResult result, const char *reason, gpointer user_data)
{
    WayIn *way_in = user_data;
    if (!take_answer(way_in, reason)) {
        return;
    }
    if (result != STAFF_PIN_RESULT_RIGHT) {
        go(way_in, WAY_IN_STEP_CODE,
           result == STAFF_PIN_RESULT_FAILED  ? WAY_IN_NEWS_NOT_KEPT
           : result == STAFF_PIN_RESULT_WRONG ? WAY_IN_NEWS_WRONG
                                              : WAY_IN_NEWS_NONE);
        tell_changed(way_in);
        return;
    }
    note(way_in, "menu.open", "code");
    if (way_in->look.state != STAFF_PIN_STATE_NONE) {
        grant(way_in);
        return;
    }
    go(way_in, WAY_IN_STEP_NEW, WAY_IN_NEWS_FIRST);
    tell_changed(way_in);
}

static void take_choice_answer(StaffPinResult result, const char *reason, gpointer user_data)
{
    WayIn *way_in = user_data;
    const bool is_awaited = take_answer(way_in, reason);
    if (result == STAFF_PIN_RESULT_RIGHT) {
        note(way_in, "pin.changed", "");
    }
    if (!is_awaited) {
        return;
    }
    if (result == STAFF_PIN_RESULT_RIGHT) {
        grant(way_in);
        return;
    }
    way_in->may_go_on = !way_in->is_inside;
    go(way_in, WAY_IN_STEP_NEW, WAY_IN_NEWS_NOT_KEPT);
    tell_changed(way_in);
}

/* ---- Touches and keys -------------------------------------------------------------------------*/

static gsize count_wanted(const WayIn *way_in)
{
    return way_in->step == WAY_IN_STEP_CODE ? STAFF_CODE_DIGITS : PIN_MAX_DIGITS;
}

static bool can_type(const WayIn *way_in)
{
    const StaffPinLook *look = &way_in->look;
    if (look->is_busy) {
        return false;
    }
    switch (way_in->step) {
    case WAY_IN_STEP_PIN:
        return look->state == STAFF_PIN_STATE_READY;
    case WAY_IN_STEP_CODE:
        return look->has_secret && look->code_wait_ms == 0;
    case WAY_IN_STEP_NEW:
    case WAY_IN_STEP_AGAIN:
        return true;
    }
    g_assert_not_reached();
}

static bool can_accept(const WayIn *way_in)
{
    const gsize n = strlen(way_in->typed);
    return can_type(way_in) &&
           (way_in->step == WAY_IN_STEP_CODE ? n == STAFF_CODE_DIGITS : n >= PIN_MIN_DIGITS);
}

static void accept_new(WayIn *way_in)
{
    way_in->weakness = pin_strength_check(way_in->typed, &way_in->known);
    if (way_in->weakness != PIN_WEAKNESS_NONE) {
        go(way_in, WAY_IN_STEP_NEW, WAY_IN_NEWS_WEAK);
        return;
    }
    memcpy(way_in->first, way_in->typed, sizeof way_in->first);
    go(way_in, WAY_IN_STEP_AGAIN, WAY_IN_NEWS_NONE);
}

static void accept_again(WayIn *way_in)
{
    if (strcmp(way_in->first, way_in->typed) != 0) {
        go(way_in, WAY_IN_STEP_NEW, WAY_IN_NEWS_DIFFERENT);
        return;
    }
    const gint64 unix_s = way_in->handlers.unix_s(way_in->handlers.user_data);
    way_in->is_awaiting = true;
    staff_pin_choose(way_in->pin, way_in->typed, unix_s, take_choice_answer, way_in);
    wipe(way_in);
}

static void accept(WayIn *way_in)
{
    if (!can_accept(way_in)) {
        return;
    }
    switch (way_in->step) {
    case WAY_IN_STEP_PIN:
        way_in->is_awaiting = true;
        staff_pin_try(way_in->pin, way_in->typed, way_in->now_ms, take_pin_answer, way_in);
        wipe(way_in);
        break;
    case WAY_IN_STEP_CODE:
        way_in->is_awaiting = true;
        staff_pin_try_code(way_in->pin, way_in->typed, way_in->now_ms, take_code_answer, way_in);
        wipe(way_in);
        break;
    case WAY_IN_STEP_NEW:
        accept_new(way_in);
        break;
    case WAY_IN_STEP_AGAIN:
        accept_again(way_in);
        break;
    }
    tell_changed(way_in);
}

static void type(WayIn *way_in, char digit)
{
    const gsize n = strlen(way_in->typed);
    if (!can_type(way_in) || n >= count_wanted(way_in)) {
        return;
    }
    way_in->typed[n] = digit;
    way_in->news = n == 0 && way_in->news != WAY_IN_NEWS_FIRST ? WAY_IN_NEWS_NONE : way_in->news;
    tell_changed(way_in);
}

static bool erase(WayIn *way_in)
{
    const gsize n = strlen(way_in->typed);
    if (n == 0) {
        return false;
    }
    way_in->typed[n - 1] = '\0';
    tell_changed(way_in);
    return true;
}

static void switch_way(WayIn *way_in)
{
    switch (way_in->step) {
    case WAY_IN_STEP_PIN:
        go(way_in, WAY_IN_STEP_CODE, WAY_IN_NEWS_NONE);
        break;
    case WAY_IN_STEP_CODE:
        go(way_in, WAY_IN_STEP_PIN, WAY_IN_NEWS_NONE);
        break;
    case WAY_IN_STEP_NEW:
        if (way_in->may_go_on) {
            grant(way_in);
            return;
        }
        break;
    case WAY_IN_STEP_AGAIN:
        go(way_in, WAY_IN_STEP_NEW, WAY_IN_NEWS_NONE);
        break;
    }
    tell_changed(way_in);
}

/* A PIN that cannot be tried now is no other way. */
static bool has_switch(const WayIn *way_in)
{
    switch (way_in->step) {
    case WAY_IN_STEP_PIN:
        return true;
    case WAY_IN_STEP_CODE:
        return way_in->look.state == STAFF_PIN_STATE_READY ||
               way_in->look.state == STAFF_PIN_STATE_WAITING;
    case WAY_IN_STEP_NEW:
        return way_in->may_go_on;
    case WAY_IN_STEP_AGAIN:
        return true;
    }
    g_assert_not_reached();
}

bool way_in_take(WayIn *way_in, const char *widget_id, gint64 now_ms)
{
    static const char prefix[] = "staff.pad.";
    if (!way_in->is_open) {
        return false;
    }
    refresh(way_in, now_ms);
    if (strcmp(widget_id, "staff.leave") == 0) {
        leave(way_in);
        return true;
    }
    if (!g_str_has_prefix(widget_id, prefix)) {
        return false;
    }
    const char *what = widget_id + strlen(prefix);
    if (g_ascii_isdigit(what[0]) && what[1] == '\0') {
        type(way_in, what[0]);
    } else if (strcmp(what, "erase") == 0) {
        (void)erase(way_in);
    } else if (strcmp(what, "ok") == 0) {
        accept(way_in);
    } else if (strcmp(what, "switch") == 0 && has_switch(way_in) && !way_in->look.is_busy) {
        switch_way(way_in);
    }
    return true;
}

static void go_back(WayIn *way_in)
{
    if (way_in->look.is_busy || erase(way_in)) {
        return;
    }
    if (way_in->step == WAY_IN_STEP_AGAIN) {
        switch_way(way_in);
    } else {
        leave(way_in);
    }
}

bool way_in_take_key(WayIn *way_in, const char *key, gint64 now_ms)
{
    if (!way_in->is_open) {
        return false;
    }
    refresh(way_in, now_ms);
    if (g_ascii_isdigit(key[0]) && key[1] == '\0') {
        type(way_in, key[0]);
        return true;
    }
    if (strcmp(key, "back") == 0) {
        go_back(way_in);
        return true;
    }
    return false;
}

/* ---- Time and view ----------------------------------------------------------------------------*/

static gint64 find_wait_ms(const WayIn *way_in)
{
    if (way_in->step == WAY_IN_STEP_PIN) {
        return way_in->look.wait_ms;
    }
    return way_in->step == WAY_IN_STEP_CODE ? way_in->look.code_wait_ms : 0;
}

gint64 way_in_tick(WayIn *way_in, gint64 now_ms)
{
    const gint64 keep_ms = staff_pin_tick(way_in->pin, now_ms);
    if (!way_in->is_open) {
        return keep_ms;
    }
    refresh(way_in, now_ms);
    const gint64 wait_ms = find_wait_ms(way_in);
    const gint64 shown_s = (wait_ms + 999) / 1000;
    if (shown_s != way_in->shown_s || way_in->look.state != way_in->shown_state) {
        way_in->shown_s = shown_s;
        way_in->shown_state = way_in->look.state;
        way_in->handlers.changed(way_in->handlers.user_data);
    }
    if (wait_ms <= 0) {
        return keep_ms;
    }
    const gint64 next_ms = (wait_ms - 1) % 1000 + 1;
    return keep_ms < 0 ? next_ms : MIN(keep_ms, next_ms);
}

void way_in_view(const WayIn *way_in, StaffLanguage language, WayInView *out)
{
    *out = (WayInView){
        .step = way_in->step,
        .n_typed = (int)strlen(way_in->typed),
        .n_wanted = way_in->step == WAY_IN_STEP_CODE ? STAFF_CODE_DIGITS : 0,
        .can_type = can_type(way_in),
        .can_accept = can_accept(way_in),
        .has_switch = has_switch(way_in),
    };
    const WayInWords words = {
        .language = language,
        .step = way_in->step,
        .news = way_in->news,
        .weakness = way_in->weakness,
        .look = &way_in->look,
        .wait_ms = find_wait_ms(way_in),
    };
    way_in_say(&words, out);
}
