#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The clock of a kiosk that serves jumps: to 1970, to 2040, by years and by hours, back and forth, in the middle of a visit, and over
# both changes of summer time. Visitors are served; a slip and an intake say the right time or none, and never that a door is open
# on the word of a wrong clock; TLS is never weaker; what waits arrives once when the clock is right.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh

"${CC:-gcc}" -D_GNU_SOURCE -shared -fPIC -o "$tap_dir/clock_shift.so" tests/faults/preload/clock_shift.c || tap_skip 'no compiler'

# The kiosk's programs have the kiosk's clock, the region and its web server the right one; both can be set at any moment.
mkdir "$tap_dir/bin"
ln -s "$(realpath "$built")"/* "$tap_dir/bin"
with_clock() { # PROGRAM FILE CLOCK
    rm -f "$tap_dir/bin/$1"
    printf '#!/bin/sh\nCLOCK_SHIFT_FILE=%s LD_PRELOAD=%s exec %s "$@"\n' "$tap_dir/$3" "$tap_dir/clock_shift.so" "$2" >"$tap_dir/bin/$1"
    chmod +x "$tap_dir/bin/$1"
}
with_clock wegwijs-kiosk "$(realpath "$built/wegwijs-kiosk")" kiosk.clock
with_clock wegwijs-sync "$(realpath "$built/wegwijs-sync")" kiosk.clock
with_clock regiond "$(realpath "$built/regiond")" region.clock
with_clock nginx "$(command -v nginx || echo /usr/sbin/nginx)" region.clock
built=$tap_dir/bin
PATH=$tap_dir/bin:$PATH

put() { # FILE SECONDS: in one step, programs read it at any time
    echo "$2" >"$tap_dir/.clock"
    mv "$tap_dir/.clock" "$tap_dir/$1"
}
# it_is "DATE": the right time everywhere.
it_is() {
    ahead=$(($(date -u -d "$1" +%s) - $(date +%s)))
    put region.clock "$ahead"
    put kiosk.clock "$ahead"
}
# kiosk_is SECONDS: its clock is so much wrong.
kiosk_is() {
    wrong=$1
    put kiosk.clock $((ahead + wrong))
}
status() {
    jq -r "$1" "$kiosk/run/sync-status.json"
}
# The region has been heard at this time, and the kiosk's clock is right.
is_well() {
    heard=$(status .region_clock_ms)
    [ "$(status .state)" = ok ] && [ "$(status .clock_offset_s)" = null ] && [ "$heard" != null ] &&
        now=$(($(date +%s) + ahead - heard / 1000 - $(cut -d. -f1 /proc/uptime))) && [ "$now" -ge -60 ] && [ "$now" -le 60 ]
}
state_is() {
    [ "$(status .state)" = "$1" ]
}
# A connection that stands is not asked for its certificate again; this ends it.
end_connections() {
    host-tools/regiond/region.sh reload --dir "$region"
}
# Somebody presses "send now": after an alarm the next try would be minutes later.
state_is_now() {
    state_is "$1" || { "$built/tests/faults/wake" "$kiosk/run/wake.sock" n && return 1; }
}
is_well_now() {
    is_well || { "$built/tests/faults/wake" "$kiosk/run/wake.sock" n && return 1; }
}
minutes_now() {
    echo $((($(date +%s) + ahead - 1577836800) / 60))
}
newest_slip() {
    find "$kiosk/slips" -name '*.png' | sort | tail -n 1
}
# a_visit: one by somebody who is sent to the doctor and the desk; $reference and $minutes (of the slip, against the right time).
a_visit() {
    visit nl P13 --outcome=have || return 1
    reference=$(jq -r .reference "$report")
    read_slip "$(newest_slip)" >"$tap_dir/slip" || echo '0 -1 0 0' >"$tap_dir/slip"
    read -r _ minutes _ _ <"$tap_dir/slip"
    off=$((minutes - $(minutes_now)))
}
# The first door says so of its hours, on the glass; then the visitor goes.
says() {
    visit nl P13 --until doors
    ask '{"do":"tree"}' | jq -r '.widgets[].label' >"$tap_dir/glass"
    touch_widget foot.stop
    wait_screen stop
    touch_widget stop.yes
    wait_screen languages
    grep -q -e "$1" "$tap_dir/glass" || { tr '\n' '|' <"$tap_dir/glass" && return 1; }
}
record_of() {
    records | jq -r --arg ref "$1" "select(.ref == \$ref) | $2"
}
# The hour of that visit as the region can know it: what the kiosk wrote and what is to be added to it.
hour_of() {
    records | jq -r --arg ref "$1" 'select(.ref == $ref) | if .hour == null then "none"
        else (.hour | fromdate) + (.clock_offset_s // 0) | . / 3600 | round end'
}
hour_now() {
    echo $((($(date +%s) + ahead + 1800) / 3600))
}
all_sent() {
    [ "$(queue)" = '0 0' ]
}

# WEGWIJS_ALL=1: every jump, and the end of summer time too.
all=${WEGWIJS_ALL:-0}

# Friday before the clocks go forward, nine in the morning in Almere.
it_is '2027-03-26 08:02:00'
install build/packs/meedoenbalie-almere
tap_ok 'with the right time all is well' tap_wait 30 is_well
fetch_slip_keys
a_visit
tap_ok 'a slip is of this minute' test "$off" -ge -1 -a "$off" -le 1
tap_ok 'and says that the door is open' says 'Nu open'
visits=1
told="$reference"

# jump NAME SECONDS STATE ASK MINUTES HOUR: what staff see, what is said of hours, the minutes on the slip, the hour at the region.
expected=$tap_dir/expected
: >"$expected"
jump() {
    kiosk_is "$2"
    end_connections
    tap_ok "$1: what staff see of the region" tap_wait 60 state_is_now "$3"
    tap_ok "$1: a visitor is served" a_visit
    if [ "$5" = none ]; then
        tap_is "$1: no time on the slip" "$minutes" 0
    else
        tap_ok "$1: the right time in the slip's code" test "$off" -ge -1 -a "$off" -le 1
    fi
    tap_ok "$1: hours are to be asked at the desk" says "$4"
    echo "$reference $6 $(hour_now) $1" >>"$expected"
    visits=$((visits + 1))
}
ask_desk='Vraag de tijden aan de balie'
year=$((365 * 86400))
jump 1970 $((-$(date +%s) - ahead + 60)) clock "$ask_desk" none none
[ "$all" = 0 ] || jump 'five years ago' $((-5 * year)) clock "$ask_desk" none none
jump 2040 $((13 * year)) clock "$ask_desk" none none
jump 'two years ahead' $((2 * year)) clock "$ask_desk" right right
[ "$all" = 0 ] || jump 'three days ago' $((-3 * 86400)) ok "$ask_desk" none none
jump 'three hours ahead' 10800 ok "$ask_desk" right right

# In the middle of a visit.
kiosk_is 0
tap_ok 'the right time: all is well again' tap_wait 60 is_well_now
visit nl P13 --until doors
kiosk_is $((13 * year))
tap_is 'a jump ahead ends no visit' "$(screen)" doors
touch_widget print
wait_screen slip
kiosk_is $((-20 * year))
tap_is 'nor does one back' "$(screen)" slip
touch_widget slip.done
tap_ok 'the next visitor finds the first screen' wait_screen languages
visits=$((visits + 1))
kiosk_is 0
tap_ok 'the right time again' tap_wait 60 is_well_now
tap_ok 'all that waited is sent' tap_wait 60 all_sent
tap_is 'each visit is at the region once' "$(records | jq -r .id | sort -u | wc -l) $(records | wc -l)" "$visits $visits"
while read -r reference hour at name; do
    [ "$hour" = none ] || hour=$at
    got=$(hour_of "$reference")
    [ "$hour" = none ] || [ "$((got - hour))" != -1 ] || got=$hour # the hour is rounded down
    tap_is "$name: the hour at the region is right, or none" "$got" "$hour"
done <"$expected"
tap_ok 'doors say again when they are open' says 'Nu open'
tap_is 'the log stays short' "$(($(cat "$kiosk/kiosk.log" "$kiosk/sync.log" | wc -c) < 20000))" 1

# Summer time, on the glass and in what is kept.
at_moment() { # DATE UTC, WORDS
    it_is "$1"
    tap_wait 60 is_well_now || tap_diag "$(cat "$kiosk/run/sync-status.json")"
    tap_ok "$1: $2" says "$2"
}
over() { # BEFORE, AFTER: a visit begins before the change and ends after it
    it_is "$1"
    tap_wait 60 is_well_now
    a_visit
    first=$reference first_off=$off
    visit nl P13 --until slip
    it_is "$2"
    touch_widget slip.done
    wait_screen languages
    tap_wait 60 is_well_now
    a_visit
    tap_is "$1 to $2: both slips are of their minute" "$((first_off / 2)) $((off / 2))" '0 0'
    tap_wait 60 all_sent
    tap_is "$1 to $2: and of their hour, one after the other" "$(record_of "$first" .hour) $(record_of "$reference" .hour)" \
        "$(echo "$1" | sed 's/ /T/; s/:.*/:00:00Z/') $(echo "$2" | sed 's/ /T/; s/:.*/:00:00Z/')"
}
at_moment '2027-03-26 07:57:00' 'Nu dicht'
over '2027-03-28 00:55:00' '2027-03-28 01:02:00'
at_moment '2027-03-29 06:57:00' 'Nu dicht'
at_moment '2027-03-29 07:01:00' 'Nu open'
# Half a year later its certificate has expired: a new code.
autumn() {
    end "$sync_pid"
    host-tools/regiond/region.sh stop --dir "$region" >/dev/null
    it_is '2027-10-29 06:57:00'
    REGIOND=$built/regiond host-tools/regiond/region.sh start --dir "$region" >/dev/null 2>&1
    "$built/regiond" admin add-code --data "$region/data" --kiosk 1 >"$tap_dir/code"
    tap_ok 'a new code half a year later' "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --enrol "$(tail -n 1 "$tap_dir/code")" --once
    start_sync
    at_moment '2027-10-29 06:57:00' 'Nu dicht'
    fetch_slip_keys
    at_moment '2027-10-29 07:01:00' 'Nu open'
    over '2027-10-31 00:55:00' '2027-10-31 01:02:00'
    at_moment '2027-11-01 07:01:00' 'Nu dicht'
    at_moment '2027-11-01 08:01:00' 'Nu open'
}
[ "$all" = 0 ] || autumn

# A board without a battery for its clock starts in 1970. libfaketime, so that not all hangs on one way to fake a clock.
library=$(find /usr/lib -path '*/faketime/libfaketime.so.1' | head -n 1)
if [ -n "$library" ]; then
    stop_kiosk
    printf '#!/bin/sh\nFAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME="@1970-01-01 00:01:00" LD_PRELOAD=%s exec %s "$@"\n' \
        "$library" "$(realpath "$WEGWIJS_BUILD/wegwijs-kiosk")" >"$tap_dir/bin/wegwijs-kiosk"
    start_kiosk
    tap_ok 'it starts in 1970: a visitor is served' a_visit
    tap_is 'there is no time on the slip' "$minutes" 0
    tap_ok 'and the intake arrives' tap_wait 60 all_sent
    tap_is 'without an hour' "$(hour_of "$reference")" none
fi
tap_is 'nothing expired, nothing was set aside' "$(sqlite3 "$kiosk/state/outbox.sqlite" 'SELECT expired, quarantined FROM tally')" '0|0'
tap_done
