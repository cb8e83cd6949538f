#!/bin/bash
# Usage: lay-sample.sh SRC DST [YYYY-MM-DD]
# Copies the sample content into the folder DST so that it looks alive on that day (today without one):
# in names and text files @D+5@ becomes the ISO date five days later, @I+5@ the same for calendars.
# What an earlier call laid there is taken away first (DST.laid lists it); other files stay.
set -euo pipefail
src=${1%/} dst=${2%/} day=${3:-$(date +%F)}

# "@D+5@" → 2026-11-28, "@I+5@" → 20261128, everywhere in a text
expand() {
    local text=$1 token format
    while [[ $text =~ @([DI])\+([0-9]+)@ ]]; do
        format=%F
        [ "${BASH_REMATCH[1]}" = D ] || format=%Y%m%d
        token=$(date -d "$day +${BASH_REMATCH[2]} days" +"$format")
        text=${text//"${BASH_REMATCH[0]}"/$token}
    done
    printf '%s' "$text"
}

mkdir -p "$dst"
if [ -e "$dst.laid" ]; then
    while IFS= read -r name; do
        rm -f -- "$dst/$name"
    done <"$dst.laid"
fi
: >"$dst.laid"
while IFS= read -r -d '' file; do
    name=$(expand "${file#"$src"/}")
    mkdir -p "$dst/$(dirname "$name")"
    case $file in
        *.txt | *.csv | *.ics) expand "$(cat "$file")" >"$dst/$name" ;;
        *) cp "$file" "$dst/$name" ;;
    esac
    printf '%s\n' "$name" >>"$dst.laid"
done < <(find "$src" -type f -print0)
