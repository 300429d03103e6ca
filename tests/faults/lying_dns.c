// SPDX-License-Identifier: EUPL-1.2
/* lying_dns ADDRESS SAYS: a name server on ADDRESS that answers every question in one way. SAYS: an
 * IPv4 address, "nothing" (the name does not exist), "failure", "garbage" or "silent". Says "ready"
 * once it listens; SIGTERM ends it. RFC 1035. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    DNS_PORT = 53,
    HEAD_BYTES = 12,
    MAX_BYTES = 512,
    ANSWER_BYTES = 16, /* name as a pointer, type, class, 4 bytes of life, length, address */
    TYPE_A = 1,
    RCODE_FAILURE = 2,
    RCODE_NO_NAME = 3,
};

typedef struct {
    bool has_address, is_garbage, is_silent;
    struct in_addr address;
    uint8_t rcode;
} Lie;

static bool read_lie(const char *text, Lie *lie)
{
    lie->has_address = inet_pton(AF_INET, text, &lie->address) == 1;
    lie->is_garbage = strcmp(text, "garbage") == 0;
    lie->is_silent = strcmp(text, "silent") == 0;
    lie->rcode = strcmp(text, "nothing") == 0   ? RCODE_NO_NAME
                 : strcmp(text, "failure") == 0 ? RCODE_FAILURE
                                                : 0;
    return lie->has_address || lie->is_garbage || lie->is_silent || lie->rcode;
}

/* Where the question ends; 0: it does not. */
static size_t find_end(const uint8_t *query, size_t size)
{
    size_t at = HEAD_BYTES;
    while (at < size && query[at] != 0) {
        at += query[at] + 1U;
    }
    return at + 5 <= size ? at + 5 : 0;
}

/* Turns the query into its answer, in place; returns its size. */
static size_t answer(uint8_t *message, size_t size, const Lie *lie)
{
    size_t end = find_end(message, size);
    if (lie->is_garbage || end == 0) {
        memset(message + 2, 0xc0, size - 2);
        return size;
    }
    bool is_a = message[end - 4] == 0 && message[end - 3] == TYPE_A;
    message[2] = 0x81;                         /* an answer, to a question for all of it */
    message[3] = (uint8_t)(0x80 | lie->rcode); /* from one who knows all */
    memset(message + 6, 0, 6);
    if (!lie->has_address || !is_a) {
        return end;
    }
    message[7] = 1;
    const uint8_t head[ANSWER_BYTES - 4] = {0xc0, HEAD_BYTES, 0, TYPE_A, 0, 1, 0, 0, 0, 1, 0, 4};
    memcpy(message + end, head, sizeof head);
    memcpy(message + end + sizeof head, &lie->address, 4);
    return end + ANSWER_BYTES;
}

static void serve(int fd, const Lie *lie)
{
    for (;;) {
        uint8_t message[MAX_BYTES + ANSWER_BYTES];
        struct sockaddr_in asker;
        socklen_t length = sizeof asker;
        ssize_t n = recvfrom(fd, message, MAX_BYTES, 0, (struct sockaddr *)&asker, &length);
        if (n >= HEAD_BYTES && !lie->is_silent) {
            size_t size = answer(message, (size_t)n, lie);
            (void)sendto(fd, message, size, 0, (struct sockaddr *)&asker, length);
        }
    }
}

int main(int argc, char **argv)
{
    Lie lie = {0};
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(DNS_PORT)};
    if (argc != 3 || inet_pton(AF_INET, argv[1], &own.sin_addr) != 1 || !read_lie(argv[2], &lie)) {
        fputs("use: lying_dns ADDRESS IPV4|nothing|failure|garbage|silent\n", stderr);
        return 2;
    }
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&own, sizeof own) != 0) {
        perror("lying_dns");
        return 1;
    }
    puts("ready");
    fflush(stdout);
    serve(fd, &lie);
}
