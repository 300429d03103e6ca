// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/content_source.h"

struct ContentSource {
    ContentStore *store;
    Jwk *initial_key; /* or NULL */
    char *initial;    /* folder of the image's pack, or NULL */
    char *tried; /* SHA-256 that `current` named at the last load: a damaged pack is not tried again
                    and again */
    char *problem;
    gint64 signed_unix_s;
    bool is_reviewed_only;
    char *languages; /* order of them, as content.languages */
};

static gsize collect_keys(const ContentSource *source, const KioskIdentity *identity,
                          const Jwk **keys)
{
    gsize n = 0;
    for (gsize i = 0; identity && i < identity->n_content; i++) {
        keys[n++] = identity->content[i];
    }
    if (source->initial_key) {
        keys[n++] = source->initial_key;
    }
    return n;
}

static bool install_initial(ContentSource *source, const Jwk *const *keys, gsize n_keys,
                            GError **error)
{
    g_autofree char *current = content_store_current(source->store);
    if (current || !source->initial) {
        return true;
    }
    g_autoptr(SignedPack) pack = signed_pack_load_whole(source->initial, keys, n_keys, error);
    return pack && content_store_install(source->store, pack, error);
}

ContentSource *content_source_new(const Settings *settings, const KioskIdentity *identity,
                                  GError **error)
{
    g_autoptr(ContentSource) source = g_new0(ContentSource, 1);
    const char *key_path = settings_text(settings, "content", "initial_key");
    if (key_path[0]) {
        source->initial_key = jwk_load(key_path, KEY_USE_SIGN, error);
        if (!source->initial_key) {
            return NULL;
        }
    }
    source->languages = g_strdup("");
    const char *initial = settings_text(settings, "content", "initial");
    source->initial = initial[0] ? g_strdup(initial) : NULL;
    const Jwk *keys[IDENTITY_MAX_CONTENT_KEYS + 1];
    gsize n_keys = collect_keys(source, identity, keys);
    g_autofree char *root =
        g_build_filename(settings_text(settings, "kiosk", "state_dir"), "content", NULL);
    source->store = content_store_open(root, keys, n_keys, error);
    if (!source->store) {
        return NULL;
    }
    g_autoptr(GError) why = NULL;
    if (!install_initial(source, keys, n_keys, &why)) {
        source->problem = g_strdup(why->message);
    }
    return g_steal_pointer(&source);
}

void content_source_free(ContentSource *source)
{
    if (!source) {
        return;
    }
    content_store_close(source->store);
    jwk_free(source->initial_key);
    g_free(source->initial);
    g_free(source->languages);
    g_free(source->tried);
    g_free(source->problem);
    g_free(source);
}

void content_source_use_languages(ContentSource *source, const char *order, bool is_reviewed_only)
{
    g_free(source->languages);
    source->languages = g_strdup(order);
    source->is_reviewed_only = is_reviewed_only;
}

bool content_source_is_changed(const ContentSource *source, const Content *in_use)
{
    if (in_use && (content_is_reviewed_only(in_use) != source->is_reviewed_only ||
                   g_strcmp0(content_language_order(in_use), source->languages) != 0)) {
        return true;
    }
    g_autofree char *current = content_store_current(source->store);
    if (!current && !in_use) {
        return true; /* nothing to show: worth a look, and it costs one */
    }
    bool was_tried = current && g_strcmp0(current, source->tried) == 0;
    return !was_tried && g_strcmp0(current, in_use ? content_sha256(in_use) : NULL) != 0;
}

static Content *load_once(ContentSource *source, GError **error)
{
    bool fell_back = false;
    g_autoptr(SignedPack) pack = content_store_load(source->store, &fell_back, error);
    if (!pack) {
        return NULL;
    }
    if (fell_back && !source->problem) {
        source->problem = g_strdup("the newest content is damaged; the one before it is in use");
    }
    const ContentParts parts = {.name = pack->name,
                                .files = pack->files,
                                .reviewed_only = source->is_reviewed_only,
                                .languages = source->languages};
    Content *content = content_new(&parts, error);
    if (content) {
        source->signed_unix_s = pack->signed_unix_s;
    }
    return content;
}

/* A pack may be signed and whole and still be unusable to this program: then the one before it is
 * tried, once. */
Content *content_source_load(ContentSource *source, GError **error)
{
    g_autoptr(GError) why = NULL;
    Content *content = load_once(source, &why);
    if (!content && g_error_matches(why, CONTENT_STORE_ERROR, CONTENT_STORE_ERROR_NONE)) {
        g_set_error(error, CONTENT_STORE_ERROR, CONTENT_STORE_ERROR_NONE, "%s",
                    source->problem ? source->problem
                                    : "no pack is installed; name one as content.initial or have "
                                      "the region offer one");
        return NULL;
    }
    if (!content && content_store_roll_back(source->store, NULL)) {
        g_free(source->problem);
        source->problem = g_strdup(why->message);
        g_clear_error(&why);
        content = load_once(source, &why);
    }
    g_free(source->tried);
    source->tried = content_store_current(source->store);
    if (!content) {
        g_propagate_error(error, g_steal_pointer(&why));
    }
    return content;
}

char *content_source_folder(const ContentSource *source, const Content *content)
{
    return content_store_folder(source->store, content_sha256(content));
}

const char *content_source_problem(const ContentSource *source)
{
    return source->problem;
}

gint64 content_source_signed_unix_s(const ContentSource *source)
{
    return source->signed_unix_s;
}

ContentStoreEntry *content_source_describe(const ContentSource *source, bool is_previous)
{
    return content_store_describe(source->store, is_previous);
}

bool content_source_roll_back(ContentSource *source, GError **error)
{
    return content_store_roll_back(source->store, error);
}
