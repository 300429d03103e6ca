// SPDX-License-Identifier: EUPL-1.2
#include "draw/theme.h"

#include <glib/gstdio.h>
#include <string.h>

static const char THEME_INI[] = "assets/theme.ini";

static Theme *load_shipped(void)
{
    g_autoptr(GError) error = NULL;
    Theme *theme = theme_load(THEME_INI, &error);
    g_assert_no_error(error);
    return theme;
}

/* Loads the shipped theme with one change; the message of the refusal, or NULL. Caller owns. */
static char *refusal_of(const char *group, const char *key, const char *value)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) error = NULL;
    g_key_file_load_from_file(file, THEME_INI, G_KEY_FILE_NONE, &error);
    g_assert_no_error(error);
    if (value) {
        g_key_file_set_value(file, group, key, value);
    } else {
        g_key_file_remove_key(file, group, key, NULL);
    }
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "wegwijs-theme-XXXXXX", NULL);
    int fd = g_mkstemp(path);
    g_assert_cmpint(fd, >=, 0);
    g_close(fd, NULL);
    g_key_file_save_to_file(file, path, &error);
    g_assert_no_error(error);
    g_autoptr(Theme) theme = theme_load(path, &error);
    g_unlink(path);
    g_assert_true(theme == NULL || error == NULL);
    return theme ? NULL : g_strdup(error->message);
}

static void test_shipped_values(void)
{
    g_autoptr(Theme) theme = load_shipped();
    g_assert_cmpfloat(theme->space_mm[THEME_SPACE_TARGET], >=, 20);
    g_assert_cmpfloat(theme->space_mm[THEME_SPACE_GAP], >=, 3);
    g_assert_cmpfloat(theme->cap_mm[THEME_TYPE_HINT], >=, 4.9);
    g_assert_cmpfloat(theme->cap_mm[THEME_TYPE_FOOT] * theme->text_size[2], >=, 6.1);
    g_assert_cmpfloat(theme->text_size[0], ==, 1);
}

