#!/bin/bash
# Usage: soak.sh BUILD DAYS        a simulated year (tests/soak/soak.c), on folders of its own
set -eu
build=$1 days=$2
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
export LC_ALL=C.UTF-8 TZ=Europe/London SDL_VIDEODRIVER=dummy SDL_AUDIODRIVER=dummy
export LSAN_OPTIONS="suppressions=$PWD/tests/tools/leaks-of-libraries.txt:print_suppressions=0"
vips gaussnoise "$work/noise.v" 800 600 --sigma 20 --mean 128
vips cast "$work/noise.v" "$work/photo.jpg" uchar
soak() { # its own verdict is 1; anything else is its end: a leak, a signal
    "$build/tests/soak/soak" "$work" "$work/photo.jpg" "$days" 2>"$work/said" || {
        local status=$?
        [ "$status" = 1 ] || echo "not ok - it ends in order: $status"
    }
}
# Its tours and jobs talk; what it comes to is on lines of its own.
soak | tee "$work/out" | grep --line-buffered -E '^(#|ok|not ok)' || true
grep -vE 'foyer (import|sync)|^foyer foyer' "$work/said" | head -20 || true
awk '/^ok/ { passed++ } /^not ok/ { failed++ } END { print passed + 0 " passed, " failed + 0 " failed"; exit failed > 0 || passed == 0 }' "$work/out"
