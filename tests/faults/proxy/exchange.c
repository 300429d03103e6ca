// SPDX-License-Identifier: EUPL-1.2
#include "faults/proxy/exchange.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "faults/proxy/wire.h"

enum { MAX_MESSAGE_BYTES = 8 << 20 };

static const char head_end[] = "\r\n\r\n";

/* One more piece; false at the end. */
static bool read_piece(int fd, GString *text)
{
    char data[16384];
    ssize_t n = recv(fd, data, sizeof data, 0);
    if (n > 0) {
        g_string_append_len(text, data, n);
    }
    return (n > 0 || (n < 0 && errno == EINTR)) && text->len < MAX_MESSAGE_BYTES;
}

static gsize body_bytes(const char *head, gsize head_bytes)
{
    static const char name[] = "\r\nContent-Length:";
    g_autofree char *copy = g_strndup(head, head_bytes);
    for (const char *at = copy; (at = strstr(at, "\r\n")) != NULL; at += 2) {
        if (g_ascii_strncasecmp(at, name, strlen(name)) == 0) {
            return (gsize)g_ascii_strtoull(at + strlen(name), NULL, 10);
        }
    }
    return 0;
}

/* The whole request, which says that it is the last one of its connection; NULL: there was none. */
static GString *read_request(int client)
{
    GString *text = g_string_new(NULL);
    const char *end = NULL;
    while (!end && read_piece(client, text)) {
        end = strstr(text->str, head_end);
    }
    gsize wanted = end ? (gsize)(end - text->str) + strlen(head_end) : 0;
    wanted += end ? body_bytes(text->str, wanted) : 0;
    while (end && text->len < wanted && read_piece(client, text)) {
    }
    const char *line_end = strstr(text->str, "\r\n");
    if (!end || text->len < wanted || !line_end) {
        g_string_free(text, TRUE);
        return NULL;
    }
    g_string_insert(text, line_end - text->str + 2, "Connection: close\r\n");
    return text;
}

/* "POST /v1/intakes" */
static char *name_request(const GString *request)
{
    const char *method_end = strchr(request->str, ' ');
    const char *path_end = method_end ? strpbrk(method_end + 1, " ?\r") : NULL;
    return g_strndup(request->str, path_end ? (gsize)(path_end - request->str) : 0);
}

static gsize bytes_until_cut(const Fault *fault, Side side, gsize size)
{
    bool is_cut = fault->kind == FAULT_CUT && fault->side == side;
    return is_cut ? MIN((gsize)fault->amount, size) : size;
}

/* What the target answers; empty when it does not. */
static GString *ask(ExchangeDial dial, const void *target, const GString *request,
                    const Fault *fault)
{
    GString *reply = g_string_new(NULL);
    int fd = dial(target);
    gsize size = bytes_until_cut(fault, SIDE_CLIENT, request->len);
    if (fd < 0 || !wire_write(fd, request->str, size)) {
        return reply;
    }
    if (fault->kind == FAULT_CUT && fault->side == SIDE_CLIENT) {
        (fault->by_fin ? (void)close(fd) : wire_reset(fd));
        return reply;
    }
    while (read_piece(fd, reply)) {
    }
    close(fd);
    return reply;
}

static void replace(GString *reply, const char *file)
{
    g_autofree char *text = NULL;
    gsize size = 0;
    if (!g_file_get_contents(file, &text, &size, NULL)) {
        dprintf(STDOUT_FILENO, "cannot read %s\n", file);
        exit(1);
    }
    g_string_truncate(reply, 0);
    g_string_append_len(reply, text, (gssize)size);
}

/* At so many bits a second. */
static void write_slowly(int fd, const GString *text, gint64 bits_a_second)
{
    gsize piece = (gsize)CLAMP(bits_a_second / 8 / 20, 1, 16384);
    for (gsize done = 0; done < text->len; done += piece) {
        gsize size = MIN(piece, text->len - done);
        if (!wire_write(fd, text->str + done, size)) {
            return;
        }
        wire_wait_ms((gint64)size * 8000 / bits_a_second);
    }
}

static void hand_over(int client, GString *reply, const Fault *fault)
{
    gsize size = bytes_until_cut(fault, SIDE_SERVER, reply->len);
    switch (fault->kind) {
    case FAULT_SLOW:
        write_slowly(client, reply, fault->amount);
        break;
    case FAULT_DELAY:
        wire_wait_ms(fault->amount);
        (void)wire_write(client, reply->str, size);
        break;
    case FAULT_REPLACE:
        replace(reply, fault->file);
        (void)wire_write(client, reply->str, reply->len);
        break;
    case FAULT_PASS:
    case FAULT_CUT:
    case FAULT_TWICE:
        (void)wire_write(client, reply->str, size);
        break;
    case FAULT_DROP:
    case FAULT_RESET:
    case FAULT_SILENT:
        break;
    }
    bool is_hard = fault->kind == FAULT_DROP || (fault->kind == FAULT_CUT && !fault->by_fin);
    (is_hard ? wire_reset(client) : (void)close(client));
}

void exchange_serve(int client, ExchangeDial dial, const void *target, Script *script)
{
    GString *request = read_request(client);
    if (!request) {
        close(client);
        return;
    }
    g_autofree char *name = name_request(request);
    Fault fault = script_take(script, name);
    static const char *const words[] = {
        [FAULT_PASS] = "passed",
        [FAULT_CUT] = "cut",
        [FAULT_DELAY] = "delayed",
        [FAULT_SLOW] = "slowed",
        [FAULT_DROP] = "dropped the reply of",
        [FAULT_SILENT] = "did not answer",
        [FAULT_RESET] = "reset",
        [FAULT_TWICE] = "sent twice",
        [FAULT_REPLACE] = "replaced the reply of",
    };
    if (fault.kind == FAULT_SILENT) {
        wire_be_silent(client);
        close(client);
    } else if (fault.kind == FAULT_RESET) {
        wire_reset(client);
    } else {
        GString *reply = ask(dial, target, request, &fault);
        if (fault.kind == FAULT_TWICE) {
            g_string_free(reply, TRUE);
            reply = ask(dial, target, request, &fault);
        }
        gsize bytes = reply->len;
        hand_over(client, reply, &fault);
        dprintf(STDOUT_FILENO, "%s %s, %zu bytes, reply of %zu\n", words[fault.kind], name,
                request->len, bytes);
        g_string_free(reply, TRUE);
    }
    g_string_free(request, TRUE);
}
