// SPDX-License-Identifier: EUPL-1.2
#include "world.h"

#include <sqlite3.h>

#include "sim_disk.h"

enum { MAX_AT_ONCE = 5 };

static const OutboxLimits limits = {.max_rows = WORLD_MAX_ROWS, .max_bytes = 1 << 20};

void world_init(World *world, guint32 seed)
{
    *world = (World){.random = g_rand_new_with_seed(seed), .promised = model_new()};
}

void world_clear(World *world)
{
    for (int i = 0; i < WORLD_PROGRAMS; i++) {
        world_close(world, (WorldProgram)i);
    }
    g_clear_pointer(&world->random, g_rand_free);
    g_clear_pointer(&world->promised, g_array_unref);
    g_clear_pointer(&world->maybe, g_array_unref);
    g_clear_pointer(&world->problem, g_free);
}

static bool fail(World *world, const char *format, ...) G_GNUC_PRINTF(2, 3);
static bool fail(World *world, const char *format, ...)
{
    if (!world->problem) {
        va_list arguments;
        va_start(arguments, format);
        world->problem = g_strdup_vprintf(format, arguments);
        va_end(arguments);
    }
    return false;
}

/* ---- Opening ---------------------------------------------------------------------------------*/

bool world_open(World *world, WorldProgram program)
{
    g_autoptr(GError) error = NULL;
    bool was_damaged = false;
    Outbox *outbox = outbox_open(WORLD_PATH, &limits, &was_damaged, &error);
    if (!outbox) {
        return sim_disk_is_dead() ? false : fail(world, "does not open: %s", error->message);
    }
    world->open[program] = outbox;
    if (was_damaged && !world->was_spoilt) {
        return fail(world, "taken for damaged");
    }
    return true;
}

void world_close(World *world, WorldProgram program)
{
    g_clear_pointer(&world->open[program], outbox_close);
}

void world_spoil(World *world)
{
    sqlite3 *db = NULL;
    g_assert_cmpint(sqlite3_open(WORLD_PATH, &db), ==, SQLITE_OK);
    /* In the file, or only in its log. */
    bool in_log = g_rand_boolean(world->random);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, in_log ? 1 : 0, NULL);
    g_assert_cmpint(sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_close(db), ==, SQLITE_OK);
    sim_disk_sync_all();
    world->was_spoilt = true;
}

/* ---- Calls -----------------------------------------------------------------------------------*/

/* Who makes the next call; NULL when nobody runs. */
static Outbox *choose_program(const World *world)
{
    WorldProgram program = (WorldProgram)g_rand_int_range(world->random, 0, WORLD_PROGRAMS);
    return world->open[program] ? world->open[program]
                                : world->open[WORLD_PROGRAMS - 1 - (int)program];
}

/* The call returned: what it was to do is promised, or else possible. `after` is taken. */
static bool conclude(World *world, bool ok, Model *after, const char *what, const GError *error)
{
    if (ok) {
        g_array_unref(world->promised);
        world->promised = after;
        return true;
    }
    g_clear_pointer(&world->maybe, g_array_unref);
    world->maybe = after;
    return sim_disk_is_dead() ? false
                              : fail(world, "%s: %s", what, error ? error->message : "failed");
}

static ModelRow *choose_row(const World *world, const Model *model)
{
    return model->len == 0
               ? NULL
               : &g_array_index(model, ModelRow,
                                (guint)g_rand_int_range(world->random, 0, (gint)model->len));
}

static bool append(World *world, Outbox *outbox)
{
    gint64 number = ++world->last_number;
    gint64 hour = g_rand_int_range(world->random, 0, 5) == 0
                      ? 0
                      : MODEL_NOW_UNIX_S - g_rand_int_range(world->random, 0, 20) * MODEL_HOUR_S;
    g_autoptr(GError) error = NULL;
    g_autofree char *id = model_id(number);
    bool ok = outbox_append(outbox, id, model_text(number), hour, &error);
    if (!ok && world->promised->len >= WORLD_MAX_ROWS &&
        g_error_matches(error, OUTBOX_ERROR, OUTBOX_ERROR_FULL)) {
        return true;
    }
    Model *after = model_copy(world->promised);
    model_append(after, number, hour);
    if (ok && after->len > WORLD_MAX_ROWS) {
        (void)fail(world, "more rows than its bound");
    }
    return conclude(world, ok, after, "append", error);
}

