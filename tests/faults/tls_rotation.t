#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The region's keys change: the authority of its server, its revocation list, the keys of receipts and orders, of content and of
# intakes. What was right stays right until the new comes, the new is taken without anybody at the kiosk where it is signed or
# enrolled, the old never comes back, and not one intake is lost or goes to a peer that is not the region.
set -eu
. tests/tap/tap.sh
. tests/faults/kiosk_and_region.sh
. tests/faults/network.sh

start_region
make_kiosk
: >"$tap_dir/all"
tls=$region/tls
cp "$tls/server-ca.pem" "$tap_dir/ca.pem"
point_kiosk "$(cat "$region/url")" "$tap_dir/ca.pem"

restart_region() {
    host-tools/regiond/region.sh stop --dir "$region" >/dev/null
    REGIOND=$built/regiond host-tools/regiond/region.sh start --dir "$region" >/dev/null 2>&1
}
start_sync() {
    : >"$tap_dir/sync.log"
    tap_start "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" 2>"$tap_dir/sync.log"
    sync_pid=$tap_pid
    tap_wait 30 test -S "$kiosk/run/wake.sock"
    tap_wait 30 state_is ok || tap_diag "$(cat "$tap_dir/sync.log")"
}
end_sync() {
    kill -TERM "$sync_pid"
    wait "$sync_pid"
}
state_is() {
    [ "$(sync_state)" = "$1" ]
}
# Staff press "send now" until it is so.
now_state_is() {
    "$built/tests/faults/wake" "$kiosk/run/wake.sock" n
    state_is "$1"
}
now_is_empty() {
    "$built/tests/faults/wake" "$kiosk/run/wake.sock" n
    [ "$(outbox_rows)" = '0 0' ]
}
add_code() {
    "$built/regiond" admin add-code --data "$region/data" --kiosk 1 >"$kiosk/code"
}
# replace FILE: as one who keeps settings would, in one step, from standard input.
replace() {
    cat >"$1.new"
    mv "$1.new" "$1"
}

# The server's authority. Its new certificate is by another one; the kiosk is told of both beforehand, or of the new afterwards.
start_sync
mkdir "$tap_dir/first"
mv "$tls"/* "$tap_dir/first"
restart_region
add_intakes 2
tap_ok 'a server by an authority nobody told the kiosk of is refused' tap_wait 30 now_state_is wrong-certificate
tap_is 'and gets nothing' "$(region_rows) $(outbox_rows)" '0 2 0'
cat "$tap_dir/first/server-ca.pem" "$tls/server-ca.pem" | replace "$tap_dir/ca.pem"
tap_ok 'the kiosk is told: it goes on without a restart' tap_wait 30 now_is_empty
tap_ok 'and all is well' tap_wait 30 now_state_is ok
replace "$tap_dir/ca.pem" <"$tls/server-ca.pem"
add_intakes 1
tap_ok 'the old one is taken away: it goes on' tap_wait 30 now_is_empty
mkdir "$tap_dir/second"
mv "$tls"/* "$tap_dir/second"
cp "$tap_dir/first"/* "$tls"
restart_region
add_intakes 1
tap_ok 'the old server is a stranger now' tap_wait 30 now_state_is wrong-certificate
rm "$tap_dir/ca.pem"
tap_ok 'a file that is gone is no reason to trust' now_state_is wrong-certificate
printf -- '-----BEGIN CERTIFICATE-----\nMII' >"$tap_dir/ca.pem"
tap_ok 'nor is half a file' now_state_is wrong-certificate
tap_is 'the intake waits' "$(outbox_rows)" '1 0'
rm "$tls"/*
cp "$tap_dir/second"/* "$tls"
restart_region
replace "$tap_dir/ca.pem" <"$tls/server-ca.pem"
tap_ok 'the new server is not' tap_wait 30 now_is_empty
end_sync
tap_ok 'each intake arrived once' all_arrived_once

# Its certificate is revoked while the program runs, and a new one is made.
(cd "$tls" && printf '[ca]\ndefault_ca=a\n[a]\ndatabase=index\ncrlnumber=number\ndefault_md=sha256\ndefault_crl_days=7\n' >ca.cnf &&
    : >index && echo 01 >number)
list() {
    (cd "$tls" && openssl ca -config ca.cnf -keyfile server-ca.key -cert server-ca.pem -gencrl -out list.pem 2>>"$tap_dir/openssl.log")
    replace "$tap_dir/crl.pem" <"$tls/list.pem"
}
list
echo "crl_file = $tap_dir/crl.pem" >>"$kiosk/kiosk.ini"
start_sync
add_intakes 1
tap_ok 'with a list of what was revoked all is well' tap_wait 30 now_is_empty
(cd "$tls" && openssl ca -config ca.cnf -keyfile server-ca.key -cert server-ca.pem -revoke server.pem 2>>"$tap_dir/openssl.log")
list
add_intakes 1
tap_ok 'the list names the server: it is refused without a restart' tap_wait 30 now_state_is wrong-certificate
tap_ok 'for that reason' grep -q 'revoked' "$tap_dir/sync.log"
tap_is 'and gets nothing' "$(outbox_rows)" '1 0'
rm "$tls/server.pem"
mkdir "$tap_dir/third"
cp "$tls/server-ca.key" "$tls/server-ca.pem" "$tap_dir/third"
restart_region
cat "$tap_dir/third/server-ca.pem" "$tls/server-ca.pem" | replace "$tap_dir/ca.pem"
sed -i '/crl_file/d' "$kiosk/kiosk.ini"
end_sync
tap_ok 'with a new certificate it is well again' sync_once
tap_ok 'and each intake arrived once' all_arrived_once

# The key of receipts and orders.
add_intakes 2
cp "$region/data/receipt.jwk" "$tap_dir/receipt.jwk"
"$built/packctl" keygen "$tap_dir/other.jwk"
cp "$tap_dir/other.jwk" "$region/data/receipt.jwk"
restart_region
for _ in 1 2; do
    tap_fails 'receipts by a key that the kiosk does not know do not count' 1 'The kiosk gets no safe connection' \
        "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once
done
tap_is 'staff see it' "$(sync_state)" wrong-certificate
tap_is 'nothing is removed or set aside' "$(outbox_rows)" '2 0'
serial=$(sed -n 's/.*"saved_unix_s":\([0-9]*\).*/\1/p' "$kiosk/state/clock.json")
add_code
tap_ok 'a new code: enrolled with the new key' sync_once
tap_ok 'and each intake arrived once' all_arrived_once
tap_is 'the time is still there' "$(sed -n 's/.*"saved_unix_s":\([0-9]*\).*/\1/p' "$kiosk/state/clock.json")" "$serial"
"$built/regiond" admin set closed true --data "$region/data" >/dev/null
tap_ok 'orders by it are taken' sync_once
tap_ok 'and kept' grep -q . "$kiosk/state/region-settings.json"
cp "$tap_dir/receipt.jwk" "$region/data/receipt.jwk"
restart_region
tap_fails 'orders by the old one are not any more' 1 failed "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once
cp "$tap_dir/other.jwk" "$region/data/receipt.jwk"
restart_region
tap_ok 'with the right one all is well' sync_once

