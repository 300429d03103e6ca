// SPDX-License-Identifier: EUPL-1.2
#include "ui/stage.h"

#include <string.h>

#include "base/clock.h"
#include "ui/display.h"
#include "ui/focus.h"
#include "ui/look.h"
#include "ui/touch.h"

G_DEFINE_QUARK(wegwijs_stage_error, stage_error)

enum { MAX_CHANGED = 12, BACK_HOLD_MS = 5000 };

/* What is painted over the scene: an answer to hands and keys. */
typedef struct {
    char pressed[WIDGET_ID_BYTES];
    char focused[WIDGET_ID_BYTES];
    bool has_miss;
    int miss_x, miss_y;
} Feedback;

struct Stage {
    StageHandlers handlers;
    DisplayPanel *display;
    Scene *scene; /* on the glass */
    Touch touch;
    Focus focus;
    Feedback painted;
    StageStats stats;
    gint64 started_us, down_us, up_us; /* 0: not waiting for a present */
    guint touch_timer, back_timer;
    bool is_select_down;
    char default_id[WIDGET_ID_BYTES]; /* what the select key is down on without a focus */
    bool must_paint_all;
    bool is_wordless;
};

static gint64 now_of(const Stage *stage)
{
    return stage->handlers.now_ms != NULL ? stage->handlers.now_ms(stage->handlers.user_data)
                                          : clock_monotonic_ms();
}

/* ---- Painting ---- */

static Feedback find_feedback(const Stage *stage)
{
    Feedback feedback = {0};
    const char *focused = focus_shown(&stage->focus);
    const char *pressed =
        stage->is_select_down && focused != NULL ? focused : touch_pressed(&stage->touch);
    const Widget *shown = stage->scene != NULL ? scene_find(stage->scene, pressed) : NULL;
    const bool is_discreet = shown != NULL && shown->is_discreet;
    g_strlcpy(feedback.pressed, pressed != NULL && !is_discreet ? pressed : "",
              sizeof feedback.pressed);
    g_strlcpy(feedback.focused, focused != NULL ? focused : "", sizeof feedback.focused);
    feedback.has_miss = touch_find_miss(&stage->touch, &feedback.miss_x, &feedback.miss_y);
    return feedback;
}

static void paint(Stage *stage, const Rect *changed, gsize n)
{
    const Feedback *feedback = &stage->painted;
    const gint64 begun_us = g_get_monotonic_time();
    cairo_t *cairo = cairo_create(display_surface(stage->display));
    for (gsize i = 0; i < n; i++) {
        scene_paint(stage->scene, cairo, &changed[i], feedback->pressed, feedback->focused);
        if (feedback->has_miss) {
            cairo_save(cairo);
            cairo_rectangle(cairo, changed[i].x, changed[i].y, changed[i].w, changed[i].h);
            cairo_clip(cairo);
            look_paint_miss(&stage->scene->scale, feedback->miss_x, feedback->miss_y, cairo);
            cairo_restore(cairo);
        }
    }
    cairo_destroy(cairo);
    stage->stats.paints += n;
    stage->stats.last_paint_us = g_get_monotonic_time() - begun_us;
}

static void present(Stage *stage, const Rect *changed, gsize n)
{
    display_present(stage->display, changed, n);
    const gint64 now_us = g_get_monotonic_time();
    stage->stats.presents++;
    if (stage->stats.first_frame_us == 0) {
        stage->stats.first_frame_us = MAX(now_us - stage->started_us, 1);
    }
    if (stage->down_us != 0) {
        stage->stats.last_tap_us = now_us - stage->down_us;
        stage->down_us = 0;
    }
}

/* Appends the part of `rect` that is on the panel; grows the last when the list is full. */
static gsize add_part(const Stage *stage, Rect *list, gsize n, Rect rect)
{
    const Rect panel = {0, 0, stage->scene->width_px, stage->scene->height_px};
    const Rect part = rect_intersection(&rect, &panel);
    if (rect_is_empty(&part)) {
        return n;
    }
    if (n == MAX_CHANGED) {
        list[n - 1] = rect_union(&list[n - 1], &part);
        return n;
    }
    list[n] = part;
    return n + 1;
}

static gsize add_widget(const Stage *stage, Rect *list, gsize n, const char *id)
{
    const Widget *widget = scene_find(stage->scene, id);
    return widget != NULL ? add_part(stage, list, n, look_bounds(stage->scene, widget)) : n;
}

