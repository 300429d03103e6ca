// SPDX-License-Identifier: EUPL-1.2
/* What one visitor answered, as plain storage: what answers.h changes and conditions read. It lives
 * inside the one struct that is wiped at the end of a visit and holds no pointer. */
#pragma once

#include "intake/content_types.h"

typedef struct Answers Answers;

/* All-zero is "nothing answered". */
struct Answers {
    guint32 chosen[CONTENT_MAX_QUESTIONS]; /* bit per option index; 0: not answered */
    guint8 order[CONTENT_MAX_QUESTIONS];   /* question indices in the order answered */
    guint8 n_answered;
    gint32 site_kind; /* index of the kind, as the compiled conditions number it */
    gint32 ask_town;
    gint32 params[CONTENT_MAX_PARAMS];
};
