// SPDX-License-Identifier: EUPL-1.2
/* Shared by the tests of store: a temporary folder, small files, and child processes. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "store/jwk.h"

typedef struct {
    char *path;
} Scratch;

/* A fresh folder; scratch_clear removes it with all it holds. */
void scratch_init(Scratch *scratch);
void scratch_clear(Scratch *scratch);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Scratch, scratch_clear)

/* "<folder>/<name>". Caller owns. */
char *scratch_file(const Scratch *scratch, const char *name);
/* Writes `text` into `name` and returns its path. Caller owns. */
char *scratch_write(const Scratch *scratch, const char *name, const char *text);
/* The same without the path. */
void scratch_put(const Scratch *scratch, const char *name, const char *text);
void scratch_remove_tree(const char *path);

/* Runs a program (found in PATH) to its end; its exit status, -1 when it could not be run. `out`
 * (may be NULL) gets what it printed. Arguments end with NULL. */
int scratch_run(char **out, const char *program, ...) G_GNUC_NULL_TERMINATED;

GBytes *scratch_bytes(const char *text);
/* Starts the cryptography and runs the tests. */
int scratch_main(int argc, char **argv, void (*add_tests)(void));
