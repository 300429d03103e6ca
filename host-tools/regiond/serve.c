// SPDX-License-Identifier: EUPL-1.2
#include "regiond/serve.h"

#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>

#include <glib-unix.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/settings.h"
#include "regiond/database.h"
#include "regiond/server.h"

/* The list of revoked certificates is good for 60 days and written anew twice a day. */
enum { CRL_INTERVAL_S = 12 * 3600 };

static const SettingKey keys[] = {
    {"region", "data_dir", SETTING_PATH, .help = "folder made by: regiond admin init"},
    {"region", "socket", SETTING_PATH,
     .help = "Unix socket for the web server in front; only it may reach it"},
    {"region", "socket_mode", SETTING_CHOICE, .fallback = "0600", .choices = "0600|0660",
     .help = "0660 when the web server runs as another user of the same group"},
    {"region", "db", SETTING_TEXT, .fallback = "",
     .help = "database, sqlite:/path/to/file or postgresql://user@host/database; empty: "
             "region.sqlite in data_dir"},
    {"region", "timezone", SETTING_TEXT, .fallback = REGION_TIMEZONE,
     .help = "where the day begins for who is present today"},
    {"region", "requests_per_s", SETTING_INT, .fallback = "0", .min = 0, .max = 100000,
     .help = "so many are taken on, the others are told when to come back; 0: all"},
};

typedef struct {
    Api api;
    GMainLoop *loop;
} Service;

static void service_clear(Service *service)
{
    region_free(service->api.region);
    storage_close(service->api.storage);
    throttle_free(service->api.throttle);
    g_clear_pointer(&service->api.timezone, g_time_zone_unref);
    g_clear_pointer(&service->loop, g_main_loop_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Service, service_clear)

char *serve_describe_settings(void)
{
    return settings_describe(keys, G_N_ELEMENTS(keys));
}

Settings *serve_load_settings(const char *config_path, GError **error)
{
    g_autoptr(Settings) settings = settings_load(config_path, keys, G_N_ELEMENTS(keys), error);
    const char *name = settings ? settings_text(settings, "region", "timezone") : NULL;
    g_autoptr(GTimeZone) zone = name ? g_time_zone_new_identifier(name) : NULL;
    if (settings && !zone) {
        g_set_error(error, SETTINGS_ERROR, SETTINGS_ERROR_VALUE,
                    "region.timezone is '%s', which is no time zone; use one like Europe/Amsterdam",
                    name);
        return NULL;
    }
    return g_steal_pointer(&settings);
}

static bool open_service(Service *service, const Settings *settings, GError **error)
{
    const char *folder = settings_text(settings, "region", "data_dir");
    const char *db = settings_text(settings, "region", "db");
    const char *zone = settings_text(settings, "region", "timezone");
    service->api.timezone = g_time_zone_new_identifier(zone);
    service->api.throttle = throttle_new();
    pace_init(&service->api.pace, settings_int(settings, "region", "requests_per_s"));
    service->api.region = region_load(folder, error);
    service->api.storage = service->api.region ? database_open(db, folder, error) : NULL;
    service->loop = g_main_loop_new(NULL, FALSE);
    return service->api.storage != NULL;
}

static gboolean on_stop(gpointer data)
{
    g_main_loop_quit(data);
    return G_SOURCE_CONTINUE;
}

static gboolean on_crl_due(gpointer data)
{
    Service *service = data;
    g_autoptr(GError) error = NULL;
    if (!region_write_crl(service->api.region, service->api.storage, clock_unix_s(), &error)) {
        g_warning("the revocation list was not renewed: %s", error->message);
    }
    return G_SOURCE_CONTINUE;
}

static int fail(const GError *error)
{
    fprintf(stderr, "regiond: %s\n", error->message);
    return error->domain == SETTINGS_ERROR ? 2 : 1;
}

int serve(const char *config_path)
{
    log_start("regiond", false);
    umask(0077);
    signal(SIGPIPE, SIG_IGN);
    g_autoptr(GError) error = NULL;
    g_autoptr(Settings) settings = serve_load_settings(config_path, &error);
    if (!settings) {
        return error->domain == G_FILE_ERROR ? (fail(error), 2) : fail(error);
    }
    g_auto(Service) service = {0};
    if (!keys_init(&error) || !open_service(&service, settings, &error)) {
        return fail(error);
    }
    on_crl_due(&service);
    int mode = g_str_equal(settings_text(settings, "region", "socket_mode"), "0660") ? 0660 : 0600;
    g_autoptr(Server) server =
        server_start(settings_text(settings, "region", "socket"), mode, &service.api, &error);
    if (!server) {
        return fail(error);
    }
    guint timer = g_timeout_add_seconds(CRL_INTERVAL_S, on_crl_due, &service);
    guint on_term = g_unix_signal_add(SIGTERM, on_stop, service.loop);
    guint on_int = g_unix_signal_add(SIGINT, on_stop, service.loop);
    printf("serving %s\n", service.api.region->name);
    fflush(stdout);
    g_main_loop_run(service.loop);
    g_source_remove(timer);
    g_source_remove(on_term);
    g_source_remove(on_int);
    g_clear_pointer(&server, server_stop);
    return 0;
}
