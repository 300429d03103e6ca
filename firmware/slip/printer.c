// SPDX-License-Identifier: EUPL-1.2
#include "slip/printer.h"

#include "slip/printer_kind.h"

enum { DEFAULT_TIMEOUT_MS = 5000 };

G_DEFINE_QUARK(wegwijs_printer_error, printer_error)

struct Printer {
    const PrinterKind *kind;
    PrinterLine line; /* the worker's while it runs, but for `cancel` */
    GAsyncQueue *tasks;
    GThread *worker;
    bool is_busy;   /* main thread: a job is under way */
    bool is_closed; /* main thread: nobody is called back any more */
    int n_holders;  /* main thread: who opened it, and each task until it is answered */
};

typedef enum { TASK_PRINT, TASK_ASK, TASK_QUIT } TaskKind;

/* Goes to the worker as a task and comes back to the main loop as its answer. */
typedef struct {
    TaskKind kind;
    Printer *printer;
    Raster *raster;
    PrinterDone done;
    PrinterWatch watch;
    gpointer user_data;
    PrinterResult result;
    PrinterState state;
} Task;

static const PrinterKind *const kinds[] = {&printer_kind_none, &printer_kind_file,
                                           &printer_kind_network, &printer_kind_usb,
                                           &printer_kind_cups};

static const PrinterKind *find_kind(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (g_str_equal(kinds[i]->name, name)) {
            return kinds[i];
        }
    }
    return NULL;
}

static void clear_line(PrinterLine *line)
{
    g_free(line->path);
    g_free(line->host);
    g_free(line->queue);
    g_clear_object(&line->cancel);
}

static void release(Printer *printer)
{
    if (--printer->n_holders == 0) {
        clear_line(&printer->line);
        g_async_queue_unref(printer->tasks);
        g_free(printer);
    }
}

static void free_task(Task *task)
{
    Printer *printer = task->printer;
    raster_free(task->raster);
    g_free(task);
    release(printer);
}

/* Main thread. */
static gboolean take_answer(gpointer data)
{
    Task *task = data;
    Printer *printer = task->printer;
    if (task->kind == TASK_PRINT) {
        printer->is_busy = false;
    }
    if (!printer->is_closed && task->done) {
        task->done(task->result, task->state, task->user_data);
    }
    if (!printer->is_closed && task->watch) {
        task->watch(task->state, task->user_data);
    }
    free_task(task);
    return G_SOURCE_REMOVE;
}

/* Worker thread. */
static gpointer work(gpointer data)
{
    Printer *printer = data;
    for (;;) {
        Task *task = g_async_queue_pop(printer->tasks);
        switch (task->kind) {
        case TASK_PRINT:
            task->result = printer->kind->print(&printer->line, task->raster, &task->state);
            break;
        case TASK_ASK:
            task->state = printer->kind->ask(&printer->line);
            break;
        case TASK_QUIT:
            g_free(task);
            return NULL;
        }
        g_idle_add_full(G_PRIORITY_DEFAULT, take_answer, task, NULL);
    }
}

Printer *printer_open(const PrinterOptions *options, GError **error)
{
    const PrinterKind *kind = find_kind(options->kind);
    if (!kind) {
        g_set_error(error, PRINTER_ERROR, PRINTER_ERROR_SETTINGS,
                    "printer.kind is '%s', must be none, file, network, usb or cups",
                    options->kind);
        return NULL;
    }
    PrinterModel model = printer_model_generic();
    if (options->models_path &&
        !printer_model_load(options->models_path, options->model, &model, error)) {
        return NULL;
    }
    PrinterLine line = {
        .memory = {.model = model},
        .path = g_strdup(options->path ? options->path : ""),
        .host = g_strdup(options->host ? options->host : ""),
        .queue = g_strdup(options->queue ? options->queue : ""),
        .port = options->port,
        .timeout_ms = options->timeout_ms > 0 ? options->timeout_ms : DEFAULT_TIMEOUT_MS,
        .cancel = g_cancellable_new(),
    };
    if (!kind->is_complete(&line)) {
        g_set_error(error, PRINTER_ERROR, PRINTER_ERROR_SETTINGS,
                    "printer.kind is '%s', which needs printer.path (file, usb), printer.host and "
                    "printer.port (network) or printer.queue (cups)",
                    options->kind);
        clear_line(&line);
        return NULL;
    }
    Printer *printer = g_new0(Printer, 1);
    printer->kind = kind;
    printer->line = line;
    printer->tasks = g_async_queue_new();
    printer->n_holders = 1;
    printer->worker = g_thread_new("printer", work, printer);
    return printer;
}

static Task *new_task(Printer *printer, TaskKind kind, gpointer user_data)
{
    Task *task = g_new0(Task, 1);
    task->kind = kind;
    task->printer = printer;
    task->user_data = user_data;
    printer->n_holders++;
    return task;
}

void printer_close(Printer *printer)
{
    if (!printer) {
        return;
    }
    printer->is_closed = true;
    g_cancellable_cancel(printer->line.cancel);
    Task *quit = g_new0(Task, 1);
    quit->kind = TASK_QUIT;
    g_async_queue_push_front(printer->tasks, quit);
    g_thread_join(printer->worker);
    Task *left;
    while ((left = g_async_queue_try_pop(printer->tasks)) != NULL) {
        free_task(left);
    }
    release(printer);
}

bool printer_print_take(Printer *printer, Raster *raster, PrinterDone done, gpointer user_data)
{
    if (printer->is_busy) {
        return false;
    }
    Task *task = new_task(printer, TASK_PRINT, user_data);
    task->raster = raster;
    task->done = done;
    printer->is_busy = true;
    g_async_queue_push(printer->tasks, task);
    return true;
}

void printer_ask_state(Printer *printer, PrinterWatch watch, gpointer user_data)
{
    Task *task = new_task(printer, TASK_ASK, user_data);
    task->watch = watch;
    g_async_queue_push(printer->tasks, task);
}
