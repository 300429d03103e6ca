// SPDX-License-Identifier: EUPL-1.2
#include "slipview/printer.h"

#include <string.h>

enum { WIDTH_DOTS = 576, ROW_BYTES = WIDTH_DOTS / 8 };

/* What came out. */
typedef struct {
    GByteArray *replies;
    guint8 *last; /* rows of the last piece */
    int n_pieces, last_rows, n_torn, n_cuts, n_unknown;
} Seen;

static void on_reply(gpointer data, const guint8 *bytes, gsize size)
{
    g_byte_array_append(((Seen *)data)->replies, bytes, (guint)size);
}

static void on_paper(gpointer data, const PaperPiece *piece, bool is_cut)
{
    Seen *seen = data;
    g_free(seen->last);
    seen->last = g_memdup2(piece->rows, (gsize)piece->n_rows * ROW_BYTES);
    seen->last_rows = piece->n_rows;
    seen->n_pieces++;
    seen->n_torn += !is_cut;
}

static void on_cut(gpointer data)
{
    ((Seen *)data)->n_cuts++;
}

static void on_unknown(gpointer data, gint64 offset, const guint8 *bytes, gsize size)
{
    (void)offset;
    (void)bytes;
    (void)size;
    ((Seen *)data)->n_unknown++;
}

static Printer *make_printer(Seen *seen, int cutter_dots)
{
    *seen = (Seen){.replies = g_byte_array_new()};
    PrinterSink sink = {
        .reply = on_reply, .paper = on_paper, .cut = on_cut, .unknown = on_unknown, .data = seen};
    return printer_new(WIDTH_DOTS, cutter_dots, &sink);
}

static void seen_clear(Seen *seen)
{
    g_byte_array_unref(seen->replies);
    g_free(seen->last);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Seen, seen_clear)

/* A literal with its NULs. */
#define SEND(printer, literal) send_text(printer, literal, sizeof literal - 1)

static void send_text(Printer *printer, const char *bytes, gsize size)
{
    printer_receive(printer, (const guint8 *)bytes, size);
}

/* A black raster as wide as the paper, behind it a cut without feed. */
static void send_raster(Printer *printer, int rows)
{
    g_autoptr(GByteArray) job = g_byte_array_new();
    const guint8 head[] = {0x1d, 'v', '0', 0, ROW_BYTES, 0, (guint8)rows, (guint8)(rows >> 8)};
    g_byte_array_append(job, head, sizeof head);
    g_autofree guint8 *row = g_malloc(ROW_BYTES);
    memset(row, 0xff, ROW_BYTES);
    for (int i = 0; i < rows; i++) {
        g_byte_array_append(job, row, ROW_BYTES);
    }
    g_byte_array_append(job, (const guint8 *)"\x1dV\x00", 3);
    printer_receive(printer, job->data, job->len);
}

static void check_replies(Seen *seen, const char *bytes, gsize size)
{
    g_assert_cmpmem(seen->replies->data, seen->replies->len, bytes, size);
    g_byte_array_set_size(seen->replies, 0);
}

static void test_exact_dots(void)
{
    g_auto(Seen) seen;
    g_autoptr(Printer) printer = make_printer(&seen, 0);
    SEND(printer, "\x1b@\x1b"
                  "a\x01\x1dv0\x00\x02\x00\x01\x00\x80\x01\x1bJ\x03\x1dV\x00");
    g_assert_cmpint(seen.n_pieces, ==, 1);
    g_assert_cmpint(seen.last_rows, ==, 4);
    guint8 wanted[4 * ROW_BYTES] = {0};
    wanted[35] = 0x80; /* 16 dots in the middle of 576: from dot 280 */
    wanted[36] = 0x01;
    g_assert_cmpmem(seen.last, sizeof wanted, wanted, sizeof wanted);
}

static void test_columns_and_spacing(void)
{
    g_auto(Seen) seen;
    g_autoptr(Printer) printer = make_printer(&seen, 0);
    SEND(printer, "\x1b"
                  "3\x18\x1b*\x21\x01\x00\x80\x00\x01\n\x1b*\x21\x01\x00\x80\x00\x00\n");
    SEND(printer, "\x1dV\x00");
    g_assert_cmpint(seen.last_rows, ==, 48); /* two bands of 24 without a gap */
    g_assert_cmpint(seen.last[0], ==, 0x80);
    g_assert_cmpint(seen.last[23 * ROW_BYTES], ==, 0x80);
    g_assert_cmpint(seen.last[24 * ROW_BYTES], ==, 0x80);
    g_assert_cmpint(seen.last[47 * ROW_BYTES], ==, 0);
}

