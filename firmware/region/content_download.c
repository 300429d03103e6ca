// SPDX-License-Identifier: EUPL-1.2
#include "region/content_download.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"

G_DEFINE_QUARK(wegwijs_content_download_error, content_download_error)

/* A pack takes its size twice while it is installed, and something must be left for intakes. */
enum { ROOM_FACTOR = 3 };

struct ContentDownload {
    char *path;     /* <folder>/<bundle sha256>.part */
    char *api_path; /* /v1/content-packs/<bundle sha256> */
    char sha256[65];
    gint64 size_bytes;
    gint64 have_bytes;
    bool is_resumed;
    int fd;
};

static bool fail(GError **error, ContentDownloadError code, const char *what, const char *path)
{
    g_set_error(error, CONTENT_DOWNLOAD_ERROR, (gint)code, "%s %s: %s", what, path,
                g_strerror(errno));
    return false;
}

/* What is left of packs that are not wanted any more. */
static void remove_others(const char *folder, const char *keep)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
        if (g_str_has_suffix(name, ".part") && strcmp(name, keep) != 0) {
            g_autofree char *path = g_build_filename(folder, name, NULL);
            unlink(path);
        }
    }
}

static bool has_room(const char *folder, gint64 size_bytes, GError **error)
{
    if (size_bytes > CONTENT_DOWNLOAD_MAX_BYTES) {
        g_set_error(error, CONTENT_DOWNLOAD_ERROR, CONTENT_DOWNLOAD_ERROR_ROOM,
                    "the region's content pack is larger than the %d MiB a kiosk takes",
                    CONTENT_DOWNLOAD_MAX_BYTES >> 20);
        return false;
    }
    struct statvfs disk;
    if (statvfs(folder, &disk) == 0 &&
        (gint64)(disk.f_bavail * disk.f_frsize) / ROOM_FACTOR < size_bytes) {
        g_set_error(error, CONTENT_DOWNLOAD_ERROR, CONTENT_DOWNLOAD_ERROR_ROOM,
                    "%s: too little room on the disk for the region's content pack", folder);
        return false;
    }
    return true;
}

static bool open_part(ContentDownload *download, GError **error)
{
    download->fd = open(download->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    struct stat st;
    if (download->fd < 0 || fstat(download->fd, &st) != 0) {
        return fail(error, CONTENT_DOWNLOAD_ERROR_IO, "cannot open", download->path);
    }
    if (st.st_size > download->size_bytes) {
        if (ftruncate(download->fd, 0) != 0) {
            return fail(error, CONTENT_DOWNLOAD_ERROR_IO, "cannot cut", download->path);
        }
        st.st_size = 0;
    }
    download->have_bytes = st.st_size;
    download->is_resumed = st.st_size > 0;
    return true;
}

ContentDownload *content_download_open(const char *folder, const OrdersContent *content,
                                       GError **error)
{
    if (!file_make_folder(folder, error)) {
        return NULL;
    }
    g_autofree char *name = g_strconcat(content->bundle_sha256, ".part", NULL);
    remove_others(folder, name);
    if (!has_room(folder, content->size_bytes, error)) {
        return NULL;
    }
    g_autoptr(ContentDownload) download = g_new0(ContentDownload, 1);
    download->fd = -1;
    download->path = g_build_filename(folder, name, NULL);
    download->api_path = g_strconcat("/v1/content-packs/", content->bundle_sha256, NULL);
    g_strlcpy(download->sha256, content->bundle_sha256, sizeof download->sha256);
    download->size_bytes = content->size_bytes;
    return open_part(download, error) ? g_steal_pointer(&download) : NULL;
}

void content_download_free(ContentDownload *download)
{
    if (download) {
        if (download->fd >= 0) {
            close(download->fd);
        }
        g_free(download->path);
        g_free(download->api_path);
        g_free(download);
    }
}

bool content_download_is_complete(const ContentDownload *download)
{
    return download->have_bytes == download->size_bytes;
}

gint64 content_download_have_bytes(const ContentDownload *download)
{
    return download->have_bytes;
}

bool content_download_is_resumed(const ContentDownload *download)
{
    return download->is_resumed;
}

HttpRequest content_download_request(const ContentDownload *download)
{
    return (HttpRequest){
        .method = "GET",
        .path = download->api_path,
        .accept = "application/octet-stream",
        .max_bytes = (gsize)(download->size_bytes - download->have_bytes),
        .range_from = download->have_bytes,
        .range_total = download->size_bytes,
        .save_fd = download->fd,
    };
}

bool content_download_take(ContentDownload *download, const HttpAnswer *answer, GError **error)
{
    struct stat st;
    if (answer->status == 200 && download->have_bytes > 0 && ftruncate(download->fd, 0) != 0) {
        return fail(error, CONTENT_DOWNLOAD_ERROR_IO, "cannot cut", download->path);
    }
    if (fstat(download->fd, &st) != 0) {
        return fail(error, CONTENT_DOWNLOAD_ERROR_IO, "cannot look at", download->path);
    }
    download->have_bytes = st.st_size;
    if (answer->status == 416 || answer->is_other_part || st.st_size > download->size_bytes) {
        content_download_discard(download);
        g_set_error(error, CONTENT_DOWNLOAD_ERROR, CONTENT_DOWNLOAD_ERROR_DAMAGED,
                    answer->is_other_part ? "the region sent another part of its content pack than "
                                            "was asked for"
                                          : "the region's content pack is not of the size it "
                                            "announced");
        return false;
    }
    return true;
}

static bool has_right_hash(const ContentDownload *download, GBytes *whole)
{
    g_autofree char *sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, whole);
    return strcmp(sha256, download->sha256) == 0;
}

GBytes *content_download_finish(ContentDownload *download, GError **error)
{
    g_assert(content_download_is_complete(download));
    g_autoptr(GMappedFile) map = g_mapped_file_new_from_fd(download->fd, FALSE, NULL);
    if (!map) {
        fail(error, CONTENT_DOWNLOAD_ERROR_IO, "cannot read", download->path);
        return NULL;
    }
    g_autoptr(GBytes) whole = g_mapped_file_get_bytes(map);
    if (!has_right_hash(download, whole)) {
        content_download_discard(download);
        g_set_error(error, CONTENT_DOWNLOAD_ERROR, CONTENT_DOWNLOAD_ERROR_DAMAGED,
                    "the region's content pack is not the one it announced (SHA-256 differs)");
        return NULL;
    }
    return g_steal_pointer(&whole);
}

void content_download_discard(ContentDownload *download)
{
    unlink(download->path);
}
