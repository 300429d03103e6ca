// SPDX-License-Identifier: EUPL-1.2
#include "slip/test_slip.h"

#include "slip/qr.h"
#include "slip/sheet.h"

/* In dots. */
enum {
    PAD = 3,
    CAP_TITLE = 32,
    CAP_PLACE = 24,
    CAP_ROW = 22,
    CAP_BODY = SHEET_MIN_CAP,
    GAP = 12,
    GAP_ROW = 10,
    SIGN = 26,
    COLUMN = 40, /* where words begin beside a sign */
    PROOF = 20,  /* height of the bar that every heating element prints */
    STAIR = 8,
};

static void add(Sheet *sheet, int start, int cap, int weight, const char *text)
{
    const SheetText how = {
        .start = start, .width = sheet_width(sheet) - start, .cap = cap, .weight = weight};
    sheet_add_text(sheet, &how, text);
}

static void add_rule(Sheet *sheet)
{
    sheet_skip(sheet, GAP);
    sheet_add_bar(sheet, 0, sheet_width(sheet), 2);
    sheet_skip(sheet, GAP);
}

static void add_head(Sheet *sheet, const TestSlipFacts *facts)
{
    g_autofree char *moment = NULL;
    if (facts->is_clock_trusted) {
        g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(facts->local_unix_s);
        moment = date ? g_date_time_format(date, "%d-%m-%Y \xC2\xB7 %H:%M") : g_strdup("");
    } else {
        moment = g_strdup("De kiosk weet niet hoe laat het is.");
    }
    add(sheet, 0, CAP_TITLE, 600, facts->title);
    sheet_skip(sheet, GAP / 2);
    add(sheet, 0, CAP_PLACE, 600, facts->place ? facts->place : "");
    g_autofree char *line =
        facts->kiosk ? g_strdup_printf("%s \xC2\xB7 %s", facts->kiosk, moment) : g_strdup(moment);
    add(sheet, 0, CAP_BODY, 400, line);
    add(sheet, 0, CAP_BODY, 400, "Dit is geen verwijzing.");
    add_rule(sheet);
}

static const char *word(TestSlipMark mark)
{
    switch (mark) {
    case TEST_SLIP_NOT_TESTED:
        return "niet getest";
    case TEST_SLIP_GOOD:
        return "goed";
    case TEST_SLIP_ATTENTION:
        return "let op";
    case TEST_SLIP_BAD:
        return "niet goed";
    }
    g_assert_not_reached();
}

/* Moves nothing. */
static void add_mark(Sheet *sheet, TestSlipMark mark)
{
    int y = sheet_y(sheet);
    int top = y + (sheet_line(sheet, CAP_ROW) - SIGN) / 2;
    sheet_move_to(sheet, top);
    switch (mark) {
    case TEST_SLIP_GOOD:
        sheet_add_sign(sheet, 0, SIGN, SIGN_CHECK);
        break;
    case TEST_SLIP_BAD:
        sheet_add_sign(sheet, 0, SIGN, SIGN_STOP);
        break;
    case TEST_SLIP_ATTENTION: /* an exclamation mark */
        sheet_add_bar(sheet, SIGN / 2 - 3, 6, SIGN - 11);
        sheet_move_to(sheet, top + SIGN - 7);
        sheet_add_bar(sheet, SIGN / 2 - 3, 6, 6);
        break;
    case TEST_SLIP_NOT_TESTED: /* a dash */
        sheet_move_to(sheet, top + SIGN / 2 - 2);
        sheet_add_bar(sheet, 4, SIGN - 8, 4);
        break;
    }
    sheet_move_to(sheet, y);
}

static void add_row(Sheet *sheet, const TestSlipRow *row)
{
    g_autofree char *head = g_strdup_printf("%s: %s", row->title, word(row->mark));
    add_mark(sheet, row->mark);
    add(sheet, COLUMN, CAP_ROW, 600, head);
    add(sheet, COLUMN, CAP_BODY, 400, row->state ? row->state : "");
    add(sheet, COLUMN, CAP_BODY, 600, row->advice ? row->advice : "");
    sheet_skip(sheet, GAP_ROW);
}

/* One bar as wide as the paper shows a dead element as a white line; the steps below tell it from a
 * fold or dust. */
static void add_proof(Sheet *sheet)
{
    int width = sheet_width(sheet) + 2 * PAD;
    sheet_set_pad(sheet, 0);
    sheet_add_bar(sheet, 0, width, PROOF);
    sheet_skip(sheet, PROOF + STAIR / 2);
    for (int x = 0; x + STAIR <= width; x += 2 * STAIR) {
        sheet_add_bar(sheet, x, STAIR, STAIR);
    }
    sheet_skip(sheet, STAIR + GAP);
    sheet_set_pad(sheet, PAD);
}

static void add_code(Sheet *sheet, const char *text)
{
    cairo_surface_t *code = text ? qr_draw(text, QR_DOTS_A_MODULE, NULL) : NULL;
    if (code) {
        int side = cairo_image_surface_get_width(code);
        sheet_add_picture_take(sheet, MAX(0, (sheet_width(sheet) - side) / 2), code);
        sheet_skip(sheet, side);
    }
}

static Raster *paint(const Sheet *sheet, int width_dots)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, width_dots, sheet_y(sheet));
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    sheet_paint(sheet, cairo);
    cairo_destroy(cairo);
    Raster *raster = raster_from_surface(surface);
    cairo_surface_destroy(surface);
    return raster;
}

Raster *test_slip_draw(const TestSlipFacts *facts, TextSetter *setter, int width_dots)
{
    g_autoptr(Sheet) sheet = sheet_new(setter, width_dots);
    sheet_use_language(sheet, "nl", false);
    sheet_set_pad(sheet, PAD);
    sheet_skip(sheet, GAP);
    add_head(sheet, facts);
    for (gsize i = 0; i < facts->n_rows; i++) {
        add_row(sheet, &facts->rows[i]);
    }
    if (facts->n_rows > 0) {
        add_rule(sheet);
    }
    add_proof(sheet);
    add(sheet, 0, CAP_BODY, 400, facts->end ? facts->end : "");
    add_code(sheet, facts->qr_text);
    sheet_skip(sheet, GAP);
    return paint(sheet, width_dots);
}
