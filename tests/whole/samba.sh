#!/bin/bash
# A real Samba server over the content folder, with the configuration that kiosk-config ships: files
# are put, put over, renamed and deleted from the network, slowly, half, and while the server dies.
# What is on the screen is always whole, always known, and gone when staff have deleted it.
#
#     SAMBA_TIMES=20 bash tests/whole/samba.sh     measures instead (make bench-share)
#
# limit: 200
# shellcheck source=tests/whole/lib.sh
# shellcheck disable=SC2154  # $work, $share, $state, $office, $conf come from lib.sh
. tests/whole/lib.sh

PATH=$PATH:/usr/sbin
for tool in smbd smbclient testparm pdbedit vips; do
    command -v "$tool" >/dev/null || {
        skip 'a real Samba server' "no $tool here (Debian: samba, smbclient, libvips-tools)"
        exit 0
    }
done

titles() {
    foyer list --json 2>/dev/null
}
problems() {
    foyer list --problems --json 2>/dev/null
}
shows() {
    titles | grep -qF "\"title\":\"$1\""
}
shows_not() {
    ! shows "$1"
}
complains() { # FILE WORDS
    problems | grep -F "\"source\":\"$1" | grep -qF -- "$2"
}
complains_not() { # FILE
    ! problems | grep -qF "\"source\":\"$1"
}
id_of() {
    titles | grep -F "\"title\":\"$1\"" | grep -o '"id":[0-9]*'
}
# The contents (SHA-256) of the pictures an item shows, in order.
contents_of() {
    titles | grep -F "\"title\":\"$1\"" | grep -o '"file":"[0-9a-f]*' | cut -d'"' -f4
}
hash_of() {
    sha256sum "$@" | cut -d' ' -f1
}
shows_file() { # TITLE FILE…: exactly these files, the whole of each
    [ "$(contents_of "$1")" = "$(hash_of "${@:2}")" ]
}
gone() { # PID: reaped or not, it does nothing any more
    [ ! -e "/proc/$1" ] || grep -q '^State:.Z' "/proc/$1/status"
}
says() { # TEXT COMMAND…: the command's words hold it
    local text=$1
    shift
    "$@" 2>&1 | grep -qF -- "$text"
}

# ---- pictures to drop: each has a content of its own and is kept, for a comparison at the end ----

photos=$work/photos
mkdir "$photos"
made=0
drawing() { # makes a drawing: $drawn
    made=$((made + 1))
    drawn=$photos/$made.svg
    {
        printf '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300">'
        printf '<rect width="400" height="300" fill="#%06x"/></svg>' $((made * 4099 % 16777216))
    } >"$drawn"
}
photo() { # WIDTH HEIGHT: makes a JPEG that could not be smaller: $drawn
    made=$((made + 1))
    drawn=$photos/$made.jpg
    vips gaussnoise "$work/noise.v" "$1" "$2" --mean 128 --sigma 40 &&
        vips copy "$work/noise.v" "${drawn}[Q=90]"
    rm -f "$work/noise.v"
}

# ---- the kiosk, and the server over its folders ----

# Foyer and Samba's "force user" are one account, as on a kiosk. Root lends both another one, if that
# can reach the program (not "nobody": that is Samba's guest); anybody else works as themselves.
new_kiosk
here=$(dirname "$conf")
account=$(id -un) group=$(id -gn) as=()
staff=$account office_person=$account outsider=
staff_may=$staff office_may=$office_person
if [ "$(id -u)" -eq 0 ]; then
    staff=games office_person=mail outsider=lp
    staff_may=@games office_may=@mail
    chmod 711 "$work"
    if command -v setpriv >/dev/null &&
        setpriv --reuid news --regid news --clear-groups test -x "$FOYER"; then
        account=news group=news
        as=(setpriv --reuid news --regid news --clear-groups)
    fi
    chmod 755 "$here"
    chown -R "$account:$group" "$here"
