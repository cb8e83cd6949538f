#!/bin/bash
# Usage: screenshots.sh          (BUILD: the build's folder)
#
# Takes pictures of every screen by the tour tests/tours/screenshots.tour, in the three sizes that
# the look is judged by, into $BUILD/screenshots/SIZE/. Shots whose name begins with "readme-" also
# go to assets/screenshots/ for the README: the landscape one, or for "readme-tall-" the portrait
# one, at most 1280 pixels long and 150 KB each.
set -eu
cd "$(dirname "$0")/../.."

mkdir -p "${BUILD:=build}/screenshots"
out=$(cd "$BUILD/screenshots" && pwd)
foyer=$(cd "$BUILD" && pwd)/foyer
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# A day within the school year, so that they come out the same each time.
day=2026-05-12
tests/tools/lay-sample.sh assets/sample "$work/share" "$day"
pin=$(echo 2468 | "$foyer" pin | sed -n 's/^pin = //p')

for size in 1920x1080 1080x1920 1280x800; do
    state=$work/$size
    mkdir -p "$state" "$state.office"
    settings=(--set school.name='Riverbank Primary School'
        --set school.languages='en es ar zh vi pa ur pl bn so pt hi tl' --set content.share="$work/share"
        --set content.state="$state" --set replies.staff_file="$state.office/Replies.sqlite")
    rm -rf -- "${out:?}/$size"
    mkdir "$out/$size"
    "$foyer" import --once "${settings[@]}" --now "${day}T08:40:00"
    "$foyer" show "${settings[@]}" --now "${day}T08:40:00" --headless --size "$size" \
        --tour tests/tours/screenshots.tour --shots "$out/$size"
    # The staff's corner is at another place in each size.
    sed "s/@1240,30/@$((${size%x*} - 40)),30/" tests/tours/staff.tour >"$work/staff.tour"
    "$foyer" show "${settings[@]}" --set "staff.pin=$pin" --now "${day}T08:40:00" --headless --size "$size" \
        --tour "$work/staff.tour" --shots "$out/$size"
    mv "$out/$size/staff.png" "$out/$size/readme-staff.png"
done

# small PNG JPEG: in the best quality that stays below 150 KB.
small() {
    local quality
    for quality in 90 85 80 72 64 56 48 40; do
        vips thumbnail "$1" "$2[Q=$quality,strip,optimize-coding]" 1280 --height 1280 --size down
        [ "$(stat -c %s "$2")" -gt 150000 ] || return 0
    done
}

mkdir -p assets/screenshots
for picture in "$out"/1920x1080/readme-*.png "$out"/1080x1920/readme-tall-*.png; do
    name=$(basename "$picture" .png)
    case $picture in
        *'*'* | */1920x1080/readme-tall-*) continue ;;
    esac
    small "$picture" "assets/screenshots/${name#readme-}.jpg"
done
# The page that goes back to the share, as a browser shows it. Chromium comes with no other target, so
# the picture stays as it is without it.
if command -v chromium >/dev/null; then
    printf 'x' >"$work/share/Newsletters/Spring.pub"
    "$foyer" import --once --set school.name='Riverbank Primary School' --set content.share="$work/share" \
        --set content.state="$work/answer" --now "${day}T08:40:00"
    chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$work/browser" \
        --window-size=1200,1000 --screenshot="$out/answer.png" \
        "file://$work/share/What is on the screen now.html" >/dev/null 2>&1
    small "$out/answer.png" assets/screenshots/answer.jpg
else
    echo "No chromium here: assets/screenshots/answer.jpg stays as it is."
fi
echo "All of them:   $out"
echo "In the README: $(find assets/screenshots -type f | sort | xargs)"
