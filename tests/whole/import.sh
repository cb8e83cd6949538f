#!/bin/bash
# What staff drop, whatever it is: good things appear, bad ones are named, nothing else is lost, and a
# kill at any moment leaves everything usable.
# early: yes (it takes longest)
# limit: 240
# shellcheck source=tests/whole/lib.sh
# shellcheck disable=SC2154  # $work, $share, $state, $conf come from lib.sh
. tests/whole/lib.sh

titles() {
    foyer list --json
}
problems() {
    foyer list --problems --json
}
shows() {
    titles | grep -qF "\"title\":\"$1\""
}
shows_not() {
    ! shows "$1"
}
count_of() {
    titles | grep -c '"kind"'
}
as_nobody() {
    setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
}
# The problem of one file, as one line.
problem_of() {
    problems | grep -F "\"source\":\"$1" || echo "no problem is listed for $1"
}

# ---- files to drop, made without any tool ----

drawing() { # COLOUR
    printf '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300">'
    printf '<rect width="400" height="300" fill="%s"/></svg>' "$1"
}
noisy_drawing() { # SEED: a large JPEG comes of it
    printf '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><filter id="n" x="0" y="0" '
    printf 'width="1" height="1"><feTurbulence baseFrequency="0.9" numOctaves="2" seed="%s"/></filter>' "$1"
    printf '<rect width="400" height="300" filter="url(#n)"/></svg>'
}
paper() { # PAGES: a PDF
    local i kids=
    for ((i = 0; i < $1; i++)); do kids="$kids $((i + 3)) 0 R"; done
    printf '%%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n'
    printf '2 0 obj << /Type /Pages /Count %d /Kids [%s ] >> endobj\n' "$1" "$kids"
    for ((i = 0; i < $1; i++)); do
        printf '%d 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] >> endobj\n' $((i + 3))
    done
    printf 'trailer << /Size %d /Root 1 0 R >>\n%%%%EOF\n' $(($1 + 3))
}
huge_png() { # 30000 x 30000 pixels by its header
    printf '\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x75\x30\0\0\x75\x30\x08\x02\0\0\0\xe9\x45\x6f\xed'
    printf '\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82'
}

