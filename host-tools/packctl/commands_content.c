// SPDX-License-Identifier: EUPL-1.2
#include "packctl/commands.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "draw/fonts.h"
#include "packctl/cases.h"
#include "packctl/examples.h"
#include "packctl/explain.h"
#include "packctl/foot_check.h"
#include "packctl/output.h"
#include "packctl/preview.h"
#include "packctl/slip_check.h"
#include "packctl/source.h"
#include "packctl/speech_files.h"
#include "packctl/walk.h"
#include "slip/slip.h"

enum { MAX_CASES_BYTES = 1 << 30, CHUNK_BYTES = 1 << 16 };

static Pack *load_pack(const Arguments *arguments, GError **error)
{
    return pack_load(arguments->operands[0], arguments->locale, arguments->now_unix_s, error);
}

static bool refuse(GError **error, const char *where, const char *reason)
{
    g_set_error(error, CASE_ERROR, CASE_ERROR_INVALID, "%s: %s", where, reason);
    return false;
}

/* `name` among the assets as built. Caller owns. */
static char *find_asset(const Arguments *arguments, const char *name)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *folder = g_path_get_dirname(program ? program : ".");
    return arguments->assets ? g_build_filename(arguments->assets, name, NULL)
                             : g_build_filename(folder, "assets", name, NULL);
}

/* The kiosk's own fonts: others would make other slips. */
static bool use_fonts(const Arguments *arguments, GError **error)
{
    g_autofree char *conf = find_asset(arguments, "fonts/fonts.conf");
    if (!fonts_use(conf, error)) {
        g_prefix_error(error, "slips cannot be measured without the kiosk's fonts (--assets): ");
        return false;
    }
    return true;
}

static bool check_foot(const Arguments *arguments, const Pack *pack, GError **error)
{
    g_autofree char *path = find_asset(arguments, "theme.ini");
    g_autoptr(Theme) theme = theme_load(path, error);
    g_autofree char *fault = theme ? foot_check_find_fault(pack->content, theme) : NULL;
    return theme && (!fault || refuse(error, pack->name, fault));
}

/* What has to be set in type to be known. Says how long the longest slip is when `is_told`. */
static bool check_room(const Arguments *arguments, const Pack *pack, bool is_told, GError **error)
{
    if (!use_fonts(arguments, error) || !check_foot(arguments, pack, error)) {
        return false;
    }
    gsize n;
    g_auto(SlipCheckReport) report;
    slip_check_run(pack->content, isatty(STDERR_FILENO), &report);
    g_autofree char *fault = slip_check_describe_fault(pack->content, &report);
    if (fault) {
        return refuse(error, pack->name, fault);
    }
    if (is_told) {
        g_print("slips: %u different, the longest at most %.1f cm (%s in %s on %d dots)\n",
                report.n_slips, report.height_dots / (10.0 * SLIP_DOTS_PER_MM),
                content_doors(pack->content, &n)[report.door].id,
                content_languages(pack->content, &n)[report.language].code, report.width_dots);
    }
    return true;
}

/* Walks the visits of the pack's site. */
static bool check_visits(const Pack *pack, GError **error)
{
    g_autofree WalkReport *report = g_new0(WalkReport, 1);
    g_autofree char *fault = walk_check(pack->content, content_ask_town(pack->content), report);
    if (fault) {
        return refuse(error, pack->name, fault);
    }
    gsize n;
    const Site *site = content_site(pack->content);
    content_languages(pack->content, &n);
    g_print("%s: fine. %s %s, %" G_GSIZE_FORMAT " languages; %" G_GUINT64_FORMAT
            " different visits, each with a door, at most %d questions\n",
            pack->name, site->kind, content_version(pack->content), n, report->n_visits,
            report->most_asked);
    g_autofree char *speech = speech_files_describe(pack->content, pack->files);
    g_print("%s", speech);
    return true;
}

bool command_check(const Arguments *arguments, GError **error)
{
    g_autoptr(Pack) pack = load_pack(arguments, error);
    return pack && check_visits(pack, error) && check_room(arguments, pack, true, error);
}

bool command_build(const Arguments *arguments, GError **error)
{
    g_autoptr(Pack) pack = load_pack(arguments, error);
    if (!pack || !check_room(arguments, pack, false, error) ||
        !output_save(arguments->operands[1], pack->files, error)) {
        return false;
    }
    if (arguments->is_verbose) {
        g_print("%s: %u files, sha256 %s\n", arguments->operands[1], g_hash_table_size(pack->files),
                content_sha256(pack->content));
    }
    return true;
}

static GBytes *load_input(const char *path, GError **error)
{
    if (strcmp(path, "-") != 0) {
        return file_load(path, MAX_CASES_BYTES, error);
    }
    g_autoptr(GByteArray) all = g_byte_array_new();
    guint8 chunk[CHUNK_BYTES];
    gsize n;
    while ((n = fread(chunk, 1, sizeof(chunk), stdin)) > 0 && all->len < MAX_CASES_BYTES) {
        g_byte_array_append(all, chunk, (guint)n);
    }
    if (ferror(stdin) || all->len >= MAX_CASES_BYTES) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_IO, "cannot read standard input");
        return NULL;
    }
    return g_byte_array_free_to_bytes(g_steal_pointer(&all));
}

/* Appends the result of one case; false when the case is at fault. */
static bool triage_one(Pack *pack, const json_t *json, gint64 today, GString *text, GError **error)
{
    Case visitor;
    if (!case_read(json, pack, &visitor, error)) {
        return false;
    }
    TriageResult result;
    triage_run(visitor.content, &visitor.answers, today, &result);
    case_write_result(&visitor, &result, text);
    return true;
}

