// SPDX-License-Identifier: EUPL-1.2
#include "intake/content.h"

#include <string.h>

#include "base/json.h"
#include "small_pack.h"

#define ISOLATED(text) "\xE2\x81\xA8" text "\xE2\x81\xA9"

static void test_whole(void)
{
    gsize n;
    g_autoptr(Content) content = small_pack_cafe();
    g_assert_cmpstr(content_version(content), ==, "2026-01-02.3");
    g_assert_cmpint(strlen(content_sha256(content)), ==, 64);
    content_questions(content, &n);
    g_assert_cmpint(n, ==, 5);
    content_doors(content, &n);
    g_assert_cmpint(n, ==, 6);
    content_rules(content, &n);
    g_assert_cmpint(n, ==, 7);
    const Language *languages = content_languages(content, &n);
    g_assert_cmpint(n, ==, 2);
    g_assert_cmpstr(languages[0].code, ==, "en");
    g_assert_true(languages[0].is_rtl && !languages[0].is_reviewed);
    g_assert_true(!languages[1].is_rtl && languages[1].is_reviewed);
    g_assert_cmpstr(content_pictogram(content, "work"), ==, "👷");
    g_assert_null(content_pictogram(content, "gone"));
    g_assert_null(content_pictogram(content, NULL));
}

static void test_site(void)
{
    gsize n;
    g_autoptr(Content) content = small_pack_cafe();
    const Site *site = content_site(content);
    g_assert_cmpint(site->number, ==, 7);
    g_assert_cmpint(site->fallback_door, ==, content_find_door(content, "desk"));
    g_assert_true(site->hours.is_known);
    g_assert_cmpint(site->hours.spans[0][1].from_min, ==, 13 * 60);
    g_assert_cmpint(site->hours.spans[0][2].until_min, ==, 0);
    g_assert_cmpint(site->hours.spans[3][0].until_min, ==, 24 * 60);
    const Door *doors = content_doors(content, &n);
    const Door *agency = &doors[content_find_door(content, "agency")];
    g_assert_true(agency->needs_provider && agency->can_choose_provider);
    g_assert_cmpint(agency->providers[0].quality_until_day, ==, 20634);
    g_assert_false(agency->hours.is_known);
    const Door *camp_desk = &doors[content_find_door(content, "camp_desk")];
    g_assert_false(camp_desk->is_allowed || camp_desk->is_enabled);
    g_assert_cmpint(camp_desk->fallback, ==, -1);
}

static void test_question(void)
{
    gsize n;
    g_autoptr(Content) content = small_pack_cafe();
    const Question *questions = content_questions(content, &n);
    const Question *tasks = &questions[content_find_question(content, "tasks")];
    g_assert_cmpint(tasks->kind, ==, QUESTION_KIND_MULTI);
    g_assert_cmpint(tasks->max_chosen, ==, 2);
    g_assert_true(tasks->is_sent && tasks->options[3].is_skip && tasks->options[3].is_exclusive);
    g_assert_cmpstr(tasks->options[0].skills[0], ==, "skill");
    const Question *waited = &questions[content_find_question(content, "waited")];
    g_assert_false(waited->is_sent || waited->options[3].has_number);
    g_assert_cmpint(waited->options[2].number, ==, 6);
    g_assert_cmpint(content_find_question(content, "none"), ==, -1);
    g_assert_cmpint(content_find_option(tasks, "work"), ==, -1);
}

static void test_texts(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    int english = content_find_language(content, "en");
    int dutch = content_find_language(content, "nl");
    g_assert_cmpstr(content_text(content, english, "door"), ==, "The desk");
    g_assert_cmpstr(content_text(content, dutch, "door"), ==, "De balie");
    g_assert_cmpstr(content_text(content, dutch, "gone"), ==, "");
    g_assert_cmpint(content_find_language(content, "ti"), ==, -1);
}

