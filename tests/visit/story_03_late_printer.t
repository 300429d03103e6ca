#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Story 3: a jam at goodbye revived an ended session (votingworks/vxsuite#5661). A printer that answers when its visitor has left,
# jams, opens or runs empty, on whatever screen the next one is: that screen stays as it is, and an ended visit never returns.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh

# All that is on the glass; of what changes by itself (welcome, countdown) the keys.
glass() {
    ask '{"do":"tree"}' | jq -c 'if .screen == "languages" or .screen == "idle" then [.screen, [.widgets[] | select(.target) | .id]]
        else [.screen, .detail, .lang, .widgets] end'
}
slips() { find "$kiosk/slips" -name '*.png' | wc -l; }
has_slips() { [ "$(slips)" -ge "$1" ]; }

# Somebody's slip hangs in the printer; they tire of it, photograph the screen and leave.
leave_job_behind() {
    kill -STOP "$printer_pid"
    visit nl P13 --until printing
    pass_time 61
    wait_screen slip
    touch_widget slip.have
    wait_screen languages
}

# The printer goes on where it stood. It is done when the paper is there; a few questions later the kiosk has heard of it too.
finish_job() {
    wanted=$(($(slips) + 1))
    kill -CONT "$printer_pid"
    tap_wait 20 has_slips "$wanted" || give_up "the old slip did not come"
    for _ in 1 2 3; do
        ask '{"do":"stats"}' >/dev/null
    done
}

# go_to SCREEN: the next visitor.
go_to() {
    case $1 in
    languages) ;;
    privacy | question | doors) visit ar P13 --until "$1" ;;
    stop | staff | language)
        visit ar P13 --until question
        touch_widget "foot.$1"
        ;;
    idle)
        visit ar P13 --until question
        pass_time 61
        ;;
    esac
}

# leave SCREEN: back to the first screen, whatever it is.
leave() {
    case $1 in
    languages) return ;;
    stop) ;;
    idle) touch_widget idle.stay && touch_widget foot.stop ;;
    language) touch_widget foot.back && touch_widget foot.stop ;;
    *) touch_widget foot.stop ;;
    esac
    [ "$(screen)" = languages ] || touch_widget stop.yes
    wait_screen languages
}

install build/packs/meedoenbalie-almere
stop_kiosk
write_settings 's/^\[content\]/[visit]\nidle_wipe_s = 600\n&/' # time enough on a busy machine
start_kiosk
for where in languages privacy question doors stop staff language idle; do
    leave_job_behind
    go_to "$where"
    before=$(glass)
    finish_job
    tap_is "an old slip that comes out changes nothing on '$where'" "$(glass)" "$before"
    for fault in cutter-jam cover-open paper-out; do
        break_printer "$fault"
    done
    ask '{"do":"stats"}' >/dev/null
    tap_is "... nor do a jam, an open cover and no paper" "$(glass)" "$before"
    for repair in cutter-ok cover-closed paper-ok; do
        break_printer "$repair"
    done
    ask '{"do":"stats"}' >/dev/null
    tap_is "... nor their repair" "$(glass)" "$before"
    leave "$where"
done

# At goodbye: the slip is there, its visitor leaves, and then the knife jams.
visit uk P13 --until slip
touch_widget slip.done
wait_screen languages
before=$(glass)
break_printer cutter-jam
ask '{"do":"stats"}' >/dev/null
tap_is "a jam at goodbye revives nobody" "$(glass)" "$before"
break_printer cutter-ok

# The job before is still in the printer: the next visitor has no paper, is told so, and the old paper does not count as theirs.
leave_job_behind
visit ar P13 --until slip
own=$(ask '{"do":"tree"}' | jq -r '.widgets[] | select(.id == "slip.reference") | .label')
before=$(glass)
finish_job
tap_is "an old slip is not taken for one's own" "$(glass)" "$before"
touch_widget slip.have
wait_screen languages
tap_ok "after all that a visit is a visit" visit nl P13 --strict
wait_records 12 || true
tap_is "each intake has arrived once, as what it was" "$(records | jq -r .outcome | sort | uniq -c | tr -s ' ' | paste -sd,)" \
    " 2 printed, 10 shown"
tap_is "... that one as shown" "$(records | jq -r --arg ref "$own" 'select(.ref == $ref) | .outcome')" shown
tap_done
