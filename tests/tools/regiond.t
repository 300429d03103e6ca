#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# regiond at the command line, and what it and region.sh say when something is wrong. The API itself: tests/faults/region_api.t.
. tests/tap/tap.sh

tool=${WEGWIJS_BUILD:-build/native}/regiond
data=$tap_dir/data

admin() {
    command=$1
    shift
    "$tool" admin "$command" --data "$data" "$@"
}

# fails NAME STATUS TEXT COMMAND...: as tap_fails, and in one line that names the program.
fails() {
    tap_fails "$@"
    tap_is "$1: in one line" "$(grep -c '^regiond: ' "$tap_dir/.said") $(wc -l <"$tap_dir/.said")" '1 1'
}

tap_ok 'help is there for the asking' "$tool" --help
tap_ok 'with a command too' "$tool" admin kiosks --help
tap_is 'it names every setting' "$("$tool" --help | grep -c '^  region\.')" 6
tap_is 'the version is one line' "$("$tool" --version | wc -l)" 1
fails 'no word is wrong use' 2 'see: regiond --help' "$tool"
fails 'an unknown word is wrong use' 2 'see: regiond --help' "$tool" fly
fails 'an unknown command is wrong use' 2 "'fly' is no command" "$tool" admin fly
fails 'no folder is wrong use' 2 '--data FOLDER is missing' "$tool" admin kiosks
fails 'an unknown option is wrong use' 2 '--fly' admin kiosks --fly
fails 'a word too many is wrong use' 2 'use: regiond admin kiosks' admin kiosks now
fails 'a folder that is no region says how to make one' 1 'regiond admin init' admin kiosks

fails 'a region has a name' 2 '--region NAME is missing' admin init
fails 'of small letters' 1 "no name for a region" admin init --region 'Midden Holland'
tap_ok 'a region is made' admin init --region voorbeeld
fails 'a region is never overwritten' 1 'is a region.s data folder already; nothing was changed' admin init --region other
tap_is 'what opens intakes is for its owner only' "$(stat -c %a "$data"/private "$data"/private/*.jwk | paste -sd' ')" '700 600'
# Instances that share the folder, and whoever revokes, write the list of what is revoked at the same time.
crl_together() {
    writers=
    for _ in 1 2 3 4 5 6 7 8; do
        for _ in 1 2 3 4 5; do
            admin crl || exit
        done &
        writers="$writers $!"
    done
    failed=0
    for writer in $writers; do
        wait "$writer" || failed=$((failed + 1))
    done
    return "$failed"
}
tap_ok "eight processes write the revocation list at once" crl_together
tap_ok "it is whole, and signed by the authority" openssl crl -in "$data/device-crl.pem" -noout -CAfile "$data/device-ca.pem" -verify
tap_is 'and so is what signs' "$(stat -c %a "$data/receipt.jwk" "$data/device-ca.key" "$data/region.sqlite" | paste -sd' ')" '600 600 600'
tap_is 'what kiosks are given holds no secret' "$(cat "$data"/sealing/*.jwk "$data/region.json" | grep -c '"d"')" 0

fails 'a kiosk has a name' 2 '--kiosk NAME is missing' admin add-kiosk --site 1
fails 'that is no number' 2 'only digits' admin add-kiosk --site 1 --kiosk 7
fails 'and a site' 2 '--site NUMBER is missing' admin add-kiosk --kiosk balie-1
fails 'that is a number' 2 '--site NUMBER' admin add-kiosk --kiosk balie-1 --site one
code=$(admin add-kiosk --kiosk balie-1 --site 1)
tap_ok 'then it gets a code' sh -c 'echo "$1" | grep -qx "[0-9A-HJKMNP-TV-Z]\{5\}-[0-9A-HJKMNP-TV-Z]\{5\}"' sh "$code"
tap_is 'that is nowhere in the folder' "$(grep -rlF -e "$code" -e "$(echo "$code" | tr -d -)" "$data" | wc -l)" 0
fails 'a name is given once' 1 "a kiosk named 'balie-1' already" admin add-kiosk --kiosk balie-1 --site 1
tap_ok 'a second code is to be had by name' admin add-code --kiosk balie-1
tap_ok 'and by number' admin add-code --kiosk 1
sqlite3 "$data/region.sqlite" 'ALTER TABLE kiosks DROP COLUMN staff_secret; ALTER TABLE kiosks DROP COLUMN staff_codes; PRAGMA user_version=1'
tap_is 'a database of the version before is brought up to this one' "$(admin kiosks | cut -f 2 | tail -n 1) $(sqlite3 "$data/region.sqlite" 'PRAGMA user_version')" 'balie-1 2'
fails 'a kiosk that never enrolled has no codes for staff' 1 'has no secret for codes; enrol it first' admin staff-code --kiosk 1
fails 'an unknown kiosk gets none' 1 "no kiosk 'balie-9'" admin add-code --kiosk balie-9
fails 'nor can it be revoked' 1 "no kiosk 'balie-9'" admin revoke --kiosk balie-9

