#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# A network that wants a login answers in the region's place (getodk/collect): nothing counts as sent, staff see why.
set -eu
. tests/tap/tap.sh
. tests/faults/kiosk_and_region.sh

start_region
make_kiosk
fill_outbox 5

# A login page under the name "portal.localhost" with a certificate nobody knows, and two servers that have the region's own
# certificate but behave like one.
portal=$tap_dir/portal
mkdir -p "$portal"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2 -subj /CN=portal \
    -addext subjectAltName=DNS:portal.example -keyout "$portal/portal.key" -out "$portal/portal.pem" 2>/dev/null
free_port() {
    while :; do
        port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
        grep -qi ":$(printf '%04X' "$port") " /proc/net/tcp || break
    done
    echo "$port"
}
listen() {
    cat <<CONFIG
server {
    listen 127.0.0.1:$1 ssl;
    ssl_protocols TLSv1.3;
    ssl_certificate $2.pem;
    ssl_certificate_key $2.key;
    location / { $3 }
}
CONFIG
}
page='default_type text/html; return 200 "<html><title>Log in</title></html>";'
start_portal() {
    stranger=$(free_port) html=$(free_port) redirect=$(free_port) forged=$(free_port)
    {
        [ "$(id -u)" != 0 ] || echo 'user root;'
        echo "pid $portal/pid; error_log $portal/log; daemon off; worker_processes 1; events {} http { access_log off;"
        for name in client_body proxy fastcgi uwsgi scgi; do echo "${name}_temp_path $portal/$name;"; done
        listen "$stranger" "$portal/portal" "$page"
        listen "$html" "$region/tls/server" "$page"
        listen "$redirect" "$region/tls/server" 'return 302 https://portal.example/login;'
        listen "$forged" "$region/tls/server" \
            "default_type application/json; return 200 '{\"results\":[],\"receipt\":\"e30.e30.AAAA\"}';"
        echo '}'
    } >"$portal/nginx.conf"
    tap_start "$(command -v nginx || echo /usr/sbin/nginx)" -p "$portal" -c "$portal/nginx.conf" -e "$portal/log"
    tap_wait 5 test -s "$portal/pid"
}
start_portal || start_portal || exit 1

# case NAME PORT STATE: an upload there fails, is not counted, and staff see STATE.
case_fails() {
    point_kiosk "https://localhost:$2"
    tap_fails "$1: the upload fails" 1 'upload failed' "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once
    tap_is "$1: staff see why" "$(sync_state)" "$3"
    tap_is "$1: nothing is marked sent" "$(outbox_rows)" '5 0'
}
case_fails 'a page instead of an answer' "$html" captive-portal
tap_ok 'in plain words' grep -q 'Het netwerk wil een aanmelding' "$kiosk/run/sync-status.json"
case_fails 'a redirect to another host' "$redirect" captive-portal
case_fails 'a login page with a certificate of its own' "$stranger" captive-portal
case_fails 'an answer with a forged receipt' "$forged" wrong-certificate

point_kiosk "$(cat "$region/url")"
tap_ok 'after the login all are sent' sync_once
tap_is 'none is lost or doubled' "$(region_rows) $(outbox_rows)" '5 0 0'
tap_is 'staff see that all is well' "$(sync_state)" ok
tap_done
