// SPDX-License-Identifier: EUPL-1.2
#include "intake/record.h"

#include <string.h>

enum { SECONDS_AN_HOUR = 3600 };

/* Text is written twice: first only counted, then into memory of just the right size, so that no
 * copy of it is left behind in memory that grew. All ids are plain (content_new sees to it), so
 * nothing needs escaping. */
typedef struct {
    char *into; /* NULL while counting */
    gsize used;
} Writer;

static void put(Writer *writer, const char *text)
{
    gsize length = strlen(text);
    if (writer->into) {
        memcpy(writer->into + writer->used, text, length);
    }
    writer->used += length;
}

static void put_text(Writer *writer, const char *text)
{
    put(writer, "\"");
    put(writer, text);
    put(writer, "\"");
}

static void put_key(Writer *writer, const char *key)
{
    put(writer, writer->used > 1 ? "," : "");
    put_text(writer, key);
    put(writer, ":");
}

static void put_member(Writer *writer, const char *key, const char *text)
{
    put_key(writer, key);
    put_text(writer, text);
}

static void put_number(Writer *writer, const char *key, gint64 number)
{
    char text[32];
    g_snprintf(text, sizeof(text), "%" G_GINT64_FORMAT, number);
    put_key(writer, key);
    put(writer, text);
}

static void put_hour(Writer *writer, const RecordFacts *facts)
{
    put_key(writer, "hour");
    gint64 hour_s = facts->unix_s - facts->unix_s % SECONDS_AN_HOUR;
    g_autoptr(GDateTime) hour =
        facts->is_clock_trusted ? g_date_time_new_from_unix_utc(hour_s) : NULL;
    g_autofree char *text = hour ? g_date_time_format(hour, "%Y-%m-%dT%H:00:00Z") : NULL;
    if (text) {
        put_text(writer, text);
    } else {
        put(writer, "null");
    }
}

static void put_answer(Writer *writer, const Question *question, guint32 chosen)
{
    bool is_list = question->kind == QUESTION_KIND_MULTI;
    bool is_first = true;
    put_key(writer, question->id);
    put(writer, is_list ? "[" : "");
    for (gsize i = 0; i < question->n_options; i++) {
        if ((chosen & 1U << i) != 0) {
            put(writer, is_first ? "" : ",");
            put_text(writer, question->options[i].id);
            is_first = false;
        }
    }
    put(writer, is_list ? "]" : "");
}

static void put_answers(Writer *writer, const Content *content, const Answers *answers)
{
    gsize n;
    const Question *questions = content_questions(content, &n);
    for (gsize i = 0; i < n; i++) {
        if (questions[i].is_sent && answers->chosen[i] != 0) {
            put_answer(writer, &questions[i], answers->chosen[i]);
        }
    }
}

static bool was_named(const Door *doors, const TriageResult *result, gsize before)
{
    const char *name = doors[result->doors[before].door].sync_as;
    for (gsize i = 0; i < before; i++) {
        if (strcmp(doors[result->doors[i].door].sync_as, name) == 0) {
            return true;
        }
    }
    return false;
}

static void put_doors(Writer *writer, const Content *content, const TriageResult *result)
{
    gsize n;
    const Door *doors = content_doors(content, &n);
    put_key(writer, "doors");
    put(writer, "[");
    for (gsize i = 0; i < result->n_doors; i++) {
        if (!was_named(doors, result, i)) {
            put(writer, i > 0 ? "," : "");
            put_text(writer, doors[result->doors[i].door].sync_as);
        }
    }
    put(writer, "]");
}

static const char *find_bucket(int duration_s)
{
    if (duration_s <= 60) {
        return "0-60";
    }
    if (duration_s <= 120) {
        return "61-120";
    }
    return duration_s <= 240 ? "121-240" : "241+";
}

static void put_record(Writer *writer, const Content *content, const Answers *answers,
                       const TriageResult *result, const RecordFacts *facts)
{
    gsize n;
    put(writer, "{");
    put_number(writer, "v", RECORD_VERSION);
    put_member(writer, "id", facts->id);
    put_member(writer, "ref", facts->reference);
    put_number(writer, "kiosk", facts->kiosk);
    put_member(writer, "site", content_site(content)->id);
    put_hour(writer, facts);
    if (facts->clock_offset_s != 0) {
        put_number(writer, "clock_offset_s", facts->clock_offset_s);
    }
    put_member(writer, "lang", content_languages(content, &n)[facts->language].code);
    put_answers(writer, content, answers);
    put_doors(writer, content, result);
    put_number(writer, "path_len", answers->n_answered);
    put_member(writer, "secs", find_bucket(facts->duration_s));
    put_member(writer, "content", content_version(content));
    put_member(writer, "content_sha256", content_sha256(content));
    put(writer, "}");
}

typedef struct {
    char *data;
    gsize size_bytes;
} Wiped;

static void wipe(gpointer data)
{
    Wiped *wiped = data;
    explicit_bzero(wiped->data, wiped->size_bytes);
    g_free(wiped->data);
    g_free(wiped);
}

GBytes *record_write(const Content *content, const Answers *answers, const TriageResult *result,
                     const RecordFacts *facts)
{
    Writer counter = {NULL, 0};
    put_record(&counter, content, answers, result, facts);
    gsize steps = (counter.used + RECORD_STEP_BYTES - 1) / RECORD_STEP_BYTES;
    Wiped *wiped = g_new(Wiped, 1);
    wiped->size_bytes = steps * RECORD_STEP_BYTES;
    wiped->data = g_malloc(wiped->size_bytes);
    Writer writer = {wiped->data, 0};
    put_record(&writer, content, answers, result, facts);
    g_assert(writer.used == counter.used);
    memset(wiped->data + writer.used, ' ', wiped->size_bytes - writer.used);
    return g_bytes_new_with_free_func(wiped->data, wiped->size_bytes, wipe, wiped);
}

void record_free(GBytes *record)
{
    g_bytes_unref(record);
}
