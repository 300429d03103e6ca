#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The scripted visitor: walks as told, says what happened, and says so when the kiosk does something else.
set -eu
. tests/tap/tap.sh
. tests/visit/glass.sh

visitor=$built/visitor
tap_fails "without a kiosk's socket it is used wrongly" 2 'needs --socket' "$visitor"
tap_fails "an unknown ending is used wrongly" 2 'outcome' \
    "$visitor" --socket "$socket" --persona tests/visit/personas.json:P37 --outcome dance
tap_fails "a persona that is not there is used wrongly" 2 "no persona 'P99'" \
    "$visitor" --socket "$socket" --persona tests/visit/personas.json:P99
tap_fails "a persona of another kind of site is refused" 2 'visits a werkcafe' \
    "$visitor" --socket "$socket" --persona tests/visit/personas.json:P37 --site meedoenbalie

make_kiosk
start_kiosk
walk() { "$visitor" --socket "$socket" --persona tests/visit/personas.json:P37 "$@"; }

tap_ok "a whole visit in the persona's language" walk --shots "$tap_dir/shots"
# Printing is over at once where there is no printer: it may be seen or not.
tap_is "leaves a picture of each screen" "$(for one in "$tap_dir"/shots/*; do basename "$one" .png; done |
    sed 's/^[0-9]*-//; s/-.*//; /^printing$/d' | uniq | tr '\n' ' ')" \
    "languages privacy question doors provider slip languages "
tap_ok "back and forth at every question leads to the same doors" walk --lang en --back-and-forth
tap_ok "walking away is wiped" walk --lang nl --outcome walk-away
tap_ok "so is stopping" walk --lang nl --outcome stop
walk --lang en --json >"$tap_dir/said"
tap_ok "as JSON it says the path, the doors and the reference" grep -q \
    '^{"path":\["goal",.*"doors":\["gemeente",.*"reference":"[0-9A-Z]*-[0-9A-Z]*-[0-9A-Z*~$=U]"' "$tap_dir/said"

sed 's/"doors": \["gemeente"/"doors": ["uwv"/' tests/visit/personas.json >"$tap_dir/other.json"
tap_fails "other doors than expected are said" 1 'doors is .gemeente.*expected .uwv' \
    "$visitor" --socket "$socket" --persona "$tap_dir/other.json:P37" --outcome stop
tap_fails "a visit under way is not taken over" 1 "expected screen 'languages', it is 'doors'" walk
tap_ok "time wipes what the visitor left" say '{"do":"clock","advance_ms":61000}'
say '{"do":"clock","advance_ms":31000}' >/dev/null
echo '{"goal":"work"}' >"$tap_dir/short.json"
tap_fails "a question without an answer is said" 1 "was asked 'papers' and has no answer" \
    "$visitor" --socket "$socket" --answers "$tap_dir/short.json" --lang nl
tap_done
