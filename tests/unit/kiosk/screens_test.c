// SPDX-License-Identifier: EUPL-1.2
/* The layout proof: everything a visitor can come to see, in every language of a pack, on every
 * panel, in every text size, is measured against the norms. */
#include "kiosk/screen_walk.h"

#include <string.h>

#include "draw/fonts.h"

#include "intake/flow.h"

#include "kiosk/screen.h"

#include "slip/qr.h"
#include "slip/slip_hours.h"

#include "test_pack.h"

#include "ui/look.h"
#include "ui/scene.h"

enum {
    MAX_LAYOUTS = 2048,
    MAX_SHOWN = 40,
    MAX_PAGES = 6,
    MAX_PAGES_SMALLEST = 9,
    MAX_PAGES_LOW = 13
};

static const double least_side_mm = 20;
static const double least_gap_mm = 3;
static const gint64 local_unix_s = 1767729600; /* a Tuesday at 20:00, when all is shut */
/* Beside the door that is looked at, the smallest panel has room for one other. */
static const int smallest_px = 800;

typedef struct {
    const char *pack;
    int width_px, height_px, width_mm;
} Panel;

static const Panel panels[] = {
    {"werkcafe-midden-holland", 1280, 800, 217},  {"werkcafe-midden-holland", 800, 1280, 136},
    {"werkcafe-midden-holland", 1920, 1080, 344}, {"werkcafe-midden-holland", 1080, 1920, 194},
    {"meedoenbalie-almere", 1280, 800, 217},      {"meedoenbalie-almere", 800, 1280, 136},
    {"meedoenbalie-almere", 1920, 1080, 344},     {"meedoenbalie-almere", 1080, 1920, 194},
};

/* "Unable to resolve host" was shown to visitors (pretix/pretixscan-android#139). Whole words, in
 * the languages a careless message would be in. */
static const char technical[] =
    "\\b(hosts?|servers?|errors?|exceptions?|time-?out|https?|urls?|null|undefined|nan|json|sql|"
    "sqlite|"
    "database|databank|sockets?|dns|tls|ssl|certificaat|certificate|tcp|ip-?adres|wi-?fi|internet|"
    "network|netwerk|offline|online|firmware|software|reboot|crash|debug|failed|invalid|unknown|"
    "foutcode|foutmelding|сервер|помилка|ошибка|خادم|خطأ|الشبكة)\\b|\\{[a-z]|%[sd]|\\b(ui|door|q)"
    "\\.[a-z]";

/* All there is to see of one pack on one panel. */
typedef struct {
    const Panel *panel;
    Content *content;
    GArray *sights;
    Theme *theme;
    TextSetter *setter;
    cairo_surface_t *qr;
    Scene *scene, *other;
    int n_scenes, n_faults;
    GRegex *technical;
    bool is_reach; /* controls in the lower half */
} Proof;

static char *find_asset(const char *name)
{
    const char *build = g_getenv("WEGWIJS_BUILD");
    return g_build_filename(build ? build : "build/native", "assets", name, NULL);
}

static void set_up(Proof *p, gconstpointer panel)
{
    g_autofree char *fonts = find_asset("fonts/fonts.conf");
    g_autofree char *theme = find_asset("theme.ini");
    g_autoptr(GError) why = NULL;
    bool is_fine = fonts_use(fonts, &why);
    g_assert_no_error(why);
    g_assert_true(is_fine);
    p->panel = panel;
    p->content = test_pack_load(p->panel->pack);
    p->sights = screen_walk(p->content);
    p->technical = g_regex_new(technical, G_REGEX_CASELESS, 0, NULL);
    g_assert_nonnull(p->technical);
    p->theme = theme_load(theme, &why);
    p->setter = text_setter_new(MAX_LAYOUTS);
    p->qr = qr_draw("HTTPS://WEGWIJS.EXAMPLE/#VOORBEELD", 1, &why);
    g_assert_no_error(why);
    p->scene = scene_new();
    p->other = scene_new();
}

