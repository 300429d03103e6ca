// SPDX-License-Identifier: EUPL-1.2
/* Whether the words of the keys at the foot of every screen have room on the smallest panel, high
 * and wide, in the smallest type that the kiosk sets them in. fonts_use comes before. */
#pragma once

#include "draw/theme.h"
#include "intake/content.h"

/* What is wrong first, with language, word and millimetres; NULL when nothing is. Caller owns. */
char *foot_check_find_fault(const Content *content, const Theme *theme);
