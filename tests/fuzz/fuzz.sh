#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# fuzz.sh MINUTES PROGRAM...: feeds each fuzz target with noise for so long. New finds join
# build/fuzz/corpus/<name>; an input that breaks a target is left in build/fuzz/crashes. Seeds are
# the files in tests/fuzz/corpus/<name>.
set -eu

minutes=$1
shift
mkdir -p build/fuzz/crashes
broken=
for program; do
    name=$(basename "$program" _fuzz)
    seeds=tests/fuzz/corpus/$name
    finds=build/fuzz/corpus/$name
    mkdir -p "$finds"
    [ -d "$seeds" ] || seeds=
    printf 'FUZZ %s, %s min\n' "$name" "$minutes"
    if LSAN_OPTIONS=suppressions=tests/tap/leaks.supp:print_suppressions=0 "$program" \
        -max_total_time=$((minutes * 60)) -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="build/fuzz/crashes/$name-" \
        "$finds" ${seeds:+"$seeds"} >"build/fuzz/$name.log" 2>&1; then
        sed -n 's/^stat::number_of_executed_units: /     inputs: /p' "build/fuzz/$name.log"
    else
        broken="$broken $name"
        tail -n 25 "build/fuzz/$name.log"
    fi
done
[ -z "$broken" ] || {
    printf 'fuzz: broken:%s; the inputs are in build/fuzz/crashes\n' "$broken" >&2
    exit 1
}
