// SPDX-License-Identifier: EUPL-1.2
#include "ui/inspector_json.h"

#include <string.h>

#include "ui/look.h"
#include "ui/touch.h"

enum {
    TAP_MS = 60,
    MAX_HOLD_MS = 60000,
    MAX_WAIT_MS = 600000,
    MAX_ADVANCE_MS = 20 * 24 * 3600 * 1000, /* 20 days */
    FIRST_FINGER = STAGE_INJECTED - 1,      /* the next ones count down */
};

static const char *const role_names[] = {
    [WIDGET_ROLE_TEXT] = "text",       [WIDGET_ROLE_TITLE] = "title",
    [WIDGET_ROLE_BUTTON] = "button",   [WIDGET_ROLE_CHOICE] = "choice",
    [WIDGET_ROLE_PICTURE] = "picture", [WIDGET_ROLE_PROGRESS] = "progress",
};

static const char *const look_names[] = {
    [WIDGET_LOOK_TEXT] = "text",
    [WIDGET_LOOK_TILE] = "tile",
    [WIDGET_LOOK_PICTURE_TILE] = "picture-tile",
    [WIDGET_LOOK_PLAIN_TILE] = "plain-tile",
    [WIDGET_LOOK_QUIET] = "quiet",
    [WIDGET_LOOK_PRIMARY] = "primary",
    [WIDGET_LOOK_STOP] = "stop",
    [WIDGET_LOOK_FOOT] = "foot",
    [WIDGET_LOOK_CARD] = "card",
    [WIDGET_LOOK_DOTS] = "dots",
    [WIDGET_LOOK_SIGN] = "sign",
    [WIDGET_LOOK_EMOJI] = "emoji",
    [WIDGET_LOOK_IMAGE] = "image",
    [WIDGET_LOOK_RULE] = "rule",
    [WIDGET_LOOK_PANEL] = "panel",
    [WIDGET_LOOK_COUNTDOWN] = "countdown",
    [WIDGET_LOOK_LIGHT] = "light",
    [WIDGET_LOOK_COLOUR] = "colour",
};

static json_t *describe_error(const char *format, ...) G_GNUC_PRINTF(1, 2);

static json_t *describe_error(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    return json_pack("{s:s}", "error", text);
}

