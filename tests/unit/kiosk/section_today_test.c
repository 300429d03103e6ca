// SPDX-License-Identifier: EUPL-1.2
/* The pages of section "today", on every panel in both languages, and what its keys do. */
#include <string.h>

#include <glib/gstdio.h>

#include "kiosk/staff/sections.h"
#include "kiosk/staff/staff_keyboard.h"

#include "staff_proof.h"
#include "test_pack.h"

static const gint64 monday_ten_unix_s = G_GINT64_CONSTANT(1795392000) + 10 * 3600;

typedef struct {
    char *folder;
    Content *content;
    SiteToday *today;
    Presence presence, region;
    StaffFacts facts;
    StaffScratch scratch;
    StaffDesk desk;
    GString *done; /* what the desk was told */
} Run;

static void take_request(StaffRequest request, gpointer user_data)
{
    g_assert_cmpint(request, ==, STAFF_REQUEST_TAKE_OVER);
    g_string_append(((Run *)user_data)->done, "take over;");
}

static void take_note(const char *action, const char *result, gpointer user_data)
{
    g_string_append_printf(((Run *)user_data)->done, "%s %s;", action, result);
}

static void take_say(StaffLight light, const char *text, gpointer user_data)
{
    (void)text;
    g_string_append_printf(((Run *)user_data)->done, "say %d;", (int)light);
}

static void take_go(const char *place, gpointer user_data)
{
    g_string_append_printf(((Run *)user_data)->done, "go '%s';", place);
}

static void set_up(Run *run, gconstpointer data)
{
    (void)data;
    run->folder = g_dir_make_tmp("wegwijs-today-XXXXXX", NULL);
    run->content = test_pack_load("werkcafe-midden-holland");
    run->today = site_today_load(run->folder, NULL);
    site_today_use_day(run->today, "2026-11-23");
    run->done = g_string_new(NULL);
    run->facts = (StaffFacts){.local_unix_s = monday_ten_unix_s,
                              .is_clock_trusted = true,
                              .content = run->content,
                              .today = run->today,
                              .presence = &run->presence,
                              .region_presence = &run->region,
                              .scratch = &run->scratch};
    run->desk = (StaffDesk){.facts = &run->facts,
                            .today = run->today,
                            .scratch = &run->scratch,
                            .state_dir = run->folder,
                            .request = take_request,
                            .say = take_say,
                            .note = take_note,
                            .go = take_go,
                            .user_data = run};
}

static void tear_down(Run *run, gconstpointer data)
{
    (void)data;
    g_autofree char *file = g_build_filename(run->folder, "today.json", NULL);
    g_unlink(file);
    g_rmdir(run->folder);
    g_free(run->folder);
    site_today_free(run->today);
    content_free(run->content);
    g_string_free(run->done, TRUE);
}

/* As the program gathers it before each touch: the region's word and staff's over it. */
static void gather(Run *run)
{
    run->presence = run->region;
    (void)presence_apply(&run->presence, run->content, site_today_presence(run->today));
}

static PresenceOfDoor *at(Run *run, Presence *presence, const char *door)
{
    return &presence->doors[content_find_door(run->content, door)];
}

static void act(Run *run, const char *place, const char *key)
{
    g_string_truncate(run->done, 0);
    gather(run);
    section_today_act(&run->desk, place, key);
    gather(run);
}

static void test_partner(Run *run, gconstpointer data)
{
    (void)data;
    const PresenceOfDoor *uwv = at(run, &run->presence, "uwv");
    *at(run, &run->region, "uwv") = (PresenceOfDoor){PRESENCE_HERE, "7", 12 * 60};
    act(run, "door.uwv", "table.less");
    g_assert_cmpstr(run->done->str, ==, "today.partner uwv here 6 12:00;take over;");
    act(run, "door.uwv", "until.more");
    g_assert_cmpint(uwv->until_min, ==, 12 * 60 + 15);
    act(run, "door.uwv", "all-day");
    g_assert_cmpint(uwv->until_min, ==, 0);
    act(run, "door.uwv", "until.less"); /* from when it usually closes */
    g_assert_cmpint(uwv->until_min, ==, 17 * 60);
    act(run, "door.uwv", "away");
    g_assert_cmpint(uwv->kind, ==, PRESENCE_AWAY);
    act(run, "door.uwv", "table.more"); /* nobody is there */
    g_assert_cmpstr(run->done->str, ==, "");
    act(run, "door.uwv", "usual");
    g_assert_cmpstr(uwv->table, ==, "7");
    act(run, "door.none", "here");
    g_assert_cmpstr(run->done->str, ==, "");
}

static void test_bounds(Run *run, gconstpointer data)
{
    (void)data;
    const PresenceOfDoor *rwc = at(run, &run->presence, "rwc");
    act(run, "door.rwc", "here");
    for (int i = 0; i < 120; i++) {
        act(run, "door.rwc", "table.more");
        act(run, "door.rwc", "until.more");
    }
    g_assert_cmpstr(rwc->table, ==, "99");
    g_assert_cmpint(rwc->until_min, ==, 23 * 60 + 45);
    for (int i = 0; i < 120; i++) {
        act(run, "door.rwc", "table.less");
        act(run, "door.rwc", "until.less");
    }
    g_assert_cmpstr(rwc->table, ==, "");
    g_assert_cmpint(rwc->until_min, ==, 15);
}

