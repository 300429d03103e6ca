// SPDX-License-Identifier: EUPL-1.2
#include "draw/text.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "draw/bidi.h"
#include "draw/emoji.h"

/* Height of the capital H of Noto Sans in parts of the em (714 of 1000 units). The other scripts'
 * sizes are set against it in assets/fonts/fonts.conf.in. */
static const double CAP_PER_EM = 0.714;
/* Arabic letters hang lower than Latin ones; raised by this much of the em they sit in the middle
 * of a line. */
static const double RTL_RAISE = 0.06;

enum { MAX_PICTOGRAMS = 512 };

/* What a layout is kept by. */
typedef struct {
    const char *text;
    PangoLanguage *language;
    int cap_64; /* cap_px in 64ths of a pixel */
    int line_height_1000;
    int width_px;
    guint16 weight;
    guint8 align;
    bool is_rtl, is_emoji, is_mono_paper, may_break_words;
} LayoutKey;

typedef struct {
    cairo_scaled_font_t *font;
    int first, count; /* in the layout's glyphs */
} GlyphRun;

struct TextLayout {
    LayoutKey key; /* text is owned */
    GList link;    /* in the setter's order of use */
    TextExtents extents;
    GlyphRun *runs;
    int n_runs;
    cairo_glyph_t *glyphs; /* relative to the block's corner */
    int n_glyphs;
    cairo_surface_t *picture; /* of a pictogram */
};

/* Layouts by key, with the order they were last used (pictograms: first set) in. */
typedef struct {
    GHashTable *layouts; /* LayoutKey inside -> TextLayout */
    GQueue order;        /* last used first; links live in the layouts */
    gsize max;
} LayoutCache;

/* Pictograms are of the content, not of a visitor: setters beside each other share them, and they
 * are kept in the order they were first set in. */
typedef struct {
    grefcount users;
    LayoutCache cache;
} Pictograms;

struct TextSetter {
    PangoContext *screen, *paper;
    double line_latin, line_tall;
    LayoutCache paragraphs;
    Pictograms *pictograms;
    gsize longest_bytes; /* that Pango was given since all was forgotten */
};

static guint hash_key(gconstpointer data)
{
    const LayoutKey *key = data;
    guint hash = g_str_hash(key->text);
    const guint parts[] = {GPOINTER_TO_UINT(key->language), (guint)key->cap_64,
                           (guint)key->width_px, key->weight,
                           (guint)(key->align | key->is_rtl << 4 | key->is_mono_paper << 5)};
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        hash = hash * 31 + parts[i];
    }
    return hash;
}

static gboolean equal_keys(gconstpointer left, gconstpointer right)
{
    const LayoutKey *a = left;
    const LayoutKey *b = right;
    return a->language == b->language && a->cap_64 == b->cap_64 &&
           a->line_height_1000 == b->line_height_1000 && a->width_px == b->width_px &&
           a->weight == b->weight && a->align == b->align && a->is_rtl == b->is_rtl &&
           a->is_emoji == b->is_emoji && a->is_mono_paper == b->is_mono_paper &&
           a->may_break_words == b->may_break_words && g_str_equal(a->text, b->text);
}

static void free_layout(gpointer data)
{
    TextLayout *layout = data;
    char *text = (char *)layout->key.text;
    explicit_bzero(text, strlen(text));
    g_free(text);
    if (layout->glyphs) {
        explicit_bzero(layout->glyphs, (gsize)layout->n_glyphs * sizeof *layout->glyphs);
        g_free(layout->glyphs);
    }
    for (int i = 0; i < layout->n_runs; i++) {
        cairo_scaled_font_destroy(layout->runs[i].font);
    }
    g_free(layout->runs);
    g_clear_pointer(&layout->picture, cairo_surface_destroy);
    explicit_bzero(layout, sizeof *layout);
    g_free(layout);
}

static void init_cache(LayoutCache *cache, gsize max)
{
    cache->layouts = g_hash_table_new_full(hash_key, equal_keys, NULL, free_layout);
    cache->max = max;
    g_queue_init(&cache->order);
}

/* `layout` is the last used. */
static void note_use(LayoutCache *cache, TextLayout *layout)
{
    g_queue_unlink(&cache->order, &layout->link);
    g_queue_push_head_link(&cache->order, &layout->link);
}

