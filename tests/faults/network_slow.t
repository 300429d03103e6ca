#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# A line of 8 kbit/s each way, with 50 intakes waiting: slow, but it moves, and nothing gives up on it. Half of that, and what waits
# takes more than two minutes: less goes at a time until it fits. A line that is dead in one way or another is given up on in time.
# The program's clock runs 20 or 40 times as fast, and the line with it: on a machine that stands still for a second some try
# fails, so each may be made again.
set -eu
. tests/tap/tap.sh
. tests/faults/kiosk_and_region.sh
. tests/faults/network.sh

fast_so=$tap_dir/clock_fast.so
"${CC:-gcc}" -D_GNU_SOURCE -shared -fPIC -o "$fast_so" tests/faults/preload/clock_fast.c || tap_skip 'no compiler'
start_region
make_kiosk
# fast_once SPEED: one run of the program.
fast_once() {
    CLOCK_FAST=$1 LD_PRELOAD=$fast_so "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once >"$kiosk/said" 2>&1
}
none_left() {
    [ "$(outbox_rows)" = '0 0' ]
}
# gives_up NAME TEXT: each run fails, staff read that it is the network, and in one of the first TEXT is why.
gives_up() {
    odd='' why='' tries=0
    until [ -n "$why" ] || [ "$tries" = 20 ]; do
        tries=$((tries + 1)) status=0
        fast_once 20 || status=$?
        [ "$status $(sync_state)" = '1 no-network' ] || odd="$odd $status:$(sync_state)"
        why=$(grep -e "$2" "$kiosk/said" || true)
    done
    [ -n "$why" ] || tap_diag "the last of $tries tries said: $(cat "$kiosk/said")"
    tap_ok "$1: it is given up on in time" test -n "$why"
    tap_is "$1: staff see that it is the network" "$odd" ''
    tap_ok "$1: nothing is lost" none_lost
}

# What the next machine takes in at once: little, and nearly a whole batch.
start_wire --window 4096
add_intakes 50
rule 'always: slow 320000 bit/s'
tap_ok 'at 8 kbit/s 50 intakes go at once' tap_wait 300 fast_once 40
tap_ok 'each arrives once' all_arrived_once
# How many connections carried much; the program ends one when it gives up on what is under way.
long_calls() {
    grep -c "^ended .* after [0-9]\{5,\} bytes from client" "$tap_dir/wire.log" || true
}
are_called() {
    [ "$(long_calls)" -ge "$1" ]
}
tap_wait 60 are_called 1
before=$(long_calls)
add_intakes 38
rule clear
rule 'always: slow 160000 bit/s'
CLOCK_FAST=40 LD_PRELOAD=$fast_so tap_start "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" 2>"$tap_dir/sync.log"
tap_ok 'at 4 kbit/s they arrive' tap_wait 300 none_left
kill -TERM "$tap_pid"
wait "$tap_pid" || true
tap_ok 'not at once, but less at a time' tap_wait 60 are_called $((before + 2))
tap_ok 'and each arrives once' all_arrived_once

rule clear
rule 'always: silent'
add_intakes 1
gives_up 'a machine that takes calls and says nothing' 'Connection timed out after 1[0-9]\{4\} milli'
rule clear
rule deaf
gives_up 'a machine that takes no calls' 'Connection timed out after 1[0-9]\{4\} milli'
rule hear
point_kiosk "$(cat "$region/url")"
start_behind
rule_behind 'always at POST /v1/intakes: silent'
gives_up 'a region that never answers' 'nothing moved for 30 s'
rule_behind clear
tap_ok 'when all is well it is well at once' sync_once
tap_ok 'and each arrived once' all_arrived_once
tap_done
