#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Whoever needs long: the warning comes after 60 s and gives 30 s, "I am still here" works ten times and more and loses nothing,
# and a touch beside it does not count as an answer.
set -eu
. tests/tap/tap.sh
. tests/visit/glass.sh

tree() { say '{"do":"tree"}'; }
pass_time() { say "{\"do\":\"clock\",\"advance_ms\":${1}000}" >/dev/null; }
touch_widget() { say "{\"do\":\"tap\",\"id\":\"$1\"}" >/dev/null; }
left() { tree | jq -r '.widgets[] | select(.id == "countdown") | .label'; }

make_kiosk
start_kiosk
touch_widget lang.ar
touch_widget privacy.start
before=$(tree | jq -c '.widgets')
for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
    pass_time 59
    tap_is "after 59 s nobody is disturbed ($n)" "$(screen)" question
    pass_time 2
    tap_is "after 61 s there is a warning ($n)" "$(screen) $(tree | jq -r .lang)" "idle ar"
    touch_widget idle.stay
    tap_is "one touch and all is as before ($n)" "$(tree | jq -c .widgets)" "$before"
done
pass_time 61
tap_is "the countdown shows what is left" "$(left)" 29
pass_time 9
tap_is "... and counts" "$(left)" 20
pass_time 19
tap_is "until the last second one may stay" "$(screen)" idle
pass_time 2
tap_is "then everything is wiped" "$(screen)" languages
tap_done