fi
foyer() {
    local command=$1
    shift
    "${as[@]+"${as[@]}"}" "$FOYER" "$command" -c "$conf" "$@"
}
start_import() {
    start "${as[@]+"${as[@]}"}" "$FOYER" import -c "$conf"
    import=$started
}

samba=$work/samba
mkdir -p "$samba"/{private,lock,state,cache,pid,ncalrpc}
cat >"$samba/smb.conf" <<END
[global]
    private dir = $samba/private
    lock directory = $samba/lock
    state directory = $samba/state
    cache directory = $samba/cache
    pid directory = $samba/pid
    ncalrpc dir = $samba/ncalrpc
    log file = $samba/log
    interfaces = lo
    bind interfaces only = yes
    # Small steps, so that a slow upload can be seen while it grows.
    smb2 max write = 65536
    include = $samba/foyer.conf
END
sed -e "s|/srv/foyer/share|$share|; s|/srv/foyer/office|$office|" \
    -e "s|@foyer-staff|$staff_may|; s|@foyer-office|$office_may|" \
    -e "s|force user = foyer-[a-z]*|force user = $account|; s|force group = foyer-[a-z]*|force group = $group|" \
    kiosk-config/samba/foyer.conf >"$samba/foyer.conf"

add_person() { # NAME
    printf 'secret-%s\nsecret-%s\n' "$1" "$1" | pdbedit -s "$samba/smb.conf" -t -a -u "$1"
    (umask 077 && printf 'username=%s\npassword=secret-%s\n' "$1" "$1" >"$samba/$1.login")
}
for person in "$staff" "$office_person" $outsider; do
    [ -s "$samba/$person.login" ] || add_person "$person" >"$samba/pdbedit.log" 2>&1
done

as_person() { # NAME SHARE COMMANDS
    smbclient -A "$samba/$1.login" -t 30 -p "$port" "//127.0.0.1/$2" -c "$3" </dev/null
}
smb() { # COMMANDS, as staff
    as_person "$staff" Foyer "$1"
}
put() { # FILE NAME
    smb "put \"$1\" \"$2\""
}
answers() {
    smb ls
}
start_server() { # on $port
    # In a process group of its own: when it ends in order it sends SIGTERM to all of its group.
    start smbd -F -s "$samba/smb.conf" -p "$port" --debug-stdout
    server=$started
    local until_time=$((SECONDS + 15))
    until answers >/dev/null 2>&1; do
        if gone "$server" || [ "$SECONDS" -ge "$until_time" ]; then
            stop "$server"
            return 1
        fi
        sleep 0.1
    done
}
# Like a cut of the power: the server and everything it started end at once.
kill_server() {
    local all pid
    mapfile -t all < <(pgrep -P "$server")
    stop "$server" KILL
    for pid in "${all[@]}"; do
        kill -KILL "$pid" 2>/dev/null
        within 10 gone "$pid"
    done
}

up=
for _ in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 12000))
    start_server && up=yes && break
done
if [ -z "$up" ]; then
    if [ "$(id -u)" -eq 0 ]; then
        not_ok 'smbd starts' "$(tail -n 20 "$samba"/log* "$work"/started.*.log 2>&1)"
    else
        skip 'a real Samba server' 'smbd does not start without root here'
    fi
    exit 0
fi

# ---- times, on request ----

