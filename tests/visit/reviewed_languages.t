#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Staff can offer reviewed languages only: the kiosk's own setting, the region's word before it, from one visit to the next. Which
# ones those are comes from the header of each catalogue.
set -eu
. tests/tap/tap.sh
. tests/visit/lib.sh

pack=meedoenbalie-almere

# build_pack LANGUAGE...: the shipped pack, as if a native speaker had approved these catalogues and no other.
build_pack() {
    rm -rf "$tap_dir/locale" "$tap_dir/built"
    cp -r assets/locale "$tap_dir/locale"
    sed -i 's/^"X-Reviewed: .*/"X-Reviewed: no\\n"/' "$tap_dir"/locale/*.po
    for approved in "$@"; do
        sed -i 's/^"X-Reviewed: .*/"X-Reviewed: yes\\n"/' "$tap_dir/locale/$approved.po"
    done
    "$built/packctl" build --locale "$tap_dir/locale" "assets/content/$pack" "$tap_dir/built" >/dev/null
}

offered() {
    ask '{"do":"tree"}' | jq -r '[.widgets[].id | select(startswith("lang.")) | ltrimstr("lang.")] | join(" ")'
}
is_offered() { [ "$(offered)" = "$1" ]; }
order() { "$built/regiond" admin "$@" --data "$region/data"; }
leave() {
    touch_widget foot.stop
    touch_widget stop.yes
    wait_screen languages
}

build_pack ar uk
all=$(jq -r '.languages | join(" ")' "assets/content/$pack/site.json")
install "$tap_dir/built"
tap_is "all languages are offered unless somebody says otherwise" "$(offered)" "$all"

visit ti P13 --until question
order set reviewed_only true
is_ordered() { cut -d . -f 2 "$kiosk/state/region-settings.json" | tr '_-' '/+' | base64 -d 2>/dev/null | grep -q '"reviewed_only":'"$1"; }
tap_ok "the region's word arrives" tap_wait 20 is_ordered true
touch_widget foot.language
tap_is "... and changes nothing for whoever is there" "$(offered)" "$all"
touch_widget foot.back
leave
tap_ok "the next visitor is offered Dutch and what was reviewed" is_offered "nl ar uk"
tap_ok "... and makes the visit in it" visit ar P13 --strict
tap_ok "nobody is greeted in another language" sh -c '
    for _ in 1 2 3 4 5 6; do
        "$1" --socket "$2" --say "{\"do\":\"clock\",\"advance_ms\":6000}" --say "{\"do\":\"tree\"}" | tail -n 1 | jq -r .lang
    done | sort -u | tr "\n" " " | grep -qx "ar nl uk "' sh "$built/visitor" "$socket"
order set reviewed_only false
tap_ok "the region offers all again" tap_wait 20 is_offered "$all"

stop_kiosk
write_settings '/^initial_key/a reviewed_only = true'
start_kiosk
tap_is "the region's word counts before the kiosk's own setting" "$(offered)" "$all"
order unset reviewed_only
tap_ok "without it the setting counts" tap_wait 20 is_offered "nl ar uk"

uninstall
build_pack
prepare "$tap_dir/built"
write_settings '/^initial_key/a reviewed_only = true'
start_kiosk
tap_is "where nothing is reviewed there is Dutch" "$(offered)" nl
take_picture "${WEGWIJS_SHOTS:-$tap_dir}/dutch-only.png"
tap_ok "... and a visit in it" visit nl P13 --strict
tap_done
