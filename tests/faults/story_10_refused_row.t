#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# One bad row neither blocks the others nor disappears (commcare-android#1807, libpretixsync).
set -eu
. tests/tap/tap.sh
. tests/faults/kiosk_and_region.sh

start_region
make_kiosk
fill_outbox 10 3
tap_ok 'the upload succeeds' sync_once
tap_is 'nine arrive' "$(region_rows)" 9
tap_is 'one is set aside' "$(outbox_rows)" '0 1'
tap_is 'it is the third' "$(sqlite3 "$kiosk/state/outbox.sqlite" 'SELECT id FROM outbox')" "$(sed -n 3p "$kiosk/ids")"
tap_ok 'its reason is kept' grep -q 'Sealed under another id' <<REASON
$(sqlite3 "$kiosk/state/outbox.sqlite" 'SELECT reason FROM outbox')
REASON
tap_ok 'a second run succeeds' sync_once
tap_is 'and sends it no more' "$(region_rows) $(outbox_rows)" '9 0 1'
tap_is 'the region knows of it' "$("$built/regiond" admin kiosks --data "$region/data" | awk 'NR == 2 { print $7 }')" 1
tap_done
