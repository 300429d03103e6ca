// SPDX-License-Identifier: EUPL-1.2
/* The two programs at work on a disk of which one call fails, or every call from some moment on. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "sim_disk.h"

/* How the programs find the outbox. */
typedef enum { FAILING_FILLED, FAILING_FRESH, FAILING_SPOILT } FailingStart;
enum { FAILING_STARTS = FAILING_SPOILT + 1 };

typedef struct {
    FailingStart start;
    SimFault fault;
    bool forever;
    int after; /* the call that fails, from 1 */
} Failing;

/* Works, heals the disk, works on, cuts the power, opens again. *n_failed: calls that failed; 0:
 * `after` is beyond the last call. NULL when all was as promised, else what was not; caller owns
 * it. */
char *failing_run(const Failing *failing, int *n_failed);
