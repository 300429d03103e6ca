// SPDX-License-Identifier: EUPL-1.2
/* visitor: walks through a visit at a kiosk, by its inspector, as a person would. */
#include <locale.h>
#include <string.h>

#include "base/log.h"
#include "visitor/walk.h"

enum { EXIT_FINE = 0, EXIT_FAILED = 1, EXIT_WRONG_USE = 2, CONNECT_MS = 15000 };

typedef struct {
    char *socket, *language, *persona, *answers, *site, *shots, *until, *outcome;
    char **lines;
    gboolean goes_back, is_strict, has_contrast, by_keys, is_wordless, is_low, is_json, is_version;
    int larger, visits;
} Arguments;

static GOptionEntry *list_options(Arguments *a)
{
    const GOptionEntry entries[] = {
        {"socket", 's', 0, G_OPTION_ARG_FILENAME, &a->socket, "the kiosk's inspect.sock", "FILE"},
        {"persona", 'p', 0, G_OPTION_ARG_STRING, &a->persona,
         "who comes, and what is expected of the kiosk; ID 'all': everybody in FILE", "FILE:ID"},
        {"answers", 'a', 0, G_OPTION_ARG_FILENAME, &a->answers,
         "answers by question id, nothing expected", "FILE"},
        {"lang", 'l', 0, G_OPTION_ARG_STRING, &a->language, "language (the persona's, or nl)",
         "CODE"},
        {"site", 0, 0, G_OPTION_ARG_STRING, &a->site,
         "fail if the persona visits another kind of site", "KIND"},
        {"shots", 0, 0, G_OPTION_ARG_FILENAME, &a->shots, "leave a picture of each screen here",
         "DIR"},
        {"until", 0, 0, G_OPTION_ARG_STRING, &a->until, "stop when this screen is shown", "SCREEN"},
        {"outcome", 0, 0, G_OPTION_ARG_STRING, &a->outcome,
         "how the visit ends: have (default), photo, walk-away, stop", "HOW"},
        {"back-and-forth", 0, 0, G_OPTION_ARG_NONE, &a->goes_back,
         "go back once at each question and answer again", NULL},
        {"strict", 0, 0, G_OPTION_ARG_NONE, &a->is_strict,
         "check sizes, gaps and text of every screen", NULL},
        {"larger", 0, 0, G_OPTION_ARG_INT, &a->larger, "touch \"larger\" so often", "N"},
        {"contrast", 0, 0, G_OPTION_ARG_NONE, &a->has_contrast, "ask for high contrast", NULL},
        {"low", 0, 0, G_OPTION_ARG_NONE, &a->is_low, "ask for all controls in the lower half",
         NULL},
        {"keys", 0, 0, G_OPTION_ARG_NONE, &a->by_keys, "touch nothing: arrows and select", NULL},
        {"without-text", 0, 0, G_OPTION_ARG_NONE, &a->is_wordless,
         "no text is painted; check that each screen can be used by its pictures", NULL},
        {"visits", 0, 0, G_OPTION_ARG_INT, &a->visits, "the same visit so often (1)", "N"},
        {"json", 0, 0, G_OPTION_ARG_NONE, &a->is_json, "say what happened as one line of JSON",
         NULL},
        {"say", 0, 0, G_OPTION_ARG_STRING_ARRAY, &a->lines,
         "no visit: say this to the inspector and print its answer (may be repeated)", "JSON"},
        {"version", 0, 0, G_OPTION_ARG_NONE, &a->is_version, "say the version", NULL},
        {0},
    };
    return g_memdup2(entries, sizeof entries);
}

static int use_wrongly(const char *message)
{
    g_printerr("visitor: %s; see visitor --help\n", message);
    return EXIT_WRONG_USE;
}

static bool find_outcome(const char *name, WalkOutcome *out)
{
    static const char *const names[] = {
        [WALK_OUTCOME_HAVE] = "have",
        [WALK_OUTCOME_PHOTO] = "photo",
        [WALK_OUTCOME_WALK_AWAY] = "walk-away",
        [WALK_OUTCOME_STOP] = "stop",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_strcmp0(name != NULL ? name : "have", names[i]) == 0) {
            *out = (WalkOutcome)i;
            return true;
        }
    }
    return false;
}

static Plan *load_plan(const Arguments *a, GError **error)
{
    return a->persona != NULL ? plan_load_persona(a->persona, a->site, error)
                              : plan_load_answers(a->answers, error);
}

static void print_json(const json_t *value)
{
    g_autoptr(GBytes) text = json_write(value);
    g_print("%.*s\n", (int)g_bytes_get_size(text), (const char *)g_bytes_get_data(text, NULL));
}

