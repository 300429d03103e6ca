// SPDX-License-Identifier: EUPL-1.2
#include "ui/touch.h"

#include <string.h>

static const double drift_mm = 8;
static const double corner_mm = 20;
enum { HAND_CONTACTS = 3 };

static bool is_near(const Scene *scene, int dx, int dy)
{
    const double limit = drift_mm * scene->scale.px_per_mm;
    return (double)dx * dx + (double)dy * dy <= limit * limit;
}

static TouchSlot *find_slot(Touch *touch, gint64 contact)
{
    for (int i = 0; i < TOUCH_MAX_CONTACTS; i++) {
        TouchSlot *slot = &touch->slots[i];
        if (slot->state != TOUCH_SLOT_FREE && slot->contact == contact) {
            return slot;
        }
    }
    return NULL;
}

static TouchSlot *find_free(Touch *touch)
{
    for (int i = 0; i < TOUCH_MAX_CONTACTS; i++) {
        if (touch->slots[i].state == TOUCH_SLOT_FREE) {
            return &touch->slots[i];
        }
    }
    return NULL;
}

static TouchSlot *find_press(Touch *touch)
{
    for (int i = 0; i < TOUCH_MAX_CONTACTS; i++) {
        if (touch->slots[i].state == TOUCH_SLOT_PRESS) {
            return &touch->slots[i];
        }
    }
    return NULL;
}

static bool has_spoiled(const Touch *touch)
{
    for (int i = 0; i < TOUCH_MAX_CONTACTS; i++) {
        if (touch->slots[i].state == TOUCH_SLOT_SPOILED) {
            return true;
        }
    }
    return false;
}

/* Contacts that came together; a hand that has rested beside the targets is none of them. */
static int count_fresh(const Touch *touch, gint64 now_ms)
{
    int n = 0;
    for (int i = 0; i < TOUCH_MAX_CONTACTS; i++) {
        const TouchSlot *slot = &touch->slots[i];
        const bool is_resting = slot->state == TOUCH_SLOT_BLANK && slot->target[0] == '\0' &&
                                now_ms - slot->start_ms >= TOUCH_REST_MS;
        n += slot->state != TOUCH_SLOT_FREE && !is_resting;
    }
    return n;
}

static void free_slot(TouchSlot *slot)
{
    *slot = (TouchSlot){0};
}

static void free_silent(Touch *touch, gint64 now_ms, gint64 limit_ms)
{
    for (int i = 0; i < TOUCH_MAX_CONTACTS; i++) {
        TouchSlot *slot = &touch->slots[i];
        if (slot->state != TOUCH_SLOT_FREE && now_ms - slot->last_ms >= limit_ms) {
            free_slot(slot);
        }
    }
}

/* A press that never ends is none: the glass sees a finger that is not there. */
static void rest_stuck(Touch *touch, gint64 now_ms)
{
    for (int i = 0; i < TOUCH_MAX_CONTACTS; i++) {
        TouchSlot *slot = &touch->slots[i];
        if (slot->state == TOUCH_SLOT_PRESS && now_ms - slot->start_ms >= TOUCH_STUCK_MS) {
            slot->state = TOUCH_SLOT_BLANK;
            slot->target[0] = '\0';
        }
    }
}

/* In the target, or beside it by no more than half a gap. */
static bool is_in_target(const Scene *scene, const TouchSlot *slot)
{
    const Widget *target = scene_find(scene, slot->target);
    if (target == NULL || !target->is_target || !target->is_enabled) {
        return false;
    }
    const int margin = theme_space_px(&scene->scale, THEME_SPACE_GAP) / 2;
    const Rect around = rect_grown(&target->rect, margin);
    return rect_contains(&around, slot->x, slot->y);
}

static bool is_repeat(const Touch *touch, const Scene *scene, const TouchSlot *slot)
{
    const gint64 since_ms = slot->start_ms - touch->acted_ms;
    const Widget *target = scene_find(scene, slot->target);
    const bool is_typing = touch->was_typed && target != NULL && target->is_typed;
    const gint64 limit_ms = is_typing ? TOUCH_TYPED_MS : TOUCH_REPEAT_MS;
    if (!touch->has_acted || since_ms < 0 || since_ms >= limit_ms) {
        return false;
    }
    return strcmp(slot->target, touch->acted_id) == 0 ||
           is_near(scene, slot->start_x - touch->acted_x, slot->start_y - touch->acted_y);
}

