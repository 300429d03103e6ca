// SPDX-License-Identifier: EUPL-1.2
/* What the region wants of this kiosk: the answer to a status report, a JWS by the region's
 * receipt key. Its serial only rises, so that an old answer can't be played again. Pure. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/json.h"
#include "store/jwk.h"

#define ORDERS_ERROR orders_error_quark()
GQuark orders_error_quark(void);
typedef enum {
    ORDERS_ERROR_ANSWER, /* not the JSON we know */
    ORDERS_ERROR_OLD,    /* serial below the last one */
} OrdersError;

enum { ORDERS_MAX_ANSWER_BYTES = 128 * 1024, ORDERS_MAX_COMMANDS = 8 };

/* A content pack the region wants in use. All-zero: none. */
typedef struct {
    char sha256[65];        /* of pack.json: the pack's identity; "" none */
    char bundle_sha256[65]; /* of the file to download */
    gint64 size_bytes;
    gint64 sequence;
    char *version;
} OrdersContent;

typedef enum {
    ORDERS_COMMAND_RESTART,
    ORDERS_COMMAND_RE_ENROL,
    ORDERS_COMMAND_UNLOCK, /* the staff menu; wegwijs-kiosk reads it from the orders that sync keeps
                            */
} OrdersCommandKind;

typedef struct {
    char *id;
    OrdersCommandKind kind;
} OrdersCommand;

typedef struct {
    gint64 serial;
    gint64 time_unix_s;
    OrdersContent content;
    GPtrArray *commands; /* OrdersCommand*, known kinds only */
    char *compact;       /* the JWS itself, for region_settings_save */
} Orders;
void orders_free(Orders *orders);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Orders, orders_free)

typedef struct {
    guint32 kiosk;
    const Jwk *receipt_key;
    gint64 last_serial;
} OrdersCheck;

/* Caller frees. Signature, type and kiosk: REGION_SETTINGS_ERROR_INVALID. A serial equal to the
 * last one is taken: the same wish again, at a later time. */
Orders *orders_read_answer(GBytes *body, const OrdersCheck *check,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
