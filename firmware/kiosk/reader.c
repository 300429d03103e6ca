// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/reader.h"

#include <string.h>

#include "intake/recorded.h"
#include "kiosk/read_aloud.h"
#include "kiosk/recordings.h"
#include "ui/speech.h"

/* A synthesiser or a device that hangs must not keep a visit open. */
enum { MAX_EXCUSES = 5 };

/* What tells one screen from another, by ear. */
typedef struct {
    VisitState state;
    int language, question, page, door, paper;
} Heard;

struct Reader {
    Speech *speech;         /* NULL: sound is off */
    const Content *content; /* or NULL */
    Recordings *recordings;
    GHashTable
        *borrowed[CONTENT_MAX_LANGUAGES]; /* texts that a language has from Dutch, NULL: none */
    int usual_volume, volume;
    Heard heard;
    int excuses;       /* left for who listens without a touch */
    bool was_speaking; /* when it was interrupted last */
};

static const Language *language_at(const Reader *reader, int language)
{
    gsize n;
    return &content_languages(reader->content, &n)[language];
}

static bool can_read(const Reader *reader, int language)
{
    bool has_voice = speech_has_voices(reader->speech) && language_at(reader, language)->voice;
    return has_voice || (speech_has_recordings(reader->speech) &&
                         recordings_are_complete(reader->recordings, language));
}

static void forget_borrowed(Reader *reader)
{
    for (gsize i = 0; i < CONTENT_MAX_LANGUAGES; i++) {
        g_clear_pointer(&reader->borrowed[i], g_hash_table_unref);
    }
}

static void list_borrowed(Reader *reader)
{
    gsize n_texts, n;
    g_autofree const char **ids = content_list_texts(reader->content, &n_texts);
    content_languages(reader->content, &n);
    for (gsize i = 0; i < n * n_texts; i++) {
        int language = (int)(i % n);
        const char *id = ids[i / n];
        GHashTable **borrowed = &reader->borrowed[language];
        if (!content_is_translated(reader->content, language, id)) {
            *borrowed = *borrowed ? *borrowed : g_hash_table_new(g_str_hash, g_str_equal);
            g_hash_table_add(*borrowed, (gpointer)content_text(reader->content, language, id));
        }
    }
}

/* A text that is not translated stands there in Dutch, and is said in Dutch. */
static int find_language_of(const Reader *reader, int language, const char *text)
{
    GHashTable *borrowed = reader->borrowed[language];
    return borrowed && g_hash_table_contains(borrowed, text)
               ? content_find_language(reader->content, "nl")
               : language;
}

static void say(int language, const char *text, gpointer user_data)
{
    Reader *reader = user_data;
    language = find_language_of(reader, language, text);
    const Language *in = language_at(reader, language);
    /* its name may be recorded where nothing else is */
    if (can_read(reader, language) || g_str_equal(text, in->endonym)) {
        const SpeechPart part = {text, in->voice,
                                 recordings_find(reader->recordings, language, text)};
        speech_say(reader->speech, &part);
    }
}

static Spoken read_to(Reader *reader, const ReaderView *view)
{
    return (Spoken){say, reader, view->local_unix_s, view->is_clock_trusted, view->presence};
}

static Heard hear(const Visit *visit)
{
    Heard heard = {.state = visit->state, .language = visit->language, .page = visit->page};
    heard.question = visit->state == VISIT_STATE_QUESTION ? visit->question : -1;
    heard.paper = visit->state == VISIT_STATE_SLIP ? (int)visit->paper : -1;
    heard.door = visit->state == VISIT_STATE_DOORS ? visit->door_shown : -1;
    return heard;
}

/* What is being said was not interrupted by hand, so a screen that came by itself waits for its
 * end: only the warning does not. */
