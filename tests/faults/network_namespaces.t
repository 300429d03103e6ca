#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# A kiosk, a region and a login page as machines of their own (network namespaces): the plug is pulled, on either side, also in the
# middle of an upload; packets vanish; routes end nowhere; a network puts its login page in the region's place; the name server
# lies. Nothing is lost, staff read what it is, and a line that comes back is used at once. Nothing of it touches the machine's own
# network: the whole test runs in a namespace that has none. Needs root.
set -eu
if [ "${1:-}" != inside ]; then
    if [ "$(id -u)" != 0 ] || ! unshare --net --mount true 2>/dev/null; then
        echo '1..0 # SKIP network namespaces need root'
        exit 0
    fi
    exec unshare --net --mount --propagation private -- "$0" inside
fi
. tests/tap/tap.sh
. tests/faults/kiosk_and_region.sh
. tests/faults/network.sh

# ---- Three machines ----

region_ip=10.77.0.1 kiosk_ip=10.77.0.2 name=regio.voorbeeld
# new_machine: $machine is a process with a network of its own.
new_machine() {
    tap_start unshare --net -- tail -f /dev/null
    machine=$tap_pid
    has_own_net() {
        [ "$(readlink "/proc/$machine/ns/net")" != "$(readlink /proc/self/ns/net)" ]
    }
    tap_wait 30 has_own_net || exit 1
    in_net "$machine" ip link set lo up
}
in_net() {
    net=$1
    shift
    nsenter --net="/proc/$net/ns/net" -- "$@"
}
at_kiosk() {
    in_net "$kiosk_net" "$@"
}
# join NET KIOSK_END OTHER_END: a cable between the kiosk and a machine that has the region's address.
join() {
    ip link add "$2" type veth peer name "$3"
    ip link set "$2" netns "$kiosk_net"
    [ "$1" = here ] || ip link set "$3" netns "$1"
    $4 ip address add "$region_ip/24" dev "$3"
    $4 ip link set "$3" up
    at_kiosk ip link set "$2" up
}
ip link set lo up
new_machine
kiosk_net=$machine
new_machine
portal_net=$machine
in_portal() {
    in_net "$portal_net" "$@"
}
if ! (join here wan region0 '') 2>"$tap_dir/ip.log"; then
    tap_skip "this kernel has no cables between namespaces: $(cat "$tap_dir/ip.log")"
fi
at_kiosk ip address add "$kiosk_ip/24" dev wan
join "$portal_net" wifi portal0 in_portal
in_portal ip route replace "$kiosk_ip" dev portal0

# ---- What runs on them ----

start_region
port=$(cat "$region/port")
# The region's server under its own name and address.
front=$tap_dir/front
mkdir -p "$front"
sign() {
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj "/CN=$1" -keyout "$front/$1.key" -out "$front/$1.csr"
    printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\nsubjectAltName=DNS:%s\nauthorityKeyIdentifier=keyid\n' "$1" >"$front/ext"
    openssl x509 -req -in "$front/$1.csr" -CA "$region/tls/server-ca.pem" -CAkey "$region/tls/server-ca.key" -CAcreateserial \
        -sha256 -days 90 -extfile "$front/ext" -out "$front/$1.pem"
}
sign "$name" 2>"$tap_dir/openssl.log"
sed -e "s|listen 127.0.0.1:[0-9]*|listen $region_ip:$port|" -e "s|^pid .*|pid $front/pid;|" -e "s|$region/tls/server\.|$front/$name.|" \
    -e "s|_temp_path \"$region/run/|_temp_path \"$front/|" "$region/nginx.conf" >"$front/nginx.conf"
nginx=$(command -v nginx || echo /usr/sbin/nginx)
tap_start "$nginx" -g 'daemon off;' -p "$front" -c "$front/nginx.conf" -e "$front/log"
tap_wait 30 test -s "$front/pid"

