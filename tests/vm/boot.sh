#!/bin/bash
# Usage: boot.sh BUILD N
#
# `make prove-boot`: the package in a machine that is switched on, watched and touched from outside. N power-ons
# are timed; after the last, everything that a kiosk's day brings is tried. Pictures: BUILD/vm/pictures.
# shellcheck disable=SC2016  # what check and inside are given is read later
build=$1 times=${2:-1}
# shellcheck source=tests/vm/machine.sh disable=SC2154  # its variables
. "$(dirname "$0")/machine.sh"
mkdir -p "$pictures"

# ---- power-on ----
# no_text NAME: since the splash, no frame of the film was console text.
no_text() {
    local text
    text=$(awk '$2 == "text" { print $4 }' "$run/film/film.txt")
    if [ -z "$text" ]; then
        ok "$1: of $(wc -l <"$run/film/film.txt") different frames none is console text"
    else
        vips copy "$(head -n 1 <<<"$text")" "$pictures/text.png"
        not_ok "$1: no console text" "$text"
    fi
}
see_first_slide() {
    local at
    within "${VM_PATIENCE:-240}" first_slide "$began" || return 1
    at=$(first_slide "$began")
    echo "first frame $(seconds $((at - began))) s"
}
boot_once() { # LABEL [KERNEL WORD…]
    local label=$1 said
    shift
    power_on "$@"
    if said=$(see_first_slide); then
        ok "$label: the first slide, by itself: ${said#first frame }"
    else
        not_ok "$label: the first slide"
    fi
    echo "boot ${label// /-} ${said#first frame }" >>"$run/times"
}

plan_visit "Visitor One" && plan_staff && plan_splash || exit 1
new_disks
: >"$run/times"
for ((n = 1; n < times; n++)); do
    boot_once "boot $n"
    no_text "boot $n"
    power_cut
    new_disks
done
boot_once "boot $times"
check "it is the slide that Foyer draws of the same content" within 30 was_seen "$vm/visit/slide-later.png" 8 "$began" 01-first-slide
check "systemd has finished starting" within 240 inside 'systemctl is-system-running | grep -E "running|degraded"'
check "no unit has failed" inside 'systemctl --failed --no-legend --plain | tee /dev/stderr 2>&1 | { ! grep -q .; }'
no_text "after power-on"
check "before it, the school's name" was_seen "$vm/splash/splash.png" 3 "$began" 00-splash
at=$(splash_after "$began") && echo "# the school's name $(seconds $((at - began))) s after power-on"
inside 'systemd-analyze; systemd-analyze blame --no-pager | head -12; systemd-analyze critical-chain --no-pager foyer-show.service' >"$pictures/analyze.txt" 2>&1
for unit in show import sync; do
    score=$(inside "systemd-analyze security --no-pager foyer-$unit.service 2>&1 | tail -1")
    echo "# foyer-$unit: ${score##*→ }"
done
memory() { # MB that each service and its children have needed at most, pages of files included
    inside 'cd /sys/fs/cgroup/foyer.slice && for u in show import sync; do' \
        'echo "# foyer-$u: $(($(cat foyer-$u.service/memory.peak) >> 20)) MB at most"; done;' \
        'echo "# all of Foyer: $(($(cat memory.peak) >> 20)) MB at most of $(($(cat memory.max) >> 20))"'
    check "no process of Foyer had to give way" inside \
        'grep -qx "oom_kill 0" /sys/fs/cgroup/foyer.slice/memory.events'
}

# ---- a visitor ----
check "a visitor's finger opens a slide and sends an offer: the thank-you" make_visit 02
check "the offer is in the office's file, read over the network, once" within 60 eval \
    '[ "$(replies "SELECT count(*) FROM Replies WHERE name = '\''Visitor One'\''")" = 1 ]'
check "ten fingers at once do no harm" eval 'timeout 30 "$host" ask "$run/agent" palm'

