// SPDX-License-Identifier: EUPL-1.2
#include "slip/slip_layout.h"

#include <string.h>

#include "slip/phone.h"
#include "slip/qr.h"
#include "slip/slip_hours.h"

/* Letters reach a dot or two beyond their own width (J at a line's start, Arabic at its end). */
enum { SIDE = 3 };

enum { DAY_S = 24 * 60 * 60, VALID_DAYS = 30 };

/* Sizes in dots for one width of paper. Type by the height of a capital. */
typedef struct {
    int body, place, headline, second, reference;
    int pictogram;
    int sign, column; /* of the facts: the sign, and where the text beside it begins */
    bool is_wide;     /* pictogram beside the headline, reference beside the QR */
} SlipScale;

static const SlipScale NARROW = {20, 20, 28, 22, 34, 64, 30, 42, false};
static const SlipScale WIDE = {20, 26, 34, 24, 38, 100, 32, 48, true};

static const SlipScale *scale_for(int width_dots)
{
    return width_dots >= 512 ? &WIDE : &NARROW;
}

int slip_pictogram_dots(int width_dots)
{
    return scale_for(width_dots)->pictogram;
}

/* One slip being laid out. */
typedef struct {
    const SlipFacts *facts;
    const Content *content;
    const Language *language;
    int index; /* of the language that is being written */
    Sheet *sheet;
    const SlipScale *scale;
    guint trimmed;
    cairo_surface_t *qr; /* borrowed; NULL: none */
} Maker;

static bool has(const Maker *maker, SlipTrim part)
{
    return (maker->trimmed >> part & 1) == 0;
}

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

/* Space between blocks, in dots. */
enum { GAP_SMALL = 6, GAP = 12 };

static void add_rule(const Maker *maker, int thickness)
{
    sheet_skip(maker->sheet, GAP);
    sheet_add_bar(maker->sheet, 0, sheet_width(maker->sheet), thickness);
    sheet_skip(maker->sheet, thickness + GAP);
}

/* A paragraph from `start` to the end side. */
static void add_text(const Maker *maker, int start, int cap, int weight, const char *text)
{
    SheetText how = {
        .start = start, .width = sheet_width(maker->sheet) - start, .cap = cap, .weight = weight};
    sheet_add_text(maker->sheet, &how, text);
}

/* A dot between two texts; no line begins with it. */
#define DOT "\xC2\xA0\xC2\xB7 "

/* Texts in one paragraph with dots between them. */
static void add_joined(const Maker *maker, int start, char **texts)
{
    g_autofree char *line = g_strjoinv(DOT, texts);
    add_text(maker, start, maker->scale->body, 400, line);
}

static void add_list_item(const Maker *maker, int start, const char *text)
{
    int cap = maker->scale->body;
    sheet_add_mark(maker->sheet, start, cap);
    add_text(maker, start + cap, cap, 400, text);
}

/* Names and addresses are Dutch whatever surrounds them; the parts of a date keep their order,
 * which hyphens between Arabic words would turn round. Caller owns. */
static char *isolate(const char *text)
{
    return g_strconcat("\xE2\x81\xA8", text, "\xE2\x81\xA9", NULL);
}

static char *format_date(gint64 local_unix_s)
{
    g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(local_unix_s);
    return date ? g_date_time_format(date, "%d-%m-%Y") : g_strdup("");
}

static bool fits_line(const Maker *maker, int weight, const char *text)
{
    int cap = maker->scale->body;
    SheetText how = {.width = sheet_width(maker->sheet), .cap = cap, .weight = weight};
    return sheet_measure_text(maker->sheet, &how, text) <= sheet_line(maker->sheet, cap);
}

