// SPDX-License-Identifier: EUPL-1.2
/* The printer as the settings describe it. Main thread. */
#pragma once

#include "base/settings.h"
#include "slip/printer.h"

/* NULL without an error: the settings name none. Errors as printer_open. Caller closes. */
Printer *printer_setup_open(const Settings *settings, GError **error);
