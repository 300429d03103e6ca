#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Every rule can fail: a small tree with one mistake in it is refused by its rule, and the same tree without it is not.
. tests/tap/tap.sh

rules=$PWD/tests/lint/rules
export WEGWIJS_BUILD=build/native

# A small tree that keeps all rules, in a new folder that becomes the current one.
good_tree() {
    rm -rf "$tap_dir/tree"
    mkdir -p "$tap_dir/tree"
    cd "$tap_dir/tree" || exit 1
    mkdir -p firmware/base firmware/ui board assets/locale host-tools/packctl tests/unit/base .ci build/native/obj/firmware
    cp "$top/.clang-format" .
    cat >Makefile <<'END'
# SPDX-License-Identifier: EUPL-1.2
USES_base :=
USES_ui   := base
END
    cat >firmware/base/name.h <<'END'
// SPDX-License-Identifier: EUPL-1.2
/* Names. Any thread. */
#pragma once

int name_count(int n);
END
    cat >firmware/base/name.c <<'END'
// SPDX-License-Identifier: EUPL-1.2
#include "base/name.h"

int name_count(int n)
{
    if (n > 1) {
        return 1;
    }
    return n;
}
END
    printf "// SPDX-License-Identifier: EUPL-1.2\n/* Signs. */\n" >firmware/ui/sign.h
    printf "// SPDX-License-Identifier: EUPL-1.2\n/* For sign.c. */\n#include \"ui/sign.h\"\n" >firmware/ui/sign_inner.h
    cat >firmware/ui/sign.c <<'END'
// SPDX-License-Identifier: EUPL-1.2
#include "base/name.h"
#include "ui/sign_inner.h"
END
    cat >host-tools/packctl/main.c <<'END'
// SPDX-License-Identifier: EUPL-1.2
#include "ui/sign.h"
END
    printf '#!/bin/sh\n# SPDX-License-Identifier: EUPL-1.2\ntrue\n' >tests/good.t
    chmod +x tests/good.t
    catalogue nl 'Neem {n} mee naar de balie van UWV' OK >assets/locale/nl.po
    catalogue en 'Bring {n} to the UWV desk' OK >assets/locale/en.po
    catalogue ar 'خذ {n} إلى مكتب ⁨UWV⁩' نعم >assets/locale/ar.po
    catalogue uk 'Візьміть {n} до стійки UWV' Так >assets/locale/uk.po
    cat >assets/locale/glossary.json <<'END'
{"keep": ["UWV"], "latin": ["balie"],
 "terms": [{"id": "balie", "find": "balie", "forms": {"en": ["desk", "counter"], "ar": ["مكتب"], "uk": ["стійк"]}}]}
END
    touch README.md
}
top=$PWD

# catalogue LANGUAGE TEXT WORD: a catalogue of one text and one footer's word.
catalogue() {
    printf 'msgid ""\nmsgstr ""\n"Language: %s\\n"\n' "$1"
    printf '"%s\\n"\n' 'Content-Type: text/plain; charset=UTF-8' 'Plural-Forms: nplurals=1; plural=0;' 'X-Reviewed: no'
    printf '\nmsgctxt "%s"\nmsgid "%s"\nmsgstr "%s"\n' ui.take 'Neem {n} mee naar de balie van UWV' "$2" ui.foot.ok OK "$3"
}

# refuses RULE TEXT MISTAKE: MISTAKE is a command that spoils a good tree.
refuses() {
    good_tree
    sh -c "$3"
    tap_fails "$1 refuses: $3" 1 "$2" "$rules/$1"
}

