// SPDX-License-Identifier: EUPL-1.2
#include "regiond/enrolment_code.h"

#include <string.h>

#include "store/jwk.h"

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

char *enrolment_code_generate(void)
{
    guint8 random[ENROLMENT_CODE_CHARS];
    keys_random(random, sizeof random);
    GString *code = g_string_new(NULL);
    for (int i = 0; i < ENROLMENT_CODE_CHARS; i++) {
        if (i == ENROLMENT_CODE_CHARS / 2) {
            g_string_append_c(code, '-');
        }
        g_string_append_c(code, alphabet[random[i] & 31]);
    }
    explicit_bzero(random, sizeof random);
    return g_string_free(code, FALSE);
}

/* Crockford's look-alikes; 0 for a character that is none. */
static char read_character(char typed)
{
    char upper = g_ascii_toupper(typed);
    if (upper == 'O') {
        return '0';
    }
    if (upper == 'I' || upper == 'L') {
        return '1';
    }
    return upper && strchr(alphabet, upper) ? upper : 0;
}

char *enrolment_code_normalise(const char *typed)
{
    char code[ENROLMENT_CODE_CHARS + 1] = {0};
    int n = 0;
    for (const char *at = typed; *at; at++) {
        if (*at == ' ' || *at == '-') {
            continue;
        }
        char character = read_character(*at);
        if (!character || n == ENROLMENT_CODE_CHARS) {
            return NULL;
        }
        code[n++] = character;
    }
    return n == ENROLMENT_CODE_CHARS ? g_strdup(code) : NULL;
}

char *enrolment_code_hash(const char *normalised)
{
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, normalised, -1);
}
