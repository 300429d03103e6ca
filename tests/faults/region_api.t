#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The region's API from outside: curl to nginx to regiond. Every path and every status of openapi.yaml is seen here at least
# once, and nothing is answered that is not in it. WEGWIJS_STORE=postgresql: on a PostgreSQL of its own (region_api_postgres.t).
. tests/tap/tap.sh

region=$tap_dir/region
built=${WEGWIJS_BUILD:-build/native}
tool=$built/regiond
document=host-tools/regiond/openapi.yaml
seen=$tap_dir/seen
bare=$tap_dir/without-headers
: >"$seen"
: >"$bare"

region_sh() {
    action=$1
    shift
    REGIOND=$tool host-tools/regiond/region.sh "$action" --dir "$region" "$@"
}

admin() {
    command=$1
    shift
    "$tool" admin "$command" --config "$region/regiond.ini" "$@"
}

# Something done to the database past regiond.
tamper() {
    if [ -n "$db" ]; then psql --quiet --no-psqlrc --command "$1" "$db"; else sqlite3 "$region/data/region.sqlite" "$1"; fi
}

# call METHOD PATH [CURL OPTIONS]: leaves $tap_dir/body and $tap_dir/head, and the status for `code`. May end a pipe.
call() {
    method=$1 path=$2
    shift 2
    status=$(curl --silent --max-time 30 --cacert "$region/tls/server-ca.pem" --request "$method" --output "$tap_dir/body" \
        --dump-header "$tap_dir/head" --write-out '%{http_code}' "$@" "$url$path") || status="curl $?"
    echo "$status" >"$tap_dir/code"
    printf '%s %s %s\n' "$method" "$path" "$status" >>"$seen"
    for header in 'API-Version: 1.0.0' 'Cache-Control: no-store' 'X-Content-Type-Options: nosniff' \
        'Strict-Transport-Security: max-age='; do
        grep -qi "^$header" "$tap_dir/head" || echo "$method $path $status: no $header" >>"$bare"
    done
}

# as KIOSK METHOD PATH [CURL OPTIONS]: with that kiosk's certificate.
as() {
    name=$1 method=$2 path=$3
    shift 3
    call "$method" "$path" --cert "$tap_dir/$name.pem" --key "$tap_dir/$name.key" "$@"
}

code() {
    cat "$tap_dir/code"
}

json='Content-Type: application/json'

body() {
    jq -r "$1" "$tap_dir/body" 2>/dev/null
}

# answers NAME STATUS PROBLEM: what the last call got; PROBLEM is the last part of its type.
answers() {
    got="$(code) $(body '.type | split("/") | last')"
    kind=$(grep -i '^content-type:' "$tap_dir/head" | tr -d '\r' | cut -d' ' -f2)
    tap_is "$1" "$got $kind" "$2 $3 application/problem+json"
}

# The payload of a compact JWS after Debian's jose found its signature good.
verified() {
    jq '{keys: [.receipt_key]}' "$tap_dir/$1.enrolled" >"$tap_dir/receipt.jwks"
    printf '%s' "$2" | jose jws ver -i- -k "$tap_dir/receipt.jwks" -O-
}

# make_request NAME: key, certificate request, slip key.
make_request() {
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -sha256 -subj /CN=any -keyout "$tap_dir/$1.key" \
        -out "$tap_dir/$1.csr" 2>/dev/null
    jose jwk gen -i '{"alg":"ES256"}' -o "$tap_dir/$1.slip"
    jose jwk pub -i "$tap_dir/$1.slip" -o "$tap_dir/$1.slip.pub"
}

# ask NAME CODE: posts that kiosk's enrolment.
ask() {
    jq -n --arg code "$2" --rawfile csr "$tap_dir/$1.csr" --slurpfile key "$tap_dir/$1.slip.pub" \
        '{code: $code, csr: $csr, slip_key: $key[0]}' >"$tap_dir/$1.ask"
    call POST /v1/enrolments -H "$json" --data-binary "@$tap_dir/$1.ask"
}

enrol() {
    make_request "$1"
    ask "$1" "$(admin add-kiosk --kiosk "$1" --site 1)"
    cp "$tap_dir/body" "$tap_dir/$1.enrolled"
    body .certificate_chain >"$tap_dir/$1.pem"
}

