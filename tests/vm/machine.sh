# Sourced by boot.sh and power.sh: the virtual machine, seen from outside. Needs $build, and in VM_FOREIGN the
# architecture when it is not this computer's; each machine lives in $run (sockets, throw-away disks, film) and
# leaves its pictures in $pictures.
# shellcheck shell=bash disable=SC2154,SC2034  # $build is the caller's, $began is for it
set -u
vm=$(cd "$build/vm${VM_FOREIGN:+-$VM_FOREIGN}" && pwd)
run=$vm/run pictures=$vm/pictures port=${VM_PORT:-4450}
host=$vm/host foyer=$(cd "$build" && pwd)/foyer
passed=0 failed=0 qemu='' filming=''
export LC_ALL=C.UTF-8

ok() { passed=$((passed + 1)) && echo "ok - $1"; }
not_ok() {
    failed=$((failed + 1))
    echo "not ok - $1"
    [ $# -lt 2 ] || printf '%s\n' "$2" | sed 's/^/#   /'
}
# check NAME COMMAND…
check() {
    local name=$1 said
    shift
    if said=$("$@" 2>&1); then ok "$name"; else not_ok "$name" "$said"; fi
}
# within SECONDS COMMAND…: as soon as it succeeds; asked four times a second.
within() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.25
    done
}
now_ms() { date +%s%3N; }
seconds() { awk -v ms="$1" 'BEGIN { printf "%.1f", ms / 1000 }'; }

qmp() { "$host" qmp "$run/qmp" "$1"; }
# inside COMMAND…: as root in the machine.
inside() { timeout 120 "$host" ask "$run/agent" "sh $*"; }
touch_at() { timeout 30 "$host" ask "$run/agent" "touch $*"; }

# new_disks: forget all that the machine has written.
new_disks() {
    mkdir -p "$run" "$pictures"
    local disk
    for disk in root data; do
        qemu-img create -q -f qcow2 -b "$vm/$disk.img" -F raw "$run/$disk.qcow2"
    done
}
# power_on [KERNEL WORD…]: $began is when (ms).
power_on() {
    local machine='qemu-system-x86_64 -machine q35 -accel tcg,thread=multi -cpu Nehalem'
    [ -z "${VM_KVM:-}" ] || machine='qemu-system-x86_64 -machine q35 -accel kvm -cpu host'
    [ "${VM_FOREIGN:-}" != arm64 ] || machine='qemu-system-aarch64 -machine virt -accel tcg,thread=multi -cpu cortex-a72'
    rm -rf "$run/film" "$run/qmp" "$run/agent" "$run/film.socket"
    mkdir -p "$run/film"
    # shellcheck disable=SC2086  # several words
    $machine -smp 2 -m 1024 -display none -vga none \
        -device virtio-gpu-pci,xres=1280,yres=800 \
        -kernel "$vm/vmlinuz" -initrd "$vm/initrd" -append "root=/dev/vda rw $(cat "$vm/words") $*" \
        -drive "file=$run/root.qcow2,if=virtio,cache=writeback" \
        -drive "file=$run/data.qcow2,if=virtio,cache=writeback" \
        -device virtio-serial-pci -chardev "socket,id=agent,path=$run/agent,server=on,wait=off" \
        -device virtserialport,chardev=agent,name=foyer.test \
        -qmp "unix:$run/qmp,server=on,wait=off" -qmp "unix:$run/film.socket,server=on,wait=off" \
        -netdev "user,id=n,restrict=on,hostfwd=tcp:127.0.0.1:$port-:445" -device virtio-net-pci,netdev=n \
        -device i6300esb -action watchdog=reset -S </dev/null >/dev/null 2>"$run/qemu.log" &
    qemu=$!
    within 20 test -S "$run/film.socket"
    "$host" film "$run/film.socket" "$run/film" &
    filming=$!
    within 20 test -s "$run/film/now.ppm"
    qmp '{"execute": "cont"}' >/dev/null
    began=$(now_ms)
}
# power_cut: as if the cleaner pulled the plug.
power_cut() {
    [ -n "$qemu" ] || return 0
    kill -9 "$qemu" 2>/dev/null
    wait "$qemu" 2>/dev/null
    wait "$filming" 2>/dev/null
    qemu=''
}
trap power_cut EXIT
trap 'exit 130' INT TERM

