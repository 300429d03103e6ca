// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/read_slip.h"

#include <string.h>

#include "slip/phone.h"
#include "slip/slip.h"
#include "slip/slip_hours.h"

enum { DAY_S = 24 * 60 * 60, VALID_DAYS = 30 };

typedef struct {
    const Visit *visit;
    const Content *content;
    const Spoken *to;
} Paper;

static void read_plain(const Paper *paper, const char *text)
{
    spoken_say(paper->to, paper->visit->language, text);
}

static void read_text(const Paper *paper, const char *id)
{
    read_plain(paper, content_text(paper->content, paper->visit->language, id));
}

static char *format_date(gint64 local_unix_s)
{
    g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(local_unix_s);
    return date ? g_date_time_format(date, "%d-%m-%Y") : g_strdup("");
}

static void read_head(const Paper *paper)
{
    const Site *site = content_site(paper->content);
    read_plain(paper, site->name);
    read_plain(paper, site->address);
    if (paper->to->is_clock_trusted) {
        gint64 now = paper->to->local_unix_s;
        int minute = (int)(now % DAY_S / 60);
        g_autofree char *date = format_date(now);
        g_autofree char *time = g_strdup_printf("%02d:%02d", minute / 60, minute % 60);
        read_text(paper, slip_hours_day(slip_hours_weekday(now)));
        read_plain(paper, date);
        read_plain(paper, time);
    }
}

static const Door *door_at(const Paper *paper, gsize position)
{
    gsize n;
    return &content_doors(paper->content, &n)[paper->visit->result.doors[position].door];
}

static const Place *place_at(const Paper *paper, gsize position)
{
    const Visit *visit = paper->visit;
    return triage_place(visit->content, &visit->answers, visit->result.doors[position].door);
}

static const Provider *provider_at(const Paper *paper, gsize position)
{
    const Visit *visit = paper->visit;
    bool is_chosen = visit->provider_chosen >= 0 && visit->provider_door == (int)position;
    return is_chosen ? &door_at(paper, position)->providers[visit->provider_chosen] : NULL;
}

/* The words for the place; borrowed. */
static const char *find_where(const Paper *paper, gsize position)
{
    const Provider *provider = provider_at(paper, position);
    const Place *place = place_at(paper, position);
    const char *named = provider && provider->where ? provider->where : place->where;
    return named ? named
                 : content_text(paper->content, paper->visit->language,
                                door_at(paper, position)->where);
}

static void read_place(const Paper *paper, gsize position)
{
    const Provider *provider = provider_at(paper, position);
    const Place *place = place_at(paper, position);
    if (provider) {
        read_plain(paper, provider->name);
    }
    read_plain(paper, find_where(paper, position));
    if (g_strcmp0(place->address, content_site(paper->content)->address) != 0) {
        read_plain(paper, place->address);
    }
}

static void read_when(const Paper *paper, gsize position)
{
    const Spoken *to = paper->to;
    const Door *door = door_at(paper, position);
    const SlipMoment moment = {to->presence, to->local_unix_s, to->is_clock_trusted};
    int language = paper->visit->language;
    bool is_first = position == 0;
    g_autofree char *now = slip_hours_door(paper->content, language,
                                           paper->visit->result.doors[position].door, &moment);
    read_plain(paper, now);
    g_auto(GStrv) week = slip_hours_week(paper->content, language, &door->hours);
    for (int i = 0; is_first && week[i]; i++) {
        read_plain(paper, week[i]);
    }
}

static void read_bring(const Paper *paper, const Door *door, bool is_first)
{
    bool has_head = false;
    for (int i = 0; door->bring && door->bring[i]; i++) {
        if (!is_first && g_str_equal(door->bring[i], "bring.slip")) {
            continue;
        }
        if (!has_head) {
            read_text(paper, "slip.bring");
        }
        has_head = true;
        read_text(paper, door->bring[i]);
    }
}

static void read_next(const Paper *paper, const Door *door)
{
    if (content_text(paper->content, paper->visit->language, door->next)[0]) {
        read_text(paper, "slip.next");
        read_text(paper, door->next);
    }
}

static void read_door(const Paper *paper, gsize position)
{
    const TriagedDoor *triaged = &paper->visit->result.doors[position];
    const Door *door = door_at(paper, position);
    bool is_first = position == 0;
    read_text(paper, is_first ? "slip.go" : "slip.also");
    read_text(paper, door->title);
    read_place(paper, position);
    read_when(paper, position);
    const char *phone = place_at(paper, position)->phone;
    if (phone && !phone_is_in(phone, find_where(paper, position))) {
        read_text(paper, "slip.phone");
        read_plain(paper, phone);
    }
    read_bring(paper, door, is_first);
    read_next(paper, door);
    for (int i = 0; i < triaged->n_notes; i++) {
        read_text(paper, triaged->notes[i]);
    }
}

static void read_also(const Paper *paper)
{
    gsize end = MIN(paper->visit->result.n_doors, (gsize)(SLIP_FULL_DOORS + SLIP_ALSO_DOORS));
    for (gsize i = SLIP_FULL_DOORS; i < end; i++) {
        if (i == SLIP_FULL_DOORS) {
            read_text(paper, "slip.also");
        }
        read_text(paper, door_at(paper, i)->title);
    }
}

/* In Dutch they stand in the block for staff, but they are the visitor's all the same. */
static void read_tasks(const Paper *paper)
{
    gsize n;
    int index = content_find_question(paper->content, "tasks");
    const Question *question = index < 0 ? NULL : &content_questions(paper->content, &n)[index];
    bool has_head = false;
    for (gsize i = 0; question && i < question->n_options; i++) {
        const QuestionOption *option = &question->options[i];
        if (!(paper->visit->answers.chosen[index] >> i & 1) || option->is_skip) {
            continue;
        }
        if (!has_head) {
            read_text(paper, "slip.tasks");
        }
        has_head = true;
        read_text(paper, option->text);
    }
}

static void read_code(const Paper *paper)
{
    const Visit *visit = paper->visit;
    read_text(paper, "slip.code");
    spoken_spell(paper->to, visit->language, visit->reference);
    if (paper->to->is_clock_trusted) {
        g_autofree char *date = format_date(paper->to->local_unix_s + VALID_DAYS * DAY_S);
        g_autofree char *valid =
            content_format(paper->content, visit->language, "slip.valid", "date", date, NULL);
        read_plain(paper, valid);
    }
    read_text(paper, visit->qr_text[0] ? "slip.scan" : "slip.desk");
    read_text(paper, "slip.noname");
    read_text(paper, "slip.free");
}

void read_slip(const Visit *visit, const Spoken *to)
{
    const Paper paper = {visit, visit->content, to};
    if (visit->result.n_doors == 0) {
        return;
    }
    read_head(&paper);
    for (gsize i = 0; i < MIN(visit->result.n_doors, (gsize)SLIP_FULL_DOORS); i++) {
        read_door(&paper, i);
    }
    read_also(&paper);
    read_tasks(&paper);
    read_code(&paper);
}
