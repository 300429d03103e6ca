// SPDX-License-Identifier: EUPL-1.2
/* Slips as pictures, for the same page as the screens (kiosk/preview.h). Main thread. */
#pragma once

#include "draw/text.h"
#include "intake/content.h"

typedef struct {
    const Content *content;
    TextSetter *setter;
    const char *folder;
    int language;
    gint64 local_unix_s;
} PreviewSlips;

/* On both papers, of a usual visit and of one with the most doors: paper-<lang>-<width>.png and
 * paper-most-<lang>-<width>.png into the folder, and a figure for each onto `html`. */
bool preview_slips_write(const PreviewSlips *slips, GString *html,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
