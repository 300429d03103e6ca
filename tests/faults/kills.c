// SPDX-License-Identifier: EUPL-1.2
/* kills ROLES SEED KILLS PACE END [LEDGER]: starts the programs that ROLES names, kills one or more
 * of them KILLS times at moments and in an order that SEED decides, and starts again whatever
 * ended. Then it leaves them alone and asks the command END again and again until that succeeds.
 *
 * ROLES has a line for each program: "WEIGHT NAME COMMAND…", words as in a shell. WEIGHT says how
 * often it is killed; 0: never. Each program has a process group of its own, and what a killed one
 * leaves of it goes too. END is told by WEGWIJS_PASS how often it was asked. Between two kills pass
 * up to PACE milliseconds, or much less; with LEDGER, until that file has grown by up to PACE
 * bytes, so that as much is done on a machine that is busy. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib.h>

enum { MAX_STILL_MS = 20000, LOOK_MS = 2, MAX_OWN_ENDS = 50, MAX_PASSES = 600, PASS_MS = 200 };

typedef struct {
    char *name;
    char **argv;
    int weight;
    pid_t pid; /* 0: does not run */
    bool was_killed;
    int kills, starts;
    int own_ends; /* it ended badly though nobody killed it */
} Role;

typedef struct {
    GArray *roles;
    const char *ledger; /* NULL: time counts */
    int signals;        /* a signalfd with SIGCHLD and SIGTERM */
    bool is_ending;     /* what ends well now has done its work */
    bool is_over;
    guint64 random;
} Keeper;

/* xorshift64*: the same on every machine. */
static guint32 draw(Keeper *keeper, guint32 below)
{
    keeper->random ^= keeper->random >> 12;
    keeper->random ^= keeper->random << 25;
    keeper->random ^= keeper->random >> 27;
    return (guint32)((keeper->random * G_GUINT64_CONSTANT(2685821657736338717)) >> 33) % below;
}

static Role *role_at(const Keeper *keeper, guint i)
{
    return &g_array_index(keeper->roles, Role, i);
}

static pid_t spawn(char **argv)
{
    pid_t pid = fork();
    if (pid == 0) {
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        setpgid(0, 0);
        execvp(argv[0], argv);
        perror(argv[0]);
        _exit(127);
    }
    if (pid > 0) {
        setpgid(pid, pid);
    }
    return pid;
}

static void start(Role *role)
{
    role->was_killed = false;
    role->pid = spawn(role->argv);
    role->starts++;
}

static void note_end(Keeper *keeper, Role *role, int status)
{
    bool is_well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    kill(-role->pid, SIGKILL); /* what is left of the group */
    if (!role->was_killed && !is_well) {
        role->own_ends++;
        fprintf(stderr, "# %s ended by itself with status %x\n", role->name, (guint)status);
    }
    role->pid = 0;
    if (!keeper->is_over && !(is_well && (role->weight == 0 || keeper->is_ending))) {
        start(role);
    }
}

static void reap(Keeper *keeper)
{
    int status;
    for (pid_t pid = waitpid(-1, &status, WNOHANG); pid > 0; pid = waitpid(-1, &status, WNOHANG)) {
        for (guint i = 0; i < keeper->roles->len; i++) {
            if (role_at(keeper, i)->pid == pid) {
                note_end(keeper, role_at(keeper, i), status);
                break;
            }
        }
    }
}

/* Lets time pass, and starts again what ends meanwhile. */
static void keep(Keeper *keeper, int for_ms)
{
    gint64 until_us = g_get_monotonic_time() + (gint64)for_ms * 1000;
    for (gint64 left_us = (gint64)for_ms * 1000; left_us > 0 && !keeper->is_over;
         left_us = until_us - g_get_monotonic_time()) {
        struct pollfd polled = {.fd = keeper->signals, .events = POLLIN};
        struct signalfd_siginfo info;
        if (poll(&polled, 1, (int)(left_us / 1000) + 1) > 0 &&
            read(keeper->signals, &info, sizeof info) == sizeof info) {
            keeper->is_over = info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT;
            reap(keeper);
        }
    }
}

/* The first child of a process, 0: none. */
static pid_t find_child(pid_t pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
    FILE *file = fopen(path, "r");
    int child = 0;
    if (file) {
        if (fscanf(file, "%d", &child) != 1) {
            child = 0;
        }
        fclose(file);
    }
    return child;
}

static void kill_role(Keeper *keeper, Role *role)
{
    if (role->pid == 0) {
        return;
    }
    pid_t child = draw(keeper, 3) == 0 ? find_child(role->pid) : 0;
    role->kills++;
    if (child > 0) {
        kill(child, SIGKILL); /* a worker alone */
        return;
    }
    role->was_killed = true;
    kill(role->pid, SIGKILL);
}

static Role *choose(Keeper *keeper)
{
    int all = 0;
    for (guint i = 0; i < keeper->roles->len; i++) {
        all += role_at(keeper, i)->weight;
    }
    int at = (int)draw(keeper, (guint32)all);
    guint i = 0;
    for (; at >= role_at(keeper, i)->weight; i++) {
        at -= role_at(keeper, i)->weight;
    }
    return role_at(keeper, i);
}

