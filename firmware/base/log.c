// SPDX-License-Identifier: EUPL-1.2
#include "base/log.h"

#include <glib.h>
#include <stdio.h>
#include <unistd.h>

typedef struct {
    const char *program;
    bool debug;
    bool journal;
} LogTarget;

static const char *level_word(GLogLevelFlags level)
{
    if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL)) {
        return "error: ";
    }
    return level & G_LOG_LEVEL_WARNING ? "warning: " : "";
}

static GLogWriterOutput write_message(GLogLevelFlags level, const GLogField *fields, gsize n_fields,
                                      gpointer user_data)
{
    const LogTarget *target = user_data;
    if ((level & G_LOG_LEVEL_DEBUG) && !target->debug) {
        return G_LOG_WRITER_HANDLED;
    }
    if (target->journal &&
        g_log_writer_journald(level, fields, n_fields, NULL) == G_LOG_WRITER_HANDLED) {
        return G_LOG_WRITER_HANDLED;
    }
    for (gsize i = 0; i < n_fields; i++) {
        if (g_strcmp0(fields[i].key, "MESSAGE") == 0) {
            fprintf(stderr, "%s: %s%s\n", target->program, level_word(level),
                    (const char *)fields[i].value);
        }
    }
    return G_LOG_WRITER_HANDLED;
}

static void free_target(gpointer data)
{
    g_free(data);
}

void log_start(const char *program, bool debug)
{
    LogTarget *target = g_new0(LogTarget, 1);
    target->program = program;
    target->debug = debug;
    target->journal = g_log_writer_is_journald(fileno(stderr));
    g_log_set_writer_func(write_message, target, free_target);
}
