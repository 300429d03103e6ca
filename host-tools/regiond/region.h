// SPDX-License-Identifier: EUPL-1.2
/* The region's data folder: who it is and its keys.
 *
 *   region.json          name, epoch and current sealing key
 *   device-ca.pem .key   the authority for kiosks' certificates; device-crl.pem what it revoked
 *   device-crl.lock      held by whoever writes device-crl.pem
 *   receipt.jwk          signs receipts and orders
 *   sealing/<kid>.jwk    public; intakes sealed to any of these are taken
 *   private/<kid>.jwk    opens intakes; only `regiond admin` reads it: may live elsewhere
 *   content-keys/<…>.jwk public; content packs signed by one of these may be offered
 *   packs/<sha256>       bundles on offer
 *   region.sqlite        unless another database is given
 *
 * keys_init first. One thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/json.h"

#include "regiond/certificates.h"
#include "store/jwk.h"

#define REGION_ERROR region_error_quark()
GQuark region_error_quark(void);
typedef enum {
    REGION_ERROR_EXISTS,
    REGION_ERROR_MISSING, /* no such folder, or not one of a region */
    REGION_ERROR_INVALID,
} RegionError;

enum { REGION_MAX_CONTENT_KEYS = 4 };
/* Where the day begins, unless settings say otherwise. */
#define REGION_TIMEZONE "Europe/Amsterdam"

typedef struct {
    char *folder;
    char *name;
    gint64 epoch;            /* of the sealing key; only rises */
    Jwk *sealing;            /* current, public */
    GPtrArray *kids;         /* of all sealing keys, char*, ends in NULL */
    Jwk *receipt;            /* private */
    GPtrArray *content_keys; /* of Jwk*, public */
    CertificateAuthority *authority;
} Region;

/* Makes `folder` with all keys. REGION_ERROR_EXISTS: it is a region's already, nothing changed. */
bool region_make(const char *folder, const char *name, gint64 now_unix_s,
                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
Region *region_load(const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void region_free(Region *region);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Region, region_free)

/* A new sealing key becomes the current one, and the epoch rises; older ones stay known. Its
 * private half goes into `private_folder`, NULL: private/ of the data folder. */
bool region_rotate_sealing(Region *region, const char *private_folder,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Trusts the public key in `path` for content packs. */
bool region_add_content_key(Region *region, const char *path,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The private sealing keys, of Jwk*. `folder` NULL: private/ of the data folder. Caller unrefs. */
GPtrArray *region_load_private(const Region *region, const char *folder,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Writes device-crl.pem from what `storage` knows. Waits while another process does. */
bool region_write_crl(Region *region, Storage *storage, gint64 now_unix_s,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Path of a bundle in packs/. Caller owns. */
char *region_pack_path(const Region *region, const char *bundle_sha256);
