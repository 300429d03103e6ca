// SPDX-License-Identifier: EUPL-1.2
/* memory_search PID TEXT...: prints those texts (or, as hex:..., bytes) that stand in the memory of
 * a process, a line each. What is searched are all mappings that can be read; needs the right to
 * trace the process. */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

enum { PIECE_BYTES = 1 << 20, OVERLAP_BYTES = 512 };

typedef struct {
    const char *name;
    guint8 bytes[OVERLAP_BYTES];
    gsize n_bytes;
    bool is_found;
} Wanted;

static void read_wanted(const char *argument, Wanted *wanted)
{
    wanted->name = argument;
    if (!g_str_has_prefix(argument, "hex:")) {
        wanted->n_bytes = MIN(strlen(argument), sizeof wanted->bytes);
        memcpy(wanted->bytes, argument, wanted->n_bytes);
        return;
    }
    for (const char *at = argument + strlen("hex:"); at[0] && at[1]; at += 2) {
        int value = g_ascii_xdigit_value(at[0]) * 16 + g_ascii_xdigit_value(at[1]);
        g_assert(value >= 0 && wanted->n_bytes < sizeof wanted->bytes);
        wanted->bytes[wanted->n_bytes++] = (guint8)value;
    }
}

/* Pieces overlap by the longest text, so that none is cut in two. */
static gsize search(int memory, guint64 from, guint64 until, GPtrArray *all)
{
    static guint8 piece[PIECE_BYTES];
    gsize searched = 0;
    for (guint64 at = from; at < until; at += PIECE_BYTES - OVERLAP_BYTES) {
        gssize got = pread(memory, piece, MIN(sizeof piece, until - at), (off_t)at);
        if (got <= 0) {
            break;
        }
        for (guint i = 0; i < all->len; i++) {
            Wanted *wanted = g_ptr_array_index(all, i);
            wanted->is_found = wanted->is_found ||
                               memmem(piece, (gsize)got, wanted->bytes, wanted->n_bytes) != NULL;
        }
        searched += (gsize)got;
    }
    return searched;
}

int main(int argc, char **argv)
{
    g_assert(argc > 2);
    g_autofree char *maps_path = g_strdup_printf("/proc/%s/maps", argv[1]);
    g_autofree char *memory_path = g_strdup_printf("/proc/%s/mem", argv[1]);
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
    for (int i = 2; i < argc; i++) {
        Wanted *wanted = g_new0(Wanted, 1);
        read_wanted(argv[i], wanted);
        g_ptr_array_add(all, wanted);
    }
    FILE *maps = fopen(maps_path, "re");
    int memory = open(memory_path, O_RDONLY | O_CLOEXEC);
    if (!maps || memory < 0) {
        fprintf(stderr, "memory_search: cannot read the memory of process %s\n", argv[1]);
        return EXIT_FAILURE;
    }
    char line[4096];
    gsize searched = 0;
    while (fgets(line, sizeof line, maps)) {
        guint64 from;
        guint64 until;
        char rights[8];
        if (sscanf(line, "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x %7s", &from, &until,
                   rights) == 3 &&
            rights[0] == 'r') {
            searched += search(memory, from, until, all);
        }
    }
    fclose(maps);
    close(memory);
    for (guint i = 0; i < all->len; i++) {
        const Wanted *wanted = g_ptr_array_index(all, i);
        if (wanted->is_found) {
            puts(wanted->name);
        }
    }
    return searched > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
