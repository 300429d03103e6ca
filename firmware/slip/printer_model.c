// SPDX-License-Identifier: EUPL-1.2
#include "slip/printer_model.h"

#include "base/file.h"

enum { MODELS_MAX_BYTES = 64 * 1024, ALL_QUESTIONS = (1 << PRINTER_MODEL_QUESTIONS) - 1 };

G_DEFINE_QUARK(wegwijs_printer_model_error, printer_model_error)

PrinterModel printer_model_generic(void)
{
    return (PrinterModel){.cut = PRINTER_CUT_PARTIAL,
                          .feed_dots = 24,
                          .answers = true,
                          .questions = ALL_QUESTIONS,
                          .has_reports = true,
                          .has_process_id = true,
                          .has_sensor = true,
                          .has_clear = true,
                          .width_dots = 576,
                          .dots_per_mm = 8,
                          .speed_mm_s = 50,
                          .flow = PRINTER_FLOW_RTS_CTS};
}

int printer_model_printing_ms(const PrinterModel *model, int rows)
{
    return (int)((gint64)rows * 1000 / (model->dots_per_mm * model->speed_mm_s));
}

/* --- reading -------------------------------------------------------------------------------------
 */

typedef enum { KEY_NUMBER, KEY_YES_NO, KEY_CUT, KEY_FLOW, KEY_QUESTIONS } KeyKind;

typedef struct {
    const char *name;
    bool must_be_there;
    KeyKind kind;
    gsize offset; /* in PrinterModel */
    int min, max;
} Key;

#define AT(field) offsetof(PrinterModel, field)

/* What a group may leave out is as the generic printer has it. */
static const Key keys[] = {
    {"cut", true, KEY_CUT, AT(cut), 0, 0},
    {"feed_dots", true, KEY_NUMBER, AT(feed_dots), 0, 255},
    {"cutter_dots", false, KEY_NUMBER, AT(cutter_dots), 0, 255},
    {"answers", true, KEY_YES_NO, AT(answers), 0, 0},
    {"questions", false, KEY_QUESTIONS, AT(questions), 0, 0},
    {"reports", false, KEY_YES_NO, AT(has_reports), 0, 0},
    {"process_id", false, KEY_YES_NO, AT(has_process_id), 0, 0},
    {"sensor", false, KEY_YES_NO, AT(has_sensor), 0, 0},
    {"clear", false, KEY_YES_NO, AT(has_clear), 0, 0},
    {"width_dots", false, KEY_NUMBER, AT(width_dots), 384, 576},
    {"dots_per_mm", false, KEY_NUMBER, AT(dots_per_mm), 6, 12},
    {"speed_mm_s", false, KEY_NUMBER, AT(speed_mm_s), 10, 1000},
    {"flow", false, KEY_FLOW, AT(flow), 0, 0},
};

static bool take_choice(const char *text, const char *const *choices, int *out)
{
    for (int i = 0; choices[i]; i++) {
        if (g_str_equal(text, choices[i])) {
            *out = i;
            return true;
        }
    }
    return false;
}

/* "1 4": the questions it answers. */
static bool take_questions(const char *text, guint8 *out)
{
    g_auto(GStrv) numbers = g_strsplit(text, " ", -1);
    guint8 mask = 0;
    for (int i = 0; numbers[i]; i++) {
        gint64 number;
        if (!g_ascii_string_to_signed(numbers[i], 10, 1, PRINTER_MODEL_QUESTIONS, &number, NULL)) {
            return false;
        }
        mask |= (guint8)(1 << (number - 1));
    }
    *out = mask;
    return mask != 0;
}

/* Puts one value into the model; false when it is none of those the key can have. */
static bool take_value(PrinterModel *model, const Key *key, const char *text)
{
    static const char *const cuts[] = {"partial", "full", "none", NULL};
    static const char *const flows[] = {"none", "rts-cts", "xon-xoff", NULL};
    static const char *const answers[] = {"no", "yes", NULL};
    void *field = (guint8 *)model + key->offset;
    int choice;
    gint64 number;
    switch (key->kind) {
    case KEY_NUMBER:
        if (!g_ascii_string_to_signed(text, 10, key->min, key->max, &number, NULL)) {
            return false;
        }
        *(int *)field = (int)number;
        return true;
    case KEY_YES_NO:
        if (!take_choice(text, answers, &choice)) {
            return false;
        }
        *(bool *)field = choice == 1;
        return true;
    case KEY_CUT:
        if (!take_choice(text, cuts, &choice)) {
            return false;
        }
        model->cut = (PrinterCut)choice;
        return true;
    case KEY_FLOW:
        if (!take_choice(text, flows, &choice)) {
            return false;
        }
        model->flow = (PrinterFlow)choice;
        return true;
    case KEY_QUESTIONS:
        return take_questions(text, field);
    }
    g_assert_not_reached();
}

static const Key *find_key(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (g_str_equal(keys[i].name, name)) {
            return &keys[i];
        }
    }
    return NULL;
}

static bool check_keys(GKeyFile *file, const char *path, const char *name, GError **error)
{
    g_auto(GStrv) found = g_key_file_get_keys(file, name, NULL, NULL);
    if (!found) {
        g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
        g_autofree char *list = g_strjoinv(", ", groups);
        g_set_error(error, PRINTER_MODEL_ERROR, PRINTER_MODEL_ERROR_VALUE,
                    "%s has no printer model '%s', only %s", path, name, list);
        return false;
    }
    for (int i = 0; found[i]; i++) {
        if (!find_key(found[i])) {
            g_set_error(error, PRINTER_MODEL_ERROR, PRINTER_MODEL_ERROR_VALUE,
                        "%s: %s.%s is not something a printer model has", path, name, found[i]);
            return false;
        }
    }
    return true;
}

/* A printer without a way back neither tells nor confirms, and a raster row is whole bytes. */
static void settle(PrinterModel *model)
{
    if (!model->answers) {
        model->questions = 0;
        model->has_reports = model->has_process_id = model->has_sensor = false;
    }
    model->width_dots &= ~7;
}

static bool read_model(GKeyFile *file, const char *path, const char *name, PrinterModel *model,
                       GError **error)
{
    if (!check_keys(file, path, name, error)) {
        return false;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autofree char *value = g_key_file_get_value(file, name, keys[i].name, NULL);
        if (!value && !keys[i].must_be_there) {
            continue;
        }
        if (!value || !take_value(model, &keys[i], g_strstrip(value))) {
            g_set_error(error, PRINTER_MODEL_ERROR, PRINTER_MODEL_ERROR_VALUE,
                        "%s: %s.%s is %s; the top of the file says what it can be", path, name,
                        keys[i].name, value ? "wrong" : "missing");
            return false;
        }
    }
    settle(model);
    return true;
}

bool printer_model_load(const char *path, const char *name, PrinterModel *out, GError **error)
{
    g_autoptr(GBytes) bytes = file_load(path, MODELS_MAX_BYTES, error);
    if (!bytes) {
        return false;
    }
    gsize size;
    const char *text = g_bytes_get_data(bytes, &size);
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) why = NULL;
    if (size > 0 && !g_key_file_load_from_data(file, text, size, G_KEY_FILE_NONE, &why)) {
        g_set_error(error, PRINTER_MODEL_ERROR, PRINTER_MODEL_ERROR_FILE, "%s: %s", path,
                    why->message);
        return false;
    }
    PrinterModel model = printer_model_generic();
    if (!read_model(file, path, name, &model, error)) {
        return false;
    }
    *out = model;
    return true;
}
