# The house: what keeps src/ as src/README.md describes it, and the tree tidy.
#
# Each rule is a function that prints what breaks it, one line for each place. The rules are first
# tried on a tree in which each of them is broken (a rule that finds nothing there is no rule), then
# on this one.
# shellcheck shell=bash disable=SC2016,SC2046
. tests/whole/lib.sh

# The floors; a room's files include from its own room, or from one with a lower number. Two rooms
# on the same floor may know each other in one direction only.
floors='base 0 model 1 store 2 content 2 ui 3 platform 3 screens 4 jobs 5 main.c 6 decoder.c 6'

# Which room (or file, without its ending) may include which libraries' headers (extended regular
# expressions).
libraries='
platform  SDL|xf86drm|xkbcommon|fribidi|hb[.-]|harfbuzz|linebreak|graphemebreak|wordbreak|unibreak
store     sqlite3|libpq
ui        qrencode
content   vips|jpeglib|libical|csv\.h|xlsxwriter|zip|utf8proc|glib|seccomp|linux/landlock
base      ini\.h|libintl|crypt\.h
base/cldr|content unicode/
'

# All files that belong to the project: tracked ones, and those about to be.
files() {
    {
        git -c safe.directory="*" ls-files --cached --others --exclude-standard 2>/dev/null ||
            find . -type f -not -path "./build/*" -not -path "./.git/*" | sed "s|^\./||" # a copy without its history
    } | sort -u |
        while IFS= read -r file; do
            [ ! -e "$file" ] || printf '%s\n' "$file"
        done
}

code() {
    find src -name '*.[ch]' | sort
}

# bare FILE…: FILE:LINE:code, without comments and what is between quotes.
bare() {
    awk '
        FNR == 1 { inside = 0 }
        {
            out = ""
            for (i = 1; i <= length($0); i++) {
                two = substr($0, i, 2)
                one = substr($0, i, 1)
                if (inside) {
                    if (two == "*/") { inside = 0; i++ }
                } else if (two == "/*") { inside = 1; i++ }
                else if (two == "//") break
                else if (one == "\"" || one == "\047") {
                    for (i++; i <= length($0) && substr($0, i, 1) != one; i++)
                        if (substr($0, i, 1) == "\\") i++
                    out = out one one
                } else out = out one
            }
            print FILENAME ":" FNR ":" out
        }' "$@"
}

includes() { # FILE:LINE:<name> or "name", for each include there is
    grep -HnE '^ *# *include' $(code) | sed -E 's/^([^:]*:[0-9]+):[^<"]*([<"][^>"]*[>"]).*/\1:\2/'
}

includes_point_down() {
    includes | awk -F: -v floors="$floors" '
        BEGIN {
            n = split(floors, f, " ")
            for (i = 1; i < n; i += 2) floor[f[i]] = f[i + 1]
        }
        {
            split($1, at, "/")
            from = at[2]
            if (!(from in floor)) { print $1 ": is in no room of the house"; next }
            if ($3 !~ /^"/) next
            name = substr($3, 2, length($3) - 2)
            to = name
            if (!sub(/\/.*/, "", to) || !(to in floor)) {
                print $1 ":" $2 ": \"" name "\" does not name its room"
            } else if (floor[to] > floor[from]) {
                print $1 ":" $2 ": " from " is below " to
            } else if (to != from && floor[to] == floor[from]) {
                if ((to, from) in seen) print $1 ":" $2 ": " from " and " to " include each other"
                seen[from, to] = 1
            }
        }'
}

libraries_stay_in_their_rooms() {
    local room pattern
    while read -r room pattern; do
        [ -n "$room" ] || continue
        includes | grep -E ":<($pattern)" | grep -vE "^src/($room)[/.]" | sed "s,\$, belongs in $room,"
    done <<<"$libraries"
}

logic_is_pure() {
    local impure='time|clock_gettime|gettimeofday|localtime(_r)?|fopen|open(at)?|getenv|rand(om)?|system|popen|sleep|usleep|nanosleep'
    bare $(code | grep -E '^src/(model|ui|screens)/') | grep -E "(^|[^A-Za-z0-9_.>])($impure)\("
}

clocks_are_read_in_one_place() {
    bare $(code | grep -vE '^src/(jobs/|base/clock\.)') |
        grep -E '(^|[^A-Za-z0-9_.>])(time|clock_gettime|gettimeofday)\('
}

files_say_what_they_are() {
    local file
    for file in $(code; find tests -name '*.[ch]' | sort); do
        case $(head -c 2 "$file") in
            '/*') ;;
            *) echo "$file: does not open with a comment" ;;
        esac
    done
}

# A body is what stands between a { and a } in the first column.
functions_are_short() {
    awk -v most=80 '
        FNR == 1 { reason = 0; start = 0 }
        /^$/ { reason = 0 }
        /\/\* long: ./ { reason = 1 }
        /^\{/ { start = FNR }
        /^\}/ {
            if (start && FNR - start + 1 > most && !reason)
                print FILENAME ":" start ": a function of " FNR - start + 1 " lines"
            start = 0
            reason = 0
        }
        # Blank lines within a body do not end its reason.
        start { if (/^$/) reason = kept; else kept = reason }
        ' $(code | grep '\.c$')
}

