// SPDX-License-Identifier: EUPL-1.2
/* One content pack in memory: the questions, doors, rules, languages and texts of one site, checked
 * whole, then never changed. Pure: it is made from bytes that somebody else read
 * (store/content_store) and holds no file. Any thread once made.
 *
 * All pointers inside are borrowed from the Content. Arrays are {pointer, count}; indices into them
 * are stable and are what the rest of the program passes around (question index, option index, door
 * index). */
#pragma once

#include "intake/condition.h"
#include "intake/content_types.h"

/* The parts of a pack as bytes, by file name inside the built pack ("intake.json", "doors.json",
 * "rules.json", "site.json", "languages.json", "pictograms.json", "locale/nl.json", "pack.json").
 * `name` is put before messages. */
typedef struct {
    const char *name;
    GHashTable *files; /* char* -> GBytes*, borrowed during the call */
    /* Leaves out languages whose texts no native speaker approved; Dutch stays. */
    bool reviewed_only;
    /* Their order, such as "nl,ar,-ti": with a minus it is not offered; those not named follow as
     * the pack has them, codes it does not have are passed over; Dutch is always offered. NULL or
     * "": as the pack has them. */
    const char *languages;
} ContentParts;

/* Reads and checks everything: shapes, references, texts present in every language, options with a
 * way to skip, fallbacks that end, limits of content_types.h. The first fault is the error:
 * "name/file:line: where: reason" (CONTENT_ERROR_MISSING: the file is not there, _INVALID: all
 * else). Caller frees. */
Content *content_new(const ContentParts *parts, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void content_free(Content *content);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Content, content_free)

const char *content_version(const Content *content);
const char *content_sha256(const Content *content); /* of pack.json, hex; identifies the pack */
const Site *content_site(const Content *content);
const Question *content_questions(const Content *content, gsize *n);
const Door *content_doors(const Content *content, gsize *n);
const Rule *content_rules(const Content *content, gsize *n);
/* Those that are offered, in the order of display. Dutch is always among them. */
const Language *content_languages(const Content *content, gsize *n);
/* Those the pack has, in its order, whether they are offered or not. */
const Language *content_all_languages(const Content *content, gsize *n);
/* What ContentParts.reviewed_only and .languages were. */
bool content_is_reviewed_only(const Content *content);
const char *content_language_order(const Content *content);

int content_find_question(const Content *content, const char *id); /* index or -1 */
int content_find_door(const Content *content, const char *id);
int content_find_language(const Content *content, const char *code);
int content_find_option(const Question *question, const char *id);
int content_find_kind(const Content *content, const char *kind); /* of site */
int content_find_param(const Content *content, const char *name);

/* Facts and parameters of this site, as answers_init takes them over. */
int content_site_kind(const Content *content);
int content_ask_town(const Content *content);
const gint32 *content_params(const Content *content, gsize *n);

/* Text `id` in language index `language`. Never NULL: a pack with a missing text is refused when
 * made; should one be missing all the same it is the Dutch one, and an id unknown to the pack gives
 * the empty text. Borrowed. */
const char *content_text(const Content *content, int language, const char *id);

/* Whether that language has the text itself: content_text gives the Dutch one else. */
bool content_is_translated(const Content *content, int language, const char *id);

/* The ids of all texts. Caller frees the list (g_free); the ids are borrowed. */
const char **content_list_texts(const Content *content, gsize *n);

/* content_text with {name} places filled in: pairs of name and value, then NULL. Values are put in
 * Unicode isolates (FSI…PDI, UAX 9) so that digits, codes and Latin names keep their order in
 * right-to-left text. Caller owns the text. */
char *content_format(const Content *content, int language, const char *id,
                     ...) G_GNUC_NULL_TERMINATED;

/* Emoji of a pictogram id, or NULL. */
const char *content_pictogram(const Content *content, const char *icon);
