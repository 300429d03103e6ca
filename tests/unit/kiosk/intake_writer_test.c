// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/intake_writer.h"

#include <string.h>

#include "base/json.h"

#include "slip/token.h"

#include "store/jwe.h"

#include "kiosk_fixture.h"

enum { NOW_UNIX_S = 1795698427, HOUR_UNIX_S = 1795698000 }; /* 26 November 2026, 13:07:07 UTC */

typedef struct {
    KioskFixture base;
    Outbox *outbox;
    IntakeFacts facts;
} Fixture;

static void set_up(Fixture *f, gconstpointer user_data)
{
    kiosk_fixture_set_up(&f->base, user_data);
    g_autoptr(GError) why = NULL;
    g_autofree char *path = kiosk_fixture_file(&f->base, "state/outbox.sqlite");
    const OutboxLimits limits = {.max_rows = 1, .max_bytes = 1 << 20};
    f->outbox = outbox_open(path, &limits, NULL, &why);
    g_assert_no_error(why);
    f->facts = (IntakeFacts){
        .identity = f->base.identity,
        .outbox = f->outbox,
        .unix_s = NOW_UNIX_S,
        .is_clock_trusted = true,
        .now_ms = 91000,
    };
    kiosk_fixture_step(&f->base, VISIT_EVENT_PRINT, 0);
}

static void tear_down(Fixture *f, gconstpointer user_data)
{
    outbox_close(f->outbox);
    kiosk_fixture_tear_down(&f->base, user_data);
}

/* The one row of the outbox, opened by the region; checks its header. */
static json_t *open_row(Fixture *f, const char *id)
{
    g_autoptr(GError) why = NULL;
    bool is_fine = outbox_set_outcome(f->outbox, id, OUTBOX_OUTCOME_PRINTED, &why);
    g_assert_no_error(why);
    g_assert_true(is_fine);
    g_autoptr(GPtrArray) rows = outbox_take_due(f->outbox, NOW_UNIX_S, 10, &why);
    g_assert_no_error(why);
    g_assert_cmpuint(rows->len, ==, 1);
    const OutboxRow *row = g_ptr_array_index(rows, 0);
    g_autoptr(json_t) header = NULL;
    g_autoptr(GBytes) plain = jwe_open(f->base.sealing_key, row->sealed, &header, &why);
    g_assert_no_error(why);
    g_assert_cmpuint(g_bytes_get_size(plain) % 1024, ==, 0);
    g_assert_cmpstr(json_get_string(header, "iid", NULL), ==, id);
    g_assert_cmpint(json_get_integer(header, "kio", -1), ==, 7);
    g_assert_cmpint(json_get_integer(header, "ver", -1), ==, 1);
    json_t *record = json_parse(plain, "record", &why);
    g_assert_no_error(why);
    return record;
}

static void test_kept(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    g_autoptr(GError) why = NULL;
    char id[INTAKE_ID_BYTES];
    g_assert_true(intake_write(&f->facts, &f->base.visit, id, &why));
    g_assert_true(g_uuid_string_is_valid(id));
    g_assert_cmpint(id[14], ==, '4'); /* random: no time in it */
    g_autoptr(json_t) record = open_row(f, id);
    g_assert_cmpstr(json_get_string(record, "id", NULL), ==, id);
    g_assert_cmpstr(json_get_string(record, "ref", NULL), ==, f->base.visit.reference);
    g_assert_cmpstr(json_get_string(record, "lang", NULL), ==, "ar");
    g_assert_cmpstr(json_get_string(record, "goal", NULL), ==, "problem");
    g_assert_cmpstr(json_get_string(record, "secs", NULL), ==, "61-120");
    g_assert_null(json_object_get(record, "support")); /* of class never */
    g_autoptr(GDateTime) hour =
        g_date_time_new_from_iso8601(json_get_string(record, "hour", ""), NULL);
    g_assert_cmpint(g_date_time_to_unix(hour), ==, HOUR_UNIX_S);
}

static void test_token(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    g_autoptr(GError) why = NULL;
    char id[INTAKE_ID_BYTES];
    g_assert_true(intake_write(&f->facts, &f->base.visit, id, &why));
    TokenFacts token;
    bool is_fine = token_read(f->base.visit.qr_text, f->base.identity->slip, &token, &why);
    g_assert_no_error(why);
    g_assert_true(is_fine);
    char reference[REFERENCE_CHARS + 1];
    reference_write(token.reference, reference);
    g_assert_cmpstr(reference, ==, f->base.visit.reference);
    g_assert_cmpint(token.kiosk, ==, 7);
    g_assert_cmpint(token.key_id, ==, 70);
    g_assert_cmpint(token.site, ==, content_site(f->base.content)->number);
    g_assert_cmpuint(token.minutes, ==, token_minutes(NOW_UNIX_S));
}

