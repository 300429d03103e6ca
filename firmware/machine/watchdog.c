// SPDX-License-Identifier: EUPL-1.2
#include "machine/watchdog.h"

#include <stdint.h>
#include <systemd/sd-daemon.h>

struct Watchdog {
    guint timer; /* 0: none */
};

static gboolean feed(gpointer user_data)
{
    (void)user_data;
    sd_notify(0, "WATCHDOG=1");
    return G_SOURCE_CONTINUE;
}

Watchdog *watchdog_start(void)
{
    Watchdog *watchdog = g_new0(Watchdog, 1);
    uint64_t limit_us = 0;
    if (sd_watchdog_enabled(0, &limit_us) > 0 && limit_us > 0) {
        watchdog->timer = g_timeout_add((guint)MAX(limit_us / 2000, 1), feed, NULL);
    }
    return watchdog;
}

void watchdog_stop(Watchdog *watchdog)
{
    if (watchdog) {
        if (watchdog->timer) {
            g_source_remove(watchdog->timer);
        }
        g_free(watchdog);
    }
}

void watchdog_ready(void)
{
    sd_notify(0, "READY=1");
}

void watchdog_status(const char *line)
{
    g_autofree char *text = g_strconcat("STATUS=", line, NULL);
    sd_notify(0, g_strdelimit(text, "\n", ' '));
}

void watchdog_stopping(void)
{
    sd_notify(0, "STOPPING=1");
}
