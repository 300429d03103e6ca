#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The way into the staff menu on the real programs: the first code of the region and the first PIN, wrong PINs and their waits over
# restarts, the lock, a code and the region's order that open it again. What was typed is found nowhere.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh

pin=839157
wrong=839158

open_pad() {
    ask '{"do":"tap","x":6,"y":6,"hold_ms":3200}' >/dev/null
    wait_screen staff-pin
}
# type_in DIGITS: with a finger, no slower than a person.
type_in() {
    for digit in $(printf '%s' "$1" | sed 's/./& /g'); do
        touch_widget "staff.pad.$digit"
    done
}
enter() {
    type_in "$1"
    touch_widget staff.pad.ok
}
message() {
    ask '{"do":"tree"}' | jq -r '.widgets[] | select(.id == "staff.pad.message") | .label'
}
says() { # PART OF IT
    message | grep -q "$1"
}
detail() {
    ask '{"do":"tree"}' | jq -r .detail
}
is_at() {
    [ "$(detail)" = "$1" ]
}
staff_code() {
    "$built/regiond" admin staff-code --data "$region/data" --kiosk balie | tr -d ' '
}
# try_wrong TIMES: after the longest wait that there is; the pad closes by itself meanwhile.
try_wrong() {
    for _ in $(seq "$1"); do
        pass_time 7681
        wait_screen languages && open_pad || return 1
        enter "$wrong"
        tap_wait 60 is_answered || return 1
    done
}
is_ready() {
    ask '{"do":"tree"}' | jq -e '.widgets[] | select(.id == "staff.pad.1") | .enabled' >/dev/null
}
is_answered() {
    ! says 'Even geduld'
}

install build/packs/werkcafe-midden-holland
tap_ok 'a corner held for 3 s asks for a code: there is no PIN yet' open_pad
tap_ok 'and says what to do' says 'Er is nog geen pincode. Bel de regio'
take_picture "$tap_dir/code.png"
enter 123456789
tap_ok 'a wrong code is refused' tap_wait 60 says 'De code klopt niet'
pass_time 11
first=$(staff_code)
enter "$first"
tap_ok 'the right one asks for a PIN' tap_wait 60 is_at new
enter 123456
tap_ok 'a weak one is refused, with the reason' says 'geen rij zoals 123456'
enter "$pin"
tap_is 'a good one is asked for twice' "$(detail)" again
enter "$pin"
tap_ok 'and then staff are in' wait_screen staff-overview 60
touch_widget staff.leave
tap_ok 'and out' wait_screen languages

open_pad
enter "$first"
tap_ok 'a code is no PIN' tap_wait 60 says 'klopt niet'
enter "$pin"
tap_ok 'the PIN opens' wait_screen staff-overview 60
touch_widget staff.leave
wait_screen languages
tap_is 'the PIN and the code are nowhere in its memory, where other words are found' \
    "$("$built/tests/faults/memory_search" "$kiosk_pid" "$pin" "$first" pin.json | paste -sd,)" pin.json

open_pad
for key in 8 3 9 1 5 7 select; do
    ask "{\"do\":\"key\",\"key\":\"$key\"}" >/dev/null
done
tap_ok 'also from a keypad, with its select key' wait_screen staff-overview 60
touch_widget staff.leave
wait_screen languages

# The same PIN with one round: what follows is about counting, and 600,000 rounds take long on a busy machine.
stop_kiosk
printf '{"format":"staff-pin/1","kdf":"pbkdf2-hmac-sha256","rounds":1,"salt":"MDEyMzQ1Njc4OWFiY2RlZg","hash":"%s","changed_unix_s":0}\n' \
    QwzsuwGu6yNq6ez9ew0g-mM49owWSLZ6EKb5qGGuc0w >"$kiosk/state/staff/pin.json"
start_kiosk

open_pad
for left in 4 3 2; do
    enter "$wrong"
    tap_ok "a wrong PIN: $left tries are left" tap_wait 60 says "Nog $left pogingen"
done
take_picture "$tap_dir/wrong.png"
enter "$wrong"
tap_wait 60 says 'Nog 1 poging'
enter "$wrong"
tap_ok 'five: wait' tap_wait 60 says 'Wacht [0-9]* seconde'
take_picture "$tap_dir/wait.png"
stop_kiosk
start_kiosk
open_pad
tap_ok 'a restart ends no wait' says 'Wacht [0-9]* seconde'
pass_time 16
tap_ok 'time does' tap_wait 60 is_ready
try_wrong 10
tap_ok 'fifteen: locked' tap_wait 60 says 'Op slot'
take_picture "$tap_dir/locked.png"
stop_kiosk
start_kiosk
open_pad
tap_ok 'also after a restart' says 'Op slot'
enter "$(staff_code)"
tap_ok 'a code opens' wait_screen staff-overview 60
touch_widget staff.leave
wait_screen languages

open_pad
try_wrong 15
tap_ok 'locked again' tap_wait 60 says 'Op slot'
"$built/regiond" admin command unlock --kiosk balie --data "$region/data"
is_unlocked() {
    touch_widget staff.leave && wait_screen languages && open_pad && is_at pin
}
tap_ok 'the region unlocks it' tap_wait 60 is_unlocked
enter "$pin"
tap_ok 'and the PIN opens' wait_screen staff-overview 60
touch_widget staff.leave
wait_screen languages

tap_is 'nothing that was typed is in a file of the kiosk' \
    "$(grep -rlE "$pin|$wrong|$first" "$kiosk" --include='*' 2>/dev/null | grep -v '\.png$' | wc -l)" 0
tap_is 'nor is a key of the pad in a log' "$(cat "$kiosk"/*.log | grep -c 'staff.pad')" 0
open_pad
type_in 8391
take_picture "$tap_dir/typed.png"
tap_is 'nor in what the inspector tells' "$(ask '{"do":"tree"}' | jq -c '[.widgets[].label | select(test("8391|•"))]')" '[]'
touch_widget staff.leave
stop_kiosk
write_settings 's/^fullscreen = false/&\nwidth_px = 800\nheight_px = 1280\nwidth_mm = 136/'
start_kiosk
tap_ok 'on an upright glass as well' open_pad
touch_widget staff.language
tap_ok 'and in English' says 'For staff only'
enter "$wrong"
tap_ok 'also what is wrong' tap_wait 60 says '4 tries left'
take_picture "$tap_dir/upright.png"
touch_widget staff.pad.switch
touch_widget staff.language
tap_ok 'and back' says 'Bel de regio'
take_picture "$tap_dir/upright-code.png"

mkdir -p build/log/screens
cp "$tap_dir"/*.png build/log/screens/ 2>/dev/null || true
uninstall
tap_done
