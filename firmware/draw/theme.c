// SPDX-License-Identifier: EUPL-1.2
#include "draw/theme.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/file.h"

enum { THEME_MAX_BYTES = 64 * 1024 };

G_DEFINE_QUARK(wegwijs_theme_error, theme_error)

typedef enum { FIELD_NUMBER, FIELD_COLOUR } FieldKind;

/* One key of theme.ini and where its value goes. */
typedef struct {
    const char *group;
    const char *key;
    FieldKind kind;
    gsize offset;
    double min, max; /* FIELD_NUMBER */
} Field;

#define SPACE(key_, which)                                                                         \
    {                                                                                              \
        .group = "space", .key = key_, .kind = FIELD_NUMBER,                                       \
        .offset = offsetof(Theme, space_mm[which]), .min = 0.1, .max = 200                         \
    }
#define CAP(key_, which)                                                                           \
    {                                                                                              \
        .group = "type", .key = key_, .kind = FIELD_NUMBER,                                        \
        .offset = offsetof(Theme, cap_mm[which]), .min = 1, .max = 60                              \
    }
#define FACTOR(key_, member)                                                                       \
    {                                                                                              \
        .group = "type", .key = key_, .kind = FIELD_NUMBER, .offset = offsetof(Theme, member),     \
        .min = 1, .max = 3                                                                         \
    }
#define COLOURS(key_, which)                                                                       \
    {.group = "colour",                                                                            \
     .key = key_,                                                                                  \
     .kind = FIELD_COLOUR,                                                                         \
     .offset = offsetof(Theme, colours[THEME_CONTRAST_NORMAL][which])},                            \
    {                                                                                              \
        .group = "colour_high", .key = key_, .kind = FIELD_COLOUR,                                 \
        .offset = offsetof(Theme, colours[THEME_CONTRAST_HIGH][which])                             \
    }

static const Field fields[] = {
    SPACE("margin", THEME_SPACE_MARGIN),
    SPACE("gap", THEME_SPACE_GAP),
    SPACE("pad", THEME_SPACE_PAD),
    SPACE("corner", THEME_SPACE_CORNER),
    SPACE("line", THEME_SPACE_LINE),
    SPACE("line_strong", THEME_SPACE_LINE_STRONG),
    SPACE("header", THEME_SPACE_HEADER),
    SPACE("footer", THEME_SPACE_FOOTER),
    SPACE("target", THEME_SPACE_TARGET),
    SPACE("tile", THEME_SPACE_TILE),
    SPACE("pictogram", THEME_SPACE_PICTOGRAM),
    CAP("title", THEME_TYPE_TITLE),
    CAP("answer", THEME_TYPE_ANSWER),
    CAP("hint", THEME_TYPE_HINT),
    CAP("foot", THEME_TYPE_FOOT),
    CAP("huge", THEME_TYPE_HUGE),
    FACTOR("size_large", text_size[1]),
    FACTOR("size_largest", text_size[2]),
    FACTOR("line_height_latin", line_height_latin),
    FACTOR("line_height_tall", line_height_tall),
    COLOURS("paper", THEME_COLOUR_PAPER),
    COLOURS("tile", THEME_COLOUR_TILE),
    COLOURS("tile_line", THEME_COLOUR_TILE_LINE),
    COLOURS("tile_pressed", THEME_COLOUR_TILE_PRESSED),
    COLOURS("tile_selected", THEME_COLOUR_TILE_SELECTED),
    COLOURS("ink", THEME_COLOUR_INK),
    COLOURS("ink_quiet", THEME_COLOUR_INK_QUIET),
    COLOURS("accent", THEME_COLOUR_ACCENT),
    COLOURS("accent_pressed", THEME_COLOUR_ACCENT_PRESSED),
    COLOURS("on_accent", THEME_COLOUR_ON_ACCENT),
    COLOURS("mark", THEME_COLOUR_MARK),
    COLOURS("stop", THEME_COLOUR_STOP),
    COLOURS("on_stop", THEME_COLOUR_ON_STOP),
};
static_assert(G_N_ELEMENTS(fields) == THEME_SPACE_COUNT + THEME_TYPE_COUNT + 4 +
                                          THEME_CONTRAST_COUNT * THEME_COLOUR_COUNT,
              "every space, type size and colour has its row");

static const Field *find_field(const char *group, const char *key)
{
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
        if (g_str_equal(fields[i].group, group) && g_str_equal(fields[i].key, key)) {
            return &fields[i];
        }
    }
    return NULL;
}

