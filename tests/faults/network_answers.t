#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Something between kiosk and region answers in the region's place: a page, a redirect, half an answer, far too much, no HTTP, a
# receipt that is none. No intake is lost by any of it, staff read what it is, and the wait is the one that was asked for. What
# each status and each receipt means is told in full by tests/unit/sync/job_upload_test.c; this is the same on the wire.
set -eu
. tests/tap/tap.sh
. tests/faults/kiosk_and_region.sh
. tests/faults/network.sh

start_region
make_kiosk
start_behind
add_intakes 2
reply=$tap_dir/reply

# write_reply HEAD [BODY]: an HTTP reply; HEAD with \r\n as for printf, without Content-Length.
write_reply() {
    # shellcheck disable=SC2059
    printf "$1\r\nContent-Length: ${3:-$(printf '%s' "${2:-}" | wc -c)}\r\n\r\n" >"$reply"
    printf '%s' "${2:-}" >>"$reply"
}
# answered NAME STATE [TEXT]: the region answers uploads with $reply; staff read STATE, and TEXT is why.
answered() {
    sqlite3 "$kiosk/state/outbox.sqlite" 'UPDATE outbox SET next_try = 0, attempts = 0'
    rule_behind clear
    rule_behind "always at POST /v1/intakes: replace reply $reply"
    status=0
    sync_once || status=$?
    why="as told"
    grep -q -e "${3:-.}" "$kiosk/said" || why=$(cat "$kiosk/said")
    tap_is "$1" "$status $(sync_state) $why, $(outbox_rows)" "1 $2 as told, 2 0"
}
# Seconds until the next try, as staff see it.
wait_s() {
    jq '.next_try_unix_s - .last_try_unix_s' "$kiosk/run/sync-status.json"
}
is_between() {
    [ "$(wait_s)" -ge "$1" ] && [ "$(wait_s)" -le "$2" ]
}

json='Content-Type: application/json'
write_reply 'HTTP/1.1 200 OK\r\nContent-Type: text/html' '<html>Welcome to our network</html>'
answered 'a login page with status 200' captive-portal 'status 200 with text/html'
write_reply 'HTTP/1.1 302 Found\r\nLocation: https://portal.example/login\r\nContent-Type: text/html' 'here'
answered 'a redirect to a login page' captive-portal 'status 302'
write_reply "HTTP/1.1 307 Temporary Redirect\r\nLocation: /v1/kiosks/keys\r\n$json" '{}'
answered 'a redirect within the region' captive-portal 'status 307'
write_reply 'HTTP/1.1 511 Network Authentication Required\r\nContent-Type: text/html' 'log in'
answered 'a network that wants a login' captive-portal 'status 511'
write_reply 'HTTP/1.1 204 No Content'
answered 'nothing, with status 204' captive-portal 'status 204'
write_reply "HTTP/1.1 304 Not Modified\r\n$json"
answered 'not modified' captive-portal 'status 304'
write_reply "HTTP/1.1 200 OK\r\n$json"
answered 'nothing, with status 200' busy
write_reply "HTTP/1.1 202 Accepted\r\n$json" '{"results":[],"receipt":"a.b.c"}'
answered 'accepted, for later' busy 'status 202 where 200 was expected'
write_reply "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n$json" 'no gzip'
answered 'an encoding nobody asked for' busy
for status in 401 403 404 405 407 410 418 431 451; do
    write_reply "HTTP/1.1 $status Odd\r\nContent-Type: text/html" 'no'
    answered "status $status" refused "the region answered $status"
done
for status in 408 425 429 500 501 502 503 504 507 599; do
    write_reply "HTTP/1.1 $status Odd\r\nContent-Type: text/html" 'no'
    answered "status $status" busy "the region answered $status"
done

write_reply "HTTP/1.1 200 OK\r\n$json" '{"results":[],"rece' 5000
answered 'half an answer, with a length' no-network
printf 'HTTP/1.1 200 OK\r\n%s\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n{"results":[],' "$json" >"$reply"
answered 'half an answer, in chunks' no-network
write_reply "HTTP/1.1 200 OK\r\n$json" '{"results":[],"rece'
answered 'half an answer that calls itself whole' busy
{
    printf 'HTTP/1.1 200 OK\r\n%s\r\nContent-Length: 40000000\r\n\r\n' "$json"
    head -c 7000000 /dev/zero | tr '\0' ' '
} >"$reply"
answered 'far too much' busy 'the answer is larger than allowed'
{
    printf 'HTTP/1.1 200 OK\r\n%s\r\nX: ' "$json"
    head -c 200000 /dev/zero | tr '\0' 'x'
    printf '\r\n\r\n{}'
} >"$reply"
answered 'a head without end' busy
head -c 5000 /dev/urandom >"$reply"
answered 'no HTTP at all' busy
: >"$reply"
answered 'no answer at all' busy

write_reply "HTTP/1.1 200 OK\r\n$json" '{"results":[],"receipt":"eyJhbGciOiJub25lIn0.e30."}'
answered 'a receipt that nobody signed' wrong-certificate 'receipt is not signed by it'
write_reply "HTTP/1.1 200 OK\r\n$json" '{"results":[],"receipt":"eyJhbGciOiJFUzI1NiJ9.e30.AAAA"}'
answered 'a receipt with a false signature' wrong-certificate 'receipt is not signed by it'

# waits NAME HEADERS LEAST MOST [STATUS]: the wait in seconds, with up to a tenth of jitter and what rounding adds.
waits() {
    write_reply "HTTP/1.1 ${5:-503 Busy}$2" ''
    answered "$1" "${6:-busy}"
    tap_ok "$1: the wait is right" is_between "$3" "$4" || tap_diag "waits $(wait_s) s"
}
after='\r\nRetry-After'
waits 'Retry-After in seconds' "$after: 300" 300 332
waits 'Retry-After as a date far away' "$after: Fri, 01 Jan 2100 00:00:00 GMT" 3600 3962
waits 'Retry-After as a date gone by' "$after: Sun, 06 Nov 1994 08:49:37 GMT" 0 4
waits 'a negative Retry-After' "$after: -600" 0 4
waits 'a huge Retry-After' "$after: 99999999999999999999" 3600 3962
waits 'a Retry-After that makes no sense' "$after: tomorrow" 0 4
waits 'an empty Retry-After' "$after:" 0 4
waits 'several: the longest counts' "$after: 20$after: 600$after: 60" 600 662
waits 'several, one of which makes sense' "$after: x$after: 400$after: -5" 400 442
waits 'Retry-After with a refusal' "$after: 3000" 3000 3302 '403 Forbidden' refused

rule_behind clear
sqlite3 "$kiosk/state/outbox.sqlite" 'UPDATE outbox SET next_try = 0'
tap_ok 'when the region itself answers it is well' sync_once
tap_ok 'and each arrived once' all_arrived_once
tap_done