static void test_status_bytes(void)
{
    g_auto(Seen) seen;
    g_autoptr(Printer) printer = make_printer(&seen, 0);
    static const char ask[] = "\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04\x1dr\x01";
    static const struct {
        const char *fault, *replies, *repair;
    } rows[] = {
        {"speaks", "\x12\x12\x12\x12\x00", "speaks"},
        {"paper-low", "\x12\x12\x12\x1e\x03", "paper-ok"},
        {"paper-out", "\x1a\x32\x12\x7e", "paper-ok"},
        {"cover-open", "\x1a\x16\x12\x12", "cover-closed"},
        {"cutter-jam", "\x1a\x52\x1a\x12", "cutter-ok"},
        {"offline", "\x1a\x12\x12\x12", "online"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_assert_true(printer_do(printer, rows[i].fault));
        SEND(printer, ask);
        bool is_stuck = i >= 2; /* then GS r waits, as on the real thing */
        check_replies(&seen, rows[i].replies, is_stuck ? 4 : 5);
        g_assert_true(printer_do(printer, rows[i].repair));
        check_replies(&seen, "", is_stuck ? 1 : 0);
    }
}

static void test_auto_status(void)
{
    g_auto(Seen) seen;
    g_autoptr(Printer) printer = make_printer(&seen, 0);
    SEND(printer, "\x1d"
                  "a\xff");
    check_replies(&seen, "\x10\x00\x00\x0f", 4);
    g_assert_true(printer_do(printer, "cover-open"));
    check_replies(&seen, "\x38\x00\x00\x0f", 4);
    g_assert_true(printer_do(printer, "silent"));
    g_assert_true(printer_do(printer, "paper-out"));
    check_replies(&seen, "", 0);
}

static void test_paper_out_and_refill(void)
{
    g_auto(Seen) seen;
    g_autoptr(Printer) printer = make_printer(&seen, 0);
    g_assert_true(printer_do(printer, "paper-out-after 40"));
    send_raster(printer, 100);
    g_assert_cmpint(seen.n_torn, ==, 1); /* the end of the roll falls out */
    g_assert_cmpint(seen.last_rows, ==, 40);
    SEND(printer, "\x10\x04\x04");
    check_replies(&seen, "\x7e", 1);
    g_assert_true(printer_do(printer, "paper-ok"));
    g_assert_cmpint(seen.n_pieces, ==, 2);
    g_assert_cmpint(seen.last_rows, ==, 60);
    for (gsize i = 0; i < 60 * ROW_BYTES; i++) {
        g_assert_cmpint(seen.last[i], ==, 0xff);
    }
}

static void test_request_within_raster(void)
{
    g_auto(Seen) seen;
    g_autoptr(Printer) printer = make_printer(&seen, 0);
    SEND(printer, "\x1dv0\x00\x01\x00\x04\x00"
                  "AB");
    SEND(printer, "\x10\x04\x01");
    check_replies(&seen, "\x12", 1);
    SEND(printer, "CD\x1dV\x00");
    g_assert_cmpint(seen.last_rows, ==, 4);
    g_assert_cmpint(seen.last[2 * ROW_BYTES], ==, 'C');
    g_assert_cmpint(seen.last[3 * ROW_BYTES], ==, 'D');
}

static void test_clear(void)
{
    g_auto(Seen) seen;
    g_autoptr(Printer) printer = make_printer(&seen, 0);
    g_assert_true(printer_do(printer, "paper-out-after 40"));
    send_raster(printer, 100);
    SEND(printer, "\x1dv0\x00\x48\x00\x40\x00 and half a picture behind it");
    SEND(printer, "\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08");
    check_replies(&seen, "\x37\x25\x00", 3);
    g_assert_true(printer_do(printer, "paper-ok"));
    g_assert_cmpint(seen.n_pieces, ==, 1); /* torn off when the roll ended */
    SEND(printer, "\x1b"
                  "J\x28\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08\x1b@\x1dV\x00");
    g_assert_cmpint(seen.last_rows, ==, 40); /* what was on paper already: the feed */
    g_assert_cmpint(seen.n_unknown, ==, 0);
}

static void test_knife_behind_the_head(void)
{
    g_auto(Seen) seen;
    g_autoptr(Printer) printer = make_printer(&seen, 30);
    send_raster(printer, 100);
    g_assert_cmpint(seen.last_rows, ==, 70); /* the end stays inside */
    SEND(printer, "\x1dV\x42\x00");
    g_assert_cmpint(seen.last_rows, ==, 30);
    g_assert_cmpint(seen.last[29 * ROW_BYTES], ==, 0xff);
}

static void test_finish(void)
{
    g_auto(Seen) seen;
    g_autoptr(Printer) printer = make_printer(&seen, 0);
    SEND(printer, "\x1bJ\x05\x1d");
    printer_finish(printer);
    g_assert_cmpint(seen.n_unknown, ==, 1);
    g_assert_cmpint(seen.n_torn, ==, 1);
    g_assert_cmpint(seen.last_rows, ==, 5);
    g_assert_false(printer_do(printer, "paper-out-after many"));
    g_assert_false(printer_do(printer, "explode"));
}

/* What a job that waits for something leaves in the printer. */
static void test_power(void)
{
    g_auto(Seen) seen;
    g_autoptr(Printer) printer = make_printer(&seen, 0);
    g_assert_true(printer_do(printer, "cover-open"));
    send_raster(printer, 100);
    SEND(printer, "\x1dv0\x00\x48\x00\x40\x00 and half a picture behind it");
    g_assert_true(printer_do(printer, "power-off"));
    SEND(printer, "\x10\x04\x01\x1b@");
    check_replies(&seen, "", 0);
    g_assert_true(printer_is_off(printer));
    g_assert_true(printer_do(printer, "power-on"));
    g_assert_true(printer_do(printer, "cover-closed"));
    SEND(printer, "\x10\x04\x01");
    check_replies(&seen, "\x12", 1);
    send_raster(printer, 10);
    g_assert_cmpint(seen.n_pieces, ==, 1);
    g_assert_cmpint(seen.last_rows, ==, 10);
    g_assert_cmpint(seen.n_unknown, ==, 0);
}

static void test_power_keeps_paper(void)
{
    g_auto(Seen) seen;
    g_autoptr(Printer) printer = make_printer(&seen, 0);
    SEND(printer, "\x1bJ\x05");
    g_assert_true(printer_do(printer, "power-off"));
    g_assert_true(printer_do(printer, "power-on"));
    SEND(printer, "\x1bJ\x05\x1dV\x00");
    g_assert_cmpint(seen.last_rows, ==, 10);
    SEND(printer, "\x1bJ\x05");
    g_assert_true(printer_do(printer, "tear"));
    g_assert_cmpint(seen.n_torn, ==, 1);
    g_assert_cmpint(seen.n_cuts, ==, 1);
}

static void test_tear(void)
{
    g_auto(Seen) seen;
    g_autoptr(Printer) printer = make_printer(&seen, 4);
    SEND(printer, "\x1bJ\x04");
    g_assert_true(printer_do(printer, "tear")); /* nothing hangs out yet */
    g_assert_cmpint(seen.n_torn, ==, 0);
    SEND(printer, "\x1bJ\x05");
    g_assert_true(printer_do(printer, "tear"));
    g_assert_cmpint(seen.n_torn, ==, 1);
    g_assert_cmpint(seen.last_rows, ==, 5);
}

static void test_mend(void)
{
    g_auto(Seen) seen;
    g_autoptr(Printer) printer = make_printer(&seen, 0);
    static const char *const faults[] = {"paper-out",  "paper-low", "cover-open",
                                         "cutter-jam", "offline",   "silent"};
    for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
        g_assert_true(printer_knows(faults[i]));
        g_assert_true(printer_do(printer, faults[i]));
    }
    send_raster(printer, 10);
    g_assert_cmpint(seen.n_pieces, ==, 0);
    g_assert_true(printer_do(printer, "mend"));
    g_assert_cmpint(seen.n_pieces, ==, 1);
    SEND(printer, "\x10\x04\x04");
    check_replies(&seen, "\x12", 1);
    g_assert_false(printer_knows("explode"));
}

