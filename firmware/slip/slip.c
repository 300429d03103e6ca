// SPDX-License-Identifier: EUPL-1.2
#include "slip/slip.h"

#include <cairo-pdf.h>
#include <string.h>

#include "base/file.h"
#include "slip/qr.h"
#include "slip/sheet.h"
#include "slip/slip_hours.h"

enum { DAY_S = 24 * 60 * 60, VALID_DAYS = 30, MAX_DOTS = SLIP_MAX_MM * SLIP_DOTS_PER_MM };

/* Sizes in dots for one width of paper. Type by the height of a capital. */
typedef struct {
    int body, place, headline, second, reference;
    int pictogram;
    int sign, column; /* of the facts: the sign, and where the text beside it begins */
    bool is_wide;     /* pictogram beside the headline, reference beside the QR */
} SlipScale;

static const SlipScale NARROW = {20, 24, 28, 23, 34, 80, 30, 42, false};
static const SlipScale WIDE = {22, 28, 36, 27, 44, 104, 34, 52, true};

/* How much is left out when a slip would be longer than a hand can hold, in this order. */
typedef enum {
    TRIM_NOTHING,
    TRIM_NEXT,   /* what happens at the second and third door */
    TRIM_DETAIL, /* and what to bring there, their notes */
    TRIM_DOORS,  /* they become titles */
    TRIM_TASKS,
    TRIM_NOTES, /* of the first door too */
    TRIM_COUNT,
} Trim;

struct Slip {
    Sheet *sheet;
    int width_dots, height_dots;
};

/* One slip being laid out. */
typedef struct {
    const SlipFacts *facts;
    const Content *content;
    const Language *language;
    int index; /* of the language that is being written */
    Sheet *sheet;
    const SlipScale *scale;
    Trim trim;
} Maker;

static const char *say(const Maker *maker, const char *id)
{
    return content_text(maker->content, maker->index, id);
}

static void use_language(Maker *maker, int index)
{
    gsize n;
    const Language *languages = content_languages(maker->content, &n);
    g_assert(index >= 0 && (gsize)index < n);
    maker->index = index;
    maker->language = &languages[index];
    sheet_use_language(maker->sheet, maker->language->bcp47, maker->language->is_rtl);
}

/* Space between blocks, in millimetres. */
static void skip_mm(const Maker *maker, double mm)
{
    sheet_skip(maker->sheet, (int)(mm * SLIP_DOTS_PER_MM));
}

static void add_rule(const Maker *maker, int thickness)
{
    skip_mm(maker, 2);
    sheet_add_bar(maker->sheet, 0, sheet_width(maker->sheet), thickness);
    sheet_skip(maker->sheet, thickness);
    skip_mm(maker, 2);
}

/* A paragraph from `start` to the end side. */
static void add_text(const Maker *maker, int start, int cap, int weight, const char *text)
{
    SheetText how = {
        .start = start, .width = sheet_width(maker->sheet) - start, .cap = cap, .weight = weight};
    sheet_add_text(maker->sheet, &how, text);
}

static void add_list_item(const Maker *maker, int start, const char *text)
{
    int cap = maker->scale->body;
    sheet_add_mark(maker->sheet, start, cap);
    add_text(maker, start + cap, cap, 400, text);
}

/* Names and addresses are Dutch whatever surrounds them. Caller owns. */
static char *isolate(const char *text)
{
    return g_strconcat("\xE2\x81\xA8", text, "\xE2\x81\xA9", NULL);
}

static char *format_date(gint64 local_unix_s)
{
    g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(local_unix_s);
    return date ? g_date_time_format(date, "%d-%m-%Y") : g_strdup("");
}

static void add_header(const Maker *maker)
{
    const Site *site = content_site(maker->content);
    g_autofree char *name = isolate(site->name);
    add_text(maker, 0, maker->scale->place, 600, name);
    if (site->address) {
        g_autofree char *address = isolate(site->address);
        add_text(maker, 0, maker->scale->body, 400, address);
    }
    if (maker->facts->is_clock_trusted) {
        gint64 now = maker->facts->local_unix_s;
        g_autofree char *date = format_date(now);
        int minute = (int)(now % DAY_S / 60);
        g_autofree char *line = g_strdup_printf("%s %s \xC2\xB7 %02d:%02d",
                                                say(maker, slip_hours_day(slip_hours_weekday(now))),
                                                date, minute / 60, minute % 60);
        add_text(maker, 0, maker->scale->body, 400, line);
    }
    add_rule(maker, 4);
}

