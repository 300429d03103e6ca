// SPDX-License-Identifier: EUPL-1.2
/* The two programs at work on one outbox on sim_disk, at random, and what they were promised. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "model.h"
#include "store/outbox.h"

typedef enum { WORLD_KIOSK, WORLD_SYNC } WorldProgram;
enum { WORLD_PROGRAMS = WORLD_SYNC + 1, WORLD_MAX_ROWS = 30 };

#define WORLD_PATH "/sim/outbox.sqlite"

typedef struct {
    GRand *random;
    Outbox *open[WORLD_PROGRAMS]; /* NULL: that program does not run */
    Model *promised;              /* by the calls that returned */
    Model *maybe;                 /* the same after the call that failed; NULL: none failed */
    gint64 last_number;
    gint64 expired; /* intakes in all */
    gint64 maybe_expired;
    bool was_spoilt; /* the file may be set aside, once */
    char *problem;   /* NULL: all is well */
} World;

void world_init(World *world, guint32 seed);
void world_clear(World *world);

/* Opens one program's outbox. False: the power went, or there is a problem. */
bool world_open(World *world, WorldProgram program);
void world_close(World *world, WorldProgram program);

/* One random call of a program. False as above. */
bool world_step(World *world);

/* After the power came back: everything must be as promised, and the file sound. What the call that
 * failed did is known from then on. False as above. */
bool world_verify(World *world);
/* Makes the file one of a version that nobody knows, durably: it will be set aside, every row
 * carried over. Nothing may be open. */
void world_spoil(World *world);
