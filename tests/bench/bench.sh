#!/bin/bash
# Usage: bench.sh [PART…]          (BUILD: the build's folder; PARTS="scan import counts touch rivals replies",
#                                   PHOTOS=500, FILES=5000, REPLIES=10000, RUNS=5; QUICK=1: a tenth of it)
#
# scan    looks at a share of 5,000 files on which nothing has changed, against a bare walk of them
# import  brings in 500 photos of 12 megapixels: processor time and photos a second against one vipsthumbnail
#         given the same photos, the memory of the importer and of its largest worker
# counts  instructions of the paths walked most, which no busy computer changes: counts.sh
# touch   a press to the picture with its mark, on a slide, in a fade, during an import: touch.sh
# rivals  beside Chromium, feh and mpv, where they are installed, on a display without a GPU: the first
#         picture, memory, processor, frames, the answer to a press: rivals.sh
# replies replies a second into the office's file and into PostgreSQL, and how long a visitor waits for the
#         thank-you: replies.sh
set -eu
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/../.."

build=$(cd "${BUILD:-build}" && pwd)
foyer=$build/foyer
quick=${QUICK:+1}
files=${FILES:-5000} photos=${PHOTOS:-${quick:+50}} photos=${photos:-500} runs=${RUNS:-${quick:+1}} runs=${runs:-5}
parts=" ${*:-${PARTS:-scan import counts touch rivals replies}} "
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

asked() { # PART
    [[ $parts == *" $1 "* ]]
}
needs() { # PROGRAM…
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null || {
            echo "Install with: sudo apt-get install libvips-tools"
            exit 1
        }
    done
}

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

# Twenty pictures with the noise of a sensor; each photo is one of them with a comment of its own behind
# the first two bytes (ITU T.81, COM), so that none has the content of another.
make_photos() {
    local i base
    echo "making $photos photos of 4000 x 3000…" >&2
    for ((i = 0; i < 20 && i < photos; i++)); do
        vips sines "$work/a.v" 4000 3000 --hfreq $((i + 1)) --vfreq $((i % 11 + 1)) --uchar
        vips gaussnoise "$work/b.v" 4000 3000 --sigma 8 --mean 0
        vips add "$work/a.v" "$work/b.v" "$work/c.v"
        vips cast "$work/c.v" "$work/a.v" uchar
        vips bandjoin_const "$work/a.v" "$work/base$i.jpg[Q=85]" "$((i * 12)) 128"
    done
    for ((i = 1; i <= photos; i++)); do
        base=$work/base$((i % 20 % photos)).jpg
        {
            printf '\xff\xd8\xff\xfe\0\x08%06d' "$i"
            tail -c +3 "$base"
        } >"$work/share/Achievements/Photo $i.jpg"
    done
}

bench_import() {
    local before after bare import begun ended end
    before=$(cpu) begun=$EPOCHREALTIME
    "$foyer" import --once "${settings[@]}" 2>"$work/log" &
    import=$!
    while awk '/^VmHWM/ { print $2; found = 1 } END { exit !found }' "/proc/$import/status" 2>/dev/null; do
        sleep 0.5
    done >"$work/peaks" &
    wait "$import"
    ended=$EPOCHREALTIME
    wait
    after=$(cpu)
    mkdir "$work/thumbnails"
    vipsthumbnail --size 1920x1920 -o "$work/thumbnails/%s.jpg[Q=85]" "$work"/share/Achievements/*.jpg
    end=$EPOCHREALTIME bare=$(cpu)
    awk -v p="$photos" -v a="$before" -v b="$after" -v c="$bare" -v t0="$begun" -v t1="$ended" -v t2="$end" 'BEGIN {
        printf "import: %.2f s of CPU a photo, %.2f x one vipsthumbnail given the same photos\n",
            (b - a) / p, (b - a) / (c - b)
        printf "%.1f photos a second, %.2f x as many as it\n", p / (t1 - t0), (t2 - t1) / (t1 - t0) }'
    sed -n 's/.*import: \([0-9]*\) at a time; the largest picture took \([0-9]*\) MB.*/\1 \2/p' "$work/log" |
        awk -v cores="$(nproc)" -v peak="$(tail -n 1 "$work/peaks")" '{
            printf "workers: %d at a time of %d cores, the largest took %d MB; the importer %.0f MB\n",
                $1, cores, $2, peak / 1024 }'
    echo "progress was said $(grep -c 'files read' "$work/log") times on the terminal"
}

if asked scan; then
    TMPDIR=$work "$build/tests/bench/scan" "$files"
fi
if asked import; then
    needs vips vipsthumbnail
    make_photos
    bench_import
fi
if asked counts; then
    BUILD=$build tests/bench/counts.sh
fi
if asked touch; then
    BUILD=$build TOUCHES=${TOUCHES:-${quick:+3}} tests/bench/touch.sh
fi
if asked rivals; then
    BUILD=$build RUNS=$runs QUICK=$quick tests/bench/rivals.sh
fi
if asked replies; then
    BUILD=$build REPLIES=${REPLIES:-${quick:+1000}} VISITS=${VISITS:-${quick:+30}} RUNS=${RUNS:-${quick:+1}} tests/bench/replies.sh
fi
