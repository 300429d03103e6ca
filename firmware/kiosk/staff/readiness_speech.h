// SPDX-License-Identifier: EUPL-1.2
/* Whether every language that should speak makes sound: each says its own name into memory, by its
 * voice or its recording, and what comes out is measured. Nothing is heard. Main thread. */
#pragma once

#include "intake/content.h"
#include "kiosk/staff/readiness_result.h"

typedef struct ReadinessSpeech ReadinessSpeech;

/* Never inside a call; the result may be taken (made all-zero). It is over then. */
typedef void (*ReadinessSpeechDone)(ReadinessResult *result, gpointer user_data);

/* Programs by name or path. `folder` of the pack's recordings, or NULL. All are only read during
 * the call. */
typedef struct {
    const Content *content;
    const char *folder;
    const char *synthesiser, *decoder;
    int limit_ms; /* for each sound */
} ReadinessSpeechOrder;

/* Caller frees, also after `done`. */
ReadinessSpeech *readiness_speech_start(const ReadinessSpeechOrder *order, ReadinessSpeechDone done,
                                        gpointer user_data);
/* Gives up; nothing is called any more. NULL is fine. */
void readiness_speech_free(ReadinessSpeech *speech);
