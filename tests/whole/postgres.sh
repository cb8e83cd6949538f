#!/bin/bash
# Replies reach a PostgreSQL server, where a school group has one: each exactly once, from several kiosks at
# the same time, with kiosks and the server killed, and nothing that the office does there is undone.
# limit: 240
# prove: POSTGRES_REPLIES=1000
# shellcheck source=tests/whole/lib.sh
# shellcheck disable=SC2154  # $state, $conf come from lib.sh
. tests/whole/lib.sh
# shellcheck source=tests/tools/postgres.sh
. tests/tools/postgres.sh

replies=${POSTGRES_REPLIES:-40}
kiosks=4
if ! postgres_is_here; then
    skip 'a PostgreSQL server' 'no server is installed (postgresql)'
    exit
fi
if ! "$FOYER" check --set replies.database='host=/nowhere' --set content.state="$work" 2>&1 | grep -q 'does not answer'; then
    skip 'a PostgreSQL server' 'its library is not installed (libpq5)'
    exit
fi

# ---- without its library ----
mkdir "$work/broken"
: >"$work/broken/libpq.so.5"
has "check says which package is missing" 'apt-get install libpq5' \
    "$(LD_LIBRARY_PATH=$work/broken "$FOYER" check --set replies.database='host=/nowhere' --set content.state="$work" 2>&1)"

# ---- a server of our own: a socket in the test's folder, no network ----
stop_server() {
    postgres_do stop -m immediate
}
sql() { # DATABASE SQL
    postgres_sql "$@"
}
postgres_make "$work/pg"
trap 'stop_server; _finish' EXIT
check 'a server begins' postgres_do start
sql postgres 'CREATE DATABASE group_office' && sql postgres 'CREATE ROLE kiosk LOGIN'
sql group_office 'GRANT CREATE ON SCHEMA public TO kiosk'
at="host=$work/pg user=kiosk dbname=group_office"

# ---- kiosks that write to it ----
kiosk() { # NUMBER: its configuration
    new_kiosk
    cat >>"$conf" <<END
kiosk = kiosk$1
database = $at
retry_seconds = 1
END
    confs[$1]=$conf states[$1]=$state
}
confs=() states=()
outbox() { # KIOSK SQL
    sqlite3 -cmd '.timeout 5000' "${states[$1]}/replies/outbox.db" "$2"
}
sync_once() { # KIOSK
    "$FOYER" sync --once -c "${confs[$1]}" 2>>"$work/sync.log"
}
status_says() { # KIOSK TEXT
    "$FOYER" status --json -c "${confs[$1]}" | grep -qF -- "$2"
}
# send KIOSK FIRST LAST [MESSAGE]: replies as show stores them, by number.
send() {
    outbox "$1" "WITH RECURSIVE n(i) AS (SELECT $2 UNION ALL SELECT i + 1 FROM n WHERE i < $3)
        INSERT INTO replies (uuid, sequence, boot_id, kind, about, about_key, about_when, interests,
        available, people, name, phone, email, prefers, message, language, notice_version, kiosk,
        created, clock_sure) SELECT printf('%08d-0000-4000-8000-%012d', $1, i), i, 'boot', 0,
        'Canteen helper', 'k', '', 'reading', '', 0, 'Zoë O''Neill \"' || i || '\"', '0412345678', '', '',
        '${4:-a \\ back{slash\}, NULL}', 'en', '1', 'kiosk$1', 1795000000 + i, 1 FROM n"
}
for ((k = 1; k <= kiosks; k++)); do
    kiosk "$k"
done

# ---- the first to come makes the tables, at the same time as the others ----
for ((k = 1; k <= kiosks; k++)); do
    sync_once "$k" &
done
wait
for ((k = 1; k <= kiosks; k++)); do
    check "kiosk $k can use it" sync_once "$k"
done
same 'tables and views are there' 5 "$(sql group_office "SELECT count(*) FROM pg_class WHERE relname IN
    ('Replies', 'Delivered', 'New replies', 'By role', 'Per event')")"

# ---- once, however often ----
send 1 1 3
check 'three replies are brought over' sync_once 1
check 'and again' sync_once 1
same 'each once, word for word' '3|0412345678|a \ back{slash}, NULL|' \
    "$(sql group_office 'SELECT count(*), min(phone), min(message), min(people) FROM "Replies"')"
