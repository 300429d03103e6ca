// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/screens.h"

void screen_staff(Layout *layout)
{
    layout_frame(layout, layout_string(layout, "ui.staff.title"), 0, 0);
    const LayoutText look = {THEME_TYPE_ANSWER, 400, THEME_COLOUR_INK, TEXT_ALIGN_START};
    layout_stack_text(layout, &look, layout_string(layout, "ui.staff.text"));
    const LayoutText strong = {THEME_TYPE_ANSWER, 600, THEME_COLOUR_INK, TEXT_ALIGN_START};
    layout_stack_text(layout, &strong, layout_string(layout, "ui.sos"));
    const LayoutButton back = {"staff.back", layout_string(layout, "ui.stop.no"),
                               WIDGET_LOOK_PRIMARY, SIGN_NEXT};
    layout_bottom_buttons(layout, &back, 1);
}
