#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# What staff read when something is wrong, on the real programs: what it is and what to do, first, in plain words; and that an order of
# the region does not take the menu out of their hands. Pictures are in build/log/staff_bad.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh
. tests/visit/staff.sh

pictures=build/log/staff_bad
mkdir -p "$pictures"

says() { # TEXT: on the glass, without the isolates around inserted words
    labels | sed "s/$(printf '\342\201\250')//g; s/$(printf '\342\201\251')//g" | grep -qF "$1"
}
told() { # NAME TEXT
    tap_ok "$1: $2" tap_wait 10 says "$2"
}
# tell JSON: what wegwijs-sync, which is held, says of itself.
tell() {
    jq -c ". + $1" "$tap_dir/status" >"$kiosk/run/told.json"
    mv "$kiosk/run/told.json" "$kiosk/run/sync-status.json"
    touch_widget staff.back
    touch_widget staff.network
    wait_screen staff-network
}
press() { # ID: as soon as it can be touched
    touch_widget "$1" 2>/dev/null
}
order_came() { # wegwijs-sync does it at once
    ! kill -0 "$sync_pid" 2>/dev/null
}
touch_on() { # ID: on whichever page of the place it is
    for _ in 1 2 3 4 5; do
        touch_widget "$1" 2>/dev/null && return 0
        touch_widget staff.more 2>/dev/null || return 1
    done
    return 1
}
is_idle() { # the kiosk's program has ended
    ! kill -0 "$kiosk_pid" 2>/dev/null
}

install build/packs/werkcafe-midden-holland
tap_wait 20 test -s "$kiosk/run/sync-status.json"

# ---- printer ----
come_in
break_printer paper-out
go_to printer
touch_widget staff.do.changed
told "no paper" 'Open het deksel, leg een nieuwe rol erin en sluit het deksel.'
take_picture "$pictures/printer-out.png"
end "$printer_pid" || true
printer_pid=''
touch_on staff.do.changed
touch_widget staff.back
touch_widget staff.printer
told "no printer" 'Kijk of de printer aanstaat en of de kabels vastzitten.'
take_picture "$pictures/printer-gone.png"
touch_widget staff.back
take_picture "$pictures/overview-printer.png"

# ---- network: what wegwijs-sync says, while it is held ----
go_to network
kill -STOP "$sync_pid"
cp "$kiosk/run/sync-status.json" "$tap_dir/status"
tell '{state: "captive-portal", reason: "HTTP 302 to login.example", message_nl: "Het netwerk wil een aanmelding (een inlogpagina) voordat de kiosk verder kan. Bel de netwerkbeheerder. Intakes blijven bewaard.", message_en: "The network wants a login."}'
told "login page" 'Het netwerk wil een aanmelding'
told "login page" 'Voor de beheerder: HTTP 302 to login.example'
take_picture "$pictures/network-portal.png"
tell '{state: "ok", clock_offset_s: -5400}'
told "wrong clock" "De klok loopt 1 uur en 30 minuten voor."
take_picture "$pictures/network-clock.png"
tell '{state: "ok", certificate_until_unix_s: 1700000000}'
told "no pass to the region" 'er wordt niets verstuurd.'
take_picture "$pictures/network-pass.png"
kill -CONT "$sync_pid"
touch_widget staff.back

# ---- the region orders a restart while staff are busy ----
go_to today
"$built/regiond" admin command restart --data "$region/data" --kiosk balie >/dev/null
tap_ok "an order to restart comes" tap_wait 20 order_came
tap_wait 3 is_idle && tap_gone=yes || tap_gone=no
tap_is "the menu stays under the hands of staff" "$tap_gone" no
tap_ok "... where it was" wait_screen staff-today
leave_menu
tap_ok "and once it is left, the kiosk restarts" tap_wait 10 is_idle
start_kiosk

# ---- what was set aside ----
visit nl P09
end "$sync_pid" || true
sync_pid=''
visit nl P09
sqlite3 "$kiosk/state/outbox.sqlite" "UPDATE outbox SET state = 1, reason = 'unknown kiosk key'" 2>/dev/null ||
    sqlite3 "$kiosk/state/outbox.sqlite" "UPDATE outbox SET state = 1"
come_in
take_picture "$pictures/overview-bad.png"
go_to network
told "sending has stopped" 'werkt niet. Zet de kiosk uit en weer aan.'
take_picture "$pictures/network-stopped.png"
touch_on staff.go.aside
told "set aside" 'Bel de regio en noem de reden.'
take_picture "$pictures/network-aside.png"
leave_menu

# ---- no content at all ----
stop_kiosk
rm -r "$kiosk/state/content"
write_settings '/^initial = /d'
start_kiosk closed
come_in
take_picture "$pictures/none-overview.png"
for section in today printer network screen languages content kiosk check journal pin; do
    go_to "$section"
    take_picture "$pictures/none-$section.png"
    touch_widget staff.back
    wait_screen staff-overview
done
go_to today
told "no content" 'Er is geen inhoud. Bel de regio.'
touch_on staff.go.close
take_picture "$pictures/none-close.png"
touch_on staff.do.reason.fault
told "no content" 'Gesloten'
take_picture "$pictures/none-closed.png"
touch_widget staff.back
go_to check
touch_on staff.do.start
wait_screen staff-check
touch_widget staff.back
leave_menu
tap_ok "without content the menu is left for the closed screen" wait_screen closed
uninstall
tap_done
