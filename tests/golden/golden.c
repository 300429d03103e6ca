// SPDX-License-Identifier: EUPL-1.2
#include "golden/golden.h"

#include <string.h>

#include "golden/picture_text.h"

static const char kept[] = "tests/golden";
static const char left[] = "build/log/golden";

/* So few cells are a letter drawn otherwise, not a change that somebody would see. */
enum { FEW_CELLS = 3 };

static PictureText *load(const Golden *golden)
{
    g_autofree char *path = g_strdup_printf("%s/%s.txt", kept, golden->name);
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL)) {
        return NULL;
    }
    PictureText *picture = picture_text_parse(text);
    if (!picture) {
        g_error("%s is no picture as text", path);
    }
    return picture;
}

static void save(const Golden *golden, const PictureText *picture)
{
    g_autofree char *path = g_strdup_printf("%s/%s.txt", kept, golden->name);
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *text = picture_text_write(picture);
    g_autoptr(GError) why = NULL;
    g_assert_cmpint(g_mkdir_with_parents(folder, 0755), ==, 0);
    g_file_set_contents(path, text, -1, &why);
    g_assert_no_error(why);
    g_test_message("wrote %s, %zu bytes", path, strlen(text));
}

/* Destroys the surface. */
static void leave_picture(const Golden *golden, const char *what, cairo_surface_t *surface)
{
    g_autofree char *path = g_strdup_printf("%s/%s-%s.png", left, golden->name, what);
    g_autofree char *folder = g_path_get_dirname(path);
    g_assert_cmpint(g_mkdir_with_parents(folder, 0755), ==, 0);
    cairo_surface_write_to_png(surface, path);
    cairo_surface_destroy(surface);
}

int golden_count(const Golden *golden, cairo_surface_t *now)
{
    g_autoptr(PictureText) before = load(golden);
    g_autoptr(PictureText) after = picture_text_from_surface(now, golden->cell_px);
    return before ? picture_text_compare(before, after, NULL) : -1;
}

void golden_check(const Golden *golden, cairo_surface_t *now)
{
    g_autoptr(PictureText) before = load(golden);
    g_autoptr(PictureText) after = picture_text_from_surface(now, golden->cell_px);
    cairo_rectangle_int_t where;
    int n = before ? picture_text_compare(before, after, &where) : 0;
    if (g_strcmp0(g_getenv("WEGWIJS_GOLDEN"), "write") == 0) {
        if (!before || n > 0) {
            save(golden, after);
        }
        return;
    }
    if (!before) {
        g_test_message("%s: there is no %s/%s.txt; make it with 'make golden'", golden->about, kept,
                       golden->name);
        g_test_fail();
    } else if (n > FEW_CELLS) {
        g_test_message("%s: %d cells are others, within %dx%d at %d,%d; look at "
                       "%s/%s-{before,after,difference}.png and, if it is meant, 'make golden'",
                       golden->about, n, where.width, where.height, where.x, where.y, left,
                       golden->name);
        leave_picture(golden, "before", picture_text_draw(before));
        leave_picture(golden, "after", cairo_surface_reference(now));
        leave_picture(golden, "difference", picture_text_draw_difference(before, after));
        g_test_fail();
    }
}
