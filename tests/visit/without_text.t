#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# For who cannot read: with text painting switched off, visits to every door of both packs by ids alone. On each screen no word is
# left, everything that can be touched has a picture (languages have their sound), no two of them the same; and the pictures are
# those of every other language.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh

# make_visits LANGUAGE N: one to every N-th door. What each target showed goes to $tap_dir/LANGUAGE, by its id.
make_visits() {
    jq "{personas: [.personas | to_entries[] | select(.key % $2 == 0) | .value]}" "$tap_dir/examples.json" >"$tap_dir/some.json"
    "$built/visitor" --socket "$socket" --lang "$1" --persona "$tap_dir/some.json:all" --without-text --json >"$tap_dir/lines" || return 1
    # Each came to the door it was sent for, and took its slip.
    jq -s -e --slurpfile sent "$tap_dir/some.json" '
        [.[] | select(.screens[-2:] == ["slip", "languages"]) | .doors] as $reached | [$sent[0].personas[].id] as $doors
        | ($reached | length) == ($doors | length) and
          all(range($doors | length); . as $i | $reached[$i] | index($doors[$i]) != null)' "$tap_dir/lines" >/dev/null || return 1
    # Names have dots by their place, and providers a new place each visit.
    jq -S -s 'map(.pictures) | add | with_entries(select(.key | test("^(provider|door)") | not))' "$tap_dir/lines" >"$tap_dir/$1"
}

check_pack() {
    install "build/packs/$1"
    "$built/packctl" examples "build/packs/$1" >"$tap_dir/examples.json"
    tap_is "$1: there is a way to every door" "$(jq '.personas | length' "$tap_dir/examples.json")" "$2"
    tap_ok "... and each is gone without a word, in Dutch" make_visits nl 1
    tap_ok "... some in Ukrainian" make_visits uk 5
    tap_ok "... and in Arabic" make_visits ar 5
    tap_is "pictures of Ukrainian screens are those of Dutch ones, pixel by pixel" \
        "$(differing uk '')" ""
    tap_is "those of Arabic too, but for signs that follow the direction of reading" \
        "$(differing ar '^(foot[.](back|listen)|next|privacy[.]start)$')" ""
    tap_ok "the comparison has something to compare" [ "$(jq length "$tap_dir/uk")" -gt 30 ]
    uninstall
}

# Ids whose picture differs from the Dutch one, apart from those that may.
differing() {
    jq -r --arg may "$2" --slurpfile dutch "$tap_dir/nl" 'to_entries[] |
        select($may == "" or (.key | test($may) | not)) | select($dutch[0][.key] != .value) | .key' "$tap_dir/$1"
}

check_pack meedoenbalie-almere 12
check_pack werkcafe-midden-holland 28
tap_done
