#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# `make preview`: every screen of a pack and its slips as PNG and one HTML page in build/preview.
#
#   preview.sh BUILD     LANGUAGES=nl,ar chooses languages; WEGWIJS_PACK the pack (werkcafe-midden-holland)
set -eu

build=${1:?which build folder?}
cd "$(dirname "$0")/../.."
pack=${WEGWIJS_PACK:-werkcafe-midden-holland}
dir=build/preview
rm -rf "$dir"
mkdir -p "$dir/kiosk"
"$build/packctl" keygen "$dir/kiosk/content.jwk" >/dev/null
cp -r "build/packs/$pack" "$dir/kiosk/pack"
"$build/packctl" sign "$dir/kiosk/pack" --key "$dir/kiosk/content.jwk" >/dev/null
cat >"$dir/kiosk/kiosk.ini" <<INI
[kiosk]
state_dir = state
run_dir = run
assets_dir = $PWD/$build/assets

[content]
initial = pack
initial_key = content.pub.jwk
INI
exec "$build/wegwijs-kiosk" --config "$dir/kiosk/kiosk.ini" --preview "$dir" ${LANGUAGES:+--languages "$LANGUAGES"}
