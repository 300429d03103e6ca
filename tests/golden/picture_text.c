// SPDX-License-Identifier: EUPL-1.2
#include "golden/picture_text.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIGHT_STEP = 17, COLOUR_STEP = 40, COLOURS = 5, MAX_SIDE_PX = 8192 };

static const char first_line[] = "wegwijs-picture 1";
static const char grey = 'A' + COLOURS * (COLOURS / 2) + COLOURS / 2;

static PictureText *new_picture(int cell_px, int width_px, int height_px)
{
    PictureText *picture = g_new0(PictureText, 1);
    picture->cell_px = cell_px;
    picture->width_px = width_px;
    picture->height_px = height_px;
    picture->columns = (width_px + cell_px - 1) / cell_px;
    picture->rows = (height_px + cell_px - 1) / cell_px;
    gsize n = (gsize)picture->columns * (gsize)picture->rows;
    picture->lightness = g_new0(guint8, n);
    picture->blue = g_new0(gint8, n);
    picture->red = g_new0(gint8, n);
    return picture;
}

void picture_text_free(PictureText *picture)
{
    if (picture) {
        g_free(picture->lightness);
        g_free(picture->blue);
        g_free(picture->red);
        g_free(picture);
    }
}

/* --- from pixels -------------------------------------------------------------------------------
 */

typedef struct {
    double red, green, blue;
} Mean;

static Mean take_mean(cairo_surface_t *surface, int x0, int y0, int side)
{
    const guint8 *data = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    int right = MIN(x0 + side, cairo_image_surface_get_width(surface));
    int bottom = MIN(y0 + side, cairo_image_surface_get_height(surface));
    Mean sum = {0};
    for (int y = y0; y < bottom; y++) {
        for (int x = x0; x < right; x++) {
            guint32 pixel;
            memcpy(&pixel, data + (gsize)y * (gsize)stride + 4 * (gsize)x, sizeof pixel);
            sum.red += pixel >> 16 & 0xff;
            sum.green += pixel >> 8 & 0xff;
            sum.blue += pixel & 0xff;
        }
    }
    double n = (double)(right - x0) * (bottom - y0);
    return (Mean){sum.red / n, sum.green / n, sum.blue / n};
}

PictureText *picture_text_from_surface(cairo_surface_t *surface, int cell_px)
{
    cairo_surface_flush(surface);
    PictureText *picture = new_picture(cell_px, cairo_image_surface_get_width(surface),
                                       cairo_image_surface_get_height(surface));
    for (int i = 0; i < picture->columns * picture->rows; i++) {
        Mean mean = take_mean(surface, i % picture->columns * cell_px,
                              i / picture->columns * cell_px, cell_px);
        double light = 0.299 * mean.red + 0.587 * mean.green + 0.114 * mean.blue;
        picture->lightness[i] = (guint8)(light + 0.5);
        picture->blue[i] = (gint8)CLAMP(0.564 * (mean.blue - light), -127, 127);
        picture->red[i] = (gint8)CLAMP(0.713 * (mean.red - light), -127, 127);
    }
    return picture;
}

/* --- text --------------------------------------------------------------------------------------
 */

static int round_colour(int value)
{
    int step = (abs(value) + COLOUR_STEP / 2) / COLOUR_STEP;
    step = MIN(step, COLOURS / 2);
    return value < 0 ? -step : step;
}

/* "k" or "Ck". */
static void name_cell(const PictureText *picture, int i, char name[3])
{
    int blue = round_colour(picture->blue[i]) + COLOURS / 2;
    int red = round_colour(picture->red[i]) + COLOURS / 2;
    char colour = (char)('A' + blue * COLOURS + red);
    char light = (char)('a' + (picture->lightness[i] + LIGHT_STEP / 2) / LIGHT_STEP);
    g_snprintf(name, 3, "%c%c", colour == grey ? light : colour, colour == grey ? 0 : light);
}