fails 'only known settings are set' 2 "no setting 'colour'" admin set colour red
fails 'to what they take' 2 'true or false' admin set closed perhaps
fails 'true or false where that is it' 2 'true or false' admin set reviewed_only maybe
tap_ok 'only reviewed languages' admin set reviewed_only true
tap_ok '... or as each kiosk has it' admin unset reviewed_only
fails 'why it is closed is one of a few reasons' 2 'closed_reason is one of' admin set closed_reason lunch
tap_ok 'such as cleaning' admin set closed_reason cleaning
tap_ok '... and none any more' admin unset closed_reason
fails 'a message fits a screen' 2 'one line of at most 110' admin set message "$(head -c 111 /dev/zero | tr '\0' m)"
fails 'a date is a date' 2 'no date like' admin presence jobcoach --date tomorrow
partners() {
    sqlite3 "$data/region.sqlite" "SELECT day, partners FROM presence WHERE kiosk = 0"
}
tap_ok 'partners are there at a table until a time, or not' admin presence uwv@3-16:30 jobcoach wsp@'balie 4' taal-12:00 gemeente=away --date 2026-11-23
tap_is 'as kiosks read it' "$(partners)" \
    '2026-11-23|[{"door":"uwv","table":"3","until":"16:30"},{"door":"jobcoach"},{"door":"wsp","table":"balie 4"},{"door":"taal","until":"12:00"},{"door":"gemeente","away":true}]'
for word in '' UWV uwv@ '@3' uwv@1234567890123456 uwv@3-16:60 uwv-24:00 uwv=here "uwv@$(printf 'a\tb')" 'uwv@3=away'; do
    fails "'$word' is no partner" 2 'is no partner' admin presence "$word"
done
tap_is 'and nothing was changed' "$(partners | cut -d'|' -f1)" 2026-11-23
fails 'a command is one that kiosks know' 2 'restart, re-enrol or unlock' admin command explode --kiosk 1
fails 'and is for one kiosk' 2 '--kiosk NAME or NUMBER is missing' admin command restart
fails 'an export is jsonl or csv' 2 'not jsonl or csv' admin export --format xml
fails 'since is a date' 2 'no date like' admin export --since yesterday
tap_is 'nothing to open is nothing wrong' "$(admin open)" ''
mkdir "$tap_dir/no-keys"
fails 'without private keys nothing is opened' 1 'no private keys .* use --keys FOLDER' admin open --keys "$tap_dir/no-keys"
fails 'nor from a folder that is not there' 1 'no private keys .* use --keys FOLDER' admin open --keys "$tap_dir/none"
fails 'nor with public ones' 1 'holds public keys' admin open --keys "$data/sealing"
fails 'only known settings are unset' 2 "no setting 'colour'" admin unset colour
fails 'a content key is a key' 1 'regiond: ' admin trust-content-key "$data/region.json"
fails 'a database is of a known kind' 1 'use sqlite:' admin kiosks --db mysql://x
old=$(jq -r .sealing_kid "$data/region.json")
tap_ok 'a sealing key is replaced' admin rotate-key
tap_is 'the epoch rises, the old key stays known' \
    "$(jq -r .epoch "$data/region.json") $(find "$data/sealing" "$data/private" -name '*.jwk' | wc -l) $(test -f "$data/private/$old.jwk" && echo kept)" '2 4 kept'

mv "$data/private" "$tap_dir/apart"
fails 'with the private keys elsewhere it wants to know where' 1 'use --keys FOLDER' admin rotate-key
tap_ok 'and puts the new one there' admin rotate-key --keys "$tap_dir/apart"
tap_is 'with the others' "$(jq -r .epoch "$data/region.json") $(find "$tap_dir/apart" -name '*.jwk' | wc -l)" '3 3'
mv "$tap_dir/apart" "$data/private"

