#!/bin/bash
# Several kiosks, one office: eight of them publish replies into one folder of a real Samba server and are
# killed at random; staff edit and delete in the published files and in the joined one; `foyer merge` runs
# all the time and is killed, too. In the end every reply stands in the joined file once, nothing that was
# deleted is back, and no edit is lost.
#
#     OFFICES_REPLIES=1000 bash tests/whole/offices.sh     a thousand replies for each kiosk
#
# asan: no (it is made of servers and processes that are killed; the unit tests of merging and publishing run there)
# limit: 400
# prove: OFFICES_REPLIES=1000
# shellcheck source=tests/whole/lib.sh
# shellcheck disable=SC2154  # $conf, $state come from lib.sh
. tests/whole/lib.sh

PATH=$PATH:/usr/sbin
per_kiosk=${OFFICES_REPLIES:-25}
kiosks=(1 2 3 4 5 6 7 8)
chunk=$((per_kiosk <= 100 ? 4 : 20)) # replies that come at a time
srv=$work/server folder=$work/server mount=$work/mount
joined=$work/office/All.sqlite
mkdir "$srv" "$mount" "$work/office" "$work/home"
began=$SECONDS

# ---- the school's server, and how a kiosk sees its folder ----

mounted=
_end() {
    local status=$?
    touch "$work/stop"
    # Nothing may be deleted through the mount.
    [ -z "$mounted" ] || fusermount -u "$mount" 2>/dev/null || fusermount -uz "$mount" 2>/dev/null
    (exit "$status")
    _finish
}
trap _end EXIT

samba=$work/samba
server_starts() { # on an address of its own, for the mount knows no other port than 445
    local until_time
    mkdir -p "$samba"/{private,lock,state,cache,pid,ncalrpc}
    address=127.77.$((RANDOM % 250 + 1)).$((RANDOM % 250 + 1))
    cat >"$samba/smb.conf" <<END
[global]
    private dir = $samba/private
    lock directory = $samba/lock
    state directory = $samba/state
    cache directory = $samba/cache
    pid directory = $samba/pid
    ncalrpc dir = $samba/ncalrpc
    log file = $samba/log
    interfaces = $address/8
    bind interfaces only = yes
    disable netbios = yes
    smb ports = 445
[Replies]
    path = $srv
    read only = no
    force user = root
    oplocks = no
    level2 oplocks = no
    smb2 leases = no
    strict locking = yes
END
    printf 'secret\nsecret\n' | pdbedit -s "$samba/smb.conf" -t -a -u games >"$samba/pdbedit.log" 2>&1
    (umask 077 && printf 'username=games\npassword=secret\n' >"$samba/login")
    start smbd -F -s "$samba/smb.conf" --debug-stdout
    server=$started
    until_time=$((SECONDS + 15))
    until smb ls >/dev/null 2>&1; do
        [ -e "/proc/$server" ] && [ "$SECONDS" -lt "$until_time" ] || return 1
        sleep 0.1
    done
}
smb() { # COMMANDS
    smbclient -A "$samba/login" -t 20 "//$address/Replies" -c "$1" </dev/null
}
mount_starts() {
    mkdir -p "$work/home/.smb"
    printf 'smb_query_browsers "false"\nauth "games" "secret"\nhost %s visible=true\n' "$address" \
        >"$work/home/.smb/smbnetfs.conf"
    chmod 600 "$work/home/.smb/smbnetfs.conf"
    start env HOME="$work/home" smbnetfs -f "$mount"
    mounted=yes
    within 5 ls "$mount/$address/Replies"
}

served=
if [ "$(id -u)" -ne 0 ] || ! command -v smbd >/dev/null || ! command -v smbclient >/dev/null; then
    skip 'a real Samba server' 'it takes root and the packages samba and smbclient; the folder itself is used'
elif server_starts; then
    served=yes
    ok 'a Samba server runs'
else
    not_ok 'a Samba server runs' "$(tail -n 20 "$work"/started.*.log)"
