# SPDX-License-Identifier: EUPL-1.2
# For tests with a kiosk on a display of its own: `. tests/visit/glass.sh` after tap.sh. $display is where it shows, $kiosk its
# folder, $socket its inspector, $kiosk_pid its number. Hands are xdotool's: real events of the X server.
# shellcheck shell=sh disable=SC2154

built=$WEGWIJS_BUILD
kiosk=$tap_dir/kiosk
socket=$kiosk/run/inspect.sock

# A display of that size, e.g. 1280x800, on a free number.
start_display() {
    command -v Xvfb >/dev/null && command -v xdotool >/dev/null || tap_skip "Xvfb or xdotool is not installed"
    : >"$tap_dir/display"
    tap_start Xvfb -displayfd 3 -screen 0 "$1x24" -nolisten tcp 3>"$tap_dir/display" 2>"$tap_dir/xvfb.log"
    tap_wait 30 test -s "$tap_dir/display" || exit 1
    display=:$(cat "$tap_dir/display")
}

# Settings and a signed pack for a panel of 1280 x 800.
make_kiosk() {
    mkdir -p "$kiosk"
    "$built/packctl" keygen "$kiosk/content.jwk"
    cp -r build/packs/werkcafe-midden-holland "$kiosk/pack"
    "$built/packctl" sign "$kiosk/pack" --key "$kiosk/content.jwk"
    cat >"$kiosk/kiosk.ini" <<SETTINGS
[kiosk]
state_dir = state
run_dir = run
assets_dir = $(realpath "$built")/assets
[panel]
width_px = 1280
height_px = 800
width_mm = 217
fullscreen = ${1:-false}
[content]
initial = pack
initial_key = content.pub.jwk
SETTINGS
}

# Starts the kiosk on $display, or with no glass at all where there is none, and waits for its first screen.
start_kiosk() {
    if [ -n "${display:-}" ]; then
        tap_start env DISPLAY="$display" "$built/wegwijs-kiosk" --config "$kiosk/kiosk.ini" 2>>"$tap_dir/kiosk.log"
    else
        tap_start env SDL_VIDEODRIVER=dummy "$built/wegwijs-kiosk" --config "$kiosk/kiosk.ini" 2>>"$tap_dir/kiosk.log"
    fi
    kiosk_pid=$tap_pid
    say '{"do":"wait","screen":"languages","timeout_ms":30000}' >/dev/null
}

say() {
    "$built/visitor" --socket "$socket" --say "$1"
}

screen() {
    say '{"do":"tree"}' | sed 's/.*"screen":"\([a-z]*\)".*/\1/'
}

# The number after "KEY": in the kiosk's statistics.
stat_of() {
    say '{"do":"stats"}' | sed 's/.*"'"$1"'":\([0-9]*\).*/\1/'
}

# "X Y" of the middle of a widget, in panel pixels.
middle_of() {
    say '{"do":"tree"}' | tr '{' '\n' | grep -F "\"id\":\"$1\"" |
        sed 's/.*"rect":\[\([0-9]*\),\([0-9]*\),\([0-9]*\),\([0-9]*\)\].*/\1 \2 \3 \4/' |
        while read -r x y w h; do echo $((x + w / 2)) $((y + h / 2)); done
}

hand() {
    DISPLAY=$display xdotool "$@"
}

# A press of a finger in the middle of a widget, 100 ms long.
press() {
    # shellcheck disable=SC2046
    set -- $(middle_of "$1")
    hand mousemove "$1" "$2" mousedown 1 sleep 0.1 mouseup 1
}

is_screen() {
    [ "$(screen)" = "$1" ]
}

# Waits for a screen, 10 s at most.
expect_screen() {
    say "{\"do\":\"wait\",\"screen\":\"$1\",\"timeout_ms\":10000}" >/dev/null
}

# What the X server shows, and what the kiosk believes to show; prints how many pixels differ.
differing_pixels() {
    say "{\"do\":\"shot\",\"file\":\"$tap_dir/shot.png\"}" >/dev/null
    DISPLAY=$display import -window root "$tap_dir/glass.png"
    compare -metric AE "$tap_dir/shot.png" "$tap_dir/glass.png" null: 2>&1 || true
}

# How often the kiosk was woken so far.
wake_ups() {
    awk '/ctxt_switches/ { n += $2 } END { print n }' "/proc/$kiosk_pid/status"
}
