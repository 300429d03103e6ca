// SPDX-License-Identifier: EUPL-1.2
/* What packctl's commands do, apart from how they are called (main.c). A command prints its result
 * on standard output and returns false with an error when the pack or a file is at fault. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
    const char *const *operands; /* NULL-terminated; as many as the command's row says */
    char *locale;                /* folder of catalogues, NULL: beside the source */
    char *assets;                /* folder of what was built, NULL: beside the program */
    char *date;                  /* YYYY-MM-DD or NULL */
    char *key;                   /* private JWK file */
    char **keys;                 /* public JWK files */
    char *lang;
    gint64 newer_than; /* sequence; 0 without the option */
    gboolean is_verbose;
    gint64 now_unix_s; /* --date, SOURCE_DATE_EPOCH or the clock */
    gint64 today;      /* days since 1970 of --date; G_MININT64 without */
} Arguments;

bool command_check(const Arguments *arguments, GError **error);
bool command_build(const Arguments *arguments, GError **error);
bool command_triage(const Arguments *arguments, GError **error);
bool command_explain(const Arguments *arguments, GError **error);
bool command_examples(const Arguments *arguments, GError **error);
bool command_preview(const Arguments *arguments, GError **error);
bool command_keygen(const Arguments *arguments, GError **error);
bool command_sign(const Arguments *arguments, GError **error);
bool command_verify(const Arguments *arguments, GError **error);
bool command_bundle(const Arguments *arguments, GError **error);
