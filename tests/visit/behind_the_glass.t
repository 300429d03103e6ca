#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# What goes wrong or changes behind a visit, and what the visitor and the region see of it.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh

reference() {
    ask '{"do":"tree"}' | jq -r '.widgets[] | select(.id == "slip.reference") | .label'
}

record_of() {
    records | jq -r --arg ref "$1" "select(.ref == \$ref) | $2"
}

status_says() {
    [ "$(jq -r "$1" "$kiosk/run/kiosk-status.json")" = "$2" ]
}

install build/packs/meedoenbalie-almere

# ---- a queue that cannot be opened, until somebody mends it ----
stop_kiosk
end "$sync_pid"
sync_pid=''
rm -f "$kiosk"/state/outbox.sqlite*
mkdir "$kiosk/state/outbox.sqlite"
start_kiosk
tap_ok "without a queue the status tells" tap_wait 10 status_says .outbox false
visit nl P13 --until slip
tap_is "... the slip comes all the same" "$(screen)" slip
tap_ok "... and the visitor is sent to the desk" sh -c \
    "'$built/visitor' --socket '$socket' --say '{\"do\":\"tree\"}' | grep -q 'Ga naar de balie\|naar de balie'"
rmdir "$kiosk/state/outbox.sqlite"
touch_widget slip.done
tap_ok "mended while the kiosk runs, it is taken up" tap_wait 10 status_says .outbox true
visit nl P13 --until slip
kept=$(reference)
touch_widget slip.done
start_sync
wait_records 1 || true
tap_is "... and the next intake arrives" "$(record_of "$kept" .outcome)" printed
tap_is "... told once" "$(grep -c 'cannot be kept, visitors' "$kiosk/kiosk.log")" 1

# ---- a clock that is corrected ----
end "$sync_pid"
sync_pid=''
jq -c '.region_clock_ms += 7200000' "$kiosk/run/sync-status.json" >"$tap_dir/status"
cp "$tap_dir/status" "$kiosk/run/sync-status.json"
visit nl P13 --until slip
corrected=$(reference)
touch_widget slip.done
start_sync
wait_records 2 || true
offset=$(record_of "$corrected" .clock_offset_s)
tap_ok "a record tells how wrong the clock is" test "$offset" -ge 7198 -a "$offset" -le 7202
tap_is "... and only then" "$(record_of "$kept" .clock_offset_s)" null

# ---- a printer that says nothing ----
kill -STOP "$printer_pid"
visit nl P13 --until printing
tap_is "a silent printer is waited for" "$(screen)" printing
pass_time 61
tap_is "... for a minute" "$(screen)" slip
silent=$(reference)
touch_widget slip.have
kill -CONT "$printer_pid"
wait_screen languages
wait_records 3 || true
tap_is "... and the visitor's word counts" "$(record_of "$silent" .outcome)" shown

# ---- a restart the region orders ----
has_ended() { ! kill -0 "$1" 2>/dev/null; }
visit nl P13 --until question
"$built/regiond" admin command restart --kiosk balie --data "$region/data" >/dev/null
tap_ok "the region's order to restart arrives" tap_wait 20 has_ended "$sync_pid"
wait "$sync_pid" || true
start_sync
tap_is "... and leaves whoever is there alone" "$(screen)" question
touch_widget foot.stop
touch_widget stop.yes
tap_ok "... then the kiosk ends" tap_wait 10 has_ended "$kiosk_pid"
end "$kiosk_pid" || true
kiosk_pid=''
start_kiosk
visit nl P13 --until privacy
touch_widget foot.stop
tap_ok "... and starts once" wait_screen languages
tap_is "nothing is left behind" "$(queue)" "0 0"
tap_done
