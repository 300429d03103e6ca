// SPDX-License-Identifier: EUPL-1.2
#include "machine/power.h"

#include <gio/gio.h>
#include <string.h>

/* systemctl rather than a call of our own on the bus: it knows every way there is, asks nobody for
 * a password, and its refusal is in words. */
typedef struct {
    GSubprocess *child;
    PowerHandler handler;
    gpointer user_data;
    guint limit;
} Asking;

static void end(Asking *asking, bool is_going, const char *reason)
{
    g_clear_handle_id(&asking->limit, g_source_remove);
    asking->handler(is_going, reason, asking->user_data);
    g_clear_object(&asking->child);
    g_free(asking);
}

static void take_end(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Asking *asking = user_data;
    g_autofree char *said = NULL;
    g_autoptr(GError) why = NULL;
    bool is_read =
        g_subprocess_communicate_utf8_finish(G_SUBPROCESS(source), result, NULL, &said, &why);
    bool is_going = is_read && g_subprocess_get_successful(asking->child);
    char *end_of_line = said ? strchr(g_strstrip(said), '\n') : NULL;
    if (end_of_line) {
        *end_of_line = 0;
    }
    const char *reason = !is_read ? why->message : said && said[0] ? said : "no answer in time";
    end(asking, is_going, is_going ? NULL : reason);
}

static gboolean take_limit(gpointer user_data)
{
    Asking *asking = user_data;
    asking->limit = 0;
    g_subprocess_force_exit(asking->child);
    return G_SOURCE_REMOVE;
}

void power_switch_off(PowerHandler handler, gpointer user_data)
{
    g_autoptr(GError) why = NULL;
    Asking *asking = g_new0(Asking, 1);
    asking->handler = handler;
    asking->user_data = user_data;
    asking->child =
        g_subprocess_new(G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &why,
                         "systemctl", "--no-ask-password", "poweroff", NULL);
    if (!asking->child) {
        end(asking, false, why->message);
        return;
    }
    asking->limit = g_timeout_add_seconds(POWER_LIMIT_S, take_limit, asking);
    g_subprocess_communicate_utf8_async(asking->child, NULL, NULL, take_end, asking);
}
