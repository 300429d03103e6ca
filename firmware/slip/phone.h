// SPDX-License-Identifier: EUPL-1.2
/* Telephone numbers on paper. Pure. */
#pragma once

#include <stdbool.h>

/* Whether `text` has the number `phone` already, however either is spaced ("0800-8115", "0800 81
 * 15"). A longer number that has it inside is another one. False for a phone without digits. */
bool phone_is_in(const char *phone, const char *text);
