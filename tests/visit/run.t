#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# What `make run` does without a display: two visits, slips whose QR is verified, intakes opened by the region; in any folder, and again at once.
. tests/tap/tap.sh

run() {
    WEGWIJS_HEADLESS=1 WEGWIJS_RUN=$tap_dir/r timeout 120 host-tools/run/run.sh "${WEGWIJS_BUILD:-build/native}" >"$tap_dir/said" 2>&1
}
says() {
    [ "$(grep -c "$2" "$tap_dir/said")" -eq "$1" ]
}

tap_ok "two scripted visits end well" run
tap_ok "each slip's QR is signed by this kiosk" says 2 'QR signed by this kiosk'
tap_ok "the region opened both intakes as printed" says 2 '"outcome":"printed"'
tap_ok "a second run works at once" run
tap_done
