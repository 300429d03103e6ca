#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# New content from the region: used from the next visit on and never in the middle of one. What is damaged, foreign, older or not
# signed is not used, and the pack before stays; after a restart too.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh

pack=meedoenbalie-almere

# make_bundle NUMBER [KEY] [SED COMMAND]...: a pack of that version and sequence, in two languages, as the file $bundle.
make_bundle() {
    version=v$1
    number=$1
    key=${2:-$tap_dir/content.jwk}
    [ $# -lt 2 ] || shift
    shift
    work=$tap_dir/make
    bundle=$tap_dir/$version.bundle
    rm -rf "$work" "$bundle"
    mkdir -p "$work"
    cp -r assets/content "$work/content"
    sed -i -e "s/\"version\": *\"[^\"]*\"/\"version\": \"$version\"/" -e "s/\"sequence\": *[0-9]*/\"sequence\": $number/" \
        -e 's/"languages": *\[.*\]/"languages": ["nl", "uk"]/' "$work/content/$pack/pack.json"
    sed -i 's/"languages": *\[.*\]/"languages": ["nl", "uk"]/' "$work/content/$pack/site.json"
    for change in "$@"; do
        sed -i "$change" "$work/content/$pack/pack.json"
    done
    if [ -n "${recording:-}" ]; then
        mkdir -p "$work/content/$pack/speech/uk"
        cp "$recording" "$work/content/$pack/speech/uk/ui.start.title.opus"
    fi
    "$built/packctl" build --locale assets/locale "$work/content/$pack" "$work/out" >/dev/null
    "$built/packctl" sign "$work/out" --key "$key" >/dev/null
    "$built/packctl" bundle "$work/out" "$bundle" >/dev/null
}

offer() {
    "$built/regiond" admin offer-content "$1" --data "$region/data"
}

# What of the kiosk's content it tells the region: the version in use, and why another one is not.
status_of() {
    jq -r ".content.$1 // \"\"" "$kiosk/run/kiosk-status.json"
}
is_version() {
    [ "$(status_of version)" = "$1" ]
}
current() {
    basename "$(readlink "$kiosk/state/content/current")"
}
current_changes() {
    [ "$(current)" != "$1" ]
}

# The languages that can be chosen now.
languages() {
    ask '{"do":"tree"}' | jq -r '[.widgets[].id | select(startswith("lang.")) | ltrimstr("lang.")] | join(" ")'
}
content_of_last() {
    records | jq -r --arg ref "$(jq -r .reference "$report")" 'select(.ref == $ref) | .content'
}

# A whole visit, and which content its intake names.
visit_names() {
    arrived=$((arrived + 1))
    tap_ok "a visit $1" visit "$2" P13
    wait_records "$arrived" || true
    tap_is "... names version $3" "$(content_of_last)" "$3"
}

# expect_refusal WHAT TEXT: sync says why, and nothing changes.
is_refused() {
    sed "1,${said}d" "$kiosk/sync.log" | grep -q "is not used.*$1"
}
expect_refusal() {
    tap_ok "$1 is not used, and it is said why" tap_wait 20 is_refused "$2"
    tap_is "... and the pack before stays" "$(current) $(languages)" "$before nl uk"
}
listen() {
    said=$(wc -l <"$kiosk/sync.log")
}

arrived=0
install build/packs/$pack
first=$(jq -r .version "$kiosk/pack/pack.json")
before=$(current)
visit_names "before anything new" ar "$first"

make_bundle 2
visit ar P13 --until question
tap_ok "the region takes a signed pack" offer "$bundle"
tap_ok "the kiosk fetches it" tap_wait 20 current_changes "$before"
tap_is "... and a visit that is under way goes on as it was" "$(screen) $(ask '{"do":"tree"}' | jq -r .lang)" "question ar"
touch_widget foot.stop
touch_widget stop.yes
wait_screen languages
tap_is "the next visitor has the new pack" "$(languages)" "nl uk"
tap_ok "... and the kiosk says so" tap_wait 5 is_version v2
visit_names "with the new pack" uk v2
before=$(current)

# With a recording.
if command -v opusenc >/dev/null; then
    recording=$tap_dir/title.opus
    perl -e 'print pack("s<*", map { 8000 * sin($_ / 8) } 1 .. 22050)' |
        opusenc --quiet --raw --raw-rate 22050 --raw-chan 1 --bitrate 24 - "$recording"
fi
make_bundle 3
tap_ok "a pack may come while nobody is there" offer "$bundle"
tap_ok "... and is used at once" tap_wait 20 is_version v3
tap_ok "... with the recordings it has" sh -c '[ -z "$1" ] || cmp "$1" "$2"' - "${recording:-}" "$kiosk/state/content/current/speech/uk/ui.start.title.opus"
recording=
visit_names "after that" nl v3
before=$(current)

listen
make_bundle 1
tap_ok "an older pack is offered" offer "$bundle"
expect_refusal "an older pack" "v1"

listen
make_bundle 4
tap_ok "a pack is offered and damaged on its way" offer "$bundle"
served=$(find "$region/data" -type f -name "$(sha256sum "$bundle" | cut -d ' ' -f 1)*")
printf 'x' | dd of="$served" bs=1 seek=2000 conv=notrunc status=none
expect_refusal "a damaged pack" "."

"$built/packctl" keygen "$tap_dir/other.jwk" >/dev/null
"$built/regiond" admin trust-content-key "$tap_dir/other.pub.jwk" --data "$region/data" >/dev/null
listen
make_bundle 5 "$tap_dir/other.jwk"
tap_ok "a pack is signed with a key that this kiosk was not told of" offer "$bundle"
expect_refusal "a pack of an unknown signer" "."

listen
make_bundle 6 "$tap_dir/content.jwk" "s/\"name\": *\"$pack\"/\"name\": \"meedoenbalie-voorbeeld\"/"
tap_ok "a pack of another name is offered" offer "$bundle"
expect_refusal "a pack of another name" "meedoenbalie-voorbeeld"

make_bundle 7 "$tap_dir/content.jwk" 's/"region": *"flevoland"/"region": "elders"/'
tap_fails "the region itself refuses a pack of another region" 1 "elders" offer "$bundle"
make_bundle 8
rm "$work/out/pack.jws"
tap_fails "what is not signed makes no bundle" 1 "pack.jws" "$built/packctl" bundle "$work/out" "$tap_dir/unsigned.bundle"
visit_names "after all that" uk v3

stop_kiosk
start_kiosk
tap_is "after a restart the newest good pack is used" "$(languages) $(status_of version)" "nl uk v3"
stop_kiosk
sed -i 's/"doors"/"d00rs"/' "$kiosk/state/content/current/rules.json" "$kiosk/state/content/current/site.json"
start_kiosk
tap_ok "a pack that was damaged on the disk gives way to the one before" tap_wait 5 is_version v2
tap_ok "... and staff can read that" test -n "$(status_of problem)"
visit_names "with the one before" uk v2
tap_is "no intake was lost on the way" "$(records | wc -l) $(queue)" "$arrived 0 0"
tap_done
