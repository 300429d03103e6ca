# SPDX-License-Identifier: EUPL-1.2
# For tests with everything there is, as `make run` starts it, without a display: `. tests/visit/lib.sh` after tap.sh, then
#
#   install build/packs/NAME     a region, a printer and a kiosk that is enrolled there with this pack; all of it runs then
#   visit LANGUAGE WHO ...       a whole visit by WHO: of personas.json, with options of visitor; what happened is in $report
#   records                      what the region has, opened, one JSON object a line
#   uninstall                    ends all of it and removes it
#
# $kiosk is the kiosk's folder, $region the region's, $kiosk_pid and $sync_pid their programs. Every program is ended by its own
# number, at the latest when the test ends. Nothing waits without a limit.
# shellcheck shell=sh disable=SC2154

built=$WEGWIJS_BUILD
kiosk=$tap_dir/kiosk
region=$tap_dir/region
socket=$kiosk/run/inspect.sock
report=$tap_dir/report
kiosk_pid='' sync_pid='' printer_pid=''

# end PID: asks it to end, and makes it after 15 seconds.
end() {
    kill "$1" 2>/dev/null || return 0
    { timeout 15 tail -f /dev/null || kill -9 "$1"; } >/dev/null 2>&1 &
    tap_guard=$!
    tap_ended=0
    wait "$1" || tap_ended=$?
    kill "$tap_guard" 2>/dev/null || true
    wait "$tap_guard" 2>/dev/null || true
    return "$tap_ended"
}

end_everything() {
    for tap_one in $kiosk_pid $sync_pid $printer_pid; do
        end "$tap_one" >/dev/null 2>&1 || true
    done
    kiosk_pid='' sync_pid='' printer_pid=''
    [ ! -d "$region/run" ] || host-tools/regiond/region.sh stop --dir "$region" >/dev/null 2>&1 || true
}
trap 'end_everything; tap_clean' EXIT

give_up() {
    tap_diag "$*"
    exit 1
}

# ---- the parts, each on its own ----

# sign PACK: a built pack becomes one of the region.
sign() {
    [ -f "$tap_dir/content.jwk" ] || "$built/packctl" keygen "$tap_dir/content.jwk" >/dev/null
    "$built/packctl" sign "$1" --key "$tap_dir/content.jwk" >/dev/null
}

start_region() {
    REGIOND=$built/regiond host-tools/regiond/region.sh start --dir "$region" --region "$1" \
        --content-key "$tap_dir/content.pub.jwk" >"$tap_dir/region.log" 2>&1 || give_up "$(cat "$tap_dir/region.log")"
}

stop_region() {
    host-tools/regiond/region.sh stop --dir "$region" >/dev/null 2>&1
}

# start_printer [PORT]: paper comes out in $kiosk/slips.
start_printer() {
    rm -f "$kiosk/printer.port"
    tap_start "$built/slipview" --listen "127.0.0.1:${1:-0}" --port-file "$kiosk/printer.port" --out "$kiosk/slips" \
        --control "$kiosk/run/printer.sock" >>"$kiosk/printer.log" 2>&1
    printer_pid=$tap_pid
    tap_wait 20 test -s "$kiosk/printer.port" || give_up "$(cat "$kiosk/printer.log")"
}

# break_printer FAULT: one of slipview's, e.g. silent, paper-out, speaks.
break_printer() {
    perl -MIO::Socket::UNIX -e 'my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die "$ARGV[0]: $!\n";
        print $s "$ARGV[1]\n"; shutdown($s, 1); my $said = <$s> // ""; exit($said eq "ok\n" ? 0 : 1);' "$kiosk/run/printer.sock" "$1"
}

