// SPDX-License-Identifier: EUPL-1.2
/* Whatever comes in the region's place: nothing of it is believed, each refusal has a reason. */
#include <string.h>

#include "region/certificate_renewal.h"
#include "region/enrolment.h"
#include "region/http.h"
#include "region/orders.h"
#include "region/problem.h"
#include "region/status_report.h"
#include "region/upload.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

typedef struct {
    Jwk *key;
    TlsKeyRequest request;
    GPtrArray *rows;
} World;

static gpointer make_world(gpointer unused G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_assert(keys_init(&error));
    World *world = g_new0(World, 1);
    world->key = jwk_generate(KEY_USE_SIGN, &error);
    g_assert(tls_key_request_make(&world->request, "kiosk-7", &error));
    world->rows = g_ptr_array_new();
    OutboxRow *row = g_new0(OutboxRow, 1);
    *row = (OutboxRow){.id = g_strdup("id"), .sealed = g_strdup("sealed")};
    g_ptr_array_add(world->rows, row);
    return world;
}

static void read_as_answers(GBytes *body, const World *world)
{
    g_autoptr(GError) upload = NULL;
    g_autoptr(GError) orders = NULL;
    g_autoptr(GError) renewal = NULL;
    OrdersCheck check = {.kiosk = 7, .receipt_key = world->key};
    g_assert(!upload_read_answer(body, world->rows, 7, world->key, &upload) && upload);
    g_assert(!orders_read_answer(body, &check, &orders) && orders);
    g_assert(!certificate_renewal_read_answer(body, world->request.key_pem, "kiosk-7", &renewal) &&
             renewal);
}

static void read_as_enrolment(GBytes *body, const World *world)
{
    g_autoptr(GError) error = NULL;
    Enrolment enrolment = {0};
    EnrolmentCheck check = {.key_pem = world->request.key_pem};
    g_assert(!enrolment_read_answer(body, &check, &enrolment, &error) && error);
    g_assert(!enrolment.identity);
}

static void read_as_words(GBytes *body, const char *text)
{
    g_autofree char *said = problem_describe(body, 400);
    g_assert(strlen(said) <= 200 && g_utf8_validate(said, -1, NULL));
    gint64 wait_s = http_read_retry_after(text, 1795438800);
    g_assert(wait_s >= -1 && wait_s <= 3600);
    g_autofree char *code = enrolment_clean_code(text, NULL);
    g_assert(!code || strlen(code) <= 64);
    KioskStatus status = {0};
    kiosk_status_read(body, &status);
    kiosk_status_clear(&status);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static GOnce once = G_ONCE_INIT;
    const World *world = g_once(&once, make_world, NULL);
    g_autoptr(GBytes) body = g_bytes_new(data, size);
    g_autofree char *text = g_strndup((const char *)data, size);
    read_as_answers(body, world);
    read_as_enrolment(body, world);
    read_as_words(body, text);
    return 0;
}
