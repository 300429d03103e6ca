// SPDX-License-Identifier: EUPL-1.2
#include "ui/inspector.h"

G_DEFINE_QUARK(wegwijs_inspector_error, inspector_error)

Inspector *inspector_open(const char *socket_path, Stage *stage, const InspectorHandlers *handlers,
                          GError **error)
{
    (void)stage;
    (void)handlers;
    g_set_error(error, INSPECTOR_ERROR, INSPECTOR_ERROR_LEFT_OUT,
                "this build has no inspector, %s is not opened", socket_path);
    return NULL;
}

void inspector_notice_change(Inspector *inspector)
{
    (void)inspector;
}

void inspector_close(Inspector *inspector)
{
    (void)inspector;
}
