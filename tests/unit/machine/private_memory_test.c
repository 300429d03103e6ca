// SPDX-License-Identifier: EUPL-1.2
#include "machine/private_memory.h"
#include "machine/private_heap.h"

#include <glib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* The address sanitizer makes mlockall do nothing. */
#ifdef __SANITIZE_ADDRESS__
enum { LOCKS_FOR_REAL = 0 };
#else
enum { LOCKS_FOR_REAL = 1 };
#endif
enum { MORE_BYTES = 32 << 20 };

static gint64 locked_kib(void)
{
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents("/proc/self/status", &text, NULL, NULL));
    const char *line = strstr(text, "VmLck:");
    g_assert_nonnull(line);
    return g_ascii_strtoll(line + strlen("VmLck:"), NULL, 10);
}

static void use_memory(void)
{
    char *more = g_malloc(MORE_BYTES);
    memset(more, 1, MORE_BYTES);
    g_free(more);
}

/* Before the other test: a limit that was lowered stays low. */
static void test_no_dumps_no_swap(void)
{
    bool is_locked = private_memory_start();
    struct rlimit cores;
    g_assert_cmpint(prctl(PR_GET_DUMPABLE), ==, 0);
    g_assert_cmpint(getrlimit(RLIMIT_CORE, &cores), ==, 0);
    g_assert_cmpuint(cores.rlim_max, ==, 0);
    use_memory();
    private_memory_give_back();
    use_memory();
    g_assert_cmpint(locked_kib() > 0, ==, is_locked && LOCKS_FOR_REAL);
    g_test_message("memory is %s", is_locked ? "locked" : "not locked: no permission");
}

/* A secret, and what a list that holds it may grow to. */
enum { SECRET_BYTES = 48, NOTES_BYTES = 16, MOVED_BYTES = 4096 };

static void write_secret(char *into)
{
    memset(into, 'x', SECRET_BYTES);
}

/* Bytes of a secret that are still there. In memory that was freed the heap writes notes of its
 * own, at the start. */
static gsize count_left(const char *at)
{
    gsize n = 0;
    for (gsize i = NOTES_BYTES; i < SECRET_BYTES; i++) {
        n += ((const volatile char *)at)[i] == 'x' ? 1 : 0;
    }
    return n;
}

static void test_freed_is_wiped(void)
{
    if (!private_heap_wipes()) {
        g_test_skip("the sanitizer has its own heap");
        return;
    }
    char *volatile freed = g_malloc(SECRET_BYTES);
    write_secret(freed);
    g_free(freed);
    g_assert_cmpuint(count_left(freed), ==, 0);
    char *volatile grown = g_malloc(SECRET_BYTES);
    g_autofree char *behind = g_malloc(SECRET_BYTES); /* so that it cannot grow where it is */
    write_secret(grown);
    g_autofree char *moved = g_realloc(grown, MOVED_BYTES);
    g_assert_cmpuint(count_left(moved), ==, SECRET_BYTES - NOTES_BYTES);
    g_assert_true(moved != grown && behind);
    g_assert_cmpuint(count_left(grown), ==, 0);
    char *volatile shrunk = g_realloc(g_steal_pointer(&moved), 1);
    g_assert_cmpuint(count_left(shrunk), ==, 0);
    g_free(shrunk);
}

static const char *__attribute__((noinline)) leave_on_stack(void)
{
    char deep[MOVED_BYTES];
    char *volatile at = deep;
    memset(at, 'x', sizeof deep);
    return at;
}

static void test_stack_is_wiped(void)
{
    if (!private_heap_wipes()) {
        g_test_skip("the sanitizer watches the stack itself");
        return;
    }
    const char *volatile left = leave_on_stack();
    private_memory_give_back();
    g_assert_cmpuint(count_left(left), ==, 0);
}

static void test_low_limit(void)
{
    if (!g_test_subprocess()) {
        g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
        g_test_trap_assert_passed();
        return;
    }
    (void)munlockall();
    const struct rlimit low = {1 << 20, 1 << 20};
    g_assert_cmpint(setrlimit(RLIMIT_MEMLOCK, &low), ==, 0);
    if (geteuid() == 0) {
        g_assert_true(setgid(65534) == 0 && setuid(65534) == 0);
    }
    g_assert_false(private_memory_start());
    use_memory();
    private_memory_give_back();
    use_memory();
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/private_memory/is not dumped, and not swapped where that is allowed",
                    test_no_dumps_no_swap);
    g_test_add_func("/private_memory/what is freed, moved or cut off is wiped",
                    test_freed_is_wiped);
    g_test_add_func("/private_memory/what calls left on the stack is wiped", test_stack_is_wiped);
    g_test_add_func("/private_memory/serves under a low limit as well", test_low_limit);
    return g_test_run();
}
