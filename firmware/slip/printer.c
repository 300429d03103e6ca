// SPDX-License-Identifier: EUPL-1.2
#include "slip/printer.h"

#include "slip/printer_kind.h"
#include "slip/printer_pace.h"

enum {
    DEFAULT_TIMEOUT_MS = 5000,
    CLOSE_MS = 1000,  /* for the worker to end by itself */
    MARGIN_MS = 1000, /* beside what the worker's own steps may take */
    MIN_WIDTH_DOTS = 384,
};

G_DEFINE_QUARK(wegwijs_printer_error, printer_error)

struct Printer {
    const PrinterKind *kind;
    PrinterLine line; /* the worker's while it runs, but for `cancel`, `timeout_ms` and the model */
    GAsyncQueue *tasks;
    GThread *worker;
    gint n_holders; /* atomic: who opened it, the worker, and each task until it is answered */

    GMutex lock; /* of the next two */
    GCond ended;
    bool has_ended, is_abandoned;

    bool is_busy;   /* main thread, as all that follows: a job is under way */
    bool is_closed; /* nobody is called back any more */
    PrinterPace pace;
    PrinterWatch watch; /* NULL: it does not ask by itself */
    gpointer watch_data;
    guint next_question;
    GList *open_tasks; /* not answered yet; borrowed */
    char *problem;
};

typedef enum { TASK_PRINT, TASK_ASK, TASK_WATCH, TASK_QUIT } TaskKind;

/* Goes to the worker as a task and comes back to the main loop as its answer. */
typedef struct {
    TaskKind kind;
    Printer *printer;
    Raster *raster;
    PrinterDone done;
    PrinterWatch watch;
    gpointer user_data;
    guint limit;      /* source that gives it up */
    bool is_given_up; /* main thread: it was answered without the worker */
    PrinterResult result;
    PrinterState state;
    char *problem;
} Task;

static const PrinterKind *const kinds[] = {&printer_kind_none,    &printer_kind_file,
                                           &printer_kind_network, &printer_kind_usb,
                                           &printer_kind_serial,  &printer_kind_cups};

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
    g_free(line->usb);
    g_free(line->sys_dir);
    g_free(line->dev_dir);
    g_clear_error(&line->problem);
    g_clear_object(&line->cancel);
}

static void release(Printer *printer)
{
    if (g_atomic_int_dec_and_test(&printer->n_holders)) {
        clear_line(&printer->line);
        g_async_queue_unref(printer->tasks);
        g_mutex_clear(&printer->lock);
        g_cond_clear(&printer->ended);
        g_free(printer->problem);
        g_free(printer);
    }
}

static void free_task(Task *task)
{
    Printer *printer = task->printer;
    raster_free(task->raster);
    g_free(task->problem);
    g_free(task);
    if (printer) {
        release(printer);
    }
}

/* --- the main thread's side of an answer --------------------------------------------------------
 */

static void plan_question(Printer *printer);

static void note_state(Printer *printer, PrinterState state)
{
    if (!printer->watch || !printer_pace_take(&printer->pace, state)) {
        return;
    }
    g_autofree char *line =
        printer_pace_describe(&printer->pace, printer->problem, g_get_monotonic_time() / 1000);
    if (line) {
        g_message("%s", line);
    }
    printer->watch(state, printer->watch_data);
}

static void answer(Task *task, PrinterResult result, PrinterState state)
{
    Printer *printer = task->printer;
    if (printer->is_closed) {
        return;
    }
    note_state(printer, state);
    if (task->done && !printer->is_closed) {
        task->done(result, state, task->user_data);
    }
    if (task->watch && !printer->is_closed) {
        task->watch(state, task->user_data);
    }
}

static gboolean take_answer(gpointer data)
{
    Task *task = data;
    Printer *printer = task->printer;
    printer->open_tasks = g_list_remove(printer->open_tasks, task);
    g_clear_handle_id(&task->limit, g_source_remove);
    if (task->kind == TASK_PRINT) {
        printer->is_busy = false;
    }
    g_free(printer->problem);
    printer->problem = g_steal_pointer(&task->problem);
    if (!task->is_given_up) {
        answer(task, task->result, task->state);
    }
    if (task->kind == TASK_WATCH && !printer->is_closed) {
        plan_question(printer);
    }
    free_task(task);
    return G_SOURCE_REMOVE;
}

/* The worker hangs somewhere: nobody waits for it any longer. What it still does counts for
 * nothing, and until it has ended it gets no other job. */
static gboolean give_up(gpointer data)
{
    Task *task = data;
    task->limit = 0;
    task->is_given_up = true;
    answer(task, PRINTER_RESULT_UNKNOWN, PRINTER_STATE_UNREACHABLE);
    return G_SOURCE_REMOVE;
}

