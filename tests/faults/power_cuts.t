#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Story 15: the power goes at any write. The real outbox on a disk in memory that loses, tears and reorders what was not synced, names
# in the folder included: 20,000 cuts, a million in `make faults`. See power_cuts.c and power_cuts/sim_disk.h.
set -eu
. tests/tap/tap.sh

tool=build/native/tests/faults/power_cuts

# Two at a time, each with disks of its own.
for seed in 1 100001; do
    "$tool" --cuts 10000 --seed "$seed" >"$tap_dir/$seed" 2>&1 &
    eval "pid_$seed=\$!"
done
for seed in 1 100001; do
    eval "pid=\$pid_$seed"
    status=0
    wait "$pid" || status=$?
    tap_diag "$(grep -v '^#   ' "$tap_dir/$seed" | head -n 20)"
    tap_result "$status" "nothing acknowledged is lost, doubled or taken for damaged in 10,000 cuts (seed $seed)"
done

# The same disks find out whoever is less careful.
tap_fails 'synchronous=NORMAL loses intakes' 1 '^something was lost$' "$tool" --cuts 10000 --force normal
tap_fails 'synchronous=OFF loses intakes' 1 '^something was lost$' "$tool" --cuts 10000 --force off
tap_fails 'a file made without synchronous=EXTRA loses intakes' 1 '^something was lost$' "$tool" --cuts 10000 --force no-extra
tap_done