static void test_format(void)
{
    g_autoptr(Content) content = small_pack_cafe();
    int english = content_find_language(content, "en");
    g_autofree char *one = content_format(content, english, "hint", "n", "3", NULL);
    g_assert_cmpstr(one, ==, "Choose " ISOLATED("3") " at most");
    g_autofree char *two =
        content_format(content, english, "date", "m", "11", "month", "x", "d", "{m}", NULL);
    g_assert_cmpstr(two, ==, ISOLATED("{m}") "-" ISOLATED("11"));
    g_autofree char *none = content_format(content, english, "note.b", "n", "3", NULL);
    g_assert_cmpstr(none, ==, "Ask for {name}");
}

/* Each file must be there. */
static void test_missing_files(void)
{
    g_autoptr(GHashTable) all = small_pack_files();
    g_autoptr(GList) names = g_hash_table_get_keys(all);
    g_assert_cmpint(g_list_length(names), ==, 9);
    for (const GList *name = names; name; name = name->next) {
        g_autoptr(GHashTable) files = small_pack_files();
        g_autoptr(GError) error = NULL;
        g_hash_table_remove(files, name->data);
        ContentParts parts = {.name = "small", .files = files};
        g_assert_null(content_new(&parts, &error));
        g_assert_error(error, CONTENT_ERROR, CONTENT_ERROR_MISSING);
        g_autofree char *expected = g_strdup_printf("small/%s: is missing", (char *)name->data);
        g_assert_cmpstr(error->message, ==, expected);
    }
}

static void check_refused(const char *file, const char *what, const char *with,
                          const char *expected)
{
    g_autoptr(GHashTable) files = small_pack_files();
    g_autoptr(GError) error = NULL;
    small_pack_replace(files, file, what, with);
    ContentParts parts = {.name = "small", .files = files};
    if (content_new(&parts, &error)) {
        g_error("taken: %s with %s for %s", file, with, what);
    }
    g_assert_error(error, CONTENT_ERROR, CONTENT_ERROR_INVALID);
    if (!strstr(error->message, expected)) {
        g_error("\"%s\" does not say \"%s\"", error->message, expected);
    }
}

typedef struct {
    const char *what, *with, *expected;
} Damage;

static void check_damages(const char *file, const Damage *damages, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        check_refused(file, damages[i].what, damages[i].with, damages[i].expected);
    }
}

static void test_places_of_faults(void)
{
    static const char *const cases[][4] = {
        {"rules.json", "\"door\": \"doctor\"", "\"door\": \"uvw\"",
         "small/rules.json:8: rules[3] (help.doctor): door 'uvw' does not exist"},
        {"intake.json", "{\"id\": \"m3\", \"text\": \"o.work\", \"num\": 3}",
         "{\"id\": \"m3\", \"text\": \"o.wrk\", \"num\": 3}",
         "small/intake.json:19: questions[2] (waited): options[1] (m3): \"text\": text 'o.wrk' "
         "does not exist"},
        {"site.json", "2026-06-30", "2026-06-31",
         "small/site.json:8: doors.agency: providers[0] (first): quality: \"valid_until\" must be "
         "a date YYYY-MM-DD"},
        {"doors.json", "\"sync_as\": \"town_hall\"", "\"sync_as\": 7",
         "small/doors.json:8: doors[2] (town_hall): \"sync_as\" must be a text"},
        {"locale/en.json", "\"note.a\": \"Bring a letter\",", "",
         "small/locale/en.json: texts.note.a: the text is missing in 'en'"},
        {"pack.json", "[]}", "[}", "small/pack.json:2: "},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        check_refused(cases[i][0], cases[i][1], cases[i][2], cases[i][3]);
    }
}

