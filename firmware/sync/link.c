// SPDX-License-Identifier: EUPL-1.2
#include "sync/link.h"

#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#include <glib-unix.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

struct Link {
    int socket;
    guint source;
    LinkHandler handler;
    gpointer user_data;
};

static bool is_news(const void *data, gsize size)
{
    const struct nlmsghdr *message = data;
    for (guint left = (guint)size; NLMSG_OK(message, left); message = NLMSG_NEXT(message, left)) {
        if (message->nlmsg_type == RTM_NEWADDR || message->nlmsg_type == RTM_NEWROUTE) {
            return true;
        }
    }
    return false;
}

static gboolean on_message(gint fd, GIOCondition condition, gpointer user_data)
{
    (void)condition;
    Link *link = user_data;
    _Alignas(struct nlmsghdr) char data[8192];
    bool is_up = false;
    for (gssize n = recv(fd, data, sizeof data, MSG_DONTWAIT); n > 0;
         n = recv(fd, data, sizeof data, MSG_DONTWAIT)) {
        is_up |= is_news(data, (gsize)n);
    }
    if (is_up) {
        link->handler(link->user_data);
    }
    return G_SOURCE_CONTINUE;
}

Link *link_watch(LinkHandler handler, gpointer user_data)
{
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (fd < 0) {
        return NULL;
    }
    struct sockaddr_nl address = {.nl_family = AF_NETLINK,
                                  .nl_groups =
                                      RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE};
    if (bind(fd, (const struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        return NULL;
    }
    Link *link = g_new0(Link, 1);
    link->socket = fd;
    link->handler = handler;
    link->user_data = user_data;
    link->source = g_unix_fd_add(fd, G_IO_IN, on_message, link);
    return link;
}

void link_free(Link *link)
{
    if (link) {
        g_source_remove(link->source);
        close(link->socket);
        g_free(link);
    }
}
