# The catalogues in assets/po: one for each language, complete, well formed, and not English by accident.
# That each letter of them can be drawn is tests/pictures/catalogue_test.c.
# asan: no (no program of ours runs)
# shellcheck shell=bash
. tests/whole/lib.sh

# Strings that may be the same as in English: language (* for all), a tab, the string. Patterns of
# placeholders only are left out by themselves.
same_as_english='
*	E-mail
pl	Sport
tl	Newsletter
tl	E-mail address
tl	Contrast
'

# texts PO: each pair of a string and its translation, with a tab between, \n as in the file.
texts() {
    msgattrib --no-obsolete --no-wrap "$1" | awk '
        function unquoted(line) { sub(/^[^"]*"/, "", line); sub(/"$/, "", line); return line }
        function flush() {
            if (id != "") for (i = 0; i < forms; i++) print (i > 0 && plural != "" ? plural : id) "\t" text[i]
            id = plural = ""; forms = 0
        }
        /^msgctxt/ { flush(); part = "context"; next }
        /^msgid_plural/ { part = "plural"; plural = unquoted($0); next }
        /^msgid/ { if (part != "context") flush(); part = "id"; id = unquoted($0); next }
        /^msgstr/ { part = "text"; text[forms++] = unquoted($0); next }
        /^"/ {
            if (part == "id") id = id unquoted($0)
            else if (part == "plural") plural = plural unquoted($0)
            else if (part == "text") text[forms - 1] = text[forms - 1] unquoted($0)
        }
        END { flush() }'
}

header() { # PO FIELD
    texts_of_header "$1" | sed -n "s/^$2: *//p"
}
texts_of_header() {
    msgattrib --no-wrap "$1" | sed -n '/^msgid ""/,/^$/p' | sed -n 's/^"\(.*\)\\n"$/\1/p'
}

# ---- what is asked of a catalogue: each prints what is wrong, or nothing ------------------------

is_well_formed() { # PO CODE PLURAL
    msgfmt --check --check-format -o /dev/null "$1" 2>&1
}
is_complete() {
    msgcmp "$1" assets/po/foyer.pot 2>&1
    msgattrib --only-fuzzy --no-wrap "$1" | sed -n 's/^msgid /fuzzy: /p'
    msgattrib --untranslated --no-wrap "$1" | sed -n 's/^msgid /untranslated: /p'
}
says_its_state() {
    [ "$(header "$1" X-Foyer-State)" = "draft, awaiting a native reader" ] ||
        echo 'no line "X-Foyer-State: draft, awaiting a native reader"'
    [ "$(header "$1" Language)" = "$2" ] || echo "Language is not $2"
}
counts_as_its_language() {
    [ "$(header "$1" Plural-Forms | tr -d ' ')" = "$(tr -d ' ' <<<"$3")" ] ||
        echo "Plural-Forms should be: $3"
}
# msgfmt looks only at strings marked as formats; a stray or lost % anywhere is seen here.
keeps_its_placeholders() {
    texts "$1" | awk -F'\t' '
        function directives(s,   n, found, d) {
            n = 0
            found = ""
            while (match(s, /%([0-9]+\$)?(zu|zd|lu|ld|[a-z%])/)) {
                d = substr(s, RSTART, RLENGTH)
                sub(/[0-9]+\$/, "", d)
                count[d]++
                s = substr(s, RSTART + RLENGTH)
            }
            for (d in count) { order[++n] = d d count[d] }
            for (i = 1; i <= n; i++)
                for (j = i + 1; j <= n; j++)
                    if (order[j] < order[i]) { t = order[i]; order[i] = order[j]; order[j] = t }
            for (i = 1; i <= n; i++) found = found " " order[i]
            delete count
            delete order
            return found
        }
        # A form that only one or two take may say the number in a word.
        $2 != "" {
            a = directives($1)
            b = directives($2)
            if (a != b && !(b == "" && a ~ /^ %(zu|d)%(zu|d)1$/)) print $1 " -> " $2
        }'
}
is_not_english() {
    texts "$1" | awk -F'\t' -v code="$2" -v allowed="$same_as_english" '
        BEGIN {
            n = split(allowed, lines, "\n")
            for (i = 1; i <= n; i++) {
                split(lines[i], part, "\t")
                if (part[1] == "*" || part[1] == code) may[part[2]] = 1
            }
        }
        {
            letters = $1
            gsub(/%[a-z]+/, "", letters)
            if ($1 == $2 && letters ~ /[A-Za-z]/ && !($1 in may)) print "still English: " $1
        }'
}

rules=(
    'is_well_formed         is well formed'
    'is_complete            is complete'
    'says_its_state         says its language and that it is a draft'
    'counts_as_its_language counts as its language does'
    'keeps_its_placeholders keeps its placeholders'
    'is_not_english         is not English by accident'
)

# ---- a catalogue in which everything is wrong ---------------------------------------------------

broken=$work/broken.po
cat >"$broken" <<'END'
msgid ""
msgstr ""
"Language: fr\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

msgid "Back"
msgstr "Back"

#, c-format
msgid "Thank you, %s"
msgstr "Gracias, %d"

#, fuzzy
msgid "Contrast"
msgstr "Contraste"

msgid "Done"
msgstr ""
END
for rule in "${rules[@]}"; do
    read -r function name <<<"$rule"
    if [ -n "$("$function" "$broken" es 'nplurals=2; plural=(n != 1);' 2>&1)" ]; then
        ok "control, broken on purpose: $name"
    else
        not_ok "control, broken on purpose: $name" "the rule did not see it"
    fi
done

# The pseudo-language is a whole catalogue: nothing may be said of it.
check "the pseudo-language can be made" tests/tools/pseudo.sh assets/po/foyer.pot "$work/xx.po"
for function in is_complete keeps_its_placeholders is_not_english; do
    same "the pseudo-language: ${function//_/ }" "" "$("$function" "$work/xx.po" xx)"
done

# A catalogue that was just begun has everything but its translations.
check "a new catalogue can be begun" tests/tools/new-po.sh ar "$work/ar.po"
same "a new catalogue has the right header" "" \
    "$(says_its_state "$work/ar.po" ar; grep -P '^ar\t' tests/tools/languages.txt | cut -f3 |
        { read -r plural; counts_as_its_language "$work/ar.po" ar "$plural"; })"
same "a new catalogue has a place for each form" 6 \
    "$(sed -n '/^msgid_plural "%zu ways to help"/,/^$/p' "$work/ar.po" | grep -c '^msgstr\[')"

# ---- those of the tree --------------------------------------------------------------------------

while IFS=$'\t' read -r code name plural; do
    case $code in '#'* | '') continue ;; esac
    po=assets/po/$code.po
    if [ ! -e "$po" ]; then
        not_ok "$name: there is a catalogue" "$po is missing (begin it with tests/tools/new-po.sh $code)"
        continue
    fi
    for rule in "${rules[@]}"; do
        read -r function said <<<"$rule"
        found=$("$function" "$po" "$code" "$plural" 2>&1)
        if [ -z "$found" ]; then
            ok "$name $said"
        else
            not_ok "$name $said" "$found"
        fi
    done
done <tests/tools/languages.txt

# Every language of the program is in the list, and the other way round.
same "the list is that of the program" \
    "$(sed -n 's/^    {"\([a-z]*\)", "[A-Z].*/\1/p' src/base/language.c | grep -vx en | sort | xargs)" \
    "$(grep -v '^#' tests/tools/languages.txt | cut -f1 | sort | xargs)"
