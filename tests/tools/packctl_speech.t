#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Recordings in a content pack: taken in, signed, carried in a bundle; refused with name and reason when they are none.
. tests/tap/tap.sh

command -v opusenc >/dev/null || tap_skip 'opusenc is not installed'
packctl=${WEGWIJS_BUILD:-build/native}/packctl
work=$tap_dir/work
mkdir -p "$work"

# record SECONDS FILE [OPTION]...: a tone, of one channel.
record() {
    seconds=$1
    out=$2
    shift 2
    perl -e 'print pack("s<*", map { 8000 * sin($_ / 8) } 1 .. 22050 * $ARGV[0])' "$seconds" |
        opusenc --quiet --raw --raw-rate 22050 --raw-chan "${channels:-1}" --bitrate 24 "$@" - "$out"
}
record 1 "$work/one.opus"
record 61 "$work/long.opus" --bitrate 16 --hard-cbr
record 40 "$work/big.opus" --bitrate 96 --hard-cbr
channels=2 record 1 "$work/stereo.opus"

# fresh: a copy of the assets to spoil; what is in it is built to $work/out.
speech=$work/assets/content/werkcafe-midden-holland/speech
fresh() {
    rm -rf "$work/assets" "$work/out"
    cp -r assets "$work/assets"
    mkdir -p "$speech/ti" "$speech/nl"
    cp "$work/one.opus" "$speech/ti/ui.start.title.opus"
}
build() {
    "$packctl" build "$work/assets/content/werkcafe-midden-holland" "$work/out"
}
refuses() {
    fresh
    (cd "$speech" && sh -c "$3")
    tap_fails "$1" 1 "$2" build
}

fresh
cp "$work/one.opus" "$speech/ti/endonym.opus"
cp "$work/one.opus" "$speech/nl/q.goal.opus"
tap_ok 'recordings are taken in' build
tap_ok '... byte for byte' cmp "$work/one.opus" "$work/out/speech/ti/ui.start.title.opus"
tap_ok '... and listed with size and hash' grep -q "\"name\":\"speech/ti/endonym.opus\",\"size\":$(stat -c %s "$work/one.opus"),\"sha256\":\"$(sha256sum "$work/one.opus" | cut -d ' ' -f 1)\"" "$work/out/pack.json"
tap_ok 'check says how far a language is' sh -c '"$1" check "$2" | grep -q "^ti: 2 recordings, 2 of [0-9]* needed; has no voice and cannot be listened to yet"' - "$packctl" "$work/out"
tap_ok '... and that one with a voice needs none' sh -c '"$1" check "$2" | grep -q "^nl: 1 recordings, .*; can be listened to"' - "$packctl" "$work/out"
"$packctl" keygen "$work/key.jwk"
tap_ok 'they are signed' "$packctl" sign "$work/out" --key "$work/key.jwk"
tap_ok '... verified' "$packctl" verify "$work/out" --keys "$work/key.pub.jwk"
tap_ok '... and bundled' "$packctl" bundle "$work/out" "$work/bundle"
printf 'x' >>"$work/out/speech/ti/endonym.opus"
tap_fails 'one that was changed is refused' 1 'speech/ti/endonym.opus' "$packctl" verify "$work/out" --keys "$work/key.pub.jwk"

# All that visitors can hear: then a language without a voice can be listened to.
fresh
"$packctl" build assets/content/werkcafe-midden-holland "$work/plain"
jq -r '.texts | to_entries[] | select(.value | contains("{") | not) | .key' "$work/plain/locale/ti.json" | while read -r id; do
    ln -f "$work/one.opus" "$speech/ti/$id.opus"
done
ln -f "$work/one.opus" "$speech/ti/endonym.opus"
tap_ok 'a whole language is taken in' build
tap_ok '... and can be listened to' sh -c '"$1" check "$2" | grep -q "^ti: .*; can be listened to"' - "$packctl" "$work/out"

refuses 'a text that does not exist is refused' 'speech/ti/ui.start.titel.opus: the pack has no such text' 'cp ti/ui.start.title.opus ti/ui.start.titel.opus'
refuses 'a language that does not exist is refused' 'speech/xx/ui.start.title.opus: the pack has no such language' 'mv ti xx'
refuses 'a text with a place is refused' 'speech/ti/slip.valid.opus: .* place' 'mv ti/ui.start.title.opus ti/slip.valid.opus'
refuses 'another ending is refused' 'ui.start.title.ogg: a recording is named' 'mv ti/ui.start.title.opus ti/ui.start.title.ogg'
refuses 'one beside the languages is refused' 'a recording lies in speech/<language>/' 'mv ti/ui.start.title.opus .'
refuses 'what is no sound is refused' 'ui.start.title.opus: is not Opus in Ogg' 'date >ti/ui.start.title.opus'
refuses 'an empty file is refused' 'ui.start.title.opus: is not Opus in Ogg' ': >ti/ui.start.title.opus'
refuses 'one that is cut off is refused' 'ui.start.title.opus: is' 'truncate -s -100 ti/ui.start.title.opus'
refuses 'one that ends too early is refused' 'ui.start.title.opus: is cut off' 'head -c 47 ti/ui.start.title.opus >x; mv x ti/ui.start.title.opus'
refuses 'one with a byte changed is refused' 'ui.start.title.opus: is damaged' 'printf X | dd of=ti/ui.start.title.opus bs=1 seek=900 conv=notrunc status=none'
refuses 'two in one are refused' 'more than one sound' 'cat ti/ui.start.title.opus ti/ui.start.title.opus >x; mv x ti/ui.start.title.opus'
refuses 'one that takes too long is refused' 'takes 61 seconds; at most 60' "cp '$work/long.opus' ti/ui.start.title.opus"
refuses 'one that is too large is refused' 'larger than 256 KiB' "cp '$work/big.opus' ti/ui.start.title.opus"
refuses 'two channels are refused' 'must have one channel' "cp '$work/stereo.opus' ti/ui.start.title.opus"
# More files than the list of a pack may have.
fresh
(cd "$work/assets/content/werkcafe-midden-holland" && seq -f extra%05g.txt 6000 | xargs touch)
tap_fails "more files than a kiosk takes are refused" 1 "a kiosk takes 6000 at most" build

# Many that are each fine.
record 18 "$work/large.opus" --bitrate 96 --hard-cbr
fresh
for code in ar en fr nl; do
    mkdir -p "$speech/$code"
    jq -r ".texts | to_entries[] | select(.value | contains(\"{\") | not) | .key" "$work/plain/locale/$code.json" | head -n 120 |
        while read -r id; do ln -f "$work/large.opus" "$speech/$code/$id.opus"; done
done
tap_fails "more than a kiosk downloads is refused" 1 "larger than 48 MiB" build
tap_done
