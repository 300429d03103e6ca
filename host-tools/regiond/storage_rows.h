// SPDX-License-Identifier: EUPL-1.2
/* What goes into a region's storage and comes out. Plain data. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/json.h"

enum {
    STORAGE_MAX_KIOSK = 65535, /* a slip token has two bytes for each of these */
    STORAGE_MAX_SITE = 65535,
    STORAGE_MAX_SLIP_KEY = 65535,
    STORAGE_MAX_BATCH = 50, /* intakes in one call */
};

/* All texts of these structs are borrowed by calls that take them and owned by the struct where a
 * call fills it (…_clear frees). */
typedef struct {
    gint64 number; /* 1 to STORAGE_MAX_KIOSK */
    gint64 site;
    char *name;
    bool is_revoked;
    gint64 last_contact_unix_s; /* 0: never */
    char *report;               /* last status report as JSON text, NULL: none */
    char *staff_secret;         /* base64url; NULL: not enrolled since there are such codes */
} StorageKiosk;
void storage_kiosk_free(StorageKiosk *kiosk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StorageKiosk, storage_kiosk_free)

typedef struct {
    char *serial; /* hexadecimal, upper case, no leading zero, as nginx writes it */
    gint64 kiosk;
    char *pem;
    gint64 not_after_unix_s;
    gint64 revoked_unix_s; /* 0: still good */
} StorageCertificate;
void storage_certificate_free(StorageCertificate *certificate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StorageCertificate, storage_certificate_free)

/* A one-time code. `hash` is the SHA-256 of the code in hex; the code itself is nowhere. */
typedef struct {
    char *hash;
    gint64 kiosk;
    gint64 expires_unix_s;
    char *request_hash; /* of the request that used it, NULL while unused */
    char *serial;       /* the certificate it gave */
    gint64 slip_key;    /* and the slip key id */
} StorageCode;
void storage_code_free(StorageCode *code);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StorageCode, storage_code_free)

typedef struct {
    const char *id;
    const char *outcome;
    const char *sealed;
    const char *sha256; /* of `sealed`, hex */
} StorageIntake;

typedef enum {
    STORAGE_INTAKE_STORED,
    STORAGE_INTAKE_DUPLICATE, /* the same id with the same text was there; its outcome stays */
    STORAGE_INTAKE_CONFLICT,  /* the same id with another text was there; that one stays */
} StorageIntakeResult;

/* Intakes of one kiosk, stored together or not at all. */
typedef struct {
    gint64 kiosk;
    const StorageIntake *intakes;
    gsize n;                      /* at most STORAGE_MAX_BATCH */
    gint64 now_unix_s;            /* only its hour is kept */
    StorageIntakeResult *results; /* room for `n`, filled */
} StorageBatch;

/* One stored intake, during a callback. */
typedef struct {
    const char *id;
    const char *outcome;
    const char *sealed;
    const char *sha256;
    gint64 kiosk;
    gint64 received_hour_unix_s;
} StorageIntakeRow;
typedef struct {
    bool (*take)(const StorageIntakeRow *row, gpointer data); /* false ends the reading */
    gpointer data;
} StorageReader;

typedef struct {
    const char *id;      /* NULL: all */
    gint64 since_unix_s; /* received in this hour or later; 0: all */
} StorageIntakeFilter;

/* A pack a kiosk should have. */
typedef struct {
    char *sha256;        /* of pack.json: the pack's identity */
    char *bundle_sha256; /* of the bundle, which is its name in packs/ */
    char *name;
    char *version;
    gint64 sequence;
    gint64 size_bytes;
} StoragePack;
void storage_pack_free(StoragePack *pack);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoragePack, storage_pack_free)

/* What the region wants of one kiosk, as it stands at one status report. */
typedef struct {
    gint64 serial;     /* rises with every report */
    gint64 site;       /* of the kiosk */
    StoragePack *pack; /* NULL: none wanted */
    json_t *settings;  /* object; NULL: none set */
    json_t *presence;  /* array of {"door", "table"?, "until"?, "away"?} */
    json_t *commands;  /* array of {"id","do"} */
} StorageOrders;
void storage_orders_free(StorageOrders *orders);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StorageOrders, storage_orders_free)

/* Before doors had tables a row of presence was the partner's id alone: those become objects. Takes
 * `rows` (NULL: none); new reference. */
json_t *storage_renew_presence(json_t *rows);

typedef struct {
    const char *report; /* JSON text */
    const json_t *done; /* array of command ids that were carried out, may be NULL */
    const char *today;  /* "2026-11-23", the region's date: presence is of one day */
    gint64 now_unix_s;
} StorageReport;

/* The signed pair that makes a kiosk: written together or not at all. */
typedef struct {
    const char *code_hash;
    const char *request_hash;
    const StorageCertificate *certificate;
    const char *slip_key;     /* public JWK, JSON text */
    const char *staff_secret; /* of the codes for staff, base64url: their count begins anew */
    gint64 now_unix_s;
} StorageEnrolment;

typedef struct {
    gint64 kiosks, kiosks_revoked, intakes;
} StorageCounts;

/* Keys of kiosk 0 count for all kiosks; a kiosk's own value comes first. */
enum { STORAGE_ALL_KIOSKS = 0 };
