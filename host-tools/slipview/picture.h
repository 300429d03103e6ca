// SPDX-License-Identifier: EUPL-1.2
/* Paper as a PNG file, one pixel a dot. Main thread. */
#pragma once

#include "slipview/paper.h"

typedef struct {
    const char *folder;
    const char *suffix; /* behind the number */
    int edge_dots;      /* white at both sides, where no printer reaches */
} PicturePlace;

/* Writes `<folder>/paper-0001<suffix>.png`, with the next free number, whole or not at all. The
 * name, caller owns; NULL with G_FILE_ERROR. */
char *picture_save(const PaperPiece *piece, const PicturePlace *place,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
