// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/staff_screen.h"

#include "kiosk/staff/staff_cells.h"

static const double light_mm = 8;
static const double pad_mm = 3;
static const double section_sign_mm = 10;

static const StaffText back = {"Terug", "Back"};
static const StaffText leave = {"Sluiten", "Close"};

static const char *say(const StaffLayout *layout, StaffText text)
{
    return staff_text(layout->surface->language, text);
}

static void begin(StaffLayout *layout, const StaffSurface *surface, const StaffFrame *frame,
                  Scene *scene)
{
    staff_layout_init(layout, surface, scene, frame->screen);
    g_strlcpy(scene->detail, frame->detail ? frame->detail : "", sizeof scene->detail);
}

/* What was just done, under the title. */
static void add_banner(StaffLayout *layout, const StaffFrame *frame)
{
    if (!frame->banner) {
        return;
    }
    int gap = staff_layout_gap(layout);
    int pad = staff_layout_mm(layout, pad_mm);
    int side = staff_layout_mm(layout, light_mm);
    int indent = frame->banner_light == STAFF_LIGHT_NONE ? pad : 2 * pad + side;
    int width = layout->body.w - indent - pad;
    int words = staff_layout_measure(layout, &staff_look_plain, frame->banner, width);
    Rect box = {layout->body.x, layout->body.y, layout->body.w, MAX(words, side) + 2 * pad};
    scene_add(layout->scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_CARD, box);
    staff_layout_add_light(layout, frame->banner_light,
                           (Rect){box.x + pad, box.y + (box.h - side) / 2, side, side});
    staff_layout_add_text(layout, "staff.banner", &staff_look_plain, frame->banner,
                          (Rect){box.x + indent, box.y + (box.h - words) / 2, width, words});
    layout->body.y += box.h + gap;
    layout->body.h -= box.h + gap;
}

/* --- a page ------------------------------------------------------------------------------------
 */

/* Items that stand beside each other. */
typedef struct {
    guint first, n;
    int columns, height, page;
} Row;

static int width_of_column(const StaffLayout *layout, int columns)
{
    return (layout->body.w - (columns - 1) * staff_layout_gap(layout)) / columns;
}

/* A state that stands alone takes the whole width: its advice needs fewer lines then. */
static void widen_lone_states(const StaffLayout *layout, const StaffPage *page, GArray *rows)
{
    for (guint i = 0; i < rows->len; i++) {
        Row *row = &g_array_index(rows, Row, i);
        const StaffItem *item = page->items->pdata[row->first];
        if (row->n == 1 && item->kind == STAFF_ITEM_STATE) {
            row->columns = 1;
            row->height = staff_cell_measure(layout, item, layout->body.w);
        }
    }
}

static GArray *make_rows(const StaffLayout *layout, const StaffPage *page)
{
    GArray *rows = g_array_new(FALSE, TRUE, sizeof(Row));
    for (guint i = 0; i < page->items->len; i++) {
        const StaffItem *item = page->items->pdata[i];
        int columns = staff_cell_columns(layout, item->kind);
        Row *last = rows->len > 0 ? &g_array_index(rows, Row, rows->len - 1) : NULL;
        if (!last || last->columns != columns || (int)last->n >= columns) {
            const Row row = {.first = i, .columns = columns};
            g_array_append_val(rows, row);
            last = &g_array_index(rows, Row, rows->len - 1);
        }
        last->n++;
        last->height =
            MAX(last->height, staff_cell_measure(layout, item, width_of_column(layout, columns)));
    }
    widen_lone_states(layout, page, rows);
    return rows;
}

/* Gives each row its page; returns how many there are. */
static int break_pages(const StaffLayout *layout, GArray *rows)
{
    int page = 0;
    int y = 0;
    for (guint i = 0; i < rows->len; i++) {
        Row *row = &g_array_index(rows, Row, i);
        if (y > 0 && y + row->height > layout->body.h) {
            page++;
            y = 0;
        }
        row->page = page;
        y += row->height + staff_layout_gap(layout);
    }
    return page + 1;
}

