// SPDX-License-Identifier: EUPL-1.2
#include "ui/touch.h"

#include "ui_fixture.h"

/* 6 px a millimetre: drift up to 48 px, half a gap is 12 px. Two tiles with a gap of 24 px. */
enum { AX = 150, AY = 150, BX = 474, DRIFT_PX = 48, BESIDE_PX = 12 };

typedef struct {
    Touch touch;
    Scene *scene;
    gint64 now_ms;
    int acts;
    char acted[WIDGET_ID_BYTES];
    bool is_corner_held;
} Hand;

static Hand hand_new(void)
{
    Hand hand = {.scene = fixture_scene("question"), .now_ms = 1000};
    fixture_target(hand.scene, "a", (Rect){50, 50, 300, 200});
    fixture_target(hand.scene, "b", (Rect){374, 50, 300, 200});
    return hand;
}

static void hand_clear(Hand *hand)
{
    scene_free(hand->scene);
}

static void take(Hand *hand, const TouchResult *result)
{
    if (result->acted_id[0] != '\0') {
        hand->acts++;
        g_strlcpy(hand->acted, result->acted_id, sizeof hand->acted);
    }
    hand->is_corner_held |= result->is_corner_held;
}

static void feed(Hand *hand, gint64 finger, TouchPhase phase, int x, int y)
{
    const TouchContact contact = {finger, phase, x, y, hand->now_ms};
    const TouchResult result = touch_feed(&hand->touch, hand->scene, &contact);
    take(hand, &result);
}

static void pass(Hand *hand, gint64 ms)
{
    hand->now_ms += ms;
    const gint64 due_ms = touch_deadline_ms(&hand->touch);
    if (due_ms >= 0 && due_ms <= hand->now_ms) {
        const TouchResult result = touch_expire(&hand->touch, hand->scene, hand->now_ms);
        take(hand, &result);
    }
}

static void press(Hand *hand, int x, int y, gint64 ms)
{
    feed(hand, 1, TOUCH_PHASE_DOWN, x, y);
    pass(hand, ms);
    feed(hand, 1, TOUCH_PHASE_UP, x, y);
}

static void test_press_acts_on_release(void)
{
    Hand hand = hand_new();
    feed(&hand, 1, TOUCH_PHASE_DOWN, AX, AY);
    g_assert_cmpstr(touch_pressed(&hand.touch), ==, "a");
    g_assert_cmpint(hand.acts, ==, 0);
    pass(&hand, TOUCH_MIN_PRESS_MS);
    feed(&hand, 1, TOUCH_PHASE_UP, AX, AY);
    g_assert_cmpint(hand.acts, ==, 1);
    g_assert_cmpstr(hand.acted, ==, "a");
    g_assert_null(touch_pressed(&hand.touch));
    g_assert_cmpint(touch_deadline_ms(&hand.touch), ==, -1);
    hand_clear(&hand);
}

static void test_spark_does_nothing(void)
{
    Hand hand = hand_new();
    press(&hand, AX, AY, TOUCH_MIN_PRESS_MS - 1);
    g_assert_cmpint(hand.acts, ==, 0);
    hand_clear(&hand);
}

/* Where a press that begins in the middle or at the edge of "a" ends, and whether it acts. */
static const struct {
    int from_x, to_x;
    int acts;
} drifts[] = {
    {AX, AX + DRIFT_PX, 1},
    {AX, AX + DRIFT_PX + 1, 0},
    {345, 349 + BESIDE_PX, 1},
    {345, 349 + BESIDE_PX + 3, 0},
    {345, 380, 0},
    {AX, AX - DRIFT_PX, 1},
    {360, 340, 0 /* from the gap */},
};

static void test_drift(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(drifts); i++) {
        Hand hand = hand_new();
        feed(&hand, 1, TOUCH_PHASE_DOWN, drifts[i].from_x, AY);
        pass(&hand, 100);
        feed(&hand, 1, TOUCH_PHASE_MOVE, drifts[i].to_x, AY);
        feed(&hand, 1, TOUCH_PHASE_UP, drifts[i].to_x, AY);
        g_test_message("from %d to %d", drifts[i].from_x, drifts[i].to_x);
        g_assert_cmpint(hand.acts, ==, drifts[i].acts);
        hand_clear(&hand);
    }
}