# ---- staff ----
urgent='Notices/URGENT School closes 1pm today.txt'
printf 'Please collect your children at the side gate.\n' >"$run/notice.txt"
expect_notice() { # what Foyer itself makes of the folder with the notice in it
    rm -rf "$vm/urgent" "$vm/urgent.share"
    cp -r "$vm/share" "$vm/urgent.share"
    cp "$run/notice.txt" "$vm/urgent.share/$urgent"
    mkdir "$vm/urgent"
    cp -r "$vm/expected/state" "$vm/urgent/state"
    "$foyer" import --once -c "$vm/expected/foyer.conf" --set content.state="$vm/urgent/state" \
        --set content.share="$vm/urgent.share" >"$vm/urgent/log" 2>&1
    printf 'wait 2s\nexpect "Please collect"\nshot notice\n' >"$vm/urgent/tour"
    SDL_VIDEODRIVER=dummy "$foyer" show -c "$vm/expected/foyer.conf" --set content.state="$vm/urgent/state" \
        --set content.share="$vm/urgent.share" --headless --size 1280x800 --tour "$vm/urgent/tour" \
        --shots "$vm/urgent" >>"$vm/urgent/log" 2>&1 || { cat "$vm/urgent/log"; return 1; }
}
check "what an urgent notice looks like" expect_notice
dropped=$(now_ms)
check "staff put an urgent notice into the folder over the network" staff "put $run/notice.txt \"$urgent\""
check "it is on the screen" within 200 was_seen "$vm/urgent/notice.png" 8 "$dropped" 04-urgent-notice
echo "# $(seconds $(($(now_ms) - dropped))) s after it was sent (a visitor's page stands before it until it closes)"
check "staff take it down" staff "del \"$urgent\""
vips rot "$vm/share/Achievements/Garden club wins gold.jpg" "$run/turned.jpg" d90
check "staff drop a photo that nobody has decoded yet" staff "put $run/turned.jpg \"Achievements/A photo on its side.jpg\""
check "it is decoded" within 120 inside 'foyer list | grep -q "^showing .*A photo on its side"'
vips thumbnail "$vm/share/Achievements/Garden club wins gold.jpg" "$run/tile.heic[Q=60]" 512 --height 512 --crop centre &&
    "$build/tests/whole/phonephoto" "$run/tile.heic" 512 8 6 >"$run/phone.heic"
check "and one of 12 megapixels from a phone" staff "put $run/phone.heic \"Achievements/From a phone.heic\""
check "the memory of this computer is enough for it" within 120 inside 'foyer list | grep -q "^showing .*From a phone"'
check "behind every fence" inside '! journalctl -u foyer-import | grep "fewer fences"'

memory

# ---- killed, hung ----
pid_of() { inside "systemctl show -P MainPID foyer-$1" | tr -cd 0-9; }
again() { # UNIT OLD-PID: another process, and READY
    local pid
    pid=$(pid_of "$1")
    [ "${pid:-0}" -gt 0 ] && [ "$pid" != "$2" ] && inside "systemctl is-active -q foyer-$1"
}
heal() { # UNIT SIGNAL LIMIT WHAT
    local old from branded slide
    old=$(pid_of "$1")
    from=$(now_ms)
    inside "kill -$2 $old"
    if within "$3" again "$1" "$old"; then
        ok "$4: it runs again $(seconds $(($(now_ms) - from))) s later"
    else
        not_ok "$4: it runs again within $3 s"
    fi
    echo "heal foyer-$1 SIG$2 $(seconds $(($(now_ms) - from))) s" >>"$run/times"
    [ "$1" = show ] || return 0
    within 60 splash_after "$from" || not_ok "$4: the school's name meanwhile"
    branded=$(splash_after "$from") || return 0
    within 60 first_slide "$branded"
    slide=$(first_slide "$branded") || return 0
    echo "# the school's name after $(seconds $((branded - from))) s, a slide again after $(seconds $((slide - from))) s"
    echo "heal foyer-$1-on-the-display SIG$2 $(seconds $((branded - from))) s name, $(seconds $((slide - from))) s slide" >>"$run/times"
    [ "$2" != KILL ] || check "$4: the school's name stands there within 2 s" test "$((branded - from))" -le 2000
}
heal import KILL 60 "import killed"
heal sync KILL 60 "sync killed"
heal show KILL 120 "the screen killed"
keep 05-after-kill
heal show STOP 180 "the screen hangs; its watchdog"
keep 06-after-hang
no_text "while it was healing"

