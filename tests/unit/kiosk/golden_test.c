// SPDX-License-Identifier: EUPL-1.2
/* A chosen set of screens, drawn as they were drawn before; and that a change is noticed. */
#include <string.h>

#include "golden/golden.h"
#include "golden/picture_text.h"
#include "layout_proof.h"
#include "test_pack.h"

/* Panels of proof_panels: both packs on the small and on the large one. */
enum { CAFE_LANDSCAPE, CAFE_PORTRAIT, CAFE_WIDE, CAFE_HIGH, AZC_LANDSCAPE, AZC_PORTRAIT };
enum { CELLS = 160 }; /* along the longer side */

/* `screen` as in a scene's name, with a question's id or a sight's suffix after a dash. */
typedef struct {
    const char *screen, *language;
    int panel, text_size;
    bool is_high_contrast, is_reach;
    int page;
} Chosen;

static const Chosen chosen[] = {
    {"languages", "nl", CAFE_LANDSCAPE, .text_size = 0},
    {"languages", "ti", CAFE_PORTRAIT, .text_size = 0},
    {"languages-change", "ar", AZC_PORTRAIT, .text_size = 0},
    {"privacy", "nl", CAFE_LANDSCAPE, .text_size = 0},
    {"privacy", "ar", CAFE_PORTRAIT, .text_size = 2},
    {"question-goal", "nl", CAFE_LANDSCAPE, .text_size = 0},
    {"question-goal", "ar", CAFE_LANDSCAPE, .text_size = 0},
    {"question-goal", "so", AZC_PORTRAIT, .text_size = 1},
    {"question-tasks", "nl", CAFE_PORTRAIT, .text_size = 0},
    {"question-tasks", "ti", CAFE_WIDE, .text_size = 0},
    {"question-tasks", "fr", CAFE_LANDSCAPE, .text_size = 0, .is_reach = true, .page = 1},
    {"question-support", "ar", CAFE_HIGH, .text_size = 2},
    {"question-town", "uk", CAFE_LANDSCAPE, .text_size = 0, .is_high_contrast = true},
    {"doors", "nl", CAFE_LANDSCAPE, .text_size = 0},
    {"doors", "ar", CAFE_PORTRAIT, .text_size = 0},
    {"doors", "so", AZC_LANDSCAPE, .text_size = 0, .is_reach = true},
    {"provider", "nl", CAFE_HIGH, .text_size = 1},
    {"printing", "ti", CAFE_LANDSCAPE, .text_size = 0},
    {"slip", "ar", CAFE_LANDSCAPE, .text_size = 0},
    {"slip-word", "ps", CAFE_PORTRAIT, .text_size = 0},
    {"slip-photo", "nl", AZC_LANDSCAPE, .text_size = 0, .is_high_contrast = true},
    {"stop", "nl", CAFE_LANDSCAPE, .text_size = 0},
    {"staff", "fa", CAFE_PORTRAIT, .text_size = 0, .is_reach = true},
    {"idle", "nl", CAFE_LANDSCAPE, .text_size = 0},
    {"closed", "nl", CAFE_PORTRAIT, .text_size = 0},
    {"languages-message", "nl", CAFE_LANDSCAPE, .text_size = 0},
    {"languages-message", "ar", CAFE_PORTRAIT, .text_size = 0},
    {"closed-cleaning", "nl", CAFE_LANDSCAPE, .text_size = 0},
    {"doors-here", "ar", CAFE_LANDSCAPE, .text_size = 0},
    {"doors-away", "nl", CAFE_PORTRAIT, .text_size = 0},
    {"privacy", "pseudo", CAFE_PORTRAIT, .text_size = 0},
    {"doors", "pseudo", CAFE_WIDE, .text_size = 0},
};

/* The first sight of that name. */
static const ScreenSight *find_sight(const Proof *p, const char *screen)
{
    for (guint i = 0; i < p->sights->len; i++) {
        const ScreenSight *sight = &g_array_index(p->sights, ScreenSight, i);
        const char *state = visit_state_name(sight->visit.state);
        gsize n;
        const Question *questions = content_questions(p->content, &n);
        g_autofree char *name =
            sight->visit.state == VISIT_STATE_QUESTION
                ? g_strconcat(state, "-", questions[sight->visit.question].id, NULL)
                : g_strconcat(state, sight->suffix, NULL);
        if (g_str_equal(name, screen)) {
            return sight;
        }
    }
    g_error("no visitor comes to %s", screen);
}