median() {
    sort -n | awk '{ a[NR] = $1 } END { printf "%.2f s (from %.2f to %.2f)\n", a[int((NR + 1) / 2)], a[1], a[NR] }'
}
seconds_until() { # COMMAND…
    local began=$EPOCHREALTIME until_time=$((SECONDS + 60))
    until "$@" || [ "$SECONDS" -ge "$until_time" ]; do sleep 0.02; done
    awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f\n", b - a }'
}
measure() { # SETTLE POLL
    local i
    sed -i "s/^settle_seconds.*/settle_seconds = $1/; s/^poll_seconds.*/poll_seconds = $2/" "$conf"
    start_import
    within 10 test -d "$share/Achievements"
    photo 3000 2000
    : >"$work/appear"
    : >"$work/vanish"
    for ((i = 0; i < SAMBA_TIMES; i++)); do
        printf '%d' "$i" | cat "$drawn" - >"$work/one.jpg"
        put "$work/one.jpg" "Achievements/Round $i.jpg" >/dev/null 2>&1
        seconds_until shows "Round $i" >>"$work/appear"
        smb "del \"Achievements/Round $i.jpg\"" >/dev/null 2>&1
        seconds_until shows_not "Round $i" >>"$work/vanish"
    done
    printf 'settle_seconds=%d poll_seconds=%d, a photo of %d KB, median of %d:\n' "$1" "$2" \
        $(($(stat -c %s "$drawn") / 1024)) "$SAMBA_TIMES"
    printf '  put until in the catalogue  %s\n' "$(median <"$work/appear")"
    printf '  deleted until out of it     %s\n' "$(median <"$work/vanish")"
    stop "$import"
}
if [ -n "${SAMBA_TIMES-}" ]; then
    measure 3 3
    measure 0 3
    exit 0
fi

# ---- the configuration that is shipped ----

printf '[global]\n    include = %s\n' "$PWD/kiosk-config/samba/foyer.conf" >"$samba/shipped.conf"
testparm -s "$samba/shipped.conf" >"$samba/testparm.out" 2>"$samba/testparm.err"
same 'testparm takes the shipped configuration' 0 $?
same 'without a warning' '' "$(grep -iE 'warning|unknown|ignoring|found in service|error' "$samba/testparm.err")"
# A misspelt line would be left out by testparm, and the default taken.
check 'no leases' grep -q 'smb2 leases = No' "$samba/testparm.out"
same 'no oplocks in both shares' 2 "$(grep -cE '^\soplocks = No' "$samba/testparm.out")"
check 'locks are strict' grep -q 'strict locking = Yes' "$samba/testparm.out"

cp -r kiosk-config/mount "$work/units"
if command -v systemd-analyze >/dev/null; then
    check 'systemd takes the units of the mounted share' \
        systemd-analyze verify --man=no "$work/units/srv-foyer-share.mount" "$work/units/srv-foyer-share.timer"
    same 'and says nothing about them' '' \
        "$(systemd-analyze verify --man=no "$work"/units/*.mount "$work"/units/*.timer 2>&1)"
else
    skip 'systemd takes the units of the mounted share' 'no systemd-analyze here'
fi
# Either would keep a service from starting while the server is away.
same 'no unit needs the mount, none is an automount' '' \
    "$(grep -rlE '^(RequiresMountsFor|Requires|BindsTo)=.*share|^\[Automount\]|x-systemd.automount' kiosk-config)"

# ---- who may ----

start_import
check 'the kiosk lays out its folders' within 10 test -d "$share/How to use this folder"
check 'staff see them' says 'Achievements' smb ls
check 'no name, no way in' says NT_STATUS_ACCESS_DENIED smbclient -N -p "$port" //127.0.0.1/Foyer -c ls
fails 'a wrong password is refused' 1 \
    smbclient -U "$staff%wrong" -p "$port" //127.0.0.1/Foyer -c ls
if [ -n "$outsider" ]; then
    check 'somebody else is refused' says NT_STATUS_ACCESS_DENIED as_person "$outsider" Foyer ls
    check 'the office is not staff' says NT_STATUS_ACCESS_DENIED as_person "$office_person" Foyer ls
    check 'staff do not see the replies' says NT_STATUS_ACCESS_DENIED as_person "$staff" 'Foyer replies' ls
else
    skip 'somebody else is refused' 'without root there is only one account'
fi
echo 'a table' >"$work/table"
check 'the office writes among the replies' \
    as_person "$office_person" 'Foyer replies' "put \"$work/table\" probe.txt; del probe.txt"
