// SPDX-License-Identifier: EUPL-1.2
/* Inside store only: what the outbox_*.c files share. */
#pragma once

#include "store/outbox.h"
#include "store/outbox_file.h"

/* Borrowed. */
OutboxFile *outbox_get_file(const Outbox *outbox);
