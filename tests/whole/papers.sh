#!/bin/bash
# What stands beside the office's file: the Excel and the lists for events, written only when something has
# changed; who has waited for too long; and how people are forgotten: by time, and when they ask.
# limit: 240
# shellcheck source=tests/whole/lib.sh
# shellcheck disable=SC2154  # $state, $office, $staff_file, $conf come from lib.sh
. tests/whole/lib.sh

# A Monday morning, and the school days after it.
monday=2026-11-16T09:00 next_monday=2026-11-23T09:00 next_tuesday=2026-11-24T09:00

sync_at() { # WHEN OPTION…
    local now=$1
    shift
    foyer sync --once --now "$now" "$@" 2>>"$work/sync.log"
}
outbox() {
    sqlite3 -cmd '.timeout 5000' "$state/replies/outbox.db" "$@"
}
staff() {
    sqlite3 -cmd '.timeout 5000' "$staff_file" "$@"
}
status_says() { # WHEN TEXT
    foyer status --json --now "$1" | grep -qF -- "$2"
}

# send KIND ABOUT DATE NAME PHONE EMAIL MESSAGE [PEOPLE CHILDREN]: a reply as show stores it, sent on the
# Monday. Name, phone, e-mail and message are SQL expressions.
sent=0
id_of() {
    printf '00000000-0000-4000-8000-%012d' "$1"
}
send() {
    sent=$((sent + 1))
    outbox "INSERT INTO replies (uuid, sequence, boot_id, kind, about, about_key, about_when, interests,
              available, people, children, name, phone, email, prefers, message, language, notice_version,
              kiosk, created, clock_sure, organisation, agreed) VALUES ('$(id_of "$sent")', $sent, 'boot',
              $1, '$2', '$2', '$3', '', '', ${8:-0}, ${9:-0}, $4, $5, $6, '', $7, 'en', '1', 'hall',
              strftime('%s', '2026-11-16 08:00:0$((sent % 10))'), 1, '', '')"
}
part() { # PART: of the Excel
    unzip -p "$excel" "$1"
}
sheets() {
    part xl/workbook.xml | grep -o '<sheet name="[^"]*"' | cut -d'"' -f2 | xargs -d '\n' | tr ' ' '_'
}
inode() {
    stat -c %i "$1"
}
# found TEXT: the files of the kiosk that hold these bytes.
found() {
    grep -rlaF -- "$1" "$state" "$office" | sed "s|^$state/||; s|^$office/||" | sort | xargs -d '\n'
}
lists() {
    (cd "$office" && find Lists -type f 2>/dev/null | sort)
}

new_kiosk
excel=$office/Replies.xlsx
check 'sync makes an Excel when there is nothing in it yet' sync_at "$monday"
same 'with one sheet and how to read it' 'Replies_Read_me' "$(sheets)"

# ---- the Excel ----
send 0 'Canteen helper' '' "'Zoë O''Neill'" "'0412345678'" "''" "'=HYPERLINK(\"x\")'"
send 1 'Winter fair' '2026-12-11T18:30' "'Ada'" "'+61 412 345 679'" "''" "''" 4 3
send 2 'Winter fair' '2026-12-11T18:30' "'Bo'" "''" "'bo@example.org'" "'Is there parking?'"
send 3 'Newsletter' '' "''" "''" "'reader@example.org'" "''"
check 'four replies are brought over' sync_at "$monday"
same 'a sheet for each kind there is' 'Offers_of_help_Coming_Questions_Newsletter_Read_me' "$(sheets)"
same 'the file is private' 600 "$(stat -c %a "$excel")"
strings=$(part xl/sharedStrings.xml)
has 'a phone number keeps its zero' '>0412345678<' "$strings"
has 'and its plus' '>+61 412 345 679<' "$strings"
has 'a formula is text' '>=HYPERLINK("x")<' "$strings"
page=$(part xl/worksheets/sheet1.xml)
hasnt 'there is no formula' '<f>' "$page"
has 'the head is frozen' 'state="frozen"' "$page"
has 'and has a filter' '<autoFilter' "$page"
has 'columns have a width' 'customWidth="1"' "$page"
has 'new ones are coloured' 'FFFFF2CC' "$(part xl/styles.xml)"
has 'people can be added up' '<v>4</v>' "$(part xl/worksheets/sheet2.xml)"
check 'export writes a table' foyer export "$work/out.xlsx" --now "$monday"
check 'which is the same, byte by byte' cmp "$work/out.xlsx" "$excel"

