#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# What a kiosk says, heard at its loudspeaker: it begins when asked, ends at a touch, each language by its own voice.
set -eu
. tests/tap/tap.sh
. tests/visit/glass.sh
. tests/visit/ear.sh

command -v espeak-ng >/dev/null || tap_skip "espeak-ng is not installed"

listen
make_kiosk
set_sound volume 5
set_sound jack headset
start_kiosk

tap_is "nothing sounds before somebody asks" "$(size)" 0
tap_ok "the first screen has a key to listen" has_widget foot.listen
tap_ok "... which is off" is_off foot.listen
at=$(size)
touch_widget foot.listen
tap_ok "it is read aloud, in the language of the welcome" hears_said "$at" nl "$(text_of nl ui.start.title)"
tap_ok "... and the key shows that it is on" is_on foot.listen
touch_widget lang.en
at=$(size)
tap_ok "the next screen is read as well, by itself" hears_said "$at" en-gb "$(text_of en ui.privacy.title)"

hush
at=$(size)
tap_ok "a touch beside everything silences it within 100 ms" silent_after "$at"
at=$(size)
touch_widget foot.listen
tap_ok "the key says it again" hears_said "$at" en-gb "$(text_of en ui.privacy.title)"

# With keys.
press_key down
at=$(size)
press_key down
tap_ok "with keys what has the focus is said" hears "$at"

# The volume.
hush
at=$(size)
touch_widget foot.listen
hears "$at" || true
tap_ok "the keys for the volume stay away while nobody needs them" lacks_widget volume.softer
at=$(size)
touch_widget foot.listen
tap_ok "they come when the key is touched while it speaks" has_widget volume.softer
tap_ok "... with the repetition" hears_said "$at" en-gb "$(text_of en ui.privacy.title)"
at=$(size)
loud_5=$(loudness $((at + unwritten)))
at=$(size)
touch_widget volume.softer
loud_4=$(loudness $((at + unwritten)))
touch_widget volume.softer
touch_widget volume.softer
touch_widget volume.softer
at=$(size)
touch_widget volume.softer
loud_1=$(loudness $((at + unwritten)))
tap_ok "softer is softer ($loud_5, $loud_4)" test $((loud_4 * 3)) -lt $((loud_5 * 2))
tap_ok "... and down to 18 dB at least ($loud_5, $loud_1)" test $((loud_1 * 8)) -lt "$loud_5"
tap_ok "they stay until they are put away" has_widget volume.louder
touch_widget volume.done
tap_ok "... and then what they covered is back" has_widget privacy.start
at=$(size)
touch_widget foot.listen
hears "$at" || true
touch_widget foot.listen
touch_widget volume.off
at=$(size)
tap_ok "off is silent" silent_after "$at"
touch_widget privacy.start
tap_ok "... also on the next screen" silent_after "$at"
tap_ok "... and the key shows it" is_off foot.listen

# A language without a voice: no key, no sound, not even by the keypad.
touch_widget foot.language
touch_widget lang.ti
tap_ok "a language without a voice has no key to listen" lacks_widget foot.listen
at=$(size)
press_key volume-up
tap_ok "... and no other language speaks for it" silent_after "$at"
touch_widget foot.stop
touch_widget stop.yes

# Headphones, which are a file here.
at=$(size)
touch "$kiosk/headset"
tap_ok "reading begins when headphones go in" hears "$at"
touch_widget lang.nl
at=$(size)
hears "$at" || true
rm "$kiosk/headset"
say '{"do":"tree"}' >/dev/null
at=$(size)
tap_ok "... and ends when they go out" silent_after "$at"
touch_widget privacy.start
tap_ok "... for the rest of the visit" silent_after "$at"
touch_widget foot.stop
touch_widget stop.yes

# The warning.
touch_widget lang.nl
at=$(size)
pass_time 61
tap_is "after a minute of rest the warning shows" "$(screen)" idle
tap_ok "... and is heard, also by who does not listen" hears "$at"
tap_wait 3 has_played $((at + 3 * second)) || true
tap_ok "... who is not spoken to" is_silent $((at + unwritten + second))
touch_widget idle.stay
touch_widget foot.listen
at=$(size)
hears "$at" || true
touch_widget privacy.start
hush
at=$(size)
pass_time 61
tap_is "who listens is warned" "$(screen)" idle
tap_ok "... in words" hears_said "$at" nl "$(text_of nl ui.idle.title)"
pass_time 61
stop_kiosk

# Sound that is off, and a machine without a synthesiser.
set_sound enabled false
start_kiosk
tap_ok "where sound is off there is no key to listen" lacks_widget foot.listen
stop_kiosk
set_sound enabled true
mkdir "$tap_dir/empty"
silent_path=$tap_dir/empty
tap_start env SDL_VIDEODRIVER=dummy PATH="$silent_path" "$(realpath "$built/wegwijs-kiosk")" --config "$kiosk/kiosk.ini" 2>>"$tap_dir/silent.log"
kiosk_pid=$tap_pid
say '{"do":"wait","screen":"languages","timeout_ms":30000}' >/dev/null
tap_ok "where espeak-ng is not installed there is none either" lacks_widget foot.listen
tap_is "... and the log says so once" "$(grep -c 'nothing is read aloud' "$tap_dir/silent.log")" 1
tap_done
