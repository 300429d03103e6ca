# SPDX-License-Identifier: EUPL-1.2
# For tests that listen to a kiosk: `. tests/visit/ear.sh` after tap.sh and glass.sh. SDL's disk driver writes what a loudspeaker
# would get, at a loudspeaker's pace, into a pipe, and all of it is kept in $heard: however often the device is opened and closed,
# what was heard stays in its place. Places and lengths are bytes of it: 44100 a second.
# shellcheck shell=sh disable=SC2154

heard=$tap_dir/heard
second=44100
tenth=4410
# What the driver still holds when the size is asked: a buffer of the C library and one of the device.
unwritten=5120

# listen: from now on kiosks are heard. They speak at full scale, so that what they say can be found sample by sample.
listen() {
    : >"$heard"
    mkfifo "$tap_dir/loudspeaker"
    tap_start perl -e 'open my $in, "+<", $ARGV[0] or die; open my $out, ">>", $ARGV[1] or die;
        while (sysread $in, my $bytes, 65536) { syswrite $out, $bytes }' "$tap_dir/loudspeaker" "$heard"
    export SDL_AUDIODRIVER=disk SDL_DISKAUDIOFILE="$tap_dir/loudspeaker"
}

size() {
    stat -c %s "$heard"
}

# loud FROM [TO]: whether something can be heard between these places.
loud() {
    perl -e 'open my $in, "<", $ARGV[0] or die; seek $in, $ARGV[1] & ~1, 0; my $left = ($ARGV[2] // 1e12) - $ARGV[1];
        while ($left > 0 && read $in, my $bytes, $left < 65536 ? $left : 65536) {
            for (unpack "s<*", $bytes) { exit 0 if $_ > 300 || $_ < -300 } $left -= length $bytes } exit 1' "$heard" "$@"
}
# is_on WIDGET: shown as switched on.
is_on() {
    say "{\"do\":\"tree\"}" | tr "{" "\n" | grep -F "\"id\":\"$1\"" | grep -q "\"selected\":true"
}
is_off() {
    ! is_on "$1"
}
is_silent() {
    ! loud "$@"
}

has_played() {
    [ "$(size)" -ge "$1" ]
}

# silent_after PLACE: what comes more than 100 ms after it cannot be heard, for half a second or until nothing comes any more.
silent_after() {
    tap_wait 2 has_played $(($1 + unwritten + tenth + second / 2)) || true
    is_silent $(($1 + unwritten + tenth))
}

# hears PLACE: waits until something is heard that was said after it.
hears() {
    tap_wait 30 loud $(($1 + unwritten))
}

# A text of the kiosk's content: text_of LANGUAGE ID
text_of() {
    jq -r --arg id "$2" '.texts[$id]' "$kiosk/pack/locale/$1.json"
}

# said PLACE VOICE TEXT: whether it was said after that, from its first sample to its last, by that voice. Marks are not said.
said() {
    printf '%s' "$3" | perl -CS -pe 's/[\x{200E}\x{200F}\x{2060}\x{2066}-\x{2069}]//g' |
        espeak-ng -b 1 -s 150 -v "$2" --stdin --stdout >"$tap_dir/wanted.wav" 2>/dev/null
    was_played "$1" "$tap_dir/wanted.wav"
}
# was_played PLACE WAV: the same for any sound, without the silence at its ends.
was_played() {
    perl -e 'local $/; open my $w, "<", $ARGV[2] or die; my $wanted = substr(<$w>, 44); $wanted =~ s/^(?:\0\0)+//; $wanted =~ s/\0+$//;
        open my $h, "<", $ARGV[0] or die; seek $h, $ARGV[1], 0; my $all = <$h> // "";
        exit(length($wanted) > 2000 && index($all, substr($wanted, 0, length($wanted) & ~1)) >= 0 ? 0 : 1)' "$heard" "$1" "$2"
}
# hears_said PLACE VOICE TEXT: waits until all of it was said.
hears_said() {
    tap_wait 60 said "$@"
}

# loudness PLACE: root mean square of the first second that is heard after it.
loudness() {
    tap_wait 30 loud $(($1 + unwritten)) || true
    tap_wait 30 has_played $(($1 + unwritten + 4 * second)) || true
    perl -e 'local $/; open my $in, "<", $ARGV[0] or die; seek $in, ($ARGV[1] + 1) & ~1, 0; my @s = unpack "s<*", <$in> // "";
        my $i = 0; $i++ while $i < @s && abs $s[$i] < 100; my ($n, $sum) = (0, 0);
        for (; $i < @s && $n < 22050; $i++, $n++) { $sum += $s[$i] ** 2 } printf "%d\n", $n ? sqrt($sum / $n) : 0' "$heard" "$1"
}

touch_widget() {
    say "{\"do\":\"tap\",\"id\":\"$1\"}" >/dev/null
}
# hush: a touch beside everything.
hush() {
    say "{\"do\":\"contact\",\"x\":640,\"y\":20,\"down\":true}" >/dev/null
    say "{\"do\":\"contact\",\"x\":640,\"y\":20,\"down\":false}" >/dev/null
}
press_key() {
    say "{\"do\":\"key\",\"key\":\"$1\"}" >/dev/null
}
pass_time() {
    say "{\"do\":\"clock\",\"advance_ms\":${1}000}" >/dev/null
}
has_widget() {
    say '{"do":"tree"}' | grep -q "\"id\":\"$1\""
}
lacks_widget() {
    ! has_widget "$1"
}
stop_kiosk() {
    kill "$kiosk_pid"
    wait "$kiosk_pid" || true
}
# set_sound KEY VALUE: in [sound] of the settings, which is their last group from then on.
set_sound() {
    grep -q '^\[sound\]' "$kiosk/kiosk.ini" || printf '[sound]\n' >>"$kiosk/kiosk.ini"
    sed -i "/^$1 = /d" "$kiosk/kiosk.ini"
    printf '%s = %s\n' "$1" "$2" >>"$kiosk/kiosk.ini"
}
