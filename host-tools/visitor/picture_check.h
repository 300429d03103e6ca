// SPDX-License-Identifier: EUPL-1.2
/* Whether a screen without its words can be used: no word is left on it, everything that can be
 * touched has a picture, and no two pictures beside each other are the same. Pure but for reading
 * the file. Main thread. */
#pragma once

#include "base/json.h"

/* `tree` and `file` (PNG) as the inspector gives them, with text painted false. One line a fault,
 * appended to `faults`; into the object `pictures` goes what each target shows that is neither
 * chosen nor disabled, by its id, when it is not there yet: the SHA-256 of the picture's pixels.
 * Returns how many faults there are. */
int picture_check(const json_t *tree, const char *file, json_t *pictures, GString *faults);
