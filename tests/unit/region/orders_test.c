// SPDX-License-Identifier: EUPL-1.2
#include "region/orders.h"

#include <string.h>

#include "region_keys.h"

#define SHA "0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789abcdef"

/* Orders with these members in place of the usual ones; `members` is JSON text. */
static GBytes *make_answer(const Jwk *key, const char *members)
{
    json_t *payload = json_pack("{ss si si ss sn sn s[] s[]}", "typ", "orders", "kiosk",
                                REGION_KEYS_KIOSK, "serial", 5, "time", "2026-11-23T13:00:00Z",
                                "content", "settings", "presence", "commands");
    g_autoptr(json_t) others = json_loads(members, 0, NULL);
    g_assert_nonnull(others);
    json_object_update(payload, others);
    return region_keys_answer(key, "orders", payload, NULL);
}

static Orders *read_answer(GBytes *body, const Jwk *key, gint64 last_serial, GError **error)
{
    OrdersCheck check = {
        .kiosk = REGION_KEYS_KIOSK, .receipt_key = key, .last_serial = last_serial};
    return orders_read_answer(body, &check, error);
}

static void test_plain(void)
{
    g_autoptr(Jwk) key = region_keys_new();
    g_autoptr(GBytes) body = make_answer(key, "{}");
    g_autoptr(GError) error = NULL;
    g_autoptr(Orders) orders = read_answer(body, key, 5, &error);
    g_assert_no_error(error);
    g_assert_cmpint(orders->serial, ==, 5);
    g_assert_cmpint(orders->time_unix_s, ==, 1795438800);
    g_assert_cmpstr(orders->content.sha256, ==, "");
    g_assert_cmpuint(orders->commands->len, ==, 0);
}

static void test_full(void)
{
    g_autoptr(Jwk) key = region_keys_new();
    g_autoptr(GBytes) body = make_answer(
        key, "{\"content\":{\"sha256\":\"" SHA "\",\"bundle_sha256\":\"" SHA "\",\"size\":1000,"
             "\"version\":\"2026-1\",\"sequence\":3},\"commands\":[{\"id\":\"a\",\"do\":"
             "\"restart\"},{\"id\":\"b\",\"do\":\"dance\"},{\"id\":\"c\",\"do\":\"re-enrol\"},"
             "{\"id\":\"d\",\"do\":\"unlock\"}]}");
    g_autoptr(GError) error = NULL;
    g_autoptr(Orders) orders = read_answer(body, key, 0, &error);
    g_assert_no_error(error);
    g_autofree char *lower = g_ascii_strdown(SHA, -1);
    g_assert_cmpstr(orders->content.bundle_sha256, ==, lower);
    g_assert_cmpint(orders->content.size_bytes, ==, 1000);
    g_assert_cmpint(orders->content.sequence, ==, 3);
    g_assert_cmpuint(orders->commands->len, ==, 3);
    const OrdersCommand *second = g_ptr_array_index(orders->commands, 1);
    g_assert_cmpstr(second->id, ==, "c");
    g_assert_cmpint(second->kind, ==, ORDERS_COMMAND_RE_ENROL);
    const OrdersCommand *third = g_ptr_array_index(orders->commands, 2);
    g_assert_cmpint(third->kind, ==, ORDERS_COMMAND_UNLOCK);
}

static void test_played_again(void)
{
    g_autoptr(Jwk) key = region_keys_new();
    g_autoptr(GBytes) body = make_answer(key, "{}");
    g_autoptr(GError) error = NULL;
    g_assert_null(read_answer(body, key, 6, &error));
    g_assert_error(error, ORDERS_ERROR, ORDERS_ERROR_OLD);
}

static void test_ill_formed(void)
{
    static const char *const wrong[] = {
        "{\"kiosk\":8}",
        "{\"typ\":\"intake-receipt\"}",
        "{\"serial\":\"5\"}",
        "{\"time\":\"yesterday\"}",
        "{\"content\":[]}",
        "{\"content\":{}}",
        "{\"content\":{\"sha256\":\"" SHA "\",\"bundle_sha256\":\"../../etc/passwd\",\"size\":1,"
        "\"version\":\"1\",\"sequence\":1}}",
        "{\"content\":{\"sha256\":\"" SHA "\",\"bundle_sha256\":\"" SHA "\",\"size\":0,"
        "\"version\":\"1\",\"sequence\":1}}",
        "{\"content\":{\"sha256\":\"" SHA "\",\"bundle_sha256\":\"" SHA "\",\"size\":-5,"
        "\"version\":\"1\",\"sequence\":1}}",
        "{\"commands\":{}}",
        "{\"commands\":[{\"do\":\"restart\"}]}",
        "{\"commands\":[{\"id\":\"\",\"do\":\"restart\"}]}",
        "{\"commands\":[1,2,3,4,5,6,7,8,9]}",
    };
    g_autoptr(Jwk) key = region_keys_new();
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GBytes) body = make_answer(key, wrong[i]);
        g_autoptr(GError) error = NULL;
        g_autoptr(Orders) orders = read_answer(body, key, 0, &error);
        g_test_message("%s", error ? error->message : wrong[i]);
        g_assert_null(orders);
        g_assert_nonnull(error);
    }
}

static void test_stranger(void)
{
    g_autoptr(Jwk) key = region_keys_new();
    g_autoptr(Jwk) other = region_keys_new();
    g_autoptr(GBytes) body = make_answer(other, "{}");
    g_autoptr(GError) error = NULL;
    g_assert_null(read_answer(body, key, 0, &error));
    g_assert_nonnull(error);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(keys_init(NULL));
    g_test_add_func("/orders/nothing wanted", test_plain);
    g_test_add_func("/orders/content and known commands are read, unknown ones left alone",
                    test_full);
    g_test_add_func("/orders/older ones played again are refused", test_played_again);
    g_test_add_func("/orders/ill-formed ones are refused", test_ill_formed);
    g_test_add_func("/orders/a stranger's are refused", test_stranger);
    return g_test_run();
}
