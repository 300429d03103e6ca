// SPDX-License-Identifier: EUPL-1.2
#include "regiond/admin_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "regiond/database.h"
#include "regiond/enrolment_code.h"
#include "store/staff_code.h"

enum { MAX_NAME_CHARS = 60 };

bool admin_init(Admin *admin, GError **error)
{
    const AdminOptions *options = admin->options;
    if (!options->region) {
        return admin_refuse(error, "--region NAME is missing, the name that packs of it carry");
    }
    if (!region_make(options->data, options->region, admin->now_unix_s, error)) {
        return false;
    }
    g_autoptr(Region) region = region_load(options->data, error);
    g_autoptr(Storage) storage = region ? database_open(options->db, options->data, error) : NULL;
    if (!storage || !region_write_crl(region, storage, admin->now_unix_s, error) ||
        (options->content_key && !region_add_content_key(region, options->content_key, error))) {
        return false;
    }
    printf("region %s is ready in %s\n"
           "keep %s/private safe and apart: it opens every intake\n",
           options->region, options->data, options->data);
    return true;
}

static bool print_code(Admin *admin, gint64 kiosk, GError **error)
{
    g_autofree char *code = enrolment_code_generate();
    g_autofree char *bare = enrolment_code_normalise(code);
    g_autofree char *hash = enrolment_code_hash(bare);
    StorageCode row = {
        .hash = hash,
        .kiosk = kiosk,
        .expires_unix_s = admin->now_unix_s + ENROLMENT_CODE_LIFE_S,
    };
    if (!admin->storage->class->add_code(admin->storage, &row, error)) {
        return false;
    }
    printf("%s\n", code);
    fprintf(stderr,
            "regiond: once it is enrolled, print the first code for its staff menu with: "
            "regiond admin staff-code --kiosk %" G_GINT64_FORMAT "\n",
            kiosk);
    return true;
}

static bool is_name(const char *name)
{
    gint64 number;
    return name[0] && strlen(name) <= MAX_NAME_CHARS && g_utf8_validate(name, -1, NULL) &&
           !strpbrk(name, "\t\n\r") &&
           !g_ascii_string_to_signed(name, 10, 0, G_MAXINT64, &number, NULL);
}

bool admin_add_kiosk(Admin *admin, GError **error)
{
    const AdminOptions *options = admin->options;
    gint64 site, number;
    if (!options->kiosk || !is_name(options->kiosk)) {
        return admin_refuse(error,
                            "--kiosk NAME is missing, or longer than %d bytes, or only digits",
                            MAX_NAME_CHARS);
    }
    if (!options->site ||
        !g_ascii_string_to_signed(options->site, 10, 1, STORAGE_MAX_SITE, &site, NULL)) {
        return admin_refuse(error,
                            "--site NUMBER is missing: \"number\" of the site's site.json, 1 to %d",
                            STORAGE_MAX_SITE);
    }
    return admin->storage->class->add_kiosk(admin->storage, options->kiosk, site, &number, error) &&
           print_code(admin, number, error);
}

bool admin_add_code(Admin *admin, GError **error)
{
    g_autoptr(StorageKiosk) kiosk = admin_find_kiosk(admin, admin->options->kiosk, error);
    if (!kiosk) {
        return false;
    }
    if (kiosk->is_revoked) {
        g_set_error(error, ADMIN_ERROR, ADMIN_ERROR_FAILED,
                    "kiosk %s was revoked; add it under a new name with add-kiosk", kiosk->name);
        return false;
    }
    return print_code(admin, kiosk->number, error);
}

