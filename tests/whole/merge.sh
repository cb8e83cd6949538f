#!/bin/bash
# Several kiosks' files of replies become the office's one, as often as anybody likes.
# shellcheck source=tests/whole/lib.sh
# shellcheck disable=SC2154  # $conf, $state, $staff_file come from lib.sh
. tests/whole/lib.sh

folder=$work/all
joined=$folder/All.sqlite
mkdir "$folder"
declare -A states=() confs=()
kiosk() { # NAME: its file lies in $folder
    new_kiosk
    states[$1]=$state confs[$1]=$conf
    sed -i "s|^staff_file.*|staff_file = $folder/Replies-$1.sqlite|" "$conf"
    printf 'kiosk = %s\nexcel = no\n' "$1" >>"$conf"
    "$FOYER" sync -c "$conf" --once 2>>"$work/sync.log"
}
sent=0
send() { # KIOSK COUNT
    local i sql='BEGIN IMMEDIATE;'
    for ((i = 0; i < $2; i++)); do
        sent=$((sent + 1))
        sql+="INSERT INTO replies (uuid, sequence, boot_id, kind, about, about_key, about_when,
              interests, available, people, name, phone, email, prefers, message, language,
              notice_version, kiosk, created, clock_sure) VALUES
              ('$(printf '00000000-0000-4000-8000-%012d' "$sent")', $sent, 'boot', 0,
              'Canteen helper', 'x', '', '', '', 0, 'Visitor $sent', '', '', '', '', 'en', '1',
              '$1', 1795000000, 1);"
    done
    sqlite3 -cmd '.timeout 5000' "${states[$1]}/replies/outbox.db" "$sql COMMIT;"
    "$FOYER" sync -c "${confs[$1]}" --once 2>>"$work/sync.log"
}
in_joined() {
    sqlite3 -cmd '.timeout 5000' "$joined" "$@"
}
merge() {
    "$FOYER" merge "$joined" "${@:-$folder}" 2>"$work/merge.log"
}
said() {
    grep -qF -- "$1" "$work/merge.log"
}

fails 'merge alone says what it needs' 2 "$FOYER" merge
fails 'and with one file, too' 2 "$FOYER" merge "$joined"
kiosk hall
kiosk gym
send hall 3
send gym 2
check 'a folder is merged' merge
same 'each reply is there' 5 "$(in_joined 'SELECT count(*) FROM Replies')"
same 'the joined file is private' 600 "$(stat -c %a "$joined")"
before=$(sha256sum "$joined")
check 'and once more' merge
same 'which writes nothing' "$before" "$(sha256sum "$joined")"
check 'files can be named, too' merge "$folder/Replies-gym.sqlite" "$folder/Replies-hall.sqlite"
same 'which writes nothing either' "$before" "$(sha256sum "$joined")"

# ---- what cannot be read is left out, the rest is merged ----
send gym 1
cp "$folder/Replies-hall.sqlite" "$work/hall"
head -c 10000 "$work/hall" >"$folder/Replies-hall.sqlite"
fails 'a file that is only half there: exit 1' 1 merge
check 'and it is named' said 'Replies-hall.sqlite is damaged, or only a part of it is there'
same 'the other one was merged' 6 "$(in_joined 'SELECT count(*) FROM Replies')"
cp "$work/hall" "$folder/Replies-hall.sqlite"
send gym 1
touch "$folder/Replies-hall.sqlite-journal"
fails 'a file that somebody is writing: exit 1' 1 merge
check 'and it is named' said 'Replies-hall.sqlite is open in another program just now'
rm "$folder/Replies-hall.sqlite-journal"
same 'the other one was merged' 7 "$(in_joined 'SELECT count(*) FROM Replies')"
fails 'a file that is not there: exit 1' 1 merge "$folder/Replies-hall.sqlite" "$folder/nothing.sqlite"
check 'and it is named' said 'nothing.sqlite cannot be read'
fails 'a folder that is not there: exit 1' 1 merge "$work/nowhere"
cp "$work/hall" "$folder/Replies-old.before.sqlite"
cp "$work/hall" "$folder/Replies-old.sqlite.damaged-20261123-084205"
printf 'x' >"$folder/.hidden.sqlite"
check 'what was put aside in the folder is passed over' merge

# ---- the joined file is in use, or ruined ----
mkfifo "$work/hold"
sqlite3 "$joined" <"$work/hold" >"$work/held" &
exec 9>"$work/hold"
printf 'BEGIN IMMEDIATE;\nSELECT 1;\n' >&9
check 'the office has the joined file open for writing' within 10 test -s "$work/held"
send hall 1
fails 'then: not now' 1 merge
check 'and it is said' said 'changed by somebody else'
exec 9>&-
wait
check 'later' merge
same 'it has come' 8 "$(in_joined 'SELECT count(*) FROM Replies')"
head -c 30000 /dev/urandom >"$joined"
check 'a ruined joined file is made anew' merge
check 'and put aside' said 'All.sqlite.damaged-'
same 'with all replies' 8 "$(in_joined 'SELECT count(*) FROM Replies')"

# ---- killed anywhere ----
for ((round = 0; round < 12; round++)); do
    send hall 4
    "$FOYER" merge "$joined" "$folder" 2>>"$work/killed.log" >&2 &
    victim=$!
    sleep "0.00$((RANDOM % 9 + 1))"
    kill -KILL "$victim" 2>/dev/null
    wait "$victim" 2>/dev/null
done
check 'killed twelve times, then let run' merge
same 'every reply is there once' "$sent" \
    "$(in_joined 'SELECT count(DISTINCT [reply id]) FROM Replies')"
same 'and none twice' "$sent" "$(in_joined 'SELECT count(*) FROM Replies')"
same 'the file is whole' ok "$(in_joined 'PRAGMA integrity_check')"
