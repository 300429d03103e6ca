#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# kills.sh BUILD: kiosk, wegwijs-sync, nginx and regiond killed thousands of times, in the orders of SEEDS (1 to 5), KILLS (2000) each
# with a program that writes in the kiosk's place and VISIT_KILLS (200) each during whole visits; and every cut while something comes
# from the region. One line tells each result; what was said is in build/log/faults-kills-*.
set -eu

export WEGWIJS_BUILD="$1" WEGWIJS_ALL=1
mkdir -p build/log
failed=0
run() { # NAME TEST [KILLS]
    began_s=$(date +%s)
    verdict=ok
    env -u DISPLAY -u WAYLAND_DISPLAY KILLS="${3:-}" LC_ALL=C.UTF-8 TZ=UTC "$2" >"build/log/faults-kills-$1" 2>&1 || verdict="FAILED, see build/log/faults-kills-$1"
    printf 'FAULTS %s: %s (%s s; %s)\n' "$1" "$verdict" $(($(date +%s) - began_s)) \
        "$(grep "^# .*at the region$" "build/log/faults-kills-$1" | sed "s/^# //" | tail -n 1)"
    [ "$verdict" = ok ] || failed=1
}
for seed in ${SEEDS:-1 2 3 4 5}; do
    export SEED="$seed"
    run "written-$seed" tests/faults/kills.t "${KILLS:-2000}"
    run "visits-$seed" tests/faults/kills_visits.t "${VISIT_KILLS:-200}"
done
for test in tests/faults/from_region*.t; do
    run "$(basename "$test" .t)" "$test"
done
exit "$failed"
