#!/bin/bash
# Usage: run-sample.sh          (BUILD: the build's folder; FULLSCREEN=1: the whole display)
#
# Tries the program on a private copy of the sample content in $BUILD/run/: on this display, or
# without one by the headless tour of the whole main job. The sample's files are laid again each
# time, with dates around today; what you dropped yourself, the configuration and the replies stay.
set -eu
cd "$(dirname "$0")/../.."

foyer=$PWD/${BUILD:=build}/foyer
case $BUILD in /*) foyer=$BUILD/foyer ;; esac
mkdir -p "$BUILD/run"
here=$(cd "$BUILD/run" && pwd)
conf=$here/foyer.conf
mkdir -p "$here/share" "$here/state" "$here/office"

tests/tools/lay-sample.sh assets/sample "$here/share"
if [ ! -e "$conf" ]; then
    cat >"$conf" <<END
; Made by "make run" for trying Foyer here; change what you like, it is written only once.
[school]
name = Riverbank Primary School
languages = en es ar zh vi pa ur pl bn so pt hi tl

[content]
share = $here/share
state = $here/state

[replies]
staff_file = $here/office/Replies.sqlite
END
fi

on_desktop() {
    [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]
}

# A console with a screen of its own, not a terminal within something else.
on_console() {
    case $(tty) in
        /dev/tty[0-9]*) compgen -G '/dev/dri/card*' >/dev/null ;;
        *) return 1 ;;
    esac
}

whole=()
if [ -n "${FULLSCREEN:-}" ] || { ! on_desktop && on_console; }; then
    whole=(--set display.fullscreen=yes)
fi

if on_desktop || on_console; then
    echo "Drop files into:     $here/share"
    echo "Replies arrive in:   $here/office/Replies.sqlite"
    exec "$foyer" run -c "$conf" "${whole[@]}"
fi

echo "No display here: playing the headless tour of the whole main job…"
rm -rf -- "$here/pictures"
mkdir "$here/pictures"
now=$(date +%Y-%m-%dT%H:%M) # told, because the network may not have set the clock of a container
"$foyer" import -c "$conf" --once --now "$now"
"$foyer" show -c "$conf" --headless --now "$now" --tour tests/tours/main-job.tour --shots "$here/pictures"
"$foyer" sync -c "$conf" --once --now "$now"
echo "What a visitor saw:      $here/pictures/"
echo "What the office got:     $here/office/Replies.sqlite"
echo "Drop files of your own:  $here/share/"
