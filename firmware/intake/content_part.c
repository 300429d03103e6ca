// SPDX-License-Identifier: EUPL-1.2
#include "intake/content_part.h"

#include <string.h>

#include "intake/content_types.h"

G_DEFINE_QUARK(wegwijs_content_error, content_error)

bool part_open(Part *part, GHashTable *files, const char *format)
{
    part->bytes = g_hash_table_lookup(files, part->file);
    part->root = NULL;
    if (!part->bytes) {
        g_set_error(part->error, CONTENT_ERROR, CONTENT_ERROR_MISSING, "%s/%s: is missing",
                    part->pack, part->file);
        return false;
    }
    g_autofree char *name = g_strdup_printf("%s/%s", part->pack, part->file);
    g_autoptr(GError) why = NULL;
    part->root = json_parse(part->bytes, name, &why);
    if (!part->root) {
        g_set_error_literal(part->error, CONTENT_ERROR, CONTENT_ERROR_INVALID, why->message);
        return false;
    }
    Spot root = spot_root(part);
    const char *found = json_string_value(json_object_get(part->root, "format"));
    bool fits = json_is_object(part->root) && (!format || g_strcmp0(found, format) == 0);
    if (!fits) {
        spot_refuse(&root, "must be an object with \"format\": \"%s\"", format ? format : "…");
        part_close(part);
    }
    return fits;
}

void part_close(Part *part)
{
    json_decref(part->root);
    part->root = NULL;
}

Spot spot_root(const Part *part)
{
    return (Spot){.part = part, .index = -1, .value = part->root};
}

Spot spot_item(const Spot *parent, const char *list, gsize index, const json_t *value)
{
    const char *id = json_string_value(json_object_get(value, "id"));
    return (Spot){parent->part, parent, list, (gssize)index, id, value};
}

Spot spot_member(const Spot *parent, const char *list, const char *id, const json_t *value)
{
    return (Spot){parent->part, parent, list, -1, id, value};
}

static const char *skip_space(const char *at, const char *end)
{
    while (at < end && g_ascii_isspace(*at)) {
        at++;
    }
    return at;
}

static bool follows_id_key(const char *at, const char *start)
{
    static const char key[] = "\"id\"";
    while (at > start && (g_ascii_isspace(at[-1]) || at[-1] == ':')) {
        at--;
    }
    gsize length = sizeof(key) - 1;
    return at - start >= (gssize)length && memcmp(at - length, key, length) == 0;
}

/* Where the spot begins in the text: its id as the value of "id", or as a key; for a spot without
 * an id, where its parent begins. NULL when it cannot be told. */
static const char *find_spot(const Spot *spot)
{
    gsize size;
    const char *text = g_bytes_get_data(spot->part->bytes, &size);
    const char *parent = spot->parent ? find_spot(spot->parent) : NULL;
    if (!spot->id) {
        return parent;
    }
    const char *start = parent ? parent : text;
    const char *end = text + size;
    g_autofree char *quoted = g_strdup_printf("\"%s\"", spot->id);
    gsize length = strlen(quoted);
    for (const char *at = start; (at = memmem(at, (gsize)(end - at), quoted, length)) != NULL;
         at += length) {
        const char *behind = skip_space(at + length, end);
        bool is_key = behind < end && *behind == ':';
        if (spot->index < 0 ? is_key : follows_id_key(at, start)) {
            return at;
        }
    }
    return parent;
}

static int find_line(const Spot *spot)
{
    const char *at = find_spot(spot);
    int line = at ? 1 : 0;
    const char *text = g_bytes_get_data(spot->part->bytes, NULL);
    for (const char *c = text; at && c < at; c++) {
        line += *c == '\n';
    }
    return line;
}

