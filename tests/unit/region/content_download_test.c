// SPDX-License-Identifier: EUPL-1.2
#include "region/content_download.h"

#include <string.h>

#include <glib/gstdio.h>

#include "store/jwk.h"
#include "tls_server.h"

enum { PACK_BYTES = 100 * 1024 };

typedef struct {
    const TlsServer *server;
    char *folder; /* of the kiosk's parts */
    OrdersContent content;
    ContentDownload *download;
} Case;

/* A file of noise that the server offers under its SHA-256. */
static void set_up(Case *one, gconstpointer data)
{
    one->server = data;
    one->folder = tls_server_file(one->server, "parts");
    g_autofree guint8 *noise = g_malloc(PACK_BYTES);
    keys_random(noise, PACK_BYTES);
    g_autofree char *sha256 = g_compute_checksum_for_data(G_CHECKSUM_SHA256, noise, PACK_BYTES);
    g_autofree char *packs = tls_server_file(one->server, "packs");
    g_mkdir_with_parents(packs, 0755);
    g_autofree char *path = g_build_filename(packs, sha256, NULL);
    g_assert_true(g_file_set_contents(path, (const char *)noise, PACK_BYTES, NULL));
    g_strlcpy(one->content.bundle_sha256, sha256, sizeof one->content.bundle_sha256);
    one->content.size_bytes = PACK_BYTES;
}

static void tear_down(Case *one, gconstpointer data)
{
    (void)data;
    content_download_free(one->download);
    g_free(one->folder);
}

static void open_download(Case *one)
{
    g_autoptr(GError) error = NULL;
    one->download = content_download_open(one->folder, &one->content, &error);
    g_assert_no_error(error);
}

static char *part_path(const Case *one)
{
    g_autofree char *name = g_strconcat(one->content.bundle_sha256, ".part", NULL);
    return g_build_filename(one->folder, name, NULL);
}

static void on_seen(const HttpAnswer *answer, gpointer user_data)
{
    Case *one = user_data;
    g_autoptr(GError) error = NULL;
    g_assert_true(content_download_take(one->download, answer, &error));
    g_assert_no_error(error);
}

static int fetch(Case *one)
{
    HttpRequest request = content_download_request(one->download);
    TlsQuestion question = {.request = &request, .seen = on_seen, .user_data = one};
    g_auto(TlsReply) reply = tls_server_ask(one->server, &question);
    return reply.status;
}

/* Leaves a part with the first `size` bytes of `text`, repeated. */
static void leave_part(const Case *one, const char *text, gsize size)
{
    g_assert_cmpint(g_mkdir_with_parents(one->folder, 0700), ==, 0);
    g_autofree char *path = part_path(one);
    g_assert_true(g_file_set_contents(path, text, (gssize)size, NULL));
}

static void test_whole(Case *one, gconstpointer data)
{
    (void)data;
    open_download(one);
    g_assert_false(content_download_is_complete(one->download));
    g_assert_cmpint(fetch(one), ==, 200);
    g_assert_true(content_download_is_complete(one->download));
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) whole = content_download_finish(one->download, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(g_bytes_get_size(whole), ==, PACK_BYTES);
}

static void test_goes_on(Case *one, gconstpointer data)
{
    (void)data;
    g_autofree char *from =
        g_build_filename(one->server->dir, "packs", one->content.bundle_sha256, NULL);
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(from, &text, NULL, NULL));
    leave_part(one, text, PACK_BYTES / 3);
    open_download(one);
    g_assert_cmpint(content_download_request(one->download).range_from, ==, PACK_BYTES / 3);
    g_assert_cmpint(fetch(one), ==, 206);
    g_autoptr(GBytes) whole = content_download_finish(one->download, NULL);
    g_assert_nonnull(whole);
}

static void test_damaged(Case *one, gconstpointer data)
{
    (void)data;
    leave_part(one, "not what it should be", 10);
    open_download(one);
    g_assert_cmpint(fetch(one), ==, 206);
    g_autoptr(GError) error = NULL;
    g_assert_null(content_download_finish(one->download, &error));
    g_assert_error(error, CONTENT_DOWNLOAD_ERROR, CONTENT_DOWNLOAD_ERROR_DAMAGED);
    g_clear_pointer(&one->download, content_download_free);
    open_download(one);
    g_assert_cmpint(fetch(one), ==, 200);
    g_autoptr(GBytes) whole = content_download_finish(one->download, NULL);
    g_assert_nonnull(whole);
}

static void test_longer_part(Case *one, gconstpointer data)
{
    (void)data;
    g_autofree char *junk = g_strnfill(PACK_BYTES + 1, 'x');
    leave_part(one, junk, PACK_BYTES + 1);
    open_download(one);
    g_assert_cmpint(content_download_request(one->download).range_from, ==, 0);
}

static void test_no_ranges(Case *one, gconstpointer data)
{
    (void)data;
    leave_part(one, "0123456789", 10);
    open_download(one);
    g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);
    HttpAnswer answer = {.status = 200, .body = nothing};
    g_assert_true(content_download_take(one->download, &answer, NULL));
    g_assert_cmpint(content_download_request(one->download).range_from, ==, 0);
}

static void test_other_parts(Case *one, gconstpointer data)
{
    (void)data;
    g_assert_cmpint(g_mkdir_with_parents(one->folder, 0700), ==, 0);
    g_autofree char *old = g_build_filename(one->folder, "old.part", NULL);
    g_assert_true(g_file_set_contents(old, "old", -1, NULL));
    open_download(one);
    g_assert_false(g_file_test(old, G_FILE_TEST_EXISTS));
}

static void test_too_large(Case *one, gconstpointer data)
{
    (void)data;
    one->content.size_bytes = (gint64)CONTENT_DOWNLOAD_MAX_BYTES + 1;
    g_autoptr(GError) error = NULL;
    g_assert_null(content_download_open(one->folder, &one->content, &error));
    g_assert_error(error, CONTENT_DOWNLOAD_ERROR, CONTENT_DOWNLOAD_ERROR_ROOM);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *fact;
        void (*test)(Case *one, gconstpointer data);
    } tests[] = {
        {"a pack comes whole", test_whole},
        {"a cut download goes on where it was", test_goes_on},
        {"damaged bytes are thrown away and fetched again", test_damaged},
        {"a part that is too long is begun anew", test_longer_part},
        {"a server without ranges is asked for the whole", test_no_ranges},
        {"parts of other packs are removed", test_other_parts},
        {"a pack that is too large is not fetched", test_too_large},
    };
    g_test_init(&argc, &argv, NULL);
    g_assert_true(keys_init(NULL));
    TlsServer server;
    tls_server_start(&server);
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *name = g_strconcat("/content download/", tests[i].fact, NULL);
        g_test_add(name, Case, &server, set_up, tests[i].test, tear_down);
    }
    int status = g_test_run();
    tls_server_stop(&server);
    return status;
}
