// SPDX-License-Identifier: EUPL-1.2
/* A visit in words, for people who write rules: what was asked and answered, which doors follow,
 * by which rules and with which notes. */
#pragma once

#include "packctl/cases.h"

/* In the content's language index `language`; the words around it are Dutch, or English for "en".
 * Caller owns the text. */
char *explain_visit(const Case *visitor, const TriageResult *result, int language);