/* Its number is used up before the code is seen: nobody gets the same one twice. */
bool admin_staff_code(Admin *admin, GError **error)
{
    g_autoptr(StorageKiosk) kiosk = admin_find_kiosk(admin, admin->options->kiosk, error);
    if (!kiosk) {
        return false;
    }
    g_autoptr(GBytes) secret = staff_code_read_secret(kiosk->staff_secret);
    if (!secret || kiosk->is_revoked) {
        g_set_error(error, ADMIN_ERROR, ADMIN_ERROR_FAILED, "kiosk %s %s", kiosk->name,
                    kiosk->is_revoked ? "was revoked"
                                      : "has no secret for codes; enrol it first, or again: "
                                        "regiond admin add-code");
        return false;
    }
    gint64 number;
    char code[STAFF_CODE_DIGITS + 1];
    g_autoptr(StaffCodeKey) key = staff_code_key_new(secret, error);
    if (!key ||
        !admin->storage->class->take_staff_code(admin->storage, kiosk->number, &number, error) ||
        !staff_code_make(key, (guint64)number, code, error)) {
        return false;
    }
    g_autofree char *grouped = staff_code_group(code);
    printf("%s\n", grouped);
    explicit_bzero(code, sizeof code);
    explicit_bzero(grouped, strlen(grouped));
    return true;
}

/* A kiosk's own words, on one line and without what a terminal would obey. Caller owns. */
static char *clean(const json_t *object, const char *key)
{
    char *text = g_strdup(json_get_string(object, key, "-"));
    for (char *at = text; *at; at++) {
        *at = g_ascii_iscntrl(*at) ? '?' : *at;
    }
    return text;
}

static void print_kiosk(const StorageKiosk *kiosk)
{
    g_autoptr(json_t) report = kiosk->report ? json_loads(kiosk->report, 0, NULL) : NULL;
    const json_t *queue = json_object_get(report, "queue");
    const json_t *versions = json_object_get(report, "versions");
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(kiosk->last_contact_unix_s);
    g_autofree char *contact = kiosk->last_contact_unix_s
                                   ? g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ")
                                   : g_strdup("never");
    printf("%" G_GINT64_FORMAT "\t%s\t%" G_GINT64_FORMAT "\t%s\t%s", kiosk->number, kiosk->name,
           kiosk->site, kiosk->is_revoked ? "revoked" : "active", contact);
    g_autofree char *firmware = clean(versions, "firmware");
    g_autofree char *content = clean(versions, "content");
    g_autofree char *printer = clean(report, "printer");
    printf("\t%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT "\t%s\t%s\t%s\n",
           json_get_integer(queue, "waiting", 0), json_get_integer(queue, "quarantined", 0),
           firmware, content, printer);
}

bool admin_kiosks(Admin *admin, GError **error)
{
    g_autoptr(GPtrArray) kiosks = admin->storage->class->list_kiosks(admin->storage, error);
    if (!kiosks) {
        return false;
    }
    printf("number\tname\tsite\tstate\tlast contact\twaiting\tset aside\tfirmware\tcontent\t"
           "printer\n");
    for (guint i = 0; i < kiosks->len; i++) {
        print_kiosk(g_ptr_array_index(kiosks, i));
    }
    return true;
}

bool admin_revoke(Admin *admin, GError **error)
{
    g_autoptr(StorageKiosk) kiosk = admin_find_kiosk(admin, admin->options->kiosk, error);
    if (!kiosk ||
        !admin->storage->class->revoke_kiosk(admin->storage, kiosk->number, admin->now_unix_s,
                                             error) ||
        !region_write_crl(admin->region, admin->storage, admin->now_unix_s, error)) {
        return false;
    }
    printf("kiosk %" G_GINT64_FORMAT " (%s) is shut out; reload the web server so that it reads "
           "device-crl.pem too\n",
           kiosk->number, kiosk->name);
    return true;
}

bool admin_write_crl(Admin *admin, GError **error)
{
    return region_write_crl(admin->region, admin->storage, admin->now_unix_s, error);
}

bool admin_rotate_key(Admin *admin, GError **error)
{
    if (!region_rotate_sealing(admin->region, admin->options->keys, error)) {
        return false;
    }
    printf("epoch %" G_GINT64_FORMAT ", key %s; older keys stay known\n", admin->region->epoch,
           jwk_kid(admin->region->sealing));
    return true;
}