same 'with quotes' 'Zoë O'"'"'Neill "2"' "$(sql group_office "SELECT name FROM \"Replies\" WHERE name LIKE '%\"2\"'")"
same 'the kiosk knows' 0 "$(outbox 1 'SELECT count(*) FROM replies WHERE delivered IS NULL')"
sql group_office "UPDATE \"Replies\" SET status = 'done', notes = 'rang' WHERE name LIKE '%\"1\"';
    DELETE FROM \"Replies\" WHERE name LIKE '%\"2\"'"
send 1 4 4
check 'a further one' sync_once 1
same 'the office'"'"'s work stays' 'done|rang' "$(sql group_office "SELECT status, notes FROM \"Replies\" WHERE name LIKE '%\"1\"'")"
same 'what it deleted stays away' 0 "$(sql group_office "SELECT count(*) FROM \"Replies\" WHERE name LIKE '%\"2\"'")"
same 'and is forgotten on the kiosk' 0 "$(outbox 1 "SELECT count(*) FROM replies WHERE name LIKE '%\"2\"'")"
same 'the views answer' '3|3' "$(sql group_office 'SELECT (SELECT count(*) FROM "By role"), (SELECT count(*) FROM
    "New replies") + 1')"
check 'the events too' sql group_office 'SELECT * FROM "Per event"'

# ---- in the way ----
send 1 5 5
refused() { # NAME CONNINFO SAYS
    cp "${confs[1]}" "$work/other.conf"
    sed -i "s|^database = .*|database = $2|" "$work/other.conf"
    fails "$1: not now" 1 "$FOYER" sync --once -c "$work/other.conf"
    has 'status says so' "$3" "$("$FOYER" status -c "$work/other.conf")"
}
sql postgres "CREATE ROLE stranger LOGIN PASSWORD 'right'; CREATE ROLE poor LOGIN"
printf 'local all stranger scram-sha-256\nlocal all all trust\n' | postgres_as tee "$work/pg/data/pg_hba.conf" >/dev/null
postgres_do reload
refused 'a wrong password' "host=$work/pg user=stranger dbname=group_office password=secret-word" 'password authentication failed'
hasnt 'the password is told to nobody' 'secret-word' "$("$FOYER" status -c "$work/other.conf"; cat "$work/sync.log")"
refused 'a role without rights' "host=$work/pg user=poor dbname=group_office" 'Give the role the rights'
has 'check prints the SQL for its owner' 'CREATE TABLE IF NOT EXISTS "Replies"' "$("$FOYER" check -c "$work/other.conf" 2>&1)"
refused 'no such database' "host=$work/pg user=kiosk dbname=nothing" '"nothing" does not exist'
refused 'nonsense' 'postgres://[' 'does not answer'
sql postgres 'ALTER ROLE kiosk SET default_transaction_read_only = on'
fails 'a standby: not now' 1 sync_once 1
check 'status says it is read-only' status_says 1 'It is read-only'
sql postgres 'ALTER ROLE kiosk RESET ALL'
stop_server
began=$SECONDS
fails 'the server is down: not now' 1 sync_once 1
check 'noticed at once' test $((SECONDS - began)) -lt 12
check 'status says so' status_says 1 'does not answer'
postgres_do start
check 'back again: it arrives' sync_once 1
check 'and status has no complaint' status_says 1 '"sync_problem":""'

# ---- a server that is silent keeps nobody from stopping ----
kill -STOP "$(head -1 "$work/pg/data/postmaster.pid")"
start "$FOYER" sync -c "${confs[2]}"
sleep 0.5
began=$EPOCHREALTIME
stop "$started"
check 'sync stops within two seconds' test "$(((${EPOCHREALTIME/./} - ${began/./}) / 1000))" -lt 2000
kill -CONT "$(head -1 "$work/pg/data/postmaster.pid")"

