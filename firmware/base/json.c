// SPDX-License-Identifier: EUPL-1.2
#include "base/json.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"

G_DEFINE_QUARK(wegwijs_json_error, json_error)

json_t *json_parse(GBytes *text, const char *name, GError **error)
{
    gsize size;
    const char *data = g_bytes_get_data(text, &size);
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
