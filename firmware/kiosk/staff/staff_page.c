// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/staff_page.h"

StaffLight staff_light_worse(StaffLight a, StaffLight b)
{
    static const int severity[] = {
        [STAFF_LIGHT_NONE] = 0,  [STAFF_LIGHT_GREEN] = 1, [STAFF_LIGHT_BUSY] = 2,
        [STAFF_LIGHT_AMBER] = 3, [STAFF_LIGHT_RED] = 4,
    };
    return severity[a] >= severity[b] ? a : b;
}

static void free_item(gpointer data)
{
    StaffItem *item = data;
    g_free(item->title);
    g_free(item->text);
    g_free(item->advice);
    g_free(item->origin);
    g_free(item);
}

StaffPage *staff_page_new(StaffLanguage language)
{
    StaffPage *page = g_new0(StaffPage, 1);
    page->language = language;
    page->items = g_ptr_array_new_with_free_func(free_item);
    return page;
}

void staff_page_free(StaffPage *page)
{
    if (page) {
        g_ptr_array_unref(page->items);
        g_free(page->title);
        g_free(page->text);
        g_free(page);
    }
}

void staff_page_set_title(StaffPage *page, const char *title)
{
    g_free(page->title);
    page->title = g_strdup(title);
}

static StaffItem *add(StaffPage *page, StaffItemKind kind, const char *key)
{
    StaffItem *item = g_new0(StaffItem, 1);
    item->kind = kind;
    item->is_enabled = true;
    g_strlcpy(item->key, key ? key : "", sizeof item->key);
    g_ptr_array_add(page->items, item);
    return item;
}

StaffItem *staff_page_add_state(StaffPage *page, StaffLight light, StaffText title,
                                const char *state, const char *advice)
{
    StaffItem *item = add(page, STAFF_ITEM_STATE, NULL);
    item->light = light;
    item->title = g_strdup(staff_text(page->language, title));
    item->text = g_strdup(state);
    item->advice = g_strdup(advice);
    return item;
}

StaffItem *staff_page_add_note(StaffPage *page, const char *text)
{
    StaffItem *item = add(page, STAFF_ITEM_NOTE, NULL);
    item->text = g_strdup(text);
    return item;
}

StaffItem *staff_page_add_key(StaffPage *page, const char *key, StaffText label, Sign sign)
{
    StaffItem *item = add(page, STAFF_ITEM_KEY, key);
    item->title = g_strdup(staff_text(page->language, label));
    item->sign = sign;
    return item;
}

StaffItem *staff_page_add_link(StaffPage *page, const char *place, const char *label,
                               const char *value)
{
    StaffItem *item = add(page, STAFF_ITEM_LINK, place);
    item->title = g_strdup(label);
    item->text = g_strdup(value);
    return item;
}

StaffItem *staff_page_add_choice(StaffPage *page, const char *key, const char *label,
                                 bool is_selected)
{
    StaffItem *item = add(page, STAFF_ITEM_CHOICE, key);
    item->title = g_strdup(label);
    item->is_selected = is_selected;
    return item;
}

StaffItem *staff_page_add_stepper(StaffPage *page, const char *key, StaffText title,
                                  const char *value)
{
    StaffItem *item = add(page, STAFF_ITEM_STEPPER, key);
    item->title = g_strdup(staff_text(page->language, title));
    item->text = g_strdup(value);
    item->can_less = item->can_more = true;
    return item;
}