static char *write_row(const PictureText *picture, int row)
{
    GString *text = g_string_new(NULL);
    char last[3] = "";
    int count = 0;
    for (int x = 0; x <= picture->columns; x++) {
        char name[3] = "";
        if (x < picture->columns) {
            name_cell(picture, row * picture->columns + x, name);
        }
        if (count > 0 && strcmp(name, last) != 0) {
            g_autofree char *number = count > 1 ? g_strdup_printf("%d", count) : g_strdup("");
            g_string_append_printf(text, "%s%s", number, last);
            count = 0;
        }
        memcpy(last, name, sizeof last);
        count++;
    }
    return g_string_free(text, FALSE);
}

char *picture_text_write(const PictureText *picture)
{
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "%s\ncell %d size %dx%d\n", first_line, picture->cell_px,
                           picture->width_px, picture->height_px);
    g_autofree char *last = NULL;
    int times = 0;
    for (int y = 0; y <= picture->rows; y++) {
        g_autofree char *row = y < picture->rows ? write_row(picture, y) : NULL;
        if (last && g_strcmp0(row, last) != 0) {
            g_autofree char *number = times > 1 ? g_strdup_printf("%dx", times) : g_strdup("");
            g_string_append_printf(text, "%s%s\n", number, last);
            times = 0;
        }
        times++;
        g_free(last);
        last = g_steal_pointer(&row);
    }
    return g_string_free(text, FALSE);
}

/* A number, or 1 where there is none. */
static int read_count(const char **at)
{
    if (!g_ascii_isdigit(**at)) {
        return 1;
    }
    char *end;
    long count = strtol(*at, &end, 10);
    *at = end;
    return (int)CLAMP(count, 0, MAX_SIDE_PX);
}

/* One line into the row that begins at cell `first`; false when it is not as wide as the picture.
 */
static bool read_row(PictureText *picture, const char *at, int first)
{
    int x = 0;
    while (*at) {
        int count = read_count(&at);
        int colour = *at >= 'A' && *at < 'A' + COLOURS * COLOURS ? *at++ - 'A' : grey - 'A';
        if (*at < 'a' || *at > 'p' || count == 0 || x + count > picture->columns) {
            return false;
        }
        for (int i = first + x; i < first + x + count; i++) {
            picture->lightness[i] = (guint8)((*at - 'a') * LIGHT_STEP);
            picture->blue[i] = (gint8)((colour / COLOURS - COLOURS / 2) * COLOUR_STEP);
            picture->red[i] = (gint8)((colour % COLOURS - COLOURS / 2) * COLOUR_STEP);
        }
        x += count;
        at++;
    }
    return x == picture->columns;
}

static bool read_rows(PictureText *picture, char **lines)
{
    int y = 0;
    for (int i = 0; lines[i] && lines[i][0]; i++) {
        const char *cross = strchr(lines[i], 'x');
        const char *row = cross ? cross + 1 : lines[i];
        const char *number = lines[i];
        int times = cross ? read_count(&number) : 1;
        for (int k = 0; k < times; k++) {
            if (y >= picture->rows || !read_row(picture, row, y * picture->columns)) {
                return false;
            }
            y++;
        }
    }
    return y == picture->rows;
}

PictureText *picture_text_parse(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    int cell;
    int width;
    int height;
    if (g_strcmp0(lines[0], first_line) != 0 || !lines[1] ||
        sscanf(lines[1], "cell %d size %dx%d", &cell, &width, &height) != 3 || cell < 1 ||
        width < 1 || height < 1 || MAX(width, height) > MAX_SIDE_PX) {
        return NULL;
    }
    g_autoptr(PictureText) picture = new_picture(cell, width, height);
    return read_rows(picture, lines + 2) ? g_steal_pointer(&picture) : NULL;
}

/* --- comparing ---------------------------------------------------------------------------------
 */

static bool is_same_size(const PictureText *a, const PictureText *b)
{
    return a->cell_px == b->cell_px && a->width_px == b->width_px && a->height_px == b->height_px;
}

/* What lies beyond the last step of colour is rounded to it. */
static int colour_gap(int before, int now)
{
    int last = COLOUR_STEP * (COLOURS / 2);
    return abs(CLAMP(now, -last, last) - before) - COLOUR_STEP / 2;
}

