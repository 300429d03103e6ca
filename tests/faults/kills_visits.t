#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The same as kills.t with the real kiosk and whole visits: kiosk, wegwijs-sync, nginx and regiond are killed at any moment while
# visitors come. Whoever saw their slip has an intake at the region, once; each intake that the outbox ever held is there once, byte
# for byte and with its outcome. KILLS (40) and SEED (1) say how much and in what order.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh
. tests/faults/kills.sh

kills=${KILLS:-40} seed=${SEED:-1} pace_ms=${PACE_MS:-3000}

install build/packs/meedoenbalie-almere
stop_kiosk
end "$sync_pid" || true
sync_pid=''
stop_region

# What the outbox acknowledges is noted in the same transaction, and stays when the row has gone.
sqlite3 "$kiosk/state/outbox.sqlite" "CREATE TABLE seen(id TEXT PRIMARY KEY, outcome INTEGER, sealed BLOB);
    CREATE TRIGGER seen_in AFTER INSERT ON outbox BEGIN INSERT INTO seen VALUES(new.id, new.outcome, new.sealed); END;
    CREATE TRIGGER seen_out AFTER UPDATE OF outcome ON outbox BEGIN UPDATE seen SET outcome = new.outcome WHERE id = new.id; END;"
seen_list() {
    sqlite3 "$kiosk/state/outbox.sqlite" "SELECT 'T ' || id || ' ' || CASE outcome WHEN 1 THEN 'printed' WHEN 2 THEN 'shown'
        WHEN 3 THEN 'abandoned' WHEN 4 THEN 'unknown' ELSE 'prepared' END || ' ' || CAST(sealed AS TEXT) || char(10) || 'A ' || id || char(10)
        || 'O ' || id FROM seen"
}

{
    printf '2 kiosk env SDL_VIDEODRIVER=dummy %s --config %s/kiosk.ini\n' "$built/wegwijs-kiosk" "$kiosk"
    list_region_roles
    printf '0 visitors tests/faults/kills_visitors.sh %s %s %s/references %s/stop %s/busy 6\n' "$built/visitor" "$socket" "$tap_dir" "$tap_dir" "$tap_dir"
} >"$tap_dir/roles"
: >"$tap_dir/references"
: >"$tap_dir/busy"
tap_ok "after $kills kills (seed $seed) and then none all is sent" kill_all "$seed" "$kills" "$pace_ms"
tell_kills
tap_diag "$(grep "wegwijs-kiosk: .*warning" "$tap_dir/kills.err" | sort | uniq -c)"
seen_list >"$tap_dir/ledger"
judge "$tap_dir/ledger"
n_visits=$(wc -l <"$tap_dir/references")
tap_diag "$n_visits visitors saw their slip; $tally"
tap_is 'every intake that the outbox held is at the region once, byte for byte' "$verdict" "$all_well"
"$built/regiond" admin open --data "$region/data" | jq -r .ref | sort >"$tap_dir/arrived"
tap_is 'each has a reference of its own' "$(uniq -d "$tap_dir/arrived")" ''
tap_is "whoever saw their slip is among them" "$(sort "$tap_dir/references" | comm -23 - "$tap_dir/arrived")" ""
tap_is 'the outbox is empty, and nothing was set aside' "$(queue)" '0 0'
tap_ok "it was work: visitors came to their slip, and more intakes were written" test "$n_visits" -ge 6
tap_done
