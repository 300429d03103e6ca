// SPDX-License-Identifier: EUPL-1.2
#include "sync/sync_state.h"

#include <assert.h>

#include "base/file.h"
#include "base/json.h"

enum { MAX_STATUS_BYTES = 16 * 1024 };

static const struct {
    const char *name, *nl, *en;
} states[] = {
    [SYNC_STATE_OK] = {"ok", "Verbonden met de regio.", "Connected to the region."},
    [SYNC_STATE_NOT_ENROLLED] = {"not-enrolled",
                                 "Deze kiosk is nog niet aangemeld bij de regio. Vraag de regio om "
                                 "een aanmeldcode. Intakes blijven bewaard.",
                                 "This kiosk has not been enrolled with the region yet. Ask the "
                                 "region for an enrolment code. Intakes are kept."},
    [SYNC_STATE_NO_NETWORK] = {"no-network",
                               "De regio is niet te bereiken. Kijk of de netwerkkabel vastzit of "
                               "de wifi werkt. Intakes blijven bewaard.",
                               "The region cannot be reached. Check the network cable or the "
                               "wifi. Intakes are kept."},
    [SYNC_STATE_BUSY] = {"busy",
                         "De regio heeft het druk of heeft een storing. De kiosk probeert het "
                         "vanzelf opnieuw. Intakes blijven bewaard.",
                         "The region is busy or has a fault. The kiosk tries again by itself. "
                         "Intakes are kept."},
    [SYNC_STATE_WRONG_CERTIFICATE] =
        {"wrong-certificate",
         "De kiosk krijgt geen veilige verbinding met de regio: het certificaat klopt niet. "
         "Misschien wil het netwerk eerst een aanmelding. Bel de beheerder. Intakes blijven "
         "bewaard.",
         "The kiosk gets no safe connection with the region: the certificate is not right. The "
         "network may want a login first. Call the administrator. Intakes are kept."},
    [SYNC_STATE_CAPTIVE_PORTAL] =
        {"captive-portal",
         "Het netwerk wil een aanmelding (een inlogpagina) voordat de kiosk verder kan. Bel de "
         "netwerkbeheerder. Intakes blijven bewaard.",
         "The network wants a login (a sign-in page) before the kiosk can go on. Call the "
         "network's administrator. Intakes are kept."},
    [SYNC_STATE_CLOCK] = {"clock",
                          "De klok van deze kiosk loopt niet goed, of het certificaat van de regio "
                          "is verlopen. Bel de beheerder. Intakes blijven bewaard.",
                          "The clock of this kiosk is wrong, or the region's certificate has "
                          "expired. Call the administrator. Intakes are kept."},
    [SYNC_STATE_REFUSED] = {"refused",
                            "De regio weigert deze kiosk. Vraag de regio om een nieuwe "
                            "aanmeldcode. Intakes blijven bewaard.",
                            "The region refuses this kiosk. Ask the region for a new enrolment "
                            "code. Intakes are kept."},
};
static_assert(G_N_ELEMENTS(states) == SYNC_N_STATES, "one row a state");

const char *sync_state_name(SyncState state)
{
    return states[state].name;
}

const char *sync_state_message_nl(SyncState state)
{
    return states[state].nl;
}

const char *sync_state_message_en(SyncState state)
{
    return states[state].en;
}

static GBytes *write_status(const SyncStatus *status)
{
    g_autoptr(json_t) object = json_object();
    json_object_set_new(object, "state", json_string(sync_state_name(status->state)));
    json_object_set_new(object, "message_nl", json_string(sync_state_message_nl(status->state)));
    json_object_set_new(object, "message_en", json_string(sync_state_message_en(status->state)));
    json_t *reason = status->reason ? json_string(status->reason) : NULL;
    json_object_set_new(object, "reason", reason ? reason : json_null());
    json_object_set_new(object, "last_contact_unix_s", json_integer(status->last_contact_unix_s));
    json_object_set_new(object, "clock_offset_s",
                        status->has_clock_offset ? json_integer(status->clock_offset_s)
                                                 : json_null());
    json_object_set_new(object, "region_clock_ms",
                        status->has_region_clock ? json_integer(status->region_clock_ms)
                                                 : json_null());
    json_object_set_new(object, "last_try_unix_s", json_integer(status->last_try_unix_s));
    json_object_set_new(object, "next_try_unix_s", json_integer(status->next_try_unix_s));
    json_object_set_new(object, "is_trying", json_boolean(status->is_trying));
    json_object_set_new(object, "certificate_until_unix_s",
                        json_integer(status->certificate_until_unix_s));
    json_t *problem = status->problem ? json_string(status->problem) : NULL;
    json_object_set_new(object, "problem", problem ? problem : json_null());
    return json_write(object);
}

bool sync_state_save(const char *run_dir, const SyncStatus *status, GError **error)
{
    g_autofree char *path = g_build_filename(run_dir, "sync-status.json", NULL);
    g_autoptr(GBytes) fresh = write_status(status);
    g_autoptr(GBytes) there = file_load(path, MAX_STATUS_BYTES, NULL);
    return (there && g_bytes_equal(there, fresh)) || file_save(path, fresh, 0644, error);
}
