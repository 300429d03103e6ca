#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# faults.sh BUILD: what `make faults` does: all that tests/faults does only in part within `make check`. LANGUAGES are those whose
# slips get a fault at every byte (nl; the others at every hundred-and-fiftieth or so), ROUNDS and KILLS are for whole visits.
set -eu

tool=$1/tests/faults/paper_faults
languages=${LANGUAGES:-nl}
export WEGWIJS_ROUNDS="${ROUNDS:-20}" WEGWIJS_KILLS="${KILLS:-200}" WEGWIJS_LIMIT_S=36000
mkdir -p build/log
failed=0

# Every kind of fault on its own, as many at a time as there are processors.
"$tool" --list | {
    while read -r fault; do
        for language in $languages; do
            printf '%s\n%s\n' "$language" "$fault"
        done
    done
} | tr '\n' '\0' | xargs -0 -n 2 -P "$(nproc)" sh -c '
    log=$(printf "build/log/faults-paper-%s-%s" "$2" "$3" | tr " " -)
    if "$1" --language "$2" --fault "$3" >"$log" 2>&1; then
        printf "FAULTS %s: %s\n" "$2" "$(sed -n "s/^ok 2 - [a-z]*: //p" "$log")"
    else
        printf "FAULTS %s: %s: FAILED, see %s\n" "$2" "$3" "$log"
        exit 1
    fi' sh "$tool" || failed=1
echo 'FAULTS the other languages'
"$tool" --sample 500 >build/log/faults-paper 2>&1 || {
    grep -v '^ok' build/log/faults-paper
    failed=1
}
prove --failures --exec tests/tap/run tests/faults/paper_faults.t tests/faults/story_0[123]_*.t || failed=1
exit "$failed"
