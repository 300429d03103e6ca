// SPDX-License-Identifier: EUPL-1.2
#include "ui/look.h"

#include "ui/scene.h"

/* Millimetres inside the looks that are nobody else's business. */
static const double check_mm = 6;
static const double check_inset_mm = 3; /* from the edge of a tile */
static const double button_sign_mm = 9;
static const double quiet_sign_mm = 8;
static const double foot_sign_mm = 8.5;
static const double foot_pad_mm = 1.5;
static const double dots_mm = 4.6;

typedef struct {
    int pad, pictogram, check, check_inset, sign, quiet, foot_sign, foot_pad;
} Measures;

static Measures measure(const ThemeScale *scale)
{
    return (Measures){
        .pad = theme_space_px(scale, THEME_SPACE_PAD),
        .pictogram = theme_space_px(scale, THEME_SPACE_PICTOGRAM),
        .check = theme_mm_px(scale, check_mm),
        .check_inset = theme_mm_px(scale, check_inset_mm),
        .sign = theme_mm_px(scale, button_sign_mm),
        .quiet = theme_mm_px(scale, quiet_sign_mm),
        .foot_sign = theme_mm_px(scale, foot_sign_mm),
        .foot_pad = theme_mm_px(scale, foot_pad_mm),
    };
}

static int text_height(const TextLayout *text)
{
    return text != NULL ? text_extents(text)->height : 0;
}

static int pictogram_height(const TextLayout *pictogram)
{
    return pictogram != NULL ? text_extents(pictogram)->height : 0;
}

/* The room of a countdown's text: the square in its ring, a little narrower. */
static int ring_inner(int side)
{
    return side * 62 / 100;
}

int scene_text_width_px(const ThemeScale *scale, WidgetLook look, int rect_w)
{
    const Measures m = measure(scale);
    int used = 0;
    switch (look) {
    case WIDGET_LOOK_TILE:
        used = m.pad + m.pictogram + m.pad + m.pad;
        break;
    case WIDGET_LOOK_QUIET:
        used = m.pad + m.quiet + m.pad / 2 + m.pad;
        break;
    case WIDGET_LOOK_PRIMARY:
    case WIDGET_LOOK_STOP:
        used = m.pad + m.pad + m.sign + m.pad;
        break;
    case WIDGET_LOOK_PLAIN_TILE:
        used = m.pad;
        break;
    case WIDGET_LOOK_PICTURE_TILE:
    case WIDGET_LOOK_CARD:
        used = 2 * m.pad;
        break;
    case WIDGET_LOOK_FOOT:
        used = m.foot_pad;
        break;
    case WIDGET_LOOK_COUNTDOWN:
        used = rect_w - ring_inner(rect_w);
        break;
    case WIDGET_LOOK_TEXT:
    case WIDGET_LOOK_DOTS:
    case WIDGET_LOOK_LIGHT:
    case WIDGET_LOOK_COLOUR:
    case WIDGET_LOOK_SIGN:
    case WIDGET_LOOK_EMOJI:
    case WIDGET_LOOK_IMAGE:
    case WIDGET_LOOK_RULE:
    case WIDGET_LOOK_PANEL:
        break;
    }
    return MAX(rect_w - used, 0);
}

int scene_min_height_px(const ThemeScale *scale, WidgetLook look, const TextLayout *text,
                        const TextLayout *pictogram)
{
    const Measures m = measure(scale);
    const int target = theme_space_px(scale, THEME_SPACE_TARGET);
    const int text_h = text_height(text);
    const int pictogram_h = pictogram_height(pictogram);
    switch (look) {
    case WIDGET_LOOK_TILE:
        return MAX(target, MAX(text_h, pictogram_h) + m.pad);
    case WIDGET_LOOK_PICTURE_TILE:
        return MAX(target, m.pad / 2 + pictogram_h + m.pad / 2 + text_h + m.pad / 2);
    case WIDGET_LOOK_PLAIN_TILE:
        return MAX(target, text_h + m.pad);
    case WIDGET_LOOK_QUIET:
        return MAX(target, MAX(text_h, m.quiet) + m.pad);
    case WIDGET_LOOK_PRIMARY:
    case WIDGET_LOOK_STOP:
        return MAX(target, MAX(text_h, m.sign) + m.pad / 2);
    case WIDGET_LOOK_FOOT:
        return MAX(target, m.foot_pad + m.foot_sign + m.foot_pad / 2 + text_h + m.foot_pad / 2);
    case WIDGET_LOOK_CARD:
        return text_h + 2 * m.pad;
    case WIDGET_LOOK_EMOJI:
        return pictogram_h;
    case WIDGET_LOOK_DOTS:
        return theme_mm_px(scale, dots_mm);
    case WIDGET_LOOK_RULE:
        return theme_space_px(scale, THEME_SPACE_LINE);
    case WIDGET_LOOK_TEXT:
    case WIDGET_LOOK_PANEL:
        return text_h;
    case WIDGET_LOOK_COUNTDOWN:
        return MAX(target, text_h * 100 / 62);
    case WIDGET_LOOK_LIGHT:
    case WIDGET_LOOK_COLOUR:
    case WIDGET_LOOK_SIGN:
    case WIDGET_LOOK_IMAGE:
        return 0;
    }
    g_assert_not_reached();
}

/* Places from the start side: `start` px from it, as a rectangle of the widget. */
static Rect from_start(const Scene *scene, const Rect *box, int start, Rect part)
{
    const int x = scene->is_rtl ? box->x + box->w - start - part.w : box->x + start;
    return (Rect){x, part.y, part.w, part.h};
}