# seal ID KIOSK VERSION KID: a record as a kiosk seals it, by Debian's jose.
seal() {
    printf '{"v":1,"id":"%s","kiosk":%s,"lang":"nl","doors":["rwc"],"hour":null}' "$1" "$2" >"$tap_dir/record"
    jq '.sealing_key | del(.use, .alg, .kid)' "$tap_dir/balie-1.enrolled" >"$tap_dir/sealing.jwk"
    jq -nc --arg iid "$1" --argjson kio "$2" --argjson ver "$3" --arg kid "$4" \
        '{protected: {alg: "ECDH-ES", enc: "A256GCM", kid: $kid, iid: $iid, kio: $kio, ver: $ver}}' >"$tap_dir/template"
    jose jwe enc -i "$(cat "$tap_dir/template")" -I "$tap_dir/record" -k "$tap_dir/sealing.jwk" -c | tr -d '\n'
}

uuid() {
    cat /proc/sys/kernel/random/uuid
}

# intake ID OUTCOME SEALED: one entry of a batch, to standard output.
intake() {
    jq -nc --arg id "$1" --arg outcome "$2" --arg sealed "$3" '{id: $id, outcome: $outcome, sealed: $sealed}'
}

# send NAME: the entries on standard input as one batch.
send() {
    jq -sc '{intakes: .}' >"$tap_dir/batch"
    as "$1" POST /v1/intakes -H "$json" --data-binary "@$tap_dir/batch"
}

result() {
    body '.results[] | .result + " " + (.problem.type // "" | split("/") | last // "")' | sed 's/ $//' | paste -sd,
}

stop_region() {
    region_sh stop >/dev/null 2>&1
    [ -z "$db" ] || host-tools/regiond/postgres.sh remove --dir "$tap_dir"
    tap_clean
}
trap stop_region EXIT
db=
if [ "${WEGWIJS_STORE:-sqlite}" = postgresql ]; then
    chmod 0711 "$tap_dir" # root runs it as another user
    db=$(host-tools/regiond/postgres.sh start --dir "$tap_dir") || exit 1
fi

# ---- It starts --------------------------------------------------------------------------------------------------------
"$built/packctl" keygen "$tap_dir/content.jwk"
tap_ok 'a region starts' region_sh start --region midden-holland --content-key "$tap_dir/content.pub.jwk" --db "$db"
url=$(cat "$region/url")
tap_is 'starting again changes nothing' "$(region_sh start)" "$url"
documented() {
    awk '/^paths:/ { on = 1; next } /^[a-z]/ { on = 0 } !on { next }
        /^  \/v1/ { path = $1; sub(/:$/, "", path) }
        /^    [a-z]+:$/ { method = toupper($1); sub(/:$/, "", method) }
        /^        .[0-9][0-9][0-9].:/ { gsub(/[^0-9]/, "", $1); print method, path, $1 }' "$document" | sort
}
tap_is 'the document and the program have the same calls' "$(documented | cut -d' ' -f1,2 | sort -u)" "$("$tool" --routes | sort)"

# ---- Enrolment --------------------------------------------------------------------------------------------------------
enrol balie-1
tap_is 'a code and a request give a certificate' "$(code) $(body '.kiosk, .slip_key_id, .site, .region, .epoch' | paste -sd,)" \
    '201 1,1,1,midden-holland,1'
kid=$(body .sealing_key.kid)
tap_is 'it is for TLS clients, CN kiosk-1, by the region' \
    "$(openssl x509 -in "$tap_dir/balie-1.pem" -noout -subject -ext extendedKeyUsage | tail -n +1 | tr -d '\n' | tr -s ' ') $(
        openssl verify -CAfile "$region/data/device-ca.pem" -purpose sslclient "$tap_dir/balie-1.pem" | sed 's/.*: //')" \
    'subject=CN = kiosk-1X509v3 Extended Key Usage: critical TLS Web Client Authentication OK'
