// SPDX-License-Identifier: EUPL-1.2
#include "slipview/line.h"

#include <string.h>

enum { WIDTH_DOTS = 384, ROW_BYTES = WIDTH_DOTS / 8, S = 1000 * 1000 };

/* What came out. */
typedef struct {
    Line *line;
    gint64 now_us;
    GByteArray *sent;
    GString *happened;
    int n_cut, n_torn, last_rows;
    int n_closed, n_reset;
} Bench;

static void on_send(gpointer data, const guint8 *bytes, gsize size)
{
    g_byte_array_append(((Bench *)data)->sent, bytes, (guint)size);
}

static void on_hang_up(gpointer data, bool is_reset)
{
    Bench *bench = data;
    bench->n_closed += !is_reset;
    bench->n_reset += is_reset;
}

static void on_paper(gpointer data, const PaperPiece *piece, bool is_cut)
{
    Bench *bench = data;
    bench->n_cut += is_cut;
    bench->n_torn += !is_cut;
    bench->last_rows = piece->n_rows;
}

static void on_unknown(gpointer data, gint64 offset, const guint8 *bytes, gsize size)
{
    (void)data;
    (void)offset;
    (void)bytes;
    (void)size;
}

static void on_happened(gpointer data, const char *what)
{
    g_string_append_printf(((Bench *)data)->happened, "%s;", what);
}

static void bench_start(Bench *bench)
{
    *bench = (Bench){.now_us = 77 * S, .sent = g_byte_array_new(), .happened = g_string_new(NULL)};
    const LineSink sink = {on_send, on_hang_up, on_paper, on_unknown, on_happened, bench};
    bench->line = line_new(WIDTH_DOTS, 0, &sink);
    line_open(bench->line, bench->now_us);
}

