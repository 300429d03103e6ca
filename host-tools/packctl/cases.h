// SPDX-License-Identifier: EUPL-1.2
/* A case is one imagined visitor: {"site":{"kind","ask_town"},"params":{…},"answers":{question:
 * option or [options]}}. Missing site or params: those of the pack. Other members (a story, what is
 * expected) are left alone. */
#pragma once

#include "base/json.h"
#include "intake/answers.h"
#include "intake/triage.h"
#include "packctl/pack.h"

#define CASE_ERROR case_error_quark()
GQuark case_error_quark(void);
typedef enum { CASE_ERROR_INVALID } CaseError;

typedef struct {
    const Content *content; /* of the case's kind of site, borrowed from the pack */
    Answers answers;
} Case;

/* Answers the questions in the order the kiosk would ask them. An answer that the kiosk would not
 * take (unknown, not shown, too many), a question without an answer and an answer to a question
 * that is not asked are errors that name it. */
bool case_read(const json_t *json, Pack *pack, Case *out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Appends {"path":[…],"doors":[…],"notes":{door:[…]},"rules":{door:[…]}}. */
void case_write_result(const Case *visitor, const TriageResult *result, GString *text);
