// SPDX-License-Identifier: EUPL-1.2
#include "slip/printer_model.h"

#include "base/file.h"

enum { MODELS_MAX_BYTES = 64 * 1024, MAX_FEED_DOTS = 255 };

G_DEFINE_QUARK(wegwijs_printer_model_error, printer_model_error)

static const char *const keys[] = {"cut", "feed_dots", "answers", NULL};

PrinterModel printer_model_generic(void)
{
    return (PrinterModel){.cut = PRINTER_CUT_PARTIAL, .feed_dots = 24, .answers = true};
}

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

/* Puts one value into the model; false when it is none of those the key can have. */
static bool take_value(PrinterModel *model, const char *key, const char *text)
{
    static const char *const cuts[] = {"partial", "full", "none", NULL};
    static const char *const answers[] = {"no", "yes", NULL};
    int choice;
    gint64 number;
    if (g_str_equal(key, "feed_dots")) {
        if (!g_ascii_string_to_signed(text, 10, 0, MAX_FEED_DOTS, &number, NULL)) {
            return false;
        }
        model->feed_dots = (int)number;
        return true;
    }
    if (g_str_equal(key, "cut")) {
        if (!take_choice(text, cuts, &choice)) {
            return false;
        }
        model->cut = (PrinterCut)choice;
        return true;
    }
    if (!take_choice(text, answers, &choice)) {
        return false;
    }
    model->answers = choice == 1;
    return true;
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
        if (!g_strv_contains(keys, found[i])) {
            g_set_error(error, PRINTER_MODEL_ERROR, PRINTER_MODEL_ERROR_VALUE,
                        "%s: %s.%s is not something a printer model has", path, name, found[i]);
            return false;
        }
    }
    return true;
}

static bool read_model(GKeyFile *file, const char *path, const char *name, PrinterModel *model,
                       GError **error)
{
    if (!check_keys(file, path, name, error)) {
        return false;
    }
    for (int i = 0; keys[i]; i++) {
        g_autofree char *value = g_key_file_get_value(file, name, keys[i], NULL);
        if (!value || !take_value(model, keys[i], g_strstrip(value))) {
            g_set_error(error, PRINTER_MODEL_ERROR, PRINTER_MODEL_ERROR_VALUE,
                        "%s: %s.%s is %s; the top of the file says what it can be", path, name,
                        keys[i], value ? "wrong" : "missing");
            return false;
        }
    }
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
