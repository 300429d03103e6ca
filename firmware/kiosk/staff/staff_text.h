// SPDX-License-Identifier: EUPL-1.2
/* What the staff menu says, in Dutch and English. These words belong to the program and not to a
 * content pack, because the menu must work when there is no pack: each stands where it is used.
 * Main thread. */
#pragma once

#include <glib.h>

typedef enum { STAFF_LANGUAGE_NL, STAFF_LANGUAGE_EN, STAFF_LANGUAGE_COUNT } StaffLanguage;
const char *staff_language_code(StaffLanguage language); /* "nl", "en": BCP 47 */

/* One text in both; plain Dutch, B1 at most. */
typedef struct {
    const char *nl, *en;
} StaffText;

const char *staff_text(StaffLanguage language, StaffText text);

/* With {name} replaced: pairs of name and value, ended by NULL. Caller owns. */
char *staff_format(StaffLanguage language, StaffText text, ...) G_GNUC_NULL_TERMINATED;

/* "zojuist", "3 minuten geleden", "gisteren om 16:05", "12 november" by the local clock; "nog niet"
 * when `local_unix_s` is 0. Caller owns. */
char *staff_format_moment(StaffLanguage language, gint64 local_unix_s, gint64 now_local_unix_s);
