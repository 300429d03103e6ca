// SPDX-License-Identifier: EUPL-1.2
#include "failing.h"

#include <string.h>

#include "model.h"
#include "store/outbox.h"
#include "world.h"

enum { PRESET = 8, MOST_ROWS = 20 };

static const OutboxLimits limits = {.max_rows = 1000, .max_bytes = 1 << 20};

/* What a row may be because a call failed that was to make it so. */
typedef struct {
    gint64 number;
    bool is_there;
    ModelRow row;
} Possibility;

typedef struct {
    Outbox *open[WORLD_PROGRAMS];
    Model *promised;
    GArray *possible; /* Possibility */
    bool may_mend;
    char *problem;
} Work;

static void complain(Work *work, const char *what, const GError *error)
{
    if (!work->problem) {
        work->problem = g_strdup_printf("%s: %s", what, error ? error->message : "wrong");
    }
}

/* ---- Promises --------------------------------------------------------------------------------*/

static bool same_row(const ModelRow *a, const ModelRow *b)
{
    return (!a && !b) || (a && b && memcmp(a, b, sizeof *a) == 0);
}

static void forget_possible(Work *work, gint64 number)
{
    for (guint i = work->possible->len; i > 0; i--) {
        if (g_array_index(work->possible, Possibility, i - 1).number == number) {
            g_array_remove_index(work->possible, i - 1);
        }
    }
}

/* A call was to turn what was promised into `after`, which is taken. */
static void conclude(Work *work, bool ok, Model *after)
{
    for (gint64 number = 1; number <= MOST_ROWS; number++) {
        const ModelRow *row = model_find(after, number);
        if (same_row(row, model_find(work->promised, number))) {
            continue;
        }
        if (ok) {
            forget_possible(work, number);
        } else {
            Possibility possibility = {.number = number, .is_there = row != NULL};
            possibility.row = row ? *row : possibility.row;
            g_array_append_val(work->possible, possibility);
        }
    }
    if (ok) {
        g_array_unref(work->promised);
        work->promised = after;
    } else {
        g_array_unref(after);
    }
}

static bool is_possible(const Work *work, gint64 number, const ModelRow *row)
{
    bool found = same_row(row, model_find(work->promised, number));
    for (guint i = 0; i < work->possible->len && !found; i++) {
        const Possibility *one = &g_array_index(work->possible, Possibility, i);
        found = one->number == number && same_row(row, one->is_there ? &one->row : NULL);
    }
    return found;
}

static void compare(Work *work, Outbox *outbox, const char *when)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) found = model_read(outbox, &error);
    if (!found) {
        complain(work, when, error);
        return;
    }
    gsize known = 0;
    for (gint64 number = 1; number <= MOST_ROWS; number++) {
        const ModelRow *row = model_find(found, number);
        known += row != NULL;
        if (!is_possible(work, number, row) && !work->problem) {
            g_autofree char *there = model_describe(found);
            g_autofree char *promised = model_describe(work->promised);
            work->problem =
                g_strdup_printf("%s: row %" G_GINT64_FORMAT " is wrong; there:\n%s# promised:\n%s",
                                when, number, there, promised);
        }
    }
    if (known != found->len) {
        complain(work, "a row twice, or of nobody", NULL);
    }
}

/* ---- Calls; each on rows of its own ----------------------------------------------------------*/

static bool open_program(Work *work, WorldProgram program, GError **error)
{
    bool was_damaged = false;
    if (!work->open[program]) {
        work->open[program] = outbox_open(WORLD_PATH, &limits, &was_damaged, error);
    }
    if (was_damaged && !work->may_mend) {
        complain(work, "a failing disk is taken for damage", NULL);
    }
    return work->open[program] != NULL;
}

static void close_program(Work *work, WorldProgram program)
{
    g_clear_pointer(&work->open[program], outbox_close);
}

static bool append(Work *work, Outbox *outbox, gint64 number, GError **error)
{
    g_autofree char *id = model_id(number);
    Model *after = model_copy(work->promised);
    model_append(after, number, MODEL_NOW_UNIX_S);
    bool ok = outbox_append(outbox, id, model_text(number), MODEL_NOW_UNIX_S, error);
    conclude(work, ok, after);
    return ok;
}

static bool set_outcome(Work *work, Outbox *outbox, gint64 number, GError **error)
{
    g_autofree char *id = model_id(number);
    Model *after = model_copy(work->promised);
    ModelRow *row = model_find(after, number);
    bool ok = outbox_set_outcome(outbox, id, OUTBOX_OUTCOME_PRINTED, error);
    if (row) {
        row->outcome = OUTBOX_OUTCOME_PRINTED;
    } else if (ok) {
        complain(work, "an outcome for a row that is not there", NULL);
    }
    conclude(work, ok, after);
    return ok;
}

static void visit(Work *work, gint64 number)
{
    if (work->open[WORLD_KIOSK] && append(work, work->open[WORLD_KIOSK], number, NULL)) {
        (void)set_outcome(work, work->open[WORLD_KIOSK], number, NULL);
    }
}