# ---- written only when something has changed, and then whole ----
before=$(inode "$excel")
cp "$excel" "$work/first.xlsx"
check 'a pass without news' sync_at "$monday"
same 'leaves it alone' "$before" "$(inode "$excel")"
rm "$excel"
check 'a pass without the file' sync_at "$monday"
check 'makes the same file' cmp "$work/first.xlsx" "$excel"
before=$(inode "$excel")
staff "UPDATE Replies SET status = 'answered', notes = 'rang her' WHERE name LIKE 'Zo%'"
check 'the office answers one' sync_at "$monday"
has 'the Excel has its note' '>rang her<' "$(part xl/sharedStrings.xml)"
check 'in a new file' test "$before" != "$(inode "$excel")"
touch "$office/.Replies.xlsx.AbCdEf" "$office/Replies.xlsx.AbCdEf"
check 'after a kill in the middle of writing' sync_at "$monday"
same 'the draft is gone, another file not' Replies.xlsx.AbCdEf "$(cd "$office" && find . -name '*AbCdEf' -printf '%f\n')"

changed_by_hand() {
    find "$office" -name '*changed by hand*' | wc -l
}
# Killed after the new file got its name and before that was noted: the facts are still these.
outbox "UPDATE facts SET value = '0123456789abcdef ' || value WHERE name = 'excel_file';
        UPDATE facts SET value = 'before' WHERE name = 'excel_rows'"
check 'after a kill between the name and the note' sync_at "$monday"
same 'our own file is not taken for somebody else'"'"'s' 0 "$(changed_by_hand)"
outbox "UPDATE facts SET value = '0123456789abcdef' WHERE name = 'excel_file'"
staff "UPDATE Replies SET assigned = 'Ms Oduya' WHERE name = 'Ada'"
check 'control: with only the earlier one noted' sync_at "$monday"
same 'it is' 1 "$(changed_by_hand)"
find "$office" -name '*changed by hand*' -delete
kills() {
    local round victim
    for ((round = 0; round < 25; round++)); do
        staff "UPDATE Replies SET notes = 'round $round' WHERE name = 'Ada'"
        "$FOYER" sync -c "$conf" 2>>"$work/killed.log" & # not the function: the kill must meet the program
        victim=$!
        sleep "0.0$((RANDOM % 90 + 10))"
        kill -KILL "$victim"
        wait "$victim" 2>/dev/null
    done
}
kills
check 'after 25 kills' sync_at "$monday"
foyer export "$work/out.xlsx" --now "$monday" >/dev/null
check 'the Excel says what the office'"'"'s file says' cmp "$work/out.xlsx" "$excel"
same 'and nothing half-written lies about' 0 "$(find "$office" -name '.*' -type f | wc -l)"
same 'nor anything twice' 0 "$(changed_by_hand)"

