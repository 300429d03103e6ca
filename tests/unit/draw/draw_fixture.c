// SPDX-License-Identifier: EUPL-1.2
#include "draw_fixture.h"

#include <string.h>

#include "draw/fonts.h"

char *fixture_asset(const char *name)
{
    const char *build = g_getenv("WEGWIJS_BUILD");
    return g_build_filename(build ? build : "build/native", "assets", name, NULL);
}

void fixture_use_fonts(void)
{
    g_autofree char *path = fixture_asset("fonts/fonts.conf");
    g_autoptr(GError) error = NULL;
    if (!fonts_use(path, &error)) {
        g_error("%s", error->message);
    }
}

cairo_surface_t *fixture_paper(int width, int height)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_destroy(cairo);
    return surface;
}

int fixture_grey(cairo_surface_t *surface, int x, int y)
{
    cairo_surface_flush(surface);
    const guint8 *row =
        cairo_image_surface_get_data(surface) + y * cairo_image_surface_get_stride(surface);
    guint32 pixel;
    memcpy(&pixel, row + 4 * x, sizeof pixel);
    return (int)((pixel >> 16 & 255) + (pixel >> 8 & 255) + (pixel & 255)) / 3;
}

bool fixture_ink(cairo_surface_t *surface, InkBox *box)
{
    int width = cairo_image_surface_get_width(surface);
    int height = cairo_image_surface_get_height(surface);
    *box = (InkBox){width, height, -1, -1};
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            if (fixture_grey(surface, x, y) < 128) {
                box->left = MIN(box->left, x);
                box->right = MAX(box->right, x);
                box->top = MIN(box->top, y);
                box->bottom = MAX(box->bottom, y);
            }
        }
    }
    return box->right >= 0;
}

bool fixture_is_same(cairo_surface_t *a, cairo_surface_t *b)
{
    cairo_surface_flush(a);
    cairo_surface_flush(b);
    int height = cairo_image_surface_get_height(a);
    int stride = cairo_image_surface_get_stride(a);
    return height == cairo_image_surface_get_height(b) &&
           stride == cairo_image_surface_get_stride(b) &&
           memcmp(cairo_image_surface_get_data(a), cairo_image_surface_get_data(b),
                  (gsize)height * (gsize)stride) == 0;
}