static void add(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

/* JSON has no place for what is not UTF-8; jansson gives NULL then. */
static json_t *text_or_empty(const char *text)
{
    json_t *value = json_string(text != NULL ? text : "");
    return value != NULL ? value : json_string("");
}

json_t *inspector_describe_place(const Stage *stage)
{
    const Scene *scene = stage_scene(stage);
    json_t *place = json_pack("{s:b}", "ok", true);
    add(place, "screen", text_or_empty(scene != NULL ? scene->screen : ""));
    add(place, "detail", text_or_empty(scene != NULL ? scene->detail : ""));
    add(place, "frame", json_integer((json_int_t)stage_stats(stage)->frames));
    return place;
}

json_t *inspector_describe_timeout(const Stage *stage, const InspectorWait *wait)
{
    const Scene *scene = stage_scene(stage);
    return describe_error("waited %" G_GINT64_FORMAT " ms for screen '%s'%s%s after frame %" //
                          G_GINT64_FORMAT "; it is '%s'%s%s, frame %" G_GUINT64_FORMAT,
                          wait->timeout_ms, wait->screens, wait->detail[0] != '\0' ? " " : "",
                          wait->detail, wait->after_frame, scene != NULL ? scene->screen : "",
                          scene != NULL && scene->detail[0] != '\0' ? " " : "",
                          scene != NULL ? scene->detail : "", stage_stats(stage)->frames);
}

/* ---- tree ---- */

static json_t *describe_rect(const Rect *rect)
{
    return json_pack("[i,i,i,i]", rect->x, rect->y, rect->w, rect->h);
}

/* Text with a word that is too long, that leaves its widget, or that no font can set. */
static bool is_text_broken(const Widget *widget, const LookParts *parts)
{
    const TextExtents *extents = text_extents(widget->text);
    const Rect *box = &widget->rect;
    return extents->is_overlong || extents->width > parts->text.w || extents->unknown_glyphs > 0 ||
           extents->height > box->h || parts->text.y < box->y ||
           parts->text.y + extents->height > box->y + box->h;
}

static json_t *describe_widget(const Stage *stage, const Widget *widget)
{
    const char *focused = stage_focused(stage);
    json_t *object = json_object();
    LookParts parts;
    look_place(stage_scene(stage), widget, &parts);
    add(object, "id", text_or_empty(widget->id));
    add(object, "role", json_string(role_names[widget->role]));
    add(object, "look", json_string(look_names[widget->look]));
    add(object, "label", text_or_empty(widget->label));
    add(object, "rect", describe_rect(&widget->rect));
    add(object, "target", json_boolean(widget->is_target));
    add(object, "enabled", json_boolean(widget->is_enabled));
    add(object, "selected", json_boolean(widget->is_selected));
    add(object, "focused", json_boolean(g_strcmp0(focused, widget->id) == 0));
    add(object, "keeps_side", json_boolean(widget->keeps_side));
    if (widget->text != NULL) {
        add(object, "text_rect", describe_rect(&parts.text));
        add(object, "text_broken", json_boolean(is_text_broken(widget, &parts)));
    }
    if (widget->pictogram != NULL || widget->sign != SIGN_NONE) {
        add(object, "picture_rect", describe_rect(&parts.pictogram));
    }
    if (widget->look == WIDGET_LOOK_DOTS || widget->look == WIDGET_LOOK_COUNTDOWN) {
        add(object, "value", json_integer(widget->value));
        add(object, "total", json_integer(widget->total));
    }
    return object;
}

static json_t *answer_tree(InspectorHands *hands)
{
    const Scene *scene = stage_scene(hands->stage);
    json_t *widgets = json_array();
    json_t *tree = inspector_describe_place(hands->stage);
    for (gsize i = 0; scene != NULL && i < scene->n_widgets; i++) {
        json_array_append_new(widgets, describe_widget(hands->stage, &scene->widgets[i]));
    }
    if (scene != NULL) {
        add(tree, "question", text_or_empty(scene->detail));
        add(tree, "lang", text_or_empty(scene->language));
        add(tree, "dir", json_string(scene->is_rtl ? "rtl" : "ltr"));
        add(tree, "width", json_integer(scene->width_px));
        add(tree, "height", json_integer(scene->height_px));
        add(tree, "px_per_mm", json_real(scene->scale.px_per_mm));
        add(tree, "text_size", json_integer(scene->scale.text_size));
        add(tree, "contrast",
            json_string(scene->scale.contrast == THEME_CONTRAST_HIGH ? "high" : "normal"));
    }
    add(tree, "widgets", widgets);
    return tree;
}

/* ---- hands ---- */

static gint64 now_of(const InspectorHands *hands)
{
    return hands->handlers.now_ms(hands->handlers.user_data);
}

static void let_pass(const InspectorHands *hands, gint64 ms)
{
    if (ms > 0) {
        hands->handlers.advance_clock(ms, hands->handlers.user_data);
    }
}

/* A finger rests between two taps, or the second would be a bounce. What is due then may change the
 * screen: so this comes before looking for what to tap. */
static void rest(const InspectorHands *hands)
{
    if (hands->has_tapped) {
        let_pass(hands, MIN(TOUCH_REPEAT_MS, hands->last_tap_ms + TOUCH_REPEAT_MS - now_of(hands)));
    }
}

static json_t *tap(InspectorHands *hands, int x, int y, gint64 hold_ms)
{
    const guint64 before = stage_stats(hands->stage)->activations;
    TouchContact contact = {FIRST_FINGER, TOUCH_PHASE_DOWN, x, y, now_of(hands)};
    stage_inject_contact(hands->stage, &contact);
    let_pass(hands, hold_ms);
    hands->last_tap_ms = contact.now_ms + hold_ms; /* exactly, however busy the machine is */
    hands->has_tapped = true;
    contact.phase = TOUCH_PHASE_UP;
    contact.now_ms = hands->last_tap_ms;
    stage_inject_contact(hands->stage, &contact);
    json_t *answer = inspector_describe_place(hands->stage);
    add(answer, "acted", json_boolean(stage_stats(hands->stage)->activations != before));
    return answer;
}

/* Members x and y, in the panel. */
static bool read_point(const Scene *scene, const json_t *request, int *x, int *y)
{
    const gint64 at_x = json_get_integer(request, "x", -1);
    const gint64 at_y = json_get_integer(request, "y", -1);
    if (at_x < 0 || at_x >= scene->width_px || at_y < 0 || at_y >= scene->height_px) {
        return false;
    }
    *x = (int)at_x;
    *y = (int)at_y;
    return true;
}

static json_t *tap_widget(InspectorHands *hands, const char *id, gint64 hold_ms)
{
    const Scene *scene = stage_scene(hands->stage);
    const Widget *widget = scene_find(scene, id);
    if (widget == NULL) {
        return describe_error("tap: no '%s' on screen '%s' %s", id, scene->screen, scene->detail);
    }
    if (!widget->is_target || !widget->is_enabled) {
        return describe_error("tap: '%s' cannot be touched now", id);
    }
    const int x = widget->rect.x + widget->rect.w / 2;
    const int y = widget->rect.y + widget->rect.h / 2;
    const Widget *above = scene_find_target(scene, x, y);
    if (above != widget) {
        return describe_error("tap: '%s' is covered by '%s'", id, above->id);
    }
    return tap(hands, x, y, hold_ms);
}

static json_t *answer_tap(InspectorHands *hands, const json_t *request)
{
    const char *id = json_get_string(request, "id", NULL);
    const gint64 hold_ms = json_get_integer(request, "hold_ms", TAP_MS);
    int x = 0;
    int y = 0;
    if (hold_ms < 0 || hold_ms > MAX_HOLD_MS) {
        return describe_error("tap: hold_ms must be 0 to %d", MAX_HOLD_MS);
    }
    if (id == NULL && !read_point(stage_scene(hands->stage), request, &x, &y)) {
        return describe_error("tap: give \"id\", or \"x\" and \"y\" on the panel");
    }
    rest(hands);
    return id != NULL ? tap_widget(hands, id, hold_ms) : tap(hands, x, y, hold_ms);
}

static bool read_phase(const char *name, TouchPhase *phase)
{
    static const char *const names[] = {
        [TOUCH_PHASE_DOWN] = "down",
        [TOUCH_PHASE_MOVE] = "move",
        [TOUCH_PHASE_UP] = "up",
        [TOUCH_PHASE_CANCEL] = "cancel",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(name, names[i]) == 0) {
            *phase = (TouchPhase)i;
            return true;
        }
    }
    return false;
}

