#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# network.sh BUILD: the network breaks at every byte of what kiosk and region say (CUTS=n: at so many of each kind), and every other
# test of a network that does wrong. Some hours on two idle processors. Each result is a line.
set -eu

export WEGWIJS_BUILD="$1" WEGWIJS_CUTS="${CUTS:-0}" WEGWIJS_LIMIT_S=36000
failed=0
for test in tests/faults/network_*.t tests/faults/story_09_*.t tests/faults/story_1[01]_*.t tests/faults/story_19_log_loop.t; do
    began_s=$(date +%s)
    verdict=ok
    prove --failures --exec tests/tap/run "$test" >build/log/faults-network 2>&1 || verdict='FAILED, see build/log'
    printf 'FAULTS %s: %s (%s s)\n' "$(basename "$test" .t)" "$verdict" $(($(date +%s) - began_s))
    [ "$verdict" = ok ] || failed=1
done
exit "$failed"
