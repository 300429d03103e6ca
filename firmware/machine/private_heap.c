// SPDX-License-Identifier: EUPL-1.2
#include "machine/private_heap.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* These two stand in the place of the C library's for the whole program, its libraries included
 * (glibc: "Replacing malloc"); beneath are its own. */
extern void *__libc_malloc(size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void __libc_free(void *old);

bool private_heap_wipes(void)
{
    return true;
}

void free(void *old)
{
    if (old) {
        explicit_bzero(old, malloc_usable_size(old));
        __libc_free(old);
    }
}

/* Shrinks in place; what grows moves by our hands, so that the old place is wiped too. */
void *realloc(void *old, size_t size)
{
    if (!old || size == 0) {
        free(old);
        return old ? NULL : __libc_malloc(size);
    }
    size_t had = malloc_usable_size(old);
    if (size <= had) {
        explicit_bzero((char *)old + size, had - size);
        return __libc_realloc(old, size);
    }
    void *moved = __libc_malloc(size);
    if (moved) {
        memcpy(moved, old, had);
        free(old);
    }
    return moved;
}