static void test_damaged_intake(void)
{
    static const Damage damages[] = {
        {"intake/1", "intake/2", "\"format\": \"intake/1\""},
        {"\"max_questions\": 8", "\"max_questions\": 9", "from 1 to 8"},
        {"\"cafe\": {\"ask_town\": [0, 1]}, ", "", "site kind 'cafe' does not exist"},
        {"{\"id\": \"work\", \"text\"", "{\"id\": \"Work\", \"text\"", "an id is"},
        {"\"id\": \"help\"", "\"id\": \"work\"", "used before"},
        {"\"id\": \"goal\"", "\"id\": \"ref\"", "is taken"},
        {"\"id\": \"papers\"", "\"id\": \"goal\"", "used before"},
        {"\"type\": \"band\"", "\"type\": \"bend\"", "type 'bend' does not exist"},
        {"\"type\": \"band\"", "\"type\": \"single\"", "\"num\" belongs"},
        {"\"num\": 3", "\"num\": \"3\"", "whole number"},
        {"\"max\": 2", "\"max\": 0", "\"max\" must be"},
        {"\"max\": 2", "\"maxx\": 2", "key \"maxx\" is not known"},
        {"\"unit\": \"months\"", "\"max\": 1", "for questions of type multi"},
        {"\"hint\": \"hint\"", "\"hint\": \"gone\"", "text 'gone' does not exist"},
        {"\"icon\": \"work\"", "\"icon\": \"gone\"", "pictogram 'gone' does not exist"},
        {"\"text\": \"q.goal.else\"", "\"text\": \"gone\"", "text 'gone' does not exist"},
        {"\"skip\": true, \"exclusive\": true", "\"exclusive\": false", "always shown"},
        {"\"skip\": true, \"exclusive\": true", "\"skip\": true", "must be exclusive"},
        {"\"skip\": true, \"exclusive\": true", "\"skip\": 1", "true or false"},
        {"\"num\": null, \"skip\": true", "\"num\": null", "always shown"},
        {"\"num\": null, \"skip\": true",
         "\"num\": null, \"skip\": true, \"show_if\": {\"eq\": [\"goal\", \"work\"]}",
         "always shown"},
        {"\"skills\": [\"s_hands\"]", "\"skills\": [\"s_feet\"]", "skill 's_feet'"},
        {"{\"s_hands\": \"skill\"}", "{\"s_hands\": \"gone\"}", "text 'gone' does not exist"},
        {"{\"eq\": [\"site.ask_town\", 1]}", "{\"eq\": [\"gaol\", \"work\"]}",
         "questions[4] (town): \"ask_if\": question or fact 'gaol'"},
        {"\"ask_if\": {\"eq\": [\"site.ask_town\", 1]},", "", "\"ask_if\" is missing"},
        {"{\"eq\": [\"site.kind\", \"cafe\"]}", "{\"eq\": [\"site.kind\", \"shop\"]}",
         "options[0] (eu): \"show_if\": site kind 'shop'"},
        {"\"when\": {\"eq\": [\"goal\", \"help\"]}, ", "", "\"when\" is missing"},
        {"\"when\": {\"eq\": [\"goal\", \"help\"]}", "\"when\": {\"eq\": [\"goal\", \"hlep\"]}",
         "no option 'hlep'"},
        {"\"privacy\": \"never\", \"ask_if\": {\"eq\": [\"goal\"",
         "\"privacy\": \"send\", \"ask_if\": {\"eq\": [\"goal\"", "sync_record.fields"},
        {"\"hint\": \"hint\", \"privacy\": \"send\"", "\"hint\": \"hint\", \"privacy\": \"never\"",
         "sync_record.fields"},
        {"\"hint\": \"hint\", \"privacy\": \"send\"", "\"hint\": \"hint\", \"privacy\": \"yes\"",
         "\"send\" or \"never\""},
        {"{\"name\": \"tasks\"}", "{\"name\": \"papers\"}", "sync_record.fields"},
        {"[\"papers\", \"waited\", \"town\"]", "[\"papers\", \"waited\"]", ".never say otherwise"},
    };
    check_damages("intake.json", damages, G_N_ELEMENTS(damages));
}

