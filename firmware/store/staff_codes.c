// SPDX-License-Identifier: EUPL-1.2
#include "store/staff_codes.h"

#include <string.h>

#include <glib/gstdio.h>

#include "base/file.h"
#include "base/json.h"
#include "store/jwk.h"
#include "store/staff_code.h"

enum { MAX_FILE_BYTES = 1024 };

struct StaffCodes {
    char *path; /* that lasts */
    char *copy; /* until the board is switched off */
    GBytes *secret;
    char *tag;
    gint64 next;  /* lowest number that may be accepted */
    bool is_lost; /* `next` is not known */
    gint64 far;   /* number of the code before, when it was one from far ahead; -1: it was not */
    int wrong;    /* in a row */
    gint64 last_ms;
};

StaffCodes *staff_codes_new(const char *state_dir, const char *run_dir)
{
    StaffCodes *codes = g_new0(StaffCodes, 1);
    codes->path = g_build_filename(state_dir, "staff", "codes.json", NULL);
    codes->copy = g_build_filename(run_dir, "staff-codes.json", NULL);
    codes->far = -1;
    return codes;
}

static void forget_secret(StaffCodes *codes)
{
    g_clear_pointer(&codes->secret, g_bytes_unref);
    g_clear_pointer(&codes->tag, g_free);
    codes->next = 0;
    codes->is_lost = false;
    codes->far = -1;
}

void staff_codes_free(StaffCodes *codes)
{
    if (codes) {
        forget_secret(codes);
        g_free(codes->path);
        g_free(codes->copy);
        g_free(codes);
    }
}

/* ---- How far the codes were used --------------------------------------------------------------*/

static char *sum_up(const char *tag, gint64 next)
{
    g_autofree char *text = g_strdup_printf("staff-codes/1 %s %" G_GINT64_FORMAT, tag, next);
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
}

typedef enum { FOUND, MISSING, OTHER_SECRET, DAMAGED } Found;

static Found load(const char *path, const char *tag, gint64 *next)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(json_t) json = json_load(path, MAX_FILE_BYTES, &why);
    if (g_error_matches(why, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
        return MISSING;
    }
    const char *whose = json ? json_get_string(json, "secret", "") : "";
    const gint64 number = json ? json_get_integer(json, "next", -1) : -1;
    g_autofree char *sum = sum_up(whose, number);
    if (!json || strcmp(json_get_string(json, "format", ""), "staff-codes/1") != 0 || number < 0 ||
        number > G_MAXINT64 - STAFF_CODES_FAR ||
        strcmp(json_get_string(json, "sha256", ""), sum) != 0) {
        return DAMAGED;
    }
    if (strcmp(whose, tag) != 0) {
        return OTHER_SECRET;
    }
    *next = number;
    return FOUND;
}

static bool save(const char *path, const char *tag, gint64 next, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *sum = sum_up(tag, next);
    g_autoptr(json_t) json = json_pack("{sssssIss}", "format", "staff-codes/1", "secret", tag,
                                       "next", (json_int_t)next, "sha256", sum);
    g_assert(json);
    g_autoptr(GBytes) text = json_write(json);
    return file_make_folder(folder, error) && file_save(path, text, 0600, error);
}

void staff_codes_use_secret(StaffCodes *codes, GBytes *secret, bool is_first)
{
    if (codes->secret && secret && g_bytes_equal(codes->secret, secret)) {
        return;
    }
    forget_secret(codes);
    if (!secret) {
        return;
    }
    codes->secret = g_bytes_ref(secret);
    codes->tag = staff_code_secret_tag(secret);
    const Found found = load(codes->path, codes->tag, &codes->next);
    codes->is_lost = found == DAMAGED || (found == MISSING && !is_first);
    gint64 copied = 0;
    if (load(codes->copy, codes->tag, &copied) == FOUND) {
        codes->next = MAX(codes->next, copied);
        codes->is_lost = false;
    }
}

bool staff_codes_has_secret(const StaffCodes *codes)
{
    return codes->secret != NULL;
}

/* The copy is never behind what the disk holds: an old one would bring used codes back to life. */
static bool keep(const StaffCodes *codes, gint64 next, GError **error)
{
    g_autoptr(GError) why = NULL;
    const bool is_kept = save(codes->path, codes->tag, next, &why);
    g_autoptr(GError) copy_why = NULL;
    const bool is_copied = save(codes->copy, codes->tag, next, &copy_why);
    if (!is_copied && is_kept) {
        (void)g_unlink(codes->copy);
    }
    if (!is_kept) {
        g_propagate_error(error, g_steal_pointer(&why));
    }
    return is_kept || is_copied;
}

/* ---- Trying -----------------------------------------------------------------------------------*/

gint64 staff_codes_wait_ms(const StaffCodes *codes, gint64 now_ms)
{
    if (codes->wrong == 0) {
        return 0;
    }
    const gint64 pause_ms = codes->wrong > 4
                                ? STAFF_CODES_MAX_PAUSE_MS
                                : MIN((gint64)STAFF_CODES_FIRST_PAUSE_MS << (codes->wrong - 1),
                                      (gint64)STAFF_CODES_MAX_PAUSE_MS);
    return MAX(codes->last_ms + pause_ms - now_ms, 0);
}

/* The number of the code among `n` from `from` on; -1: none. All of them are looked at. */
static gint64 find(const StaffCodeKey *key, const char *digits, gint64 from, gint64 n)
{
    char code[STAFF_CODE_DIGITS + 1];
    gint64 found = -1;
    for (gint64 i = 0; i < n; i++) {
        if (!staff_code_make(key, (guint64)(from + i), code, NULL)) {
            return -1;
        }
        if (staff_code_equals(code, digits) && found < 0) {
            found = from + i;
        }
    }
    explicit_bzero(code, sizeof code);
    return found;
}

/* Near ones count at once, those from far ahead in pairs. */
static gint64 find_accepted(StaffCodes *codes, const StaffCodeKey *key, const char *digits)
{
    const gint64 near = codes->is_lost ? -1 : find(key, digits, codes->next, STAFF_CODES_WINDOW);
    if (near >= 0) {
        return near;
    }
    if (codes->far >= 0 && find(key, digits, codes->far + 1, 1) >= 0) {
        return codes->far + 1;
    }
    codes->far = find(key, digits, codes->next, STAFF_CODES_FAR);
    return -1;
}

StaffCodesResult staff_codes_try(StaffCodes *codes, const char *digits, gint64 now_ms,
                                 GError **error)
{
    if (!codes->secret || staff_codes_wait_ms(codes, now_ms) > 0) {
        return STAFF_CODES_REFUSED;
    }
    g_autoptr(StaffCodeKey) key = staff_code_key_new(codes->secret, error);
    if (!key) {
        return STAFF_CODES_FAILED;
    }
    const gint64 number = find_accepted(codes, key, digits);
    if (number < 0) {
        codes->wrong = MIN(codes->wrong + 1, G_MAXINT - 1);
        codes->last_ms = now_ms;
        return STAFF_CODES_WRONG;
    }
    if (!keep(codes, number + 1, error)) {
        return STAFF_CODES_FAILED;
    }
    codes->next = number + 1;
    codes->is_lost = false;
    codes->far = -1;
    codes->wrong = 0;
    return STAFF_CODES_RIGHT;
}
