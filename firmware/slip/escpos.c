// SPDX-License-Identifier: EUPL-1.2
#include "slip/escpos.h"

#include <string.h>

#include "slip/void_band.h"

enum {
    DLE = 0x10,
    EOT = 0x04,
    ENQ = 0x05,
    DC4 = 0x14,
    ESC = 0x1B,
    GS = 0x1D,
    XON = 0x11,
    XOFF = 0x13,
    LARGEST_REAL_TIME = 8,
    REPORT_BYTES = 4,
    ECHO_BYTES = 7,
    ECHO_HEADER = 0x37,
    ECHO_ID = 0x22,
    CLEARED_ID = 0x25, /* what DLE DC4 8 is answered with */
    CLEARED_BYTES = 3,
    BAND_HEAD_BYTES = 8, /* GS v 0 */
};

/* Fixed bits by which answers are told apart (ESC/POS reference, "status transmission"). */
enum {
    FIXED_MASK = 0x93,
    FIXED_ANSWER = 0x12, /* DLE EOT */
    FIXED_REPORT = 0x10, /* first byte of ASB */
    REST_MASK = 0x90,    /* further ASB bytes: bits 4 and 7 are 0 */
    PAPER_MASK = 0xF0,   /* GS r 1 uses bits 0 to 3 only */
};

static void put(GByteArray *out, const guint8 *bytes, guint size)
{
    g_byte_array_append(out, bytes, size);
}
#define PUT(out, ...)                                                                              \
    put(out, (const guint8[]){__VA_ARGS__}, (guint)sizeof((const guint8[]){__VA_ARGS__}))

/* A printer that was cut off inside a picture takes the next bytes for dots: white ones. Inside a
 * command it takes them for what is missing of that first. */
static void put_empty_band(GByteArray *out, const PrinterModel *model)
{
    guint size = BAND_HEAD_BYTES + (guint)(model->width_dots / 8) * ESCPOS_BAND_ROWS;
    guint before = out->len;
    g_byte_array_set_size(out, before + size);
    memset(out->data + before, 0, size);
}

/* Printers obey some commands (DLE EOT, ENQ, DC4 with a small number) even where they stand in a
 * picture by chance. One dot more, an eighth of a millimetre, and they are none. */
static void defuse(guint8 *bytes, guint size)
{
    for (guint i = 0; i + 2 < size; i++) {
        bool is_second = bytes[i + 1] == EOT || bytes[i + 1] == ENQ || bytes[i + 1] == DC4;
        if (bytes[i] == DLE && is_second && bytes[i + 2] <= LARGEST_REAL_TIME) {
            bytes[i + 1] |= 0x08;
        }
    }
}

static void put_band(GByteArray *out, const Raster *raster, int first, int rows)
{
    PUT(out, GS, 'v', '0', 0, (guint8)(raster->stride_bytes & 255),
        (guint8)(raster->stride_bytes >> 8), (guint8)(rows & 255), (guint8)(rows >> 8));
    guint at = out->len;
    put(out, raster->bits + first * raster->stride_bytes, (guint)(rows * raster->stride_bytes));
    defuse(out->data + at, out->len - at);
}

/* Where the printer does not feed up to the knife: the knife's own commands are as short as can be.
 * A zero, with which the next job begins, ends them without a cut when the last byte got lost; it
 * would end GS V with one. */
static void put_short_cut(GByteArray *out, const PrinterModel *model, int feed_dots)
{
    PUT(out, ESC, 'J', (guint8)feed_dots);
    PUT(out, ESC, 'J', (guint8)model->cutter_dots);
    PUT(out, ESC, model->cut == PRINTER_CUT_FULL ? 'i' : 'm');
}

/* Cuts `feed_dots` behind the last row, or feeds that far to the tear edge. */
static void put_cut(GByteArray *out, const PrinterModel *model, int feed_dots)
{
    if (model->cut != PRINTER_CUT_NONE && model->cutter_dots > 0) {
        put_short_cut(out, model, feed_dots);
        return;
    }
    switch (model->cut) {
    case PRINTER_CUT_PARTIAL:
        PUT(out, GS, 'V', 66, (guint8)feed_dots);
        break;
    case PRINTER_CUT_FULL:
        PUT(out, GS, 'V', 65, (guint8)feed_dots);
        break;
    case PRINTER_CUT_NONE:
        PUT(out, ESC, 'J', (guint8)feed_dots);
        break;
    }
}