static void test_bounce_does_nothing(void)
{
    Hand hand = hand_new();
    press(&hand, AX, AY, 80);
    pass(&hand, TOUCH_REPEAT_MS - 1);
    press(&hand, AX + 100, AY, 80);
    g_assert_cmpint(hand.acts, ==, 1);
    press(&hand, BX + 20, AY, 80);
    g_assert_cmpint(hand.acts, ==, 2);
    pass(&hand, TOUCH_REPEAT_MS);
    press(&hand, BX + 20, AY, 80);
    g_assert_cmpint(hand.acts, ==, 3);
    hand_clear(&hand);
}

/* The screen changed under the finger; what bounces must not answer the next question. */
static void test_bounce_on_next_screen(void)
{
    Hand hand = hand_new();
    press(&hand, AX, AY, 80);
    g_strlcpy(hand.scene->widgets[0].id, "next", WIDGET_ID_BYTES);
    pass(&hand, 120);
    press(&hand, AX + 10, AY, 80);
    g_assert_cmpint(hand.acts, ==, 1);
    touch_forget(&hand.touch);
    press(&hand, AX + 10, AY, 80);
    g_assert_cmpint(hand.acts, ==, 1);
    pass(&hand, TOUCH_REPEAT_MS);
    press(&hand, AX + 10, AY, 80);
    g_assert_cmpint(hand.acts, ==, 2);
    hand_clear(&hand);
}

static void test_two_targets_are_a_hand(void)
{
    Hand hand = hand_new();
    feed(&hand, 1, TOUCH_PHASE_DOWN, AX, AY);
    feed(&hand, 2, TOUCH_PHASE_DOWN, BX, AY);
    g_assert_null(touch_pressed(&hand.touch));
    pass(&hand, 100);
    feed(&hand, 1, TOUCH_PHASE_UP, AX, AY);
    feed(&hand, 3, TOUCH_PHASE_DOWN, AX, AY);
    pass(&hand, 100);
    feed(&hand, 3, TOUCH_PHASE_UP, AX, AY);
    feed(&hand, 2, TOUCH_PHASE_UP, BX, AY);
    g_assert_cmpint(hand.acts, ==, 0);
    press(&hand, AX, AY, 100);
    g_assert_cmpint(hand.acts, ==, 1);
    hand_clear(&hand);
}

static void test_resting_hand_does_no_harm(void)
{
    Hand hand = hand_new();
    feed(&hand, 9, TOUCH_PHASE_DOWN, 900, 700);
    pass(&hand, 200);
    press(&hand, AX, AY, 100);
    g_assert_cmpint(hand.acts, ==, 1);
    hand_clear(&hand);
}

static void test_rolling_finger_acts_once(void)
{
    Hand hand = hand_new();
    feed(&hand, 1, TOUCH_PHASE_DOWN, AX, AY);
    pass(&hand, 60);
    feed(&hand, 2, TOUCH_PHASE_DOWN, AX + 12, AY + 6);
    pass(&hand, 30);
    feed(&hand, 1, TOUCH_PHASE_UP, AX, AY);
    pass(&hand, 30);
    feed(&hand, 2, TOUCH_PHASE_UP, AX + 14, AY + 6);
    g_assert_cmpint(hand.acts, ==, 1);
    hand_clear(&hand);
}

static void test_lost_release_is_forgotten(void)
{
    Hand hand = hand_new();
    feed(&hand, 1, TOUCH_PHASE_DOWN, AX, AY);
    pass(&hand, TOUCH_SILENT_MS);
    feed(&hand, 2, TOUCH_PHASE_DOWN, BX, AY);
    pass(&hand, 100);
    feed(&hand, 2, TOUCH_PHASE_UP, BX, AY);
    g_assert_cmpstr(hand.acted, ==, "b");
    feed(&hand, 1, TOUCH_PHASE_UP, AX, AY);
    g_assert_cmpint(hand.acts, ==, 1);
    hand_clear(&hand);
}

static void test_same_finger_comes_down_twice(void)
{
    Hand hand = hand_new();
    feed(&hand, 1, TOUCH_PHASE_DOWN, AX, AY);
    pass(&hand, 20);
    press(&hand, BX, AY, 100);
    g_assert_cmpint(hand.acts, ==, 1);
    g_assert_cmpstr(hand.acted, ==, "b");
    hand_clear(&hand);
}

