// SPDX-License-Identifier: EUPL-1.2
/* The shipped packs, as `make` built them, for tests of screens and visits. */
#pragma once

#include "intake/content.h"

/* Content of build/packs/<name>; aborts when it was not built. Caller frees. */
Content *test_pack_load(const char *name);

/* The same with every `from` in the pack's file `file` replaced by `to`. */
Content *test_pack_load_changed(const char *name, const char *file, const char *from,
                                const char *to);

/* The same with the pseudo-language in the place of language `code`. */
Content *test_pack_load_pseudo(const char *name, const char *code);

/* Index of an option by "question.option"; aborts when there is none. */
int test_pack_option(const Content *content, const char *question, const char *option);
