// SPDX-License-Identifier: EUPL-1.2
/* Story 8: the QR on a slip is read at least as often as an ideal one, alone on white paper, of the
 * same size and with the same words: after blur, with 5 % dead dots, a dead heating element and 3
 * degrees of skew, and all combinations. What is done to the two codes is the same to the dot; only
 * what stands around them differs. Read by zbar, as phones and desks do. A few references; with
 * WEGWIJS_ALL=1 fifty. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "slip/qr.h"
#include "slip/slip_layout.h"
#include "slip/token.h"
#include "slip_fixture.h"

enum {
    BLUR = 1,
    DEAD_DOTS = 2,
    DEAD_ELEMENT = 4,
    SKEW = 8,
    N_DAMAGES = 16,     /* their combinations */
    SURROUNDINGS = 160, /* dots around the code: 2 cm of slip, table beyond */
    MAX_LAYOUTS = 512,
    FEW = 4,
    MANY = 50,
};

static const int widths[] = {384, 576};
static const double skew_degrees = 3;
static const int dead_percent = 5;

/* --- pictures as a camera takes them -----------------------------------------------------------
 */

typedef struct {
    int side;
    double *light; /* 0 black to 1 white */
} View;

static View view_new(int side)
{
    View view = {side, g_new(double, side *side)};
    for (int i = 0; i < side * side; i++) {
        view.light[i] = 1;
    }
    return view;
}

/* Beyond the edge it is white. */
static double light_at(const View *view, int x, int y)
{
    bool is_inside = x >= 0 && x < view->side && y >= 0 && y < view->side;
    return is_inside ? view->light[y * view->side + x] : 1;
}

/* The code at (qr_x, qr_y) of the raster in the middle, with what surrounds it. */
static View take(const Raster *raster, int qr_x, int qr_y, int qr_side)
{
    View view = view_new(qr_side + 2 * SURROUNDINGS);
    for (int y = 0; y < view.side; y++) {
        for (int x = 0; x < view.side; x++) {
            int from_x = qr_x + x - SURROUNDINGS;
            int from_y = qr_y + y - SURROUNDINGS;
            bool is_paper = from_x >= 0 && from_x < raster->width_dots && from_y >= 0 &&
                            from_y < raster->height_dots;
            if (is_paper && raster_is_black(raster, from_x, from_y)) {
                view.light[y * view.side + x] = 0;
            }
        }
    }
    return view;
}

static void kill_dots(View *view, guint32 seed)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);
    for (int i = 0; i < view->side * view->side; i++) {
        if (g_rand_int_range(random, 0, 100) < dead_percent) {
            view->light[i] = 1;
        }
    }
}

/* One column within the code. */
static void kill_element(View *view, guint32 seed)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);
    int x = g_rand_int_range(random, SURROUNDINGS, view->side - SURROUNDINGS);
    for (int y = 0; y < view->side; y++) {
        view->light[y * view->side + x] = 1;
    }
}

static void turn(View *view, double degrees)
{
    View turned = view_new(view->side);
    double middle = (view->side - 1) / 2.0;
    double c = cos(degrees * G_PI / 180);
    double s = sin(degrees * G_PI / 180);
    for (int y = 0; y < view->side; y++) {
        for (int x = 0; x < view->side; x++) {
            double from_x = middle + c * (x - middle) + s * (y - middle);
            double from_y = middle - s * (x - middle) + c * (y - middle);
            int left = (int)floor(from_x);
            int top = (int)floor(from_y);
            double right_part = from_x - left;
            double lower = from_y - top;
            turned.light[y * view->side + x] =
                (1 - lower) * ((1 - right_part) * light_at(view, left, top) +
                               right_part * light_at(view, left + 1, top)) +
                lower * ((1 - right_part) * light_at(view, left, top + 1) +
                         right_part * light_at(view, left + 1, top + 1));
        }
    }
    g_free(view->light);
    *view = turned;
}

static void blur_along(View *view, double sigma, int dx, int dy)
{
    View blurred = view_new(view->side);
    int reach = (int)ceil(3 * sigma);
    g_autofree double *weights = g_new(double, reach + 1);
    double sum = 0;
    for (int k = -reach; k <= reach; k++) {
        weights[ABS(k)] = exp(-k * k / (2 * sigma * sigma));
        sum += weights[ABS(k)];
    }
    for (int y = 0; y < view->side; y++) {
        for (int x = 0; x < view->side; x++) {
            double light = 0;
            for (int k = -reach; k <= reach; k++) {
                light += weights[ABS(k)] * light_at(view, x + k * dx, y + k * dy);
            }
            blurred.light[y * view->side + x] = light / sum;
        }
    }
    g_free(view->light);
    *view = blurred;
}

