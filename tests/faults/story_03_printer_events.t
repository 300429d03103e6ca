#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Story 3: a jam at goodbye revived an ended session (votingworks/vxsuite#5661). Everything a printer and its line can do, on every
# screen of a visit: the screen stays, and an ended visit never returns. What an open cover, an empty roll and the like do there:
# tests/visit/story_03_late_printer.t.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh
. tests/faults/paper.sh

glass() {
    ask '{"do":"tree"}' | jq -c 'if .screen == "languages" then [.screen, [.widgets[] | select(.target) | .id]]
        else [.screen, .detail, .lang, .widgets] end'
}

everything() {
    for fault in 'flood 100000' reset disconnect power-off power-on offline online cutter-jam cutter-ok tear mend; do
        break_printer "$fault"
    done
    ask '{"do":"stats"}' >/dev/null
}

install_paper
for where in languages privacy question doors slip; do
    [ "$where" = languages ] || visit ar P13 --until "$where"
    before=$(glass)
    everything
    tap_is "all that can happen to a printer changes nothing on '$where'" "$(glass)" "$before"
    [ "$where" = languages ] || {
        touch_widget foot.stop
        [ "$(screen)" = languages ] || touch_widget stop.yes
        wait_screen languages
    }
done

# While it prints: the visit ends, and what happens then stays with the printer.
for fault in reset disconnect power-off cover-open paper-out silent 'flood 100000'; do
    break_printer stall
    go_to_paper nl
    pass_time 61
    await_slip
    leave_slip slip.have
    before=$(glass)
    break_printer "$fault"
    break_printer go
    ask '{"do":"stats"}' >/dev/null
    tap_is "$fault after goodbye revives nobody" "$(glass)" "$before"
    check_truth '... and what was said is true'
    tap_ok '... the next visitor has a slip' mend_printer
    tap_is '... of their own' "$problem" ''
done
tap_done