static void test_damaged_doors(void)
{
    static const Damage damages[] = {
        {"\"id\": \"town_hall\"", "\"id\": \"agency\"", "used before"},
        {"\"bring\": [\"note.a\"]", "\"bring\": [\"gone\"]", "text 'gone' does not exist"},
        {"\"bring\": [\"note.a\"]", "\"bring\": \"note.a\"", "a list of texts"},
        {"\"icon\": \"sign\"", "\"icon\": \"gone\"", "pictogram 'gone'"},
        {"\"kind\": \"private\"", "\"kind\": \"secret\"", "\"kind\" must be"},
        {"\"fallback\": \"town_hall\"", "\"fallback\": \"town\"", "does not exist there"},
        {"\"fallback\": \"town_hall\"", "\"fallback\": \"camp_desk\"", "does not exist there"},
        {"\"fallback\": \"town_hall\"", "\"fallback\": \"agency\"", "run in a circle"},
        {"\"fallback\": \"town_hall\"", "\"fallback\": null", "cannot depend on providers"},
        {"\"fallback\": \"town_hall\", ", "", "\"fallback\" is missing"},
        {"\"fallback\": \"desk\"", "\"fallback\": \"agency\"", "run in a circle"},
        {"{\"cafe\": \"desk\", \"camp\": \"camp_desk\"},\n   \"sync_as\"",
         "{\"cafe\": \"desk\"},\n   \"sync_as\"", "does not exist there"},
        {"\"sites\": [\"cafe\", \"camp\"]", "\"sites\": [\"cafe\", \"shop\"]", "kind 'shop'"},
        {"\"sync_as\": \"help\", \"quiet\": true,\n", "\"sync_as\": \"debts\", \"quiet\": true,\n",
         "must be shared"},
        {"\"scheme\": \"wtta\"", "\"scheme\": 1", "\"scheme\" must be a text"},
        {"\"where_by\": \"town\"", "\"where_by\": \"gown\"", "question 'gown'"},
        {"\"urgent\": true", "\"urgend\": true", "key \"urgend\""},
        {"\"fallback_site\": {\"cafe\": \"desk\"", "\"fallback_site\": {\"cafe\": \"doctor\"",
         "doors.json says 'doctor'"},
    };
    check_damages("doors.json", damages, G_N_ELEMENTS(damages));
}

static void test_damaged_rules(void)
{
    static const Damage damages[] = {
        {"\"id\": \"work.town\"", "\"id\": \"work.eu\"", "used before"},
        {"\"tier\": 1, \"weight\": 80", "\"tier\": 3, \"weight\": 80", "tier 3 is not described"},
        {"\"weight\": 80", "\"weight\": -1", "\"weight\" must be"},
        {"\"notes\": [\"note.b\", \"note.a\"]", "\"notes\": [\"note.c\"]", "text 'note.c'"},
        {"\"param.wait_months\"", "\"param.months\"", "parameter 'param.months'"},
        {"{\"wait_months\": {", "{\"wait_weeks\": {", "parameter 'wait_months'"},
        {"\"value\": 6", "\"value\": 13", "from 0 to 12"},
        {"\"when\": {\"eq\": [\"papers\", \"asylum\"]}", "\"wen\": true", "key \"wen\""},
        {", \"when\": {\"eq\": [\"papers\", \"asylum\"]}", "", "\"when\" is missing"},
        {"\"fallback\": {\"cafe\": \"desk\"", "\"fallback\": {\"cafe\": \"agency\"",
         "doors.json says 'desk'"},
        {"\"fallback\": {\"cafe\": \"desk\", ", "\"fallback\": {", "must name a door for 'cafe'"},
    };
    check_damages("rules.json", damages, G_N_ELEMENTS(damages));
}

