// SPDX-License-Identifier: EUPL-1.2
#include "region/enrolment.h"

#include <string.h>

#include "base/json.h"
#include "region/certificate_renewal.h"
#include "store/staff_code.h"
#include "tls_server.h"

typedef struct {
    char *key_pem, *chain, *stranger_pem;
    char *scratch; /* path of a file to write */
} Files;

static char *load(const TlsServer *server, const char *name)
{
    g_autofree char *path = tls_server_file(server, name);
    char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return text;
}

static json_t *public_key(KeyUse use)
{
    g_autoptr(Jwk) key = jwk_generate(use, NULL);
    return jwk_public_json(key);
}

static json_t *make_answer(const Files *files)
{
    return json_pack("{si si ss ss ss si so so s[o]}", "kiosk", 7, "slip_key_id", 3, "site", "1",
                     "certificate_chain", files->chain, "region", "midden-holland", "epoch", 2,
                     "sealing_key", public_key(KEY_USE_SEAL), "receipt_key",
                     public_key(KEY_USE_SIGN), "content_keys", public_key(KEY_USE_SIGN));
}

static bool read_answer(const json_t *answer, const char *key_pem, gint64 oldest_epoch,
                        Enrolment *out, GError **error)
{
    g_autoptr(GBytes) body = json_write(answer);
    EnrolmentCheck check = {.key_pem = key_pem, .oldest_epoch = oldest_epoch};
    return enrolment_read_answer(body, &check, out, error);
}

