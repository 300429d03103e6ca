#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# What goes wrong around the kiosk: each fault gives one line that says what is wrong and what to do, or a screen in plain words
# (story 20: a technical word on a visitor's screen, pretixscan-android#139); nothing is lost.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh

run_kiosk() {
    SDL_VIDEODRIVER=dummy timeout 20 "$built/wegwijs-kiosk" --config "$kiosk/kiosk.ini"
}
run_sync() {
    timeout 20 "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once
}

# refuses NAME TEXT [COMMAND]: both programs end with one line that says TEXT.
refuses() {
    for program in run_kiosk run_sync; do
        tap_fails "$1 ($program)" 2 "$2" "$program"
        tap_is "... in one line" "$(wc -l <"$tap_dir/.said")" 1
    done
}

# Everything on the glass; a word of it that no visitor should have to know.
technical='error|fail|sqlite|json|tls|ssl|http|host|network|netwerk|server|file|bestand|null|exception|invalid|database|certifi|[a-z]/[a-z]|_'
words_on_glass() {
    ask '{"do":"tree"}' | jq -r '.widgets[].label'
}
plain_words() {
    words_on_glass >"$tap_dir/words"
    test -s "$tap_dir/words" && ! grep -iE "$technical" "$tap_dir/words"
}
# says_once TEXT: one line of the kiosk's log, and only one.
says_once() {
    [ "$(grep -c "$1" "$kiosk/kiosk.log")" = 1 ]
}

prepare build/packs/werkcafe-midden-holland

# ---- settings ----
line=$(grep -n '^fullscreen' "$kiosk/kiosk.ini" | cut -d : -f 1)
write_settings 's/^fullscreen/fulscreen/'
refuses "a setting nobody knows is refused by its line" "kiosk.ini:$line: .*fulscreen"
write_settings 's/^fullscreen.*/fullscreen = perhaps/'
refuses "a value that cannot be is refused by its line" "kiosk.ini:$line: .*fullscreen"
line=$(grep -n '^port' "$kiosk/kiosk.ini" | cut -d : -f 1)
write_settings 's/^port.*/port = 99999/'
refuses "a number out of bounds is refused by its line" "kiosk.ini:$line: .*port.*65535"
write_settings 's/^kind.*/kind = parrot/'
refuses "a choice that is none says which there are" "kind.*none.*file.*network"
write_settings 's/^\[panel\]/[panel/'
refuses "what is no settings file is refused" "kiosk.ini"
write_settings '/^state_dir/d'
refuses "a setting that is needed is named" "state_dir"
rm "$kiosk/kiosk.ini"
refuses "a settings file that is not there is named" "kiosk.ini"
tap_fails "without settings it is said how to give them" 2 "--config FILE" "$built/wegwijs-kiosk"

# ---- folders ----
one_line() {
    tap_fails "$1" "$2" "$3" run_kiosk
    tap_is "... in one line" "$(wc -l <"$tap_dir/.said")" 1
}
mkdir "$tap_dir/empty"
write_settings "s|^assets_dir.*|assets_dir = $tap_dir/empty|"
one_line "without fonts it says which file is missing" 1 "empty/fonts/fonts.conf"
cp -r "$built/assets" "$tap_dir/no-theme"
rm "$tap_dir/no-theme/theme.ini"
write_settings "s|^assets_dir.*|assets_dir = $tap_dir/no-theme|"
one_line "without its look it says which file is missing" 1 "no-theme/theme.ini"
: >"$tap_dir/file"
write_settings "s|^run_dir.*|run_dir = $tap_dir/file/run|"
one_line "a run folder that cannot be is named" 1 "$tap_dir/file/run"

write_settings "s|^state_dir.*|state_dir = $tap_dir/file/state|"
start_kiosk closed
tap_ok "a state folder that cannot be written closes the kiosk" wait_screen closed
tap_ok "... in plain words" plain_words
tap_ok "... and is named" grep -q "$tap_dir/file/state" "$kiosk/kiosk.log"
stop_kiosk
: >"$kiosk/kiosk.log"

