// SPDX-License-Identifier: EUPL-1.2
#include "machine/private_heap.h"

bool private_heap_wipes(void)
{
    return false;
}
