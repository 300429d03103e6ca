// SPDX-License-Identifier: EUPL-1.2
/* Tells when the system got an address or a route: the network may be back. By the kernel's own
 * messages (netlink), on the main loop; nothing wakes while nothing changes. */
#pragma once

#include <glib.h>

typedef void (*LinkHandler)(gpointer user_data);

typedef struct Link Link;

/* NULL when the system does not allow it: everything works without, only less promptly. Caller
 * frees. */
Link *link_watch(LinkHandler handler, gpointer user_data);
void link_free(Link *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Link, link_free)