static void keep_layout(LayoutCache *cache, TextLayout *layout)
{
    if (cache->order.length >= cache->max) {
        TextLayout *oldest = g_queue_pop_tail_link(&cache->order)->data;
        g_hash_table_remove(cache->layouts, &oldest->key);
    }
    g_hash_table_insert(cache->layouts, &layout->key, layout);
    g_queue_push_head_link(&cache->order, &layout->link);
}

/* Screen: grey edges, stems hinted up and down only, so that shapes keep their width. Paper has no
 * grey: hard edges. */
static PangoContext *new_context(bool is_mono_paper)
{
    PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options,
                                     is_mono_paper ? CAIRO_ANTIALIAS_NONE : CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_ON);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    return context;
}

static Pictograms *new_pictograms(void)
{
    Pictograms *pictograms = g_new0(Pictograms, 1);
    g_ref_count_init(&pictograms->users);
    init_cache(&pictograms->cache, MAX_PICTOGRAMS);
    return pictograms;
}

static void release_pictograms(Pictograms *pictograms)
{
    if (g_ref_count_dec(&pictograms->users)) {
        g_hash_table_destroy(pictograms->cache.layouts);
        g_free(pictograms);
    }
}

static TextSetter *new_setter(gsize max_layouts, Pictograms *pictograms)
{
    TextSetter *setter = g_new0(TextSetter, 1);
    setter->screen = new_context(false);
    setter->paper = new_context(true);
    setter->line_latin = 1.3;
    setter->line_tall = 1.6;
    init_cache(&setter->paragraphs, MAX(max_layouts, 1));
    setter->pictograms = pictograms;
    return setter;
}

TextSetter *text_setter_new(gsize max_layouts)
{
    return new_setter(max_layouts, new_pictograms());
}

TextSetter *text_setter_new_beside(const TextSetter *other, gsize max_layouts)
{
    g_ref_count_inc(&other->pictograms->users);
    TextSetter *setter = new_setter(max_layouts, other->pictograms);
    setter->line_latin = other->line_latin;
    setter->line_tall = other->line_tall;
    return setter;
}

void text_setter_free(TextSetter *setter)
{
    if (!setter) {
        return;
    }
    g_hash_table_destroy(setter->paragraphs.layouts);
    release_pictograms(setter->pictograms);
    g_object_unref(setter->screen);
    g_object_unref(setter->paper);
    g_free(setter);
}

void text_setter_use_theme(TextSetter *setter, const Theme *theme)
{
    setter->line_latin = theme->line_height_latin;
    setter->line_tall = theme->line_height_tall;
}

gsize text_setter_count(const TextSetter *setter)
{
    return setter->paragraphs.order.length;
}

/* Languages in Arabic and Ethiopic script. */
static bool is_tall_script(PangoLanguage *language)
{
    return pango_language_matches(language, "ar;fa;prs;ckb;ps;ur;ti;am");
}

static double line_factor(const TextSetter *setter, const LayoutKey *key)
{
    if (key->line_height_1000 > 0) {
        return key->line_height_1000 / 1000.0;
    }
    return is_tall_script(key->language) ? setter->line_tall : setter->line_latin;
}

static double em_px(const LayoutKey *key)
{
    return key->cap_64 / 64.0 / CAP_PER_EM;
}

/* The paragraph in Pango's hands; caller unrefs. */
static PangoLayout *lay_out(TextSetter *setter, const LayoutKey *key)
{
    PangoContext *context = key->is_mono_paper ? setter->paper : setter->screen;
    pango_context_set_language(context, key->language);
    pango_context_set_base_dir(context, key->is_rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    PangoLayout *layout = pango_layout_new(context);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, TEXT_FAMILIES);
    pango_font_description_set_absolute_size(font, em_px(key) * PANGO_SCALE);
    pango_font_description_set_weight(font, (PangoWeight)key->weight);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_wrap(layout, key->may_break_words ? PANGO_WRAP_WORD_CHAR : PANGO_WRAP_WORD);
    pango_layout_set_width(layout, key->width_px > 0 ? key->width_px * PANGO_SCALE : -1);
    if (key->is_rtl) {
        char *isolated = bidi_isolate_numbers(key->text);
        pango_layout_set_text(layout, isolated, -1);
        explicit_bzero(isolated, strlen(isolated));
        g_free(isolated);
    } else {
        pango_layout_set_text(layout, key->text, -1);
    }
    setter->longest_bytes = MAX(setter->longest_bytes, strlen(pango_layout_get_text(layout)));
    return layout;
}

