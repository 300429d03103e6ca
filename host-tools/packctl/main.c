// SPDX-License-Identifier: EUPL-1.2
/* packctl: makes, checks, signs and explains content packs. */
#include "packctl/commands.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

enum { SECONDS_A_DAY = 86400, EXIT_WRONG_USE = 2 };

/* Options a command takes, as bits. */
enum {
    TAKES_LOCALE = 1 << 0,
    TAKES_DATE = 1 << 1,
    TAKES_KEY = 1 << 2,
    TAKES_KEYS = 1 << 3,
    TAKES_LANG = 1 << 4,
    TAKES_VERBOSE = 1 << 5,
    TAKES_NEWER = 1 << 6,
    TAKES_ASSETS = 1 << 7,
};

typedef struct {
    const char *name;
    const char *operands; /* as --help shows them */
    guint n_operands;
    guint options;
    const char *help;
    bool (*run)(const Arguments *arguments, GError **error);
} Command;

static const Command commands[] = {
    {"check", "PACK", 1, TAKES_LOCALE | TAKES_ASSETS,
     "every rule of a pack, then every possible visit and the length of its slip", command_check},
    {"build", "SOURCE OUT", 2, TAKES_LOCALE | TAKES_ASSETS | TAKES_DATE | TAKES_VERBOSE,
     "check, and make the folder OUT from a source folder and the translations", command_build},
    {"sign", "OUT", 1, TAKES_KEY, "write OUT/pack.jws with --key", command_sign},
    {"verify", "OUT", 1, TAKES_KEYS | TAKES_NEWER,
     "signature, hashes and content, as a kiosk does it", command_verify},
    {"bundle", "OUT FILE", 2, 0, "a signed pack as the one file that a region serves",
     command_bundle},
    {"keygen", "FILE", 1, 0, "a new content key: FILE, and its public half in *.pub.jwk",
     command_keygen},
    {"triage", "PACK ANSWERS.json", 2, TAKES_LOCALE | TAKES_DATE | TAKES_VERBOSE,
     "questions asked, doors, notes and rules for one case or a list (- is standard input)",
     command_triage},
    {"explain", "PACK ANSWERS.json", 2, TAKES_LOCALE | TAKES_DATE | TAKES_LANG, "the same in words",
     command_explain},
    {"examples", "PACK", 1, TAKES_LOCALE, "for each door one visit that leads to it, as personas",
     command_examples},
    {"preview", "PACK", 1, TAKES_LOCALE | TAKES_LANG, "all texts in the order of a visit",
     command_preview},
};

static void print_help(void)
{
    printf("Usage: packctl COMMAND …\n\nMakes, checks, signs and explains content packs. A PACK is "
           "a source folder or a built pack.\n\n");
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        printf("  %-8s %-18s %s\n", commands[i].name, commands[i].operands, commands[i].help);
    }
    printf("\n'packctl COMMAND --help' lists a command's options; 'packctl --version' says which "
           "this is.\nExit code: 0 fine, 1 the pack or a file is at fault, 2 wrong use.\n");
}

static const Command *find_command(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

/* Reads the options that `command` takes; what is left in argv are its operands. */
static bool read_options(const Command *command, Arguments *arguments, char ***argv, GError **error)
{
    const struct {
        guint bit;
        GOptionEntry entry;
    } rows[] = {
        {TAKES_LOCALE,
         {"locale", 0, 0, G_OPTION_ARG_FILENAME, &arguments->locale,
          "folder of the .po files (for a source folder: ../../locale)", "DIR"}},
        {TAKES_ASSETS,
         {"assets", 0, 0, G_OPTION_ARG_FILENAME, &arguments->assets,
          "folder with the fonts and the theme as built (assets beside packctl)", "DIR"}},
        {TAKES_DATE,
         {"date", 0, 0, G_OPTION_ARG_STRING, &arguments->date,
          "the day it is; triage without it takes every provider's record as valid", "YYYY-MM-DD"}},
        {TAKES_KEY,
         {"key", 0, 0, G_OPTION_ARG_FILENAME, &arguments->key, "private content key", "FILE.jwk"}},
        {TAKES_KEYS,
         {"keys", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments->keys,
          "public content key; may be given several times", "FILE.jwk"}},
        {TAKES_LANG,
         {"lang", 0, 0, G_OPTION_ARG_STRING, &arguments->lang, "language (nl)", "CODE"}},
        {TAKES_NEWER,
         {"newer-than", 0, 0, G_OPTION_ARG_INT64, &arguments->newer_than,
          "the sequence that kiosks have; one not above it is refused, as they do", "N"}},
        {TAKES_VERBOSE,
         {"verbose", 'v', 0, G_OPTION_ARG_NONE, &arguments->is_verbose, "say what was done", NULL}},
    };
    GOptionEntry entries[G_N_ELEMENTS(rows) + 1] = {0};
    gsize n = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if ((command->options & rows[i].bit) != 0) {
            entries[n++] = rows[i].entry;
        }
    }
    g_autofree char *called = g_strdup_printf("packctl %s", command->name);
    g_set_prgname(called);
    g_autoptr(GOptionContext) context = g_option_context_new(command->operands);
    g_option_context_set_summary(context, command->help);
    g_option_context_add_main_entries(context, entries, NULL);
    return g_option_context_parse_strv(context, argv, error);
}

