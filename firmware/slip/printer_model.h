// SPDX-License-Identifier: EUPL-1.2
/* What differs between receipt printers, as data: assets/printers.ini, one group a model. Pure but
 * for reading the file. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define PRINTER_MODEL_ERROR printer_model_error_quark()
GQuark printer_model_error_quark(void);
typedef enum { PRINTER_MODEL_ERROR_FILE, PRINTER_MODEL_ERROR_VALUE } PrinterModelError;

typedef enum { PRINTER_CUT_PARTIAL, PRINTER_CUT_FULL, PRINTER_CUT_NONE } PrinterCut;
/* Who holds back bytes on a serial line. */
typedef enum { PRINTER_FLOW_NONE, PRINTER_FLOW_RTS_CTS, PRINTER_FLOW_XON_XOFF } PrinterFlow;

enum { PRINTER_MODEL_QUESTIONS = 4 }; /* DLE EOT 1 to 4 */

/* All-zero cuts right behind the slip and goes one way: use printer_model_generic. */
typedef struct {
    PrinterCut cut;
    int feed_dots;    /* 0 to 255 */
    int cutter_dots;  /* 0 to 255 from the head to the knife; 0: the printer feeds so far itself */
    bool answers;     /* it tells how it is; without it the next four are false or 0 */
    guint8 questions; /* which of DLE EOT 1 to 4 it answers: bit 0 is number 1 */
    bool has_reports; /* tells changes by itself (ASB, GS a) */
    bool has_process_id; /* echoes a number when all before it is done (GS ( H) */
    bool has_sensor;     /* answers GS r in its turn: confirms where it has no process id */
    bool has_clear;      /* forgets what it has not printed yet on DLE DC4 8 */
    int width_dots;      /* 384 to 576, a multiple of 8 */
    int dots_per_mm;     /* 6 to 12 */
    int speed_mm_s;      /* of paper at its slowest: how long a job is waited for */
    PrinterFlow flow;
} PrinterModel;

/* A receipt printer for 80 mm paper as most are: partial cut, 3 mm of paper, answers all. */
PrinterModel printer_model_generic(void);

/* The group `name` of the file. An unknown model, an unknown or missing key and a wrong value are
 * refused by file, group and key; `out` is then untouched. */
bool printer_model_load(const char *path, const char *name, PrinterModel *out,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How long `rows` of dots take at most, in ms. */
int printer_model_printing_ms(const PrinterModel *model, int rows);
