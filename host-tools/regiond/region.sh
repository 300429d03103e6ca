#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# A whole region on this machine: regiond behind nginx on a loopback port, with development certificates, all under one folder.
#
#   region.sh start  --dir D [--port N] [--region NAME] [--content-key FILE] [--db URL] [--instances N]
#                  [--requests-per-s N]
#   region.sh stop   --dir D
#   region.sh reload --dir D      nginx reads the revocation list again (after: regiond admin revoke)
#   region.sh status --dir D
#
# start makes what is missing (certificates, data, keys), starts what does not run and prints the URL once it answers. It takes
# --port, else the port of last time, else a free one; --db and --instances likewise, at first regiond's own file and one. More
# instances share the database. Started twice in a row, or after a crash of one or all, it works. --region (default: voorbeeld) counts the first time only.
# --requests-per-s is regiond's setting of that name, for each instance (default: 0, no limit). REGIOND names the program, when it is
# not $WEGWIJS_BUILD/regiond or build/native/regiond. Afterwards:
#
#   D/url                  https://localhost:PORT            (region.url of a kiosk)
#   D/tls/server-ca.pem    who signed the server             (region.ca_file of a kiosk)
#   D/data                 for: regiond admin COMMAND --data D/data, e.g.
#                          regiond admin add-kiosk --data D/data --kiosk balie-1 --site 1      prints the one-time code
#   D/log                  what went wrong
#   D/run                  sockets and process ids: nginx, regiond, regiond-2, …
#
# D's path must be short: a Unix socket's takes at most 107 bytes. Exit 0 fine, 1 failed (or status: not running), 2 wrong use.
set -eu

fail() {
    printf 'region.sh: %s\n' "$*" >&2
    exit 1
}

usage() {
    printf 'region.sh: %s; use: region.sh start|stop|reload|status --dir D\n' "$*" >&2
    exit 2
}

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
regiond=${REGIOND:-${WEGWIJS_BUILD:-$root/build/native}/regiond}
nginx=$(command -v nginx || echo /usr/sbin/nginx)

command=${1:-}
[ $# -gt 0 ] && shift
if [ "$command" = --help ]; then
    sed -n '3,/^$/{s/^# \{0,1\}//p}' "$0"
    exit 0
fi
dir= port=0 region=voorbeeld content_key= db= instances= requests_per_s=0
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || usage "$1 needs a value"
    case $1 in
    --dir) dir=$2 ;;
    --port) port=$2 ;;
    --region) region=$2 ;;
    --content-key) content_key=$2 ;;
    --db) db=$2 ;;
    --requests-per-s) requests_per_s=$2 ;;
    --instances) instances=$2 ;;
    *) usage "unknown option $1" ;;
    esac
    shift 2
done
[ -n "$dir" ] || usage "--dir is missing"
case $dir in *[\"\\\$\;\|\&\{\}]*) usage "--dir $dir holds a sign that nginx's settings cannot" ;; esac
case $port in *[!0-9]* | '') usage "--port $port is no number" ;; esac
case $requests_per_s in *[!0-9]* | '') usage "--requests-per-s $requests_per_s is no number" ;; esac
case $instances in *[!0-9]* | 0*) usage "--instances $instances is no number" ;; esac

# Whether process $1 runs and is of this folder. A number in a file alone says nothing: another process may have it by now.
# One that ended but was not collected by its parent has no command line any more.
is_ours() {
    tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline" | grep -qF "$dir/"
} 2>/dev/null

# The instances, by the names of their files.
names() {
    seq "$(cat "$dir/instances" 2>/dev/null || echo 1)" | sed 's/^/regiond-/; s/-1$//'
}

# Process id of program $1 (nginx, regiond, regiond-2) if it runs.
running() {
    pid=$(cat "$dir/run/$1.pid" 2>/dev/null) && [ -n "$pid" ] && is_ours "$pid" && echo "$pid"
}

end() {
    pid=$(running "$1") || return 0
    kill "$pid" 2>/dev/null || true
    tries=0
    while is_ours "$pid"; do
        tries=$((tries + 1))
        [ "$tries" -lt 300 ] || fail "$1 (process $pid) does not stop"
        timeout 0.05 tail -f /dev/null || true
    done
    rm -f "$dir/run/$1.pid"
}

