#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The disk is full, really: visitors are still served and sent to the desk, what was kept before is kept, and all goes on when
# there is room again.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh

mkdir -p "$kiosk/state"
mount -t tmpfs -o size=16m wegwijs-test "$kiosk/state" 2>/dev/null || tap_skip "no right to mount a small disk"
trap 'end_everything; umount "$kiosk/state"; tap_clean' EXIT

fill_disk() {
    dd if=/dev/zero of="$kiosk/state/filler" bs=64k status=none 2>/dev/null || true
    dd if=/dev/zero of="$kiosk/state/filler-2" bs=512 status=none 2>/dev/null || true
    [ "$(df --output=avail "$kiosk/state" | tail -n 1)" -eq 0 ]
}
on_glass() {
    ask '{"do":"tree"}' | jq -r '.widgets[].label' | grep -qxF "$1"
}

install build/packs/meedoenbalie-almere
desk=$(jq -r '.texts["ui.print.desk"]' "$kiosk/pack/locale/en.json")
tap_ok "with room a visit is kept" visit en P13
wait_records 1
stop_region
visit en P13
tap_is "while the region is away an intake waits" "$(queue)" "1 0"
tap_ok "the disk runs full" fill_disk

# Some more still fit into what the queue has of the disk already.
kept=1
for _ in $(seq 100); do
    visit en P13 --until slip
    ! on_glass "$desk" || break
    touch_widget slip.done
    kept=$((kept + 1))
done
tap_ok "sooner or later a visitor is sent to the desk" on_glass "$desk"
touch_widget slip.done
tap_is "... with a slip on paper, as everybody else" "$(ls "$kiosk/slips" | wc -l)" $((kept + 2))
tap_is "... and nothing that waits is lost" "$(queue)" "$kept 0"
tap_ok "... and staff are told that the disk is full" grep -qi "full" "$kiosk/kiosk.log"
stop_kiosk
start_kiosk
tap_ok "even after a restart visitors are served" visit en P17 --until slip
tap_ok "... and sent to the desk" on_glass "$desk"
touch_widget slip.done
tap_ok "there the log stays short" test "$(wc -c <"$kiosk/kiosk.log")" -lt 4000

rm "$kiosk/state/filler" "$kiosk/state/filler-2"
start_region flevoland
tap_ok "with room again what waited arrives" wait_records $((kept + 1))
tap_ok "... a visit is kept again" visit en P17
tap_ok "... and arrives" wait_records $((kept + 2))
tap_is "each of them once" "$(records | jq -r .id | sort -u | wc -l) $(queue)" "$((kept + 2)) 0 0"
tap_done
