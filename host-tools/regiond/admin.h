// SPDX-License-Identifier: EUPL-1.2
/* `regiond admin COMMAND`: what a region's manager does at a terminal. */
#pragma once

/* `argv[0]` is the command. Exit code: 0 fine, 1 failed, 2 wrong use. Prints to stdout, errors in
 * one line to stderr. */
int admin_run(int argc, char **argv);
/* One line a command, for --help. Caller owns. */
char *admin_describe(void);
