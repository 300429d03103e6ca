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

/* All-zero cuts right behind the slip and goes one way: use printer_model_generic. */
typedef struct {
    PrinterCut cut;
    int feed_dots; /* 0 to 255 */
    bool answers;  /* it tells how it is and confirms; otherwise the visitor is asked */
} PrinterModel;

/* A receipt printer as most are: partial cut, 3 mm of paper, answers. */
PrinterModel printer_model_generic(void);

/* The group `name` of the file. An unknown model, an unknown or missing key and a wrong value are
 * refused by file, group and key; `out` is then untouched. */
bool printer_model_load(const char *path, const char *name, PrinterModel *out,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