static bool set_outcome(World *world, Outbox *outbox)
{
    Model *after = model_copy(world->promised);
    ModelRow *row = NULL;
    for (guint i = after->len; i > 0 && !row; i--) {
        ModelRow *candidate = &g_array_index(after, ModelRow, i - 1);
        row = candidate->outcome == 0 && candidate->state == 0 ? candidate : NULL;
    }
    if (!row) {
        g_array_unref(after);
        return append(world, outbox);
    }
    g_autoptr(GError) error = NULL;
    g_autofree char *id = model_id(row->number);
    row->outcome = g_rand_int_range(world->random, OUTBOX_OUTCOME_PRINTED, OUTBOX_OUTCOME_UNKNOWN);
    bool ok = outbox_set_outcome(outbox, id, (OutboxOutcome)row->outcome, &error);
    return conclude(world, ok, after, "set outcome", error);
}

/* What is due must come, in order, with its outcome. */
static bool check_due(World *world, const GPtrArray *rows, gsize max)
{
    gsize at = 0;
    for (guint i = 0; i < world->promised->len && at < max; i++) {
        const ModelRow *row = &g_array_index(world->promised, ModelRow, i);
        if (!model_is_due(row)) {
            continue;
        }
        const OutboxRow *got = at < rows->len ? g_ptr_array_index(rows, at) : NULL;
        g_autofree char *id = model_id(row->number);
        if (!got || !g_str_equal(got->id, id) || got->outcome != (OutboxOutcome)row->outcome ||
            got->attempts != row->attempts || !g_str_equal(got->sealed, model_text(row->number))) {
            return fail(world, "what is due is not what was promised");
        }
        at++;
    }
    return at == rows->len || fail(world, "more is due than was promised");
}

static bool send(World *world, Outbox *outbox)
{
    gsize max = (gsize)g_rand_int_range(world->random, 1, MAX_AT_ONCE + 1);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows = outbox_take_due(outbox, MODEL_NOW_UNIX_S, max, &error);
    if (!rows) {
        return sim_disk_is_dead() ? false : fail(world, "take due: %s", error->message);
    }
    if (!check_due(world, rows, max)) {
        return false;
    }
    const char *ids[MAX_AT_ONCE] = {NULL};
    Model *after = model_copy(world->promised);
    for (guint i = 0; i < rows->len; i++) {
        ids[i] = ((const OutboxRow *)g_ptr_array_index(rows, i))->id;
        model_remove(after, (gint64)g_ascii_strtoull(ids[i], NULL, 16));
    }
    return conclude(world, outbox_remove(outbox, ids, rows->len, &error), after, "remove", error);
}

/* Postpones or sets aside. */
static bool refuse(World *world, Outbox *outbox)
{
    Model *after = model_copy(world->promised);
    ModelRow *row = choose_row(world, after);
    if (!row || row->state != OUTBOX_STATE_WAITING) {
        g_array_unref(after);
        return append(world, outbox);
    }
    g_autoptr(GError) error = NULL;
    g_autofree char *id = model_id(row->number);
    if (g_rand_boolean(world->random)) {
        row->state = OUTBOX_STATE_QUARANTINED;
        return conclude(world, outbox_quarantine(outbox, id, "refused", &error), after,
                        "quarantine", error);
    }
    row->attempts++;
    row->next_try = MODEL_NOW_UNIX_S + g_rand_int_range(world->random, -60, 60);
    return conclude(world, outbox_postpone(outbox, id, row->next_try, "busy", &error), after,
                    "postpone", error);
}

static bool expire(World *world, Outbox *outbox)
{
    gint64 before = MODEL_NOW_UNIX_S - g_rand_int_range(world->random, 8, 20) * MODEL_HOUR_S;
    g_autoptr(GError) error = NULL;
    Model *after = model_copy(world->promised);
    gint64 n = (gint64)model_expire(after, before);
    gint64 got = outbox_expire(outbox, before, &error);
    world->maybe_expired = world->expired + n;
    if (got >= 0) {
        world->expired += n;
    }
    return (got < 0 || got == n || fail(world, "another number expired")) &&
           conclude(world, got >= 0, after, "expire", error);
}

