// SPDX-License-Identifier: EUPL-1.2
/* The printer's own characters, 12 x 24 dots, only so that text that should not be there is seen.
 * Main thread. */
#pragma once

#include <glib.h>

enum { GLYPH_DOTS = 12, GLYPH_ROWS = 24, GLYPH_ROW_BYTES = 2 };

/* First dot highest. A byte above 0x7e is drawn as a box: which sign it is depends on a code page.
 */
void glyphs_draw(guint8 character, guint8 out[GLYPH_ROWS][GLYPH_ROW_BYTES]);