static void test_damaged_site(void)
{
    static const Damage damages[] = {
        {"\"kind\": \"cafe\"", "\"kind\": \"shop\"", "site kind 'shop'"},
        {"\"number\": 7", "\"number\": 65536", "from 1 to 65535"},
        {"\"ask_town\": 1", "\"ask_town\": 2", "is not allowed for 'cafe'"},
        {"[\"gouda\", \"zuidplas\"]", "[\"goudda\"]", "'goudda', which no question offers"},
        {"{\"wait_months\": 6}", "{\"wait\": 6}", "parameter 'wait'"},
        {"{\"wait_months\": 6}", "{\"wait_months\": 24}", "from 0 to 12"},
        {"[\"en\", \"nl\"]", "[\"en\"]", "must have 'nl'"},
        {"[\"en\", \"nl\"]", "[\"en\", \"nl\", \"nl\"]", "each once"},
        {"\"Europe/Amsterdam\"", "\"../x\"", "\"timezone\" must be"},
        {"\"w.example\"", "\"https://w\"", "\"qr_host\" must be"},
        {"[\"13:00\", \"17:00\"]", "[\"11:00\", \"17:00\"]", "one after the other"},
        {"[\"13:00\", \"17:00\"]", "[\"17:00\", \"13:00\"]", "one after the other"},
        {"[\"13:00\", \"17:00\"]", "[\"13:60\", \"17:00\"]", "one after the other"},
        {"\"24:00\"", "\"24:01\"", "one after the other"},
        {"\"thu\"", "\"donderdag\"", "key \"donderdag\""},
        {"\"desk\": {", "\"desc\": {", "door 'desc' does not exist"},
        {"\"desk\": {\"where\"", "\"desk\": {\"enabled\": false, \"where\"", "switched off"},
        {"\"doctor\": {},\n", "", "must have 'doctor'"},
        {"\"doctor\": {}", "\"doctor\": {}, \"camp_desk\": {}", "not allowed at a 'cafe'"},
        {"\"doctor\": {}", "\"doctor\": {\"towns\": {}}", "with \"where_by\""},
        {"\"zuidplas\": {\"address\"", "\"elsewhere\": {\"address\"", "no option 'elsewhere'"},
        {"\"scheme\": \"sna\"", "\"scheme\": \"abu\"", "scheme 'abu' does not count"},
        {"\"valid_until\": \"2026-06-30\"", "\"valid\": \"2026-06-30\"", "key \"valid\""},
        {", \"quality\": {\"scheme\": \"sna\", \"record\": \"B-1\", \"valid_until\": "
         "\"2026-12-31\"}",
         "", "need a \"quality\" record"},
        {"\"id\": \"second\"", "\"id\": \"first\"", "used before"},
        {"\"where\": \"Balie 1\"",
         "\"where\": \"Balie 1\", \"providers\": [{\"id\": \"x\", "
         "\"name\": \"x\"}]",
         "cannot depend on providers"},
    };
    check_damages("site.json", damages, G_N_ELEMENTS(damages));
}

static void test_damaged_rest(void)
{
    static const Damage pack[] = {
        {"2026-01-02.3", "2026 \\\"x", "letters, digits"},
        {"[\"nl\", \"en\"]", "[]", "1 to 32 items"},
        {"[\"nl\", \"en\"]", "[\"nl\", \"nl\"]", "twice"},
        {"[\"nl\", \"en\"]", "[\"nl\", 7]", "a list of codes"},
    };
    static const Damage languages[] = {
        {"\"code\": \"en\"", "\"code\": \"de\"", "language 'en' is not described"},
        {"\"rtl\"", "\"up\"", "\"dir\" must be"},
        {"\"endonym\": \"English\"", "\"endonym\": \"\"", "\"endonym\" must be a text"},
    };
    static const Damage english[] = {
        {"\"language\": \"en\"", "\"language\": \"nl\"", "must be 'en'"},
        {"Ask for {name}", "Ask for it", "{name} of the Dutch text is missing"},
        {"The desk", "The {desk}", "{desk} is not in the Dutch text"},
        {"The desk", "", "empty"},
        {"\"skill\": \"Handy\"", "\"skill\": \"Handy\", \"more\": \"x\"", "no such text in Dutch"},
        {"\"skill\": \"Handy\"", "\"skill\": 1", "must be a text"},
        {"\"skill\": \"Handy\"", "\"skil\": \"Handy\"", "texts.skill: the text is missing"},
        {"\"reviewed\": false", "\"reviewed\": 0", "true or false"},
    };
    static const Damage icons[] = {
        {"\"👷\"", "\"\"", "must be a sign"},
        {"\"work\"", "\"wrok\"", "pictogram 'work' does not exist"},
    };
    check_damages("pack.json", pack, G_N_ELEMENTS(pack));
    check_damages("languages.json", languages, G_N_ELEMENTS(languages));
    check_damages("locale/en.json", english, G_N_ELEMENTS(english));
    check_damages("pictograms.json", icons, G_N_ELEMENTS(icons));
}

