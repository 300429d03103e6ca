// SPDX-License-Identifier: EUPL-1.2
#include "packctl/explain.h"

#include <string.h>

#include "intake/flow.h"

typedef struct {
    const char *at, *questions, *doors, *rule, *tier, *note, *no_rule, *replaces;
} Words;

static const Words dutch_words = {
    .at = "Op een",
    .questions = "Gevraagd en geantwoord",
    .doors = "Deuren, in volgorde",
    .rule = "regel",
    .tier = "trede",
    .note = "let op",
    .no_rule = "geen regel gold: hier kan iedereen terecht",
    .replaces = "in plaats van",
};

static const Words english_words = {
    .at = "At a",
    .questions = "Asked and answered",
    .doors = "Doors, in order",
    .rule = "rule",
    .tier = "tier",
    .note = "note",
    .no_rule = "no rule held: everybody may go here",
    .replaces = "in place of",
};

static void append_questions(GString *text, const Case *visitor, int language)
{
    gsize n;
    const Question *questions = content_questions(visitor->content, &n);
    Answers so_far;
    answers_init(&so_far, visitor->content);
    so_far.ask_town = visitor->answers.ask_town;
    for (gsize i = 0; i < visitor->answers.n_answered; i++) {
        int index = visitor->answers.order[i];
        const Question *question = &questions[index];
        const char *wording = flow_wording(visitor->content, &so_far, index);
        g_string_append_printf(text, "  %" G_GSIZE_FORMAT ". %s (%s)\n", i + 1,
                               content_text(visitor->content, language, wording), question->id);
        for (gsize o = 0; o < question->n_options; o++) {
            if ((visitor->answers.chosen[index] & 1U << o) != 0) {
                g_string_append_printf(
                    text, "     > %s (%s)\n",
                    content_text(visitor->content, language, question->options[o].text),
                    question->options[o].id);
            }
        }
        so_far.chosen[index] = visitor->answers.chosen[index];
    }
}

static void append_door(GString *text, const Case *visitor, const TriagedDoor *triaged,
                        int language, const Words *words)
{
    gsize n;
    const Door *doors = content_doors(visitor->content, &n);
    const Rule *rules = content_rules(visitor->content, &n);
    const Door *door = &doors[triaged->door];
    g_string_append_printf(text, "%s (%s)", content_text(visitor->content, language, door->title),
                           door->id);
    if (triaged->replaced_door >= 0) {
        g_string_append_printf(text, ", %s %s", words->replaces, doors[triaged->replaced_door].id);
    }
    g_string_append_c(text, '\n');
    for (gsize i = 0; i < triaged->n_rules; i++) {
        const Rule *rule = &rules[triaged->rules[i]];
        g_string_append_printf(text, "     %s %s: %s %d, %d\n", words->rule, rule->id, words->tier,
                               rule->tier, rule->weight);
    }
    if (triaged->n_rules == 0) {
        g_string_append_printf(text, "     %s\n", words->no_rule);
    }
    for (gsize i = 0; i < triaged->n_notes; i++) {
        g_string_append_printf(text, "     %s: %s (%s)\n", words->note,
                               content_text(visitor->content, language, triaged->notes[i]),
                               triaged->notes[i]);
    }
}

char *explain_visit(const Case *visitor, const TriageResult *result, int language)
{
    gsize n;
    const char *code = content_languages(visitor->content, &n)[language].code;
    const Words *words = strcmp(code, "en") == 0 ? &english_words : &dutch_words;
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "%s %s\n%s:\n", words->at, content_site(visitor->content)->kind,
                           words->questions);
    append_questions(text, visitor, language);
    g_string_append_printf(text, "%s:\n", words->doors);
    for (gsize i = 0; i < result->n_doors; i++) {
        g_string_append_printf(text, "  %" G_GSIZE_FORMAT ". ", i + 1);
        append_door(text, visitor, &result->doors[i], language, words);
    }
    return g_string_free(text, FALSE);
}
