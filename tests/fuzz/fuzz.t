#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Every fuzz target takes its seeds and a few seconds of noise. `make fuzz MINUTES=n` gives more.
. tests/tap/tap.sh

# bears PROGRAM NAME: no seed, and nothing made from the seeds in 2 s, breaks it.
bears() {
    mkdir "$tap_dir/$2"
    seeds=tests/fuzz/corpus/$2
    [ -d "$seeds" ] || seeds=
    LSAN_OPTIONS=suppressions=tests/tap/leaks.supp:print_suppressions=0 timeout 120 "$1" \
        -max_total_time=2 -timeout=10 -rss_limit_mb=2048 -verbosity=0 \
        -artifact_prefix="$tap_dir/" "$tap_dir/$2" ${seeds:+"$seeds"}
}

ls tests/fuzz/*/*_fuzz.c >/dev/null 2>&1 || tap_skip 'there are no fuzz targets'
for source in tests/fuzz/*/*_fuzz.c; do
    name=$(basename "$source" _fuzz.c)
    tap_ok "$name bears noise" bears "build/fuzz/${source%.c}" "$name"
done
tap_done