fi
if [ -n "$served" ] && command -v smbnetfs >/dev/null && [ -w /dev/fuse ] && mount_starts; then
    folder=$mount/$address/Replies
    ok 'and is mounted'
else
    skip 'and is mounted' 'no smbnetfs or no /dev/fuse here; the kiosks write into the server'"'"'s own folder'
fi

# Staff copy a file from the server, work in it, and copy it back.
get() { # NAME
    if [ -n "$served" ]; then
        smb "get \"$1\" \"$work/desk/$1\"" >/dev/null 2>&1
    else
        cp "$srv/$1" "$work/desk/$1" 2>/dev/null
    fi
}
put() { # NAME
    if [ -n "$served" ]; then
        smb "put \"$work/desk/$1\" \"$1\"" >"$work/put.log" 2>&1
    else
        cp "$work/desk/$1" "$srv/$1"
    fi
}

# ---- the kiosks ----

declare -a confs=() states=()
for k in "${kiosks[@]}"; do
    new_kiosk
    confs[k]=$conf states[k]=$state
    sed -i 's/^settle_seconds.*/settle_seconds = 1/' "$conf"
    printf 'kiosk = kiosk%d\nexcel = no\nretry_seconds = 1\npublish = %s\n' "$k" "$folder" >>"$conf"
done

id_of() { # KIOSK NUMBER
    printf '%08d-0000-4000-8000-%012d' "$1" "$2"
}
insert() { # KIOSK FROM TO
    local i sql='BEGIN IMMEDIATE;'
    for ((i = $2; i <= $3; i++)); do
        sql+="INSERT INTO replies (uuid, sequence, boot_id, kind, about, about_key, about_when,
              interests, available, people, name, phone, email, prefers, message, language,
              notice_version, kiosk, created, clock_sure) VALUES ('$(id_of "$1" "$i")', $i, 'boot',
              0, 'Canteen helper', 'x', '', '', '', 0, 'Visitor $1/$i', '0412', '', '', '', 'en',
              '1', 'kiosk$1', 1795000000, 1);"
    done
    sqlite3 -cmd '.timeout 20000' "${states[$1]}/replies/outbox.db" "$sql COMMIT;"
}

# A kiosk's life: replies come in chunks, its sync is killed again and again until all is over.
kiosk_lives() { # KIOSK
    local next=1 victim=
    trap '[ -z "$victim" ] || kill -KILL "$victim" 2>/dev/null' EXIT
    RANDOM=$((4711 + $1))
    while [ ! -e "$work/stop" ]; do
        if [ "$next" -le "$per_kiosk" ]; then
            local last=$((next + chunk - 1))
            [ "$last" -le "$per_kiosk" ] || last=$per_kiosk
            insert "$1" "$next" "$last" && next=$((last + 1))
        else
            : >"$work/sent.$1"
        fi
        "$FOYER" sync -c "${confs[$1]}" 2>>"$work/sync.$1.log" &
        victim=$!
        sleep "0.$((RANDOM % 8 + 1))$((RANDOM % 10))"
        kill -KILL "$victim" 2>/dev/null && echo kill >>"$work/kills"
        wait "$victim" 2>/dev/null
    done
}

# ---- the office ----

# Of the number of a reply its last digit says what the office does to it, so that in the end each is
# known: 0, 1 edited in the published file; 2, 3 in the joined one; 4 deleted in the published file; 5 in
# the joined one; 6 edited in both, differently (in the joined one, what stands there is kept); 7 to 9 are
# left alone.
digit="(CAST(substr(\"reply id\", -12) AS INTEGER) % 10)"
ours="\"reply id\" LIKE '%-0000-4000-8000-%'"
edit_published="UPDATE Replies SET status = 'published ' || \"reply id\" WHERE $ours AND
    status = 'new' AND $digit IN (0, 1);
    UPDATE Replies SET assigned = 'published ' || \"reply id\" WHERE $ours AND assigned = '' AND $digit = 6;
    DELETE FROM Replies WHERE $ours AND $digit = 4;"
