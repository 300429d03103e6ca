// SPDX-License-Identifier: EUPL-1.2
/* What the proxy is to do wrong: lines "WHEN: WHAT", each for so many connections (behind TLS: for
 * so many requests), then the next line. The table lies in memory that processes share, since each
 * connection is served by a child; lines are added by the parent alone. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
    FAULT_PASS,
    FAULT_CUT,     /* after `amount` bytes from `side`; with a reset unless `by_fin` */
    FAULT_DELAY,   /* each piece waits `amount` ms, both ways */
    FAULT_SLOW,    /* `amount` bits a second, each way */
    FAULT_DROP,    /* the target gets the request; its reply is swallowed, then a reset */
    FAULT_SILENT,  /* accepted, and nothing ever comes */
    FAULT_RESET,   /* accepted and reset */
    FAULT_TWICE,   /* the target gets the request twice; its second reply is passed on */
    FAULT_REPLACE, /* the target gets the request; `file` is sent instead of its reply */
} FaultKind;

typedef enum { SIDE_CLIENT, SIDE_SERVER, N_SIDES } Side;

enum { FAULT_MAX_FILE = 256 };

typedef struct {
    FaultKind kind;
    Side side;
    bool by_fin;
    gint64 amount;
    char file[FAULT_MAX_FILE];
} Fault;

typedef struct Script Script;

/* Shared with every process that is forked from here on; never freed. */
Script *script_new(void);
/* Adds "once|always|N times [at METHOD PATH]: WHAT", or does "clear". False when the line is not
 * like this; then nothing changes. */
bool script_add(Script *script, const char *line);
/* What the next connection or request suffers; `request` ("POST /v1/intakes") may be NULL. Lines
 * with "at" are only for requests like that. */
Fault script_take(Script *script, const char *request);