fails 'SMB 1 is not spoken' 1 smbclient -m NT1 -A "$samba/$staff.login" -p "$port" //127.0.0.1/Foyer -c ls

# ---- one photo: put, put over, a bad version, renamed, deleted ----

# What was ever shown is collected all the while; at the end each picture has to be a whole file.
collect() {
    while sleep 0.2; do
        titles | grep -o '"file":"[0-9a-f]*' | cut -d'"' -f4 >>"$work/seen"
    done
}
collect &
_started+=("$!")

photo 1600 1200
first=$drawn
check 'a photo is put' put "$first" 'Achievements/Choir.jpg'
check 'it appears, the whole of it' within 10 shows_file Choir "$first"
same 'it belongs to Foyer' "$account 660" "$(stat -c '%U %a' "$share/Achievements/Choir.jpg")"
drawing
check 'a new version is put over it' put "$drawn" 'Achievements/Choir.jpg'
check 'it appears' within 10 shows_file Choir "$drawn"
good=$drawn
id=$(id_of Choir)
head -c 100000 "$first" >"$work/half.jpg"
check 'a damaged version is put over it' put "$work/half.jpg" 'Achievements/Choir.jpg'
check 'it is named' within 10 complains Achievements/Choir.jpg 'only a part of it arrived'
check 'the earlier version stays up' shows_file Choir "$good"
check 'a good version again' put "$first" 'Achievements/Choir.jpg'
check 'it appears' within 10 shows_file Choir "$first"
check 'no problem is left' within 10 complains_not Achievements/Choir.jpg
check 'it is renamed' smb 'rename Achievements/Choir.jpg "Achievements/Gospel choir.jpg"'
check 'the new title appears' within 10 shows 'Gospel choir'
check 'the old one is gone' shows_not Choir
same 'it is the same item' "$id" "$(id_of 'Gospel choir')"
check 'it is deleted' smb 'del "Achievements/Gospel choir.jpg"'
check 'and off the screen within 5 seconds' within 5 shows_not 'Gospel choir'

# ---- an album ----

album=()
commands='mkdir "Achievements/Sports day"; cd "Achievements/Sports day"'
for i in 1 2 3; do
    drawing
    album+=("$drawn")
    commands="$commands; put \"$drawn\" IMG_000$i.svg"
done
check 'an album is put' smb "$commands"
check 'it appears with its pictures in order' within 10 shows_file 'Sports day' "${album[@]}"
check 'one of them is deleted' smb 'del "Achievements/Sports day/IMG_0002.svg"'
check 'the others stay' within 10 shows_file 'Sports day' "${album[0]}" "${album[2]}"
check 'the album is renamed' smb 'rename "Achievements/Sports day" "Achievements/Sports week"'
check 'it has its new title' within 10 shows_file 'Sports week' "${album[0]}" "${album[2]}"
check 'the folder is deleted' smb 'deltree "Achievements/Sports week"'
check 'the album is down' within 5 shows_not 'Sports week'

# ---- what computers leave behind ----

drawing
cp "$drawn" "$work/._x.svg"
for name in desktop.ini Thumbs.db .DS_Store ._x.svg; do
    put "$drawn" "Achievements/$name" >/dev/null 2>&1
done
# smbclient's letter for hidden.
same 'what computers leave in folders is hidden' 4 \
    "$(smb 'ls Achievements/*' 2>/dev/null | grep -cE '(desktop.ini|Thumbs.db|.DS_Store|._x.svg) +[A-Z]*H')"
check 'a disk index is refused' says NT_STATUS smb 'mkdir .Spotlight-V100'

# ---- slowly ----

