#!/bin/bash
# Without a monitor: the screen waits, says why, and goes on when one is plugged in. The kernel's folders are
# made up, in a mount name space of their own; what SDL then finds there is no device, so it ends.
# limit: 60
. tests/whole/lib.sh

if ! unshare -m true 2>/dev/null; then
    skip "waiting for a monitor" "only root may make up the kernel's folders"
    exit
fi
new_kiosk
mkdir -p "$work/sys/class/drm/card0-HDMI-A-1" "$work/dev/dri"
touch "$work/dev/dri/card0" "$work/dev/null" "$work/dev/urandom"
connector=$work/sys/class/drm/card0-HDMI-A-1

monitor() { # STATUS MODES
    echo "$2" >"$connector/modes"
    echo "$1" >"$connector/status"
}
# The program with those folders as /sys and /dev.
cat >"$work/machine" <<END
mount --bind /dev/null "$work/dev/null" && mount --bind /dev/urandom "$work/dev/urandom" &&
    mount --rbind "$work/sys" /sys && mount --rbind "$work/dev" /dev &&
    exec env -u DISPLAY -u WAYLAND_DISPLAY SDL_VIDEODRIVER=kmsdrm "$FOYER" show -c "$conf"
END
plug_in() {
    start unshare -m bash "$work/machine"
    log=$work/started.$((${#_started[@]} - 1)).log
}

said_twice() {
    [ "$(grep -c 'no monitor is connected' "$log")" = 2 ]
}

monitor disconnected ''
plug_in
check "without a monitor it says so" within 10 grep -q 'no monitor is connected' "$log"
check "and waits" kill -0 "$started"
monitor connected ''
check "a monitor that reports no modes is told from none" within 10 grep -q 'says nothing about the sizes' "$log"
monitor unknown ''
check "and from one that was unplugged again" within 10 said_twice
before=$SECONDS
stop "$started"
same "it stops when it is told" 0 "$stopped"
check "within two seconds" test $((SECONDS - before)) -le 2

monitor disconnected ''
plug_in
check "it waits again" within 10 grep -q 'no monitor is connected' "$log"
monitor connected '1920x1080'
check "plugged in, it goes on to open the display" within 10 grep -q 'no display could be opened' "$log"
wait "$started"
same "which is none, and is said to systemd" 1 $?
has "with where to look" "the monitor is there and free" "$(cat "$log")"
