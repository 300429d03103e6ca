#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# wegwijs-sync on an ordinary day: it waits without waking, sends after a wake-up, brings content, obeys, ends at once.
set -eu
. tests/tap/tap.sh
. tests/faults/kiosk_and_region.sh

# offer SEQUENCE: the region offers a signed pack with this number.
offer() {
    sed -E "s/(\"sequence\": *)[0-9]+/\1$1/" assets/content/werkcafe-midden-holland/pack.json >"$tap_dir/pack.json"
    rm -rf "$tap_dir/assets" "$tap_dir/pack"
    mkdir -p "$tap_dir/assets"
    cp -R assets/content assets/locale "$tap_dir/assets"
    cp "$tap_dir/pack.json" "$tap_dir/assets/content/werkcafe-midden-holland/pack.json"
    "$built/packctl" build "$tap_dir/assets/content/werkcafe-midden-holland" "$tap_dir/pack" >"$tap_dir/packctl.log" &&
        "$built/packctl" sign "$tap_dir/pack" --key "${2:-$tap_dir/content.jwk}" >>"$tap_dir/packctl.log" &&
        "$built/packctl" bundle "$tap_dir/pack" "$tap_dir/pack.bundle" >>"$tap_dir/packctl.log" &&
        "$built/regiond" admin offer-content "$tap_dir/pack.bundle" --data "$region/data" >>"$tap_dir/packctl.log"
}
current() {
    readlink "$kiosk/state/content/current" || echo none
}
pack_sha256() {
    sha256sum "$tap_dir/pack/pack.json" | cut -c1-64
}
send_byte() {
    "$built/tests/faults/wake" "$kiosk/run/wake.sock" "$1"
}
wakeups() {
    awk '/^voluntary_ctxt_switches/ { n = $2 } END { print n }' "/proc/$sync_pid/status"
}
rests() {
    before=$(wakeups)
    timeout 3 tail --pid="$sync_pid" -f /dev/null || true
    after=$(wakeups)
    [ "$after" = "$before" ]
}
pss_is_small() {
    pss=$(awk '/^Pss:/ { print $2 }' "/proc/$sync_pid/smaps_rollup")
    [ "$pss" -le 8192 ]
}

start_region
make_kiosk
tap_ok 'a pack is offered' offer 5
tap_ok 'and comes with the next run' sync_once
tap_is 'it is in use' "$(current)" "$(pack_sha256)"
tap_is 'nothing is left of the download' "$(find "$kiosk/state/download" -type f | wc -l)" 0
in_use=$(current)

tap_start "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" 2>"$tap_dir/sync.log"
sync_pid=$tap_pid
tap_wait 10 test -S "$kiosk/run/wake.sock"
tap_wait 10 grep -q 'connected to the region' "$tap_dir/sync.log" || tap_diag "$(cat "$tap_dir/sync.log")"
tap_fails 'a second one is kept out' 1 'another wegwijs-sync works' "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once
tap_ok 'it rests without waking' rests
tap_ok 'it is small' pss_is_small
tap_diag "$((after - before)) wake-ups in 3 s, PSS $pss kB"

fill_outbox 7
send_byte w
tap_ok 'a wake-up sends what waits' tap_wait 10 sh -c "[ \"\$('$built/regiond' admin open --data '$region/data' | wc -l)\" = 7 ]"
tap_ok 'and the outbox is empty' tap_wait 5 sh -c "[ \"\$(sqlite3 '$kiosk/state/outbox.sqlite' 'SELECT count(*) FROM outbox')\" = 0 ]"

offer 6
send_byte n
tap_ok 'staff press "send now": the next pack comes' tap_wait 10 sh -c "[ \"\$(readlink '$kiosk/state/content/current')\" != '$in_use' ]"
tap_is 'it is the one that was offered' "$(current)" "$(pack_sha256)"

"$built/regiond" admin set closed true --data "$region/data" >/dev/null
old_serial=$(openssl x509 -in "$kiosk/state/tls/client.pem" -noout -serial)
"$built/regiond" admin command re-enrol --kiosk 1 --data "$region/data" >/dev/null
send_byte n
new_certificate() {
    [ "$(openssl x509 -in "$kiosk/state/tls/client.pem" -noout -serial)" != "$old_serial" ]
}
tap_ok 'a new key and certificate on order' tap_wait 10 new_certificate
"$built/regiond" admin command restart --kiosk 1 --data "$region/data" >/dev/null
send_byte n
tap_ok 'it ends when a restart is ordered' timeout 10 tail --pid="$sync_pid" -s 0.05 -f /dev/null
tap_ok 'and does so once' sync_once

tap_start "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" 2>"$tap_dir/sync.log"
sync_pid=$tap_pid
tap_wait 10 grep -q 'connected to the region' "$tap_dir/sync.log"
kill -TERM "$sync_pid"
tap_ok 'SIGTERM ends it within 2 s' timeout 2 tail --pid="$sync_pid" -s 0.05 -f /dev/null
ended=0
wait "$sync_pid" || ended=$?
tap_is 'and well' "$ended" 0
tap_is 'its socket is gone' "$(ls "$kiosk/run/wake.sock" 2>/dev/null)" ''
tap_done
