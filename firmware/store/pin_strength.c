// SPDX-License-Identifier: EUPL-1.2
#include "store/pin_strength.h"

#include <stdbool.h>
#include <string.h>

typedef bool (*Rule)(const char *digits, gsize n, const PinKnown *known);

static bool are_few(const char *digits, gsize n, const PinKnown *known)
{
    (void)known;
    guint seen = 0, different = 0;
    for (gsize i = 0; i < n; i++) {
        const guint bit = 1U << (digits[i] - '0');
        different += (seen & bit) == 0;
        seen |= bit;
    }
    return different <= 2;
}

/* 9 goes on to 0, so that 890123 is one too. */
static int step_at(const char *digits, gsize i)
{
    return (digits[i + 1] - digits[i] + 10) % 10;
}

static bool is_run(const char *digits, gsize n, const PinKnown *known)
{
    (void)known;
    for (gsize i = 1; i + 1 < n; i++) {
        if (step_at(digits, i) != step_at(digits, 0)) {
            return false;
        }
    }
    return true;
}

static bool has_period(const char *digits, gsize n, gsize period)
{
    for (gsize i = period; i < n; i++) {
        if (digits[i] != digits[i - period]) {
            return false;
        }
    }
    return true;
}

static bool is_mirrored(const char *digits, gsize n)
{
    for (gsize i = 0; i < n / 2; i++) {
        if (digits[i] != digits[n - 1 - i]) {
            return false;
        }
    }
    return true;
}

/* Each digit two or three times in a row. */
static bool is_stuttered(const char *digits, gsize n, gsize times)
{
    for (gsize i = 0; i < n; i++) {
        if (digits[i] != digits[i - i % times]) {
            return false;
        }
    }
    return n % times == 0;
}

static bool is_repeat(const char *digits, gsize n, const PinKnown *known)
{
    (void)known;
    for (gsize period = 1; period <= n / 2; period++) {
        if (has_period(digits, n, period)) {
            return true;
        }
    }
    return is_mirrored(digits, n) || is_stuttered(digits, n, 2) || is_stuttered(digits, n, 3);
}

static bool is_line(const char *digits)
{
    static const char *const lines[] = {"123", "456", "789", "147", "258", "369", "159", "357"};
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        const char *line = lines[i];
        if (strncmp(digits, line, 3) == 0 ||
            (digits[0] == line[2] && digits[1] == line[1] && digits[2] == line[0])) {
            return true;
        }
    }
    return false;
}

/* One straight line after another; what is left of a last one does not make it better. */
static bool are_lines(const char *digits, gsize n, const PinKnown *known)
{
    (void)known;
    for (gsize i = 0; i + 3 <= n; i += 3) {
        if (!is_line(&digits[i])) {
            return false;
        }
    }
    return true;
}

static int number_at(const char *digits, gsize n)
{
    int number = 0;
    for (gsize i = 0; i < n; i++) {
        number = number * 10 + digits[i] - '0';
    }
    return number;
}

static bool is_day(const char *day, const char *month)
{
    const int d = number_at(day, 2), m = number_at(month, 2);
    return d >= 1 && d <= 31 && m >= 1 && m <= 12;
}

/* Of somebody alive, or soon. */
static bool is_year(const char *digits)
{
    const int year = number_at(digits, 4);
    return year >= 1930 && year <= 2039;
}

static bool is_date(const char *digits, gsize n, const PinKnown *known)
{
    (void)known;
    if (n == 6 && (is_day(digits, &digits[2]) || is_day(&digits[4], &digits[2]))) {
        return true; /* ddmmyy, yymmdd */
    }
    return is_year(digits) || is_year(&digits[n - 4]);
}

/* The number with nothing but zeros before and behind it. */
static bool holds_only(const char *digits, guint32 number)
{
    g_autofree char *text = g_strdup_printf("%u", number);
    const char *at = number != 0 ? strstr(digits, text) : NULL;
    const gsize before = strspn(digits, "0");
    return at != NULL && (gsize)(at - digits) <= before &&
           strspn(at + strlen(text), "0") == strlen(at + strlen(text));
}

static bool is_known(const char *digits, gsize n, const PinKnown *known)
{
    (void)n;
    return known != NULL && (holds_only(digits, known->site) || holds_only(digits, known->kiosk));
}

PinWeakness pin_strength_check(const char *digits, const PinKnown *known)
{
    static const struct {
        PinWeakness weakness;
        Rule rule;
    } rules[] = {
        {PIN_WEAKNESS_SITE, is_known},    {PIN_WEAKNESS_RUN, is_run},
        {PIN_WEAKNESS_FEW, are_few},      {PIN_WEAKNESS_LINE, are_lines},
        {PIN_WEAKNESS_REPEAT, is_repeat}, {PIN_WEAKNESS_DATE, is_date},
    };
    const gsize n = strlen(digits);
    if (strspn(digits, "0123456789") != n || n > PIN_MAX_DIGITS) {
        return PIN_WEAKNESS_LONG;
    }
    if (n < PIN_MIN_DIGITS) {
        return PIN_WEAKNESS_SHORT;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(rules); i++) {
        if (rules[i].rule(digits, n, known)) {
            return rules[i].weakness;
        }
    }
    return PIN_WEAKNESS_NONE;
}