/* Day, date and time; without the day where that takes two lines. */
static void add_moment(const Maker *maker, gint64 now)
{
    int minute = (int)(now % DAY_S / 60);
    g_autofree char *date = format_date(now);
    g_autofree char *clock = g_strdup_printf("%02d:%02d", minute / 60, minute % 60);
    g_autofree char *isolated_date = isolate(date);
    g_autofree char *isolated_clock = isolate(clock);
    const char *day = say(maker, slip_hours_day(slip_hours_weekday(now)));
    g_autofree char *moment = g_strdup_printf("%s \xC2\xB7 %s", isolated_date, isolated_clock);
    g_autofree char *line = g_strdup_printf("%s %s", day, moment);
    add_text(maker, 0, maker->scale->body, 400, fits_line(maker, 400, line) ? line : moment);
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
        add_moment(maker, maker->facts->local_unix_s);
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

/* Whether the headline stands as well beside the pictogram as below it: in as many lines. */
static bool fits_beside(const Maker *maker, int beside, const char *title)
{
    SheetText how = {
        .width = sheet_width(maker->sheet), .cap = maker->scale->headline, .weight = 600};
    int below = sheet_measure_text(maker->sheet, &how, title);
    how.width -= beside;
    return maker->scale->is_wide || sheet_measure_text(maker->sheet, &how, title) == below;
}

/* The headline of the first door. A quiet door has no picture that others could read. */
static void add_headline(const Maker *maker, const Door *door)
{
    const SlipScale *scale = maker->scale;
    const char *title = say(maker, door->title);
    bool is_pictured = !door->is_quiet && door->icon && has(maker, SLIP_TRIM_PICTOGRAM);
    const char *emoji = is_pictured ? content_pictogram(maker->content, door->icon) : NULL;
    int top = sheet_y(maker->sheet);
    int beside = emoji ? scale->pictogram + scale->body : 0;
    if (emoji) {
        sheet_add_pictogram(maker->sheet, 0, scale->pictogram, emoji);
    }
    add_text(maker, beside, scale->body, 400, say(maker, "slip.go"));
    if (emoji && !fits_beside(maker, beside, title)) {
        int below = top + scale->pictogram + scale->body / 2;
        sheet_move_to(maker->sheet, MAX(below, sheet_y(maker->sheet)));
        beside = 0;
    }
    add_text(maker, beside, scale->headline, 600, title);
    if (emoji && sheet_y(maker->sheet) < top + scale->pictogram) {
        sheet_move_to(maker->sheet, top + scale->pictogram);
    }
}

/* The sign in the start column, its middle on the middle of the first line's capitals. */
static void add_sign(const Maker *maker, Sign sign)
{
    const SlipScale *scale = maker->scale;
    int y = sheet_y(maker->sheet);
    int line = sheet_line(maker->sheet, scale->body);
    sheet_move_to(maker->sheet, y + (line - scale->sign) / 2);
    sheet_add_sign(maker->sheet, 0, scale->sign, sign);
    sheet_move_to(maker->sheet, y);
}

/* Provider, place and address, as far as there are such. Caller owns. */
static char **list_place(const Maker *maker, gsize position)
{
    const Provider *provider = provider_at(maker, position);
    const Place *place = triage_place(maker->content, maker->facts->answers,
                                      maker->facts->result->doors[position].door);
    g_autoptr(GStrvBuilder) lines = g_strv_builder_new();
    if (provider) {
        g_autofree char *name = isolate(provider->name);
        g_strv_builder_add(lines, name);
    }
    const char *named = provider && provider->where ? provider->where : place->where;
    g_autofree char *where =
        named ? isolate(named) : g_strdup(say(maker, door_at(maker, position)->where));
    g_strv_builder_add(lines, where);
    /* The address on top of the slip is not said again. */
    if (place->address && g_strcmp0(place->address, content_site(maker->content)->address) != 0) {
        g_autofree char *address = isolate(place->address);
        g_strv_builder_add(lines, address);
    }
    return g_strv_builder_end(lines);
}

static void add_where(const Maker *maker, gsize position)
{
    g_auto(GStrv) lines = list_place(maker, position);
    add_sign(maker, SIGN_PLACE);
    if (position > 0) {
        add_joined(maker, maker->scale->column, lines);
        return;
    }
    for (int i = 0; lines[i]; i++) {
        add_text(maker, maker->scale->column, maker->scale->body, i == 0 ? 600 : 400, lines[i]);
    }
}

/* Whether somebody said of the door's people that they are here or away today. */
static bool is_known_today(const Maker *maker, gsize position)
{
    const SlipFacts *facts = maker->facts;
    const SlipMoment moment = {facts->presence, facts->local_unix_s, facts->is_clock_trusted};
    return slip_hours_presence(&moment, facts->result->doors[position].door) != PRESENCE_UNKNOWN;
}

/* What is said of the door at this position about now. Caller owns. */
static char *say_when(const Maker *maker, gsize position)
{
    const SlipFacts *facts = maker->facts;
    const SlipMoment moment = {facts->presence, facts->local_unix_s, facts->is_clock_trusted};
    return slip_hours_door(maker->content, maker->index, facts->result->doors[position].door,
                           &moment);
}

static void add_when(const Maker *maker, gsize position)
{
    const Door *door = door_at(maker, position);
    bool is_first = position == 0;
    sheet_skip(maker->sheet, GAP_SMALL);
    add_sign(maker, SIGN_TIME);
    g_autofree char *now = say_when(maker, position);
    int column = maker->scale->column;
    add_text(maker, column, maker->scale->body, is_first ? 600 : 400, now);
    g_auto(GStrv) week = slip_hours_week(maker->content, maker->index, &door->hours);
    for (int i = 0; is_first && has(maker, SLIP_TRIM_WEEK) && week[i]; i++) {
        add_text(maker, column, maker->scale->body, 400, week[i]);
    }
}

/* Unless the words for the place have it already. */
static void add_phone(const Maker *maker, gsize position)
{
    const Place *place = triage_place(maker->content, maker->facts->answers,
                                      maker->facts->result->doors[position].door);
    g_auto(GStrv) lines = list_place(maker, position);
    bool is_said = !place->phone;
    for (int i = 0; lines[i] && !is_said; i++) {
        is_said = phone_is_in(place->phone, lines[i]);
    }
    if (is_said) {
        return;
    }
    sheet_skip(maker->sheet, GAP_SMALL);
    add_sign(maker, SIGN_PHONE);
    SheetText how = {.start = maker->scale->column,
                     .width = sheet_width(maker->sheet) - maker->scale->column,
                     .cap = maker->scale->body,
                     .weight = 600,
                     .is_ltr = true};
    sheet_add_text(maker->sheet, &how, place->phone);
}

/* A list for the first door; for the others one paragraph without the slip itself. */
static void add_bring(const Maker *maker, const Door *door, bool is_first)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    for (int i = 0; door->bring && door->bring[i]; i++) {
        if (is_first || !g_str_equal(door->bring[i], "bring.slip")) {
            g_strv_builder_add(builder, say(maker, door->bring[i]));
        }
    }
    g_auto(GStrv) items = g_strv_builder_end(builder);
    if (!items[0]) {
        return;
    }
    int column = maker->scale->column;
    sheet_skip(maker->sheet, is_first ? GAP : GAP_SMALL);
    add_sign(maker, SIGN_BRING);
    if (is_first) {
        add_text(maker, column, maker->scale->body, 600, say(maker, "slip.bring"));
    }
    if (!is_first || !has(maker, SLIP_TRIM_BRING_LIST)) {
        add_joined(maker, column, items);
        return;
    }
    for (int i = 0; items[i]; i++) {
        add_list_item(maker, column, items[i]);
    }
}