static void test_cut_off(void)
{
    g_autoptr(GHashTable) all = small_pack_files();
    g_autoptr(GList) names = g_hash_table_get_keys(all);
    for (const GList *name = names; name; name = name->next) {
        gsize size = g_bytes_get_size(g_hash_table_lookup(all, name->data));
        for (gsize keep = 0; keep + 2 < size; keep += 7) {
            g_autoptr(GHashTable) files = small_pack_files();
            g_autoptr(GError) error = NULL;
            g_hash_table_insert(
                files, g_strdup(name->data),
                g_bytes_new_from_bytes(g_hash_table_lookup(all, name->data), 0, keep));
            ContentParts parts = {.name = "small", .files = files};
            g_assert_null(content_new(&parts, &error));
            g_assert_error(error, CONTENT_ERROR, CONTENT_ERROR_INVALID);
        }
    }
}

/* A text of a document: member `key` of `holder`, or item `index` of the list `holder`, which is
 * itself the member `key` of something. */
typedef struct {
    json_t *holder;
    const char *key;
    gsize index;
    int left; /* texts to pass before this one */
} TextPlace;

/* Finds the text with `place->left` others before it. */
static bool find_text(json_t *value, TextPlace *place)
{
    const char *key;
    json_t *inner;
    gsize i;
    const char *own_key = place->key;
    json_object_foreach(value, key, inner)
    {
        place->key = key;
        bool is_it = json_is_string(inner) && place->left-- == 0;
        place->holder = is_it ? value : place->holder;
        if (is_it || find_text(inner, place)) {
            return true;
        }
    }
    json_array_foreach(value, i, inner)
    {
        place->key = own_key ? own_key : "";
        bool is_it = json_is_string(inner) && place->left-- == 0;
        place->holder = is_it ? value : place->holder;
        place->index = i;
        if (is_it || find_text(inner, place)) {
            return true;
        }
    }
    return false;
}

static void spoil(const TextPlace *place)
{
    bool is_list = json_is_array(place->holder);
    json_t *old = is_list ? json_array_get(place->holder, place->index)
                          : json_object_get(place->holder, place->key);
    g_autofree char *text = g_strconcat(json_string_value(old), "_x", NULL);
    if (is_list) {
        json_array_set_new(place->holder, place->index, json_string(text));
    } else {
        json_object_set_new(place->holder, place->key, json_string(text));
    }
}

/* Spoils the text number `n` of `file`. False when there are not so many; a text that only people
 * read, or that nothing refers to, is passed over. */