static void put_id(GByteArray *out, const char *id)
{
    PUT(out, GS, '(', 'H', 6, 0, 48, 48);
    put(out, (const guint8 *)id, ESCPOS_ID_CHARS);
}

/* A piece that nobody may take for a slip. */
static void put_void(GByteArray *out, const PrinterModel *model)
{
    g_autoptr(Raster) band = void_band_new(model->width_dots);
    put_band(out, band, 0, band->height_dots);
}

static void put_start(GByteArray *out, const EscposJob *job)
{
    const PrinterModel *model = &job->model;
    if (job->must_flush) {
        put_empty_band(out, model);
    }
    PUT(out, ESC, '@');
    if (model->has_reports) {
        PUT(out, GS, 'a', 0x0E);
    }
    if (job->must_void) {
        put_void(out, model);
    }
    if (job->must_cut) {
        put_cut(out, model, model->cut == PRINTER_CUT_NONE ? model->feed_dots : 0);
    }
    if (job->hello[0] && model->has_process_id) {
        put_id(out, job->hello);
    }
    if (job->hello[0] && model->has_sensor) {
        PUT(out, GS, 'r', 1);
    }
}

static void put_end(GByteArray *out, const EscposJob *job)
{
    put_cut(out, &job->model, job->model.feed_dots);
    if (job->model.has_process_id) {
        put_id(out, job->id);
    }
    if (job->model.has_sensor) {
        PUT(out, GS, 'r', 1);
    }
}

static int count_rows(const Raster *raster, int first)
{
    return MIN(ESCPOS_BAND_ROWS, raster->height_dots - first);
}

GByteArray *escpos_job_write_start(const EscposJob *job)
{
    GByteArray *out = g_byte_array_new();
    put_start(out, job);
    return out;
}

GByteArray *escpos_job_write_band(const Raster *raster, const EscposJob *job, int first_row)
{
    GByteArray *out = g_byte_array_sized_new((guint)raster->stride_bytes * ESCPOS_BAND_ROWS + 16);
    put_band(out, raster, first_row, count_rows(raster, first_row));
    if (job->model.has_sensor) {
        PUT(out, GS, 'r', 1);
    }
    return out;
}

GByteArray *escpos_job_write_end(const EscposJob *job)
{
    GByteArray *out = g_byte_array_new();
    put_end(out, job);
    return out;
}

GByteArray *escpos_job_write(const Raster *raster, const EscposJob *job)
{
    guint picture = (guint)(raster->stride_bytes * raster->height_dots);
    GByteArray *out = g_byte_array_sized_new(2 * picture + 4096);
    put_start(out, job);
    for (int first = 0; first < raster->height_dots; first += ESCPOS_BAND_ROWS) {
        put_band(out, raster, first, count_rows(raster, first));
    }
    put_end(out, job);
    return out;
}

void escpos_job_free(GByteArray *bytes)
{
    if (bytes) {
        explicit_bzero(bytes->data, bytes->len);
        g_byte_array_unref(bytes);
    }
}

static bool is_asked(const EscposReader *reader, int n)
{
    return reader->questions & (1 << (n - 1));
}

void escpos_ask(EscposReader *reader, guint8 questions, GByteArray *out)
{
    memset(reader->is_answered, 0, sizeof reader->is_answered);
    reader->is_garbled = false;
    reader->n_asked = 0;
    reader->questions = questions;
    for (guint8 n = 1; n <= PRINTER_MODEL_QUESTIONS; n++) {
        if (is_asked(reader, n)) {
            PUT(out, DLE, EOT, n);
            reader->asked[reader->n_asked++] = n;
        }
    }
}

void escpos_clear_buffer(GByteArray *out)
{
    PUT(out, DLE, DC4, 8, 1, 3, 20, 1, 6, 2, 8);
}