# write_settings [SED COMMAND]...: kiosk.ini, changed as said.
write_settings() {
    cat >"$kiosk/kiosk.ini" <<SETTINGS
[kiosk]
state_dir = state
run_dir = run
assets_dir = $(realpath "$built")/assets
[panel]
fullscreen = false
[printer]
kind = network
host = 127.0.0.1
port = $(cat "$kiosk/printer.port")
[region]
url = $(cat "$region/url" 2>/dev/null || echo https://localhost:9)
ca_file = $region/tls/server-ca.pem
interval_s = 1
send_delay_s = 0
[content]
initial = pack
initial_key = $tap_dir/content.pub.jwk
SETTINGS
    for change in "$@"; do
        sed -i "$change" "$kiosk/kiosk.ini"
    done
}

enrol() {
    "$built/regiond" admin add-kiosk --data "$region/data" --kiosk balie --site "$(jq .number "$kiosk/pack/site.json")" >"$tap_dir/code"
    "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --enrol "$(tail -n 1 "$tap_dir/code")" --once >"$kiosk/enrol.log" 2>&1 ||
        give_up "$(cat "$kiosk/enrol.log")"
}

start_sync() {
    tap_start "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" 2>>"$kiosk/sync.log"
    sync_pid=$tap_pid
}

# start_kiosk [SCREEN]: and waits for its first screen.
start_kiosk() {
    SDL_VIDEODRIVER=dummy tap_start "$built/wegwijs-kiosk" --config "$kiosk/kiosk.ini" 2>>"$kiosk/kiosk.log"
    kiosk_pid=$tap_pid
    wait_screen "${1:-languages}" 30 || give_up "$(tail -n 3 "$kiosk/kiosk.log")"
}

stop_kiosk() {
    end "$kiosk_pid"
    kiosk_pid=''
}

# ---- all of it ----

# prepare PACK: folders, the signed pack, printer and settings, and nothing that needs a region.
prepare() {
    mkdir -p "$kiosk/run" "$kiosk/slips"
    cp -r "$1" "$kiosk/pack"
    sign "$kiosk/pack"
    start_printer
    write_settings
}

install() {
    prepare "$1"
    start_region "$(jq -r .region "$kiosk/pack/pack.json")"
    write_settings
    enrol
    start_sync
    start_kiosk
}

uninstall() {
    end_everything
    rm -rf "$kiosk" "$region"
}

# ---- at the glass ----

# ask JSON: says it to the inspector and prints the answer.
ask() {
    "$built/visitor" --socket "$socket" --say "$1"
}

# wait_screen SCREEN [SECONDS]
wait_screen() {
    ask "{\"do\":\"wait\",\"screen\":\"$1\",\"timeout_ms\":${2:-15}000}" >/dev/null
}

screen() {
    ask '{"do":"tree"}' | jq -r .screen
}

touch_widget() {
    ask "{\"do\":\"tap\",\"id\":\"$1\"}" >/dev/null
}

# pass_time SECONDS: for the kiosk only.
pass_time() {
    ask "{\"do\":\"clock\",\"advance_ms\":${1}000}" >/dev/null
}

take_picture() {
    ask "{\"do\":\"shot\",\"file\":\"$1\"}" >/dev/null
}

# first_frame FILE: a picture of the first screen with its first greeting: it greets in one language after another, every six seconds.
first_frame() {
    wait_screen languages || return 1
    for _ in $(seq 40); do
        if [ "$(ask '{"do":"tree"}' | jq -r .lang)" = nl ]; then
            take_picture "$1"
            [ "$(ask '{"do":"tree"}' | jq -r .lang)" = nl ] && return 0
        fi
        pass_time 6
    done
    return 1
}

visit() {
    visit_language=$1
    visit_who=$2
    shift 2
    "$built/visitor" --socket "$socket" --lang "$visit_language" --persona "tests/visit/personas.json:$visit_who" --json "$@" >"$report"
}

# ---- behind it ----

records() {
    "$built/regiond" admin open --data "$region/data"
}

has_records() {
    [ "$(records | wc -l)" -ge "$1" ]
}

# wait_records N: until the region has so many.
wait_records() {
    tap_wait 20 has_records "$1" || {
        tap_diag "the region has $(records | wc -l) of $1 records; $(tail -n 3 "$kiosk/sync.log")"
        return 1
    }
}

# Rows of the kiosk's outbox: "waiting quarantined".
queue() {
    sqlite3 "$kiosk/state/outbox.sqlite" \
        "SELECT count(*) FILTER (WHERE state = 0) || ' ' || count(*) FILTER (WHERE state = 1) FROM outbox"
}

# ---- paper ----

base64url() {
    base64 -w 0 | tr '+/' '-_' | tr -d '='
}

# The public keys of the region's kiosks, as a desk has them: $tap_dir/slip-keys.json.
fetch_slip_keys() {
    curl --silent --fail --cacert "$region/tls/server-ca.pem" --cert "$kiosk/state/tls/client.pem" \
        --key "$kiosk/state/tls/client.key" "$(cat "$region/url")/v1/kiosks/keys" >"$tap_dir/slip-keys.json"
}

# read_slip PICTURE: its token, verified with the kiosks' keys, as "kiosk minutes site reference" (the reference in hex).
read_slip() {
    slip_code=$(zbarimg --quiet --raw "$1" 2>/dev/null) || return 1
    slip_token=${slip_code#*/#}
    while [ $((${#slip_token} % 8)) -ne 0 ]; do slip_token="$slip_token="; done
    printf '%s' "$slip_token" | base32 -d >"$tap_dir/token" || return 1
    printf '%s.%s.%s' "$(printf '{"alg":"ES256"}' | base64url)" "$(head -c 17 "$tap_dir/token" | base64url)" \
        "$(tail -c 64 "$tap_dir/token" | base64url)" >"$tap_dir/token.jws"
    jose jws ver -i "$tap_dir/token.jws" -k "$tap_dir/slip-keys.json" >/dev/null 2>&1 || return 1
    # version 1, key id 2, kiosk 2, minutes 4, site 2, reserved 1, reference 5 bytes
    od -An -v -tx1 -w17 "$tap_dir/token" | head -n 1 | tr -d ' ' |
        sed 's/^..\(....\)\(....\)\(........\)\(....\)..\(..........\)$/0x\2 0x\3 0x\4 \5/' |
        { read -r a b c reference && printf '%d %d %d %s\n' "$a" "$b" "$c" "$reference"; }
}

# The same five bytes of a printed reference: Crockford's base 32 (ABCD-EFGH-J; the last character is a check).
reference_bytes() {
    printf '%s' "$1" | tr -d '-' | cut -c 1-8 | tr '0123456789ABCDEFGHJKMNPQRSTVWXYZ' 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567' |
        base32 -d | od -An -v -tx1 | tr -d ' '
}