/* Midnight UTC of --date; else SOURCE_DATE_EPOCH, so that builds can be repeated; else now. */
static bool read_date(Arguments *arguments, GError **error)
{
    const char *epoch = g_getenv("SOURCE_DATE_EPOCH");
    arguments->today = G_MININT64;
    arguments->now_unix_s = clock_unix_s();
    if (epoch &&
        !g_ascii_string_to_signed(epoch, 10, 0, G_MAXINT32, &arguments->now_unix_s, error)) {
        g_prefix_error(error, "SOURCE_DATE_EPOCH: ");
        return false;
    }
    if (!arguments->date) {
        return true;
    }
    g_autofree char *text = g_strconcat(arguments->date, "T00:00:00Z", NULL);
    g_autoptr(GDateTime) day = g_date_time_new_from_iso8601(text, NULL);
    if (!day) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    "--date: '%s' is no date YYYY-MM-DD", arguments->date);
        return false;
    }
    arguments->now_unix_s = g_date_time_to_unix(day);
    arguments->today = arguments->now_unix_s / SECONDS_A_DAY;
    return true;
}

static int complain(const char *message, int code)
{
    g_printerr("packctl: %s\n", message);
    return code;
}

static void clear_arguments(Arguments *arguments)
{
    g_free(arguments->locale);
    g_free(arguments->assets);
    g_free(arguments->date);
    g_free(arguments->key);
    g_strfreev(arguments->keys);
    g_free(arguments->lang);
}

/* argv[0] is the program; the command's name was taken out. */
static int run(const Command *command, char ***argv, Arguments *arguments)
{
    g_autoptr(GError) error = NULL;
    if (!read_options(command, arguments, argv, &error) || !read_date(arguments, &error)) {
        return complain(error->message, EXIT_WRONG_USE);
    }
    if (g_strv_length(*argv) != command->n_operands + 1) {
        g_autofree char *usage =
            g_strdup_printf("wrong use; say: packctl %s %s", command->name, command->operands);
        return complain(usage, EXIT_WRONG_USE);
    }
    arguments->operands = (const char *const *)*argv + 1;
    if (!command->run(arguments, &error)) {
        bool is_use = error->domain == G_OPTION_ERROR;
        return complain(error->message, is_use ? EXIT_WRONG_USE : EXIT_FAILURE);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        return complain("cannot write the result to standard output", EXIT_FAILURE);
    }
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    if (argc >= 2 && strcmp(argv[1], "--version") == 0) {
        printf("packctl %s\n", WEGWIJS_VERSION);
        return EXIT_SUCCESS;
    }
    if (argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        print_help();
        return EXIT_SUCCESS;
    }
    const Command *command = argc >= 2 ? find_command(argv[1]) : NULL;
    if (!command) {
        return complain("wrong use; 'packctl --help' lists the commands", EXIT_WRONG_USE);
    }
    g_auto(GStrv) words = g_strdupv(argv);
    g_free(words[1]);
    memmove(&words[1], &words[2], (gsize)(argc - 1) * sizeof(*words));
    Arguments arguments = {0};
    int code = run(command, &words, &arguments);
    clear_arguments(&arguments);
    return code;
}
