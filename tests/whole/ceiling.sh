#!/bin/bash
# All of Foyer within 200 MB, as foyer.slice gives it on a computer of 1 GB: the screen at 1920x1080 with a
# visitor, while photos of 12 megapixels are imported and replies travel. And what happens when it ends: the
# picture that is too much is named, the screen goes on, and the kernel ends no process.
# asan: no (the sanitizer takes several times the memory)
# shellcheck source=tests/whole/lib.sh
# shellcheck disable=SC2154  # $work, $share, $state come from lib.sh
. tests/whole/lib.sh
day=2026-05-12

# ---- a control group of our own: version 2 where its parent lets us, or the older kind ----
group=
make_group() {
    local two one parent
    two=/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup)
    one=/sys/fs/cgroup/memory$(sed -n 's/^[0-9]*:memory://p' /proc/self/cgroup)
    for parent in "$two" "$one" /sys/fs/cgroup/memory; do
        group=$parent/foyer-test.$$
        mkdir "$group" 2>/dev/null || continue
        [ ! -e "$group/memory.max" ] && [ ! -e "$group/memory.limit_in_bytes" ] || return 0
        rmdir "$group"
    done
    group=
    return 1
}
limit() { # MEGABYTES
    local bytes=$(($1 << 20))
    if [ -e "$group/memory.max" ]; then
        echo "$bytes" >"$group/memory.max"
        echo 0 >"$group/memory.swap.max" 2>/dev/null
    else
        echo 0 >"$group/memory.swappiness"
        echo "$bytes" >"$group/memory.limit_in_bytes"
    fi
}
killed() { # how many processes the kernel has ended in the group
    cat "$group/memory.events" "$group/memory.oom_control" 2>/dev/null | sed -n 's/^oom_kill //p'
}
most() { # megabytes at most, pages of files included
    cat "$group/memory.peak" "$group/memory.max_usage_in_bytes" 2>/dev/null | awk '{ printf "%d", $1 / 1048576 }'
}
inside() { # COMMAND…: there, and as ready to give way as its unit makes it (less than usual only who may)
    local unit
    unit=foyer-$2.service
    sh -c 'echo $$ >"$0/cgroup.procs" || exit 1; { echo "$1" >/proc/$$/oom_score_adj; } 2>/dev/null; shift; exec "$@"' "$group" \
        "$(sed -n 's/^OOMScoreAdjust=//p' "kiosk-config/systemd/$unit" | grep . || echo 0)" "$@"
}
visit() { # TOUR: a visitor in front of the screen, in the group
    inside "$FOYER" show -c "$conf" --headless --size 1920x1080 --now "${day}T08:50" --tour "$1" \
        --shots "$work/shots" >"$work/show.log" 2>&1
}
leave() {
    [ -z "$group" ] || rmdir "$group" 2>/dev/null
}

share_of() { # UNIT: per cent of the memory
    sed -n 's/^MemoryMax=\([0-9]*\)%$/\1/p' "kiosk-config/systemd/$1"
}
percent=$(share_of foyer.slice)
check "the slice gives a computer of 1 GB (952 MB are left by its firmware) about 200 MB" \
    test $((952 * percent / 100)) -ge 190 -a $((952 * percent / 100)) -le 210
for unit in show import sync splash; do
    has "foyer-$unit lives in it" 'Slice=foyer.slice' "$(cat "kiosk-config/systemd/foyer-$unit.service")"
done

if ! make_group; then
    skip 'all of Foyer within 200 MB' 'no control group can be made here (needs root and a writable /sys/fs/cgroup)'
    exit 0
fi
trap 'last=$?; leave; (exit "$last"); _finish' EXIT

# ---- photos ----
sample_kiosk "$day"
vips gaussnoise "$work/grey.v" 4000 3000 --sigma 20 --mean 128
vips cast "$work/grey.v" "$work/byte.v" uchar
vips bandjoin_const "$work/byte.v" "$work/photo.v" '90 160'
vips jpegsave "$work/photo.v" "$share/Achievements/Progressive.jpg" --interlace
vips jpegsave "$work/photo.v" "$share/Achievements/Usual.jpg"
vips pngsave "$work/byte.v" "$share/Achievements/Drawn.png" --compression 1
vips sines "$work/waves.v" 4000 3000 --uchar
if vips heifsave "$work/waves.v" "$share/Achievements/One piece.heic" --Q 40 2>"$work/said" &&
    vips crop "$work/photo.v" "$work/tile.v" 0 0 512 512 && vips heifsave "$work/tile.v" "$work/tile.heic" --Q 40; then
    "$FOYER_BUILD/tests/whole/phonephoto" "$work/tile.heic" 512 8 6 >"$share/Achievements/From a phone.heic"
else
    echo "# no HEIC can be written here: $(head -n 1 "$work/said")"
fi
photos=$(find "$share/Achievements" -newer "$work/grey.v" -type f | wc -l)

# ---- all at once ----
cat >"$work/again.tour" <<'END'
wait 30s
tap "Touch to explore"
expect "Welcome. What would you like?"
tap "What's on"
shot whatson
tap "Start over"
wait 60s
shot rotating
END
limit 200
start inside "$FOYER" import --once -c "$conf" --now "${day}T08:40"
import=$started rounds=0 tour=tests/tours/main-job.tour
while [ "$rounds" -lt 2 ] || kill -0 "$import" 2>/dev/null; do
    rounds=$((rounds + 1))
    visit "$tour" || tail -n 3 "$work/show.log" >>"$work/failed"
    inside "$FOYER" sync --once -c "$conf" --now "${day}T08:45" >/dev/null 2>&1 || echo "sync $rounds" >>"$work/failed"
    tour=$work/again.tour
done
wait "$import"
same 'import comes to its end' 0 $?
same 'each visit and each sync comes to its end' '' "$(cat "$work/failed" 2>/dev/null)"
same 'no process had to give way' 0 "$(killed)"
same 'every photo of 12 megapixels is shown' "$photos" \
    "$(foyer list --json | grep -cE '"title":"(Progressive|Usual|Drawn|One piece|From a phone)"')"
echo "# $rounds visits beside the import of $photos photos; at most $(most) of 200 MB, pages of files included"

# ---- when it ends ----
rm -f "$share"/Achievements/{Progressive,Usual,Drawn}.* "$share"/Achievements/*.heic
vips resize "$work/photo.v" "$work/giant.v" 3 --kernel nearest
vips jpegsave "$work/giant.v" "$share/Achievements/Giant.jpg" --interlace --Q 50
limit 160
start inside "$FOYER" import --once -c "$conf" --now "${day}T08:50" --set content.max_megapixels=120
import=$started
visit "$work/again.tour"
same 'the screen goes on while a picture takes more than there is' 0 $?
wait "$import"
same 'and so does import' 0 $?
same 'the picture was given no more than is left, so nobody had to give way' 0 "$(killed)"
echo "# at most $(most) MB in all, and $(killed) processes ended"
has 'staff read which picture, and what to do' 'needs more memory' "$(foyer list --problems)"
has 'in words that help' 'Save a smaller copy' "$(foyer list --problems)"