static void add_next(const Maker *maker, const Door *door, bool is_first)
{
    if (!*say(maker, door->next)) {
        return;
    }
    int column = maker->scale->column;
    sheet_skip(maker->sheet, is_first ? GAP : GAP_SMALL);
    add_sign(maker, SIGN_NEXT);
    if (is_first) {
        add_text(maker, column, maker->scale->body, 600, say(maker, "slip.next"));
    }
    add_text(maker, column, maker->scale->body, 400, say(maker, door->next));
}

static int n_notes(const Maker *maker, const TriagedDoor *triaged, bool is_first)
{
    enum { FEW = 2 };
    if (!has(maker, is_first ? SLIP_TRIM_NOTES : SLIP_TRIM_DETAIL)) {
        return 0;
    }
    return has(maker, SLIP_TRIM_LAST_NOTES) ? triaged->n_notes : MIN(triaged->n_notes, FEW);
}

/* Notes hang on a bar at the start side. */
static void add_notes(const Maker *maker, const TriagedDoor *triaged, int n)
{
    enum { BAR = 5, INDENT = 18 };
    for (int i = 0; i < n; i++) {
        sheet_skip(maker->sheet, GAP);
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
    sheet_skip(maker->sheet, GAP_SMALL);
    add_where(maker, position);
    if (is_first || has(maker, SLIP_TRIM_DETAIL) || is_known_today(maker, position)) {
        add_when(maker, position);
    }
    if (is_first || has(maker, SLIP_TRIM_DETAIL)) {
        add_phone(maker, position);
    }
    if (is_first || has(maker, SLIP_TRIM_BRING)) {
        add_bring(maker, door, is_first);
    }
    if (has(maker, is_first ? SLIP_TRIM_FIRST_NEXT : SLIP_TRIM_NEXT)) {
        add_next(maker, door, is_first);
    }
    add_notes(maker, triaged, n_notes(maker, triaged, is_first));
}

/* The chosen tasks, in the language that is being written; NULL when that was not asked. Caller
 * owns. */
static char *list_tasks(const Maker *maker)
{
    int index = content_find_question(maker->content, "tasks");
    gsize n;
    const Question *question = index < 0 ? NULL : &content_questions(maker->content, &n)[index];
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    for (gsize i = 0; question && i < question->n_options; i++) {
        const QuestionOption *option = &question->options[i];
        if (maker->facts->answers->chosen[index] >> i & 1 && !option->is_skip) {
            g_strv_builder_add(builder, say(maker, option->text));
        }
    }
    g_auto(GStrv) tasks = g_strv_builder_end(builder);
    g_autofree char *joined = g_strjoinv(DOT, tasks);
    return tasks[0] ? g_strconcat(say(maker, "slip.tasks"), ": ", joined, NULL) : NULL;
}

static void add_tasks(const Maker *maker)
{
    g_autofree char *tasks = list_tasks(maker);
    if (tasks) {
        add_rule(maker, 2);
        add_text(maker, 0, maker->scale->body, 400, tasks);
    }
}

static void add_staff_tasks(const Maker *maker)
{
    g_autofree char *tasks = list_tasks(maker);
    if (tasks) {
        sheet_skip(maker->sheet, GAP_SMALL);
        add_text(maker, 0, maker->scale->body, 400, tasks);
    }
}

static gsize n_full_doors(const Maker *maker)
{
    gsize full = has(maker, SLIP_TRIM_DOORS) ? SLIP_FULL_DOORS : 1;
    return MIN(full, maker->facts->result->n_doors);
}

static gsize n_named_doors(const Maker *maker)
{
    enum { FEW = 4, MORE = 6 };
    gsize most = !has(maker, SLIP_TRIM_MORE_DOORS)   ? FEW
                 : !has(maker, SLIP_TRIM_LAST_DOORS) ? MORE
                                                     : SLIP_FULL_DOORS + SLIP_ALSO_DOORS;
    return MIN(maker->facts->result->n_doors, most);
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
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    for (gsize i = first; i < end; i++) {
        const char *title = say(maker, door_at(maker, i)->title);
        g_auto(GStrv) place = list_place(maker, i);
        g_autofree char *where = g_strjoinv(DOT, place);
        g_autofree char *line = g_strconcat(title, DOT, where, NULL);
        bool is_placed = i < SLIP_FULL_DOORS && has(maker, SLIP_TRIM_PLACES);
        g_strv_builder_add(builder, is_placed ? line : title);
    }
    g_auto(GStrv) lines = g_strv_builder_end(builder);
    if (!has(maker, SLIP_TRIM_ALSO_LIST)) {
        add_joined(maker, 0, lines);
        return;
    }
    for (int i = 0; lines[i]; i++) {
        add_list_item(maker, 0, lines[i]);
    }
}

/* "Valid until", empty when there is no date. Caller owns. */
static char *format_valid(const Maker *maker)
{
    if (!maker->facts->is_clock_trusted) {
        return g_strdup("");
    }
    g_autofree char *date = format_date(maker->facts->local_unix_s + VALID_DAYS * DAY_S);
    return content_format(maker->content, maker->index, "slip.valid", "date", date, NULL);
}

/* The reference so that no line ends within; nothing else of it is left behind. Caller wipes and
 * frees. */
static char *keep_together(const char *reference)
{
    static const char JOINER[] = "\xE2\x81\xA0";
    char *whole = g_malloc0(strlen(reference) * sizeof JOINER + 1);
    char *end = whole;
    for (const char *at = reference; *at; at++) {
        *end++ = *at;
        end = *at == '-' ? g_stpcpy(end, JOINER) : end;
    }
    return whole;
}

/* Narrow paper: the reference above the QR. */
static void add_code_narrow(const Maker *maker, cairo_surface_t *qr)
{
    int width = sheet_width(maker->sheet);
    SheetText how = {.width = width, .cap = maker->scale->reference, .weight = 600, .is_ltr = true};
    sheet_skip(maker->sheet, GAP);
    add_text(maker, 0, maker->scale->body, 600, say(maker, qr ? "slip.scan" : "slip.desk"));
    g_autofree char *reference = keep_together(maker->facts->reference);
    sheet_add_text(maker->sheet, &how, reference);
    explicit_bzero(reference, strlen(reference));
    if (qr) {
        int side = cairo_image_surface_get_width(qr);
        sheet_add_picture_take(maker->sheet, (width - side) / 2, qr);
        sheet_skip(maker->sheet, side);
    }
}

/* Wide paper: the reference beside the QR, at its height, in two lines: "ABCD-", "EFGH-J". */
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
    const char *rest = strchr(maker->facts->reference, '-') + 1;
    g_autofree char *first =
        g_strndup(maker->facts->reference, (gsize)(rest - maker->facts->reference));
    sheet_add_text(maker->sheet, &how, first);
    sheet_add_text(maker->sheet, &how, rest);
    explicit_bzero(first, strlen(first));
    sheet_skip(maker->sheet, GAP_SMALL);
    g_autofree char *valid = format_valid(maker);
    sheet_add_text(maker->sheet, &label, valid);
    sheet_move_to(maker->sheet, MAX(top + side, sheet_y(maker->sheet)));
}

