#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# A wrong clock (curl#4552, MADO-queue#38): certificates look expired or not yet valid. TLS is not weakened, nothing is thrown away,
# staff see that it is the clock; a clock that is a little off is noticed and reported.
set -eu
. tests/tap/tap.sh
. tests/faults/kiosk_and_region.sh

shift_so=$tap_dir/clock_shift.so
"${CC:-gcc}" -D_GNU_SOURCE -shared -fPIC -o "$shift_so" tests/faults/preload/clock_shift.c || tap_skip 'no compiler'

start_region
make_kiosk
fill_outbox 3
before=$("$built/regiond" admin kiosks --data "$region/data")

# at SECONDS: one run with the clock moved by so much.
at() {
    CLOCK_SHIFT_S=$1 LD_PRELOAD=$shift_so "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once >"$kiosk/said" 2>&1
}
year=$((365 * 86400))
for case in "1970 -$(date +%s)" "five years ago -$((5 * year))" "in two years $((2 * year))" "2040 $((14 * year))"; do
    name=${case% *}
    status=0
    at "${case##* }" || status=$?
    tap_is "$name: the upload fails" "$status $(grep -c 'upload failed: .*expired or not yet valid' "$kiosk/said")" '1 1'
    tap_is "$name: staff see that it is the clock" "$(sync_state)" clock
    tap_is "$name: every intake is kept" "$(outbox_rows)" '3 0'
done
tap_is 'nothing reached the region' "$("$built/regiond" admin kiosks --data "$region/data")" "$before"
tap_is 'the time that was saved is not spoilt' \
    "$(($(sed -n 's/.*"saved_unix_s":\([0-9]*\).*/\1/p' "$kiosk/state/clock.json") <= $(date +%s)))" 1

tap_ok 'three hours ahead: the upload succeeds' at 10800
tap_is 'and all arrive' "$(region_rows) $(outbox_rows)" '3 0 0'
offset=$(sed -n 's/.*"clock_offset_s":\(-[0-9]*\).*/\1/p' "$kiosk/run/sync-status.json")
tap_ok 'the offset is known' test "${offset:-0}" -ge -10802 -a "${offset:-0}" -le -10798
tap_ok 'with the right time all is well' sync_once
tap_is 'and there is no offset' "$(grep -c '"clock_offset_s":null' "$kiosk/run/sync-status.json")" 1
tap_done
