#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# kills_visitors.sh VISITOR SOCKET REFERENCES STOP BUSY LEAST: one visitor after another at a kiosk that may be killed under their hands,
# until the file STOP is there and LEAST of them saw their slip; then BUSY is removed. The reference of each who saw their slip is added to REFERENCES.
set -eu

visitor=$1 socket=$2 references=$3 stop=$4 busy=$5 least=$6
n=0
while [ ! -e "$stop" ] || [ "$(wc -l <"$references")" -lt "$least" ]; do
    n=$((n + 1))
    case $((n % 4)) in
    0) who=ar how=have ;;
    1) who=nl how=have ;;
    2) who=uk how=have ;;
    *) who=ti how=walk-away ;;
    esac
    if said=$("$visitor" --socket "$socket" --lang "$who" --persona tests/visit/personas.json:P13 --outcome "$how" --json 2>>"$references.said"); then
        printf '%s' "$said" | jq -r .reference >>"$references"
    else
        # Whoever is left standing there goes away; or there is no kiosk yet.
        "$visitor" --socket "$socket" --say '{"do":"clock","advance_ms":61000}' --say '{"do":"clock","advance_ms":61000}' \
            --say '{"do":"clock","advance_ms":61000}' >/dev/null 2>&1 || timeout 0.05 tail -f /dev/null || true
    fi
done
rm -f "$busy"
