#!/bin/bash
# Usage: lay-sample.sh SRC DST [YYYY-MM-DD]
# Copies the sample content to DST as a new tree that looks alive on that day (today without one): in
# names and text files @D+5@ becomes the ISO date five days later, @I+5@ the same for calendars.
set -euo pipefail
src=$1 dst=$2 day=${3:-$(date +%F)}

# "@D+5@" → 2026-11-28, "@I+5@" → 20261128, everywhere in a text
expand() {
    local text=$1 token
    while [[ $text =~ @([DI])\+([0-9]+)@ ]]; do
        local format=%F
        [ "${BASH_REMATCH[1]}" = D ] || format=%Y%m%d
        token=$(date -d "$day +${BASH_REMATCH[2]} days" +"$format")
        text=${text//"${BASH_REMATCH[0]}"/$token}
    done
    printf '%s' "$text"
}

rm -rf "$dst.new"
mkdir -p "$dst.new"
while IFS= read -r -d '' file; do
    name=$(expand "${file#"$src"/}")
    mkdir -p "$dst.new/$(dirname "$name")"
    case $file in
    *.txt | *.csv | *.ics) expand "$(cat "$file"; echo x)" | sed '$ s/x$//' >"$dst.new/$name" ;;
    *) cp "$file" "$dst.new/$name" ;;
    esac
done < <(find "$src" -type f -print0)
rm -rf "$dst"
mv "$dst.new" "$dst"
