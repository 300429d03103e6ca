#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Troubles of one kind must not become another: a renewal that fails keeps no intake waiting, an outbox that cannot be written
# is no reason to call the region without end, half a download that came out of a power cut wrong begins anew, and a kiosk
# that is refused takes a new code.
set -eu
. tests/tap/tap.sh
. tests/faults/kiosk_and_region.sh

start_region
make_kiosk

rows() {
    sqlite3 "$kiosk/state/outbox.sqlite" 'SELECT count(*) FROM outbox'
}
start_sync() {
    tap_start "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" "$@" 2>>"$tap_dir/sync.log"
    sync_pid=$tap_pid
    tap_wait 10 test -S "$kiosk/run/wake.sock"
}
end_sync() {
    kill -TERM "$sync_pid"
    wait "$sync_pid"
}
send_byte() {
    "$built/tests/faults/wake" "$kiosk/run/wake.sock" "$1"
}
none_left() {
    [ "$(rows)" = 0 ]
}
region_has() {
    [ "$(region_rows)" = "$1" ]
}

# The region as it is, but it signs no certificates.
unsigning=$tap_dir/unsigning
mkdir -p "$unsigning"
start_unsigning() {
    port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
    sed -e "s|listen 127.0.0.1:[0-9]*|listen 127.0.0.1:$port|" -e "s|^pid .*|pid $unsigning/pid;|" \
        -e "s|^\( *\)location / {|\1location = /v1/certificates { default_type application/problem+json; return 500 '{\"title\":\"No ink\"}'; }\n&|" \
        -e "s|_temp_path \"$region/run/|_temp_path \"$unsigning/|" "$region/nginx.conf" >"$unsigning/nginx.conf"
    tap_start "$(command -v nginx || echo /usr/sbin/nginx)" -g 'daemon off;' -p "$unsigning" -c "$unsigning/nginx.conf" -e "$unsigning/log"
    tap_wait 5 test -s "$unsigning/pid"
}
start_unsigning || start_unsigning || exit 1
point_kiosk "https://localhost:$port"
"$built/regiond" admin command re-enrol --kiosk 1 --data "$region/data" >/dev/null
start_sync
tap_ok 'a renewal that is refused is said' tap_wait 10 grep -q 'not renewed: No ink' "$tap_dir/sync.log"
fill_outbox 3
send_byte w
tap_ok 'and intakes go on' tap_wait 10 none_left
send_byte n
tap_ok 'and the connection counts as good' tap_wait 5 sh -c "[ \"\$(sed -n 's/.*\"state\":\"\\([a-z-]*\\)\".*/\\1/p' '$kiosk/run/sync-status.json')\" = ok ]"
end_sync
tap_is 'once an hour is enough' "$(grep -c 'No ink' "$tap_dir/sync.log")" 1
point_kiosk "$(cat "$region/url")"
tap_ok 'it is well again with the region itself' sync_once

# Another program holds the outbox's writing lock for as long as it likes.
fill_outbox 60
mkfifo "$tap_dir/sql"
tap_start sh -c "exec sqlite3 \"\$1/state/outbox.sqlite\" <\"\$2/sql\" >\"\$2/sql.out\"" sh "$kiosk" "$tap_dir"
exec 8>"$tap_dir/sql"
echo 'BEGIN IMMEDIATE; SELECT 1;' >&8
tap_wait 10 test -s "$tap_dir/sql.out"
tap_fails 'an outbox that cannot be written ends the sending' 1 'upload failed: the outbox cannot be written' \
    timeout 60 "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once
tap_is 'one batch was sent, once' "$(region_rows)" 53
tap_is 'none is forgotten' "$(rows)" 60
echo 'ROLLBACK;' >&8
exec 8>&-
tap_ok 'when it can be written again' sync_once
tap_is 'each arrives once' "$(region_rows) $(rows)" '63 0'

