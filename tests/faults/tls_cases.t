#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Every way a server may be right or wrong, tried by the real wegwijs-sync on real ones: nginx, openssl and gnutls, and a wire that speaks
# no TLS or cuts it. What must come out stands in tests/faults/tls_cases/table: curl's code, the word that staff's screen is made of, the
# reason, and whether the server heard a request. A server that is wrong hears nothing of an intake, and every intake is kept.
# WEGWIJS_CASES: only those whose name this pattern fits.
set -eu
. tests/tap/tap.sh
. tests/faults/kiosk_and_region.sh

fast_so=$tap_dir/clock_fast.so
"${CC:-gcc}" -D_GNU_SOURCE -shared -fPIC -o "$fast_so" tests/faults/preload/clock_fast.c || tap_skip 'no compiler'
tls=$tap_dir/tls
heard=$tap_dir/heard
server_pid='' feeder_pid=''
mkdir -p "$tls" "$heard"
tests/faults/tls_cases/make-certificates.sh "$tls" || tap_diag "$(tail -n 5 "$tls/log")"

# A region with two kiosks: one good with three intakes that wait, one that was revoked, with one.
start_region
make_kiosk
fill_outbox 3
mv "$kiosk" "$tap_dir/good"
kiosk=$tap_dir/kiosk
mkdir -p "$kiosk"
point_kiosk "$(cat "$region/url")"
"$built/regiond" admin add-kiosk --data "$region/data" --kiosk balie-2 --site 1 >"$kiosk/code"
sync_once
fill_outbox 3
"$built/regiond" admin revoke --data "$region/data" --kiosk 2 >/dev/null
mv "$kiosk" "$tap_dir/revoked"
before=$(region_rows)

# A client certificate for the good kiosk's own key by the region's authority: issue_client NAME FROM UNTIL.
issue_client() {
    mkdir -p "$tls/device.d"
    : >"$tls/device.d/index.txt"
    echo 7F01 >"$tls/device.d/serial"
    cp "$region/data/device-ca.pem" "$tls/device.pem"
    cp "$region/data/device-ca.key" "$tls/device.key"
    printf 'extendedKeyUsage=clientAuth\n' >"$tls/client.ext"
    (cd "$tls" && export CA=device &&
        openssl req -config base.cnf -new -key "$tap_dir/good/state/tls/client.key" -subj /CN=kiosk-1 -out client.csr &&
        openssl ca -config base.cnf -batch -notext -extfile client.ext -startdate "$2" -enddate "$3" -in client.csr -out "$1.pem" 2>>log)
    cp "$tap_dir/good/state/tls/client.key" "$tls/$1.key"
}
issue_client lapsed 20200101000000Z 20200201000000Z
issue_client early 20490101000000Z 20491231000000Z
cp "$tap_dir/good/state/tls/client.pem" "$tls/misfit.pem"
cp "$tls/p256.key" "$tls/misfit.key"

free_port() {
    while :; do
        port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
        grep -qi ":$(printf '%04X' "$port") " /proc/net/tcp || break
    done
    echo "$port"
}

# ---- nginx: one, with a port for each way to speak and a name for each certificate; regiond is behind it ----

# nginx_kind PORT-NAME TLS LOCATION CERTIFICATE...
nginx_kind() {
    port=$(free_port)
    echo "$port" >"$tls/port-$1"
    ssl=$2 location=$3
    shift 3
    for one; do
        cat <<CONFIG
server {
    listen 127.0.0.1:$port ssl;
    server_name $one.localhost;
    ssl_certificate $tls/$one.pem;
    ssl_certificate_key $tls/$one.key;
    ssl_verify_depth 1;
    $ssl
    location / { $location }
    error_page 495 496 =403 @refused;
    location @refused { default_type application/problem+json; return 403 '{"title":"The client certificate is not of a kiosk"}'; }
}
CONFIG
    done
}
v13="ssl_protocols TLSv1.3; ssl_verify_client optional;"
v12="ssl_protocols TLSv1.2; ssl_verify_client optional;"
ours="ssl_client_certificate $region/data/device-ca.pem; ssl_crl $region/data/device-crl.pem;"
pass="proxy_pass http://unix:$region/run/regiond.sock:; proxy_set_header X-Client-Verify \$ssl_client_verify;
    proxy_set_header X-Client-Serial \$ssl_client_serial; proxy_set_header X-Client-Subject \$ssl_client_s_dn;
    proxy_set_header X-Client-Address \$remote_addr;"
