// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/readiness_result.h"

void readiness_result_clear(ReadinessResult *result)
{
    for (gsize i = 0; i < STAFF_LANGUAGE_COUNT; i++) {
        g_clear_pointer(&result->state[i], g_free);
        g_clear_pointer(&result->advice[i], g_free);
    }
    g_clear_pointer(&result->detail, g_free);
    result->light = STAFF_LIGHT_NONE;
}

void readiness_result_say(ReadinessResult *result, StaffLight light, StaffText state,
                          StaffText advice)
{
    result->light = light;
    for (gsize i = 0; i < STAFF_LANGUAGE_COUNT; i++) {
        g_assert(!result->state[i]);
        result->state[i] = g_strdup(staff_text((StaffLanguage)i, state));
        result->advice[i] = g_strdup(staff_text((StaffLanguage)i, advice));
    }
}

static void fill(char **text, StaffLanguage language, const ReadinessWord *word)
{
    if (*text) {
        const StaffText whole = {*text, *text};
        char *filled =
            staff_format(language, whole, word->name, staff_text(language, word->value), NULL);
        g_free(*text);
        *text = filled;
    }
}

void readiness_result_fill(ReadinessResult *result, const ReadinessWord *word)
{
    for (gsize i = 0; i < STAFF_LANGUAGE_COUNT; i++) {
        fill(&result->state[i], (StaffLanguage)i, word);
        fill(&result->advice[i], (StaffLanguage)i, word);
    }
}

void readiness_result_fill_number(ReadinessResult *result, gint64 n)
{
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, n);
    readiness_result_fill(result, &(ReadinessWord){"n", {number, number}});
}
