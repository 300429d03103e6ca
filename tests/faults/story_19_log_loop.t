#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# A log loop filled the disk (Anthias#286). Hours without a network, without a name server, without its folder for run-time files
# and minutes with an outbox that cannot be written: the log grows by a few kilobytes, the processor has next to nothing to do.
set -eu
. tests/tap/tap.sh
. tests/faults/kiosk_and_region.sh

fast_so=$tap_dir/clock_fast.so
"${CC:-gcc}" -D_GNU_SOURCE -shared -fPIC -o "$fast_so" tests/faults/preload/clock_fast.c || tap_skip 'no compiler'
start_region
make_kiosk
fill_outbox 60
host-tools/regiond/region.sh stop --dir "$region" >/dev/null

# hours NAME [COMMAND]: what 8 seconds of a clock that runs $speed times as fast, 4 hours at 1,800, leave in the log, after COMMAND at
# the beginning.
speed=1800
hours() {
    name=$1
    shift
    CLOCK_FAST=$speed LD_PRELOAD=$fast_so tap_start "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" 2>"$tap_dir/log"
    tap_wait 10 test -S "$kiosk/run/wake.sock" || tap_diag "$(cat "$tap_dir/log")"
    [ $# = 0 ] || "$@"
    timeout 8 tail --pid="$tap_pid" -f /dev/null || true
    ticks=$(awk '{ print $14 + $15 }' "/proc/$tap_pid/stat" 2>/dev/null || echo gone)
    kill -TERM "$tap_pid"
    ended=0
    wait "$tap_pid" || ended=$?
    size=$(wc -c <"$tap_dir/log")
    tap_diag "$name: $size bytes, $ticks ticks"
    tap_is "$name: it lived through it" "$ended" 0
    tap_ok "$name: the log stays small" test "$size" -lt 8192
    tap_ok "$name: it has little to do" test "$ticks" -lt 200
    tap_is "$name: nothing is lost" "$(outbox_rows)" '60 0'
}

hours 'no region'
tap_is 'staff see it' "$(sync_state)" no-network
tap_ok 'and why' grep -q '"reason":"[^"]' "$kiosk/run/sync-status.json"
tap_is 'the log has it once' "$(grep -c 'no-network' "$tap_dir/log")" 1
point_kiosk https://nowhere.invalid
hours 'no such name'
hours 'no run folder' mv "$kiosk/run" "$tap_dir/gone"
mkdir -p "$kiosk/run"
REGIOND=$built/regiond host-tools/regiond/region.sh start --dir "$region" >/dev/null 2>&1
point_kiosk "$(cat "$region/url")"
tap_start sh -c 'mkfifo "$2/sql"; exec sqlite3 "$1/state/outbox.sqlite" <"$2/sql" >"$2/sql.out"' sh "$kiosk" "$tap_dir"
tap_wait 5 test -p "$tap_dir/sql"
exec 8>"$tap_dir/sql"
echo 'BEGIN IMMEDIATE; SELECT 1;' >&8
tap_wait 10 test -s "$tap_dir/sql.out"
# SQLite waits for a lock by a clock of its own, and an answer needs its milliseconds: a quarter of an hour here.
speed=100
hours 'an outbox that cannot be written'
tap_is 'one batch reached the region' "$(region_rows)" 50
exec 8>&-
tap_done