# The login page: in the region's place, with a certificate of its own.
portal=$tap_dir/portal
mkdir -p "$portal"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2 -subj /CN=portal \
    -addext subjectAltName=DNS:portal.example -keyout "$portal/portal.key" -out "$portal/portal.pem" 2>"$tap_dir/openssl.log"
{
    echo "user root; pid $portal/pid; error_log $portal/log; daemon off; worker_processes 1; events {} http { access_log off;"
    for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $portal/$kind;"; done
    echo "server { listen $port ssl; ssl_protocols TLSv1.3; ssl_certificate $portal/portal.pem;"
    echo "ssl_certificate_key $portal/portal.key; default_type text/html; location / { return 200 '<html>Log in</html>'; } } }"
} >"$portal/nginx.conf"
tap_start nsenter --net="/proc/$portal_net/ns/net" -- "$nginx" -p "$portal" -c "$portal/nginx.conf" -e "$portal/log"
tap_wait 30 test -s "$portal/pid"

# The kiosk asks its own name server, which says what it is told to; dns SAYS.
echo 'options timeout:1 attempts:1' >"$tap_dir/resolv.conf"
echo 'nameserver 127.0.0.1' >>"$tap_dir/resolv.conf"
printf 'hosts: files dns\n' >"$tap_dir/nsswitch.conf"
for file in resolv.conf nsswitch.conf; do
    [ -f "/etc/$file" ] || tap_skip "there is no /etc/$file to cover"
    mount --bind "$tap_dir/$file" "$(readlink -f "/etc/$file")"
done
dns_pid=
dns() {
    [ -z "$dns_pid" ] || { kill "$dns_pid" && wait "$dns_pid" || true; }
    dns_pid=
    : >"$tap_dir/dns.log"
    [ "$1" != none ] || return 0
    tap_start nsenter --net="/proc/$kiosk_net/ns/net" -- "$built/tests/faults/lying_dns" 127.0.0.1 "$1" >"$tap_dir/dns.log"
    dns_pid=$tap_pid
    tap_wait 30 grep -q ready "$tap_dir/dns.log" || exit 1
}
sync_once() {
    at_kiosk "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once >"$kiosk/said" 2>&1
}
# is_unwell NAME STATE: an upload fails, staff read STATE, nothing is lost or set aside.
is_unwell() {
    before=$(outbox_rows) status=0
    sync_once || status=$?
    tap_is "$1" "$status $(sync_state) $(outbox_rows)" "1 $2 $before" || true
    [ "$(sync_state)" = "$2" ] || tap_diag "said: $(cat "$kiosk/said")"
}
is_well() {
    tap_ok "$1" tap_wait 60 sync_once
    tap_ok "$1: each arrived once" all_arrived_once
}

dns "$region_ip"
kiosk=$tap_dir/kiosk
mkdir -p "$kiosk"
point_kiosk "https://$name:$port"
"$built/regiond" admin add-kiosk --data "$region/data" --kiosk balie-1 --site 1 >"$kiosk/code"
tap_ok 'over a cable, by its name, the region is reached' sync_once
add_intakes 3
is_well 'an upload over the cable'

# ---- Plugs and routes ----

add_intakes 2
at_kiosk ip link set wan down
is_unwell 'the plug is out' no-network
at_kiosk ip link set wan up
is_well 'the plug is back'
add_intakes 2
ip link set region0 down
is_unwell 'the plug is out on the other side' no-network
ip link set region0 up
is_well 'it is back there'
for route in unreachable prohibit blackhole; do
    add_intakes 1
    at_kiosk ip route add "$route" "$region_ip/32"
    is_unwell "a route that is $route" no-network
    at_kiosk ip route del "$route" "$region_ip/32"
done
is_well 'the route leads there again'

fast_so=$tap_dir/clock_fast.so
"${CC:-gcc}" -D_GNU_SOURCE -shared -fPIC -o "$fast_so" tests/faults/preload/clock_fast.c
add_intakes 1
ip route add blackhole "$kiosk_ip/32"
status=0
at_kiosk env CLOCK_FAST=20 LD_PRELOAD="$fast_so" "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" --once >"$kiosk/said" 2>&1 || status=$?
tap_is 'answers that vanish' "$status $(sync_state) $(outbox_rows)" '1 no-network 1 0'
ip route del blackhole "$kiosk_ip/32"
is_well 'answers come again'

# ---- A line that loses packets ----

