// SPDX-License-Identifier: EUPL-1.2
/* A small pack with one of everything, as a test may change it: the files of
 * tests/unit/intake/small_pack.txt. Its doors: desk, agency, town_hall, doctor, debts and,
 * at a camp only, camp_desk. */
#pragma once

#include "intake/answers.h"

/* File name -> GBytes*. Caller owns. */
GHashTable *small_pack_files(void);

/* In `file`, puts `with` for the one place where `what` stands; anything else fails the test. */
void small_pack_replace(GHashTable *files, const char *file, const char *what, const char *with);

/* The content of `files`, which must be fine. Caller owns. */
Content *small_pack_content(GHashTable *files);

/* The pack as it is, or as a camp instead of a café. */
Content *small_pack_cafe(void);
Content *small_pack_camp(void);

/* Answers with the pack's site, then pairs "question", "option,option", then NULL, each of which
 * must be taken. */
Answers small_pack_answer(const Content *content, ...) G_GNUC_NULL_TERMINATED;