/* Where feedback appears or goes. */
static gsize add_feedback(const Stage *stage, Rect *list, gsize n, const Feedback *now)
{
    const Feedback *was = &stage->painted;
    const ThemeScale *scale = &stage->scene->scale;
    if (strcmp(was->pressed, now->pressed) != 0) {
        n = add_widget(stage, list, n, was->pressed);
        n = add_widget(stage, list, n, now->pressed);
    }
    if (strcmp(was->focused, now->focused) != 0) {
        n = add_widget(stage, list, n, was->focused);
        n = add_widget(stage, list, n, now->focused);
    }
    if (was->has_miss != now->has_miss || was->miss_x != now->miss_x ||
        was->miss_y != now->miss_y) {
        if (was->has_miss) {
            n = add_part(stage, list, n, look_miss_bounds(scale, was->miss_x, was->miss_y));
        }
        if (now->has_miss) {
            n = add_part(stage, list, n, look_miss_bounds(scale, now->miss_x, now->miss_y));
        }
    }
    return n;
}

static void show_feedback(Stage *stage)
{
    Rect changed[MAX_CHANGED];
    const Feedback now = find_feedback(stage);
    if (stage->scene == NULL || stage->must_paint_all) {
        return;
    }
    const gsize n = add_feedback(stage, changed, 0, &now);
    stage->painted = now;
    if (n > 0) {
        paint(stage, changed, n);
        present(stage, changed, n);
    }
}

Scene *stage_show_take(Stage *stage, Scene *scene)
{
    Rect changed[MAX_CHANGED];
    Scene *before = stage->scene;
    gsize n = 0;
    stage->scene = scene;
    scene->is_wordless = stage->is_wordless;
    if (before != NULL && (strcmp(before->screen, scene->screen) != 0 ||
                           strcmp(before->detail, scene->detail) != 0)) {
        touch_spoil(&stage->touch);
        stage->is_select_down = false;
    }
    focus_follow(&stage->focus, scene);
    const Feedback now = find_feedback(stage);
    if (before == NULL || stage->must_paint_all) {
        changed[n++] = (Rect){0, 0, scene->width_px, scene->height_px};
    } else {
        n = scene_diff(before, scene, changed, MAX_CHANGED / 2);
        n = add_feedback(stage, changed, n, &now);
    }
    stage->painted = now;
    stage->must_paint_all = false;
    stage->stats.frames++;
    if (n > 0) {
        paint(stage, changed, n);
        present(stage, changed, n);
    }
    if (stage->up_us != 0) {
        stage->stats.last_settle_us = g_get_monotonic_time() - stage->up_us;
        stage->up_us = 0;
    }
    if (before != NULL) {
        scene_clear(before);
    }
    return before;
}

/* ---- Touch ---- */

static void arm_touch_timer(Stage *stage);

static void act_on(Stage *stage, const TouchResult *result, gint64 now_ms)
{
    if (result->acted_id[0] != '\0') {
        stage->stats.activations++;
        stage->handlers.activate(result->acted_id, now_ms, stage->handlers.user_data);
    }
    if (result->is_corner_held && stage->handlers.held != NULL) {
        stage->handlers.held("corner", now_ms, stage->handlers.user_data);
    }
}

static gboolean expire_touch(gpointer data)
{
    Stage *stage = data;
    const gint64 now_ms = now_of(stage);
    stage->touch_timer = 0;
    const TouchResult result = touch_expire(&stage->touch, stage->scene, now_ms);
    show_feedback(stage);
    act_on(stage, &result, now_ms);
    arm_touch_timer(stage);
    return G_SOURCE_REMOVE;
}

/* Only while something rests on the glass is there a timer. */
static void arm_touch_timer(Stage *stage)
{
    const gint64 deadline_ms = touch_deadline_ms(&stage->touch);
    if (stage->touch_timer != 0) {
        g_source_remove(stage->touch_timer);
        stage->touch_timer = 0;
    }
    if (deadline_ms >= 0) {
        const gint64 rest_ms = CLAMP(deadline_ms - now_of(stage), 1, TOUCH_STUCK_MS);
        stage->touch_timer = g_timeout_add((guint)rest_ms, expire_touch, stage);
    }
}

