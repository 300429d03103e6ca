// SPDX-License-Identifier: EUPL-1.2
#include "region/orders.h"

#include <string.h>

#include "base/json.h"
#include "store/region_settings.h"

G_DEFINE_QUARK(wegwijs_orders_error, orders_error)

enum { MAX_COMMAND_ID_BYTES = 64, MAX_VERSION_BYTES = 100 };

static const char where[] = "the region's orders";

static const struct {
    const char *word;
    OrdersCommandKind kind;
} command_words[] = {
    {"restart", ORDERS_COMMAND_RESTART},
    {"re-enrol", ORDERS_COMMAND_RE_ENROL},
    {"unlock", ORDERS_COMMAND_UNLOCK},
};

static void free_command(gpointer data)
{
    OrdersCommand *command = data;
    g_free(command->id);
    g_free(command);
}

void orders_free(Orders *orders)
{
    if (orders) {
        g_free(orders->content.version);
        g_clear_pointer(&orders->commands, g_ptr_array_unref);
        g_free(orders->compact);
        g_free(orders);
    }
}

static bool refuse(GError **error, const char *what)
{
    g_set_error(error, ORDERS_ERROR, ORDERS_ERROR_ANSWER, "%s: %s", where, what);
    return false;
}

/* 64 hexadecimal digits, in lower case in `out`: the text becomes the name of a file. */
static bool read_sha256(const json_t *content, const char *key, char out[65], GError **error)
{
    const char *text = json_need_string(content, key, where, error);
    if (!text) {
        return false;
    }
    if (strlen(text) != 64 || strspn(text, "0123456789abcdefABCDEF") != 64) {
        return refuse(error, "a SHA-256 must be 64 hexadecimal digits");
    }
    for (gsize i = 0; i < 65; i++) {
        out[i] = g_ascii_tolower(text[i]);
    }
    return true;
}

static bool read_content(const json_t *payload, OrdersContent *out, GError **error)
{
    const json_t *content = json_object_get(payload, "content");
    if (!content || json_is_null(content)) {
        return true;
    }
    if (!json_is_object(content)) {
        return refuse(error, "\"content\" must be an object or null");
    }
    const char *version = json_need_string(content, "version", where, error);
    if (!version || !read_sha256(content, "bundle_sha256", out->bundle_sha256, error) ||
        !json_need_integer(content, "size", where, &out->size_bytes, error) ||
        !json_need_integer(content, "sequence", where, &out->sequence, error) ||
        !read_sha256(content, "sha256", out->sha256, error)) {
        return false;
    }
    if (out->size_bytes < 1 || out->sequence < 0 || strlen(version) > MAX_VERSION_BYTES) {
        return refuse(error, "\"content\" has a number or a version that is out of its bounds");
    }
    out->version = g_strdup(version);
    return true;
}

/* Kinds that this version does not know are left alone: a region may be newer than a kiosk. */
static bool read_commands(const json_t *payload, GPtrArray *out, GError **error)
{
    const json_t *commands = json_object_get(payload, "commands");
    if (commands && !json_is_null(commands) && !json_is_array(commands)) {
        return refuse(error, "\"commands\" must be a list");
    }
    if (json_array_size(commands) > ORDERS_MAX_COMMANDS) {
        return refuse(error, "too many commands at once");
    }
    gsize i;
    json_t *one;
    json_array_foreach(commands, i, one)
    {
        const char *id = json_need_string(one, "id", where, error);
        const char *word = id ? json_need_string(one, "do", where, error) : NULL;
        if (!word) {
            return false;
        }
        if (!*id || strlen(id) > MAX_COMMAND_ID_BYTES) {
            return refuse(error, "the id of a command is empty or too long");
        }
        for (gsize k = 0; k < G_N_ELEMENTS(command_words); k++) {
            if (strcmp(command_words[k].word, word) == 0) {
                OrdersCommand *command = g_new0(OrdersCommand, 1);
                command->id = g_strdup(id);
                command->kind = command_words[k].kind;
                g_ptr_array_add(out, command);
            }
        }
    }
    return true;
}

Orders *orders_read_answer(GBytes *body, const OrdersCheck *check, GError **error)
{
    g_autoptr(json_t) answer = json_parse(body, where, error);
    const char *compact = answer ? json_need_string(answer, "orders", where, error) : NULL;
    g_autoptr(RegionSettings) signed_text =
        compact ? region_settings_read(compact, check->receipt_key, check->kiosk, error) : NULL;
    if (!signed_text) {
        return NULL;
    }
    if (signed_text->serial < check->last_serial) {
        g_set_error(error, ORDERS_ERROR, ORDERS_ERROR_OLD,
                    "%s are older (%" G_GINT64_FORMAT ") than the last ones (%" G_GINT64_FORMAT
                    "); nothing was changed",
                    where, signed_text->serial, check->last_serial);
        return NULL;
    }
    g_autoptr(Orders) orders = g_new0(Orders, 1);
    orders->serial = signed_text->serial;
    orders->time_unix_s = signed_text->time_unix_s;
    orders->commands = g_ptr_array_new_with_free_func(free_command);
    orders->compact = g_strdup(compact);
    if (!read_content(signed_text->orders, &orders->content, error) ||
        !read_commands(signed_text->orders, orders->commands, error)) {
        return NULL;
    }
    return g_steal_pointer(&orders);
}