# slow_put FILE NAME BYTES: a client that stops after so many bytes, until let_go; $client is its pid,
# $valve what it reads from.
slow_put() {
    rm -f "$work/valve"
    mkfifo "$work/valve"
    smbclient -A "$samba/$staff.login" -t 60 -p "$port" //127.0.0.1/Foyer -c "put - \"$2\"" \
        <"$work/valve" >"$work/slow.log" 2>&1 &
    client=$!
    exec {valve}>"$work/valve"
    head -c "$3" "$1" >&"$valve"
}
let_go() { # FILE BYTES: the rest; waits for the client
    tail -c "+$(($2 + 1))" "$1" >&"$valve"
    exec {valve}>&-
    wait "$client"
}
has_begun() {
    [ -s "$share/$1" ]
}
photo 2000 1500
slow_put "$drawn" 'Achievements/Slow.jpg' 300000
check 'a slow upload begins' within 10 has_begun 'Achievements/Slow.jpg'
check 'half of it is looked at' within 10 complains Achievements/Slow.jpg 'only a part of it arrived'
check 'and not shown' shows_not Slow
let_go "$drawn" 300000
check 'the rest arrives' cmp "$drawn" "$share/Achievements/Slow.jpg"
check 'then it is shown, the whole of it' within 10 shows_file Slow "$drawn"
check 'and no problem is left' within 10 complains_not Achievements/Slow.jpg

# A small picture that comes in one piece shows size 0 until it does.
drawing
slow_put "$drawn" 'Achievements/Late.svg' 60
check 'an upload that hesitates is an empty file' within 10 test -e "$share/Achievements/Late.svg"
let_go "$drawn" 60
check 'it comes' cmp "$drawn" "$share/Achievements/Late.svg"
check 'and is shown' within 10 shows_file Late "$drawn"

# looked: the kiosk has looked at everything that lies there now.
looks=0
looked() {
    looks=$((looks + 1))
    echo "Look $looks" >"$work/look.txt"
    put "$work/look.txt" "Welcome/Look $looks.txt" >/dev/null 2>&1
    within 10 shows "Look $looks" && smb "del \"Welcome/Look $looks.txt\"" >/dev/null 2>&1
}

# Windows sets the whole size first and fills it then.
photo 800 600
size=$(stat -c %s "$drawn")
head -c "$size" /dev/zero >"$work/zeroes"
check 'a file is given its size' put "$work/zeroes" 'Achievements/Given.jpg'
check 'the kiosk looks' looked
check 'it is neither shown' shows_not Given
check 'nor a problem' complains_not Achievements/Given.jpg
dd if="$drawn" of="$share/Achievements/Given.jpg" bs=4096 count=$((size / 4096 - 1)) conv=notrunc status=none
check 'it is filled but for its end; the kiosk looks' looked
check 'it is neither shown' shows_not Given
check 'nor a problem' complains_not Achievements/Given.jpg
dd if="$drawn" of="$share/Achievements/Given.jpg" bs=4096 conv=notrunc status=none
check 'filled to the end it is shown' within 10 shows_file Given "$drawn"
drawing
check 'and may be put over' put "$drawn" 'Achievements/Given.jpg'
check 'with another picture' within 10 shows_file Given "$drawn"

# ---- the server dies in the middle ----

photo 1600 1200
slow_put "$drawn" 'Achievements/Given.jpg' 300000
check 'a third version is under way' within 10 complains Achievements/Given.jpg 'only a part of it arrived'
slow=$client slow_valve=$valve
photo 1600 1200
slow_put "$drawn" 'Achievements/Band.jpg' 300000
check 'another photo, too' within 10 complains Achievements/Band.jpg 'only a part of it arrived'
kill_server
check 'the server is dead' gone "$server"
exec {valve}>&- {slow_valve}>&-
kill "$slow" "$client" 2>/dev/null
wait "$slow" "$client" 2>/dev/null
check 'half of a file lies there' has_begun Achievements/Band.jpg
check 'it is not shown' shows_not Band
hasnt 'nor is half of a new version' "$(hash_of "$share/Achievements/Given.jpg")" "$(contents_of Given)"
check 'the earlier version stays up' shows Given
start_server # not within a check: that is a shell of its own, and the server's number would be lost
same 'the server is back' 0 $?
check 'the photo is put again' put "$drawn" 'Achievements/Band.jpg'
check 'it is shown, the whole of it' within 10 shows_file Band "$drawn"
check 'the problem is gone' within 10 complains_not Achievements/Band.jpg
check 'what lay there half is deleted' smb 'del Achievements/Given.jpg'
check 'and all of it is gone' within 5 shows_not Given
check 'its problem, too' within 5 complains_not Achievements/Given.jpg

