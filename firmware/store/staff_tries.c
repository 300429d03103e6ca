// SPDX-License-Identifier: EUPL-1.2
#include "store/staff_tries.h"

#include <string.h>

#include "base/file.h"
#include "base/json.h"

enum { MAX_FILE_BYTES = 1024 };

gint64 staff_tries_wait_ms(int wrong)
{
    if (wrong < STAFF_TRIES_FREE || wrong >= STAFF_TRIES_LOCK) {
        return 0;
    }
    return (gint64)STAFF_TRIES_FIRST_WAIT_MS << (wrong - STAFF_TRIES_FREE);
}

StaffTries staff_tries_worst(void)
{
    return (StaffTries){
        .wrong = STAFF_TRIES_LOCK - 1,
        .wait_ms = staff_tries_wait_ms(STAFF_TRIES_LOCK - 1),
    };
}

/* So that a flipped bit does not give tries back. */
static char *sum_up(const StaffTries *tries)
{
    g_autofree char *text = g_strdup_printf("staff-tries/1 %d %" G_GINT64_FORMAT " %s",
                                            tries->wrong, tries->wait_ms, tries->order);
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
}

static bool read_members(const json_t *json, StaffTries *out)
{
    const gint64 wrong = json_get_integer(json, "wrong", -1);
    const gint64 wait_ms = json_get_integer(json, "wait_ms", -1);
    const char *order = json_get_string(json, "order", NULL);
    if (strcmp(json_get_string(json, "format", ""), "staff-tries/1") != 0 || wrong < 0 ||
        wrong > STAFF_TRIES_LOCK || wait_ms < 0 ||
        wait_ms > staff_tries_wait_ms(STAFF_TRIES_LOCK - 1) || !order ||
        strlen(order) >= sizeof out->order) {
        return false;
    }
    StaffTries tries = {.wrong = (int)wrong, .wait_ms = wait_ms};
    g_strlcpy(tries.order, order, sizeof tries.order);
    g_autofree char *sum = sum_up(&tries);
    if (strcmp(json_get_string(json, "sha256", ""), sum) != 0) {
        return false;
    }
    *out = tries;
    return true;
}

StaffTriesLoad staff_tries_load(const char *path, StaffTries *out)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(json_t) json = json_load(path, MAX_FILE_BYTES, &why);
    if (g_error_matches(why, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
        return STAFF_TRIES_MISSING;
    }
    return json && read_members(json, out) ? STAFF_TRIES_LOADED : STAFF_TRIES_DAMAGED;
}

bool staff_tries_save(const char *path, const StaffTries *tries, GError **error)
{
    g_autofree char *sum = sum_up(tries);
    g_autoptr(json_t) json =
        json_pack("{sssisIssss}", "format", "staff-tries/1", "wrong", tries->wrong, "wait_ms",
                  (json_int_t)tries->wait_ms, "order", tries->order, "sha256", sum);
    g_assert(json);
    g_autoptr(GBytes) text = json_write(json);
    return file_save(path, text, 0600, error);
}
