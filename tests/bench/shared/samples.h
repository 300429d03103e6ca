// SPDX-License-Identifier: EUPL-1.2
/* Measured numbers, and what is said of them. Zeroed is empty. */
#pragma once

#include <glib.h>

typedef struct {
    GArray *values; /* double; made by the first samples_add */
} Samples;

void samples_add(Samples *samples, double value);
/* The value below which `part` (0 to 1) of the values lie; 0 when there are none. */
double samples_quantile(Samples *samples, double part);
void samples_clear(Samples *samples);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Samples, samples_clear)
