#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Staff try the kiosk: printer, screen and sound, and the readiness check, on the real programs.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh
. tests/visit/staff.sh

papers() { find "$kiosk/slips" -name 'paper-*.png' | wc -l; }
newest_paper() { find "$kiosk/slips" -name 'paper-*.png' | sort | tail -n 1; }
has() { labels | grep -q -- "$1"; }
lacks() { ! has "$1"; }
is_on() { # WIDGET: it is there and can be touched
    ask '{"do":"tree"}' | jq -e --arg id "$1" '.widgets[] | select(.id == $id) | .enabled' >/dev/null
}
# touch_on WIDGET: on whichever page of the place it stands.
touch_on() {
    for _ in 1 2 3 4 5; do
        is_on "$1" && touch_widget "$1" && return 0
        touch_widget staff.more || return 1
        pass_time 1
    done
    return 1
}
# pages: what all pages of the place say.
pages() {
    said=$(labels)
    turns=$(printf '%s\n' "$said" | sed -n 's/^staff\.more\t.*\/\([0-9]*\).*/\1/p')
    for _ in $(seq "${turns:-0}"); do
        labels
        touch_widget staff.more
        pass_time 1 # one key does not act twice within half a second
    done
    printf '%s\n' "$said"
}
touch_fields() {
    for field in $(seq 0 23); do
        touch_widget "staff.do.touch.$field" || return 1
    done
}
look_at_colours() {
    tap_wait 10 is_on staff.do.next || return 1
    for _ in 1 2 3 4 5 6; do
        touch_widget staff.do.next || return 1
    done
    tap_wait 10 is_on staff.do.colours.yes
}
# check LIGHT: the whole readiness check by hand; then its pages, said once, are in $tap_dir/check.
check() {
    touch_on staff.do.start && touch_fields && look_at_colours && touch_widget staff.do.colours.yes || return 1
    tap_wait 45 is_on staff.do.start || return 1
    pages >"$tap_dir/check"
}
tells() { grep -q -- "$1" "$tap_dir/check"; }

install build/packs/meedoenbalie-almere
tap_ok "staff come in" come_in

# ---- printer ----
before=$(papers)
go_to printer
tap_ok "the printer is ready, in words" has 'De printer is klaar en heeft papier'
touch_widget staff.do.proof
tap_ok "a test slip comes out, and the screen says so" tap_wait 20 has 'De bon is geprint en afgesneden'
tap_is "... one" "$(($(papers) - before))" 1
fetch_slip_keys
tap_ok "... with a code that verifies with the region's keys" read_slip "$(newest_paper)"
break_printer paper-out
touch_widget staff.do.changed
tap_ok "no paper is said with what to do, as soon as the printer is asked" \
    tap_wait 8 has 'Open het deksel, leg een nieuwe rol erin'
touch_widget staff.do.proof
tap_ok "a test slip without paper fails, in words" tap_wait 30 has 'Geen papier'
break_printer paper-ok
touch_widget staff.do.changed
tap_ok "... and is well again at once" tap_wait 8 has 'De printer is klaar en heeft papier'
touch_widget staff.back

# ---- screen and sound ----
go_to screen
tap_ok "a board without a light to set says so" has 'Dit scherm kan hier niet worden ingesteld'
touch_on staff.do.sound.volume.more
tap_ok "the volume goes up and says who set it" has 'Ingesteld: hier'
tap_ok "... and is kept apart from the image's settings" grep -q '^volume=4$' "$kiosk/state/staff-settings.ini"
touch_on staff.reset.sound.volume
tap_ok "... and is put back" sh -c "! grep -q '^volume' '$kiosk/state/staff-settings.ini' 2>/dev/null"
touch_on staff.do.side.left
tap_ok "where the slip comes out is kept" grep -q '^slip_side=left$' "$kiosk/state/staff-settings.ini"
touch_on staff.go.cleaning
tap_is "while cleaning nothing can be touched" "$(ask '{"do":"tree"}' | jq '[.widgets[] | select(.target)] | length')" 0
ask '{"do":"key","key":"back"}' >/dev/null
pass_time 20
tap_ok "... nor by key, for thirty seconds" is_at cleaning
tap_is "... all of them" "$(ask '{"do":"tree"}' | jq '[.widgets[] | select(.target)] | length')" 0
pass_time 11
tap_ok "... and then it can" tap_wait 5 has 'het scherm reageert weer'
touch_widget staff.back
touch_on staff.go.touch
touch_fields
tap_ok "every field is felt" tap_wait 5 has 'Het hele scherm voelt aanraken'
touch_on staff.do.again
touch_widget staff.do.touch.5
pass_time 61
tap_ok "fields that were missed are counted" tap_wait 5 has 'niet zijn aangeraakt: 23'
touch_widget staff.back
touch_widget staff.back

# ---- the check ----
before=$(papers)
go_to check
tap_ok "one press, and all is tried" check
tap_ok "... a kiosk that is well can open" tells 'Alles werkt. De kiosk kan open'
tap_is "... one slip comes out" "$(($(papers) - before))" 1
tap_ok "... with a code that verifies" read_slip "$(newest_paper)"
touch_on staff.do.print
tap_wait 20 is_on staff.do.start
tap_is "... and once more when asked" "$(($(papers) - before))" 2

break_printer paper-out
tap_ok "without paper it ends too" check
tap_ok "... and says what to do" tells 'Open het deksel, leg een nieuwe rol erin'
tap_ok "... and that not all is well" tells 'Niet alles werkt'
break_printer paper-ok

stop_region
tap_ok "without the region it ends too" check
tap_ok "... and says what to do" tells 'Kijk of de netwerkkabel vastzit'
touch_widget staff.back
tap_ok "the overview knows it" sh -c "printf '%s' \"\$1\" | grep -q '^staff.check.*werkt niet'" - "$(labels)"

# ---- in English, while something fails ----
touch_widget staff.language
go_to check
pages >"$tap_dir/check"
tap_ok "all of it is there in English" tells 'Check the network cable'
touch_on staff.do.start
touch_widget staff.do.touch.0
before=$(papers)
pass_time 1
touch_widget staff.back
leave_menu
tap_ok "staff go, and visitors come" wait_screen languages
visit nl P13
tap_is "a check that was left does not print before the visitor's slip" "$(($(papers) - before))" 1

# ---- a board whose light can be set ----
stop_kiosk
mkdir -p "$kiosk/lights/panel"
echo 200 >"$kiosk/lights/panel/max_brightness"
echo 160 >"$kiosk/lights/panel/brightness"
write_settings '$a [screen]\nbacklight_dir = lights'
start_kiosk
come_in
go_to screen
tap_ok "it tells how bright it is" has '80 %'
touch_on staff.do.screen.brightness.less
tap_is "one step darker is set at once" "$(cat "$kiosk/lights/panel/brightness")" 140
for _ in 1 2 3 4 5 6 7 8; do
    pass_time 1
    touch_on staff.do.screen.brightness.less || break
done
tap_is "it never gets dark" "$(cat "$kiosk/lights/panel/brightness")" 20
stop_kiosk
echo 200 >"$kiosk/lights/panel/brightness"
start_kiosk
tap_is "it is set again when the kiosk starts" "$(cat "$kiosk/lights/panel/brightness")" 20
tap_ok "what was done is in the journal" sh -c \
    "for a in printer.test-slip printer.paper-changed setting.sound.volume check.start check.print; do grep -q \"\$a\" '$kiosk/state/journal.log' || exit 1; done"
tap_done