/* Goes on with a press that was broken off a moment ago. */
static void take_up(Touch *touch, const Scene *scene, TouchSlot *slot)
{
    const TouchBreak *broken = &touch->broken;
    if (strcmp(broken->target, slot->target) == 0 &&
        slot->start_ms - broken->ended_ms <= TOUCH_BREAK_MS &&
        is_near(scene, slot->x - broken->start_x, slot->y - broken->start_y)) {
        slot->before_ms = broken->touched_ms;
        slot->start_x = broken->start_x;
        slot->start_y = broken->start_y;
    }
    explicit_bzero(&touch->broken, sizeof touch->broken);
}

static void break_off(Touch *touch, const TouchSlot *slot)
{
    touch->broken = (TouchBreak){
        .start_x = slot->start_x,
        .start_y = slot->start_y,
        .touched_ms = slot->before_ms + slot->last_ms - slot->start_ms,
        .ended_ms = slot->last_ms,
    };
    g_strlcpy(touch->broken.target, slot->target, sizeof touch->broken.target);
}

static void spoil_all(Touch *touch)
{
    for (int i = 0; i < TOUCH_MAX_CONTACTS; i++) {
        if (touch->slots[i].state != TOUCH_SLOT_FREE) {
            touch->slots[i].state = TOUCH_SLOT_SPOILED;
        }
    }
}

static void begin(Touch *touch, const Scene *scene, const TouchContact *contact)
{
    free_silent(touch, contact->now_ms, TOUCH_SILENT_MS);
    rest_stuck(touch, contact->now_ms);
    TouchSlot *slot = find_slot(touch, contact->contact);
    slot = slot != NULL ? slot : find_free(touch);
    if (slot == NULL) {
        return;
    }
    free_slot(slot);
    TouchSlot *press = find_press(touch);
    const Widget *target = scene_find_target(scene, contact->x, contact->y);
    *slot = (TouchSlot){
        .state = TOUCH_SLOT_BLANK,
        .contact = contact->contact,
        .start_x = contact->x,
        .start_y = contact->y,
        .x = contact->x,
        .y = contact->y,
        .start_ms = contact->now_ms,
        .last_ms = contact->now_ms,
    };
    if (target != NULL && target->is_enabled && target->id[0] != '\0') {
        g_strlcpy(slot->target, target->id, sizeof slot->target);
    }
    if (count_fresh(touch, contact->now_ms) >= HAND_CONTACTS || has_spoiled(touch)) {
        spoil_all(touch);
    } else if (slot->target[0] != '\0' && press == NULL) {
        slot->state = TOUCH_SLOT_PRESS;
        slot->is_inside = true;
        take_up(touch, scene, slot);
    } else if (slot->target[0] != '\0' && strcmp(slot->target, press->target) != 0) {
        spoil_all(touch);
    }
}

static void move(const Scene *scene, TouchSlot *slot, const TouchContact *contact)
{
    slot->x = contact->x;
    slot->y = contact->y;
    slot->last_ms = contact->now_ms;
    if (slot->state != TOUCH_SLOT_PRESS) {
        return;
    }
    if (!is_near(scene, slot->x - slot->start_x, slot->y - slot->start_y)) {
        slot->state = TOUCH_SLOT_BLANK;
        return;
    }
    slot->is_inside = is_in_target(scene, slot);
}

static bool is_in_corner(const Scene *scene, int x, int y)
{
    const int side = theme_mm_px(&scene->scale, corner_mm);
    return (x < side || x >= scene->width_px - side) && (y < side || y >= scene->height_px - side);
}

static bool may_hold_corner(const Scene *scene, const TouchSlot *slot)
{
    return slot->state == TOUCH_SLOT_BLANK && !slot->has_reported_corner &&
           slot->target[0] == '\0' && is_in_corner(scene, slot->start_x, slot->start_y) &&
           is_near(scene, slot->x - slot->start_x, slot->y - slot->start_y);
}

