// SPDX-License-Identifier: EUPL-1.2
/* A slip as dots for a thermal head, as a PNG and as a PDF: one drawing, three papers. */
#pragma once

#include "slip/printer.h"
#include "slip/slip.h"

/* 1 bit a dot by threshold. Caller frees with raster_free, which wipes. */
Raster *raster_from_slip(Slip *slip);
bool raster_save_png(const Raster *raster, const char *path,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One page as wide as the paper and as long as the slip. */
bool slip_save_pdf(Slip *slip, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
