#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Story 1: a ticket counted as issued though no paper came (Memuro-Town/MADO-queue#21). The real kiosk is killed right before each
# write of a visit to its database, one visit for each: what is recorded is true of the paper, every intake gets an outcome, nothing
# comes twice, and no slip comes without an intake. Then likewise right before each write of the start after such a kill.
# Of the writes every second one, by the day the odd or the even ones; all of them with WEGWIJS_ALL=1.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh
. tests/faults/paper.sh

most=100 # more writes than a visit has
step=2 first=$((1 + $(date +%s) / 86400 % 2))
[ "${WEGWIJS_ALL:-0}" = 0 ] || step=1 first=1

so=$tap_dir/kill_at_write.so
"${CC:-gcc}" -D_GNU_SOURCE -shared -fPIC -o "$so" tests/faults/preload/kill_at_write.c || tap_skip 'no compiler'
export KILL_FILE="$tap_dir/kill"

# kill_at N: before its Nth write from now on.
kill_at() {
    rm -f "$KILL_FILE.done"
    echo "$1" >"$KILL_FILE.new"
    mv "$KILL_FILE.new" "$KILL_FILE"
}

start_killable_kiosk() {
    LD_PRELOAD=$so
    export LD_PRELOAD
    SDL_VIDEODRIVER=dummy tap_start "$built/wegwijs-kiosk" --config "$kiosk/kiosk.ini" 2>>"$kiosk/kiosk.log"
    unset LD_PRELOAD
    kiosk_pid=$tap_pid
}

is_killed() {
    [ -s "$KILL_FILE.done" ]
}

# A visit, as far as it comes; false when it came to nothing though nobody was killed, as on a machine that is very busy.
make_visit() {
    reference=''
    go_to_paper nl 2>/dev/null || true
    arrived() { is_killed || [ "$(screen 2>/dev/null)" = slip ]; }
    tap_wait 30 arrived || return 1
    if ! is_killed; then
        read_reference 2>/dev/null || reference=''
        touch_widget slip.done 2>/dev/null || true
        at_end() { is_killed || [ "$(screen 2>/dev/null)" = languages ]; }
        tap_wait 30 at_end || return 1
    fi
}

bury_kiosk() {
    wait "$kiosk_pid" 2>/dev/null || true
    kiosk_pid=''
}

all_whole_slips() {
    read_papers
    cut -d ' ' -f 2 "$codes" | grep -vc none || true
}

# What a visit that was killed has left, said by $problem.
judge_visit() {
    find_problem
    slips=$(($(all_whole_slips) - slips_before))
    new_rows=$(($(rows) - rows_before))
    [ "$slips" -le 1 ] || problem="$problem $slips slips came;"
    [ "$new_rows" -le 1 ] || problem="$problem $new_rows intakes were recorded;"
    [ "$slips" -le "$new_rows" ] || problem="$problem a slip came without an intake;"
    printed=$(($(sql 'SELECT count(*) FROM outbox WHERE outcome = 1') - printed_before))
    [ "$printed" -le "$slips" ] || problem="$problem printed without a whole slip;"
}

note_before() {
    slips_before=$(all_whole_slips)
    rows_before=$(rows)
    printed_before=$(sql 'SELECT count(*) FROM outbox WHERE outcome = 1')
}

restart_kiosk() {
    rm -f "$KILL_FILE"
    start_killable_kiosk
    wait_screen languages 30 || give_up "$(tail -n 3 "$kiosk/kiosk.log")"
}

install_paper
stop_kiosk
restart_kiosk

at=$first tries=0
while [ "$at" -le "$most" ]; do
    note_before
    kill_at "$at"
    if ! make_visit; then
        tries=$((tries + 1))
        [ "$tries" -le 5 ] || give_up 'no visit comes to its end'
        kill_kiosk
        restart_kiosk
        continue
    fi
    is_killed || break
    bury_kiosk
    left=$(prepared_rows)
    restart_kiosk
    tap_wait 10 has_no_prepared || true
    judge_visit
    tap_is "killed before write $at ($(cat "$KILL_FILE.done"); $left prepared, $new_rows recorded, $slips slips): all is true" "$problem" ''
    at=$((at + step))
done
n_kills=$(((at - first) / step))
tap_ok "it was killed before $n_kills writes of a visit" test "$n_kills" -ge $((4 / step))
judge_visit
tap_is 'the visit that nobody disturbed has its slip, and says so' "$problem/$slips/$new_rows/$(last_outcome)" '/1/1/1'

kill_kiosk # it still counts
restart_kiosk

# Killed while the printer keeps a visitor waiting, and then again at each write of the start.
prepared() { [ "$(prepared_rows)" = 1 ]; }
at=$first
while [ "$at" -le "$most" ]; do
    note_before
    reference=''
    break_printer silent
    go_to_paper nl
    tap_wait 10 prepared || give_up 'no intake is prepared'
    kill_kiosk
    break_printer mend
    kill_at "$at"
    start_killable_kiosk
    started() { is_killed || has_no_prepared; }
    tap_wait 30 started || give_up "$(tail -n 3 "$kiosk/kiosk.log")"
    is_killed || break
    bury_kiosk
    restart_kiosk
    tap_wait 10 has_no_prepared || true
    judge_visit
    tap_is "killed at the start too, before write $at ($(cat "$KILL_FILE.done")): all is true" "$problem/$new_rows/$(last_outcome)" '/1/4'
    at=$((at + step))
done
n_kills=$(((at - first) / step))
tap_ok "it was killed before $n_kills writes of a start" test "$n_kills" -ge 1
kill_kiosk
restart_kiosk
tap_ok 'the next visitor has a slip' mend_printer
tap_is '... of their own, and all is true still' "$problem" ''
tap_done
