// SPDX-License-Identifier: EUPL-1.2
#include "draw/fonts.h"

#include <fontconfig/fontconfig.h>

#define PUT_FONTS_BACK "build the fonts again with 'make'"

G_DEFINE_QUARK(wegwijs_fonts_error, fonts_error)

/* What the languages and pictograms need, and where Debian has it. */
typedef struct {
    const char *family;
    const char *package;
    int n_weights; /* regular and bold, or one */
} NeededFamily;

static const NeededFamily needed[] = {
    {"Noto Sans", "fonts-noto-core", 2},
    {"Noto Sans Arabic", "fonts-noto-core", 2},
    {"Noto Sans Ethiopic", "fonts-noto-core", 2},
    {"Noto Color Emoji", "fonts-noto-color-emoji", 1},
};

/* Fonts of `family` whose files can be read; a link to a package that was removed does not count.
 */
static int count_fonts(FcConfig *config, const char *family)
{
    int n = 0;
    FcPattern *pattern = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, family, NULL);
    FcObjectSet *wanted = FcObjectSetBuild(FC_FILE, NULL);
    FcFontSet *set = FcFontList(config, pattern, wanted);
    for (int i = 0; set && i < set->nfont; i++) {
        FcChar8 *file;
        if (FcPatternGetString(set->fonts[i], FC_FILE, 0, &file) == FcResultMatch &&
            g_file_test((const char *)file, G_FILE_TEST_IS_REGULAR)) {
            n++;
        }
    }
    if (set) {
        FcFontSetDestroy(set);
    }
    FcObjectSetDestroy(wanted);
    FcPatternDestroy(pattern);
    return n;
}

static bool check_families(FcConfig *config, const char *conf_path, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(needed); i++) {
        if (count_fonts(config, needed[i].family) < needed[i].n_weights) {
            g_set_error(error, FONTS_ERROR, FONTS_ERROR_MISSING,
                        "%s: font '%s' is missing; install Debian's package %s and " PUT_FONTS_BACK,
                        conf_path, needed[i].family, needed[i].package);
            return false;
        }
    }
    return true;
}

bool fonts_use(const char *conf_path, GError **error)
{
    if (!g_file_test(conf_path, G_FILE_TEST_IS_REGULAR)) {
        g_set_error(error, FONTS_ERROR, FONTS_ERROR_MISSING,
                    "%s: no such font list; " PUT_FONTS_BACK, conf_path);
        return false;
    }
    /* Fontconfig looks for a relative name in the system's folders only. */
    g_autofree char *path = g_canonicalize_filename(conf_path, NULL);
    FcConfig *config = FcConfigCreate();
    if (!FcConfigParseAndLoad(config, (const FcChar8 *)path, FcTrue) ||
        !FcConfigBuildFonts(config)) {
        FcConfigDestroy(config);
        g_set_error(error, FONTS_ERROR, FONTS_ERROR_MISSING,
                    "%s: is not a font list; " PUT_FONTS_BACK, conf_path);
        return false;
    }
    bool is_complete = check_families(config, conf_path, error);
    if (is_complete) {
        FcConfigSetCurrent(config);
    }
    FcConfigDestroy(config); /* the current one keeps its own reference */
    return is_complete;
}