/* The language that nobody speaks stands in the place of English. */
static bool is_pseudo(const Chosen *one)
{
    return g_str_equal(one->language, "pseudo");
}

static const char *code_of(const Chosen *one)
{
    return is_pseudo(one) ? "en" : one->language;
}

static void lay_out(Proof *p, const Chosen *one)
{
    const ScreenSight *sight = find_sight(p, one->screen);
    Visit visit = sight->visit;
    visit.language = content_find_language(p->content, code_of(one));
    visit.text_size = one->text_size;
    visit.is_high_contrast = one->is_high_contrast;
    visit.is_reach = one->is_reach;
    visit.page = one->page;
    g_assert_cmpint(visit.language, >=, 0);
    proof_lay_out(p, sight, &visit, p->scene);
}

static int cell_of(const Panel *panel)
{
    return (MAX(panel->width_px, panel->height_px) + CELLS - 1) / CELLS;
}

/* Caller owns. */
static char *name_of(const Chosen *one)
{
    const Panel *panel = &proof_panels[one->panel];
    return g_strdup_printf("screens/%s-%s-%dx%d%s%s%s", one->screen, one->language, panel->width_px,
                           panel->height_px,
                           one->text_size == 2   ? "-largest"
                           : one->text_size == 1 ? "-large"
                                                 : "",
                           one->is_high_contrast ? "-contrast" : "", one->is_reach ? "-low" : "");
}

static void test_screen(gconstpointer data)
{
    const Chosen *one = data;
    const Panel *panel = &proof_panels[one->panel];
    g_autofree char *name = name_of(one);
    g_autofree char *about = g_strdup_printf("%s in %s", one->screen, one->language);
    Proof p;
    proof_init(&p, panel, is_pseudo(one) ? test_pack_load_pseudo(panel->pack, "en") : NULL);
    lay_out(&p, one);
    cairo_surface_t *surface = proof_paint(p.scene);
    const Golden golden = {name, cell_of(panel), about};
    golden_check(&golden, surface);
    cairo_surface_destroy(surface);
    proof_clear(&p);
}

/* No file is kept that nothing is compared with. */
static void test_left_over(void)
{
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(chosen); i++) {
        g_autofree char *name = name_of(&chosen[i]);
        g_assert_true(g_hash_table_add(names, g_strconcat(name, ".txt", NULL)));
    }
    g_autoptr(GDir) dir = g_dir_open("tests/golden/screens", 0, NULL);
    g_assert_nonnull(dir);
    const char *file;
    while ((file = g_dir_read_name(dir)) != NULL) {
        g_autofree char *name = g_strconcat("screens/", file, NULL);
        if (!g_hash_table_contains(names, name)) {
            g_error("tests/golden/%s belongs to no screen; remove it", name);
        }
    }
}

/* --- a change is noticed ---------------------------------------------------------------------- */

typedef void (*Change)(Proof *p);

/* By one and a half millimetres. */
static void move_tile(Proof *p)
{
    Widget *tile = (Widget *)scene_find(p->scene, "option.goal.work");
    g_assert_nonnull(tile);
    tile->rect.x += theme_mm_px(&p->scene->scale, 1.5);
}

static void lose_text(Proof *p)
{
    Widget *tile = (Widget *)scene_find(p->scene, "option.goal.work");
    tile->text = NULL;
}

static void lose_picture(Proof *p)
{
    Widget *tile = (Widget *)scene_find(p->scene, "option.goal.work");
    tile->pictogram = NULL;
}

/* The ground, a little cooler. */
static void change_colour(Proof *p)
{
    p->theme->colours[THEME_CONTRAST_NORMAL][THEME_COLOUR_PAPER] = (Colour){0.86, 0.9, 0.94};
}

static void select_tile(Proof *p)
{
    ((Widget *)scene_find(p->scene, "option.goal.work"))->is_selected = true;
}

