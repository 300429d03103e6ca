#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Story 17: black for ever when started without a display. Here: ends with one line that says what to do, and works when it is
# started again with one.
set -eu
. tests/tap/tap.sh
. tests/visit/glass.sh

make_kiosk false
nowhere() { env -u DISPLAY -u WAYLAND_DISPLAY -u SDL_VIDEODRIVER timeout 20 "$built/wegwijs-kiosk" --config "$kiosk/kiosk.ini"; }
tap_fails "without a display it ends at once and says what to do" 1 'no display to show the kiosk on: .*DISPLAY' nowhere
tap_is "in one line" "$(wc -l <"$tap_dir/.said")" 1
gone() { DISPLAY=:4711 SDL_VIDEODRIVER=x11 timeout 20 "$built/wegwijs-kiosk" --config "$kiosk/kiosk.ini"; }
tap_fails "with a display that is not there as well" 1 'no display to show the kiosk on' gone

start_display 1280x800
start_kiosk
tap_is "with the display plugged in it shows its languages" "$(screen)" languages
tap_is "and they are on the glass" "$(
    say "{\"do\":\"shot\",\"file\":\"$tap_dir/shot.png\"}" >/dev/null
    DISPLAY=$display import -window "$(hand search --onlyvisible --name Wegwijs)" "$tap_dir/glass.png"
    compare -metric AE "$tap_dir/shot.png" "$tap_dir/glass.png" null: 2>&1 || true
)" 0
tap_done