static void bench_clear(Bench *bench)
{
    line_free(bench->line);
    g_byte_array_unref(bench->sent);
    g_string_free(bench->happened, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Bench, bench_clear)

static void tell(Bench *bench, const char *bytes, gsize size)
{
    line_receive(bench->line, (const guint8 *)bytes, size, bench->now_us);
}
#define TELL(bench, literal) tell(bench, literal, sizeof literal - 1)

static void happen(Bench *bench, const char *rule)
{
    g_assert_true(line_do(bench->line, rule, bench->now_us));
}

static void pass(Bench *bench, gint64 us)
{
    bench->now_us += us;
    line_pass_time(bench->line, bench->now_us);
}

static void expect_sent(Bench *bench, const char *bytes, gsize size)
{
    g_assert_cmpmem(bench->sent->data, bench->sent->len, bytes, size);
    g_byte_array_set_size(bench->sent, 0);
}
#define EXPECT(bench, literal) expect_sent(bench, literal, sizeof literal - 1)

#define ASK "\x10\x04\x01\x10\x04\x04"
#define JOB "\x1b@\x1bJ\x14\x1dV\x00" /* 2 + 3 + 3 bytes, 20 rows */

static void test_plain(void)
{
    g_auto(Bench) bench;
    bench_start(&bench);
    TELL(&bench, ASK JOB);
    EXPECT(&bench, "\x12\x12");
    g_assert_cmpint(bench.n_cut, ==, 1);
    g_assert_cmpint(bench.last_rows, ==, 20);
    g_assert_cmpint(line_bytes(bench.line), ==, 14);
    g_assert_cmpint(line_due_us(bench.line, bench.now_us), ==, -1);
}

static void test_exact_byte(void)
{
    for (int n = 0; n <= 9; n++) {
        g_autofree char *rule = g_strdup_printf("after %d bytes: disconnect", n);
        g_auto(Bench) bench;
        bench_start(&bench);
        happen(&bench, rule);
        TELL(&bench, JOB);
        g_assert_cmpint(bench.n_closed, ==, n <= 8);
        g_assert_cmpint(bench.n_cut, ==, n >= 8);
        g_assert_cmpint(line_bytes(bench.line), ==, MIN(n, 8));
        g_assert_cmpint(line_room(bench.line, bench.now_us) > 0, ==, n == 9);
    }
}

static void test_at_cut(void)
{
    g_auto(Bench) bench;
    bench_start(&bench);
    happen(&bench, "at cut: reset");
    TELL(&bench, JOB "\x1dr\x01" JOB);
    g_assert_cmpint(bench.n_reset, ==, 1);
    EXPECT(&bench, "");                  /* that answer is lost with the line */
    g_assert_cmpint(bench.n_cut, ==, 2); /* but not what the printer had received */
    g_assert_cmpstr(bench.happened->str, ==, "reset;");
}

static void test_silent(void)
{
    g_auto(Bench) bench;
    bench_start(&bench);
    happen(&bench, "silent");
    TELL(&bench, ASK);
    EXPECT(&bench, "");
    happen(&bench, "speaks");
    TELL(&bench, ASK);
    EXPECT(&bench, "\x12\x12");
}

static void test_garbage(void)
{
    g_auto(Bench) bench;
    bench_start(&bench);
    happen(&bench, "garbage");
    for (int i = 0; i < 20; i++) {
        TELL(&bench, ASK);
    }
    g_assert_cmpint(bench.sent->len, ==, 40);
    int n_right = 0;
    for (guint i = 0; i < bench.sent->len; i++) {
        n_right += bench.sent->data[i] == 0x12;
    }
    g_assert_cmpint(n_right, <, 5);
    g_byte_array_set_size(bench.sent, 0);
    happen(&bench, "zeros");
    TELL(&bench, ASK);
    EXPECT(&bench, "\0\0");
    happen(&bench, "speaks");
    TELL(&bench, ASK);
    EXPECT(&bench, "\x12\x12");
}

static void test_late(void)
{
    g_auto(Bench) bench;
    bench_start(&bench);
    happen(&bench, "late 3000");
    TELL(&bench, ASK);
    g_assert_cmpint(line_due_us(bench.line, bench.now_us), ==, bench.now_us + 3 * S);
    pass(&bench, 3 * S - 1);
    EXPECT(&bench, "");
    pass(&bench, 1);
    EXPECT(&bench, "\x12\x12");
    TELL(&bench, ASK);
    line_close(bench.line);
    line_open(bench.line, bench.now_us);
    pass(&bench, 9 * S);
    EXPECT(&bench, ""); /* went with the caller who asked */
    happen(&bench, "speaks");
    TELL(&bench, ASK);
    EXPECT(&bench, "\x12\x12");
}

static void test_repeat(void)
{
    g_auto(Bench) bench;
    bench_start(&bench);
    happen(&bench, "repeat 3");
    TELL(&bench, ASK);
    EXPECT(&bench, "\x12\x12\x12\x12\x12\x12");
    happen(&bench, "speaks");
    TELL(&bench, ASK);
    EXPECT(&bench, "\x12\x12");
}

static void test_flood(void)
{
    g_auto(Bench) bench;
    bench_start(&bench);
    happen(&bench, "flood 3000000");
    g_assert_cmpint(bench.sent->len, ==, 3000000);
    g_byte_array_set_size(bench.sent, 0);
    TELL(&bench, ASK);
    EXPECT(&bench, "\x12\x12");
}

static void test_slow(void)
{
    g_auto(Bench) bench;
    bench_start(&bench);
    g_assert_cmpint(line_room(bench.line, bench.now_us), >, 1000);
    happen(&bench, "slow 1000");
    int n = 0;
    for (gint64 until_us = bench.now_us + 2 * S; bench.now_us < until_us;) {
        gsize room = line_room(bench.line, bench.now_us);
        for (; room > 0; room--, n++) {
            TELL(&bench, "\n");
        }
        gint64 due_us = line_due_us(bench.line, bench.now_us);
        g_assert_cmpint(due_us, >, bench.now_us);
        pass(&bench, due_us - bench.now_us);
    }
    g_assert_cmpint(n, >=, 1950);
    g_assert_cmpint(n, <=, 2000);
    happen(&bench, "go");
    g_assert_cmpint(line_room(bench.line, bench.now_us), >, 1000);
}

static void test_stall_and_deaf(void)
{
    g_auto(Bench) bench;
    bench_start(&bench);
    happen(&bench, "stall");
    g_assert_cmpint(line_room(bench.line, bench.now_us), ==, 0);
    happen(&bench, "go");
    happen(&bench, "deaf");
    g_assert_cmpint(line_room(bench.line, bench.now_us), >, 0);
    TELL(&bench, ASK JOB);
    EXPECT(&bench, "");
    g_assert_cmpint(bench.n_cut, ==, 0);
    g_assert_cmpint(line_bytes(bench.line), ==, 14);
    happen(&bench, "go");
    TELL(&bench, ASK JOB);
    EXPECT(&bench, "\x12\x12");
    g_assert_cmpint(bench.n_cut, ==, 1);
}

static void test_full(void)
{
    g_auto(Bench) bench;
    bench_start(&bench);
    happen(&bench, "cover-open");
    int pieces = 0;
    for (; line_room(bench.line, bench.now_us) > 0 && pieces < 100; pieces++) {
        static const char empty[4000];
        tell(&bench, empty, sizeof empty);
    }
    g_assert_cmpint(pieces, <, 100);
    happen(&bench, "cover-closed");
    g_assert_cmpint(line_room(bench.line, bench.now_us), >, 0);
}

static void test_power(void)
{
    g_auto(Bench) bench;
    bench_start(&bench);
    happen(&bench, "after 6 bytes: power-off");
    TELL(&bench, JOB ASK);
    g_assert_true(line_is_refusing(bench.line));
    EXPECT(&bench, "");
    g_assert_cmpint(bench.n_reset + bench.n_closed, ==, 0); /* nobody is there to say goodbye */
    happen(&bench, "power-on");
    g_assert_false(line_is_refusing(bench.line));
    g_assert_cmpint(bench.n_reset, ==, 1);
    g_assert_cmpint(bench.n_cut, ==, 0);
    line_open(bench.line, bench.now_us);
    TELL(&bench, JOB);
    g_assert_cmpint(bench.n_cut, ==, 1);
    g_assert_cmpint(bench.last_rows, ==, 40); /* the feed before is still on the roll */
}

static void test_torn(void)
{
    g_auto(Bench) bench;
    bench_start(&bench);
    happen(&bench, "after 5 bytes: paper-out");
    happen(&bench, "after 3 s: paper-ok");
    TELL(&bench, JOB JOB);
    g_assert_cmpint(bench.n_torn, ==, 1);
    g_assert_cmpint(bench.n_cut, ==, 0);
    pass(&bench, line_due_us(bench.line, bench.now_us) - bench.now_us);
    g_assert_cmpint(bench.n_cut, ==, 1);
    TELL(&bench, "\x1bJ\x07");
    line_finish(bench.line);
    g_assert_cmpint(bench.n_torn, ==, 2);
    g_assert_cmpint(bench.last_rows, ==, 7);
    g_assert_cmpstr(bench.happened->str, ==, "paper-out;paper-ok;");
}

static void test_mend(void)
{
    g_auto(Bench) bench;
    bench_start(&bench);
    static const char *const rules[] = {"late 5000", "repeat 2",   "garbage",    "silent",
                                        "stall",     "deaf",       "slow 1",     "paper-out",
                                        "offline",   "cover-open", "cutter-jam", "at cut: reset"};
    for (gsize i = 0; i < G_N_ELEMENTS(rules); i++) {
        happen(&bench, rules[i]);
    }
    happen(&bench, "mend");
    TELL(&bench, ASK JOB);
    EXPECT(&bench, "\x12\x12");
    g_assert_cmpint(bench.n_cut, ==, 1);
    g_assert_cmpint(bench.n_reset, ==, 0);
}

static void test_script(void)
{
    g_auto(Bench) bench;
    bench_start(&bench);
    const char *script = "# a bad morning\n\nafter 5 bytes: paper-out\n  then after 3 s: paper-ok\n"
                         "at cut: disconnect\n";
    g_assert_cmpint(line_do_script(bench.line, script, bench.now_us), ==, 0);
    TELL(&bench, JOB);
    pass(&bench, 3 * S);
    g_assert_cmpstr(bench.happened->str, ==, "paper-out;paper-ok;disconnect;");
    g_assert_cmpint(line_do_script(bench.line, "mend\nafter lunch: reset\n", 0), ==, 2);
    g_assert_false(line_do(bench.line, "late", 0));
    g_assert_false(line_do(bench.line, "repeat 1000", 0));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/line/without a fault is a printer", test_plain);
    g_test_add_func("/line/breaks behind the byte it was told", test_exact_byte);
    g_test_add_func("/line/breaks at the cut, before anything behind it", test_at_cut);
    g_test_add_func("/line/silent", test_silent);
    g_test_add_func("/line/garbage and zeros", test_garbage);
    g_test_add_func("/line/late answers, lost with their caller", test_late);
    g_test_add_func("/line/repeated answers", test_repeat);
    g_test_add_func("/line/a flood", test_flood);
    g_test_add_func("/line/slow by so many bytes a second", test_slow);
    g_test_add_func("/line/takes nothing, or loses all", test_stall_and_deaf);
    g_test_add_func("/line/is full when nothing is printed", test_full);
    g_test_add_func("/line/without power says nothing and refuses", test_power);
    g_test_add_func("/line/the end of a roll is torn", test_torn);
    g_test_add_func("/line/can be mended at once", test_mend);
    g_test_add_func("/line/a script, with the line that is wrong", test_script);
    return g_test_run();
}
