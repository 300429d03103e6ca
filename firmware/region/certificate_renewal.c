// SPDX-License-Identifier: EUPL-1.2
#include "region/certificate_renewal.h"

#include <string.h>

#include "base/json.h"

G_DEFINE_QUARK(wegwijs_certificate_renewal_error, certificate_renewal_error)

static const char where[] = "the region's answer to a renewal";

gint64 certificate_renewal_due_unix_s(const TlsCertificate *certificate)
{
    gint64 life_s = certificate->not_after_unix_s - certificate->not_before_unix_s;
    return certificate->not_before_unix_s + life_s / 3 * 2;
}

GBytes *certificate_renewal_write_request(const char *csr_pem)
{
    g_autoptr(json_t) request = json_object();
    json_object_set_new(request, "csr", json_string(csr_pem));
    return json_write(request);
}

char *certificate_renewal_read_answer(GBytes *body, const char *key_pem, const char *name,
                                      GError **error)
{
    g_autoptr(json_t) answer = json_parse(body, where, error);
    const char *chain = answer ? json_need_string(answer, "certificate_chain", where, error) : NULL;
    TlsCertificate fresh;
    if (!chain || !tls_certificate_check(chain, key_pem, &fresh, error)) {
        return NULL;
    }
    if (strcmp(fresh.name, name) != 0) {
        g_set_error(error, CERTIFICATE_RENEWAL_ERROR, CERTIFICATE_RENEWAL_ERROR_ANSWER,
                    "%s: the certificate is for another kiosk; nothing was changed", where);
        return NULL;
    }
    return g_strdup(chain);
}
