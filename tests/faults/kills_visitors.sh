#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# kills_visitors.sh VISITOR SOCKET REFERENCES STOP: one visitor after another at a kiosk that may be killed under their hands, until the
# file STOP is there. The reference of each who saw their slip is added to REFERENCES.
set -eu

visitor=$1 socket=$2 references=$3 stop=$4
n=0
while [ ! -e "$stop" ]; do
    n=$((n + 1))
    case $((n % 4)) in
    0) who=ar how=photo ;;
    1) who=nl how=have ;;
    2) who=uk how=have ;;
    *) who=ti how=walk-away ;;
    esac
    said=$("$visitor" --socket "$socket" --lang "$who" --persona tests/visit/personas.json:P13 --outcome "$how" --json 2>/dev/null) || {
        "$visitor" --socket "$socket" --say '{"do":"clock","advance_ms":200000}' >/dev/null 2>&1 || timeout 0.05 tail -f /dev/null || true
        continue
    }
    printf '%s' "$said" | jq -r .reference >>"$references"
done
