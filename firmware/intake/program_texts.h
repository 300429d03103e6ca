// SPDX-License-Identifier: EUPL-1.2
/* The texts that the programs say by themselves, whatever a pack's questions and doors are: titles,
 * keys, headings of the slip. A pack that lacks one is not built (packctl refuses it); a kiosk that
 * meets an older one shows what it has and says so in its log. Pure. */
#pragma once

#include "intake/content.h"

/* Ids, NULL-terminated, sorted. */
const char *const *program_texts_list(void);

/* The first of them that the pack has in no language, or NULL. */
const char *program_texts_find_missing(const Content *content);