static void tear_down(Proof *p, gconstpointer panel)
{
    (void)panel;
    scene_free(p->other);
    scene_free(p->scene);
    cairo_surface_destroy(p->qr);
    text_setter_free(p->setter);
    theme_free(p->theme);
    g_regex_unref(p->technical);
    g_array_unref(p->sights);
    content_free(p->content);
}

static void lay_out(Proof *p, const ScreenSight *sight, const Visit *visit, Scene *scene)
{
    const ScreenFacts facts = {
        .content = p->content,
        .visit = visit,
        .setter = p->setter,
        .theme = p->theme,
        .width_px = p->panel->width_px,
        .height_px = p->panel->height_px,
        .px_per_mm = p->panel->width_px / (double)p->panel->width_mm,
        .qr = visit->qr_text[0] ? p->qr : NULL,
        .now_ms = sight->now_ms,
        .local_unix_s = local_unix_s,
        .is_clock_trusted = true,
        .greeting = visit->language,
    };
    screen_lay_out(&facts, scene);
}

/* --- rules -------------------------------------------------------------------------------------
 */

static void complain(Proof *p, const Visit *visit, const Widget *widget, const char *what)
{
    const Scene *scene = p->scene;
    p->n_faults++;
    if (p->n_faults <= MAX_SHOWN) {
        g_test_message("%s %s, %s, size %d (given %d), %s, page %d: %s%s'%s' %s", scene->screen,
                       scene->detail, scene->language, visit->text_size, scene->scale.text_size,
                       p->panel->width_px > p->panel->height_px ? "landscape" : "portrait",
                       visit->page, widget->id, widget->id[0] ? " " : "",
                       widget->label ? widget->label : "", what);
    }
}

static bool is_inside(const Rect *inner, const Rect *outer)
{
    return inner->x >= outer->x && inner->y >= outer->y &&
           inner->x + inner->w <= outer->x + outer->w && inner->y + inner->h <= outer->y + outer->h;
}

/* The larger of the gaps across and down; negative when they overlap. */
static int gap_between(const Rect *a, const Rect *b)
{
    int across = MAX(a->x - (b->x + b->w), b->x - (a->x + a->w));
    int down = MAX(a->y - (b->y + b->h), b->y - (a->y + a->h));
    return MAX(across, down);
}

static bool lies_under_others(const Widget *widget)
{
    return widget->look == WIDGET_LOOK_CARD || widget->look == WIDGET_LOOK_PANEL ||
           widget->look == WIDGET_LOOK_RULE;
}

static void check_text(Proof *p, const Visit *visit, const Widget *widget)
{
    const TextExtents *extents = text_extents(widget->text);
    LookParts parts;
    look_place(p->scene, widget, &parts);
    if (extents->is_overlong || extents->width > parts.text.w) {
        complain(p, visit, widget, "has a word that is too long");
    }
    if (extents->unknown_glyphs > 0) {
        complain(p, visit, widget, "has characters that no font has");
    }
    if (extents->height > parts.text.h || !is_inside(&parts.text, &widget->rect)) {
        complain(p, visit, widget, "has text that leaves its place");
    }
    if (parts.pictogram.w > 0 && parts.text.w > 0 &&
        gap_between(&parts.pictogram, &parts.text) < 0) {
        complain(p, visit, widget, "has text over its picture");
    }
}

/* An option that has a meaning has a picture, so that it can be chosen without reading. */
static void check_understood(Proof *p, const Visit *visit, const Widget *widget)
{
    bool is_option = g_str_has_prefix(widget->id, "option.") &&
                     !g_str_has_prefix(widget->id, "option.town."); /* names have none */
    if (is_option && !widget->pictogram && widget->look != WIDGET_LOOK_QUIET) {
        complain(p, visit, widget, "has no picture");
    }
    if (widget->label && g_regex_match(p->technical, widget->label, 0, NULL)) {
        complain(p, visit, widget, "has a technical word");
    }
}