static const Door *door_at(const Maker *maker, gsize position)
{
    gsize n;
    return &content_doors(maker->content, &n)[maker->facts->result->doors[position].door];
}

static const Provider *provider_at(const Maker *maker, gsize position)
{
    const char *id = maker->facts->provider_ids ? maker->facts->provider_ids[position] : NULL;
    const Door *door = door_at(maker, position);
    for (gsize i = 0; id && i < door->n_providers; i++) {
        if (g_str_equal(door->providers[i].id, id)) {
            return &door->providers[i];
        }
    }
    return NULL;
}

/* The headline of the first door. A quiet door has no picture that others could read. */
static void add_headline(const Maker *maker, const Door *door)
{
    const SlipScale *scale = maker->scale;
    const char *emoji =
        door->is_quiet || !door->icon ? NULL : content_pictogram(maker->content, door->icon);
    int top = sheet_y(maker->sheet);
    int beside = emoji ? scale->pictogram + scale->body : 0;
    if (emoji) {
        sheet_add_pictogram(maker->sheet, 0, scale->pictogram, emoji);
    }
    add_text(maker, beside, scale->body, 400, say(maker, "slip.go"));
    if (!scale->is_wide && emoji) {
        sheet_move_to(maker->sheet, top + scale->pictogram + scale->body / 2);
        beside = 0;
    }
    add_text(maker, beside, scale->headline, 600, say(maker, door->title));
    if (emoji && sheet_y(maker->sheet) < top + scale->pictogram) {
        sheet_move_to(maker->sheet, top + scale->pictogram);
    }
}

/* The sign in the start column, its middle on the middle of the first line's capitals. */
static void add_sign(const Maker *maker, Sign sign)
{
    const SlipScale *scale = maker->scale;
    int y = sheet_y(maker->sheet);
    double line = (maker->language->is_rtl ? 1.6 : 1.3) * scale->body / 0.714;
    sheet_move_to(maker->sheet, y + (int)(line - scale->sign) / 2);
    sheet_add_sign(maker->sheet, 0, scale->sign, sign);
    sheet_move_to(maker->sheet, y);
}

static void add_where(const Maker *maker, gsize position)
{
    const Door *door = door_at(maker, position);
    const Provider *provider = provider_at(maker, position);
    const Place *place = triage_place(maker->content, maker->facts->answers,
                                      maker->facts->result->doors[position].door);
    int body = maker->scale->body;
    int column = maker->scale->column;
    add_sign(maker, SIGN_PLACE);
    if (provider) {
        g_autofree char *name = isolate(provider->name);
        add_text(maker, column, body, 600, name);
    }
    const char *named = provider && provider->where ? provider->where : place->where;
    g_autofree char *where = named ? isolate(named) : g_strdup(say(maker, door->where));
    add_text(maker, column, body, 600, where);
    if (place->address) {
        g_autofree char *address = isolate(place->address);
        add_text(maker, column, body, 400, address);
    }
}

static void add_when(const Maker *maker, const Door *door, bool is_first)
{
    const SlipFacts *facts = maker->facts;
    skip_mm(maker, 1);
    add_sign(maker, SIGN_TIME);
    g_autofree char *now = slip_hours_now(maker->content, maker->index, &door->hours,
                                          facts->local_unix_s, facts->is_clock_trusted);
    int column = maker->scale->column;
    add_text(maker, column, maker->scale->body, 600, now);
    g_auto(GStrv) week = slip_hours_week(maker->content, maker->index, &door->hours);
    for (int i = 0; is_first && week[i]; i++) {
        add_text(maker, column, maker->scale->body, 400, week[i]);
    }
}

static void add_phone(const Maker *maker, const Place *place)
{
    if (!place->phone) {
        return;
    }
    skip_mm(maker, 1);
    add_sign(maker, SIGN_PHONE);
    SheetText how = {.start = maker->scale->column,
                     .width = sheet_width(maker->sheet) - maker->scale->column,
                     .cap = maker->scale->body,
                     .weight = 600,
                     .is_ltr = true};
    sheet_add_text(maker->sheet, &how, place->phone);
}

