# SPDX-License-Identifier: EUPL-1.2
# For tests with a real region and a kiosk that has no screen: `. tests/faults/kiosk_and_region.sh` after tap.sh, then
# start_region and make_kiosk. $region and $kiosk are their folders, $built is where the programs are.
# shellcheck shell=sh disable=SC2154

built=$WEGWIJS_BUILD
tap_clean_before_region() {
    [ -z "${region:-}" ] || host-tools/regiond/region.sh stop --dir "$region" >/dev/null 2>&1
    tap_clean
}

# A region for Midden-Holland (an example) that trusts a fresh content key, $tap_dir/content.jwk.
start_region() {
    region=$tap_dir/region
    trap tap_clean_before_region EXIT
    "$built/packctl" keygen "$tap_dir/content.jwk"
    REGIOND=$built/regiond host-tools/regiond/region.sh start --dir "$region" --region midden-holland \
        --content-key "$tap_dir/content.pub.jwk" >"$tap_dir/region.log" 2>&1 || {
        tap_diag "$(cat "$tap_dir/region.log")"
        exit 1
    }
}

# point_kiosk URL [CA]: the kiosk's settings, with this address of the region.
point_kiosk() {
    cat >"$kiosk/kiosk.ini" <<SETTINGS
[kiosk]
state_dir = state
run_dir = run
assets_dir = assets
[region]
url = $1
ca_file = ${2:-$region/tls/server-ca.pem}
code_file = code
interval_s = 3600
send_delay_s = 0
SETTINGS
}

# A kiosk that is enrolled with the region.
make_kiosk() {
    kiosk=$tap_dir/kiosk
    mkdir -p "$kiosk"
    point_kiosk "$(cat "$region/url")"
    "$built/regiond" admin add-kiosk --data "$region/data" --kiosk balie-1 --site 1 >"$kiosk/code"
    sync_once || exit 1
}

# One run; what it said is in $kiosk/said.
sync_once() {
    "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once >"$kiosk/said" 2>&1
}

fill_outbox() {
    "$built/tests/faults/fill_outbox" "$kiosk/state" "$@" >"$kiosk/ids"
}

# How many rows the region has.
region_rows() {
    "$built/regiond" admin open --data "$region/data" | wc -l
}

# "waiting quarantined" rows of the outbox.
outbox_rows() {
    sqlite3 "$kiosk/state/outbox.sqlite" "SELECT count(*) FILTER (WHERE state = 0) || ' ' || count(*) FILTER (WHERE state = 1) FROM outbox"
}

# What staff see: the word of sync-status.json.
sync_state() {
    sed -n 's/.*"state":"\([a-z-]*\)".*/\1/p' "$kiosk/run/sync-status.json"
}