# ---- somebody has it open, or has worked in it ----
before=$(inode "$excel")
touch "$office/~\$Replies.xlsx"
send 2 '' '' "'Cy'" "''" "''" "'Hello'"
check 'with the Excel open a reply still arrives' sync_at "$monday"
same 'in the office'"'"'s file' 5 "$(staff 'SELECT count(*) FROM Replies')"
same 'the Excel waits' "$before" "$(inode "$excel")"
check 'status says so' status_says "$monday" 'is open in Excel, so it is written later'
rm "$office/~\$Replies.xlsx"
check 'closed' sync_at "$monday"
has 'it is written' '>Cy<' "$(part xl/sharedStrings.xml)"
check 'and status is content' status_says "$monday" '"papers_problem":""'
echo 'my own work' >"$excel"
check 'somebody saved another file under its name' sync_at "$monday"
has 'ours is back' '>Cy<' "$(part xl/sharedStrings.xml)"
kept=$(cd "$office" && ls -- *'changed by hand'*)
same 'theirs is kept' 'my own work' "$(cat "$office/$kept")"
check 'status names it' status_says "$monday" "$kept"
rm "$office/$kept" "$excel"
mkdir "$excel"
send 2 '' '' "'Di'" "''" "''" "'Hello'"
check 'a folder of that name stops no reply' sync_at "$monday"
same 'that one arrived' 6 "$(staff 'SELECT count(*) FROM Replies')"
check 'status says what is wrong' status_says "$monday" 'Replies.xlsx cannot be'
rmdir "$excel"
check 'without it' sync_at "$monday"
has 'the Excel is back' '>Di<' "$(part xl/sharedStrings.xml)"
check 'switched off' sync_at "$monday" --set replies.excel=no
check 'it is gone' test ! -e "$excel"
echo 'my own' >"$excel"
check 'switched off, and another file there' sync_at "$monday" --set replies.excel=no
same 'which is left alone' 'my own' "$(cat "$excel")"
rm "$excel"

# ---- who has waited for too long ----
check 'five school days later' sync_at "$next_monday"
hasnt 'nobody has waited for too long' Please_answer_first "$(sheets)"
check 'says status' status_says "$next_monday" '"unanswered":0'
check 'on the sixth' sync_at "$next_tuesday"
same 'they are on the first sheet' 'Please_answer_first_Offers_of_help_Coming_Questions_Newsletter_Read_me' \
    "$(sheets)"
hasnt 'but not who was answered' '0412345678' "$(part xl/worksheets/sheet1.xml)"
same 'five rows and the head' 6 "$(part xl/worksheets/sheet1.xml | grep -o '<row ' | wc -l)"
has 'in another colour' 'FFF8CBAD' "$(part xl/styles.xml)"
said=$(foyer status --json --now "$next_tuesday")
has 'status counts them' '"unanswered":5' "$said"
has 'and lists them' '"received":"2026-11-16 08:00:03","school_days":6,"kind":"question","about":"Winter fair"' "$said"
hasnt 'without a name' '"Bo"' "$said"
has 'in words, too' 'question of 2026-11-16 about Winter fair, 6 school days ago' \
    "$(foyer status --now "$next_tuesday")"
check 'with a day off in between' sync_at "$next_tuesday" --set school.holidays=2026-11-18
hasnt 'it is only the fifth' Please_answer_first "$(sheets)"

# ---- lists for an event ----
list="$office/Lists/Winter fair 2026-12-11.html"
same 'the event has a list' 'Lists/Winter fair 2026-12-11.html' "$(lists)"
same 'a private one' 600 "$(stat -c %a "$list")"
html=$(cat "$list")
has 'which counts who comes' '<b>4</b> coming: <b>1</b> grown-up and <b>3</b> children' "$html"
has 'and has the questions' 'Is there parking?' "$html"
has 'for printing' '@media print' "$html"
before=$(inode "$list")
check 'a pass without news' sync_at "$next_tuesday"
same 'leaves it alone' "$before" "$(inode "$list")"
echo 'ours' >"$office/Lists/parking.html"
check 'two weeks after the event' sync_at 2026-12-25T09:00
same 'it is still there' 'Lists/Winter fair 2026-12-11.html Lists/parking.html' "$(lists | xargs -d '\n')"
check 'a day later' sync_at 2026-12-26T09:00
same 'it is gone, another file not' 'Lists/parking.html' "$(lists)"
check 'back in time' sync_at "$next_tuesday"
same 'it is there again' 2 "$(lists | wc -l)"

# ---- what people may type ----
long=$(printf 'long%.0s' {1..2500})
send 2 'Winter fair' '2026-12-11T18:30' "'Robert''); DROP TABLE Replies;--'" "'-2+3+cmd|'' /C calc''!A0'" \
    "'<script>alert(1)</script>'" "'a' || char(0) || 'b' || char(10) || 'c' || char(0x202E) || 'txt.exe' || char(0x1F600)"