static void test_endless_feed(void)
{
    g_auto(Seen) seen;
    g_autoptr(Printer) printer = make_printer(&seen, 0);
    for (int i = 0; i < 200; i++) {
        SEND(printer, "\x1bJ\xff");
    }
    SEND(printer, "\x1dV\x00");
    g_assert_cmpint(seen.last_rows, ==, PAPER_MAX_ROWS);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/printer/prints a dot where it was sent", test_exact_dots);
    g_test_add_func("/printer/sets column bands without a gap", test_columns_and_spacing);
    g_test_add_func("/printer/answers every status with its bits", test_status_bytes);
    g_test_add_func("/printer/tells of changes when asked to", test_auto_status);
    g_test_add_func("/printer/goes on after a refill where it stopped", test_paper_out_and_refill);
    g_test_add_func("/printer/answers a request inside a raster", test_request_within_raster);
    g_test_add_func("/printer/forgets what it is told to forget", test_clear);
    g_test_add_func("/printer/leaves the end inside when cut without feed",
                    test_knife_behind_the_head);
    g_test_add_func("/printer/reports what is unfinished at the end", test_finish);
    g_test_add_func("/printer/without power it forgets all but paper", test_power);
    g_test_add_func("/printer/without power what hangs out stays", test_power_keeps_paper);
    g_test_add_func("/printer/paper is torn off at the edge", test_tear);
    g_test_add_func("/printer/can be mended at once", test_mend);
    g_test_add_func("/printer/keeps a bounded piece of an endless feed", test_endless_feed);
    return g_test_run();
}