# ---- somebody has it open ----

drawing
check 'a picture is put' put "$drawn" 'Achievements/Held.svg'
check 'it is shown' within 10 shows Held
mkfifo "$work/session"
stdbuf -oL smbclient -A "$samba/$staff.login" -t 60 -p "$port" //127.0.0.1/Foyer \
    <"$work/session" >"$work/session.log" 2>&1 &
session=$!
exec 7>"$work/session"
echo 'open Achievements/Held.svg' >&7
check 'somebody opens it' within 10 grep -qi 'open file' "$work/session.log"
drawing
check 'it can be put over all the same' put "$drawn" 'Achievements/Held.svg'
check 'the new version is shown' within 10 shows_file Held "$drawn"
check 'but not be deleted while it is open' says SHARING_VIOLATION smb 'del Achievements/Held.svg'
check 'so it stays' shows_file Held "$drawn"
echo quit >&7
exec 7>&-
wait "$session"
check 'afterwards it can' smb 'del Achievements/Held.svg'
check 'and is gone' within 5 shows_not Held

# ---- names ----

drawing
check 'umlauts' put "$drawn" 'Achievements/Schülerzeitung — größer.svg'
check 'are shown' within 10 shows_file 'Schülerzeitung — größer' "$drawn"
drawing
check 'emoji' put "$drawn" 'Achievements/Football 🏆⚽.svg'
check 'are shown' within 10 shows_file 'Football 🏆⚽' "$drawn"
drawing
check 'decomposed letters, as Macs write them' put "$drawn" "Achievements/Cafe"$'\xcc\x81'" of languages.svg"
check 'are shown as one letter' within 10 shows_file 'Café of languages' "$drawn"
drawing
check 'a Mac puts a name with a colon' put "$drawn" "Achievements/Year 4"$'\xef\x80\xa2'" chess.svg"
check 'it is shown as it was typed' within 10 shows_file 'Year 4: chess' "$drawn"
drawing
cp "$drawn" "$share/Achievements/aux.svg"
check 'a name that Windows cannot say is shown' within 10 shows aux
mangled=$(smb 'ls Achievements/*' 2>/dev/null | grep -oiE 'A[A-Z0-9_]*~[A-Z0-9]\.SVG' | head -n 1)
check "and can be deleted by another one ($mangled)" smb "del \"Achievements/$mangled\""
check 'then it is gone' within 5 shows_not aux
drawing
upper=$drawn
cp "$upper" "$share/Partners/ROTARY.svg"
drawing
cp "$drawn" "$share/Partners/rotary.svg"
check 'names that differ only by case: both pictures' within 10 says "$(hash_of "$drawn")" titles
check 'are shown' within 10 says "$(hash_of "$upper")" titles
check 'one is deleted' smb 'del Partners/ROTARY.svg'
check 'the other stays' within 10 shows_file rotary "$drawn"
same 'and is the only one' 0 "$(titles | grep -cF "$(hash_of "$upper")")"

# ---- the share is away ----