/* Pango frees its copies without wiping them. */
static void wipe_pango_layout(PangoLayout *layout)
{
    for (GSList *l = pango_layout_get_lines_readonly(layout); l; l = l->next) {
        for (GSList *r = ((PangoLayoutLine *)l->data)->runs; r; r = r->next) {
            PangoGlyphString *glyphs = ((PangoLayoutRun *)r->data)->glyphs;
            explicit_bzero(glyphs->glyphs, (gsize)glyphs->num_glyphs * sizeof *glyphs->glyphs);
        }
    }
    char *text = (char *)pango_layout_get_text(layout);
    explicit_bzero(text, strlen(text));
    g_object_unref(layout);
}

static int line_width_px(PangoLayoutLine *line)
{
    PangoRectangle logical;
    pango_layout_line_get_extents(line, NULL, &logical);
    return (int)ceil((double)logical.width / PANGO_SCALE);
}

static int line_start_px(const LayoutKey *key, int block_px, int line_px)
{
    int free_px = block_px - line_px;
    if (key->align == TEXT_ALIGN_CENTER) {
        return free_px / 2;
    }
    bool is_right = (key->align == TEXT_ALIGN_END) != key->is_rtl;
    return is_right ? free_px : 0;
}

static void take_run(const PangoLayoutRun *run, double *pen_x, double baseline, GArray *runs,
                     GArray *glyphs)
{
    GlyphRun taken = {.first = (int)glyphs->len};
    for (int i = 0; i < run->glyphs->num_glyphs; i++) {
        const PangoGlyphInfo *info = &run->glyphs->glyphs[i];
        if (info->glyph != PANGO_GLYPH_EMPTY && !(info->glyph & PANGO_GLYPH_UNKNOWN_FLAG)) {
            cairo_glyph_t glyph = {
                .index = info->glyph,
                .x = *pen_x + (double)info->geometry.x_offset / PANGO_SCALE,
                .y = baseline + (double)info->geometry.y_offset / PANGO_SCALE,
            };
            g_array_append_val(glyphs, glyph);
        }
        *pen_x += (double)info->geometry.width / PANGO_SCALE;
    }
    taken.count = (int)glyphs->len - taken.first;
    if (taken.count == 0 || !run->item->analysis.font) {
        g_array_set_size(glyphs, (guint)taken.first);
        return;
    }
    taken.font = cairo_scaled_font_reference(
        pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(run->item->analysis.font)));
    g_array_append_val(runs, taken);
}

static void measure(const TextSetter *setter, TextLayout *layout, PangoLayout *pango)
{
    const LayoutKey *key = &layout->key;
    TextExtents *extents = &layout->extents;
    double em = em_px(key);
    double raise = key->is_rtl ? em * RTL_RAISE : 0;
    extents->line_px = (int)lround(line_factor(setter, key) * em);
    extents->first_baseline = (int)lround((extents->line_px + key->cap_64 / 64.0) / 2 - raise);
    extents->n_lines = pango_layout_get_line_count(pango);
    extents->height = extents->n_lines * extents->line_px;
    extents->unknown_glyphs = pango_layout_get_unknown_glyphs_count(pango);
    for (GSList *l = pango_layout_get_lines_readonly(pango); l; l = l->next) {
        extents->width = MAX(extents->width, line_width_px(l->data));
    }
    extents->is_overlong = key->width_px > 0 && extents->width > key->width_px;
}

/* Takes over what painting needs, so that Pango's objects can go at once. */
static void take_glyphs(TextLayout *layout, PangoLayout *pango)
{
    const LayoutKey *key = &layout->key;
    int block_px = key->width_px > 0 ? key->width_px : layout->extents.width;
    GArray *runs = g_array_new(FALSE, FALSE, sizeof(GlyphRun));
    GArray *glyphs = g_array_new(FALSE, FALSE, sizeof(cairo_glyph_t));
    double baseline = layout->extents.first_baseline;
    for (GSList *l = pango_layout_get_lines_readonly(pango); l; l = l->next) {
        PangoLayoutLine *line = l->data;
        double pen_x = line_start_px(key, block_px, line_width_px(line));
        for (GSList *r = line->runs; r; r = r->next) {
            take_run(r->data, &pen_x, baseline, runs, glyphs);
        }
        baseline += layout->extents.line_px;
    }
    layout->n_runs = (int)runs->len;
    layout->runs = (GlyphRun *)g_array_free(runs, runs->len == 0);
    layout->n_glyphs = (int)glyphs->len;
    layout->glyphs = (cairo_glyph_t *)g_array_free(glyphs, glyphs->len == 0);
}

