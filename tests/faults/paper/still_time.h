// SPDX-License-Identifier: EUPL-1.2
/* Time that stands still while anything can happen. In a program that links this, every thread but
 * the one that called still_time_start lives in simulated time: its poll() lets the other end of
 * its connections do all it can, and only when nobody has anything to do the clock jumps to the
 * next moment at which something happens. Time limits then cost nothing and never depend on how
 * busy the machine is. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
    /* Does one thing that can be done now; false when there is none. */
    bool (*serve)(gpointer data);
    /* Whether bytes between `fd` and the other end are still on their way through the kernel. */
    bool (*is_under_way)(gpointer data, int fd);
    void (*pass_time)(gpointer data, gint64 now_us);
    gint64 (*due_us)(gpointer data); /* when time alone brings something; -1: never */
    gpointer data;
    /* Serve before looking whether the worker can go on, or only when it cannot: a printer that is
     * always faster, or always slower. May change between jobs. */
    bool is_eager;
} StillTimePeer;

/* `peer` is borrowed for ever. */
void still_time_start(StillTimePeer *peer);
/* In microseconds, on any thread. */
gint64 still_time_now_us(void);
/* Main thread, while no other waits. */
void still_time_pass(gint64 us);
