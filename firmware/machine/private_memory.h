// SPDX-License-Identifier: EUPL-1.2
/* Memory that holds a visitor's answers must not reach a disk, nor outlive the visit: no core
 * dumps, no swap, what is free goes back to the system at once (norms, privacy), and what is freed
 * is wiped first (private_heap.h). Main thread. */
#pragma once

#include <stdbool.h>

/* Before anything else in main(). True when no page of this program can be swapped: that needs an
 * unlimited RLIMIT_MEMLOCK (a system unit's LimitMEMLOCK=infinity, or root). Without it memory is
 * as anybody's: a lower limit would end the program when it is reached. Programs that it starts
 * dump no core either. */
bool private_memory_start(void);

/* Gives free memory back, and wipes what calls that have returned left on this thread's stack. */
void private_memory_give_back(void);
