#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The kiosk's certificate lasts 90 days and is renewed at two thirds of them, or as soon as the kiosk is on again. Whatever comes in
# between (the region will not, the line breaks, the disk is full, the power goes at any write) the kiosk has a key and a
# certificate that fit, intakes go on, and the next try succeeds. WEGWIJS_STEP: every so many writes are tried (8), 1: each.
set -eu
. tests/tap/tap.sh
. tests/faults/kiosk_and_region.sh
. tests/faults/network.sh

step=${WEGWIJS_STEP:-8}
preload() {
    "${CC:-gcc}" -D_GNU_SOURCE -shared -fPIC -o "$tap_dir/$1.so" "tests/faults/preload/$1.c"
}
preload clock_shift && preload write_faults || tap_skip 'no compiler'

# at DAYS COMMAND...: as many days later.
at() {
    ahead=$(($1 * 86400))
    shift
    CLOCK_SHIFT_S=$ahead LD_PRELOAD=$tap_dir/clock_shift.so "$@"
}
region_is() {
    later=$1
    host-tools/regiond/region.sh stop --dir "$region" >/dev/null
    REGIOND=$built/regiond at "$1" host-tools/regiond/region.sh start --dir "$region" >/dev/null 2>&1
}
# The kiosk has the same time as the region.
sync_later() {
    at "$later" "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once >"$kiosk/said" 2>&1
}
intakes_later() {
    (
        export CLOCK_SHIFT_S="$((later * 86400))" LD_PRELOAD="$tap_dir/clock_shift.so"
        add_intakes "$1"
    )
}
serial() {
    openssl x509 -in "$kiosk/state/tls/client.pem" -noout -serial
}
key_fits() {
    [ "$(openssl x509 -in "$kiosk/state/tls/client.pem" -noout -pubkey)" = "$(openssl pkey -in "$kiosk/state/tls/client.key" -pubout)" ]
}
is_renewed() {
    [ "$(serial)" != "$1" ] && key_fits
}

start_region
make_kiosk
: >"$tap_dir/all"
first=$(serial)
region_is 59
tap_ok 'after 59 days' sync_later
tap_is 'it has the certificate it had' "$(serial)" "$first"
region_is 61
tap_ok 'after 61 days' sync_later
tap_ok 'it has a new one, which fits its key' is_renewed "$first"
second=$(serial)
region_is 100
intakes_later 1
tap_ok 'when the first has expired all is well' sync_later
tap_is 'with the second' "$(serial)" "$second"
region_is 149
tap_ok 'it was off when it was due, until two days before the end' sync_later
tap_ok 'and has a third' is_renewed "$second"
third=$(serial)

region_is 240
intakes_later 2
tap_fails 'it was off until the last had expired' 1 'not of a kiosk of this region' at 240 "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once
tap_is 'staff see that the region refuses it' "$(sync_state)" refused
tap_is 'intakes wait' "$(outbox_rows)" '2 0'
at 240 "$built/regiond" admin add-code --data "$region/data" --kiosk 1 >"$kiosk/code"
tap_ok 'a new code puts it right' sync_later
tap_ok 'with a new certificate' is_renewed "$third"
tap_ok 'and all have arrived' all_arrived_once

# From here on it is due at each start, until it is done.
region_is 301
start_behind
post='at POST /v1/certificates'
cp -a "$kiosk/state" "$tap_dir/due"
old=$(serial)
again() {
    rm -rf "$kiosk/state"
    cp -a "$tap_dir/due" "$kiosk/state"
    intakes_later 1
}

# answer STATUS TYPE BODY: what the region says to a renewal.
answer() {
    printf 'HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s' "$1" "$2" "${#3}" "$3" >"$tap_dir/answer"
    rule_behind "always $post: replace reply $tap_dir/answer"
}
# A certificate that is good, but of another key.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj /CN=kiosk-1 -days 500 -keyout /dev/null \
    -out "$tap_dir/other.pem" 2>/dev/null
other=$(sed ':a;N;$!ba;s/\n/\\n/g' "$tap_dir/other.pem")
mine=$(sed ':a;N;$!ba;s/\n/\\n/g' "$kiosk/state/tls/client.pem")
problem=application/problem+json
refuse() {
    again
    answer "$2" "$3" "$4"
    sync_later || true
    tap_is "$1: what it has is kept" "$(serial) $(key_fits && echo fits)" "$old fits"
    tap_is "$1: nothing is half done" "$(ls "$kiosk/state/tls")" "$(printf 'client.key\nclient.pem\nnext.key')"
    rule_behind clear
    tap_ok "$1: the next try" sync_later
    tap_ok "$1: succeeds" is_renewed "$old"
}
refuse 'no, for now' '500 No' $problem '{"title":"No ink","status":500}'
refuse 'no, for ever' '403 No' $problem '{"title":"Not you","status":403}'
refuse 'too many' '429 No' $problem '{"title":"Not now","status":429}'
refuse 'a page' '200 OK' text/html '<html>Welcome</html>'
refuse 'half an answer' '200 OK' application/json '{"certificate_chain":"-----BEGIN CERT'
refuse 'nothing' '200 OK' application/json '{}'
refuse 'of another key' '200 OK' application/json "{\"certificate_chain\":\"$other\"}"
refuse 'of the old key' '200 OK' application/json "{\"certificate_chain\":\"$mine\"}"
tap_ok 'all the while intakes arrived' all_arrived_once

# The line breaks.
stuck=0
for cut in '0 bytes from client' '300 bytes from client' '0 bytes from server' '100 bytes from server' '700 bytes from server'; do
    again
    rule_behind "always $post: cut after $cut"
    sync_later || true
    key_fits && [ "$(serial)" = "$old" ] || stuck=$((stuck + 1))
    rule_behind clear
    sync_later && is_renewed "$old" || stuck=$((stuck + 1))
done
again
rule_behind "3 times $post: drop reply"
for _ in 1 2 3; do
    sync_later || true
    [ "$(serial)" = "$old" ] || stuck=$((stuck + 1))
done
tap_ok 'three answers get lost, the fourth counts' sync_later
tap_ok 'for the key that was asked for' is_renewed "$old"
tap_is 'wherever the line breaks it keeps what it has, and renews it then' "$stuck" 0
tap_ok 'and all intakes arrived' all_arrived_once

# with_fault HOW N: the power goes, or the disk is full, at the Nth change of any file of the kiosk's.
with_fault() {
    rm -f "$tap_dir/word"
    env "CLOCK_SHIFT_S=$((later * 86400))" "LD_PRELOAD=$tap_dir/clock_shift.so $tap_dir/write_faults.so" \
        FAULT_PATH=/kiosk/state "FAULT_HOW=$1" "FAULT_AT=$2" "FAULT_WORD=$tap_dir/word" \
        "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once >"$kiosk/said" 2>&1 || true
}
everywhere() {
    how=$1
    n=1 wrong=
    while again && with_fault "$how" "$n" && [ -f "$tap_dir/word" ]; do
        none_lost || wrong="$wrong lost:$(cat "$tap_dir/word")"
        sync_later && is_renewed "$old" || wrong="$wrong stuck:$(cat "$tap_dir/word")"
        n=$((n + step))
    done
    tap_diag "$how: $n changes of files"
}
everywhere kill
tap_is 'the power goes at any write: the next start goes on with a pair that fits' "$wrong" ''
tap_ok 'there are writes' test "$n" -ge 40
everywhere full
tap_is 'the disk is full from any write on: with room it is renewed' "$wrong" ''
tap_ok 'and no intake is lost or doubled' all_arrived_once
tap_done
