// SPDX-License-Identifier: EUPL-1.2
#include "packctl/slip_check.h"

#include <string.h>

#include "packctl/slips.h"
#include "slip/slip_hours.h"
#include "slip/slip_layout.h"

/* A slip with all left out is its first door's part, and the names of at most three more doors in
 * two paragraphs. The first part is laid out for every door, place, language and paper; the names
 * are estimated, never too low; and whole slips are laid out, the longest by estimate first, until
 * none of those left can be longer than the longest seen. */

enum {
    MAX_DOTS = SLIP_MAX_MM * SLIP_DOTS_PER_MM,
    MAX_LAYOUTS = 4096,
    WIDTHS = 2,
    MORE_DOORS = SLIPS_SHORT_DOORS - 1,
    MARGIN = 16,             /* at least what the slip leaves white at a paragraph's sides */
    LAST_MIN = 23 * 60 + 59, /* of a day */
    RULES = 80, /* at least the space and the rule above the names, and one more line */
};

static const int widths[WIDTHS] = {384, 576};

/* What a slip may say of time and of who is there, and whether it has a code. */
typedef enum {
    MOMENT_CLOSED,
    MOMENT_OPEN,
    MOMENT_HERE,       /* until a time */
    MOMENT_HERE_TABLE, /* at a table with a number */
    MOMENT_HERE_PLACE, /* at a place with a name */
    MOMENT_AWAY,
    MOMENT_UNKNOWN,
    MOMENT_WITHOUT_CODE,
    MOMENTS
} Moment;

/* The slips with one first door at one place, in one language on one paper. */
typedef struct {
    guint group;
    int language, width;
    Moment moment; /* when the first door's part is highest */
    int first_dots;
} Sort;

typedef struct {
    int estimate_dots;
    guint sort, slip;
} Estimate;

typedef struct {
    const Content *content;
    const Door *doors;
    gsize n_doors, n_languages;
    GArray *slips;   /* PossibleSlip */
    GArray *firsts;  /* guint: of each group the first slip */
    guint *group_of; /* of each slip */
    GArray *sorts;
    GArray *estimates;
    int *name_dots; /* by door, language, width; 0: not measured yet */
    cairo_surface_t *qr;
    TextSetter *setter;
    PreparedSlip prepared;
    Presence presence;
    bool is_shown;
    int shown_percent;
} Check;

static void show(Check *check, int percent)
{
    if (check->is_shown && percent != check->shown_percent) {
        check->shown_percent = percent;
        g_printerr("\rslips: %3d %%%s", percent, percent == 100 ? "\r           \r" : "");
    }
}

/* A minute at which `door` is open, as near to `now` as there is. */
static gint64 find_open(const Door *door, gint64 now)
{
    enum { MINUTE_S = 60, DAY_S = 24 * 60 * 60, DAYS = 7 };
    for (int ahead = 0; door->hours.is_known && ahead < DAYS; ahead++) {
        gint64 day = now / DAY_S + ahead;
        const OpenSpan *span = &door->hours.spans[slip_hours_weekday(day * DAY_S)][0];
        if (span->until_min > 0) {
            return day * DAY_S + span->from_min * MINUTE_S;
        }
    }
    return now;
}

/* As wide as words of that length can be. */
static const PresenceOfDoor presences[MOMENTS] = {
    [MOMENT_HERE] = {PRESENCE_HERE, "", LAST_MIN},
    [MOMENT_HERE_TABLE] = {PRESENCE_HERE, "88", LAST_MIN},
    [MOMENT_HERE_PLACE] = {PRESENCE_HERE, "Wwwwwwwww wwwww", LAST_MIN},
    [MOMENT_AWAY] = {PRESENCE_AWAY, "", 0},
};

static Sheet *lay_out(Check *check, SlipFacts *facts, Moment moment, int width)
{
    int door = facts->result->doors[0].door;
    check->presence.doors[door] = presences[moment];
    facts->presence = &check->presence;
    cairo_surface_t *qr = moment == MOMENT_WITHOUT_CODE ? NULL : check->qr;
    const Door *first = &check->doors[door];
    facts->is_clock_trusted = moment != MOMENT_UNKNOWN;
    facts->qr_text = qr ? facts->qr_text : NULL;
    facts->local_unix_s =
        moment == MOMENT_OPEN ? find_open(first, facts->local_unix_s) : facts->local_unix_s;
    Sheet *sheet = slip_lay_out_around(facts, check->setter, width, SLIP_TRIM_ALL, qr);
    check->presence.doors[door] = (PresenceOfDoor){0};
    return sheet;
}

static void prepare(Check *check, guint slip)
{
    slips_prepare(check->content, &g_array_index(check->slips, PossibleSlip, slip),
                  &check->prepared);
}

