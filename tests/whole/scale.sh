#!/bin/bash
# Many files: the import says how far it is, takes no more memory for more of them, keeps its workers
# small, and stays calm when there are more files and folders than it looks at.
# asan: no (memory figures)
# limit: 300
# shellcheck source=tests/whole/lib.sh
# shellcheck disable=SC2154  # $work, $share, $state, $conf, $started come from lib.sh
. tests/whole/lib.sh

# photos FROM TO: small JPEGs, each different by a comment behind its first two bytes (ITU T.81, COM).
vips black "$work/base.v" 96 64 --bands 3
vips copy "$work/base.v" "$work/base.jpg"
tail -c +3 "$work/base.jpg" >"$work/rest"
photos() {
    local i
    for ((i = $1; i <= $2; i++)); do
        {
            printf '\xff\xd8\xff\xfe\0\x08%06d' "$i"
            cat "$work/rest"
        } >"$share/Achievements/Photo $i.jpg"
    done
}
shown() {
    foyer list --json 2>/dev/null | grep -c '"kind"'
}
shows_all() {
    [ "$(shown)" -eq "$1" ]
}
# The most memory the import has had, in KB.
peak() {
    awk '/^VmHWM/ { print $2 }' "/proc/$1/status"
}

# ---- memory and progress ----

# import_many COUNT: leaves the import's memory in $memory, what it said on its way in $said, and the
# number of its open files in $descriptors.
import_many() {
    new_kiosk
    mkdir "$share/Achievements"
    photos 1 "$1"
    start "$FOYER" import -c "$conf"
    said=
    for ((i = 0; i < 1200; i++)); do
        said="$said $(foyer status --json | grep -o '"progress":"[^"]*"')"
        shows_all "$1" && break
        sleep 0.2
    done
    memory=$(peak "$started")
    descriptors=$(find "/proc/$started/fd" -mindepth 1 | wc -l)
    stop "$started"
}

import_many 150
few=$memory few_open=$descriptors
import_many 600
check 'six hundred pictures are brought in' shows_all 600
has 'the status says how far it is' ' of 600"' "$said"
check "four times the files take no more memory ($few KB, then $memory KB)" \
    test "$((memory * 10))" -lt "$((few * 13))"
check "and no more open files ($few_open, then $descriptors)" test "$descriptors" -le "$((few_open + 2))"
same 'afterwards nothing is under way' '"progress":""' \
    "$(foyer status --json | grep -o '"progress":"[^"]*"')"

# ---- the workers ----

new_kiosk
mkdir "$share/Achievements"
vips black "$work/large.v" 4000 3000 --bands 3
vips gaussnoise "$work/noise.v" 4000 3000 --sigma 30 --mean 128
vips bandjoin "$work/noise.v $work/noise.v $work/noise.v" "$work/large.v"
vips cast "$work/large.v" "$work/bytes.v" uchar
vips copy "$work/bytes.v" "$share/Achievements/Baseline.jpg[Q=85]"
vips copy "$work/bytes.v" "$share/Achievements/Progressive.jpg[Q=85,interlace]"
vips copy "$work/bytes.v" "$share/Achievements/Photo.webp[Q=70,effort=0]"
said=$(foyer import --once 2>&1)
check 'pictures of 12 megapixels are shown' shows_all 3
has 'the terminal is told how far it is' 'of 3 files read' "$said"
took=$(sed -n 's/.*largest picture took \([0-9]*\) MB.*/\1/p' <<<"$said")
check "none took 300 MB of memory (${took:-?} MB)" test "${took:-999}" -lt 300

# An interlaced PNG is held whole while it is read: at nearly 100 megapixels that is over 300 MB.
rm "$share/Achievements"/*
vips black "$share/Achievements/Poster.png[interlace,compression=1]" 11500 8600 --bands 3
cp "$share/Achievements/Poster.png" "$share/Achievements/Another.png"
echo 'not the same' >>"$share/Achievements/Another.png"
said=$(foyer import --once 2>&1)
check 'what needs more is read with more' shows_all 2
took=$(sed -n 's/.*largest picture took \([0-9]*\) MB.*/\1/p' <<<"$said")
check "which it did need (${took:-?} MB)" test "${took:-0}" -gt 300

# ---- more than is looked at ----

new_kiosk
mkdir "$share/Notices"
for i in {1..60}; do echo "Words" >"$share/Notices/Number $i.txt"; done
foyer import --once --set content.max_files=40 2>/dev/null
same 'of sixty files forty are looked at' 40 "$(shown)"
has 'and it is said' 'more than 40 files' "$(foyer list --problems)"
before=$(foyer list --json | md5sum)
foyer import --once --set content.max_files=40 2>/dev/null
same 'at each look the same ones' "$before" "$(foyer list --json | md5sum)"
sleep 0.05
echo 'Words' >"$share/Notices/A new one.txt"
foyer import --once --set content.max_files=40 2>/dev/null
same 'what comes now is shown' 1 "$(foyer list --json | grep -c '"source":"Notices/A new one.txt"')"
rm "$share/Notices"/Number*
foyer import --once --set content.max_files=40 2>/dev/null
same 'when there is room again nothing is said' '' "$(foyer list --problems --json)"

new_kiosk
mkdir "$share/Notices"
(cd "$share/Notices" && for ((i = 0; i < 20000; i++)); do echo "$i" >"Number $i.txt"; done)
deep=$share/Events
for ((i = 0; i < 60; i++)); do deep=$deep/deeper; done
mkdir -p "$deep"
: >"$deep/x.jpg"
check 'twenty thousand files in a folder, and a deep one' foyer import --once
same 'of those five thousand are shown' 5000 "$(shown)"
has 'that there are too many is said' 'more than 5000 files' "$(foyer list --problems)"
has 'that it is too deep as well' 'too deep' "$(foyer list --problems)"
