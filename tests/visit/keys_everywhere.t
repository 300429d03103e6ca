#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The keypad on every screen, in a language from left to right and in one from right to left, lying and standing: keys come to
# everything in the order of reading and round again, arrows go where they point, where one is can be seen (3 pixels on all sides,
# measured on the glass), back, help and the volume keys do what they are for, and nobody is trapped.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh

tree() { ask '{"do":"tree"}'; }
focused() { tree | jq -r '[.widgets[] | select(.focused) | .id] | join(" ")'; }
press_key() { ask "{\"do\":\"key\",\"key\":\"$1\"}" >/dev/null; }
targets() { tree | jq -r '.widgets[] | select(.target and .enabled) | .id' | sort; }

# The focus goes with the next touch: here one that meets nothing.
hide_focus() { ask "{\"do\":\"tap\",\"x\":$((width / 2)),\"y\":4}" >/dev/null; }

# walk_round KEY: where the focus comes to, as often as there are targets, in order.
walk_round() {
    key="{\"do\":\"key\",\"key\":\"$1\"}"
    steps=$(targets | wc -l)
    set --
    while [ "$steps" -gt 0 ]; do
        set -- "$@" --say "$key" --say '{"do":"tree"}'
        steps=$((steps - 1))
    done
    "$built/visitor" --socket "$socket" "$@" | jq -r 'select(.widgets) | [.widgets[] | select(.focused) | .id] | join(" ")'
}

# in_order: the tree on standard input, and as arguments the ids in the order of a round, which begins anywhere. From what comes after
# the footer on, each stands after the one before it: lower, or in its row further on in the direction of reading.
in_order() {
    jq -e --arg ids "$*" '
        .dir as $dir | ([.widgets[] | {(.id): .}] | add) as $by
        | [$ids | split(" ")[] | $by[.]] as $round
        | (([$round[].look == "foot"] | rindex([true, false])) // -1) as $last
        | ($round[$last + 1:] + $round[:$last + 1]) as $list
        | [range(1; $list | length) | [$list[. - 1], $list[.]]]
        | map(select(.[0].look != "foot" and .[1].look != "foot")) as $pairs
        | all($pairs[]; (.[0].rect as $a | .[1].rect as $b
            | $b[1] >= $a[1] + $a[3] or (if $dir == "rtl" then $b[0] < $a[0] else $b[0] > $a[0] end)))
          and ([$list[].look == "foot"] | . == sort)' >/dev/null
}

# focus_width ID: how many pixels of the outline of ID differ from the glass without it, on the thinnest side. $tap_dir/bare.png and
# focus.png are the glass without and with.
focus_width() {
    # shellcheck disable=SC2046
    set -- $(tree | jq -r --arg id "$1" '.px_per_mm as $mm | .widgets[] | select(.id == $id) | .rect
        | [.[0], .[1], .[2], .[3], ($mm * 2.6 | floor)] | join(" ")')
    span=$((2 * $5))
    convert "$tap_dir/bare.png" "$tap_dir/focus.png" -compose difference -composite -colorspace Gray -threshold 4% \
        \( -clone 0 -crop "1x$span+$(($1 + $3 / 2))+$(($2 - $5))" +repage \) \( -clone 0 -crop "1x$span+$(($1 + $3 / 2))+$(($2 + $4 - $5))" +repage \) \
        \( -clone 0 -crop "${span}x1+$(($1 - $5))+$(($2 + $4 / 2))" +repage \) \( -clone 0 -crop "${span}x1+$(($1 + $3 - $5))+$(($2 + $4 / 2))" +repage \) \
        -delete 0 -format '%[fx:round(mean*w*h)]\n' info: | sort -n | head -n 1
}

# The outline on two places: where one begins, and the one before that (in the footer, where there is one).
seen_everywhere() {
    hide_focus
    take_picture "$tap_dir/bare.png"
    for key in next previous; do
        press_key "$key"
        take_picture "$tap_dir/focus.png"
        id=$(focused)
        seen=$(focus_width "$id")
        [ "$seen" -ge 3 ] || {
            echo "$id: $seen px"
            return 1
        }
    done
}

# check_screen NAME
check_screen() {
    at="$language $shape $1"
    tap_ok "$at: where one is can be seen" seen_everywhere
    hide_focus
    forwards=$(walk_round next)
    tap_is "... keys come to everything" "$(echo "$forwards" | sort)" "$(targets)"
    hide_focus
    tap_is "... and backwards" "$(walk_round previous | sort)" "$(targets)"
    # shellcheck disable=SC2086
    order_ok=0
    # shellcheck disable=SC2086
    tree | in_order $forwards || order_ok=1
    tap_result "$order_ok" "... from the first to the last, the footer last"
}

# go_to ID: by keys.
go_to() {
    for _ in $(targets); do
        press_key next
        [ "$(focused)" != "$1" ] || return 0
    done
    return 1
}

# arrows: from the first option, the arrow in the direction of reading leads to the second when it is beside it, else down does.
arrows() {
    first=$(tree | jq -r '[.widgets[] | select(.target and .role == "choice") | .id][0]')
    second=$(tree | jq -r '[.widgets[] | select(.target and .role == "choice") | .id][1]')
    go_to "$first"
    beside=$(tree | jq -r --arg a "$first" --arg b "$second" '([.widgets[] | {(.id): .rect}] | add) as $by | $by[$a][1] == $by[$b][1]')
    case $beside$language in
    trueuk) press_key right ;;
    truear) press_key left ;;
    *) press_key down ;;
    esac
    [ "$(focused)" = "$second" ] || return 1
    case $beside$language in
    trueuk) press_key left ;;
    truear) press_key right ;;
    *) press_key up ;;
    esac
    [ "$(focused)" = "$first" ]
}

