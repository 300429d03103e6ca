// SPDX-License-Identifier: EUPL-1.2
#include <signal.h>
#include <stdio.h>

#include <glib-unix.h>

#include "base/file.h"
#include "slipview/listener.h"
#include "slipview/picture.h"

enum {
    MAX_FILE_BYTES = 64 * 1024 * 1024,
    SHOWN_BYTES = 8,
    MAX_CUTTER_DOTS = 400,
    EDGE_DOTS_58_MM = 40, /* 48 mm of dots on 58 mm of paper */
    EDGE_DOTS_80_MM = 32, /* 72 mm on 80 mm */
};

static const char help[] =
    "slipview: a slip printer without the hardware. Reads ESC/POS, writes the paper as PNG.\n\n"
    "  slipview --out DIR [--listen 127.0.0.1:0] [--port-file FILE] [--control SOCKET]\n"
    "           [--script FILE]\n"
    "  slipview --out DIR --decode FILE\n\n"
    "  --width-dots N    dots across the paper: 384 (58 mm) or 576 (80 mm, default)\n"
    "  --cutter-dots N   dots from print head to knife (0): above 0, a cut without feed leaves\n"
    "                    the end of a slip behind, as on real printers\n"
    "  --edges           pictures as wide as the paper, with the white edges no printer reaches\n"
    "  --port-file FILE  gets the port number once it listens\n"
    "  --control SOCKET  Unix socket for faults, one a line, answered with ok or unknown\n"
    "  --script FILE     the same from a file, read at the start; lines with # are comments\n\n"
    "A fault is a WHAT, or WHEN: WHAT, where WHEN is after N bytes, after N ms, after N s, at cut\n"
    "or at connect, counted from when the line is read; with \"then\" before it, from when the\n"
    "line above has happened. For example:\n\n"
    "  after 1200 bytes: paper-out\n"
    "  then after 3 s: paper-ok\n"
    "  at cut: disconnect\n\n"
    "  paper-out, paper-out-after ROWS, paper-low, paper-ok, cover-open, cover-closed, "
    "cutter-jam,\n"
    "  cutter-ok, offline, online: as a real printer; what it received waits, unless it is "
    "cleared\n"
    "  power-off, power-on   forgets what is not on paper; callers are refused meanwhile\n"
    "  tear                  somebody tears off what hangs out\n"
    "  silent, garbage, zeros, late MS, repeat N: its answers; speaks ends that\n"
    "  flood N               sends N bytes of noise\n"
    "  slow N, stall, deaf   N bytes a second are taken, or none, or all and lost; go ends that\n"
    "  disconnect, reset     ends the connection by FIN or RST\n"
    "  mend                  nothing is wrong any more, and nothing is going to be\n\n"
    "Each cut paper is DIR/paper-NNNN.png and a line on stdout, each that was torn off, at the "
    "end\n"
    "of a roll or when slipview ends, DIR/paper-NNNN-torn.png. Unknown commands are named on\n"
    "stderr with their place. Exit codes: 0 fine, 1 failed, 2 wrong use.\n";

typedef struct {
    char *out, *address, *decode, *port_file, *control, *script;
    int width_dots, cutter_dots;
    gboolean wants_help, wants_version, wants_edges;
} Options;

typedef struct {
    const Options *options;
    Listener *listener; /* NULL when decoding a file */
    int status;
} Viewer;

static void options_clear(Options *options)
{
    g_free(options->out);
    g_free(options->address);
    g_free(options->decode);
    g_free(options->port_file);
    g_free(options->control);
    g_free(options->script);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static void on_send(gpointer data, const guint8 *bytes, gsize size_bytes)
{
    Viewer *viewer = data;
    if (viewer->listener) {
        listener_send(viewer->listener, bytes, size_bytes);
    }
}

static void on_hang_up(gpointer data, bool is_reset)
{
    Viewer *viewer = data;
    if (viewer->listener) {
        listener_hang_up(viewer->listener, is_reset);
    }
}

static void on_happened(gpointer data, const char *what)
{
    (void)data;
    printf("fault %s\n", what);
    fflush(stdout);
}

static void on_paper(gpointer data, const PaperPiece *piece, bool is_cut)
{
    Viewer *viewer = data;
    g_autoptr(GError) error = NULL;
    PicturePlace place = {.folder = viewer->options->out, .suffix = is_cut ? "" : "-torn"};
    if (viewer->options->wants_edges) {
        place.edge_dots = viewer->options->width_dots == 384 ? EDGE_DOTS_58_MM : EDGE_DOTS_80_MM;
    }
    g_autofree char *name = picture_save(piece, &place, &error);
    if (!name) {
        fprintf(stderr, "slipview: %s\n", error->message);
        viewer->status = 1;
        return;
    }
    printf("%s %dx%d\n", name, piece->width_bytes * 8, piece->n_rows);
    fflush(stdout);
}

static void on_unknown(gpointer data, gint64 offset, const guint8 *bytes, gsize size_bytes)
{
    (void)data;
    fprintf(stderr, "slipview: at byte %" G_GINT64_FORMAT ": unknown command", offset);
    for (gsize i = 0; i < MIN(size_bytes, (gsize)SHOWN_BYTES); i++) {
        fprintf(stderr, " %02X", bytes[i]);
    }
    fputs("\n", stderr);
}

static Line *make_line(Viewer *viewer)
{
    const LineSink sink = {.send = on_send,
                           .hang_up = on_hang_up,
                           .paper = on_paper,
                           .unknown = on_unknown,
                           .happened = on_happened,
                           .data = viewer};
    return line_new(viewer->options->width_dots, viewer->options->cutter_dots, &sink);
}

static bool run_script(const Viewer *viewer, Line *line, GError **error)
{
    const char *path = viewer->options->script;
    g_autoptr(GBytes) bytes = path ? file_load(path, MAX_FILE_BYTES, error) : NULL;
    if (!bytes) {
        return !path;
    }
    gsize size;
    const char *text = g_bytes_get_data(bytes, &size);
    g_autofree char *script = g_strndup(text, size);
    int wrong = line_do_script(line, script, g_get_monotonic_time());
    if (wrong) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    "%s:%d: not a fault; slipview --help has them", path, wrong);
    }
    return !wrong;
}

