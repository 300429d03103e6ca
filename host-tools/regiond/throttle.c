// SPDX-License-Identifier: EUPL-1.2
#include "regiond/throttle.h"

#include <string.h>

struct Throttle {
    gint64 window_start_s;
    gint64 overall;
    GHashTable *sources; /* text -> count; at most THROTTLE_OVERALL entries, since each counts */
};

Throttle *throttle_new(void)
{
    Throttle *throttle = g_new0(Throttle, 1);
    throttle->sources = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return throttle;
}

void throttle_free(Throttle *throttle)
{
    if (throttle) {
        g_hash_table_unref(throttle->sources);
        g_free(throttle);
    }
}

static void start_window(Throttle *throttle, gint64 now_s)
{
    if (now_s >= throttle->window_start_s + THROTTLE_WINDOW_S || now_s < throttle->window_start_s) {
        throttle->window_start_s = now_s;
        throttle->overall = 0;
        g_hash_table_remove_all(throttle->sources);
    }
}

gint64 throttle_wait_s(Throttle *throttle, const char *source, gint64 now_s)
{
    start_window(throttle, now_s);
    int own = GPOINTER_TO_INT(g_hash_table_lookup(throttle->sources, source));
    if (own < THROTTLE_PER_SOURCE && throttle->overall < THROTTLE_OVERALL) {
        return 0;
    }
    return throttle->window_start_s + THROTTLE_WINDOW_S - now_s;
}

void throttle_count(Throttle *throttle, const char *source, gint64 now_s)
{
    start_window(throttle, now_s);
    int own = GPOINTER_TO_INT(g_hash_table_lookup(throttle->sources, source));
    g_hash_table_insert(throttle->sources, g_strdup(source), GINT_TO_POINTER(own + 1));
    throttle->overall++;
}