static void test_refusals(void)
{
    static const struct {
        const char *group, *key, *value, *says;
    } rows[] = {
        {"space", "margin", NULL, "space.margin is missing"},
        {"colour_high", "ink", NULL, "colour_high.ink is missing"},
        {"space", "margn", "8", "space.margn is not a name of the theme"},
        {"colours", "ink", "#000000", "colours.ink is not a name of the theme"},
        {"colour", "ink", "black", "colour.ink is 'black'"},
        {"colour", "ink", "#12345", "colour.ink is '#12345'"},
        {"colour", "ink", "#12345G", "colour.ink is '#12345G'"},
        {"type", "title", "8mm", "type.title is '8mm'"},
        {"type", "title", "", "type.title is ''"},
        {"type", "title", "nan", "type.title is 'nan'"},
        {"type", "title", "1e9", "type.title is '1e9'"},
        {"space", "gap", "-4", "space.gap is '-4'"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *refusal = refusal_of(rows[i].group, rows[i].key, rows[i].value);
        g_assert_nonnull(refusal);
        g_assert_nonnull(strstr(refusal, rows[i].says));
        g_assert_nonnull(strstr(refusal, "wegwijs-theme-"));
    }
}

static void test_missing_file(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(theme_load("/nonexistent/theme.ini", &error));
    g_assert_nonnull(strstr(error->message, "/nonexistent/theme.ini"));
}

static void test_scale(void)
{
    g_autoptr(Theme) theme = load_shipped();
    ThemeScale scale = {.theme = theme, .px_per_mm = 5.9, .text_size = 1};
    g_assert_cmpint(theme_space_px(&scale, THEME_SPACE_TARGET), ==, 118);
    g_assert_cmpint(theme_mm_px(&scale, 10), ==, 59);
    double factor = theme_cap_px(&scale, THEME_TYPE_TITLE) / (8 * 5.9);
    g_assert_cmpfloat_with_epsilon(factor, 1.25, 1e-9);
    scale.shrink = 0.5;
    double less = theme_cap_px(&scale, THEME_TYPE_TITLE) / (8 * 5.9);
    g_assert_cmpfloat_with_epsilon(less, 1.25 / 2, 1e-9);
}

static void test_contrast_ratio(void)
{
    Colour black = {0, 0, 0};
    Colour white = {1, 1, 1};
    Colour grey = {0x76 / 255.0, 0x76 / 255.0, 0x76 / 255.0};
    g_assert_cmpfloat_with_epsilon(theme_contrast_ratio(black, white), 21, 1e-6);
    g_assert_cmpfloat_with_epsilon(theme_contrast_ratio(white, black), 21, 1e-6);
    g_assert_cmpfloat_with_epsilon(theme_contrast_ratio(white, white), 1, 1e-6);
    g_assert_cmpfloat_with_epsilon(theme_contrast_ratio(grey, white), 4.54, 0.005);
}

/* Which colours meet, and how far apart they must be (norms: text 7:1, parts 3:1, high 15:1). */
static const struct {
    ThemeColour front, back;
    bool is_text;
} pairs[] = {
    {THEME_COLOUR_INK, THEME_COLOUR_PAPER, true},
    {THEME_COLOUR_INK, THEME_COLOUR_TILE, true},
    {THEME_COLOUR_INK, THEME_COLOUR_TILE_PRESSED, true},
    {THEME_COLOUR_INK, THEME_COLOUR_TILE_SELECTED, true},
    {THEME_COLOUR_INK_QUIET, THEME_COLOUR_PAPER, true},
    {THEME_COLOUR_INK_QUIET, THEME_COLOUR_TILE, true},
    {THEME_COLOUR_INK_QUIET, THEME_COLOUR_TILE_PRESSED, true},
    {THEME_COLOUR_INK_QUIET, THEME_COLOUR_TILE_SELECTED, true},
    {THEME_COLOUR_ON_ACCENT, THEME_COLOUR_ACCENT, true},
    {THEME_COLOUR_ON_ACCENT, THEME_COLOUR_ACCENT_PRESSED, true},
    {THEME_COLOUR_ON_STOP, THEME_COLOUR_STOP, true},
    {THEME_COLOUR_TILE_LINE, THEME_COLOUR_PAPER, false},
    {THEME_COLOUR_TILE_LINE, THEME_COLOUR_TILE, false},
    {THEME_COLOUR_ACCENT, THEME_COLOUR_PAPER, false},
    {THEME_COLOUR_ACCENT, THEME_COLOUR_TILE, false},
    {THEME_COLOUR_ACCENT, THEME_COLOUR_TILE_SELECTED, false},
    {THEME_COLOUR_STOP, THEME_COLOUR_PAPER, false},
    {THEME_COLOUR_STOP, THEME_COLOUR_TILE, false},
};

static void test_contrast_of_pairs(void)
{
    g_autoptr(Theme) theme = load_shipped();
    for (int contrast = 0; contrast < THEME_CONTRAST_COUNT; contrast++) {
        const Colour *colours = theme->colours[contrast];
        for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
            double ratio = theme_contrast_ratio(colours[pairs[i].front], colours[pairs[i].back]);
            double least = contrast == THEME_CONTRAST_HIGH ? 15 : pairs[i].is_text ? 7 : 3;
            g_test_message("%d: %d on %d: %.2f", contrast, pairs[i].front, pairs[i].back, ratio);
            g_assert_cmpfloat(ratio, >=, least);
        }
    }
}

/* The focus ring runs outside what it marks: a line of ink beside one of the mark's colour. */
static void test_contrast_of_focus(void)
{
    g_autoptr(Theme) theme = load_shipped();
    static const ThemeColour unders[] = {THEME_COLOUR_PAPER, THEME_COLOUR_TILE,
                                         THEME_COLOUR_TILE_SELECTED};
    for (int contrast = 0; contrast < THEME_CONTRAST_COUNT; contrast++) {
        const Colour *colours = theme->colours[contrast];
        Colour ink = colours[THEME_COLOUR_INK];
        Colour mark = colours[THEME_COLOUR_MARK];
        for (gsize i = 0; i < G_N_ELEMENTS(unders); i++) {
            Colour under = colours[unders[i]];
            double best = MAX(theme_contrast_ratio(ink, under), theme_contrast_ratio(mark, under));
            g_assert_true(best >= 3);
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/theme/shipped sizes meet the norms", test_shipped_values);
    g_test_add_func("/theme/a wrong name or value is refused by group and key", test_refusals);
    g_test_add_func("/theme/a missing file is named", test_missing_file);
    g_test_add_func("/theme/millimetres become pixels of the panel", test_scale);
    g_test_add_func("/theme/contrast ratio is WCAG's", test_contrast_ratio);
    g_test_add_func("/theme/every pair of colours meets the norms", test_contrast_of_pairs);
    g_test_add_func("/theme/focus is visible on paper and tiles", test_contrast_of_focus);
    return g_test_run();
}