/* Slips with the same first door at the same place are one group. */
static void form_groups(Check *check)
{
    g_autoptr(GHashTable) groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    check->group_of = g_new(guint, check->slips->len);
    for (guint i = 0; i < check->slips->len; i++) {
        prepare(check, i);
        int door = check->prepared.result.doors[0].door;
        const Place *place = triage_place(check->content, check->prepared.answers, door);
        const char *provider = check->prepared.provider_ids[0];
        char *name = g_strdup_printf("%d %p %s", door, (const void *)place, provider);
        gpointer group;
        if (!g_hash_table_lookup_extended(groups, name, NULL, &group)) {
            group = GUINT_TO_POINTER(check->firsts->len);
            g_hash_table_insert(groups, g_strdup(name), group);
            g_array_append_val(check->firsts, i);
        }
        check->group_of[i] = GPOINTER_TO_UINT(group);
        g_free(name);
    }
}

static void measure_first(Check *check, Sort *sort)
{
    prepare(check, g_array_index(check->firsts, guint, sort->group));
    check->prepared.result.n_doors = 1;
    for (int moment = 0; moment < MOMENTS; moment++) {
        SlipFacts facts = slips_facts(&check->prepared, sort->language);
        g_autoptr(Sheet) sheet = lay_out(check, &facts, (Moment)moment, sort->width);
        if (sheet_y(sheet) > sort->first_dots) {
            sort->first_dots = sheet_y(sheet);
            sort->moment = (Moment)moment;
        }
    }
}

/* Sorts lie language by language, so that most texts are set once. */
static void measure_firsts(Check *check)
{
    for (guint i = 0; i < check->n_languages * WIDTHS * check->firsts->len; i++) {
        guint at = i / check->firsts->len;
        Sort sort = {.group = i % check->firsts->len,
                     .language = (int)(at / WIDTHS),
                     .width = widths[at % WIDTHS]};
        measure_first(check, &sort);
        g_array_append_val(check->sorts, sort);
        show(check, (int)(90 * (i + 1) / (check->n_languages * WIDTHS * check->firsts->len)));
    }
}

/* Not less than `text` takes of a paragraph in this language. */
static int measure_words(Check *check, int language, int width, int weight, const char *text)
{
    gsize n;
    const Language *spoken = &content_languages(check->content, &n)[language];
    g_autoptr(Sheet) sheet = sheet_new(check->setter, width);
    sheet_use_language(sheet, spoken->bcp47, spoken->is_rtl);
    const SheetText how = {.width = width - 2 * MARGIN, .cap = SHEET_MIN_CAP, .weight = weight};
    g_autofree char *dotted = g_strconcat("9.\xC2\xA0", text, "\xC2\xA0\xC2\xB7", NULL);
    return sheet_measure_text(sheet, &how, dotted);
}

/* A door's name in the visitor's list and in the one for staff. */
static int measure_name(Check *check, int door, int language, int width)
{
    gsize at = (gsize)width / (gsize)widths[1];
    int *dots =
        &check->name_dots[((gsize)door * check->n_languages + (gsize)language) * WIDTHS + at];
    if (*dots == 0) {
        int nl = content_find_language(check->content, "nl");
        const char *id = check->doors[door].title;
        const char *own = content_text(check->content, language, id);
        const char *dutch = content_text(check->content, nl, id);
        *dots = measure_words(check, language, width, 400, own) +
                measure_words(check, nl, width, 400, dutch);
    }
    return *dots;
}

/* Doors of one slip but the first. */
typedef struct {
    int doors[MORE_DOORS];
    int n;
} More;

static More *list_more(Check *check)
{
    More *more = g_new0(More, check->slips->len);
    for (guint i = 0; i < check->slips->len; i++) {
        prepare(check, i);
        const TriageResult *result = &check->prepared.result;
        for (gsize k = 1; k < MIN(result->n_doors, SLIPS_SHORT_DOORS); k++) {
            more[i].doors[more[i].n++] = result->doors[k].door;
        }
    }
    return more;
}

static void estimate_all(Check *check)
{
    g_autofree More *more = list_more(check);
    for (guint s = 0; s < check->sorts->len; s++) {
        const Sort *sort = &g_array_index(check->sorts, Sort, s);
        const char *also = content_text(check->content, sort->language, "slip.also");
        int title = measure_words(check, sort->language, sort->width, 600, also);
        for (guint i = 0; i < check->slips->len; i++) {
            if (check->group_of[i] != sort->group) {
                continue;
            }
            Estimate estimate = {.estimate_dots = sort->first_dots, .sort = s, .slip = i};
            estimate.estimate_dots += more[i].n > 0 ? title + RULES : 0;
            for (int k = 0; k < more[i].n; k++) {
                estimate.estimate_dots +=
                    measure_name(check, more[i].doors[k], sort->language, sort->width);
            }
            g_array_append_val(check->estimates, estimate);
        }
    }
}