send 2 'Winter fair' '2026-12-11T18:30' "'@SUM(1)'" "''" "''" "'$long'"
check 'strange replies are brought over' sync_at "$next_tuesday"
strings=$(part xl/sharedStrings.xml)
has 'a name of SQL is a name' "Robert'); DROP TABLE Replies;--" "$strings"
has 'a long message is there to its end' "$long" "$strings"
has 'a zero byte is shown, line, override and face are kept, the override ends with its cell' \
    "a␀b"$'\n'"c"$'\u202e'"txt.exe😀"$'\u202c' "$strings"
check 'export to CSV' foyer export "$work/out.csv"
has 'the same there' "a␀b"$'\n'"c"$'\u202e'"txt.exe😀"$'\u202c' "$(cat "$work/out.csv")"
has 'where formulas begin with an apostrophe' "\"'@SUM(1)\"" "$(cat "$work/out.csv")"
html=$(cat "$list")
hasnt 'the list holds no script' '<script' "$html"
has 'but what was typed' '&lt;script&gt;alert(1)' "$html"
hasnt 'and nothing that turns the page around' $'\u202e' "$html"
has 'the long message, too' "$long" "$html"

# ---- forgetting by time: this computer's own copies ----
new_kiosk
excel=$office/Replies.xlsx list="$office/Lists/Winter fair 2027-03-11.html" sent=0
sync_at "$monday"
send 1 'Winter fair' '2027-03-11T18:30' "'Remembered Robin'" "'020 7946 0000'" "''" "'a-message-to-forget'" 4 3
check 'a reply comes in' sync_at "$monday"
cp "$staff_file" "$work/older"
check 'thirty days later, less a minute' sync_at 2026-12-16T08:59
has 'it is still kept here' 'outbox.db' "$(found a-message-to-forget)"
send 0 'Canteen' '' "'Waiting Willa'" "''" "''" "'not yet delivered'"
mv "$office" "$office.away"
sync_at 2026-12-31T09:00
same 'what the office does not have is kept for ever' 1 "$(outbox "SELECT count(*) FROM replies WHERE message = 'not yet delivered'")"
mv "$office.away" "$office"
check 'thirty days later' sync_at 2026-12-31T09:00
hasnt 'its bytes are gone from this computer'"'"'s copies' outbox "$(found a-message-to-forget)"
same 'and the log is cut to nothing' 0 "$(stat -c %s "$state/replies/outbox.db-wal" 2>/dev/null || echo 0)"
has 'the office has it' 'Replies.sqlite' "$(found a-message-to-forget)"
same 'its number stays, and what can be counted' '1|4|3|Winter fair' \
    "$(outbox "SELECT count(*), people, children, about_key FROM replies WHERE uuid = '$(id_of 1)'")"
check 'again' sync_at 2027-01-01T09:00
same 'it is not doubled' 1 "$(staff "SELECT count(*) FROM Replies WHERE name = 'Remembered Robin'")"
staff "DELETE FROM Replies WHERE name = 'Remembered Robin'"
check 'the office deletes it' sync_at 2027-01-01T09:00
same 'it does not come back' 0 "$(staff "SELECT count(*) FROM Replies WHERE name LIKE 'Rem%'")"
cp "$work/older" "$staff_file"
check 'an older file is put back' sync_at 2027-01-01T09:00
same 'with the row it has, once, and the newer reply' '1|2' \
    "$(staff "SELECT sum(name = 'Remembered Robin'), count(*) FROM Replies")"
check 'a clock in 2040 and back' sync_at 2026-11-17T09:00
same 'loses nothing at the office' 2 "$(staff 'SELECT count(*) FROM Replies')"

# ---- forgetting by time: names in the office's file ----
check 'without being told to, names stay for years' sync_at 2029-01-01T09:00
same 'as they are' 1 "$(staff "SELECT count(*) FROM Replies WHERE phone = '020 7946 0000'")"
staff "UPDATE Replies SET notes = 'rang Robin', status = 'done'"
check 'told to, before the event' sync_at 2027-01-01T09:00 --set replies.anonymise_days=40
same 'who is still to come keeps the name' 1 "$(staff "SELECT count(*) FROM Replies WHERE name = 'Remembered Robin'")"
check 'after it' sync_at 2027-03-12T09:00 --set replies.anonymise_days=40
same 'name, contact, message and notes are gone, the numbers not' \
    '(removed)|||(removed)||done|4|3|Winter fair|2027-03-11 18:30' \
    "$(staff "SELECT name, phone, email, message, notes, status, people, children, about, \"event date\" FROM Replies WHERE people = 4")"
