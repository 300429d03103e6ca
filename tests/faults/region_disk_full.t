#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The region's disk is full: it says so and acknowledges nothing that it has not stored; kiosks keep their intakes and call again.
set -eu
. tests/tap/tap.sh
. tests/faults/kiosk_and_region.sh

start_region
make_kiosk
fill_outbox 400
everything=400

# The same service, but its files cannot grow beyond 300 kB.
cat >"$tap_dir/small" <<SCRIPT
#!/bin/sh
[ "\$1" = admin ] || ulimit -f 600
trap '' XFSZ
exec "$(realpath "$built")/regiond" "\$@"
SCRIPT
chmod +x "$tap_dir/small"
restart_region() {
    host-tools/regiond/region.sh stop --dir "$region" >/dev/null
    REGIOND=$1 host-tools/regiond/region.sh start --dir "$region" >/dev/null 2>"$tap_dir/restart.log" || tap_diag "$(cat "$tap_dir/restart.log")"
}
waiting() {
    sqlite3 "$kiosk/state/outbox.sqlite" 'SELECT count(*) FROM outbox WHERE state = 0'
}

restart_region "$tap_dir/small"
tap_fails 'a region whose disk is full stores no more' 1 'upload failed: The region cannot store at the moment' \
    "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once
tap_is 'staff see that it is the region' "$(sync_state)" busy
here=$(waiting)
there=$(region_rows)
tap_ok 'some arrived before' test "$there" -gt 0
tap_ok 'some are left' test "$here" -gt 0
tap_is 'each is in one place' "$((here + there))" "$everything"
tap_ok 'the region says why' grep -q 'database' "$region/log/regiond.log"
tap_fails 'a second try changes nothing' 1 'cannot store' "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once
tap_is 'still each is in one place' "$(($(waiting) + $(region_rows)))" "$everything"

restart_region "$built/regiond"
tap_ok 'with room again' sync_once
tap_is 'all have arrived, once' "$(region_rows) $(outbox_rows)" "$everything 0 0"
tap_is 'the database is sound' "$(sqlite3 "$region/data/region.sqlite" 'PRAGMA integrity_check')" ok
tap_done
