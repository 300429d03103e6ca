// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/staff_setting.h"

#include <string.h>

#include "store/staff_settings.h"

static const StaffText origins[] = {
    [SETTING_LAYER_IMAGE] = {"Ingesteld: fabriek", "Set by: factory"},
    [SETTING_LAYER_REGION] = {"Ingesteld: regio", "Set by: region"},
    [SETTING_LAYER_STAFF] = {"Ingesteld: hier", "Set by: staff, here"},
};
G_STATIC_ASSERT(G_N_ELEMENTS(origins) == SETTING_LAYER_COUNT);

const char *staff_setting_origin(StaffLanguage language, SettingLayer layer)
{
    return staff_text(language, origins[layer]);
}

/* "group.key" in two. */
typedef struct {
    char *group;
    const char *key;
} Name;

static Name split(const char *name)
{
    const char *dot = strchr(name, '.');
    g_assert(dot);
    return (Name){g_strndup(name, (gsize)(dot - name)), dot + 1};
}

void staff_setting_show(const StaffFacts *facts, StaffItem *item, const char *name)
{
    Name split_name = split(name);
    SettingLayer layer = settings_layer_of(facts->settings, split_name.group, split_name.key);
    g_free(item->origin);
    item->origin = g_strdup(staff_setting_origin(facts->language, layer));
    item->reset_key = layer == SETTING_LAYER_STAFF ? name : NULL;
    g_free(split_name.group);
}

static bool conclude(StaffDesk *desk, const char *name, const char *result, const GError *why)
{
    static const StaffText failed = {
        "Dit kon niet worden bewaard. Er is niets veranderd. Blijft dit zo: bel de beheerder.",
        "This could not be kept. Nothing was changed. If it stays so: call the administrator."};
    g_autofree char *action = g_strconcat("setting.", name, NULL);
    desk->note(action, why ? "failed" : result, desk->user_data);
    if (why) {
        g_warning("%s", why->message);
        desk->say(STAFF_LIGHT_RED, staff_text(desk->facts->language, failed), desk->user_data);
        return false;
    }
    desk->request(STAFF_REQUEST_TAKE_OVER, desk->user_data);
    return true;
}

bool staff_setting_put(StaffDesk *desk, const char *name, const char *value)
{
    g_autoptr(GError) why = NULL;
    Name split_name = split(name);
    const SettingValue word = {split_name.group, split_name.key, value};
    bool is_put = staff_settings_put(desk->settings, desk->state_dir, &word, &why);
    g_free(split_name.group);
    return conclude(desk, name, value, is_put ? NULL : why);
}

bool staff_setting_take_reset(StaffDesk *desk, const char *key, const char *name)
{
    if (!g_str_has_prefix(key, "reset.") || !g_str_equal(key + strlen("reset."), name)) {
        return false;
    }
    g_autoptr(GError) why = NULL;
    Name split_name = split(name);
    bool is_back = staff_settings_drop(desk->settings, desk->state_dir, split_name.group,
                                       split_name.key, &why);
    g_free(split_name.group);
    (void)conclude(desk, name, "put-back", is_back ? NULL : why);
    return true;
}
