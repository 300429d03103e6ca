# SPDX-License-Identifier: EUPL-1.2
# For tests of paper on the real programs: `. tests/faults/paper.sh` after tap.sh and tests/visit/lib.sh, then
#
#   install_paper            a kiosk that is enrolled, with a printer whose faults are told by break_printer; nothing is sent to the
#                            region, so every intake stays where it can be looked at
#   go_to_paper LANGUAGE     a visit until the slip is asked for
#   await_slip               until the kiosk knows how it went, or has given up; the visit's reference is in $reference
#   check_truth NAME         what must always hold, as one test
#   mend_printer             ends every fault, and waits until a visitor gets a slip again
#   chance N                 a number below N in $chosen, the same in every run
# shellcheck shell=sh disable=SC2154

chosen=0 seed=1 reference='' heights=''
codes=$tap_dir/codes # "picture reference-in-hex" of every whole slip looked at so far

install_paper() {
    install build/packs/meedoenbalie-almere
    fetch_slip_keys
    end "$sync_pid" || true
    sync_pid=''
    : >"$codes"
    heights=' '
    for language in nl ar ti; do
        go_to_paper "$language" && await_slip && leave_slip slip.done
        slip_height=$(paper_list | sed -n 's/^[^ ]* [0-9]*x//p' | tail -n 1)
        [ "${slip_height:-0}" -gt 500 ] || give_up "the first slip did not come: $(tail -n 3 "$kiosk/printer.log")"
        heights="$heights$slip_height "
    done
}

chance() {
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    chosen=$((seed / 16 % $1))
}

# Papers that came out, oldest first: "name WIDTHxHEIGHT".
paper_list() {
    grep '^paper-' "$kiosk/printer.log" || true
}

go_to_paper() {
    language=$1
    visit "$1" P13 --until doors
    touch_widget print
    touch_widget provider.any 2>/dev/null || true # only where there are several
}

read_reference() {
    reference=$(ask '{"do":"tree"}' | jq -r '.widgets[] | select(.id == "slip.reference") | .label')
}

await_slip() {
    wait_screen slip "${1:-15}" || { pass_time 61 && wait_screen slip; }
    read_reference
}

leave_slip() {
    touch_widget "$1" 2>/dev/null || touch_widget slip.done 2>/dev/null || touch_widget slip.have
    wait_screen languages
}

# Notes the code of every new whole slip: cut off, and as long as the slip of one of the languages. One that was struck out is
# longer.
read_papers() {
    paper_list | grep -v -e -torn | while read -r name size; do
        grep -q "^$name " "$codes" && continue
        bytes=none
        [ "${heights#* "${size#*x}" }" = "$heights" ] || bytes=$(read_slip "$kiosk/slips/$name" | cut -d ' ' -f 4) || bytes=none
        printf '%s %s\n' "$name" "${bytes:-none}" >>"$codes"
    done
}

# whole_slips REFERENCE: how many came out whole.
whole_slips() {
    grep -c " $(reference_bytes "$1")\$" "$codes" || true
}

sql() {
    sqlite3 -cmd '.timeout 5000' "$kiosk/state/outbox.sqlite" "$1"
}

# Outcomes are numbers: 0 prepared, 1 printed, 2 shown, 3 abandoned, 4 unknown.
last_outcome() {
    sql 'SELECT outcome FROM outbox ORDER BY seq DESC LIMIT 1'
}

rows() {
    sql 'SELECT count(*) FROM outbox'
}

prepared_rows() {
    sql 'SELECT count(*) FROM outbox WHERE outcome = 0'
}

has_no_prepared() {
    [ "$(prepared_rows)" = 0 ]
}

# What must hold after every visit, said by $problem.
find_problem() {
    read_papers
    problem=''
    twice=$(cut -d ' ' -f 2 "$codes" | grep -v none | sort | uniq -d)
    [ -z "$twice" ] || problem="$problem two slips with one reference;"
    if [ -n "$reference" ]; then
        n=$(whole_slips "$reference")
        [ "$(last_outcome)" != 1 ] || [ "$n" = 1 ] || problem="$problem printed without a whole slip behind the cut;"
        [ "$n" -le 1 ] || problem="$problem the slip came $n times;"
    fi
    has_no_prepared || problem="$problem an intake without outcome;"
}

check_truth() {
    find_problem
    tap_is "$1" "$problem" ''
}

is_back_at_work() {
    go_to_paper nl && await_slip 8 && leave_slip slip.done && [ "$(last_outcome)" = 1 ]
}

printer_state() {
    jq -r .printer "$kiosk/run/kiosk-status.json" 2>/dev/null || true
}

is_printer_well() {
    case $(printer_state) in
    ready | near-end) ;;
    *) false ;;
    esac
}

# Callers of the printer since count_questions.
asked() {
    echo $(($(grep -c '^fault go$' "$kiosk/printer.log" || true) - asked_before))
}

# Each call is an occasion at which slipview is told to do something that changes nothing, and it notes that.
count_questions() {
    asked_before=$(grep -c '^fault go$' "$kiosk/printer.log" || true)
    break_printer 'at connect: go'
    for _ in 2 3 4 5 6 7 8 9; do
        break_printer 'then at connect: go'
    done
}

# Seconds are held against the kiosk only with WEGWIJS_STRICT=1 (the long proof) and where there is a processor for everybody;
# paper_faults holds it to 10 s of simulated time always.
is_late() {
    [ "${WEGWIJS_STRICT:-0}" = 1 ] && [ $(($(date +%s) - mended_s)) -gt 10 ] && awk -v n="$(nproc)" '{ exit($1 > n) }' /proc/loadavg
}

# A kiosk that knows that its printer is not well finds out. In questions, for a machine with too much to do stretches seconds: one that
# was under way takes at most 5 s, the next comes at most 4 s later (printer_pace_test holds it to that), and the second at the latest
# must find the printer well.
await_well() {
    count_questions
    tap_wait 60 is_printer_well || return 1
    back_s=$(($(date +%s) - mended_s))
    questions=$(asked)
    break_printer mend # no more counting
    tap_diag "well after $back_s s and $questions questions"
    [ "$questions" -le $((${WEGWIJS_STRICT:-0} == 1 ? 2 : 4)) ] && { [ "$back_s" -le 10 ] || ! is_late; }
}

# Ends every fault. Whoever comes 10 seconds later or more gets a slip: until then the kiosk may still wait for the last answer to the
# job that the fault met, and who comes meanwhile photographs the screen, which takes less than a second. On a busy machine, whoever
# comes after ten others too.
mend_printer() {
    break_printer mend
    mended_s=$(date +%s)
    is_printer_well || await_well || return 1
    without=0
    while [ "$without" -lt 50 ]; do
        is_due=no
        [ $(($(date +%s) - mended_s)) -lt 10 ] || { [ "$without" -lt 10 ] && ! is_late; } || is_due=yes
        if is_back_at_work; then
            tap_diag "back at work after $(($(date +%s) - mended_s)) s, $without went without a slip"
            find_problem
            return
        fi
        [ "$is_due" = no ] || return 1
        without=$((without + 1))
        leave_slip slip.done 2>/dev/null || true # when it was not printed
    done
    return 1
}

kill_kiosk() {
    kill -9 "$kiosk_pid"
    wait "$kiosk_pid" 2>/dev/null || true
    kiosk_pid=''
}