same 'their bytes are nowhere' '' "$(found a-message-to-forget)$(found 'Remembered Robin')$(found 'rang Robin')"

# ---- forgetting when somebody asks ----
new_kiosk
excel=$office/Replies.xlsx list="$office/Lists/Winter fair 2026-12-11.html" sent=0
sync_at "$monday"
send 1 'Winter fair' '2026-12-11T18:30' "'Zoë O''Neill'" "'+44 20 7946 0000'" "''" "'erase-me-one'" 4 3
send 2 'Winter fair' '2026-12-11T18:30' "'ZOË  O''NEILL'" "'020 7946 0000'" "'Zoe@Example.org'" "'erase-me-two'"
send 2 'Winter fair' '2026-12-11T18:30' "'Somebody Else'" "'020 7946 0001'" "''" "'Zoë O''Neill is my aunt'"
sync_at "$monday"
cp "$staff_file" "$work/older"
send 0 'Canteen' '' "''" "'٠٢٠٧٩٤٦٠٠٠٠'" "''" "'erase-me-three'"
sums() {
    find "$state" "$office" -type f ! -name '*.guard' ! -name '*-shm' -exec sha256sum {} + | sort
}
before=$(sums)
said=$(foyer erase --phone '(020) 7946-0000' --dry-run --now "$monday")
has 'erase finds a number however it is written' '3 replies of that person' "$said"
has 'and says where from' 'Nothing was changed' "$said"
same 'a dry run changes nothing' "$before" "$(sums)"
has 'control: before, the bytes are in every file they should be in' \
    'Lists/Winter fair 2026-12-11.html Replies.sqlite replies/outbox.db' "$(found erase-me-one)"
has 'and in the Excel' 'erase-me-two' "$(part xl/sharedStrings.xml)"
touch "$staff_file.damaged-20260101-080000"
said=$(foyer erase --phone '(020) 7946-0000' --now "$monday")
same 'erase works' 0 $?
has 'it says what it did' 'Removed: 2 of 2 in' "$said"
has 'and of its own copies' '3 of 3 of this computer' "$said"
has 'what it cannot reach' 'Out of Foyer'"'"'s reach' "$said"
has 'with the files it knows of' 'damaged-20260101-080000 was put aside' "$said"
rm "$staff_file.damaged-20260101-080000"
for text in erase-me-one erase-me-two erase-me-three '7946 0000' 'Zoe@Example.org' '٠٢٠٧٩٤٦'; do
    same "the bytes are gone from every file: $text" '' "$(found "$text")"
    hasnt "and from the Excel: $text" "$text" "$(part xl/sharedStrings.xml)"
