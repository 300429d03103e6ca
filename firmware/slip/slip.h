// SPDX-License-Identifier: EUPL-1.2
/* One drawing of a referral slip for every paper: thermal raster (384 or 576 dots), PNG and PDF.
 * The visitor's language on top, a ruled Dutch block for staff below. Nothing of class `never` is
 * on it but the doors themselves. Any one thread. */
#pragma once

#include <cairo.h>

#include "draw/text.h"
#include "intake/content.h"
#include "intake/presence.h"
#include "intake/triage.h"
#include "slip/raster.h"
#include "slip/sheet.h"

enum { SLIP_FULL_DOORS = 3, SLIP_ALSO_DOORS = 5, SLIP_DOTS_PER_MM = 8, SLIP_MAX_MM = 250 };

typedef struct {
    const Content *content;
    const Answers *answers;
    const TriageResult *result;
    int language;          /* index in content */
    const char *reference; /* "ABCD-EFGH-J" */
    const char *qr_text; /* "HTTPS://HOST/#TOKEN"; NULL: no QR (the kiosk has no key), the slip says
                            so by leaving it out */
    const char *const *provider_ids; /* chosen provider per position in result->doors, NULL where
                                        none; may be NULL */
    gint64 local_unix_s;      /* printing time, seconds since 1970 as a local clock shows it */
    bool is_clock_trusted;    /* false: no date, "open now" is left to the desk */
    const Presence *presence; /* of today; NULL: nothing is known */
} SlipFacts;

typedef struct Slip Slip;

/* Lays out the slip for `width_dots` (384 or 576). Caller frees. `setter` is used during the call
 * and by slip_paint. */
Slip *slip_new(const SlipFacts *facts, TextSetter *setter, int width_dots);
void slip_free(Slip *slip);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Slip, slip_free)

/* Side of the pictograms on paper of this width, dots: for setting them ahead of time. */
int slip_pictogram_dots(int width_dots);

int slip_width_dots(const Slip *slip);
int slip_height_dots(const Slip *slip);
const Sheet *slip_sheet(const Slip *slip);   /* what is on it; borrowed */
void slip_paint(Slip *slip, cairo_t *cairo); /* black on white, 1 unit = 1 dot */

/* 1 bit a dot by threshold, as wide as the paper. Caller frees with raster_free, which wipes. */
Raster *raster_from_slip(Slip *slip);
/* One page as wide as the paper and as long as the slip. */
bool slip_save_pdf(Slip *slip, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