# The key of content. offer SEQUENCE KEY: a pack signed by it is what the region wants.
offer() {
    [ -d "$tap_dir/assets" ] || { mkdir "$tap_dir/assets" && cp -R assets/content assets/locale "$tap_dir/assets"; }
    source=$tap_dir/assets/content/werkcafe-midden-holland
    sed -E "s/(\"sequence\": *)[0-9]+/\1$1/" assets/content/werkcafe-midden-holland/pack.json >"$source/pack.json"
    rm -rf "$tap_dir/pack"
    "$built/packctl" build "$source" "$tap_dir/pack" >"$tap_dir/packctl.log" &&
        "$built/packctl" sign "$tap_dir/pack" --key "$2" >>"$tap_dir/packctl.log" &&
        "$built/packctl" bundle "$tap_dir/pack" "$tap_dir/pack.bundle" >>"$tap_dir/packctl.log" &&
        "$built/regiond" admin offer-content "$tap_dir/pack.bundle" --data "$region/data" >>"$tap_dir/packctl.log"
}
current() {
    readlink "$kiosk/state/content/current" || echo none
}
offered() {
    sha256sum "$tap_dir/pack/pack.json" | cut -c1-64
}
offer 5 "$tap_dir/content.jwk"
tap_ok 'a pack comes' sync_once
tap_is 'and is in use' "$(current)" "$(offered)"
before=$(current)
"$built/packctl" keygen "$tap_dir/content2.jwk"
"$built/regiond" admin trust-content-key "$tap_dir/content2.pub.jwk" --data "$region/data" >/dev/null
offer 6 "$tap_dir/content2.jwk"
restart_region
add_intakes 1
tap_ok 'a pack by a key that only the region trusts' sync_once
tap_is 'is not taken: the one before stays' "$(current)" "$before"
tap_is 'intakes go on' "$(outbox_rows)" '0 0'
tap_is 'and the connection counts as good' "$(sync_state)" ok
add_code
tap_ok 'enrolled anew it knows both keys' sync_once
sync_once || true
tap_is 'and takes the pack' "$(current)" "$(offered)"
before=$(current)
for key in "$region"/data/content-keys/*; do
    ! cmp -s "$key" "$tap_dir/content.pub.jwk" || rm "$key"
    [ ! -f "$key" ] || [ "$(jq -r .x "$key")" != "$(jq -r .x "$tap_dir/content.pub.jwk")" ] || rm "$key"
done
restart_region
add_code
tap_ok 'enrolled once more it knows the new one only' sync_once
tap_is 'and goes on with the pack it has' "$(current)" "$before"
tap_fails 'the region itself offers nothing by the old one' 1 . offer 7 "$tap_dir/content.jwk"

# The key of intakes: the epoch only rises.
sealing() {
    jq -r .kid "$kiosk"/state/keys/sealing-*.jwk
}
add_intakes 1
cp -a "$region/data/region.json" "$tap_dir/region.json"
old=$(sealing)
"$built/regiond" admin rotate-key --data "$region/data" >/dev/null
restart_region
add_code
tap_ok 'a new sealing key comes with a new enrolment' sync_once
tap_ok 'it is another' test "$(sealing)" != "$old"
new=$(sealing)
add_intakes 1
cp "$region/data/region.json" "$tap_dir/region2.json"
cp "$tap_dir/region.json" "$region/data/region.json"
restart_region
add_code
tap_fails 'a region that went back to an old key is not followed' 1 'older than those this kiosk had' \
    "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once
tap_is 'the kiosk has the key it had' "$(sealing)" "$new"
cp "$tap_dir/region2.json" "$region/data/region.json"
restart_region
add_code
tap_ok 'when the region is right again so is the kiosk' sync_once
tap_ok 'each intake arrived once' all_arrived_once
tap_is 'and the region can read them all' "$(region_rows)" "$(wc -l <"$tap_dir/all")"
tap_done
