// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/screens.h"

static const double arrow_mm = 28;
static const double least_arrow_mm = 10;
static const double least_code_mm = 28; /* a phone reads it at arm's length */
static const double good_code_mm = 36;  /* a smaller title is better than less */

static const Sign side_signs[] = {
    [SLIP_SIDE_DOWN] = SIGN_ARROW_DOWN,
    [SLIP_SIDE_LEFT] = SIGN_ARROW_LEFT,
    [SLIP_SIDE_RIGHT] = SIGN_ARROW_RIGHT,
    [SLIP_SIDE_UP] = SIGN_ARROW_UP,
};

static const LayoutText look_of_reference = {THEME_TYPE_TITLE, 600, THEME_COLOUR_INK,
                                             TEXT_ALIGN_CENTER};

/* Within the norms. */
static bool may_shrink(const Layout *layout)
{
    return layout->scale.text_size > 0 || !layout->is_tight;
}

/* QR and reference together, as large as the area allows. */
static void add_code(Layout *layout, Rect area)
{
    const Visit *visit = layout->facts->visit;
    const LayoutText look = look_of_reference;
    const TextLayout *set = layout_set(layout, &look, visit->reference, area.w);
    int side = 0;
    layout->is_overfull =
        layout->is_overfull || text_extents(set)->is_overlong || text_extents(set)->height > area.h;
    if (layout->facts->qr) {
        side = MIN(area.w, area.h - text_extents(set)->height);
        double least_mm = may_shrink(layout) ? good_code_mm : least_code_mm;
        layout->is_overfull = layout->is_overfull || side < theme_mm_px(&layout->scale, least_mm);
        Rect rect = {area.x + (area.w - side) / 2, area.y, side, side};
        Widget *image =
            scene_add(layout->scene, "slip.qr", WIDGET_ROLE_PICTURE, WIDGET_LOOK_IMAGE, rect);
        image->image = layout->facts->qr;
    }
    Rect text = {area.x, area.y + side, area.w, 0};
    layout_add_text(layout, "slip.reference", &look, visit->reference, text);
}

/* What the visitor does now, and where the paper is. */
static const char *say_what(const Layout *layout)
{
    bool has_paper = layout->facts->visit->paper != VISIT_PAPER_FAILED;
    return layout_string(layout, has_paper ? "ui.slip.arrow" : "ui.print.photo");
}

static LayoutText look_of(int weight)
{
    return (LayoutText){THEME_TYPE_ANSWER, weight, THEME_COLOUR_INK, TEXT_ALIGN_START};
}

/* Height of the text that must be there, and of the desk's part of it. */
static int measure_words(const Layout *layout, int width, int *desk)
{
    const LayoutText what = look_of(400);
    const LayoutText strong = look_of(600);
    int half_gap = layout_space(layout, THEME_SPACE_GAP) / 2;
    *desk = 0;
    if (!layout->facts->visit->is_kept) {
        const char *text = layout_string(layout, "ui.print.desk");
        *desk = text_extents(layout_set(layout, &strong, text, width))->height + half_gap;
    }
    return text_extents(layout_set(layout, &what, say_what(layout), width))->height + half_gap +
           *desk;
}

/* To the paper, in the room that words leave; without it "here" says nothing. */
static void add_arrow(Layout *layout, int room)
{
    int gap = layout_space(layout, THEME_SPACE_GAP);
    int side = MIN(room - gap, theme_mm_px(&layout->scale, arrow_mm));
    if (side < theme_mm_px(&layout->scale, least_arrow_mm)) {
        layout->is_overfull = layout->is_overfull || may_shrink(layout);
        return;
    }
    Rect rect = {layout->body.x, layout->body.y, side, side};
    Widget *arrow = scene_add(layout->scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_SIGN, rect);
    arrow->sign = side_signs[layout->facts->slip_side];
    arrow->ink = THEME_COLOUR_ACCENT;
    layout->body.y += side + gap;
    layout->body.h -= side + gap;
}

static void add_words(Layout *layout)
{
    const Visit *visit = layout->facts->visit;
    const LayoutText what = look_of(400);
    const LayoutText strong = look_of(600);
    int desk;
    measure_words(layout, layout->body.w, &desk);
    layout_stack_text(layout, &what, say_what(layout));
    if (visit->paper != VISIT_PAPER_FAILED) {
        add_arrow(layout, layout->body.h - desk);
    }
    if (!visit->is_kept) {
        layout_stack_text(layout, &strong, layout_string(layout, "ui.print.desk"));
    }
    layout_stack_text_if_room(layout, &strong, layout_string(layout, "ui.print.bye"));
}

/* The code takes at most half of the width, and no more than it can use: the rest is for words. */
static int find_code_width(const Layout *layout, int half)
{
    const char *reference = layout->facts->visit->reference;
    const TextLayout *set = layout_set(layout, &look_of_reference, reference, 0);
    return MIN(half, MAX(layout->body.h, text_extents(set)->width + 1));
}

/* The code beside the words or, in portrait, above them. */
static Rect divide(Layout *layout)
{
    int gap = layout_space(layout, THEME_SPACE_GAP);
    const Rect whole = layout->body;
    Rect code = whole;
    if (layout->is_landscape) {
        code.w = find_code_width(layout, (whole.w - gap) / 2);
        code.x = whole.x + whole.w - code.w;
        layout->body.w = whole.w - code.w - gap;
        return code;
    }
    int desk;
    bool is_photo = layout->facts->visit->paper == VISIT_PAPER_FAILED;
    int words = measure_words(layout, whole.w, &desk);
    words += is_photo ? 0 : theme_mm_px(&layout->scale, least_arrow_mm) + gap;
    /* a code that is photographed may take what the words leave */
    code.h = MIN(whole.h * (is_photo ? 4 : 3) / 5, whole.h - gap - words);
    layout->body.y = whole.y + code.h + gap;
    layout->body.h = whole.h - code.h - gap;
    return code;
}

void screen_slip(Layout *layout)
{
    const Visit *visit = layout->facts->visit;
    bool has_paper = visit->paper != VISIT_PAPER_FAILED;
    bool is_sure = visit->paper == VISIT_PAPER_PRINTED || !visit->is_recorded;
    layout_frame(layout, layout_string(layout, has_paper ? "ui.print.take" : "ui.print.fail"), 0,
                 0);
    /* who took a photograph has no slip to speak of */
    const char *label = is_sure || !has_paper ? "ui.btn.done" : "ui.btn.have";
    const LayoutButton button = {is_sure ? "slip.done" : "slip.have", layout_string(layout, label),
                                 WIDGET_LOOK_PRIMARY, SIGN_CHECK};
    layout_bottom_buttons(layout, &button, 1);
    add_code(layout, divide(layout));
    add_words(layout);
}
