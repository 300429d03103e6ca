#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# bench.sh BUILD: measures the programs in BUILD on a virtual display and prints a table. Times hold for this machine
# only: what counts are the ratios to floor_sdl in the same run, and the counts. Everything is left in BUILD/bench.
set -eu

build=$(cd "$1" && pwd)
tools=$build/tests/bench
work=$build/bench
visits=${BENCH_VISITS:-1000}
runs=${BENCH_RUNS:-9}
rows=10000
width=1080
height=1920
pids=

# Ends what was started here, last first.
clean() {
    for pid in $pids; do
        kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
    done
}
trap clean EXIT
trap 'exit 1' INT TERM

say() {
    printf 'BENCH %s\n' "$1"
}

# note PREFIX: keeps "name value" lines from standard input as "PREFIX_name value".
note() {
    sed "s/^/$1_/" >>"$work/figures"
}

# settings STATE: prints the settings of a kiosk with this state folder.
settings() {
    cat <<END
[kiosk]
state_dir=$1
run_dir=$work/run
assets_dir=$build/assets
[panel]
width_px=$width
height_px=$height
width_mm=194
fullscreen=false
[printer]
kind=network
host=127.0.0.1
port=$(cat "$work/port")
[content]
initial=$work/pack
initial_key=$work/key.pub.jwk
END
}

# A kiosk as it is the morning after its enrolment.
make_kiosk() {
    source=assets/content/werkcafe-midden-holland
    region=$(sed -n 's/^ *"region": *"\(.*\)".*/\1/p' "$source/pack.json")
    mkdir -p "$work/state" "$work/run"
    "$tools/store_bench" enrol "$work/state" "$region" "$work/key.jwk"
    sed 's/"d": *"[^"]*", *//; s/, *"d": *"[^"]*"//' "$work/key.jwk" >"$work/key.pub.jwk"
    "$build/packctl" build "$source" "$work/pack" --locale assets/locale >"$work/log" 2>&1
    "$build/packctl" sign "$work/pack" --key "$work/key.jwk" >>"$work/log" 2>&1
    settings "$work/state" >"$work/kiosk.ini"
}

start_printer() {
    mkfifo "$work/listening"
    "$build/slipview" --listen 127.0.0.1:0 --port-file "$work/port" --out "$work/paper" >"$work/listening" 2>/dev/null &
    pids="$! $pids"
    read -r _ <"$work/listening"
}

start_display() {
    mkfifo "$work/display"
    Xvfb -displayfd 3 -br -nolisten tcp -screen 0 "${width}x${height}x24" 3>"$work/display" >/dev/null 2>&1 &
    pids="$! $pids"
    read -r number <"$work/display"
    export DISPLAY=":$number"
}

measure_start() {
    say "start, $runs times warm"
    "$tools/start_bench" 2 "$build/wegwijs-kiosk" --config "$work/kiosk.ini" >/dev/null
    "$tools/start_bench" "$runs" "$tools/floor_sdl" $width $height | note floor
    "$tools/start_bench" "$runs" "$build/wegwijs-kiosk" --config "$work/kiosk.ini" | note kiosk
    say 'start, 3 times cold'
    if "$tools/start_bench" --cold 3 "$tools/floor_sdl" $width $height >"$work/cold"; then
        note floor_cold <"$work/cold"
        "$tools/start_bench" --cold 3 "$build/wegwijs-kiosk" --config "$work/kiosk.ini" | note kiosk_cold
    fi
    say "start with $rows intakes waiting"
    cp -a "$work/state" "$work/full"
    rm -f "$work/full"/outbox.sqlite*
    "$tools/store_bench" fill "$rows" "$work/full/outbox.sqlite"
    settings "$work/full" >"$work/full.ini"
    "$tools/start_bench" "$runs" "$build/wegwijs-kiosk" --config "$work/full.ini" | note full
}

measure_visits() {
    say "visits in nl, ar and ti, 10 s of rest, then $visits visits"
    "$build/wegwijs-kiosk" --config "$work/kiosk.ini" >"$work/kiosk.log" 2>&1 &
    kiosk=$!
    pids="$kiosk $pids"
    "$tools/visit_bench" "$work/run/inspect.sock" "$kiosk" "$work/state/outbox.sqlite" "$visits" | note visit
    kill "$kiosk" && wait "$kiosk" || true
}

# What is heard: SDL's disk driver plays into a pipe.
measure_speech() {
    command -v espeak-ng >/dev/null || return 0
    say "speech begins and ends, $runs times"
    mkfifo "$work/loudspeaker"
    { settings "$work/state" && printf '[sound]\njack=%s\n' "$work/headset"; } >"$work/speech.ini"
    SDL_AUDIODRIVER=disk SDL_DISKAUDIOFILE="$work/loudspeaker" \
        "$build/wegwijs-kiosk" --config "$work/speech.ini" >"$work/speech.log" 2>&1 &
    kiosk=$!
    pids="$kiosk $pids"
    "$tools/speech_bench" "$work/run/inspect.sock" "$work/loudspeaker" "$work/headset" "$runs" | note speech
    kill "$kiosk" && wait "$kiosk" || true
}

# From the touch to the printer, with a line in between that looks at the clock.
measure_paper() {
    say "slips, $runs times"
    mkfifo "$work/line"
    "$tools/paper_bench" "$work/run/inspect.sock" "$work/kiosk.pid" "$(cat "$work/port")" "$work/line" "$runs" >"$work/paper.figures" &
    measuring=$!
    pids="$measuring $pids"
    read -r line <"$work/line"
    settings "$work/state" | sed "s/^port=.*/port=$line/" >"$work/paper.ini"
    "$build/wegwijs-kiosk" --config "$work/paper.ini" >"$work/paper.log" 2>&1 &
    kiosk=$!
    pids="$kiosk $pids"
    echo "$kiosk" >"$work/kiosk.pid"
    wait "$measuring"
    note paper <"$work/paper.figures"
    kill "$kiosk" && wait "$kiosk" || true
}

measure_store() {
    say 'sealing and keeping an intake'
    mkdir "$work/store"
    "$tools/store_bench" figures "$work/store" | note store
}

# What the program maps of libraries, with itself; fonts apart.
measure_size() {
    bytes=0
    for file in "$build/wegwijs-kiosk" $(ldd "$build/wegwijs-kiosk" | sed -n 's/.*=> \(\/[^ ]*\).*/\1/p'); do
        bytes=$((bytes + $(stat -L -c %s "$file")))
    done
    printf 'size_mib %s\n' $((bytes / 1048576)) | note kiosk
}

rm -rf "$work"
mkdir -p "$work"
: >"$work/figures"
mkdir "$work/paper"
start_printer
make_kiosk
start_display
measure_start
measure_visits
measure_speech
measure_paper
measure_store
measure_size
awk -f tests/bench/table.awk "$work/figures"