static void add_bring(const Maker *maker, const Door *door, bool is_first)
{
    int n = 0;
    for (int i = 0; door->bring && door->bring[i]; i++) {
        if (!is_first && g_str_equal(door->bring[i], "bring.slip")) {
            continue;
        }
        if (n++ == 0) {
            skip_mm(maker, 1.5);
            add_sign(maker, SIGN_BRING);
            add_text(maker, maker->scale->column, maker->scale->body, 600,
                     say(maker, "slip.bring"));
        }
        add_list_item(maker, maker->scale->column, say(maker, door->bring[i]));
    }
}

static void add_next(const Maker *maker, const Door *door)
{
    if (!*say(maker, door->next)) {
        return;
    }
    skip_mm(maker, 1.5);
    add_sign(maker, SIGN_NEXT);
    add_text(maker, maker->scale->column, maker->scale->body, 600, say(maker, "slip.next"));
    add_text(maker, maker->scale->column, maker->scale->body, 400, say(maker, door->next));
}

/* Notes hang on a bar at the start side. */
static void add_notes(const Maker *maker, const TriagedDoor *triaged)
{
    enum { BAR = 5, INDENT = 18 };
    for (int i = 0; i < triaged->n_notes; i++) {
        skip_mm(maker, 1.5);
        int top = sheet_y(maker->sheet);
        add_text(maker, INDENT, maker->scale->body, 400, say(maker, triaged->notes[i]));
        int bottom = sheet_y(maker->sheet);
        sheet_move_to(maker->sheet, top);
        sheet_add_bar(maker->sheet, 0, BAR, bottom - top);
        sheet_move_to(maker->sheet, bottom);
    }
}

static void add_door(const Maker *maker, gsize position)
{
    const TriagedDoor *triaged = &maker->facts->result->doors[position];
    const Door *door = door_at(maker, position);
    bool is_first = position == 0;
    if (is_first) {
        add_headline(maker, door);
    } else {
        add_rule(maker, 2);
        add_text(maker, 0, maker->scale->second, 600, say(maker, door->title));
    }
    skip_mm(maker, 1);
    add_where(maker, position);
    add_when(maker, door, is_first);
    add_phone(maker, triage_place(maker->content, maker->facts->answers, triaged->door));
    if (is_first || maker->trim < TRIM_DETAIL) {
        add_bring(maker, door, is_first);
    }
    if (is_first || maker->trim < TRIM_NEXT) {
        add_next(maker, door);
    }
    if (maker->trim < (is_first ? TRIM_NOTES : TRIM_DETAIL)) {
        add_notes(maker, triaged);
    }
}

/* The chosen tasks, in the language that is being written; nothing when that was not asked. */
static void add_tasks(const Maker *maker, int start)
{
    int index = content_find_question(maker->content, "tasks");
    gsize n;
    const Question *question = index < 0 ? NULL : &content_questions(maker->content, &n)[index];
    bool has_label = false;
    for (gsize i = 0; question && i < question->n_options; i++) {
        const QuestionOption *option = &question->options[i];
        if (!(maker->facts->answers->chosen[index] >> i & 1) || option->is_skip) {
            continue;
        }
        if (!has_label) {
            skip_mm(maker, 1);
            add_text(maker, start, maker->scale->body, 600, say(maker, "slip.tasks"));
            has_label = true;
        }
        add_list_item(maker, start, say(maker, option->text));
    }
}

static gsize n_full_doors(const Maker *maker)
{
    gsize full = maker->trim >= TRIM_DOORS ? 1 : SLIP_FULL_DOORS;
    return MIN(full, maker->facts->result->n_doors);
}

static gsize n_named_doors(const Maker *maker)
{
    return MIN(maker->facts->result->n_doors, (gsize)(SLIP_FULL_DOORS + SLIP_ALSO_DOORS));
}

static void add_also(const Maker *maker)
{
    gsize first = n_full_doors(maker);
    gsize end = n_named_doors(maker);
    if (first >= end) {
        return;
    }
    add_rule(maker, 2);
    add_text(maker, 0, maker->scale->body, 600, say(maker, "slip.also"));
    for (gsize i = first; i < end; i++) {
        add_list_item(maker, 0, say(maker, door_at(maker, i)->title));
    }
}

