// SPDX-License-Identifier: EUPL-1.2
/* JSON from outside, by jansson, with errors a person can act on: file, line, what was expected.
 * Any thread. Values returned by getters are borrowed from `object`. `where` is put in front of
 * messages ("doors.json: doors[3]"). */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#define JSON_ERROR json_error_quark()
GQuark json_error_quark(void);
typedef enum { JSON_ERROR_SYNTAX, JSON_ERROR_SHAPE } JsonError;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(json_t, json_decref)

/* Parses UTF-8 text. Duplicate keys are refused, depth is bounded by jansson (2048). `name` is for
 * messages: "name:line: reason". Caller owns the result (json_decref or g_autoptr(json_t)). */
json_t *json_parse(GBytes *text, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* file_load and json_parse. */
json_t *json_load(const char *path, gsize max_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Goes through the items of a JSON list one by one, so that a long one need not be in memory whole.
 * Storage of the caller's; `text` and `name` are borrowed. */
typedef struct {
    const char *name;
    const char *start, *at, *end;
    enum { JSON_ITEMS_FIRST, JSON_ITEMS_MORE, JSON_ITEMS_DONE } state;
} JsonItems;

/* False when the text does not begin as a list; json_parse says what it is. */
bool json_items_begin(JsonItems *items, GBytes *text, const char *name);
/* The next item (caller owns it); NULL at the end, or with the error at a mistake. */
json_t *json_items_next(JsonItems *items, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One line, keys in the order they were set, no spaces. Caller owns the result. */
GBytes *json_write(const json_t *value);

/* Required members; NULL or false with JSON_ERROR_SHAPE when missing or of another type. */
const char *json_need_string(const json_t *object, const char *key, const char *where,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *json_need_array(const json_t *object, const char *key, const char *where,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *json_need_object(const json_t *object, const char *key, const char *where,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool json_need_integer(const json_t *object, const char *key, const char *where, gint64 *out,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Optional members: the value, or `fallback` when missing or of another type. */
const char *json_get_string(const json_t *object, const char *key, const char *fallback);
gint64 json_get_integer(const json_t *object, const char *key, gint64 fallback);
bool json_get_bool(const json_t *object, const char *key, bool fallback);