/* As a device says it: several fingers, and none of the care that a tap takes. */
static json_t *answer_contact(InspectorHands *hands, const json_t *request)
{
    const gint64 finger = json_get_integer(request, "finger", 0);
    const guint64 before = stage_stats(hands->stage)->activations;
    const char *half = json_get_bool(request, "down", true) ? "down" : "up";
    TouchContact contact = {.contact = FIRST_FINGER - finger, .now_ms = now_of(hands)};
    if (!read_point(stage_scene(hands->stage), request, &contact.x, &contact.y) || finger < 0 ||
        finger >= TOUCH_MAX_CONTACTS ||
        !read_phase(json_get_string(request, "phase", half), &contact.phase)) {
        return describe_error(
            "contact: give \"x\" and \"y\" on the panel, \"phase\" down, move, up "
            "or cancel, \"finger\" 0 to %d",
            TOUCH_MAX_CONTACTS - 1);
    }
    stage_inject_contact(hands->stage, &contact);
    json_t *answer = inspector_describe_place(hands->stage);
    add(answer, "acted", json_boolean(stage_stats(hands->stage)->activations != before));
    return answer;
}

static json_t *answer_key(InspectorHands *hands, const json_t *request)
{
    const char *key = json_get_string(request, "key", NULL);
    if (key == NULL) {
        return describe_error("key: give \"key\"");
    }
    stage_inject_key(hands->stage, key, now_of(hands));
    return inspector_describe_place(hands->stage);
}

/* ---- the rest ---- */

static json_t *answer_shot(InspectorHands *hands, const json_t *request)
{
    const char *file = json_get_string(request, "file", NULL);
    if (file == NULL) {
        return describe_error("shot: give \"file\"");
    }
    const cairo_status_t status = cairo_surface_write_to_png(stage_surface(hands->stage), file);
    if (status != CAIRO_STATUS_SUCCESS) {
        return describe_error("shot: cannot write %s: %s", file, cairo_status_to_string(status));
    }
    return inspector_describe_place(hands->stage);
}

