// SPDX-License-Identifier: EUPL-1.2
#include "slipview/decoder.h"

#include <string.h>

enum { MAX_EVENTS = 64 };

typedef struct {
    DecoderEvent events[MAX_EVENTS];
    GBytes *data[MAX_EVENTS];
    gsize n;
    gsize pause_after; /* 0: never */
} Seen;

static void seen_clear(Seen *seen)
{
    for (gsize i = 0; i < seen->n; i++) {
        g_bytes_unref(seen->data[i]);
    }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Seen, seen_clear)

static bool on_event(const DecoderEvent *event, gpointer data)
{
    Seen *seen = data;
    g_assert_cmpuint(seen->n, <, MAX_EVENTS);
    seen->events[seen->n] = *event;
    seen->data[seen->n++] = g_bytes_new(event->data, event->size_bytes);
    return seen->n != seen->pause_after;
}

static void decode(Seen *seen, const char *bytes, gsize size)
{
    g_autoptr(Decoder) decoder = decoder_new(on_event, seen);
    g_assert_cmpuint(decoder_feed(decoder, (const guint8 *)bytes, size), ==, size);
    decoder_end(decoder);
}

static void test_values(void)
{
    static const struct {
        const char *bytes;
        gsize size;
        DecoderKind kind;
        gint value;
    } rows[] = {
        {"\x1b@", 2, DECODER_INIT, 0},
        {"\n", 1, DECODER_LINE, 1},
        {"\x1b"
         "d\x05",
         3, DECODER_LINE, 5},
        {"\x1bJ\xff", 3, DECODER_FEED, 255},
        {"\x1b"
         "3\x18",
         3, DECODER_SPACING, 24},
        {"\x1b"
         "2",
         2, DECODER_SPACING, -1},
        {"\x1b"
         "a1",
         3, DECODER_ALIGN, 1},
        {"\x1b"
         "a\x02",
         3, DECODER_ALIGN, 2},
        {"\x1dV\x00", 3, DECODER_CUT, -1},
        {"\x1dV1", 3, DECODER_CUT, -1},
        {"\x1dV\x42\x10", 4, DECODER_CUT, 16},
        {"\x1dV\x41\x00", 4, DECODER_CUT, 0},
        {"\x1bi", 2, DECODER_CUT, -1},
        {"\x1bm", 2, DECODER_CUT, -1},
        {"\x10\x04\x02", 3, DECODER_STATUS, 2},
        {"\x1dr\x01", 3, DECODER_SENSOR, 1},
        {"\x1d"
         "a\xff",
         3, DECODER_AUTO_STATUS, 255},
        {"\x1dI\x42", 3, DECODER_IDENTIFY, 0x42},
        {"\x1dP\x00\xcb", 4, DECODER_VERTICAL_UNIT, 203},
        {"\x1bt\x10", 3, DECODER_WITHOUT_EFFECT, 0x10},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(Seen) seen = {0};
        decode(&seen, rows[i].bytes, rows[i].size);
        g_assert_cmpuint(seen.n, ==, 1);
        g_assert_cmpint(seen.events[0].kind, ==, rows[i].kind);
        g_assert_cmpint(seen.events[0].value, ==, rows[i].value);
    }
}

static void test_raster_rows(void)
{
    static const char job[] = "\x1dv0\x03\x02\x00\x03\x00"
                              "ABCDEF\n";
    g_auto(Seen) seen = {0};
    decode(&seen, job, sizeof job - 1);
    g_assert_cmpuint(seen.n, ==, 4);
    for (gsize i = 0; i < 3; i++) {
        g_assert_cmpint(seen.events[i].kind, ==, DECODER_ROW);
        g_assert_cmpint(seen.events[i].scale_x, ==, 2);
        g_assert_cmpint(seen.events[i].scale_y, ==, 2);
        g_assert_cmpmem(g_bytes_get_data(seen.data[i], NULL), g_bytes_get_size(seen.data[i]),
                        &"ABCDEF"[2 * i], 2);
    }
    g_assert_cmpint(seen.events[3].kind, ==, DECODER_LINE);
    g_assert_cmpint(seen.events[3].offset, ==, 14);
}

