// SPDX-License-Identifier: EUPL-1.2
/* The shipped packs, as `make` built them, for tests of screens and visits. */
#pragma once

#include "intake/content.h"

/* Content of build/packs/<name>; aborts when it was not built. Caller frees. */
Content *test_pack_load(const char *name);

/* Index of an option by "question.option"; aborts when there is none. */
int test_pack_option(const Content *content, const char *question, const char *option);