# first_frame KIND SINCE: when (ms) the first frame of that kind after SINCE was seen; fails: none yet.
first_frame() {
    awk -v kind="$1" -v since="$2" '$2 ~ kind && $1 >= since { print $1; found = 1; exit } END { exit !found }' \
        "$run/film/film.txt"
}
# splash_after SINCE: when the school's name was first seen since.
splash_after() {
    local at kind frame
    while read -r at kind _ frame; do
        if [ "$at" -ge "$1" ] && looks_like "$vm/splash/splash.png" 3 "$frame" >/dev/null; then
            echo "$at"
            return 0
        fi
    done <"$run/film/film.txt"
    return 1
}
# first_slide SINCE: the same of the first picture that is not the splash.
first_slide() {
    local at kind frame
    while read -r at kind _ frame; do
        if [ "$kind" = picture ] && [ "$at" -ge "$1" ] && ! looks_like "$vm/splash/splash.png" 3 "$frame" >/dev/null; then
            echo "$at"
            return 0
        fi
    done <"$run/film/film.txt"
    return 1
}
# keep NAME: the frame of now as a picture.
keep() { vips copy "$run/film/now.ppm" "$pictures/$1.png"; }
# looks_like PICTURE.png [DISTANCE]: what is on the display now is that, give or take the clock.
looks_like() {
    local far
    far=$("$host" differ "$(as_ppm "$1")" "${3:-$run/film/now.ppm}")
    echo "distance $far"
    [ "$far" -le "${2:-8}" ]
}
as_ppm() {
    [ "${1%.png}.ppm" -nt "$1" ] || vips copy "$1" "${1%.png}.ppm"
    echo "${1%.png}.ppm"
}
# was_seen PICTURE.png DISTANCE [SINCE]: some frame of the film looks like it; it is kept as NAME if given.
was_seen() {
    local at kind frame
    while read -r at kind _ frame; do
        if [ "$kind" = picture ] && [ "$at" -ge "${3:-0}" ] && looks_like "$1" "$2" "$frame" >/dev/null; then
            [ -z "${4:-}" ] || vips copy "$frame" "$pictures/$4.png"
            return 0
        fi
    done <"$run/film/film.txt"
    return 1
}

# headless FOLDER TOUR: what Foyer itself would show of the same content, into FOLDER/*.png.
headless() {
    rm -rf "$1"
    mkdir -p "$1"
    cp -r "$vm/expected/state" "$1/state"
    printf '%s\n' "$2" >"$1/tour"
    SDL_VIDEODRIVER=dummy "$foyer" show -c "$vm/expected/foyer.conf" --set content.state="$1/state" \
        --set content.share="$vm/share" --set staff.poweroff=true --headless --size 1280x800 --tour "$1/tour" --shots "$1" >"$1/log" 2>&1 ||
        { cat "$1/log"; return 1; }
}
# plan_splash: what foyer-splash puts on the console, into $vm/splash/splash.png.
plan_splash() {
    rm -rf "$vm/splash"
    "$foyer" splash -c "$vm/expected/foyer.conf" --set content.state="$vm/expected/state" --size 1280x800 \
        --shots "$vm/splash"
}
# plan_visit NAME: the touches of a visitor of that name, and what should be seen, into $vm/visit.
plan_visit() {
    headless "$vm/visit" "shot slide
wait 2s
shot slide-later
trace visit
tap @400,400
shot opened
tap \"See everything\"
shot everything
tap \"Help out\"
tap \"Library helpers\"
tap \"I could help\"
tap \"Reading\"
tap \"Next\"
tap \"After school\"
tap \"Next\"
type \"$1\"
tap \"Next\"
tap \"Text me\"
type \"07700900123\"
tap \"Next\"
shot review
tap \"Send my offer\"
expect \"Thank you\"
shot thanked"
}
# plan_staff: the touches of staff who switch the computer off, into $vm/staff.
plan_staff() {
    headless "$vm/staff" "wait 2s
trace staff
hold @1240,30 6000ms
tap \"2\"
tap \"4\"
tap \"6\"
tap \"8\"
tap \"OK\"
shot staff
tap \"Shut down\"
tap \"Yes, shut down\""
}
# make_visit: plays the touches of plan_visit with a finger; true: the thank-you was seen.
make_visit() {
    local x y n=0
    while read -r x y _ <&3; do
        touch_at "$x $y" || return 1
        n=$((n + 1))
        sleep "${VM_PACE:-0.7}"
        ((n > 1)) || { sleep 6; keep "${1:-visit}-opened"; }
    done 3<"$vm/visit/visit.touches"
    within 60 was_seen "$vm/visit/thanked.png" 3 "$(($(now_ms) - 3000))" "${1:-visit}-thanked"
}

staff() { smbclient -p "$port" -t 60 -U "staffroom%staff-of-the-test" //127.0.0.1/Foyer -c "$1"; }
# replies QUERY: asked of the office's file, taken from the machine's own share.
replies() {
    rm -f "$run/Replies.sqlite"
    smbclient -p "$port" -t 60 -U "office%office-of-the-test" "//127.0.0.1/Foyer replies" \
        -c "get Replies.sqlite $run/Replies.sqlite" >/dev/null 2>&1 && sqlite3 "$run/Replies.sqlite" "$1"
}