/* The slip's code has the right time; the intake says by how much its hour is off. */
static void test_corrected_clock(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    g_autoptr(GError) why = NULL;
    char id[INTAKE_ID_BYTES];
    f->facts.clock_offset_s = -7200;
    g_assert_true(intake_write(&f->facts, &f->base.visit, id, &why));
    TokenFacts token;
    g_assert_true(token_read(f->base.visit.qr_text, f->base.identity->slip, &token, &why));
    g_assert_cmpuint(token.minutes, ==, token_minutes(NOW_UNIX_S - 7200));
    g_autoptr(json_t) record = open_row(f, id);
    g_assert_cmpstr(json_get_string(record, "hour", ""), ==, "2026-11-26T13:00:00Z");
    g_assert_cmpint(json_get_integer(record, "clock_offset_s", 0), ==, -7200);
}

static void test_untrusted_clock(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    g_autoptr(GError) why = NULL;
    char id[INTAKE_ID_BYTES];
    f->facts.is_clock_trusted = false;
    g_assert_true(intake_write(&f->facts, &f->base.visit, id, &why));
    TokenFacts token;
    g_assert_true(token_read(f->base.visit.qr_text, f->base.identity->slip, &token, &why));
    g_assert_cmpuint(token.minutes, ==, 0);
    g_autoptr(json_t) record = open_row(f, id);
    g_assert_true(json_is_null(json_object_get(record, "hour")));
}

/* What nobody could keep or verify: the reference is there all the same, for the desk. */
static void assert_not_kept(Fixture *f, GQuark domain, int code, bool has_qr)
{
    g_autoptr(GError) why = NULL;
    char id[INTAKE_ID_BYTES];
    f->base.visit.reference[0] = 0;
    f->base.visit.qr_text[0] = 0;
    g_assert_false(intake_write(&f->facts, &f->base.visit, id, &why));
    g_assert_error(why, domain, code);
    g_assert_cmpuint(strlen(f->base.visit.reference), ==, REFERENCE_CHARS);
    g_assert_cmpint(f->base.visit.qr_text[0] != 0, ==, has_qr);
}

static void test_not_enrolled(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    f->facts.identity = NULL;
    assert_not_kept(f, KEY_ERROR, KEY_ERROR_MISSING, false);
}

static void test_no_outbox(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    f->facts.outbox = NULL;
    assert_not_kept(f, OUTBOX_ERROR, OUTBOX_ERROR_IO, true);
}

static void test_full(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    g_autoptr(GError) why = NULL;
    char id[INTAKE_ID_BYTES];
    g_assert_true(intake_write(&f->facts, &f->base.visit, id, &why));
    assert_not_kept(f, OUTBOX_ERROR, OUTBOX_ERROR_FULL, true);
    g_autoptr(json_t) record = open_row(f, id); /* the first one is still there */
    g_assert_nonnull(record);
}

static void test_different(Fixture *f, gconstpointer user_data)
{
    (void)user_data;
    g_autoptr(GError) why = NULL;
    char first[INTAKE_ID_BYTES];
    char second[INTAKE_ID_BYTES];
    g_assert_true(intake_write(&f->facts, &f->base.visit, first, &why));
    g_autofree char *reference = g_strdup(f->base.visit.reference);
    g_assert_false(intake_write(&f->facts, &f->base.visit, second, &why));
    g_assert_cmpstr(first, !=, second);
    g_assert_cmpstr(reference, !=, f->base.visit.reference);
}

static void add(const char *name, void (*test)(Fixture *, gconstpointer))
{
    g_test_add(name, Fixture, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/intake writer/a record is sealed and appended", test_kept);
    add("/intake writer/the code on the slip is signed by the kiosk", test_token);
    add("/intake writer/a clock that the region contradicts is told apart", test_corrected_clock);
    add("/intake writer/without a trusted clock there is no time in it", test_untrusted_clock);
    add("/intake writer/not enrolled there is a reference and no code", test_not_enrolled);
    add("/intake writer/without an outbox the visitor goes to the desk", test_no_outbox);
    add("/intake writer/a full outbox keeps what it has", test_full);
    add("/intake writer/no two intakes share an id or a reference", test_different);
    return g_test_run();
}
