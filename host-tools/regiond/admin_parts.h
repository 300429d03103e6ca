// SPDX-License-Identifier: EUPL-1.2
/* Between admin.c and the files with the commands, admin_*.c. Included by those only. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "regiond/region.h"
#include "regiond/storage.h"

#define ADMIN_ERROR admin_error_quark()
GQuark admin_error_quark(void);
typedef enum { ADMIN_ERROR_USE, ADMIN_ERROR_FAILED } AdminError; /* exit codes 2 and 1 */

/* Options of all commands; NULL or false where not given. */
typedef struct {
    char *data, *db, *region, *kiosk, *site, *id, *format, *since, *keys, *content_key, *date,
        *config, *timezone; /* from the settings file */
    char **rest;            /* words that are no options */
} AdminOptions;

/* What a command works on. `region` and `storage` are NULL for `init`. */
typedef struct {
    const AdminOptions *options;
    Region *region;
    Storage *storage;
    gint64 now_unix_s;
    const char *timezone; /* of the region, for its date */
} Admin;
typedef bool (*AdminFunction)(Admin *admin, GError **error);

bool admin_init(Admin *admin, GError **error);
bool admin_add_kiosk(Admin *admin, GError **error);
bool admin_add_code(Admin *admin, GError **error);
bool admin_staff_code(Admin *admin, GError **error);
bool admin_kiosks(Admin *admin, GError **error);
bool admin_revoke(Admin *admin, GError **error);
bool admin_write_crl(Admin *admin, GError **error);
bool admin_rotate_key(Admin *admin, GError **error);
bool admin_open(Admin *admin, GError **error);
bool admin_export(Admin *admin, GError **error);
bool admin_stats(Admin *admin, GError **error);
bool admin_trust_content_key(Admin *admin, GError **error);
bool admin_offer_content(Admin *admin, GError **error);
bool admin_set(Admin *admin, GError **error);
bool admin_unset(Admin *admin, GError **error);
bool admin_presence(Admin *admin, GError **error);
bool admin_command(Admin *admin, GError **error);

/* Sets a usage error and returns false. */
bool admin_refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* The kiosk that --kiosk (number or name) means; NULL with an error. */
StorageKiosk *admin_find_kiosk(Admin *admin, const char *name, GError **error);
/* --kiosk as a number; STORAGE_ALL_KIOSKS when it was not given; -1 with an error. */
gint64 admin_target(Admin *admin, GError **error);
