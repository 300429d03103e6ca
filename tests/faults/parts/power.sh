#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# power.sh BUILD: CUTS (1,000,000) simulated power cuts, on as many processors as there are: about ten minutes on two idle ones, with
# progress on stderr. One line tells each result; what was said is in build/log/faults-power-*.
set -eu

tool=$1/tests/faults/power_cuts
n=$(nproc)
each=$(((${CUTS:-1000000} + n - 1) / n))
mkdir -p build/log
failed=0
seq "$n" | xargs -n 1 -P "$n" sh -c '
    tool=$1 each=$2 part=$3
    log=build/log/faults-power-$part
    verdict=ok
    "$tool" --cuts "$each" --seed "$((part * 1000000))" --progress >"$log" || verdict="FAILED, see $log"
    printf "FAULTS power, processor %s: %s (%s)\n" "$part" "$verdict" "$(grep "^# seed" "$log" | sed "s/^# //")"
    [ "$verdict" = ok ]' sh "$tool" "$each" || failed=1
prove --failures --exec tests/tap/run tests/faults/power_*.t tests/faults/file_calls.t || failed=1
exit "$failed"
