// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/staff_pad.h"

#include <string.h>

#include "draw/fonts.h"
#include "kiosk/staff/way_in_texts.h"
#include "ui/look.h"

typedef struct {
    int width_px, height_px, width_mm;
} Glass;

static const Glass glasses[] = {
    {1280, 800, 217}, {800, 1280, 136}, {1920, 1080, 344}, {1080, 1920, 194}};

static const double least_side_mm = 20;
static const double least_gap_mm = 2.9;

typedef struct {
    Theme *theme;
    TextSetter *setter;
    Scene *scene;
    StaffSurface surface;
} Pad;

static char *find_asset(const char *name)
{
    const char *build = g_getenv("WEGWIJS_BUILD");
    return g_build_filename(build ? build : "build/native", "assets", name, NULL);
}

static void set_up(Pad *pad, gconstpointer data)
{
    (void)data;
    g_autofree char *fonts = find_asset("fonts/fonts.conf");
    g_autofree char *theme = find_asset("theme.ini");
    g_assert_true(fonts_use(fonts, NULL));
    pad->theme = theme_load(theme, NULL);
    pad->setter = text_setter_new(4096);
    pad->scene = scene_new();
}

static void tear_down(Pad *pad, gconstpointer data)
{
    (void)data;
    scene_free(pad->scene);
    text_setter_free(pad->setter);
    theme_free(pad->theme);
}

/* Everything the pad may say, one after another; false at the end. */
static bool say_next(int index, StaffLanguage language, WayInView *view)
{
    enum { STEPS = WAY_IN_STEP_AGAIN + 1, NEWS = WAY_IN_NEWS_DIFFERENT + 1, LOOKS = 6 };
    static const StaffPinLook looks[LOOKS] = {
        {.state = STAFF_PIN_STATE_READY, .has_secret = true, .tries_left = 5},
        {.state = STAFF_PIN_STATE_READY, .tries_left = 1, .has_waited = true, .is_last = true},
        {.state = STAFF_PIN_STATE_WAITING, .has_secret = true, .wait_ms = 7679000},
        {.state = STAFF_PIN_STATE_LOCKED, .has_secret = true, .code_wait_ms = 9000},
        {.state = STAFF_PIN_STATE_NONE, .has_secret = true},
        {.state = STAFF_PIN_STATE_READY, .is_busy = true, .tries_left = 4},
    };
    const int look = index % LOOKS;
    const int news = index / LOOKS % NEWS;
    const int weakness = 1 + index / LOOKS / NEWS % (PIN_WEAKNESS_COUNT - 1);
    const int step = index / LOOKS / NEWS / (PIN_WEAKNESS_COUNT - 1);
    if (step >= STEPS) {
        return false;
    }
    const WayInWords words = {
        .language = language,
        .step = (WayInStep)step,
        .news = (WayInNews)news,
        .weakness = (PinWeakness)weakness,
        .look = &looks[look],
        .wait_ms = step == WAY_IN_STEP_CODE  ? looks[look].code_wait_ms
                   : step == WAY_IN_STEP_PIN ? looks[look].wait_ms
                                             : 0,
    };
    *view = (WayInView){.step = (WayInStep)step,
                        .n_typed = index % 13,
                        .n_wanted = step == WAY_IN_STEP_CODE ? 9 : 0,
                        .can_type = index % 2 == 0,
                        .can_accept = index % 3 == 0,
                        .has_switch = index % 5 != 0};
    way_in_say(&words, view);
    return true;
}

static void lay_out(Pad *pad, const Glass *glass, const WayInView *view, StaffLanguage language)
{
    pad->surface = (StaffSurface){
        .setter = pad->setter,
        .scale = {.theme = pad->theme, .px_per_mm = (double)glass->width_px / glass->width_mm},
        .width_px = glass->width_px,
        .height_px = glass->height_px,
        .language = language,
    };
    staff_pad_lay_out(&pad->surface, view, pad->scene);
}

/* On a key no word is divided: it has at most as many lines as words. */
static bool is_whole(const Widget *widget)
{
    g_auto(GStrv) words = widget->label ? g_strsplit(widget->label, " ", -1) : NULL;
    return !widget->is_target || !widget->text ||
           text_extents(widget->text)->n_lines <= (int)g_strv_length(words);
}

