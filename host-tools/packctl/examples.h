// SPDX-License-Identifier: EUPL-1.2
/* For each door that a visitor can be sent to, one visit that leads there. */
#pragma once

#include "base/json.h"
#include "intake/content.h"

/* {"personas":[{"id":door,"answers":{…},"path":[…],"doors":[…]},…]}, as `visitor --persona
 * FILE:DOOR` takes it: of all visits of the content's site the one that shows the door highest in
 * the list, then with the fewest questions and answers. A door that no answers lead to is left out.
 */
json_t *examples_find(const Content *content);
