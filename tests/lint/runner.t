#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# What tests/tap/run makes of a test that fails: that test fails, and no other.
set -eu
. tests/tap/tap.sh

run() { # STATUS LINE...: a test that says these lines and ends with this status
    status=$1
    shift
    { echo '#!/bin/sh' && printf "echo '%s'\n" "$@" && echo "exit $status"; } >"$tap_dir/inner.t"
    chmod +x "$tap_dir/inner.t"
    ended=0
    tests/tap/run "$tap_dir/inner.t" >"$tap_dir/said" 2>"$tap_dir/errors" || ended=$?
}

run 0 1..1 'ok 1'
tap_is 'a test that passes passes' "$ended: $(tr '\n' ' ' <"$tap_dir/said")" '0: 1..1 ok 1 '
run 134 1..2 'ok 1' 'Bail out! an assertion failed'
tap_is 'an assertion that fails fails the test' "$ended" 134
tap_is '... and does not stop the others' "$(grep -c '^Bail out' "$tap_dir/said")" 0
tap_is '... and is told' "$(grep -c 'an assertion failed' "$tap_dir/said")" 1
tap_done
