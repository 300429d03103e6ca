// SPDX-License-Identifier: EUPL-1.2
#include "slip_fixture.h"

#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "draw/fonts.h"
#include "intake/answers.h"
#include "intake/flow.h"
#include "shared/pseudo_language.h"
#include "slip/token.h"

enum { MAX_BYTES = 4 << 20 };

static const gint64 MONDAY_UNIX_S = G_GINT64_CONSTANT(1795442700); /* 2026-11-23 14:05 */

void fixture_use_fonts(void)
{
    const char *build = g_getenv("WEGWIJS_BUILD");
    g_autofree char *path =
        g_build_filename(build ? build : "build/native", "assets/fonts/fonts.conf", NULL);
    g_autoptr(GError) error = NULL;
    if (!fonts_use(path, &error)) {
        g_error("%s", error->message);
    }
}

/* Adds the JSON files of a folder under the names they have in the pack. */
static void add_files(GHashTable *files, const char *folder, const char *prefix)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_assert_nonnull(dir);
    const char *name;
    while ((name = g_dir_read_name(dir)) != NULL) {
        if (g_str_has_suffix(name, ".json")) {
            g_autofree char *path = g_build_filename(folder, name, NULL);
            g_autoptr(GError) error = NULL;
            GBytes *bytes = file_load(path, MAX_BYTES, &error);
            g_assert_no_error(error);
            g_hash_table_insert(files, g_strconcat(prefix, name, NULL), bytes);
        }
    }
}

static Content *load_content(const char *pack, bool is_long)
{
    g_autofree char *folder = g_build_filename("build", "packs", pack, NULL);
    g_autofree char *locale = g_build_filename(folder, "locale", NULL);
    g_autoptr(GHashTable) files =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
    add_files(files, folder, "");
    add_files(files, locale, "locale/");
    if (is_long) {
        pseudo_language_put(files, "en");
        pseudo_language_put(files, "fa");
    }
    const ContentParts parts = {.name = pack, .files = files};
    g_autoptr(GError) error = NULL;
    Content *content = content_new(&parts, &error);
    g_assert_no_error(error);
    return content;
}

static guint32 option_bit(const Question *question, const char *id)
{
    int option = content_find_option(question, id);
    if (option < 0) {
        g_error("%s has no option %s", question->id, id);
    }
    return (guint32)1 << option;
}

static guint32 read_answer(const Question *question, const json_t *value)
{
    guint32 chosen = 0;
    gsize i;
    json_t *one;
    if (json_is_string(value)) {
        return option_bit(question, json_string_value(value));
    }
    json_array_foreach(value, i, one)
    {
        chosen |= option_bit(question, json_string_value(one));
    }
    for (i = 0; chosen == 0 && i < question->n_options; i++) {
        const QuestionOption *option = &question->options[i];
        if (option->is_skip || option->is_exclusive) {
            chosen = (guint32)1 << i;
        }
    }
    return chosen;
}

static void give_answers(FixtureVisit *visit, const char *text)
{
    g_autoptr(json_t) answers = json_loads(text, 0, NULL);
    g_assert_nonnull(answers);
    gsize n;
    const Question *questions = content_questions(visit->content, &n);
    int next;
    answers_init(&visit->answers, visit->content);
    while ((next = flow_next_question(visit->content, &visit->answers)) >= 0) {
        const json_t *value = json_object_get(answers, questions[next].id);
        guint32 chosen = read_answer(&questions[next], value);
        if (!answers_set(&visit->answers, visit->content, next, chosen)) {
            g_error("%s cannot be answered so", questions[next].id);
        }
    }
}

static FixtureVisit *new_visit(const char *pack, const char *answers, bool is_long)
{
    FixtureVisit *visit = g_new0(FixtureVisit, 1);
    visit->content = load_content(pack, is_long);
    give_answers(visit, answers);
    triage_run(visit->content, &visit->answers, MONDAY_UNIX_S / 86400, &visit->result);
    g_autofree char *token = g_strnfill(TOKEN_CHARS, 'W');
    visit->qr_text = g_strconcat("HTTPS://W.EXAMPLE/#", token, NULL);
    visit->facts = (SlipFacts){.content = visit->content,
                               .answers = &visit->answers,
                               .result = &visit->result,
                               .reference = "04HM-ASW9-X",
                               .qr_text = visit->qr_text,
                               .local_unix_s = MONDAY_UNIX_S,
                               .is_clock_trusted = true};
    return visit;
}

FixtureVisit *fixture_visit_new(const char *pack, const char *answers)
{
    return new_visit(pack, answers, false);
}

FixtureVisit *fixture_visit_new_long(const char *pack, const char *answers)
{
    return new_visit(pack, answers, true);
}

void fixture_visit_free(FixtureVisit *visit)
{
    content_free(visit->content);
    g_free(visit->qr_text);
    g_free(visit);
}

void fixture_visit_speak(FixtureVisit *visit, const char *language)
{
    visit->facts.language = content_find_language(visit->content, language);
    g_assert_cmpint(visit->facts.language, >=, 0);
}