static bool check_spoilt_text(const char *file, int n, int *n_checked)
{
    static const char *const free_texts[] = {"about", "unit", "content_version", "name", NULL};
    static const char *const unreferenced[] = {"help", "skip",  "eu",   "m0", "m3",
                                               "m6",   "gouda", "none", NULL};
    g_autoptr(GHashTable) files = small_pack_files();
    g_autoptr(json_t) root = json_parse(g_hash_table_lookup(files, file), file, NULL);
    TextPlace place = {NULL, NULL, 0, n};
    if (!find_text(root, &place)) {
        return false;
    }
    const char *text = json_string_value(json_object_get(place.holder, place.key));
    g_autofree char *old = g_strdup(text);
    bool is_rule_id = strcmp(file, "rules.json") == 0 && strcmp(place.key, "id") == 0;
    bool is_own_name = strcmp(place.key, "sync_as") == 0 && strcmp(old, "help") != 0;
    bool is_tier = old && strlen(place.key) == 1;
    bool is_plain_id = old && strcmp(place.key, "id") == 0 && g_strv_contains(unreferenced, old);
    if (g_strv_contains(free_texts, place.key) || is_rule_id || is_own_name || is_tier ||
        is_plain_id) {
        return true;
    }
    spoil(&place);
    g_hash_table_insert(files, g_strdup(file), json_write(root));
    ContentParts parts = {.name = "small", .files = files};
    g_autoptr(GError) error = NULL;
    if (content_new(&parts, &error)) {
        g_error("taken: %s with \"%s\": \"%s_x\"", file, place.key, old ? old : "[…]");
    }
    g_assert_error(error, CONTENT_ERROR, CONTENT_ERROR_INVALID);
    (*n_checked)++;
    return true;
}

static void test_any_reference(void)
{
    static const char *const files[] = {"intake.json", "doors.json", "rules.json"};
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        int n_checked = 0;
        for (int n = 0; check_spoilt_text(files[i], n, &n_checked); n++) {
        }
        g_assert_cmpint(n_checked, >, 25);
    }
}

static void test_any_text(void)
{
    static const char *const locales[] = {"locale/nl.json", "locale/en.json"};
    for (gsize i = 0; i < G_N_ELEMENTS(locales); i++) {
        g_autoptr(GHashTable) whole = small_pack_files();
        g_autoptr(json_t) root = json_parse(g_hash_table_lookup(whole, locales[i]), "l", NULL);
        const char *id;
        const json_t *text;
        json_object_foreach(json_object_get(root, "texts"), id, text)
        {
            g_autoptr(GHashTable) files = small_pack_files();
            g_autoptr(json_t) less = json_deep_copy(root);
            g_autoptr(GError) error = NULL;
            json_object_del(json_object_get(less, "texts"), id);
            g_hash_table_insert(files, g_strdup(locales[i]), json_write(less));
            ContentParts parts = {.name = "small", .files = files};
            g_assert_null(content_new(&parts, &error));
            g_assert_nonnull(strstr(error->message, id));
        }
    }
}

static Content *load_reviewed(GHashTable *files)
{
    const ContentParts parts = {.name = "small", .files = files, .reviewed_only = true};
    g_autoptr(GError) error = NULL;
    Content *content = content_new(&parts, &error);
    g_assert_no_error(error);
    g_assert_true(content_is_reviewed_only(content));
    return content;
}

/* English stands before Dutch and nobody approved it. */
static void test_reviewed_only(void)
{
    gsize n;
    g_autoptr(GHashTable) files = small_pack_files();
    g_autoptr(Content) content = load_reviewed(files);
    g_assert_cmpstr(content_languages(content, &n)[0].code, ==, "nl");
    g_assert_cmpint(n, ==, 1);
    g_assert_cmpstr(content_text(content, 0, "door"), ==, "De balie");
    g_assert_cmpint(content_find_language(content, "en"), ==, -1);
    small_pack_replace(files, "locale/nl.json", "true", "false");
    g_autoptr(Content) dutch = load_reviewed(files);
    g_assert_cmpstr(content_languages(dutch, &n)[0].code, ==, "nl");
    small_pack_replace(files, "locale/en.json", "false", "true");
    g_autoptr(Content) both = load_reviewed(files);
    g_assert_cmpint(content_find_language(both, "nl"), ==, 1);
    g_assert_cmpstr(content_text(both, 0, "door"), ==, "The desk");
}

