// SPDX-License-Identifier: EUPL-1.2
/* Story 7: a language that nobody speaks, for tests of layouts: every text at least twice as long
 * as the Dutch one, with a word of thirty letters, which no line can break, where the Dutch has one
 * of eight or more (votingworks/vxsuite#9040, #6443: long words ran into the neighbour). */
#pragma once

#include <glib.h>

enum { PSEUDO_LONG_LETTERS = 8, PSEUDO_LETTERS = 30, PSEUDO_KEY_LETTERS = 12 };

/* The text so lengthened; places like {n} stay, once each. Caller owns. */
char *pseudo_language_stretch(const char *dutch);

/* Of a footer's key, whose words have at most 12 letters in any language
 * (tests/lint/rules/translations). */
char *pseudo_language_stretch_key(const char *dutch);

/* Puts it in the place of language `code` of a pack's files (char* -> GBytes*), which also keeps
 * its direction and script. Aborts when the pack has no such language. */
void pseudo_language_put(GHashTable *files, const char *code);
