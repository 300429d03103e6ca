// SPDX-License-Identifier: EUPL-1.2
#include "shared/pseudo_language.h"

#include <stdbool.h>
#include <string.h>

#include "base/json.h"

static bool is_place(const char *word)
{
    return strchr(word, '{') != NULL;
}

/* Letters of the longest run of letters in `word`, which begins at `*start` (bytes) and is `*bytes`
 * long. */
static gsize find_letters(const char *word, gsize *start, gsize *bytes)
{
    gsize best = 0;
    const char *at = word;
    while (*at) {
        gsize n = 0;
        const char *from = at;
        for (; *at && g_unichar_isalpha(g_utf8_get_char(at)); at = g_utf8_next_char(at)) {
            n++;
        }
        if (n > best) {
            best = n;
            *start = (gsize)(from - word);
            *bytes = (gsize)(at - from);
        }
        at = *at ? g_utf8_next_char(at) : at;
    }
    return best;
}

/* The word with its letters said again and again until there are so many. Caller owns. */
static char *lengthen(const char *word, gsize letters)
{
    gsize start = 0;
    gsize bytes = 0;
    gsize n = find_letters(word, &start, &bytes);
    g_autofree char *own = g_strndup(word + start, bytes);
    g_autofree char *lower = g_utf8_strdown(own, -1);
    GString *longer = g_string_new_len(word, (gssize)(start + bytes));
    while (n > 0 && n < letters) {
        const char *next =
            g_utf8_offset_to_pointer(lower, (glong)(n % (gsize)g_utf8_strlen(own, -1)));
        g_string_append_unichar(longer, g_utf8_get_char(next));
        n++;
    }
    g_string_append(longer, word + start + bytes);
    return g_string_free(longer, FALSE);
}

static int find_longest(char **words)
{
    gsize best = 0;
    int index = -1;
    for (int i = 0; words[i]; i++) {
        gsize start;
        gsize bytes;
        gsize n = is_place(words[i]) ? 0 : find_letters(words[i], &start, &bytes);
        if (n > best) {
            best = n;
            index = i;
        }
    }
    return best >= PSEUDO_LONG_LETTERS ? index : -1;
}

/* Says the words again until the text is twice as long as it was; beside nothing but places it says
 * "voorbeeld". */
static char *repeat(char **words, glong wanted)
{
    g_autofree char *whole = g_strjoinv(" ", words);
    GString *text = g_string_new(whole);
    bool has_words = false;
    for (int i = 0; words[i]; i++) {
        has_words = has_words || !is_place(words[i]);
    }
    for (int i = 0; g_utf8_strlen(text->str, -1) < wanted; i = words[i + 1] ? i + 1 : 0) {
        if (!is_place(words[i]) || !has_words) {
            g_string_append_printf(text, " %s", has_words ? words[i] : "voorbeeld");
        }
    }
    return g_string_free(text, FALSE);
}

/* Words without the places where a line may break them (U+00AD). Caller owns. */
static char **split_words(const char *dutch)
{
    g_auto(GStrv) pieces = g_strsplit(dutch, "\xC2\xAD", -1);
    g_autofree char *plain = g_strjoinv("", pieces);
    return g_strsplit(plain, " ", -1);
}

char *pseudo_language_stretch(const char *dutch)
{
    g_auto(GStrv) words = split_words(dutch);
    int longest = find_longest(words);
    if (longest >= 0) {
        char *before = words[longest];
        words[longest] = lengthen(before, PSEUDO_LETTERS);
        g_free(before);
    }
    return repeat(words, 2 * g_utf8_strlen(dutch, -1));
}

char *pseudo_language_stretch_key(const char *dutch)
{
    g_auto(GStrv) words = split_words(dutch);
    g_autofree char *twice = repeat(words, 2 * g_utf8_strlen(dutch, -1));
    g_autofree char *cut =
        g_utf8_substring(twice, 0, MIN(g_utf8_strlen(twice, -1), PSEUDO_KEY_LETTERS));
    return g_strdup(g_strstrip(cut));
}

void pseudo_language_put(GHashTable *files, const char *code)
{
    g_autoptr(json_t) dutch =
        json_parse(g_hash_table_lookup(files, "locale/nl.json"), "locale/nl.json", NULL);
    g_autofree char *name = g_strdup_printf("locale/%s.json", code);
    g_assert_nonnull(dutch);
    g_assert_true(g_hash_table_contains(files, name));
    json_t *texts = json_object_get(dutch, "texts");
    const char *id;
    json_t *text;
    void *next;
    json_object_foreach_safe(texts, next, id, text)
    {
        const char *before = json_string_value(text);
        g_autofree char *longer = g_str_has_prefix(id, "ui.foot.")
                                      ? pseudo_language_stretch_key(before)
                                      : pseudo_language_stretch(before);
        json_object_set_new(texts, id, json_string(longer));
    }
    json_object_set_new(dutch, "language", json_string(code));
    g_hash_table_insert(files, g_strdup(name), json_write(dutch));
}
