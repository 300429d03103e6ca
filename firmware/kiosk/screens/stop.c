// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/screens.h"

void screen_stop(Layout *layout)
{
    layout_frame(layout, layout_string(layout, "ui.stop.title"), 0, 0);
    const LayoutText look = {THEME_TYPE_ANSWER, 400, THEME_COLOUR_INK, TEXT_ALIGN_START};
    layout_stack_text(layout, &look, layout_string(layout, "ui.stop.text"));
    const LayoutButton buttons[] = {
        {"stop.yes", layout_string(layout, "ui.stop.yes"), WIDGET_LOOK_STOP, SIGN_STOP},
        {"stop.no", layout_string(layout, "ui.stop.no"), WIDGET_LOOK_PRIMARY, SIGN_NEXT},
    };
    layout_bottom_buttons(layout, buttons, G_N_ELEMENTS(buttons));
}
