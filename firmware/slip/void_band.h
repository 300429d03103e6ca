// SPDX-License-Identifier: EUPL-1.2
/* What strikes through a piece of paper that is no slip: "ONGELDIG" and "NOT VALID" between
 * diagonal bars. Pure: drawn without fonts, so that a printer's worker can do it. */
#pragma once

#include "slip/raster.h"

enum { VOID_BAND_ROWS = 64 };

/* As wide as the paper, a multiple of 8 dots. Of its bytes none begins a command (ESC, FS, GS,
 * DLE): a printer that missed the command before them does nothing worse than print letters. Caller
 * frees. */
Raster *void_band_new(int width_dots);