static void test_closes(Run *run, gconstpointer data)
{
    (void)data;
    act(run, "close", "reason.break");
    g_assert_cmpstr(run->done->str, ==, "go '';say 1;today.closed break;take over;");
    g_assert_cmpint(site_today_reason(run->today), ==, SITE_TODAY_REASON_BREAK);
    g_assert_cmpint(section_today_look(&run->facts), ==, STAFF_LIGHT_AMBER);
    g_autoptr(SiteToday) saved = site_today_load(run->folder, NULL);
    g_assert_true(site_today_is_closed(saved));
    act(run, "", "open");
    g_assert_false(site_today_is_closed(run->today));
    g_assert_cmpint(section_today_look(&run->facts), ==, STAFF_LIGHT_GREEN);
}

static void test_message(Run *run, gconstpointer data)
{
    (void)data;
    act(run, "message", "type.H");
    act(run, "message", "type.a");
    act(run, "message", "space");
    act(run, "message", "accept");
    g_assert_cmpstr(site_today_message(run->today), ==, "Ha");
    g_assert_cmpstr(run->done->str, ==, "go '';say 1;today.message set;take over;");
    run->scratch = (StaffScratch){0}; /* the page is left and entered again */
    act(run, "message", "accept");
    g_assert_cmpstr(run->done->str, ==, "go '';");
    act(run, "message", "clear");
    act(run, "message", "accept");
    g_assert_null(site_today_message(run->today));
}

/* It counts at once, and staff are told that it will not last. */
static void test_failing_disk(Run *run, gconstpointer data)
{
    (void)data;
    run->desk.state_dir = "/nonexistent";
    act(run, "close", "reason.none");
    g_assert_true(site_today_is_closed(run->today));
    g_assert_nonnull(strstr(run->done->str, "say 3;"));
    g_assert_nonnull(strstr(run->done->str, "take over;"));
}

/* --- layout ------------------------------------------------------------------------------------
 */

static void check_page(Run *run, StaffProof *proof, const char *place)
{
    const StaffFrame frame = {.screen = "staff-today", .detail = place};
    int pages = 1;
    for (int i = 0; i < pages; i++) {
        StaffFrame one = frame;
        one.page = i;
        g_autoptr(StaffPage) page = staff_page_new(run->facts.language);
        staff_page_set_title(page, "Vandaag");
        section_today_fill(&run->facts, place, page);
        g_assert_cmpint(page->kind, ==, STAFF_PAGE_LIST);
        pages = staff_screen_lay_out(&proof->surface, &one, page, proof->scene);
        g_autofree char *name = g_strdup_printf("today-%s-%d", place, i);
        staff_proof_check(proof, name);
    }
}

static void test_layout(Run *run, gconstpointer data)
{
    (void)data;
    static const char *const places[] = {"", "close", "partners", "door.uwv"};
    g_autofree char *message = g_strnfill(SITE_TODAY_MESSAGE_CHARS, 'w');
    *at(run, &run->region, "uwv") = (PresenceOfDoor){PRESENCE_HERE, "balie 12 achter", 9 * 60};
    *at(run, &run->region, "rwc") = (PresenceOfDoor){.kind = PRESENCE_AWAY};
    g_assert_true(site_today_set_message(run->today, message));
    for (int panel = 0; panel < STAFF_PROOF_PANELS; panel++) {
        StaffProof proof;
        staff_proof_init(&proof, panel);
        for (int k = 0; k < STAFF_LANGUAGE_COUNT * 4; k++) {
            run->facts.language = (StaffLanguage)(k % STAFF_LANGUAGE_COUNT);
            proof.surface.language = run->facts.language;
            gather(run);
            check_page(run, &proof, places[k / STAFF_LANGUAGE_COUNT]);
        }
        run->facts.is_clock_trusted = false; /* one page less to go to */
        check_page(run, &proof, "");
        check_page(run, &proof, "partners");
        run->facts.is_clock_trusted = true;
        run->facts.content = NULL;
        check_page(run, &proof, "");
        run->facts.content = run->content;
        staff_proof_finish(&proof);
        staff_proof_clear(&proof);
    }
}

static GLogWriterOutput drop(GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
    (void)level, (void)fields, (void)n, (void)data;
    return G_LOG_WRITER_HANDLED;
}

static void add(const char *name, void (*test)(Run *, gconstpointer))
{
    g_test_add(name, Run, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_log_set_writer_func(drop, NULL, NULL);
    add("/section today/staff say where a partner is, over the region", test_partner);
    add("/section today/tables and times have ends", test_bounds);
    add("/section today/closes with a reason and opens", test_closes);
    add("/section today/a message is typed and taken away", test_message);
    add("/section today/what cannot be saved counts and is told", test_failing_disk);
    add("/section today/its pages fit every panel in both languages", test_layout);
    return g_test_run();
}