static void add_code(const Maker *maker)
{
    cairo_surface_t *qr = maker->qr ? cairo_surface_reference(maker->qr) : NULL;
    /* The quiet zone of the QR is space enough. */
    sheet_skip(maker->sheet, GAP);
    sheet_add_bar(maker->sheet, 0, sheet_width(maker->sheet), 4);
    sheet_skip(maker->sheet, 4);
    bool is_beside = qr && maker->scale->is_wide;
    g_autofree char *assurance =
        has(maker, SLIP_TRIM_ASSURANCE)
            ? g_strconcat(say(maker, "slip.noname"), " ", say(maker, "slip.free"), NULL)
            : g_strdup("");
    if (is_beside) {
        add_code_wide(maker, qr);
        add_text(maker, 0, maker->scale->body, 600, say(maker, "slip.scan"));
        add_text(maker, 0, maker->scale->body, 400, assurance);
        return;
    }
    add_code_narrow(maker, qr);
    g_autofree char *valid = format_valid(maker);
    add_text(maker, 0, maker->scale->body, 400, valid);
    add_text(maker, 0, maker->scale->body, 400, assurance);
}

/* Whether staff read beside the door's name where its people are today. */
static bool is_told_staff(const Maker *maker, gsize position)
{
    return has(maker, SLIP_TRIM_STAFF_PRESENCE) && position < SLIP_FULL_DOORS &&
           is_known_today(maker, position);
}

