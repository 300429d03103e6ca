// SPDX-License-Identifier: EUPL-1.2
/* The kiosk's hands on the outbox: opens it, keeps the intake of the visit under way, gives it its
 * outcome and wakes wegwijs-sync. A disk that fails may be mended while the program runs: without
 * an outbox nothing here fails, visitors are sent to the desk. Main thread. */
#pragma once

#include "base/settings.h"
#include "kiosk/intake_writer.h"
#include "kiosk/visit.h"

typedef struct IntakeQueue IntakeQueue;

/* Opens nothing yet. `settings` is borrowed for its life. Caller frees. */
IntakeQueue *intake_queue_new(const Settings *settings);
/* A recorded intake without an outcome is left to the next start, which calls it unknown. */
void intake_queue_free(IntakeQueue *queue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IntakeQueue, intake_queue_free)

/* Opens the outbox where it is not open, and settles what a crash left `prepared`. To be called at
 * the start and between visits; told in the log once. */
void intake_queue_tend(IntakeQueue *queue);
Outbox *intake_queue_outbox(const IntakeQueue *queue); /* NULL: cannot be opened */

/* `facts->outbox` is filled in here. See intake_write. */
bool intake_queue_record(IntakeQueue *queue, IntakeFacts facts, Visit *visit);
/* Of what was recorded last; nothing when there is none. */
void intake_queue_settle(IntakeQueue *queue, VisitOutcome outcome);
/* The visit is over: its intake's id is wiped. */
void intake_queue_forget(IntakeQueue *queue);
/* wegwijs-sync sends and reports at once. */
void intake_queue_send_now(const IntakeQueue *queue);
