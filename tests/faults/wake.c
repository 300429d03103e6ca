// SPDX-License-Identifier: EUPL-1.2
/* wake SOCKET BYTE: sends one byte to a datagram socket, as wegwijs-kiosk does. */
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <glib.h>

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("use: wake SOCKET BYTE\n", stderr);
        return 2;
    }
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_strlcpy(address.sun_path, argv[1], sizeof address.sun_path);
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (sendto(fd, argv[2], 1, 0, (struct sockaddr *)&address, sizeof address) != 1) {
        perror(argv[1]);
        return 1;
    }
    return 0;
}
