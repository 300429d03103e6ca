// SPDX-License-Identifier: EUPL-1.2
/* A content pack from the region: into a `.part` file that survives a cut (it goes on from where
 * it was), whole and of the right SHA-256 before anyone looks inside, its signature before it is
 * installed. Main thread; http does the sending. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "region/http.h"
#include "region/orders.h"
#include "store/content_store.h"

#define CONTENT_DOWNLOAD_ERROR content_download_error_quark()
GQuark content_download_error_quark(void);
typedef enum {
    CONTENT_DOWNLOAD_ERROR_IO,
    CONTENT_DOWNLOAD_ERROR_ROOM,    /* larger than allowed, or the disk is too full */
    CONTENT_DOWNLOAD_ERROR_DAMAGED, /* whole, but not the bytes that were announced; removed */
} ContentDownloadError;

enum { CONTENT_DOWNLOAD_MAX_BYTES = 64 * 1024 * 1024 };

typedef struct ContentDownload ContentDownload;

/* `folder` is made when missing; parts of other packs in it are removed. Caller frees. */
ContentDownload *content_download_open(const char *folder, const OrdersContent *content,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void content_download_free(ContentDownload *download);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ContentDownload, content_download_free)

bool content_download_is_complete(const ContentDownload *download);
/* Bytes that are there. */
gint64 content_download_have_bytes(const ContentDownload *download);
/* Something was there already when it was opened: a power cut may have left other bytes than came.
 */
bool content_download_is_resumed(const ContentDownload *download);
/* What to ask next; texts are borrowed from `download`. */
HttpRequest content_download_request(const ContentDownload *download);
/* An exchange ended, well or not: what came stays, and the next request goes on from there. A
 * region that does not know ranges (200 to a request for the rest) makes the next one start anew.
 * DAMAGED: what came is of another size or another part; the part is gone, the next open starts
 * anew. */
bool content_download_take(ContentDownload *download, const HttpAnswer *answer,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Verifies the whole file. Caller owns the bytes (mapped, not copied). DAMAGED: the part is gone,
 * the next open starts anew. */
GBytes *content_download_finish(ContentDownload *download,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Removes the part after the pack was installed, or refused for good. */
void content_download_discard(ContentDownload *download);