static void check_alone(Proof *p, const Visit *visit, const Widget *widget)
{
    const Rect glass = {0, 0, p->scene->width_px, p->scene->height_px};
    double least_px = least_side_mm * p->scene->scale.px_per_mm - 1;
    if (!is_inside(&widget->rect, &glass)) {
        complain(p, visit, widget, "leaves the glass");
    }
    if (widget->rect.w <= 0 || widget->rect.h <= 0) {
        complain(p, visit, widget, "has no room");
    }
    if (widget->is_target && (widget->rect.w < least_px || widget->rect.h < least_px)) {
        complain(p, visit, widget, "is smaller than 20 mm");
    }
    if (widget->is_target && (!widget->label || !widget->label[0])) {
        complain(p, visit, widget, "has no words");
    }
    check_understood(p, visit, widget);
    if (widget->text) {
        check_text(p, visit, widget);
    }
}

/* EN 301 549 8.3: within reach from a wheelchair. */
static void check_low(Proof *p, const Visit *visit)
{
    for (gsize i = 0; i < p->scene->n_widgets; i++) {
        const Widget *widget = &p->scene->widgets[i];
        if (widget->is_target && 2 * widget->rect.y < p->scene->height_px) {
            complain(p, visit, widget, "is not in the lower half");
        }
    }
}

static void check_pair(Proof *p, const Visit *visit, const Widget *a, const Widget *b)
{
    double least_px = least_gap_mm * p->scene->scale.px_per_mm - 1;
    int gap = gap_between(&a->rect, &b->rect);
    if (a->look == WIDGET_LOOK_CARD && gap < 0 && !is_inside(&b->rect, &a->rect)) {
        complain(p, visit, b, "sticks out of the card");
    }
    if (lies_under_others(a) || lies_under_others(b)) {
        return;
    }
    if (gap < 0) {
        complain(p, visit, a, "overlaps");
        complain(p, visit, b, "is what it overlaps with");
    } else if (a->is_target && b->is_target && gap < least_px) {
        complain(p, visit, a, "is too near to another target");
    }
    if (a->id[0] && g_str_equal(a->id, b->id)) {
        complain(p, visit, a, "is there twice");
    }
}

static void check_scene(Proof *p, const Visit *visit)
{
    const Scene *scene = p->scene;
    p->n_scenes++;
    for (gsize i = 0; i < scene->n_widgets; i++) {
        check_alone(p, visit, &scene->widgets[i]);
        for (gsize k = i + 1; k < scene->n_widgets; k++) {
            check_pair(p, visit, &scene->widgets[i], &scene->widgets[k]);
        }
    }
}

/* --- what must be there ------------------------------------------------------------------------
 */

static bool says(const Scene *scene, const char *text)
{
    for (gsize i = 0; i < scene->n_widgets; i++) {
        if (scene->widgets[i].label && strstr(scene->widgets[i].label, text)) {
            return true;
        }
    }
    return false;
}

/* A door's card always says where to go and when, and an urgent one whom to call. */
static void check_card(Proof *p, const Visit *visit)
{
    gsize n;
    int index = visit->result.doors[visit->door_shown].door;
    const Door *door = &content_doors(p->content, &n)[index];
    const Place *place = triage_place(p->content, &visit->answers, index);
    const char *where = place && place->where
                            ? place->where
                            : content_text(p->content, visit->language, door->where);
    const Widget *title = scene_find(p->scene, "card.title");
    g_assert_nonnull(title);
    if (!says(p->scene, where)) {
        complain(p, visit, title, "does not say where");
    }
    g_autofree char *when =
        slip_hours_now(p->content, visit->language, &door->hours, local_unix_s, true);
    if (!says(p->scene, when)) {
        complain(p, visit, title, "does not say when");
    }
    const char *address = place ? place->address : NULL;
    bool is_elsewhere = address && g_strcmp0(address, content_site(p->content)->address) != 0;
    if (is_elsewhere && !says(p->scene, address)) {
        complain(p, visit, title, "does not say at which address");
    }
    if (door->is_urgent && !says(p->scene, content_text(p->content, visit->language, "ui.sos"))) {
        complain(p, visit, title, "does not say whom to call");
    }
}

