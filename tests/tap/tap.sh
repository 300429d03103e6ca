# SPDX-License-Identifier: EUPL-1.2
# Tests in shell: `. tests/tap/tap.sh`, then checks, then `tap_done`. Run from the top of the tree.
# Gives each test an empty folder, $tap_dir, which is removed at the end together with what was started by tap_start.

tap_count=0
tap_failed=0
tap_pids=
tap_dir=$(mktemp -d "${TMPDIR:-/tmp}/wegwijs-test.XXXXXX")

tap_diag() {
    printf '%s\n' "$*" | sed 's/^/# /' >&2
}

# tap_result STATUS NAME: one line of TAP; for checks that do not fit tap_ok.
tap_result() {
    tap_count=$((tap_count + 1))
    if [ "$1" = 0 ]; then
        printf 'ok %d - %s\n' "$tap_count" "$2"
    else
        tap_failed=$((tap_failed + 1))
        printf 'not ok %d - %s\n' "$tap_count" "$2"
    fi
}

# tap_ok NAME COMMAND...: the command succeeds; what it said is shown when it does not.
tap_ok() {
    tap_name=$1
    shift
    tap_got=0
    "$@" >"$tap_dir/.said" 2>&1 || tap_got=$?
    if [ "$tap_got" = 0 ]; then
        tap_result 0 "$tap_name"
    else
        tap_result 1 "$tap_name"
        tap_diag "status $tap_got of: $*"
        sed 's/^/# /' "$tap_dir/.said" >&2
    fi
}

# tap_fails NAME STATUS TEXT COMMAND...: the command ends with this status and says TEXT (a basic regular expression).
tap_fails() {
    tap_name=$1
    tap_status=$2
    tap_text=$3
    shift 3
    tap_got=0
    "$@" >"$tap_dir/.said" 2>&1 || tap_got=$?
    if [ "$tap_got" = "$tap_status" ] && grep -q -e "$tap_text" "$tap_dir/.said"; then
        tap_result 0 "$tap_name"
    else
        tap_result 1 "$tap_name"
        tap_diag "wanted status $tap_status and '$tap_text', got status $tap_got of: $*"
        sed 's/^/# /' "$tap_dir/.said" >&2
    fi
}

# tap_is NAME GOT WANTED: two texts are the same.
tap_is() {
    if [ "$2" = "$3" ]; then
        tap_result 0 "$1"
    else
        tap_result 1 "$1"
        tap_diag "got:    $2"
        tap_diag "wanted: $3"
    fi
}

# tap_start COMMAND...: starts it in the background; tap_pid is its number. It is ended when the test ends.
tap_start() {
    "$@" &
    tap_pid=$!
    tap_pids="$tap_pids $tap_pid"
}

# tap_wait SECONDS COMMAND...: repeats a quick command until it succeeds, for at most so many seconds.
tap_wait() {
    tap_until=$(($(date +%s) + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$(date +%s)" -lt "$tap_until" ] || return 1
        sleep 0.05
    done
}

tap_done() {
    printf '1..%d\n' "$tap_count"
    [ "$tap_failed" = 0 ]
    exit
}

# tap_skip REASON: the whole test cannot be done here.
tap_skip() {
    printf '1..0 # SKIP %s\n' "$1"
    exit 0
}

tap_clean() {
    for tap_one in $tap_pids; do
        kill "$tap_one" 2>/dev/null && wait "$tap_one" 2>/dev/null || true
    done
    rm -rf "$tap_dir"
}
trap tap_clean EXIT
trap 'exit 1' INT TERM