static bool fits(const Pad *pad, const Widget *widget)
{
    const Rect glass = {0, 0, pad->scene->width_px, pad->scene->height_px};
    LookParts parts;
    look_place(pad->scene, widget, &parts);
    return rect_encloses(&glass, &widget->rect) &&
           (!widget->text ||
            (!text_extents(widget->text)->is_overlong &&
             text_extents(widget->text)->unknown_glyphs == 0 && parts.text.y >= widget->rect.y &&
             parts.text.y + parts.text.h <= widget->rect.y + widget->rect.h));
}

static void check_apart(const Pad *pad, const Widget *a, const Widget *b)
{
    const int gap = theme_mm_px(&pad->scene->scale, least_gap_mm);
    const Rect around = a->is_target && b->is_target ? rect_grown(&a->rect, gap) : a->rect;
    if (rect_intersects(&around, &b->rect)) {
        g_test_message("%s and %s touch", a->id, b->id);
        g_test_fail();
    }
}

static void check_scene(const Pad *pad)
{
    const int side = theme_mm_px(&pad->scene->scale, least_side_mm);
    for (gsize i = 0; i < pad->scene->n_widgets; i++) {
        const Widget *widget = &pad->scene->widgets[i];
        if (!fits(pad, widget) || !is_whole(widget)) {
            g_test_message("%s does not fit: \"%s\" on %d px", widget->id, widget->label,
                           pad->scene->width_px);
            g_test_fail();
        }
        if (g_str_has_prefix(widget->id, "staff.pad.") && widget->is_target &&
            strcmp(widget->id, "staff.pad.switch") != 0) {
            g_assert_cmpint(widget->rect.w, >=, side);
            g_assert_cmpint(widget->rect.h, >=, side);
        }
        for (gsize j = 0; j < i; j++) {
            check_apart(pad, widget, &pad->scene->widgets[j]);
        }
    }
}

static void test_everything(Pad *pad, gconstpointer data)
{
    (void)data;
    int n = 0;
    for (gsize glass = 0; glass < G_N_ELEMENTS(glasses); glass++) {
        for (StaffLanguage language = 0; language < STAFF_LANGUAGE_COUNT; language++) {
            WayInView view;
            for (int i = 0; say_next(i, language, &view); i++, n++) {
                g_assert_null(strchr(view.message, '{'));
                g_assert_cmpint(view.message[0], !=, '\0');
                lay_out(pad, &glasses[glass], &view, language);
                check_scene(pad);
            }
        }
    }
    g_test_message("%d scenes", n);
}

static Rect rect_of(const Pad *pad, const char *id)
{
    const Widget *widget = scene_find(pad->scene, id);
    g_assert_nonnull(widget);
    return widget->rect;
}

static void test_places(Pad *pad, gconstpointer data)
{
    (void)data;
    for (gsize glass = 0; glass < G_N_ELEMENTS(glasses); glass++) {
        WayInView view;
        Rect first = {0};
        for (int i = 0; say_next(i, STAFF_LANGUAGE_NL, &view); i++) {
            lay_out(pad, &glasses[glass], &view, STAFF_LANGUAGE_NL);
            const Rect one = rect_of(pad, "staff.pad.1");
            const Rect three = rect_of(pad, "staff.pad.3");
            const Rect nine = rect_of(pad, "staff.pad.9");
            const Rect zero = rect_of(pad, "staff.pad.0");
            g_assert_true(one.y == three.y && one.x < three.x && three.x == nine.x);
            g_assert_true(one.y < nine.y && nine.y < zero.y);
            g_assert_true(i == 0 || rect_equals(&first, &one));
            first = one;
        }
    }
}

static void test_discreet(Pad *pad, gconstpointer data)
{
    (void)data;
    const WayInView view = {.step = WAY_IN_STEP_PIN, .n_typed = 4, .can_type = true};
    lay_out(pad, &glasses[0], &view, STAFF_LANGUAGE_NL);
    for (int digit = 0; digit < 10; digit++) {
        g_autofree char *id = g_strdup_printf("staff.pad.%d", digit);
        const Widget *key = scene_find(pad->scene, id);
        g_assert_true(key->is_discreet && key->is_typed && key->is_target);
    }
    g_assert_null(scene_find(pad->scene, "staff.pad.dots")->label);
    g_assert_true(scene_find(pad->scene, "staff.pad.ok")->is_default);
    g_assert_false(pad->scene->is_rtl);
}

#define TEST(name, function) g_test_add("/staff_pad/" name, Pad, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST("everything it may say fits on every glass", test_everything);
    TEST("the keys of a telephone, that never move", test_places);
    TEST("a key tells nobody that it was pressed", test_discreet);
    return g_test_run();
}
