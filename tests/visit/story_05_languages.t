#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Story 5: half-mirrored screens after a change of language midway (getodk/collect#2330, #6711). On every screen where it can be
# changed, from Dutch to Arabic and back to Dutch: the tree and the picture are those of who chose that language at the start.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh

shots=$tap_dir/shots
mkdir -p "$shots"

# remember NAME: what is on the glass, as tree and picture.
remember() {
    ask '{"do":"tree"}' | jq -S 'del(.frame)' >"$shots/$1.json"
    take_picture "$shots/$1.png"
}

is_same() {
    cmp "$shots/$1.json" "$shots/$2.json" && cmp "$shots/$1.png" "$shots/$2.png"
}

speak() {
    touch_widget foot.language
    touch_widget "lang.$1"
}

# What the visitor touches to come from each screen to the next.
path='privacy:privacy.start goal:option.goal.work papers:option.papers.asylum asylum_time:option.asylum_time.m6
tasks:option.tasks.t_green|next fit:option.fit.none|next support:option.support.mind|next doors:print'

# begin LANGUAGE: with what the visitor wants of the view.
begin() {
    touch_widget "lang.$1"
    for key in $view; do
        touch_widget "foot.$key"
    done
}

# go_on STEPS: turning pages where a tile is on another one.
go_on() {
    for id in $(echo "$1" | tr '|' ' '); do
        for _ in 1 2 3 4 5 6 7 8; do
            touch_widget "$id" 2>/dev/null && break
            touch_widget more
        done
    done
}

# where: the screen's name, of a question its id.
where() { ask '{"do":"tree"}' | jq -r 'if .question == "" then .screen else .question end'; }

# A whole visit in one language, each screen remembered as LANGUAGE-SCREEN.
walk_plainly() {
    begin "$1"
    for step in $path; do
        [ "$(where)" = "${step%%:*}" ] || give_up "not on ${step%%:*} but on $(where)"
        remember "$1-${step%%:*}"
        go_on "${step#*:}"
    done
    wait_screen 'slip|provider'
    [ "$(screen)" = slip ] || go_on provider.any
    wait_screen slip
    touch_widget slip.done
    wait_screen languages
}

# The same visit in Dutch, changing on every screen.
walk_changing() {
    begin nl
    for step in $path; do
        at=${step%%:*}
        speak ar
        remember changed-ar
        tap_ok "$1$at in Arabic is as if Arabic had been chosen first" is_same changed-ar "ar-$at"
        speak nl
        remember changed-nl
        tap_ok "... and back in Dutch as if nothing had been" is_same changed-nl "nl-$at"
        go_on "${step#*:}"
    done
    wait_screen 'slip|provider'
    [ "$(screen)" = slip ] || check_own provider
    [ "$(screen)" = slip ] || go_on provider.any
    wait_screen slip
    check_own slip
    touch_widget slip.done
    wait_screen languages
}

# Screens that are another one in every visit (the order of providers, the code) are compared within this one.
check_own() {
    remember own
    speak ar
    remember own-ar
    speak nl
    remember changed-nl
    tap_ok "$1 comes back as it was" is_same changed-nl own
    speak ar
    remember changed-ar
    tap_ok "... in Arabic too" is_same changed-ar own-ar
    speak nl
}

install build/packs/meedoenbalie-almere
view=''
walk_plainly nl
walk_plainly ar
walk_changing ''
view='larger larger contrast'
walk_plainly nl
walk_plainly ar
walk_changing 'large and in high contrast, '
uninstall

# On a standing panel, with everything in the lower half.
prepare build/packs/meedoenbalie-almere
write_settings 's/^\[panel\]/&\nwidth_px = 800\nheight_px = 1280\nwidth_mm = 136/'
start_kiosk
view='reach'
walk_plainly nl
walk_plainly ar
walk_changing 'low on a standing panel, '
tap_done