static bool settle(World *world, Outbox *outbox)
{
    g_autoptr(GError) error = NULL;
    Model *after = model_copy(world->promised);
    gint64 n = (gint64)model_settle(after);
    gint64 got = outbox_settle_prepared(outbox, &error);
    return (got < 0 || got == n || fail(world, "another number was settled")) &&
           conclude(world, got >= 0, after, "settle", error);
}

static bool date(World *world, Outbox *outbox)
{
    g_autoptr(GError) error = NULL;
    Model *after = model_copy(world->promised);
    gint64 n = (gint64)model_date(after, MODEL_NOW_UNIX_S);
    gint64 got = outbox_date_undated(outbox, MODEL_NOW_UNIX_S, &error);
    return (got < 0 || got == n || fail(world, "another number was dated")) &&
           conclude(world, got >= 0, after, "date", error);
}

static bool check(World *world, Outbox *outbox)
{
    g_autoptr(GError) error = NULL;
    bool was_damaged = false;
    if (!outbox_check(outbox, &was_damaged, &error)) {
        return sim_disk_is_dead() ? false : fail(world, "check: %s", error->message);
    }
    return !was_damaged || fail(world, "its check finds damage");
}

static bool restart(World *world, Outbox *outbox)
{
    WorldProgram program = world->open[WORLD_KIOSK] == outbox ? WORLD_KIOSK : WORLD_SYNC;
    world_close(world, program);
    return !sim_disk_is_dead() && world_open(world, program);
}

typedef bool (*Step)(World *world, Outbox *outbox);

bool world_step(World *world)
{
    static const struct {
        Step step;
        int weight; /* of 100 */
    } steps[] = {{append, 36}, {set_outcome, 28}, {send, 12}, {refuse, 10}, {restart, 6},
                 {expire, 2},  {settle, 2},       {date, 2},  {check, 2}};
    int dice = g_rand_int_range(world->random, 0, 100);
    gsize at = 0;
    while (dice >= steps[at].weight) {
        dice -= steps[at].weight;
        at++;
    }
    return steps[at].step(world, choose_program(world));
}

/* ---- After the cut ---------------------------------------------------------------------------*/

static bool check_counts(World *world, Outbox *outbox, const Model *rows)
{
    g_autoptr(GError) error = NULL;
    OutboxCounts counts = {0};
    OutboxCounts wanted = {0};
    if (!outbox_count(outbox, &counts, &error)) {
        return sim_disk_is_dead() ? false : fail(world, "count: %s", error->message);
    }
    for (guint i = 0; i < rows->len; i++) {
        const ModelRow *row = &g_array_index(rows, ModelRow, i);
        wanted.quarantined += row->state == OUTBOX_STATE_QUARANTINED;
        wanted.prepared += row->state == OUTBOX_STATE_WAITING && row->outcome == 0;
        wanted.waiting += row->state == OUTBOX_STATE_WAITING && row->outcome != 0;
    }
    if (counts.waiting != wanted.waiting || counts.prepared != wanted.prepared ||
        counts.quarantined != wanted.quarantined || counts.expired_total != world->expired) {
        return fail(world, "its counts are wrong");
    }
    return true;
}

static bool compare(World *world, const Model *found)
{
    if (world->maybe && model_equal(found, world->maybe)) {
        world->expired = MAX(world->expired, world->maybe_expired);
    } else if (!model_equal(found, world->promised)) {
        g_autofree char *there = model_describe(found);
        g_autofree char *promised = model_describe(world->promised);
        g_autofree char *maybe = world->maybe ? model_describe(world->maybe) : g_strdup("");
        return fail(world, "not what was promised; there:\n%s# promised:\n%s# or:\n%s", there,
                    promised, maybe);
    }
    return true;
}

bool world_verify(World *world)
{
    if (!world_open(world, WORLD_KIOSK)) {
        return false;
    }
    world->was_spoilt = false;
    Outbox *outbox = world->open[WORLD_KIOSK];
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) found = model_read(outbox, &error);
    if (!found) {
        return sim_disk_is_dead() ? false : fail(world, "cannot be read: %s", error->message);
    }
    if (!compare(world, found)) {
        return false;
    }
    g_array_unref(world->promised);
    world->promised = model_copy(found);
    g_clear_pointer(&world->maybe, g_array_unref);
    world->maybe_expired = world->expired;
    return check(world, outbox) && check_counts(world, outbox, found);
}
