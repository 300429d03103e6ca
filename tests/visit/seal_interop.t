#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# What a kiosk sealed is opened by another implementation (Debian's jose) with the region's private key, says what it should, and
# nothing of it can be changed unseen: not a character, in none of its parts.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh

install build/packs/meedoenbalie-almere
# The region is away, so that what the kiosk sealed stays on its own disk.
end "$sync_pid" || true
sync_pid=''
tap_ok 'a whole visit' visit ar P03
# The text as the program wrote it, from the outbox.
sql() {
    sqlite3 "$kiosk/state/outbox.sqlite" "$1"
}
tap_wait 10 sh -c "[ \"\$(sqlite3 '$kiosk/state/outbox.sqlite' 'SELECT count(*) FROM outbox WHERE outcome > 0')\" = 1 ]"
sql 'SELECT CAST(sealed AS TEXT) FROM outbox' | tr -d '\n' >"$tap_dir/sealed"
id=$(sql 'SELECT id FROM outbox')
key=$(ls "$region"/data/private/*.jwk)

from_base64url() {
    text=$(tr '_-' '/+')
    while [ $((${#text} % 4)) -ne 0 ]; do text="$text="; done
    printf '%s' "$text" | base64 -d
}
opens() {
    jose jwe dec -i "$1" -k "$key" -O "$tap_dir/plain" 2>/dev/null
}
tap_ok 'jose opens it with the region'\''s private key' opens "$tap_dir/sealed"
tap_is 'the record is of this intake, kiosk and language' "$(jq -c '[.v, .id, .kiosk, .lang]' "$tap_dir/plain")" "[1,\"$id\",1,\"ar\"]"
tap_ok 'its doors have no repeats' jq -e '(.doors | length) > 0 and (.doors | length) == (.doors | unique | length)' "$tap_dir/plain"
tap_is 'it is filled up to a step of 1024 bytes' "$(($(wc -c <"$tap_dir/plain") % 1024))" 0
tap_is 'what it says of itself outside' "$(cut -d. -f1 "$tap_dir/sealed" | from_base64url | jq -Sc 'del(.epk)')" \
    "$(jq -Sc --arg id "$id" '{alg: "ECDH-ES", enc: "A256GCM", kid: .kid, iid: $id, kio: 1, ver: 1}' "$key")"
tap_is 'and nothing more' "$(cut -d. -f1 "$tap_dir/sealed" | from_base64url | jq -c '.epk | keys')" '["crv","kty","x","y"]'

jose jwk gen -i '{"kty":"EC","crv":"P-256","key_ops":["deriveKey"]}' -o "$tap_dir/other.jwk"
tap_fails 'another key does not open it' 1 '' jose jwe dec -i "$tap_dir/sealed" -k "$tap_dir/other.jwk" -O /dev/null

# changed POSITION: another character of base64url stands there. The last of a part has bits that mean nothing, which a strict
# reader refuses and jose may not look at: the one before is changed there.
changed() {
    head -c "$1" "$tap_dir/sealed"
    tail -c +"$(($1 + 1))" "$tap_dir/sealed" | head -c 1 | tr 'A-Za-z0-9_-' 'B-ZAb-za1-90-_'
    tail -c +"$(($1 + 2))" "$tap_dir/sealed"
}
size=$(wc -c <"$tap_dir/sealed")
opened=''
tried=0
at=0
while [ "$at" -lt "$size" ]; do
    next=$(tail -c +"$((at + 2))" "$tap_dir/sealed" | head -c 1)
    here=$(tail -c +"$((at + 1))" "$tap_dir/sealed" | head -c 1)
    if [ "$here" != . ] && [ "$next" != . ] && [ -n "$next" ]; then
        changed "$at" >"$tap_dir/changed"
        tried=$((tried + 1))
        if cmp -s "$tap_dir/changed" "$tap_dir/sealed" || opens "$tap_dir/changed"; then
            opened="$opened $at"
        fi
    fi
    at=$((at + 7))
done
tap_ok 'it was changed in many places' test "$tried" -gt 200
tap_is 'and nowhere was it opened' "$opened" ''

# The same to our own side: the region's database holds a changed text.
start_sync
wait_records 1
tap_is 'the region opens what arrived' "$(records | jq -r .id)" "$id"
for part in 1 3 4 5; do
    cut -d. -f"$part" "$tap_dir/sealed" | cut -c 2 | tr 'A-Za-z0-9_-' 'B-ZAb-za1-90-_' >"$tap_dir/letter"
    awk -F. -v part="$part" -v letter="$(cat "$tap_dir/letter")" \
        '{ for (i = 1; i <= NF; i++) printf "%s%s", (i == 1 ? "" : "."), (i == part ? substr($i, 1, 1) letter substr($i, 3) : $i) }' \
        "$tap_dir/sealed" >"$tap_dir/changed"
    sqlite3 "$region/data/region.sqlite" "UPDATE intakes SET sealed = '$(cat "$tap_dir/changed")'"
    tap_fails "changed in part $part the region does not open it" 1 "1 intakes could not be opened; the first is intake $id" records
done
uninstall
tap_done
