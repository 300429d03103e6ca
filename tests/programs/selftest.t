#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# wegwijs-kiosk --selftest: what it finds on a kiosk that is well and on one that is not, as JSON and as exit code.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh

results=$tap_dir/results.json
said=$tap_dir/said

# selftest [NAME=VALUE...]: the exit code in $code.
selftest() {
    code=0
    env "$@" timeout 70 "$built/wegwijs-kiosk" --selftest --config "$kiosk/kiosk.ini" >"$results" 2>"$said" || code=$?
}

light() { jq -r --arg item "$1" '.items[] | select(.item == $item) | .light' "$results"; }
state() { jq -r --arg item "$1" '.items[] | select(.item == $item) | .state' "$results"; }
papers() { find "$kiosk/slips" -name 'paper-*.png' | wc -l; }
newest_paper() { find "$kiosk/slips" -name 'paper-*.png' | sort | tail -n 1; }
all_have() { jq -e --arg key "$1" 'all(.items[]; has($key))' "$results" >/dev/null; }

install build/packs/werkcafe-midden-holland

selftest
tap_is "it leaves a running kiosk alone" "$code $(wc -c <"$results")" "1 0"
tap_ok "... and says why" grep -q 'another kiosk running' "$said"
tap_is "... in one line" "$(wc -l <"$said")" 1
stop_kiosk

before=$(papers)
selftest
tap_is "a kiosk that is well is ready" "$code $(jq -r .ready "$results")" "0 true"
tap_is "all items are there" "$(jq -r '[.items[].item] | join(" ")' "$results")" \
    "touch colours speech clock disk certificate queue content region qr printer paper"
for key in light title state advice detail took_ms; do
    tap_ok "each has $key" all_have "$key"
done
tap_is "nobody is at the glass" "$(light touch) $(light colours)" "not-tested not-tested"
tap_ok "... and it says so" sh -c "[ \"$(state touch)\" = 'Needs somebody at the glass.' ]"
for item in speech clock certificate queue content region qr printer paper; do
    tap_is "$item is fine" "$(light $item)" green
done
tap_is "one slip comes out" "$(($(papers) - before))" 1
fetch_slip_keys
tap_ok "its code verifies with the region's keys" read_slip "$(newest_paper)"

break_printer paper-out
selftest
tap_is "without paper it is not ready" "$code $(jq -r .ready "$results")" "1 false"
tap_is "... printer and paper are red" "$(light printer) $(light paper)" "red red"
tap_ok "... one line names them" grep -q 'not ready: printer, paper;' "$said"
tap_is "... the code was read all the same" "$(light qr)" green
break_printer paper-ok
break_printer paper-low
selftest
tap_is "paper that is nearly out is no reason to stay closed" "$code $(light paper)" "0 amber"
break_printer paper-ok

mkdir "$tap_dir/bin"
for program in env timeout opusdec; do
    ln -s "$(command -v "$program")" "$tap_dir/bin/$program"
done
selftest "PATH=$tap_dir/bin"
tap_is "without its voice it is not ready" "$code $(light speech)" "1 red"
tap_ok "... and the languages are named" sh -c "printf '%s' \"\$1\" | grep -q العربية" - "$(state speech)"

printf '#!/bin/sh\nexec %s -a 0 "$@"\n' "$(command -v espeak-ng)" >"$tap_dir/bin/espeak-ng"
chmod +x "$tap_dir/bin/espeak-ng"
selftest "PATH=$tap_dir/bin"
tap_is "a voice that is there and silent is found" "$code $(light speech)" "1 red"

stop_region
selftest
tap_is "without the region it is not ready" "$code $(light region)" "1 red"
tap_ok "... it says what to do" sh -c "printf '%s' \"\$1\" | grep -q cable" - "$(state region)"
tap_is "... everything else was tried" "$(light content) $(light queue) $(light printer)" "green green green"

end "$sync_pid"
sync_pid=''
selftest
tap_ok "without wegwijs-sync it says that nothing is sent" sh -c "printf '%s' \"\$1\" | grep -q '^Nothing is sent'" - "$(state region)"

pack=$(realpath "$kiosk/state/content/current")
chmod u+w "$pack" "$pack/site.json"
printf ' ' >>"$pack/site.json"
selftest
tap_is "content with one byte more is not ready" "$code $(light content)" "1 red"

end "$printer_pid"
printer_pid=''
selftest
tap_is "a printer that is not there is red, its paper not known" "$(light printer) $(light paper)" "red not-tested"

tap_fails "wrong use is 2" 2 'which settings' "$built/wegwijs-kiosk" --selftest
printf 'nonsense = 1\n' >>"$kiosk/kiosk.ini"
tap_fails "wrong settings are 2" 2 'nonsense' "$built/wegwijs-kiosk" --selftest --config "$kiosk/kiosk.ini"
tap_done