typedef struct {
    const char *fact;
    Change change;
} Changed;

static const Changed changes[] = {
    {"a tile that moved", move_tile},         {"a text that is gone", lose_text},
    {"a picture that is gone", lose_picture}, {"another colour", change_colour},
    {"a tile that is chosen", select_tile},
};

/* Cells that a change of the first question makes differ from its text and back. */
static int count_after(Change change)
{
    const Chosen *one = &chosen[5];
    const Panel *panel = &proof_panels[one->panel];
    Proof p;
    proof_init(&p, panel, NULL);
    lay_out(&p, one);
    cairo_surface_t *before = proof_paint(p.scene);
    if (change) {
        change(&p);
    }
    cairo_surface_t *after = proof_paint(p.scene);
    g_autoptr(PictureText) now = picture_text_from_surface(after, cell_of(panel));
    g_autoptr(PictureText) drawn = picture_text_from_surface(before, cell_of(panel));
    g_autofree char *text = picture_text_write(drawn);
    g_autoptr(PictureText) kept = picture_text_parse(text);
    g_assert_nonnull(kept);
    int n = picture_text_compare(kept, now, NULL);
    cairo_surface_destroy(after);
    cairo_surface_destroy(before);
    proof_clear(&p);
    return n;
}

static void test_same(void)
{
    g_assert_cmpint(count_after(NULL), ==, 0);
}

static void test_change(gconstpointer data)
{
    const Changed *changed = data;
    int n = count_after(changed->change);
    g_test_message("%d cells", n);
    g_assert_cmpint(n, >, 8);
}

/* --- the text ----------------------------------------------------------------------------------
 */

static void test_text(void)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 20, 12);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_rectangle(cairo, 8, 8, 4, 4);
    cairo_fill(cairo);
    cairo_set_source_rgb(cairo, 0.95, 0.7, 0.2);
    cairo_rectangle(cairo, 16, 8, 4, 4);
    cairo_fill(cairo);
    cairo_destroy(cairo);
    g_autoptr(PictureText) picture = picture_text_from_surface(surface, 4);
    cairo_surface_destroy(surface);
    g_autofree char *text = picture_text_write(picture);
    g_assert_cmpstr(text, ==, "wegwijs-picture 1\ncell 4 size 20x12\n2x5p\n2papDl\n");
    g_autoptr(PictureText) again = picture_text_parse(text);
    g_assert_cmpint(picture_text_compare(again, picture, NULL), ==, 0);
    again->lightness[0] = 0;
    again->red[14] = 0;
    cairo_rectangle_int_t where;
    g_assert_cmpint(picture_text_compare(again, picture, &where), ==, 2);
    g_assert_cmpint(where.width, ==, 20);
}

static void test_no_text(void)
{
    static const char *const bad[] = {"",
                                      "wegwijs-picture 1\n",
                                      "wegwijs-picture 1\ncell 4 size 8x4\n",
                                      "wegwijs-picture 1\ncell 4 size 8x4\n3p\n",
                                      "wegwijs-picture 1\ncell 4 size 8x4\n2q\n",
                                      "wegwijs-picture 1\ncell 4 size 8x4\n2x2p\n",
                                      "wegwijs-picture 1\ncell 0 size 8x4\n2p\n",
                                      "wegwijs-picture 1\ncell 4 size 8x4\nDp\n",
                                      "wegwijs-picture 1\ncell 4 size 8x4\npD\n"};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_assert_null(picture_text_parse(bad[i]));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/golden/a picture becomes text and text a picture", test_text);
    g_test_add_func("/golden/what is no picture is refused", test_no_text);
    g_test_add_func("/golden/the same drawing is the same", test_same);
    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
        g_autofree char *name = g_strdup_printf("/golden/%s is noticed", changes[i].fact);
        g_test_add_data_func(name, &changes[i], test_change);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(chosen); i++) {
        g_autofree char *file = name_of(&chosen[i]);
        g_autofree char *name = g_strdup_printf("/golden/%s is as before", file);
        g_test_add_data_func(name, &chosen[i], test_screen);
    }
    g_test_add_func("/golden/screens/are all the files there are", test_left_over);
    return g_test_run();
}
