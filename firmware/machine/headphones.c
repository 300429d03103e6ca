// SPDX-License-Identifier: EUPL-1.2
#include "machine/headphones.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib-unix.h>

enum {
    FOLDER_EVENTS = IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_MOVED_FROM | IN_ATTRIB |
                    IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR,
    SWITCH_BYTES = SW_MAX / 8 + 1,
};

typedef enum { KIND_NONE, KIND_SWITCH, KIND_PIPE, KIND_PRESENCE } Kind;

struct Headphones {
    char *path;
    int watch; /* inotify */
    guint watch_source;
    int device; /* of a switch or a pipe, -1: closed */
    guint device_source;
    bool are_in;
    HeadphonesChanged changed;
    gpointer user_data;
};

static void set(Headphones *headphones, bool are_in)
{
    bool is_change = are_in != headphones->are_in;
    headphones->are_in = are_in;
    if (is_change && headphones->changed) {
        headphones->changed(are_in, headphones->user_data);
    }
}

static bool has_bit(const guint8 *bits, int bit)
{
    return bits[bit / 8] >> (bit % 8) & 1;
}

static bool read_switch(int device)
{
    guint8 bits[SWITCH_BYTES] = {0};
    return ioctl(device, EVIOCGSW(sizeof bits), bits) >= 0 && has_bit(bits, SW_HEADPHONE_INSERT);
}

static Kind kind_of(int device)
{
    struct stat st;
    guint8 bits[SWITCH_BYTES] = {0};
    if (fstat(device, &st) == 0 && S_ISFIFO(st.st_mode)) {
        return KIND_PIPE;
    }
    bool is_switch = ioctl(device, EVIOCGBIT(EV_SW, sizeof bits), bits) >= 0 &&
                     has_bit(bits, SW_HEADPHONE_INSERT);
    return is_switch ? KIND_SWITCH : KIND_PRESENCE;
}

/* --- device ------------------------------------------------------------------------------------
 */

static void look(Headphones *headphones);

static void close_device(Headphones *headphones)
{
    g_clear_handle_id(&headphones->device_source, g_source_remove);
    if (headphones->device >= 0) {
        close(headphones->device);
    }
    headphones->device = -1;
}

static void take_record(Headphones *headphones, const struct input_event *record)
{
    if (record->type == EV_SW && record->code == SW_HEADPHONE_INSERT) {
        set(headphones, record->value != 0);
    } else if (record->type == EV_SYN && record->code == SYN_DROPPED) {
        set(headphones, read_switch(headphones->device));
    }
}

static gboolean take_records(gint fd, GIOCondition condition, gpointer user_data)
{
    Headphones *headphones = user_data;
    struct input_event records[16];
    (void)condition;
    gssize size;
    while ((size = read(fd, records, sizeof records)) > 0) {
        for (gsize i = 0; i < (gsize)size / sizeof records[0]; i++) {
            take_record(headphones, &records[i]);
        }
    }
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) {
        return G_SOURCE_CONTINUE;
    }
    headphones->device_source = 0; /* removed by the answer */
    close_device(headphones);
    set(headphones, false);
    look(headphones);
    return G_SOURCE_REMOVE;
}

/* --- folders -----------------------------------------------------------------------------------
 */

/* Watches the folder of the file or, while that is not there, the nearest one above it. */
static void watch_folder(const Headphones *headphones)
{
    g_autofree char *folder = g_path_get_dirname(headphones->path);
    while (inotify_add_watch(headphones->watch, folder, FOLDER_EVENTS) < 0 && folder[1]) {
        char *above = g_path_get_dirname(folder);
        g_free(folder);
        folder = above;
    }
}

/* Takes over what is there now. A switch that is open already tells by itself when it goes. */
static void look(Headphones *headphones)
{
    watch_folder(headphones);
    if (headphones->device >= 0) {
        return;
    }
    int device = open(headphones->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    bool is_there = device >= 0 || access(headphones->path, F_OK) == 0;
    Kind kind = device >= 0 ? kind_of(device) : KIND_NONE;
    if (kind != KIND_SWITCH && kind != KIND_PIPE) {
        if (device >= 0) {
            close(device);
        }
        set(headphones, is_there);
        return;
    }
    headphones->device = device;
    headphones->device_source = g_unix_fd_add(device, G_IO_IN, take_records, headphones);
    set(headphones, kind == KIND_SWITCH && read_switch(device));
}

static gboolean take_folder_change(gint fd, GIOCondition condition, gpointer user_data)
{
    char events[4096];
    (void)condition;
    while (read(fd, events, sizeof events) > 0) {
    }
    look(user_data);
    return G_SOURCE_CONTINUE;
}

/* --- public ------------------------------------------------------------------------------------
 */

Headphones *headphones_watch(const char *path, HeadphonesChanged changed, gpointer user_data,
                             GError **error)
{
    g_autoptr(Headphones) headphones = g_new0(Headphones, 1);
    headphones->path = g_strdup(path);
    headphones->device = -1;
    headphones->watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (headphones->watch < 0) {
        int saved = errno;
        g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(saved),
                    "cannot watch %s for headphones: %s", path, g_strerror(saved));
        return NULL;
    }
    headphones->watch_source =
        g_unix_fd_add(headphones->watch, G_IO_IN, take_folder_change, headphones);
    look(headphones);
    headphones->changed = changed;
    headphones->user_data = user_data;
    return g_steal_pointer(&headphones);
}

void headphones_free(Headphones *headphones)
{
    if (!headphones) {
        return;
    }
    close_device(headphones);
    g_clear_handle_id(&headphones->watch_source, g_source_remove);
    if (headphones->watch >= 0) {
        close(headphones->watch);
    }
    g_free(headphones->path);
    g_free(headphones);
}

bool headphones_are_in(const Headphones *headphones)
{
    return headphones->are_in;
}
