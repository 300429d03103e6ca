#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# `make run`: a kiosk with a region behind it, all in build/run, with nothing installed on the machine.
#
#   run.sh BUILD     BUILD: folder with the programs, e.g. build/native
#
# With a display: the kiosk in a window; slips come out as pictures. Without: a scripted visitor makes one visit in Arabic and one
# in Dutch, and what came of them is shown. Ctrl-C ends everything. Settings by environment:
#   WEGWIJS_RUN    folder for everything that is made (build/run)
#   WEGWIJS_PACK   content pack (werkcafe-midden-holland)
#   WEGWIJS_HEADLESS=1   the scripted visits, also where there is a display
set -eu

build=${1:?which build folder?}
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
dir=${WEGWIJS_RUN:-build/run}
full=$dir # region.sh wants it from the root
case $dir in /*) ;; *) full=$root/$dir ;; esac
pack=${WEGWIJS_PACK:-werkcafe-midden-holland}
region=host-tools/regiond/region.sh
pids=

say() { printf '%s\n' "$*"; }
fail() {
    printf 'run: %s\n' "$*" >&2
    exit 1
}

# Ends what this script started, each by its own id, the last one first, and waits for it.
end_all() {
    trap '' INT TERM
    for pid in $pids; do
        kill "$pid" 2>/dev/null || continue
        (timeout 15 tail --pid="$pid" -s 0.1 -f /dev/null || kill -9 "$pid") >/dev/null 2>&1 &
        guard=$!
        wait "$pid" 2>/dev/null || true
        kill "$guard" 2>/dev/null || true
    done
    [ ! -d "$dir/region" ] || "$region" stop --dir "$full/region" >/dev/null 2>&1 || true
}
trap end_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Waits until file $1 is there, as long as process $2 lives, $3 tenths of a second at most.
wait_for_file() {
    tenths=0
    until [ -s "$1" ]; do
        kill -0 "$2" 2>/dev/null || fail "$3 ended at once; see $dir/log"
        tenths=$((tenths + 1))
        [ "$tenths" -lt 200 ] || fail "$3 did not start within 20 s; see $dir/log"
        timeout 0.1 tail -f /dev/null || true
    done
}

start() { # name, command …: in the background, output to the log; its id goes in front of the others
    name=$1
    shift
    "$@" >"$dir/log/$name.log" 2>&1 &
    last_pid=$!
    pids="$last_pid $pids"
}

make_content() {
    "$build/packctl" keygen "$dir/keys/content.jwk" >/dev/null
    cp -r "build/packs/$pack" "$dir/pack"
    "$build/packctl" sign "$dir/pack" --key "$dir/keys/content.jwk" >/dev/null
}

start_region() {
    name=$(sed -n 's/.*"region" *: *"\([^"]*\)".*/\1/p' "$dir/pack/pack.json" | head -n 1)
    REGIOND="$root/$build/regiond" "$region" start --dir "$full/region" --region "$name" \
        --content-key "$dir/keys/content.pub.jwk" >"$dir/log/region.log" 2>&1 || fail "$(tail -n 1 "$dir/log/region.log")"
    say "region    $(cat "$dir/region/url") (nginx with TLS 1.3, regiond behind it)"
}

start_printer() {
    start slipview "$build/slipview" --edges --listen 127.0.0.1:0 --port-file "$dir/slipview.port" --out "$dir/slips"
    wait_for_file "$dir/slipview.port" "$last_pid" slipview
    say "printer   127.0.0.1:$(cat "$dir/slipview.port") (virtual; paper in $dir/slips)"
}

write_settings() {
    cat >"$dir/kiosk.ini" <<INI
[kiosk]
state_dir = state
run_dir = k
assets_dir = $root/$build/assets

[panel]
fullscreen = false

[printer]
kind = network
host = 127.0.0.1
port = $(cat "$dir/slipview.port")

[region]
url = $(cat "$dir/region/url")
ca_file = region/tls/server-ca.pem
interval_s = 60
send_delay_s = 0

[content]
initial = pack
initial_key = keys/content.pub.jwk
INI
}

enrol() {
    site=$(sed -n 's/.*"number" *: *\([0-9]*\).*/\1/p' "$dir/pack/site.json" | head -n 1)
    code=$("$build/regiond" admin add-kiosk --data "$dir/region/data" --kiosk balie-1 --site "$site" 2>>"$dir/log/enrol.log" | tail -n 1)
    "$build/wegwijs-sync" --config "$dir/kiosk.ini" --enrol "$code" --once >>"$dir/log/enrol.log" 2>&1 ||
        fail "enrolment: $(tail -n 1 "$dir/log/enrol.log")"
    say "kiosk     enrolled with a one-time code"
    start sync "$build/wegwijs-sync" --config "$dir/kiosk.ini"
}

