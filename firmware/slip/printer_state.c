// SPDX-License-Identifier: EUPL-1.2
#include "slip/printer_state.h"

#include <glib.h>

const char *printer_state_name(PrinterState state)
{
    switch (state) {
    case PRINTER_STATE_NONE:
        return "none";
    case PRINTER_STATE_READY:
        return "ready";
    case PRINTER_STATE_NEAR_END:
        return "near-end";
    case PRINTER_STATE_PAPER_OUT:
        return "paper-out";
    case PRINTER_STATE_COVER_OPEN:
        return "cover-open";
    case PRINTER_STATE_OFFLINE:
        return "offline";
    case PRINTER_STATE_UNREACHABLE:
        return "unreachable";
    case PRINTER_STATE_UNKNOWN:
        return "unknown";
    }
    g_assert_not_reached();
}
