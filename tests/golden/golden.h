// SPDX-License-Identifier: EUPL-1.2
/* Golden pictures: what was drawn before, as tests/golden/<name>.txt (golden/picture_text.h), and
 * what is drawn now. `make golden` writes them anew; look at the difference before keeping it. */
#pragma once

#include <cairo.h>
#include <stdbool.h>

/* What a test says of a picture. */
typedef struct {
    const char *name; /* path below tests/golden, without ".txt" */
    int cell_px;
    const char *about; /* in words: screen and language */
} Golden;

/* Compares, and fails the test when the picture is another: names it, and leaves
 * build/log/golden/<name>-before.png, -after.png and -difference.png. With WEGWIJS_GOLDEN=write the
 * file is written instead. */
void golden_check(const Golden *golden, cairo_surface_t *now);

/* Cells of `now` that differ from the golden picture; -1: there is none. */
int golden_count(const Golden *golden, cairo_surface_t *now);