done
same 'somebody else is still there' 1 "$(staff 'SELECT count(*) FROM Replies')"
has 'also on the list' 'Somebody Else' "$(cat "$list")"
check 'sync brings nobody back' sync_at "$monday"
same 'also not who had not arrived yet' 1 "$(staff 'SELECT count(*) FROM Replies')"
cp "$work/older" "$staff_file"
check 'an older copy of the file is put back' sync_at "$monday"
same 'the person is taken out of it again' 'Somebody Else' "$(staff 'SELECT name FROM Replies')"
same 'with every byte' '' "$(found erase-me-one)$(found erase-me-two)"
fails 'erasing nobody is no failure' 0 foyer erase --email nobody@example.org
said=$(foyer erase --name "zoë o'neill" --now "$monday")
has 'a name in a message is pointed out' 'Please look at these by hand' "$said"
fails 'without a person: how to use it' 2 foyer erase
fails 'two at a time are refused' 2 foyer erase --name Zoe --phone 02079460000
fails 'too little is refused' 2 foyer erase --phone 0207
touch "$office/~\$Replies.xlsx"
fails 'while the Excel is open it is not all done' 1 foyer erase --name 'somebody else' --now "$monday"
same 'but the office'"'"'s file is' 0 "$(staff 'SELECT count(*) FROM Replies')"
has 'the Excel is not' 'Somebody Else' "$(part xl/sharedStrings.xml)"
rm "$office/~\$Replies.xlsx"
check 'closed, sync does the rest' sync_at "$monday"
hasnt 'now it is' 'Somebody Else' "$(part xl/sharedStrings.xml)"
same 'and nothing of the person is left' '' "$(found 'Somebody Else')"
# Controls for the search: what erase does about the files is what makes the bytes go.
sqlite3 "$work/loose.sqlite" "PRAGMA secure_delete = OFF; CREATE TABLE t (x); INSERT INTO t VALUES ('left-behind'), ('x'); DELETE FROM t WHERE x LIKE 'left%'" >/dev/null
check 'control: a plain deletion leaves the bytes in the file' grep -qaF left-behind "$work/loose.sqlite"
send 2 '' '' "''" "''" "''" "'in-the-log'"
check 'control: a fresh reply stands in the log or the file' test -n "$(found in-the-log)"

# ---- the office's file in use ----
sync_at "$monday"
mkfifo "$work/hold"
sqlite3 "$staff_file" <"$work/hold" >"$work/held" &
exec 9>"$work/hold"
printf 'BEGIN IMMEDIATE;\nSELECT 1;\n' >&9
check 'a tool holds the file' within 10 test -s "$work/held"
send 2 '' '' "'Hasty Hal'" "''" "'hal@example.org'" "''"
fails 'erase says that it is not all done' 1 foyer erase --email hal@example.org --now "$monday"
same 'but here it is' 0 "$(outbox "SELECT count(*) FROM replies WHERE email <> '' AND uuid = '$(id_of "$sent")'")"
exec 9>&-
wait
check 'when it is free, sync goes on' sync_at "$monday"
same 'nobody of that name arrives' 0 "$(staff "SELECT count(*) FROM Replies WHERE email = 'hal@example.org'")"

# ---- run by root, as the README says ----
chmod 711 "$work" "$(dirname "$state")"
if [ "$(id -u)" -eq 0 ] && setpriv --reuid 65534 --regid 65534 --clear-groups test -x "$(dirname "$state")"; then
    send 2 '' '' "'Rooted Rae'" "''" "''" "''"
    sync_at "$monday"
    chown -R 65534:65534 "$state" "$office"
    check 'root may erase' foyer erase --name 'rooted rae' --now "$monday"
    same 'and every file still belongs to the account that runs Foyer' '' \
        "$(find "$state" "$office" ! -user 65534)"
    chown -R 0:0 "$state" "$office"
else
    skip 'erase as root' 'no way to become somebody else'
fi

# ---- all files are private ----
same 'what people typed is for Foyer'"'"'s own account' '' \
    "$(find "$state"/replies "$office" -type f -perm /077)"

# ---- beside everything: sync as it runs all day ----
start "$FOYER" sync -c "$conf"
service=$started
send 2 '' '' "'Everyday Eve'" "''" "''" "''"
shown() {
    part xl/sharedStrings.xml | grep -qF "$1"
}
check 'a reply is in the Excel within seconds' within 8 shown 'Everyday Eve'
staff "UPDATE Replies SET notes = 'a-note-of-the-office'"
check 'so is a note' within 8 shown a-note-of-the-office
check 'erase works beside it' foyer erase --name 'everyday eve'
gone() {
    [ -z "$(found 'Everyday Eve')" ] && ! shown 'Everyday Eve'
}
check 'and it stays so' gone
rm "$excel"
check 'an Excel that was taken away is back' within 8 test -e "$excel"
cpu_before=$(awk '{ print $14 + $15 }' "/proc/$service/stat")
sleep 2
cpu=$(($(awk '{ print $14 + $15 }' "/proc/$service/stat") - cpu_before))
check 'it does not spin' test "$cpu" -lt 20
stop "$service"
same 'it stops in good order' 0 "$stopped"