static void end(Touch *touch, const Scene *scene, TouchSlot *slot, TouchResult *result)
{
    const gint64 touched_ms = slot->before_ms + slot->last_ms - slot->start_ms;
    const bool is_whole =
        slot->state == TOUCH_SLOT_PRESS && slot->is_inside && is_in_target(scene, slot);
    if (is_whole && touched_ms < TOUCH_MIN_PRESS_MS) {
        break_off(touch, slot);
    } else if (is_whole && !is_repeat(touch, scene, slot)) {
        g_strlcpy(result->acted_id, slot->target, sizeof result->acted_id);
        g_strlcpy(touch->acted_id, slot->target, sizeof touch->acted_id);
        touch->has_acted = true;
        touch->was_typed = scene_find(scene, slot->target)->is_typed;
        touch->acted_ms = slot->last_ms;
        touch->acted_x = slot->x;
        touch->acted_y = slot->y;
    }
    result->is_corner_held =
        slot->last_ms - slot->start_ms >= TOUCH_CORNER_MS && may_hold_corner(scene, slot);
    free_slot(slot);
}

TouchResult touch_feed(Touch *touch, const Scene *scene, const TouchContact *contact)
{
    TouchResult result = {0};
    TouchSlot *slot = find_slot(touch, contact->contact);
    switch (contact->phase) {
    case TOUCH_PHASE_DOWN:
        begin(touch, scene, contact);
        break;
    case TOUCH_PHASE_MOVE:
        if (slot != NULL) {
            move(scene, slot, contact);
        }
        break;
    case TOUCH_PHASE_UP:
        if (slot != NULL) {
            move(scene, slot, contact);
            end(touch, scene, slot, &result);
        }
        break;
    case TOUCH_PHASE_CANCEL:
        if (slot != NULL) {
            free_slot(slot);
        }
        break;
    }
    return result;
}

gint64 touch_deadline_ms(const Touch *touch)
{
    gint64 deadline_ms = -1;
    for (int i = 0; i < TOUCH_MAX_CONTACTS; i++) {
        const TouchSlot *slot = &touch->slots[i];
        if (slot->state == TOUCH_SLOT_FREE) {
            continue;
        }
        gint64 due_ms = slot->last_ms + TOUCH_STUCK_MS;
        if (slot->state == TOUCH_SLOT_BLANK && !slot->has_reported_corner) {
            due_ms = MIN(due_ms, slot->start_ms + TOUCH_CORNER_MS);
        }
        deadline_ms = deadline_ms < 0 ? due_ms : MIN(deadline_ms, due_ms);
    }
    return deadline_ms;
}

TouchResult touch_expire(Touch *touch, const Scene *scene, gint64 now_ms)
{
    TouchResult result = {0};
    for (int i = 0; i < TOUCH_MAX_CONTACTS; i++) {
        TouchSlot *slot = &touch->slots[i];
        if (slot->state == TOUCH_SLOT_BLANK && now_ms - slot->start_ms >= TOUCH_CORNER_MS) {
            result.is_corner_held |= may_hold_corner(scene, slot);
            slot->has_reported_corner = true;
        }
    }
    free_silent(touch, now_ms, TOUCH_STUCK_MS);
    return result;
}

const char *touch_pressed(const Touch *touch)
{
    for (int i = 0; i < TOUCH_MAX_CONTACTS; i++) {
        const TouchSlot *slot = &touch->slots[i];
        if (slot->state == TOUCH_SLOT_PRESS && slot->is_inside) {
            return slot->target;
        }
    }
    return NULL;
}

bool touch_find_miss(const Touch *touch, int *x, int *y)
{
    for (int i = 0; i < TOUCH_MAX_CONTACTS; i++) {
        const TouchSlot *slot = &touch->slots[i];
        if (slot->state == TOUCH_SLOT_BLANK || slot->state == TOUCH_SLOT_SPOILED) {
            *x = slot->x;
            *y = slot->y;
            return true;
        }
    }
    return false;
}

void touch_spoil(Touch *touch)
{
    touch->was_typed = false;
    spoil_all(touch);
}

void touch_forget(Touch *touch)
{
    touch->was_typed = false;
    explicit_bzero(touch->slots, sizeof touch->slots);
    explicit_bzero(&touch->broken, sizeof touch->broken);
    explicit_bzero(touch->acted_id, sizeof touch->acted_id);
}