/* The same to whatever is in the view. */
static void damage(View *view, int damages, guint32 seed)
{
    if (damages & DEAD_DOTS) {
        kill_dots(view, seed);
    }
    if (damages & DEAD_ELEMENT) {
        kill_element(view, seed + 1);
    }
    if (damages & SKEW) {
        turn(view, seed % 2 ? skew_degrees : -skew_degrees);
    }
    /* no lens is without any; at most half a module */
    double sigma = damages & BLUR ? 1.5 + seed % 5 * 0.5 : 1;
    blur_along(view, sigma, 1, 0);
    blur_along(view, sigma, 0, 1);
}

static void save(const View *view, const char *path)
{
    g_autofree char *head = g_strdup_printf("P5\n%d %d\n255\n", view->side, view->side);
    gsize head_size = strlen(head);
    gsize size = (gsize)view->side * (gsize)view->side;
    g_autofree char *bytes = g_malloc(head_size + size);
    memcpy(bytes, head, head_size);
    for (gsize i = 0; i < size; i++) {
        bytes[head_size + i] = (char)(guint8)(CLAMP(view->light[i], 0, 1) * 255 + 0.5);
    }
    g_assert_true(g_file_set_contents(path, bytes, (gssize)(head_size + size), NULL));
}

/* --- one reference -----------------------------------------------------------------------------
 */

typedef struct {
    char *folder;
    GPtrArray *arguments; /* of zbarimg: options and pictures */
    guint n_options;
    char *url;
} Desk;

static Desk desk_new(guint32 seed)
{
    static const char *const options[] = {"zbarimg", "--quiet", "--xml", "-Sdisable",
                                          "-Sqrcode.enable"};
    static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    Desk desk = {.folder = g_dir_make_tmp("wegwijs-qr-XXXXXX", NULL),
                 .arguments = g_ptr_array_new_with_free_func(g_free),
                 .n_options = G_N_ELEMENTS(options)};
    for (gsize i = 0; i < G_N_ELEMENTS(options); i++) {
        g_ptr_array_add(desk.arguments, g_strdup(options[i]));
    }
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);
    char token[TOKEN_CHARS + 1] = {0};
    for (int i = 0; i < TOKEN_CHARS; i++) {
        token[i] = base32[g_rand_int_range(random, 0, 32)];
    }
    desk.url = g_strconcat("HTTPS://W.EXAMPLE/#", token, NULL);
    return desk;
}

static void desk_clear(Desk *desk)
{
    for (guint i = desk->n_options; i < desk->arguments->len; i++) {
        const char *path = g_ptr_array_index(desk->arguments, i);
        (void)(path && g_unlink(path));
    }
    g_assert_cmpint(g_rmdir(desk->folder), ==, 0);
    g_ptr_array_unref(desk->arguments);
    g_free(desk->folder);
    g_free(desk->url);
}

static void show(Desk *desk, const Raster *raster, int qr_x, int qr_y, int qr_side)
{
    for (int damages = 0; damages < N_DAMAGES; damages++) {
        View view = take(raster, qr_x, qr_y, qr_side);
        damage(&view, damages, g_str_hash(desk->url) + (guint32)damages);
        char *path = g_strdup_printf("%s/%03u.pgm", desk->folder, desk->arguments->len);
        save(&view, path);
        g_ptr_array_add(desk->arguments, path);
        g_free(view.light);
    }
}

/* Reads all pictures: whether each gave the words it has. */
static void read_all(Desk *desk, bool *is_read)
{
    char *said = NULL;
    g_autoptr(GError) error = NULL;
    g_ptr_array_add(desk->arguments, NULL);
    g_spawn_sync(NULL, (char **)desk->arguments->pdata, NULL,
                 G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &said, NULL, NULL,
                 &error);
    g_assert_no_error(error);
    g_autofree char *expected = g_strdup_printf("<![CDATA[%s]]>", desk->url);
    g_auto(GStrv) sources = g_strsplit(said, "<source href=", -1);
    for (int i = 0; sources[0] && sources[i + 1]; i++) {
        g_auto(GStrv) quoted = g_strsplit(sources[i + 1], "'", 3);
        for (guint k = desk->n_options; k < desk->arguments->len - 1; k++) {
            if (g_str_equal(quoted[1], g_ptr_array_index(desk->arguments, k))) {
                is_read[k - desk->n_options] = strstr(sources[i + 1], expected) != NULL;
            }
        }
    }
    g_free(said);
}

/* How often codes were read, by damage. */
typedef struct {
    int n, ideal[N_DAMAGES], slip[G_N_ELEMENTS(widths)][N_DAMAGES];
} Tally;

static void show_ideal(Desk *desk)
{
    g_autoptr(GError) error = NULL;
    cairo_surface_t *surface = qr_draw(desk->url, QR_DOTS_A_MODULE, &error);
    g_assert_no_error(error);
    g_autoptr(Raster) raster = raster_from_surface(surface);
    show(desk, raster, 0, 0, raster->width_dots);
    cairo_surface_destroy(surface);
}

