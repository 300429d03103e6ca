#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Each language by its own voice or by its recordings, and by nothing else: listened to on the first screen, one by one.
set -eu
. tests/tap/tap.sh
. tests/visit/glass.sh
. tests/visit/ear.sh

command -v espeak-ng >/dev/null || tap_skip "espeak-ng is not installed"
command -v opusenc >/dev/null || tap_skip "opusenc is not installed"

listen
make_kiosk
set_sound volume 5
start_kiosk

of_language() {
    jq -r --arg code "$1" --arg key "$2" '.languages[] | select(.code == $code) | .[$key] // ""' "$kiosk/pack/languages.json"
}
focused() {
    say '{"do":"tree"}' | tr '{' '\n' | sed -n 's/.*"id":"\(lang\.[a-z]*\)".*"focused":true.*/\1/p'
}
# go_to WIDGET: with the keypad, 40 steps at most.
go_to() {
    for step in $(seq 40); do
        [ "$(focused)" != "$1" ] || return 0
        press_key next
    done
    tap_diag "$step steps do not lead to $1"
    return 1
}

# The listen key first; then the focus goes from tile to tile.
at=$(size)
touch_widget foot.listen
tap_ok "the first screen is read in the language of its welcome" hears_said "$at" nl "$(text_of nl ui.start.title)"
tap_ok "... and goes on to the other languages, each in itself" hears_said "$at" en-gb English
for code in $(jq -r '.languages[]' "$kiosk/pack/pack.json"); do
    voice=$(of_language "$code" voice)
    hush
    at=$(size)
    go_to "lang.$code"
    if [ -n "$voice" ]; then
        tap_ok "$code is named by its own voice, $voice" hears_said "$at" "$voice" "$(of_language "$code" endonym)"
    else
        before=$(size)
        tap_ok "$code has no voice and is silent" silent_after "$before"
    fi
done
stop_kiosk

# With recordings: a language without a voice can be listened to when all of it is there, not before.
record() {
    perl -e 'print pack("s<*", map { 8000 * sin($_ * $ARGV[0]) } 1 .. 11025)' "$1" |
        opusenc --quiet --raw --raw-rate 22050 --raw-chan 1 --bitrate 24 - "$2"
    opusdec --quiet --rate 22050 --force-wav "$2" - >"${2%.opus}.wav" 2>/dev/null
}
record 0.2 "$tap_dir/low.opus"
record 0.3 "$tap_dir/high.opus"
speech=$tap_dir/assets/content/werkcafe-midden-holland/speech
cp -r assets "$tap_dir/assets"
mkdir -p "$speech/ti" "$speech/so" "$speech/nl"
jq -r '.texts | to_entries[] | select(.value | contains("{") | not) | .key' "$kiosk/pack/locale/ti.json" | while read -r id; do
    cp "$tap_dir/low.opus" "$speech/ti/$id.opus"
done
cp "$tap_dir/low.opus" "$speech/ti/endonym.opus"
cp "$tap_dir/high.opus" "$speech/ti/ui.privacy.title.opus"
cp "$tap_dir/high.opus" "$speech/so/endonym.opus"
cp "$tap_dir/high.opus" "$speech/so/ui.privacy.title.opus"
cp "$tap_dir/high.opus" "$speech/nl/ui.privacy.title.opus"
rm -rf "$kiosk/pack" "$kiosk/state"
tap_ok "a pack with recordings is built" "$built/packctl" build "$tap_dir/assets/content/werkcafe-midden-holland" "$kiosk/pack"
"$built/packctl" sign "$kiosk/pack" --key "$kiosk/content.jwk"
start_kiosk

touch_widget foot.listen
hush
at=$(size)
go_to lang.ti
tap_ok "a name that is recorded is played" tap_wait 30 was_played "$at" "$tap_dir/low.wav"
touch_widget lang.ti
at=$(size)
tap_ok "a language that is recorded whole has a key to listen" has_widget foot.listen
touch_widget foot.listen
tap_ok "... and is heard from its recordings" tap_wait 30 was_played "$at" "$tap_dir/high.wav"
touch_widget foot.language
at=$(size)
touch_widget lang.so
tap_ok "one of which a part is recorded has none" lacks_widget foot.listen
tap_ok "... and is silent" silent_after "$(size)"
touch_widget foot.language
at=$(size)
touch_widget lang.nl
tap_ok "where there is a voice as well, a recording comes first" tap_wait 30 was_played "$at" "$tap_dir/high.wav"
tap_ok "... and the voice says the rest" hears_said "$at" nl "$(text_of nl ui.privacy.noname)"
stop_kiosk
tap_done
