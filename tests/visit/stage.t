#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The glass on a real window system: what is painted is shown, fingers and keys arrive, nothing polls.
set -eu
. tests/tap/tap.sh
. tests/visit/glass.sh

start_display 1280x800
make_kiosk true
start_kiosk

tap_is "the first screen is on the glass before any touch" "$(differing_pixels)" 0

presents=$(stat_of presents)
# shellcheck disable=SC2046
set -- $(middle_of lang.en)
hand mousemove "$1" "$2" mousedown 1
more_presents() { [ "$(stat_of presents)" -gt "$presents" ]; }
tap_ok "a finger that comes down is answered on the glass" tap_wait 10 more_presents
tap_is "the pressed look is on the glass" "$(differing_pixels)" 0
tap_ok "nothing acts before the finger is lifted" is_screen languages
hand mouseup 1
tap_ok "the press acts when the finger is lifted" expect_screen privacy
tap_is "the next screen is on the glass" "$(differing_pixels)" 0

presents=$(stat_of presents)
hand mousemove 640 20 mousedown 1
tap_ok "a miss is answered on the glass" tap_wait 10 more_presents
hand mouseup 1

# What the finger set off is over.
is_at_rest() {
    before=$(wake_ups)
    timeout 1 tail -f /dev/null || true
    [ "$(wake_ups)" = "$before" ]
}
tap_wait 20 is_at_rest || true
before=$(wake_ups)
timeout 3 tail -f /dev/null || true
tap_is "a screen at rest wakes nothing in three seconds" $(($(wake_ups) - before)) 0

hand key Down
focus_is() { say '{"do":"tree"}' | tr '{' '\n' | grep -F '"focused":true' | grep -qF "\"id\":\"$1\""; }
tap_ok "an arrow key shows the focus" tap_wait 10 focus_is privacy.start
hand key Return
tap_ok "select acts on the focus" expect_screen question
hand key Escape
tap_ok "the back key goes back" expect_screen privacy

window=$(hand search --onlyvisible --name Wegwijs)
hand windowunmap --sync "$window" windowmap --sync "$window"
is_whole() { [ "$(differing_pixels)" = 0 ]; }
tap_ok "a window that was away shows its picture again" tap_wait 10 is_whole

# Story 14: input is taken away in the middle of a press, and the release never comes.
# shellcheck disable=SC2046
set -- $(middle_of privacy.start)
presents=$(stat_of presents)
hand mousemove "$1" "$2" mousedown 1
tap_ok "a press begins" tap_wait 10 more_presents
hand windowunmap --sync "$window"
hand mouseup 1
hand windowmap --sync "$window"
tap_ok "input that was taken away presses nothing" is_screen privacy
tap_ok "... and leaves nothing pressed" tap_wait 10 is_whole
press_again() { press privacy.start && is_screen question; }
tap_ok "... and a press works as before" tap_wait 20 press_again

kill "$kiosk_pid"
ended=0
wait "$kiosk_pid" || ended=$?
tap_is "asked to end, it ends well" "$ended" 0
tap_done
