// SPDX-License-Identifier: EUPL-1.2
/* A line between a kiosk and a virtual printer that does what lines do: it is a device or a TCP
 * port on the kiosk's side, and it can hold back, drop, repeat, invent, stall, trickle and break. A
 * thread of its own pumps the bytes. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* All-zero is a good line. Counts of bytes are of one call, from the kiosk to the printer. */
typedef struct {
    int break_after;   /* hangs up after so many bytes; 0: never */
    int stall_after;   /* takes no more after so many bytes; 0: never */
    int trickle;       /* takes so many bytes each tenth of a second; 0: all */
    int deaf_after;    /* answers are lost after so many bytes went to the printer; 0: never */
    int late_after;    /* likewise, but the next call gets them, after its first bytes */
    bool repeats;      /* each answer comes twice */
    bool echoes;       /* all that is said comes back too */
    const char *noise; /* said at the start of each call, static */
    int flood_bytes;   /* so many bytes of noise are said as fast as they are read */
} PrinterBridgeFaults;

typedef struct PrinterBridge PrinterBridge;

/* `port` is the virtual printer's. Callers stop. */
PrinterBridge *printer_bridge_start_device(int port);
PrinterBridge *printer_bridge_start_network(int port);
/* Stopping a device is pulling its plug. */
void printer_bridge_stop(PrinterBridge *bridge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PrinterBridge, printer_bridge_stop)

const char *printer_bridge_path(const PrinterBridge *bridge); /* of a device */
int printer_bridge_port(const PrinterBridge *bridge);         /* of a network one */
/* Counts begin anew. */
void printer_bridge_set(PrinterBridge *bridge, const PrinterBridgeFaults *faults);
