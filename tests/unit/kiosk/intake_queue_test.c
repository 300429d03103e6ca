// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/intake_queue.h"

#include <glib/gstdio.h>
#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>

#include "store/jwk.h"

#include "kiosk_fixture.h"

static IntakeFacts facts_of(const KioskFixture *f)
{
    return (IntakeFacts){.identity = f->identity, .unix_s = 1763900000, .is_clock_trusted = true};
}

static gint64 count_waiting(const IntakeQueue *queue)
{
    OutboxCounts counts = {0};
    g_assert_true(outbox_count(intake_queue_outbox(queue), &counts, NULL));
    return counts.waiting;
}

static void test_outcome(KioskFixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(IntakeQueue) queue = intake_queue_new(f->settings);
    intake_queue_tend(queue);
    g_assert_true(intake_queue_record(queue, facts_of(f), &f->visit));
    g_assert_cmpint(count_waiting(queue), ==, 0);
    intake_queue_settle(queue, VISIT_OUTCOME_PRINTED);
    g_assert_cmpint(count_waiting(queue), ==, 1);
}

static void test_left_behind(KioskFixture *f, gconstpointer data)
{
    (void)data;
    IntakeQueue *crashed = intake_queue_new(f->settings);
    intake_queue_tend(crashed);
    g_assert_true(intake_queue_record(crashed, facts_of(f), &f->visit));
    intake_queue_free(crashed);
    g_autoptr(IntakeQueue) queue = intake_queue_new(f->settings);
    intake_queue_tend(queue);
    g_assert_cmpint(count_waiting(queue), ==, 1);
}

static GLogWriterOutput count_lines(GLogLevelFlags level, const GLogField *fields, gsize n,
                                    gpointer lines)
{
    (void)level;
    (void)fields;
    (void)n;
    ++*(int *)lines;
    return G_LOG_WRITER_HANDLED;
}

/* In a process of its own, because a log writer is for ever. */
static void test_no_disk(KioskFixture *f, gconstpointer data)
{
    (void)data;
    if (!g_test_subprocess()) {
        g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
        g_test_trap_assert_passed();
        return;
    }
    static int lines;
    g_log_set_writer_func(count_lines, &lines, NULL);
    g_autofree char *state = kiosk_fixture_file(f, "state");
    g_autofree char *away = kiosk_fixture_file(f, "away");
    g_assert_cmpint(g_rename(state, away), ==, 0);
    g_autoptr(IntakeQueue) queue = intake_queue_new(f->settings);
    intake_queue_tend(queue);
    intake_queue_tend(queue);
    g_assert_cmpint(lines, ==, 1); /* told once */
    g_assert_false(intake_queue_record(queue, facts_of(f), &f->visit));
    intake_queue_settle(queue, VISIT_OUTCOME_PRINTED);
    g_assert_cmpint(g_rename(away, state), ==, 0);
    intake_queue_tend(queue);
    g_assert_true(intake_queue_record(queue, facts_of(f), &f->visit));
}

static void test_bell(KioskFixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *path = kiosk_fixture_file(f, "run/wake.sock");
    g_autofree char *folder = kiosk_fixture_file(f, "run");
    g_mkdir(folder, 0700);
    g_autoptr(GSocketAddress) address = g_unix_socket_address_new(path);
    g_autoptr(GSocket) sync =
        g_socket_new(G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
    g_assert_true(g_socket_bind(sync, address, FALSE, NULL));
    g_socket_set_timeout(sync, 5);
    g_autoptr(IntakeQueue) queue = intake_queue_new(f->settings);
    char byte = 0;
    intake_queue_send_now(queue);
    g_assert_cmpint(g_socket_receive(sync, &byte, 1, NULL, NULL), ==, 1);
    g_assert_cmpint(byte, ==, 'n');
    intake_queue_tend(queue);
    g_assert_true(intake_queue_record(queue, facts_of(f), &f->visit));
    intake_queue_settle(queue, VISIT_OUTCOME_SHOWN);
    g_assert_cmpint(g_socket_receive(sync, &byte, 1, NULL, NULL), ==, 1);
    g_assert_cmpint(byte, ==, 'w');
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(keys_init(NULL));
    static const struct {
        const char *name;
        void (*test)(KioskFixture *f, gconstpointer data);
    } tests[] = {
        {"/intake_queue/gives an intake its outcome", test_outcome},
        {"/intake_queue/what a crash left becomes unknown and is sent", test_left_behind},
        {"/intake_queue/serves without a disk and again with one", test_no_disk},
        {"/intake_queue/wakes wegwijs-sync", test_bell},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_test_add(tests[i].name, KioskFixture, NULL, kiosk_fixture_set_up, tests[i].test,
                   kiosk_fixture_tear_down);
    }
    return g_test_run();
}
