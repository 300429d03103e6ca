// SPDX-License-Identifier: EUPL-1.2
/* The parts that all screens of staff are laid out from: what they stand on, title, keys, lights,
 * the bar at the bottom. Staff stand close and read well: type is smaller than a visitor's, targets
 * 12 mm at least (norms). Never mirrored. Main thread. */
#pragma once

#include "draw/text.h"
#include "kiosk/staff/staff_page.h"
#include "ui/scene.h"

/* The glass, for one layout; borrowed. */
typedef struct {
    TextSetter *setter;
    ThemeScale scale;
    int width_px, height_px;
    StaffLanguage language;
} StaffSurface;

typedef struct {
    const StaffSurface *surface;
    Scene *scene;
    Rect body; /* what is left between title and bar */
} StaffLayout;

typedef struct {
    ThemeType type;
    int weight; /* 400 or 600 */
    ThemeColour ink;
    TextAlign align;
} StaffLook;
extern const StaffLook staff_look_title, staff_look_strong, staff_look_plain, staff_look_quiet;

/* Empties the scene and names it. */
void staff_layout_init(StaffLayout *layout, const StaffSurface *surface, Scene *scene,
                       const char *screen);

int staff_layout_mm(const StaffLayout *layout, double mm);
bool staff_layout_is_landscape(const StaffLayout *layout);
/* The least side of a key. */
int staff_layout_target(const StaffLayout *layout);
int staff_layout_gap(const StaffLayout *layout);

const TextLayout *staff_layout_set(const StaffLayout *layout, const StaffLook *look,
                                   const char *text, int width_px);
int staff_layout_measure(const StaffLayout *layout, const StaffLook *look, const char *text,
                         int width_px);
/* At the top left corner of `at`, as wide; returns its height. `id` may be NULL. */
int staff_layout_add_text(StaffLayout *layout, const char *id, const StaffLook *look,
                          const char *text, Rect at);

typedef struct {
    const char *id;
    const char *text;
    Sign sign;
    WidgetLook look; /* QUIET, PLAIN_TILE, PRIMARY or STOP */
    bool is_disabled, is_selected;
} StaffButton;
/* Height that its words need in this width, a target's at least. */
int staff_layout_measure_button(const StaffLayout *layout, const StaffButton *button, int width_px);
Widget *staff_layout_add_button(StaffLayout *layout, const StaffButton *button, Rect rect);

/* Nothing for NONE. Its word is the label. */
void staff_layout_add_light(StaffLayout *layout, StaffLight light, Rect rect);
const char *staff_light_word(StaffLight light, StaffLanguage language);

/* Cut off the top of the body. */
void staff_layout_add_title(StaffLayout *layout, const char *title);
/* One to three keys cut off the bottom of the body, shared out over its width. */
void staff_layout_add_bar(StaffLayout *layout, const StaffButton *buttons, gsize n);
