// SPDX-License-Identifier: EUPL-1.2
/* Shared by the tests of region: a region's key, and answers signed by it. */
#pragma once

#include "base/json.h"
#include "store/jwk.h"

enum { REGION_KEYS_KIOSK = 7 };

/* A fresh private key for receipts and orders; caller frees. */
Jwk *region_keys_new(void);
/* {"<member>": JWS of `payload`} and the members of `others` (may be NULL). Takes `payload`. */
GBytes *region_keys_answer(const Jwk *key, const char *member, json_t *payload,
                           const json_t *others);
GBytes *region_keys_text(const char *text);