static void test_codes(void)
{
    const struct {
        const char *typed, *code;
    } cases[] = {
        {"abcd-efgh", "ABCDEFGH"},
        {" ABCD EFGH\n", "ABCDEFGH"},
        {"a1-b2-c3", "A1B2C3"},
        {"abc", NULL},
        {"", NULL},
        {"abcd_efgh", NULL},
        {"abcd\xc3\xa9gh", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *code = enrolment_clean_code(cases[i].typed, NULL);
        g_assert_cmpstr(code, ==, cases[i].code);
    }
    g_autofree char *long_one = g_strnfill(65, 'A');
    g_assert_null(enrolment_clean_code(long_one, NULL));
}

static void test_request(void)
{
    g_autoptr(Jwk) slip = jwk_generate(KEY_USE_SIGN, NULL);
    g_autoptr(GBytes) body = enrolment_write_request("ABCDEFGH", "a request", slip);
    g_autoptr(json_t) request = json_parse(body, "request", NULL);
    g_assert_cmpstr(json_get_string(request, "code", ""), ==, "ABCDEFGH");
    g_assert_cmpstr(json_get_string(request, "csr", ""), ==, "a request");
    const json_t *key = json_object_get(request, "slip_key");
    g_assert_nonnull(json_object_get(key, "x"));
    g_assert_null(json_object_get(key, "d"));
}

static void test_good(gconstpointer data)
{
    const Files *files = data;
    g_autoptr(json_t) answer = make_answer(files);
    g_autoptr(GError) error = NULL;
    Enrolment enrolment = {0};
    g_assert_true(read_answer(answer, files->key_pem, 2, &enrolment, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(enrolment.identity->kiosk, ==, 7);
    g_assert_cmpuint(enrolment.identity->slip_key, ==, 3);
    g_assert_cmpint(enrolment.identity->epoch, ==, 2);
    g_assert_cmpstr(enrolment.identity->region, ==, "midden-holland");
    g_assert_cmpuint(enrolment.identity->n_content, ==, 1);
    g_assert_null(enrolment.identity->staff_secret);
    g_assert_cmpstr(enrolment.certificate_chain, ==, files->chain);
    enrolment_clear(&enrolment);
}

static void test_staff_secret(gconstpointer data)
{
    const Files *files = data;
    g_autoptr(json_t) answer = make_answer(files);
    g_autoptr(GBytes) secret = staff_code_new_secret();
    g_autofree char *text = staff_code_write_secret(secret);
    json_object_set_new(answer, "staff_secret", json_string(text));
    Enrolment enrolment = {0};
    g_assert_true(read_answer(answer, files->key_pem, 2, &enrolment, NULL));
    g_assert_true(g_bytes_equal(enrolment.identity->staff_secret, secret));
    enrolment_clear(&enrolment);
}

static void check_refused(const json_t *answer, const char *key_pem)
{
    g_autoptr(GError) error = NULL;
    Enrolment enrolment = {0};
    g_assert_false(read_answer(answer, key_pem, 2, &enrolment, &error));
    g_test_message("%s", error->message);
    g_assert_null(enrolment.identity);
}

static void test_members(gconstpointer data)
{
    static const char *const wrong[] = {
        "{\"kiosk\":65536}",
        "{\"kiosk\":-1}",
        "{\"kiosk\":\"7\"}",
        "{\"slip_key_id\":70000}",
        "{\"epoch\":1}",
        "{\"region\":\"\"}",
        "{\"site\":null}",
        "{\"sealing_key\":{}}",
        "{\"receipt_key\":\"x\"}",
        "{\"staff_secret\":7}",
        "{\"staff_secret\":\"AAAA\"}",
        "{\"staff_secret\":null}",
        "{\"content_keys\":[]}",
        "{\"content_keys\":[{}]}",
        "{\"certificate_chain\":\"x\"}",
    };
    const Files *files = data;
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(json_t) answer = make_answer(files);
        g_autoptr(json_t) other = json_loads(wrong[i], 0, NULL);
        g_assert_cmpint(json_object_update(answer, other), ==, 0);
        check_refused(answer, files->key_pem);
    }
}

static void test_missing(gconstpointer data)
{
    const Files *files = data;
    g_autoptr(json_t) whole = make_answer(files);
    const char *key;
    json_t *value;
    json_object_foreach(whole, key, value)
    {
        g_autoptr(json_t) answer = json_copy(whole);
        json_object_del(answer, key);
        check_refused(answer, files->key_pem);
    }
}

static void test_private_key(gconstpointer data)
{
    const Files *files = data;
    static const char *const members[] = {"sealing_key", "receipt_key"};
    g_autoptr(Jwk) key = jwk_generate(KEY_USE_SIGN, NULL);
    g_assert_true(jwk_save(key, files->scratch, NULL));
    g_autoptr(json_t) whole_key = json_load(files->scratch, 4096, NULL);
    json_object_del(whole_key, "use");
    json_object_del(whole_key, "alg");
    for (gsize i = 0; i < G_N_ELEMENTS(members); i++) {
        g_autoptr(json_t) answer = make_answer(files);
        json_object_set(answer, members[i], whole_key);
        g_autoptr(GError) error = NULL;
        Enrolment enrolment = {0};
        g_assert_false(read_answer(answer, files->key_pem, 0, &enrolment, &error));
        g_assert_error(error, ENROLMENT_ERROR, ENROLMENT_ERROR_ANSWER);
        g_assert_nonnull(strstr(error->message, "private"));
    }
}

static void test_other_key(gconstpointer data)
{
    const Files *files = data;
    g_autoptr(json_t) answer = make_answer(files);
    check_refused(answer, files->stranger_pem);
}

static void test_renewal(gconstpointer data)
{
    const Files *files = data;
    g_autoptr(json_t) answer = json_pack("{ss}", "certificate_chain", files->chain);
    g_autoptr(GBytes) body = json_write(answer);
    g_autofree char *chain =
        certificate_renewal_read_answer(body, files->key_pem, "kiosk.localhost", NULL);
    g_assert_cmpstr(chain, ==, files->chain);
    g_assert_null(certificate_renewal_read_answer(body, files->key_pem, "kiosk-8", NULL));
    g_assert_null(
        certificate_renewal_read_answer(body, files->stranger_pem, "kiosk.localhost", NULL));
    g_autoptr(GBytes) other = g_bytes_new_static("{}", 2);
    g_assert_null(certificate_renewal_read_answer(other, files->key_pem, "kiosk.localhost", NULL));
}

static void test_renewal_moment(void)
{
    TlsCertificate certificate = {.not_before_unix_s = 1000, .not_after_unix_s = 4000};
    g_assert_cmpint(certificate_renewal_due_unix_s(&certificate), ==, 3000);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_true(keys_init(NULL));
    TlsServer server;
    tls_server_start(&server);
    Files files = {.key_pem = load(&server, "kiosk.key"),
                   .chain = load(&server, "kiosk.pem"),
                   .stranger_pem = load(&server, "stranger.key"),
                   .scratch = tls_server_file(&server, "scratch.jwk")};
    g_test_add_func("/enrolment/a typed code is cleaned", test_codes);
    g_test_add_func("/enrolment/only the public slip key is sent", test_request);
    g_test_add_data_func("/enrolment/a good answer is an identity", &files, test_good);
    g_test_add_data_func("/enrolment/the secret of codes for staff comes with it", &files,
                         test_staff_secret);
    g_test_add_data_func("/enrolment/a wrong member refuses the whole", &files, test_members);
    g_test_add_data_func("/enrolment/a missing member refuses the whole", &files, test_missing);
    g_test_add_data_func("/enrolment/private keys are refused", &files, test_private_key);
    g_test_add_data_func("/enrolment/a certificate for another key is refused", &files,
                         test_other_key);
    g_test_add_data_func("/renewal/a certificate must fit the new key and the old name", &files,
                         test_renewal);
    g_test_add_func("/renewal/begins after two thirds of the life", test_renewal_moment);
    int status = g_test_run();
    g_free(files.key_pem);
    g_free(files.chain);
    g_free(files.stranger_pem);
    g_free(files.scratch);
    tls_server_stop(&server);
    return status;
}
