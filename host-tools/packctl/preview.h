// SPDX-License-Identifier: EUPL-1.2
/* The texts of a pack as a visitor meets them, for translators and proof-readers. */
#pragma once

#include "intake/content.h"

/* Start, privacy, every question with its options, doors, slip and the rest, each text with its id
 * and, for another language, the Dutch one under it. Caller owns the text. */
char *preview_texts(const Content *content, int language, GHashTable *files);
