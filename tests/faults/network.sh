# SPDX-License-Identifier: EUPL-1.2
# For tests with a wrong network (tests/faults/proxy.c): `. tests/faults/network.sh` after kiosk_and_region.sh.
# shellcheck shell=sh disable=SC2154

proxy=$built/tests/faults/proxy

# start_wire [OPTION...]: a proxy between the kiosk and nginx; the kiosk is pointed at it. rule LINE tells it what to do.
start_wire() {
    tap_start "$proxy" --rules "$tap_dir/wire.rules" "$@" "$(cat "$region/port")" >"$tap_dir/wire.log"
    wire_pid=$tap_pid
    tap_wait 30 grep -q . "$tap_dir/wire.log" || exit 1
    point_kiosk "https://localhost:$(head -n 1 "$tap_dir/wire.log")"
}
rule() {
    echo "$1" >"$tap_dir/wire.rules"
    tap_wait 30 grep -qxF "ok: $1" "$tap_dir/wire.log" || tap_diag "the proxy does not know: $1"
}

# start_behind: a proxy behind TLS, in plain text, between nginx and regiond. rule_behind LINE.
start_behind() {
    mv "$region/run/regiond.sock" "$region/run/real.sock"
    tap_start "$proxy" --plain --rules "$tap_dir/behind.rules" --listen "$region/run/regiond.sock" "$region/run/real.sock" \
        >"$tap_dir/behind.log"
    tap_wait 30 grep -q ready "$tap_dir/behind.log" || exit 1
    # nginx keeps its connections: a new worker has none.
    master=$(cat "$region/run/nginx.pid")
    workers=$(cat "/proc/$master/task/$master/children")
    host-tools/regiond/region.sh reload --dir "$region"
    are_gone() {
        for worker in $workers; do
            [ ! -d "/proc/$worker" ] || return 1
        done
    }
    tap_wait 30 are_gone || exit 1
    behind_answers() {
        curl --silent --cacert "$region/tls/server-ca.pem" "$(cat "$region/url")/v1/kiosks/keys" >/dev/null &&
            grep -q 'passed GET' "$tap_dir/behind.log"
    }
    tap_wait 30 behind_answers || exit 1
}
rule_behind() {
    echo "$1" >"$tap_dir/behind.rules"
    tap_wait 30 grep -qxF "ok: $1" "$tap_dir/behind.log" || tap_diag "the proxy does not know: $1"
}

# More intakes; what they are, id and text, is remembered.
add_intakes() {
    "$built/tests/faults/fill_outbox" "$kiosk/state" "$1" >"$tap_dir/new.ids"
    sqlite3 "$kiosk/state/outbox.sqlite" 'SELECT id, sealed FROM outbox' | grep -F -f "$tap_dir/new.ids" >>"$tap_dir/all"
}
region_texts() {
    sqlite3 -cmd '.timeout 30000' "$region/data/region.sqlite" 'SELECT id, sealed FROM intakes'
}
# Every intake there ever was is still in the outbox or at the region, byte for byte.
none_lost() {
    { sqlite3 "$kiosk/state/outbox.sqlite" 'SELECT id, sealed FROM outbox' && region_texts; } | sort -u >"$tap_dir/found"
    sort "$tap_dir/all" | comm -23 - "$tap_dir/found" >"$tap_dir/lost"
    [ ! -s "$tap_dir/lost" ] || return 1
}
# The region has each exactly once, byte for byte, and the kiosk none.
all_arrived_once() {
    region_texts | sort >"$tap_dir/found"
    sort "$tap_dir/all" | cmp -s - "$tap_dir/found" && [ "$(outbox_rows)" = '0 0' ]
}
