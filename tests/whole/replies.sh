#!/bin/bash
# Replies reach the office's file: each exactly once, whatever stands in the way, and nothing that the
# office has done there is undone.
# limit: 240
# shellcheck source=tests/whole/lib.sh
# shellcheck disable=SC2154  # $state, $office, $staff_file, $conf come from lib.sh
. tests/whole/lib.sh

foyer() {
    "$FOYER" "$1" -c "$conf" "${@:2}"
}
# sync_once: one pass; what it says in the log goes to a file of its own.
sync_once() {
    foyer sync --once 2>>"$work/sync.log"
}
outbox() {
    sqlite3 -cmd '.timeout 5000' "$state/replies/outbox.db" "$@"
}
staff() {
    sqlite3 -cmd '.timeout 5000' "$staff_file" "$@"
}
status_says() {
    foyer status --json | grep -qF -- "$1"
}

# send COUNT: replies as show stores them (a tour does it through the form, see tests/tours).
sent=0
send() {
    local i sql='BEGIN IMMEDIATE;'
    for ((i = 0; i < $1; i++)); do
        sent=$((sent + 1))
        sql+="INSERT INTO replies (uuid, sequence, boot_id, kind, about, about_key, about_when,
              interests, available, people, name, phone, email, prefers, message, language,
              notice_version, kiosk, created, clock_sure, delivered, forgotten) VALUES ('$(printf '00000000-0000-4000-8000-%012d' "$sent")', $sent,
              'boot', 0, 'Canteen helper', 'volunteering/canteen#0', '', 'reading', 'mornings', 0,
              'Zoë O''Neill $sent', '0412345678', '', 'phone call', '=HYPERLINK(\"x\")', 'en', '1',
              'hall', 1795000000, 1, NULL, NULL);"
    done
    outbox "$sql COMMIT;"
}

new_kiosk
check 'sync makes the office'"'"'s file when there is nothing to bring' sync_once
same 'that file is private' 600 "$(stat -c %a "$staff_file")"
same 'so is the outbox' 600 "$(stat -c %a "$state/replies/outbox.db")"

# ---- once, however often ----
send 3
check 'three replies are brought over' sync_once
check 'and again' sync_once
same 'each is there once' 3 "$(staff 'SELECT count(*) FROM Replies')"
same 'an apostrophe and an accent arrive' "Zoë O'Neill 2" \
    "$(staff "SELECT name FROM Replies WHERE name LIKE '%2'")"
status=$(foyer status --json)
has 'status counts them' '"replies":3,"replies_waiting":0,"replies_delivered":3' "$status"

# ---- the office works in it ----
staff "UPDATE Replies SET status = 'answered', notes = 'rang her' WHERE name LIKE '%1';
       DELETE FROM Replies WHERE name LIKE '%2';"
send 1
check 'a further reply arrives' sync_once
same 'what the office wrote stays' 'answered|rang her' \
    "$(staff "SELECT status, notes FROM Replies WHERE name LIKE '%1'")"
same 'what it deleted stays away' 0 "$(staff "SELECT count(*) FROM Replies WHERE name LIKE '%2'")"
same 'and is forgotten on the kiosk' 0 "$(outbox "SELECT count(*) FROM replies WHERE name LIKE '%2'")"

# ---- a replaced, ruined or missing file ----
head -c 20000 /dev/urandom >"$staff_file"
check 'a ruined file is made anew' sync_once
same 'with every reply that is kept' 3 "$(staff 'SELECT count(*) FROM Replies')"
same 'without the deleted one' 0 "$(staff "SELECT count(*) FROM Replies WHERE name LIKE '%2'")"
check 'the ruined one is put aside' test -e "$(echo "$staff_file".damaged-*)"
check 'and status says so' status_says "$(basename "$(echo "$staff_file".damaged-*)")"
rm "$staff_file"
check 'a file that was taken away is made anew' sync_once
same 'and filled' 3 "$(staff 'SELECT count(*) FROM Replies')"
cp "$staff_file" "$work/older"
send 2
check 'two more' sync_once
cp "$work/older" "$staff_file"
check 'an older copy is filled up' sync_once
same 'to all there are' 5 "$(staff 'SELECT count(*) FROM Replies')"

