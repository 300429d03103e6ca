// SPDX-License-Identifier: EUPL-1.2
#include "store/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

/* A line is "<unix s>\t<action>\t<result>\t<checksum>\n"; the checksum is of all before it. */
enum {
    DAY_S = 86400,
    CHECKSUM_CHARS = 8,
    N_FIELDS = 4,
    KEPT_BYTES =
        JOURNAL_MAX_BYTES / 4 * 3, /* of a full one, so that it is not written anew often */
    MAX_FILE_BYTES = 4 * JOURNAL_MAX_BYTES, /* more is none of ours */
};

struct Journal {
    char *path;
    gint64 tidied_day; /* of the last look for lines that are too old */
};

void journal_line_free(JournalLine *line)
{
    if (line) {
        g_free(line->result);
        g_free(line);
    }
}

Journal *journal_open(const char *path)
{
    Journal *journal = g_new0(Journal, 1);
    journal->path = g_strdup(path);
    return journal;
}

void journal_close(Journal *journal)
{
    if (journal) {
        g_free(journal->path);
        g_free(journal);
    }
}

static bool fail(GError **error, const char *what, const char *path)
{
    int saved = errno;
    g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(saved), "cannot %s %s: %s", what,
                path, g_strerror(saved));
    return false;
}

/* ---- Lines ---- */

static char *checksum(const char *text, gsize size)
{
    char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)text, size);
    sum[CHECKSUM_CHARS] = 0;
    return sum;
}

/* One line of valid UTF-8, cut where a character ends. */
static char *tidy_result(const char *result)
{
    g_autofree char *valid = g_utf8_make_valid(result ? result : "", -1);
    for (char *at = valid; *at; at++) {
        *at = g_ascii_iscntrl(*at) ? ' ' : *at;
    }
    g_strstrip(valid);
    const char *end;
    (void)g_utf8_validate(valid, (gssize)MIN(strlen(valid), (gsize)JOURNAL_MAX_RESULT_BYTES), &end);
    return g_strndup(valid, (gsize)(end - valid));
}

static bool is_action(const char *action)
{
    gsize length = strlen(action);
    return length > 0 && length <= JOURNAL_MAX_ACTION_BYTES &&
           strspn(action, "abcdefghijklmnopqrstuvwxyz0123456789-_.") == length;
}

static char *write_line(gint64 unix_s, const char *action, const char *result)
{
    g_autofree char *tidy = tidy_result(result);
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT "\t%s\t%s\t", unix_s, action, tidy);
    g_autofree char *sum = checksum(text, strlen(text));
    return g_strconcat(text, sum, "\n", NULL);
}

/* `text` without its end of line; NULL: torn, or none of ours. */
static JournalLine *read_line(const char *text, gsize size)
{
    if (size <= CHECKSUM_CHARS || memchr(text, 0, size) ||
        size > JOURNAL_MAX_ACTION_BYTES + JOURNAL_MAX_RESULT_BYTES + 64) {
        return NULL;
    }
    g_autofree char *sum = checksum(text, size - CHECKSUM_CHARS);
    if (strncmp(sum, text + size - CHECKSUM_CHARS, CHECKSUM_CHARS) != 0) {
        return NULL;
    }
    g_autofree char *whole = g_strndup(text, size);
    g_auto(GStrv) fields = g_strsplit(whole, "\t", N_FIELDS + 1);
    gint64 unix_s;
    if (g_strv_length(fields) != N_FIELDS || !is_action(fields[1]) ||
        !g_ascii_string_to_signed(fields[0], 10, 0, G_MAXINT64, &unix_s, NULL) ||
        !g_utf8_validate(fields[2], -1, NULL)) {
        return NULL;
    }
    JournalLine *line = g_new0(JournalLine, 1);
    line->unix_s = unix_s;
    g_strlcpy(line->action, fields[1], sizeof line->action);
    line->result = g_steal_pointer(&fields[2]);
    fields[2] = g_strdup("");
    return line;
}

/* Newest first. An undated line is as old as the next dated one after it. */
static GPtrArray *read_lines(GBytes *bytes, gint64 now_unix_s, gsize max)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func((GDestroyNotify)journal_line_free);
    gsize size;
    const char *text = g_bytes_get_data(bytes, &size);
    gint64 least_unix_s = now_unix_s > 0 ? now_unix_s - JOURNAL_KEEP_DAYS * DAY_S : 0;
    gint64 dated_unix_s = G_MAXINT64;
    for (gsize end = size; end > 0 && lines->len < max;) {
        const char *before = memrchr(text, '\n', end - 1);
        const char *start = before ? before + 1 : text;
        gsize length = (gsize)(text + end - start);
        bool is_whole = start[length - 1] == '\n';
        JournalLine *line = is_whole ? read_line(start, length - 1) : NULL;
        end = (gsize)(start - text);
        dated_unix_s = line && line->unix_s > 0 ? line->unix_s : dated_unix_s;
        if (line && dated_unix_s >= least_unix_s) {
            g_ptr_array_add(lines, line);
        } else {
            journal_line_free(line);
        }
    }
    return lines;
}

