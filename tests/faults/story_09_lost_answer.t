#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The server commits and its answer is lost; eight times (SEL-Columbia/formhub#678, getodk/collect#3391: ten copies).
set -eu
. tests/tap/tap.sh
. tests/faults/kiosk_and_region.sh

start_region
make_kiosk
fill_outbox 1
tap_start "$built/tests/faults/cutter" "$(cat "$region/port")" 8 2500 >"$tap_dir/cutter.log"
tap_wait 10 grep -q . "$tap_dir/cutter.log" || exit 1
point_kiosk "https://localhost:$(head -n 1 "$tap_dir/cutter.log")"

failures=0
for _ in 1 2 3 4 5 6 7 8; do
    sync_once || failures=$((failures + 1))
    [ "$(region_rows) $(outbox_rows)" = '1 1 0' ] || tap_diag "region, outbox: $(region_rows) $(outbox_rows)"
done
tap_is 'eight uploads fail' "$failures" 8
tap_is 'each of them reached the region' "$(grep -c cut "$tap_dir/cutter.log")" 8
tap_is 'staff see that the network is at fault' "$(sync_state)" no-network
tap_is 'the region has one row' "$(region_rows)" 1
tap_is 'the kiosk still has it' "$(outbox_rows)" '1 0'
tap_ok 'the ninth upload succeeds' sync_once
tap_is 'the region still has one row' "$(region_rows)" 1
tap_is 'the kiosk has none' "$(outbox_rows)" '0 0'
tap_is 'it is the one that was sent' \
    "$("$built/regiond" admin open --data "$region/data" | sed 's/.*"id":"\([^"]*\)".*/\1/')" "$(cat "$kiosk/ids")"
tap_done
