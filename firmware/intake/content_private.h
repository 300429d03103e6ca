// SPDX-License-Identifier: EUPL-1.2
/* What the content_*.c files share: the inside of a Content and the order in which its files are
 * read. Each reader fills its part of a zeroed Content from one file and relies on the readers
 * above it; on false the part's error is set and the Content is thrown away. */
#pragma once

#include "intake/content.h"
#include "intake/content_part.h"

struct Content {
    GPtrArray *documents;  /* json_t: all borrowed texts point into these */
    GPtrArray *owned;      /* g_free */
    GPtrArray *conditions; /* condition_free */
    char *sha256;
    const char *version;
    const json_t *pack_languages; /* list of codes */
    Language *languages;
    gsize n_languages;
    const json_t **texts; /* one a language: object id -> text */
    int dutch;            /* index */
    bool is_reviewed_only;
    char *language_order;    /* as ContentParts.languages; "" as the pack has them */
    Language *all_languages; /* as the pack has them */
    gsize n_all_languages;
    const json_t *icons;
    const char *kinds[CONTENT_MAX_KINDS + 1];
    Question *questions;
    gsize n_questions;
    const json_t *question_list;
    const char *param_names[CONTENT_MAX_PARAMS + 1];
    gint32 params[CONTENT_MAX_PARAMS];
    gsize n_params;
    Door *doors;
    gsize n_doors;
    Rule *rules;
    gsize n_rules;
    Site site;
    int site_kind; /* index in kinds */
    int ask_town;
};

/* content_texts.c */
bool content_read_languages(Content *content, const Part *languages, const Part *site);
bool content_read_texts(Content *content, const Part *locale, gsize language);
bool content_check_texts(const Content *content, const Part *locale, gsize language);
/* content_languages.c; after all texts were read and checked: the order and choice of languages. */
void content_choose_languages(Content *content, const ContentParts *parts);
bool content_read_pictograms(Content *content, const Part *pictograms);
/* content_questions.c; the conditions come after the parameters */
bool content_read_questions(Content *content, const Part *intake);
bool content_read_question_conditions(Content *content, const Part *intake);
/* content_rules.c */
bool content_read_params(Content *content, const Part *rules);
bool content_read_rules(Content *content, const Part *rules, const Part *doors);
/* content_site.c */
bool content_read_site(Content *content, const Part *intake, const Part *rules, const Part *site);
/* content_doors.c: what doors.json says, with fallbacks for this site's kind */
bool content_read_doors(Content *content, const Part *doors);
/* The door is allowed at `kind` and no fallback can take its place there. */
bool content_is_always_open(const Part *doors, gsize door, const char *kind);
/* content_places.c: what site.json says of the doors */
bool content_read_places(Content *content, const Part *doors, const Part *site);

/* The member "hours" as opening hours; missing leaves them unknown. */
bool content_read_hours(const Spot *spot, OpeningHours *hours);
/* The member `key`, a date "YYYY-MM-DD", as days since 1970-01-01. */
bool content_read_day(const Spot *spot, const char *key, gint64 *days);

/* Zeroed memory that lives as long as the Content. */
gpointer content_allocate(Content *content, gsize n, gsize size_bytes);

/* Member `key` as a string id that has a text, or as a pictogram id that has a sign. With `out`
 * variants a missing member is fine and leaves *out. */
const char *content_need_text_id(const Content *content, const Spot *spot, const char *key);
bool content_take_text_id(const Content *content, const Spot *spot, const char *key,
                          const char **out);
bool content_take_icon(const Content *content, const Spot *spot, const char **out);
/* Member `key`, a list of string ids, as a NULL-terminated array; missing gives an empty one. NULL
 * when refused. */
const char *const *content_take_text_ids(Content *content, const Spot *spot, const char *key);
/* Member `key` as a condition. `*out` stays when it is missing. */
bool content_take_condition(Content *content, const Spot *spot, const char *key,
                            const Condition **out);
