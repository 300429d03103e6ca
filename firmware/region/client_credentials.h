// SPDX-License-Identifier: EUPL-1.2
/* The kiosk's TLS key and certificate on disk, `<state>/tls`: client.key (0600) and client.pem in
 * use, next.key while a certificate for it is asked for. A power cut at any point leaves a pair
 * that fits. One thread, wegwijs-sync only. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct ClientCredentials ClientCredentials;

/* Makes the folder and finishes a switch that was cut off. Caller frees. */
ClientCredentials *client_credentials_open(const char *state_dir,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void client_credentials_free(ClientCredentials *credentials);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ClientCredentials, client_credentials_free)

bool client_credentials_exist(const ClientCredentials *credentials);
const char *client_credentials_key_file(const ClientCredentials *credentials);
const char *client_credentials_chain_file(const ClientCredentials *credentials);

/* Finishes a switch that failed half-way: until then key and certificate may be no pair. True and
 * nothing done when there is none. Those below begin with it. */
bool client_credentials_settle(const ClientCredentials *credentials,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The key (PEM) a certificate was being asked for, so that a repeated request is for the same one;
 * G_FILE_ERROR_NOENT: none. Caller wipes and owns the text. */
char *client_credentials_pending_key(const ClientCredentials *credentials,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool client_credentials_save_pending_key(const ClientCredentials *credentials, const char *key_pem,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* An enrolment was cut off between certificate and identity: its key becomes pending again, so that
 * the region gets the same request. True and nothing done when there is none. */
bool client_credentials_take_back_key(const ClientCredentials *credentials,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The pending key and its certificate take over. Durable when it returns true. */
bool client_credentials_switch(const ClientCredentials *credentials, const char *chain_pem,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