static void take_answer(EscposReader *reader, guint8 answer)
{
    if (reader->n_asked == 0) {
        reader->is_garbled = true;
        return;
    }
    guint8 n = reader->asked[0];
    reader->n_asked--;
    memmove(reader->asked, reader->asked + 1, reader->n_asked);
    reader->is_answered[n - 1] = true;
    switch (n) {
    case 1:
        reader->is_offline = answer & 0x08;
        break;
    case 2:
        reader->is_cover_open = answer & 0x04;
        reader->is_paper_out = answer & 0x20;
        reader->has_error = answer & 0x40;
        break;
    case 3:
        reader->has_error = (is_asked(reader, 2) && reader->has_error) || answer & 0x68;
        break;
    case 4:
        reader->is_near_end = answer & 0x0C;
        reader->is_paper_out = (is_asked(reader, 2) && reader->is_paper_out) || answer & 0x60;
        break;
    default:
        g_assert_not_reached();
    }
}

static void take_report(EscposReader *reader)
{
    const guint8 *report = reader->part;
    reader->is_offline = report[0] & 0x08;
    reader->is_cover_open = report[0] & 0x20;
    reader->has_error = report[1] & 0x68;
    reader->is_near_end = report[2] & 0x03;
    reader->is_paper_out = report[2] & 0x0C;
}

/* `byte` can be the next one of an answer that begins with ECHO_HEADER. */
static bool belongs_to_echo(const EscposReader *reader, guint8 byte)
{
    if (reader->n_part == 1) {
        return byte == ECHO_ID || byte == CLEARED_ID;
    }
    bool is_last = reader->part[1] == CLEARED_ID || reader->n_part == ECHO_BYTES - 1;
    return is_last ? byte == 0 : byte >= 0x20 && byte <= 0x7E;
}

static void end_part(EscposReader *reader)
{
    if (reader->part[0] != ECHO_HEADER) {
        take_report(reader);
    } else if (reader->part[1] == ECHO_ID) {
        memcpy(reader->echo, reader->part + 2, ESCPOS_ID_CHARS);
        reader->n_before_echo = reader->n_paper_answers;
    } else {
        reader->is_cleared = true;
    }
    reader->n_part = 0;
}

/* Goes on with an answer of several bytes; false when `byte` cannot belong to it. */
static bool continue_part(EscposReader *reader, guint8 byte)
{
    bool is_echo = reader->part[0] == ECHO_HEADER;
    if (is_echo ? !belongs_to_echo(reader, byte) : (byte & REST_MASK) != 0) {
        return false;
    }
    reader->part[reader->n_part++] = byte;
    int size = !is_echo ? REPORT_BYTES : reader->part[1] == CLEARED_ID ? CLEARED_BYTES : ECHO_BYTES;
    if (reader->n_part == size) {
        end_part(reader);
    }
    return true;
}

static void begin_answer(EscposReader *reader, guint8 byte)
{
    if (byte == XON || byte == XOFF) {
        return;
    }
    if (byte == ECHO_HEADER || (byte & FIXED_MASK) == FIXED_REPORT) {
        reader->part[0] = byte;
        reader->n_part = 1;
    } else if ((byte & FIXED_MASK) == FIXED_ANSWER) {
        take_answer(reader, byte);
    } else if ((byte & PAPER_MASK) == 0) {
        reader->n_paper_answers++;
        reader->is_near_end = byte & 0x03;
        reader->is_paper_out = byte & 0x0C;
    } else {
        reader->is_garbled = true;
    }
}

void escpos_read(EscposReader *reader, const guint8 *bytes, gsize size_bytes)
{
    for (gsize i = 0; i < size_bytes; i++) {
        if (reader->n_part > 0) {
            if (continue_part(reader, bytes[i])) {
                continue;
            }
            reader->n_part = 0;
            reader->is_garbled = true;
        }
        begin_answer(reader, bytes[i]);
    }
}

bool escpos_is_answered(const EscposReader *reader)
{
    for (int n = 1; n <= PRINTER_MODEL_QUESTIONS; n++) {
        if (is_asked(reader, n) && !reader->is_answered[n - 1]) {
            return false;
        }
    }
    return reader->questions != 0;
}

PrinterState escpos_state(const EscposReader *reader)
{
    if (reader->is_cover_open) {
        return PRINTER_STATE_COVER_OPEN;
    }
    if (reader->is_paper_out) {
        return PRINTER_STATE_PAPER_OUT;
    }
    if (reader->is_offline || reader->has_error) {
        return PRINTER_STATE_OFFLINE;
    }
    if (reader->is_garbled || !escpos_is_answered(reader)) {
        return PRINTER_STATE_UNKNOWN;
    }
    return reader->is_near_end ? PRINTER_STATE_NEAR_END : PRINTER_STATE_READY;
}
