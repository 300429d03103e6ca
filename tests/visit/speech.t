#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# What a kiosk says, heard at its loudspeaker: SDL's disk driver writes what a device would get, at a device's pace.
set -eu
. tests/tap/tap.sh
. tests/visit/glass.sh

command -v espeak-ng >/dev/null || tap_skip "espeak-ng is not installed"

heard=$tap_dir/heard.raw
export SDL_AUDIODRIVER=disk SDL_DISKAUDIOFILE="$heard"

size() {
    stat -c %s "$heard" 2>/dev/null || echo 0
}

# loud FROM [TO]: whether something can be heard between these bytes of what was played.
loud() {
    tail -c "+$(($1 + 1))" "$heard" 2>/dev/null | head -c "$((${2:-999999999} - $1))" | od -An -v -td2 -w2 |
        awk '$1 > 300 || $1 < -300 { found = 1; exit } END { exit !found }'
}
is_silent() {
    ! loud "$@"
}

# rest: waits until the device is closed; what is heard next begins at 0.
is_closed() {
    closed_at=$(size)
    ! tap_wait 1 has_played $((closed_at + 1))
}
rest() {
    tap_wait 10 is_closed || true
    rm -f "$heard"
}

# Bytes of a tenth of a second and of a whole one.
tenth=4410
second=44100

has_played() {
    [ "$(size)" -ge "$1" ]
}
is_loud_from() {
    loud "$1"
}

# silent_after BYTES: what comes more than 100 ms after that cannot be heard, for at least half a second.
silent_after() {
    tap_wait 2 has_played $(($1 + second / 2)) || true
    is_silent $(($1 + tenth))
}

make_kiosk
start_kiosk

touch_widget() {
    say "{\"do\":\"tap\",\"id\":\"$1\"}" >/dev/null
}
press_key() {
    say "{\"do\":\"key\",\"key\":\"$1\"}" >/dev/null
}
has_key() {
    say '{"do":"tree"}' | grep -q '"id":"foot.listen"'
}
lacks_key() {
    ! has_key
}

tap_ok "nothing sounds before somebody asks" test ! -e "$heard"
tap_ok "the first screen has a key to listen" has_key
touch_widget foot.listen
tap_ok "it is read aloud" tap_wait 5 is_loud_from 0
touch_widget lang.en
at=$(size)
tap_ok "the next screen is read as well, by itself" tap_wait 5 is_loud_from "$at"
tap_ok "... after a touch" loud "$at" $((at + 5 * second))

say '{"do":"contact","x":640,"y":20,"down":true}' >/dev/null
at=$(size)
tap_ok "a touch beside everything silences it within 100 ms" silent_after "$at"
say '{"do":"contact","x":640,"y":20,"down":false}' >/dev/null

rest
at=0
touch_widget foot.listen
tap_ok "the key says it again" tap_wait 5 is_loud_from "$at"

touch_widget privacy.start
tap_wait 5 loud $(($(size) - tenth)) || true
press_key down
at=$(size)
tap_ok "with keys what has the focus is said" tap_wait 5 is_loud_from "$at"

# A language without a voice: no key, no sound, not even by the keypad.
touch_widget foot.language
touch_widget lang.ti
tap_ok "a language without a voice has no key to listen" lacks_key
press_key volume-up
at=$(size)
tap_ok "... and no other language speaks for it" silent_after "$at"
touch_widget foot.language
touch_widget lang.nl

# The end of the visit, in the middle of a sentence.
touch_widget foot.listen
at=$(size)
tap_wait 5 is_loud_from "$at" || true
touch_widget foot.stop
touch_widget stop.yes
at=$(size)
tap_is "the visit ends" "$(screen)" languages
tap_ok "... and with it what was being said" silent_after "$at"
touch_widget lang.nl
at=$(size)
tap_ok "the next visitor hears nothing unasked" silent_after "$at"

# The warning.
rest
say '{"do":"clock","advance_ms":61000}' >/dev/null
tap_is "after a minute of rest the warning shows" "$(screen)" idle
tap_ok "... and can be heard" tap_wait 5 is_loud_from 0
kill "$kiosk_pid"
wait "$kiosk_pid" || true

# Sound that is off, and a machine without a synthesiser.
printf '[sound]\nenabled = false\n' >>"$kiosk/kiosk.ini"
start_kiosk
tap_ok "where sound is off there is no key to listen" lacks_key
kill "$kiosk_pid"
wait "$kiosk_pid" || true
sed -i 's/^enabled = false/enabled = true/' "$kiosk/kiosk.ini"
mkdir "$tap_dir/empty"
silent_path=$tap_dir/empty
tap_start env SDL_VIDEODRIVER=dummy PATH="$silent_path" "$(realpath "$built/wegwijs-kiosk")" --config "$kiosk/kiosk.ini" 2>>"$tap_dir/silent.log"
kiosk_pid=$tap_pid
say '{"do":"wait","screen":"languages","timeout_ms":30000}' >/dev/null
tap_ok "where espeak-ng is not installed there is none either" lacks_key
tap_is "... and the log says so once" "$(grep -c 'nothing is read aloud' "$tap_dir/silent.log")" 1
tap_done