# Back, help and volume on a question.
other_keys() {
    question=$(tree | jq -r .question)
    press_key help
    wait_screen staff || return 1
    press_key back
    wait_screen question || return 1
    press_key volume-up
    press_key volume-down
    [ "$(tree | jq -r '[.screen, .question] | join(" ")')" = "question $question" ]
}

try_language() {
    language=$1
    [ "$(screen)" = languages ] || give_up "not on the first screen but on $(screen)"
    hide_focus
    tap_ok "$language $shape: the first screen shows where one is" seen_everywhere
    hide_focus
    visit "$language" P13 --until privacy --keys
    check_screen privacy
    touch_widget privacy.start
    check_screen goal
    tap_ok "... arrows go where they point, and back" arrows
    tap_ok "... help, back and the volume keys work" other_keys
    press_key back
    tap_is "... back goes back" "$(screen)" privacy
    touch_widget foot.stop
    wait_screen languages
    visit "$language" P13 --until doors --keys
    check_screen doors
    touch_widget foot.stop
    check_screen stop
    press_key back
    tap_is "... back stays" "$(screen)" doors
    touch_widget foot.language
    check_screen languages
    press_key back
    tap_is "... back leaves it as it was" "$(tree | jq -r '[.screen, .lang] | join(" ")')" "doors $language"
    touch_widget foot.staff
    check_screen staff
    press_key back
    touch_widget foot.stop
    touch_widget stop.yes
    wait_screen languages
    visit "$language" P13 --until slip --keys
    check_screen slip
    pass_time 61
    wait_screen idle
    forwards=$(walk_round next | sort)
    tap_is "$language $shape: keys come to everything that the warning has" "$forwards" "$(targets)"
    hide_focus
    for _ in 1 2 3 4; do [ "$(focused)" = idle.stay ] || press_key next; done
    press_key select
    tap_is "... and select stays" "$(screen)" slip
    touch_widget slip.done
    wait_screen languages
    tap_ok "$language $shape: a whole visit by keys" visit "$language" P03 --keys --strict
}

# try_panel NAME WIDTH HEIGHT WIDTH_MM
try_panel() {
    shape=$1
    width=$2
    write_settings "s/^\\[panel\\]/&\\nwidth_px = $2\\nheight_px = $3\\nwidth_mm = $4/" 's/^\[content\]/[visit]\nidle_wipe_s = 600\n&/'
    start_kiosk
    try_language uk
    try_language ar
    stop_kiosk
}

command -v convert >/dev/null || tap_skip "ImageMagick is not installed"
prepare build/packs/meedoenbalie-almere
try_panel lying 1280 800 217
try_panel standing 800 1280 136
tap_done