static void show_slip(Desk *desk, const SlipFacts *facts, TextSetter *setter, int width)
{
    gsize n;
    g_autoptr(Slip) slip = slip_new(facts, setter, width);
    g_autoptr(Raster) raster = raster_from_slip(slip);
    const SheetItem *items = sheet_items(slip_sheet(slip), &n);
    for (gsize i = 0; i < n; i++) {
        if (items[i].kind == SHEET_PICTURE) {
            show(desk, raster, items[i].x, items[i].y, items[i].w);
            return;
        }
    }
    g_assert_not_reached();
}

static void count(Tally *tally, FixtureVisit *visit, TextSetter *setter, guint32 seed)
{
    bool is_read[N_DAMAGES * (1 + G_N_ELEMENTS(widths))] = {false};
    Desk desk = desk_new(seed);
    visit->facts.qr_text = desk.url;
    show_ideal(&desk);
    for (gsize w = 0; w < G_N_ELEMENTS(widths); w++) {
        show_slip(&desk, &visit->facts, setter, widths[w]);
    }
    read_all(&desk, is_read);
    for (int d = 0; d < N_DAMAGES; d++) {
        tally->ideal[d] += is_read[d];
        for (gsize w = 0; w < G_N_ELEMENTS(widths); w++) {
            tally->slip[w][d] += is_read[(w + 1) * N_DAMAGES + (gsize)d];
        }
    }
    tally->n++;
    desk_clear(&desk);
}

static char *name_damages(int damages)
{
    return g_strdup_printf("%s%s%s%s%s", damages == 0 ? "nothing " : "",
                           damages & BLUR ? "blur " : "", damages & DEAD_DOTS ? "dead dots " : "",
                           damages & DEAD_ELEMENT ? "dead element " : "",
                           damages & SKEW ? "skew " : "");
}

/* A code that nothing happened to is read; over all, none is read less often than the ideal one. */
static void check_tally(const Tally *tally)
{
    int ideal = 0;
    int slip[G_N_ELEMENTS(widths)] = {0};
    for (int d = 0; d < N_DAMAGES; d++) {
        g_autofree char *name = name_damages(d);
        g_test_message("%-40s of %d: ideal %d, 384 dots %d, 576 dots %d", name, tally->n,
                       tally->ideal[d], tally->slip[0][d], tally->slip[1][d]);
        ideal += tally->ideal[d];
        for (gsize w = 0; w < G_N_ELEMENTS(widths); w++) {
            slip[w] += tally->slip[w][d];
            if (d == 0) {
                g_assert_cmpint(tally->slip[w][d], ==, tally->n);
            }
        }
    }
    g_assert_cmpint(ideal, >, 0);
    for (gsize w = 0; w < G_N_ELEMENTS(widths); w++) {
        g_assert_cmpint(slip[w], >=, ideal);
    }
}

static bool is_set(const char *name)
{
    return g_strcmp0(g_getenv(name), "1") == 0;
}

static void test_read(void)
{
    static const char answers[] = "{\"goal\":\"work\",\"papers\":\"eu\",\"income\":\"bijstand\","
                                  "\"tasks\":[\"t_office\"],\"support\":[\"none\"]}";
    fixture_use_fonts();
    Tally tally = {0};
    gsize n;
    int wanted = is_set("WEGWIJS_ALL") ? MANY : is_set("WEGWIJS_SAMPLE") ? 1 : FEW;
    g_autoptr(TextSetter) setter = text_setter_new(MAX_LAYOUTS);
    g_autoptr(FixtureVisit) visit = fixture_visit_new("werkcafe-midden-holland", answers);
    (void)content_languages(visit->content, &n);
    for (int i = 0; i < wanted; i++) {
        visit->facts.language = i * 5 % (int)n; /* 5 and 16 have no divisor in common */
        count(&tally, visit, setter, (guint32)i + 1);
    }
    check_tally(&tally);
}

/* A code that is spoiled is not counted as read. */
static void test_spoiled(void)
{
    bool is_read[N_DAMAGES] = {false};
    Desk desk = desk_new(1);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 343, 343);
    g_autoptr(Raster) raster = raster_from_surface(surface);
    cairo_surface_destroy(surface);
    show(&desk, raster, 0, 0, raster->width_dots);
    read_all(&desk, is_read);
    for (int d = 0; d < N_DAMAGES; d++) {
        g_assert_false(is_read[d]);
    }
    desk_clear(&desk);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/qr on paper/story 8: it is read as often as an ideal one", test_read);
    g_test_add_func("/qr on paper/what is no code is not read", test_spoiled);
    return g_test_run();
}
