#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Story 12, behind the glass: after every way a visit can end, the machine holds nothing of it that can be read. Not in the state
# and run folders, not in logs, and no reference or code in the memory of the program.
set -eu
. tests/tap/tap.sh
. tests/visit/ear.sh
. tests/visit/lib.sh

search=build/native/tests/faults/memory_search

# What somebody says who must not be known by it; every one a word that stands nowhere else.
answers='{"goal":"work","papers":"asylum","asylum_time":"m6","tasks":["t_kitchen","t_crates"],"fit":["school_hours"],"support":["mind"]}'
words='asylum_time|"m6"|t_kitchen|t_crates|school_hours|azc_werk|meedoen_vrijwillig|"papers"|"support"|"goal"'

# A visit by touching, without ever asking what is on the glass once there is a reference: only what the kiosk itself keeps counts.
go_to_slip() {
    printf '%s' "$answers" >"$tap_dir/answers.json"
    "$built/visitor" --socket "$socket" --lang "$1" --answers "$tap_dir/answers.json" --until doors --json >"$report"
    touch_widget print
    wait_screen 'provider|printing|slip'
    touch_widget provider.any 2>/dev/null || true # only where there are several
    wait_screen slip
}

# The newest slip's code and reference: $code, $token, $bytes (hex), $reference.
read_codes() {
    code=$(zbarimg --quiet --raw "$(ls "$kiosk"/slips/*.png | tail -n 1)" 2>/dev/null)
    token=${code#*/#}
    bytes=$(read_slip "$(ls "$kiosk"/slips/*.png | tail -n 1)" | cut -d ' ' -f 4)
    wait_records "$1"
    [ ${#bytes} = 10 ] || give_up "the slip cannot be read"
    reference=$(records | jq -r .ref | tail -n 1)
}

in_memory() {
    "$search" "$kiosk_pid" "$token" "$(printf '%s' "$token" | cut -c 40-100)" "$reference" "$(echo "$reference" | tr -d -)" "hex:$bytes" |
        sed 's/^.*$/still there: &/'
}

# Everything the kiosk wrote but the content, which is everybody's, and the slips, which are the visitor's.
on_disk() {
    find "$kiosk" \( -path "$kiosk/slips" -o -path "$kiosk/pack" -o -path "$kiosk/state/content" -o -name printer.log \) -prune -o \
        -type f -print0 | xargs -0 grep -aoE -e "$words" -e "${reference:-no reference}" || true
}

# Some of a sound where it is loudest, in hex.
sound_of() {
    perl -e 'local $/; open my $in, "<", $ARGV[0] or die; my $all = <$in>; my ($at, $most) = (0, 0);
        for (my $i = 44; $i + 64 < length $all; $i += 2) { my $s = abs unpack "s<", substr $all, $i, 2; ($at, $most) = ($i, $s) if $s > $most }
        print unpack "H*", substr $all, $at, 64' "$1"
}

check_gone() {
    tap_is "after $1 no code is left in memory" "$(in_memory)" ""
    tap_is "... and nothing that was said, nor the reference, on the disk" "$(on_disk)" ""
}

listen
export SDL_DISKAUDIODELAY=1
install build/packs/meedoenbalie-almere
fetch_slip_keys
"$search" "$kiosk_pid" languages >"$tap_dir/.said" 2>&1 || tap_skip "no right to look into another program's memory"

go_to_slip ar
read_codes 1
tap_ok "the search finds what is there: the code while it is on the glass" grep -qF "$token" <<FOUND
$("$search" "$kiosk_pid" "$token")
FOUND
tap_is "while the slip is shown nothing of it is on the disk" "$(on_disk)" ""
touch_widget slip.done
wait_screen languages
check_gone "a slip on paper"

go_to_slip ti
read_codes 2
pass_time 61
pass_time 31
wait_screen languages
check_gone "walking away"

go_to_slip uk
read_codes 3
touch_widget foot.language
touch_widget lang.en
touch_widget foot.larger
touch_widget foot.contrast
touch_widget foot.staff
touch_widget foot.stop
touch_widget stop.yes
wait_screen languages
check_gone "looking at everything and stopping"

# Who listens to the slip, its reference sign by sign: neither the words nor the sound is kept.
if command -v espeak-ng >/dev/null; then
    ask '{"do":"key","key":"volume-up"}' >/dev/null
    ask '{"do":"key","key":"volume-up"}' >/dev/null
    go_to_slip fr
    read_codes 4
    spelled=$(echo "$reference" | sed 's/-/,/g; s/./& /g')
    tap_ok "the reference is heard while the slip is shown" hears_said 0 fr-fr "$spelled"
    touch_widget slip.done
    wait_screen languages
    check_gone "listening to the slip"
    tap_is "... nor is the reference as it was spelled" "$("$search" "$kiosk_pid" "$spelled")" ""
    tap_is "... nor how it sounded" "$("$search" "$kiosk_pid" "hex:$(sound_of "$tap_dir/wanted.wav")")" ""
fi

end "$sync_pid" || true
sync_pid=''
go_to_slip nl
touch_widget slip.done
wait_screen languages
tap_is "an intake that waits cannot be read" "$(on_disk)" ""
tap_is "... and is there" "$(queue)" "1 0"
stop_kiosk
tap_is "ended, it leaves nothing either" "$(on_disk)" ""
tap_done
