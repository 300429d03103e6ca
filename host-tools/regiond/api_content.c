// SPDX-License-Identifier: EUPL-1.2
#include "regiond/api_parts.h"

#include <string.h>
#include <sys/stat.h>

#include "regiond/byte_range.h"

enum { HASH_CHARS = 64 };

static bool is_hash(const char *text)
{
    return strlen(text) == HASH_CHARS && strspn(text, "0123456789abcdef") == HASH_CHARS;
}

static bool matches_tag(const char *list, const char *tag)
{
    return list && (strstr(list, tag) || g_str_equal(list, "*"));
}

static void respond_file(ApiResponse *response, const char *path, const ByteRange *range,
                         gint64 size)
{
    bool is_part = range->bytes != size;
    response->status = is_part ? 206 : 200;
    response->content_type = "application/octet-stream";
    response->file = g_strdup(path);
    response->file_from = range->from;
    response->file_bytes = range->bytes;
    if (is_part) {
        g_autofree char *value =
            g_strdup_printf("bytes %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
                            range->from, range->from + range->bytes - 1, size);
        api_add_header(response, "Content-Range", value);
    }
}

/* A bundle's name is its own hash, so it never changes: the hash is the tag. */
void api_get_content_pack(const ApiCall *call, ApiResponse *response)
{
    const char *hash = call->parameter;
    g_autofree char *path = is_hash(hash) ? region_pack_path(call->api->region, hash) : NULL;
    struct stat st;
    if (!path || stat(path, &st) != 0 || !S_ISREG(st.st_mode)) {
        api_respond_problem(response, PROBLEM_NOT_FOUND, NULL);
        return;
    }
    const ApiRequest *request = call->request;
    g_autofree char *tag = g_strdup_printf("\"%s\"", hash);
    if (matches_tag(request->if_none_match, tag)) {
        response->status = 304;
        api_add_header(response, "ETag", tag);
        return;
    }
    bool is_asked = request->range && (!request->if_range || g_str_equal(request->if_range, tag));
    ByteRange range;
    if (!byte_range_read(is_asked ? request->range : NULL, st.st_size, &range)) {
        g_autofree char *value = g_strdup_printf("bytes */%" G_GINT64_FORMAT, (gint64)st.st_size);
        api_respond_problem(response, PROBLEM_RANGE_NOT_SATISFIABLE, NULL);
        api_add_header(response, "Content-Range", value);
        return;
    }
    respond_file(response, path, &range, st.st_size);
    api_add_header(response, "ETag", tag);
    api_add_header(response, "Accept-Ranges", "bytes");
}
