// SPDX-License-Identifier: EUPL-1.2
#include "ui/touch.h"

#include <math.h>

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

/* A key that is typed on may be pressed again soon, but not by a bounce, nor on the next screen. */
static void test_typing(void)
{
    Hand hand = hand_new();
    hand.scene->widgets[0].is_typed = true;
    press(&hand, AX, AY, 80);
    pass(&hand, TOUCH_TYPED_MS - 1);
    press(&hand, AX, AY, 80);
    g_assert_cmpint(hand.acts, ==, 1);
    pass(&hand, TOUCH_TYPED_MS - 80);
    press(&hand, AX, AY, 80);
    g_assert_cmpint(hand.acts, ==, 2);
    touch_spoil(&hand.touch);
    pass(&hand, TOUCH_REPEAT_MS - 1);
    press(&hand, AX, AY, 80);
    g_assert_cmpint(hand.acts, ==, 2);
    hand.scene->widgets[0].is_typed = false;
    pass(&hand, TOUCH_REPEAT_MS);
    press(&hand, AX, AY, 80);
    pass(&hand, TOUCH_TYPED_MS);
    press(&hand, AX, AY, 80);
    g_assert_cmpint(hand.acts, ==, 3);
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
    bool drifts;   /* up to 7 mm from where it came down */
    bool drops;    /* the glass loses it for up to three scans, once to three times */
    bool has_palm; /* two parts of a palm rest beside the targets */
} Person;

static const Person people[] = {
    {.name = "steady", .shake_mm = 0.5, .least_ms = 50, .most_ms = 200},
    {.name = "tremor", .shake_mm = 2.5, .least_ms = 80, .most_ms = 600},
    {.name = "strong tremor", .shake_mm = 3, .least_ms = 100, .most_ms = 1500},
    {.name = "drift", .shake_mm = 0.5, .least_ms = 80, .most_ms = 800, .drifts = true},
    {.name = "glove", .shake_mm = 1, .least_ms = 55, .most_ms = 120, .rolls = true},
    {.name = "glove that drops out", .shake_mm = 1, .least_ms = 60, .most_ms = 600, .drops = true},
    {.name = "long dwell", .shake_mm = 2, .least_ms = 1500, .most_ms = 3001},
    {.name = "rolling thumb", .shake_mm = 2, .least_ms = 90, .most_ms = 250, .rolls = true},
    {.name = "hand on the edge", .shake_mm = 1, .least_ms = 80, .most_ms = 300, .rests = true},
    {.name = "palm on the edge", .shake_mm = 1, .least_ms = 80, .most_ms = 300, .has_palm = true},
};

enum { FINGER = 1, ROLLED = 2, REST = 7, PALM = 8, SCAN_MS = 8 };

static int shaken(GRand *random, int at, double shake_mm)
{
    const double mm = (g_rand_double(random) - 0.5) * 2 * shake_mm;
    return at + (int)(mm * 6);
}

static void feed_shaken(Hand *hand, TouchPhase phase, const Person *person, GRand *random)
{
    feed(hand, FINGER, phase, shaken(random, AX, person->shake_mm),
         shaken(random, AY, person->shake_mm));
}

/* What lies on the glass before the finger comes, and stays. */
static void lay_rest(Hand *hand, const Person *person, GRand *random)
{
    if (person->rests) {
        feed(hand, REST, TOUCH_PHASE_DOWN, shaken(random, 1200, 1), 780);
    }
    for (int part = 0; person->has_palm && part < 2; part++) {
        feed(hand, PALM + part, TOUCH_PHASE_DOWN, shaken(random, 1000 + 90 * part, 3),
             shaken(random, 740, 3));
        pass(hand, g_rand_int_range(random, 0, 40));
    }
    if (person->has_palm) {
        pass(hand, g_rand_int_range(random, TOUCH_REST_MS, 900));
    }
}