/* Contrast changes colours only. */
static void check_contrast(Proof *p, const ScreenSight *sight, const Visit *visit)
{
    Visit high = *visit;
    high.is_high_contrast = true;
    lay_out(p, sight, &high, p->other);
    g_assert_cmpuint(p->other->n_widgets, ==, p->scene->n_widgets);
    for (gsize i = 0; i < p->scene->n_widgets; i++) {
        const Widget *a = &p->scene->widgets[i];
        const Widget *b = &p->other->widgets[i];
        if (memcmp(&a->rect, &b->rect, sizeof a->rect) != 0 || a->text != b->text) {
            complain(p, visit, a, "moves with the contrast");
        }
    }
}

/* --- pages, sizes, languages -------------------------------------------------------------------
 */

/* All options, doors, providers and languages stand on one of the pages. */
static void check_choices(Proof *p, const Visit *visit, GHashTable *ids)
{
    gsize n;
    guint n_found = 0;
    guint n_wanted = 0;
    const char *kind = "lang.";
    if (visit->state == VISIT_STATE_DOORS) {
        kind = "door.";
        n_wanted = (guint)visit->result.n_doors - 1;
    } else if (visit->state == VISIT_STATE_PROVIDER) {
        kind = "provider.";
        n_wanted = (guint)visit->n_providers + 1;
    } else if (visit->state == VISIT_STATE_QUESTION) {
        kind = "option.";
        n_wanted = (guint)__builtin_popcount(
            flow_shown_options(p->content, &visit->answers, visit->question));
    } else if (visit->state == VISIT_STATE_LANGUAGES) {
        content_languages(p->content, &n);
        n_wanted = (guint)n;
    }
    GHashTableIter at;
    gpointer id;
    g_hash_table_iter_init(&at, ids);
    while (g_hash_table_iter_next(&at, &id, NULL)) {
        n_found += g_str_has_prefix(id, kind) ? 1 : 0;
    }
    if (n_found != n_wanted) {
        complain(p, visit, &p->scene->widgets[0], "is on a screen that leaves out a choice");
    }
}

static const char *list_targets(const Scene *scene, GHashTable *ids)
{
    for (gsize i = 0; i < scene->n_widgets; i++) {
        if (scene->widgets[i].is_target) {
            g_hash_table_add(ids, g_strdup(scene->widgets[i].id));
        }
    }
    return scene_find(scene, "more") ? scene_find(scene, "more")->label : NULL;
}

/* Every page of the screen. */
static void check_pages(Proof *p, const ScreenSight *sight, Visit *visit)
{
    g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *first = NULL;
    bool is_smallest = MIN(p->panel->width_px, p->panel->height_px) == smallest_px;
    int limit = !is_smallest ? MAX_PAGES : visit->is_reach ? MAX_PAGES_LOW : MAX_PAGES_SMALLEST;
    for (visit->page = 0; visit->page <= limit; visit->page++) {
        lay_out(p, sight, visit, p->scene);
        g_autofree char *more = g_strdup(list_targets(p->scene, ids));
        if (visit->page > 0 && g_strcmp0(more, first) == 0) {
            break;
        }
        check_scene(p, visit);
        if (visit->is_reach) {
            check_low(p, visit);
        }
        check_contrast(p, sight, visit);
        if (visit->state == VISIT_STATE_DOORS) {
            check_card(p, visit);
        }
        if (!more) {
            break;
        }
        first = first ? first : g_steal_pointer(&more);
    }
    if (visit->page > limit) {
        complain(p, visit, &p->scene->widgets[0], "is on a screen of too many pages");
    }
    check_choices(p, visit, ids);
}

static void check_language(Proof *p, int language)
{
    for (guint i = 0; i < p->sights->len; i++) {
        const ScreenSight *sight = &g_array_index(p->sights, ScreenSight, i);
        for (int size = 0; size < THEME_TEXT_SIZES; size++) {
            Visit visit = sight->visit;
            visit.language = language;
            visit.text_size = size;
            visit.is_reach = p->is_reach;
            check_pages(p, sight, &visit);
        }
    }
    text_setter_forget(p->setter);
}