write_nginx() {
    # shellcheck disable=SC2016,SC2046
    {
        [ "$(id -u)" != 0 ] || echo 'user root;'
        echo "pid $tls/nginx.pid; error_log $tls/nginx.log; daemon off; worker_processes 1; events {} http {"
        echo 'log_format seen escape=json "$ssl_server_name|$ssl_protocol|$ssl_cipher|$ssl_session_reused|$ssl_early_data|$request $request_body";'
        echo "access_log $heard/nginx seen; client_body_buffer_size 1m; server_names_hash_bucket_size 128; ssl_ecdh_curve X25519:secp256r1:secp384r1;"
        for name in client_body proxy fastcgi uwsgi scgi; do echo "${name}_temp_path $tls/$name;"; done
        nginx_kind plain "$v13 $ours ssl_session_tickets on; ssl_early_data on;" "$pass" \
            $(sed -n 's/^[^|]*| *nginx plain \([a-z0-9.-]*\) .*/\1/p' tests/faults/tls_cases/table | sort -u)
        nginx_kind 12 "$v12 $ours" "$pass" good rsa3072
        nginx_kind ip "$v13 $ours" "$pass" ip
        nginx_kind foreign "$v13 ssl_client_certificate $tls/other.pem;" "$pass" good
        nginx_kind must "ssl_protocols TLSv1.3; ssl_verify_client on; $ours" "$pass" good
        nginx_kind large "$v13 $ours ssl_buffer_size 1k;" "default_type application/json; return 200 '$(printf '%03000d' 0)';" good
        nginx_kind cut "$v13 $ours" "proxy_pass http://127.0.0.1:$(cat "$tls/cut.port");" good
        echo "}"
    } >"$tls/nginx.conf"
}
start_nginx() {
    write_nginx
    tap_start "$(command -v nginx || echo /usr/sbin/nginx)" -p "$tls" -c "$tls/nginx.conf" -e "$tls/nginx.log"
    tap_wait 20 test -s "$tls/nginx.pid"
}
tap_start "$built/tests/faults/tls_wire" "$tls/cut.port" "$tls/cut.record" answer "$tls/answers/short"
tap_wait 20 test -s "$tls/cut.port"
start_nginx || start_nginx || { tap_diag "$(cat "$tls/nginx.log")"; exit 1; }

# ---- the others: one for each case; their ports come from the system ----

