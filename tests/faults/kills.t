#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Kiosk, wegwijs-sync, nginx and regiond are killed at any moment, one or several or all at once, while intakes are written and sent.
# Every intake that the outbox acknowledged is at the region once, byte for byte and with its outcome; nothing else is. Most rounds
# write with a program in the kiosk's place, which is faster. First the same with a region that lies: the judge must find it out.
# KILLS (400) and SEED (1) say how much and in what order; the long form is tests/faults/parts/kills.sh.
set -eu
. tests/tap/tap.sh
. tests/faults/kiosk_and_region.sh
. tests/faults/kills.sh

kills=${KILLS:-400} seed=${SEED:-1} pace=${PACE:-80000}

start_region
make_kiosk
host-tools/regiond/region.sh stop --dir "$region" >/dev/null

write_roles() { # LEDGER
    {
        printf '4 writer %s %s/state %s/run %s %s/stop\n' "$built/tests/faults/kills_writer" "$kiosk" "$kiosk" "$1" "$tap_dir"
        list_region_roles
    } >"$tap_dir/roles"
}
sql_region() {
    sqlite3 -cmd '.timeout 5000' "$region/data/region.sqlite" "$1"
}

# A region that says "stored" and then loses one, changes one, adds one.
sql_region "CREATE TRIGGER lie AFTER INSERT ON intakes WHEN new.seq % 40 < 3 BEGIN
    DELETE FROM intakes WHERE seq = new.seq AND new.seq % 40 = 0;
    UPDATE intakes SET sealed = substr(sealed, 1, 200) || 'x' || substr(sealed, 202) WHERE seq = new.seq AND new.seq % 40 = 1;
    UPDATE intakes SET id = id || '-copy' WHERE seq = new.seq AND new.seq % 40 = 2; END"
write_roles "$tap_dir/control"
tap_ok 'with a region that lies all seems to be sent too' kill_all "$seed" 20 "$pace" "$tap_dir/control"
judge "$tap_dir/control"
tap_diag "control: $tally: $verdict"
# shellcheck disable=SC2086
set -- $verdict
tap_ok 'but what was lost is found out' test "$1" -gt 0
tap_ok '... and what was changed' test "$5" -gt 0
tap_ok '... and what came from nowhere' test "${11}" -gt 0
sql_region 'DROP TRIGGER lie; DELETE FROM intakes'
sqlite3 "$kiosk/state/outbox.sqlite" 'DELETE FROM outbox' # it took some of the changed ones for strangers

write_roles "$tap_dir/ledger"
tap_ok "after $kills kills (seed $seed) and then none all is sent" kill_all "$seed" "$kills" "$pace" "$tap_dir/ledger"
judge "$tap_dir/ledger"
tell_kills
tap_diag "$tally"
tap_is 'every intake that was acknowledged is at the region once, byte for byte' "$verdict" "$all_well"
tap_diag "$(sqlite3 "$kiosk/state/outbox.sqlite" 'SELECT state, outcome, attempts, reason FROM outbox LIMIT 5')"
tap_is 'the outbox is empty, and nothing was set aside' "$(outbox_rows)" '0 0'
tap_is 'nor was a file' "$(find "$kiosk/state" "$region/data" -name '*damaged*' | wc -l)" 0
tap_is 'both databases are sound' \
    "$(sqlite3 "$kiosk/state/outbox.sqlite" 'PRAGMA integrity_check') $(sql_region 'PRAGMA integrity_check')" 'ok ok'
tap_ok 'it was work: more intakes than kills' test "${tally%% *}" -ge "$kills"
tap_done
