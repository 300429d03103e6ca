// SPDX-License-Identifier: EUPL-1.2
/* Sends one job at a time to a slip printer from a worker thread and tells the main loop how it
 * went. The screen never waits for it, and every job ends within printer_job_limit_ms, whatever the
 * printer or the network does. A job is sent once: nothing is tried again here, and what was not
 * confirmed is cleared, struck through and cut off before the next. Main thread. */
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
    PRINTER_RESULT_SENT,    /* all bytes taken, but this kind can't confirm (file, most of CUPS) */
    PRINTER_RESULT_FAILED,  /* no whole slip came out, and none will */
    PRINTER_RESULT_UNKNOWN, /* may have come out: the visitor is asked */
} PrinterResult;

typedef struct {
    const char *kind; /* "none", "file", "network", "usb", "serial", "cups" */
    const char *path; /* file: folder for jobs; usb, serial: device */
    const char *usb;  /* usb: VENDOR:PRODUCT[:SERIAL] in place of a device; see usb_printer.h */
    const char *host, *queue;
    int port;
    int baud;                /* serial */
    const char *models_path; /* assets/printers.ini; NULL: a generic printer */
    const char *model;       /* group in it */
    int width_dots;          /* 0: as the model has it */
    int timeout_ms;          /* for each step; 0: 5000 */
    const char *sys_dir;     /* NULL: "/sys" */
    const char *dev_dir;     /* NULL: "/dev" */
} PrinterOptions;

typedef void (*PrinterDone)(PrinterResult result, PrinterState state, gpointer user_data);
typedef void (*PrinterWatch)(PrinterState state, gpointer user_data);

typedef struct Printer Printer;
/* Starts the worker; the printer itself need not be there. PRINTER_ERROR_SETTINGS: the kind is
 * unknown or misses its path, host or queue, or the width or baud rate cannot be; errors of
 * usb_printer.h and printer_model.h likewise. `options` is copied. Caller closes. */
Printer *printer_open(const PrinterOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Ends the worker; a job under way is cut off at its next step, and nothing is called back any
 * more. Returns within a second: a worker that hangs in somebody else's code (a name that is looked
 * up, CUPS) is left to end by itself. */
void printer_close(Printer *printer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Printer, printer_close)

/* Dots across the paper: the setting, or else the model's. */
int printer_width_dots(const Printer *printer);
/* The longest time between printer_print_take and its `done`, for so many rows. */
int printer_job_limit_ms(const Printer *printer, int rows);

/* Hands over `raster`. `done` is called once on the default main context, never inside the call.
 * False when a job is already under way (nothing was taken), also one that was given up after
 * its time limit and has not ended: it might still come out. Of kind "none" the job fails. */
bool printer_print_take(Printer *printer, Raster *raster, PrinterDone done,
                        gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
/* Asks for the state, after a job under way; `watch` is called once on the default main context. */
void printer_ask_state(Printer *printer, PrinterWatch watch, gpointer user_data);

/* From now on, until printer_close, asks by itself while nobody prints and calls `watch` on the
 * default main context: first as soon as the printer has answered, then whenever its state has
 * changed, by a job too (then before its `done`). The end of a fault is seen within 10 s. Changes
 * are logged, at most PRINTER_PACE_LINES_AN_HOUR. Once a printer. */
void printer_watch_state(Printer *printer, PrinterWatch watch, gpointer user_data);
/* Why it could not be reached the last time, in technical words for staff's log; NULL: it was. */
const char *printer_problem(const Printer *printer);
