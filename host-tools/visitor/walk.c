// SPDX-License-Identifier: EUPL-1.2
#include "visitor/walk.h"

#include <glib/gstdio.h>
#include <string.h>

#include "visitor/glass.h"
#include "visitor/glass_check.h"
#include "visitor/picture_check.h"

G_DEFINE_QUARK(wegwijs_visitor_walk_error, walk_error)

enum {
    MAX_QUESTIONS = 16,
    PRINT_MS = 60000,
    RETURN_MS = 10000,
    IDLE_STEP_MS = 31000,
    MAX_IDLE_STEPS = 40,
};

typedef struct {
    Glass glass;
    const Plan *plan;
    const WalkOptions *options;
    json_t *report;
    int n_steps;
    GString *faults;
    char seen[192]; /* screen and detail pictured last */
    bool is_at_end; /* the screen of `until` is reached */
} Walk;

/* ---- Saying and picturing ---- */

static void say(Walk *walk, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void say(Walk *walk, const char *format, ...)
{
    if (walk->options->is_quiet) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_print("%2d %s: %s\n", walk->n_steps, glass_screen(&walk->glass), text);
}

static bool fail(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static bool fail(GError **error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    GError *own = g_error_new_valist(WALK_ERROR, WALK_ERROR_OTHERWISE, format, arguments);
    va_end(arguments);
    g_propagate_error(error, own);
    return false;
}

static void append(Walk *walk, const char *list, const char *id)
{
    json_array_append_new(json_object_get(walk->report, list), json_string(id));
}

static bool take_picture(Walk *walk, GError **error)
{
    const char *detail = glass_detail(&walk->glass);
    if (walk->options->shots == NULL) {
        return true;
    }
    g_autofree char *name =
        g_strdup_printf("%02d-%s%s%s.png", walk->n_steps, glass_screen(&walk->glass),
                        detail[0] != '\0' ? "-" : "", detail);
    g_autofree char *path = g_build_filename(walk->options->shots, name, NULL);
    return glass_save_picture(&walk->glass, path, error);
}

/* What can be touched now, as one text; caller owns. */
static char *list_targets(const Walk *walk)
{
    const json_t *widgets = json_object_get(walk->glass.tree, "widgets");
    GString *ids = g_string_new(glass_screen(&walk->glass));
    for (gsize i = 0; i < json_array_size(widgets); i++) {
        const json_t *widget = json_array_get(widgets, i);
        if (json_get_bool(widget, "target", false)) {
            g_string_append_printf(ids, " %s", json_get_string(widget, "id", ""));
        }
    }
    return g_string_free(ids, FALSE);
}

/* Pages of a list and choices have pictures of their own, so this is not once a screen. */
static bool check_pictures(Walk *walk, GError **error)
{
    g_autofree char *targets = list_targets(walk);
    g_autofree char *file = NULL;
    if (!walk->options->is_wordless ||
        !g_hash_table_add(walk->options->checked, g_steal_pointer(&targets))) {
        return true;
    }
    const int fd = g_file_open_tmp("wegwijs-shot-XXXXXX.png", &file, error);
    if (fd < 0 || !g_close(fd, error)) {
        return false;
    }
    const bool is_taken = glass_save_picture(&walk->glass, file, error);
    if (is_taken) {
        picture_check(walk->glass.tree, file, json_object_get(walk->report, "pictures"),
                      walk->faults);
    }
    g_unlink(file);
    return is_taken;
}

/* A screen that was not seen just before is counted, pictured and checked. */
static bool notice_screen(Walk *walk, GError **error)
{
    char now[sizeof walk->seen];
    if (!check_pictures(walk, error)) {
        return false;
    }
    g_snprintf(now, sizeof now, "%s %s", glass_screen(&walk->glass), glass_detail(&walk->glass));
    if (strcmp(now, walk->seen) == 0) {
        return true;
    }
    g_strlcpy(walk->seen, now, sizeof walk->seen);
    walk->n_steps++;
    append(walk, "screens", glass_screen(&walk->glass));
    if (walk->options->is_strict) {
        glass_check(walk->glass.tree, walk->faults);
    }
    if (g_strcmp0(walk->options->until, glass_screen(&walk->glass)) == 0) {
        walk->is_at_end = true;
        say(walk, "stopped here");
    }
    return take_picture(walk, error);
}

/* Printing has nothing to choose; after a visit the first screen is that of a cold start. */
static bool is_without_keys(const Walk *walk)
{
    const char *screen = glass_screen(&walk->glass);
    return strcmp(screen, "printing") == 0 || strcmp(screen, "slip") == 0 ||
           strcmp(screen, "languages") == 0;
}

/* Touches, says so, and takes notice of what came of it. */
static bool touch(Walk *walk, const char *id, GError **error)
{
    g_autofree char *label = g_strdup(glass_label(&walk->glass, id));
    const bool is_shown = glass_find(&walk->glass, id) != NULL;
    if (is_shown) {
        say(walk, "touched %s", label);
    }
    if (!glass_touch(&walk->glass, id, error)) {
        return false;
    }
    if (!is_shown) {
        say(walk, "turned the pages and touched %s", id);
    }
    if (walk->options->by_keys && glass_focused(&walk->glass) == NULL && !is_without_keys(walk)) {
        return fail(error, "after '%s' no key shows where one is on screen '%s'", id,
                    glass_screen(&walk->glass));
    }
    return notice_screen(walk, error);
}

static bool is_on(const Walk *walk, const char *screen)
{
    return strcmp(glass_screen(&walk->glass), screen) == 0;
}

static bool expect(Walk *walk, const char *screen, GError **error)
{
    return is_on(walk, screen) || fail(error, "expected screen '%s', it is '%s' %s", screen,
                                       glass_screen(&walk->glass), glass_detail(&walk->glass));
}

/* ---- Languages and privacy ---- */

static bool adjust_view(Walk *walk, GError **error)
{
    for (int i = 0; i < walk->options->larger; i++) {
        if (!touch(walk, "foot.larger", error)) {
            return false;
        }
    }
    return (!walk->options->is_low || touch(walk, "foot.reach", error)) &&
           (!walk->options->has_contrast || touch(walk, "foot.contrast", error));
}

static bool choose_language(Walk *walk, GError **error)
{
    const char *language = walk->options->language;
    language = language != NULL ? language : walk->plan->language;
    language = language != NULL ? language : "nl";
    g_autofree char *id = g_strconcat("lang.", language, NULL);
    json_object_set_new(walk->report, "language", json_string(language));
    if (!expect(walk, "languages", error) || !touch(walk, id, error)) {
        return false;
    }
    if (walk->is_at_end) {
        return true;
    }
    const char *shown = json_get_string(walk->glass.tree, "lang", "");
    if (strcmp(shown, language) != 0) {
        return fail(error, "chose language '%s', the screen is in '%s'", language, shown);
    }
    return expect(walk, "privacy", error) && adjust_view(walk, error) &&
           touch(walk, "privacy.start", error);
}

/* ---- Questions ---- */

static bool touch_option(Walk *walk, const char *question, const char *option, GError **error)
{
    g_autofree char *id = g_strdup_printf("option.%s.%s", question, option);
    return touch(walk, id, error);
}

/* Of a question where more than one may be chosen: each choice shows, then "next". */
static bool choose_several(Walk *walk, const char *question, const json_t *options, GError **error)
{
    for (gsize i = 0; i < json_array_size(options); i++) {
        const char *option = json_string_value(json_array_get(options, i));
        g_autofree char *id = g_strdup_printf("option.%s.%s", question, option);
        if (!touch_option(walk, question, option, error)) {
            return false;
        }
        if (!json_get_bool(glass_find(&walk->glass, id), "selected", false)) {
            return fail(error, "'%s' was touched and is not shown as chosen", id);
        }
    }
    return touch(walk, "next", error);
}

static bool give_answer(Walk *walk, const char *question, GError **error)
{
    const json_t *answer = json_object_get(walk->plan->answers, question);
    if (json_is_array(answer)) {
        return choose_several(walk, question, answer, error);
    }
    if (!json_is_string(answer)) {
        return fail(error, "%s was asked '%s' and has no answer to it", walk->plan->name, question);
    }
    return touch_option(walk, question, json_string_value(answer), error);
}

/* Back to the question before, and its answer once more. */
static bool go_back_and_forth(Walk *walk, const char *before, const char *question, GError **error)
{
    if (!touch(walk, "foot.back", error)) {
        return false;
    }
    if (!is_on(walk, "question") || strcmp(glass_detail(&walk->glass), before) != 0) {
        return fail(error, "back from '%s' led to '%s' %s, not to '%s'", question,
                    glass_screen(&walk->glass), glass_detail(&walk->glass), before);
    }
    if (!give_answer(walk, before, error)) {
        return false;
    }
    return strcmp(glass_detail(&walk->glass), question) == 0 ||
           fail(error, "after back and forth '%s' is asked, before it was '%s'",
                glass_detail(&walk->glass), question);
}

static bool answer_questions(Walk *walk, GError **error)
{
    char before[64] = "";
    for (int n = 0; is_on(walk, "question") && !walk->is_at_end; n++) {
        char question[64];
        g_strlcpy(question, glass_detail(&walk->glass), sizeof question);
        if (n == MAX_QUESTIONS || strcmp(question, before) == 0) {
            return fail(error, "'%s' is asked again", question);
        }
        if (walk->options->goes_back && n > 0 &&
            !go_back_and_forth(walk, before, question, error)) {
            return false;
        }
        append(walk, "path", question);
        if (!give_answer(walk, question, error)) {
            return false;
        }
        g_strlcpy(before, question, sizeof before);
    }
    return true;
}

/* ---- Doors ---- */

static char *join(const json_t *list)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (gsize i = 0; i < json_array_size(list); i++) {
        g_string_append_printf(text, "%s%s", i > 0 ? ", " : "",
                               json_string_value(json_array_get(list, i)));
    }
    return g_strdup(text->str);
}

static bool compare(const Walk *walk, const char *list, const json_t *expected, GError **error)
{
    const json_t *got = json_object_get(walk->report, list);
    if (expected == NULL || json_equal(got, expected)) {
        return true;
    }
    g_autofree char *is = join(got);
    g_autofree char *should_be = join(expected);
    return fail(error, "%s: %s is [%s], expected [%s]", walk->plan->name, list, is, should_be);
}

static bool is_listed(const json_t *list, const char *id)
{
    for (gsize i = 0; i < json_array_size(list); i++) {
        if (strcmp(json_string_value(json_array_get(list, i)), id) == 0) {
            return true;
        }
    }
    return false;
}

/* Doors in the order shown; false when all were there already. */
static bool note_doors(Walk *walk)
{
    const json_t *widgets = json_object_get(walk->glass.tree, "widgets");
    bool is_new = false;
    for (gsize i = 0; i < json_array_size(widgets); i++) {
        const json_t *widget = json_array_get(widgets, i);
        const char *id = json_get_string(widget, "id", "");
        if (g_str_has_prefix(id, "door.") &&
            !is_listed(json_object_get(walk->report, "doors"), id + strlen("door."))) {
            append(walk, "doors", id + strlen("door."));
            is_new = true;
        }
    }
    return is_new;
}

/* Each of them on the card; the first one last, so that all is as it was. */
static bool look_at_doors(Walk *walk, GError **error)
{
    const json_t *doors = json_object_get(walk->report, "doors");
    const gsize n = json_array_size(doors);
    for (gsize i = 1; n > 1 && i <= n; i++) {
        const char *door = json_string_value(json_array_get(doors, i % n));
        g_autofree char *id = g_strconcat("door.", door, NULL);
        if (!touch(walk, id, error)) {
            return false;
        }
        if (json_get_bool(glass_find(&walk->glass, id), "target", true)) {
            return fail(error, "'%s' was touched and is not shown", id);
        }
    }
    return true;
}

static bool read_doors(Walk *walk, GError **error)
{
    bool is_new = note_doors(walk);
    if (!is_new) {
        return fail(error, "no door is shown");
    }
    while (is_new && glass_find(&walk->glass, "more") != NULL) {
        if (!touch(walk, "more", error)) {
            return false;
        }
        is_new = note_doors(walk);
    }
    g_autofree char *doors = join(json_object_get(walk->report, "doors"));
    say(walk, "was sent to %s", doors);
    return compare(walk, "path", walk->plan->path, error) &&
           compare(walk, "doors", walk->plan->doors, error) &&
           (!walk->options->is_wordless || look_at_doors(walk, error));
}

static bool choose_provider(Walk *walk, GError **error)
{
    const json_t *widgets = json_object_get(walk->glass.tree, "widgets");
    if (!is_on(walk, "provider") || walk->is_at_end) {
        return true;
    }
    if (glass_find(&walk->glass, "provider.any") != NULL) {
        return touch(walk, "provider.any", error);
    }
    for (gsize i = 0; i < json_array_size(widgets); i++) {
        const char *id = json_get_string(json_array_get(widgets, i), "id", "");
        if (g_str_has_prefix(id, "provider.")) {
            g_autofree char *own = g_strdup(id);
            return touch(walk, own, error);
        }
    }
    return fail(error, "no provider can be chosen");
}

/* ---- The end ---- */

static bool stop_visit(Walk *walk, GError **error)
{
    return touch(walk, "foot.stop", error) && expect(walk, "stop", error) &&
           touch(walk, "stop.yes", error) && expect(walk, "languages", error);
}

/* Time passes, nobody touches: a warning, then the languages again. */
static bool walk_away(Walk *walk, GError **error)
{
    bool was_warned = false;
    say(walk, "walked away");
    for (int i = 0; i < MAX_IDLE_STEPS && !is_on(walk, "languages"); i++) {
        if (!glass_advance_clock(&walk->glass, IDLE_STEP_MS / 2, error) ||
            !notice_screen(walk, error)) {
            return false;
        }
        was_warned |= is_on(walk, "idle");
    }
    say(walk, was_warned ? "was wiped after a warning" : "was wiped");
    return expect(walk, "languages", error);
}

static bool await_slip(Walk *walk, GError **error)
{
    if (!glass_wait(&walk->glass, "slip", PRINT_MS, error) || !notice_screen(walk, error)) {
        return false;
    }
    const json_t *reference = glass_find(&walk->glass, "slip.reference");
    const char *text = reference != NULL ? json_get_string(reference, "label", "") : "";
    if (text[0] == '\0') {
        return fail(error, "the slip's screen shows no reference");
    }
    json_object_set_new(walk->report, "reference", json_string(text));
    say(walk, "reference %s", text);
    return true;
}

static bool take_slip(Walk *walk, GError **error)
{
    const bool is_asked = glass_find(&walk->glass, "slip.have") != NULL;
    if (walk->options->outcome == WALK_OUTCOME_PHOTO && !is_asked) {
        return fail(error, "the paper is sure, nobody asks whether it was photographed");
    }
    return touch(walk, is_asked ? "slip.have" : "slip.done", error) &&
           glass_wait(&walk->glass, "languages", RETURN_MS, error) && notice_screen(walk, error);
}

static bool print_and_leave(Walk *walk, GError **error)
{
    if (walk->options->outcome == WALK_OUTCOME_STOP) {
        return stop_visit(walk, error);
    }
    if (!touch(walk, "print", error) || !choose_provider(walk, error)) {
        return false;
    }
    if (walk->is_at_end || !await_slip(walk, error)) {
        return walk->is_at_end;
    }
    if (walk->is_at_end) {
        return true;
    }
    return walk->options->outcome == WALK_OUTCOME_WALK_AWAY ? walk_away(walk, error)
                                                            : take_slip(walk, error);
}

static bool walk_through(Walk *walk, GError **error)
{
    if (!glass_look(&walk->glass, error) || !notice_screen(walk, error)) {
        return false;
    }
    if (walk->is_at_end) {
        return true;
    }
    if (!choose_language(walk, error) || !answer_questions(walk, error)) {
        return false;
    }
    if (walk->is_at_end && !is_on(walk, "doors")) {
        return true;
    }
    if (!expect(walk, "doors", error) || !read_doors(walk, error)) {
        return false;
    }
    return walk->is_at_end || print_and_leave(walk, error);
}

bool walk_visit(Client *client, const Plan *plan, const WalkOptions *options, json_t **report,
                GError **error)
{
    g_auto(Glass) glass = {.client = client, .by_keys = options->by_keys};
    g_autoptr(GString) faults = g_string_new(NULL);
    Walk walk = {.glass = glass, .plan = plan, .options = options, .faults = faults};
    walk.report = json_pack("{s:[],s:[],s:[],s:{}}", "path", "doors", "screens", "pictures");
    bool is_ok = !options->is_wordless || glass_paint_text(&walk.glass, false, error);
    is_ok = is_ok && walk_through(&walk, error);
    if (options->is_wordless && !glass_paint_text(&walk.glass, true, is_ok ? error : NULL)) {
        is_ok = false;
    }
    glass = walk.glass;
    json_object_set_new(walk.report, "faults", json_string(faults->str));
    if (is_ok && faults->len > 0) {
        g_set_error(error, WALK_ERROR, WALK_ERROR_GLASS, "screens break the norms:\n%s",
                    faults->str);
        is_ok = false;
    }
    *report = walk.report;
    return is_ok;
}
