#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# faults.sh BUILD [PART...]: what `make faults` does, all that tests/faults does only in part within `make check`: every file of
# tests/faults/parts, or those named. A part prints a line a result and ends with status 0 when all was well.
set -eu

build=$1
shift
[ $# -gt 0 ] || set -- $(ls tests/faults/parts | sed 's/\.sh$//')
for part; do
    [ -x "tests/faults/parts/$part.sh" ] || {
        printf "faults: there is no part '%s'; there are: %s\n" "$part" "$(ls tests/faults/parts | sed 's/\.sh$//' | tr '\n' ' ')" >&2
        exit 2
    }
done
failed=
for part; do
    printf 'PART %s\n' "$part"
    "tests/faults/parts/$part.sh" "$build" || failed="$failed $part"
done
[ -z "$failed" ] || printf 'faults: not well:%s\n' "$failed" >&2
[ -z "$failed" ]
