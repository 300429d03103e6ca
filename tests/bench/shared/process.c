// SPDX-License-Identifier: EUPL-1.2
#include "process.h"

#include <stdlib.h>
#include <string.h>

/* The number behind `key` in a file of "Key: number" lines; 0 when it is not there. */
static gint64 read_number(const char *path, const char *key)
{
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL)) {
        return 0;
    }
    const char *at = strstr(text, key);
    return at ? g_ascii_strtoll(at + strlen(key), NULL, 10) : 0;
}

/* First field of schedstat: nanoseconds on a processor. */
static gint64 read_run_us(const char *path)
{
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL)) {
        return 0;
    }
    return g_ascii_strtoll(text, NULL, 10) / 1000;
}

bool process_read(GPid pid, ProcessFigures *figures)
{
    g_autofree char *folder = g_strdup_printf("/proc/%d/task", (int)pid);
    g_autoptr(GDir) tasks = g_dir_open(folder, 0, NULL);
    if (!tasks) {
        return false;
    }
    *figures = (ProcessFigures){0};
    for (const char *task = g_dir_read_name(tasks); task; task = g_dir_read_name(tasks)) {
        g_autofree char *run = g_build_filename(folder, task, "schedstat", NULL);
        g_autofree char *status = g_build_filename(folder, task, "status", NULL);
        figures->cpu_us += read_run_us(run);
        figures->wakeups += read_number(status, "\nvoluntary_ctxt_switches:");
        figures->threads++;
    }
    g_autofree char *status = g_strdup_printf("/proc/%d/status", (int)pid);
    figures->rss_kib = read_number(status, "\nVmRSS:");
    figures->anonymous_kib = read_number(status, "\nRssAnon:");
    g_autofree char *rollup = g_strdup_printf("/proc/%d/smaps_rollup", (int)pid);
    figures->pss_kib = read_number(rollup, "\nPss:");
    return true;
}