# An authority for the server's certificate, and that certificate: ECDSA on P-256, good for localhost.
make_certificates() {
    tls=$dir/tls
    if [ -f "$tls/server.pem" ] && openssl x509 -in "$tls/server.pem" -noout -checkend 86400 >/dev/null 2>&1; then
        return
    fi
    cat >"$tls/openssl.cnf" <<'CONFIG'
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost, IP:127.0.0.1
authorityKeyIdentifier = keyid
CONFIG
    {
        openssl req -config "$tls/openssl.cnf" -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -sha256 -days 825 \
            -subj "/CN=Wegwijs development authority" -extensions authority \
            -keyout "$tls/server-ca.key" -out "$tls/server-ca.pem" &&
            openssl req -config "$tls/openssl.cnf" -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -sha256 \
                -subj "/CN=localhost" -keyout "$tls/server.key" -out "$tls/server.csr" &&
            openssl x509 -req -in "$tls/server.csr" -CA "$tls/server-ca.pem" -CAkey "$tls/server-ca.key" -CAcreateserial \
                -sha256 -days 397 -extfile "$tls/openssl.cnf" -extensions server -out "$tls/server.new"
    } >"$dir/log/openssl.log" 2>&1 || fail "openssl made no certificates; see $dir/log/openssl.log"
    mv "$tls/server.new" "$tls/server.pem"
}

# One named location for each thing nginx refuses by itself: name, status, type, title.
error_locations() {
    while IFS='|' read -r name status type title; do
        retry=
        [ "$status" != 503 ] || retry='add_header Retry-After 120 always;'
        cat <<CONFIG
        location @$name {
            default_type application/problem+json;
            add_header Strict-Transport-Security "max-age=31536000" always;
            add_header API-Version 1.0.0 always;
            add_header Cache-Control no-store always;
            add_header X-Content-Type-Options nosniff always;
            $retry
            return $status '{"type":"https://wegwijs.example/problems/$type","title":"$title","status":$status}';
        }
CONFIG
    done <<'LIST'
certificate_refused|403|certificate-refused|The client certificate is not of a kiosk of this region
malformed|400|malformed|The request is not what was asked for
too_large|413|too-large|The request is too large
unavailable|503|unavailable|The region cannot store at the moment
LIST
}

write_settings() { # name of an instance
    (umask 077 && cat >"$dir/$1.ini") <<CONFIG
[region]
data_dir = $dir/data
socket = $dir/run/$1.sock
db = $(cat "$dir/db" 2>/dev/null)
requests_per_s = $requests_per_s
CONFIG
}

write_configuration() {
    user=
    [ "$(id -u)" != 0 ] || user='user root;' # else nginx's workers could not reach the private socket
    error_locations >"$dir/run/errors"
    for name in $(names); do
        echo "        server \"unix:$dir/run/$name.sock\" max_fails=1 fail_timeout=2s;"
    done >"$dir/run/servers"
    sed -e "s|@DIR@|$dir|g" -e "s|@PORT@|$1|g" -e "s|@ADDRESS@|127.0.0.1|g" -e "s|@USER@|$user|g" \
        -e "/@SERVERS@/{r $dir/run/servers" -e 'd}' -e "/@ERRORS@/{r $dir/run/errors" -e 'd}' \
        "$here/nginx.conf.in" >"$dir/nginx.conf"
}

# A port nobody listens on, below those the system gives to outgoing connections.
choose_port() {
    used=$(awk 'FNR > 1 { split($2, part, ":"); print part[2] }' /proc/net/tcp /proc/net/tcp6 2>/dev/null)
    for random in $(od -An -N64 -tu2 /dev/urandom); do
        candidate=$((20000 + random % 12000))
        if ! printf '%s\n' "$used" | grep -qix "$(printf '%04X' "$candidate")"; then
            echo "$candidate"
            return
        fi
    done
    fail "found no free port"
}

make_data() {
    [ -x "$regiond" ] || fail "$regiond is not built; run: make"
    if [ ! -f "$dir/data/region.json" ]; then
        "$regiond" admin init --data "$dir/data" --region "$region" >/dev/null || exit 1
    fi
    if [ -n "$content_key" ]; then
        "$regiond" admin trust-content-key "$content_key" --config "$dir/regiond.ini" || exit 1
    fi
}

