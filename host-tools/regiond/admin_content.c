// SPDX-License-Identifier: EUPL-1.2
#include "regiond/admin_parts.h"

#include <stdio.h>

#include "base/file.h"
#include "base/json.h"
#include "store/signed_pack.h"

enum { MAX_SITE_BYTES = 1024 * 1024 };

/* The site's number stands in the pack's own site.json. */
static gint64 read_site(const SignedPack *pack, GError **error)
{
    GBytes *text = g_hash_table_lookup(pack->files, "site.json");
    if (!text || g_bytes_get_size(text) > MAX_SITE_BYTES) {
        g_set_error(error, ADMIN_ERROR, ADMIN_ERROR_FAILED, "the pack has no site.json");
        return -1;
    }
    g_autoptr(json_t) site = json_parse(text, "site.json", error);
    gint64 number = -1;
    return site && json_need_integer(site, "number", "site.json", &number, error) ? number : -1;
}

static bool check_region(Admin *admin, const SignedPack *pack, GError **error)
{
    if (g_str_equal(pack->region, admin->region->name)) {
        return true;
    }
    g_set_error(error, ADMIN_ERROR, ADMIN_ERROR_FAILED, "the pack is for region %s, this is %s",
                pack->region, admin->region->name);
    return false;
}

static bool offer(Admin *admin, GBytes *bundle, const SignedPack *pack, GError **error)
{
    gint64 kiosk = admin_target(admin, error);
    gint64 site = kiosk >= 0 ? read_site(pack, error) : -1;
    if (site < 0) {
        return false;
    }
    g_autofree char *hash = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bundle);
    g_autofree char *path = region_pack_path(admin->region, hash);
    StoragePack row = {
        .sha256 = pack->sha256,
        .bundle_sha256 = hash,
        .name = pack->name,
        .version = pack->version,
        .sequence = pack->sequence,
        .size_bytes = (gint64)g_bytes_get_size(bundle),
    };
    if (!file_save(path, bundle, 0644, error) ||
        !admin->storage->class->offer_pack(admin->storage, kiosk, site, &row, error)) {
        return false;
    }
    printf("pack %s %s (%s) is wanted on the kiosks of site %" G_GINT64_FORMAT "\n", pack->name,
           pack->version, pack->sha256, site);
    return true;
}

bool admin_offer_content(Admin *admin, GError **error)
{
    const GPtrArray *keys = admin->region->content_keys;
    if (keys->len == 0) {
        g_set_error(error, ADMIN_ERROR, ADMIN_ERROR_FAILED,
                    "this region trusts no content key yet; use: regiond admin trust-content-key");
        return false;
    }
    g_autoptr(GBytes) bundle = file_load(admin->options->rest[0], SIGNED_PACK_MAX_BYTES, error);
    g_autoptr(SignedPack) pack =
        bundle ? signed_pack_read_bundle(bundle, (const Jwk *const *)keys->pdata, keys->len, error)
               : NULL;
    return pack && check_region(admin, pack, error) && offer(admin, bundle, pack, error);
}