# Serving.
config() {
    printf '[region]\ndata_dir = %s\nsocket = %s\n%s\n' "$data" "$tap_dir/sock" "${1:-}" >"$tap_dir/regiond.ini"
}
fails 'a settings file that is not there' 2 'cannot open' "$tool" --config "$tap_dir/none.ini"
config 'colour = red'
fails 'an unknown setting, with its line' 2 'regiond.ini:4: unknown setting region.colour' "$tool" --config "$tap_dir/regiond.ini"
config 'timezone = Mars/Base'
fails 'a time zone that is none' 2 'no time zone' "$tool" --config "$tap_dir/regiond.ini"
fails 'also at the command line' 2 'no time zone' "$tool" admin presence uwv --config "$tap_dir/regiond.ini"
for zone in Pacific/Kiritimati Etc/GMT+12; do
    config "timezone = $zone"
    "$tool" admin presence uwv --config "$tap_dir/regiond.ini"
    tap_is "who is there is of the day in $zone" "$(partners)" "$(TZ=$zone date +%F)|[{\"door\":\"uwv\"}]"
done
config "socket = $tap_dir/$(printf '%0120d' 0)"
fails 'a socket path that is too long' 1 'choose a shorter folder' "$tool" --config "$tap_dir/regiond.ini"
echo 'of value' >"$tap_dir/file"
config
sed -i "s|^socket = .*|socket = $tap_dir/file|" "$tap_dir/regiond.ini"
fails 'a socket where a file is' 1 'is no socket; nothing was changed' "$tool" --config "$tap_dir/regiond.ini"
tap_is 'the file stays' "$(cat "$tap_dir/file")" 'of value'
config
mv "$data/device-ca.key" "$tap_dir/kept"
fails 'a key that is missing' 1 'device-ca.key' "$tool" --config "$tap_dir/regiond.ini"
mv "$tap_dir/kept" "$data/device-ca.key"
printf 'not a database, though long enough to be looked at' >"$tap_dir/broken.sqlite"
config "db = sqlite:$tap_dir/broken.sqlite"
fails 'a database that is none' 1 'database' "$tool" --config "$tap_dir/regiond.ini"
config
tap_start "$tool" --config "$tap_dir/regiond.ini" >"$tap_dir/log" 2>&1
serves() {
    grep -q "^serving voorbeeld" "$tap_dir/log"
}
tap_ok 'it serves' tap_wait 10 serves
tap_is 'on a socket for its owner only' "$(stat -c %a "$tap_dir/sock")" 600
fails 'a second one on the same socket is refused' 1 'another process answers' "$tool" --config "$tap_dir/regiond.ini"
kill -9 "$tap_pid"
wait "$tap_pid" 2>/dev/null
tap_start "$tool" --config "$tap_dir/regiond.ini" >"$tap_dir/log" 2>&1
tap_ok 'the socket of one that died is no hindrance' tap_wait 10 serves
kill "$tap_pid"
tap_ok 'it ends well' wait "$tap_pid"
tap_ok 'and takes its socket along' test ! -e "$tap_dir/sock"

# region.sh
region_sh=host-tools/regiond/region.sh
tap_ok 'region.sh explains itself' sh -c '"$1" --help | grep -q "region.sh start  --dir D"' sh "$region_sh"
spaced="$tap_dir/with space"
REGIOND=$tool "$region_sh" start --dir "$spaced" >/dev/null 2>&1
tap_ok 'a folder may have a space in its name' "$region_sh" status --dir "$spaced"
"$region_sh" stop --dir "$spaced"
tap_fails 'but not a sign that nginx takes for its own' 2 'holds a sign' "$region_sh" start --dir "$tap_dir/a\$b"
tap_fails 'region.sh wants a folder' 2 '--dir is missing' "$region_sh" start
tap_fails 'and a command' 2 'is no command' "$region_sh" fly --dir "$tap_dir"
tap_fails 'status of nothing' 1 'nothing is in' "$region_sh" status --dir "$tap_dir/nothing"
tap_fails 'a program that is not there' 1 'is not built' env REGIOND=/nonexistent "$region_sh" start --dir "$tap_dir/region"
tap_fails 'a region that cannot be' 1 'no name for a region' env REGIOND="$tool" "$region_sh" start --dir "$tap_dir/region" --region 'A B'
tap_done
