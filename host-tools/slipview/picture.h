// SPDX-License-Identifier: EUPL-1.2
/* Paper as a PNG file, one pixel a dot. Main thread. */
#pragma once

#include "slipview/paper.h"

/* Writes `<folder>/paper-0001<suffix>.png`, with the next free number, whole or not at all. The
 * name, caller owns; NULL with G_FILE_ERROR. */
char *picture_save(const PaperPiece *piece, const char *folder, const char *suffix,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
