// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/status_file.h"

#include <glib/gstdio.h>

#include "base/json.h"

#include "kiosk_fixture.h"

static json_t *save(const KioskFixture *f, const StatusFile *status)
{
    g_autoptr(GError) why = NULL;
    g_autofree char *run = kiosk_fixture_file(f, "run");
    bool is_fine = status_file_save(run, status, &why);
    g_assert_no_error(why);
    g_assert_true(is_fine);
    g_autofree char *text = kiosk_fixture_read(f, "run/kiosk-status.json");
    json_t *object = json_loads(text, 0, NULL);
    g_assert_nonnull(object);
    return object;
}

static void test_open(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    const StatusFile status = {
        .printer = PRINTER_STATE_PAPER_OUT, .has_outbox = true, .content = f->content};
    g_autoptr(json_t) object = save(f, &status);
    const json_t *content = json_object_get(object, "content");
    g_assert_cmpstr(json_get_string(object, "printer", NULL), ==, "paper-out");
    g_assert_cmpstr(json_get_string(object, "screen", NULL), ==, "open");
    g_assert_true(json_get_bool(object, "outbox", false));
    g_assert_cmpstr(json_get_string(content, "version", NULL), ==, content_version(f->content));
    g_assert_cmpstr(json_get_string(content, "sha256", NULL), ==, content_sha256(f->content));
    g_assert_null(json_object_get(content, "problem"));
}

static void test_closed(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    const StatusFile status = {
        .printer = PRINTER_STATE_NONE, .is_closed = true, .content_problem = "damaged"};
    g_autoptr(json_t) object = save(f, &status);
    const json_t *content = json_object_get(object, "content");
    g_assert_cmpstr(json_get_string(object, "screen", NULL), ==, "closed");
    g_assert_false(json_get_bool(object, "outbox", true));
    g_assert_null(json_object_get(content, "version"));
    g_assert_cmpstr(json_get_string(content, "problem", NULL), ==, "damaged");
}

static guint64 inode(const KioskFixture *f)
{
    GStatBuf about;
    g_autofree char *path = kiosk_fixture_file(f, "run/kiosk-status.json");
    g_assert_cmpint(g_stat(path, &about), ==, 0);
    return about.st_ino;
}

static void test_unchanged(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    StatusFile status = {.printer = PRINTER_STATE_READY, .content = f->content};
    json_decref(save(f, &status));
    guint64 first = inode(f);
    json_decref(save(f, &status));
    g_assert_cmpuint(inode(f), ==, first);
    status.printer = PRINTER_STATE_COVER_OPEN;
    json_decref(save(f, &status));
    g_assert_cmpuint(inode(f), !=, first);
}

static void test_no_folder(KioskFixture *f, gconstpointer user_data)
{
    (void)user_data;
    g_autoptr(GError) why = NULL;
    g_autofree char *run = kiosk_fixture_file(f, "no-such-folder");
    const StatusFile status = {.printer = PRINTER_STATE_READY};
    g_assert_false(status_file_save(run, &status, &why));
    g_assert_nonnull(strstr(why->message, "no-such-folder"));
}

static void add(const char *name, void (*test)(KioskFixture *, gconstpointer))
{
    g_test_add(name, KioskFixture, NULL, kiosk_fixture_set_up, test, kiosk_fixture_tear_down);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/status file/tells printer, queue and content", test_open);
    add("/status file/tells that it is closed, and why", test_closed);
    add("/status file/is written only when something changed", test_unchanged);
    add("/status file/names the folder that is not there", test_no_folder);
    return g_test_run();
}
