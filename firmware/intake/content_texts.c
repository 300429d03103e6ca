// SPDX-License-Identifier: EUPL-1.2
#include "intake/content_private.h"

#include <string.h>

#include "intake/text_check.h"

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
        const char *fault = json_is_string(text) ? text_check_find_fault(json_string_value(text))
                                                 : "must be a text";
        fault = spot_is_id(id) ? fault : "is no id: a-z, 0-9, _ - . only";
        if (fault) {
            return spot_refuse(&spot, "%s", fault);
        }
    }
    content->texts[language] = texts;
    return true;
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
        g_autofree char *fault =
            text_check_compare(json_string_value(own), json_string_value(text));
        if (fault) {
            return spot_refuse(&spot, "%s", fault);
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