/* --- the worker ---------------------------------------------------------------------------------
 */

static void do_task(Printer *printer, Task *task)
{
    if (task->kind == TASK_PRINT) {
        task->result = printer->kind->print(&printer->line, task->raster, &task->state);
    } else {
        task->state = printer->kind->ask(&printer->line);
    }
    task->problem = g_strdup(printer->line.problem ? printer->line.problem->message : NULL);
}

/* Hands the answer to the main loop; false when there is nobody to take it any more. */
static bool hand_over(Printer *printer, Task *task)
{
    g_mutex_lock(&printer->lock);
    bool is_wanted = !printer->is_abandoned;
    if (is_wanted) {
        g_idle_add_full(G_PRIORITY_DEFAULT, take_answer, task, NULL);
    }
    g_mutex_unlock(&printer->lock);
    if (!is_wanted) {
        free_task(task);
    }
    return is_wanted;
}

static gpointer work(gpointer data)
{
    Printer *printer = data;
    bool goes_on = true;
    while (goes_on) {
        Task *task = g_async_queue_pop(printer->tasks);
        if (task->kind == TASK_QUIT) {
            free_task(task);
            break;
        }
        do_task(printer, task);
        goes_on = hand_over(printer, task);
    }
    g_mutex_lock(&printer->lock);
    printer->has_ended = true;
    g_cond_signal(&printer->ended);
    g_mutex_unlock(&printer->lock);
    release(printer);
    return NULL;
}

/* --- opening and closing ------------------------------------------------------------------------
 */

static char *copy(const char *text)
{
    return g_strdup(text ? text : "");
}

static PrinterLine make_line(const PrinterOptions *options)
{
    return (PrinterLine){
        .memory = {.model = printer_model_generic(), .n_ids = g_random_int()},
        .path = copy(options->path),
        .host = copy(options->host),
        .queue = copy(options->queue),
        .usb = copy(options->usb),
        .sys_dir = g_strdup(options->sys_dir ? options->sys_dir : "/sys"),
        .dev_dir = g_strdup(options->dev_dir ? options->dev_dir : "/dev"),
        .port = options->port,
        .baud = options->baud,
        .timeout_ms = options->timeout_ms > 0 ? options->timeout_ms : DEFAULT_TIMEOUT_MS,
        .cancel = g_cancellable_new(),
    };
}

static bool check_line(PrinterLine *line, const PrinterOptions *options, const PrinterKind *kind,
                       GError **error)
{
    if (options->models_path &&
        !printer_model_load(options->models_path, options->model, &line->memory.model, error)) {
        return false;
    }
    if (!kind->is_complete(line)) {
        g_set_error(error, PRINTER_ERROR, PRINTER_ERROR_SETTINGS,
                    "printer.kind is '%s', which needs printer.path (file, usb, serial) or "
                    "printer.usb (usb), printer.host and printer.port (network), printer.baud of "
                    "4800 to 230400 (serial) or printer.queue (cups)",
                    options->kind);
        return false;
    }
    if (line->usb[0] && !usb_printer_parse(line->usb, &line->usb_id, error)) {
        g_prefix_error(error, "printer.usb: ");
        return false;
    }
    if (options->width_dots != 0) {
        if (options->width_dots < MIN_WIDTH_DOTS || options->width_dots > RASTER_MAX_WIDTH) {
            g_set_error(error, PRINTER_ERROR, PRINTER_ERROR_SETTINGS,
                        "printer.width_dots is %d, must be 0 or at least %d", options->width_dots,
                        MIN_WIDTH_DOTS);
            return false;
        }
        line->memory.model.width_dots = options->width_dots & ~7;
    }
    return true;
}

Printer *printer_open(const PrinterOptions *options, GError **error)
{
    const PrinterKind *kind = find_kind(options->kind);
    if (!kind) {
        g_set_error(error, PRINTER_ERROR, PRINTER_ERROR_SETTINGS,
                    "printer.kind is '%s', must be none, file, network, usb, serial or cups",
                    options->kind);
        return NULL;
    }
    PrinterLine line = make_line(options);
    if (!check_line(&line, options, kind, error)) {
        clear_line(&line);
        return NULL;
    }
    Printer *printer = g_new0(Printer, 1);
    printer->kind = kind;
    printer->line = line;
    printer->tasks = g_async_queue_new_full(g_free); /* in the end only TASK_QUIT is left */
    g_mutex_init(&printer->lock);
    g_cond_init(&printer->ended);
    printer->n_holders = 2;
    printer->worker = g_thread_new("printer", work, printer);
    return printer;
}

