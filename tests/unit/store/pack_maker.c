// SPDX-License-Identifier: EUPL-1.2
#include "pack_maker.h"

#include <string.h>

#include <glib/gstdio.h>

#include "base/json.h"
#include "store/jws.h"

void pack_maker_write_file(const char *folder, const char *name, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *parent = g_path_get_dirname(path);
    g_assert_cmpint(g_mkdir_with_parents(parent, 0700), ==, 0);
    gboolean ok = g_file_set_contents(path, text, -1, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
}

void pack_maker_sign(const char *folder, const Jwk *key)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(folder, "pack.json", NULL);
    g_autofree char *text = NULL;
    gsize size;
    g_assert_true(g_file_get_contents(path, &text, &size, NULL));
    g_autoptr(GBytes) payload = g_bytes_new(text, size);
    g_autofree char *jws = jws_sign_detached(key, payload, &error);
    g_assert_no_error(error);
    pack_maker_write_file(folder, "pack.jws", jws);
}

void pack_maker_write(const char *folder, const Jwk *key, const PackWish *wish)
{
    const char *const files[][2] = {
        {"intake.json", "{\"questions\":[]}"},
        {"locale/nl.json", "{}"},
        {"speech/nl/hello.opus", "not really a recording"},
    };
    g_autoptr(json_t) rows = json_array();
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        pack_maker_write_file(folder, files[i][0], files[i][1]);
        g_autofree char *sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, files[i][1], -1);
        json_array_append_new(rows, json_pack("{sssIss}", "name", files[i][0], "size",
                                              (json_int_t)strlen(files[i][1]), "sha256", sha256));
    }
    g_autoptr(json_t) manifest = json_pack(
        "{sssssssssIss s[s] sO}", "format", "pack/1", "name",
        wish->name ? wish->name : "werkcafe-voorbeeld", "version", "2026-11-23.1", "region",
        wish->region ? wish->region : "voorbeeld", "sequence", (json_int_t)wish->sequence, "signed",
        "2026-11-23T13:00:00Z", "languages", "nl", "files", rows);
    g_assert_nonnull(manifest);
    g_autoptr(GBytes) text = json_write(manifest);
    g_autofree char *copy = g_strndup(g_bytes_get_data(text, NULL), g_bytes_get_size(text));
    pack_maker_write_file(folder, "pack.json", copy);
    pack_maker_sign(folder, key);
}
