// SPDX-License-Identifier: EUPL-1.2
#include "regiond/admin.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "regiond/admin_parts.h"
#include "regiond/database.h"
#include "regiond/serve.h"

typedef struct {
    const char *name;
    const char *arguments;
    const char *help;
    AdminFunction function;
    int rest_min, rest_max; /* how many words beside the options; max -1: any number */
} Command;

static const Command commands[] = {
    {"init", "--region NAME [--content-key FILE]", "make the data folder and all keys", admin_init,
     0, 0},
    {"add-kiosk", "--kiosk NAME --site NUMBER", "add a kiosk and print its one-time code",
     admin_add_kiosk, 0, 0},
    {"add-code", "--kiosk NAME|NUMBER", "print a new one-time code, good for 15 minutes",
     admin_add_code, 0, 0},
    {"staff-code", "--kiosk NAME|NUMBER", "print the next one-time code for the staff menu",
     admin_staff_code, 0, 0},
    {"kiosks", "", "list kiosks with last contact, queue and versions", admin_kiosks, 0, 0},
    {"revoke", "--kiosk NAME|NUMBER", "shut a kiosk out for good, at once", admin_revoke, 0, 0},
    {"crl", "", "write device-crl.pem anew (the service does so twice a day)", admin_write_crl, 0,
     0},
    {"rotate-key", "[--keys FOLDER]",
     "make a new sealing key; restart regiond, then enrol kiosks again", admin_rotate_key, 0, 0},
    {"open", "[--id ID] [--since DATE] [--keys FOLDER]",
     "open intakes with the private key, one JSON object a line", admin_open, 0, 0},
    {"export", "[--format jsonl|csv] [--since DATE] [--keys FOLDER]",
     "open intakes for another system", admin_export, 0, 0},
    {"stats", "[--since DATE] [--keys FOLDER]", "count by day, language and door; under 10 hidden",
     admin_stats, 0, 0},
    {"trust-content-key", "FILE", "trust a public content key (JWK); restart regiond",
     admin_trust_content_key, 1, 1},
    {"offer-content", "BUNDLE [--kiosk NAME|NUMBER]",
     "check a signed bundle and want it on the kiosks of its site", admin_offer_content, 1, 1},
    {"set", "KEY VALUE [--kiosk NAME|NUMBER]",
     "set 'closed', 'closed_reason', 'message' or 'reviewed_only' for one kiosk or all", admin_set,
     2, 2},
    {"unset", "KEY [--kiosk NAME|NUMBER]", "remove such a setting", admin_unset, 1, 1},
    {"presence", "[DOOR[@TABLE][-16:30]|DOOR=away…] [--date DATE] [--kiosk NAME|NUMBER]",
     "say which partners are there today, at which table and until when, or that they are not",
     admin_presence, 0, -1},
    {"command", "restart|re-enrol|unlock --kiosk NAME|NUMBER", "have a kiosk do something once",
     admin_command, 1, 1},
};

G_DEFINE_QUARK(wegwijs_admin_error, admin_error)

static void options_clear(AdminOptions *options)
{
    char **texts[] = {&options->data,    &options->db,   &options->region,      &options->kiosk,
                      &options->site,    &options->id,   &options->format,      &options->since,
                      &options->keys,    &options->date, &options->content_key, &options->config,
                      &options->timezone};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_free(*texts[i]);
    }
    g_strfreev(options->rest);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(AdminOptions, options_clear)

bool admin_refuse(GError **error, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    g_autofree char *text = g_strdup_vprintf(format, values);
    va_end(values);
    g_set_error_literal(error, ADMIN_ERROR, ADMIN_ERROR_USE, text);
    return false;
}

StorageKiosk *admin_find_kiosk(Admin *admin, const char *name, GError **error)
{
    if (!name) {
        admin_refuse(error, "--kiosk NAME or NUMBER is missing");
        return NULL;
    }
    gint64 number;
    g_autoptr(GError) why = NULL;
    Storage *storage = admin->storage;
    StorageKiosk *kiosk = g_ascii_string_to_signed(name, 10, 1, STORAGE_MAX_KIOSK, &number, NULL)
                              ? storage->class->find_kiosk(storage, number, &why)
                              : storage->class->find_kiosk_by_name(storage, name, &why);
    if (!kiosk && g_error_matches(why, STORAGE_ERROR, STORAGE_ERROR_NOT_FOUND)) {
        g_set_error(error, ADMIN_ERROR, ADMIN_ERROR_FAILED,
                    "there is no kiosk '%s'; see: regiond admin kiosks", name);
    } else if (!kiosk) {
        g_propagate_error(error, g_steal_pointer(&why));
    }
    return kiosk;
}

gint64 admin_target(Admin *admin, GError **error)
{
    if (!admin->options->kiosk) {
        return STORAGE_ALL_KIOSKS;
    }
    g_autoptr(StorageKiosk) kiosk = admin_find_kiosk(admin, admin->options->kiosk, error);
    return kiosk ? kiosk->number : -1;
}

