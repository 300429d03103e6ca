#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Story 18: speech read what was for staff, cut the last sentence, and leaked to the loudspeaker and the next visitor
# (votingworks/vxsuite#1478, #8203). Whole visits, ended in every way, listened to.
set -eu
. tests/tap/tap.sh
. tests/visit/glass.sh
. tests/visit/ear.sh

command -v espeak-ng >/dev/null || tap_skip "espeak-ng is not installed"

# A device that plays as fast as it is given sound: what matters here is what is said, not when.
listen
export SDL_DISKAUDIODELAY=1
make_kiosk
set_sound volume 5
start_kiosk

can_touch() {
    say "{\"do\":\"tree\"}" | tr "{" "\n" | grep -F "\"id\":\"$1\"" | grep -q "\"enabled\":true"
}
# skip_questions: the shortest way to doors, by who is not sure of anything.
skip_questions() {
    while [ "$(screen)" = question ]; do
        option=$(say '{"do":"tree"}' | tr '{' '\n' | sed -n 's/.*"id":"\(option\.[^"]*\)".*/\1/p' | tail -n 1)
        touch_widget "$option"
        ! can_touch next || touch_widget next
    done
}

# The last sentence, although the screen changes by itself.
touch_widget lang.nl
touch_widget privacy.start
skip_questions
tap_is "a visit comes to its doors" "$(screen)" doors
touch_widget foot.listen
hears 0 || true
at=$(size)
touch_widget print
expect_screen slip
tap_ok "what is said when paper is asked for is said to its end" hears_said "$at" nl "$(text_of nl ui.print.busy)"
tap_ok "... then the screen that came by itself" hears_said "$at" nl "$(text_of nl ui.print.fail)"
tap_ok "... then the slip, from its first line" hears_said "$at" nl "$(text_of nl slip.go)"
tap_ok "... to its last sentence" hears_said "$at" nl "$(text_of nl slip.free)"
reference=$(say '{"do":"tree"}' | tr '{' '\n' | sed -n 's/.*"id":"slip.reference".*"label":"\([A-Z0-9-]*\)".*/\1/p')
tap_ok "... and the reference sign by sign" hears_said "$at" nl "$(echo "$reference" | sed 's/-/,/g; s/./& /g')"
touch_widget slip.done
expect_screen languages
stop_kiosk

# Every way out: silence, and the next visitor finds the volume and the silence of the morning.
unset SDL_DISKAUDIODELAY
set_sound volume 2
start_kiosk
touch_widget lang.nl
at=$(size)
touch_widget foot.listen
usual=$(loudness "$at")
touch_widget foot.stop
expect_screen languages

# ends_by NAME COMMAND: a visit that listens at full volume is ended by this in the middle of a sentence.
ends_by() {
    touch_widget lang.nl
    press_key volume-up
    press_key volume-up
    touch_widget privacy.start
    at=$(size)
    hears "$at" || true
    $2
    at=$(size)
    expect_screen languages || true
    tap_is "$1: the visit is over" "$(screen)" languages
    tap_ok "$1: and what was being said with it" silent_after "$at"
    touch_widget lang.nl
    tap_ok "$1: the next visitor hears nothing unasked" silent_after "$(($(size)))"
    at=$(size)
    touch_widget foot.listen
    level=$(loudness "$at")
    tap_ok "$1: and at the usual volume when asked ($level of $usual)" \
        test $((level * 10)) -gt $((usual * 8)) -a $((level * 10)) -lt $((usual * 12))
    touch_widget foot.stop
    expect_screen languages
}
by_stop() {
    touch_widget foot.stop
    touch_widget stop.yes
}
by_back() {
    touch_widget foot.back
    touch_widget foot.back
}
by_rest() {
    hush
    pass_time 61
    pass_time 31
}
by_slip() {
    skip_questions
    touch_widget print
    expect_screen slip
    hears "$(size)" || true
    touch_widget slip.done
}
ends_by "stop" by_stop
ends_by "back" by_back
ends_by "rest" by_rest
ends_by "slip" by_slip
stop_kiosk

# Staff's screens, and the kiosk that serves nobody, are never spoken, whatever is pressed.
rm -rf "$kiosk/state"
mv "$kiosk/pack" "$kiosk/gone"
tap_start env SDL_VIDEODRIVER=dummy "$built/wegwijs-kiosk" --config "$kiosk/kiosk.ini" 2>>"$tap_dir/kiosk.log"
kiosk_pid=$tap_pid
say '{"do":"wait","screen":"closed","timeout_ms":30000}' >/dev/null
at=$(size)
press_key volume-up
press_key select
press_key volume-down
tap_is "a kiosk that is closed" "$(screen)" closed
tap_ok "... says nothing" silent_after "$at"
stop_kiosk
tap_done
