// SPDX-License-Identifier: EUPL-1.2
#include "intake/content_private.h"

#include <string.h>

static const json_t *find_language(const Part *languages, const char *code)
{
    gsize i;
    const json_t *item;
    json_array_foreach(json_object_get(languages->root, "languages"), i, item)
    {
        if (g_strcmp0(json_string_value(json_object_get(item, "code")), code) == 0) {
            return item;
        }
    }
    return NULL;
}

static bool read_language(const Part *part, const char *code, Language *language)
{
    static const char *const keys[] = {"code", "bcp47", "endonym", "english",  "dutch",    "script",
                                       "dir",  "font",  "voice",   "voice_ok", "pitfalls", NULL};
    Spot root = spot_root(part);
    const json_t *item = find_language(part, code);
    if (!item) {
        return spot_refuse(&root, "language '%s' is not described", code);
    }
    Spot spot = spot_member(&root, "languages", code, item);
    const char *direction = NULL;
    if (!spot_check_keys(&spot, keys) || !(language->code = spot_need_id(&spot, "code")) ||
        !(language->bcp47 = spot_need_text(&spot, "bcp47")) ||
        !(language->endonym = spot_need_text(&spot, "endonym")) ||
        !(language->dutch = spot_need_text(&spot, "dutch")) ||
        !(language->script = spot_need_text(&spot, "script")) ||
        !(direction = spot_need_text(&spot, "dir")) ||
        !spot_take_text(&spot, "voice", &language->voice)) {
        return false;
    }
    language->is_rtl = strcmp(direction, "rtl") == 0;
    return language->is_rtl || strcmp(direction, "ltr") == 0 ||
           spot_refuse(&spot, "\"dir\" must be \"ltr\" or \"rtl\"");
}

static bool has_code(const json_t *codes, const char *code)
{
    gsize i;
    const json_t *item;
    json_array_foreach(codes, i, item)
    {
        if (g_strcmp0(json_string_value(item), code) == 0) {
            return true;
        }
    }
    return false;
}

/* The site's own order must name the pack's languages, each once. */
static const json_t *read_order(const Content *content, const Part *site)
{
    Spot root = spot_root(site);
    if (!json_object_get(site->root, "languages")) {
        return content->pack_languages;
    }
    const json_t *order = spot_need_list(&root, "languages", CONTENT_MAX_LANGUAGES);
    gsize i;
    const json_t *item;
    json_array_foreach(content->pack_languages, i, item)
    {
        if (order && !has_code(order, json_string_value(item))) {
            spot_refuse(&root, "\"languages\" must have '%s', as the pack does",
                        json_string_value(item));
            return NULL;
        }
    }
    if (order && json_array_size(order) != json_array_size(content->pack_languages)) {
        spot_refuse(&root, "\"languages\" must be those of the pack, each once");
        return NULL;
    }
    return order;
}

bool content_read_languages(Content *content, const Part *languages, const Part *site)
{
    const json_t *order = read_order(content, site);
    if (!order) {
        return false;
    }
    content->n_languages = json_array_size(order);
    content->languages = content_allocate(content, content->n_languages, sizeof(Language));
    content->texts = content_allocate(content, content->n_languages, sizeof(json_t *));
    content->dutch = -1;
    gsize i;
    const json_t *code;
    json_array_foreach(order, i, code)
    {
        if (!read_language(languages, json_string_value(code), &content->languages[i])) {
            return false;
        }
        if (strcmp(content->languages[i].code, "nl") == 0) {
            content->dutch = (int)i;
        }
    }
    Spot root = spot_root(site);
    return content->dutch >= 0 ||
           spot_refuse(&root, "Dutch (nl) must be among the languages: staff read it");
}

/* Length of the place "{name}" at `at`; 0 when it is none. */
static gsize measure_place(const char *at)
{
    gsize length = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz_");
    return at[0] == '{' && length > 0 && at[length + 1] == '}' ? length + 2 : 0;
}

/* NULL when `text` can be shown, else what is wrong with it. */
static const char *find_text_fault(const char *text)
{
    if (!text[0]) {
        return "is empty";
    }
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        bool is_place = *at == '{' && measure_place(at) > 0;
        if ((*at == '{' && !is_place)) {
            return "has a { that begins no {name}";
        }
        if ((c < ' ' && c != '\n') || (c >= 0x202A && c <= 0x202E) || c == 0x7F) {
            return "has a control character";
        }
        at += is_place ? measure_place(at) - 1 : 0;
        if (*at == '}' && !is_place) {
            return "has a } without {";
        }
    }
    return NULL;
}

