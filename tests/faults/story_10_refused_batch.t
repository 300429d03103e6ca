#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# A server that refuses a whole batch and does not say why: the row that is to blame is found, waits, and is set aside in the end;
# the others arrive, and none is lost (commcare-android#1807, libpretixsync).
set -eu
. tests/tap/tap.sh
. tests/faults/kiosk_and_region.sh

start_region
make_kiosk
fill_outbox 5

# The region's server, but every upload is answered with a problem about the whole batch.
strict=$tap_dir/strict
mkdir -p "$strict"
start_strict() {
    port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
    cat >"$strict/nginx.conf" <<CONFIG
$([ "$(id -u)" != 0 ] || echo 'user root;')
pid $strict/pid; error_log $strict/log; daemon off; worker_processes 1; events {}
http {
    access_log off;
    client_body_temp_path $strict/b; proxy_temp_path $strict/p; fastcgi_temp_path $strict/f; uwsgi_temp_path $strict/u;
    scgi_temp_path $strict/s;
    server {
        listen 127.0.0.1:$port ssl;
        ssl_protocols TLSv1.3;
        ssl_certificate $region/tls/server.pem;
        ssl_certificate_key $region/tls/server.key;
        default_type application/problem+json;
        location = /v1/intakes { return 422 '{"title":"Something in it is wrong"}'; }
        location / { return 503 '{"title":"not now"}'; }
    }
}
CONFIG
    tap_start "$(command -v nginx || echo /usr/sbin/nginx)" -p "$strict" -c "$strict/nginx.conf" -e "$strict/log"
    tap_wait 5 test -s "$strict/pid"
}
start_strict || start_strict || exit 1
point_kiosk "https://localhost:$port"

rows() {
    sqlite3 "$kiosk/state/outbox.sqlite" "SELECT count(*) FROM outbox WHERE $1"
}
start_sync() {
    tap_start "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" 2>>"$tap_dir/sync.log"
    sync_pid=$tap_pid
    tap_wait 10 test -S "$kiosk/run/wake.sock"
}
end_sync() {
    kill -TERM "$sync_pid"
    wait "$sync_pid"
}
# hurry CONDITION: presses "send now" until the outbox has a row like that.
hurry() {
    "$built/tests/faults/wake" "$kiosk/run/wake.sock" n && [ "$(rows "$1")" -gt 0 ]
}

start_sync
tap_ok 'the batch is halved until one row is left, which waits' tap_wait 30 hurry 'attempts = 1'
end_sync
tap_is 'nothing is lost or set aside' "$(outbox_rows)" '5 0'

# An hour passes, twice, for one row.
sqlite3 "$kiosk/state/outbox.sqlite" 'UPDATE outbox SET attempts = 2, next_try = 0 WHERE attempts > 0;
    UPDATE outbox SET next_try = strftime("%s") + 600 WHERE attempts = 0'
waiting=$(rows 'attempts = 2')
start_sync
tap_ok 'refused for the third time it is set aside' tap_wait 30 hurry 'state = 1'
end_sync
tap_ok 'with its reason' test "$(rows "state = 1 AND reason LIKE '%Something in it is wrong%'")" -ge 1
tap_is 'the others wait' "$(rows 'state = 0 AND attempts = 0')" "$((5 - waiting))"

sqlite3 "$kiosk/state/outbox.sqlite" 'UPDATE outbox SET next_try = 0'
point_kiosk "$(cat "$region/url")"
tap_ok 'a server that is right again gets them' sync_once
tap_is 'all but what was set aside' "$(region_rows) $(rows 'state = 0')" "$((5 - $(rows 'state = 1'))) 0"
tap_done