static bool decode_file(Viewer *viewer, GError **error)
{
    g_autoptr(GBytes) bytes = file_load(viewer->options->decode, MAX_FILE_BYTES, error);
    g_autoptr(Line) line = make_line(viewer);
    if (!bytes || !run_script(viewer, line, error)) {
        return false;
    }
    gsize size;
    const guint8 *data = g_bytes_get_data(bytes, &size);
    line_open(line, 0);
    line_receive(line, data, size, 0);
    line_finish(line);
    return true;
}

static bool announce(Viewer *viewer, GError **error)
{
    guint16 port = listener_port(viewer->listener);
    if (viewer->options->port_file) {
        g_autofree char *text = g_strdup_printf("%u\n", port);
        g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
        if (!file_save(viewer->options->port_file, bytes, 0644, error)) {
            return false;
        }
    }
    printf("listening on %u\n", port);
    fflush(stdout);
    return true;
}

static gboolean on_stop(gpointer data)
{
    g_main_loop_quit(data);
    return G_SOURCE_CONTINUE;
}

static bool listen_until_stopped(Viewer *viewer, GError **error)
{
    const char *address = viewer->options->address;
    g_autoptr(Listener) listener = listener_start(address ? address : "127.0.0.1:0", error);
    if (!listener) {
        return false;
    }
    viewer->listener = listener;
    g_autoptr(Line) line = make_line(viewer);
    if (!run_script(viewer, line, error)) {
        return false;
    }
    listener_attach(listener, line);
    if (viewer->options->control &&
        !listener_take_faults(listener, viewer->options->control, error)) {
        return false;
    }
    if (!announce(viewer, error)) {
        return false;
    }
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    g_unix_signal_add(SIGTERM, on_stop, loop);
    g_unix_signal_add(SIGINT, on_stop, loop);
    g_main_loop_run(loop);
    line_finish(line);
    return true;
}

static bool parse_options(int *argc, char ***argv, Options *options, GError **error)
{
    const GOptionEntry entries[] = {
        {"out", 0, 0, G_OPTION_ARG_FILENAME, &options->out, "", NULL},
        {"listen", 0, 0, G_OPTION_ARG_STRING, &options->address, "", NULL},
        {"decode", 0, 0, G_OPTION_ARG_FILENAME, &options->decode, "", NULL},
        {"port-file", 0, 0, G_OPTION_ARG_FILENAME, &options->port_file, "", NULL},
        {"control", 0, 0, G_OPTION_ARG_FILENAME, &options->control, "", NULL},
        {"script", 0, 0, G_OPTION_ARG_FILENAME, &options->script, "", NULL},
        {"width-dots", 0, 0, G_OPTION_ARG_INT, &options->width_dots, "", NULL},
        {"cutter-dots", 0, 0, G_OPTION_ARG_INT, &options->cutter_dots, "", NULL},
        {"edges", 0, 0, G_OPTION_ARG_NONE, &options->wants_edges, "", NULL},
        {"help", 'h', 0, G_OPTION_ARG_NONE, &options->wants_help, "", NULL},
        {"version", 0, 0, G_OPTION_ARG_NONE, &options->wants_version, "", NULL},
        {0},
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_add_main_entries(context, entries, NULL);
    if (!g_option_context_parse(context, argc, argv, error)) {
        return false;
    }
    const char *wrong = NULL;
    if (options->wants_help || options->wants_version) {
        return true;
    }
    if (*argc > 1) {
        wrong = "an argument too many";
    } else if (!options->out) {
        wrong = "--out DIR is missing";
    } else if (options->width_dots != 384 && options->width_dots != 576) {
        wrong = "--width-dots is 384 or 576";
    } else if (options->cutter_dots < 0 || options->cutter_dots > MAX_CUTTER_DOTS) {
        wrong = "--cutter-dots is 0 to 400";
    }
    if (wrong) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, wrong);
    }
    return !wrong;
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    g_auto(Options) options = {.width_dots = 576};
    g_autoptr(GError) error = NULL;
    if (!parse_options(&argc, &argv, &options, &error)) {
        fprintf(stderr, "slipview: %s; see: slipview --help\n", error->message);
        return 2;
    }
    if (options.wants_help || options.wants_version) {
        printf("%s", options.wants_help ? help : "slipview " WEGWIJS_VERSION "\n");
        return 0;
    }
    Viewer viewer = {.options = &options};
    bool ok =
        file_make_folder(options.out, &error) &&
        (options.decode ? decode_file(&viewer, &error) : listen_until_stopped(&viewer, &error));
    if (!ok) {
        fprintf(stderr, "slipview: %s\n", error->message);
        return 1;
    }
    return viewer.status;
}
