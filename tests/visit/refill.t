#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Paper that ends in the middle of a slip (node-thermal-printer#78, ESCPOS-ThermalPrinter-Android#415): the visitor photographs the
# screen, staff and region know; whoever is still there when paper is put in gets a whole slip under another reference.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh

install build/packs/meedoenbalie-almere

printer_says() { [ "$(jq -r .printer "$kiosk/run/kiosk-status.json")" = "$1" ]; }
papers() { find "$kiosk/slips" -name 'paper-*.png' | wc -l; }
has_done() { ask '{"do":"tree"}' | jq -e '.widgets[] | select(.id == "slip.done")' >/dev/null; }
label() { ask '{"do":"tree"}' | jq -r --arg id "$1" '.widgets[] | select(.id == $id) | .label'; }
outcome_of() { records | jq -r --arg ref "$1" 'select(.ref == $ref) | .outcome'; }

arrived=0
tap_ok "how the printer is, is known before anybody prints" tap_wait 10 printer_says ready

for percent in 10 50 90; do
    break_printer "paper-out-after $((percent * 12))"
    visit ar P13 --until slip
    first=$(label slip.reference)
    tap_ok "paper ends at $percent %: the screen has the code" test -n "$(label slip.qr)$first"
    tap_ok "... and the status says why" printer_says paper-out
    break_printer paper-ok
    tap_ok "paper is put in: a slip comes by itself" tap_wait 15 has_done
    second=$(label slip.reference)
    tap_ok "... under another reference" test "$first" != "$second"
    touch_widget slip.done
    tap_ok "... and that visit ends" wait_screen languages
    arrived=$((arrived + 2))
    wait_records "$arrived" || true
    reference_bytes "$second" >>"$tap_dir/printed"
    tap_is "the first slip is void, the second was printed" "$(outcome_of "$first") $(outcome_of "$second")" "abandoned printed"
done

break_printer "paper-out-after 300"
visit uk P13 --until slip
first=$(label slip.reference)
touch_widget slip.have
tap_ok "whoever photographed the screen is done" wait_screen languages
before=$(papers)
break_printer paper-ok
tap_ok "paper is put in later" tap_wait 20 printer_says ready
tap_ok "the next visitor gets a slip" visit nl P13
reference_bytes "$(jq -r .reference "$report")" >>"$tap_dir/printed"
arrived=$((arrived + 2))
wait_records "$arrived" || true
tap_is "the photograph counts as shown, the slip as printed" "$(outcome_of "$first") $(outcome_of "$(jq -r .reference "$report")")" "shown printed"
tap_is "... and no old one comes with it: what hung out is cut off first" "$(($(papers) - before))" 2
fetch_slip_keys
for paper in "$kiosk"/slips/paper-*.png; do
    read_slip "$paper" | cut -d ' ' -f 4
done >"$tap_dir/read"
tap_is "what was read on paper are the printed slips, each once" "$(sort "$tap_dir/read")" "$(sort "$tap_dir/printed")"
tap_done
