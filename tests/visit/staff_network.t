#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Network and queue in the staff menu, on the real programs: how things are in words, in both languages: connected, a login page, a
# certificate that is not right, a clock that is off, a sending program that does not run; what was set aside and why; send now.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh
. tests/visit/staff.sh

pictures=build/log/staff_network
mkdir -p "$pictures"
shift_so=$tap_dir/clock_shift.so
"${CC:-gcc}" -D_GNU_SOURCE -shared -fPIC -o "$shift_so" tests/faults/preload/clock_shift.c || tap_skip 'no compiler'

# says TEXT: on one of the pages.
says() {
    for _ in 1 2 3; do
        labels | grep -qF "$1" && return 0
        touch_widget staff.more 2>/dev/null || return 1
    done
    return 1
}
soon_says() {
    tap_wait 30 says "$1"
}
# press WIDGET: on one of the pages.
press() {
    for _ in 1 2 3; do
        touch_widget "$1" 2>/dev/null && return 0
        touch_widget staff.more
    done
    return 1
}
change_language() {
    touch_widget staff.back
    touch_widget staff.language
    go_to network
}
can_send() {
    for _ in 1 2 3; do
        tap_key=$(ask '{"do":"tree"}' | jq -r '.widgets[] | select(.id == "staff.do.send-now") | if .enabled then "yes" else "no" end')
        [ -z "$tap_key" ] || break
        touch_widget staff.more
    done
    echo "$tap_key"
}
# sync_with URL [SECONDS]: wegwijs-sync anew, with this region, its clock moved by so much.
sync_with() {
    end "$sync_pid" || true
    sed -i "s|^url = .*|url = $1|" "$kiosk/kiosk.ini"
    CLOCK_SHIFT_S=${2:-0} LD_PRELOAD=$shift_so tap_start "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" 2>>"$kiosk/sync.log"
    sync_pid=$tap_pid
}

# A login page with the region's own certificate, as a network that wants a login shows it, and an answer in the region's name that
# it did not sign.
start_portal() {
    portal=$tap_dir/portal
    mkdir -p "$portal"
    page=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 6000))
    forged=$((page + 6001))
    {
        [ "$(id -u)" != 0 ] || echo 'user root;'
        echo "pid $portal/pid; error_log $portal/log; daemon off; worker_processes 1; events {} http { access_log off;"
        for name in client_body proxy fastcgi uwsgi scgi; do echo "${name}_temp_path $portal/$name;"; done
        tls="ssl_protocols TLSv1.3; ssl_certificate $region/tls/server.pem; ssl_certificate_key $region/tls/server.key;"
        echo "server { listen 127.0.0.1:$page ssl; $tls location / { default_type text/html; return 200 '<html>Log in</html>'; } }"
        echo "server { listen 127.0.0.1:$forged ssl; $tls location / { default_type application/json;"
        echo "return 200 '{\"results\":[],\"receipt\":\"e30.e30.AAAA\",\"orders\":\"e30.e30.AAAA\"}'; } } }"
    } >"$portal/nginx.conf"
    tap_start "$(command -v nginx || echo /usr/sbin/nginx)" -p "$portal" -c "$portal/nginx.conf" -e "$portal/log"
    tap_wait 5 test -s "$portal/pid"
}

install build/packs/werkcafe-midden-holland
start_portal || start_portal || give_up 'no portal'
come_in
go_to network
tap_ok 'all is well' soon_says 'Verbonden met de regio.'
tap_ok 'nothing waits' says 'Er wacht niets.'
tap_ok 'the certificate has its end' says 'De kiosk mag verzenden tot '

# ---- refused rows, send now -------------------------------------------------------------------------------------------
"$built/tests/faults/fill_outbox" "$kiosk/state" 4 2 >"$tap_dir/ids"
press staff.do.send-now
tap_ok 'send now: and it says what came of it' soon_says 'Alles is verstuurd.'
take_picture "$pictures/sent.png"
wait_records 3
tap_is 'three are at the region, one is set aside' "$(queue)" '0 1'
tap_ok 'the page says so' soon_says 'Apart gezet: 1 intake'
press staff.go.aside
tap_ok 'with its reason' says 'Sealed under another id'
tap_is 'and no id of it' "$(ask '{"do":"tree"}' | grep -c -F -f "$tap_dir/ids" || true)" 0
tap_is 'nothing can be done to it' "$(labels | grep -c '^staff\.\(do\|reset\)' || true)" 0
take_picture "$pictures/aside.png"
touch_widget staff.back
tap_ok 'the journal knows that it was asked' grep -q 'network.send-now' "$kiosk/state/journal.log"

# ---- a network that wants a login -------------------------------------------------------------------------------------
sync_with "https://localhost:$page"
tap_ok 'a login page, in words' soon_says 'Het netwerk wil een aanmelding'
take_picture "$pictures/portal.png"
"$built/tests/faults/fill_outbox" "$kiosk/state" 2 >"$tap_dir/ids"
tap_ok 'what waits is counted, with its hour' soon_says '2 intakes. De oudste: '
take_picture "$pictures/waiting.png"
press staff.do.send-now
tap_ok 'sending there is said to have failed' soon_says 'Het is niet gelukt.'
tap_is 'and nothing is gone' "$(queue)" '2 1'
change_language
tap_ok 'in English' says 'The network wants a login'
change_language

# ---- somebody in the region's place -----------------------------------------------------------------------------------
sync_with "https://localhost:$forged"
tap_ok 'a stranger in its place' soon_says 'het certificaat klopt niet'
tap_is 'gets nothing' "$(queue)" '2 1'

# ---- the clock --------------------------------------------------------------------------------------------------------
sync_with "$(cat "$region/url")" $((14 * 365 * 86400))
tap_ok 'a clock that is years off' soon_says 'De klok van deze kiosk loopt niet goed'
sync_with "$(cat "$region/url")" 10800
tap_ok 'a clock that is hours off, by how much' soon_says 'De klok loopt 3 uur voor.'
take_picture "$pictures/clock.png"
change_language
tap_ok 'in English' says 'The clock is 3 hours ahead.'
change_language

# ---- nobody sends -----------------------------------------------------------------------------------------------------
sync_with "$(cat "$region/url")"
tap_ok 'the region again' soon_says 'Verbonden met de regio.'
tap_is 'has the rest' "$(queue)" '0 1'
end "$sync_pid" || true
sync_pid=''
tap_ok 'a sending program that does not run is noticed' soon_says 'Het deel van de kiosk dat verstuurt, werkt niet.'
tap_is 'and there is nothing to press' "$(can_send)" no
take_picture "$pictures/silent.png"
start_sync
tap_ok 'until it runs again' soon_says 'Verbonden met de regio.'
touch_widget staff.back
take_picture "$pictures/overview.png"
stop_region
uninstall
tap_done