# ---- a keyboard ----
key() { # QCODE…
    local keys='' code
    for code; do keys+="${keys:+, }{\"type\": \"qcode\", \"data\": \"$code\"}"; done
    qmp "{\"execute\": \"send-key\", \"arguments\": {\"keys\": [$keys]}}" >/dev/null
    sleep 2
}
old=$(pid_of show)
up=$(inside 'cut -d. -f1 /proc/uptime')
tty=$(inside 'cat /sys/class/tty/tty0/active')
key ctrl alt f2
key alt f3
key ctrl alt delete
key alt sysrq b
key alt f4
key ctrl c
key esc
for n in 1 2 3 4 5 6 7 8; do key ctrl alt delete; done
same_as_before() {
    [ "$(pid_of show)" = "$old" ] && [ "$(inside 'cat /sys/class/tty/tty0/active')" = "$tty" ] &&
        [ "$(inside 'cut -d. -f1 /proc/uptime')" -gt "$up" ]
}
check "Ctrl-Alt-F2, Alt-F3, Ctrl-Alt-Del (eight times), SysRq-B, Alt-F4, Ctrl-C, Escape: nothing" same_as_before
no_text "after the keys"
keep 07-after-keys

# ---- the monitor is pulled out, and comes back ----
monitor() { inside "for c in /sys/class/drm/card*-Virtual-1; do echo $1 >\$c/status; done"; }
waits() { [ "$(inside 'systemctl show -P StatusText foyer-show')" = "Waiting for a monitor" ]; }
monitor off
check "without a monitor it waits, and says so" within 120 waits
back=$(now_ms)
monitor detect
check "with one there is a slide again" within 120 first_slide "$back"
at=$(first_slide "$back") && echo "# $(seconds $((at - back))) s after it was plugged in"

# ---- what IT sees ----
within 120 inside 'systemctl is-active -q foyer-show'
inside 'foyer check -c /etc/foyer/foyer.conf' >"$pictures/check.txt" 2>&1
check "foyer check finds what a machine without a time server lacks, and nothing else" \
    eval '! grep "^TO DO" "$pictures/check.txt" | grep -v "the clock is"'

# ---- screen hours ----
inside 'sed -i "s/^hours = .*/hours = 03:00-03:01/" /etc/foyer/foyer.conf && systemctl restart foyer-show' >/dev/null
from=$(now_ms)
check "outside screen hours it goes dark" within 300 eval \
    'tail -n 1 "$run/film/film.txt" | grep -qE " (black|none) " && [ "$(($(now_ms) - from))" -gt 60000 ]'
keep 08-dark
dark=$(now_ms)
touch_at 600 400
check "a touch wakes it" within 60 first_frame picture "$dark"
at=$(first_frame picture "$dark") && echo "# $(seconds $((at - dark))) s after the touch"
keep 09-woken
inside 'sed -i "s/^hours = .*/hours = /" /etc/foyer/foyer.conf && systemctl restart foyer-show' >/dev/null
power_cut

# ---- the computer itself hangs; staff switch it off ----
new_disks
boot_once "once more"
check "its hardware watchdog is armed" within 120 inside 'cat /sys/class/watchdog/watchdog0/state | grep -qx active'
hung=$(now_ms)
inside 'echo c >/proc/sysrq-trigger' >/dev/null 2>&1 &
check "the kernel dies: the watchdog starts the computer anew" within 60 first_frame none "$((hung + 1000))"
from=$(first_frame none "$((hung + 1000))") && echo "# $(seconds $((from - hung))) s after it"
check "and the first slide is there again" within "${VM_PATIENCE:-240}" first_slide "${from:-$hung}"
at=$(first_slide "${from:-$hung}") && echo "heal kernel panic slide $(seconds $((at - hung))) s" >>"$run/times"
no_text "from the kernel's death on"
within 120 inside 'systemctl is-active -q foyer-show foyer-import foyer-sync'
switch_off() { # the staff's touches; then the machine is gone
    local x y ms n=0
    while read -r x y ms <&3; do
        touch_at "$x $y $ms" || return 1
        sleep "${VM_PACE:-0.7}"
        n=$((n + 1))
        [ "$n" != 6 ] || { sleep 3; keep 11-staff; }
    done 3<"$vm/staff/staff.touches"
    within 90 off
}
off() { ! kill -0 "$qemu" 2>/dev/null; }
check "staff hold the corner, type the PIN and shut it down: it is off" switch_off
power_cut

# ---- the root file system read-only ----
new_disks
boot_once "root read-only (overlayroot)" overlayroot=tmpfs:recurse=0
check "its root is an overlay, its replies are not" inside \
    'findmnt -n -o FSTYPE / | grep -q overlay && findmnt -n -o FSTYPE -T /var/lib/foyer/replies | grep -q ext4'
keep 10-root-read-only
no_text "with the root read-only"
power_cut

cat "$run/times"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
