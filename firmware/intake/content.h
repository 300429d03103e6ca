// SPDX-License-Identifier: EUPL-1.2
/* One content pack in memory: the questions, doors, rules, languages and texts of one site, checked
 * whole, then never changed. Pure: it is made from bytes that somebody else read
 * (store/content_store) and holds no file. Any thread once made.
 *
 * All pointers inside are borrowed from the Content. Arrays are {pointer, count}; indices into them
 * are stable and are what the rest of the program passes around (question index, option index, door
 * index). */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "intake/condition.h"

#define CONTENT_ERROR content_error_quark()
GQuark content_error_quark(void);
typedef enum { CONTENT_ERROR_MISSING, CONTENT_ERROR_INVALID } ContentError;

enum {
    CONTENT_MAX_QUESTIONS = 32,
    CONTENT_MAX_OPTIONS = 24, /* of one question; a set of options fits a guint32 */
    CONTENT_MAX_DOORS = 64,
    CONTENT_MAX_RULES = 512,
    CONTENT_MAX_LANGUAGES = 32,
    CONTENT_MAX_ASKED = 8, /* questions one visitor may meet; design 1 */
};

typedef enum { QUESTION_KIND_SINGLE, QUESTION_KIND_MULTI, QUESTION_KIND_BAND } QuestionKind;

typedef struct {
    const char *id;
    const char *text;  /* string id */
    const char *icon;  /* pictogram id or NULL */
    bool is_skip;      /* "I don't know / rather not say" */
    bool is_exclusive; /* choosing it clears the others */
    bool has_number;
    int number; /* of a band option, in the question's unit */
    const Condition *show_if;
    const char *const *skills; /* skill ids, NULL-terminated, may be NULL */
} QuestionOption;

typedef struct {
    const Condition *when;
    const char *text; /* string id */
} QuestionWording;

typedef struct {
    const char *id;
    QuestionKind kind;
    const char *text;
    const char *hint; /* string id or NULL */
    const char *icon;
    bool is_sent; /* privacy class `send`; otherwise `never`: stays in memory until the slip is out
                   */
    int max_chosen; /* of a multi question */
    const Condition *ask_if;
    const QuestionOption *options;
    gsize n_options;
    const QuestionWording *wordings; /* "text_if", first true one wins */
    gsize n_wordings;
} Question;

typedef struct {
    const char *id;
    const char *name;           /* as printed; a proper name, in no particular language */
    const char *where;          /* or NULL */
    const char *quality_scheme; /* or NULL */
    gint64 quality_until_day;   /* last valid day, days since 1970-01-01; G_MAXINT64 when none is
                                   needed */
} Provider;

/* Minutes since local midnight, [from, until). */
typedef struct {
    int from_min;
    int until_min;
} OpenSpan;

typedef struct {
    OpenSpan spans[7][3]; /* Monday first; until_min 0 ends a day's list */
    bool is_known;        /* false: no hours were given */
} OpeningHours;

typedef struct {
    const char *where; /* site's own words for the place; NULL: use the door's text */
    const char *address;
    const char *phone;
} Place;

typedef struct {
    const char *id;
    const char *icon;
    const char *title, *what, *where, *next, *when; /* string ids */
    const char *const *bring;                       /* string ids, NULL-terminated */
    const char *sync_as;
    const char *audience; /* "visitor" or "employer" */
    bool is_allowed;      /* at this site's kind */
    bool is_enabled;      /* switched on at this site */
    bool is_quiet, is_urgent, needs_provider, can_choose_provider;
    int fallback; /* door index for this site's kind, -1: end of the chain */
    int where_by; /* question index whose answer chooses among `towns`, -1: none */
    Place place;
    const Place *towns; /* n_towns places in the order of that question's options; NULL when none */
    gsize n_towns;
    OpeningHours hours;
    const Provider *providers;
    gsize n_providers;
} Door;

typedef struct {
    const char *id;
    int door; /* index */
    int tier;
    int weight;
    const Condition *when;
    const char *const *notes; /* string ids, NULL-terminated */
} Rule;

typedef struct {
    const char *code;    /* "nl", "kmr" */
    const char *bcp47;   /* for Pango and speech */
    const char *endonym; /* its name in its own script */
    const char *script;  /* ISO 15924 */
    const char *voice;   /* espeak-ng voice or NULL */
    bool is_rtl;
    bool is_reviewed; /* a native speaker approved the texts */
} Language;

typedef struct {
    const char *kind; /* "werkcafe" or "meedoenbalie" */
    const char *id;
    const char *name;
    const char *address;  /* or NULL */
    const char *qr_host;  /* host in the slip's QR, e.g. "wegwijs.example" */
    const char *timezone; /* IANA */
    guint16 number;
    OpeningHours hours;
    int fallback_door; /* index: where everybody may go */
} Site;

typedef struct Content Content;

/* The parts of a pack as bytes, by file name inside the built pack ("intake.json", "doors.json",
 * "rules.json", "site.json", "languages.json", "pictograms.json", "locale/nl.json", "pack.json").
 * `name` is put before messages. */
typedef struct {
    const char *name;
    GHashTable *files; /* char* -> GBytes*, borrowed during the call */
} ContentParts;

/* Reads and checks everything: shapes, references, texts present in every language, options with a
 * way to skip, fallbacks that end, limits above. The first fault is the error: "name/file: where:
 * reason". Caller frees. */
Content *content_new(const ContentParts *parts, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void content_free(Content *content);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Content, content_free)

const char *content_version(const Content *content);
const char *content_sha256(const Content *content); /* of pack.json, hex; identifies the pack */
const Site *content_site(const Content *content);
const Question *content_questions(const Content *content, gsize *n);
const Door *content_doors(const Content *content, gsize *n);
const Rule *content_rules(const Content *content, gsize *n);
/* In the site's display order. */
const Language *content_languages(const Content *content, gsize *n);

int content_find_question(const Content *content, const char *id); /* index or -1 */
int content_find_door(const Content *content, const char *id);
int content_find_language(const Content *content, const char *code);
int content_find_option(const Question *question, const char *id);

/* Text `id` in language index `language`. Never NULL: a pack with a missing text is refused when
 * made; an id unknown to the program's build falls back to Dutch, then to the empty text. Borrowed.
 */
const char *content_text(const Content *content, int language, const char *id);

/* content_text with {name} places filled in: pairs of name and value, then NULL. Values are put in
 * Unicode isolates (FSI…PDI, UAX 9) so that digits, codes and Latin names keep their order in
 * right-to-left text. Caller owns the text. */
char *content_format(const Content *content, int language, const char *id,
                     ...) G_GNUC_NULL_TERMINATED;

/* Emoji of a pictogram id, or NULL. */
const char *content_pictogram(const Content *content, const char *icon);