static void test_stuck_finger_lets_go(void)
{
    Hand hand = hand_new();
    feed(&hand, 1, TOUCH_PHASE_DOWN, AX, AY);
    pass(&hand, TOUCH_STUCK_MS);
    g_assert_null(touch_pressed(&hand.touch));
    g_assert_cmpint(touch_deadline_ms(&hand.touch), ==, -1);
    hand_clear(&hand);
}

static void test_removed_device_cancels(void)
{
    Hand hand = hand_new();
    feed(&hand, 1, TOUCH_PHASE_DOWN, AX, AY);
    pass(&hand, 100);
    feed(&hand, 1, TOUCH_PHASE_CANCEL, AX, AY);
    feed(&hand, 1, TOUCH_PHASE_UP, AX, AY);
    g_assert_cmpint(hand.acts, ==, 0);
    press(&hand, AX, AY, 100);
    g_assert_cmpint(hand.acts, ==, 1);
    hand_clear(&hand);
}

static void test_screen_under_the_finger(void)
{
    Hand hand = hand_new();
    feed(&hand, 1, TOUCH_PHASE_DOWN, AX, AY);
    pass(&hand, 100);
    touch_spoil(&hand.touch);
    feed(&hand, 1, TOUCH_PHASE_UP, AX, AY);
    g_assert_cmpint(hand.acts, ==, 0);
    hand_clear(&hand);
}

static void test_disabled_target(void)
{
    Hand hand = hand_new();
    int x = 0;
    int y = 0;
    hand.scene->widgets[0].is_enabled = false;
    feed(&hand, 1, TOUCH_PHASE_DOWN, AX, AY);
    g_assert_null(touch_pressed(&hand.touch));
    g_assert_true(touch_find_miss(&hand.touch, &x, &y));
    g_assert_cmpint(x, ==, AX);
    pass(&hand, 100);
    feed(&hand, 1, TOUCH_PHASE_UP, AX, AY);
    g_assert_cmpint(hand.acts, ==, 0);
    g_assert_false(touch_find_miss(&hand.touch, &x, &y));
    hand_clear(&hand);
}

static void test_corner(void)
{
    Hand hand = hand_new();
    press(&hand, 1275, 5, TOUCH_CORNER_MS - 1);
    g_assert_false(hand.is_corner_held);
    feed(&hand, 1, TOUCH_PHASE_DOWN, 1275, 5);
    g_assert_cmpint(touch_deadline_ms(&hand.touch) - hand.now_ms, ==, TOUCH_CORNER_MS);
    pass(&hand, TOUCH_CORNER_MS);
    g_assert_true(hand.is_corner_held);
    hand.is_corner_held = false;
    pass(&hand, TOUCH_CORNER_MS);
    feed(&hand, 1, TOUCH_PHASE_UP, 1275, 5);
    g_assert_false(hand.is_corner_held);
    press(&hand, 640, 5, TOUCH_CORNER_MS);
    press(&hand, AX, AY, TOUCH_CORNER_MS);
    g_assert_false(hand.is_corner_held);
    hand_clear(&hand);
}

/* A hand that means "a": `shake_mm` of tremor around its middle, contacts of `least_ms` to
 * `most_ms`. */
typedef struct {
    const char *name;
    double shake_mm;
    int least_ms, most_ms;
    bool rolls, rests;
} Person;

static const Person people[] = {
    {"steady", 0.5, 80, 200, false, false},        {"tremor", 2.5, 80, 600, false, false},
    {"strong tremor", 3, 100, 1500, false, false}, {"glove", 1, 55, 120, true, false},
    {"long dwell", 2, 1500, 3000, false, false},   {"rolling thumb", 2, 90, 250, true, false},
    {"hand on the edge", 1, 80, 300, false, true},
};

static int shaken(GRand *random, int at, double shake_mm)
{
    const double mm = (g_rand_double(random) - 0.5) * 2 * shake_mm;
    return at + (int)(mm * 6);
}

static void mean_press(Hand *hand, const Person *person, GRand *random)
{
    const int ms = g_rand_int_range(random, person->least_ms, person->most_ms);
    if (person->rests) {
        feed(hand, 7, TOUCH_PHASE_DOWN, shaken(random, 1200, 1), 780);
    }
    feed(hand, 1, TOUCH_PHASE_DOWN, shaken(random, AX, person->shake_mm),
         shaken(random, AY, person->shake_mm));
    for (int part = 0; part < 4; part++) {
        pass(hand, (ms + 3) / 4);
        feed(hand, 1, TOUCH_PHASE_MOVE, shaken(random, AX, person->shake_mm),
             shaken(random, AY, person->shake_mm));
        if (part == 1 && person->rolls) {
            feed(hand, 2, TOUCH_PHASE_DOWN, AX + 15, AY);
        }
    }
    feed(hand, 1, TOUCH_PHASE_UP, shaken(random, AX, person->shake_mm),
         shaken(random, AY, person->shake_mm));
    feed(hand, 2, TOUCH_PHASE_UP, AX + 15, AY);
    feed(hand, 7, TOUCH_PHASE_UP, 1200, 780);
}

