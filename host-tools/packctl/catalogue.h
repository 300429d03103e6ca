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
    bool is_reviewed;    /* header X-Reviewed: yes */
    GPtrArray *messages; /* PoMessage, header too */
    GHashTable *by_id;   /* id (char*) -> PoMessage*, borrowed from messages */
} Catalogue;

/* Reads `<folder>/<language>.po`; every message has a text. Caller frees. */
Catalogue *catalogue_load(const char *folder, const char *language,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void catalogue_free(Catalogue *catalogue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Catalogue, catalogue_free)

/* Every text of `dutch` must be here, translated from the Dutch of today, fit to be shown, and no
 * other. */
bool catalogue_check(const Catalogue *catalogue, const Catalogue *dutch,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* {"language","reviewed","texts":{id: text}}, ids sorted, so that the same catalogue always gives
 * the same bytes. Caller owns. */
GBytes *catalogue_write(const Catalogue *catalogue, const char *language);
