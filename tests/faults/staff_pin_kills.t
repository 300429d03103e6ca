#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Whoever pulls the plug while a PIN is looked at gets no try out of it: a thousand kills at random moments, and the counter is read
# after each. (That a try is counted before it is looked at is in staff_pin_test.)
set -eu
. tests/tap/tap.sh
built=$WEGWIJS_BUILD

tap_ok '1,000 kills never lower the counter, nor leave it unreadable' \
    timeout 300 "$built/tests/faults/staff_pin_kills" "$tap_dir/state" 1000
if "$built/tests/faults/staff_pin_kills" "$tap_dir/again" 20 >"$tap_dir/said"; then
    tap_diag "$(cat "$tap_dir/said")"
fi
tap_ok 'and most of them hit a try that was under way' \
    awk '/kills/ { exit !($3 * 2 > $1) }' "$tap_dir/said"
tap_done
