// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/intake_queue.h"

#include <string.h>

#include "kiosk/sync_bell.h"

struct IntakeQueue {
    const Settings *settings;
    Outbox *outbox;
    SyncBell *bell;
    char id[INTAKE_ID_BYTES]; /* of the visit's recorded intake; "" none */
    bool is_missed;           /* it could not be opened */
    bool has_unsettled;       /* a row may be `prepared` that no visit waits for */
};

IntakeQueue *intake_queue_new(const Settings *settings)
{
    IntakeQueue *queue = g_new0(IntakeQueue, 1);
    queue->settings = settings;
    queue->bell = sync_bell_new(settings_text(settings, "kiosk", "run_dir"));
    queue->has_unsettled = true; /* by a power cut */
    return queue;
}

void intake_queue_free(IntakeQueue *queue)
{
    if (queue) {
        intake_queue_forget(queue);
        outbox_close(queue->outbox);
        sync_bell_free(queue->bell);
        g_free(queue);
    }
}

static void open_outbox(IntakeQueue *queue)
{
    const OutboxLimits limits = {
        .max_rows = settings_int(queue->settings, "outbox", "max_rows"),
        .max_bytes = settings_int(queue->settings, "outbox", "max_mib") << 20,
    };
    g_autofree char *path = g_build_filename(settings_text(queue->settings, "kiosk", "state_dir"),
                                             "outbox.sqlite", NULL);
    g_autoptr(GError) why = NULL;
    bool was_damaged = false;
    queue->outbox = outbox_open(path, &limits, &was_damaged, &why);
    if (!queue->outbox && !queue->is_missed) {
        g_warning("intakes cannot be kept, visitors are sent to the desk: %s", why->message);
    }
    if (queue->outbox && queue->is_missed) {
        g_message("intakes can be kept again");
    }
    queue->is_missed = queue->outbox == NULL;
    if (was_damaged) {
        g_warning("%s was damaged: it was set aside and what could be read was carried over", path);
    }
}

/* Rows that no visit waits for any more are told as they are: unknown. */
static void settle_left_behind(IntakeQueue *queue)
{
    g_autoptr(GError) why = NULL;
    queue->has_unsettled = outbox_settle_prepared(queue->outbox, &why) < 0;
    if (queue->has_unsettled) {
        g_warning("%s", why->message);
    }
}

void intake_queue_tend(IntakeQueue *queue)
{
    if (!queue->outbox) {
        open_outbox(queue);
    }
    if (queue->outbox && queue->has_unsettled) {
        settle_left_behind(queue);
    }
}

Outbox *intake_queue_outbox(const IntakeQueue *queue)
{
    return queue->outbox;
}

bool intake_queue_record(IntakeQueue *queue, IntakeFacts facts, Visit *visit)
{
    g_autoptr(GError) why = NULL;
    facts.outbox = queue->outbox;
    bool is_kept = intake_write(&facts, visit, queue->id, &why);
    if (!is_kept) {
        intake_queue_forget(queue);
        g_warning("%s", why->message);
    }
    return is_kept;
}

static OutboxOutcome outbox_outcome(VisitOutcome outcome)
{
    switch (outcome) {
    case VISIT_OUTCOME_PRINTED:
        return OUTBOX_OUTCOME_PRINTED;
    case VISIT_OUTCOME_SHOWN:
        return OUTBOX_OUTCOME_SHOWN;
    case VISIT_OUTCOME_ABANDONED:
        return OUTBOX_OUTCOME_ABANDONED;
    case VISIT_OUTCOME_NONE:
        break;
    }
    g_assert_not_reached();
}

void intake_queue_settle(IntakeQueue *queue, VisitOutcome outcome)
{
    g_autoptr(GError) why = NULL;
    if (!queue->outbox || !queue->id[0]) {
        return;
    }
    if (!outbox_set_outcome(queue->outbox, queue->id, outbox_outcome(outcome), &why)) {
        g_warning("%s", why->message);
        queue->has_unsettled = true;
    }
    sync_bell_ring(queue->bell, SYNC_BELL_OUTCOME);
}

void intake_queue_forget(IntakeQueue *queue)
{
    explicit_bzero(queue->id, sizeof queue->id);
}

void intake_queue_send_now(const IntakeQueue *queue)
{
    sync_bell_ring(queue->bell, SYNC_BELL_SEND_NOW);
}
