#!/bin/bash
# Usage: counts.sh     (BUILD: the build's folder)
#
# Instructions of the paths that are walked most (counts.c), counted by callgrind: on the same build they are
# the same on a busy computer as on a quiet one, give or take a hundredth.
set -eu
cd "$(dirname "$0")/../.."
build=$(cd "${BUILD:-build}" && pwd)
command -v valgrind >/dev/null || {
    echo "Install with: sudo apt-get install valgrind"
    exit 1
}
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
day=2026-05-12
mkdir -p "$work/share" "$work/office"
tests/tools/lay-sample.sh assets/sample "$work/share" "$day"
settings=(--set content.share="$work/share" --set content.state="$work/state" --set content.settle_seconds=0
    --set replies.staff_file="$work/office/Replies.sqlite" --set replies.excel=no --set 'school.languages=en es ar'
    --now "${day}T08:40")
"$build/foyer" import --once "${settings[@]}" >/dev/null 2>&1
SDL_VIDEODRIVER=dummy valgrind -q --tool=callgrind --instr-atstart=no --callgrind-out-file="$work/counts" \
    "$build/tests/bench/counts" --headless --size 1920x1080 "${settings[@]}" >"$work/said" 2>&1 ||
    { cat "$work/said" && exit 1; }
for file in "$work"/counts.*; do
    awk '/^desc: Trigger: Client Request: / { sub(/.*Request: /, ""); name = $0 }
        /^(totals|summary): / { total = $2 }
        END { if (name != "" && total > 0) { split(name, part, "|"); printf "%s|%.1f\n", part[1], total / part[2] } }' "$file"
done | awk -F'|' '{ printf "%14.1f instructions  %s\n", $2, $1; n[$1] = $2 }
    END { fade = n["a frame of a fade, a pixel"]; bare = n["two frames of 1920 x 1080 mixed, a pixel"]
          if (bare > 0) printf "a frame of a fade takes %.2f x the instructions of mixing two frames\n", fade / bare }'
