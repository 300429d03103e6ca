// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/status_file.h"

#include "base/file.h"
#include "base/json.h"

enum { STATUS_MAX_BYTES = 16 * 1024 };

static json_t *describe_content(const StatusFile *status)
{
    const Content *content = status->content;
    return json_pack("{s:s*,s:s*,s:s*}", "version", content ? content_version(content) : NULL,
                     "sha256", content ? content_sha256(content) : NULL, "problem",
                     status->content_problem);
}

bool status_file_save(const char *run_dir, const StatusFile *status, GError **error)
{
    g_autofree char *path = g_build_filename(run_dir, "kiosk-status.json", NULL);
    g_autoptr(json_t) object =
        json_pack("{s:s,s:s,s:b,s:o}", "printer", printer_state_name(status->printer), "screen",
                  status->is_closed ? "closed" : "open", "outbox", (int)status->has_outbox,
                  "content", describe_content(status));
    g_autoptr(GBytes) text = json_write(object);
    g_autoptr(GBytes) before = file_load(path, STATUS_MAX_BYTES, NULL);
    return (before && g_bytes_equal(before, text)) || file_save(path, text, 0600, error);
}
