// SPDX-License-Identifier: EUPL-1.2
#include "packctl/po_file.h"

#include <stdbool.h>
#include <string.h>

G_DEFINE_QUARK(packctl_po_file_error, po_file_error)

/* What the last quoted line belonged to. */
typedef enum { IN_NOTHING, IN_CONTEXT, IN_ID, IN_TEXT } Inside;

typedef struct {
    const char *name;
    int line;
    GPtrArray *messages; /* the last one is being read */
    Inside inside;
    GString *value; /* of what is being read */
    gboolean is_fuzzy;
    GError **error;
} Parser;

static void free_message(gpointer data)
{
    PoMessage *message = data;
    g_free(message->context);
    g_free(message->id);
    g_free(message->text);
    g_free(message);
}

static bool refuse(const Parser *parser, const char *reason)
{
    g_set_error(parser->error, PO_FILE_ERROR, PO_FILE_ERROR_SYNTAX, "%s:%d: %s", parser->name,
                parser->line, reason);
    return false;
}

/* Appends what stands between the quotes of `quoted`, the rest of a line. */
static bool append_quoted(Parser *parser, const char *quoted)
{
    gsize length = strlen(quoted);
    if (length < 2 || quoted[0] != '"' || quoted[length - 1] != '"') {
        return refuse(parser, "a text must stand in quotes on its line");
    }
    static const char escapes[] = "n\nt\t\"\"\\\\";
    for (const char *at = quoted + 1; at < quoted + length - 1; at++) {
        if (*at == '"') {
            return refuse(parser, "a quote within a text needs a backslash");
        }
        if (*at != '\\') {
            g_string_append_c(parser->value, *at);
            continue;
        }
        at++;
        gsize i = 0;
        while (escapes[i] && escapes[i] != *at) {
            i += 2;
        }
        if (!escapes[i] || at == quoted + length - 1) {
            return refuse(parser, "after a backslash only n, t, \" and \\ are known");
        }
        g_string_append_c(parser->value, escapes[i + 1]);
    }
    return true;
}

/* Gives the text that was being read to its message. */
static void finish_value(Parser *parser)
{
    if (parser->inside == IN_NOTHING) {
        return;
    }
    PoMessage *message = g_ptr_array_index(parser->messages, parser->messages->len - 1);
    char **place[] = {
        [IN_CONTEXT] = &message->context,
        [IN_ID] = &message->id,
        [IN_TEXT] = &message->text,
    };
    *place[parser->inside] = g_strdup(parser->value->str);
    g_string_truncate(parser->value, 0);
}

static bool finish_message(Parser *parser)
{
    Inside before = parser->inside;
    finish_value(parser);
    parser->inside = IN_NOTHING;
    return before == IN_NOTHING || before == IN_TEXT ||
           refuse(parser, "the message before this line has no msgstr");
}

static void begin_message(Parser *parser)
{
    PoMessage *message = g_new0(PoMessage, 1);
    message->line = parser->line;
    message->is_fuzzy = parser->is_fuzzy;
    parser->is_fuzzy = FALSE;
    g_ptr_array_add(parser->messages, message);
}

/* "msgctxt", "msgid" or "msgstr" with the first line of its text. */
static bool begin_value(Parser *parser, Inside inside, const char *rest)
{
    bool is_first = inside == IN_CONTEXT || (inside == IN_ID && parser->inside != IN_CONTEXT);
    if (is_first) {
        if (!finish_message(parser)) {
            return false;
        }
        begin_message(parser);
    } else if (inside != parser->inside + 1) {
        return refuse(parser, "msgctxt, msgid and msgstr must follow each other");
    } else {
        finish_value(parser);
    }
    parser->inside = inside;
    return append_quoted(parser, rest);
}

static bool read_comment(Parser *parser, const char *line)
{
    if (parser->inside == IN_TEXT && !finish_message(parser)) {
        return false;
    }
    if (g_str_has_prefix(line, "#,") && strstr(line, "fuzzy")) {
        parser->is_fuzzy = TRUE;
    } else if (g_str_has_prefix(line, "#~")) {
        parser->is_fuzzy = FALSE; /* the mark was that of an obsolete message */
    }
    return true;
}

static bool read_line(Parser *parser, const char *line)
{
    static const char *const keywords[] = {
        [IN_CONTEXT] = "msgctxt ",
        [IN_ID] = "msgid ",
        [IN_TEXT] = "msgstr ",
    };
    if (line[0] == '#') {
        return read_comment(parser, line);
    }
    if (line[0] == 0) {
        return parser->inside == IN_NOTHING || finish_message(parser);
    }
    if (line[0] == '"') {
        return parser->inside == IN_NOTHING ? refuse(parser, "this text belongs to nothing")
                                            : append_quoted(parser, line);
    }
    for (Inside inside = IN_CONTEXT; inside <= IN_TEXT; inside++) {
        if (g_str_has_prefix(line, keywords[inside])) {
            return begin_value(parser, inside, line + strlen(keywords[inside]));
        }
    }
    if (g_str_has_prefix(line, "msgid_plural") || g_str_has_prefix(line, "msgstr[")) {
        return refuse(parser, "plural forms are not used");
    }
    return refuse(parser, "must begin with msgctxt, msgid, msgstr, a quote or #");
}

GPtrArray *po_file_parse(GBytes *text, const char *name, GError **error)
{
    gsize size;
    const char *data = g_bytes_get_data(text, &size);
    g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func(free_message);
    g_autoptr(GString) value = g_string_new(NULL);
    Parser parser = {name, 1, messages, IN_NOTHING, value, FALSE, error};
    if (!g_utf8_validate(data ? data : "", (gssize)size, NULL)) {
        refuse(&parser, "the file is not UTF-8");
        return NULL;
    }
    g_autofree char *copy = g_strndup(data ? data : "", size);
    g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);
    for (gsize i = 0; lines[i]; i++) {
        parser.line = (int)i + 1;
        if (!read_line(&parser, g_strchomp(lines[i]))) {
            return NULL;
        }
    }
    return finish_message(&parser) ? g_steal_pointer(&messages) : NULL;
}

char *po_file_header_field(const char *header, const char *field)
{
    g_auto(GStrv) lines = g_strsplit(header, "\n", -1);
    gsize length = strlen(field);
    for (gsize i = 0; lines[i]; i++) {
        if (g_str_has_prefix(lines[i], field) && lines[i][length] == ':') {
            return g_strdup(g_strstrip(lines[i] + length + 1));
        }
    }
    return NULL;
}
