#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# A developer's desktop that is smaller than the panel: the whole picture is there, smaller, and fingers hit what they mean.
set -eu
. tests/tap/tap.sh
. tests/visit/glass.sh

start_display 1000x600
make_kiosk false
start_kiosk

window=$(hand search --onlyvisible --name Wegwijs)
eval "$(hand getwindowgeometry --shell "$window")"
tap_ok "the window fits on the desktop" test "$WIDTH" -le 1000 -a "$HEIGHT" -le 600
tap_ok "the picture keeps its proportions" test $((WIDTH * 800 / 1280 - HEIGHT)) -ge -1 -a $((WIDTH * 800 / 1280 - HEIGHT)) -le 1

# shellcheck disable=SC2046
set -- $(middle_of lang.ar)
hand mousemove $((X + $1 * WIDTH / 1280)) $((Y + $2 * HEIGHT / 800)) mousedown 1 sleep 0.1 mouseup 1
tap_ok "a finger hits what it means" expect_screen privacy
tap_is "the language touched was the one meant" "$(say '{"do":"tree"}' | sed 's/.*"lang":"\([a-z]*\)".*/\1/')" ar

say "{\"do\":\"shot\",\"file\":\"$tap_dir/shot.png\"}" >/dev/null
DISPLAY=$display import -window "$window" "$tap_dir/glass.png"
convert "$tap_dir/shot.png" -resize "${WIDTH}x${HEIGHT}!" "$tap_dir/expected.png"
likeness=$(compare -metric NCC "$tap_dir/expected.png" "$tap_dir/glass.png" null: 2>&1 || true)
tap_diag "likeness $likeness"
tap_ok "the picture is the panel's, smaller" awk -v l="$likeness" 'BEGIN { exit !(l > 0.97) }'
tap_done
