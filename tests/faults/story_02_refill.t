#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Story 2: refilling paper let loose a storm of old jobs (node-thermal-printer#78), or left the printer in graphics mode printing
# garbage (ESCPOS-ThermalPrinter-Android#415). Paper ends at 10, 50 and 90 % of a slip, or of a whole row of visitors; after the
# refill the next visitor gets exactly one whole slip, their own, and nothing of anybody else's can be used.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh
. tests/faults/paper.sh

install_paper

# whole_since N: how many whole slips came out after the first N papers.
whole_since() {
    read_papers
    tail -n +$(($1 + 1)) "$codes" | grep -vc none || true
}

for percent in 10 50 90; do
    break_printer "paper-out-after $((slip_height * percent / 100))"
    go_to_paper nl
    await_slip
    lost=$reference
    tap_is "paper ends at $percent %: the visitor photographs the screen, and nothing counts as printed" \
        "$(leave_slip slip.have && last_outcome)" 2
    for other in ar ti; do
        go_to_paper "$other"
        await_slip
        leave_slip slip.have
        [ "$(last_outcome)" = 2 ] || tap_diag "outcome $(last_outcome)"
    done
    tap_is '... nor for those who come before the refill' "$(sql 'SELECT DISTINCT outcome FROM outbox ORDER BY seq DESC LIMIT 3' |
        head -n 1)" 2
    papers=$(paper_list | grep -vc -e -torn || true)
    read_papers
    break_printer paper-ok
    tap_ok '... after the refill the next visitor has a slip' is_back_at_work
    find_problem
    tap_is '... their own' "$problem" ''
    tap_is '... and only that one' "$(whole_since "$papers")" 1
    tap_ok '... beside at most one piece that is struck out' \
        test "$(paper_list | grep -vc -e -torn)" -le $((papers + 2))
    tap_is '... what was lost stays lost' "$(whole_slips "$lost")" 0
done
torn=$(paper_list | grep -c -e -torn || true)
tap_is 'the ends of three rolls were torn off' "$torn" 3
tap_done
