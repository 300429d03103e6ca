// SPDX-License-Identifier: EUPL-1.2
/* Pictograms of Noto Color Emoji as small pictures, scaled once: scaling the font's bitmap at every
 * paint would cost more than the rest of the screen. After fonts_use; one thread. */
#pragma once

#include <cairo.h>
#include <stdbool.h>

/* A square picture of the first pictogram in `emoji` (one grapheme, UTF-8), `side_px` 8 to 512.
 * Screen: CAIRO_FORMAT_ARGB32 in colour. Paper: CAIRO_FORMAT_A8, only 0 and 255, the outline and
 * dark parts to be painted as a mask. NULL when the font has no such pictogram. Caller destroys. */
cairo_surface_t *emoji_render(const char *emoji, int side_px, bool is_mono_paper);