/* Doors by number, in one paragraph. Caller owns. */
static char *list_doors(const Maker *maker)
{
    GString *line = g_string_new(NULL);
    for (gsize i = 0; i < n_named_doors(maker); i++) {
        g_string_append_printf(line, "%s%zu.\xC2\xA0%s", i > 0 ? DOT : "", i + 1,
                               say(maker, door_at(maker, i)->title));
        if (is_told_staff(maker, i)) {
            g_autofree char *when = say_when(maker, i);
            g_string_append_printf(line, " (%s)", when);
        }
    }
    return g_string_free(line, FALSE);
}

static void add_spoken(const Maker *maker, const Language *visitor)
{
    g_autofree char *spoken =
        has(maker, SLIP_TRIM_INTERPRETER)
            ? content_format(maker->content, maker->index, "slip.staff.interpreter", "lang",
                             visitor->dutch, NULL)
            : g_strconcat(say(maker, "slip.lang"), ": ", visitor->dutch, NULL);
    add_text(maker, 0, maker->scale->body, 400, spoken);
}

/* The notes at the doors that are written out, in Dutch: what the visitor was told to ask. */
static void add_staff_notes(const Maker *maker)
{
    for (gsize i = 0; i < n_full_doors(maker); i++) {
        const TriagedDoor *triaged = &maker->facts->result->doors[i];
        for (int k = 0; k < triaged->n_notes; k++) {
            add_list_item(maker, 0, say(maker, triaged->notes[k]));
        }
    }
}

