#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Whole visits with nothing but the keypad's keys, in a language from left to right and in one from right to left; then with all
# controls in the lower half of the glass, by keys and by hand. After the first key every screen shows where one is.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh

install build/packs/meedoenbalie-almere

reference_arrives() {
    arrived=$((arrived + 1))
    wait_records "$arrived" &&
        [ "$(records | jq -r --arg ref "$(jq -r .reference "$report")" 'select(.ref == $ref) | .outcome')" = printed ]
}

arrived=0
for language in nl ar; do
    for who in P03 P13; do
        tap_ok "$who makes the visit in $language by keys" visit "$language" "$who" --keys --strict
        tap_ok "... and the intake arrives" reference_arrives
    done
    tap_ok "P13 goes back and forth in $language by keys" visit "$language" P13 --keys --back-and-forth
    tap_ok "... and the intake arrives" reference_arrives
    tap_ok "P13 stops in $language by keys" visit "$language" P13 --keys --outcome stop
    tap_ok "P13 makes the visit in $language by keys in the lower half" visit "$language" P13 --keys --low --strict
    tap_ok "... and the intake arrives" reference_arrives
    tap_ok "P13 makes the visit in $language in the lower half" visit "$language" P13 --low --larger 2 --contrast --strict
    tap_ok "... and the intake arrives" reference_arrives
done

# Never trapped: forwards and backwards, the focus comes to every target of a screen and round again.
focused() { ask '{"do":"tree"}' | jq -r '[.widgets[] | select(.focused) | .id] | join(" ")'; }
targets() { ask '{"do":"tree"}' | jq -r '.widgets[] | select(.target and .enabled) | .id' | sort; }
press_key() { ask "{\"do\":\"key\",\"key\":\"$1\"}" >/dev/null; }
walk_round() {
    : >"$tap_dir/seen"
    for _ in $(targets); do
        press_key "$1"
        focused >>"$tap_dir/seen"
    done
    sort "$tap_dir/seen"
}
for language in nl ar; do
    visit "$language" P13 --until question --keys
    tap_ok "a question in $language begins on its first option" \
        sh -c "case \"$(focused)\" in option.*) ;; *) exit 1 ;; esac"
    tap_is "... its keys lead forwards to everything" "$(walk_round next)" "$(targets)"
    tap_is "... and backwards" "$(walk_round previous)" "$(targets)"
    press_key help
    tap_ok "... help calls staff" wait_screen staff
    press_key back
    tap_ok "... back goes back" wait_screen question
    touch_widget foot.stop
    touch_widget stop.yes
    wait_screen languages
done
tap_done
