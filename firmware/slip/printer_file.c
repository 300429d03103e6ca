// SPDX-License-Identifier: EUPL-1.2
#include <unistd.h>

#include "base/file.h"
#include "slip/escpos.h"
#include "slip/printer_kind.h"

/* For a developer's desk and for tests: each job becomes job-0001.bin, the bytes a printer would
 * get, and job-0001.png, the paper. */
enum { MAX_JOBS = 9999 };

static bool is_complete(const PrinterLine *line)
{
    return line->path[0] != 0;
}

static PrinterState ask(PrinterLine *line)
{
    return file_make_folder(line->path, NULL) ? PRINTER_STATE_READY : PRINTER_STATE_UNREACHABLE;
}

/* The first number that is free; 0 when the folder is full. */
static int find_number(const char *folder)
{
    for (int n = 1; n <= MAX_JOBS; n++) {
        g_autofree char *name = g_strdup_printf("%s/job-%04d.bin", folder, n);
        if (access(name, F_OK) != 0) {
            return n;
        }
    }
    return 0;
}

static bool save(const char *folder, int n, const char *ending, GBytes *bytes)
{
    g_autofree char *name = g_strdup_printf("%s/job-%04d.%s", folder, n, ending);
    return file_save(name, bytes, 0600, NULL);
}

static PrinterResult print(PrinterLine *line, const Raster *raster, PrinterState *state)
{
    *state = ask(line);
    int n = *state == PRINTER_STATE_READY ? find_number(line->path) : 0;
    if (n == 0) {
        return PRINTER_RESULT_FAILED;
    }
    EscposJob job = {.model = line->memory.model};
    g_snprintf(job.id, sizeof job.id, "%04d", n);
    g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes(escpos_job_write(raster, &job));
    g_autoptr(GBytes) png = raster_to_png(raster);
    bool is_saved = save(line->path, n, "png", png) && save(line->path, n, "bin", bytes);
    return is_saved ? PRINTER_RESULT_SENT : PRINTER_RESULT_FAILED;
}

const PrinterKind printer_kind_file = {"file", is_complete, print, ask};