static void send(Work *work, Outbox *outbox)
{
    g_autoptr(GPtrArray) rows = outbox_take_due(outbox, MODEL_NOW_UNIX_S, 2, NULL);
    if (!rows) {
        return;
    }
    const char *ids[2] = {NULL};
    Model *after = model_copy(work->promised);
    for (guint i = 0; i < rows->len; i++) {
        ids[i] = ((const OutboxRow *)g_ptr_array_index(rows, i))->id;
        model_remove(after, (gint64)g_ascii_strtoull(ids[i], NULL, 16));
    }
    conclude(work, outbox_remove(outbox, ids, rows->len, NULL), after);
}

static void refuse(Work *work, Outbox *outbox)
{
    Model *after = model_copy(work->promised);
    ModelRow *row = model_find(after, 4);
    g_autofree char *fourth = model_id(4);
    bool ok = outbox_quarantine(outbox, fourth, "refused", NULL);
    if (row) {
        row->state = OUTBOX_STATE_QUARANTINED;
    }
    conclude(work, ok, after);
    after = model_copy(work->promised);
    row = model_find(after, 5);
    g_autofree char *fifth = model_id(5);
    ok = outbox_postpone(outbox, fifth, MODEL_NOW_UNIX_S + 10, "busy", NULL);
    if (row) {
        row->attempts++;
        row->next_try = MODEL_NOW_UNIX_S + 10;
    }
    conclude(work, ok, after);
}

static void settle(Work *work, Outbox *outbox)
{
    Model *after = model_copy(work->promised);
    (void)model_settle(after);
    conclude(work, outbox_settle_prepared(outbox, NULL) >= 0, after);
}

/* ---- A run -----------------------------------------------------------------------------------*/

static void prepare(Work *work, FailingStart start)
{
    if (start == FAILING_FRESH) {
        return;
    }
    g_assert_true(open_program(work, WORLD_KIOSK, NULL));
    for (gint64 number = 1; number <= PRESET; number++) {
        g_assert_true(append(work, work->open[WORLD_KIOSK], number, NULL));
        if (number < PRESET) {
            g_assert_true(set_outcome(work, work->open[WORLD_KIOSK], number, NULL));
        }
    }
    close_program(work, WORLD_KIOSK);
    if (start == FAILING_SPOILT) {
        World world;
        world_init(&world, 1);
        world_spoil(&world);
        world_clear(&world);
        work->may_mend = true;
    }
}

static void work_on(Work *work)
{
    bool was_damaged = false;
    (void)open_program(work, WORLD_KIOSK, NULL);
    (void)open_program(work, WORLD_SYNC, NULL);
    visit(work, PRESET + 1);
    Outbox *sync = work->open[WORLD_SYNC];
    if (sync) {
        send(work, sync);
        refuse(work, sync);
        if (outbox_check(sync, &was_damaged, NULL) && was_damaged && !work->may_mend) {
            complain(work, "a check of a failing disk finds damage", NULL);
        }
    }
    close_program(work, WORLD_KIOSK);
    (void)open_program(work, WORLD_KIOSK, NULL);
    if (work->open[WORLD_KIOSK]) {
        settle(work, work->open[WORLD_KIOSK]);
    }
    visit(work, PRESET + 2);
    close_program(work, WORLD_SYNC);
    visit(work, PRESET + 3);
    close_program(work, WORLD_KIOSK);
    (void)open_program(work, WORLD_KIOSK, NULL);
    (void)open_program(work, WORLD_SYNC, NULL);
}

/* With the disk well again, everything goes at once, also for programs that went on running. */
static void heal(Work *work)
{
    sim_disk_fail(0, SIM_FAULT_EIO, false);
    for (int program = 0; program < WORLD_PROGRAMS; program++) {
        g_autoptr(GError) error = NULL;
        gint64 number = PRESET + 4 + program;
        if (!open_program(work, (WorldProgram)program, &error) ||
            !append(work, work->open[program], number, &error) ||
            !set_outcome(work, work->open[program], number, &error)) {
            complain(work, "does not heal", error);
            return;
        }
        compare(work, work->open[program], "healed");
    }
}

static void cut_and_look(Work *work)
{
    sim_disk_kill();
    close_program(work, WORLD_KIOSK);
    close_program(work, WORLD_SYNC);
    sim_disk_restore_power();
    work->may_mend = false;
    bool was_damaged = false;
    g_autoptr(GError) error = NULL;
    if (!open_program(work, WORLD_KIOSK, &error) ||
        !outbox_check(work->open[WORLD_KIOSK], &was_damaged, &error) || was_damaged) {
        complain(work, "does not open well after a cut", error);
        return;
    }
    compare(work, work->open[WORLD_KIOSK], "after a cut");
}

char *failing_run(const Failing *failing, int *n_failed)
{
    Work work = {.promised = model_new(),
                 .possible = g_array_new(FALSE, FALSE, sizeof(Possibility))};
    sim_disk_format((guint32)failing->after, SIM_NAMES_WITH_FOLDER);
    prepare(&work, failing->start);
    sim_disk_fail(failing->after, failing->fault, failing->forever);
    work_on(&work);
    *n_failed = sim_disk_failed();
    heal(&work);
    if (!work.problem) {
        cut_and_look(&work);
    }
    close_program(&work, WORLD_KIOSK);
    close_program(&work, WORLD_SYNC);
    g_array_unref(work.promised);
    g_array_unref(work.possible);
    sim_disk_clear();
    return work.problem;
}
