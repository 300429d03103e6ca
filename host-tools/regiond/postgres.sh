#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# A PostgreSQL of its own in a folder, for trying and for tests: reached by a private Unix socket only, durable as a real one.
#
#   postgres.sh start   --dir D                   makes it when missing, starts it and prints its URL
#   postgres.sh stop    --dir D [--mode fast|immediate]
#   postgres.sh kill    --dir D                   SIGKILL to its first process, as when memory is out
#   postgres.sh remove  --dir D                   stops it and removes its files
#
# PostgreSQL refuses to run as root: root runs it as the user `postgres`, or `nobody` where there is none. Files are in D/postgres,
# or, where that user cannot come into D, in a folder under /tmp whose name is in D/postgres.place. D's path must be short.
# Exit 0 fine, 1 failed, 2 wrong use, 3 PostgreSQL is not installed.
set -eu

fail() {
    printf 'postgres.sh: %s\n' "$*" >&2
    exit 1
}

usage() {
    printf 'postgres.sh: %s; use: postgres.sh start|stop|kill|remove --dir D\n' "$*" >&2
    exit 2
}

command=${1:-}
[ $# -gt 0 ] && shift
dir= mode=fast
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || usage "$1 needs a value"
    case $1 in
    --dir) dir=$2 ;;
    --mode) mode=$2 ;;
    *) usage "unknown option $1" ;;
    esac
    shift 2
done
[ -n "$dir" ] || usage '--dir is missing'

# The newest of those that Debian keeps beside each other, or the one on the path.
programs=$(find /usr/lib/postgresql/*/bin -name initdb 2>/dev/null | sort -V | tail -n 1)
programs=$(dirname "${programs:-$(command -v initdb || echo /nowhere/initdb)}")
[ -x "$programs/initdb" ] || {
    printf 'postgres.sh: PostgreSQL is not installed; apt install postgresql\n' >&2
    exit 3
}

user=
if [ "$(id -u)" = 0 ]; then
    user=nobody
    ! id postgres >/dev/null 2>&1 || user=postgres
fi
as_user() {
    if [ -n "$user" ]; then
        (cd / && exec setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups env LC_ALL=C.UTF-8 "$@")
    else
        (cd / && exec env LC_ALL=C.UTF-8 "$@")
    fi
}

find_place() {
    place=$dir/postgres
    if [ -f "$dir/postgres.place" ]; then
        place=$(cat "$dir/postgres.place")
    elif [ -n "$user" ] && ! as_user test -x "$dir"; then
        place=$(mktemp -d /tmp/wegwijs-pg.XXXXXX)
        echo "$place" >"$dir/postgres.place"
    fi
}

control() {
    as_user "$programs/pg_ctl" --pgdata "$place/data" --silent --wait --timeout 120 "$@"
}

make_cluster() {
    mkdir -p "$place"
    [ -z "$user" ] || chown "$user" "$place"
    chmod 0700 "$place"
    as_user mkdir -p -m 0700 "$place/socket"
    as_user "$programs/initdb" --pgdata "$place/new" --username wegwijs --auth trust --encoding UTF8 --no-locale --no-sync \
        >"$dir/initdb.log" 2>&1 || fail "initdb: $(tail -n 1 "$dir/initdb.log")"
    as_user tee -a "$place/new/postgresql.conf" >/dev/null <<CONFIG
listen_addresses = ''
unix_socket_directories = '$place/socket'
unix_socket_permissions = 0700
shared_buffers = 32MB
max_wal_size = 256MB
CONFIG
    as_user mv "$place/new" "$place/data"
}

start() {
    mkdir -p "$dir"
    dir=$(cd "$dir" && pwd)
    find_place
    [ -n "$(as_user find "$place/data" -maxdepth 0 2>/dev/null)" ] || make_cluster
    control status >/dev/null 2>&1 || control start --log "$place/log" 9>&- >"$dir/pg_ctl.log" 2>&1 ||
        fail "PostgreSQL did not start: $(as_user tail -n 1 "$place/log")"
    as_user "$programs/psql" --host "$place/socket" --username wegwijs --dbname postgres --quiet --no-psqlrc --tuples-only \
        --command "SELECT 1 FROM pg_database WHERE datname = 'wegwijs'" | grep -q 1 ||
        as_user "$programs/createdb" --host "$place/socket" --username wegwijs wegwijs || fail 'the database was not made'
    echo "postgresql://wegwijs@/wegwijs?host=$place/socket"
}

stop() {
    [ -e "$dir/postgres" ] || [ -e "$dir/postgres.place" ] || exit 0
    dir=$(cd "$dir" && pwd)
    find_place
    ! control status >/dev/null 2>&1 || control stop --mode "$mode" || fail 'PostgreSQL does not stop'
}

case $command in
start) start ;;
stop) stop ;;
kill)
    find_place
    kill -9 "$(as_user head -n 1 "$place/data/postmaster.pid")"
    ;;
remove)
    mode=immediate
    stop
    rm -rf "$place" "$dir/postgres.place"
    ;;
--help) sed -n '3,/^set /{s/^# \{0,1\}//p}' "$0" ;;
*) usage "'$command' is no command" ;;
esac