stays() { # TEXT: the list is still this
    [ "$(titles)" = "$1" ]
}
check 'all is read' looked
check 'and nothing of that look is left' within 5 shows_not "Look $looks"
before=$(titles)
same 'the share is fine' 1 "$(foyer status --json | grep -c '"share":"ok"')"
mv "$share" "$share.away"
check 'the share is away: the status says so' within 10 says '"share":"away since' foyer status --json
check 'nothing is forgotten' stays "$before"
mkdir "$share"
chown "$account" "$share"
drawing
cp "$drawn" "$share.away/Achievements/While away.svg"
rm "$share.away/Achievements/Football 🏆⚽.svg"
stop "$import"
start_import
running() {
    foyer status --json | grep -q '"import":true'
}
check 'started anew over an empty mount point' within 10 running
check 'it is still away' says '"share":"away since' foyer status --json
check 'and nothing is forgotten' stays "$before"
same 'nothing is put into the empty folder' '' "$(ls -A "$share")"
rmdir "$share"
mv "$share.away" "$share"
check 'it is back: the status says so' within 10 says '"share":"ok"' foyer status --json
check 'what was put meanwhile is shown' within 10 shows_file 'While away' "$drawn"
check 'what was deleted meanwhile is down' within 10 shows_not 'Football 🏆⚽'
check 'all else is still there' shows_file rotary "$share/Partners/rotary.svg"

# ---- a soak in the small: random work of staff, the importer killed three times ----

smb 'del Achievements/*; del Partners/*' >/dev/null 2>&1
nothing_shown() {
    [ -z "$(titles)" ]
}
check 'all is deleted' within 10 nothing_shown
RANDOM=${SAMBA_SEED:-4711}
declare -A model=() # file on the share: what was put there
declare -a keys
names=0
refused=0
any_key() {
    keys=("${!model[@]}")
    mapfile -t keys < <(printf '%s\n' "${keys[@]}" | sort)
    key=${keys[RANDOM % ${#keys[@]}]}
}
new_key() {
    names=$((names + 1))
    key="$1/Work $names.svg"
}
for ((step = 1; step <= 60; step++)); do
    dice=$((RANDOM % 10))
    [ "${#model[@]}" -gt 0 ] || dice=0
    if [ "$dice" -lt 5 ]; then
        if [ $((RANDOM % 2)) -eq 0 ]; then new_key Achievements; else new_key Partners; fi
        drawing
        put "$drawn" "$key" >/dev/null 2>&1 || refused=$((refused + 1))
        model[$key]=$drawn
    elif [ "$dice" -lt 7 ]; then
        any_key
        drawing
        put "$drawn" "$key" >/dev/null 2>&1 || refused=$((refused + 1))
        model[$key]=$drawn
    elif [ "$dice" -lt 8 ]; then
        any_key
        old=$key
        new_key "${old%%/*}"
        smb "rename \"$old\" \"$key\"" >/dev/null 2>&1 || refused=$((refused + 1))
        model[$key]=${model[$old]}
        unset 'model[$old]'
    else
        any_key
        smb "del \"$key\"" >/dev/null 2>&1 || refused=$((refused + 1))
        unset 'model[$key]'
    fi
    if [ $((step % 17)) -eq 0 ]; then
        stop "$import" KILL
        start_import
    fi
done
same 'the server took sixty random steps' 0 "$refused"
folder=$(cd "$share" && sha256sum Achievements/* Partners/* 2>/dev/null | sed 's/  / /' | sort)
wanted=$(for key in "${!model[@]}"; do echo "$(hash_of "${model[$key]}") $key"; done | sort)
same 'the folder holds what was put' "$wanted" "$folder"
listed() {
    titles | sed -E 's/.*"file":"([0-9a-f]*)\.jpg".*"source":"([^"]*)".*/\1 \2/' | sort
}
lists_the_folder() {
    [ "$(listed)" = "$wanted" ]
}
within 90 lists_the_folder
same "with the importer killed three times the screen shows exactly that (${#model[@]} files)" "$wanted" "$(listed)"
same 'and complains about nothing' '' "$(problems)"
same 'the catalogue is whole' ok "$(sqlite3 "$state/catalogue.db" 'PRAGMA quick_check')"

# ---- all the while ----

same 'never was anything but a whole file shown' '' \
    "$(comm -23 <(sort -u "$work/seen") <(hash_of "$photos"/* | sort -u))"
stop "$import"
same 'the importer ends in order' 0 "$stopped"
stop "$server"
check 'and so does the server' within 10 gone "$server"
