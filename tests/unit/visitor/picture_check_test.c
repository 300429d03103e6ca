// SPDX-License-Identifier: EUPL-1.2
#include "visitor/picture_check.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ui/scene.h"

/* A glass of 200 x 100 at 5 px a millimetre: a picture has 4 mm, 20 px, at least. */
enum { WIDTH = 200, HEIGHT = 100 };

#define TARGET(id, at)                                                                             \
    "{\"id\":\"" id "\",\"target\":true,\"rect\":[0,0,90,90],\"picture_rect\":" at "}"
#define WORDS(at) "{\"id\":\"words\",\"rect\":" at ",\"text_rect\":" at "}"
#define RED_LEFT  "[10,10,30,30]"
#define BLUE      "[60,10,30,30]"
#define RED_RIGHT "[110,10,30,30]"
#define EMPTY     "[150,60,30,30]"

static const struct {
    const char *widgets;
    int n_faults;
    const char *fault;
} cases[] = {
    {TARGET("a", RED_LEFT) "," TARGET("b", BLUE), 0, ""},
    {TARGET("a", RED_LEFT) "," TARGET("b", RED_RIGHT), 1, "'b' has the picture of 'a'"},
    {TARGET("a", EMPTY), 1, "'a' has no picture"},
    {TARGET("a", "[10,10,15,30]"), 1, "'a' has no picture"},
    {"{\"id\":\"a\",\"target\":true,\"rect\":[0,0,90,90]}", 1, "'a' has no picture"},
    {"{\"id\":\"lang.ar\",\"target\":true,\"rect\":[0,0,90,90]}", 0, ""},
    {"{\"id\":\"title\",\"rect\":[0,0,90,90]}", 0, ""},
    {WORDS(EMPTY), 0, ""},
    {WORDS(BLUE), 1, "where its words would be"},
    {WORDS("[150,60,80,80]"), 0, ""},
};

static void fill(cairo_t *cairo, const Colour *colour, Rect at)
{
    cairo_set_source_rgb(cairo, colour->red, colour->green, colour->blue);
    cairo_rectangle(cairo, at.x, at.y, at.w, at.h);
    cairo_fill(cairo);
}

/* White, with a red disc's square, a blue one and the red one again. */
static void paint(const char *file)
{
    static const Colour red = {0.8, 0, 0};
    static const Colour blue = {0, 0, 0.8};
    static const Colour white = {1, 1, 1};
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
    cairo_t *cairo = cairo_create(surface);
    fill(cairo, &white, (Rect){0, 0, WIDTH, HEIGHT});
    fill(cairo, &red, (Rect){15, 15, 20, 20});
    fill(cairo, &blue, (Rect){65, 15, 20, 20});
    fill(cairo, &red, (Rect){115, 15, 20, 20});
    cairo_destroy(cairo);
    g_assert_cmpint(cairo_surface_write_to_png(surface, file), ==, CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(surface);
}

static int check(const char *widgets, const char *file, json_t *pictures, GString *faults)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = g_strdup_printf("{\"screen\":\"question\",\"detail\":\"goal\","
                                            "\"px_per_mm\":5.0,\"widgets\":[%s]}",
                                            widgets);
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    g_autoptr(json_t) tree = json_parse(bytes, "tree", &error);
    g_assert_no_error(error);
    return picture_check(tree, file, pictures, faults);
}

static char *make_shot(void)
{
    g_autoptr(GError) error = NULL;
    char *file = NULL;
    int fd = g_file_open_tmp("wegwijs-shot-XXXXXX.png", &file, &error);
    g_assert_no_error(error);
    g_close(fd, NULL);
    paint(file);
    return file;
}

static void test_faults(void)
{
    g_autofree char *file = make_shot();
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) faults = g_string_new(NULL);
        g_autoptr(json_t) pictures = json_object();
        g_test_message("%s", cases[i].widgets);
        g_assert_cmpint(check(cases[i].widgets, file, pictures, faults), ==, cases[i].n_faults);
        g_assert_nonnull(strstr(faults->str, cases[i].fault));
    }
    g_unlink(file);
}

/* The same pixels have the same name, wherever they are. */
static void test_names(void)
{
    g_autofree char *file = make_shot();
    g_autoptr(GString) faults = g_string_new(NULL);
    g_autoptr(json_t) pictures = json_object();
    check(TARGET("a", RED_LEFT) "," TARGET("b", BLUE), file, pictures, faults);
    check(TARGET("c", RED_RIGHT), file, pictures, faults);
    const char *red = json_get_string(pictures, "a", "");
    g_assert_cmpint(strlen(red), ==, 64);
    g_assert_cmpstr(json_get_string(pictures, "c", ""), ==, red);
    g_assert_cmpstr(json_get_string(pictures, "b", ""), !=, red);
    g_unlink(file);
}

static void test_no_shot(void)
{
    g_autoptr(GString) faults = g_string_new(NULL);
    g_autoptr(json_t) pictures = json_object();
    g_assert_cmpint(check(TARGET("a", BLUE), "not-there.png", pictures, faults), ==, 1);
    g_assert_nonnull(strstr(faults->str, "not-there.png"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/picture-check/finds words left, missing and equal pictures", test_faults);
    g_test_add_func("/picture-check/the same pixels have the same name", test_names);
    g_test_add_func("/picture-check/a picture that cannot be read is a fault", test_no_shot);
    return g_test_run();
}
