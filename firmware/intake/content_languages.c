// SPDX-License-Identifier: EUPL-1.2
#include <string.h>

#include "intake/content.h"
#include "intake/content_private.h"

/* The languages of a pack in another order, by index. */
typedef struct {
    gsize items[CONTENT_MAX_LANGUAGES];
    gsize n;
    bool is_placed[CONTENT_MAX_LANGUAGES];
} Order;

static void place(Order *order, gsize language, bool is_offered)
{
    if (!order->is_placed[language] && is_offered) {
        order->items[order->n++] = language;
    }
    order->is_placed[language] = true;
}

static bool may_offer(const Content *content, gsize language, bool is_wanted)
{
    bool is_good = !content->is_reviewed_only || content->languages[language].is_reviewed;
    return language == (gsize)content->dutch || (is_wanted && is_good);
}

static Order read_order(const Content *content)
{
    Order order = {.n = 0};
    g_auto(GStrv) codes = g_strsplit(content->language_order, ",", -1);
    for (gsize i = 0; codes[i]; i++) {
        bool is_wanted = codes[i][0] != '-';
        int at = content_find_language(content, codes[i] + (is_wanted ? 0 : 1));
        if (at >= 0) {
            place(&order, (gsize)at, may_offer(content, (gsize)at, is_wanted));
        }
    }
    for (gsize i = 0; i < content->n_languages; i++) {
        place(&order, i, may_offer(content, i, true));
    }
    return order;
}

/* Their texts were all checked: whether a pack is good does not depend on who shows it. */
void content_choose_languages(Content *content, const ContentParts *parts)
{
    content->is_reviewed_only = parts->reviewed_only;
    content->language_order = content_allocate(
        content, parts->languages ? strlen(parts->languages) + 1 : 1, sizeof(char));
    if (parts->languages) {
        memcpy(content->language_order, parts->languages, strlen(parts->languages) + 1);
    }
    gsize n = content->n_languages;
    content->all_languages = content_allocate(content, n, sizeof(Language));
    content->n_all_languages = n;
    memcpy(content->all_languages, content->languages, n * sizeof(Language));
    const json_t *texts[CONTENT_MAX_LANGUAGES];
    memcpy(texts, content->texts, n * sizeof texts[0]);
    const Order order = read_order(content);
    int dutch = content->dutch;
    for (gsize i = 0; i < order.n; i++) {
        content->languages[i] = content->all_languages[order.items[i]];
        content->texts[i] = texts[order.items[i]];
        content->dutch = order.items[i] == (gsize)dutch ? (int)i : content->dutch;
    }
    content->n_languages = order.n;
}

const Language *content_all_languages(const Content *content, gsize *n)
{
    *n = content->n_all_languages;
    return content->all_languages;
}

bool content_is_reviewed_only(const Content *content)
{
    return content->is_reviewed_only;
}

const char *content_language_order(const Content *content)
{
    return content->language_order;
}
