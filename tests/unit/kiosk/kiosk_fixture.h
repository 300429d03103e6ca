// SPDX-License-Identifier: EUPL-1.2
/* A kiosk's folder for tests: settings, a signed pack, the keys of a region and an enrolment. */
#pragma once

#include "base/settings.h"
#include "kiosk/visit.h"
#include "store/kiosk_identity.h"

typedef struct {
    char *path;         /* temporary; holds kiosk.ini, pack/, state/, run/ */
    Settings *settings; /* content.initial is pack/, signed by `content_key` */
    Jwk *content_key, *sealing_key, *receipt_key; /* the region's private halves */
    KioskIdentity *identity;                      /* kiosk 7; not saved yet */
    Content *content;                             /* what pack/ holds */
    Visit visit; /* at the doors; said "problem" and nothing else, in Arabic */
} KioskFixture;

/* For g_test_add: `user_data` is ignored. Aborts when build/packs was not made. */
void kiosk_fixture_set_up(KioskFixture *f, gconstpointer user_data);
void kiosk_fixture_tear_down(KioskFixture *f, gconstpointer user_data);

/* "<path>/<name>". Caller owns. */
char *kiosk_fixture_file(const KioskFixture *f, const char *name);
void kiosk_fixture_write(const KioskFixture *f, const char *name, const char *text);
/* Whole text of a file; NULL when it is not there. Caller owns. */
char *kiosk_fixture_read(const KioskFixture *f, const char *name);

/* Gives pack/ another sequence and version and signs it anew. */
void kiosk_fixture_renew_pack(const KioskFixture *f, const char *version, int sequence);
/* Takes a text out of every language of pack/ and signs it anew. */
void kiosk_fixture_drop_text(const KioskFixture *f, const char *id);
/* Installs pack/ as wegwijs-sync does. */
void kiosk_fixture_install(const KioskFixture *f);

/* One step of the fixture's visit. */
VisitEffects kiosk_fixture_step(KioskFixture *f, VisitEventKind kind, int value);
