#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Story 14: a touch device lost after a USB event, a finger stuck down (SDL#2394, #9833, cage#181); and story 13 at the glass itself:
# what sparks, palms and repeats do not do, and that every contact is answered at once, a miss too. The contacts are those a device
# may say; the kiosk is never started again.
set -eu
. tests/tap/tap.sh
. tests/visit/glass.sh

# contact PHASE WIDGET [FINGER]: at the middle of a widget, or at "X Y".
contact() {
    # shellcheck disable=SC2046
    case $2 in
    *' '*) set -- "$1" "${3:-0}" ${2% *} ${2#* } ;;
    *) set -- "$1" "${3:-0}" $(middle_of "$2") ;;
    esac
    say "{\"do\":\"contact\",\"phase\":\"$1\",\"finger\":$2,\"x\":$3,\"y\":$4}"
}
lay() { contact "$@" >/dev/null; }
# spark WIDGET MS: down and up within one turn of the kiosk, so that no busy machine makes it longer.
spark() {
    # shellcheck disable=SC2046
    set -- "$2" $(middle_of "$1")
    say "{\"do\":\"tap\",\"x\":$2,\"y\":$3,\"hold_ms\":$1}" >/dev/null
}
# bounce X Y: a press and twice the same again within a moment, in one go.
bounce() {
    set -- "\"x\":$1,\"y\":$2" '{"do":"clock","advance_ms":' '{"do":"contact","phase":'
    "$built/visitor" --socket "$socket" --say "$3\"down\",$1}" --say "${2}100}" --say "$3\"up\",$1}" \
        --say "${2}20}" --say "$3\"down\",$1}" --say "${2}60}" --say "$3\"up\",$1}" \
        --say "${2}20}" --say "$3\"down\",$1}" --say "${2}60}" --say "$3\"up\",$1}" >/dev/null
}
# hold WIDGET...: a finger on each, all at once, for a while.
hold() {
    n=0
    for id in "$@"; do
        at=$(middle_of "$id")
        printf '{"do":"contact","finger":%s,"x":%s,"y":%s,"phase":"%s"}\n' "$n" "${at% *}" "${at#* }" down
        n=$((n + 1))
    done >"$tap_dir/down"
    set --
    while read -r line; do set -- "$@" --say "$line"; done <"$tap_dir/down"
    set -- "$@" --say '{"do":"clock","advance_ms":100}'
    while read -r line; do set -- "$@" --say "$(echo "$line" | sed 's/"down"/"up"/')"; done <"$tap_dir/down"
    "$built/visitor" --socket "$socket" "$@" >/dev/null
}
pass_ms() { say "{\"do\":\"clock\",\"advance_ms\":$1}" >/dev/null; }
acts() { stat_of activations; }
presses() { lay down "$1" "${2:-0}" && pass_ms 100 && contact up "$1" "${2:-0}" | grep -q '"acted":true'; }
question() { say '{"do":"tree"}' | sed 's/.*"question":"\([a-z_]*\)".*/\1/'; }

# To the first question, and half a second's rest.
begin() {
    say '{"do":"tap","id":"lang.uk"}' >/dev/null
    say '{"do":"tap","id":"privacy.start"}' >/dev/null
    pass_ms 600
}
# One question back, and a rest.
back() {
    say '{"do":"tap","id":"foot.back"}' >/dev/null
    pass_ms 600
}

make_kiosk
start_kiosk
begin

# ---- faults ----
lay down option.goal.work
pass_ms 200
lay cancel option.goal.work
tap_is "a device that goes away in the middle of a press presses nothing" "$(question)" goal
tap_ok "... and the device that comes works at once" presses option.goal.problem 1
tap_is "... on what it touches" "$(question)" support
back

lay down option.goal.work
pass_ms 1100
tap_ok "a release that never came holds nobody up, after a second" presses option.goal.problem 1
tap_is "... nor does what was held act" "$(question)" support
back

lay down option.goal.work
pass_ms 100
tap_ok "nor when the same finger comes down again" presses option.goal.problem
tap_is "... elsewhere" "$(question)" support
lay up option.support.mind
back

lay down option.goal.learn 5
for _ in 1 2 3 4 5 6 7 8 9 10 11; do
    pass_ms 1000
    lay move option.goal.learn 5
done
tap_ok "a finger that is not there and trembles for ten seconds is taken for what it is" presses option.goal.problem
tap_is "... and presses nothing" "$(question)" support
lay up option.support.mind 5
back
tap_is "all that time nothing else acted" "$(question)" goal

# ---- what is no press ----
before=$(acts)
for n in 1 2 3 4 5; do spark option.goal.work $((n * 9)); done
hold option.goal.problem option.goal.problem option.goal.problem option.goal.problem
hold option.goal.work option.goal.problem
pass_ms 600
tap_is "sparks, a palm and two fingers on two tiles do nothing" "$(acts) $(question)" "$before goal"
# shellcheck disable=SC2046
bounce $(middle_of option.goal.problem)
tap_is "a press does, once, though it bounces on the next question" "$(acts) $(question)" "$((before + 1)) support"
pass_ms 600

# ---- every contact is answered, and soon ----
# answered AT: the answer is on the glass when the contact has been taken, before anything else is done.
answered() {
    shown=$(stat_of presents)
    lay down "$1"
    now=$(stat_of presents)
    stat_of last_tap_us >>"$tap_dir/us"
    lay up "$1"
    pass_ms 600
    [ "$now" -gt "$shown" ]
}
: >"$tap_dir/us"
tap_ok "a miss is answered" answered "640 20"
for id in foot.listen foot.larger foot.contrast foot.reach foot.language foot.staff foot.stop foot.back; do
    lay down "640 20" 3 # a hand on the edge
    pass_ms 200
    tap_ok "so is a finger on $id" answered "$id"
    lay up "640 20" 3
    say '{"do":"tree"}' | grep -q '"screen":"question"' || say '{"do":"key","key":"back"}' >/dev/null
done
for _ in 1 2 3 4 5 6 7; do answered "640 20"; done
tap_ok "the middle one of these answers took less than a frame of 60 a second" \
    [ "$(sort -n "$tap_dir/us" | sed -n "$(($(wc -l <"$tap_dir/us") / 2 + 1))p")" -lt 16667 ]
tap_done
