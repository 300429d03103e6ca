#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Every example person at a real kiosk, in one language after another: what is asked and advised, the slip that comes out, and
# what the region has of it in the end.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh

people=tests/visit/personas.json

# What the region must have of a person: everything of class "send", the doors under their shared names, and nothing else.
# Arguments: person, language, reference, kiosk.
expected() {
    jq -nSc --arg who "$1" --arg lang "$2" --arg ref "$3" --argjson kiosk "$4" \
        --arg sha "$(sha256sum "$kiosk/pack/pack.json" | cut -d ' ' -f 1)" \
        --slurpfile people "$people" --slurpfile intake assets/content/common/intake.json \
        --slurpfile doors assets/content/common/doors.json --slurpfile pack "$kiosk/pack/pack.json" \
        --slurpfile site "$kiosk/pack/site.json" '
        ($people[0] | (.personas + .edge_cases)[] | select(.id == $who)) as $p
        | [$intake[0].questions[] | select(.privacy == "send") | .id] as $sent
        | ($doors[0].doors | map({(.id): .sync_as}) | add) as $names
        | ($p.answers | with_entries(select(.key | IN($sent[])))
            | with_entries(select(.key | IN($p.path[])))) +
          {v: 1, ref: $ref, kiosk: $kiosk, site: $site[0].id, lang: $lang,
           doors: ([$p.doors[] | $names[.]] | reduce .[] as $d ([]; if index($d) then . else . + [$d] end)),
           path_len: ($p.path | length), content: $pack[0].version, content_sha256: $sha, outcome: "printed"}'
}

# What there is, without what is different every time.
found() {
    records | jq -Sc --arg ref "$1" 'select(.ref == $ref) | del(.id, .hour, .received, .secs)'
}

# One person: the visit itself (visitor compares questions and doors), the slip, the region.
check_person() {
    who=$1
    language=$2
    visits=$((visits + 1))
    tap_ok "$who ($language) is asked and advised as expected" visit "$language" "$who" --strict
    reference=$(jq -r .reference "$report")
    slip=$(ls "$kiosk"/slips/*.png 2>/dev/null | tail -n 1)
    read_slip "${slip:-none}" >"$tap_dir/slip" || echo 'no valid QR' >"$tap_dir/slip"
    read -r slip_kiosk slip_minutes slip_site slip_reference <"$tap_dir/slip"
    tap_is "$who's slip bears the reference, signed by the kiosk" \
        "$slip_kiosk $slip_site $slip_reference, $(ls "$kiosk"/slips/*.png | wc -l) slips" \
        "1 $(jq .number "$kiosk/pack/site.json") $(reference_bytes "$reference"), $visits slips"
    age=$((($(date +%s) - 1577836800) / 60 - slip_minutes))
    tap_ok "$who's slip is of this minute" test "$age" -ge 0 -a "$age" -le 1
    printf '%s %s %s\n' "$who" "$language" "$reference" >>"$tap_dir/made"
}

# Everybody of one kind of site.
check_site() {
    kind=$1
    ask_town=$2
    visits=0
    : >"$tap_dir/made"
    install "$3"
    fetch_slip_keys
    jq -r --arg kind "$kind" --argjson town "$ask_town" \
        '(.personas + .edge_cases)[] | select(.site.kind == $kind and .site.ask_town == $town) | .id' "$people" >"$tap_dir/who"
    while read -r one; do
        check_person "$one" "$(echo nl en ar ti uk | cut -d ' ' -f $((visits % 5 + 1)))"
    done <"$tap_dir/who"
    tap_ok "every intake of the $kind arrives" wait_records "$visits"
    tap_is "each of them once" "$(records | jq -r .id | sort -u | wc -l) $(records | wc -l)" "$visits $visits"
    while read -r who language reference; do
        tap_is "the region has of $who what it may have, and nothing else" "$(found "$reference")" \
            "$(expected "$who" "$language" "$reference" 1)"
    done <"$tap_dir/made"
    tap_is "hours are whole hours, durations are classes" \
        "$(records | jq -r 'select((.hour | test("^20[0-9-]+T[0-9]{2}:00:00Z$")) and (.secs | test("^(0-60|61-120|121-240|241\\+)$"))) | .id' | wc -l)" \
        "$visits"
    tap_is "nothing waits or is set aside" "$(queue)" "0 0"
    uninstall
}

# A Werkcafé in one town: the shipped one without its question for the town.
cp -r assets/content "$tap_dir/content"
sed -i 's/"ask_town": 1/"ask_town": 0/' "$tap_dir/content/werkcafe-midden-holland/site.json"
"$built/packctl" build --locale assets/locale "$tap_dir/content/werkcafe-midden-holland" "$tap_dir/one-town" >/dev/null

check_site werkcafe 0 "$tap_dir/one-town"
check_site werkcafe 1 build/packs/werkcafe-midden-holland
check_site meedoenbalie 0 build/packs/meedoenbalie-almere
tap_done