# ---- who opens people's pictures ----
libraries_of() {
    readelf -d "$1" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p'
}
has "the decoder is a program of its own" libvips "$(libraries_of "${FOYER%/*}/foyer-pictures")"
hasnt "what draws on the display does not load what opens strangers' pictures" libvips "$(libraries_of "$FOYER")"

# ---- the first look ----

new_kiosk
check 'an empty share is fine' foyer import --once
check 'the folders are laid out' test -d "$share/Achievements" -a -d "$share/Notices" -a -d "$share/Theme"
check 'the guide is there' test -s "$share/How to use this folder/Read me first.html"
same 'nothing is shown yet' '' "$(titles)"

# ---- good things ----

drawing red >"$share/Achievements/Chess champions.svg"
mkdir "$share/Achievements/Sports day"
for i in 1 2 3; do noisy_drawing $i >"$share/Achievements/Sports day/IMG_000$i.svg"; done
paper 2 >"$share/Newsletters/Newsletter 12.pdf"
: >"$share/Notices/URGENT School closes 1pm today.txt"
printf 'Library helpers\nWhen: Tuesdays 2-3pm\nShelving books.\n' >"$share/Volunteering/Library helpers.txt"
check 'good things are imported' foyer import --once
check 'a picture' shows 'Chess champions'
check 'an album' shows 'Sports day'
check 'a newsletter' shows 'Newsletter 12'
check 'an empty urgent notice' shows 'School closes 1pm today'
check 'a role' shows 'Library helpers'
same 'and no problems' '' "$(problems)"
album=$(titles | grep -F '"title":"Sports day"' | grep -o '"file":' | wc -l)
same 'the album has its three pictures' 3 "$album"
pages=$(titles | grep -F '"title":"Newsletter 12"' | grep -o '"file":' | wc -l)
same 'the newsletter has its two pages' 2 "$pages"
same 'pictures in the cache are for Foyer alone' '' "$(find "$state/cache" -type f ! -perm 0600)"

# ---- bad things (issue: every one a sentence, nothing else lost) ----

photo=$(find "$state/cache" -name '*.jpg' ! -name '*.*.jpg' -size +150k | head -n 1)
[ -s "$photo" ] || not_ok 'a large JPEG was made' "none in $state/cache"
a=$share/Achievements
echo 'Dear parents' >"$a/letter.jpg"
head -c 60000 "$photo" >"$a/truncated.jpg"
: >"$a/nothing.jpg"
huge_png >"$a/huge.png"
paper 3 | head -c 200 >"$share/Newsletters/half.pdf"
printf 'Date,Event\n2027-01-10,"Open day\n2027-01-11,Fair\n%02500d\n' 0 >"$share/Events/open quote.csv"
printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Tick\r\nDTSTART:19000101T000000Z\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n' >"$share/Events/tick.ics"
ln -s /etc/hostname "$share/Notices/link.txt"
long=$(printf 'n%.0s' {1..246})
drawing blue >"$a/$long.svg"
mkfifo "$a/pipe.jpg"
echo 'not for the screen' >"$a/film.mp4"
printf '\0\0\0\x18ftypmp42\0\0\0\0mp42isom' >"$a/film.mp4"
mkdir "$share/Holiday plans"
check 'bad things do not stop the import' timeout 100 "$FOYER" import -c "$conf" --once
has 'a text called .jpg is named' 'is not one' "$(problem_of Achievements/letter.jpg)"
has 'a truncated JPEG is named' 'only a part of it arrived' "$(problem_of Achievements/truncated.jpg)"
has 'an empty file is named' 'empty' "$(problem_of Achievements/nothing.jpg)"
has 'a 900-megapixel PNG is named' '900 megapixels' "$(problem_of Achievements/huge.png)"
has 'half a PDF is named' 'damaged' "$(problem_of Newsletters/half.pdf)"
has 'an unclosed quote is named' '"reason"' "$(problem_of 'Events/open quote.csv')"
has 'a calendar of seconds is named' '"reason"' "$(problem_of Events/tick.ics)"
has 'a link out of the share is named' 'link' "$(problem_of Notices/link.txt)"
has 'a video is named' '"advice"' "$(problem_of Achievements/film.mp4)"
has 'an unknown folder is named' 'does not know' "$(problem_of 'Holiday plans')"
hasnt 'a pipe is not opened and not mentioned' 'pipe.jpg' "$(problems)"
has 'a name of 250 characters works' "$(printf 'n%.0s' {1..60})" "$(titles)"
check 'what was shown is still shown' shows 'Chess champions'
hasnt 'nothing of the link was read' "$(cat /etc/hostname)" "$(titles)"

before=$(problems)
check 'a second look finds the same' foyer import --once
same 'problems stay as they were' "$before" "$(problems)"

# A good picture is not replaced by a bad version of it.
id=$(titles | grep -F '"title":"Chess champions"' | grep -o '"id":[0-9]*')
head -c 100 "$photo" >"$a/Chess champions.svg"
check 'a bad new version is read' foyer import --once
check 'the earlier version stays up' shows 'Chess champions'
has 'and the new one is named' '"reason"' "$(problem_of 'Achievements/Chess champions.svg')"

# ---- renaming, twins, deleting ----

drawing red >"$a/Chess champions.svg"
check 'the good version is back' foyer import --once
mv "$a/Chess champions.svg" "$a/Chess masters.svg"
check 'a renamed picture is read' foyer import --once
check 'it has its new title' shows 'Chess masters'
has 'and is the same item' "$id," "$(titles | grep -F 'Chess masters')"
cp "$a/Chess masters.svg" "$a/Chess masters (1).svg"
count=$(count_of)
check 'a copy is read' foyer import --once
same 'the same content shows once' "$count" "$(count_of)"
rm "$a/Chess masters.svg"
check 'the first of the two is deleted' foyer import --once
check 'the other one shows' shows 'Chess masters'
rm "$a/Chess masters (1).svg" "$a/truncated.jpg"
rm -r "$a/Sports day"
check 'pictures are deleted' foyer import --once
check 'the album is down' shows_not 'Sports day'
check 'the picture is down' shows_not 'Chess masters'
hasnt 'the problem is gone with its file' 'truncated.jpg' "$(problems)"
used=$(titles | grep -o '"file":"[0-9a-f-]*' | sort -u | wc -l)
same 'only pictures in use are in the cache' "$((used * 4))" "$(find "$state/cache" -type f | wc -l)"

# ---- offline is not empty ----

count=$(count_of)
mv "$share" "$share.away"
fails 'a share that is away is said' 1 foyer import --once
same 'and everything stays up' "$count" "$(count_of)"
mkdir "$share"
fails 'an unmounted share is an empty folder' 1 foyer import --once
same 'and everything stays up' "$count" "$(count_of)"
has 'the status says so' 'away since' "$(foyer status --json)"
same 'nothing was put into the empty folder' '' "$(ls -A "$share")"
rmdir "$share"
mv "$share.away" "$share"
check 'it is back' foyer import --once
same 'and so is everything' "$count" "$(count_of)"

# ---- a folder that cannot be read ----

if [ "$(id -u)" -ne 0 ]; then
    runner=()
elif command -v setpriv >/dev/null; then
    runner=(as_nobody)
    chmod 755 "$work"
    chown -R 65534:65534 "$(dirname "$conf")"
else
    runner=(none)
fi
if [ "${runner[0]-}" != none ] && "${runner[@]}" test -x "$FOYER" -a -w "$state" -a -r "$share" 2>/dev/null; then
    drawing green >"$share/Partners/Rotary club.svg"
    check 'a partner is shown' "${runner[@]}" "$FOYER" import -c "$conf" --once
    chmod 000 "$share/Partners"
    echo 'Hello' >"$share/Notices/Hello.txt"
    check 'a folder without permission does not stop the import' "${runner[@]}" "$FOYER" import -c "$conf" --once
    has 'it is named' 'cannot be read' "$(problem_of Partners)"
    check 'what is in it stays up' shows 'Rotary club'
    check 'other folders go on' shows 'Hello'
    chmod 755 "$share/Partners"
    chmod 000 "$share/Notices/Hello.txt"
    touch -d '1 hour ago' "$share/Notices/Hello.txt"
    check 'nor does a file without permission' "${runner[@]}" "$FOYER" import -c "$conf" --once
    has 'it is named, too' 'cannot be read' "$(problem_of Notices/Hello.txt)"
    chmod 644 "$share/Notices/Hello.txt"
    check 'with permission again' "${runner[@]}" "$FOYER" import -c "$conf" --once
    hasnt 'both are fine' 'cannot be read' "$(problems)"
else
    skip 'a folder that cannot be read' 'no way to become another user who can reach the program here'
fi

# ---- while it runs ----

new_kiosk
start "$FOYER" import -c "$conf"
import=$started
check 'the folders are laid out' within 5 test -d "$share/How to use this folder"
drawing orange >"$share/Achievements/Choir.svg"
check 'a picture appears within 6 seconds' within 6 shows 'Choir'
fails 'a second import on the same state is refused' 1 foyer import --once
rm "$share/Achievements/Choir.svg"
check 'a deleted one is down within 5 seconds' within 5 shows_not 'Choir'
echo 'Snow' >"$share/Notices/URGENT Snow.txt"
check 'an urgent notice appears within 5 seconds' within 5 shows 'Snow'
rm "$share/Notices/URGENT Snow.txt"
check 'the all-clear takes it down within 5 seconds' within 5 shows_not 'Snow'
cache_is_empty() {
    [ -z "$(find "$state/cache" -type f)" ]
}
check 'the cache is cleared within 60 seconds' within 60 cache_is_empty
for i in {1..30}; do noisy_drawing "$i" >"$share/Achievements/photo $i.svg"; done
check 'an album of work begins' within 10 shows 'photo 1'
before=$(date +%s%N)
stop "$import"
took=$((($(date +%s%N) - before) / 1000000))
same 'SIGTERM ends it in order' 0 "$stopped"
check "it stopped within 2 seconds ($took ms)" test "$took" -lt 2000

# ---- kill -9 at any moment ----

new_kiosk
foyer import --once
for i in {1..12}; do noisy_drawing "$i" >"$share/Achievements/photo $i.svg"; done
broken=0
for i in 1 3 5 7 9; do
    start "$FOYER" import -c "$conf"
    sleep "0.$i"
    stop "$started" KILL
    [ "$(sqlite3 "$state/catalogue.db" 'PRAGMA quick_check')" = ok ] || broken=$((broken + 1))
    # Each picture that an item names is whole.
    for file in $(titles | grep -o '"file":"[^"]*' | cut -d'"' -f4); do
        [ "$(tail -c 2 "$state/cache/$file" | od -An -tx1)" = ' ff d9' ] || broken=$((broken + 1))
    done
done
same 'killed five times, nothing is broken' 0 "$broken"
check 'then it goes on' foyer import --once
same 'everything is there' 12 "$(count_of)"
same 'and nothing else is in the cache' 48 "$(find "$state/cache" -type f | wc -l)"

# ---- a damaged catalogue ----

head -c 50000 /dev/urandom >"$state/catalogue.db"
rm -f "$state/catalogue.db-wal" "$state/catalogue.db-shm"
check 'a damaged catalogue is set aside' foyer import --once
same 'and everything is read again' 12 "$(count_of)"
has 'the damaged one is kept' 'damaged' "$(ls "$state")"
has 'and mentioned in the status' 'damaged' "$(foyer status --json)"