static void append_error(GString *text, const char *message)
{
    g_autoptr(json_t) object = json_pack("{s:s}", "error", message);
    g_autoptr(GBytes) line = json_write(object);
    g_string_append_len(text, g_bytes_get_data(line, NULL), (gssize)g_bytes_get_size(line));
}

typedef struct {
    Pack *pack;
    gint64 today;
    const char *path;
    gsize n_cases;
    gsize n_faults;
} Batch;

/* Nothing is printed before the whole list was read: half a result would be no JSON. */
static bool triage_list(Batch *batch, JsonItems *items, GError **error)
{
    g_autoptr(GString) text = g_string_new("[");
    g_autoptr(GError) mistake = NULL;
    json_t *item;
    while ((item = json_items_next(items, &mistake)) != NULL) {
        g_autoptr(json_t) json = item;
        g_autoptr(GError) why = NULL;
        g_string_append(text, batch->n_cases++ == 0 ? "" : ",\n");
        if (!triage_one(batch->pack, json, batch->today, text, &why)) {
            append_error(text, why->message);
            batch->n_faults++;
        }
    }
    if (mistake) {
        g_propagate_error(error, g_steal_pointer(&mistake));
        return false;
    }
    g_string_append(text, "]\n");
    fwrite(text->str, 1, text->len, stdout);
    if (batch->n_faults > 0) {
        g_set_error(error, CASE_ERROR, CASE_ERROR_INVALID,
                    "%s: %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                    " cases were refused; see \"error\" in the output",
                    batch->path, batch->n_faults, batch->n_cases);
    }
    return batch->n_faults == 0;
}

static bool triage_single(const Batch *batch, GBytes *input, GError **error)
{
    g_autoptr(json_t) json = json_parse(input, batch->path, error);
    g_autoptr(GString) text = g_string_new(NULL);
    if (!json) {
        return false;
    }
    if (!triage_one(batch->pack, json, batch->today, text, error)) {
        g_prefix_error(error, "%s: ", batch->path);
        return false;
    }
    puts(text->str);
    return true;
}

bool command_triage(const Arguments *arguments, GError **error)
{
    g_autoptr(Pack) pack = load_pack(arguments, error);
    gint64 start_ms = clock_monotonic_ms();
    g_autoptr(GBytes) input = pack ? load_input(arguments->operands[1], error) : NULL;
    if (!input) {
        return false;
    }
    Batch batch = {pack, arguments->today, arguments->operands[1], 0, 0};
    JsonItems items;
    if (!json_items_begin(&items, input, batch.path)) {
        return triage_single(&batch, input, error);
    }
    bool ok = triage_list(&batch, &items, error);
    gint64 took_ms = MAX(clock_monotonic_ms() - start_ms, 1);
    if (arguments->is_verbose) {
        g_printerr("%" G_GSIZE_FORMAT " cases in %" G_GINT64_FORMAT " ms: %" G_GINT64_FORMAT
                   " a second\n",
                   batch.n_cases, took_ms, (gint64)batch.n_cases * 1000 / took_ms);
    }
    return ok;
}

static json_t *load_cases(const char *path, GError **error)
{
    g_autoptr(GBytes) text = load_input(path, error);
    return text ? json_parse(text, path, error) : NULL;
}

/* Index of --lang, Dutch without; -1 and the error when the pack has no such language. */
static int find_language(const Arguments *arguments, const Pack *pack, GError **error)
{
    const char *code = arguments->lang ? arguments->lang : "nl";
    int language = content_find_language(pack->content, code);
    if (language < 0) {
        g_autofree char *reason = g_strdup_printf("has no language '%s'", code);
        refuse(error, pack->name, reason);
    }
    return language;
}

bool command_explain(const Arguments *arguments, GError **error)
{
    const char *path = arguments->operands[1];
    g_autoptr(Pack) pack = load_pack(arguments, error);
    g_autoptr(json_t) cases = pack ? load_cases(path, error) : NULL;
    int language = cases ? find_language(arguments, pack, error) : -1;
    if (language < 0) {
        return false;
    }
    g_autoptr(json_t) list = json_is_array(cases) ? json_incref(cases) : json_pack("[O]", cases);
    gsize i;
    const json_t *json;
    json_array_foreach(list, i, json)
    {
        Case visitor;
        if (!case_read(json, pack, &visitor, error)) {
            g_prefix_error(error, "%s: [%" G_GSIZE_FORMAT "]: ", path, i);
            return false;
        }
        TriageResult result;
        triage_run(visitor.content, &visitor.answers, arguments->today, &result);
        g_autofree char *text = explain_visit(&visitor, &result, language);
        printf("%s%s", i > 0 ? "\n" : "", text);
    }
    return true;
}

bool command_examples(const Arguments *arguments, GError **error)
{
    g_autoptr(Pack) pack = load_pack(arguments, error);
    if (!pack) {
        return false;
    }
    g_autoptr(json_t) examples = examples_find(pack->content);
    g_autoptr(GBytes) text = json_write(examples);
    g_print("%.*s\n", (int)g_bytes_get_size(text), (const char *)g_bytes_get_data(text, NULL));
    return true;
}

bool command_preview(const Arguments *arguments, GError **error)
{
    g_autoptr(Pack) pack = load_pack(arguments, error);
    int language = pack ? find_language(arguments, pack, error) : -1;
    if (language < 0) {
        return false;
    }
    g_autofree char *text = preview_texts(pack->content, language, pack->files);
    printf("%s", text);
    return true;
}