nothing_is_left_open() {
    files | grep -vE '\.(png|jpe?g|webp|pdf|gif|tiff?|heic|avif)$' | tr '\n' '\0' |
        xargs -0 grep -nIwE "TO""DO|FIX""ME|X""XX|HA""CK" /dev/null
}

top_level_is_tidy() {
    files | sed 's|/.*||' | sort -u |
        grep -vxE 'Makefile|src|assets|kiosk-config|tests|README\.md|LICENSE|\..*'
}

scripts_are_well_formed() {
    local file
    while IFS= read -r file; do
        case $file:$(head -c 20 "$file" | head -n 1 | tr -d '\0') in
            *.sh:* | *:'#!/bin/bash'* | *:'#!/bin/sh'*) bash -n "$file" 2>&1 ;;
        esac
    done < <(files | grep -E '^(tests|assets|kiosk-config|\.ci)/')
}

pictures_are_small() {
    find assets/screenshots -type f -size +150k 2>/dev/null | sed 's/$/: over 150 KB/'
}

strings_are_collected() {
    local fresh
    fresh=$work/foyer.pot
    tests/tools/pot.sh "$fresh" 2>&1 && touch "$fresh" &&
        diff <(grep -v '^"POT-Creation-Date' assets/po/foyer.pot) \
            <(grep -v '^"POT-Creation-Date' "$fresh") | sed 's/^/assets\/po\/foyer.pot (run make pot): /'
}

rules=(
    'includes_point_down           includes point only down'
    'libraries_stay_in_their_rooms libraries stay in their rooms'
    'logic_is_pure                 model, ui and screens do no input or output and read no clock'
    'clocks_are_read_in_one_place  clocks are read only in jobs and base/clock'
    'files_say_what_they_are       every C file opens with a comment'
    'functions_are_short           no function is longer than 80 lines without a reason'
    'nothing_is_left_open          nothing is left open'
    'top_level_is_tidy             the top level holds nothing unknown'
    'scripts_are_well_formed       scripts can be read by their shell'
    'pictures_are_small            pictures of the README are at most 150 KB'
    'strings_are_collected         assets/po/foyer.pot holds the strings of the sources'
)

# ---- a tree in which every rule is broken ------------------------------------------------------

broken=$work/broken
mkdir -p "$broken"/{src/base,src/ui,src/model,src/content,src/store,assets/po,assets/screenshots,tests/tools}
cp tests/tools/pot.sh "$broken/tests/tools/"
(
    cd "$broken" || exit 1
    git init -q
    printf '/* Up. */\n#include "ui/up.h"\n#include "near.h"\n#include <SDL.h>\n' >src/base/up.c
    printf '/* A circle. */\n#include "store/b.h"\n#include <sqlite3.h>\n' >src/content/a.c
    printf '/* A circle. */\n#include "content/a.h"\n#include <vips/vips.h>\n' >src/store/b.c
    printf '/* Reads a file. time( here is no clock. */\nFILE *f = fopen("a", "r");\n' >src/ui/file.c
    printf '/* Reads the clock. */\nlong now = time(NULL);\n' >src/model/now.c
    printf 'int uncommented;\n' >src/model/bare.c
    {
        printf '/* Long ones. */\n\nvoid f(void)\n{\n'
        yes '    f();' | head -n 40
        echo
        yes '    f();' | head -n 40
        printf '}\n\n/* long: a table */\nvoid g(void)\n{\n'
        yes '    f();' | head -n 40
        echo
        yes '    f();' | head -n 40
        printf '}\n\nvoid h(void)\n{\n'
        yes '    h();' | head -n 78
        printf '}\n'
    } >src/model/long.c
    printf '/* X%s: later */\nconst char *s = _("new");\n' XX >src/model/open.c
    touch stray.txt assets/po/foyer.pot
    printf 'if then\n' >tests/bad.sh
    head -c 200000 /dev/zero >assets/screenshots/big.png
)

for rule in "${rules[@]}"; do
    read -r function name <<<"$rule"
    if [ -n "$(cd "$broken" && "$function" 2>/dev/null)" ]; then
        ok "control, broken on purpose: $name"
    else
        not_ok "control, broken on purpose: $name" "the rule did not see it"
    fi
done
# Rules that look for more than one thing see each of them, and only those.
same "control: every include that is wrong is seen" \
    "src/base/up.c:2 src/base/up.c:3 src/store/b.c:2" \
    "$(cd "$broken" && includes_point_down | cut -d: -f1,2 | sort | xargs)"
same "control: every library that is astray is seen" \
    "src/base/up.c:4 src/content/a.c:3 src/store/b.c:3" \
    "$(cd "$broken" && libraries_stay_in_their_rooms | cut -d: -f1,2 | sort | xargs)"
same "control: a comment about clocks is no clock" "src/ui/file.c:2" \
    "$(cd "$broken" && logic_is_pure | grep '^src/ui' | cut -d: -f1,2 | xargs)"
same "control: only the long function without a reason is seen" "src/model/long.c:4: a function of 83 lines" \
    "$(cd "$broken" && functions_are_short)"

# ---- this tree ---------------------------------------------------------------------------------

for rule in "${rules[@]}"; do
    read -r function name <<<"$rule"
    found=$("$function" 2>&1)
    if [ -z "$found" ]; then
        ok "$name"
    else
        not_ok "$name" "$found"
    fi
done
