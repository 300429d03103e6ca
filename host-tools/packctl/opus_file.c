// SPDX-License-Identifier: EUPL-1.2
#include "packctl/opus_file.h"

#include <stdbool.h>
#include <string.h>

enum {
    PAGE_BYTES = 27, /* the head, before the table of segments */
    CHECKSUM_AT = 22,
    FLAG_FIRST = 2,
    FLAG_LAST = 4,
    HEAD_BYTES = 19,
    RATE_HZ = 48000, /* of positions, whatever was recorded (RFC 7845, 4) */
};
static const guint32 polynomial = 0x04C11DB7;

/* Walks the pages of one stream. */
typedef struct {
    const guint8 *bytes;
    gsize size, at;
    guint32 serial, number;
    gint64 position; /* of the last page that ends a packet */
    bool is_last;
} Pages;

typedef struct {
    guint8 flags;
    const guint8 *body;
    gsize size;
} Page;

static guint32 read_u32(const guint8 *at)
{
    return (guint32)at[0] | (guint32)at[1] << 8 | (guint32)at[2] << 16 | (guint32)at[3] << 24;
}

static gint64 read_i64(const guint8 *at)
{
    return (gint64)((guint64)read_u32(at) | (guint64)read_u32(at + 4) << 32);
}

/* RFC 3533, 6: with zeros in the place of the checksum. */
static guint32 check(const guint8 *page, gsize size)
{
    guint32 sum = 0;
    for (gsize i = 0; i < size; i++) {
        bool is_checksum = i >= CHECKSUM_AT && i < CHECKSUM_AT + 4;
        sum ^= is_checksum ? 0 : (guint32)page[i] << 24;
        for (int bit = 0; bit < 8; bit++) {
            sum = sum << 1 ^ (sum >> 31 ? polynomial : 0);
        }
    }
    return sum;
}

/* The size of the whole page at `at`, 0 when it is cut off or no page. */
static gsize measure_page(const Pages *pages, gsize *head)
{
    const guint8 *page = pages->bytes + pages->at;
    gsize left = pages->size - pages->at;
    if (left < PAGE_BYTES || memcmp(page, "OggS", 4) != 0 || page[4] != 0) {
        return 0;
    }
    *head = PAGE_BYTES + (gsize)page[26];
    gsize size = *head;
    for (gsize i = PAGE_BYTES; i < *head && i < left; i++) {
        size += page[i];
    }
    return *head <= left && size <= left ? size : 0;
}

static const char *read_page(Pages *pages, Page *out)
{
    const guint8 *page = pages->bytes + pages->at;
    gsize head = 0;
    gsize size = measure_page(pages, &head);
    if (size == 0) {
        return "is not Opus in Ogg, or cut off";
    }
    if (check(page, size) != read_u32(page + CHECKSUM_AT)) {
        return "is damaged";
    }
    bool is_first = pages->at == 0;
    if (is_first) {
        pages->serial = read_u32(page + 14);
    }
    if (read_u32(page + 14) != pages->serial || read_u32(page + 18) != pages->number ||
        pages->is_last || is_first != ((page[5] & FLAG_FIRST) != 0)) {
        return "holds more than one sound, or not all of it";
    }
    *out = (Page){page[5], page + head, size - head};
    pages->position = MAX(pages->position, read_i64(page + 6));
    pages->is_last = (page[5] & FLAG_LAST) != 0;
    pages->number++;
    pages->at += size;
    return NULL;
}

/* RFC 7845, 5.1. */
static const char *read_head(const Page *page, int *skipped)
{
    if (page->size < HEAD_BYTES || memcmp(page->body, "OpusHead", 8) != 0 ||
        page->body[8] >> 4 != 0) {
        return "is not Opus in Ogg, or cut off";
    }
    *skipped = page->body[10] | page->body[11] << 8;
    return page->body[9] == 1 && page->body[18] == 0 ? NULL : "must have one channel";
}

double opus_file_measure(GBytes *file, const char **fault)
{
    Pages pages = {0};
    Page page;
    int skipped = 0;
    pages.bytes = g_bytes_get_data(file, &pages.size);
    *fault = read_page(&pages, &page);
    *fault = *fault ? *fault : read_head(&page, &skipped);
    while (!*fault && pages.at < pages.size) {
        *fault = read_page(&pages, &page);
    }
    if (!*fault && (!pages.is_last || pages.number < 3)) {
        *fault = "is cut off";
    }
    if (!*fault && pages.position <= skipped) {
        *fault = "has no sound in it";
    }
    return *fault ? -1 : (double)(pages.position - skipped) / RATE_HZ;
}