static void test_meant_presses_act_once(void)
{
    enum { PRESSES = 1000 };
    for (gsize i = 0; i < G_N_ELEMENTS(people); i++) {
        GRand *random = g_rand_new_with_seed(13 + (guint32)i);
        int once = 0;
        for (int n = 0; n < PRESSES; n++) {
            Hand hand = hand_new();
            mean_press(&hand, &people[i], random);
            once += hand.acts == 1;
            g_assert_cmpint(hand.acts, <=, 1);
            hand_clear(&hand);
        }
        g_rand_free(random);
        g_test_message("%s: %d of %d", people[i].name, once, (int)PRESSES);
        g_assert_cmpint(once, >=, PRESSES * 99 / 100);
    }
}

/* A palm: three to six contacts within 40 ms, all over the tiles. */
static void lay_palm(Hand *hand, GRand *random)
{
    const int n = g_rand_int_range(random, 3, 7);
    for (int finger = 0; finger < n; finger++) {
        feed(hand, finger, TOUCH_PHASE_DOWN, g_rand_int_range(random, 60, 660),
             g_rand_int_range(random, 60, 240));
        pass(hand, g_rand_int_range(random, 0, 10));
    }
    pass(hand, g_rand_int_range(random, 50, 900));
    for (int finger = 0; finger < n; finger++) {
        feed(hand, finger, TOUCH_PHASE_UP, g_rand_int_range(random, 60, 660), AY);
    }
}

static void test_palms_and_sparks_never_act(void)
{
    GRand *random = g_rand_new_with_seed(612);
    Hand hand = hand_new();
    for (int n = 0; n < 2000; n++) {
        if (n % 2 == 0) {
            lay_palm(&hand, random);
        } else {
            press(&hand, g_rand_int_range(random, 0, 1280), g_rand_int_range(random, 0, 800),
                  g_rand_int_range(random, 0, TOUCH_MIN_PRESS_MS));
        }
        pass(&hand, g_rand_int_range(random, 1, 400));
    }
    g_rand_free(random);
    g_assert_cmpint(hand.acts, ==, 0);
    hand_clear(&hand);
}

static void add_tests_of_faults(void)
{
    g_test_add_func("/touch/a lost release is forgotten", test_lost_release_is_forgotten);
    g_test_add_func("/touch/a finger that comes down twice is one finger",
                    test_same_finger_comes_down_twice);
    g_test_add_func("/touch/a stuck finger lets go", test_stuck_finger_lets_go);
    g_test_add_func("/touch/a removed device cancels its press", test_removed_device_cancels);
    g_test_add_func("/touch/a press begun on another screen does not act",
                    test_screen_under_the_finger);
    g_test_add_func("/touch/meant presses of all hands act once", test_meant_presses_act_once);
    g_test_add_func("/touch/palms and sparks never act", test_palms_and_sparks_never_act);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/touch/a press acts when it ends", test_press_acts_on_release);
    g_test_add_func("/touch/a spark does nothing", test_spark_does_nothing);
    g_test_add_func("/touch/a press drifts 8 mm at most and ends in its target", test_drift);
    g_test_add_func("/touch/a bounce does nothing", test_bounce_does_nothing);
    g_test_add_func("/touch/a bounce does not answer the next screen", test_bounce_on_next_screen);
    g_test_add_func("/touch/contacts on two targets are a hand", test_two_targets_are_a_hand);
    g_test_add_func("/touch/a hand that rests beside does no harm", test_resting_hand_does_no_harm);
    g_test_add_func("/touch/a finger that rolls acts once", test_rolling_finger_acts_once);
    g_test_add_func("/touch/a disabled target shows a miss", test_disabled_target);
    g_test_add_func("/touch/a blank corner held for 3 s says so once", test_corner);
    add_tests_of_faults();
    return g_test_run();
}
