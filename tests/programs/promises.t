#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# What the build promises: nothing to do twice, hardened programs, and each program free of what it must not have.
. tests/tap/tap.sh

kiosk=$WEGWIJS_BUILD/wegwijs-kiosk
sync=$WEGWIJS_BUILD/wegwijs-sync

# Each takes a program; readelf speaks English because tests run under C.UTF-8.
is_independent_of_place() { readelf --file-header "$1" | grep -q 'Type: *DYN'; }
binds_at_start() { readelf --dynamic "$1" | grep -q 'FLAGS.*NOW'; }
has_read_only_tables() { readelf --program-headers --wide "$1" | grep -q GNU_RELRO; }
has_no_executable_stack() { readelf --program-headers --wide "$1" | grep GNU_STACK | grep -q 'RW '; }
guards_its_stack() { readelf --symbols --wide "$1" | grep -q __stack_chk_fail; }
checks_its_buffers() { readelf --symbols --wide "$1" | grep -q '_chk@'; }
lacks_library() { [ -x "$1" ] && ! readelf --dynamic "$1" | grep -q "NEEDED.*$2"; }
lacks_symbol() { [ -x "$1" ] && ! readelf --symbols --wide "$1" | grep -q " $2"; }

unset MAKEFLAGS MAKELEVEL MFLAGS
tap_ok 'a second make has nothing to do' make --question all units

for program in "$kiosk" "$sync"; do
    name=$(basename "$program")
    for promise in is_independent_of_place binds_at_start has_read_only_tables has_no_executable_stack \
        guards_its_stack checks_its_buffers; do
        tap_ok "$name: $(printf '%s' "$promise" | tr _ ' ')" "$promise" "$program"
    done
done

tap_ok 'the kiosk cannot speak HTTP' lacks_symbol "$kiosk" curl_
tap_ok 'the kiosk cannot speak TLS' lacks_symbol "$kiosk" mbedtls_ssl_
tap_ok 'the program that reaches the network cannot draw' lacks_library "$sync" SDL
tap_ok 'nor set text' lacks_library "$sync" pango
tap_ok 'nor print' lacks_library "$sync" cups
tap_done