edit_joined="UPDATE Replies SET status = 'joined ' || \"reply id\", notes = 'a note' WHERE $ours AND
    status = 'new' AND $digit IN (2, 3);
    UPDATE Replies SET assigned = trim(assigned || ' joined ' || \"reply id\") WHERE $ours AND
    assigned NOT LIKE '%joined %' AND $digit = 6;
    DELETE FROM Replies WHERE $ours AND $digit = 5;"

work_in_published() { # KIOSK
    local name=Replies-kiosk$1.sqlite changed
    rm -f "$work/desk/$name"
    get "$name" && changed=$(sqlite3 -bail "$work/desk/$name" "$edit_published SELECT total_changes()" 2>/dev/null) || return
    [ "$changed" -gt 0 ] || return 0
    put "$name" && echo "$changed" >>"$work/edits.published"
}
staff_work() {
    mkdir -p "$work/desk"
    RANDOM=99
    while [ ! -e "$work/stop" ]; do
        work_in_published $((RANDOM % 8 + 1))
        sqlite3 -bail -cmd '.timeout 20000' "$joined" "$edit_joined SELECT total_changes()" \
            >>"$work/edits.joined" 2>/dev/null
        sleep 0.05
    done
}
merges() {
    local victim
    RANDOM=7
    while [ ! -e "$work/stop" ]; do
        "$FOYER" merge "$joined" "$srv" >>"$work/merge.log" 2>&1 &
        victim=$!
        if [ $((RANDOM % 3)) -eq 0 ]; then
            sleep "0.0$((RANDOM % 9 + 1))"
            kill -KILL "$victim" 2>/dev/null && echo kill >>"$work/merge.kills"
        fi
        wait "$victim" 2>/dev/null
        echo run >>"$work/merge.runs"
        sleep 0.1
    done
}

# ---- what is there in the end ----

number() { # FILE SQL
    sqlite3 -readonly "$1" "$2"
}
# What a joined file lacks or has too much, as "lost 0, doubled 0, back 0, edits lost 0".
account_of() { # FILE
    local all=$((${#kiosks[@]} * per_kiosk)) gone=0 wanted_edits=0 i
    for ((i = 1; i <= per_kiosk; i++)); do
        case $((i % 10)) in
            4 | 5) gone=$((gone + ${#kiosks[@]})) ;;
            0 | 1 | 2 | 3 | 6) wanted_edits=$((wanted_edits + ${#kiosks[@]})) ;;
        esac
    done
    echo "lost $((all - gone - $(number "$1" "SELECT count(DISTINCT name) FROM Replies WHERE $digit NOT IN (4, 5)
            OR name <> '' AND NOT ($ours)"))), doubled $(
        number "$1" 'SELECT count(*) - count(DISTINCT name) FROM Replies'), back $(
        number "$1" "SELECT count(*) FROM Replies WHERE $digit IN (4, 5) AND $ours"), edits lost $((
            wanted_edits - $(number "$1" "SELECT count(*) FROM Replies WHERE
            $digit IN (0, 1) AND status = 'published ' || \"reply id\" OR
            $digit IN (2, 3) AND status = 'joined ' || \"reply id\" AND notes = 'a note' OR
            $digit = 6 AND
            instr(assigned || notes, 'published ' || \"reply id\") AND
            instr(assigned || notes, 'joined ' || \"reply id\")")))"
}
nothing_is_amiss='lost 0, doubled 0, back 0, edits lost 0'

settle() { # all syncs and the staff's work to their end, without any kill
    local k
    for k in "${kiosks[@]}"; do
        "$FOYER" sync -c "${confs[k]}" --once 2>>"$work/sync.$k.log" || return 1
    done
    for k in "${kiosks[@]}"; do
        work_in_published "$k" || return 1
    done
    "$FOYER" merge "$joined" "$srv" >>"$work/merge.log" 2>&1 &&
        sqlite3 -cmd '.timeout 20000' "$joined" "$edit_joined" && [ "$(account_of "$joined")" = "$nothing_is_amiss" ]
}

for k in "${kiosks[@]}"; do
    "$FOYER" sync -c "${confs[k]}" --once 2>>"$work/sync.$k.log"
done
same 'each kiosk publishes its own file' 8 "$(find "$srv" -name 'Replies-kiosk?.sqlite' | wc -l)"
lives=()
for k in "${kiosks[@]}"; do
    start kiosk_lives "$k"
    lives+=("$started")
done
start staff_work
lives+=("$started")
start merges
lives+=("$started")
sum() {
    cat "$@" 2>/dev/null | awk '{ n += $1 } END { print n + 0 }'
}
all_at_work() { # all replies are sent, and a part of the edits was made on each side
    [ "$(find "$work" -maxdepth 1 -name 'sent.*' | wc -l)" -eq 8 ] &&
        [ "$(sum "$work/edits.published")" -ge "$((per_kiosk / 3))" ] &&
        [ "$(sum "$work/edits.joined")" -ge "$((per_kiosk / 3))" ]
}
check 'all replies are sent, with everybody at work' within 1800 all_at_work
touch "$work/stop"
for pid in "${lives[@]}"; do
    wait "$pid" 2>/dev/null
done
check 'then everything comes to rest' within 150 settle
same 'every reply once, nothing back, every edit kept' "$nothing_is_amiss" "$(account_of "$joined")"
same 'the joined file is whole' ok "$(number "$joined" 'PRAGMA integrity_check')"
before=$(sha256sum "$joined")
check 'a further merge' "$FOYER" merge "$joined" "$srv"
same 'changes nothing' "$before" "$(sha256sum "$joined")"
amiss=
for k in "${kiosks[@]}"; do
    file=$srv/Replies-kiosk$k.sqlite
    [ "$(number "$file" 'PRAGMA integrity_check')" = ok ] || amiss+="$file is damaged; "
    rows=$(number "$file" "SELECT count(*) || '/' || sum($digit = 4) FROM Replies")
    [ "$rows" = "$((per_kiosk - (per_kiosk + 6) / 10))/0" ] || amiss+="$file has $rows rows; "
done
same 'each published file has its own replies, but the deleted ones' '' "$amiss"
same 'and nothing was put aside' '' "$(find "$srv" -name '*.damaged-*')"

lines() {
    cat "$@" 2>/dev/null | wc -l
}
printf '# %s\n' "kiosks 8, replies $((8 * per_kiosk)), syncs killed $(lines "$work/kills"), merges $(lines "$work/merge.runs") (killed $(lines "$work/merge.kills"))" \
    "changes in published files $(sum "$work/edits.published"), in the joined file $(sum "$work/edits.joined")" \
    "$(account_of "$joined"); $((SECONDS - began)) seconds"

# ---- without the rules it fails ----

control=$work/control
mkdir "$control"
cp "$srv"/Replies-kiosk?.sqlite "$control"
sqlite3 "$control/All.sqlite" "ATTACH '$control/Replies-kiosk1.sqlite' AS one; CREATE TABLE Replies AS SELECT * FROM one.Replies WHERE 0;"
for _ in 1 2; do
    for k in "${kiosks[@]}"; do
        sqlite3 "$control/All.sqlite" "ATTACH '$control/Replies-kiosk$k.sqlite' AS one; INSERT INTO Replies SELECT * FROM one.Replies;"
    done
done
hasnt 'control: two merges that know no ids double replies' 'doubled 0' "$(account_of "$control/All.sqlite")"
work_once=$control/Replies-kiosk1.sqlite
cp "$work_once" "$control/own" # as the kiosk has it
sqlite3 "$work_once" "UPDATE Replies SET status = 'seen' WHERE rowid = (SELECT min(rowid) FROM Replies)"
cp "$control/own" "$work_once" # and copies it over what staff wrote
same 'control: a plain copy instead of the procedure loses an edit' 0 \
    "$(number "$work_once" "SELECT count(*) FROM Replies WHERE status = 'seen'")"