void reader_follow(Reader *reader, const ReaderView *view)
{
    const Heard heard = hear(view->visit);
    bool is_new = memcmp(&heard, &reader->heard, sizeof heard) != 0;
    reader->heard = heard;
    if (!is_new || !reader->speech || !reader->content) {
        return;
    }
    if (view->visit->state == VISIT_STATE_IDLE) {
        speech_stop(reader->speech);
        speech_play_chime(reader->speech);
    }
    if (view->visit->is_listening) {
        const Spoken to = read_to(reader, view);
        read_aloud_screen(view->visit, view->scene, &to);
    }
}

void reader_read(Reader *reader, const ReaderView *view)
{
    if (reader->speech && reader->content) {
        const Spoken to = read_to(reader, view);
        speech_stop(reader->speech);
        read_aloud_screen(view->visit, view->scene, &to);
    }
}

void reader_focus(Reader *reader, const ReaderView *view, const char *id)
{
    if (reader->speech && reader->content && view->visit->is_listening) {
        const Spoken to = read_to(reader, view);
        speech_stop(reader->speech);
        read_aloud_widget(view->visit, view->scene, id, &to);
    }
}

static void set_volume(Reader *reader, int volume)
{
    reader->volume = CLAMP(volume, SPEECH_MIN_VOLUME, SPEECH_MAX_VOLUME);
    if (reader->speech) {
        speech_set_volume(reader->speech, reader->volume);
    }
}

int reader_volume(const Reader *reader)
{
    return reader->volume;
}

void reader_change_volume(Reader *reader, int step)
{
    set_volume(reader, reader->volume + step);
}

void reader_interrupt(Reader *reader)
{
    reader->excuses = MAX_EXCUSES;
    reader->was_speaking = false;
    if (reader->speech) {
        reader->was_speaking = speech_is_speaking(reader->speech);
        speech_stop(reader->speech);
    }
}

bool reader_was_speaking(const Reader *reader)
{
    return reader->was_speaking;
}

bool reader_excuses_rest(Reader *reader)
{
    bool is_excused = reader->speech && reader->excuses > 0 && speech_is_speaking(reader->speech);
    reader->excuses -= is_excused ? 1 : 0;
    return is_excused;
}

guint32 reader_languages(const Reader *reader)
{
    gsize n = 0;
    guint32 languages = 0;
    if (reader->speech && reader->content) {
        content_languages(reader->content, &n);
    }
    for (gsize i = 0; i < n; i++) {
        languages |= can_read(reader, (int)i) ? 1U << i : 0;
    }
    return languages;
}

void reader_use_content(Reader *reader, const Content *content, const char *folder)
{
    if (reader->speech) {
        speech_stop(reader->speech);
    }
    recordings_free(reader->recordings);
    reader->content = content;
    reader->recordings = recordings_new(content, folder);
    forget_borrowed(reader);
    if (content) {
        list_borrowed(reader);
    }
}

void reader_forget(Reader *reader)
{
    reader_interrupt(reader);
    set_volume(reader, reader->usual_volume);
    reader->heard = (Heard){0};
}

/* SDL reads it when it opens ALSA. No other thread runs yet. */
static void use_device(const char *name)
{
    if (name[0]) {
        g_setenv("AUDIODEV", name, TRUE);
    }
}

void reader_use_settings(Reader *reader, const Settings *settings)
{
    bool is_wanted = settings_bool(settings, "sound", "enabled");
    reader_interrupt(reader);
    reader->usual_volume = (int)settings_int(settings, "sound", "volume");
    if (is_wanted && !reader->speech) {
        const SpeechPrograms programs = {"espeak-ng", "opusdec"};
        reader->speech = speech_new(&programs);
    } else if (!is_wanted) {
        g_clear_pointer(&reader->speech, speech_free);
    }
    set_volume(reader, reader->usual_volume);
}

Reader *reader_new(const Settings *settings)
{
    Reader *reader = g_new0(Reader, 1);
    use_device(settings_text(settings, "sound", "device"));
    reader->recordings = recordings_new(NULL, NULL);
    reader_use_settings(reader, settings);
    return reader;
}

void reader_free(Reader *reader)
{
    if (!reader) {
        return;
    }
    speech_free(reader->speech);
    recordings_free(reader->recordings);
    forget_borrowed(reader);
    g_free(reader);
}
