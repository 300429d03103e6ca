#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Story 1: a ticket counted as issued though no paper came (Memuro-Town/MADO-queue#21). Whole visits on the real kiosk with every
# fault of a printer somewhere in the job: an intake is "printed" only when the whole slip lies there, cut off, with its reference.
# And kills of the kiosk at any moment between "prepared" and the outcome: no intake stays without one, no slip comes twice.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh
. tests/faults/paper.sh

rounds=${WEGWIJS_ROUNDS:-1} # visits a fault
kills=${WEGWIJS_KILLS:-5}

install_paper
check_truth 'without a fault a slip is a slip'
tap_is '... and printed' "$(last_outcome) $(whole_slips "$reference")" '1 1'
job_bytes=$((slip_height * 73))

# How far a job has come when it happens: anywhere, or in the last bytes.
choose_moment() {
    chance 4
    case $chosen in
    0) when="at cut" ;;
    *) chance "$job_bytes" && when="after $chosen bytes" ;;
    esac
}

for fault in offline paper-out cover-open cutter-jam power-off disconnect reset silent garbage zeros 'late 700' 'repeat 2' \
    stall deaf 'flood 3000000'; do
    for round in $(seq "$rounds"); do
        choose_moment
        chance 2
        key=$([ "$chosen" = 0 ] && echo slip.done || echo slip.have)
        break_printer "$when: $fault" || give_up "$when: $fault"
        chance 3
        go_to_paper "$(echo nl ar ti | cut -d ' ' -f $((chosen + 1)))"
        await_slip 7
        leave_slip "$key"
        check_truth "$fault, $when, round $round: what is said is true"
        tap_ok "... and the next visitor has a slip" mend_printer
        tap_is "... of their own, and all is true still" "$problem" ''
    done
done

for round in $(seq "$kills"); do
    chance "$job_bytes"
    moment=$chosen
    # a fault that does no harm, only to know when
    break_printer "after $moment bytes: paper-low"
    before=$(rows)
    go_to_paper nl
    is_there() { [ "$(grep -c '^fault paper-low' "$kiosk/printer.log")" -ge "$round" ]; }
    tap_wait 10 is_there || tap_diag "the job was shorter than $moment bytes"
    kill_kiosk
    start_kiosk
    tap_ok "killed at byte $moment: no intake is without outcome after the restart" tap_wait 10 has_no_prepared
    tap_is '... none is lost' "$(rows)" $((before + 1))
    reference=''
    check_truth '... and no slip came twice'
    break_printer paper-ok
    tap_ok '... the next visitor has a slip' mend_printer
    tap_is '... of their own' "$problem" ''
done
tap_done
