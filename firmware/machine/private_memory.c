// SPDX-License-Identifier: EUPL-1.2
#include "machine/private_memory.h"

#include <glib.h>
#include <malloc.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "machine/private_heap.h"

/* More than Pango, Cairo and mbedTLS go down together. */
enum { STACK_BYTES = 256 << 10 };

/* Pages are locked when they are first used, so that libraries take no more room than otherwise. */
static bool lock_all(void)
{
    struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
    (void)setrlimit(RLIMIT_MEMLOCK, &limit); /* succeeds where the system allows it */
    return getrlimit(RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_cur == RLIM_INFINITY &&
           mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0;
}

bool private_memory_start(void)
{
    const struct rlimit none = {0, 0};
    if (!private_heap_wipes()) {
        g_debug("a heap for tests: what is freed is not wiped");
    }
    (void)setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
    mallopt(M_ARENA_MAX, 1); /* one heap for all threads, so that all of it can be given back */
    return lock_all();
}

static void __attribute__((noinline)) wipe_stack(void)
{
    char below[STACK_BYTES];
    explicit_bzero(below, sizeof below);
}

/* Locked pages are not taken back by the system, so the lock is lifted for a moment. */
void private_memory_give_back(void)
{
    (void)munlockall();
    malloc_trim(0);
    wipe_stack();
    (void)lock_all();
}
