# SPDX-License-Identifier: EUPL-1.2
# For tests of the staff menu: `. tests/visit/staff.sh` after lib.sh.
#
#   come_in                 from the languages or `closed` into the menu: by a code of the region and a first PIN, later by that PIN
#   go_to SECTION [PLACE]   from the overview to a section, and on to a page of it
#   leave_menu              back to the visitors' screen
#   labels                  what the screen says, one widget a line: id, tab, words
# shellcheck shell=sh disable=SC2154

staff_pin=839157
staff_has_pin=no

# A corner without a target, held as long as it takes.
open_pad() {
    ask '{"do":"tap","x":6,"y":6,"hold_ms":3200}' >/dev/null
    wait_screen staff-pin
}

# type_in DIGITS: on the pad.
type_in() {
    for digit in $(printf '%s' "$1" | sed 's/./& /g'); do
        touch_widget "staff.pad.$digit"
    done
}

enter() {
    type_in "$1"
    touch_widget staff.pad.ok
}

staff_code() {
    "$built/regiond" admin staff-code --data "$region/data" --kiosk balie | tr -d ' '
}

# is_at DETAIL: the step of the pad, or the place in a section.
is_at() {
    [ "$(ask '{"do":"tree"}' | jq -r .detail)" = "$1" ]
}

come_in() {
    open_pad || return 1
    if [ "$staff_has_pin" = no ]; then
        enter "$(staff_code)"
        tap_wait 15 is_at new || return 1
        enter "$staff_pin"
        staff_has_pin=yes
    fi
    enter "$staff_pin"
    wait_screen staff-overview 20
}

go_to() {
    touch_widget "staff.$1" && wait_screen "staff-$1" || return 1
    [ -z "${2:-}" ] || touch_widget "staff.go.$2"
}

leave_menu() {
    touch_widget staff.leave
}

labels() {
    ask '{"do":"tree"}' | jq -r '.widgets[] | [.id, .label] | @tsv'
}
