// SPDX-License-Identifier: EUPL-1.2
#include "fleet/agenda.h"

/* Entries at random moments, many at the same, taken out while others come in. */
static void test_order(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(11);
    Agenda agenda = {0};
    AgendaEntry last = {.at_us = -1}, entry;
    gint64 floor_us = 0;
    int taken = 0;
    for (int i = 0; i < 20000; i++) {
        AgendaEntry fresh = {.at_us = floor_us + g_rand_int_range(rand, 0, 50)};
        agenda_add(&agenda, &fresh);
        if (i % 2 == 0) {
            continue;
        }
        g_assert_true(agenda_take(&agenda, &entry));
        g_assert_true(entry.at_us > last.at_us ||
                      (entry.at_us == last.at_us && entry.order > last.order));
        last = entry;
        floor_us = entry.at_us;
        taken++;
    }
    while (agenda_take(&agenda, &entry)) {
        g_assert_true(entry.at_us > last.at_us ||
                      (entry.at_us == last.at_us && entry.order > last.order));
        last = entry;
        taken++;
    }
    g_assert_cmpint(taken, ==, 20000);
    agenda_clear(&agenda);
}

static void test_empty(void)
{
    Agenda agenda = {0};
    AgendaEntry entry;
    g_assert_false(agenda_take(&agenda, &entry));
    agenda_clear(&agenda);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/agenda/the earliest comes first, then who came first", test_order);
    g_test_add_func("/agenda/an empty one has nothing", test_empty);
    return g_test_run();
}