static void test_columns(void)
{
    static const char job[] = "\x1b*\x21\x02\x00"
                              "abcdef\x1b*\x01\x02\x00xy";
    g_auto(Seen) seen = {0};
    decode(&seen, job, sizeof job - 1);
    g_assert_cmpuint(seen.n, ==, 2);
    g_assert_cmpint(seen.events[0].kind, ==, DECODER_COLUMNS);
    g_assert_cmpint(seen.events[0].value, ==, 33);
    g_assert_cmpuint(g_bytes_get_size(seen.data[0]), ==, 6);
    g_assert_cmpint(seen.events[1].value, ==, 1);
    g_assert_cmpuint(g_bytes_get_size(seen.data[1]), ==, 2);
}

static void test_process_id(void)
{
    static const char job[] = "\x1d(H\x06\x00\x30\x30WXYZ";
    g_auto(Seen) seen = {0};
    decode(&seen, job, sizeof job - 1);
    g_assert_cmpuint(seen.n, ==, 1);
    g_assert_cmpint(seen.events[0].kind, ==, DECODER_PROCESS_ID);
    g_assert_cmpmem(g_bytes_get_data(seen.data[0], NULL), 4, "WXYZ", 4);
}

static void test_unknown_stays_in_step(void)
{
    static const char job[] = "\x1d\x99\x1d(L\x03\x00"
                              "abc\x1b@";
    g_auto(Seen) seen = {0};
    decode(&seen, job, sizeof job - 1);
    g_assert_cmpuint(seen.n, ==, 3);
    g_assert_cmpint(seen.events[0].kind, ==, DECODER_UNKNOWN);
    g_assert_cmpint(seen.events[1].kind, ==, DECODER_UNKNOWN);
    g_assert_cmpint(seen.events[1].offset, ==, 2);
    g_assert_cmpint(seen.events[2].kind, ==, DECODER_INIT);
    g_assert_cmpint(seen.events[2].offset, ==, 10);
}

static void test_unfinished(void)
{
    g_auto(Seen) seen = {0};
    decode(&seen, "\x1dv0\x00\x02", 5);
    g_assert_cmpuint(seen.n, ==, 1);
    g_assert_cmpint(seen.events[0].kind, ==, DECODER_UNKNOWN);
    g_assert_cmpuint(g_bytes_get_size(seen.data[0]), ==, 5);
}

static void test_pause(void)
{
    g_auto(Seen) seen = {.pause_after = 2};
    g_autoptr(Decoder) decoder = decoder_new(on_event, &seen);
    const guint8 *job = (const guint8 *)"\x1dv0\x00\x01\x00\x03\x00"
                                        "ABC\n";
    gsize taken = decoder_feed(decoder, job, 12);
    g_assert_cmpuint(taken, ==, 10);
    g_assert_cmpuint(decoder_missing_bytes(decoder), ==, 1);
    g_assert_cmpuint(decoder_feed(decoder, job + taken, 12 - taken), ==, 2);
    g_assert_cmpuint(seen.n, ==, 4);
    g_assert_cmpuint(decoder_missing_bytes(decoder), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/decoder/reads each command's value", test_values);
    g_test_add_func("/decoder/hands on a raster row by row", test_raster_rows);
    g_test_add_func("/decoder/knows how long columns are", test_columns);
    g_test_add_func("/decoder/reads a process id", test_process_id);
    g_test_add_func("/decoder/stays in step behind what it does not know",
                    test_unknown_stays_in_step);
    g_test_add_func("/decoder/reports an unfinished command", test_unfinished);
    g_test_add_func("/decoder/stops where the sink pauses and goes on from there", test_pause);
    return g_test_run();
}