static void feed_contact(Stage *stage, const TouchContact *contact)
{
    const gint64 arrived_us = g_get_monotonic_time();
    if (stage->scene == NULL) {
        return;
    }
    if (contact->phase == TOUCH_PHASE_DOWN) {
        stage->down_us = arrived_us;
        stage->is_select_down = false;
        focus_hide(&stage->focus);
    }
    const TouchResult result = touch_feed(&stage->touch, stage->scene, contact);
    arm_touch_timer(stage);
    if (contact->phase == TOUCH_PHASE_DOWN) {
        show_feedback(stage);
        stage->down_us = 0;
        stage->handlers.touched(contact->now_ms, stage->handlers.user_data);
    }
    stage->up_us = result.acted_id[0] != '\0' ? arrived_us : 0;
    act_on(stage, &result, contact->now_ms);
    stage->up_us = 0;
    show_feedback(stage);
}

static void receive_contact(const TouchContact *contact, gpointer user_data)
{
    Stage *stage = user_data;
    TouchContact timed = *contact;
    timed.now_ms = now_of(stage);
    feed_contact(stage, &timed);
}

/* ---- Keys ---- */

static const struct {
    const char *name;
    FocusMove move;
} moves[] = {
    {"up", FOCUS_MOVE_UP},       {"down", FOCUS_MOVE_DOWN}, {"left", FOCUS_MOVE_LEFT},
    {"right", FOCUS_MOVE_RIGHT}, {"next", FOCUS_MOVE_NEXT}, {"previous", FOCUS_MOVE_PREVIOUS},
};

static bool move_focus(Stage *stage, const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(moves); i++) {
        if (strcmp(name, moves[i].name) == 0) {
            focus_move(&stage->focus, stage->scene, moves[i].move);
            return true;
        }
    }
    return false;
}

static void report_focus(Stage *stage)
{
    const char *id = focus_shown(&stage->focus);
    if (id != NULL && stage->handlers.focused != NULL) {
        stage->handlers.focused(id, stage->handlers.user_data);
    }
}

static const Widget *find_default(const Stage *stage)
{
    for (gsize i = 0; i < stage->scene->n_widgets; i++) {
        const Widget *widget = &stage->scene->widgets[i];
        if (widget->is_default && widget->is_target && widget->is_enabled) {
            return widget;
        }
    }
    return NULL;
}

/* The first select only shows where one is, unless there is something that it is for. */
static void press_select(Stage *stage)
{
    const bool has_focus = focus_shown(&stage->focus) != NULL;
    const Widget *preset = has_focus ? NULL : find_default(stage);
    stage->default_id[0] = '\0';
    if (preset != NULL) {
        stage->is_select_down = true;
        g_strlcpy(stage->default_id, preset->id, sizeof stage->default_id);
    } else if (!has_focus) {
        focus_move(&stage->focus, stage->scene, FOCUS_MOVE_NEXT);
        report_focus(stage);
    } else {
        stage->is_select_down = true;
    }
}

static void release_select(Stage *stage, gint64 now_ms)
{
    const char *focused = focus_shown(&stage->focus);
    char id[WIDGET_ID_BYTES];
    if (focused == NULL && stage->default_id[0] != '\0') {
        focused = stage->default_id;
    }
    if (!stage->is_select_down || focused == NULL) {
        return;
    }
    g_strlcpy(id, focused, sizeof id);
    stage->is_select_down = false;
    stage->default_id[0] = '\0';
    stage->stats.activations++;
    stage->handlers.activate(id, now_ms, stage->handlers.user_data);
}

static gboolean hold_back(gpointer data)
{
    Stage *stage = data;
    stage->back_timer = 0;
    if (stage->handlers.held != NULL) {
        stage->handlers.held("back", now_of(stage), stage->handlers.user_data);
    }
    return G_SOURCE_REMOVE;
}

static void stop_back_timer(Stage *stage)
{
    if (stage->back_timer != 0) {
        g_source_remove(stage->back_timer);
        stage->back_timer = 0;
    }
}