# A pack of which more stands on the disk than ever came.
cp -R assets "$tap_dir/assets"
{
    "$built/packctl" build assets/content/werkcafe-midden-holland "$tap_dir/pack"
    "$built/packctl" sign "$tap_dir/pack" --key "$tap_dir/content.jwk"
    "$built/packctl" bundle "$tap_dir/pack" "$tap_dir/pack.bundle"
    "$built/regiond" admin offer-content "$tap_dir/pack.bundle" --data "$region/data"
} >"$tap_dir/packctl.log"
mkdir -p "$kiosk/state/download"
head -c 20000 /dev/zero >"$kiosk/state/download/$(sha256sum "$tap_dir/pack.bundle" | cut -c1-64).part"
tap_ok 'half a pack that a power cut spoilt' sync_once
tap_is 'is fetched anew' "$(readlink "$kiosk/state/content/current")" "$(sha256sum "$tap_dir/pack/pack.json" | cut -c1-64)"

# The kiosk says more of itself than the region takes.
{
    printf '{"printer":"ok","screen":"closed","content":{"version":null,"problem":"'
    printf 'é%.0s' $(seq 300)
    printf '"}}'
} >"$kiosk/run/kiosk-status.json"
tap_ok 'a long complaint is no reason to be refused' sync_once
printf '{"printer":' >"$kiosk/run/kiosk-status.json"
tap_ok 'nor is half a file of the kiosk' sync_once

# A code that is no good on a kiosk that is enrolled.
start_sync --enrol 0000-0000
tap_ok 'a wrong code is refused' tap_wait 10 grep -q 'refused the enrolment code' "$tap_dir/sync.log"
fill_outbox 2
send_byte n
tap_ok 'and intakes go on with the certificate there is' tap_wait 10 none_left
end_sync

# Another disk took this kiosk's place: its certificates ended.
add_code() {
    "$built/regiond" admin add-code --data "$region/data" --kiosk 1
}
mv "$kiosk/state" "$tap_dir/first"
add_code >"$kiosk/code"
sync_once
rm -rf "$kiosk/state"
mv "$tap_dir/first" "$kiosk/state"
fill_outbox 2
tap_fails 'a kiosk whose place was taken is refused' 1 'This kiosk was revoked\|The region refuses this kiosk' \
    "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once
tap_is 'staff see it' "$(sync_state)" refused
add_code >"$kiosk/code"
tap_ok 'with a new code in its file it is enrolled anew' sync_once
tap_is 'and what waited arrives' "$(region_rows) $(rows)" '67 0'
tap_is 'the code does not lie about' "$(wc -c <"$kiosk/code")" 0

# A code that cannot be removed is used once.
add_code >"$kiosk/code"
mkdir "$kiosk/code.new"
tap_ok 'with a code that cannot be removed it is enrolled' sync_once
tap_ok 'and the next time nothing is made of it' sync_once
tap_is 'not even a warning' "$(grep -c code "$kiosk/said" || true)" 0
rmdir "$kiosk/code.new"

# A new sealing key: the region is started again, the kiosk gets a code and the order to enrol.
fill_outbox 2
"$built/regiond" admin rotate-key --data "$region/data" >/dev/null
host-tools/regiond/region.sh stop --dir "$region" >/dev/null
REGIOND=$built/regiond host-tools/regiond/region.sh start --dir "$region" >/dev/null 2>&1
start_sync
tap_wait 10 none_left
add_code >"$kiosk/code"
"$built/regiond" admin command re-enrol --kiosk 1 --data "$region/data" >/dev/null
send_byte n
has_epoch() {
    grep -q "\"epoch\":$1" "$kiosk/state/kiosk.json"
}
tap_ok 'a new sealing key comes with a new enrolment' tap_wait 10 has_epoch 2
end_sync
tap_is 'it is the region'\''s' "$(jq -r .kid "$kiosk"/state/keys/sealing-*.jwk)" "$(jq -r .sealing_kid "$region/data/region.json")"
tap_is 'what was sealed to the old one arrived' "$(region_rows) $(rows)" '69 0'

rm -rf "$kiosk/state/kiosk.json" "$kiosk/code"
mkdir "$kiosk/code"
tap_fails 'a code that cannot be read is named' 1 'region.code_file: .*/code: Is a directory' \
    "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once
tap_done