/* --- mirroring and completeness ----------------------------------------------------------------
 */

static bool is_mirror(const Rect *a, const Rect *b, int width_px)
{
    return a->x == width_px - b->x - b->w && a->y == b->y && a->w == b->w && a->h == b->h;
}

static bool is_first_screen(const Visit *visit)
{
    return visit->state == VISIT_STATE_LANGUAGES && visit->under == VISIT_STATE_LANGUAGES;
}

/* Right to left, every sight is the mirror image of what the same words give from left to right,
 * and the footer and the progress that of Dutch. */
static void test_mirrored(Proof *p, gconstpointer panel)
{
    (void)panel;
    int arabic = content_find_language(p->content, "ar");
    int n_compared = 0;
    for (guint i = 0; i < p->sights->len; i++) {
        const ScreenSight *sight = &g_array_index(p->sights, ScreenSight, i);
        Visit visit = sight->visit;
        visit.language = arabic;
        lay_out(p, sight, &visit, p->scene);
        visit.language = content_find_language(p->content, "nl");
        lay_out(p, sight, &visit, p->other);
        if (is_first_screen(&visit)) {
            continue;
        }
        g_assert_true(p->scene->is_rtl);
        g_assert_false(p->other->is_rtl);
        for (gsize k = 0; k < p->other->n_widgets; k++) {
            const Widget *dutch = &p->other->widgets[k];
            const Widget *same = scene_find(p->scene, dutch->id);
            if (g_str_has_prefix(dutch->id, "foot.") || dutch->look == WIDGET_LOOK_DOTS) {
                g_assert_nonnull(same);
                g_assert_true(is_mirror(&dutch->rect, &same->rect, p->scene->width_px));
                n_compared++;
            }
        }
    }
    g_assert_cmpint(n_compared, >, (int)p->sights->len);
}

/* The first screen's tiles and keys stay where they are while the welcome goes through the
 * languages. */
static void test_still(Proof *p, gconstpointer panel)
{
    (void)panel;
    gsize n;
    content_languages(p->content, &n);
    const ScreenSight *sight = &g_array_index(p->sights, ScreenSight, 0);
    Visit visit = sight->visit;
    g_assert_true(is_first_screen(&visit));
    lay_out(p, sight, &visit, p->scene);
    for (visit.language = 1; visit.language < (int)n; visit.language++) {
        lay_out(p, sight, &visit, p->other);
        for (gsize k = 0; k < p->scene->n_widgets; k++) {
            const Widget *before = &p->scene->widgets[k];
            if (before->is_target) {
                const Widget *now = scene_find(p->other, before->id);
                g_assert_nonnull(now);
                g_assert_cmpmem(&now->rect, sizeof now->rect, &before->rect, sizeof before->rect);
            }
        }
    }
}

/* From Dutch to Arabic and back on every screen (getodk/collect#2330): the same as a fresh start.
 */
static void test_back_and_forth(Proof *p, gconstpointer panel)
{
    (void)panel;
    int dutch = content_find_language(p->content, "nl");
    for (guint i = 0; i < p->sights->len; i++) {
        const ScreenSight *sight = &g_array_index(p->sights, ScreenSight, i);
        Visit visit = sight->visit;
        visit.language = dutch;
        lay_out(p, sight, &visit, p->scene);
        visit.language = content_find_language(p->content, "ar");
        lay_out(p, sight, &visit, p->other);
        visit.language = dutch;
        lay_out(p, sight, &visit, p->other);
        Rect changed;
        g_assert_cmpuint(scene_diff(p->scene, p->other, &changed, 1), ==, 0);
    }
}

