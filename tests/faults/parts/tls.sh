#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# tls.sh BUILD: TLS, keys and clocks. Two minutes: what `make check` does of them, each jump of the clock, and the renewal of the kiosk's certificate with the
# power gone, or the disk full, at each single write. One line tells each result.
set -eu

export WEGWIJS_BUILD="$1" WEGWIJS_ALL=1 WEGWIJS_STEP=1 WEGWIJS_LIMIT_S=3600
failed=0
for test in tls_cases tls_renewal tls_rotation clock_faults clock_intakes story_16_wrong_clock; do
    verdict=ok
    prove --exec tests/tap/run "tests/faults/$test.t" >/dev/null 2>&1 || verdict="FAILED, see build/log/faults-$test.t"
    printf 'FAULTS %s: %s\n' "$test" "$verdict"
    [ "$verdict" = ok ] || failed=1
done
exit "$failed"
