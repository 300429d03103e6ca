// SPDX-License-Identifier: EUPL-1.2
/* `<run>/wake.sock`, a datagram socket on which others wake wegwijs-sync with one byte: 'w' an
 * intake got its outcome, 'n' staff want it sent now. On the main loop. */
#pragma once

#include <glib.h>

typedef enum { WAKE_INTAKE, WAKE_NOW } WakeKind;
typedef void (*WakeHandler)(WakeKind kind, gpointer user_data);

typedef struct Wake Wake;

/* Only one at a time listens: a lock beside the socket keeps a second program out
 * (G_FILE_ERROR_EXIST). A socket that a crash left behind is replaced. Caller frees. */
Wake *wake_listen(const char *run_dir, WakeHandler handler, gpointer user_data,
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void wake_free(Wake *wake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Wake, wake_free)