static json_t *answer_clock(InspectorHands *hands, const json_t *request)
{
    const gint64 ms = json_get_integer(request, "advance_ms", -1);
    if (ms < 0 || ms > MAX_ADVANCE_MS) {
        return describe_error("clock: advance_ms must be 0 to %d", MAX_ADVANCE_MS);
    }
    let_pass(hands, ms);
    return inspector_describe_place(hands->stage);
}

static json_t *answer_text(InspectorHands *hands, const json_t *request)
{
    if (!json_is_boolean(json_object_get(request, "painted"))) {
        return describe_error("text: give \"painted\", true or false");
    }
    stage_paint_text(hands->stage, json_get_bool(request, "painted", true));
    return inspector_describe_place(hands->stage);
}

static json_t *answer_stats(InspectorHands *hands)
{
    const StageStats *stats = stage_stats(hands->stage);
    return json_pack(
        "{s:b,s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:I}", "ok", true, "frames", (json_int_t)stats->frames,
        "paints", (json_int_t)stats->paints, "presents", (json_int_t)stats->presents, "activations",
        (json_int_t)stats->activations, "last_tap_us", (json_int_t)stats->last_tap_us,
        "last_settle_us", (json_int_t)stats->last_settle_us, "last_paint_us",
        (json_int_t)stats->last_paint_us, "first_frame_us", (json_int_t)stats->first_frame_us);
}

bool inspector_is_fulfilled(const Stage *stage, const InspectorWait *wait)
{
    const Scene *scene = stage_scene(stage);
    if (scene == NULL || (gint64)stage_stats(stage)->frames <= wait->after_frame) {
        return wait->after_frame == 0 && wait->screens[0] == '\0' && wait->detail[0] == '\0';
    }
    if (wait->detail[0] != '\0' && strcmp(wait->detail, scene->detail) != 0) {
        return false;
    }
    g_auto(GStrv) screens = g_strsplit(wait->screens, "|", -1);
    return wait->screens[0] == '\0' || g_strv_contains((const char *const *)screens, scene->screen);
}

static json_t *answer_wait(InspectorHands *hands, const json_t *request, InspectorWait *wait)
{
    *wait = (InspectorWait){
        .after_frame = json_get_integer(request, "after_frame", 0),
        .timeout_ms = json_get_integer(request, "timeout_ms", 5000),
    };
    const char *screens = json_get_string(request, "screen", "");
    const char *detail = json_get_string(request, "detail", "");
    if (strlen(screens) >= sizeof wait->screens || strlen(detail) >= sizeof wait->detail ||
        wait->timeout_ms < 0 || wait->timeout_ms > MAX_WAIT_MS) {
        return describe_error("wait: names too long, or timeout_ms not 0 to %d", MAX_WAIT_MS);
    }
    g_strlcpy(wait->screens, screens, sizeof wait->screens);
    g_strlcpy(wait->detail, detail, sizeof wait->detail);
    return inspector_is_fulfilled(hands->stage, wait) ? inspector_describe_place(hands->stage)
                                                      : NULL;
}

json_t *inspector_answer(InspectorHands *hands, GBytes *line, InspectorWait *wait)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(json_t) request = json_parse(line, "request", &error);
    const char *what = request != NULL ? json_get_string(request, "do", NULL) : NULL;
    if (what == NULL) {
        return describe_error("%s", error != NULL ? error->message : "request: \"do\" is missing");
    }
    if (strcmp(what, "wait") == 0) {
        return answer_wait(hands, request, wait);
    }
    if (strcmp(what, "tree") == 0) {
        return answer_tree(hands);
    }
    if (strcmp(what, "stats") == 0) {
        return answer_stats(hands);
    }
    if (strcmp(what, "clock") == 0) {
        return answer_clock(hands, request);
    }
    if (stage_scene(hands->stage) == NULL) {
        return describe_error("%s: nothing is shown yet", what);
    }
    if (strcmp(what, "tap") == 0) {
        return answer_tap(hands, request);
    }
    if (strcmp(what, "contact") == 0) {
        return answer_contact(hands, request);
    }
    if (strcmp(what, "key") == 0) {
        return answer_key(hands, request);
    }
    if (strcmp(what, "shot") == 0) {
        return answer_shot(hands, request);
    }
    if (strcmp(what, "text") == 0) {
        return answer_text(hands, request);
    }
    return describe_error(
        "'%s' is not known: tree, tap, contact, key, wait, shot, clock, text, stats", what);
}
