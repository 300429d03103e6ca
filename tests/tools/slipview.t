#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# slipview from outside: a file, a port, faults. What each command means: tests/unit/slipview.
. tests/tap/tap.sh

tool=${WEGWIJS_BUILD:-build/native}/slipview
out=$tap_dir/out

tap_ok 'help is there for the asking' "$tool" --help
tap_is 'the version is one line' "$("$tool" --version | wc -l)" 1
tap_fails 'no folder is wrong use' 2 '--out DIR is missing' "$tool"
tap_fails 'an unknown option is wrong use' 2 '--fly' "$tool" --out "$out" --fly
tap_fails 'paper is 384 or 576 dots wide' 2 '384 or 576' "$tool" --out "$out" --width-dots 500
tap_fails 'a file that is not there' 1 'cannot open' "$tool" --out "$out" --decode "$tap_dir/none"

# job ROWS: start, a raster of 8 dots by ROWS in the middle, 3 dots of feed, a cut.
job() {
    printf '\033@\033a\001\035v0\000\001\000'
    printf '%b' "\\0$(printf '%03o' "$1")\\0000"
    head -c "$1" /dev/zero | tr '\0' '\252'
    printf '\033J\003\035V\000'
}
job 5 >"$tap_dir/job"
tap_is 'a file becomes a picture of the same dots' "$("$tool" --out "$out" --decode "$tap_dir/job" --width-dots 384)" 'paper-0001.png 384x8'
tap_is 'with its dots where they were sent' \
    "$(convert "$out/paper-0001.png" -crop 10x6+187+0 +repage -depth 1 txt:- | sed -n 's/^\([0-9]*,[0-9]*\):.*#000000.*/\1/p' | grep -c '^[1357],[0-4]$')" 20
tap_is 'and nothing else' "$(convert "$out/paper-0001.png" -format '%[fx:round((1-mean)*w*h)]' info:)" 20
tap_is 'it can be as wide as the paper' "$("$tool" --out "$tap_dir/edges" --decode "$tap_dir/job" --width-dots 384 --edges)$(
    convert "$tap_dir/edges/paper-0001.png" -format '; %wx%h %[fx:round((1-mean)*w*h)]' info:)" 'paper-0001.png 384x8; 464x8 20'
printf '\035\231\033@' >"$tap_dir/unknown"
tap_is 'what is not known is named with its place' "$("$tool" --out "$out" --decode "$tap_dir/unknown" 2>&1)" \
    'slipview: at byte 0: unknown command 1D 99'

# Faults: by script, and on command.
printf '# a bad day\nafter 14 bytes: paper-out\nthen after 0 ms: paper-ok\n' >"$tap_dir/script"
job 5 >"$tap_dir/job"
tap_is 'a script breaks it behind a byte; what was on the paper is torn off, and the rest goes on' \
    "$("$tool" --out "$tap_dir/torn" --decode "$tap_dir/job" --script "$tap_dir/script" | paste -sd,)" \
    'fault paper-out,paper-0001-torn.png 576x1,fault paper-ok,paper-0002.png 576x7'
tap_ok 'each is a picture' test -s "$tap_dir/torn/paper-0001-torn.png" -a -s "$tap_dir/torn/paper-0002.png"
printf 'paper-low\nafter lunch: reset\n' >"$tap_dir/script"
tap_fails 'a script that is wrong is refused with its line' 1 'script:2: not a fault' \
    "$tool" --out "$tap_dir/torn" --decode "$tap_dir/job" --script "$tap_dir/script"

tap_start "$tool" --out "$tap_dir/paper" --control "$tap_dir/control" --port-file "$tap_dir/port" >"$tap_dir/log" 2>&1
tap_ok 'it says on which port it listens' tap_wait 10 test -s "$tap_dir/port"
port=$(cat "$tap_dir/port")
# ask BYTES: sends them; what came back within 2 s, as hexadecimal.
ask() {
    printf '%b' "$1" | curl --silent --max-time 2 "telnet://127.0.0.1:$port" 2>/dev/null | od -An -tx1 | tr -d ' \n'
}
send_job() {
    job "$1" | curl --silent --max-time 1 "telnet://127.0.0.1:$port" >"$tap_dir/back" 2>&1
}
printed() {
    [ -f "$tap_dir/paper/paper-$1.png" ]
}
tap_is 'it answers' "$(ask '\020\004\001\020\004\002\020\004\003\020\004\004')" 12121212
send_job 10
tap_ok 'it prints' tap_wait 10 printed 0001
send_job 20
tap_ok 'for the next caller too' tap_wait 10 printed 0002
tap_is 'and says so' "$(tail -n 2 "$tap_dir/log" | paste -sd,)" 'paper-0001.png 576x13,paper-0002.png 576x23'
# order FAULT: prints what the control socket answers.
order() {
    perl -MIO::Socket::UNIX -e 'my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die "$ARGV[0]: $!\n";
        print $s "$ARGV[1]\n"; shutdown($s, 1); my $said = <$s> // ""; print $said' "$tap_dir/control" "$1"
}
tap_is 'what it does not know it says' "$(order 'explode')" unknown
tap_is 'a command is answered' "$(order 'paper-out')" ok
tap_is '... and done' "$(ask '\020\004\004')" 7e
order mend >"$tap_dir/said"
order 'repeat 3' >"$tap_dir/said"
tap_is 'answers come three times' "$(ask '\020\004\001')" 121212
order power-off >"$tap_dir/said"
tap_fails 'without power nobody can call' 7 '' curl --silent --show-error --max-time 2 "telnet://127.0.0.1:$port"
order mend >"$tap_dir/said"
tap_is '... and with power it is the same port' "$(ask '\020\004\001')" 12
order zeros >"$tap_dir/said" # which curl does not take for Telnet's own
order 'at connect: flood 3000000' >"$tap_dir/said"
tap_is 'a flood comes whole' "$(printf '\n' | curl --silent --max-time 2 "telnet://127.0.0.1:$port" 2>/dev/null | wc -c)" 3000000
order speaks >"$tap_dir/said"
order 'at connect: reset' >"$tap_dir/said"
tap_is 'a line that breaks says nothing' "$(ask '\020\004\001')" ''
kill "$tap_pid"
tap_ok 'it ends well' wait "$tap_pid"
tap_done
