#!/bin/bash
# Hostile and unlucky files: each ends in the report or in silence, none stops the import, none is
# shown. (What changes while it is read: samba.sh, content_share_test.)
# limit: 280
# shellcheck source=tests/whole/lib.sh
# shellcheck disable=SC2154  # $work, $share, $state, $conf come from lib.sh
. tests/whole/lib.sh

new_kiosk
foyer import --once >/dev/null 2>&1
a=$share/Achievements
e=$share/Events

titles() {
    foyer list --json
}
problem_of() {
    foyer list --problems --json | grep -F "\"source\":\"$1" || echo "no problem is listed for $1"
}
drawing() { # COLOUR
    printf '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300">'
    printf '<rect width="400" height="300" fill="%s"/></svg>' "$1"
}
# Greyness of a cached picture's pixel: what is drawn in it.
pixel() { # FILE X Y
    vips getpoint "$state/cache/$1" "$2" "$3"
}
file_of() { # TITLE: its picture in the cache
    titles | grep -F "\"title\":\"$1\"" | grep -o '"file":"[^"]*' | head -n 1 | cut -d'"' -f4
}

# ---- pictures that are none, or too much, or reach out ----

head -c 20000000 /dev/zero >"$work/zeroes"
(cd "$work" && zip -q bomb.zip zeroes) && mv "$work/bomb.zip" "$a/Bomb.png"
{
    printf '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="300" height="300">'
    printf '<rect width="300" height="300" fill="white"/>'
    printf '<image xlink:href="file://%s" width="150" height="300"/>' "$work/secret.png"
    printf '<image xlink:href="http://127.0.0.1:9/secret.png" x="150" width="150" height="300"/></svg>'
} >"$a/Reaches out.svg"
vips black "$work/secret.png" 150 300
printf '<!DOCTYPE svg [<!ENTITY secret SYSTEM "file:///etc/hostname">]><svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><text y="150" font-size="60">&secret;</text></svg>' \
    >"$a/Entity.svg"
# A JPEG whose header says 60000 x 100: the two sizes stand behind the marker ff c0.
vips black "$work/small.jpg" 100 100
patch_bytes() { # FILE OFFSET BYTES: bytes in printf's octal form
    printf %b "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}
at=$(LC_ALL=C grep -obaP '\xff\xc0' "$work/small.jpg" | head -n 1 | cut -d: -f1)
cp "$work/small.jpg" "$a/Wide.jpg"
patch_bytes "$a/Wide.jpg" $((at + 7)) '\352\140'
vips black "$work/whole.heic[compression=hevc]" 600 400 2>/dev/null || vips black "$work/whole.heic" 600 400 2>/dev/null
if [ -s "$work/whole.heic" ]; then
    head -c $(($(stat -c %s "$work/whole.heic") * 2 / 3)) "$work/whole.heic" >"$a/Cut short.heic"
else
    skip 'a HEIC cut short is named' 'this libvips cannot write HEIC'
fi
mkfifo "$a/pipe.png"
if mknod "$a/device.png" c 1 5 2>/dev/null; then
    ok 'a device node lies there'
else
    skip 'a device node lies there' 'only root can make one'
fi

# ---- too much text ----

{
    printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\n'
    yes "$(printf 'BEGIN:VEVENT\r\nUID:x\r\nDTSTART:20300101T100000Z\r\nSUMMARY:Filler\r\nEND:VEVENT\r')" |
        head -c 52428700
} >"$e/Fifty.ics"
{
    echo 'Date,Event'
    yes '2030-01-01,Filler' | head -n 1000000
} >"$e/Million.csv"
{
    echo 'Date,Event'
    for ((i = 0; i < 3000; i++)); do echo "2030-01-01,Row $i"; done
} >"$e/Three thousand.csv"

# ---- names ----

drawing red >"$a/$(printf 'Cafe\xcc\x81 am See').svg"       # decomposed, as a Mac writes it
drawing blue >"$a/$(printf 'Z\xfcrich trip').svg"           # CP1252 bytes
drawing green >"$a/🎉 Party 🎈.svg"
printf 'One\n' >"$share/Notices/Gate.txt"
printf 'Two\n' >"$share/Notices/gate.TXT"                    # differs by case only
drawing yellow >"$a/$(printf 'new\nline').svg"
drawing orange >"$a/-rf.svg"

check 'the import goes through all of it' timeout 200 "$FOYER" import -c "$conf" --once

has 'a ZIP called PNG is named' 'Unpack it' "$(problem_of Achievements/Bomb.png)"
# What an SVG may not load is left out: where the file and the address would be, it is white.
file=$(file_of 'Reaches out')
if [ -n "$file" ]; then
    same 'an SVG loads no file' '255 255 255' "$(pixel "$file" 200 400 | xargs)"
    same 'an SVG loads no address' '255 255 255' "$(pixel "$file" 900 400 | xargs)"
else
    has 'an SVG that reaches out is refused' 'reason' "$(problem_of 'Achievements/Reaches out.svg')"
fi
hasnt 'an entity brings nothing in' "$(cat /etc/hostname)" "$(titles)"
has 'a JPEG of 60,000 pixels is named' 'reason' "$(problem_of Achievements/Wide.jpg)"
[ ! -e "$a/Cut short.heic" ] || has 'a HEIC cut short is named' 'part of it arrived' "$(problem_of 'Achievements/Cut short.heic')"
hasnt 'a pipe is nothing' 'pipe.png' "$(titles)$(foyer list --problems --json)"
hasnt 'a device is nothing' 'device.png' "$(titles)$(foyer list --problems --json)"
has 'a calendar of 50 MB is named with its size' '50 MB' "$(problem_of Events/Fifty.ics)"
has 'a table of a million rows is named' 'MB' "$(problem_of Events/Million.csv)"
has 'a table of 3,000 rows says what it leaves out' '2000' "$(problem_of 'Events/Three thousand.csv')"
has 'a decomposed name is composed' 'Café am See' "$(titles)"
has 'a name in CP1252 can be read' 'Zürich trip' "$(titles)"
has 'a name with emoji stays' '🎉 Party 🎈' "$(titles)"
has 'a name that looks like an option is a name' '-rf' "$(titles)"
same 'two names that differ by case only are one notice' 1 "$(titles | grep -c '"kind":"notice"')"
has 'and the second text is mentioned' 'two texts' "$(foyer list --problems --json)"
same 'every picture in the cache is one of a kind' '' "$(find "$state/cache" -type f ! -name '*.jpg')"
has 'the page survives all of it' '</html>' "$(tail -c 200 "$share/What is on the screen now.html")"
before=$(titles | sort)
check 'a second look' foyer import --once
same 'finds the same' "$before" "$(titles | sort)"