static TextLayout *new_layout(const LayoutKey *key)
{
    TextLayout *layout = g_new0(TextLayout, 1);
    layout->key = *key;
    layout->key.text = g_strdup(key->text);
    layout->link.data = layout;
    return layout;
}

static TextLayout *set_paragraph(TextSetter *setter, const LayoutKey *key)
{
    TextLayout *layout = new_layout(key);
    PangoLayout *pango = lay_out(setter, key);
    measure(setter, layout, pango);
    take_glyphs(layout, pango);
    wipe_pango_layout(pango);
    return layout;
}

static TextLayout *set_pictogram(const LayoutKey *key)
{
    TextLayout *layout = new_layout(key);
    int side = (key->cap_64 + 32) / 64;
    layout->picture = emoji_render(key->text, side, key->is_mono_paper);
    layout->extents = (TextExtents){.width = side,
                                    .height = side,
                                    .line_px = side,
                                    .first_baseline = side,
                                    .n_lines = 1,
                                    .unknown_glyphs = layout->picture ? 0 : 1};
    return layout;
}

const TextLayout *text_set(TextSetter *setter, const TextStyle *style, const char *text,
                           int width_px)
{
    g_assert(strlen(text) <= TEXT_MAX_BYTES);
    LayoutKey key = {.text = text,
                     .cap_64 = (int)lround(style->cap_px * 64),
                     .is_emoji = style->is_emoji,
                     .is_mono_paper = style->is_mono_paper};
    if (!style->is_emoji) {
        key.language = pango_language_from_string(style->language);
        key.line_height_1000 = (int)lround(style->line_height * 1000);
        key.width_px = MAX(width_px, 0);
        key.weight = (guint16)style->weight;
        key.align = (guint8)style->align;
        key.is_rtl = style->is_rtl;
        key.may_break_words = style->may_break_words;
    }
    LayoutCache *cache = style->is_emoji ? &setter->pictograms->cache : &setter->paragraphs;
    TextLayout *layout = g_hash_table_lookup(cache->layouts, &key);
    if (!layout) {
        layout = style->is_emoji ? set_pictogram(&key) : set_paragraph(setter, &key);
        keep_layout(cache, layout);
    } else if (!style->is_emoji) {
        note_use(cache, layout);
    }
    return layout;
}

/* Pango shapes every text in one buffer, which keeps the end of a longer one: until a still longer
 * one, that says nothing, goes through it. */
static void overwrite_last_text(TextSetter *setter)
{
    if (setter->longest_bytes > 0) {
        g_autofree char *nothing = g_strnfill(setter->longest_bytes, 'n');
        const LayoutKey key = {.text = nothing,
                               .language = pango_language_from_string("nl"),
                               .cap_64 = 64,
                               .weight = PANGO_WEIGHT_NORMAL};
        PangoLayout *layout = lay_out(setter, &key);
        (void)pango_layout_get_line_count(layout);
        wipe_pango_layout(layout);
        setter->longest_bytes = 0;
    }
}

void text_setter_forget(TextSetter *setter)
{
    g_queue_init(&setter->paragraphs.order);
    g_hash_table_remove_all(setter->paragraphs.layouts);
    overwrite_last_text(setter);
}

const TextExtents *text_extents(const TextLayout *layout)
{
    return &layout->extents;
}

static void paint_picture(const TextLayout *layout, cairo_t *cairo, Colour colour)
{
    if (!layout->picture) {
        return;
    }
    if (layout->key.is_mono_paper) {
        cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue);
        cairo_mask_surface(cairo, layout->picture, 0, 0);
    } else {
        cairo_set_source_surface(cairo, layout->picture, 0, 0);
        cairo_paint(cairo);
    }
}

void text_paint(const TextLayout *layout, cairo_t *cairo, double x, double y, Colour colour)
{
    cairo_save(cairo);
    cairo_translate(cairo, round(x), round(y));
    if (layout->key.is_emoji) {
        paint_picture(layout, cairo, colour);
    } else {
        cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue);
        for (int i = 0; i < layout->n_runs; i++) {
            const GlyphRun *run = &layout->runs[i];
            cairo_set_scaled_font(cairo, run->font);
            cairo_show_glyphs(cairo, layout->glyphs + run->first, run->count);
        }
    }
    cairo_restore(cairo);
}