# What stands for a word in the server's options: @NAME is the certificate and key of that name.
fill_in() {
    printf '%s' "$1" | sed -e "s|@\([a-z][a-z0-9.-]*\)|-cert $tls/\1.pem -key $tls/\1.key|g" -e "s|%\([a-z][a-z0-9.-]*\)|--x509certfile=$tls/\1.pem --x509keyfile=$tls/\1.key|g" \
        -e "s|DIR|$tls|g"
}
openssl_port() {
    port=$(sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' "$record" | head -n 1)
    [ -n "$port" ]
}
# serve_openssl ANSWER END OPTIONS: what the client says comes out in $record; once it asked for something it is answered with the file
# ANSWER and then, when END is "end", with the end.
serve_openssl() {
    rm -f "$tls/in"
    mkfifo "$tls/in"
    # shellcheck disable=SC2046
    openssl s_server -accept 127.0.0.1:0 $(fill_in "$3") <"$tls/in" >"$record" 2>&1 &
    server_pid=$!
    # shellcheck disable=SC2016
    sh -c 'exec >"$1"
        until grep -q "^POST" "$2" 2>/dev/null; do timeout 0.03 tail -f /dev/null; done
        cat "$3"
        [ "$4" = end ] || exec tail -f /dev/null' sh "$tls/in" "$record" "$1" "$2" 2>/dev/null &
    feeder_pid=$!
    tap_wait 20 openssl_port
}
gnutls_listens() {
    grep -qi " [0-9]*:$(printf '%04X' "$port") 0*:0000 0A" /proc/net/tcp
}
# The page it answers with shows what it was asked for.
serve_gnutls() {
    port=$(free_port)
    # shellcheck disable=SC2046
    gnutls-serv --port="$port" --echo -d 2 $(fill_in "$1") </dev/null >"$record" 2>&1 &
    server_pid=$!
    tap_wait 20 gnutls_listens
}
serve_wire() {
    rm -f "$tls/wire.port"
    # shellcheck disable=SC2046
    "$built/tests/faults/tls_wire" "$tls/wire.port" "$record" $(fill_in "$1") &
    server_pid=$!
    tap_wait 20 test -s "$tls/wire.port"
    port=$(cat "$tls/wire.port")
}
serve() {
    server_pid='' feeder_pid=''
    case $1 in
    'nginx '*)
        kind=${1#nginx }
        host=${kind#* }.localhost
        port=$(cat "$tls/port-${kind%% *}")
        record=$heard/nginx
        ;;
    'openssl '*) serve_openssl /dev/null go-on "${1#openssl }" ;;
    'answer '* | 'hold '*)
        rest="${1#* } "
        end=end
        [ "${1%% *}" = answer ] || end=go-on
        serve_openssl "$tls/answers/${rest%% *}" $end "@good ${rest#* }"
        ;;
    'gnutls '*) serve_gnutls "${1#gnutls }" ;;
    'relay '*) serve_wire "relay $(cat "$tls/port-large") ${1#relay }" ;;
    'wire '*) serve_wire "${1#wire }" ;;
    none) port=$(free_port) ;;
    esac
}
# The shell must not say that they were ended.
end_server() {
    for pid in $server_pid $feeder_pid; do
        kill -9 "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
}

# ---- what a server answers with ----

mkdir -p "$tls/answers"
say() {
    name=$1
    shift
    printf "$@" >"$tls/answers/$name"
}
head='HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
say nothing ''
say short "${head}Content-Length: 5000\r\n\r\n{"
say page 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>'
say nine 'What is it?\r\n'
say two 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
say empty "${head}Content-Length: 2\r\n\r\n{}"
say stalled "${head}Content-Length: 2\r\n\r\n{"
say renegotiate "r\n"
say rekey "K\n"
say chunks "${head}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{"
say negative "${head}Content-Length: -5\r\n\r\n{}"
say zip "${head}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}"
{ printf "${head}\r\n"; head -c 4000000 /dev/zero | tr '\0' ' '; } >"$tls/answers/endless"
{ printf "${head}X: "; head -c 1000000 /dev/zero | tr '\0' 'a'; printf '\r\n\r\n{}'; } >"$tls/answers/wide"
{ printf "$head"; seq -f 'X-%06.0f: Voorbeeld\r' 1 40000; printf '\r\n{}'; } >"$tls/answers/many"
say http 'HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{}'
say ssh 'SSH-2.0-Voorbeeld\r\n'
say zeros '\000\000\000\000\000\000\000\000\000\000\000\000'
say alert '\025\003\003\000\002\002\050'
say ssl2 '\200\056\004\000\001\000\002\000\020\000\003\000\000'
say ssl3 '\026\003\000\000\051\002\000\000\045\003\000%s\000\000\057\000' 00000000000000000000000000000000
# A ServerHello of TLS 1.2 whose last byte asks for DEFLATE; one with a suite nobody offered; one that says a newer version was talked down.
say deflate '\026\003\003\000\052\002\000\000\046\003\003%s\000\300\054\001' 00000000000000000000000000000000
say suite '\026\003\003\000\052\002\000\000\046\003\003%s\000\000\012\000' 00000000000000000000000000000000
say talked-down '\026\003\003\000\052\002\000\000\046\003\003%sDOWNGRD\001\000\300\054\000' 000000000000000000000000
say record '\026\003\003\377\377'

# ---- a case ----