call POST /v1/enrolments -H "$json" --data-binary "@$tap_dir/balie-1.ask"
tap_is 'the same question again gets the same answer' "$(code) $(cmp "$tap_dir/body" "$tap_dir/balie-1.enrolled" && echo same)" '201 same'
# HOTP (RFC 4226) with SHA-256 and nine digits, by openssl: secret and number to "123 456 789".
expected_code() {
    key=$(printf '%s=' "$1" | tr -- '-_' '+/' | base64 -d | od -An -v -tx1 | tr -d ' \n')
    mac=$(printf '\000\000\000\000\000\000\000\'"$(printf '%03o' "$2")" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -r | cut -c 1-64)
    at=$((0x$(printf '%s' "$mac" | cut -c 64)))
    number=$((0x$(printf '%s' "$mac" | cut -c $((2 * at + 1))-$((2 * at + 8))) & 0x7fffffff))
    printf '%09d' $((number % 1000000000)) | sed 's/.../& /g; s/ $//'
}
secret=$(jq -r .staff_secret "$tap_dir/balie-1.enrolled")
tap_is 'codes for staff are those of RFC 4226, each given once' \
    "$(admin staff-code --kiosk balie-1),$(admin staff-code --kiosk 1)" "$(expected_code "$secret" 0),$(expected_code "$secret" 1)"
make_request other
ask other "$(jq -r .code "$tap_dir/balie-1.ask")"
answers 'a used code is refused to others' 403 code-refused
ask other 00000-00000
answers 'a wrong code is refused' 403 code-refused
jq --slurpfile key "$tap_dir/other.slip" '.slip_key = $key[0]' "$tap_dir/other.ask" |
    call POST /v1/enrolments -H "$json" --data-binary @-
answers 'a private slip key is refused' 400 malformed
one_time=$(admin add-kiosk --kiosk balie-2 --site 1)
jq -n --arg code "$one_time" --slurpfile key "$tap_dir/other.slip.pub" '{code: $code, csr: "none", slip_key: $key[0]}' |
    call POST /v1/enrolments -H "$json" --data-binary @-
answers 'a request that is none is refused' 400 request-refused
openssl req -newkey rsa:2048 -noenc -subj /CN=any -keyout "$tap_dir/rsa.key" -out "$tap_dir/rsa.csr" 2>/dev/null
jq -n --arg code "$one_time" --rawfile csr "$tap_dir/rsa.csr" --slurpfile key "$tap_dir/other.slip.pub" \
    '{code: $code, csr: $csr, slip_key: $key[0]}' | call POST /v1/enrolments -H "$json" --data-binary @-
answers 'a request for an RSA key is refused' 400 request-refused
make_request balie-2
ask balie-2 "$(printf '%s' "$one_time" | tr 'A-Z-' 'a-z ')"
cp "$tap_dir/body" "$tap_dir/balie-2.enrolled"
body .certificate_chain >"$tap_dir/balie-2.pem"
tap_is 'a code may be typed in small letters, and survives refused requests' "$(code) $(body .kiosk)" '201 2'

# ---- Who may call -----------------------------------------------------------------------------------------------------
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj /CN=kiosk-1 -days 2 \
    -keyout "$tap_dir/foreign.key" -out "$tap_dir/foreign.pem" 2>/dev/null
openssl x509 -req -in "$tap_dir/other.csr" -CA "$region/data/device-ca.pem" -CAkey "$region/data/device-ca.key" \
    -set_serial 0x4242 -days 2 -out "$tap_dir/unknown.pem" 2>/dev/null
cp "$tap_dir/other.key" "$tap_dir/unknown.key"
none=$(printf '%064d' 0)
for route in 'POST /v1/certificates' 'POST /v1/intakes' 'PUT /v1/kiosks/self/status' 'GET /v1/kiosks/keys' \
    "GET /v1/content-packs/$none"; do
    # shellcheck disable=SC2086
    call $route
    answers "$route needs a certificate" 403 certificate-required
done
as foreign GET /v1/kiosks/keys
answers 'a certificate of another authority is refused' 403 certificate-refused
as unknown GET /v1/kiosks/keys
answers 'a certificate the region does not know is refused' 403 certificate-refused
call GET /v1/kiosks/keys -H 'X-Client-Verify: SUCCESS' -H 'X-Client-Subject: CN=kiosk-1' \
    -H "X-Client-Serial: $(openssl x509 -in "$tap_dir/balie-1.pem" -noout -serial | cut -d= -f2)"
answers 'headers that claim a certificate do not help' 403 certificate-required
tap_fails 'TLS 1.2 is refused' 35 '' curl --silent --show-error --tls-max 1.2 --cacert "$region/tls/server-ca.pem" "$url/v1/kiosks/keys"
plain=$(curl --silent --output "$tap_dir/body" --write-out '%{http_code}' "http${url#https}/v1/kiosks/keys")
tap_is 'plain HTTP gets a problem' "$plain $(body .status)" '400 400'

# ---- Shapes -----------------------------------------------------------------------------------------------------------
head -c 1100000 /dev/zero | tr '\0' ' ' >"$tap_dir/large"
for route in 'POST /v1/enrolments' 'POST /v1/certificates' 'POST /v1/intakes' 'PUT /v1/kiosks/self/status'; do
    # shellcheck disable=SC2086
    as balie-1 $route -H "$json" --data '{'
    answers "$route refuses what is not JSON" 400 malformed
    # shellcheck disable=SC2086
    as balie-1 $route -H "$json" --data '[]'
    answers "$route refuses what is no object" 400 malformed
    # shellcheck disable=SC2086
    as balie-1 $route -H 'Content-Type: text/plain' --data '{}'
    answers "$route refuses another type" 415 unsupported-media-type
    # shellcheck disable=SC2086
    as balie-1 $route -H "$json" -H 'Expect:' --data-binary "@$tap_dir/large"
    answers "$route refuses more than 1 MiB" 413 too-large
    as balie-1 DELETE "${route#* }"
    answers "${route#* } refuses DELETE" 405 method-not-allowed
    tap_is "and says what it takes" "$(grep -i '^allow:' "$tap_dir/head" | tr -d '\r')" "Allow: ${route% *}"
done
for path in /v1/kiosks/keys "/v1/content-packs/$none"; do
    as balie-1 POST "$path" --data ''
    answers "$path refuses POST" 405 method-not-allowed
done
for path in / /v1 /v2/intakes /v1/intakes/ /v1/kiosks/self "/v1/content-packs/$none" /v1/content-packs/ \
    /v1/content-packs/..%2fregion.json; do
    as balie-1 GET "$path"
    answers "$path is not there" 404 not-found
done

# ---- Intakes ----------------------------------------------------------------------------------------------------------
first=$(uuid)
sealed=$(seal "$first" 1 1 "$kid")
intake "$first" printed "$sealed" | send balie-1
tap_is 'an intake is stored' "$(code) $(result)" '200 stored'
hash=$(printf '%s' "$sealed" | sha256sum | cut -d' ' -f1)
tap_is 'with the hash of the text' "$(body '.results[0].sha256')" "$hash"
tap_is 'and a receipt that the region signed' \
    "$(verified balie-1 "$(body .receipt)" | jq -r '[.typ, .kiosk, .stored[0].id, .stored[0].sha256] | join(" ")')" \
    "intake-receipt 1 $first $hash"
pid=$(cat "$region/run/regiond.pid")
kill -9 "$pid"
tail --pid="$pid" -s 0.05 -f /dev/null
tap_ok 'the region starts again after a crash' region_sh start
intake "$first" shown "$sealed" | send balie-1
tap_is 'what was acknowledged is there: it is a duplicate' "$(code) $(result)" '200 duplicate'
tap_is 'that the receipt names too' "$(verified balie-1 "$(body .receipt)" | jq -r '.stored[0].sha256')" "$hash"
intake "$first" printed "$(seal "$first" 1 1 "$kid")" | send balie-1
tap_is 'another text under the same id is a conflict' "$(code) $(result)" '200 refused conflict'
tap_is 'that no receipt names' "$(verified balie-1 "$(body .receipt)" | jq -r '.stored | length')" 0
tap_is 'what was stored stays, with its first outcome' "$(admin open --id "$first" | jq -r '[.id, .outcome] | join(" ")')" "$first printed"

good=$(uuid) wrong=$(uuid)
{
    intake "$wrong" printed 'not sealed'
    intake NOT-A-UUID printed "$sealed"
    intake "$wrong" lost "$(seal "$wrong" 1 1 "$kid")"
    intake "$wrong" printed "$(seal "$wrong" 1 1 another-key)"
    intake "$wrong" printed "$(seal "$wrong" 2 1 "$kid")"
    intake "$wrong" printed "$(seal "$good" 1 1 "$kid")"
    intake "$wrong" printed "$(seal "$wrong" 1 2 "$kid")"
    intake "$wrong" printed "$(head -c 17000 /dev/zero | tr '\0' 'A')"
    intake "$good" printed "$(seal "$good" 1 1 "$kid")"
} | send balie-1
tap_is 'each wrong one has its reason, and the good one is stored' "$(code) $(result)" \
    '200 refused not-sealed,refused invalid-id,refused invalid-outcome,refused unknown-key,refused foreign-kiosk,refused foreign-id,refused unknown-version,refused intake-too-large,stored'
tap_is 'the receipt names the good one alone' "$(verified balie-1 "$(body .receipt)" | jq -r '[.stored[].id] | join(" ")')" "$good"
intake "$first" printed "$sealed" | send balie-2
tap_is "another kiosk cannot send a kiosk's intake" "$(code) $(result)" '200 refused foreign-kiosk'
for n in $(seq 51); do intake "$(uuid)" printed "x$n"; done | send balie-1
answers 'more than 50 at once are refused' 400 too-many-intakes
printf '' | send balie-1
answers 'none at all is refused' 400 malformed
intake "$(uuid)" printed x | jq -c 'del(.sealed)' | send balie-1
answers 'an entry without its text is refused' 400 malformed
tap_is 'the region opens what it has' "$(admin export --format jsonl | jq -r .id | sort | paste -sd' ')" \
    "$(printf '%s\n' "$first" "$good" | sort | paste -sd' ')"
tap_is 'as a table too' "$(admin export --format csv | wc -l) $(admin export --format csv | head -n 1 | tr -d '\r')" \
    '3 v,id,kiosk,lang,doors,hour,outcome,received'
tap_is 'and shows no count under ten' "$(admin stats | grep -c 'hidden$')" "$(admin stats | tail -n +2 | wc -l)"

# ---- Status, keys, renewal --------------------------------------------------------------------------------------------
cat >"$tap_dir/status" <<'JSON'
{"at":"2026-11-23T13:00:00Z","versions":{"firmware":"0.1.0","content":null},
 "queue":{"waiting":2,"prepared":0,"quarantined":1,"expired_total":0,"percent_full":1},
 "printer":"ok","screen":"languages","disk_free_bytes":1000,"clock_trusted":true,"clock_offset_s":-2,"temperature_c":41.5,
 "content_problem":null,"commands_done":[]}
JSON
report() {
    as "$1" PUT /v1/kiosks/self/status -H "$json" --data-binary "@$tap_dir/status"
    verified "$1" "$(body .orders)" >"$tap_dir/orders"
}
report balie-1
tap_is 'a status gets signed orders' "$(code) $(jq -c 'del(.time, .serial)' "$tap_dir/orders")" \
    '200 {"typ":"orders","kiosk":1,"content":null,"settings":null,"presence":[],"commands":[]}'
serial=$(jq .serial "$tap_dir/orders")
admin set message 'Morgen dicht' && admin set closed true --kiosk balie-1 && admin presence uwv@3-16:30 gemeente=away && admin set closed_reason event --kiosk balie-1 && admin command restart --kiosk 1
report balie-1
tap_is 'what the region wants comes with the next ones, and their serial rises' "$(jq -Sc --argjson serial "$serial" '[.serial > $serial, .settings, .presence, .commands]' "$tap_dir/orders")" \
    '[true,{"closed":true,"closed_reason":"event","message":"Morgen dicht"},[{"door":"uwv","table":"3","until":"16:30"},{"away":true,"door":"gemeente"}],[{"do":"restart","id":"1"}]]'
report balie-2
tap_is 'a setting for one kiosk is not for another' "$(jq -c '[.kiosk, .settings, .commands]' "$tap_dir/orders")" \
    '[2,{"message":"Morgen dicht"},[]]'
sed -i 's/"commands_done":\[\]/"commands_done":["1"]/' "$tap_dir/status"
report balie-1
tap_is 'a command that was done is not given again' "$(jq -c --argjson serial "$serial" '[.serial > $serial, .commands]' "$tap_dir/orders")" '[true,[]]'
tamper 'UPDATE kiosks SET orders_serial = 1'
report balie-1
tap_is 'from an older copy of the database too' "$(jq -c --argjson now "$(date +%s)" '.serial >= $now - 60' "$tap_dir/orders")" true
tap_is 'the region sees its kiosks' "$(admin kiosks | tail -n 2 | cut -f1-4,6-8,10 | tr '\t' ' ' | paste -sd,)" \
    '1 balie-1 1 active 2 1 0.1.0 ok,2 balie-2 1 active 2 1 0.1.0 ok'
for change in 'del(.queue.waiting)' '.queue.waiting = -1' '.clock_trusted = "yes"' '.printer = 5' '.commands_done = 1' 'del(.versions, .queue)'; do
    jq "$change" "$tap_dir/status" >"$tap_dir/status.wrong"
    as balie-1 PUT /v1/kiosks/self/status -H "$json" --data-binary "@$tap_dir/status.wrong"
    answers "a status is refused after $change" 400 malformed
done

as balie-1 GET /v1/kiosks/keys
jq '.printer = "a\u001b[2J\tb\nc"' "$tap_dir/status" >"$tap_dir/status.odd"
as balie-1 PUT /v1/kiosks/self/status -H "$json" --data-binary "@$tap_dir/status.odd"
tap_is 'what a kiosk says cannot command a terminal' "$(admin kiosks | awk -F'\t' '$1 == 1 { print $10 }')" 'a?[2J?b?c'
as balie-1 GET /v1/kiosks/keys
tap_is 'slip keys are there by their number' "$(code) $(body '[.keys[].kid] | join(" ")')" '200 1 2'
tap_is 'as the kiosk gave them' "$(body '.keys[0].x')" "$(jq -r .x "$tap_dir/balie-1.slip.pub")"
make_request renewed
jq -n --rawfile csr "$tap_dir/renewed.csr" '{csr: $csr}' | as balie-1 POST /v1/certificates -H "$json" --data-binary @-
body .certificate_chain >"$tap_dir/renewed.pem"
as renewed GET /v1/kiosks/keys
tap_is 'a renewed certificate is as good as the first' "$(code) $(openssl x509 -in "$tap_dir/renewed.pem" -noout -subject)" '200 subject=CN = kiosk-1'
as balie-1 GET /v1/kiosks/keys
tap_is 'which stays good beside it' "$(code)" 200

# ---- Content ----------------------------------------------------------------------------------------------------------
printf 'abcdefghijklmnopqrstuvwxyz' >"$tap_dir/pack"
pack=$(sha256sum "$tap_dir/pack" | cut -d' ' -f1)
cp "$tap_dir/pack" "$region/data/packs/$pack"
as balie-1 GET "/v1/content-packs/$pack"
tap_is 'a pack comes whole' "$(code) $(cat "$tap_dir/body") $(grep -i '^etag' "$tap_dir/head" | tr -d '\r')" "200 abcdefghijklmnopqrstuvwxyz ETag: \"$pack\""
as balie-1 GET "/v1/content-packs/$pack" -H 'Range: bytes=20-'
tap_is 'from where it was cut' "$(code) $(cat "$tap_dir/body") $(grep -i '^content-range' "$tap_dir/head" | tr -d '\r')" '206 uvwxyz Content-Range: bytes 20-25/26'
as balie-1 GET "/v1/content-packs/$pack" -H 'Range: bytes=2-3' -H "If-Range: \"$pack\""
tap_is 'in part, if it is still the same' "$(code) $(cat "$tap_dir/body")" '206 cd'
as balie-1 GET "/v1/content-packs/$pack" -H 'Range: bytes=2-3' -H 'If-Range: "another"'
tap_is 'and whole if it is not' "$(code) $(wc -c <"$tap_dir/body")" '200 26'
as balie-1 GET "/v1/content-packs/$pack" -H "If-None-Match: \"$pack\""
tap_is 'not at all to whom has it' "$(code)" 304
as balie-1 GET "/v1/content-packs/$pack" -H 'Range: bytes=26-'
answers 'a range behind the end is refused' 416 range-not-satisfiable
tap_is 'saying how long it is' "$(grep -i '^content-range' "$tap_dir/head" | tr -d '\r')" 'Content-Range: bytes */26'
tap_fails 'a bundle nobody signed is not offered' 1 'regiond: ' admin offer-content "$tap_dir/pack"

# make_bundle NAME KEY: that pack as it ships, signed with that key.
make_bundle() {
    rm -rf "$tap_dir/built"
    "$built/packctl" build "assets/content/$1" "$tap_dir/built" >/dev/null &&
        "$built/packctl" sign "$tap_dir/built" --key "$2" >/dev/null &&
        "$built/packctl" bundle "$tap_dir/built" "$tap_dir/bundle" >/dev/null
}
"$built/packctl" keygen "$tap_dir/foreign.jwk"
make_bundle werkcafe-midden-holland "$tap_dir/foreign.jwk"
tap_fails 'nor one that was signed with another key' 1 'regiond: ' admin offer-content "$tap_dir/bundle"
make_bundle meedoenbalie-almere "$tap_dir/content.jwk"
tap_fails "nor another region's" 1 'the pack is for region flevoland, this is midden-holland' admin offer-content "$tap_dir/bundle"
report balie-1
tap_is 'so that no kiosk is told of them' "$(jq -c .content "$tap_dir/orders")" null
make_bundle werkcafe-midden-holland "$tap_dir/content.jwk"
tap_ok 'its own is offered' admin offer-content "$tap_dir/bundle"
report balie-1
tap_is 'the kiosks of its site are told' "$(jq -r '[.content.sha256, .content.bundle_sha256, .content.size] | join(" ")' "$tap_dir/orders")" \
    "$(sha256sum <"$tap_dir/built/pack.json" | cut -d' ' -f1) $(sha256sum <"$tap_dir/bundle" | cut -d' ' -f1) $(wc -c <"$tap_dir/bundle")"
as balie-1 GET "/v1/content-packs/$(jq -r .content.bundle_sha256 "$tap_dir/orders")"
tap_ok 'and find it' cmp "$tap_dir/body" "$tap_dir/bundle"

# ---- Shutting out, being away -----------------------------------------------------------------------------------------
tap_ok 'a kiosk is revoked' admin revoke --kiosk balie-2
as balie-2 GET /v1/kiosks/keys
answers 'and shut out at once' 403 revoked
tap_is 'its serial is in the list' \
    "$(openssl crl -in "$region/data/device-crl.pem" -CAfile "$region/data/device-ca.pem" -noout -text 2>&1 | grep -c 'verify OK\|Serial Number')" 2
tap_ok 'nginx reads the list' region_sh reload
refused_by_nginx() {
    as balie-2 GET /v1/kiosks/keys
    [ "$(body .type)" = https://wegwijs.example/problems/certificate-refused ]
}
tap_ok 'and refuses it by itself' tap_wait 10 refused_by_nginx
as balie-1 GET /v1/kiosks/keys
tap_is 'the other is not touched; the keys of the revoked one are gone' "$(code) $(body '[.keys[].kid] | join(" ")')" '200 1'
tap_fails 'a revoked kiosk gets no code' 1 'was revoked' admin add-code --kiosk balie-2
tap_fails 'nor one for staff' 1 'was revoked' admin staff-code --kiosk balie-2

for _ in 1 2 3 4 5 6; do
    ask other 00000-00000
done
answers 'after five wrong codes in a minute the sixth has to wait' 429 too-many-tries
wait_s=$(grep -i '^retry-after' "$tap_dir/head" | tr -d '\r' | cut -d' ' -f2)
tap_ok 'for the rest of the minute' test "$wait_s" -ge 1 -a "$wait_s" -le 60

pid=$(cat "$region/run/regiond.pid")
kill "$pid"
tap_ok 'regiond ends when told' timeout 10 tail --pid="$pid" -s 0.05 -f /dev/null
for route in 'POST /v1/enrolments' 'POST /v1/certificates' 'POST /v1/intakes' 'PUT /v1/kiosks/self/status' 'GET /v1/kiosks/keys'; do
    # shellcheck disable=SC2086
    as balie-1 $route -H "$json"
    answers "$route says when to come back while regiond is away" 503 unavailable
done
tap_is 'namely in two minutes' "$(grep -i '^retry-after' "$tap_dir/head" | tr -d '\r')" 'Retry-After: 120'

# ---- The document -----------------------------------------------------------------------------------------------------
documented >"$tap_dir/documented"
# A refused method belongs to the call that is documented there; what is not there at all is no call.
awk 'NR == FNR { method[$2] = $1; next }
    { sub("/v1/content-packs/[0-9a-f]*$", "/v1/content-packs/{bundle_sha256}", $2) }
    !($2 in method) && $3 == 404 { next }
    $3 == 405 { $1 = method[$2] }
    { print }' "$tap_dir/documented" "$seen" | sort -u >"$tap_dir/seen.sorted"
tap_is 'every documented answer was seen' "$(comm -23 "$tap_dir/documented" "$tap_dir/seen.sorted")" ''
tap_is 'no other answer was seen' "$(comm -13 "$tap_dir/documented" "$tap_dir/seen.sorted")" ''
tap_is 'every answer had the common headers' "$(sort -u "$bare")" ''
tap_ok 'the region stops' region_sh stop
tap_ok 'stopping again is fine' region_sh stop
tap_fails 'then its status is not running' 1 'does not run' region_sh status
tap_done
