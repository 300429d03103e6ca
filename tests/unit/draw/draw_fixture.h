// SPDX-License-Identifier: EUPL-1.2
/* What the tests of drawing share: our fonts, and looking at pixels. */
#pragma once

#include <cairo.h>
#include <glib.h>
#include <stdbool.h>

/* Our own fonts, as built. Aborts the test program when they are not there. */
void fixture_use_fonts(void);
/* A file under the folder of built assets. Caller owns. */
char *fixture_asset(const char *name);

/* White, CAIRO_FORMAT_RGB24. Caller destroys. */
cairo_surface_t *fixture_paper(int width, int height);
/* 0 black to 255 white. */
int fixture_grey(cairo_surface_t *surface, int x, int y);
/* The smallest box around what is darker than half; false when there is nothing. */
typedef struct {
    int left, top, right, bottom; /* inclusive */
} InkBox;
bool fixture_ink(cairo_surface_t *surface, InkBox *box);
bool fixture_is_same(cairo_surface_t *a, cairo_surface_t *b);