static void append_place(GString *text, const Spot *spot)
{
    if (!spot->parent) {
        return;
    }
    append_place(text, spot->parent);
    g_string_append(text, spot->list);
    if (spot->index >= 0) {
        g_string_append_printf(text, "[%" G_GSSIZE_FORMAT "]", spot->index);
    }
    if (spot->id) {
        const char *dot = spot->list[0] ? "." : "";
        g_string_append(text, spot->index >= 0 ? " (" : dot);
        g_string_append(text, spot->id);
        g_string_append(text, spot->index >= 0 ? ")" : "");
    }
    g_string_append(text, ": ");
}

bool spot_refuse(const Spot *spot, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    g_autofree char *reason = g_strdup_vprintf(format, values);
    va_end(values);
    g_autoptr(GString) place = g_string_new(NULL);
    append_place(place, spot);
    int line = find_line(spot);
    g_autofree char *at = line > 0 ? g_strdup_printf(":%d", line) : g_strdup("");
    g_set_error(spot->part->error, CONTENT_ERROR, CONTENT_ERROR_INVALID, "%s/%s%s: %s%s",
                spot->part->pack, spot->part->file, at, place->str, reason);
    return false;
}

bool spot_check_keys(const Spot *spot, const char *const *keys)
{
    if (!json_is_object(spot->value)) {
        return spot_refuse(spot, "must be an object");
    }
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)spot->value, key, value)
    {
        if (!g_strv_contains(keys, key) && strcmp(key, "about") != 0 &&
            strcmp(key, "source") != 0) {
            return spot_refuse(spot, "key \"%s\" is not known here", key);
        }
    }
    return true;
}

const char *spot_need_text(const Spot *spot, const char *key)
{
    const char *text = json_string_value(json_object_get(spot->value, key));
    if (!text || !text[0]) {
        spot_refuse(spot, "\"%s\" must be a text", key);
        return NULL;
    }
    return text;
}

bool spot_is_id(const char *text)
{
    return g_ascii_islower(text[0]) &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_.-") == strlen(text);
}

const char *spot_need_id(const Spot *spot, const char *key)
{
    const char *id = spot_need_text(spot, key);
    if (id && !spot_is_id(id)) {
        spot_refuse(spot, "\"%s\" is '%s'; an id is a-z, 0-9, _ - . and starts with a letter", key,
                    id);
        return NULL;
    }
    return id;
}

const char *spot_need_version(const Spot *spot, const char *key)
{
    const char *text = spot_need_text(spot, key);
    for (const char *c = text; c && *c; c++) {
        if (!g_ascii_isalnum(*c) && !strchr("_-.+", *c)) {
            spot_refuse(spot, "\"%s\" may have letters, digits and _ - . + only", key);
            return NULL;
        }
    }
    return text;
}

const json_t *spot_need_list(const Spot *spot, const char *key, gsize max)
{
    const json_t *list = json_object_get(spot->value, key);
    if (!json_is_array(list) || json_array_size(list) < 1 || json_array_size(list) > max) {
        spot_refuse(spot, "\"%s\" must be a list of 1 to %" G_GSIZE_FORMAT " items", key, max);
        return NULL;
    }
    return list;
}

bool spot_take_text(const Spot *spot, const char *key, const char **out)
{
    const json_t *value = json_object_get(spot->value, key);
    if (!value || json_is_null(value)) {
        return true;
    }
    *out = spot_need_text(spot, key);
    return *out != NULL;
}

bool spot_take_flag(const Spot *spot, const char *key, bool *out)
{
    const json_t *value = json_object_get(spot->value, key);
    if (!value) {
        return true;
    }
    if (!json_is_boolean(value)) {
        return spot_refuse(spot, "\"%s\" must be true or false", key);
    }
    *out = json_is_true(value);
    return true;
}

bool spot_need_number(const Spot *spot, const char *key, const int bounds[2], int *out)
{
    const json_t *value = json_object_get(spot->value, key);
    json_int_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < bounds[0] || number > bounds[1]) {
        return spot_refuse(spot, "\"%s\" must be a whole number from %d to %d", key, bounds[0],
                           bounds[1]);
    }
    *out = (int)number;
    return true;
}
