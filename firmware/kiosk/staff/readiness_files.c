// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/readiness_files.h"

#include <gio/gio.h>

#include "intake/program_texts.h"
#include "kiosk/staff/readiness_judge.h"
#include "machine/disk.h"
#include "store/content_store.h"
#include "store/kiosk_identity.h"

struct ReadinessFiles {
    ReadinessFilesKind kind;
    char *state_dir, *initial_key;
    OutboxLimits limits;
    gint64 unix_s;
    ReadinessResult result;  /* the worker's until it has ended */
    ReadinessFilesDone done; /* NULL: given up; the main thread's alone */
    gpointer user_data;
};

static void free_files(gpointer data)
{
    ReadinessFiles *files = data;
    g_free(files->state_dir);
    g_free(files->initial_key);
    readiness_result_clear(&files->result);
    g_free(files);
}

/* --- in the worker -----------------------------------------------------------------------------
 */

static void check_queue(ReadinessFiles *files)
{
    g_autofree char *path = g_build_filename(files->state_dir, "outbox.sqlite", NULL);
    g_autoptr(GError) why = NULL;
    OutboxCounts counts;
    g_autoptr(Outbox) outbox = outbox_open(path, &files->limits, NULL, &why);
    bool is_fine = outbox && outbox_count(outbox, &counts, &why);
    readiness_judge_queue(&files->result, is_fine ? &counts : NULL, files->unix_s);
    files->result.detail = g_strdup(why ? why->message : NULL);
}

static void say_content(ReadinessResult *result, const SignedPack *pack, bool fell_back,
                        const char *missing)
{
    if (fell_back) {
        readiness_result_say(
            result, STAFF_LIGHT_AMBER,
            (StaffText){"De nieuwste inhoud is beschadigd; de vorige ({version}) is in gebruik.",
                        "The newest content is damaged; the one before ({version}) is in use."},
            (StaffText){"De regio stuurt hem opnieuw. Staat dit er morgen nog: bel de beheerder.",
                        "The region sends it again. If this is still here tomorrow, call the "
                        "administrator."});
    } else if (missing) {
        readiness_result_say(
            result, STAFF_LIGHT_AMBER,
            (StaffText){"De inhoud ({version}) is ouder dan de kiosk en mist teksten.",
                        "The content ({version}) is older than the kiosk and lacks texts."},
            (StaffText){"Vraag de regio om nieuwe inhoud.", "Ask the region for new content."});
        result->detail = g_strdup(missing);
    } else {
        readiness_result_say(result, STAFF_LIGHT_GREEN,
                             (StaffText){"De inhoud ({version}) is compleet en ongewijzigd.",
                                         "The content ({version}) is whole and unchanged."},
                             READINESS_NO_ADVICE);
    }
    readiness_result_fill(result, &(ReadinessWord){"version", {pack->version, pack->version}});
}

static void say_no_content(ReadinessResult *result, const GError *why)
{
    readiness_result_say(result, STAFF_LIGHT_RED,
                         (StaffText){"Er is geen bruikbare inhoud: de kiosk is dicht.",
                                     "There is no usable content: the kiosk is closed."},
                         (StaffText){"Bel de regio: zij kan de inhoud opnieuw sturen.",
                                     "Call the region: it can send the content again."});
    result->detail = g_strdup(why->message);
}

/* Reads and verifies every file again, as it is on the card now. */
static void check_pack(ReadinessFiles *files, const Jwk *const *keys, gsize n_keys)
{
    g_autofree char *root = g_build_filename(files->state_dir, "content", NULL);
    g_autoptr(GError) why = NULL;
    bool fell_back = false;
    g_autoptr(ContentStore) store = content_store_open(root, keys, n_keys, &why);
    g_autoptr(SignedPack) pack = store ? content_store_load(store, &fell_back, &why) : NULL;
    g_autoptr(Content) content = NULL;
    if (pack) {
        const ContentParts parts = {.name = pack->name, .files = pack->files};
        content = content_new(&parts, &why);
    }
    if (content) {
        say_content(&files->result, pack, fell_back, program_texts_find_missing(content));
    } else {
        say_no_content(&files->result, why);
    }
}

static void check_content(ReadinessFiles *files)
{
    const Jwk *keys[IDENTITY_MAX_CONTENT_KEYS + 1];
    gsize n_keys = 0;
    g_autoptr(KioskIdentity) identity = kiosk_identity_load(files->state_dir, NULL);
    g_autoptr(Jwk) initial =
        files->initial_key[0] ? jwk_load(files->initial_key, KEY_USE_SIGN, NULL) : NULL;
    for (gsize i = 0; identity && i < identity->n_content; i++) {
        keys[n_keys++] = identity->content[i];
    }
    if (initial) {
        keys[n_keys++] = initial;
    }
    check_pack(files, keys, n_keys);
}

static void work(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    ReadinessFiles *files = data;
    (void)source;
    (void)cancellable;
    switch (files->kind) {
    case READINESS_FILES_DISK:
        readiness_judge_disk(&files->result, disk_free_bytes(files->state_dir));
        break;
    case READINESS_FILES_QUEUE:
        check_queue(files);
        break;
    case READINESS_FILES_CONTENT:
        check_content(files);
        break;
    }
    g_task_return_boolean(task, TRUE);
}

/* --- on the main loop --------------------------------------------------------------------------
 */

static void take_end(GObject *source, GAsyncResult *task, gpointer user_data)
{
    ReadinessFiles *files = user_data;
    (void)source;
    (void)task;
    if (files->done) {
        files->done(files->kind, &files->result, files->user_data);
    }
}

ReadinessFiles *readiness_files_start(ReadinessFilesKind kind, const Settings *settings,
                                      gint64 unix_s, ReadinessFilesDone done, gpointer user_data)
{
    ReadinessFiles *files = g_new0(ReadinessFiles, 1);
    files->kind = kind;
    files->state_dir = g_strdup(settings_text(settings, "kiosk", "state_dir"));
    files->initial_key = g_strdup(settings_text(settings, "content", "initial_key"));
    files->limits.max_rows = settings_int(settings, "outbox", "max_rows");
    files->limits.max_bytes = settings_int(settings, "outbox", "max_mib") << 20;
    files->unix_s = unix_s;
    files->done = done;
    files->user_data = user_data;
    g_autoptr(GTask) task = g_task_new(NULL, NULL, take_end, files);
    g_task_set_task_data(task, files, free_files);
    g_task_run_in_thread(task, work);
    return files;
}

void readiness_files_give_up(ReadinessFiles *files)
{
    if (files) {
        files->done = NULL;
    }
}
