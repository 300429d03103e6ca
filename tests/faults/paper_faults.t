#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Stories 1 and 2 at the printer's plug: a fault of each kind, sampled evenly over the bytes of a job in four languages, and at all
# of its first and last bytes; the same, less densely, for every other profile of printers.ini in one language each. `make faults` takes
# them all. See paper_faults.c for what must hold, and for which profile.
set -eu
. tests/tap/tap.sh

tool=build/native/tests/faults/paper_faults

# judge NAME OPTION...: a run of the tool, each of its lines a test.
judge() {
    judged=$1
    shift
    "$tool" "$@" >"$tap_dir/out" 2>"$tap_dir/said" || true
    tap_diag "$judged: $(tail -n 1 "$tap_dir/out")"
    sed 's/^/# /' "$tap_dir/said" >&2
    while read -r verdict rest; do
        case $verdict in
        ok) tap_result 0 "$judged: ${rest#* - }" ;;
        not) tap_result 1 "$judged: ${rest#* - }" ;;
        esac
    done <"$tap_dir/out"
    tap_ok "$judged: all languages were done" grep -q '^1\.\.' "$tap_dir/out"
}

judge generic --sample 12
while read -r model language; do
    judge "$model" --sample 4 --near 40 --language "$language" --model "$model"
done <<END
epson-tm-t20iii ar
epson-tm-m30 uk
star-escpos nl
presenter ti
generic-58 uk
tear-off ar
one-way nl
END
tap_is 'every profile was judged' "$(grep -c '^\[' assets/printers.ini)" 8
tap_fails 'a printer module that takes every job for printed is found out' 1 'without a whole slip' \
    "$tool" --sample 4 --language nl --fault 'paper end' --lie
tap_done
