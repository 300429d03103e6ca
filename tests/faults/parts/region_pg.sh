#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# region_pg.sh BUILD: tests/faults/region_pg.t for each of SEEDS (1 2 3 4 5) with ROUNDS (20) of kills, and the tests of storage ten
# times over. About an hour on two idle processors. One line tells each result; what was said is in build/log/faults-region_pg-*.
set -eu

failed=0
mkdir -p build/log

# say NAME COMMAND...
say() {
    name=$1
    shift
    log=build/log/faults-region_pg-$name
    began_s=$(date +%s)
    verdict=ok
    "$@" >"$log" 2>&1 || verdict="FAILED, see $log" failed=1
    printf 'FAULTS region on PostgreSQL, %s: %s (%s s)\n' "$name" "$verdict" $(($(date +%s) - began_s))
}

for seed in ${SEEDS:-1 2 3 4 5}; do
    say "seed-$seed" env WEGWIJS_BUILD="$1" WEGWIJS_LIMIT_S=7200 SEED="$seed" ROUNDS="${ROUNDS:-20}" \
        prove -v --failures --exec tests/tap/run tests/faults/region_pg.t
done
for time in 1 2 3 4 5 6 7 8 9 10; do
    for unit in storage storage_shared pg; do
        say "$unit-$time" "$1/tests/unit/regiond/${unit}_test" --tap
    done
done
exit "$failed"
