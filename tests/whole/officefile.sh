#!/bin/bash
# The office's file in rough hands: torn, moved, copied back, rebuilt by somebody who knows a little SQL,
# and with everything in it that people type. Each is said in status, and no reply and no note is lost.
# shellcheck source=tests/whole/lib.sh
# shellcheck disable=SC2154  # $state, $office, $staff_file, $conf come from lib.sh
. tests/whole/lib.sh

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
# send NAME MESSAGE [UUID]: a reply as show stores it; both are SQL expressions.
sent=0
send() {
    sent=$((sent + 1))
    outbox "INSERT INTO replies (uuid, sequence, boot_id, kind, about, about_key, about_when, interests,
        available, people, name, phone, email, prefers, message, language, notice_version, kiosk, created,
        clock_sure) VALUES ('${3:-$(printf '00000000-0000-4000-8000-%012d' "$sent")}', $sent, 'boot', 0,
        'Canteen helper', 'k', '', '', '', 0, $1, '0412345678', '', '', $2, 'en', '1', 'hall',
        1795000000 + $sent, 1);"
}
rows() {
    staff 'SELECT count(*) FROM Replies'
}

# ---- torn, with the office's notes in it ----
new_kiosk
check 'the file is made' sync_once
for ((i = 1; i <= 60; i++)); do
    send "'Parent $i'" "hex(zeroblob(200))"
done
check 'sixty replies are in it' sync_once
staff "UPDATE Replies SET status = 'done', notes = 'rang ' || name; DELETE FROM Replies WHERE name = 'Parent 7'"
check 'the office has noted and deleted' sync_once
# Wiped here after a month: only the office has it now.
outbox "UPDATE replies SET name = '', message = '', phone = '', wiped = 1795900000 WHERE name = 'Parent 9'"
page=$(staff "SELECT rootpage FROM sqlite_schema WHERE name = 'Replies'")
dd if=/dev/urandom of="$staff_file" bs=4096 seek=$((page - 1)) count=1 conv=notrunc 2>/dev/null
fails 'its most important page is torn' 1 bash -c "[ \"\$(sqlite3 '$staff_file' 'PRAGMA quick_check' 2>&1)\" = ok ]"
check 'sync makes it anew' sync_once
check 'status says how much could be read' status_says '59 rows of it could still be read'
same 'with every reply but the deleted one' '59|0' "$(staff "SELECT count(*), sum(name = 'Parent 7') FROM Replies")"
same 'and every note' 59 "$(staff "SELECT count(*) FROM Replies WHERE status = 'done' AND notes = 'rang ' || name")"
same 'also of the one that only the office had' 'rang Parent 9' "$(staff "SELECT notes FROM Replies WHERE name = 'Parent 9'")"
check 'the torn one is kept' compgen -G "$staff_file.damaged-*"
same 'nothing else is left lying about' '' "$(find "$office" -name '*.rescued*' -o -name '*.scratch')"
dd if=/dev/zero of="$staff_file" bs=4096 count=1 conv=notrunc 2>/dev/null
check 'even without its first page' sync_once
same 'all is there' '59|59' "$(staff "SELECT count(*), sum(status = 'done') FROM Replies")"

# ---- moved, copied, replaced ----
mv "$staff_file" "$office/Mine.sqlite"
check 'a file that was renamed is made anew' sync_once
check 'and status says what happened' status_says 'was not there any more'
same 'with what is kept here' 58 "$(rows)"
cp "$office/Mine.sqlite" "$staff_file"
check 'renamed back, over the new one' sync_once
same 'the notes are there again' '59|59' "$(staff "SELECT count(*), sum(status = 'done') FROM Replies")"
main_state=$state main_office=$office main_conf=$conf main_file=$staff_file
new_kiosk
sync_once
send "'Other kiosk'" "'hello'" 'ffffffff-0000-4000-8000-000000000001'
sync_once
cp "$staff_file" "$main_file"
state=$main_state office=$main_office conf=$main_conf staff_file=$main_file
check "another kiosk's file in its place" sync_once
same 'holds both' '59|1' "$(staff "SELECT count(*), sum(name = 'Other kiosk') FROM Replies")"

# ---- a number that another reply has ----
sent=100
send "'Collided'" "'different'" 'ffffffff-0000-4000-8000-000000000001'
check 'a reply with a number that is taken' sync_once
check 'is said' status_says 'with a number that another reply'
same 'and both are there' $'Collided\nOther kiosk' \
    "$(staff "SELECT name FROM Replies WHERE name IN ('Collided', 'Other kiosk') ORDER BY name")"
