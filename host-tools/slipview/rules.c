// SPDX-License-Identifier: EUPL-1.2
#include "slipview/rules.h"

#include <string.h>

typedef struct {
    RulesCounter counter;
    gint64 wanted; /* on from the moment it counts from */
    gint64 due;    /* the same as a count, once it counts */
    bool is_counting, has_happened;
    char *what;
} Rule;

struct Rules {
    GArray *rules;
};

static void clear_rule(gpointer data)
{
    g_free(((Rule *)data)->what);
}

Rules *rules_new(void)
{
    Rules *rules = g_new0(Rules, 1);
    rules->rules = g_array_new(FALSE, TRUE, sizeof(Rule));
    g_array_set_clear_func(rules->rules, clear_rule);
    return rules;
}

void rules_free(Rules *rules)
{
    if (rules) {
        g_array_unref(rules->rules);
        g_free(rules);
    }
}

static Rule *rule_at(const Rules *rules, guint i)
{
    return &g_array_index(rules->rules, Rule, i);
}

static bool skip(const char **text, const char *word)
{
    bool is_there = g_str_has_prefix(*text, word);
    *text += is_there ? strlen(word) : 0;
    return is_there;
}

/* "1200 bytes" */
static bool read_amount(const char *text, Rule *rule)
{
    static const struct {
        const char *unit;
        RulesCounter counter;
        gint64 factor;
    } units[] = {{" bytes", RULES_BYTES, 1},
                 {" byte", RULES_BYTES, 1},
                 {" ms", RULES_TIME_US, 1000},
                 {" s", RULES_TIME_US, G_USEC_PER_SEC}};
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        if (!g_str_has_suffix(text, units[i].unit)) {
            continue;
        }
        gint64 number;
        g_autofree char *digits = g_strndup(text, strlen(text) - strlen(units[i].unit));
        rule->counter = units[i].counter;
        bool is_number = g_ascii_string_to_signed(digits, 10, 0, G_MAXINT, &number, NULL);
        rule->wanted = is_number ? number * units[i].factor : 0;
        return is_number;
    }
    return false;
}

static bool read_when(const char *text, Rule *rule)
{
    if (g_str_equal(text, "at cut") || g_str_equal(text, "at connect")) {
        rule->counter = g_str_equal(text, "at cut") ? RULES_CUTS : RULES_CALLERS;
        rule->wanted = 1;
        return true;
    }
    return skip(&text, "after ") && read_amount(text, rule);
}

static void start_counting(Rule *rule, const RulesMoment *now)
{
    rule->is_counting = true;
    rule->due = now->counts[rule->counter] + rule->wanted;
}

/* Only the last of what has happened is needed: the next line may wait for it. */
static void drop_old(Rules *rules)
{
    while (rules->rules->len > 1 && rule_at(rules, 0)->has_happened) {
        g_array_remove_index(rules->rules, 0);
    }
}

bool rules_add(Rules *rules, const char *line, const RulesMoment *now,
               bool (*knows)(const char *what))
{
    drop_old(rules);
    g_autofree char *copy = g_strstrip(g_strdup(line));
    const char *text = copy;
    bool is_next = skip(&text, "then ") && rules->rules->len > 0;
    Rule rule = {.counter = RULES_BYTES};
    const char *colon = strchr(text, ':');
    g_autofree char *when = colon ? g_strstrip(g_strndup(text, (gsize)(colon - text))) : NULL;
    if (when && !read_when(when, &rule)) {
        return false;
    }
    const char *what = colon ? colon + 1 : text;
    while (*what == ' ') {
        what++;
    }
    if (!knows(what)) {
        return false;
    }
    rule.what = g_strdup(what);
    if (!is_next || rule_at(rules, rules->rules->len - 1)->has_happened) {
        start_counting(&rule, now);
    }
    g_array_append_val(rules->rules, rule);
    return true;
}

/* Which rule happens next, -1 none. */
static int find_due(const Rules *rules, const RulesMoment *now)
{
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = rule_at(rules, i);
        if (rule->is_counting && !rule->has_happened && rule->due <= now->counts[rule->counter]) {
            return (int)i;
        }
    }
    return -1;
}

const char *rules_take(Rules *rules, const RulesMoment *now)
{
    int i = find_due(rules, now);
    if (i < 0) {
        return NULL;
    }
    rule_at(rules, (guint)i)->has_happened = true;
    guint next = (guint)i + 1;
    if (next < rules->rules->len && !rule_at(rules, next)->is_counting) {
        start_counting(rule_at(rules, next), now);
    }
    return rule_at(rules, (guint)i)->what;
}

gint64 rules_left(const Rules *rules, RulesCounter counter, const RulesMoment *now)
{
    gint64 least = -1;
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = rule_at(rules, i);
        if (rule->is_counting && !rule->has_happened && rule->counter == counter) {
            gint64 left = MAX(rule->due - now->counts[counter], 0);
            least = least < 0 ? left : MIN(least, left);
        }
    }
    return least;
}

void rules_clear(Rules *rules)
{
    g_array_set_size(rules->rules, 0);
}
