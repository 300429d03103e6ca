#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Story 15: the disk answers one call of the outbox, or every one from some moment on, with EIO, ENOSPC, EROFS or half a write, for each
# call in turn. Nothing acknowledged is lost, nothing is acknowledged in vain, and a disk that works again is enough to go on. See
# power_cuts/failing.c.
set -eu
. tests/tap/tap.sh

tool=build/native/tests/faults/power_cuts

for start in filled new spoilt; do
    "$tool" --failing "$start" >"$tap_dir/$start" 2>&1 &
    eval "pid_$start=\$!"
done
for start in filled new spoilt; do
    eval "pid=\$pid_$start"
    status=0
    wait "$pid" || status=$?
    tap_diag "$(sed 's/^/  /' "$tap_dir/$start" | head -n 40)"
    tap_result "$status" "each call of a disk under a $start outbox fails in turn: nothing is lost, and it heals"
done
tap_done
