#!/bin/bash
# Usage: screenshots.sh          (BUILD: the build's folder)
#
# Takes pictures of every screen by the tour tests/tours/screenshots.tour, in the three sizes that
# the look is judged by, into $BUILD/screenshots/SIZE/. Those that the README shows (listed in
# tests/tours/screenshots.readme: "SIZE NAME", one a line) also go to assets/screenshots/, at most
# 1280 pixels long and 150 KB each.
set -eu
cd "$(dirname "$0")/../.."

mkdir -p "${BUILD:=build}/screenshots"
out=$(cd "$BUILD/screenshots" && pwd)
foyer=$(cd "$BUILD" && pwd)/foyer
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# A date within the school year, so that they come out the same each time.
day=2026-05-12
tests/tools/lay-sample.sh assets/sample "$work/share" "$day"

for size in 1920x1080 1080x1920 1280x800; do
    state=$work/$size
    mkdir -p "$state" "$state.office"
    settings=(--set school.name='Riverbank Primary School' --set content.share="$work/share"
        --set content.state="$state" --set replies.staff_file="$state.office/Replies.sqlite")
    rm -rf -- "${out:?}/$size"
    mkdir "$out/$size"
    "$foyer" import --once "${settings[@]}" --now "${day}T08:40:00"
    "$foyer" show "${settings[@]}" --now "${day}T08:40:00" --headless --size "$size" \
        --tour tests/tours/screenshots.tour --shots "$out/$size"
done

mkdir -p assets/screenshots
while read -r size name; do
    case $size in '' | '#'*) continue ;; esac
    # The best quality that stays below 150 KB.
    for quality in 90 85 80 72 64 56 48; do
        vips thumbnail "$out/$size/$name.png" \
            "assets/screenshots/$name-$size.jpg[Q=$quality,strip,optimize-coding]" 1280 --height 1280 --size down
        [ "$(stat -c %s "assets/screenshots/$name-$size.jpg")" -gt 150000 ] || break
    done
done <tests/tours/screenshots.readme
echo "All of them: $out"
echo "In the README: $(find assets/screenshots -type f | sort | xargs)"