/* Narrow paper: the reference above the QR. */
static void add_code_narrow(const Maker *maker, cairo_surface_t *qr)
{
    int width = sheet_width(maker->sheet);
    SheetText how = {.width = width, .cap = maker->scale->reference, .weight = 600, .is_ltr = true};
    add_text(maker, 0, maker->scale->body, 400, say(maker, "slip.code"));
    sheet_add_text(maker->sheet, &how, maker->facts->reference);
    if (qr) {
        int side = cairo_image_surface_get_width(qr);
        sheet_add_picture_take(maker->sheet, (width - side) / 2, qr);
        sheet_skip(maker->sheet, side);
    }
}

/* Wide paper: the reference beside the QR, at its height, broken at its hyphens. */
static void add_code_wide(const Maker *maker, cairo_surface_t *qr)
{
    int side = cairo_image_surface_get_width(qr);
    int width = sheet_width(maker->sheet) - side;
    int quiet = QR_QUIET_MODULES * QR_DOTS_A_MODULE;
    int top = sheet_y(maker->sheet);
    sheet_add_picture_take(maker->sheet, width, qr);
    SheetText label = {.width = width, .cap = maker->scale->body, .weight = 400};
    SheetText how = {.width = width, .cap = maker->scale->reference, .weight = 600, .is_ltr = true};
    sheet_move_to(maker->sheet, top + quiet - maker->scale->body / 2);
    sheet_add_text(maker->sheet, &label, say(maker, "slip.code"));
    g_auto(GStrv) groups = g_strsplit(maker->facts->reference, "-", -1);
    for (int i = 0; groups[i]; i++) {
        g_autofree char *line = g_strconcat(groups[i], groups[i + 1] ? "-" : NULL, NULL);
        sheet_add_text(maker->sheet, &how, line);
        explicit_bzero(line, strlen(line));
        explicit_bzero(groups[i], strlen(groups[i]));
    }
    sheet_move_to(maker->sheet, top + side);
}

static void add_code(const Maker *maker)
{
    cairo_surface_t *qr =
        maker->facts->qr_text ? qr_draw(maker->facts->qr_text, QR_DOTS_A_MODULE, NULL) : NULL;
    add_rule(maker, 4);
    if (qr && maker->scale->is_wide) {
        add_code_wide(maker, qr);
    } else {
        add_code_narrow(maker, qr);
    }
    add_text(maker, 0, maker->scale->body, 600, say(maker, qr ? "slip.scan" : "slip.desk"));
    if (maker->facts->is_clock_trusted) {
        g_autofree char *date = format_date(maker->facts->local_unix_s + VALID_DAYS * DAY_S);
        g_autofree char *valid =
            content_format(maker->content, maker->index, "slip.valid", "date", date, NULL);
        add_text(maker, 0, maker->scale->body, 400, valid);
    }
    add_text(maker, 0, maker->scale->body, 400, say(maker, "slip.noname"));
    add_text(maker, 0, maker->scale->body, 400, say(maker, "slip.free"));
}

/* Always Dutch; `visitor` is the language of the visitor. */
static void add_staff(Maker *maker, const Language *visitor)
{
    enum { PAD = 14, LINE = 3 };
    int nl = content_find_language(maker->content, "nl");
    use_language(maker, nl);
    skip_mm(maker, 2.5);
    int top = sheet_y(maker->sheet);
    sheet_skip(maker->sheet, PAD);
    SheetText bold = {.start = PAD,
                      .width = sheet_width(maker->sheet) - 2 * PAD,
                      .cap = maker->scale->body,
                      .weight = 600};
    SheetText plain = bold;
    plain.weight = 400;
    sheet_add_text(maker->sheet, &bold, say(maker, "slip.staff"));
    if (visitor != maker->language) {
        g_autofree char *spoken = content_format(maker->content, nl, "slip.staff.interpreter",
                                                 "lang", visitor->dutch, NULL);
        sheet_add_text(maker->sheet, &plain, spoken);
    }
    for (gsize i = 0; i < n_named_doors(maker); i++) {
        g_autofree char *line =
            g_strdup_printf("%zu. %s", i + 1, say(maker, door_at(maker, i)->title));
        sheet_add_text(maker->sheet, &plain, line);
    }
    add_tasks(maker, PAD);
    g_autofree char *reference =
        content_format(maker->content, nl, "slip.ref", "ref", maker->facts->reference, NULL);
    skip_mm(maker, 1);
    sheet_add_text(maker->sheet, &bold, reference);
    sheet_add_text(maker->sheet, &plain, say(maker, "slip.staff.scan"));
    sheet_skip(maker->sheet, PAD);
    sheet_add_frame(maker->sheet, top, LINE);
}

