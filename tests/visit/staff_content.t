#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Content and this kiosk in the staff menu, on the real programs: back to the pack before, which then stays; starting again; switching
# off where that is allowed and where it is refused. Each is asked first.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh
. tests/visit/staff.sh

pack=meedoenbalie-almere
pictures=build/log/staff_content
mkdir -p "$pictures"

says() {
    for _ in 1 2 3; do
        labels | grep -qF "$1" && return 0
        touch_widget staff.more 2>/dev/null || return 1
    done
    return 1
}
press() { # WIDGET: on one of the pages
    for _ in 1 2 3; do
        touch_widget "$1" 2>/dev/null && return 0
        touch_widget staff.more
    done
    return 1
}
version_is() {
    [ "$(jq -r '.content.version // ""' "$kiosk/run/kiosk-status.json")" = "$1" ]
}
has_ended() { # PID
    ! kill -0 "$1" 2>/dev/null
}
offer_newer() {
    cp -r assets/content "$tap_dir/content"
    sed -i -e 's/"version": *"[^"]*"/"version": "v2"/' -e 's/"sequence": *[0-9]*/"sequence": 99999/' "$tap_dir/content/$pack/pack.json"
    "$built/packctl" build --locale assets/locale "$tap_dir/content/$pack" "$tap_dir/v2" >/dev/null
    "$built/packctl" sign "$tap_dir/v2" --key "$tap_dir/content.jwk" >/dev/null
    "$built/packctl" bundle "$tap_dir/v2" "$tap_dir/v2.bundle" >/dev/null
    "$built/regiond" admin offer-content "$tap_dir/v2.bundle" --data "$region/data" >/dev/null
}

install "build/packs/$pack"
first=$(jq -r .version "$kiosk/pack/pack.json")
come_in
go_to content
tap_ok 'the page names the content' says "$first"
tap_ok 'there is none to go back to' says 'Er is geen andere inhoud'
leave_menu
offer_newer
tap_ok 'newer content comes' tap_wait 30 version_is v2
come_in
go_to content
tap_ok 'the page names it, and the one before' says "$first"
take_picture "$pictures/newer.png"
press staff.do.roll-back
tap_ok 'going back is asked first' says 'Terug naar de inhoud ervoor?'
touch_widget staff.confirm.no
tap_ok 'no: nothing changes' version_is v2
press staff.do.roll-back
touch_widget staff.confirm.yes
tap_ok 'yes: the one before is in use' tap_wait 10 version_is "$first"
tap_ok 'and the page says so' says 'De inhoud van hiervoor is nu in gebruik.'
take_picture "$pictures/back.png"
leave_menu
wait_screen languages
tap_ok 'a visit works with it' visit nl P13
wait_records 1
tap_is 'and its intake names it' "$(records | tail -n 1 | jq -r .content)" "$first"
refused() {
    grep -q 'is not used' "$kiosk/sync.log"
}
tap_ok 'the region offers the other one in vain' tap_wait 20 refused
tap_ok 'so the one before stays' version_is "$first"
tap_ok 'the journal knows' grep -q 'content-roll-back	ok' "$kiosk/state/journal.log"

# ---- again and off ----------------------------------------------------------------------------------------------------
come_in
go_to kiosk
press staff.do.restart
tap_ok 'starting again is asked first' says 'Opnieuw starten?'
running=$kiosk_pid
touch_widget staff.confirm.yes
tap_ok 'and the program ends, to be started again' tap_wait 10 has_ended "$running"
status=0
wait "$running" || status=$?
tap_is '... well' "$status" 0

mkdir "$tap_dir/bin"
cat >"$tap_dir/bin/systemctl" <<'STUB'
#!/bin/sh
echo "$*" >>"$0.said"
[ ! -e "$0.refuses" ] || { echo 'Access denied' >&2; exit 1; }
STUB
chmod +x "$tap_dir/bin/systemctl"
: >"$tap_dir/bin/systemctl.refuses"
write_settings '/^assets_dir/a [staff]\nmay_power_off = true'
usual=$PATH
PATH=$tap_dir/bin:$PATH
start_kiosk
PATH=$usual
switch_off() {
    press staff.do.power-off && says 'Uitzetten?' && touch_widget staff.confirm.yes
}
come_in
go_to kiosk
tap_ok 'switching off is asked first' switch_off
tap_ok 'where it is refused staff read that' tap_wait 10 says 'Uitzetten mag niet'
take_picture "$pictures/refused.png"
rm "$tap_dir/bin/systemctl.refuses"
tap_ok 'where it is allowed' switch_off
tap_ok 'it is said' tap_wait 10 says 'De kiosk gaat uit.'
tap_is 'and asked of the system twice in all' "$(sort -u "$tap_dir/bin/systemctl.said") $(wc -l <"$tap_dir/bin/systemctl.said")" \
    '--no-ask-password poweroff 2'
uninstall
tap_done