static bool is_like(const PictureText *picture, int i, int k)
{
    return abs(picture->lightness[i] - picture->lightness[k]) <= 1 &&
           abs(picture->blue[i] - picture->blue[k]) <= 1 &&
           abs(picture->red[i] - picture->red[k]) <= 1;
}

/* Its neighbours are the same. */
static bool is_plain(const PictureText *picture, int i)
{
    int x = i % picture->columns;
    return (x == 0 || is_like(picture, i, i - 1)) &&
           (x == picture->columns - 1 || is_like(picture, i, i + 1)) &&
           (i < picture->columns || is_like(picture, i, i - picture->columns)) &&
           (i >= picture->columns * (picture->rows - 1) ||
            is_like(picture, i, i + picture->columns));
}

static bool differs(const PictureText *before, const PictureText *now, int i)
{
    int light = abs(now->lightness[i] - before->lightness[i]) - LIGHT_STEP / 2;
    int colour =
        MAX(colour_gap(before->blue[i], now->blue[i]), colour_gap(before->red[i], now->red[i]));
    if (light <= PICTURE_TEXT_PLAIN && colour <= PICTURE_TEXT_PLAIN) {
        return false;
    }
    return light > PICTURE_TEXT_LIGHTNESS || colour > PICTURE_TEXT_COLOUR ||
           (is_plain(before, i) && is_plain(now, i));
}

int picture_text_compare(const PictureText *before, const PictureText *now,
                         cairo_rectangle_int_t *where)
{
    cairo_rectangle_int_t box = {0, 0, now->width_px, now->height_px};
    int n = now->columns * now->rows;
    if (is_same_size(before, now)) {
        int left = now->columns;
        int top = now->rows;
        int right = 0;
        int bottom = 0;
        n = 0;
        for (int i = 0; i < now->columns * now->rows; i++) {
            if (differs(before, now, i)) {
                n++;
                left = MIN(left, i % now->columns);
                right = MAX(right, i % now->columns + 1);
                top = MIN(top, i / now->columns);
                bottom = MAX(bottom, i / now->columns + 1);
            }
        }
        int cell = now->cell_px;
        box = (cairo_rectangle_int_t){left * cell, top * cell, MAX(0, right - left) * cell,
                                      MAX(0, bottom - top) * cell};
    }
    if (where) {
        *where = box;
    }
    return n;
}

/* --- pictures ----------------------------------------------------------------------------------
 */

typedef guint32 (*Paint)(const PictureText *picture, const PictureText *before, int i);

static guint32 clamp_channel(double value)
{
    return (guint32)CLAMP(value + 0.5, 0, 255);
}

static guint32 paint_own(const PictureText *picture, const PictureText *before, int i)
{
    (void)before;
    double light = picture->lightness[i];
    double red = light + picture->red[i] / 0.713;
    double blue = light + picture->blue[i] / 0.564;
    double green = (light - 0.299 * red - 0.114 * blue) / 0.587;
    return clamp_channel(red) << 16 | clamp_channel(green) << 8 | clamp_channel(blue);
}

static guint32 paint_difference(const PictureText *picture, const PictureText *before, int i)
{
    if (!is_same_size(picture, before) || differs(before, picture, i)) {
        return 0xD02020;
    }
    guint32 light = 128 + picture->lightness[i] / 2u;
    return light << 16 | light << 8 | light;
}

static cairo_surface_t *draw(const PictureText *picture, const PictureText *before, Paint paint)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture->width_px, picture->height_px);
    guint8 *data = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < picture->height_px; y++) {
        for (int x = 0; x < picture->width_px; x++) {
            int i = y / picture->cell_px * picture->columns + x / picture->cell_px;
            guint32 pixel = paint(picture, before, i);
            memcpy(data + (gsize)y * (gsize)stride + 4 * (gsize)x, &pixel, sizeof pixel);
        }
    }
    cairo_surface_mark_dirty(surface);
    return surface;
}

cairo_surface_t *picture_text_draw(const PictureText *picture)
{
    return draw(picture, NULL, paint_own);
}

cairo_surface_t *picture_text_draw_difference(const PictureText *before, const PictureText *now)
{
    return draw(now, before, paint_difference);
}
