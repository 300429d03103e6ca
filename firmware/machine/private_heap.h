// SPDX-License-Identifier: EUPL-1.2
/* The heap of a program whose memory is private (private_memory.h): what is freed, cut off or moved
 * away from is wiped first, whoever frees it, libraries included: Pango's copies of a text, buffers
 * of cryptography, lists that grew. */
#pragma once

#include <stdbool.h>

/* True when this program's heap wipes; false under sanitizers, which have a heap of their own. To
 * call it is what brings that heap into a program. Any thread. */
bool private_heap_wipes(void);
