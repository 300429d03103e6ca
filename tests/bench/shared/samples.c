// SPDX-License-Identifier: EUPL-1.2
#include "samples.h"

static int compare_doubles(gconstpointer a, gconstpointer b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

void samples_add(Samples *samples, double value)
{
    if (!samples->values) {
        samples->values = g_array_new(FALSE, FALSE, sizeof(double));
    }
    g_array_append_val(samples->values, value);
}

double samples_quantile(Samples *samples, double part)
{
    if (!samples->values || samples->values->len == 0) {
        return 0;
    }
    g_array_sort(samples->values, compare_doubles);
    guint at = (guint)(part * (samples->values->len - 1) + 0.5);
    return g_array_index(samples->values, double, at);
}

void samples_clear(Samples *samples)
{
    g_clear_pointer(&samples->values, g_array_unref);
}