add_intakes 50
if at_kiosk tc qdisc add dev wan root netem loss 20% 2>/dev/null; then
    tap_diag 'one packet in five is lost'
else
    tap_diag 'this kernel has no netem: what does not fit into a queue of 3 kB is lost'
    at_kiosk tc qdisc add dev wan root tbf rate 1mbit burst 1600 limit 3000
fi
is_well 'a line that loses packets'
dropped() {
    at_kiosk tc -s qdisc show dev wan | sed -n 's/.*(dropped \([0-9]*\),.*/\1/p' | head -n 1
}
tap_ok 'packets were lost' test "$(dropped)" -gt 0
at_kiosk tc qdisc del dev wan root

# ---- Pulled in the middle ----

sent_bytes() {
    at_kiosk ip -s -j link show dev wan | jq '.[0].stats64.tx.bytes'
}
is_on_its_way() {
    [ "$(sent_bytes)" -gt $((sent + 20000)) ]
}
is_state() {
    [ "$(sync_state)" = "$1" ]
}
start_sync() {
    tap_start nsenter --net="/proc/$kiosk_net/ns/net" -- "$@" "$built/wegwijs-sync" --config "$kiosk/kiosk.ini" 2>>"$tap_dir/sync.log"
    sync_pid=$tap_pid
}
end_sync() {
    kill -TERM "$sync_pid"
    wait "$sync_pid" || true
}
at_kiosk tc qdisc add dev wan root tbf rate 200kbit burst 1600 limit 100000
add_intakes 50
sent=$(sent_bytes)
start_sync env CLOCK_FAST=20 LD_PRELOAD="$fast_so"
tap_ok 'an upload is on its way' tap_wait 60 is_on_its_way
at_kiosk ip link set wan down
has_given_up() {
    jq -e '.state == "no-network" and .reason != null' "$kiosk/run/sync-status.json"
}
tap_ok 'the plug is pulled: it is given up on' tap_wait 120 has_given_up
tap_ok 'nothing is lost' none_lost
at_kiosk ip link set wan up
tap_ok 'when it is back they go' tap_wait 120 all_arrived_once
end_sync
at_kiosk tc qdisc del dev wan root

# ---- A login page in the region's place ----

add_intakes 2
at_kiosk ip route add "$region_ip/32" dev wifi src "$kiosk_ip"
is_unwell 'a network whose login page stands at the address' captive-portal
rm "$kiosk/run/sync-status.json"
start_sync env
waits_for_minutes() {
    is_state captive-portal && [ "$(jq '.next_try_unix_s - .last_try_unix_s' "$kiosk/run/sync-status.json")" -ge 290 ]
}
tap_ok 'the program that runs on will wait for minutes' tap_wait 60 waits_for_minutes
at_kiosk ip route replace "$region_ip/32" dev wan src "$kiosk_ip"
tap_ok 'with another network it does not wait' tap_wait 200 all_arrived_once
end_sync
at_kiosk ip route del "$region_ip/32"

# ---- Name servers ----

add_intakes 2
for says in nothing failure garbage silent none 127.0.0.1; do
    dns "$says"
    is_unwell "a name server that says: $says" no-network
done
in_portal ip address add 10.77.1.1/24 dev portal0
at_kiosk ip route add 10.77.1.1/32 dev wifi src "$kiosk_ip"
dns 10.77.1.1
is_unwell 'a name server that sends everybody to the login page' captive-portal
# A machine that the region trusts, but another one.
sign ander.voorbeeld 2>"$tap_dir/openssl.log"
ip address add 10.77.0.3/24 dev region0
sed -e "s|listen $region_ip:|listen 10.77.0.3:|" -e "s|$front/$name\.|$front/ander.voorbeeld.|" -e "s|$front/pid|$front/other.pid|" \
    "$front/nginx.conf" >"$front/other.conf"
tap_start "$nginx" -g 'daemon off;' -p "$front" -c "$front/other.conf" -e "$front/other.log"
tap_wait 30 test -s "$front/other.pid"
dns 10.77.0.3
is_unwell 'a name server that names another machine of the region' wrong-certificate
dns "$region_ip"
is_well 'a name server that tells the truth'
tap_is 'staff see that all is well' "$(sync_state)" ok
tap_done