static void add_row(StaffLayout *layout, const StaffPage *page, const Row *row)
{
    int gap = staff_layout_gap(layout);
    int width = width_of_column(layout, row->columns);
    Rect rect = {layout->body.x, layout->body.y, width, row->height};
    for (guint i = 0; i < row->n; i++) {
        staff_cell_add(layout, page->items->pdata[row->first + i], rect);
        rect.x += width + gap;
    }
    layout->body.y += row->height + gap;
    layout->body.h -= row->height + gap;
}

/* Back at the start side, close at the end side, the next page between them. */
enum { BAR_KEYS = 3 };

static char *number_of(const StaffLayout *layout, int page, int pages)
{
    g_autofree char *number = g_strdup_printf("%d/%d", page + 1, pages);
    return staff_format(layout->surface->language, (StaffText){"Verder {n}", "Next {n}"}, "n",
                        number, NULL);
}

static void make_bar(const StaffLayout *layout, const char *more, StaffButton bar[BAR_KEYS])
{
    bar[0] = (StaffButton){.id = "staff.back", .text = say(layout, back), .sign = SIGN_BACK};
    bar[1] = (StaffButton){.id = "staff.more", .text = more, .sign = SIGN_MORE};
    bar[2] = (StaffButton){.id = "staff.leave", .text = say(layout, leave), .sign = SIGN_STOP};
    for (int i = 0; i < BAR_KEYS; i++) {
        bar[i].look = WIDGET_LOOK_QUIET;
    }
}

static void add_page_bar(StaffLayout *layout, int page, int pages)
{
    g_autofree char *more = number_of(layout, page, pages);
    StaffButton bar[BAR_KEYS];
    make_bar(layout, more, bar);
    if (pages > 1) {
        staff_layout_add_bar(layout, bar, BAR_KEYS);
    } else {
        const StaffButton two[] = {bar[0], bar[2]};
        staff_layout_add_bar(layout, two, G_N_ELEMENTS(two));
    }
}

/* With three keys, so that how many pages there are does not depend on whether there are any. */
static int measure_bar(const StaffLayout *layout)
{
    g_autofree char *more = number_of(layout, 9, 10);
    StaffButton bar[BAR_KEYS];
    int height = 0;
    make_bar(layout, more, bar);
    for (int i = 0; i < BAR_KEYS; i++) {
        int width = width_of_column(layout, BAR_KEYS);
        height = MAX(height, staff_layout_measure_button(layout, &bar[i], width));
    }
    return height + staff_layout_gap(layout);
}

int staff_screen_lay_out(const StaffSurface *surface, const StaffFrame *frame,
                         const StaffPage *page, Scene *scene)
{
    StaffLayout layout;
    begin(&layout, surface, frame, scene);
    staff_layout_add_title(&layout, page->title ? page->title : "");
    add_banner(&layout, frame);
    StaffLayout inner = layout;
    inner.body.h -= measure_bar(&layout);
    g_autoptr(GArray) rows = make_rows(&inner, page);
    int pages = break_pages(&inner, rows);
    int shown = frame->page % pages;
    add_page_bar(&layout, shown, pages);
    for (guint i = 0; i < rows->len; i++) {
        const Row *row = &g_array_index(rows, Row, i);
        if (row->page == shown) {
            add_row(&layout, page, row);
        }
    }
    return pages;
}

/* --- overview ----------------------------------------------------------------------------------
 */

static void add_section(StaffLayout *layout, const StaffSection *section, const StaffFacts *facts,
                        Rect rect)
{
    int pad = staff_layout_mm(layout, pad_mm);
    int side = staff_layout_mm(layout, section_sign_mm);
    int light = staff_layout_mm(layout, light_mm);
    const char *title = say(layout, section->title);
    g_autofree char *id = g_strconcat("staff.", section->id, NULL);
    StaffLight how = section->look ? section->look(facts) : STAFF_LIGHT_NONE;
    Widget *tile = scene_add(layout->scene, id, WIDGET_ROLE_BUTTON, WIDGET_LOOK_PLAIN_TILE, rect);
    tile->is_target = true;
    g_autofree char *label =
        how == STAFF_LIGHT_NONE
            ? g_strdup(title)
            : g_strconcat(title, ": ", staff_light_word(how, layout->surface->language), NULL);
    widget_set_label(tile, label);
    Rect box = {rect.x + pad, rect.y + (rect.h - side) / 2, side, side};
    Widget *sign = scene_add(layout->scene, NULL, WIDGET_ROLE_PICTURE, WIDGET_LOOK_SIGN, box);
    sign->sign = section->sign;
    sign->ink = THEME_COLOUR_ACCENT;
    Rect words = {box.x + side + pad, 0, rect.w - side - light - 4 * pad, 0};
    words.h = staff_layout_measure(layout, &staff_look_strong, title, words.w);
    words.y = rect.y + (rect.h - words.h) / 2;
    staff_layout_add_text(layout, NULL, &staff_look_strong, title, words);
    staff_layout_add_light(
        layout, how,
        (Rect){rect.x + rect.w - pad - light, rect.y + (rect.h - light) / 2, light, light});
}

