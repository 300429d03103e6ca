#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# What fetches and installs on machines that are set up in other ways: one line says what to do.
set -eu
. tests/tap/tap.sh

setup=$(realpath host-tools/setup)
mkdir -p "$tap_dir/bin" "$tap_dir/few"
# An apt-get that shows the lists it is given and has no network, for fetch-third-party.
cat >"$tap_dir/bin/apt-get" <<'SCRIPT'
#!/bin/sh
for word; do
    case $word in Dir::Etc::sourcelist=*) cp "${word#*=}" "$SEEN" ;; esac
done
exit 100
SCRIPT
chmod +x "$tap_dir/bin/apt-get"
codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-bookworm}")

# fetches NAME WANTED: with the lists in $tap_dir/apt, these mirrors are asked for Debian 13's sources.
fetches() {
    rm -f "$tap_dir/seen"
    status=0
    env PATH="$tap_dir/bin:$PATH" SEEN="$tap_dir/seen" APT_LISTS="$tap_dir/apt" "$setup/fetch-third-party" "$tap_dir/a folder" \
        >/dev/null 2>"$tap_dir/said" || status=$?
    tap_is "$1" "$(sed -n 's/.*\] \(.*\) main$/\1/p' "$tap_dir/seen" 2>/dev/null | paste -sd,)" "$2"
    tap_is "$1: it fails in one line" "$status $(wc -l <"$tap_dir/said")" '1 1'
}
new_lists() {
    rm -rf "$tap_dir/apt"
    mkdir -p "$tap_dir/apt/sources.list.d"
}
here=http://mirror.example/debian
both="$here trixie,$here trixie-updates"

new_lists
printf 'deb [arch=amd64 signed-by=/k.gpg] %s %s main\ndeb-src http://other.example/d %s main\n' $here "$codename" "$codename" \
    >"$tap_dir/apt/sources.list"
fetches 'a list of lines' "$both"
tap_ok 'that says what to look at' grep -q 'is the network up' "$tap_dir/said"

new_lists
printf '# deb http://old.example/d %s main\ndeb\tcdrom:[Debian]/ %s main\n  deb   %s   %s main\n' "$codename" "$codename" $here "$codename" \
    >"$tap_dir/apt/sources.list"
fetches 'a disc, a comment and odd spaces' "$both"

new_lists
printf 'Suites: %s %s-updates\nComponents: main\nTypes: deb deb-src\nuris: %s\n' "$codename" "$codename" $here \
    >"$tap_dir/apt/sources.list.d/debian.sources"
printf 'Types: deb\nURIs: http://security.example/s\nSuites:\n %s-security\n' "$codename" >"$tap_dir/apt/sources.list.d/security.sources"
fetches 'paragraphs, in any order' "$both,http://security.example/s trixie-security"

new_lists
{
    printf 'Types: deb\nEnabled: no\nURIs: http://off.example/d\nSuites: %s\n\n' "$codename"
    printf '# a note\nTypes: deb\nURIs: file:/srv/d\n# between\n %s\nSuites: %s\n' $here "$codename"
} >"$tap_dir/apt/sources.list.d/debian.sources"
fetches 'one that is off, and a second address' "$both"

new_lists
fetches 'no list at all' ''
tap_ok 'says so' grep -q "no mirror for $codename in .*add one" "$tap_dir/said"

# A machine where nothing is installed, and which has only what is named here.
for tool in sed wc cat mktemp tail rm env; do
    ln -s "$(command -v $tool)" "$tap_dir/few/$tool"
done
printf '#!/bin/sh\necho "${ID:-0}"\n' >"$tap_dir/few/id"
printf '#!/bin/sh\nexit 1\n' >"$tap_dir/few/dpkg-query"
cp "$tap_dir/few/dpkg-query" "$tap_dir/few/grep"
chmod +x "$tap_dir/few/id" "$tap_dir/few/dpkg-query" "$tap_dir/few/grep"
printf 'gcc  the compiler\nmake this\n' >"$tap_dir/packages"
install() {
    env -i PATH="$tap_dir/few" "$@" /bin/sh "$setup/install-packages" "$tap_dir/packages" </dev/null
}
tap_fails 'no apt' 1 'needs Debian 12 with apt.* gcc make' install CI=true
printf '#!/bin/sh\necho "E: no network" >&2\nexit 100\n' >"$tap_dir/few/apt-get"
chmod +x "$tap_dir/few/apt-get"
tap_fails 'not root, and no sudo' 1 'no sudo; run as root: apt-get install --no-install-recommends gcc make' install CI=true ID=1000
tap_fails 'no network' 1 'E: no network' install CI=true
tap_fails 'and it says what to run' 1 'apt failed; mend that, or run: apt-get install' install CI=true
tap_fails 'nobody to ask' 1 'run: apt-get install --no-install-recommends gcc make' install CI=
printf '#!/bin/sh\necho "apt $*"\n' >"$tap_dir/few/apt-get"
printf '#!/bin/sh\nexec "$@"\n' >"$tap_dir/few/sudo"
chmod +x "$tap_dir/few/sudo"
tap_ok 'with sudo and CI=true it is done' install CI=true ID=1000
tap_done
