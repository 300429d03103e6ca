// SPDX-License-Identifier: EUPL-1.2
#include "ui/wave_child.h"

#include <gio/gio.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

enum { CHUNK_BYTES = 1 << 16, CPU_LIMIT_S = 15, MEMORY_LIMIT_MIB = 512 };

/* Freed when it ended and no call of GIO's is under way any more. */
struct WaveChild {
    GSubprocess *process;
    GInputStream *output; /* the process's */
    GCancellable *cancelled;
    guint8 *bytes; /* WAVE_CHILD_MAX_BYTES, of which the system gives only what is used */
    gsize size;
    guint deadline;
    int calls; /* of GIO's, under way */
    bool is_over;
    WaveChildDone done;
    gpointer user_data;
};

static void free_if_unused(WaveChild *child)
{
    if (!child->is_over || child->calls > 0) {
        return;
    }
    explicit_bzero(child->bytes, child->size);
    munmap(child->bytes, WAVE_CHILD_MAX_BYTES);
    g_object_unref(child->process);
    g_object_unref(child->cancelled);
    g_free(child);
}

/* No more of it. Ends the process, which GIO then buries. */
static void end(WaveChild *child)
{
    child->is_over = true;
    g_clear_handle_id(&child->deadline, g_source_remove);
    g_cancellable_cancel(child->cancelled);
    g_subprocess_force_exit(child->process);
}

static void report(WaveChild *child, const Wave *wave, const char *problem)
{
    end(child);
    child->done(wave, problem, child->user_data);
    free_if_unused(child);
}

static void report_wave(WaveChild *child)
{
    g_autoptr(GError) why = NULL;
    Wave wave;
    if (wave_parse(child->bytes, child->size, &wave, &why)) {
        report(child, &wave, NULL);
    } else {
        report(child, NULL, why->message);
    }
}

/* Half a sentence may say the opposite of the whole: of one that fails, nothing is heard. */
static void take_exit(GObject *source, GAsyncResult *result, gpointer user_data)
{
    WaveChild *child = user_data;
    bool is_fine = g_subprocess_wait_finish(G_SUBPROCESS(source), result, NULL);
    child->calls--;
    if (child->is_over) {
        free_if_unused(child);
    } else if (is_fine && g_subprocess_get_successful(child->process)) {
        report_wave(child);
    } else {
        report(child, NULL, "it failed");
    }
}

static void read_on(WaveChild *child);

static void take_bytes(GObject *source, GAsyncResult *result, gpointer user_data)
{
    WaveChild *child = user_data;
    gssize n = g_input_stream_read_finish(G_INPUT_STREAM(source), result, NULL);
    child->calls--;
    child->size += (gsize)MAX(n, 0);
    if (child->is_over) {
        free_if_unused(child);
    } else if (n > 0 && child->size == WAVE_CHILD_MAX_BYTES) {
        report(child, NULL, "it does not stop making sound");
    } else if (n > 0) {
        read_on(child);
    } else if (n < 0) {
        report(child, NULL, "its sound cannot be read");
    } else {
        child->calls++;
        g_subprocess_wait_async(child->process, child->cancelled, take_exit, child);
    }
}

static void read_on(WaveChild *child)
{
    gsize room = MIN(CHUNK_BYTES, WAVE_CHILD_MAX_BYTES - child->size);
    child->calls++;
    g_input_stream_read_async(child->output, child->bytes + child->size, room, G_PRIORITY_DEFAULT,
                              child->cancelled, take_bytes, child);
}

static gboolean take_deadline(gpointer user_data)
{
    WaveChild *child = user_data;
    child->deadline = 0;
    report(child, NULL, "it takes too long");
    return G_SOURCE_REMOVE;
}

/* Runs in the new process before it becomes the other program: plain system calls only. */
static void limit_process(gpointer user_data)
{
    const struct rlimit time = {CPU_LIMIT_S, CPU_LIMIT_S};
    const struct rlimit memory = {(rlim_t)MEMORY_LIMIT_MIB << 20, (rlim_t)MEMORY_LIMIT_MIB << 20};
    const struct rlimit none = {0, 0};
    (void)user_data;
    (void)setrlimit(RLIMIT_CPU, &time);
    (void)setrlimit(RLIMIT_AS, &memory);
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static GSubprocess *spawn(const WaveChildOrder *order, GError **error)
{
    g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
        G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
    g_subprocess_launcher_set_child_setup(launcher, limit_process, NULL, NULL);
    g_subprocess_launcher_take_stdin_fd(launcher, order->input_fd);
    return g_subprocess_launcher_spawnv(launcher, order->argv, error);
}

WaveChild *wave_child_start(const WaveChildOrder *order, WaveChildDone done, gpointer user_data,
                            GError **error)
{
    GSubprocess *process = spawn(order, error);
    if (!process) {
        return NULL;
    }
    WaveChild *child = g_new0(WaveChild, 1);
    child->process = process;
    child->output = g_subprocess_get_stdout_pipe(process);
    child->cancelled = g_cancellable_new();
    child->bytes = mmap(NULL, WAVE_CHILD_MAX_BYTES, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    g_assert(child->bytes != MAP_FAILED);
    child->done = done;
    child->user_data = user_data;
    child->deadline = g_timeout_add((guint)order->limit_ms, take_deadline, child);
    read_on(child);
    return child;
}

void wave_child_stop(WaveChild *child)
{
    if (child) {
        end(child);
        free_if_unused(child);
    }
}
