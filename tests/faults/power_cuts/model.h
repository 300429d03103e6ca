// SPDX-License-Identifier: EUPL-1.2
/* What the outbox must hold: a list of intakes in the order they came, changed as the outbox's
 * contract says, and compared with what the outbox really holds. Plain data, no outbox in it but to
 * look. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "store/outbox.h"

enum {
    MODEL_NOW_UNIX_S = 1763906400, /* an hour */
    MODEL_HOUR_S = 3600,
    MODEL_MAX_TEXT_BYTES = 9100,
};

/* All but `number` as the outbox keeps it; no padding, so that rows compare as memory. */
typedef struct {
    gint64 number; /* id and sealed text follow from it */
    gint64 outcome, state, attempts, next_try, hour;
} ModelRow;

/* Elements ModelRow. */
typedef GArray Model;

Model *model_new(void);
Model *model_copy(const Model *model);
/* NULL: not there. Owned by the model, until it changes. */
ModelRow *model_find(const Model *model, gint64 number);
void model_append(Model *model, gint64 number, gint64 hour);
void model_remove(Model *model, gint64 number);
/* Rows that outbox_take_due would give at MODEL_NOW_UNIX_S. */
bool model_is_due(const ModelRow *row);
gsize model_expire(Model *model, gint64 before_hour);
gsize model_settle(Model *model);
gsize model_date(Model *model, gint64 hour);

/* Caller owns the id; the text is static and valid until the next call. */
char *model_id(gint64 number);
const char *model_text(gint64 number);

/* Everything in the outbox, by its own connection and lock. NULL: it could not be read. A row whose
 * text is not the one it was given has number -1. */
Model *model_read(Outbox *outbox, GError **error);

bool model_equal(const Model *a, const Model *b);
/* One line a row; caller owns it. */
char *model_describe(const Model *model);