start_regiond() { # name of an instance
    rm -f "$dir/run/ready"
    mkfifo -m 0600 "$dir/run/ready"
    # It says one line once it listens; the other end of the pipe waits for that, or for its end.
    setsid "$regiond" --config "$dir/$1.ini" 9>&- >"$dir/run/ready" 2>>"$dir/log/$1.log" &
    echo $! >"$dir/run/$1.pid"
    # shellcheck disable=SC2016
    timeout 20 sh -c 'read -r line <"$1"' sh "$dir/run/ready" || fail "$1 did not start: $(tail -n 1 "$dir/log/$1.log")"
}

# nginx goes to the background once it has its port. Another process may have taken it meanwhile: then the next port.
start_nginx() {
    wanted=$port
    [ "$wanted" != 0 ] || wanted=$(cat "$dir/port" 2>/dev/null || choose_port)
    for _ in 1 2 3 4 5; do
        write_configuration "$wanted"
        if "$nginx" -p "$dir" -c "$dir/nginx.conf" -e "$dir/log/nginx.log" 9>&- >"$dir/log/nginx-start.log" 2>&1; then
            echo "$wanted" >"$dir/port"
            echo "https://localhost:$wanted" >"$dir/url"
            return
        fi
        grep -q 'Address already in use' "$dir/log/nginx-start.log" || break
        [ "$port" = 0 ] || break
        wanted=$(choose_port)
    done
    fail "nginx did not start: $(grep -m 1 emerg "$dir/log/nginx-start.log" || tail -n 1 "$dir/log/nginx-start.log")"
}

# A whole round trip: TLS, nginx, regiond. Without a certificate the answer is a refusal, in regiond's own words.
check_answer() {
    answer=$(curl --silent --show-error --max-time 20 --cacert "$dir/tls/server-ca.pem" \
        --resolve "localhost:$(cat "$dir/port"):127.0.0.1" "$(cat "$dir/url")/v1/kiosks/keys" 2>&1) || fail "no answer: $answer"
    case $answer in
    *certificate-required*) ;;
    *) fail "a strange answer: $answer" ;;
    esac
}

end_all() {
    end nginx
    for name in $(names); do
        end "$name"
    done
}

# remember NAME VALUE: the value is kept in D/NAME, when one was given; another than before ends what runs with that.
remember() {
    [ -n "$2" ] || return 0
    [ "$(cat "$dir/$1" 2>/dev/null)" != "$2" ] || return 0
    end_all
    (umask 077 && echo "$2" >"$dir/$1")
}

start() {
    mkdir -p "$dir"
    dir=$(cd "$dir" && pwd)
    mkdir -p -m 0700 "$dir/run" "$dir/log" "$dir/tls"
    exec 9>"$dir/run/lock"
    flock -w 60 9 || fail "another region.sh works in $dir"
    remember db "$db"
    remember instances "$instances"
    missing=
    for name in $(names); do
        running "$name" >/dev/null || missing="$missing $name"
    done
    if [ -z "$missing" ] && running nginx >/dev/null; then
        cat "$dir/url"
        return
    fi
    make_certificates
    for name in $(names); do
        write_settings "$name"
    done
    make_data
    for name in $missing; do
        start_regiond "$name"
    done
    running nginx >/dev/null || start_nginx
    check_answer
    cat "$dir/url"
}

case $command in
start) start ;;
stop)
    [ -d "$dir/run" ] || exit 0
    dir=$(cd "$dir" && pwd)
    end_all
    ;;
reload)
    dir=$(cd "$dir" && pwd) || exit 1
    pid=$(running nginx) || fail "nginx does not run in $dir"
    kill -HUP "$pid"
    ;;
status)
    [ -d "$dir" ] || fail "nothing is in $dir"
    dir=$(cd "$dir" && pwd)
    for name in $(names); do
        running "$name" >/dev/null || fail "$name does not run in $dir"
    done
    running nginx >/dev/null || fail "nginx does not run in $dir"
    cat "$dir/url"
    ;;
*) usage "'$command' is no command" ;;
esac