/* "Briefje ABCD-EFGH-J · 23-11-2026", for who looks it up; the date is on top of the slip as well.
 */
static void add_staff_reference(const Maker *maker)
{
    g_autofree char *whole = keep_together(maker->facts->reference);
    g_autofree char *reference =
        content_format(maker->content, maker->index, "slip.ref", "ref", whole, NULL);
    g_autofree char *date =
        maker->facts->is_clock_trusted ? format_date(maker->facts->local_unix_s) : NULL;
    g_autofree char *line = g_strconcat(reference, date ? DOT : NULL, date, NULL);
    sheet_skip(maker->sheet, GAP_SMALL);
    add_text(maker, 0, maker->scale->body, 600, fits_line(maker, 600, line) ? line : reference);
    explicit_bzero(whole, strlen(whole));
    explicit_bzero(reference, strlen(reference));
    explicit_bzero(line, strlen(line));
}

/* What staff need to know of the visit; nobody's answers but the tasks that somebody would like. */
static void add_staff_words(const Maker *maker, const Language *visitor)
{
    int body = maker->scale->body;
    bool is_dutch = visitor == maker->language;
    add_text(maker, 0, body, 600, say(maker, "slip.staff"));
    if (!is_dutch) {
        add_spoken(maker, visitor);
    }
    if (!is_dutch || has(maker, SLIP_TRIM_REPEAT)) {
        g_autofree char *doors = list_doors(maker);
        add_text(maker, 0, body, 400, doors);
    }
    if (!is_dutch && has(maker, SLIP_TRIM_STAFF_NOTES)) {
        add_staff_notes(maker);
    }
    if (has(maker, SLIP_TRIM_STAFF_TASKS)) {
        add_staff_tasks(maker);
    }
    add_staff_reference(maker);
    if (maker->facts->qr_text && has(maker, SLIP_TRIM_HINT)) {
        add_text(maker, 0, body, 400, say(maker, "slip.staff.scan"));
    }
}

/* The ruled block at the end, always Dutch; `visitor` is the language of the visitor. */
static void add_staff(Maker *maker, const Language *visitor)
{
    enum { LINE = 3 };
    use_language(maker, content_find_language(maker->content, "nl"));
    sheet_skip(maker->sheet, GAP);
    int top = sheet_y(maker->sheet);
    sheet_skip(maker->sheet, GAP);
    sheet_set_pad(maker->sheet, SIDE + GAP);
    add_staff_words(maker, visitor);
    sheet_set_pad(maker->sheet, SIDE);
    sheet_skip(maker->sheet, GAP);
    sheet_add_frame(maker->sheet, top, LINE);
}

cairo_surface_t *slip_draw_code(const SlipFacts *facts)
{
    return facts->qr_text ? qr_draw(facts->qr_text, QR_DOTS_A_MODULE, NULL) : NULL;
}

Sheet *slip_lay_out(const SlipFacts *facts, TextSetter *setter, int width_dots, guint trimmed)
{
    cairo_surface_t *qr = slip_draw_code(facts);
    Sheet *sheet = slip_lay_out_around(facts, setter, width_dots, trimmed, qr);
    g_clear_pointer(&qr, cairo_surface_destroy);
    return sheet;
}

Sheet *slip_lay_out_around(const SlipFacts *facts, TextSetter *setter, int width_dots,
                           guint trimmed, cairo_surface_t *qr)
{
    Sheet *sheet = sheet_new(setter, width_dots);
    Maker maker = {.facts = facts,
                   .content = facts->content,
                   .sheet = sheet,
                   .scale = scale_for(width_dots),
                   .trimmed = trimmed,
                   .qr = qr};
    sheet_set_pad(sheet, SIDE);
    sheet_set_tight(sheet, !has(&maker, SLIP_TRIM_SPACE));
    use_language(&maker, facts->language);
    add_header(&maker);
    for (gsize i = 0; i < n_full_doors(&maker); i++) {
        add_door(&maker, i);
    }
    add_also(&maker);
    if (has(&maker, SLIP_TRIM_TASKS) &&
        facts->language != content_find_language(facts->content, "nl")) {
        add_tasks(&maker);
    }
    add_code(&maker);
    add_staff(&maker, maker.language);
    return sheet;
}