# ---- a table that somebody has changed ----
sql group_office 'ALTER TABLE "Replies" DROP COLUMN email CASCADE; ALTER TABLE "Replies" RENAME COLUMN organisation TO firm'
send 1 6 6
check 'columns that are gone are put back' bash -c "$(printf '%q ' "$FOYER" sync --once -c "${confs[1]}") --set 'replies.database=host=$work/pg user=owner dbname=group_office'"
check 'with the views' sql group_office 'SELECT * FROM "Per event", "By role"'
sql group_office 'ALTER TABLE "Replies" ADD CONSTRAINT short CHECK (length(message) < 30)'
send 1 7 7 'a message that is much too long for that rule'
send 1 8 8
fails 'a rule keeps one out' 1 sync_once 1
check 'status says so' status_says 1 'violates check constraint'
same 'the other is in' 1 "$(sql group_office "SELECT count(*) FROM \"Replies\" WHERE name LIKE '%\"8\"'")"
sql group_office 'ALTER TABLE "Replies" DROP CONSTRAINT short'
check 'without it all come in' sync_once 1
send 2 1 1
outbox 2 "UPDATE replies SET uuid = '00000001-0000-4000-8000-000000000008', message = 'mine' WHERE sequence = 1"
check 'a number that another has' sync_once 2
check 'is said' status_says 2 'with a number that another reply'
same 'both are there' 2 "$(sql group_office "SELECT count(*) FROM \"Replies\" WHERE message = 'mine' OR \"reply id\" LIKE '%000000000008'")"

# ---- forgotten when they ask ----
check 'erase removes a person there' "$FOYER" erase -c "${confs[1]}" --name "Zoë O'Neill \"8\""
same 'the row is gone' 0 "$(sql group_office "SELECT count(*) FROM \"Replies\" WHERE name LIKE '%\"8\"'")"
check 'export writes what is there' "$FOYER" export -c "${confs[1]}" "$work/all.csv"
has 'with the phone number' ',0412345678,' "$(cat "$work/all.csv")"

# ---- all at once, killed at random, and the server too ----
sql group_office 'TRUNCATE "Replies", "Delivered"'
for ((k = 1; k <= kiosks; k++)); do
    outbox "$k" 'DELETE FROM replies'
    send "$k" 1001 $((1000 + replies / 2))
done
deleted=0 kills=0
for ((round = 0; round < 12; round++)); do
    pids=()
    for ((k = 1; k <= kiosks; k++)); do
        "$FOYER" sync -c "${confs[k]}" 2>>"$work/killed.log" &
        pids+=("$!")
    done
    if [ "$round" -eq 3 ]; then
        for ((k = 1; k <= kiosks; k++)); do
            send "$k" $((1001 + replies / 2)) $((1000 + replies))
        done
    fi
    sleep "0.$((RANDOM % 30 + 5))"
    if [ $((round % 4)) -eq 2 ]; then
        stop_server
        postgres_do start
    fi
    id=$(sql group_office 'DELETE FROM "Replies" WHERE ctid = (SELECT ctid FROM "Replies" LIMIT 1) RETURNING "reply id"' 2>/dev/null)
    [ -z "$id" ] || deleted=$((deleted + 1))
    sql group_office "UPDATE \"Replies\" SET notes = 'seen ' || \"reply id\" WHERE ctid = (SELECT ctid FROM \"Replies\" LIMIT 1)" 2>/dev/null
    for pid in "${pids[@]}"; do
        kill -KILL "$pid" 2>/dev/null && kills=$((kills + 1))
        wait "$pid" 2>/dev/null
    done
done
for ((k = 1; k <= kiosks; k++)); do
    check "kiosk $k: after it all, the rest" sync_once "$k"
done
total=$((kiosks * replies - deleted))
same "of $((kiosks * replies)) replies of $kiosks kiosks, $kills kills, $deleted deletions: each once" "$total|$total" \
    "$(sql group_office 'SELECT count(*), count(DISTINCT "reply id") FROM "Replies"')"
same 'nobody waits' 0 "$(for ((k = 1; k <= kiosks; k++)); do outbox "$k" 'SELECT count(*) FROM replies WHERE delivered IS NULL'; done | paste -sd+ | bc)"
same 'every note stands with its reply' 0 "$(sql group_office "SELECT count(*) FROM \"Replies\" WHERE notes NOT IN ('', 'seen ' || \"reply id\")")"

# ---- what makes the difference: the ledger tells what the office has deleted from what is missing ----
count() {
    sql group_office 'SELECT count(*) FROM "Replies"'
}
everybody() {
    sync_once 1 && sync_once 2 && sync_once 3 && sync_once 4
}
one='DELETE FROM "Replies" WHERE ctid = (SELECT ctid FROM "Replies" LIMIT 1)'
sql group_office "$one"
check 'one more is deleted' everybody
same 'and stays away' $((total - 1)) "$(count)"
sql group_office "$one; TRUNCATE \"Delivered\""
check 'the control: one is deleted, and the ledger with it' everybody
fails 'it comes back' 1 test "$(count)" -eq $((total - 2))
