// SPDX-License-Identifier: EUPL-1.2
/* power_cuts --cuts N --seed N [--force normal|off|no-extra] [--progress]: the real outbox on a
 * disk in memory that loses power N times, at random moments. After each cut the disk is one of the
 * states that the cut may have left; the outbox opens again (perhaps the power goes then, too), and
 * what it holds must be what its calls promised. Story 15 of stories.md. With --force the disk's
 * programs are less careful than they wish to be; then the status tells whether that was found out.
 * power_cuts --failing filled|new|spoilt: each call to the disk fails in turn instead. */
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "power_cuts/failing.h"
#include "power_cuts/sim_disk.h"
#include "power_cuts/sim_vfs.h"
#include "power_cuts/world.h"

enum {
    CHAIN = 60, /* cuts of one disk, one after the other */
    MOST_CHANGES = 250,
    SOON_CHANGES = 60,
    MOST_STEPS = 40,
    SPOILT_PERCENT = 30,
    PROGRESS_CUTS = 25000,
};

typedef struct {
    gint64 cuts, at_opening, at_work, at_rest, mended, changes;
} Tally;

/* Most cuts come soon: there are more moments in a start than in a visit. Mending has many. */
static int choose_moment(const World *world)
{
    bool is_late = world->was_spoilt || g_rand_int_range(world->random, 0, 3) == 0;
    return g_rand_int_range(world->random, 1, is_late ? MOST_CHANGES : SOON_CHANGES);
}

/* The programs start and work until the power goes, or until they have nothing more to do. */
static void work(World *world, Tally *tally)
{
    if (!world_verify(world)) {
        tally->at_opening++;
        return;
    }
    if (g_rand_boolean(world->random) && !world_open(world, WORLD_SYNC)) {
        tally->at_opening++;
        return;
    }
    int steps = g_rand_int_range(world->random, 0, MOST_STEPS);
    for (int i = 0; i < steps; i++) {
        if (!world_step(world)) {
            tally->at_work++;
            return;
        }
    }
    if (g_rand_boolean(world->random)) {
        world_close(world, WORLD_SYNC);
        world_close(world, WORLD_KIOSK);
    }
    tally->at_rest++;
}

static bool cut_once(World *world, Tally *tally)
{
    sim_vfs_checkpoint_after(
        g_rand_boolean(world->random) ? 1000 : g_rand_int_range(world->random, 4, 100));
    sim_disk_cut_after(choose_moment(world));
    bool was_spoilt = world->was_spoilt;
    work(world, tally);
    tally->mended += was_spoilt && !world->was_spoilt;
    tally->changes += sim_disk_changes();
    if (!sim_disk_is_dead() && !world->problem && !world->was_spoilt &&
        g_rand_int_range(world->random, 0, 100) < SPOILT_PERCENT) {
        sim_disk_cut_after(0);
        world_close(world, WORLD_SYNC);
        world_close(world, WORLD_KIOSK);
        world_spoil(world);
        return world->problem == NULL;
    }
    sim_disk_kill();
    world_close(world, WORLD_SYNC);
    world_close(world, WORLD_KIOSK);
    sim_disk_restore_power();
    tally->cuts++;
    return world->problem == NULL;
}

/* Cuts of one disk. Says what went wrong; with the same seed it goes wrong again. */
static bool run_chain(guint32 seed, gint64 most, Tally *tally)
{
    World world;
    world_init(&world, seed);
    sim_disk_format(seed, seed % 2 ? SIM_NAMES_ONE_BY_ONE : SIM_NAMES_WITH_FOLDER);
    gint64 until = tally->cuts + MIN(most, CHAIN);
    bool ok = true;
    while (ok && tally->cuts < until) {
        ok = cut_once(&world, tally);
    }
    if (!ok) {
        printf("# disk %u, cut %" G_GINT64_FORMAT ": %s\n", seed, tally->cuts - until + CHAIN,
               world.problem);
    }
    world_clear(&world);
    sim_disk_clear();
    return ok;
}

/* A line on stderr each PROGRESS_CUTS. */
static bool run_chains(gint64 first_seed, gint64 cuts, bool shows_progress, Tally *tally)
{
    gint64 next_line = PROGRESS_CUTS;
    bool ok = true;
    for (guint32 seed = (guint32)first_seed; ok && tally->cuts < cuts; seed++) {
        ok = run_chain(seed, cuts - tally->cuts, tally);
        if (shows_progress && tally->cuts >= next_line) {
            fprintf(stderr, "power_cuts: %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " cuts\n",
                    tally->cuts, cuts);
            next_line += PROGRESS_CUTS;
        }
    }
    return ok;
}

