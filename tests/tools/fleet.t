#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# An outage of a region that can do 50 requests a second, with thousands of simulated kiosks: what the schedule of
# wegwijs-sync and regiond's pace promise.
set -eu
. tests/tap/tap.sh

fleet=$WEGWIJS_BUILD/fleet
tap_ok "says its version" "$fleet" --version
tap_fails "without kiosks it is used wrongly" 2 'kiosks is' "$fleet"
tap_fails "an unknown kind is used wrongly" 2 'kind is' "$fleet" --kiosks 1 --kind dance
tap_fails "so is an argument too many" 2 'no arguments' "$fleet" --kiosks 1 more

# It ends with 1 when more than 2 x the capacity comes in a second, when 99 % of the kiosks take more than 2 x the ideal, when
# one intake is lost, or when it does not end.
for way in refused silent busy; do
    tap_ok "2,000 kiosks after a day's outage, $way" "$fleet" --kiosks 2000 --way "$way"
done
for kind in half slow power link; do
    tap_ok "the same, $kind" "$fleet" --kiosks 2000 --kind "$kind"
done
# Kiosks that miss a good minute can't know of it.
tap_ok "the same, flapping: within four times the ideal" "$fleet" --kiosks 2000 --kind flapping --p99-most 4
tap_ok "12,000 of a region of six times as much" "$fleet" --kiosks 12000 --capacity 300 --outage 14400
tap_ok "one answer of ten gets lost: nothing else does" "$fleet" --kiosks 2000 --lose 100 --p99-most 4

"$fleet" --kiosks 500 --seed 5 --p99-most 9 >"$tap_dir/one"
"$fleet" --kiosks 500 --seed 5 --p99-most 9 >"$tap_dir/same"
tap_ok "the same seed is the same run" cmp "$tap_dir/one" "$tap_dir/same"

# What the settings and the pace are for: without them it is not as it should be, and fleet says so.
tap_fails "with ten minutes of back-off 2,000 kiosks take too long" 1 'worse than allowed' \
    "$fleet" --kiosks 2000 --retry-most 600
tap_fails "with no delay at the start too many come at once" 1 'worse than allowed' \
    "$fleet" --kiosks 2000 --kind power --send-delay 2
tap_fails "a region without a pace that is half as able times out" 1 'worse than allowed' \
    "$fleet" --kiosks 2000 --kind half --without-pace
tap_done
