#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Story 12, on the glass: the next visitor saw the previous one's answers or language (getodk/collect#6038, votingworks/vxsuite#4561,
# #5089). In each of the 16 languages, with text size, contrast, lower half and voice changed, ended in one way after another: the
# first frame is byte for byte that of a cold start. What the region hears of each end is in ways_to_end.t.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh

# touch_if ID: where it is on the glass and can be touched.
touch_if() { touch_widget "$1" 2>/dev/null || true; }

# Everything that a visitor can change for themselves. Whoever is being read to is not idle: for the ends by idling no voice.
change_all() {
    for key in larger contrast reach; do
        touch_if "foot.$key"
    done
    case $way in idle-* | walk-away) ;; *) touch_if foot.listen ;; esac
}

# turn_to ID: the page that has it.
turn_to() {
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do
        touch_widget "$1" 2>/dev/null && return
        touch_widget more
    done
}

# To a question with one option chosen, on another page of it.
go_to_question() {
    touch_widget privacy.start
    turn_to option.goal.problem
    turn_to option.support.mind
    touch_if more
}

go_to_doors() {
    go_to_question
    turn_to next
    touch_if more
}

sure() {
    wait_screen 'stop|languages'
    touch_if stop.yes
}

# end_by WAY: from the privacy screen to the end.
end_by() {
    case $1 in
    stop-at-once) touch_widget foot.stop ;;
    back-at-once) touch_widget foot.back ;;
    stop-question) go_to_question && touch_widget foot.stop && sure ;;
    stop-doors) go_to_doors && touch_widget foot.stop && sure ;;
    stop-staff) go_to_question && touch_widget foot.staff && touch_widget foot.stop && sure ;;
    stop-language) go_to_question && touch_widget foot.language && touch_widget foot.stop && sure ;;
    idle-privacy | idle-question | idle-doors)
        [ "$1" = idle-privacy ] || "go_to_${1#idle-}"
        pass_time 61
        pass_time 31
        ;;
    idle-stop) go_to_question && touch_widget foot.stop && pass_time 61 && pass_time 31 ;;
    idle-sure) go_to_question && pass_time 61 && touch_widget stop.yes ;;
    slip)
        go_to_doors
        turn_to print
        wait_screen slip
        change_all
        touch_widget slip.done
        ;;
    walk-away)
        go_to_doors
        turn_to print
        wait_screen slip
        pass_time 61
        pass_time 31
        ;;
    esac
}

ways='stop-at-once slip back-at-once stop-question idle-question stop-doors walk-away stop-staff idle-privacy stop-language idle-doors
    idle-stop idle-sure'

# The next way, round and round.
next_way() {
    # shellcheck disable=SC2086
    set -- $ways
    shift $((n % $#))
    way=$1
    n=$((n + 1))
}

install build/packs/meedoenbalie-almere
first_frame "$tap_dir/cold.png" || give_up "no first screen"
stop_kiosk
start_kiosk
first_frame "$tap_dir/again.png" || give_up "no first screen again"
tap_ok "two cold starts look the same" cmp "$tap_dir/cold.png" "$tap_dir/again.png"

languages=$(jq -r '.languages[]' "$kiosk/pack/site.json")
tap_is "all languages are tried" "$(echo "$languages" | wc -l)" 16
n=0
for language in $languages; do
    for _ in 1 2; do
        next_way
        change_all
        turn_to "lang.$language"
        tap_is "in $language, end '$way'" "$(ask '{"do":"tree"}' | jq -r '[.screen, .lang, .contrast] | join(" ")')" "privacy $language high"
        end_by "$way"
        rm -f "$tap_dir/now.png"
        first_frame "$tap_dir/now.png" || true
        tap_ok "... leaves the first frame of a cold start" cmp "$tap_dir/cold.png" "$tap_dir/now.png"
    done
done

way=idle-first
# Who changes the first screen and goes leaves it as it was, too.
change_all
pass_time 61
first_frame "$tap_dir/now.png" || true
tap_ok "who only tries the keys leaves the first frame of a cold start" cmp "$tap_dir/cold.png" "$tap_dir/now.png"
tap_done
