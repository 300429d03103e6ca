// SPDX-License-Identifier: EUPL-1.2
#include <stdio.h>

#include "regiond/admin.h"
#include "regiond/api.h"
#include "regiond/serve.h"

static void print_help(void)
{
    g_autofree char *settings = serve_describe_settings();
    g_autofree char *commands = admin_describe();
    printf(
        "regiond: the reference backend of a region.\n\n"
        "  regiond --config FILE            serve behind a web server (see nginx.conf.in)\n"
        "  regiond admin COMMAND --data FOLDER [--db URL] …\n"
        "  regiond admin COMMAND --config FILE …    folder, database and time zone of the service\n"
        "  regiond --routes                 list the API's calls\n"
        "  regiond --version\n\n"
        "Settings in FILE:\n%s\nCommands:\n%s\n"
        "Exit codes: 0 fine, 1 failed, 2 wrong use.\n",
        settings, commands);
}

int main(int argc, char **argv)
{
    const char *first = argc > 1 ? argv[1] : "";
    bool wants_help = argc > 1 && g_str_equal(argv[argc - 1], "--help");
    if (wants_help && argc <= 4) {
        print_help();
        return 0;
    }
    if (g_str_equal(first, "admin")) {
        return admin_run(argc - 2, argv + 2);
    }
    if (g_str_equal(first, "--config") && argc == 3) {
        return serve(argv[2]);
    }
    if (g_str_equal(first, "--version") && argc == 2) {
        printf("regiond %s, API %s\n", WEGWIJS_VERSION, API_VERSION);
        return 0;
    }
    if (g_str_equal(first, "--routes") && argc == 2) {
        g_autofree char *routes = api_routes();
        printf("%s", routes);
        return 0;
    }
    fprintf(stderr, "regiond: wrong use; see: regiond --help\n");
    return 2;
}
