// SPDX-License-Identifier: EUPL-1.2
#include "draw/pdf.h"

#include <stdbool.h>
#include <string.h>

static void paint(gpointer data, cairo_t *cairo)
{
    *(bool *)data = true;
    cairo_rectangle(cairo, 10, 10, 20, 20);
    cairo_fill(cairo);
}

static void test_page(void)
{
    bool is_painted = false;
    const PdfPage page = {.width = 203, .height = 406, .dots_per_inch = 203};
    g_autoptr(GBytes) bytes = pdf_write(&page, paint, &is_painted);
    gsize size;
    const char *text = g_bytes_get_data(bytes, &size);
    static const char BOX[] = "/MediaBox [ 0 0 72 144 ]";
    g_assert_true(is_painted);
    g_assert_cmpmem(text, 5, "%PDF-", 5);
    g_assert_nonnull(memmem(text, size, BOX, strlen(BOX)));
    g_assert_nonnull(memmem(text, size, "%%EOF", 5));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pdf/the page is as large as the paper", test_page);
    return g_test_run();
}
