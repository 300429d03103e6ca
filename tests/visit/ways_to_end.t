#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Every way a visit can end: what the region hears of it, and that the next visitor finds the screen of a cold start, byte for
# byte (getodk/collect#6038, votingworks/vxsuite#4561, #5089, #5661: the next visitor saw something of the one before).
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh

# After an end: nothing of the visit is left on the glass.
check_fresh() {
    rm -f "$tap_dir/now.png"
    first_frame "$tap_dir/now.png" || true
    tap_ok "after $1 the screen is that of a cold start" cmp "$tap_dir/cold.png" "$tap_dir/now.png"
}

# expect_outcome REFERENCE OUTCOME: the region gets one more intake, of that visit.
expect_outcome() {
    arrived=$((arrived + 1))
    wait_records "$arrived" || true
    tap_is "... is $2, says the region" "$(records | jq -r --arg ref "$1" 'select(.ref == $ref) | .outcome')" "$2"
}

reference() {
    jq -r .reference "$report"
}

# Until the slip's screen, and no further.
go_to_slip() {
    visit "$1" "$2" --until slip
    ask '{"do":"tree"}' | jq -r '.widgets[] | select(.id == "slip.reference") | .label'
}

arrived=0
install build/packs/meedoenbalie-almere
first_frame "$tap_dir/cold.png" || give_up "no first screen"
stop_kiosk
start_kiosk
check_fresh "another cold start"

tap_ok "a slip on paper" visit ar P13 --larger 2 --contrast
expect_outcome "$(reference)" printed
check_fresh "a slip on paper"

tap_ok "back and forth, then a slip" visit uk P03 --back-and-forth
expect_outcome "$(reference)" printed
check_fresh "going back and forth"

tap_ok "stopped at the doors" visit ti P05 --outcome stop
check_fresh "stopping"
visit en P05 --until question
touch_widget option.goal.work
touch_widget foot.language
touch_widget foot.stop
touch_widget stop.yes
check_fresh "stopping while the language was being changed"

visit ar P05 --until question
touch_widget option.goal.work
pass_time 61
tap_is "whoever stands still is asked" "$(screen)" idle
pass_time 31
check_fresh "nobody answered"
visit ar P05 --until privacy
touch_widget foot.staff
pass_time 61
pass_time 31
check_fresh "walking away to find somebody"
tap_is "visits without a slip leave no intake" "$(records | wc -l) $(queue)" "$arrived 0 0"

tap_ok "walked away from a slip on paper" visit nl P13 --outcome walk-away
expect_outcome "$(reference)" printed
check_fresh "walking away from the slip"

slip=$(go_to_slip uk P13)
"$built/regiond" admin set closed true --data "$region/data"
is_ordered() { cut -d . -f 2 "$kiosk/state/region-settings.json" | tr '_-' '/+' | base64 -d 2>/dev/null | grep -q '"closed":true'; }
tap_ok "the region's order to close arrives" tap_wait 20 is_ordered
tap_is "... and leaves whoever is there alone" "$(screen)" slip
touch_widget slip.done
tap_ok "then the kiosk is closed" wait_screen closed
expect_outcome "$slip" printed
"$built/regiond" admin set closed false --data "$region/data"
tap_ok "the region opens it" wait_screen languages 20
check_fresh "being closed"

port=$(cat "$kiosk/printer.port")
end "$printer_pid" || true
printer_pid=''
tap_ok "without a printer the screen is photographed" visit ar P13 --outcome photo
expect_outcome "$(reference)" shown
check_fresh "a photograph"
tap_ok "without a printer somebody walks away" visit ti P13 --outcome walk-away
expect_outcome "$(reference)" abandoned
check_fresh "walking away from the photograph"

slip=$(go_to_slip en P13)
tap_ok "asked to end in the middle of that, the kiosk ends well" stop_kiosk
expect_outcome "$slip" abandoned
start_kiosk
check_fresh "that"

slip=$(go_to_slip nl P13)
kill -9 "$kiosk_pid"
wait "$kiosk_pid" 2>/dev/null || true
kiosk_pid=''
tap_is "what was killed in the middle of that waits" "$(queue)" "1 0"
start_kiosk
check_fresh "being killed"
expect_outcome "$slip" unknown

start_printer "$port"
slip=$(go_to_slip ar P13)
kill -9 "$kiosk_pid"
wait "$kiosk_pid" 2>/dev/null || true
kiosk_pid=''
start_kiosk
expect_outcome "$slip" printed
check_fresh "being killed with the slip in the hand"
break_printer silent
visit ti P13 --until printing
tap_is "a printer that says nothing leaves the visitor waiting, for a while" "$(screen)" printing
kill -9 "$kiosk_pid"
wait "$kiosk_pid" 2>/dev/null || true
kiosk_pid=''
start_kiosk
check_fresh "being killed while it printed"
arrived=$((arrived + 1))
tap_ok "... and that intake counts" wait_records "$arrived"
tap_is "... as unknown" "$(records | jq -r .outcome | sort | uniq -c | tr -s ' ' | grep unknown)" " 2 unknown"
break_printer speaks
tap_ok "a printer that speaks again prints again" visit en P13
expect_outcome "$(reference)" printed
tap_is "each intake has arrived once" "$(records | jq -r .id | sort -u | wc -l) $(queue)" "$arrived 0 0"
tap_done