# ---- in the way ----
send 1
mkfifo "$work/hold"
sqlite3 "$staff_file" <"$work/hold" >"$work/held" &
exec 9>"$work/hold"
printf 'BEGIN IMMEDIATE;\nSELECT 1;\n' >&9
check 'a tool holds the file' within 10 test -s "$work/held"
fails 'a locked file: not now' 1 sync_once
check 'status says what is in the way' status_says 'changed by somebody else'
check 'and that one waits' status_says '"replies_waiting":1'
exec 9>&-
wait
check 'unlocked: it arrives' sync_once
check 'status has no complaint' status_says '"sync_problem":""'
mv "$office" "$office.away"
send 1
fails 'a missing folder: not now' 1 sync_once
check 'status names it' status_says "The folder $office is missing"
mv "$office.away" "$office"
check 'back again: it arrives' sync_once
nobody() {
    setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
}
chmod 755 "$work" "$(dirname "$state")" "$office"
if [ "$(id -u)" -eq 0 ] && nobody test -r "$conf" 2>/dev/null; then
    chown -R 65534:65534 "$state"
    chmod 644 "$staff_file"
    send 1
    cp "$FOYER" "$work/foyer"
    fails 'a read-only folder: not now' 1 nobody "$work/foyer" sync -c "$conf" --once
    check 'status says it' status_says 'cannot be written'
    chown -R 0:0 "$state"
    check 'writable again: it arrives' sync_once
else
    skip 'a read-only folder' 'no way to become somebody who can reach the folder and not write it'
fi
same 'every reply there was, less the deleted one' $((sent - 1)) "$(staff 'SELECT count(*) FROM Replies')"

# ---- the outbox ruined ----
head -c 20000 /dev/urandom >"$state/replies/outbox.db"
check 'status bears a ruined outbox' status_says '"outbox":"is damaged'
check 'sync goes on' sync_once
same 'nothing is lost at the office' $((sent - 1)) "$(staff 'SELECT count(*) FROM Replies')"
check 'status says it was put aside' status_says 'outbox.db.damaged-'

# ---- killed at any moment ----
new_kiosk
sync_once
sent=0
for ((round = 0; round < 30; round++)); do
    send 3
    "$FOYER" sync -c "$conf" 2>>"$work/killed.log" & # not the function: the kill must meet the program
    victim=$!
    sleep "0.0$((RANDOM % 90 + 10))"
    kill -KILL "$victim"
    wait "$victim" 2>/dev/null
done
check 'after 30 kills sync goes on' sync_once
same 'exactly one row for each reply' "$sent|$sent" \
    "$(staff 'SELECT count(*), count(DISTINCT "reply id") FROM Replies')"
same 'both files are whole' $'ok\nok' "$(staff 'PRAGMA integrity_check'; outbox 'PRAGMA integrity_check')"

# ---- beside everything, and stopped ----
start "$FOYER" sync -c "$conf"
service=$started
check 'status sees it run' within 10 status_says '"sync":true'
fails 'a second one does not start' 1 foyer sync
send 1
arrived() {
    [ "$(staff 'SELECT count(*) FROM Replies')" -eq "$sent" ]
}
check 'a reply arrives within seconds' within 5 arrived
cpu_before=$(awk '{ print $14 + $15 }' "/proc/$service/stat")
sleep 2
cpu=$(($(awk '{ print $14 + $15 }' "/proc/$service/stat") - cpu_before))
check 'it does not spin' test "$cpu" -lt 20
began=$EPOCHREALTIME
stop "$service"
check 'it stops within two seconds' test "$(((${EPOCHREALTIME/./} - ${began/./}) / 1000))" -lt 2000
same 'in good order' 0 "$stopped"

# ---- the table for a spreadsheet ----
check 'export to CSV' foyer export "$work/out.csv"
has 'a phone number keeps its zero' ',0412345678,' "$(cat "$work/out.csv")"
has 'a formula is text' "'=HYPERLINK" "$(cat "$work/out.csv")"
check 'export to Excel' foyer export "$work/out.xlsx"
has 'cells are strings' '>0412345678<' "$(unzip -p "$work/out.xlsx" xl/sharedStrings.xml)"
hasnt 'no formula is in it' '<f>' "$(unzip -p "$work/out.xlsx" xl/worksheets/sheet1.xml)"
fails 'another kind of file is refused' 2 foyer export "$work/out.pdf"
fails 'so is none' 2 foyer export

# ---- the command line ----
fails 'no subcommand: how to use it' 0 "$FOYER"
fails 'an unknown subcommand' 2 "$FOYER" dance
fails 'an unknown option' 2 foyer list --dance
fails 'a word too many' 2 foyer list everything
fails 'a wrong setting' 2 foyer status --set replies.retry_seconds=soon
has 'its version' 'foyer ' "$("$FOYER" version)"
has 'check says what to do' 'TO DO' "$(foyer check --set content.share=/no/such/folder)"
