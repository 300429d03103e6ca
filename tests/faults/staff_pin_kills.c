// SPDX-License-Identifier: EUPL-1.2
/* Kills a program again and again while it looks at PINs, and reads the counter after each kill:
 *
 *   staff_pin_kills FOLDER KILLS
 *
 * FOLDER becomes a state folder with a PIN of few rounds. A child tries wrong PINs as fast as the
 * waits (in a time of its own) let it and says in a pipe, before each try, how many it has begun
 * and, after each, how many were looked at. It is killed at a random moment. Then, of what the file
 * says: it can be read; it holds at least as many wrong ones as were looked at; it never holds
 * fewer than before, unless the order to unlock was given, which happens whenever it is locked.
 * Prints how many kills and looks there were; exit 1 with the reason when a rule was broken. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/encoding.h"
#include "store/jwk.h"
#include "store/pin_file.h"
#include "store/staff_pin.h"
#include "store/staff_tries.h"

enum { ROUNDS = 2000, MAX_LIFE_US = 24000, LONG_AGO_MS = 8000 * 1000 };

typedef struct {
    const char *state;
    char *tries_path;
    GRand *random;
    int wrong;               /* in the file, after the last kill */
    int looked;              /* of all children */
    int kills, unlocks, cut; /* cut: killed while a try was under way */
} Proof;

static void fail(const char *why, int seen, int expected)
{
    fprintf(stderr, "staff_pin_kills: %s (%d, %d)\n", why, seen, expected);
    exit(1);
}

/* ---- The child --------------------------------------------------------------------------------*/

typedef struct {
    int pipe;
    bool is_answered;
} Child;

static void say(int pipe, char what)
{
    if (write(pipe, &what, 1) != 1) {
        _exit(2);
    }
}

static void take_answer(StaffPinResult result, const char *reason, gpointer user_data)
{
    Child *child = user_data;
    if (result == STAFF_PIN_RESULT_WRONG) {
        say(child->pipe, 'l');
    } else {
        fprintf(stderr, "staff_pin_kills: an answer of kind %d: %s\n", (int)result,
                reason ? reason : "");
        say(child->pipe, 'x');
    }
    child->is_answered = true;
}

/* Until it is locked. Time passes in leaps that end every wait. */
static void try_and_try(const char *state, int pipe)
{
    Child child = {.pipe = pipe};
    StaffPin *pin = staff_pin_new(state, state);
    gint64 now_ms = 0;
    for (;;) {
        StaffPinLook look;
        staff_pin_look(pin, now_ms, &look);
        now_ms += LONG_AGO_MS;
        staff_pin_look(pin, now_ms, &look);
        if (look.state == STAFF_PIN_STATE_LOCKED) {
            say(pipe, 'e');
            pause();
        }
        (void)staff_pin_tick(pin, now_ms); /* keeps what is left of the wait, as in the program */
        child.is_answered = false;
        say(pipe, 'b');
        staff_pin_try(pin, "839158", now_ms, take_answer, &child);
        while (!child.is_answered) {
            g_main_context_iteration(NULL, TRUE);
        }
    }
}

/* ---- The parent -------------------------------------------------------------------------------*/

static void put_pin(const char *state)
{
    PinFile file = {.rounds = ROUNDS};
    memcpy(file.salt, "0123456789abcdef", sizeof file.salt);
    g_autofree char *folder = g_build_filename(state, "staff", NULL);
    g_autofree char *pin = g_build_filename(folder, "pin.json", NULL);
    g_autofree char *tries = g_build_filename(folder, "tries.json", NULL);
    const StaffTries none = {0};
    if (g_mkdir_with_parents(folder, 0700) != 0 || !staff_tries_save(tries, &none, NULL) ||
        !pin_file_save(pin, &file, NULL)) {
        fail("cannot make the folder", 0, 0);
    }
}

/* What the child said until it was killed. */
static void read_all(int pipe, int *begun, int *looked)
{
    char said[4096];
    ssize_t n;
    while ((n = read(pipe, said, sizeof said)) > 0) {
        for (ssize_t i = 0; i < n; i++) {
            *begun += said[i] == 'b';
            *looked += said[i] == 'l';
            if (said[i] == 'x') {
                fail("a try had another answer than wrong", *begun, *looked);
            }
        }
    }
}

static StaffTries load(const Proof *proof)
{
    StaffTries tries = {0};
    const StaffTriesLoad loaded = staff_tries_load(proof->tries_path, &tries);
    if (loaded != STAFF_TRIES_LOADED) {
        fail("the counter cannot be read", (int)loaded, proof->kills);
    }
    return tries;
}

static void check(Proof *proof, int begun, int looked)
{
    const StaffTries tries = load(proof);
    if (tries.wrong < proof->wrong) {
        fail("the counter went down", tries.wrong, proof->wrong);
    }
    if (tries.wrong < proof->wrong + looked) {
        fail("a try was looked at and not counted", tries.wrong, proof->wrong + looked);
    }
    if (tries.wrong > proof->wrong + begun) {
        fail("more were counted than tried", tries.wrong, proof->wrong + begun);
    }
    if (begun > looked && tries.wrong < STAFF_TRIES_LOCK && tries.wrong == proof->wrong + begun &&
        tries.wait_ms < staff_tries_wait_ms(tries.wrong)) {
        fail("a try that was cut short has no wait", (int)tries.wait_ms, tries.wrong);
    }
    proof->cut += begun > looked;
    proof->wrong = tries.wrong;
    proof->looked += looked;
}

/* As the region's order does: the only thing here that lowers it. */
static void unlock(Proof *proof)
{
    StaffTries none = {0};
    if (proof->wrong >= STAFF_TRIES_LOCK) {
        if (!staff_tries_save(proof->tries_path, &none, NULL)) {
            fail("cannot unlock", 0, 0);
        }
        proof->wrong = 0;
        proof->unlocks++;
    }
}

static void kill_once(Proof *proof)
{
    int ends[2];
    if (pipe(ends) != 0) {
        fail("no pipe", errno, 0);
    }
    const pid_t child = fork();
    if (child < 0) {
        fail("no process", errno, 0);
    }
    if (child == 0) {
        close(ends[0]);
        try_and_try(proof->state, ends[1]);
        _exit(0);
    }
    close(ends[1]);
    /* From its first try on; a kill before would prove nothing. */
    char first = 0;
    if (read(ends[0], &first, 1) != 1 || first != 'b') {
        fail("the child began with something else", first, 0);
    }
    const struct timespec moment = {.tv_nsec =
                                        1000L * g_rand_int_range(proof->random, 0, MAX_LIFE_US)};
    (void)ppoll(NULL, 0, &moment, NULL);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    int begun = 1;
    int looked = 0;
    read_all(ends[0], &begun, &looked);
    close(ends[0]);
    proof->kills++;
    check(proof, begun, looked);
    unlock(proof);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "use: staff_pin_kills FOLDER KILLS\n");
        return 2;
    }
    Proof proof = {.state = argv[1], .random = g_rand_new_with_seed(20261123)};
    proof.tries_path = g_build_filename(argv[1], "staff", "tries.json", NULL);
    if (!keys_init(NULL)) {
        fail("no cryptography", 0, 0);
    }
    put_pin(argv[1]);
    for (int wanted = atoi(argv[2]); proof.kills < wanted;) {
        kill_once(&proof);
    }
    printf("%d kills, %d during a try; %d tries were looked at, %d locks\n", proof.kills, proof.cut,
           proof.looked, proof.unlocks);
    g_rand_free(proof.random);
    g_free(proof.tries_path);
    return 0;
}