/* Caller frees. */
static Sheet *lay_out(const SlipFacts *facts, TextSetter *setter, int width_dots, Trim trim)
{
    Sheet *sheet = sheet_new(setter, width_dots);
    Maker maker = {.facts = facts,
                   .content = facts->content,
                   .sheet = sheet,
                   .scale = width_dots >= 512 ? &WIDE : &NARROW,
                   .trim = trim};
    use_language(&maker, facts->language);
    add_header(&maker);
    for (gsize i = 0; i < n_full_doors(&maker); i++) {
        add_door(&maker, i);
    }
    add_also(&maker);
    if (trim < TRIM_TASKS) {
        add_tasks(&maker, 0);
    }
    add_code(&maker);
    add_staff(&maker, maker.language);
    return sheet;
}

Slip *slip_new(const SlipFacts *facts, TextSetter *setter, int width_dots)
{
    g_assert(width_dots >= 384 && width_dots <= RASTER_MAX_WIDTH);
    Slip *slip = g_new0(Slip, 1);
    slip->width_dots = width_dots;
    for (Trim trim = TRIM_NOTHING; trim < TRIM_COUNT; trim++) {
        sheet_free(slip->sheet);
        slip->sheet = lay_out(facts, setter, width_dots, trim);
        slip->height_dots = sheet_y(slip->sheet);
        if (slip->height_dots <= MAX_DOTS) {
            break;
        }
    }
    return slip;
}

void slip_free(Slip *slip)
{
    if (slip) {
        sheet_free(slip->sheet);
        g_free(slip);
    }
}

int slip_width_dots(const Slip *slip)
{
    return slip->width_dots;
}

int slip_height_dots(const Slip *slip)
{
    return slip->height_dots;
}

void slip_paint(Slip *slip, cairo_t *cairo)
{
    cairo_save(cairo);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_rectangle(cairo, 0, 0, slip->width_dots, slip->height_dots);
    cairo_fill(cairo);
    sheet_paint(slip->sheet, cairo);
    cairo_restore(cairo);
}

Raster *raster_from_slip(Slip *slip)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, slip->width_dots, slip->height_dots);
    cairo_t *cairo = cairo_create(surface);
    slip_paint(slip, cairo);
    cairo_destroy(cairo);
    Raster *raster = raster_from_surface(surface);
    explicit_bzero(cairo_image_surface_get_data(surface),
                   (gsize)cairo_image_surface_get_stride(surface) * (gsize)slip->height_dots);
    cairo_surface_destroy(surface);
    return raster;
}

static cairo_status_t take_bytes(void *closure, const unsigned char *data, unsigned int size)
{
    g_byte_array_append(closure, data, size);
    return CAIRO_STATUS_SUCCESS;
}

bool slip_save_pdf(Slip *slip, const char *path, GError **error)
{
    double points_a_dot = 72.0 / RASTER_DOTS_PER_INCH;
    GByteArray *bytes = g_byte_array_new();
    cairo_surface_t *pdf = cairo_pdf_surface_create_for_stream(
        take_bytes, bytes, slip->width_dots * points_a_dot, slip->height_dots * points_a_dot);
    cairo_t *cairo = cairo_create(pdf);
    cairo_scale(cairo, points_a_dot, points_a_dot);
    slip_paint(slip, cairo);
    cairo_destroy(cairo);
    cairo_surface_finish(pdf);
    cairo_surface_destroy(pdf);
    g_autoptr(GBytes) whole = g_byte_array_free_to_bytes(bytes);
    return file_save(path, whole, 0600, error);
}