/* The proof covers the pack: each question, and each door that a visitor can be sent to. */
static void test_whole(Proof *p, gconstpointer panel)
{
    gsize n_questions;
    gsize n_doors;
    guint64 questions = 0;
    guint64 doors = 0;
    (void)panel;
    for (guint i = 0; i < p->sights->len; i++) {
        const Visit *visit = &g_array_index(p->sights, ScreenSight, i).visit;
        if (visit->state == VISIT_STATE_QUESTION) {
            questions |= G_GUINT64_CONSTANT(1) << visit->question;
        } else if (visit->state == VISIT_STATE_DOORS) {
            doors |= G_GUINT64_CONSTANT(1) << visit->result.doors[visit->door_shown].door;
        }
    }
    const Question *asked = content_questions(p->content, &n_questions);
    const bool is_azc = g_str_equal(p->panel->pack, "meedoenbalie-almere");
    for (gsize i = 0; i < n_questions; i++) {
        /* at a Meedoenbalie nobody is asked for benefits or the town */
        bool is_left_out =
            is_azc && (g_str_equal(asked[i].id, "income") || g_str_equal(asked[i].id, "town"));
        g_assert_cmpint(questions >> i & 1, ==, !is_left_out);
    }
    const Door *list = content_doors(p->content, &n_doors);
    for (gsize i = 0; i < n_doors; i++) {
        if (list[i].is_allowed && list[i].is_enabled && !(doors >> i & 1)) {
            g_test_message("no visitor is sent to %s", list[i].id);
            g_test_fail();
        }
    }
}

static void check_languages(Proof *p, bool is_reach)
{
    gsize n;
    p->is_reach = is_reach;
    content_languages(p->content, &n);
    for (int language = 0; language < (int)n; language++) {
        check_language(p, language);
    }
    g_test_message("%d scenes of %u sights in %d languages", p->n_scenes, p->sights->len, (int)n);
    if (p->n_faults > 0) {
        g_test_message("%d faults", p->n_faults);
        g_test_fail();
    }
}

static void test_norms(Proof *p, gconstpointer panel)
{
    (void)panel;
    check_languages(p, false);
}

static void test_low(Proof *p, gconstpointer panel)
{
    (void)panel;
    check_languages(p, true);
}

/* The rule catches what it is for. */
static void test_technical_words(void)
{
    g_autoptr(GRegex) words = g_regex_new(technical, G_REGEX_CASELESS, 0, NULL);
    static const char *const bad[] = {"Unable to resolve host", "Er is een Error.", "{n} over",
                                      "ui.btn.more", "Сервер не відповідає"};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_assert_true(g_regex_match(words, bad[i], 0, NULL));
    }
    g_assert_false(g_regex_match(words, "Vraag een medewerker om hulp.", 0, NULL));
}

/* Without any content there is one screen. */
static void test_without_content(Proof *p, gconstpointer panel)
{
    (void)panel;
    const VisitTimes times = {60000, 30000};
    Visit visit;
    visit_init(&visit, NULL, &times);
    g_clear_pointer(&p->content, content_free);
    const ScreenSight sight = {.visit = visit};
    lay_out(p, &sight, &visit, p->scene);
    g_assert_cmpstr(p->scene->screen, ==, "closed");
    check_scene(p, &visit);
    g_assert_cmpint(p->n_faults, ==, 0);
}

static void add(const Panel *panel, const char *fact, void (*test)(Proof *, gconstpointer))
{
    g_autofree char *name = g_strdup_printf("/screens/%s, %s on %dx%d", fact, panel->pack,
                                            panel->width_px, panel->height_px);
    g_test_add(name, Proof, panel, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/screens/a technical word is found (story 20)", test_technical_words);
    for (gsize i = 0; i < G_N_ELEMENTS(panels); i++) {
        add(&panels[i], "keep the norms", test_norms);
        add(&panels[i], "have no technical word without content", test_without_content);
        add(&panels[i], "keep them in the lower half", test_low);
        add(&panels[i], "are mirrored from right to left", test_mirrored);
        add(&panels[i], "hold the first tiles still", test_still);
        add(&panels[i], "come back from another language", test_back_and_forth);
        add(&panels[i], "are all walked to", test_whole);
    }
    return g_test_run();
}
