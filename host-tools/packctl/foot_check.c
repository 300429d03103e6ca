// SPDX-License-Identifier: EUPL-1.2
#include "packctl/foot_check.h"

#include "draw/text.h"
#include "ui/foot.h"

enum { MAX_LAYOUTS = 512, ROWS = 2 };

/* 10.1 inches (norms); no kiosk has less. */
static const struct {
    int width_px, height_px, width_mm;
} panels[] = {{1280, 800, 217}, {800, 1280, 136}};

/* Keys beside each other in some languages. */
typedef struct {
    const Content *content;
    TextSetter *setter;
    ThemeScale scale;
    int glass_px;
    bool is_landscape;
    int first, end;     /* languages; all of them on the first screen */
    bool is_first;      /* screen */
    const FootKey *key; /* the widest */
    int language;       /* that it is widest in */
} Foot;

static int measure_word(const Foot *foot, const FootKey *key, int language)
{
    gsize n;
    const FootType *least = &foot_narrow_types()[FOOT_NARROW_TYPES - 1];
    const Language *spoken = &content_languages(foot->content, &n)[language];
    const TextStyle style = foot_word_style(&foot->scale, least, spoken->bcp47, spoken->is_rtl);
    const char *word = content_text(foot->content, language, key->text);
    return text_extents(text_set(foot->setter, &style, word, 0))->width;
}

/* Whether the keys of a row have room; else `*over_px` is what they are too wide. */
static bool has_room(Foot *foot, int row, int *over_px)
{
    const FootKey *keys = foot_keys();
    int n = 0, sum = 0, widest = 0;
    for (int i = 0; i < FOOT_KEYS; i++) {
        if (!foot->is_landscape && (row == 0) != keys[i].is_above) {
            continue;
        }
        n++;
        int needed = 0;
        for (int l = foot->first; l < foot->end && (!foot->is_first || keys[i].is_on_first); l++) {
            int key = foot_key_width_px(&foot->scale, measure_word(foot, &keys[i], l));
            needed = MAX(needed, key);
            if (key > widest) {
                widest = key;
                foot->key = &keys[i];
                foot->language = l;
            }
        }
        sum += needed;
    }
    *over_px = sum - foot_row_room_px(&foot->scale, foot->glass_px, n);
    return *over_px <= 0;
}

static char *describe(const Foot *foot, int over_px)
{
    gsize n;
    return g_strdup_printf(
        "the keys at the foot of %s need %.0f mm more than a panel of 10.1\" has across when it "
        "stands %s. The widest says \"%s\" ('%s' in '%s'): choose a shorter word",
        foot->is_first ? "the languages screen" : "a screen", over_px / foot->scale.px_per_mm + 0.5,
        foot->is_landscape ? "wide" : "high",
        content_text(foot->content, foot->language, foot->key->text), foot->key->text,
        content_languages(foot->content, &n)[foot->language].code);
}

/* The languages one by one, then all of them: on the first screen the words change and the keys
 * stay where they are. */
static char *check_panel(Foot *foot, int n_languages)
{
    int over_px;
    for (int l = 0; l <= n_languages; l++) {
        foot->is_first = l == n_languages;
        foot->first = foot->is_first ? 0 : l;
        foot->end = foot->is_first ? n_languages : l + 1;
        for (int row = 0; row < (foot->is_landscape ? 1 : ROWS); row++) {
            if (!has_room(foot, row, &over_px)) {
                return describe(foot, over_px);
            }
        }
    }
    return NULL;
}

char *foot_check_find_fault(const Content *content, const Theme *theme)
{
    gsize n;
    char *fault = NULL;
    g_autoptr(TextSetter) setter = text_setter_new(MAX_LAYOUTS);
    text_setter_use_theme(setter, theme);
    (void)content_languages(content, &n);
    for (gsize i = 0; i < G_N_ELEMENTS(panels) && !fault; i++) {
        Foot foot = {.content = content,
                     .setter = setter,
                     .glass_px = panels[i].width_px,
                     .is_landscape = panels[i].width_px > panels[i].height_px};
        foot.scale.theme = theme;
        foot.scale.px_per_mm = panels[i].width_px / (double)panels[i].width_mm;
        fault = check_panel(&foot, (int)n);
    }
    return fault;
}