/* Some languages write a month as a number, others by its name: either place will do. */
static bool has_place(const char *text, const char *place)
{
    bool is_month = strcmp(place, "{m}") == 0 || strcmp(place, "{month}") == 0;
    return strstr(text, place) || (is_month && (strstr(text, "{m}") || strstr(text, "{month}")));
}

/* The first place of `text` that `other` has not; NULL when there is none. Caller owns. */
static char *find_place_missing(const char *text, const char *other)
{
    for (const char *at = text; (at = strchr(at, '{')) != NULL; at++) {
        g_autofree char *place = g_strndup(at, measure_place(at));
        if (!has_place(other, place)) {
            return g_steal_pointer(&place);
        }
    }
    return NULL;
}

bool content_read_texts(Content *content, const Part *locale, gsize language)
{
    static const char *const keys[] = {"format", "language", "reviewed", "texts", NULL};
    Language *own = &content->languages[language];
    Spot root = spot_root(locale);
    const char *code = spot_need_text(&root, "language");
    if (!code || !spot_check_keys(&root, keys) ||
        !spot_take_flag(&root, "reviewed", &own->is_reviewed)) {
        return false;
    }
    if (strcmp(code, own->code) != 0) {
        return spot_refuse(&root, "\"language\" is '%s', must be '%s'", code, own->code);
    }
    json_t *texts = json_object_get(locale->root, "texts");
    if (!json_is_object(texts)) {
        return spot_refuse(&root, "\"texts\" must be an object");
    }
    const char *id;
    const json_t *text;
    json_object_foreach(texts, id, text)
    {
        Spot spot = spot_member(&root, "texts", id, text);
        const char *fault =
            json_is_string(text) ? find_text_fault(json_string_value(text)) : "must be a text";
        fault = spot_is_id(id) ? fault : "is no id: a-z, 0-9, _ - . only";
        if (fault) {
            return spot_refuse(&spot, "%s", fault);
        }
    }
    content->texts[language] = texts;
    return true;
}

static bool check_text(const Spot *spot, const char *text, const char *dutch)
{
    g_autofree char *missing = find_place_missing(dutch, text);
    g_autofree char *extra = find_place_missing(text, dutch);
    if (missing) {
        return spot_refuse(spot, "%s of the Dutch text is missing", missing);
    }
    return !extra || spot_refuse(spot, "%s is not in the Dutch text", extra);
}

bool content_check_texts(const Content *content, const Part *locale, gsize language)
{
    json_t *texts = (json_t *)content->texts[language];
    json_t *dutch_texts = (json_t *)content->texts[content->dutch];
    Spot root = spot_root(locale);
    const char *id;
    const json_t *text;
    json_object_foreach(dutch_texts, id, text)
    {
        const json_t *own = json_object_get(texts, id);
        Spot spot = spot_member(&root, "texts", id, own);
        if (!own) {
            return spot_refuse(&spot, "the text is missing in '%s'",
                               content->languages[language].code);
        }
        if (!check_text(&spot, json_string_value(own), json_string_value(text))) {
            return false;
        }
    }
    json_object_foreach(texts, id, text)
    {
        Spot spot = spot_member(&root, "texts", id, text);
        if (!json_object_get(dutch_texts, id)) {
            return spot_refuse(&spot, "there is no such text in Dutch");
        }
    }
    return true;
}

bool content_read_pictograms(Content *content, const Part *pictograms)
{
    static const char *const keys[] = {"format", "content_version", "icons", NULL};
    Spot root = spot_root(pictograms);
    json_t *icons = json_object_get(pictograms->root, "icons");
    if (!spot_check_keys(&root, keys)) {
        return false;
    }
    if (!json_is_object(icons)) {
        return spot_refuse(&root, "\"icons\" must be an object");
    }
    const char *id;
    const json_t *sign;
    json_object_foreach(icons, id, sign)
    {
        Spot spot = spot_member(&root, "icons", id, sign);
        if (json_string_length(sign) == 0) {
            return spot_refuse(&spot, "must be a sign");
        }
    }
    content->icons = icons;
    return true;
}
