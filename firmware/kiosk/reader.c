// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/reader.h"

#include <string.h>

#include "kiosk/read_aloud.h"
#include "ui/speech.h"

/* A synthesiser or a device that hangs must not keep a visit open. */
enum { MAX_EXCUSES = 5 };

/* What tells one screen from another, by ear. */
typedef struct {
    VisitState state;
    int language, question, page, door;
} Heard;

struct Reader {
    Speech *speech; /* NULL: sound is off */
    int usual_volume, volume;
    Heard heard;
    int excuses; /* left for who listens without a touch */
};

static void say(const char *voice, const char *text, gpointer user_data)
{
    Reader *reader = user_data;
    speech_say(reader->speech, voice, text);
}

static Heard hear(const Visit *visit)
{
    Heard heard = {.state = visit->state, .language = visit->language, .page = visit->page};
    heard.question = visit->state == VISIT_STATE_QUESTION ? visit->question : -1;
    heard.door = visit->state == VISIT_STATE_DOORS ? visit->door_shown : -1;
    return heard;
}

/* What is being said was not interrupted by hand, so a screen that came by itself waits for its
 * end: only the warning does not. */
void reader_follow(Reader *reader, const Visit *visit, const Scene *scene)
{
    const Heard heard = hear(visit);
    bool is_new = memcmp(&heard, &reader->heard, sizeof heard) != 0;
    reader->heard = heard;
    if (!is_new || !reader->speech) {
        return;
    }
    if (visit->state == VISIT_STATE_IDLE) {
        speech_stop(reader->speech);
        speech_play_chime(reader->speech);
    }
    if (visit->is_listening) {
        read_aloud_screen(visit, scene, &(ReadAloud){say, reader});
    }
}

void reader_read(Reader *reader, const Visit *visit, const Scene *scene)
{
    if (reader->speech) {
        speech_stop(reader->speech);
        read_aloud_screen(visit, scene, &(ReadAloud){say, reader});
    }
}

void reader_focus(Reader *reader, const Visit *visit, const Scene *scene, const char *id)
{
    if (reader->speech && visit->is_listening) {
        speech_stop(reader->speech);
        read_aloud_widget(visit, scene, id, &(ReadAloud){say, reader});
    }
}

static void set_volume(Reader *reader, int volume)
{
    reader->volume = CLAMP(volume, SPEECH_MIN_VOLUME, SPEECH_MAX_VOLUME);
    if (reader->speech) {
        speech_set_volume(reader->speech, reader->volume);
    }
}

void reader_change_volume(Reader *reader, int step)
{
    set_volume(reader, reader->volume + step);
}

void reader_interrupt(Reader *reader)
{
    reader->excuses = MAX_EXCUSES;
    if (reader->speech) {
        speech_stop(reader->speech);
    }
}

bool reader_excuses_rest(Reader *reader)
{
    bool is_excused = reader->speech && reader->excuses > 0 && speech_is_speaking(reader->speech);
    reader->excuses -= is_excused ? 1 : 0;
    return is_excused;
}

bool reader_has_voices(const Reader *reader)
{
    return reader->speech && speech_has_voices(reader->speech);
}

void reader_forget(Reader *reader)
{
    reader_interrupt(reader);
    set_volume(reader, reader->usual_volume);
    reader->heard = (Heard){0};
}

Reader *reader_new(const Settings *settings)
{
    Reader *reader = g_new0(Reader, 1);
    reader->usual_volume = (int)settings_int(settings, "sound", "volume");
    if (settings_bool(settings, "sound", "enabled")) {
        reader->speech = speech_new("espeak-ng");
    }
    set_volume(reader, reader->usual_volume);
    return reader;
}

void reader_free(Reader *reader)
{
    if (!reader) {
        return;
    }
    speech_free(reader->speech);
    g_free(reader);
}
