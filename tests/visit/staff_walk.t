#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The whole staff menu on the real programs: every section and every page that a link leads to, in both languages, lying and upright.
# Words are whole, targets are 12 mm at least (norms), and each page is left the way it was entered. Pictures are in build/log/staff.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh
. tests/visit/staff.sh

pictures=build/log/staff
mkdir -p "$pictures"

tree() {
    ask '{"do":"tree"}'
}

# faults_of LEAST_PX < TREE: what is wrong on this page, one a line.
faults_of() {
    jq -r --argjson least "$1" '.screen as $s | .detail as $d | .widgets[]
        | ($s + " " + $d + ": " + .id + " " + .label) as $name
        | (select(.text_broken == true) | $name + " does not find room"),
          (select(.target and (.rect[2] < $least or .rect[3] < $least)) | $name + " is too small to touch")'
}

# take_page SECTION PLACE PAGE: its picture, its faults, and what it links to as lines "PAGE PLACE".
take_page() {
    shown=$(tree)
    printf '%s\n' "$shown" | faults_of "$least" >>"$tap_dir/faults"
    take_picture "$pictures/$name-$1-$(printf '%s' "$2" | tr . _)-$3.png"
    printf '%s\n' "$shown" | jq -r --arg page "$3" '.widgets[] | select(.target and .enabled and (.id | startswith("staff.go.")))
        | $page + " " + (.id | ltrimstr("staff.go."))'
}

# pages_here: how many pages this place takes, by the number on the key to the next one.
pages_here() {
    labels | sed -n 's/^staff\.more\t.*\/\([0-9]*\)$/\1/p' | grep . || echo 1
}

turn_to() { # PAGE
    for _ in $(seq "$1"); do
        touch_widget staff.more
    done
}

# walk SECTION PLACE DEPTH: the place that is shown, and all below it; ends where it began, on the first page.
walk() {
    n_pages=$(pages_here)
    links=''
    for page in $(seq 0 $((n_pages - 1))); do
        links="$links
$(take_page "$1" "$2" "$page")"
        [ "$n_pages" -eq 1 ] || touch_widget staff.more
    done
    n_places=$((n_places + 1))
    [ "$3" -lt 3 ] || return 0
    printf '%s\n' "$links" | grep . >"$tap_dir/links.$3" || return 0
    while read -r page place; do
        turn_to "$page"
        touch_widget "staff.go.$place" || return 1
        is_at "$place" || { tap_diag "$1: the link to $place leads elsewhere"; return 1; }
        walk "$1" "$place" $(($3 + 1)) || return 1
        [ "$place" != cleaning ] || pass_time 31 # until then nothing can be touched
        touch_widget staff.back || { tap_diag "$1 $place has no way back"; return 1; }
        is_at "$2" || { tap_diag "$1 $place: back leads elsewhere"; return 1; }
    done <"$tap_dir/links.$3"
}

walk_menu() {
    n_places=0
    : >"$tap_dir/faults"
    take_page overview '' 0
    for section in $(tree | jq -r '.widgets[] | select(.target and (.id | test("^staff\\.[a-z]+$"))) | .id | ltrimstr("staff.")' |
        grep -vx -e leave -e language); do
        go_to "$section" || return 1
        walk "$section" '' 0 || return 1
        touch_widget staff.back
        wait_screen staff-overview || return 1
    done
}

walk_in() { # LANGUAGE SHAPE
    name=$1-$2
    tap_ok "$1, $2: every page is entered and left" walk_menu
    tap_is "$1, $2: no words without room, no key too small" "$(cat "$tap_dir/faults")" ''
    tap_diag "$n_places places"
}

walk_both() { # SHAPE
    tap_ok "$1: staff come in" come_in
    [ "$(tree | jq -r .lang)" = nl ] || touch_widget staff.language
    walk_in nl "$1"
    touch_widget staff.language
    walk_in en "$1"
    touch_widget staff.language
    leave_menu
    tap_ok "$1: and go" wait_screen languages
}

install build/packs/werkcafe-midden-holland
least=70 # 12 mm of 1280 px over 217 mm
walk_both lying
stop_kiosk
write_settings '/^\[panel\]/a width_px = 800\nheight_px = 1280\nwidth_mm = 136'
start_kiosk
walk_both upright
uninstall
tap_done
