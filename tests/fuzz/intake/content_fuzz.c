// SPDX-License-Identifier: EUPL-1.2
/* One file of a good pack is spoilt: the pack is refused with a reason, or is whole enough that a
 * visit ends at an open door. The pack is the unit tests' small one (tests/unit/intake), so this
 * runs from the top of the tree. */
#include "base/file.h"

#include "intake/answers.h"
#include "intake/content.h"
#include "intake/flow.h"
#include "intake/triage.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

enum { MAX_FILE_BYTES = 1 << 20, HEAD_BYTES = 5 };
static const char pack_file[] = "tests/unit/intake/small_pack.txt";
static const char *const names[] = {
    "intake.json",     "doors.json", "rules.json",     "site.json",      "languages.json",
    "pictograms.json", "pack.json",  "locale/nl.json", "locale/en.json",
};

static void unref_bytes(gpointer bytes)
{
    g_bytes_unref(bytes);
}

/* The file is split at its lines "=== name". */
static gpointer load_good(gpointer unused G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) all = file_load(pack_file, MAX_FILE_BYTES, &error);
    g_assert_no_error(error);
    gsize size;
    const char *data = g_bytes_get_data(all, &size);
    g_autofree char *text = g_strndup(data, size);
    g_auto(GStrv) parts = g_strsplit(text, "=== ", -1);
    GHashTable *files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref_bytes);
    for (gsize i = 1; parts[i]; i++) {
        const char *body = strchr(parts[i], '\n') + 1;
        g_hash_table_insert(files, g_strndup(parts[i], (gsize)(body - parts[i] - 1)),
                            g_bytes_new(body, strlen(body)));
    }
    return files;
}

/* Which file, where in it and how much goes is said by the first bytes; the rest is put there. */
static GBytes *spoil(GBytes *good, const guint8 *data, gsize size)
{
    gsize length;
    const guint8 *text = g_bytes_get_data(good, &length);
    gsize at = ((gsize)data[1] << 8 | data[2]) * length / 65536;
    gsize gone = MIN((gsize)data[3] << 2 | data[4], length - at);
    GByteArray *spoilt = g_byte_array_sized_new((guint)(length + size));
    g_byte_array_append(spoilt, text, (guint)at);
    g_byte_array_append(spoilt, data + HEAD_BYTES, (guint)(size - HEAD_BYTES));
    g_byte_array_append(spoilt, text + at + gone, (guint)(length - at - gone));
    return g_byte_array_free_to_bytes(spoilt);
}

/* Answers every question with its first option that is taken. */
static void visit(const Content *content)
{
    gsize n;
    Answers answers;
    TriageResult result;
    const Question *questions = content_questions(content, &n);
    answers_init(&answers, content);
    int next;
    while ((next = flow_next_question(content, &answers)) >= 0) {
        gsize option = 0;
        g_assert(flow_estimate_remaining(content, &answers) > 0);
        while (!answers_set(&answers, content, next, 1U << option)) {
            g_assert(++option < questions[next].n_options);
        }
    }
    triage_run(content, &answers, 0, &result);
    g_assert(result.n_doors > 0);
    g_assert(content_doors(content, &n)[result.doors[0].door].is_enabled);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static GOnce once = G_ONCE_INIT;
    GHashTable *good = g_once(&once, load_good, NULL);
    if (size < HEAD_BYTES) {
        return 0;
    }
    const char *name = names[data[0] % G_N_ELEMENTS(names)];
    g_autoptr(GHashTable) files = g_hash_table_new(g_str_hash, g_str_equal);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_hash_table_insert(files, (gpointer)names[i], g_hash_table_lookup(good, names[i]));
    }
    g_autoptr(GBytes) spoilt = spoil(g_hash_table_lookup(good, name), data, size);
    g_hash_table_insert(files, (gpointer)name, spoilt);
    const ContentParts parts = {.name = "pack", .files = files};
    g_autoptr(GError) error = NULL;
    g_autoptr(Content) content = content_new(&parts, &error);
    g_assert((content != NULL) != (error != NULL));
    if (content) {
        visit(content);
    }
    return 0;
}
