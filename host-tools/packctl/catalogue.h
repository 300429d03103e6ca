// SPDX-License-Identifier: EUPL-1.2
/* Translations: gettext catalogues (`<lang>.po`, msgctxt = id of the text, msgid = the Dutch text)
 * become the `locale/<lang>.json` of a pack. A fuzzy or empty translation is a missing one, and a
 * msgid that is no longer the Dutch text is an outdated one: both are refused. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define CATALOGUE_ERROR catalogue_error_quark()
GQuark catalogue_error_quark(void);
typedef enum { CATALOGUE_ERROR_INVALID } CatalogueError;

typedef struct {
    char *path;
    bool is_reviewed;  /* header X-Reviewed: yes */
    GHashTable *texts; /* id (char*) -> text (char*) */
    GHashTable *dutch; /* id (char*) -> msgid (char*) */
} Catalogue;

/* Reads `<folder>/<language>.po`. A file that gettext itself cannot read ends the program with its
 * message and exit code 1: its library has no other way. Caller frees. */
Catalogue *catalogue_load(const char *folder, const char *language,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void catalogue_free(Catalogue *catalogue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Catalogue, catalogue_free)

/* Every text of `dutch` must be here, translated from the Dutch of today, and no other. */
bool catalogue_check(const Catalogue *catalogue, const Catalogue *dutch,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* {"language","reviewed","texts":{id: text}}, ids sorted, so that the same catalogue always gives
 * the same bytes. Caller owns. */
GBytes *catalogue_write(const Catalogue *catalogue, const char *language);
