// SPDX-License-Identifier: EUPL-1.2
#include "visitor/glass.h"

#include <string.h>

enum { MAX_PAGES = 16, MAX_KEYS = 80 };

void glass_clear(Glass *glass)
{
    g_clear_pointer(&glass->tree, json_decref);
}

/* Asks and drops the answer. */
static bool ask(Glass *glass, json_t *request_take, int limit_ms, GError **error)
{
    g_autoptr(json_t) answer = client_ask(glass->client, request_take, limit_ms, error);
    return answer != NULL;
}

bool glass_look(Glass *glass, GError **error)
{
    json_t *tree = client_ask(glass->client, json_pack("{s:s}", "do", "tree"), 0, error);
    if (tree == NULL) {
        return false;
    }
    glass_clear(glass);
    glass->tree = tree;
    return true;
}

const char *glass_screen(const Glass *glass)
{
    return json_get_string(glass->tree, "screen", "");
}

const char *glass_detail(const Glass *glass)
{
    return json_get_string(glass->tree, "detail", "");
}

const json_t *glass_find(const Glass *glass, const char *id)
{
    const json_t *widgets = json_object_get(glass->tree, "widgets");
    for (gsize i = 0; i < json_array_size(widgets); i++) {
        const json_t *widget = json_array_get(widgets, i);
        if (strcmp(json_get_string(widget, "id", ""), id) == 0) {
            return widget;
        }
    }
    return NULL;
}

const char *glass_label(const Glass *glass, const char *id)
{
    const json_t *widget = glass_find(glass, id);
    const char *label = widget != NULL ? json_get_string(widget, "label", "") : "";
    return label[0] != '\0' ? label : id;
}

static bool touch_shown(Glass *glass, const char *id, GError **error)
{
    g_autoptr(json_t) answer =
        client_ask(glass->client, json_pack("{s:s,s:s}", "do", "tap", "id", id), 0, error);
    if (answer == NULL) {
        return false;
    }
    if (!json_get_bool(answer, "acted", false)) {
        g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_REFUSED,
                    "touching '%s' on screen '%s' did nothing", id, glass_screen(glass));
        return false;
    }
    return glass_look(glass, error);
}

/* ---- Keys ---- */

const json_t *glass_focused(const Glass *glass)
{
    const json_t *widgets = json_object_get(glass->tree, "widgets");
    for (gsize i = 0; i < json_array_size(widgets); i++) {
        const json_t *widget = json_array_get(widgets, i);
        if (json_get_bool(widget, "focused", false)) {
            return widget;
        }
    }
    return NULL;
}

static int number_at(const json_t *widget, gsize index)
{
    return (int)json_integer_value(json_array_get(json_object_get(widget, "rect"), index));
}

/* The arrow that somebody presses who sees where the focus is and where it should go. In every
 * other round of five the other way round a corner, for what lies behind something else. */
static const char *choose_arrow(const json_t *from, const json_t *to, int n_pressed)
{
    const int dx =
        2 * (number_at(to, 0) - number_at(from, 0)) + number_at(to, 2) - number_at(from, 2);
    const int dy =
        2 * (number_at(to, 1) - number_at(from, 1)) + number_at(to, 3) - number_at(from, 3);
    const bool is_beside = number_at(to, 1) < number_at(from, 1) + number_at(from, 3) &&
                           number_at(from, 1) < number_at(to, 1) + number_at(to, 3);
    const bool is_across = n_pressed / 5 % 2 == 0 ? is_beside : !is_beside;
    if (is_across) {
        return dx > 0 ? "right" : "left";
    }
    return dy > 0 ? "down" : "up";
}

static bool press_key(Glass *glass, const char *key, GError **error)
{
    return ask(glass, json_pack("{s:s,s:s}", "do", "key", "key", key), 0, error) &&
           glass_look(glass, error);
}

/* Arrows until the focus is there, then select. */
static bool select_shown(Glass *glass, const char *id, GError **error)
{
    for (int n = 0; n < MAX_KEYS; n++) {
        const json_t *from = glass_focused(glass);
        const json_t *to = glass_find(glass, id);
        if (to == NULL) {
            break;
        }
        if (from == to) {
            return press_key(glass, "select", error);
        }
        if (!press_key(glass, from != NULL ? choose_arrow(from, to, n) : "down", error)) {
            return false;
        }
    }
    g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_REFUSED, "keys do not reach '%s' on screen '%s'",
                id, glass_screen(glass));
    return false;
}

static bool act_on_shown(Glass *glass, const char *id, GError **error)
{
    return glass->by_keys ? select_shown(glass, id, error) : touch_shown(glass, id, error);
}

bool glass_touch(Glass *glass, const char *id, GError **error)
{
    for (int page = 0;
         page < MAX_PAGES && glass_find(glass, id) == NULL && glass_find(glass, "more") != NULL;
         page++) {
        if (!act_on_shown(glass, "more", error)) {
            return false;
        }
    }
    return act_on_shown(glass, id, error);
}

bool glass_wait(Glass *glass, const char *screens, int limit_ms, GError **error)
{
    json_t *request =
        json_pack("{s:s,s:s,s:i}", "do", "wait", "screen", screens, "timeout_ms", limit_ms);
    return ask(glass, request, limit_ms, error) && glass_look(glass, error);
}

bool glass_advance_clock(Glass *glass, gint64 ms, GError **error)
{
    json_t *request = json_pack("{s:s,s:I}", "do", "clock", "advance_ms", (json_int_t)ms);
    return ask(glass, request, 0, error) && glass_look(glass, error);
}

bool glass_paint_text(Glass *glass, bool is_painted, GError **error)
{
    return ask(glass, json_pack("{s:s,s:b}", "do", "text", "painted", is_painted), 0, error);
}

bool glass_save_picture(Glass *glass, const char *file, GError **error)
{
    return ask(glass, json_pack("{s:s,s:s}", "do", "shot", "file", file), 0, error);
}
