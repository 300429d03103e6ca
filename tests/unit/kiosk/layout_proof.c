// SPDX-License-Identifier: EUPL-1.2
#include "layout_proof.h"

#include <string.h>

#include "draw/fonts.h"

#include "intake/flow.h"

#include "kiosk/read_aloud.h"
#include "kiosk/screen.h"

#include "slip/qr.h"
#include "slip/slip_hours.h"

#include "test_pack.h"

#include "ui/look.h"

enum {
    MAX_LAYOUTS = 2048,
    MAX_SHOWN = 40,
    MAX_PAGES = 6,
    MAX_PAGES_SMALLEST = 9,
    MAX_PAGES_LOW = 13,
    MAX_PAGES_PSEUDO = 26
};

/* "Unable to resolve host" was shown to visitors (pretix/pretixscan-android#139). Whole words, in
 * the languages a careless message would be in. */
const char proof_technical_words[] =
    "\\b(hosts?|servers?|errors?|exceptions?|time-?out|https?|urls?|null|undefined|nan|json|sql|"
    "sqlite|"
    "database|databank|sockets?|dns|tls|ssl|certificaat|certificate|tcp|ip-?adres|wi-?fi|internet|"
    "network|netwerk|offline|online|firmware|software|reboot|crash|debug|failed|invalid|unknown|"
    "foutcode|foutmelding|сервер|помилка|ошибка|خادم|خطأ|الشبكة)\\b|\\{[a-z]|%[sd]|\\b(ui|door|q)"
    "\\.[a-z]";

static const double least_side_mm = 20;
static const double least_gap_mm = 3;
static const gint64 local_unix_s = 1767729600; /* a Tuesday at 20:00, when all is shut */
/* Beside the door that is looked at, the smallest panel has room for one other. */
static const int smallest_px = 800;

const Panel proof_panels[PROOF_PANELS] = {
    {"werkcafe-midden-holland", 1280, 800, 217},  {"werkcafe-midden-holland", 800, 1280, 136},
    {"werkcafe-midden-holland", 1920, 1080, 344}, {"werkcafe-midden-holland", 1080, 1920, 194},
    {"meedoenbalie-almere", 1280, 800, 217},      {"meedoenbalie-almere", 800, 1280, 136},
    {"meedoenbalie-almere", 1920, 1080, 344},     {"meedoenbalie-almere", 1080, 1920, 194},
};

bool proof_is_todays(int index)
{
    enum { EVERY = 4, DAY_S = 24 * 60 * 60 };
    const char *day = g_getenv("WEGWIJS_DAY");
    gint64 today =
        day ? g_ascii_strtoll(day, NULL, 10) : g_get_real_time() / G_USEC_PER_SEC / DAY_S;
    return g_strcmp0(g_getenv("WEGWIJS_SAMPLE"), "1") != 0 || (index + today) % EVERY == 0;
}

static char *find_asset(const char *name)
{
    const char *build = g_getenv("WEGWIJS_BUILD");
    return g_build_filename(build ? build : "build/native", "assets", name, NULL);
}

void proof_init(Proof *p, const Panel *panel, Content *content)
{
    *p = (Proof){.panel = panel};
    g_autofree char *fonts = find_asset("fonts/fonts.conf");
    g_autofree char *theme = find_asset("theme.ini");
    g_autoptr(GError) why = NULL;
    bool is_fine = fonts_use(fonts, &why);
    g_assert_no_error(why);
    g_assert_true(is_fine);
    p->content = content ? content : test_pack_load(panel->pack);
    p->sights = screen_walk(p->content);
    p->technical = g_regex_new(proof_technical_words, G_REGEX_CASELESS, 0, NULL);
    g_assert_nonnull(p->technical);
    p->theme = theme_load(theme, &why);
    p->setter = text_setter_new(MAX_LAYOUTS);
    p->qr = qr_draw("HTTPS://WEGWIJS.EXAMPLE/#VOORBEELD", 1, &why);
    g_assert_no_error(why);
    p->scene = scene_new();
    p->other = scene_new();
    p->told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

void proof_clear(Proof *p)
{
    g_hash_table_unref(p->told);
    scene_free(p->other);
    scene_free(p->scene);
    cairo_surface_destroy(p->qr);
    text_setter_free(p->setter);
    theme_free(p->theme);
    g_regex_unref(p->technical);
    g_array_unref(p->sights);
    content_free(p->content);
}

void proof_lay_out(Proof *p, const ScreenSight *sight, const Visit *visit, Scene *scene)
{
    ScreenFacts facts = {
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
        .spoken_languages = read_aloud_voices(visit->content),
    };
    screen_sight_tell(sight, &facts);
    screen_lay_out(&facts, scene);
}

/* --- rules -------------------------------------------------------------------------------------
 */

cairo_surface_t *proof_paint(const Scene *scene)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, scene->width_px, scene->height_px);
    cairo_t *cairo = cairo_create(surface);
    const Rect whole = {0, 0, scene->width_px, scene->height_px};
    scene_paint(scene, cairo, &whole, NULL, NULL);
    cairo_destroy(cairo);
    return surface;
}

