// SPDX-License-Identifier: EUPL-1.2
#include "virtual_printer.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

struct VirtualPrinter {
    GSubprocess *child;
    char *folder, *control;
    int port;
};

static char *take_line(GInputStream *stream)
{
    g_autoptr(GDataInputStream) lines = g_data_input_stream_new(stream);
    g_filter_input_stream_set_close_base_stream(G_FILTER_INPUT_STREAM(lines), FALSE);
    return g_data_input_stream_read_line(lines, NULL, NULL, NULL);
}

VirtualPrinter *virtual_printer_start(int width_dots)
{
    VirtualPrinter *printer = g_new0(VirtualPrinter, 1);
    const char *build = g_getenv("WEGWIJS_BUILD");
    g_autofree char *program = g_build_filename(build ? build : "build/native", "slipview", NULL);
    g_autofree char *width = g_strdup_printf("%d", width_dots);
    printer->folder = g_dir_make_tmp("wegwijs-paper-XXXXXX", NULL);
    printer->control = g_build_filename(printer->folder, "control", NULL);
    g_autoptr(GError) error = NULL;
    printer->child = g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--listen",
                                      "127.0.0.1:0", "--out", printer->folder, "--width-dots",
                                      width, "--control", printer->control, NULL);
    g_assert_no_error(error);
    g_autofree char *line = take_line(g_subprocess_get_stdout_pipe(printer->child));
    g_assert_nonnull(line);
    g_assert_cmpint(sscanf(line, "listening on %d", &printer->port), ==, 1);
    return printer;
}

void virtual_printer_stop(VirtualPrinter *printer)
{
    g_subprocess_send_signal(printer->child, SIGTERM);
    g_assert_true(g_subprocess_wait(printer->child, NULL, NULL));
    g_autoptr(GDir) dir = g_dir_open(printer->folder, 0, NULL);
    const char *name;
    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(printer->folder, name, NULL);
        g_unlink(path);
    }
    g_assert_cmpint(g_rmdir(printer->folder), ==, 0);
    g_object_unref(printer->child);
    g_free(printer->folder);
    g_free(printer->control);
    g_free(printer);
}

int virtual_printer_port(const VirtualPrinter *printer)
{
    return printer->port;
}

void virtual_printer_do(VirtualPrinter *printer, const char *fault)
{
    g_autoptr(GSocketClient) client = g_socket_client_new();
    g_autoptr(GSocketAddress) address = g_unix_socket_address_new(printer->control);
    g_autoptr(GError) error = NULL;
    g_autoptr(GSocketConnection) connection =
        g_socket_client_connect(client, G_SOCKET_CONNECTABLE(address), NULL, &error);
    g_assert_no_error(error);
    GIOStream *stream = G_IO_STREAM(connection);
    g_autofree char *line = g_strconcat(fault, "\n", NULL);
    g_output_stream_write_all(g_io_stream_get_output_stream(stream), line, strlen(line), NULL, NULL,
                              &error);
    g_assert_no_error(error);
    g_autofree char *answer = take_line(g_io_stream_get_input_stream(stream));
    g_assert_cmpstr(answer, ==, "ok");
}

static bool is_whole(const char *path, const Raster *raster)
{
    cairo_surface_t *surface = cairo_image_surface_create_from_png(path);
    g_assert_cmpint(cairo_surface_status(surface), ==, CAIRO_STATUS_SUCCESS);
    cairo_surface_t *flat =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, cairo_image_surface_get_width(surface),
                                   cairo_image_surface_get_height(surface));
    cairo_t *cairo = cairo_create(flat);
    cairo_set_source_surface(cairo, surface, 0, 0);
    cairo_paint(cairo);
    cairo_destroy(cairo);
    g_autoptr(Raster) paper = raster_from_surface(flat);
    cairo_surface_destroy(flat);
    cairo_surface_destroy(surface);
    gsize printed = (gsize)raster->stride_bytes * (gsize)raster->height_dots;
    bool is_same = paper->width_dots == raster->width_dots &&
                   paper->height_dots >= raster->height_dots &&
                   memcmp(paper->bits, raster->bits, printed) == 0;
    gsize all = (gsize)paper->stride_bytes * (gsize)paper->height_dots;
    for (gsize i = printed; is_same && i < all; i++) {
        is_same = paper->bits[i] == 0;
    }
    return is_same;
}

static int count(const VirtualPrinter *printer, const Raster *raster)
{
    g_autoptr(GDir) dir = g_dir_open(printer->folder, 0, NULL);
    const char *name;
    int n = 0;
    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(printer->folder, name, NULL);
        if (g_str_has_suffix(name, ".png") && !strstr(name, "-torn")) {
            n += !raster || is_whole(path, raster);
        }
    }
    return n;
}

int virtual_printer_count_whole(const VirtualPrinter *printer, const Raster *raster)
{
    return count(printer, raster);
}

int virtual_printer_count(const VirtualPrinter *printer)
{
    return count(printer, NULL);
}
