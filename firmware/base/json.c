// SPDX-License-Identifier: EUPL-1.2
#include "base/json.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"

G_DEFINE_QUARK(wegwijs_json_error, json_error)

/* Jansson lets a NUL pass behind a number, which is no JSON (RFC 8259 2). */
static bool has_nul(const char *data, gsize size)
{
    return size > 0 && memchr(data, 0, size);
}

json_t *json_parse(GBytes *text, const char *name, GError **error)
{
    gsize size;
    const char *data = g_bytes_get_data(text, &size);
    if (has_nul(data, size)) {
        g_set_error(error, JSON_ERROR, JSON_ERROR_SYNTAX, "%s:1: there is a NUL in it", name);
        return NULL;
    }
    json_error_t at;
    json_t *value = json_loadb(data ? data : "", size, JSON_REJECT_DUPLICATES, &at);
    if (!value) {
        g_set_error(error, JSON_ERROR, JSON_ERROR_SYNTAX, "%s:%d: %s", name, at.line, at.text);
    }
    return value;
}

json_t *json_load(const char *path, gsize max_bytes, GError **error)
{
    g_autoptr(GBytes) text = file_load(path, max_bytes, error);
    return text ? json_parse(text, path, error) : NULL;
}

static void skip_space(JsonItems *items)
{
    while (items->at < items->end && strchr(" \t\r\n", *items->at) && *items->at) {
        items->at++;
    }
}

bool json_items_begin(JsonItems *items, GBytes *text, const char *name)
{
    gsize size;
    const char *data = g_bytes_get_data(text, &size);
    data = data ? data : "";
    *items = (JsonItems){name, data, data, data + size, JSON_ITEMS_FIRST};
    skip_space(items);
    bool is_list = items->at < items->end && *items->at == '[' && !has_nul(data, size);
    items->at += is_list ? 1 : 0;
    return is_list;
}

/* `more_lines` below the item that begins at `at`. */
static json_t *refuse_item(const JsonItems *items, int more_lines, const char *reason,
                           GError **error)
{
    int line = 1 + more_lines;
    for (const char *c = items->start; c < items->at; c++) {
        line += *c == '\n';
    }
    g_set_error(error, JSON_ERROR, JSON_ERROR_SYNTAX, "%s:%d: %s", items->name, line, reason);
    return NULL;
}

/* True when another item must follow; at the list's end nothing may stand behind it. */
static bool step_over_comma(JsonItems *items, GError **error)
{
    skip_space(items);
    char next = items->at < items->end ? *items->at : 0;
    if (next == ']') {
        items->at++;
        skip_space(items);
        items->state = JSON_ITEMS_DONE;
        if (items->at < items->end) {
            (void)refuse_item(items, 0, "end of file expected behind the list", error);
        }
        return false;
    }
    if (items->state == JSON_ITEMS_FIRST) {
        return true;
    }
    if (next != ',') {
        (void)refuse_item(items, 0, "',' or ']' expected behind an item", error);
        return false;
    }
    items->at++;
    return true;
}

json_t *json_items_next(JsonItems *items, GError **error)
{
    if (items->state == JSON_ITEMS_DONE || !step_over_comma(items, error)) {
        items->state = JSON_ITEMS_DONE;
        return NULL;
    }
    json_error_t at;
    json_t *item =
        json_loadb(items->at, (size_t)(items->end - items->at),
                   JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK | JSON_DECODE_ANY, &at);
    if (!item) {
        items->state = JSON_ITEMS_DONE;
        return refuse_item(items, at.line - 1, at.text, error);
    }
    items->state = JSON_ITEMS_MORE;
    items->at += at.position;
    return item;
}

GBytes *json_write(const json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    g_assert(text);
    GBytes *bytes = g_bytes_new(text, strlen(text));
    free(text);
    return bytes;
}

static void set_shape_error(GError **error, const char *where, const char *key,
                            const char *expected)
{
    g_set_error(error, JSON_ERROR, JSON_ERROR_SHAPE, "%s: \"%s\" must be %s", where, key, expected);
}

const char *json_need_string(const json_t *object, const char *key, const char *where,
                             GError **error)
{
    const char *text = json_string_value(json_object_get(object, key));
    if (!text) {
        set_shape_error(error, where, key, "a text");
    }
    return text;
}

json_t *json_need_array(const json_t *object, const char *key, const char *where, GError **error)
{
    json_t *value = json_object_get(object, key);
    if (!json_is_array(value)) {
        set_shape_error(error, where, key, "a list");
        return NULL;
    }
    return value;
}

json_t *json_need_object(const json_t *object, const char *key, const char *where, GError **error)
{
    json_t *value = json_object_get(object, key);
    if (!json_is_object(value)) {
        set_shape_error(error, where, key, "an object");
        return NULL;
    }
    return value;
}

bool json_need_integer(const json_t *object, const char *key, const char *where, gint64 *out,
                       GError **error)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_integer(value)) {
        set_shape_error(error, where, key, "a whole number");
        return false;
    }
    *out = json_integer_value(value);
    return true;
}

const char *json_get_string(const json_t *object, const char *key, const char *fallback)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : fallback;
}

gint64 json_get_integer(const json_t *object, const char *key, gint64 fallback)
{
    const json_t *value = json_object_get(object, key);
    return json_is_integer(value) ? json_integer_value(value) : fallback;
}

bool json_get_bool(const json_t *object, const char *key, bool fallback)
{
    const json_t *value = json_object_get(object, key);
    return json_is_boolean(value) ? json_is_true(value) : fallback;
}