show_region() {
    say ""
    say "what the region received, opened with its private key:"
    "$build/regiond" admin open --data "$dir/region/data" || fail "the region could not open its intakes"
}

# How many intakes the region holds.
count_stored() { "$build/regiond" admin open --data "$dir/region/data" 2>/dev/null | grep -c '"id"' || true; }

wait_for_intakes() {
    tenths=0
    until [ "$(count_stored)" -ge "$1" ]; do
        tenths=$((tenths + 1))
        [ "$tenths" -lt 150 ] || fail "only $(count_stored) of $1 intakes reached the region; see $dir/log/sync.log"
        timeout 0.2 tail -f /dev/null || true
    done
}

base64url() { base64 -w 0 | tr '+/' '-_' | tr -d '='; }

# The QR on a slip, read from the paper and verified as a desk would do it: with the public keys of the region's kiosks.
verify_slip() {
    code=$(zbarimg --quiet --raw "$1" 2>/dev/null) || fail "the QR on $1 can't be read"
    token=${code#*/#}
    while [ $((${#token} % 8)) -ne 0 ]; do token="$token="; done
    printf '%s' "$token" | base32 -d >"$dir/token" || fail "the QR on $1 is no token"
    jws="$(printf '{"alg":"ES256"}' | base64url).$(head -c 17 "$dir/token" | base64url).$(tail -c 64 "$dir/token" | base64url)"
    printf '%s' "$jws" | jose jws ver -i - -k "$dir/slip-keys.json" >/dev/null 2>&1 || fail "the QR on $1 is not signed by a kiosk of the region"
    say "  $1: QR signed by this kiosk, $(printf '%s' "$code" | cut -c 1-40)..."
}

fetch_slip_keys() {
    curl --silent --fail --cacert "$dir/region/tls/server-ca.pem" --cert "$dir/state/tls/client.pem" --key "$dir/state/tls/client.key" \
        "$(cat "$dir/region/url")/v1/kiosks/keys" >"$dir/slip-keys.json" || fail "the region gave no slip keys"
}

visit() { # language, persona
    shots=$dir/screens/$1
    mkdir -p "$shots"
    say ""
    say "a visit in '$1' as example person $2:"
    "$build/visitor" --socket "$dir/k/inspect.sock" --lang "$1" --persona "tests/visit/personas.json:$2" --shots "$shots" ||
        fail "the visit did not end well; see $dir/log/kiosk.log"
}

wait_for_socket() {
    tenths=0
    until [ -S "$1" ]; do
        kill -0 "$2" 2>/dev/null || fail "the kiosk ended: $(tail -n 1 "$dir/log/kiosk.log")"
        tenths=$((tenths + 1))
        [ "$tenths" -lt 200 ] || fail "the kiosk did not start within 20 s; see $dir/log/kiosk.log"
        timeout 0.1 tail -f /dev/null || true
    done
}

run_scripted() {
    SDL_VIDEODRIVER=dummy start kiosk "$build/wegwijs-kiosk" --config "$dir/kiosk.ini"
    kiosk_pid=$last_pid
    wait_for_socket "$dir/k/inspect.sock" "$kiosk_pid"
    visit ar P39
    visit nl P09
    wait_for_intakes 2
    say ""
    say "slips on paper:"
    fetch_slip_keys
    for paper in "$dir"/slips/*.png; do
        verify_slip "$paper"
    done
    show_region
    say ""
    say "screens are in $dir/screens, slips in $dir/slips."
}

# The way into the staff menu for whoever tries it.
show_staff_code() {
    staff_code=$("$build/regiond" admin staff-code --data "$dir/region/data" --kiosk balie-1) || fail "the region gave no code for staff"
    say "staff     hold an upper corner of the screen for 3 s and type this code, once: $staff_code"
    say "          another one: $build/regiond admin staff-code --data $dir/region/data --kiosk balie-1"
}

run_window() {
    show_staff_code
    say "kiosk     a window; slips appear in $dir/slips. Close the window or press Ctrl-C to end."
    "$build/wegwijs-kiosk" --config "$dir/kiosk.ini" &
    kiosk_pid=$!
    pids="$kiosk_pid $pids"
    wait "$kiosk_pid" || fail "the kiosk ended with an error"
    [ "$(count_stored)" -eq 0 ] || show_region
}

rm -rf "$dir"
mkdir -p "$dir/log" "$dir/keys" "$dir/slips" "$dir/screens"
make_content
start_region
start_printer
write_settings
enrol
if [ "${WEGWIJS_HEADLESS:-}" != 1 ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    run_window
else
    run_scripted
fi