static const char *const starts[FAILING_STARTS] = {"filled", "new", "spoilt"};

/* Each call of the outbox to the disk fails in turn, in every way, once and for ever. */
static bool fail_calls(FailingStart start)
{
    static const char *const faults[SIM_FAULTS] = {"EIO", "ENOSPC", "EROFS", "short write"};
    bool all_ok = true;
    for (int i = 0; i < SIM_FAULTS * 2; i++) {
        Failing failing = {
            .start = start,
            .fault = (SimFault)(i / 2),
            .forever = i % 2 == 1,
        };
        g_autofree char *problem = NULL;
        int failed = 1;
        while (failed > 0 && !problem) {
            failing.after++;
            problem = failing_run(&failing, &failed);
        }
        if (problem) {
            printf("# %s\n", problem);
        }
        printf("%s - outbox %s, %s %s, at each of %d calls: nothing is lost, and it heals\n",
               problem ? "not ok" : "ok", starts[start], faults[failing.fault],
               failing.forever ? "for ever" : "once", failing.after);
        all_ok = all_ok && !problem && failing.after > 20;
    }
    return all_ok;
}

static int fail_calls_of(const char *name)
{
    for (int start = 0; start < FAILING_STARTS; start++) {
        if (g_str_equal(name, starts[start])) {
            return fail_calls((FailingStart)start) ? 0 : 1;
        }
    }
    fputs("power_cuts: --failing filled, new or spoilt\n", stderr);
    return 2;
}

/* The outbox warns each time it mends. */
static GLogWriterOutput drop_warnings(GLogLevelFlags level, const GLogField *fields, gsize n_fields,
                                      gpointer data)
{
    return level == G_LOG_LEVEL_WARNING ? G_LOG_WRITER_HANDLED
                                        : g_log_writer_default(level, fields, n_fields, data);
}

typedef struct {
    gint cuts, seed;
    gboolean progress;
    const char *force, *failing;
} Options;

static bool read_options(int argc, char **argv, Options *options, SimSync *force)
{
    static const char *const names[] = {"", "normal", "off", "no-extra"};
    const GOptionEntry entries[] = {
        {"cuts", 0, 0, G_OPTION_ARG_INT, &options->cuts, "how many", "N"},
        {"seed", 0, 0, G_OPTION_ARG_INT, &options->seed, "of the first disk", "N"},
        {"force", 0, 0, G_OPTION_ARG_STRING, &options->force, "normal, off or no-extra", "WHAT"},
        {"progress", 0, 0, G_OPTION_ARG_NONE, &options->progress, "say now and then how far it is",
         NULL},
        {"failing", 0, 0, G_OPTION_ARG_STRING, &options->failing,
         "instead of cuts: calls fail on an outbox that is filled, new or spoilt", "START"},
        G_OPTION_ENTRY_NULL};
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_option_context_add_main_entries(context, entries, NULL);
    g_autoptr(GError) error = NULL;
    bool ok = g_option_context_parse(context, &argc, &argv, &error) &&
              (options->cuts > 0 || options->failing);
    for (int i = 0; ok && options->force && i < (int)G_N_ELEMENTS(names); i++) {
        *force = g_str_equal(names[i], options->force) ? (SimSync)i : *force;
    }
    if (!ok || (options->force && *force == SIM_SYNC_AS_WISHED)) {
        fprintf(stderr, "power_cuts: %s\n", error ? error->message : "see --help");
        return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    Options options = {.seed = 1};
    SimSync force = SIM_SYNC_AS_WISHED;
    if (!read_options(argc, argv, &options, &force)) {
        return 2;
    }
    g_log_set_writer_func(drop_warnings, NULL, NULL);
    sim_vfs_install();
    sim_vfs_force(force);
    if (options.failing) {
        return fail_calls_of(options.failing);
    }
    Tally tally = {0};
    bool ok = run_chains(options.seed, options.cuts, options.progress, &tally);
    printf("# seed %d: %" G_GINT64_FORMAT " cuts (%" G_GINT64_FORMAT
           " while opening, %" G_GINT64_FORMAT " during a call, %" G_GINT64_FORMAT
           " at rest), %" G_GINT64_FORMAT " files set aside and carried over, %" G_GINT64_FORMAT
           " changes of the disk\n",
           options.seed, tally.cuts, tally.at_opening, tally.at_work, tally.at_rest, tally.mended,
           tally.changes);
    puts(ok ? "nothing was lost" : "something was lost");
    return ok ? 0 : 1;
}