static void push_quit(Printer *printer)
{
    Task *quit = g_new0(Task, 1);
    quit->kind = TASK_QUIT;
    g_async_queue_push_front(printer->tasks, quit);
}

/* False when the worker hangs: it will find that it was abandoned. */
static bool await_worker(Printer *printer)
{
    gint64 until_us = g_get_monotonic_time() + CLOSE_MS * G_TIME_SPAN_MILLISECOND;
    g_mutex_lock(&printer->lock);
    while (!printer->has_ended && g_cond_wait_until(&printer->ended, &printer->lock, until_us)) {
    }
    bool has_ended = printer->has_ended;
    printer->is_abandoned = !has_ended;
    g_mutex_unlock(&printer->lock);
    return has_ended;
}

void printer_close(Printer *printer)
{
    if (!printer) {
        return;
    }
    printer->is_closed = true;
    g_clear_handle_id(&printer->next_question, g_source_remove);
    for (GList *i = printer->open_tasks; i; i = i->next) {
        g_clear_handle_id(&((Task *)i->data)->limit, g_source_remove);
    }
    g_clear_list(&printer->open_tasks, NULL);
    g_cancellable_cancel(printer->line.cancel);
    push_quit(printer);
    bool has_ended = await_worker(printer);
    if (has_ended) {
        g_thread_join(printer->worker);
    } else {
        g_thread_unref(printer->worker);
    }
    Task *left;
    while ((left = g_async_queue_try_pop(printer->tasks)) != NULL) {
        free_task(left);
    }
    if (!has_ended) {
        push_quit(printer); /* for when the worker comes back after all */
    }
    release(printer);
}

int printer_width_dots(const Printer *printer)
{
    return printer->line.memory.model.width_dots;
}

const char *printer_problem(const Printer *printer)
{
    return printer->problem;
}

/* --- tasks --------------------------------------------------------------------------------------
 */

int printer_job_limit_ms(const Printer *printer, int rows)
{
    ThermalMemory memory = {.model = printer->line.memory.model, .baud = printer->line.baud};
    return 2 * printer->line.timeout_ms + MARGIN_MS +
           thermal_job_limit_ms(&memory, printer->line.timeout_ms, rows);
}

static Task *new_task(Printer *printer, TaskKind kind, int limit_ms, gpointer user_data)
{
    Task *task = g_new0(Task, 1);
    task->kind = kind;
    task->printer = printer;
    task->user_data = user_data;
    task->limit = g_timeout_add((guint)limit_ms, give_up, task);
    printer->open_tasks = g_list_prepend(printer->open_tasks, task);
    g_atomic_int_inc(&printer->n_holders);
    return task;
}

bool printer_print_take(Printer *printer, Raster *raster, PrinterDone done, gpointer user_data)
{
    if (printer->is_busy) {
        return false;
    }
    Task *task = new_task(printer, TASK_PRINT, printer_job_limit_ms(printer, raster->height_dots),
                          user_data);
    task->raster = raster;
    task->done = done;
    printer->is_busy = true;
    g_async_queue_push(printer->tasks, task);
    return true;
}

/* A question waits for a job under way, and may find something to tidy. */
static int question_limit_ms(const Printer *printer)
{
    int own_ms = printer_job_limit_ms(printer, 0);
    return printer->is_busy ? own_ms + printer_job_limit_ms(printer, RASTER_MAX_HEIGHT) : own_ms;
}

void printer_ask_state(Printer *printer, PrinterWatch watch, gpointer user_data)
{
    Task *task = new_task(printer, TASK_ASK, question_limit_ms(printer), user_data);
    task->watch = watch;
    g_async_queue_push(printer->tasks, task);
}

static gboolean ask_by_itself(gpointer data)
{
    Printer *printer = data;
    printer->next_question = 0;
    if (printer->is_busy) {
        plan_question(printer); /* its answer says how the printer is */
        return G_SOURCE_REMOVE;
    }
    Task *task = new_task(printer, TASK_WATCH, question_limit_ms(printer), NULL);
    g_async_queue_push(printer->tasks, task);
    return G_SOURCE_REMOVE;
}

static void plan_question(Printer *printer)
{
    guint wait_ms = (guint)printer_pace_next_ms(&printer->pace);
    printer->next_question = g_timeout_add(wait_ms, ask_by_itself, printer);
}

void printer_watch_state(Printer *printer, PrinterWatch watch, gpointer user_data)
{
    g_return_if_fail(!printer->watch);
    printer->watch = watch;
    printer->watch_data = user_data;
    printer->next_question = g_idle_add(ask_by_itself, printer);
}