static bool parse_options(int argc, char **argv, AdminOptions *options, GError **error)
{
    const GOptionEntry entries[] = {
        {"data", 0, 0, G_OPTION_ARG_FILENAME, &options->data, "", NULL},
        {"db", 0, 0, G_OPTION_ARG_STRING, &options->db, "", NULL},
        {"region", 0, 0, G_OPTION_ARG_STRING, &options->region, "", NULL},
        {"kiosk", 0, 0, G_OPTION_ARG_STRING, &options->kiosk, "", NULL},
        {"site", 0, 0, G_OPTION_ARG_STRING, &options->site, "", NULL},
        {"id", 0, 0, G_OPTION_ARG_STRING, &options->id, "", NULL},
        {"format", 0, 0, G_OPTION_ARG_STRING, &options->format, "", NULL},
        {"since", 0, 0, G_OPTION_ARG_STRING, &options->since, "", NULL},
        {"keys", 0, 0, G_OPTION_ARG_FILENAME, &options->keys, "", NULL},
        {"config", 0, 0, G_OPTION_ARG_FILENAME, &options->config, "", NULL},
        {"date", 0, 0, G_OPTION_ARG_STRING, &options->date, "", NULL},
        {"content-key", 0, 0, G_OPTION_ARG_FILENAME, &options->content_key, "", NULL},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->rest, "", NULL},
        {0},
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_add_main_entries(context, entries, NULL);
    g_autoptr(GError) why = NULL;
    if (!g_option_context_parse(context, &argc, &argv, &why)) {
        return admin_refuse(error, "%s; see: regiond --help", why->message);
    }
    return options->data || options->config ||
           admin_refuse(error, "--data FOLDER is missing; see: regiond --help");
}

/* What the settings file of the service says, where the options do not say it. */
static bool read_config(AdminOptions *options, GError **error)
{
    if (!options->config) {
        return true;
    }
    g_autoptr(GError) why = NULL;
    g_autoptr(Settings) settings = serve_load_settings(options->config, &why);
    if (!settings) {
        return admin_refuse(error, "%s", why->message);
    }
    const char *db = settings_text(settings, "region", "db");
    if (!options->data) {
        options->data = g_strdup(settings_text(settings, "region", "data_dir"));
    }
    if (!options->db && db[0]) {
        options->db = g_strdup(db);
    }
    options->timezone = g_strdup(settings_text(settings, "region", "timezone"));
    return true;
}

static bool run(const Command *command, const AdminOptions *options, GError **error)
{
    int n_rest = options->rest ? (int)g_strv_length(options->rest) : 0;
    if (n_rest < command->rest_min || (command->rest_max >= 0 && n_rest > command->rest_max)) {
        return admin_refuse(error, "use: regiond admin %s %s --data FOLDER", command->name,
                            command->arguments);
    }
    Admin admin = {
        .options = options,
        .now_unix_s = clock_unix_s(),
        .timezone = options->timezone ? options->timezone : REGION_TIMEZONE,
    };
    if (!keys_init(error)) {
        return false;
    }
    if (command->function == admin_init) {
        return admin_init(&admin, error);
    }
    g_autoptr(Region) region = region_load(options->data, error);
    if (!region) {
        return false;
    }
    g_autoptr(Storage) storage = database_open(options->db, options->data, error);
    if (!storage) {
        return false;
    }
    admin.region = region;
    admin.storage = storage;
    bool ok = command->function(&admin, error);
    if (ok && (fflush(stdout) != 0 || ferror(stdout))) {
        g_set_error(error, ADMIN_ERROR, ADMIN_ERROR_FAILED, "cannot write the output");
        return false;
    }
    return ok;
}

int admin_run(int argc, char **argv)
{
    umask(0077);
    const Command *command = NULL;
    for (gsize i = 0; argc > 0 && i < G_N_ELEMENTS(commands); i++) {
        command = g_str_equal(commands[i].name, argv[0]) ? &commands[i] : command;
    }
    if (!command) {
        fprintf(stderr, "regiond: '%s' is no command; see: regiond --help\n",
                argc > 0 ? argv[0] : "");
        return 2;
    }
    g_auto(AdminOptions) options = {0};
    g_autoptr(GError) error = NULL;
    if (parse_options(argc, argv, &options, &error) && read_config(&options, &error) &&
        run(command, &options, &error)) {
        return 0;
    }
    fprintf(stderr, "regiond: %s\n", error->message);
    return g_error_matches(error, ADMIN_ERROR, ADMIN_ERROR_USE) ? 2 : 1;
}

char *admin_describe(void)
{
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        g_string_append_printf(text, "  %s %s\n        %s\n", commands[i].name,
                               commands[i].arguments, commands[i].help);
    }
    return g_string_free(text, FALSE);
}
