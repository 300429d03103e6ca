#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# A log loop filled the disk (Anthias#286). A printer that fails for a day of the kiosk's clock, in every way, while a visitor comes
# every hour: what the kiosk logs stays under 100 kB, and nothing of a visit is in it.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh
. tests/faults/paper.sh

install_paper
: >"$kiosk/kiosk.log"
rows_before=$(rows)
pass=0
for fault in 'paper-out' 'cover-open' 'offline' 'power-off'; do
    break_printer "$fault"
    for _ in 1 2 3 4 5 6; do
        go_to_paper ar
        await_slip
        leave_slip slip.have
        for _ in 1 2 3 4; do
            pass_time 900
        done
        pass=$((pass + 1))
    done
    break_printer mend
done
size=$(wc -c <"$kiosk/kiosk.log")
tap_diag "$pass visits in a day, $size bytes of log"
tap_is 'everybody was served' "$(($(rows) - rows_before))" "$pass"
tap_is '... and nothing was said to be printed' "$(sql "SELECT count(*) FROM outbox WHERE outcome = 1 AND seq > $rows_before")" 0
tap_ok 'the log of the day stays under 100 kB' test "$size" -lt 102400
tap_ok '... by far' test "$size" -lt 20480
tap_is '... with no reference in it' "$(grep -c "$reference" "$kiosk/kiosk.log" || true)" 0
break_printer mend
tap_ok 'the day after, a visitor has a slip' tap_wait 30 is_back_at_work
tap_done
