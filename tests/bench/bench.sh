#!/bin/bash
# Usage: bench.sh          (BUILD: the build's folder; PHOTOS=200, RUNS=5)
#
# Imports 200 generated photos of 12 megapixels, then starts the screen on a display of 1920x1080
# without a GPU (Xvfb) and prints: the time from the start of the process to its first picture, its
# memory while slides come and go, what importing a photo costs, and each against a measure of the same
# run: a bare start of the program, one screenful of pixels, one vipsthumbnail over the same photos.
set -eu
cd "$(dirname "$0")/../.."

for tool in Xvfb vips vipsthumbnail; do
    command -v "$tool" >/dev/null || {
        echo "Install with: sudo apt-get install xvfb libvips-tools"
        exit 1
    }
done

foyer=$(cd "${BUILD:=build}" && pwd)/foyer
photos=${PHOTOS:-200} runs=${RUNS:-5}
work=$(mktemp -d)
display=
finish() {
    [ -z "$display" ] || kill "$display" 2>/dev/null || true
    rm -rf -- "$work"
}
trap finish EXIT

settings=(--set content.share="$work/share" --set content.state="$work/state"
    --set content.settle_seconds=0 --set display.fullscreen=yes)
mkdir -p "$work/share/Achievements"

# CPU seconds of the children so far
cpu() {
    awk '{ print ($16 + $17) / '"$(getconf CLK_TCK)"' }' "/proc/$$/stat"
}
median() {
    sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

echo "making $photos photos of 4000 x 3000…" >&2
for ((i = 1; i <= photos; i++)); do
    vips sines "$work/a.v" 4000 3000 --hfreq $((i % 17 + 1)) --vfreq $((i % 11 + 1)) --uchar
    vips bandjoin_const "$work/a.v" "$work/share/Achievements/Photo $i.jpg[Q=85]" "$((i % 256)) 128"
done

before=$(cpu)
"$foyer" import --once "${settings[@]}" 2>/dev/null
after=$(cpu)
mkdir "$work/thumbnails"
vipsthumbnail --size 1920x1920 -o "$work/thumbnails/%s.jpg[Q=85]" "$work"/share/Achievements/*.jpg
bare=$(cpu)
awk -v p="$photos" -v a="$before" -v b="$after" -v c="$bare" 'BEGIN {
    printf "import: %.2f s of CPU a photo, %.2f x one vipsthumbnail given the same photos\n",
        (b - a) / p, (b - a) / (c - b) }'

number=$((RANDOM % 400 + 100))
Xvfb ":$number" -screen 0 1920x1080x24 >/dev/null 2>&1 &
display=$!
for _ in $(seq 50); do
    [ -e "/tmp/.X11-unix/X$number" ] && break
    sleep 0.1
done

for ((i = 0; i < runs; i++)); do
    DISPLAY=:$number SDL_VIDEODRIVER=x11 "$foyer" show "${settings[@]}" 2>"$work/log" &
    show=$!
    for _ in $(seq 300); do
        grep -q "first picture" "$work/log" && break
        sleep 0.1
    done
    sed -n 's/.*first picture presented \([0-9]*\) ms.*/\1/p' "$work/log" >>"$work/first"
    sleep 25 # three slides and their fades
    awk '/^VmRSS/ { print $2 / 1024 }' "/proc/$show/status" >>"$work/rss"
    awk '/^Pss:/ { print $2 / 1024 }' "/proc/$show/smaps_rollup" >>"$work/pss"
    kill "$show"
    wait "$show" || true
    start=$(date +%s%N)
    "$foyer" version >/dev/null
    echo $((($(date +%s%N) - start) / 1000000)) >>"$work/bare"
done
awk -v f="$(median <"$work/first")" -v b="$(median <"$work/bare")" 'BEGIN {
    printf "start to first picture: %d ms, of which loading the program and its libraries %d ms\n", f, b }'
awk -v r="$(median <"$work/rss")" -v p="$(median <"$work/pss")" 'BEGIN {
    printf "memory of the screen: %.0f MB resident, %.0f MB its own share (PSS), %.1f screenfuls of pixels\n",
        r, p, p / (1920 * 1080 * 4 / 1048576) }'
echo "(median of $runs runs, $photos photos of 12 megapixels, 1920x1080 on Xvfb without a GPU)"
