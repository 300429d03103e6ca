# SPDX-License-Identifier: EUPL-1.2
# For tests that kill kiosk, wegwijs-sync, nginx and regiond at any moment: `. tests/faults/kills.sh` after tap.sh and
# kiosk_and_region.sh or visit/lib.sh, with a region and a kiosk that is enrolled and nothing of it running.
#
#   list_region_roles            the lines for `kills` of sync, nginx and regiond
#   kill_all SEED KILLS PACE [LEDGER]   with the lines of $tap_dir/roles, until all is sent; what it said is in $tap_dir/kills.log
#   judge LEDGER                 what the region has, held against a ledger as kills_writer writes it: in $verdict, and numbers in $tally
# shellcheck shell=sh disable=SC2154

list_region_roles() {
    printf '3 regiond %s --config %s/regiond.ini\n' "$built/regiond" "$region"
    printf "3 nginx %s -g 'daemon off;' -p %s -c %s/nginx.conf -e %s/log/nginx.log\n" \
        "$(command -v nginx || echo /usr/sbin/nginx)" "$region" "$region" "$region"
    printf '4 sync %s --config %s/kiosk.ini\n' "$built/wegwijs-sync" "$kiosk"
}

# The first time it says that it is enough; then it hurries the sending, whatever the back-off.
write_end() {
    cat >"$tap_dir/end.sh" <<END
: >"$tap_dir/stop"
"$built/tests/faults/wake" "$kiosk/run/wake.sock" n 2>/dev/null
[ "\$WEGWIJS_PASS" -gt 2 ] && [ ! -e "$tap_dir/busy" ] &&
    [ "\$(sqlite3 -cmd '.timeout 5000' "$kiosk/state/outbox.sqlite" 'SELECT count(*) FROM outbox WHERE state = 0')" = 0 ]
END
}

kill_all() {
    rm -f "$tap_dir/stop"
    write_end
    "$built/tests/faults/kills" "$tap_dir/roles" "$1" "$2" "$3" "sh $tap_dir/end.sh" ${4:+"$4"} >"$tap_dir/kills.log" 2>"$tap_dir/kills.err"
}

# The last lines of what went wrong, for who looks at a test that failed.
tell_kills() {
    tap_diag "$(cat "$tap_dir/kills.log"; tail -n 12 "$tap_dir/kills.err")"
}

region_list() {
    sqlite3 -separator ' ' "$region/data/region.sqlite" 'SELECT id, outcome, sealed FROM intakes ORDER BY seq'
}

judge() {
    region_list >"$tap_dir/region.list"
    tally=$(awk -v ledger="$1" '
        FILENAME == ledger && $1 == "T" && NF == 4 { text[$2] = $4; wanted[$2] = $3 }
        FILENAME == ledger && $1 == "A" && NF == 2 { yes[$2] = 1; n++ }
        FILENAME == ledger && $1 == "O" && NF == 2 { final[$2] = 1 }
        FILENAME != ledger {
            m++
            if (!($1 in text)) { strange++; next }
            if (seen[$1]++ || texts[$3]++) twice++
            if ($3 != text[$1]) changed++
            if ($2 != wanted[$1] && (($1 in final) || $2 != "unknown")) outcome++
        }
        END {
            for (id in yes) if (!(id in seen)) lost++
            printf "%d %d %d %d %d %d %d\n", n, m, lost, twice, changed, outcome, strange
        }' "$1" "$tap_dir/region.list")
    # shellcheck disable=SC2086
    set -- $tally
    verdict="$3 lost, $4 twice, $5 changed, $6 with another outcome, $7 from nowhere"
    tally="$1 acknowledged, $2 at the region"
}
all_well='0 lost, 0 twice, 0 changed, 0 with another outcome, 0 from nowhere'