static char *leave_picture(const Proof *p, const Visit *visit)
{
    const Scene *scene = p->scene;
    g_autofree char *name =
        g_strdup_printf("%s%s%s-%s-%dx%d-size%d-page%d.png", scene->screen,
                        scene->detail[0] ? "-" : "", scene->detail, scene->language,
                        scene->width_px, scene->height_px, visit->text_size, visit->page);
    char *path = g_build_filename("build", "log", "screens", p->panel->pack, name, NULL);
    g_autofree char *folder = g_path_get_dirname(path);
    g_mkdir_with_parents(folder, 0755);
    cairo_surface_t *surface = proof_paint(scene);
    cairo_surface_write_to_png(surface, path);
    cairo_surface_destroy(surface);
    return path;
}

/* The same fault of the same text is told once, where it is met first. */
static void complain(Proof *p, const Visit *visit, const Widget *widget, const char *what)
{
    const Scene *scene = p->scene;
    const char *label = widget->label ? widget->label : "";
    p->n_faults++;
    char *fault =
        g_strdup_printf("%s %s, %s, %s: %s%s‘%s’ %s", scene->screen, scene->detail, scene->language,
                        p->panel->width_px > p->panel->height_px ? "landscape" : "portrait",
                        widget->id, widget->id[0] ? " " : "", label, what);
    if (g_hash_table_add(p->told, fault) && g_hash_table_size(p->told) <= MAX_SHOWN) {
        g_autofree char *picture = leave_picture(p, visit);
        g_test_message("%s (%s)", fault, picture);
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

void proof_check_scene(Proof *p, const Visit *visit)
{
    const Scene *scene = p->scene;
    p->n_scenes++;
    if (scene->scale.shrink > 0 && !p->is_pseudo) {
        complain(p, visit, &scene->widgets[0], "is on a screen with type below the norms");
    }
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
static void check_card(Proof *p, const ScreenSight *sight, const Visit *visit)
{
    gsize n;
    ScreenFacts facts = {0};
    screen_sight_tell(sight, &facts);
    const SlipMoment moment = {facts.presence, local_unix_s, true};
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
    g_autofree char *when = slip_hours_door(p->content, visit->language, index, &moment);
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

/* A closed kiosk says so to everybody, or why. */
static void check_closed(Proof *p, const ScreenSight *sight, const Visit *visit)
{
    gsize n;
    bool has_reason = sight->closed_reason != SITE_TODAY_REASON_NONE;
    g_autofree char *id = g_strconcat(has_reason ? "ui.closed.reason." : "ui.closed.title",
                                      site_today_reason_id(sight->closed_reason), NULL);
    content_languages(p->content, &n);
    for (int i = 0; i < (int)n; i++) {
        if (!says(p->scene, content_text(p->content, i, id))) {
            complain(p, visit, &p->scene->widgets[0], "is on a screen that leaves out a language");
        }
    }
}

/* The message of the day is there, whole, on every panel. */
static void check_message(Proof *p, const ScreenSight *sight, const Visit *visit)
{
    ScreenFacts facts = {0};
    screen_sight_tell(sight, &facts);
    if (facts.message && !says(p->scene, facts.message)) {
        complain(p, visit, &p->scene->widgets[0], "is on a screen without the message of the day");
    }
}

/* ... and takes no language off the first page. */
static void check_first_page(Proof *p, const ScreenSight *sight, const Visit *visit)
{
    bool is_first = visit->state == VISIT_STATE_LANGUAGES && !visit->is_reach;
    if (sight->has_message && is_first && scene_find(p->scene, "more")) {
        complain(p, visit, &p->scene->widgets[0], "is on a screen whose message hides languages");
    }
}

/* Contrast changes colours only. */
static void check_contrast(Proof *p, const ScreenSight *sight, const Visit *visit)
{
    Visit high = *visit;
    high.is_high_contrast = true;
    proof_lay_out(p, sight, &high, p->other);
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
    int limit = p->is_pseudo      ? MAX_PAGES_PSEUDO
                : !is_smallest    ? MAX_PAGES
                : visit->is_reach ? MAX_PAGES_LOW
                                  : MAX_PAGES_SMALLEST;
    for (visit->page = 0; visit->page <= limit; visit->page++) {
        proof_lay_out(p, sight, visit, p->scene);
        g_autofree char *more = g_strdup(list_targets(p->scene, ids));
        if (visit->page > 0 && g_strcmp0(more, first) == 0) {
            break;
        }
        proof_check_scene(p, visit);
        if (visit->is_reach) {
            check_low(p, visit);
        }
        check_contrast(p, sight, visit);
        check_message(p, sight, visit);
        check_first_page(p, sight, visit);
        if (visit->state == VISIT_STATE_DOORS) {
            check_card(p, sight, visit);
        } else if (visit->state == VISIT_STATE_CLOSED) {
            check_closed(p, sight, visit);
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

void proof_check_language(Proof *p, int language)
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

void proof_finish(Proof *p)
{
    g_test_message("%d scenes of %u sights", p->n_scenes, p->sights->len);
    if (p->n_faults > 0) {
        g_test_message("%d faults, %u different ones", p->n_faults, g_hash_table_size(p->told));
        g_test_fail();
    }
}
