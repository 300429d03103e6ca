// SPDX-License-Identifier: EUPL-1.2
/* Gettext catalogues (.po) as translators' tools write them: UTF-8, one message of msgctxt, msgid
 * and msgstr after another, each of one or more quoted lines. Plural forms are refused, obsolete
 * messages (#~) passed over. Read here and not by a library, because libgettextpo tells no lines of
 * messages and can only end the program when it meets a mistake. */
#pragma once

#include <glib.h>

#define PO_FILE_ERROR po_file_error_quark()
GQuark po_file_error_quark(void);
typedef enum { PO_FILE_ERROR_SYNTAX } PoFileError;

typedef struct {
    int line;      /* where it begins */
    char *context; /* msgctxt, NULL when there is none */
    char *id;      /* msgid */
    char *text;    /* msgstr */
    gboolean is_fuzzy;
} PoMessage;

/* Messages in the order of the text; the header is the one without context whose msgid is empty.
 * `name` is put before errors: "name:line: reason". Caller owns the array and its PoMessages
 * (g_ptr_array_unref). */
GPtrArray *po_file_parse(GBytes *text, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Value of `field` in the header's text ("Language: nl\nX-Reviewed: no\n"); NULL when it has none.
 * Caller owns. */
char *po_file_header_field(const char *header, const char *field);
