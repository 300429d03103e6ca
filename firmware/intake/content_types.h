// SPDX-License-Identifier: EUPL-1.2
/* What a content pack is made of: plain data that content.h hands out, made once, never changed.
 * All pointers are borrowed from the Content. Indices (question, option, door, rule) are positions
 * in the Content's arrays. Text ids are looked up with content_text. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define CONTENT_ERROR content_error_quark()
GQuark content_error_quark(void);
typedef enum { CONTENT_ERROR_MISSING, CONTENT_ERROR_INVALID } ContentError;

typedef struct Content Content;
typedef struct Condition Condition;

enum {
    CONTENT_MAX_QUESTIONS = 32,
    CONTENT_MAX_OPTIONS = 24, /* of one question; a set of options fits a guint32 */
    CONTENT_MAX_DOORS = 64,
    CONTENT_MAX_RULES = 512,
    CONTENT_MAX_NOTES = 32, /* different notes in all rules together */
    CONTENT_MAX_LANGUAGES = 32,
    CONTENT_MAX_KINDS = 8, /* of sites */
    CONTENT_MAX_PARAMS = 8,
    CONTENT_MAX_PROVIDERS = 64, /* of one door */
    CONTENT_MAX_SPANS = 3,      /* opening hours of one day */
    CONTENT_MAX_ASKED = 8,      /* questions one visitor may meet; design 1 */
    CONTENT_MAX_HOST_CHARS =
        9, /* more and the signed QR no longer fits version 6-M: slip/token.h */
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
    const char *const *skills; /* string ids of skills, NULL-terminated, may be NULL */
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
    bool is_sent; /* privacy class `send`; otherwise `never`: in memory only, until the slip is out
                   */
    int max_chosen; /* of a multi question; 1 for the others */
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
    gint64 quality_until_day;   /* last valid day, days since 1970-01-01; G_MAXINT64: no end */
} Provider;

/* Minutes since local midnight, [from, until). */
typedef struct {
    int from_min;
    int until_min;
} OpenSpan;

typedef struct {
    OpenSpan spans[7][CONTENT_MAX_SPANS]; /* Monday first; until_min 0 ends a day's list */
    bool is_known;                        /* false: no hours were given */
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
    const char *dutch;   /* its name in Dutch, for staff */
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
    const char *qr_host;  /* host in the slip's QR, e.g. "w.example" */
    const char *timezone; /* IANA */
    guint16 number;
    OpeningHours hours;
    int fallback_door; /* index: where everybody may go */
} Site;
