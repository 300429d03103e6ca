// SPDX-License-Identifier: EUPL-1.2
#include "regiond/api_parts.h"

#include <string.h>

#include "base/json.h"

enum { MAX_TEXT_CHARS = 200, MAX_DONE = 100 };

typedef enum { MEMBER_TEXT, MEMBER_INTEGER, MEMBER_BOOL, MEMBER_NUMBER } MemberKind;

/* What a status report must hold. */
typedef struct {
    const char *object; /* member of the body it is in, NULL: the body itself */
    const char *key;
    MemberKind kind;
    bool may_be_null; /* then it may be missing too */
} Member;

static const Member members[] = {
    {NULL, "at", MEMBER_TEXT, true},
    {"versions", "firmware", MEMBER_TEXT, true},
    {"versions", "content", MEMBER_TEXT, true},
    {"queue", "waiting", MEMBER_INTEGER, false},
    {"queue", "prepared", MEMBER_INTEGER, false},
    {"queue", "quarantined", MEMBER_INTEGER, false},
    {"queue", "expired_total", MEMBER_INTEGER, false},
    {"queue", "percent_full", MEMBER_INTEGER, false},
    {NULL, "printer", MEMBER_TEXT, true},
    {NULL, "screen", MEMBER_TEXT, true},
    {NULL, "disk_free_bytes", MEMBER_INTEGER, true},
    {NULL, "clock_trusted", MEMBER_BOOL, false},
    {NULL, "clock_offset_s", MEMBER_NUMBER, true},
    {NULL, "temperature_c", MEMBER_NUMBER, true},
    {NULL, "content_problem", MEMBER_TEXT, true},
};

static bool fits(const Member *member, const json_t *value)
{
    switch (member->kind) {
    case MEMBER_TEXT:
        return json_is_string(value) && json_string_length(value) <= MAX_TEXT_CHARS;
    case MEMBER_INTEGER:
        return json_is_integer(value) && json_integer_value(value) >= 0;
    case MEMBER_BOOL:
        return json_is_boolean(value);
    case MEMBER_NUMBER:
        return json_is_number(value);
    }
    g_assert_not_reached();
}

/* NULL when all members are as they must be. Caller owns the text. */
static char *find_misfit(const json_t *body)
{
    static const char *const kinds[] = {
        [MEMBER_TEXT] = "a text of at most 200 bytes",
        [MEMBER_INTEGER] = "a whole number from 0",
        [MEMBER_BOOL] = "true or false",
        [MEMBER_NUMBER] = "a number",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(members); i++) {
        const Member *member = &members[i];
        const json_t *object = member->object ? json_object_get(body, member->object) : body;
        const json_t *value = json_object_get(object, member->key);
        bool is_absent = !value || json_is_null(value);
        if (!(is_absent && member->may_be_null) && !fits(member, value)) {
            return g_strdup_printf("body: \"%s%s%s\" must be %s",
                                   member->object ? member->object : "", member->object ? "." : "",
                                   member->key, kinds[member->kind]);
        }
    }
    const json_t *done = json_object_get(body, "commands_done");
    if (done && (!json_is_array(done) || json_array_size(done) > MAX_DONE)) {
        return g_strdup("body: \"commands_done\" must be a list of at most 100 ids");
    }
    return NULL;
}

/* Only what the table names is kept. */
static char *write_report(const json_t *body)
{
    g_autoptr(json_t) report = json_object();
    for (gsize i = 0; i < G_N_ELEMENTS(members); i++) {
        json_t *from = members[i].object ? json_object_get(body, members[i].object) : NULL;
        json_t *value = json_object_get(members[i].object ? from : body, members[i].key);
        json_t *into = report;
        if (members[i].object) {
            if (!json_object_get(report, members[i].object)) {
                json_object_set_new(report, members[i].object, json_object());
            }
            into = json_object_get(report, members[i].object);
        }
        json_object_set(into, members[i].key, value);
    }
    g_autoptr(GBytes) text = json_write(report);
    return g_strndup(g_bytes_get_data(text, NULL), g_bytes_get_size(text));
}

static json_t *describe_pack(const StoragePack *pack)
{
    if (!pack) {
        return json_null();
    }
    return json_pack("{ss ss sI ss sI ss}", "sha256", pack->sha256, "bundle_sha256",
                     pack->bundle_sha256, "size", (json_int_t)pack->size_bytes, "version",
                     pack->version, "sequence", (json_int_t)pack->sequence, "name", pack->name);
}

static json_t *describe_orders(const ApiCall *call, const StorageOrders *orders)
{
    g_autofree char *time = api_format_time(call->request->now_unix_s);
    json_t *settings = orders->settings ? json_incref(orders->settings) : json_null();
    return json_pack("{ss sI sI ss so so sO sO}", "typ", "orders", "kiosk",
                     (json_int_t)call->kiosk->number, "serial", (json_int_t)orders->serial, "time",
                     time, "content", describe_pack(orders->pack), "settings", settings, "presence",
                     orders->presence, "commands", orders->commands);
}

void api_put_status(const ApiCall *call, ApiResponse *response)
{
    g_autofree char *misfit = find_misfit(call->body);
    if (misfit) {
        api_respond_problem(response, PROBLEM_MALFORMED, misfit);
        return;
    }
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(call->request->now_unix_s);
    g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, call->api->timezone);
    g_autofree char *today = g_date_time_format(local, "%Y-%m-%d");
    g_autofree char *text = write_report(call->body);
    StorageReport report = {
        .report = text,
        .done = json_object_get(call->body, "commands_done"),
        .today = today,
        .now_unix_s = call->request->now_unix_s,
    };
    Storage *storage = call->api->storage;
    g_autoptr(GError) error = NULL;
    g_autoptr(StorageOrders) orders =
        storage->class->report(storage, call->kiosk->number, &report, &error);
    if (!orders) {
        api_respond_storage_failed(response, error);
        return;
    }
    g_autoptr(json_t) payload = describe_orders(call, orders);
    g_autofree char *jws = api_sign(call, payload, "orders", response);
    if (jws) {
        api_respond_json(response, 200, json_pack("{ss}", "orders", jws));
    }
}

void api_get_keys(const ApiCall *call, ApiResponse *response)
{
    Storage *storage = call->api->storage;
    g_autoptr(GError) error = NULL;
    json_t *keys = storage->class->list_slip_keys(storage, &error);
    if (!keys) {
        api_respond_storage_failed(response, error);
        return;
    }
    api_respond_json(response, 200, json_pack("{so}", "keys", keys));
}
