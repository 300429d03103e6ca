// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/staff/readiness_slip.h"

#include <string.h>

#include "slip/qr_read.h"
#include "slip/token.h"

/* Signed like a visitor's, so that a desk may try its reader. Its reference is all zeros, which no
 * visitor gets. */
static char *write_code(const Content *content, const KioskIdentity *identity, const SiteTime *time,
                        GError **error)
{
    const Site *site = content_site(content);
    const TokenFacts token = {
        .key_id = identity->slip_key,
        .kiosk = (guint16)identity->kiosk,
        .minutes = time->is_trusted ? token_minutes(time->unix_s) : 0,
        .site = site->number,
    };
    return token_write_url(&token, site->qr_host, identity->slip, error);
}

static char *write_public_key(const KioskIdentity *identity)
{
    g_autoptr(json_t) key = jwk_public_json(identity->slip);
    g_autoptr(GBytes) text = json_write(key);
    gsize size;
    const char *bytes = g_bytes_get_data(text, &size);
    return g_strndup(bytes, size);
}

ReadinessSlip *readiness_slip_new(const Content *content, const KioskIdentity *identity,
                                  const SiteTime *time)
{
    ReadinessSlip *slip = g_new0(ReadinessSlip, 1);
    slip->time = *time;
    slip->place = content ? g_strdup(content_site(content)->name) : NULL;
    if (identity) {
        slip->kiosk = g_strdup_printf("Kiosk %u", identity->kiosk);
        slip->public_key = write_public_key(identity);
    }
    if (content && identity) {
        g_autoptr(GError) why = NULL;
        slip->qr_text = write_code(content, identity, time, &why);
        slip->qr_problem = g_strdup(why ? why->message : NULL);
    }
    return slip;
}

void readiness_slip_free(ReadinessSlip *slip)
{
    if (slip) {
        g_free(slip->place);
        g_free(slip->kiosk);
        g_free(slip->qr_text);
        g_free(slip->qr_problem);
        g_free(slip->public_key);
        g_free(slip);
    }
}

Raster *readiness_slip_draw(const ReadinessSlip *slip, const TestSlipRow *rows, gsize n_rows,
                            TextSetter *setter, int width_dots)
{
    const TestSlipFacts facts = {
        .title = n_rows > 0 ? "Controle van de kiosk" : "Proefbon",
        .place = slip->place,
        .kiosk = slip->kiosk,
        .local_unix_s = slip->time.local_unix_s,
        .is_clock_trusted = slip->time.is_trusted,
        .rows = rows,
        .n_rows = n_rows,
        .end = "Zit er een witte streep in de zwarte balk? Maak dan de printkop schoon.",
        .qr_text = slip->qr_text,
    };
    return test_slip_draw(&facts, setter, width_dots);
}

/* What is read is what was meant, and whoever has the kiosk's public key can tell. */
static bool is_verified(const ReadinessSlip *slip, const char *read, GError **error)
{
    TokenFacts facts;
    g_autoptr(GBytes) text = g_bytes_new(slip->public_key, strlen(slip->public_key));
    g_autoptr(json_t) object = json_parse(text, "slip key", error);
    g_autoptr(Jwk) key = object ? jwk_from_json(object, KEY_USE_SIGN, error) : NULL;
    return key && g_str_equal(read, slip->qr_text) && token_read(read, key, &facts, error);
}

void readiness_slip_read_back(const ReadinessSlip *slip, const Raster *raster,
                              ReadinessResult *result)
{
    g_autoptr(GError) why = NULL;
    if (!slip->qr_text && !slip->qr_problem) {
        readiness_result_say(
            result, STAFF_LIGHT_AMBER,
            (StaffText){"Briefjes hebben nog geen QR-code: de kiosk is niet aangemeld.",
                        "Slips have no QR code yet: the kiosk is not enrolled."},
            (StaffText){"Vraag de regio om een aanmeldcode.",
                        "Ask the region for an enrolment code."});
        return;
    }
    g_autofree char *read = slip->qr_text ? qr_read(raster, &why) : NULL;
    if (read && is_verified(slip, read, &why)) {
        readiness_result_say(result, STAFF_LIGHT_GREEN,
                             (StaffText){"De QR-code op de bon is te lezen en klopt.",
                                         "The QR code on the slip can be read and is right."},
                             READINESS_NO_ADVICE);
    } else {
        readiness_result_say(result, STAFF_LIGHT_RED,
                             (StaffText){"De QR-code op de bon is niet te lezen.",
                                         "The QR code on the slip cannot be read."},
                             (StaffText){"Bel de beheerder.", "Call the administrator."});
        result->detail = g_strdup(why ? why->message : slip->qr_problem);
    }
}

TestSlipMark readiness_slip_mark(StaffLight light)
{
    switch (light) {
    case STAFF_LIGHT_NONE:
    case STAFF_LIGHT_BUSY:
        return TEST_SLIP_NOT_TESTED;
    case STAFF_LIGHT_GREEN:
        return TEST_SLIP_GOOD;
    case STAFF_LIGHT_AMBER:
        return TEST_SLIP_ATTENTION;
    case STAFF_LIGHT_RED:
        return TEST_SLIP_BAD;
    }
    g_assert_not_reached();
}
