// SPDX-License-Identifier: EUPL-1.2
/* Sends one job at a time to a slip printer from a worker thread and tells the main loop how it
 * went. The screen never waits for it. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define PRINTER_ERROR printer_error_quark()
GQuark printer_error_quark(void);
typedef enum { PRINTER_ERROR_SETTINGS, PRINTER_ERROR_IO } PrinterError;

typedef enum {
    PRINTER_STATE_NONE, /* no printer is configured */
    PRINTER_STATE_READY,
    PRINTER_STATE_NEAR_END, /* works, paper is nearly out */
    PRINTER_STATE_PAPER_OUT,
    PRINTER_STATE_COVER_OPEN,
    PRINTER_STATE_OFFLINE,
    PRINTER_STATE_UNREACHABLE,
    PRINTER_STATE_UNKNOWN, /* answers are missing or garbage: never taken for fine */
} PrinterState;
const char *printer_state_name(PrinterState state); /* "paper-out" */

typedef enum {
    PRINTER_RESULT_PRINTED, /* the printer confirmed after the cut */
    PRINTER_RESULT_SENT,    /* all bytes taken, but this kind can't confirm (file, CUPS) */
    PRINTER_RESULT_FAILED,  /* no whole slip came out */
    PRINTER_RESULT_UNKNOWN, /* may have come out: the visitor is asked */
} PrinterResult;

typedef struct {
    const char *kind; /* "none", "file", "network", "usb", "cups" */
    const char *path, *host, *queue;
    int port;
    int width_dots;
    int timeout_ms; /* for each step; 0: 5000 */
} PrinterOptions;

typedef void (*PrinterDone)(PrinterResult result, PrinterState state, gpointer user_data);
typedef void (*PrinterWatch)(PrinterState state, gpointer user_data);

typedef struct Printer Printer;
Printer *printer_open(const PrinterOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Ends the worker; a job under way is cut off at its next step. */
void printer_close(Printer *printer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Printer, printer_close)

/* 1 bit a dot, rows padded to bytes, most significant bit left, 1 = black. */
typedef struct {
    int width_dots, height_dots, stride_bytes;
    guint8 *bits; /* wiped by raster_free */
} Raster;
void raster_free(Raster *raster);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Raster, raster_free)

/* Hands over `raster`. `done` is called once on the main context. False when a job is already under
 * way (nothing was taken). */
bool printer_print_take(Printer *printer, Raster *raster, PrinterDone done,
                        gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
/* Asks for the state now; `watch` is called on the main context. */
void printer_ask_state(Printer *printer, PrinterWatch watch, gpointer user_data);