static bool visit_often(const Arguments *a, const Plan *plan, const WalkOptions *options,
                        GError **error)
{
    g_autoptr(Client) client = client_connect(a->socket, CONNECT_MS, error);
    bool is_ok = client != NULL;
    for (int i = 0; is_ok && i < MAX(a->visits, 1); i++) {
        g_autoptr(json_t) report = NULL;
        is_ok = walk_visit(client, plan, options, &report, error);
        if (a->is_json) {
            print_json(report);
        }
    }
    return is_ok;
}

/* "FILE:all". */
static bool is_for_all(const Arguments *a)
{
    return a->persona != NULL && g_str_has_suffix(a->persona, ":all");
}

/* Everybody in the file, one after the other; the first visit that goes wrong is the last. */
static bool visit_all(const Arguments *a, const WalkOptions *options, GError **error)
{
    g_autofree char *file = g_strndup(a->persona, strlen(a->persona) - strlen(":all"));
    g_auto(GStrv) ids = plan_list_personas(file, error);
    bool is_ok = ids != NULL;
    for (gsize i = 0; is_ok && ids[i] != NULL; i++) {
        g_autofree char *name = g_strdup_printf("%s:%s", file, ids[i]);
        g_autoptr(Plan) plan = plan_load_persona(name, a->site, error);
        is_ok = plan != NULL && visit_often(a, plan, options, error);
        if (!is_ok) {
            g_prefix_error(error, "%s: ", ids[i]);
        }
    }
    return is_ok;
}

/* Lines of the caller's own, one after the other. */
static int say_lines(const Arguments *a)
{
    enum { LONGEST_MS = 600000 };
    g_autoptr(GError) error = NULL;
    g_autoptr(Client) client = client_connect(a->socket, CONNECT_MS, &error);
    for (char **line = a->lines; error == NULL && *line != NULL; line++) {
        g_autoptr(GBytes) text = g_bytes_new(*line, strlen(*line));
        json_t *request = json_parse(text, "--say", &error);
        g_autoptr(json_t) answer =
            request != NULL ? client_ask(client, request, LONGEST_MS, &error) : NULL;
        if (answer != NULL) {
            print_json(answer);
        }
    }
    if (error != NULL) {
        g_printerr("visitor: %s\n", error->message);
    }
    return error == NULL ? EXIT_FINE : EXIT_FAILED;
}

static int run(const Arguments *a)
{
    g_autoptr(GError) error = NULL;
    WalkOptions options = {
        .language = a->language,
        .shots = a->shots,
        .until = a->until,
        .goes_back = a->goes_back,
        .is_strict = a->is_strict,
        .is_quiet = a->is_json,
        .has_contrast = a->has_contrast,
        .by_keys = a->by_keys,
        .is_wordless = a->is_wordless,
        .is_low = a->is_low,
        .larger = a->larger,
    };
    if (a->socket != NULL && a->lines != NULL) {
        return say_lines(a);
    }
    if (a->socket == NULL || (a->persona == NULL) == (a->answers == NULL)) {
        return use_wrongly("needs --socket, and one of --persona, --answers and --say");
    }
    if (!find_outcome(a->outcome, &options.outcome)) {
        return use_wrongly("--outcome is have, photo, walk-away or stop");
    }
    if (a->shots != NULL && g_mkdir_with_parents(a->shots, 0755) != 0) {
        return use_wrongly("cannot make the folder for --shots");
    }
    g_autoptr(GHashTable) checked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    options.checked = checked;
    g_autoptr(Plan) plan = is_for_all(a) ? NULL : load_plan(a, &error);
    if (error != NULL) {
        return use_wrongly(error->message);
    }
    const bool is_ok =
        plan != NULL ? visit_often(a, plan, &options, &error) : visit_all(a, &options, &error);
    if (!is_ok) {
        g_printerr("visitor: %s\n", error->message);
        return EXIT_FAILED;
    }
    return EXIT_FINE;
}

static void clear_arguments(Arguments *a)
{
    g_strfreev(a->lines);
    g_free(a->socket);
    g_free(a->language);
    g_free(a->persona);
    g_free(a->answers);
    g_free(a->site);
    g_free(a->shots);
    g_free(a->until);
    g_free(a->outcome);
}

int main(int argc, char **argv)
{
    Arguments arguments = {0};
    g_autoptr(GError) error = NULL;
    g_autofree GOptionEntry *entries = list_options(&arguments);
    g_autoptr(GOptionContext) context = g_option_context_new("- make a visit at a kiosk");
    setlocale(LC_ALL, "C.UTF-8");
    log_start("visitor", false);
    g_option_context_add_main_entries(context, entries, NULL);
    int status;
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        status = use_wrongly(error->message);
    } else if (argc > 1) {
        status = use_wrongly("takes no arguments but options");
    } else if (arguments.is_version) {
        g_print("visitor %s\n", WEGWIJS_VERSION);
        status = EXIT_FINE;
    } else {
        status = run(&arguments);
    }
    clear_arguments(&arguments);
    return status;
}
