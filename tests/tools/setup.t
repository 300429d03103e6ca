#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# What installs packages on machines that are set up in other ways: one line says what to do.
set -eu
. tests/tap/tap.sh

setup=$(realpath host-tools/setup)
mkdir "$tap_dir/few"
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