static void add_sections(StaffLayout *layout, const StaffFacts *facts)
{
    gsize n;
    const StaffSection *sections = staff_sections(&n);
    int gap = staff_layout_gap(layout);
    int columns = 2;
    int rows = ((int)n + columns - 1) / columns;
    int width = width_of_column(layout, columns);
    int height = (layout->body.h - (rows - 1) * gap) / rows;
    height = MIN(height, staff_layout_mm(layout, 26));
    for (int i = 0; i < (int)n; i++) {
        /* down the columns: as one reads a list */
        Rect rect = {layout->body.x + i / rows * (width + gap),
                     layout->body.y + i % rows * (height + gap), width, height};
        add_section(layout, &sections[i], facts, rect);
    }
}

/* Which kiosk this is, for somebody who is on the telephone with the region. */
static void add_place(StaffLayout *layout, const StaffFacts *facts)
{
    const char *site = facts->content ? content_site(facts->content)->name : NULL;
    g_autofree char *number =
        facts->identity ? g_strdup_printf("kiosk %" G_GUINT32_FORMAT, facts->identity->kiosk)
                        : NULL;
    g_autofree char *place = g_strjoin(", ", site ? site : number, site ? number : NULL, NULL);
    if (!site && !number) {
        return;
    }
    int height = staff_layout_add_text(layout, NULL, &staff_look_quiet, place, layout->body);
    height += staff_layout_gap(layout);
    layout->body.y += height;
    layout->body.h -= height;
}

void staff_screen_lay_out_overview(const StaffSurface *surface, const StaffFrame *frame,
                                   const StaffFacts *facts, Scene *scene)
{
    static const StaffText other_language = {"English", "Nederlands"};
    StaffLayout layout;
    begin(&layout, surface, frame, scene);
    const StaffText title = {"Beheer", "Staff menu"};
    staff_layout_add_title(&layout, say(&layout, title));
    add_place(&layout, facts);
    add_banner(&layout, frame);
    const StaffButton bar[] = {
        {.id = "staff.language",
         .text = say(&layout, other_language),
         .sign = SIGN_LANGUAGE,
         .look = WIDGET_LOOK_QUIET},
        {.id = "staff.leave",
         .text = say(&layout, leave),
         .sign = SIGN_STOP,
         .look = WIDGET_LOOK_QUIET},
    };
    staff_layout_add_bar(&layout, bar, G_N_ELEMENTS(bar));
    add_sections(&layout, facts);
}

/* --- question ----------------------------------------------------------------------------------
 */

void staff_screen_lay_out_question(const StaffSurface *surface, const StaffFrame *frame,
                                   const char *question, Scene *scene)
{
    StaffLayout layout;
    begin(&layout, surface, frame, scene);
    staff_layout_add_title(&layout, question);
    const StaffButton bar[] = {
        {.id = "staff.confirm.no",
         .text = say(&layout, (StaffText){"Nee, terug", "No, back"}),
         .sign = SIGN_BACK,
         .look = WIDGET_LOOK_QUIET},
        {.id = "staff.confirm.yes",
         .text = say(&layout, (StaffText){"Ja, doen", "Yes, do it"}),
         .sign = SIGN_CHECK,
         .look = WIDGET_LOOK_PRIMARY},
    };
    staff_layout_add_bar(&layout, bar, G_N_ELEMENTS(bar));
}
