// SPDX-License-Identifier: EUPL-1.2
#include "faults/proxy/script.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

enum { MAX_LINES = 512, MAX_REQUEST = 128 };

typedef struct {
    gint left;
    char request[MAX_REQUEST]; /* "": any */
    Fault fault;
} Line;

struct Script {
    gint n;
    Line lines[MAX_LINES];
};

Script *script_new(void)
{
    void *memory =
        mmap(NULL, sizeof(Script), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    g_assert(memory != MAP_FAILED);
    return memory;
}

static bool skip(const char **text, const char *word)
{
    bool is_there = g_str_has_prefix(*text, word);
    *text += is_there ? strlen(word) : 0;
    return is_there;
}

static bool read_number(const char **text, gint64 *out)
{
    char *end;
    *out = g_ascii_strtoll(*text, &end, 10);
    bool is_number = end > *text && g_ascii_isdigit(**text);
    *text = end;
    return is_number;
}

static bool read_cut(const char *what, Fault *fault)
{
    fault->kind = FAULT_CUT;
    if (!read_number(&what, &fault->amount) || !skip(&what, " bytes from ")) {
        return false;
    }
    fault->side = skip(&what, "server") ? SIDE_SERVER : SIDE_CLIENT;
    if (fault->side == SIDE_CLIENT && !skip(&what, "client")) {
        return false;
    }
    fault->by_fin = skip(&what, " by fin");
    return *what == 0;
}

static bool read_fault(const char *what, Fault *fault)
{
    static const struct {
        const char *word;
        FaultKind kind;
    } plain[] = {
        {"pass", FAULT_PASS},   {"drop reply", FAULT_DROP},  {"silent", FAULT_SILENT},
        {"reset", FAULT_RESET}, {"send twice", FAULT_TWICE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(plain); i++) {
        if (strcmp(what, plain[i].word) == 0) {
            fault->kind = plain[i].kind;
            return true;
        }
    }
    if (skip(&what, "cut after ")) {
        return read_cut(what, fault);
    }
    if (skip(&what, "delay ")) {
        fault->kind = FAULT_DELAY;
        return read_number(&what, &fault->amount) && strcmp(what, " ms") == 0;
    }
    if (skip(&what, "slow ")) {
        fault->kind = FAULT_SLOW;
        return read_number(&what, &fault->amount) && fault->amount >= 8 &&
               strcmp(what, " bit/s") == 0;
    }
    if (skip(&what, "drop reply after ")) {
        fault->kind = FAULT_DROP;
        return read_number(&what, &fault->amount) && strcmp(what, " bytes from client") == 0;
    }
    if (skip(&what, "replace reply ")) {
        fault->kind = FAULT_REPLACE;
        return g_strlcpy(fault->file, what, sizeof fault->file) < sizeof fault->file;
    }
    return false;
}

static bool read_when(const char *when, Line *line)
{
    gint64 times = 1;
    if (skip(&when, "always")) {
        times = G_MAXINT;
    } else if (!skip(&when, "once") && (!read_number(&when, &times) || !skip(&when, " times"))) {
        return false;
    }
    line->left = (gint)CLAMP(times, 0, G_MAXINT);
    if (skip(&when, " at ")) {
        return g_strlcpy(line->request, when, sizeof line->request) < sizeof line->request;
    }
    return *when == 0;
}

bool script_add(Script *script, const char *line)
{
    if (strcmp(line, "clear") == 0) {
        g_atomic_int_set(&script->n, 0);
        return true;
    }
    gint n = g_atomic_int_get(&script->n);
    const char *colon = strstr(line, ": ");
    if (!colon || n == MAX_LINES) {
        return false;
    }
    g_autofree char *when = g_strndup(line, (gsize)(colon - line));
    Line fresh = {0};
    if (!read_when(when, &fresh) || !read_fault(colon + 2, &fresh.fault)) {
        return false;
    }
    script->lines[n] = fresh;
    g_atomic_int_set(&script->n, n + 1);
    return true;
}

/* One of what is left of a line, whoever else wants it. */
static bool use_line(Line *line)
{
    for (gint left = g_atomic_int_get(&line->left); left > 0;
         left = g_atomic_int_get(&line->left)) {
        if (left == G_MAXINT || g_atomic_int_compare_and_exchange(&line->left, left, left - 1)) {
            return true;
        }
    }
    return false;
}

Fault script_take(Script *script, const char *request)
{
    gint n = g_atomic_int_get(&script->n);
    for (gint i = 0; i < n; i++) {
        Line *line = &script->lines[i];
        bool is_meant = !line->request[0] || g_strcmp0(line->request, request) == 0;
        if (is_meant && use_line(line)) {
            return line->fault;
        }
    }
    return (Fault){.kind = FAULT_PASS};
}
