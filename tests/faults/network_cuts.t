#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The line breaks at any byte of what the kiosk and the region say, outside TLS and behind it; the answer is lost when the work is
# done; a request comes twice; the line is slow, late or dead. Each intake is at the region exactly once in the end, byte for byte,
# and staff read that it is the network. WEGWIJS_CUTS: how many cuts of each kind (7), 0: at every byte.
set -eu
. tests/tap/tap.sh
. tests/faults/kiosk_and_region.sh
. tests/faults/network.sh

cuts=${WEGWIJS_CUTS:-7}
start_region
make_kiosk

# cut_through NAME RULER LAST STATES SIDE [by fin]: cuts after 0 … LAST bytes from SIDE; staff may see one of STATES.
cut_through() {
    name=$1 ruler=$2 last=$3 states=$4 how=$5
    step=1
    [ "$cuts" = 0 ] || step=$((last / (cuts - 1)))
    tried=0 failed=0 lost=0 odd=
    at=0
    while [ "$at" -le "$last" ]; do
        add_intakes 1
        $ruler "once${7:-}: cut after $at bytes from $how${6:-}"
        if ! sync_once; then
            failed=$((failed + 1))
            case " $states " in
            *" $(sync_state) "*) ;;
            *) odd="$odd $at:$(sync_state)" ;;
            esac
        fi
        $ruler clear
        none_lost || lost=$((lost + 1))
        tried=$((tried + 1)) at=$((at + step))
        # What waits makes the next request longer.
        [ $((tried % 8)) != 0 ] || sync_once || odd="$odd $at:unwell"
    done
    tap_diag "$name: $tried cuts, $failed uploads failed"
    tap_is "$name: at no byte is an intake lost" "$lost" 0
    tap_is "$name: staff see that it is the network" "$odd" ''
    tap_ok "$name: most cuts are felt" test $((failed * 3)) -ge $((tried * 2))
    sync_once || true
    tap_ok "$name: it is well again, and each arrived once" all_arrived_once
}

start_wire
add_intakes 1
sync_once
said=$(tail -n 1 "$tap_dir/wire.log")
from_client=$(echo "$said" | sed 's/.* after \([0-9]*\) bytes.*/\1/') from_server=$(echo "$said" | sed 's/.*, \([0-9]*\) from.*/\1/')
tap_diag "a whole exchange: $from_client bytes there, $from_server back"
cut_through 'a reset, going' rule "$from_client" 'no-network' client
cut_through 'a reset, coming' rule "$from_server" 'no-network' server
cut_through 'an end, going' rule "$from_client" 'no-network' client ' by fin'
cut_through 'an end, coming' rule "$from_server" 'no-network' server ' by fin'

point_kiosk "$(cat "$region/url")"
start_behind
post=' at POST /v1/intakes'
add_intakes 1
sync_once
said=$(grep 'passed POST' "$tap_dir/behind.log" | tail -n 1)
request=$(echo "$said" | sed 's/.*, \([0-9]*\) bytes.*/\1/') reply=$(echo "$said" | sed 's/.*reply of \([0-9]*\).*/\1/')
tap_diag "the request in plain text: $request bytes, its reply: $reply"
cut_through 'behind TLS, the request' rule_behind $((request - 1)) 'busy no-network' client '' "$post"
cut_through 'behind TLS, the reply' rule_behind $((reply - 1)) 'busy no-network' server '' "$post"
cut_through 'behind TLS, the reply, in order' rule_behind $((reply - 1)) 'busy no-network' server ' by fin' "$post"

add_intakes 3
rule_behind "8 times$post: drop reply"
failures=0
for _ in 1 2 3 4 5 6 7 8; do
    sync_once || failures=$((failures + 1))
done
tap_is 'the region did its work eight times and was not heard' "$failures $(outbox_rows)" '8 3 0'
tap_ok 'the ninth time it is' sync_once
tap_ok 'each arrived once' all_arrived_once

add_intakes 5
rule_behind "once$post: send twice"
tap_ok 'a request that comes twice is answered' sync_once
tap_ok 'and counts once' all_arrived_once

add_intakes 5
rule_behind 'always: delay 300 ms'
tap_ok 'answers that come late count' sync_once
rule_behind clear
tap_ok 'once' all_arrived_once
tap_is 'staff see that all is well' "$(sync_state)" ok
tap_done
