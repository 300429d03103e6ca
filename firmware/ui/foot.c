// SPDX-License-Identifier: EUPL-1.2
#include "ui/foot.h"

#include "ui/scene.h"

static const double gap_mm = 3; /* norms */

static const FootKey keys[] = {
    {"foot.back", "ui.foot.back", SIGN_BACK, false, false},
    {"foot.listen", "ui.foot.listen", SIGN_LISTEN, true, true},
    {"foot.larger", "ui.foot.larger", SIGN_LARGER, true, true},
    {"foot.contrast", "ui.foot.contrast", SIGN_CONTRAST, true, true},
    {"foot.reach", "ui.foot.reach", SIGN_REACH, true, true},
    {"foot.language", "ui.foot.language", SIGN_LANGUAGE, false, false},
    {"foot.staff", "ui.foot.staff", SIGN_STAFF, false, false},
    {"foot.stop", "ui.foot.stop", SIGN_STOP, false, false},
};
G_STATIC_ASSERT(G_N_ELEMENTS(keys) == FOOT_KEYS);

static const FootType narrow_types[] = {{0, 0.9}, {0, 0.82}};
G_STATIC_ASSERT(G_N_ELEMENTS(narrow_types) == FOOT_NARROW_TYPES);

const FootKey *foot_keys(void)
{
    return keys;
}

const FootType *foot_narrow_types(void)
{
    return narrow_types;
}

TextStyle foot_word_style(const ThemeScale *scale, const FootType *type, const char *bcp47,
                          bool is_rtl)
{
    ThemeScale own = *scale;
    own.text_size = type->text_size;
    return (TextStyle){
        .language = bcp47,
        .is_rtl = is_rtl,
        .cap_px = theme_cap_px(&own, THEME_TYPE_FOOT) * type->factor,
        .weight = 400,
        .align = TEXT_ALIGN_CENTER,
    };
}

int foot_key_width_px(const ThemeScale *scale, int word_px)
{
    int pad = 1000 - scene_text_width_px(scale, WIDGET_LOOK_FOOT, 1000);
    return MAX(theme_space_px(scale, THEME_SPACE_TARGET), word_px + 1 + pad);
}

int foot_gap_px(const ThemeScale *scale)
{
    return theme_mm_px(scale, gap_mm);
}

int foot_row_room_px(const ThemeScale *scale, int glass_px, int n)
{
    int margin = theme_space_px(scale, THEME_SPACE_MARGIN);
    return glass_px - 2 * margin - (n - 1) * foot_gap_px(scale);
}
