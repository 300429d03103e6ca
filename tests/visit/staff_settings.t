#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# What staff set on the real programs: the languages and their order, taken over at once, kept over a restart and through a power cut
# at every moment of its keeping, and put back. Values in the file that do not fit keep no kiosk from starting.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh
. tests/visit/staff.sh

cut_so=$tap_dir/cut_at_sync.so
"${CC:-gcc}" -D_GNU_SOURCE -shared -fPIC -o "$cut_so" tests/faults/preload/cut_at_sync.c || tap_skip 'no compiler'
file=$kiosk/state/staff-settings.ini

says() { # TEXT: on the glass
    labels | grep -qF "$1"
}
languages() {
    ask '{"do":"tree"}' | jq -r '[.widgets[].id | select(startswith("lang.")) | ltrimstr("lang.")] | join(" ")'
}
# find_link PLACE: it may be on a later page.
find_link() {
    for _ in 1 2 3 4 5 6; do
        if labels | grep -q "^staff.go.$1	"; then
            touch_widget "staff.go.$1"
            return
        fi
        touch_widget staff.more
    done
    return 1
}
go_to_language() {
    go_to languages && find_link "$1" && is_at "$1"
}
kept() {
    sed -n 's/^languages=//p' "$file"
}

install build/packs/werkcafe-midden-holland
all=$(languages)
tap_is 'the pack has its order' "$(printf "%s" "$all" | cut -d" " -f1-7)" 'nl en ar ti uk tr so'

come_in
tap_ok 'staff go to a language' go_to_language ar
tap_ok 'it says how it is' says 'Plaats 3 van 16'
touch_widget staff.do.earlier
tap_ok 'earlier' says 'Plaats 2 van 16'
touch_widget staff.do.earlier
tap_is 'twice earlier it is the first, and earlier is no key' \
    "$(ask '{"do":"tree"}' | jq -c '[.widgets[] | select(.id == "staff.do.earlier") | .enabled]') $(labels | grep -c 'Plaats 1 van 16')" '[false] 1'
touch_widget staff.back
find_link ti
touch_widget staff.do.off
tap_ok 'another one is switched off' says 'uit, '
touch_widget staff.back
find_link nl
tap_ok 'Dutch cannot be' says 'Nederlands staat altijd aan.'
touch_widget staff.back
tap_ok 'the page says who set it' says 'Ingesteld: hier'
leave_menu
wait_screen languages
ours="ar $(printf '%s' "$all" | sed 's/ ar / /; s/ ti / /')"
tap_is 'visitors have that order' "$(languages)" "$ours"
tap_is 'it is kept for this user alone' "$(stat -c %a "$file") $(kept | cut -c 1-12)" '600 ar,nl,en,-ti'
tap_ok 'the journal knows' grep -q 'setting.content.languages' "$kiosk/state/journal.log"

stop_kiosk
start_kiosk
tap_is 'after a restart it is the same' "$(languages)" "$ours"
tap_ok 'a visit in the language that moved works' visit ar P09

# ---- put back ---------------------------------------------------------------------------------------------------------
come_in
go_to languages
touch_widget staff.reset.content.languages
tap_ok 'it is put back' says 'Ingesteld: fabriek'
leave_menu
wait_screen languages
tap_is 'and visitors have the order of the pack' "$(languages)" "$all"

# ---- power cuts -------------------------------------------------------------------------------------------------------
start_cuttable() {
    rm -f "$tap_dir/cut"
    SDL_VIDEODRIVER=dummy CUT_AT_SYNC=$tap_dir/cut LD_PRELOAD=$cut_so tap_start "$built/wegwijs-kiosk" --config "$kiosk/kiosk.ini" \
        2>>"$kiosk/kiosk.log"
    kiosk_pid=$tap_pid
    wait_screen languages 30
}
# cut_at N: the power goes before the Nth moment of keeping a change; true when it went.
cut_at() {
    start_cuttable && come_in && go_to_language ar || give_up "no way in before moment $1"
    echo "$1" >"$tap_dir/cut"
    touch_widget staff.do.earlier 2>/dev/null || true
    is_gone && return 0
    is_last=yes
}
languages_now() {
    kept | cut -d, -f1-3
}
is_gone() {
    ! ask '{"do":"tree"}' >/dev/null 2>&1
}
stop_kiosk
n_cuts=0 is_last=no states='' wrong=''
while [ "$is_last" = no ] && [ "$n_cuts" -lt 40 ]; do
    n_cuts=$((n_cuts + 1))
    rm -f "$file"
    cut_at "$n_cuts"
    [ "$is_last" = yes ] || { wait "$kiosk_pid" 2>/dev/null || true; kiosk_pid=''; }
    after=$([ ! -f "$file" ] || languages_now)
    case $after in
    '' | nl,ar,en) states="$states ${after:-before}" ;;
    *) wrong="$wrong $n_cuts:$after" ;;
    esac
    [ "$is_last" = no ] || { end "$kiosk_pid" || true; } # what it keeps at its end is cut as well
    start_kiosk
    [ "$(languages | cut -d' ' -f1-3 | tr ' ' ,)" = "${after:-nl,en,ar}" ] || wrong="$wrong $n_cuts:shown"
    stop_kiosk
done
tap_diag "$n_cuts moments:$states"
tap_is 'a power cut at any moment leaves the one or the other' "$wrong" ''
tap_is 'there were moments before it counted, and after' \
    "$(printf '%s\n' $states | sort -u | tr '\n' ' ')" 'before nl,ar,en '
tap_is 'nothing was damaged' "$(find "$kiosk/state" -name '*.damaged*'; grep -c 'left out\|is lost' "$kiosk/kiosk.log" || true)" 0

# ---- a file from elsewhere --------------------------------------------------------------------------------------------
printf '[visit]\nidle_warn_s=5\n[sound]\nvolume=99\n[content]\nlanguages=so,nl\nreviewed_only=true\n[no]\nsuch=thing\n' >"$file"
start_kiosk
tap_is 'what fits counts' "$(languages | cut -d' ' -f1-3)" 'so nl en'
tap_is 'and each thing that does not is told' "$(grep -c 'left out' "$kiosk/kiosk.log")" 4
stop_kiosk
head -c 300 /dev/urandom >"$file"
start_kiosk
tap_is 'a file that is none is set aside, and the kiosk serves' "$(languages)" "$all"
tap_ok 'it is there to be looked at' test -f "$file.damaged"
uninstall
tap_done
