// SPDX-License-Identifier: EUPL-1.2
/* Sends one job at a time to a slip printer from a worker thread and tells the main loop how it
 * went. The screen never waits for it. Main thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "slip/printer_state.h"
#include "slip/raster.h"

#define PRINTER_ERROR printer_error_quark()
GQuark printer_error_quark(void);
typedef enum { PRINTER_ERROR_SETTINGS, PRINTER_ERROR_IO } PrinterError;

typedef enum {
    PRINTER_RESULT_PRINTED, /* the printer confirmed after the cut */
    PRINTER_RESULT_SENT,    /* all bytes taken, but this kind can't confirm (file, CUPS) */
    PRINTER_RESULT_FAILED,  /* no whole slip came out */
    PRINTER_RESULT_UNKNOWN, /* may have come out: the visitor is asked */
} PrinterResult;

typedef struct {
    const char *kind; /* "none", "file", "network", "usb", "cups" */
    const char *path; /* file: folder for jobs; usb: device */
    const char *host, *queue;
    int port;
    const char *models_path; /* assets/printers.ini; NULL: a generic printer */
    const char *model;       /* group in it */
    int width_dots;
    int timeout_ms; /* for each step; 0: 5000 */
} PrinterOptions;

typedef void (*PrinterDone)(PrinterResult result, PrinterState state, gpointer user_data);
typedef void (*PrinterWatch)(PrinterState state, gpointer user_data);

typedef struct Printer Printer;
/* Starts the worker; the printer itself need not be there. PRINTER_ERROR_SETTINGS: the kind is
 * unknown or misses its path, host or queue; errors of printer_model.h: the model is. `options` is
 * copied. Caller closes. */
Printer *printer_open(const PrinterOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Ends the worker; a job under way is cut off at its next step, and nothing is called back any
 * more. */
void printer_close(Printer *printer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Printer, printer_close)

/* Hands over `raster`. `done` is called once on the default main context. False when a job is
 * already under way (nothing was taken). Of kind "none" the job fails. */
bool printer_print_take(Printer *printer, Raster *raster, PrinterDone done,
                        gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
/* Asks for the state, after a job under way; `watch` is called once on the default main context. */
void printer_ask_state(Printer *printer, PrinterWatch watch, gpointer user_data);