# ---- content ----
write_settings '/^initial/d'
start_kiosk closed
tap_ok "without content it is closed, in plain words" plain_words
tap_ok "... and staff are told what to do" says_once "no usable content.*content.initial"
tap_fails "a second one is not started beside it" 1 "another kiosk" run_kiosk
cp -r "$kiosk/pack" "$tap_dir/whole"
stop_kiosk
for damage in 's/"goal"/"g0al"/ intake.json' 's/"version"/"versi0n"/ pack.json' 's/[A-Za-z]/x/ pack.jws'; do
    file=${damage##* }
    named=$file
    [ "$file" != pack.json ] || named=pack.jws # whose signature no longer fits
    sed -i "${damage% *}" "$kiosk/pack/$file"
    : >"$kiosk/kiosk.log"
    write_settings
    start_kiosk closed
    tap_ok "content with a spoilt $file closes the kiosk, in plain words" plain_words
    tap_ok "... and staff can read where it is wrong" grep -q "no usable content.*$named" "$kiosk/kiosk.log"
    stop_kiosk
    rm -rf "$kiosk/pack"
    cp -r "$tap_dir/whole" "$kiosk/pack"
done

# ---- not enrolled, no printer ----
write_settings 's/^kind.*/kind = none/'
: >"$kiosk/kiosk.log"
start_kiosk
tap_ok "a kiosk that is not enrolled and has no printer still says where to go" visit nl P37 --until slip --strict
tap_ok "... sends to the desk, in plain words" plain_words
tap_ok "... has nothing to scan that nobody could verify" \
    sh -c '! "$1" --socket "$2" --say "{\"do\":\"tree\"}" | grep -q slip.qr' sh "$built/visitor" "$socket"
desk=$(jq -r '.texts["ui.print.desk"]' "$kiosk/pack/locale/nl.json")
tap_ok "... with these words" grep -qxF "$desk" "$tap_dir/words"
touch_widget slip.done
tap_ok "... and is ready for the next" wait_screen languages
tap_ok "staff are told to enrol it" grep -q "wegwijs-sync --enrol" "$kiosk/kiosk.log"
stop_kiosk
write_settings 's|^kind.*|kind = usb|' "s|^host.*|path = $tap_dir/no-such-printer|"
start_kiosk
tap_ok "a printer that was taken away is told in plain words" visit uk P37 --until slip
tap_ok "... on a screen without technical words" plain_words
stop_kiosk
tap_fails "a language that the kiosk does not have is named" 1 "xx" \
    sh -c 'SDL_VIDEODRIVER=dummy "$1/wegwijs-kiosk" --config "$2/kiosk.ini" 2>/dev/null & pid=$!
        "$1/visitor" --socket "$2/run/inspect.sock" --lang xx --persona tests/visit/personas.json:P11; status=$?
        kill "$pid"; wait "$pid"; exit "$status"' sh "$built" "$kiosk"

# ---- no region ----
write_settings 's/^url.*/url =/'
tap_fails "without a region's address it is said where that goes" 1 "region.*url" run_sync
start_region midden-holland
write_settings
enrol
stop_region
start_sync
start_kiosk
tap_ok "while the region is away visitors are served" visit ar P37
tap_ok "... on a screen without technical words" plain_words
is_away() { grep -q '"state":"no-network"' "$kiosk/run/sync-status.json"; }
tap_ok "... and staff see that it cannot be reached" tap_wait 20 is_away
tap_is "... the intake waits" "$(queue)" "1 0"
start_region midden-holland
tap_ok "... and arrives when the region is back" wait_records 1
stop_region

# ---- no room ----
stop_kiosk
write_settings '$a[outbox]' '$amax_rows = 1'
: >"$kiosk/kiosk.log"
start_kiosk
slips=$(ls "$kiosk/slips" | wc -l)
tap_ok "one intake still has room" visit nl P37
tap_ok "the next visitor is served as well" visit nl P37 --until slip --strict
plain_words || true
tap_ok "... and is sent to the desk" grep -qxF "$desk" "$tap_dir/words"
touch_widget slip.done
tap_is "... with a slip on paper" "$(($(ls "$kiosk/slips" | wc -l) - slips))" 2
tap_ok "... and staff are told" grep -q "outbox" "$kiosk/kiosk.log"
start_region midden-holland
tap_ok "what was kept arrives" wait_records 2
visit en P37
tap_ok "... and there is room again" wait_records 3
tap_is "nothing is lost or left" "$(records | jq -r .id | sort -u | wc -l) $(queue)" "3 0 0"
tap_done
