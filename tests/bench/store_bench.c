// SPDX-License-Identifier: EUPL-1.2
/* What keeping an intake costs.
 *     store_bench figures FOLDER     seals and appends, prints medians and 95th percentiles in us
 *     store_bench fill ROWS FILE     an outbox with so many rows that wait for the region
 *     store_bench enrol STATE REGION KEY
 *                                    a kiosk as it is after enrolment, and the region's content key
 */
#include "shared/samples.h"

#include "store/jwe.h"
#include "store/kiosk_identity.h"
#include "store/outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 300, PLAIN_BYTES = 1024 };
static const OutboxLimits limits = {.max_rows = 1000000, .max_bytes = G_GINT64_CONSTANT(1) << 32};

static GBytes *make_plain(void)
{
    guint8 *plain = g_malloc(PLAIN_BYTES);
    keys_random(plain, PLAIN_BYTES);
    return g_bytes_new_take(plain, PLAIN_BYTES);
}

static void print_us(const char *name, Samples *us)
{
    printf("%s_us %.0f\n%s_p95_us %.0f\n", name, samples_quantile(us, 0.5), name,
           samples_quantile(us, 0.95));
}

static bool append_one(Outbox *outbox, const char *sealed, GError **error)
{
    g_autofree char *id = g_uuid_string_random();
    return outbox_append(outbox, id, sealed, 0, error) &&
           outbox_set_outcome(outbox, id, OUTBOX_OUTCOME_PRINTED, error);
}

static bool measure_seal(const Jwk *key, GBytes *plain, char **sealed, GError **error)
{
    g_auto(Samples) us = {0};
    for (int i = 0; i < RUNS; i++) {
        g_clear_pointer(sealed, g_free);
        gint64 begin = g_get_monotonic_time();
        *sealed = jwe_seal(key, plain, NULL, error);
        if (!*sealed) {
            return false;
        }
        samples_add(&us, (double)(g_get_monotonic_time() - begin));
    }
    print_us("seal", &us);
    printf("sealed_bytes %zu\n", strlen(*sealed));
    return true;
}

static bool measure_append(const char *folder, const char *sealed, GError **error)
{
    g_autofree char *path = g_build_filename(folder, "figures.db", NULL);
    g_autoptr(Outbox) outbox = outbox_open(path, &limits, NULL, error);
    g_auto(Samples) us = {0};
    for (int i = 0; outbox && i < RUNS; i++) {
        g_autofree char *id = g_uuid_string_random();
        gint64 begin = g_get_monotonic_time();
        if (!outbox_append(outbox, id, sealed, 0, error)) {
            return false;
        }
        samples_add(&us, (double)(g_get_monotonic_time() - begin));
    }
    if (outbox) {
        print_us("append", &us);
    }
    return outbox != NULL;
}

static bool fill(gint64 rows, const char *path, const Jwk *key, GBytes *plain, GError **error)
{
    g_autofree char *sealed = jwe_seal(key, plain, NULL, error);
    g_autoptr(Outbox) outbox = sealed ? outbox_open(path, &limits, NULL, error) : NULL;
    for (gint64 i = 0; outbox && i < rows; i++) {
        if (!append_one(outbox, sealed, error)) {
            return false;
        }
    }
    return outbox != NULL;
}

static Jwk *make_key(KeyUse use, GError **error)
{
    return error && *error ? NULL : jwk_generate(use, error);
}

static bool enrol(const char *state, const char *region, const char *key_path, GError **error)
{
    g_autoptr(KioskIdentity) identity = g_new0(KioskIdentity, 1);
    identity->kiosk = 1;
    identity->slip_key = 1;
    identity->epoch = 1;
    identity->region = g_strdup(region);
    identity->sealing = make_key(KEY_USE_SEAL, error);
    identity->receipt = make_key(KEY_USE_SIGN, error);
    identity->slip = make_key(KEY_USE_SIGN, error);
    identity->content[0] = make_key(KEY_USE_SIGN, error);
    identity->n_content = 1;
    return identity->content[0] && jwk_save(identity->content[0], key_path, error) &&
           kiosk_identity_save(identity, state, error);
}

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Jwk) key = keys_init(&error) ? jwk_generate(KEY_USE_SEAL, &error) : NULL;
    g_autofree char *sealed = NULL;
    bool done = false;
    if (argc == 3 && g_str_equal(argv[1], "figures")) {
        g_autoptr(GBytes) plain = key ? make_plain() : NULL;
        done = key && measure_seal(key, plain, &sealed, &error) &&
               measure_append(argv[2], sealed, &error);
    } else if (argc == 4 && g_str_equal(argv[1], "fill")) {
        g_autoptr(GBytes) plain = key ? make_plain() : NULL;
        done = key && fill(g_ascii_strtoll(argv[2], NULL, 10), argv[3], key, plain, &error);
    } else if (argc == 5 && g_str_equal(argv[1], "enrol")) {
        done = key && enrol(argv[2], argv[3], argv[4], &error);
    } else {
        fputs("store_bench: needs figures FOLDER, fill ROWS FILE or enrol STATE REGION KEY\n",
              stderr);
        return 2;
    }
    if (!done) {
        fprintf(stderr, "store_bench: %s\n", error->message);
    }
    return done ? 0 : 1;
}
