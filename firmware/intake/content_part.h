// SPDX-License-Identifier: EUPL-1.2
/* One file of a content pack while it is read, and the places in it that messages point at. Only
 * the content_*.c files use this. Every function that refuses sets the part's error to
 * "pack/file:line: place: reason" and returns false or NULL; the first fault ends the reading. */
#pragma once

#include "base/json.h"

typedef struct {
    const char *pack; /* before messages */
    const char *file;
    GBytes *bytes; /* borrowed */
    json_t *root;  /* owned */
    GError **error;
} Part;

/* A value inside a part: root has no parent and no list; items have "list[index] (id)". */
typedef struct Spot Spot;
struct Spot {
    const Part *part;
    const Spot *parent;
    const char *list;
    gssize index; /* -1: a member of an object, named by id alone */
    const char *id;
    const json_t *value;
};

/* Finds `file` among `files`, parses it, checks that it is an object whose "format" is `format`
 * (NULL: not asked). On false the part holds nothing. part_close frees. */
bool part_open(Part *part, GHashTable *files, const char *format);
void part_close(Part *part);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Part, part_close)

Spot spot_root(const Part *part);
/* Item `index` of the list `list` of `parent`; its id is the member "id", if it has one. */
Spot spot_item(const Spot *parent, const char *list, gsize index, const json_t *value);
/* Member `id` of the object `list` of `parent`. */
Spot spot_member(const Spot *parent, const char *list, const char *id, const json_t *value);

/* Sets the error; always false. */
bool spot_refuse(const Spot *spot, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The value is an object with no other keys than `keys` (NULL-terminated); "about" and "source"
 * are always allowed. A mistyped key would otherwise be a rule that silently does not count. */
bool spot_check_keys(const Spot *spot, const char *const *keys);

/* The member `key` of the spot's object. Texts are not empty; an id is a-z, 0-9, _ - . and starts
 * with a letter. */
const char *spot_need_text(const Spot *spot, const char *key);
const char *spot_need_id(const Spot *spot, const char *key);
bool spot_is_id(const char *text);
/* A text of letters, digits, _ - . + only, as versions are written. */
const char *spot_need_version(const Spot *spot, const char *key);
/* List of at least one and at most `max` items. */
const json_t *spot_need_list(const Spot *spot, const char *key, gsize max);
/* Missing or null: *out stays as it is. */
bool spot_take_text(const Spot *spot, const char *key, const char **out);
bool spot_take_flag(const Spot *spot, const char *key, bool *out);
/* *out must lie within the bounds it comes with: min..max, both inclusive. Missing is refused. */
bool spot_need_number(const Spot *spot, const char *key, const int bounds[2], int *out);
