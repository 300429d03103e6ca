// SPDX-License-Identifier: EUPL-1.2
#include "fleet/simulation.h"

static SimulationPlan make(OutageKind kind)
{
    return (SimulationPlan){
        .kiosks = 200,
        .intakes = 120,
        .visits_h = 6,
        .lost_per_mille = 1,
        .is_paced = true,
        .seed = 7,
        .limits = {.interval_ms = 300000, .send_delay_ms = 60000, .retry_most_ms = 240000},
        .outage = {.kind = kind, .length_us = 7200 * (gint64)G_USEC_PER_SEC, .per_s = 5},
    };
}

static void test_same_seed(void)
{
    SimulationPlan plan = make(OUTAGE_SLOW);
    SimulationResult one, same, other;
    simulation_run(&plan, &one);
    simulation_run(&plan, &same);
    plan.seed = 8;
    simulation_run(&plan, &other);
    g_assert_cmpint(one.arrived, ==, same.arrived);
    g_assert_cmpint(one.drained_p99_us, ==, same.drained_p99_us);
    g_assert_cmpint(one.drained_p99_us, !=, other.drained_p99_us);
}

static void test_nothing_lost(void)
{
    for (int kind = 0; kind < OUTAGE_N_KINDS; kind++) {
        SimulationPlan plan = make((OutageKind)kind);
        SimulationResult result;
        plan.lost_per_mille = 100;
        simulation_run(&plan, &result);
        g_assert_true(result.has_ended);
        g_assert_cmpint(result.lost, ==, 0);
        g_assert_cmpint(result.sent_again, >, 0);
        g_assert_cmpint(result.drained_last_us, >=, result.ideal_us / 2);
    }
}

/* No kiosk is done sooner than the region can have done the work. */
static void test_capacity_holds(void)
{
    SimulationPlan plan = make(OUTAGE_PLAIN);
    SimulationResult result;
    simulation_run(&plan, &result);
    g_assert_cmpint(result.drained_last_us, >=, result.ideal_us - (gint64)30 * G_USEC_PER_SEC);
    g_assert_cmpint(result.arrived - result.refused, >=, result.requests - plan.kiosks);
}

/* What was wrong before the region said when to come back: the simulation must show it. */
static void test_without_pace_is_worse(void)
{
    SimulationPlan plan = make(OUTAGE_POWER);
    plan.limits.send_delay_ms = 0;
    plan.kiosks = 400;
    SimulationResult paced, unpaced;
    simulation_run(&plan, &paced);
    plan.is_paced = false;
    simulation_run(&plan, &unpaced);
    g_assert_cmpint(paced.timed_out, ==, 0);
    g_assert_cmpint(unpaced.timed_out, >, 10);
    g_assert_cmpint(unpaced.drained_p99_us, >, paced.drained_p99_us);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/simulation/the same seed gives the same run", test_same_seed);
    g_test_add_func("/simulation/lost answers lose nothing", test_nothing_lost);
    g_test_add_func("/simulation/the region does no more than it can", test_capacity_holds);
    g_test_add_func("/simulation/without pace kiosks time out and come again",
                    test_without_pace_is_worse);
    return g_test_run();
}