same 'each once, with a number of its own' '60|60' "$(staff 'SELECT count(*), count(DISTINCT "reply id") FROM Replies')"

# ---- rebuilt by somebody who knows a little SQL ----
staff "CREATE TRIGGER evil AFTER INSERT ON Replies BEGIN DELETE FROM Replies; END;
       CREATE TRIGGER worse BEFORE UPDATE ON Replies BEGIN SELECT RAISE(ABORT, 'no'); END;"
send "'Triggered'" "''"
check 'triggers do not run for Foyer' sync_once
same 'nothing was deleted' 61 "$(rows)"
staff 'DROP TRIGGER evil; DROP TRIGGER worse; CREATE UNIQUE INDEX once_a_name ON Replies (name)'
send "'Triggered'" "'a second one of that name'"
send "'Welcome'" "''"
fails 'a rule keeps one reply out' 1 sync_once
check 'status says so' status_says 'refused by a rule'
same 'the others are in' 62 "$(rows)"
staff 'DROP INDEX once_a_name'
check 'without the rule all come in' sync_once
same 'each once' '63|63' "$(staff 'SELECT count(*), count(DISTINCT "reply id") FROM Replies')"
check 'and status has no complaint' status_says '"sync_problem":""'
staff "BEGIN; CREATE TABLE n AS SELECT * FROM Replies; DROP TABLE Replies;
       ALTER TABLE n RENAME TO Replies; ALTER TABLE Replies DROP COLUMN email; COMMIT;" 2>/dev/null ||
    staff "DROP VIEW [New replies]; DROP VIEW [By role]; DROP VIEW [Per event]; CREATE TABLE n AS SELECT * FROM
           Replies; DROP TABLE Replies; ALTER TABLE n RENAME TO Replies; ALTER TABLE Replies DROP COLUMN email"
send "'Rebuilt'" "''"
check 'a table that was rebuilt without keys and without a column' sync_once
same 'is filled on' '64|64' "$(staff 'SELECT count(*), count(DISTINCT "reply id") FROM Replies')"
same 'the column is back, and the views' '1|3' "$(staff "SELECT (SELECT count(*) FROM pragma_table_info('Replies')
    WHERE name = 'email'), (SELECT count(*) FROM sqlite_schema WHERE type = 'view')")"
staff 'ALTER TABLE Replies RENAME TO Old'
check 'a table that was renamed is made anew' sync_once
same 'with all that is kept here' 63 "$(rows)"
same "and the office's is left alone" 64 "$(staff 'SELECT count(*) FROM Old')"
staff 'PRAGMA user_version = 99'
send "'Newer'" "''"
check 'a file of a newer Foyer is added to' sync_once
check 'and status says it' status_says 'newer Foyer'
same 'its version stays' 99 "$(staff 'PRAGMA user_version')"

# ---- everything that people type ----
new_kiosk
sync_once
sent=0
send "'Zoë' || char(0) || 'hidden'" "'line' || char(10) || 'and' || char(13, 10) || 'line'"
send "'😀 👨‍👩‍👧'" "replace(hex(zeroblob(5000)), '00', 'ab')"
send "char(8238) || 'evil' || char(8236) || ' x'" "char(8207, 1605, 1585, 1581, 1576, 1575)"
send "'Robert''); DROP TABLE Replies;--'" "'=cmd|'' /C calc''!A0'"
send "'+44 @SUM(1+1)'" "'<script>alert(1)</script>'"
check 'odd names and messages are brought over' sync_once
same 'each of them' 5 "$(rows)"
same 'what stood behind a zero byte can be seen' 'Zoë␀hidden' "$(staff "SELECT name FROM Replies WHERE name LIKE 'Zo%'")"
same '10,000 letters are kept' 10000 "$(staff 'SELECT max(length(message)) FROM Replies')"
same 'right-to-left overrides are kept' 1 "$(staff 'SELECT count(*) FROM Replies WHERE instr(name, char(8238)) > 0')"
same 'and line ends' 1 "$(staff "SELECT count(*) FROM Replies WHERE message = 'line' || char(10) || 'and' || char(13, 10) || 'line'")"
check 'the Excel holds them' unzip -tq "$office/Replies.xlsx"
hasnt 'without a formula' '<f>' "$(unzip -p "$office/Replies.xlsx" 'xl/worksheets/*.xml')"
same 'the file is sound' ok "$(staff 'PRAGMA integrity_check')"
check 'status has no complaint' status_says '"sync_problem":""'