static void lift_rest(Hand *hand)
{
    feed(hand, ROLLED, TOUCH_PHASE_UP, AX + 15, AY);
    feed(hand, REST, TOUCH_PHASE_UP, 1200, 780);
    feed(hand, PALM, TOUCH_PHASE_UP, 1000, 740);
    feed(hand, PALM + 1, TOUCH_PHASE_UP, 1090, 740);
}

/* In four parts, between which the finger moves, drops out or rolls. */
static void mean_press(Hand *hand, const Person *person, GRand *random)
{
    const int ms = g_rand_int_range(random, person->least_ms, person->most_ms);
    const double angle = g_rand_double_range(random, 0, 2 * G_PI);
    int x = AX;
    int y = AY;
    lay_rest(hand, person, random);
    feed_shaken(hand, TOUCH_PHASE_DOWN, person, random);
    for (int part = 0; part < 4; part++) {
        pass(hand, (ms + 3) / 4);
        const double far_px = person->drifts ? 42.0 * (part + 1) / 4 : 0;
        x = shaken(random, AX, person->shake_mm) + (int)(far_px * cos(angle));
        y = shaken(random, AY, person->shake_mm) + (int)(far_px * sin(angle));
        feed(hand, FINGER, TOUCH_PHASE_MOVE, x, y);
        if (person->drops && part < 3 && g_rand_int_range(random, 0, 2) == part % 2) {
            feed_shaken(hand, TOUCH_PHASE_UP, person, random);
            pass(hand, SCAN_MS * g_rand_int_range(random, 1, 4));
            feed_shaken(hand, TOUCH_PHASE_DOWN, person, random);
        }
        if (part == 1 && person->rolls) {
            feed(hand, ROLLED, TOUCH_PHASE_DOWN, AX + 15, AY);
        }
    }
    feed(hand, FINGER, TOUCH_PHASE_UP, x, y);
    lift_rest(hand);
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

/* Fingers laid down one after the other on a tile are a hand, however slowly it comes. */
static void test_slow_hand(void)
{
    Hand hand = hand_new();
    for (int finger = 0; finger < 4; finger++) {
        feed(&hand, finger, TOUCH_PHASE_DOWN, AX + 20 * finger, AY);
        pass(&hand, TOUCH_REST_MS + 50);
    }
    for (int finger = 0; finger < 4; finger++) {
        feed(&hand, finger, TOUCH_PHASE_UP, AX + 20 * finger, AY);
    }
    g_assert_cmpint(hand.acts, ==, 0);
    hand_clear(&hand);
}

/* Bounces and repeats of a press at its place, short and long, until half a second is over. */
static void test_repeats_act_once(void)
{
    GRand *random = g_rand_new_with_seed(8280);
    for (int n = 0; n < 1000; n++) {
        Hand hand = hand_new();
        mean_press(&hand, &people[0], random);
        const gint64 acted_ms = hand.now_ms;
        for (;;) {
            pass(&hand, g_rand_int_range(random, 1, 150));
            if (hand.now_ms - acted_ms >= TOUCH_REPEAT_MS) {
                break;
            }
            press(&hand, shaken(random, AX, 3), shaken(random, AY, 3),
                  g_rand_int_range(random, 1, 200));
        }
        g_assert_cmpint(hand.acts, ==, 1);
        hand_clear(&hand);
    }
    g_rand_free(random);
}

/* Three discharges at one place within a moment, each a scan or two long. */
static void test_bursts_of_sparks_never_act(void)
{
    GRand *random = g_rand_new_with_seed(13);
    Hand hand = hand_new();
    for (int n = 0; n < 1000; n++) {
        const int x = g_rand_int_range(random, 60, 660);
        for (int spark = 0; spark < 3; spark++) {
            press(&hand, x, AY, SCAN_MS * g_rand_int_range(random, 1, 3));
            pass(&hand, g_rand_int_range(random, 1, 60));
        }
        pass(&hand, g_rand_int_range(random, 100, 400));
    }
    g_rand_free(random);
    g_assert_cmpint(hand.acts, ==, 0);
    hand_clear(&hand);
}

/* What a glass can do to itself before somebody presses: a release that never came, a finger that
 * is not there and moves, a device that went away in the middle of a press. */
typedef enum { FAULT_RELEASE, FAULT_GHOST, FAULT_CANCEL, FAULT_COUNT } Fault;

static void break_glass(Hand *hand, Fault fault, GRand *random)
{
    enum { GHOST = 9 };
    const int x = g_rand_int_range(random, 60, 660);
    const gint64 finger = fault == FAULT_GHOST ? GHOST : FINGER;
    feed(hand, finger, TOUCH_PHASE_DOWN, x, AY);
    pass(hand, g_rand_int_range(random, 0, 400));
    if (fault == FAULT_CANCEL) {
        feed(hand, finger, TOUCH_PHASE_CANCEL, x, AY);
    } else if (fault == FAULT_RELEASE) {
        pass(hand, TOUCH_SILENT_MS);
    }
    for (gint64 ms = 0; fault == FAULT_GHOST && ms <= TOUCH_STUCK_MS; ms += 500) {
        pass(hand, 500);
        feed(hand, finger, TOUCH_PHASE_MOVE, shaken(random, x, 1), shaken(random, AY, 1));
    }
}

static void test_meant_presses_after_faults(void)
{
    enum { PRESSES = 1000 };
    for (Fault fault = 0; fault < FAULT_COUNT; fault++) {
        GRand *random = g_rand_new_with_seed(14 + (guint32)fault);
        int once = 0;
        for (int n = 0; n < PRESSES; n++) {
            Hand hand = hand_new();
            break_glass(&hand, fault, random);
            g_assert_cmpint(hand.acts, ==, 0);
            mean_press(&hand, &people[(gsize)n % G_N_ELEMENTS(people)], random);
            g_assert_cmpint(hand.acts, <=, 1);
            once += hand.acts == 1 && g_str_equal(hand.acted, "a");
            hand_clear(&hand);
        }
        g_rand_free(random);
        g_test_message("fault %d: %d of %d", (int)fault, once, (int)PRESSES);
        g_assert_cmpint(once, >=, PRESSES * 99 / 100);
    }
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
    g_test_add_func("/touch/story 13: meant presses of all hands act once",
                    test_meant_presses_act_once);
    g_test_add_func("/touch/story 13: palms and sparks never act", test_palms_and_sparks_never_act);
    g_test_add_func("/touch/story 13: sparks in a burst never act",
                    test_bursts_of_sparks_never_act);
    g_test_add_func("/touch/story 13: repeats of a press do nothing", test_repeats_act_once);
    g_test_add_func("/touch/story 14: meant presses act after faults of the glass",
                    test_meant_presses_after_faults);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/touch/a press acts when it ends", test_press_acts_on_release);
    g_test_add_func("/touch/a spark does nothing", test_spark_does_nothing);
    g_test_add_func("/touch/a press drifts 8 mm at most and ends in its target", test_drift);
    g_test_add_func("/touch/a bounce does nothing", test_bounce_does_nothing);
    g_test_add_func("/touch/a bounce does not answer the next screen", test_bounce_on_next_screen);
    g_test_add_func("/touch/a key that is typed on takes the same digit again soon", test_typing);
    g_test_add_func("/touch/contacts on two targets are a hand", test_two_targets_are_a_hand);
    g_test_add_func("/touch/a hand that rests beside does no harm", test_resting_hand_does_no_harm);
    g_test_add_func("/touch/a hand that comes slowly is one", test_slow_hand);
    g_test_add_func("/touch/a finger that rolls acts once", test_rolling_finger_acts_once);
    g_test_add_func("/touch/a disabled target shows a miss", test_disabled_target);
    g_test_add_func("/touch/a blank corner held for 3 s says so once", test_corner);
    add_tests_of_faults();
    return g_test_run();
}
