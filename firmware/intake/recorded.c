// SPDX-License-Identifier: EUPL-1.2
#include "intake/recorded.h"

#include <string.h>

#define SUFFIX ".opus"

/* Texts that nobody but staff reads, or that are parts of other texts only. */
static const char *const unheard[] = {"slip.staff", "date.", "month.", "hours.", "list.", "skill."};

static bool has_places(const char *text)
{
    return strchr(text, '{') != NULL;
}

bool recorded_is_needed(const Content *content, const char *id)
{
    for (gsize i = 0; i < G_N_ELEMENTS(unheard); i++) {
        if (g_str_has_prefix(id, unheard[i])) {
            return false;
        }
    }
    const char *text = content_text(content, content_find_language(content, "nl"), id);
    return g_str_equal(id, RECORDED_ENDONYM) || (text[0] && !has_places(text));
}

gsize recorded_n_needed(const Content *content)
{
    gsize n;
    gsize n_needed = 1;
    g_autofree const char **ids = content_list_texts(content, &n);
    for (gsize i = 0; i < n; i++) {
        n_needed += recorded_is_needed(content, ids[i]) ? 1 : 0;
    }
    return n_needed;
}

const char *recorded_text(const Content *content, const Recorded *recorded)
{
    gsize n;
    return g_str_equal(recorded->id, RECORDED_ENDONYM)
               ? content_languages(content, &n)[recorded->language].endonym
               : content_text(content, recorded->language, recorded->id);
}

const char *recorded_find_fault(const Content *content, const char *name, Recorded *out)
{
    g_auto(GStrv) parts = g_strsplit(name, "/", 4);
    if (g_strv_length(parts) != 3 || !g_str_equal(parts[0], RECORDED_FOLDER)) {
        return "a recording lies in speech/<language>/";
    }
    if (!g_str_has_suffix(parts[2], SUFFIX)) {
        return "a recording is named <text id>.opus";
    }
    *out = (Recorded){.language = content_find_language(content, parts[1])};
    parts[2][strlen(parts[2]) - strlen(SUFFIX)] = '\0';
    if (out->language < 0) {
        return "the pack has no such language";
    }
    if (g_strlcpy(out->id, parts[2], sizeof out->id) >= sizeof out->id ||
        !recorded_text(content, out)[0]) {
        return "the pack has no such text";
    }
    return has_places(recorded_text(content, out))
               ? "the text has a place that is filled in and cannot be recorded"
               : NULL;
}
