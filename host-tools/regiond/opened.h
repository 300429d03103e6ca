// SPDX-License-Identifier: EUPL-1.2
/* Intakes as the region reads them, and what may be counted of them. Pure but for the keys. */
#pragma once

#include "regiond/storage.h"
#include "store/jwk.h"

/* A count below this is not shown: few people could be recognised. */
enum { OPENED_SMALLEST_CELL = 10 };

/* Opens with the one of `keys` (Jwk*, private) that the text is sealed to, checks that the record
 * is of this row, and adds "outcome" and "received" (the hour). New reference. */
json_t *opened_read(const StorageIntakeRow *row, const GPtrArray *keys,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct OpenedCounts OpenedCounts;
OpenedCounts *opened_counts_new(void);
void opened_counts_free(OpenedCounts *counts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OpenedCounts, opened_counts_free)
/* By day, outcome, language and door. */
void opened_count(OpenedCounts *counts, const json_t *intake);
/* "what\tvalue\tcount\n" sorted; small cells read "hidden", and so do as many of the next larger
 * ones as it takes that no sum over the others gives a small one away. Caller owns. */
char *opened_counts_describe(const OpenedCounts *counts);
