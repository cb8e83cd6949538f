#!/bin/bash
# Usage: touch.sh            (BUILD, TOUCHES=9)
#
# How long a press waits for the picture that shows it was felt, on a display without a GPU (Xvfb, 1920x1080): on a
# slide that stands, while one slide fades into the next, and both again while photos of 12 megapixels are
# imported beside it. Watched from outside by tests/bench/watch.c.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/bench/lib.sh
. tests/bench/lib.sh

build=$(cd "${BUILD:-build}" && pwd)
touches=${TOUCHES:-9}
work=$(mktemp -d)
display=
finish() {
    rm -f "$work/importing"
    [ -z "$display" ] || kill "$display" 2>/dev/null || true
    wait
    rm -rf -- "$work"
}
trap finish EXIT
need_tools
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
export HOME=$work LC_ALL=C.UTF-8
settings=(--set content.share="$work/share" --set content.state="$work/state" --set content.settle_seconds=0
    --set display.fullscreen=yes --set display.idle_seconds=5)

press() { # WHEN
    "$build/tests/bench/watch" --touch "$touches" env SDL_VIDEODRIVER=x11 "$build/foyer" show "${settings[@]}" \
        2>"$work/log" | tr ' =' '\n ' | awk -v when="$1" '
            NF == 2 { v[$1] = $2 }
            END {
                printf "on a slide%s: %.1f ms (at most %.1f)\n", when, v["still_us"] / 1000, v["still_most_us"] / 1000
                printf "during a fade%s: %.1f ms (at most %.1f)\n", when, v["fade_us"] / 1000, v["fade_most_us"] / 1000
            }'
}

# Photos are replaced by others without end; as import's unit has it: on what is left of the processors.
import_on() {
    local round=1
    chrt --idle --pid 0 "$BASHPID"
    while [ -e "$work/importing" ]; do
        red_photos "$work/share/Achievements" Big 20 4272 2848 $((round++ % 100))
        "$build/foyer" import --once "${settings[@]}" 2>/dev/null
    done
}

echo "making photos…" >&2
red_photos "$work/share/Achievements" Photo 20 1920 1280
red_photos "$work/share/Achievements" Big 20 4272 2848
"$build/foyer" import --once "${settings[@]}" 2>/dev/null
start_display
echo "a press to the picture with its mark; median of $touches"
press ''
touch "$work/importing"
import_on &
sleep 2
press ', while photos are imported'
