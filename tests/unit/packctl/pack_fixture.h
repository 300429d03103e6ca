// SPDX-License-Identifier: EUPL-1.2
/* The packs that ship, read from their sources. */
#pragma once

#include "packctl/pack.h"

#define PACK_CAFE "assets/content/werkcafe-midden-holland"
#define PACK_AZC  "assets/content/meedoenbalie-almere"

/* The pack, which must be fine. Caller owns. */
Pack *pack_fixture_load(const char *folder);

/* The content of the pack's site with `settings` (JSON object of door id -> settings) put over its
 * own, which must be fine. Caller owns. */
Content *pack_fixture_change(const Pack *pack, const char *settings);

/* {"id":{"enabled":false},…} for every door of the site that can be closed, or the one at `only`
 * (-1: all of them). NULL when the one at `only` cannot be closed. Caller owns. */
char *pack_fixture_close_doors(const Content *content, int only);
