#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Staff's word for today on the real programs: who is here, the message, closed and why. Visitors read it at once, in their language;
# the region's word counts where staff have said nothing, and all of it but "closed" is gone the next day.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh
. tests/visit/staff.sh

pictures=build/log/staff_today
mkdir -p "$pictures"

admin() {
    command=$1
    shift
    "$built/regiond" admin "$command" --data "$region/data" "$@"
}
label() {
    labels | awk -F'\t' -v id="$1" '$1 == id { print $2 }'
}
says() { # TEXT: on the glass
    labels | grep -qF "$1"
}
plain() { # without the isolates around inserted words
    labels | sed "s/$(printf '\342\201\250')//g; s/$(printf '\342\201\251')//g"
}
# door_says LANGUAGE TEXT: the first door of somebody who is sent to UWV; they leave again.
door_says() {
    visit "$1" P09 --until doors
    tap_found=no
    plain | grep -qF "$2" && tap_found=yes
    take_picture "$pictures/doors-$1.png"
    touch_widget foot.stop
    touch_widget stop.yes
    wait_screen languages
    [ $tap_found = yes ]
}
# print_slip LANGUAGE NAME: a whole visit, whose paper is kept as a picture once it is there.
papers() {
    find "$kiosk/slips" -name 'paper-*.png' | wc -l
}
has_more_papers() {
    [ "$(papers)" -gt "$1" ]
}
print_slip() {
    tap_before=$(papers)
    visit "$1" P09
    tap_wait 20 has_more_papers "$tap_before" || return 1
    cp "$(find "$kiosk/slips" -name 'paper-*.png' | sort | tail -n 1)" "$pictures/$2.png"
}
region_has_told() { # PART OF THE PRESENCE AS THE KIOSK HAS IT
    jq -r .orders "$kiosk/state/region-settings.json" | cut -d. -f2 | tr -- '-_' '+/' | sed 's/$/==/' | base64 -di 2>/dev/null |
        jq -c .presence | grep -qF "$1"
}
typed() {
    label staff.typed | sed "s/$(printf '\342\201\240')|//"
}
press() {
    for key in "$@"; do
        touch_widget "staff.do.$key"
    done
}

# Minutes in which a day may change are waited out.
until [ "$(TZ=Europe/Amsterdam date +%H%M)" -lt 2355 ]; do timeout 30 tail -f /dev/null || true; done

install build/packs/werkcafe-midden-holland

# ---- the region's word ------------------------------------------------------------------------------------------------
admin presence uwv@7-23:59 jobcoach=away no-such-door
tap_wait 20 region_has_told '"table":"7"'
tap_ok "the region says where UWV is: the visitor reads it" door_says nl 'Nu hier, aan tafel 7, tot 23:59'
tap_ok "in their language" door_says en 'Here now, at table 7, until 23:59'
tap_is "what the kiosk does not know is told once" "$(grep -c 'partners present' "$kiosk/kiosk.log")" 1

# ---- staff's word over it ---------------------------------------------------------------------------------------------
come_in
tap_ok "the overview says how today is" says Vandaag
go_to today
tap_ok "the kiosk is open" says 'Open voor bezoekers.'
tap_ok "and the region's partners are counted" says 'Hier: 1. Vandaag niet hier: 1.'
take_picture "$pictures/today.png"
touch_widget staff.go.partners
take_picture "$pictures/partners.png"
tap_ok "with whose word it is" says 'Hier, tafel 7, tot 23:59 (gezet door de regio)'
touch_widget staff.go.door.uwv
press all-day
for _ in 7 6 5 4; do press table.less; done
take_picture "$pictures/door.png"
touch_widget staff.back
tap_ok "staff put UWV at table 3, all day" says 'Hier, tafel 3 (hier gezet)'
leave_menu
wait_screen languages
tap_ok "visitors read that" door_says nl 'Nu hier, aan tafel 3'
tap_ok "in Arabic too" door_says ar 'هنا الآن، عند الطاولة 3'
tap_ok "and get their slip" print_slip nl slip-here

come_in
go_to today partners
touch_widget staff.go.door.uwv
press away
leave_menu
wait_screen languages
tap_ok "not here today, and when else" door_says nl 'Vandaag niet hier. Open op'
tap_ok "and their slip in Ukrainian" print_slip uk slip-away

come_in
go_to today partners
touch_widget staff.go.door.uwv
press usual
leave_menu
wait_screen languages
tap_ok "without staff's word the region's counts again" door_says nl 'Nu hier, aan tafel 7, tot 23:59'

# ---- the message ------------------------------------------------------------------------------------------------------
come_in
go_to today message
tap_is "nothing is typed at first" "$(typed)" ''
press type.C type.a type.f accents type.é space type.o type.m space signs type.9 type.: type.0 type.0
tap_is "letters, an accent and digits" "$(typed)" 'Café om 9:00'
take_picture "$pictures/keyboard.png"
press erase type.1
tap_is "what is wrong is erased" "$(typed)" 'Café om 9:01'
tap_is "with how many signs there is room for" "$(label staff.count)" '12 / 110'
press accept
tap_ok "it is kept" says 'Bezoekers zien dit bericht nu.'
leave_menu
wait_screen languages
tap_is "visitors see it, in Dutch" "$(label message)" 'Café om 9:01'
take_picture "$pictures/languages.png"
admin set message 'Van de regio'
admin set closed_reason event
tap_is "staff's message stays over the region's" "$(label message)" 'Café om 9:01'

# ---- closed -----------------------------------------------------------------------------------------------------------
come_in
touch_widget staff.language
go_to today close
take_picture "$pictures/close.png"
tap_ok "in English as well" says 'Why does the kiosk close?'
press reason.cleaning
tap_ok "closed" says 'The kiosk is closed.'
leave_menu
tap_ok "the kiosk closes with its reason" wait_screen closed
tap_ok "in Dutch" says 'Wij maken nu schoon'
tap_ok "in Arabic" says 'نقوم بالتنظيف الآن'
tap_ok "in Tigrinya" says 'ሕጂ ነጽሪ ኣለና'
tap_is "with the message of the day" "$(label message)" 'Café om 9:01'
take_picture "$pictures/closed.png"
stop_kiosk
start_kiosk closed
tap_ok "it stays closed over a restart, for the same reason" says 'Wij maken nu schoon'

# ---- the next day -----------------------------------------------------------------------------------------------------
stop_kiosk
sed -i 's/"\(20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]\)"/"2026-01-02"/g' "$kiosk/state/today.json"
start_kiosk closed
tap_is "what was said on another day is gone: the region's message counts" "$(label message)" 'Van de regio'
tap_ok "and the kiosk is closed until staff open it" says 'Wij maken nu schoon'
come_in
go_to today
press open
tap_ok "they do, in the language they chose" says 'The kiosk is open.'
leave_menu
tap_ok "and visitors are welcome" wait_screen languages

# ---- the region closes ------------------------------------------------------------------------------------------------
admin set closed true
tap_ok "the region closes the kiosk" wait_screen closed
tap_ok "with its reason" says 'Сейчас здесь собрание'
tap_is "the journal knows what staff did, and not what they typed" \
    "$(grep -c 'today\.' "$kiosk/state/journal.log") $(grep -c Caf "$kiosk/state/journal.log")" '10 0'
uninstall
tap_done
