// SPDX-License-Identifier: EUPL-1.2
/* Any body on any call: always an answer of the document's kinds, in JSON. The first byte chooses
 * the call. */
#include "regiond/api.h"

#include <glib/gstdio.h>

#include "regiond/database.h"
#include "store/jwk.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

enum { NOW_UNIX_S = 1795438800 };

static const char *const calls[][2] = {
    {"POST", "/v1/enrolments"},        {"POST", "/v1/certificates"}, {"POST", "/v1/intakes"},
    {"PUT", "/v1/kiosks/self/status"}, {"GET", "/v1/kiosks/keys"},
};

static void remove_tree(const char *path)
{
    GDir *dir = g_dir_open(path, 0, NULL);
    for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
        g_autofree char *inside = g_build_filename(path, name, NULL);
        remove_tree(inside);
    }
    g_clear_pointer(&dir, g_dir_close);
    g_remove(path);
}

/* Made once; kept for all inputs. */
static Api *make_api(void)
{
    Api *api = g_new0(Api, 1);
    g_autoptr(StorageCertificate) certificate = g_new0(StorageCertificate, 1);
    g_autofree char *folder = g_dir_make_tmp("wegwijs-fuzz-XXXXXX", NULL);
    gint64 number;
    bool ok = keys_init(NULL) && region_make(folder, "voorbeeld", NOW_UNIX_S, NULL);
    api->region = ok ? region_load(folder, NULL) : NULL;
    api->storage = database_open("sqlite::memory:", folder, NULL);
    api->throttle = throttle_new();
    api->timezone = g_time_zone_new_utc();
    remove_tree(folder);
    g_assert(api->region && api->storage);
    ok = api->storage->class->add_kiosk(api->storage, "one", 1, &number, NULL);
    certificate->serial = g_strdup("4A");
    certificate->pem = g_strdup("pem");
    certificate->kiosk = number;
    ok = ok && api->storage->class->add_certificate(api->storage, certificate, NULL);
    g_assert(ok);
    return api;
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static Api *api;
    if (!api) {
        api = make_api();
    }
    if (size == 0) {
        return 0;
    }
    gsize call = data[0] % G_N_ELEMENTS(calls);
    g_autoptr(GBytes) body = g_bytes_new(data + 1, size - 1);
    ApiRequest request = {.method = calls[call][0],
                          .path = calls[call][1],
                          .content_type = "application/json",
                          .client_verify = "SUCCESS",
                          .client_serial = "4A",
                          .client_subject = "CN=kiosk-1",
                          .body = body,
                          .now_unix_s = NOW_UNIX_S};
    request.now_monotonic_s = g_get_monotonic_time(); /* so that no one has to wait */
    g_auto(ApiResponse) response;
    api_answer(api, &request, &response);
    g_assert(response.status == 200 || response.status == 201 || response.status == 400 ||
             response.status == 403 || response.status == 429);
    g_autoptr(json_t) answer = json_parse(response.body, "answer", NULL);
    g_assert(json_is_object(answer));
    return 0;
}