/* Mostly one; now and then several, or all at once as when somebody pulls the plug. */
static int kill_some(Keeper *keeper)
{
    guint32 how = draw(keeper, 16);
    if (how > 0) {
        int n = how > 3 ? 1 : 2;
        for (int i = 0; i < n; i++) {
            kill_role(keeper, choose(keeper));
        }
        return n;
    }
    int n = 0;
    for (guint i = 0; i < keeper->roles->len; i++) {
        if (role_at(keeper, i)->weight > 0) {
            kill_role(keeper, role_at(keeper, i));
            n++;
        }
    }
    return n;
}

/* Bursts and quiet times: some kills come while a program only begins, some after much was done. */
static int choose_pause(Keeper *keeper, int pace)
{
    static const int parts[] = {1, 2, 5, 16, 32};
    return pace / parts[draw(keeper, G_N_ELEMENTS(parts))] * (int)draw(keeper, 100) / 100;
}

static off_t measure(const Keeper *keeper)
{
    struct stat st;
    return stat(keeper->ledger, &st) == 0 ? st.st_size : 0;
}

static void pause_between(Keeper *keeper, int pace)
{
    int amount = choose_pause(keeper, pace);
    if (!keeper->ledger) {
        keep(keeper, amount);
        return;
    }
    off_t until = measure(keeper) + amount;
    for (int i = 0; i < MAX_STILL_MS / LOOK_MS && measure(keeper) < until && !keeper->is_over;
         i++) {
        keep(keeper, LOOK_MS);
    }
}

static bool read_roles(Keeper *keeper, const char *path)
{
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL)) {
        return false;
    }
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        if (!**line) {
            continue;
        }
        char **words = NULL;
        if (!g_shell_parse_argv(*line, NULL, &words, NULL) || g_strv_length(words) < 3) {
            return false;
        }
        Role role = {.weight = atoi(words[0]), .name = words[1], .argv = words + 2};
        g_array_append_val(keeper->roles, role);
    }
    return keeper->roles->len > 0;
}

static bool ask_whether_over(Keeper *keeper, const char *command)
{
    keeper->is_ending = true;
    for (int pass = 1; pass <= MAX_PASSES && !keeper->is_over; pass++) {
        g_autofree char *number = g_strdup_printf("%d", pass);
        g_setenv("WEGWIJS_PASS", number, TRUE);
        int status = -1;
        const char *argv[] = {"sh", "-c", command, NULL};
        pid_t pid = spawn((char **)argv);
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
        }
        reap(keeper);
        if (status == 0) {
            return true;
        }
        keep(keeper, PASS_MS);
    }
    return false;
}

/* Ends all of them; 0 when none ended by itself too often. */
static int end_all(Keeper *keeper)
{
    int status = 0;
    keeper->is_over = true;
    for (guint i = 0; i < keeper->roles->len; i++) {
        Role *role = role_at(keeper, i);
        if (role->pid > 0) {
            kill(-role->pid, SIGKILL);
            waitpid(role->pid, NULL, 0);
        }
        printf("%s: %d kills, %d starts, %d ends of its own\n", role->name, role->kills,
               role->starts, role->own_ends);
        if (role->own_ends > 0) {
            status = 1;
        }
    }
    return status;
}

static bool is_hopeless(const Keeper *keeper)
{
    for (guint i = 0; i < keeper->roles->len; i++) {
        if (role_at(keeper, i)->own_ends > MAX_OWN_ENDS) {
            return true;
        }
    }
    return false;
}

int main(int argc, char **argv)
{
    if (argc != 6 && argc != 7) {
        fputs("use: kills ROLES SEED KILLS PACE END [LEDGER]\n", stderr);
        return 2;
    }
    sigset_t taken;
    sigemptyset(&taken);
    sigaddset(&taken, SIGCHLD);
    sigaddset(&taken, SIGTERM);
    sigaddset(&taken, SIGINT);
    sigprocmask(SIG_BLOCK, &taken, NULL);
    Keeper keeper = {
        .roles = g_array_new(FALSE, FALSE, sizeof(Role)),
        .ledger = argc > 6 ? argv[6] : NULL,
        .signals = signalfd(-1, &taken, SFD_CLOEXEC),
        .random = g_ascii_strtoull(argv[2], NULL, 10) * 0x9e3779b97f4a7c15U + 1,
    };
    if (!read_roles(&keeper, argv[1])) {
        fprintf(stderr, "kills: %s: no programs to start\n", argv[1]);
        return 2;
    }
    for (guint i = 0; i < keeper.roles->len; i++) {
        start(role_at(&keeper, i));
    }
    int kills = atoi(argv[3]);
    int pace = atoi(argv[4]);
    pause_between(&keeper, pace);
    for (int done = 0; done < kills && !keeper.is_over && !is_hopeless(&keeper);) {
        done += kill_some(&keeper);
        pause_between(&keeper, pace);
    }
    bool is_well = !is_hopeless(&keeper) && ask_whether_over(&keeper, argv[5]);
    if (!is_well) {
        fputs("# it did not come to an end\n", stderr);
    }
    return end_all(&keeper) == 0 && is_well ? 0 : 1;
}