good_tree
for rule in "$rules"/*; do
    tap_ok "$(basename "$rule") takes a good tree" "$rule"
done

refuses braces 'name.c:6: braces' "sed -i 's/(n > 1) {/(n > 1)/' firmware/base/name.c"
refuses braces 'name.c:11: braces' "printf 'else\n' >>firmware/base/name.c"
refuses catalogues 'nl.po' "printf 'msgid \"a\"\n' >>assets/locale/nl.po"
refuses circles 'base/name' "printf '#include \"base/other.h\"\n' >>firmware/base/name.c; printf '#include \"base/name.h\"\n' >firmware/base/other.c"
refuses floors 'base may not use ui' "printf '#include \"ui/sign.h\"\n' >>firmware/base/name.c"
refuses floors 'name the floor' "printf '#include \"name.h\"\n' >>firmware/base/name.c"
refuses floors 'not kiosk' "printf '#include \"kiosk/visit.h\"\n' >>host-tools/packctl/main.c"
refuses format 'name.c:4' "sed -i 's/int name_count/int  name_count/' firmware/base/name.c"
refuses globals 'count is a mutable global' \
    "mkdir -p build/native/obj/firmware/base; echo 'int count; const int fixed = 1;' | gcc -x c -c - -o build/native/obj/firmware/base/a.o"
refuses globals 'last.* is a mutable global' \
    "mkdir -p build/native/obj/firmware/base; echo 'int f(void); int f(void) { static int last = 3; return ++last; }' | gcc -x c -c - -o build/native/obj/firmware/base/a.o"
refuses headers 'name.h:2' "sed -i 2d firmware/base/name.h"
refuses homes 'SQLite' "printf '#include <sqlite3.h>\n' >>firmware/base/name.c"
refuses homes 'mbedTLS' "printf '#include <mbedtls/ssl.h>\n' >>firmware/ui/sign.c"
refuses settings 'panel.size should have default 7, says nothing' \
    "printf '{\"panel\", \"size\", SETTING_INT, .fallback = \"7\"},\\n' >firmware/base/kiosk_settings.c; touch firmware/README.md"
refuses settings 'no setting panel.old' \
    "touch firmware/base/kiosk_settings.c; printf '## Settings\\n| \`panel.old\` | number | 7 | size |\\n' >firmware/README.md"
refuses lengths 'fewer than 800' "yes '// x' | head -n 800 >>firmware/base/name.c"
refuses lengths 'at most 150' "yes '// x' | head -n 150 >>firmware/base/name.h"
refuses lengths 'name.c:11: a function has at most 80' "{ printf 'void f(void)\n{\n'; yes '    g();' | head -n 79; printf '}\n'; } >>firmware/base/name.c"
refuses lengths 'five parameters' "printf 'void f(int a, int b, int c, int d, int e,\n       int (*f)(int))\n{\n}\n' >>firmware/base/name.c"
refuses licence 'name.c:1' "sed -i 1d firmware/base/name.c"
refuses licence 'name.c:1' "sed -i '1i /* first */' firmware/base/name.c"
refuses licence 'tests/good.t' "sed -i 2d tests/good.t"
refuses scripts 'good.t' "printf 'if true\n' >>tests/good.t"
refuses scripts 'neither' "sed -i '1s/.*/#!perl/' tests/good.t"
refuses sheet 'there is no tests/none.t' "printf '| 1 | a | \`tests/none.t\`: works |\\n' >firmware/ui/README.md"
refuses sheet 'tests/good.t has no test .works' "printf '| 1 | a | \`tests/good.t\`: works |\\n' >firmware/ui/README.md"
refuses stories 'no test of story 5,' "mkdir -p tests/visit; for n in 03 12 14 18; do touch tests/visit/story_\${n}_a.t; done"
refuses stories 'no test of story 20,' "mkdir -p tests/visit; echo '# story 2 and story 200' >tests/visit/a.t"
refuses top 'vendor' "mkdir vendor"
refuses translations 'en.po: ui.take: is missing' "sed -i '/^msgctxt .ui.take/,/^$/d' assets/locale/en.po"
refuses translations 'en.po: ui.take: no such text' "sed -i '/^msgctxt .ui.take/,/^$/d' assets/locale/nl.po"
refuses translations 'en.po: ui.take: has no translation' "sed -i 's/^msgstr .Bring.*/msgstr \"\"/' assets/locale/en.po"
refuses translations 'en.po: ui.take: places differ' "sed -i 's/Bring {n}/Bring {s}/' assets/locale/en.po"
refuses translations 'en.po: ui.take: the Dutch text has changed' "sed -i 's/Neem/Breng/' assets/locale/nl.po"
refuses translations 'en.po: ui.take: is marked fuzzy' "sed -i 's/^msgctxt .ui.take/#, fuzzy\n&/' assets/locale/en.po"
refuses translations 'en.po: ui.take: keep UWV' "sed -i 's/the UWV/your/' assets/locale/en.po"
refuses translations 'en.po: ui.take: the glossary says desk|counter' "sed -i 's/UWV desk/UWV table/' assets/locale/en.po"
refuses translations 'en.po: ui.take: letters of another script' "sed -i 's/Bring/Вring/' assets/locale/en.po"
refuses translations 'uk.po: ui.take: .*: i$' "sed -i 's/В/Вi/' assets/locale/uk.po"
refuses translations 'uk.po: ui.take: a letter of another language' "sed -i 's/до/доы/' assets/locale/uk.po"
refuses translations 'ar.po: ui.take: put Latin letters between' "sed -i 's/⁨//;s/⁩//' assets/locale/ar.po"
refuses translations 'ar.po: ui.take: begins with an isolate or a place' "sed -i 's/خذ {n}/{n} خذ/' assets/locale/ar.po"
refuses translations 'ar.po: ui.take: isolates' "sed -i 's/⁩//' assets/locale/ar.po"
refuses translations 'en.po: ui.foot.ok: more than 12' "sed -i 's/^msgstr .OK.*/msgstr \"Quite all right\"/' assets/locale/en.po"
refuses translations 'en.po:1: the header lacks .X-Reviewed' "sed -i /X-Reviewed/d assets/locale/en.po"
refuses words 'name.c:11' "printf '// TO%s later\n' DO >>firmware/base/name.c"
refuses words 'name.c:11' "printf 'G_DEFINE_QUARK(a - b, c)\n' >>firmware/base/name.c"
refuses words 'good.t:4' "printf 'cat /%s/somebody\n' home >>tests/good.t"
refuses words 'name.c:11' "printf '#if 0\n#endif\n' >>firmware/base/name.c"
refuses words 'name.c:11' "printf 'int x = us%s(3);\n' leep >>firmware/base/name.c"
refuses words 'good.t:4' "printf 'sl%s 1\n' eep >>tests/good.t"

cd "$top" || exit 1
for rule in "$rules"/*; do
    tap_ok "$(basename "$rule") is tried above" grep -q "^refuses $(basename "$rule") " tests/lint/rules.t
done
tap_done