trim() {
    printf '%s' "$1" | sed -e 's/^ *//' -e 's/ *$//'
}
# set_up CHANGES: the kiosk as it is tried, in $kiosk.
set_up() {
    rm -rf "$tap_dir/kiosk"
    from=good tls_min=1.3 crl='' ca=root own='' fast='' tries=1 url=https://$host:$port
    for change in $1; do
        case $change in
        tls12) tls_min=1.2 ;;
        fast) fast=1 ;;
        again) tries=40 ;;
        revoked) from=revoked ;;
        crl=*) crl=$tls/${change#crl=}.pem ;;
        ca=*) ca=${change#ca=} ;;
        own=*) own=${change#own=} ;;
        host=*) url=https://${change#host=}:$port ;;
        esac
    done
    cp -r "$tap_dir/$from" "$kiosk"
    point_kiosk "$url" "$tls/$ca.pem"
    printf 'tls_min = %s\ncrl_file = %s\n' "$tls_min" "$crl" >>"$kiosk/kiosk.ini"
    if [ -n "$own" ]; then
        cp "$tls/$own.pem" "$kiosk/state/tls/client.pem"
        cp "$tls/$own.key" "$kiosk/state/tls/client.key"
    fi
}
try() {
    if [ -n "$fast" ]; then
        CLOCK_FAST=30 LD_PRELOAD=$fast_so timeout 60 "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once >"$kiosk/said" 2>&1
    else
        timeout 60 "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once >"$kiosk/said" 2>&1
    fi
}
# Whether a request, a sealed intake or its id arrived.
was_heard() {
    case $record in
    */nginx) [ "$(wc -c <"$record")" -gt "$from_byte" ] ;;
    *) grep -q -a -e 'POST /v1' -e '"sealed"' -e "$(head -n 1 "$kiosk/ids")" "$record" ;;
    esac
}
# "CODE STATE" of sync-status.json; "mute" when staff would read nothing.
describe_status() {
    jq -r '((.reason // "") | (capture("\\(curl (?<code>[0-9]+)\\)").code // "0")) + " " + .state +
        (if (.message_nl + "|" + .message_en | test("^.{20,}[|].{20,}$")) then "" else " mute" end)' "$status"
}
run_case() {
    name=$1 host=good.localhost
    touch "$record"
    serve "$2" || {
        tap_result 1 "$name: its server starts"
        tap_diag "$(tail -n 3 "$record")"
        end_server
        return 0
    }
    set_up "$3"
    from_byte=$(wc -c <"$heard/nginx")
    status=$kiosk/run/sync-status.json
    # Where a server hangs up while we speak, its reason may be lost; it is heard at the latest when it is tried again.
    until try || true; got=$(describe_status); [ "$tries" = 1 ] || [ "$got" = "$4 $5" ]; do tries=$((tries - 1)); done
    [ "$6" = no ] || tap_wait 10 was_heard || true
    got="$got $(if was_heard; then echo yes; else echo no; fi) $(outbox_rows)"
    queue='3 0'
    [ "$5" != ok ] || queue='0 0'
    end_server
    reason=$(jq -r '.reason // ""' "$status")
    tap_is "$name" "$got" "$4 $5 $6 $queue"
    if [ -n "$7" ] && ! printf '%s' "$reason" | grep -q -e "$7"; then
        tap_result 1 "$name: for the right reason ($7)"
        tap_diag "$reason"
    elif [ "$got" != "$4 $5 $6 $queue" ]; then
        tap_diag "$reason"
    fi
}

record=$heard/nginx
: >"$record"
kiosk=$tap_dir/kiosk
cases=0
while IFS='|' read -r name how change code state hears words; do
    case $name in '#'* | '') continue ;; esac
    name=$(trim "$name")
    case $name in ${WEGWIJS_CASES:-*}) ;; *) continue ;; esac
    cases=$((cases + 1))
    record=$heard/$cases
    run_case "$name" "$(trim "$how")" "$(trim "$change")" "$(trim "$code")" "$(trim "$state")" "$(trim "$hears")" "$(trim "$words")" 3<&-
done <tests/faults/tls_cases/table

tap_is 'no session was resumed, no data came early' "$(awk -F "|" '$4 != "." || $5 != ""' "$heard/nginx" | wc -l)" 0
tap_is 'the region has the three intakes, once, by whoever asked it to' "$before $(region_rows)" '0 3'
tap_ok "there are enough cases: $cases" test "$cases" -ge 140
tap_done
