#!/bin/sh
# Usage: pseudo.sh POT PO
# Makes the catalogue of the pseudo-language "xx" from the template: every string accented, in brackets
# and 40 % longer, its directives (%s, %d …) as they were. What the screen then shows without brackets
# was cut or is not translatable; what no longer fits would not fit in a longer language either.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One string from stdin to stdout; msgfilter runs it for each. Bytes, so that any awk does.
cat >"$work/stretch.awk" <<'AWK'
BEGIN {
    RS = "\001"
    n = split("a á b ƀ c ç d ð e é f ƒ g ĝ h ĥ i í j ĵ k ķ l ł m ɱ n ñ o ö p þ r ř s š t ţ u û w ŵ y ý z ž" \
        " A Å C Ç D Ð E É G Ĝ H Ĥ I Î J Ĵ K Ķ L Ł N Ñ O Ö P Þ R Ř S Š T Ţ U Û W Ŵ Y Ý Z Ž", pair, " ")
    for (i = 1; i < n; i += 2) accented[pair[i]] = pair[i + 1]
}
{
    letters = $0
    gsub(/%[0-9$]*[-+ #0-9.]*(zu|zd|lu|ld|[dsuc%])/, "", letters)
    more = int(length(letters) * 0.4 + 0.99) - 2 # the brackets are two
    out = ""
    rest = $0
    while (rest != "") {
        if (match(rest, /^%[0-9$]*[-+ #0-9.]*(zu|zd|lu|ld|[dsuc%])/)) {
            out = out substr(rest, 1, RLENGTH)
            rest = substr(rest, RLENGTH + 1)
            continue
        }
        c = substr(rest, 1, 1)
        rest = substr(rest, 2)
        to = c in accented ? accented[c] : c
        out = out to
        if (more > 0 && c ~ /[aeiou]/) { # words grow, as they do in other languages
            out = out to
            more--
        }
    }
    for (i = 0; i < more; i++) out = out (i % 7 == 0 && i + 1 < more ? " " : "ö")
    printf "[%s]", out
}
AWK

sed 's/^"Plural-Forms:.*/"Plural-Forms: nplurals=2; plural=(n != 1);\\n"/; s/^"Language: .*/"Language: xx\\n"/' "$1" >"$work/head.pot"
msgen --no-wrap "$work/head.pot" |
    msgfilter --no-wrap --keep-header -o "$2" awk -f "$work/stretch.awk"
