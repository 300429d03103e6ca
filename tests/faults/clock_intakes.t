#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Intakes and a clock that was wrong: what was written under it is neither removed too soon nor kept for ever once the right time is
# known, whatever way the clock jumps, with the region or without it.
set -eu
. tests/tap/tap.sh
. tests/faults/kiosk_and_region.sh

shift_so=$tap_dir/clock_shift.so
"${CC:-gcc}" -D_GNU_SOURCE -shared -fPIC -o "$shift_so" tests/faults/preload/clock_shift.c || tap_skip 'no compiler'
day=86400

# at AHEAD_S COMMAND...: with this wall clock.
at() {
    ahead=$1
    shift
    CLOCK_SHIFT_S=$ahead LD_PRELOAD=$shift_so "$@"
}
# The region's clock is the right one. region_is AHEAD_S: the same region later.
region_is() {
    later=$1
    host-tools/regiond/region.sh stop --dir "$region" >/dev/null
    REGIOND=$built/regiond at "$1" host-tools/regiond/region.sh start --dir "$region" >/dev/null 2>&1
}
sync_at() {
    at "$1" "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once >"$kiosk/said" 2>&1
}
fill_at() {
    at "$1" "$built/tests/faults/fill_outbox" "$kiosk/state" "$2" >"$kiosk/ids"
}
# How many hours before AHEAD_S from now the intakes are dated, the eldest and the youngest.
ages_at() {
    sqlite3 "$kiosk/state/outbox.sqlite" "SELECT count(*) || ' ' || (($(date +%s) + $1 - min(hour)) / 3600) || ' '
        || (($(date +%s) + $1 - max(hour)) / 3600) FROM outbox"
}
expired() {
    sqlite3 "$kiosk/state/outbox.sqlite" 'SELECT expired FROM tally'
}

# The region as it is, but it takes no intakes at the moment.
start_unwilling() {
    port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
    sed -e "s|listen 127.0.0.1:[0-9]*|listen 127.0.0.1:$port|" -e "s|^pid .*|pid $unwilling/pid;|" \
        -e "s|^\( *\)location / {|\1location = /v1/intakes { default_type application/problem+json; return 503 '{\"title\":\"Later\"}'; }\n&|" \
        -e "s|_temp_path \"$region/run/|_temp_path \"$unwilling/|" "$region/nginx.conf" >"$unwilling/nginx.conf"
    tap_start "$(command -v nginx || echo /usr/sbin/nginx)" -g 'daemon off;' -p "$unwilling" -c "$unwilling/nginx.conf" -e "$unwilling/log"
    tap_wait 30 test -s "$unwilling/pid"
}
# reports_at AHEAD_S: runs with this wall clock until the region has said what time it is. Intakes come first, and fail.
heard() {
    [ "$(sed -n 's/.*"confirmed_unix_s":\([0-9]*\).*/\1/p' "$kiosk/state/clock.json")" -ge "$1" ]
}
reports_at() {
    rm -f "$kiosk/state/sync.json"
    tap_start env "CLOCK_SHIFT_S=$1" "LD_PRELOAD=$shift_so" "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" 2>"$tap_dir/sync.log"
    tap_wait 60 heard $(($(date +%s) + later - 3600)) || tap_diag "$(cat "$tap_dir/sync.log")"
    kill "$tap_pid"
    wait "$tap_pid" || true
}

start_region
make_kiosk
unwilling=$tap_dir/unwilling
mkdir -p "$unwilling"
start_unwilling || start_unwilling || exit 1

# The board was off for ten days and has no battery for its clock: visits under an old clock, then the network's time, no region.
point_kiosk https://localhost:1
fill_at 0 3
sync_at 0 || true
sync_at $((10 * day)) || true
tap_is 'a clock ten days behind is put right: no intake is removed' "$(outbox_rows) $(expired)" '3 0 0'
fill_at $((10 * day)) 2
sync_at $((-300 * day)) || true
sync_at $((14 * 365 * day)) || true
tap_is 'nor when it jumps back, and far ahead' "$(outbox_rows) $(expired)" '5 0 0'
fill_at $((800 * day)) 1
sync_at $((800 * day)) || true
tap_is 'what was written in years to come is dated now' "$(ages_at 0)" '6 0 0'

# The region is back, a month later than the kiosk believes, and takes no intakes.
region_is $((30 * day))
point_kiosk "https://localhost:$port"
reports_at 0
tap_is 'the region gives the time: no intake is removed' "$(outbox_rows) $(expired)" '6 0 0'
tap_is 'and they are of the last hours by its clock' "$(ages_at $((30 * day)))" '6 1 1'
sync_at $((30 * day)) || true
tap_is 'nor is one by the right clock' "$(outbox_rows) $(expired)" '6 0 0'
fill_at $((900 * day)) 1
region_is $((36 * day))
reports_at $((300 * day))
tap_is 'after six days they are still there' "$(outbox_rows) $(expired)" '7 0 0'
region_is $((38 * day))
reports_at 0
sync_at 0 || true
tap_is 'what the region would not have for a week is removed, and counted' "$(outbox_rows) $(expired)" '1 0 6'

point_kiosk "$(cat "$region/url")"
tap_ok 'the region takes intakes again' sync_at 0
tap_is 'and what waited arrives' "$(region_rows) $(outbox_rows)" '1 0 0'
tap_done
