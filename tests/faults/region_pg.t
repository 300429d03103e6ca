#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# A region of several regiond that share one PostgreSQL, under load of real kiosks: an instance is killed, PostgreSQL is killed, all
# of them are; what was acknowledged is there once, as it was sealed. ROUNDS (1) times each; SEED picks whom and when.
set -eu
. tests/tap/tap.sh

built=${WEGWIJS_BUILD:-build/native}
region=$tap_dir/region
pg=$tap_dir/pg
kiosks=3
instances=3
each=${INTAKES:-400}
rounds=${ROUNDS:-1}
seed=${SEED:-20261124}
tap_diag "SEED=$seed ROUNDS=$rounds INTAKES=$each"
chmod 0711 "$tap_dir" # root runs PostgreSQL as another user

pg_sh() { host-tools/regiond/postgres.sh "$@" --dir "$pg"; }
region_sh() {
    action=$1
    shift
    REGIOND=$built/regiond host-tools/regiond/region.sh "$action" --dir "$region" "$@"
}
admin() {
    command=$1
    shift
    "$built/regiond" admin "$command" --config "$region/regiond.ini" "$@"
}
ask() { psql --quiet --no-psqlrc --tuples-only --no-align --command "$1" "$db"; }
stop_all() {
    : >"$tap_dir/end"
    wait
    region_sh stop >/dev/null 2>&1
    pg_sh remove >/dev/null 2>&1
    tap_clean
}
trap stop_all EXIT

db=$(pg_sh start)
"$built/packctl" keygen "$tap_dir/content.jwk"
tap_ok 'three instances start at once on an empty database' region_sh start --region midden-holland \
    --content-key "$tap_dir/content.pub.jwk" --db "$db" --instances "$instances"
url=$(cat "$region/url")
# A disk as slow as a real one: without it the load is over before anything can be killed.
ask 'ALTER DATABASE wegwijs SET commit_delay = 30000; ALTER DATABASE wegwijs SET commit_siblings = 0'

# random N: 0 to N - 1, the same ones for the same seed.
random() {
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    picked=$((seed / 65536 % $1))
}

make_kiosk() { # number
    kiosk=$tap_dir/kiosk-$1
    mkdir -p "$kiosk"
    cat >"$kiosk/kiosk.ini" <<SETTINGS
[kiosk]
state_dir = state
run_dir = run
assets_dir = assets
[region]
url = $url
ca_file = $region/tls/server-ca.pem
code_file = code
interval_s = 3600
send_delay_s = 0
SETTINGS
    admin add-kiosk --kiosk "balie-$1" --site 1 >"$kiosk/code"
    "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once >"$kiosk/said" 2>&1
}

waiting() { sqlite3 "$tap_dir/kiosk-$1/state/outbox.sqlite" 'SELECT count(*) FROM outbox'; }

# A kiosk that sends until nothing waits, whatever happens meanwhile.
send_all() { # number
    tries=0
    until "$built/wegwijs-sync" --config "$tap_dir/kiosk-$1/kiosk.ini" --once >>"$tap_dir/kiosk-$1/said" 2>&1 &&
        [ "$(waiting "$1")" = 0 ]; do
        tries=$((tries + 1))
        { [ "$tries" -lt 2000 ] && [ ! -e "$tap_dir/end" ]; } || return 1
        timeout 0.1 tail -f /dev/null || true
    done
}

# Fills the outboxes, notes what must arrive, and lets all kiosks send.
begin_load() {
    fillers=
    for k in $(seq "$kiosks"); do
        "$built/tests/faults/fill_outbox" "$tap_dir/kiosk-$k/state" "$each" >/dev/null &
        fillers="$fillers $!"
    done
    for filler in $fillers; do wait "$filler"; done
    for k in $(seq "$kiosks"); do
        sqlite3 "$tap_dir/kiosk-$k/state/outbox.sqlite" \
            "SELECT id || ' ' || $k || ' ' || CAST(sealed AS TEXT) FROM outbox" >>"$tap_dir/sent"
    done
    before=$(ask 'SELECT count(*) FROM intakes')
    senders=
    for k in $(seq "$kiosks"); do
        send_all "$k" &
        senders="$senders $!"
    done
}

# A moment in the middle: at least so many rows more than before.
reached() { rows=$(ask 'SELECT count(*) FROM intakes' 2>/dev/null) && [ "$rows" -ge $((before + $1)) ]; }
moment() {
    random $((each * kiosks / 2))
    tap_wait 120 reached "$picked" || tap_diag "the load did not reach $picked more rows"
}

end_load() {
    failed=0
    for sender in $senders; do wait "$sender" || failed=1; done
    tap_result "$failed" "$1: every kiosk got rid of all it had"
    LC_ALL=C sort "$tap_dir/sent" >"$tap_dir/wanted"
    ask "SELECT id || ' ' || kiosk || ' ' || sealed FROM intakes" | LC_ALL=C sort >"$tap_dir/stored"
    tap_ok "$1: the region has each once, as it was sealed ($(wc -l <"$tap_dir/stored"))" cmp "$tap_dir/wanted" "$tap_dir/stored"
}

kill_instance() {
    random "$instances"
    name=$(printf 'regiond\nregiond-2\nregiond-3\n' | sed -n "$((picked + 1))p")
    kill -9 "$(cat "$region/run/$name.pid")"
}
region_back() { tap_wait 60 region_sh start; }
pg_back() { tap_wait 60 pg_sh start; }

enrolled=0
for k in $(seq "$kiosks"); do make_kiosk "$k" || { enrolled=1; tap_diag "$(cat "$kiosk/said")"; }; done
tap_result "$enrolled" 'kiosks enrol with whichever instance they meet'
tap_is 'their numbers are those of one region' "$(ask "SELECT string_agg(number || ' ' || name, ', ' ORDER BY number) FROM kiosks")" \
    '1 balie-1, 2 balie-2, 3 balie-3'

begin_load
end_load 'undisturbed'
for round in $(seq "$rounds"); do
    begin_load
    moment
    kill_instance
    reached "$((each * kiosks))" && tap_diag "round $round: all was there before the kill"
    end_load "round $round, an instance killed and not started again"
    tap_is "round $round: kiosks did not even notice" "$(tail -qn 1 "$tap_dir"/kiosk-*/said | grep -c 'upload failed' || true)" 0
    tap_ok "round $round: it starts again beside the others" region_back
    begin_load
    moment
    pg_sh kill
    tap_ok "round $round: PostgreSQL is killed and starts again" pg_back
    end_load "round $round, PostgreSQL killed"
    begin_load
    moment
    pg_sh stop --mode immediate
    kill_instance
    tap_ok "round $round: both come back" pg_back
    tap_ok "round $round: in this order" region_back
    end_load "round $round, PostgreSQL and an instance killed"
done
tap_is 'no kiosk set an intake aside' "$(cat "$tap_dir"/kiosk-*/said | grep -c 'set aside' || true)" 0
tap_ok 'the region says what was wrong' grep -q 'PostgreSQL' "$region"/log/regiond*.log
tap_ok 'an older program is refused' sh -c "psql --quiet '$db' --command 'UPDATE wegwijs_schema SET version = version + 1' &&
    ! '$built/regiond' admin kiosks --config '$region/regiond.ini' 2>'$tap_dir/newer' && grep -q 'is of a newer version' '$tap_dir/newer'"
tap_done
