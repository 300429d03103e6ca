#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The tree keeps the conventions: each rule in tests/lint/rules says in its second comment line what it wants.
. tests/tap/tap.sh

for rule in tests/lint/rules/*; do
    tap_ok "$(sed -n '3s/^# //p' "$rule")" "$rule"
done
tap_done