static void feed_key_down(Stage *stage, const char *name, gint64 now_ms)
{
    stage->handlers.touched(now_ms, stage->handlers.user_data);
    if (move_focus(stage, name)) {
        stage->is_select_down = false;
        report_focus(stage);
    } else if (strcmp(name, "select") == 0) {
        press_select(stage);
    } else if (strcmp(name, "back") == 0) {
        stop_back_timer(stage);
        stage->back_timer = g_timeout_add(BACK_HOLD_MS, hold_back, stage);
    } else {
        stage->handlers.key(name, now_ms, stage->handlers.user_data);
    }
}

static void feed_key_up(Stage *stage, const char *name, gint64 now_ms)
{
    if (strcmp(name, "select") == 0) {
        release_select(stage, now_ms);
    } else if (strcmp(name, "back") == 0 && stage->back_timer != 0) {
        stop_back_timer(stage);
        stage->handlers.key("back", now_ms, stage->handlers.user_data);
    }
}

static void feed_key(Stage *stage, const char *name, bool is_down, gint64 now_ms)
{
    if (stage->scene == NULL) {
        return;
    }
    stage->down_us = is_down ? g_get_monotonic_time() : 0;
    if (is_down) {
        feed_key_down(stage, name, now_ms);
    } else {
        feed_key_up(stage, name, now_ms);
    }
    show_feedback(stage);
    stage->down_us = 0;
}

static void receive_key(const char *name, bool is_down, gpointer user_data)
{
    Stage *stage = user_data;
    feed_key(stage, name, is_down, now_of(stage));
}

/* ---- The display's other news ---- */

static void lose_input(gpointer user_data)
{
    Stage *stage = user_data;
    touch_forget(&stage->touch);
    stage->is_select_down = false;
    stop_back_timer(stage);
    arm_touch_timer(stage);
    show_feedback(stage);
}

static void repaint_all(gpointer user_data)
{
    Stage *stage = user_data;
    if (stage->scene == NULL || stage->display == NULL) {
        return;
    }
    const Rect all = {0, 0, stage->scene->width_px, stage->scene->height_px};
    paint(stage, &all, 1);
    present(stage, &all, 1);
}

static void report_closed(gpointer user_data)
{
    Stage *stage = user_data;
    stage->handlers.closed(stage->handlers.user_data);
}

/* ---- Public ---- */

Stage *stage_open(const StageOptions *options, const StageHandlers *handlers, GError **error)
{
    g_autoptr(Stage) stage = g_new0(Stage, 1);
    const DisplayHandlers display_handlers = {
        .contact = receive_contact,
        .key = receive_key,
        .lost = lose_input,
        .damaged = repaint_all,
        .closed = report_closed,
        .user_data = stage,
    };
    stage->handlers = *handlers;
    stage->started_us = options->started_us != 0 ? options->started_us : g_get_monotonic_time();
    stage->display = display_open(options, &display_handlers, error);
    return stage->display != NULL ? g_steal_pointer(&stage) : NULL;
}

void stage_close(Stage *stage)
{
    if (stage == NULL) {
        return;
    }
    if (stage->touch_timer != 0) {
        g_source_remove(stage->touch_timer);
    }
    stop_back_timer(stage);
    display_close(stage->display);
    scene_free(stage->scene);
    explicit_bzero(stage, sizeof *stage);
    g_free(stage);
}

const Scene *stage_scene(const Stage *stage)
{
    return stage->scene;
}

cairo_surface_t *stage_surface(const Stage *stage)
{
    return display_surface(stage->display);
}

const StageStats *stage_stats(const Stage *stage)
{
    return &stage->stats;
}

const char *stage_focused(const Stage *stage)
{
    return focus_shown(&stage->focus);
}

void stage_inject_contact(Stage *stage, const TouchContact *contact)
{
    g_assert(contact->contact < STAGE_INJECTED);
    feed_contact(stage, contact);
}

void stage_inject_key(Stage *stage, const char *name, gint64 now_ms)
{
    feed_key(stage, name, true, now_ms);
    feed_key(stage, name, false, now_ms);
}

void stage_paint_text(Stage *stage, bool is_painted)
{
    stage->is_wordless = !is_painted;
    if (stage->scene != NULL) {
        stage->scene->is_wordless = stage->is_wordless;
        repaint_all(stage);
    }
}

void stage_reset(Stage *stage)
{
    touch_forget(&stage->touch);
    stage->focus = (Focus){0};
    stage->is_select_down = false;
    stage->must_paint_all = true;
    stop_back_timer(stage);
    arm_touch_timer(stage);
}
