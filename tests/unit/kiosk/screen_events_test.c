// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screen_events.h"

#include "kiosk_fixture.h"
#include "test_pack.h"
#include "ui/foot.h"

/* Kind and value of a touch in the present state, "none" where it means nothing. */
static void assert_event(const KioskFixture *f, const char *id, VisitEventKind kind, int value)
{
    VisitEvent event = {0};
    g_assert_true(screen_find_event(&f->visit, id, &event));
    g_assert_cmpint(event.kind, ==, kind);
    g_assert_cmpint(event.value, ==, value);
}

static void assert_nothing(const KioskFixture *f, const char *id)
{
    VisitEvent event = {0};
    g_test_message("%s", id);
    g_assert_false(screen_find_event(&f->visit, id, &event));
}

static void test_doors(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    gsize n;
    const Door *doors = content_doors(f->content, &n);
    g_assert_cmpuint(f->visit.result.n_doors, >, 1);
    for (gsize i = 0; i < f->visit.result.n_doors; i++) {
        g_autofree char *id = g_strdup_printf("door.%s", doors[f->visit.result.doors[i].door].id);
        assert_event(f, id, VISIT_EVENT_DOOR, (int)i);
    }
    assert_event(f, "print", VISIT_EVENT_PRINT, 0);
    assert_event(f, "foot.back", VISIT_EVENT_BACK, 0);
    assert_nothing(f, "door.openhiring"); /* a door, but not this visitor's */
    assert_nothing(f, "door.nowhere");
    assert_nothing(f, "option.goal.work");
    assert_nothing(f, "provider.any");
    assert_nothing(f, "slip.done");
    assert_nothing(f, "idle.stay");
}

static void test_question(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    kiosk_fixture_step(f, VISIT_EVENT_BACK, 0);
    g_assert_cmpint(f->visit.state, ==, VISIT_STATE_QUESTION);
    assert_event(f, "option.support.mind", VISIT_EVENT_OPTION,
                 test_pack_option(f->content, "support", "mind"));
    assert_event(f, "next", VISIT_EVENT_NEXT, 0);
    assert_event(f, "more", VISIT_EVENT_MORE, 0);
    assert_nothing(f, "option.goal.work"); /* of another question */
    assert_nothing(f, "option.support.nothing");
    assert_nothing(f, "option.support");
    assert_nothing(f, "option.supportmind");
    assert_nothing(f, "lang.nl");
}

static void test_overlays(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    assert_event(f, "foot.stop", VISIT_EVENT_STOP, 0);
    assert_event(f, "foot.staff", VISIT_EVENT_STAFF, 0);
    kiosk_fixture_step(f, VISIT_EVENT_OTHER_LANGUAGE, 0);
    assert_event(f, "lang.uk", VISIT_EVENT_LANGUAGE, content_find_language(f->content, "uk"));
    assert_nothing(f, "lang.xx");
    assert_nothing(f, "print");
    kiosk_fixture_step(f, VISIT_EVENT_BACK, 0);
    kiosk_fixture_step(f, VISIT_EVENT_STOP, 0);
    assert_event(f, "stop.yes", VISIT_EVENT_STOP_YES, 0);
    assert_event(f, "stop.no", VISIT_EVENT_STAY, 0);
    assert_nothing(f, "foot.language");
}

static void test_closed(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    const VisitTimes times = {.idle_warn_ms = 60000, .idle_wipe_ms = 30000};
    visit_init(&f->visit, NULL, &times);
    assert_nothing(f, "lang.nl");
    assert_nothing(f, "print");
    assert_nothing(f, "foot.larger");
    assert_nothing(f, "");
}

static void add(const char *name, void (*test)(KioskFixture *, gconstpointer))
{
    g_test_add(name, KioskFixture, NULL, kiosk_fixture_set_up, test, kiosk_fixture_tear_down);
}

/* What layout and packctl leave out of the languages screen is what means nothing there. */
static void test_first_screen(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    f->visit.state = VISIT_STATE_LANGUAGES;
    f->visit.under = VISIT_STATE_LANGUAGES;
    for (int i = 0; i < FOOT_KEYS; i++) {
        VisitEvent event = {0};
        const FootKey *key = &foot_keys()[i];
        g_test_message("%s", key->id);
        g_assert_cmpint(screen_find_event(&f->visit, key->id, &event), ==, key->is_on_first);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/screen events/a door of the result is touched by its name", test_doors);
    add("/screen events/an option counts for the question shown only", test_question);
    add("/screen events/what lies over a screen has its own keys", test_overlays);
    add("/screen events/the first screen's keys are known beforehand", test_first_screen);
    add("/screen events/without content nothing means anything", test_closed);
    return g_test_run();
}
