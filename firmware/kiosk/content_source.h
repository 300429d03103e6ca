// SPDX-License-Identifier: EUPL-1.2
/* Which content the kiosk uses: the pack that `current` names, or the one before when that can't be
 * used, or the image's first pack when there is none. Looked at between visits only. Main thread.
 */
#pragma once

#include "base/settings.h"
#include "intake/content.h"
#include "store/content_store.h"
#include "store/kiosk_identity.h"

typedef struct ContentSource ContentSource;

/* `identity` may be NULL (not enrolled); borrowed until the next content_source_set_identity.
 * Installs `content.initial` when nothing is there. Caller frees. */
ContentSource *content_source_new(const Settings *settings, const KioskIdentity *identity,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void content_source_free(ContentSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ContentSource, content_source_free)

/* Which languages are offered, in what order (ContentParts.languages and .reviewed_only); from the
 * next load on. At first those of the pack. */
void content_source_use_languages(ContentSource *source, const char *order, bool is_reviewed_only);

/* True when `current` names another pack than the content in use (NULL: none), or the languages to
 * be offered are others. */
bool content_source_is_changed(const ContentSource *source, const Content *in_use);
/* Loads and checks it. NULL: nothing usable; the error is for staff. The pack before the one that
 * failed stays in use. Caller frees the Content. */
Content *content_source_load(ContentSource *source, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Where the pack of a content that was loaded lies. Caller owns. */
char *content_source_folder(const ContentSource *source, const Content *content);
/* Why the newest pack is not in use, or NULL. Borrowed until the next load. */
const char *content_source_problem(const ContentSource *source);
gint64 content_source_signed_unix_s(const ContentSource *source);
/* For staff: content_store_describe, content_store_roll_back. */
ContentStoreEntry *content_source_describe(const ContentSource *source, bool is_previous);
bool content_source_roll_back(ContentSource *source, GError **error) G_GNUC_WARN_UNUSED_RESULT;
