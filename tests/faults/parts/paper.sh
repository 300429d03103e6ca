#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# paper.sh BUILD: every fault of a printer, at every byte. About an hour on two idle processors:
#   - every fault at every byte of a slip in each of LANGUAGES (nl), for each printer of PROFILES: by default one of those that confirm
#     by numbers and one of those that confirm by counting, generic and star-escpos
#   - for every other profile of printers.ini each byte of it too, with the faults in turn, and all of them at its first and last bytes
#   - the other languages at every five-hundredth part of a slip, generic
#   - whole visits: ROUNDS (20) and KILLS (200)
# One line tells each result; what was said is in build/log/faults-paper-*.
set -eu

tool=$1/tests/faults/paper_faults
languages=${LANGUAGES:-nl}
profiles=${PROFILES:-generic star-escpos}
export WEGWIJS_ROUNDS="${ROUNDS:-20}" WEGWIJS_KILLS="${KILLS:-200}" WEGWIJS_LIMIT_S=36000 WEGWIJS_STRICT=1
mkdir -p build/log
failed=0

# Of each run: the profile, the language, and which faults. The short ones come first.
list_runs() {
    printf 'generic\nall\nsample\n'
    sed -n 's/^\[\(.*\)\]$/\1/p' assets/printers.ini | while read -r profile; do
        case " $profiles " in
        *" $profile "*) ;;
        *) printf '%s\n%s\nturns\n' "$profile" "${languages%% *}" ;;
        esac
    done
    for profile in $profiles; do
        for language in $languages; do
            "$tool" --list | while read -r fault; do
                printf '%s\n%s\n%s\n' "$profile" "$language" "$fault"
            done
        done
    done
}

# As many at a time as there are processors.
list_runs | tr '\n' '\0' | xargs -0 -n 3 -P "$(nproc)" sh -c '
    tool=$1 profile=$2 language=$3 fault=$4
    log=$(printf "build/log/faults-paper-%s-%s-%s" "$profile" "$language" "$fault" | tr " " -)
    case $fault in
    turns) set -- --language "$language" --turns ;;
    sample) set -- --sample 500 ;;
    *) set -- --language "$language" --fault "$fault" ;;
    esac
    began_s=$(date +%s)
    verdict=ok
    "$tool" --model "$profile" "$@" >"$log" 2>&1 || verdict="FAILED, see $log"
    printf "FAULTS %s, %s, %s: %s (%s s; %s)\n" "$profile" "$language" "$fault" "$verdict" $(($(date +%s) - began_s)) \
        "$(tail -n 1 "$log" | sed "s/^# //")"
    [ "$verdict" = ok ]' sh "$tool" || failed=1
WEGWIJS_ALL=1 prove --failures --exec tests/tap/run tests/faults/paper_faults.t tests/faults/story_0[123]_*.t || failed=1
exit "$failed"