static int middle(const Rect *box, int height)
{
    return box->y + (box->h - height) / 2;
}

static void place_corner_mark(const Scene *scene, const Widget *widget, LookParts *out)
{
    const Measures m = measure(&scene->scale);
    const int inset = m.check_inset * 2 / 3;
    const Rect part = {0, widget->rect.y + inset, m.check, m.check};
    out->mark = from_start(scene, &widget->rect, widget->rect.w - inset - m.check, part);
}

/* The check mark sits on the lower end corner of the pictogram, where it takes no room from words.
 */
static void place_badge(const Scene *scene, const Measures *m, LookParts *out)
{
    const Rect *on = &out->pictogram;
    const Rect part = {0, on->y + on->h - m->check * 3 / 4, m->check, m->check};
    out->mark = from_start(scene, on, on->w - m->check * 3 / 4, part);
}

static void place_beside(const Scene *scene, const Widget *widget, LookParts *out)
{
    const Measures m = measure(&scene->scale);
    const Rect *box = &widget->rect;
    const int height = text_height(widget->text);
    const int width = scene_text_width_px(&scene->scale, widget->look, box->w);
    const bool is_tile = widget->look == WIDGET_LOOK_TILE;
    const int column = is_tile ? m.pictogram : m.quiet;
    int start = m.pad;
    if (widget->pictogram != NULL || widget->sign != SIGN_NONE) {
        const Rect part = {0, middle(box, column), column, column};
        out->pictogram = from_start(scene, box, start, part);
        start += column + (is_tile ? m.pad : m.pad / 2);
    }
    out->text = from_start(scene, box, start, (Rect){0, middle(box, height), width, height});
    if (is_tile && out->pictogram.w > 0) {
        place_badge(scene, &m, out);
    } else if (is_tile) {
        place_corner_mark(scene, widget, out);
    }
}

static void place_button(const Scene *scene, const Widget *widget, LookParts *out)
{
    const Measures m = measure(&scene->scale);
    const Rect *box = &widget->rect;
    const int height = text_height(widget->text);
    const int width = scene_text_width_px(&scene->scale, widget->look, box->w);
    int start = m.pad + m.pad / 2;
    if (widget->sign != SIGN_NONE) {
        const Rect part = {0, middle(box, m.sign), m.sign, m.sign};
        const bool is_after = widget->sign == SIGN_NEXT;
        const int at = is_after ? box->w - m.pad - m.sign : m.pad;
        out->pictogram = from_start(scene, box, at, part);
        start = is_after ? start : m.pad + m.sign + m.pad;
    }
    out->text = from_start(scene, box, start, (Rect){0, middle(box, height), width, height});
}

static void place_above(const Scene *scene, const Widget *widget, LookParts *out)
{
    const Measures m = measure(&scene->scale);
    const Rect *box = &widget->rect;
    const bool is_foot = widget->look == WIDGET_LOOK_FOOT;
    const int width = scene_text_width_px(&scene->scale, widget->look, box->w);
    const int side = is_foot ? m.foot_sign : pictogram_height(widget->pictogram);
    const int gap = is_foot ? m.foot_pad / 2 : m.pad / 2;
    const int text_h = text_height(widget->text);
    const int top = middle(box, side + gap + text_h);
    out->pictogram = (Rect){box->x + (box->w - side) / 2, top, side, side};
    out->text = (Rect){box->x + (box->w - width) / 2, top + side + gap, width, text_h};
}

static void place_alone(const Scene *scene, const Widget *widget, LookParts *out)
{
    const Rect *box = &widget->rect;
    const int side = MIN(box->w, box->h);
    const int text_h = text_height(widget->text);
    const int width = scene_text_width_px(&scene->scale, widget->look, box->w);
    if (widget->look == WIDGET_LOOK_SIGN || widget->look == WIDGET_LOOK_EMOJI) {
        out->pictogram = (Rect){box->x + (box->w - side) / 2, middle(box, side), side, side};
    }
    out->text = (Rect){box->x + (box->w - width) / 2, middle(box, text_h), width, text_h};
}

void look_place(const Scene *scene, const Widget *widget, LookParts *out)
{
    const int pad = theme_space_px(&scene->scale, THEME_SPACE_PAD);
    *out = (LookParts){0};
    switch (widget->look) {
    case WIDGET_LOOK_TILE:
    case WIDGET_LOOK_QUIET:
        place_beside(scene, widget, out);
        break;
    case WIDGET_LOOK_PRIMARY:
    case WIDGET_LOOK_STOP:
        place_button(scene, widget, out);
        break;
    case WIDGET_LOOK_PICTURE_TILE:
    case WIDGET_LOOK_FOOT:
        place_above(scene, widget, out);
        place_corner_mark(scene, widget, out);
        break;
    case WIDGET_LOOK_PLAIN_TILE:
        place_alone(scene, widget, out);
        place_corner_mark(scene, widget, out);
        break;
    case WIDGET_LOOK_SIGN:
    case WIDGET_LOOK_EMOJI:
    case WIDGET_LOOK_COUNTDOWN:
        place_alone(scene, widget, out);
        break;
    case WIDGET_LOOK_TEXT:
    case WIDGET_LOOK_CARD:
        out->text = rect_grown(&widget->rect, widget->look == WIDGET_LOOK_CARD ? -pad : 0);
        out->text.h = text_height(widget->text);
        break;
    case WIDGET_LOOK_DOTS:
    case WIDGET_LOOK_LIGHT:
    case WIDGET_LOOK_COLOUR:
    case WIDGET_LOOK_IMAGE:
    case WIDGET_LOOK_RULE:
    case WIDGET_LOOK_PANEL:
        break;
    }
}
