// SPDX-License-Identifier: EUPL-1.2
/* The layout proof of staff's screens: everything on the glass, nothing over anything else, targets
 * of 12 mm at least (norms), words whole and with a glyph for every character. What fails is told
 * with screen and text; pictures are left in build/log/staff. */
#pragma once

#include "kiosk/staff/staff_layout.h"

enum { STAFF_PROOF_PANELS = 4 }; /* 10.1" and 15.6", landscape and portrait */

typedef struct {
    StaffSurface surface;
    Theme *theme;
    TextSetter *setter;
    Scene *scene;
    int n_faults;
} StaffProof;

void staff_proof_init(StaffProof *proof, int panel);
void staff_proof_clear(StaffProof *proof);

/* Checks proof->scene, which was laid out; its picture is `name`. */
void staff_proof_check(StaffProof *proof, const char *name);
/* Fails the test when there were faults. */
void staff_proof_finish(const StaffProof *proof);
