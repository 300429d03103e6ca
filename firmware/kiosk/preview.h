// SPDX-License-Identifier: EUPL-1.2
/* Every screen and slips as pictures, for people who translate, design or review: PNG files and one
 * HTML page. Goes through real visits by visit_step, so that only what can happen is shown. Needs
 * no display. Main thread. */
#pragma once

#include "base/settings.h"

/* Writes into `folder` (made when missing): <screen>-<lang>-<width>x<height>.png,
 * paper-<lang>-<dots>.png and index.html.
 * `languages`: comma list of codes, NULL for all of the pack. */
bool preview_write(const Settings *settings, const char *folder, const char *languages,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