/* Whether a pack is good does not depend on who shows it. */
static void test_unreviewed_is_checked(void)
{
    g_autoptr(GHashTable) files = small_pack_files();
    small_pack_replace(files, "locale/en.json", "The desk", "");
    const ContentParts parts = {.name = "small", .files = files, .reviewed_only = true};
    g_autoptr(GError) error = NULL;
    g_assert_null(content_new(&parts, &error));
    g_assert_nonnull(strstr(error->message, "locale/en.json"));
}

static char *list_languages(const Content *content)
{
    gsize n;
    const Language *languages = content_languages(content, &n);
    GString *codes = g_string_new(NULL);
    for (gsize i = 0; i < n; i++) {
        g_string_append_printf(codes, "%s%s", i > 0 ? " " : "", languages[i].code);
    }
    return g_string_free(codes, FALSE);
}

/* The pack has English, then Dutch; a change of order takes the texts along. */
static void test_order_of_languages(void)
{
    static const struct {
        const char *order;
        bool reviewed_only;
        const char *codes;
    } rows[] = {
        {NULL, false, "en nl"},       {"", false, "en nl"},     {"nl", false, "nl en"},
        {"nl,en", false, "nl en"},    {"-en", false, "nl"},     {"nl,-en", false, "nl"},
        {"-nl", false, "nl en"},      {"-nl,-en", false, "nl"}, {"xx,-yy,nl", false, "nl en"},
        {"nl,en,nl", false, "nl en"}, {"en,nl", true, "nl"},    {"en,-nl", true, "nl"},
    };
    g_autoptr(GHashTable) files = small_pack_files();
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const ContentParts parts = {.name = "small",
                                    .files = files,
                                    .languages = rows[i].order,
                                    .reviewed_only = rows[i].reviewed_only};
        g_autoptr(GError) error = NULL;
        g_autoptr(Content) content = content_new(&parts, &error);
        g_assert_no_error(error);
        g_autofree char *codes = list_languages(content);
        g_assert_cmpstr(codes, ==, rows[i].codes);
        int dutch = content_find_language(content, "nl");
        g_assert_cmpstr(content_text(content, dutch, "door"), ==, "De balie");
        int english = content_find_language(content, "en");
        if (english >= 0) {
            g_assert_cmpstr(content_text(content, english, "door"), ==, "The desk");
        }
        gsize n;
        g_assert_cmpstr(content_all_languages(content, &n)[0].code, ==, "en");
        g_assert_cmpint(n, ==, 2);
        g_assert_cmpstr(content_language_order(content), ==, rows[i].order ? rows[i].order : "");
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/content/reads a whole pack", test_whole);
    g_test_add_func("/content/knows the site, its hours and its doors", test_site);
    g_test_add_func("/content/knows the questions", test_question);
    g_test_add_func("/content/has every text in every language", test_texts);
    g_test_add_func("/content/fills places in isolates", test_format);
    g_test_add_func("/content/refuses a pack without one of its files", test_missing_files);
    g_test_add_func("/content/says file, line, place and reason", test_places_of_faults);
    g_test_add_func("/content/refuses damaged questions", test_damaged_intake);
    g_test_add_func("/content/refuses damaged doors", test_damaged_doors);
    g_test_add_func("/content/refuses damaged rules", test_damaged_rules);
    g_test_add_func("/content/refuses a damaged site", test_damaged_site);
    g_test_add_func("/content/refuses damaged texts and languages", test_damaged_rest);
    g_test_add_func("/content/refuses a file that is cut off", test_cut_off);
    g_test_add_func("/content/refuses a pack with any reference changed", test_any_reference);
    g_test_add_func("/content/refuses a pack with any text dropped", test_any_text);
    g_test_add_func("/content/offers reviewed languages only, and Dutch", test_reviewed_only);
    g_test_add_func("/content/offers languages in the order somebody chose",
                    test_order_of_languages);
    g_test_add_func("/content/checks languages that are not offered", test_unreviewed_is_checked);
    return g_test_run();
}