/* ---- The file ---- */

/* No file is an empty one. */
static GBytes *load(const Journal *journal, GError **error)
{
    g_autoptr(GError) cause = NULL;
    GBytes *bytes = file_load(journal->path, MAX_FILE_BYTES, &cause);
    if (bytes || g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
        return bytes ? bytes : g_bytes_new_static("", 0);
    }
    g_propagate_error(error, g_steal_pointer(&cause));
    return NULL;
}

GPtrArray *journal_list(const Journal *journal, gint64 now_unix_s, gsize max, GError **error)
{
    g_autoptr(GBytes) bytes = load(journal, error);
    return bytes ? read_lines(bytes, now_unix_s, max) : NULL;
}

/* What is too old, torn, or too much goes. */
static bool tidy(const Journal *journal, gint64 now_unix_s, GError **error)
{
    g_autoptr(GBytes) bytes = load(journal, error);
    if (!bytes) {
        return false;
    }
    g_autoptr(GPtrArray) lines = read_lines(bytes, now_unix_s, G_MAXSIZE);
    g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func(g_free);
    gsize size = 0;
    for (guint i = 0; i < lines->len; i++) {
        const JournalLine *line = g_ptr_array_index(lines, i);
        char *text = write_line(line->unix_s, line->action, line->result);
        size += strlen(text);
        g_ptr_array_add(kept, text);
        if (size > KEPT_BYTES) {
            break;
        }
    }
    if (size == g_bytes_get_size(bytes)) {
        return true;
    }
    GString *fresh = g_string_sized_new(size);
    for (guint i = kept->len; i-- > 0;) {
        g_string_append(fresh, g_ptr_array_index(kept, i));
    }
    g_autoptr(GBytes) whole = g_string_free_to_bytes(fresh);
    return file_save(journal->path, whole, 0600, error);
}

static bool write_all(int fd, const char *text, gsize size)
{
    for (gsize done = 0; done < size;) {
        gssize n = write(fd, text + done, size - done);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        done += n > 0 ? (gsize)n : 0;
    }
    return true;
}

/* Behind what a power cut tore a new line begins. */
static bool append(int fd, const char *line, gint64 *size)
{
    struct stat st;
    if (fstat(fd, &st) != 0) {
        return false;
    }
    char last = '\n';
    if (st.st_size > 0 && pread(fd, &last, 1, st.st_size - 1) != 1) {
        return false;
    }
    g_autofree char *text = g_strconcat(last == '\n' ? "" : "\n", line, NULL);
    *size = st.st_size + (gint64)strlen(text);
    if (write_all(fd, text, strlen(text)) && fsync(fd) == 0) {
        return true;
    }
    int saved = errno;
    (void)!ftruncate(fd, st.st_size); /* a full disk keeps no half line */
    errno = saved;
    return false;
}

static bool append_durably(const Journal *journal, const char *line, gint64 *size, GError **error)
{
    bool is_new = access(journal->path, F_OK) != 0;
    int fd = open(journal->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
                  0600);
    if (fd < 0) {
        return fail(error, "open", journal->path);
    }
    bool is_written = append(fd, line, size);
    if (!is_written) {
        fail(error, "write", journal->path);
    }
    close(fd);
    g_autofree char *folder = g_path_get_dirname(journal->path);
    return is_written && (!is_new || file_sync_folder(folder, error));
}

/* Too long, or no file: none of ours, and it would keep every line out. */
static void move_foreign(const Journal *journal)
{
    struct stat st;
    if (lstat(journal->path, &st) == 0 && (!S_ISREG(st.st_mode) || st.st_size > MAX_FILE_BYTES)) {
        g_autofree char *aside = g_strconcat(journal->path, ".damaged", NULL);
        g_warning("%s is no journal; it is set aside", journal->path);
        (void)rename(journal->path, aside);
    }
}

bool journal_note(Journal *journal, gint64 unix_s, const char *action, const char *result,
                  GError **error)
{
    g_assert(is_action(action));
    gint64 time_unix_s = MAX(unix_s, 0);
    g_autofree char *line = write_line(time_unix_s, action, result);
    gint64 size = 0;
    move_foreign(journal);
    if (!append_durably(journal, line, &size, error)) {
        return false;
    }
    gint64 day = time_unix_s / DAY_S;
    if (size > JOURNAL_MAX_BYTES || (day > 0 && day != journal->tidied_day)) {
        g_autoptr(GError) why = NULL;
        if (!tidy(journal, time_unix_s, &why)) {
            g_warning("%s", why->message); /* the line itself is there */
        }
        journal->tidied_day = day;
    }
    return true;
}