static bool parse_colour(const char *text, Colour *out)
{
    if (strlen(text) != 7 || text[0] != '#') {
        return false;
    }
    int parts[3];
    for (int i = 0; i < 3; i++) {
        int high = g_ascii_xdigit_value(text[1 + 2 * i]);
        int low = g_ascii_xdigit_value(text[2 + 2 * i]);
        if (high < 0 || low < 0) {
            return false;
        }
        parts[i] = high * 16 + low;
    }
    *out = (Colour){parts[0] / 255.0, parts[1] / 255.0, parts[2] / 255.0};
    return true;
}

static bool take_field(Theme *theme, const Field *field, const char *value, const char *path,
                       GError **error)
{
    void *target = (char *)theme + field->offset;
    if (field->kind == FIELD_COLOUR) {
        if (parse_colour(value, target)) {
            return true;
        }
        g_set_error(error, THEME_ERROR, THEME_ERROR_VALUE,
                    "%s: %s.%s is '%s', must be a colour as #1C2430", path, field->group,
                    field->key, value);
        return false;
    }
    char *end;
    double number = g_ascii_strtod(value, &end);
    if (end == value || *end || !(number >= field->min && number <= field->max)) {
        g_set_error(error, THEME_ERROR, THEME_ERROR_VALUE,
                    "%s: %s.%s is '%s', must be a number from %g to %g", path, field->group,
                    field->key, value, field->min, field->max);
        return false;
    }
    *(double *)target = number;
    return true;
}

static bool check_names(GKeyFile *file, const char *path, GError **error)
{
    g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
    for (int g = 0; groups[g]; g++) {
        g_auto(GStrv) keys = g_key_file_get_keys(file, groups[g], NULL, NULL);
        for (int k = 0; keys && keys[k]; k++) {
            if (!find_field(groups[g], keys[k])) {
                g_set_error(error, THEME_ERROR, THEME_ERROR_VALUE,
                            "%s: %s.%s is not a name of the theme", path, groups[g], keys[k]);
                return false;
            }
        }
    }
    return true;
}

static GKeyFile *load_keys(const char *path, GError **error)
{
    g_autoptr(GBytes) bytes = file_load(path, THEME_MAX_BYTES, error);
    if (!bytes) {
        return NULL;
    }
    gsize size;
    const char *text = g_bytes_get_data(bytes, &size);
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) why = NULL;
    if (size > 0 && !g_key_file_load_from_data(file, text, size, G_KEY_FILE_NONE, &why)) {
        g_set_error(error, THEME_ERROR, THEME_ERROR_FILE, "%s: %s", path, why->message);
        return NULL;
    }
    return g_steal_pointer(&file);
}

Theme *theme_load(const char *path, GError **error)
{
    g_autoptr(GKeyFile) file = load_keys(path, error);
    if (!file || !check_names(file, path, error)) {
        return NULL;
    }
    g_autoptr(Theme) theme = g_new0(Theme, 1);
    theme->text_size[0] = 1;
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
        const Field *field = &fields[i];
        g_autofree char *value = g_key_file_get_value(file, field->group, field->key, NULL);
        if (!value) {
            g_set_error(error, THEME_ERROR, THEME_ERROR_VALUE, "%s: %s.%s is missing", path,
                        field->group, field->key);
            return NULL;
        }
        if (!take_field(theme, field, g_strstrip(value), path, error)) {
            return NULL;
        }
    }
    return g_steal_pointer(&theme);
}

void theme_free(Theme *theme)
{
    g_free(theme);
}

int theme_mm_px(const ThemeScale *scale, double mm)
{
    return (int)lround(mm * scale->px_per_mm);
}

int theme_space_px(const ThemeScale *scale, ThemeSpace space)
{
    int px = theme_mm_px(scale, scale->theme->space_mm[space]);
    return MAX(px, 1);
}

double theme_cap_px(const ThemeScale *scale, ThemeType type)
{
    double factor = scale->theme->text_size[scale->text_size] * (scale->shrink ? scale->shrink : 1);
    return scale->theme->cap_mm[type] * factor * scale->px_per_mm;
}

Colour theme_colour(const ThemeScale *scale, ThemeColour colour)
{
    return scale->theme->colours[scale->contrast][colour];
}

static double linear_channel(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4);
}

static double relative_luminance(Colour colour)
{
    return 0.2126 * linear_channel(colour.red) + 0.7152 * linear_channel(colour.green) +
           0.0722 * linear_channel(colour.blue);
}

double theme_contrast_ratio(Colour a, Colour b)
{
    double la = relative_luminance(a);
    double lb = relative_luminance(b);
    return (MAX(la, lb) + 0.05) / (MIN(la, lb) + 0.05);
}