static gint compare_longest(gconstpointer a, gconstpointer b)
{
    return ((const Estimate *)b)->estimate_dots - ((const Estimate *)a)->estimate_dots;
}

static void find_longest_text(const Sheet *sheet, SlipCheckReport *report)
{
    gsize n;
    const SheetItem *items = sheet_items(sheet, &n);
    report->longest_text_dots = 0;
    for (gsize i = 0; i < n; i++) {
        if (items[i].kind == SHEET_TEXT && items[i].h > report->longest_text_dots) {
            report->longest_text_dots = items[i].h;
            g_free(report->longest_text);
            report->longest_text = g_strdup(items[i].text);
        }
    }
}

static void measure_whole(Check *check, const Estimate *estimate, SlipCheckReport *report)
{
    const Sort *sort = &g_array_index(check->sorts, Sort, estimate->sort);
    prepare(check, estimate->slip);
    SlipFacts facts = slips_facts(&check->prepared, sort->language);
    g_autoptr(Sheet) sheet = lay_out(check, &facts, sort->moment, sort->width);
    if (sheet_y(sheet) > report->height_dots) {
        report->height_dots = sheet_y(sheet);
        report->width_dots = sort->width;
        report->door = facts.result->doors[0].door;
        report->language = sort->language;
        find_longest_text(sheet, report);
    }
}

static void find_longest(Check *check, SlipCheckReport *report)
{
    g_array_sort(check->estimates, compare_longest);
    for (guint i = 0; i < check->estimates->len; i++) {
        const Estimate *estimate = &g_array_index(check->estimates, Estimate, i);
        if (estimate->estimate_dots <= report->height_dots) {
            break;
        }
        measure_whole(check, estimate, report);
    }
    for (guint s = 0; s < check->sorts->len; s++) {
        report->n_also += g_array_index(check->sorts, Sort, s).first_dots > MAX_DOTS;
    }
    report->n_also -= MIN(report->n_also, 1);
    show(check, 100);
}

static void clear(Check *check)
{
    text_setter_free(check->setter);
    g_clear_pointer(&check->qr, cairo_surface_destroy);
    g_array_unref(check->slips);
    g_array_unref(check->firsts);
    g_array_unref(check->sorts);
    g_array_unref(check->estimates);
    g_free(check->group_of);
    g_free(check->name_dots);
    g_free(check);
}

void slip_check_run(const Content *content, bool is_shown, SlipCheckReport *report)
{
    Check *check = g_new0(Check, 1);
    check->content = content;
    check->is_shown = is_shown;
    check->doors = content_doors(content, &check->n_doors);
    (void)content_languages(content, &check->n_languages);
    check->slips = slips_list(content, true);
    check->firsts = g_array_new(FALSE, FALSE, sizeof(guint));
    check->sorts = g_array_new(FALSE, FALSE, sizeof(Sort));
    check->estimates = g_array_new(FALSE, FALSE, sizeof(Estimate));
    check->name_dots = g_new0(int, check->n_doors * check->n_languages * WIDTHS);
    check->setter = text_setter_new(MAX_LAYOUTS);
    memset(report, 0, sizeof(*report));
    report->n_slips = check->slips->len;
    form_groups(check);
    prepare(check, 0);
    const SlipFacts any = slips_facts(&check->prepared, 0);
    check->qr = slip_draw_code(&any);
    measure_firsts(check);
    estimate_all(check);
    find_longest(check, report);
    clear(check);
}

void slip_check_clear(SlipCheckReport *report)
{
    g_clear_pointer(&report->longest_text, g_free);
}

static double to_cm(int dots)
{
    return dots / (10.0 * SLIP_DOTS_PER_MM);
}

char *slip_check_describe_fault(const Content *content, const SlipCheckReport *report)
{
    gsize n;
    if (report->height_dots <= MAX_DOTS) {
        return NULL;
    }
    GString *fault = g_string_new(NULL);
    g_string_append_printf(
        fault,
        "the slip of door '%s' in '%s' is %.1f cm long on %d dots, with all left out that can be: "
        "shorten its texts to %d cm. The longest takes %.1f cm: \"%s\"",
        content_doors(content, &n)[report->door].id,
        content_languages(content, &n)[report->language].code, to_cm(report->height_dots),
        report->width_dots, SLIP_MAX_MM / 10, to_cm(report->longest_text_dots),
        report->longest_text);
    if (report->n_also > 0) {
        g_string_append_printf(fault, " (and %u more of doors, languages and papers)",
                               report->n_also);
    }
    return g_string_free(fault, FALSE);
}
