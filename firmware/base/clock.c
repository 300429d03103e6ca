// SPDX-License-Identifier: EUPL-1.2
#include "base/clock.h"

#include "build_date.h"

gint64 clock_monotonic_ms(void)
{
    return g_get_monotonic_time() / 1000;
}

gint64 clock_unix_s(void)
{
    return g_get_real_time() / G_USEC_PER_SEC;
}

bool clock_is_plausible(gint64 unix_s, gint64 floor_unix_s)
{
    const gint64 ten_years_s = G_GINT64_CONSTANT(10) * 366 * 24 * 3600;
    return unix_s >= floor_unix_s && unix_s - floor_unix_s <= ten_years_s;
}

gint64 clock_build_unix_s(void)
{
    return WEGWIJS_BUILD_UNIX_S;
}
